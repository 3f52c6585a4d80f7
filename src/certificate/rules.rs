//! Decisions about certificates: how numbers are made and read, what is printed, when a failed one is tried again.

use chrono::{DateTime, Datelike, Utc};

use super::model::{Award, PRINTED_FORMAT, Printed};
use crate::kernel::clock::{HOUR, Moment, SECOND};
use crate::platform::text::{fold, tidy};

/// Longest template, in characters.
pub const TEMPLATE_MAX: usize = 60;
/// Longest reason for revoking or issuing again, in characters.
pub const REASON_MAX: usize = 500;
/// Longest name, in characters.
pub const NAME_MAX: usize = 100;
/// Longest wait before a certificate that could not be issued is tried again, ms.
const WAIT_MAX: i64 = 6 * HOUR;

/// A part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    /// The running number, zero-padded to so many digits.
    Seq(usize),
    Year,
}

/// How numbers of certificates look: `{seq:04}/GCN-STP/{year}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

/// Why a template cannot be used; each has a text under `certificate-template-…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TemplateError {
    /// `{seq}` is missing, or stands there twice.
    Seq,
    /// `{year}` is missing, or stands there twice.
    Year,
    /// `{year}` stands before `{seq}`.
    Order,
    /// Something else in braces, or a brace without its partner.
    Braces,
    /// A width that is no number from 1 to 9.
    Width,
    /// A character that is neither letter, digit, `/`, `-` nor `.`.
    Character,
    /// A number or the year touches a letter or digit: two series could then make the same number.
    Touching,
    /// A part of digits alone: it could be taken for the number or the year.
    Digits,
    /// It is too long.
    Length,
}

impl TemplateError {
    /// Every reason.
    pub const ALL: [Self; 9] = [
        Self::Seq,
        Self::Year,
        Self::Order,
        Self::Braces,
        Self::Width,
        Self::Character,
        Self::Touching,
        Self::Digits,
        Self::Length,
    ];

    /// The Fluent key of its text.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Seq => "certificate-template-seq",
            Self::Year => "certificate-template-year",
            Self::Order => "certificate-template-order",
            Self::Braces => "certificate-template-braces",
            Self::Width => "certificate-template-width",
            Self::Character => "certificate-template-character",
            Self::Touching => "certificate-template-touching",
            Self::Digits => "certificate-template-digits",
            Self::Length => "certificate-template-length",
        }
    }
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// When it could not number certificates without doubt.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let text = tidy(text);
        if text.chars().count() > TEMPLATE_MAX {
            return Err(TemplateError::Length);
        }
        let template = Self {
            parts: read_parts(&text)?,
        };
        let places = |wanted: fn(&Part) -> bool| -> Vec<usize> {
            let found = template.parts.iter().enumerate();
            found.filter(|(_, p)| wanted(p)).map(|(i, _)| i).collect()
        };
        let (seq, year) = (
            places(|p| matches!(p, Part::Seq(_))),
            places(|p| *p == Part::Year),
        );
        match (seq.as_slice(), year.as_slice()) {
            ([seq], [year]) if seq < year => {}
            ([_], [_]) => return Err(TemplateError::Order),
            ([_], _) => return Err(TemplateError::Year),
            _ => return Err(TemplateError::Seq),
        }
        template.check_apart()?;
        Ok(template)
    }

    /// The running number and the year stand alone between separators, and no other part is of digits only. Then the two parts of a
    /// number that are digits are the running number and the year, so no two series can ever make the same number.
    fn check_apart(&self) -> Result<(), TemplateError> {
        let is_text = |part: Option<&Part>| match part {
            Some(Part::Text(text)) => Some(text.clone()),
            Some(_) => Some("0".to_owned()),
            None => None,
        };
        for (at, part) in self.parts.iter().enumerate() {
            if let Part::Text(text) = part {
                let mut words = text.split(|c: char| !c.is_alphanumeric());
                if words.any(|w| !w.is_empty() && w.chars().all(char::is_numeric)) {
                    return Err(TemplateError::Digits);
                }
                continue;
            }
            let before = is_text(at.checked_sub(1).and_then(|i| self.parts.get(i)));
            let after = is_text(self.parts.get(at + 1));
            let touches = before.is_some_and(|t| t.ends_with(char::is_alphanumeric))
                || after.is_some_and(|t| t.starts_with(char::is_alphanumeric));
            if touches {
                return Err(TemplateError::Touching);
            }
        }
        Ok(())
    }

    /// The number with this place in this year.
    #[must_use]
    pub fn number(&self, seq: i32, year: i32) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Seq(width) => format!("{seq:0width$}"),
            Part::Year => year.to_string(),
        };
        self.parts.iter().map(part).collect()
    }

    /// The series: what numbers of this template have in common in addresses. Templates that differ only in marks, separators or
    /// padding are one series, since their numbers would be one address.
    #[must_use]
    pub fn series(&self) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Seq(_) => SEQ.to_owned(),
            Part::Year => YEAR.to_owned(),
        };
        slug(&self.parts.iter().map(part).collect::<String>())
    }
}

/// Stands for the running number in a series. A template that spells this out itself may share a series with another; that is harmless,
/// since their numbers differ in the rest.
const SEQ: &str = "0SEQ0";
/// Stands for the year in a series.
const YEAR: &str = "0YEAR0";

fn read_parts(text: &str) -> Result<Vec<Part>, TemplateError> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(['{', '}']) {
        let (before, braces) = rest.split_at(start);
        push_text(&mut parts, before)?;
        let end = braces.find('}').ok_or(TemplateError::Braces)?;
        let inside = braces.get(1..end).ok_or(TemplateError::Braces)?;
        parts.push(match inside.split_once(':') {
            None if inside == "seq" => Part::Seq(1),
            None if inside == "year" => Part::Year,
            Some(("seq", width)) => Part::Seq(read_width(width)?),
            _ => return Err(TemplateError::Braces),
        });
        rest = braces.get(end + 1..).unwrap_or_default();
    }
    push_text(&mut parts, rest)?;
    Ok(parts)
}

fn push_text(parts: &mut Vec<Part>, text: &str) -> Result<(), TemplateError> {
    if !text
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | '.'))
    {
        return Err(TemplateError::Character);
    }
    if !text.is_empty() {
        parts.push(Part::Text(text.to_owned()));
    }
    Ok(())
}

/// A width of digits: `04` and `4` are the same.
fn read_width(text: &str) -> Result<usize, TemplateError> {
    let digits = text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
    let width = if digits { text.parse().ok() } else { None };
    width
        .filter(|w| (1..=9).contains(w))
        .ok_or(TemplateError::Width)
}

/// A number as it stands in addresses: folded, in capitals, with `-` for every run of other characters.
#[must_use]
pub fn slug(number: &str) -> String {
    let folded = fold(number).to_uppercase();
    let words = folded.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|w| !w.is_empty()).collect();
    words.join("-")
}

/// Series, year and running number of a number however it is typed: with or without marks and padding, with any separators. Nothing
/// when it cannot be one.
#[must_use]
pub fn read_number(typed: &str) -> Option<(String, i32, i32)> {
    if typed.chars().count() > 2 * TEMPLATE_MAX {
        return None;
    }
    let slug = slug(typed);
    let words: Vec<&str> = slug.split('-').collect();
    let digits = |word: &&str| word.bytes().all(|b| b.is_ascii_digit()) && !word.is_empty();
    let mut places = words.iter().enumerate().filter(|(_, w)| digits(w));
    let ((seq_at, seq), (year_at, year)) = (places.next()?, places.next()?);
    if places.next().is_some() {
        return None;
    }
    let put = |(at, word): (usize, &&str)| match at {
        at if at == seq_at => SEQ.to_owned(),
        at if at == year_at => YEAR.to_owned(),
        _ => (*word).to_owned(),
    };
    let series: Vec<String> = words.iter().enumerate().map(put).collect();
    Some((series.join("-"), year.parse().ok()?, seq.parse().ok()?))
}

/// The words of a certificate that are the same on all of them, in the language it is printed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// What stands before the number.
    pub number: String,
    /// What stands above the address at the QR code.
    pub check: String,
    /// The date of issue in words.
    pub date: String,
}

/// Puts a certificate together.
#[must_use]
pub fn print(award: &Award, number: &str, address: &str, words: &Words) -> Printed {
    Printed {
        format: PRINTED_FORMAT,
        template: award.template.clone(),
        number: number.to_owned(),
        number_line: format!("{} {number}", words.number),
        issuer: tidy(&award.issuer),
        heading: tidy(&award.heading),
        lead: tidy(&award.lead),
        full_name: tidy(&award.full_name),
        text: tidy(&award.text),
        title: tidy(&award.title),
        subtitle: tidy(&award.subtitle),
        facts: award.facts.clone(),
        place: tidy(&award.place),
        place_and_date: place_and_date(&award.place, &words.date),
        signer: tidy(&award.signer),
        check: words.check.clone(),
        address: address.to_owned(),
    }
}

/// `Lào Cai, ngày 28 tháng 11 năm 2026`; without a place the date alone, beginning with a capital.
#[must_use]
pub fn place_and_date(place: &str, date: &str) -> String {
    let place = tidy(place);
    if !place.is_empty() {
        return format!("{place}, {date}");
    }
    let mut letters = date.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The same certificate under another number and on another day, for a name spelled rightly this time.
#[must_use]
pub fn print_again(
    before: &Printed,
    full_name: &str,
    number: &str,
    address: &str,
    words: &Words,
) -> Printed {
    Printed {
        number: number.to_owned(),
        number_line: format!("{} {number}", words.number),
        full_name: tidy(full_name),
        place_and_date: place_and_date(&before.place, &words.date),
        address: address.to_owned(),
        ..before.clone()
    }
}

/// Day, month and year as administrative documents write them: days below ten and the months January and February have two digits
/// (Decree 30/2020/NĐ-CP, Appendix I).
#[must_use]
pub fn date_parts(at: Moment) -> (String, String, String) {
    let date = at.date();
    let month = match date.month() {
        month @ (1 | 2) => format!("{month:02}"),
        month => month.to_string(),
    };
    (format!("{:02}", date.day()), month, date.year().to_string())
}

/// A moment as credentials write it: UTC, to the second.
#[must_use]
pub fn utc(at: Moment) -> String {
    let moment = DateTime::<Utc>::from_timestamp_millis(at.0).unwrap_or_default();
    moment.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// How long to wait after the `tries`th failure, ms: 30 s, doubling, at most six hours.
#[must_use]
pub fn wait_after(tries: i32) -> i64 {
    let doubled = (30 * SECOND).checked_shl(u32::try_from(tries.clamp(0, 20)).unwrap_or(0));
    doubled.unwrap_or(WAIT_MAX).min(WAIT_MAX)
}

/// A reason somebody typed.
///
/// # Errors
/// The Fluent key of what is wrong with it.
pub fn check_reason(text: &str) -> Result<String, &'static str> {
    let text = tidy(text);
    match text.chars().count() {
        0..3 => Err("certificate-reason-needed"),
        n if n > REASON_MAX => Err("certificate-too-long"),
        _ => Ok(text),
    }
}

/// The name a certificate is to be issued under again.
///
/// # Errors
/// The Fluent key of what is wrong with it.
pub fn check_name(text: &str) -> Result<String, &'static str> {
    let text = tidy(text);
    let fits = |c: char| c.is_alphabetic() || matches!(c, ' ' | '.' | '\'' | '’' | '-');
    match text.chars().count() {
        0..2 => Err("certificate-name-needed"),
        n if n > NAME_MAX => Err("certificate-too-long"),
        _ if !text.chars().all(fits) => Err("certificate-name-letters"),
        _ => Ok(text),
    }
}

/// Largest signed file, bytes.
pub const FILE_MAX: usize = 5 * 1024 * 1024;

/// Whether bytes are a PDF by what they begin and end with, whatever their name says.
///
/// # Errors
/// The Fluent key of what is wrong with it.
pub fn check_file(bytes: &[u8]) -> Result<(), &'static str> {
    if bytes.is_empty() {
        return Err("certificate-file-needed");
    }
    if bytes.len() > FILE_MAX {
        return Err("certificate-file-large");
    }
    let tail = bytes
        .get(bytes.len().saturating_sub(2048)..)
        .unwrap_or(bytes);
    let ends = tail.windows(5).any(|w| w == b"%%EOF");
    if bytes.starts_with(b"%PDF-") && ends {
        Ok(())
    } else {
        Err("certificate-file-kind")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("{seq:04}/GCN-STP/{year}", 7, "0007/GCN-STP/2026")]
    #[case("{seq}/GCN-STP/{year}", 12_345, "12345/GCN-STP/2026")]
    #[case("{seq:4}/GCN-SĐT.Đ/{year}", 12_345, "12345/GCN-SĐT.Đ/2026")]
    #[case("GCN-{seq:03}-{year}", 1, "GCN-001-2026")]
    fn a_template_makes_numbers(#[case] template: &str, #[case] seq: i32, #[case] number: &str) {
        let template = Template::parse(template).expect("a template");
        assert_eq!(template.number(seq, 2026), number);
    }

    #[rstest]
    #[case("GCN/{year}", TemplateError::Seq)]
    #[case("{seq}/{seq}/{year}", TemplateError::Seq)]
    #[case("{seq}/GCN", TemplateError::Year)]
    #[case("{seq}/{year}/{year}", TemplateError::Year)]
    #[case("{year}/GCN/{seq}", TemplateError::Order)]
    #[case("{seq/{year}", TemplateError::Braces)]
    #[case("{seq}/{year}/{month}", TemplateError::Braces)]
    #[case("{seq}}/{year}", TemplateError::Braces)]
    #[case("{seq:x4}/{year}", TemplateError::Width)]
    #[case("{seq:0}/{year}", TemplateError::Width)]
    #[case("{seq:10}/{year}", TemplateError::Width)]
    #[case("{seq:}/{year}", TemplateError::Width)]
    #[case("{seq}/GCN STP/{year}", TemplateError::Character)]
    #[case("{seq}/GCN_STP/{year}", TemplateError::Character)]
    #[case("{seq}GCN/{year}", TemplateError::Touching)]
    #[case("{seq}/GCN{year}", TemplateError::Touching)]
    #[case("{seq}{year}", TemplateError::Touching)]
    #[case("{seq}/2026/{year}", TemplateError::Digits)]
    #[case("{seq}/01-GCN/{year}", TemplateError::Digits)]
    fn a_template_that_leaves_doubt_is_refused(
        #[case] template: &str,
        #[case] error: TemplateError,
    ) {
        assert_eq!(Template::parse(template), Err(error), "{template}");
    }

    #[test]
    fn a_template_that_is_too_long_is_refused() {
        let long = format!("{{seq}}/{}/{{year}}", "A".repeat(TEMPLATE_MAX));
        assert_eq!(Template::parse(&long), Err(TemplateError::Length));
    }

    #[test]
    fn a_number_is_found_however_it_is_typed() {
        let template = Template::parse("{seq:04}/GCN-SĐT/{year}").expect("a template");
        let known = Some((template.series(), 2026, 7));
        for typed in [
            "0007/GCN-SĐT/2026",
            "7/gcn-sdt/2026",
            " 0007 / GCN – SĐT / 2026 ",
            "0007-GCN-SDT-2026",
            "Số 0007/GCN-SĐT/2026".trim_start_matches("Số "),
        ] {
            assert_eq!(read_number(typed), known, "{typed}");
        }
        for typed in ["", "GCN", "7/GCN", "1/2/3", "99999999999/GCN-SĐT/2026"] {
            assert_eq!(read_number(typed), None, "{typed}");
        }
    }

    #[test]
    fn templates_whose_numbers_would_be_one_address_are_one_series() {
        let series = |t: &str| Template::parse(t).expect("a template").series();
        assert_eq!(
            series("{seq:04}/GCN-STP/{year}"),
            series("{seq}/gcn/stp/{year}")
        );
        assert_eq!(series("{seq}/SĐ/{year}"), series("{seq}/SD/{year}"));
        assert_ne!(
            series("{seq}/GCN-STP/{year}"),
            series("{seq}/GCNSTP/{year}")
        );
        assert_ne!(series("{seq}/GCN/{year}"), series("GCN/{seq}/{year}"));
    }

    fn templates() -> impl Strategy<Value = String> {
        let word = "[A-ZĐa-z]{1,3}[0-9]{0,2}[A-Z]";
        (
            proptest::option::of(word),
            1..6_usize,
            proptest::collection::vec((word, "[-/.]"), 0..3),
            proptest::option::of(word),
        )
            .prop_map(|(before, width, middle, after)| {
                let middle: String = middle.iter().map(|(w, s)| format!("{w}{s}")).collect();
                let before = before.map_or_else(String::new, |w| format!("{w}/"));
                let after = after.map_or_else(String::new, |w| format!("-{w}"));
                format!("{before}{{seq:{width}}}/{middle}{{year}}{after}")
            })
    }

    proptest! {
        #[test]
        fn every_number_reads_back_to_its_place(
            text in templates(), seq in 1..1_000_000_i32, year in 2020..2100_i32
        ) {
            let template = Template::parse(&text).expect("a template");
            let number = template.number(seq, year);
            prop_assert_eq!(read_number(&number), Some((template.series(), year, seq)));
            prop_assert_eq!(read_number(&slug(&number)), Some((template.series(), year, seq)));
        }

        #[test]
        fn two_series_never_make_one_address(
            a in templates(), b in templates(), m in 1..3000_i32, n in 1..3000_i32
        ) {
            let (a, b) = (Template::parse(&a).expect("a"), Template::parse(&b).expect("b"));
            if slug(&a.number(m, 2026)) == slug(&b.number(n, 2026)) {
                prop_assert_eq!((a.series(), m), (b.series(), n));
            }
        }

        #[test]
        fn nothing_that_is_typed_breaks_reading(text in "\\PC{0,80}") {
            let _ = (Template::parse(&text), read_number(&text), slug(&text));
        }
    }

    #[test]
    fn pauses_after_failures_grow_up_to_six_hours() {
        let waits: Vec<i64> = [0, 1, 2, 3, 30].map(wait_after).into();
        assert_eq!(waits, [30_000, 60_000, 120_000, 240_000, 6 * HOUR]);
        assert!((0..40).all(|n| wait_after(n) <= wait_after(n + 1)));
    }

    #[test]
    fn dates_are_written_as_administrative_documents_do() {
        let parts = |y, m, d| {
            let day = chrono::NaiveDate::from_ymd_opt(y, m, d).and_then(|d| d.and_hms_opt(9, 0, 0));
            let (d, m, y) = date_parts(Moment::from_local(day.expect("a day")));
            format!("{d}/{m}/{y}")
        };
        assert_eq!(parts(2026, 2, 5), "05/02/2026");
        assert_eq!(parts(2026, 3, 15), "15/3/2026");
        assert_eq!(parts(2026, 11, 8), "08/11/2026");
        assert_eq!(place_and_date("", "ngày 08"), "Ngày 08");
        assert_eq!(utc(Moment(1_782_867_600_000)), "2026-07-01T01:00:00Z");
    }

    #[rstest]
    #[case(b"%PDF-1.7\n...\n%%EOF\n", Ok(()))]
    #[case(b"", Err("certificate-file-needed"))]
    #[case(b"<html>%PDF-1.7 %%EOF", Err("certificate-file-kind"))]
    #[case(b"%PDF-1.7 cut off", Err("certificate-file-kind"))]
    #[case(b"PK\x03\x04", Err("certificate-file-kind"))]
    fn a_file_is_known_by_its_bytes(#[case] bytes: &[u8], #[case] expected: Result<(), &str>) {
        assert_eq!(check_file(bytes), expected);
    }

    #[test]
    fn a_file_that_is_too_large_is_refused() {
        let mut large = b"%PDF-1.7".to_vec();
        large.resize(FILE_MAX, b' ');
        large.extend(b"%%EOF");
        assert_eq!(check_file(&large), Err("certificate-file-large"));
    }

    #[test]
    fn reasons_and_names_are_checked() {
        assert_eq!(check_reason("  Sai   tên "), Ok("Sai tên".to_owned()));
        assert_eq!(check_reason(" ."), Err("certificate-reason-needed"));
        assert_eq!(check_reason(&"x".repeat(501)), Err("certificate-too-long"));
        assert_eq!(
            check_name("Nguyễn  Thị Hòa"),
            Ok("Nguyễn Thị Hòa".to_owned())
        );
        assert_eq!(check_name("A<b>"), Err("certificate-name-letters"));
    }
}
