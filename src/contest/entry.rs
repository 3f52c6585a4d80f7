//! Entering a contest: what a person writes into the form, who may take part, who is the same person, and the name shown.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

use super::model::{
    AgeRange, BirthDate, Consent, Consented, DatePart, EntryData, FieldKind, FormField, NamesShown,
    Rules,
};
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Code, FieldError, Problem};

/// Every message key that [`check_entry`] puts beside a field; each has a text in every language.
pub const KEYS: &[&str] = &[
    "field-required",
    "field-too-long",
    "field-unknown",
    "field-name-letters",
    "field-name-diacritics",
    "field-not-a-choice",
    "field-phone",
    "field-email",
    "field-id-number",
    "field-date",
    "field-date-whole",
    "field-date-month",
    "field-date-future",
    "field-date-past",
    "field-age",
    "field-consent",
    "field-consent-unknown",
];

/// Most characters in any field.
const MAX_CHARS: usize = 200;
/// Age from which a person is an adult (Civil Code, Article 20).
const ADULT: i32 = 18;

/// Checks what a person wrote into the entry form; the values come back in one canonical spelling.
///
/// # Errors
///
/// `fields-invalid` with a message beside each field, or `not-eligible` when the age is outside the range.
pub fn check_entry(
    rules: &Rules,
    values: &BTreeMap<String, String>,
    now: Moment,
) -> Result<EntryData, Problem> {
    let mut errors = Vec::new();
    let mut entry = EntryData {
        values: BTreeMap::new(),
        full_name: String::new(),
        birth_date: None,
        division: None,
    };
    let cleaned: BTreeMap<&str, String> = rules
        .form
        .iter()
        .map(|field| {
            (
                field.name.as_str(),
                clean(values.get(&field.name).map_or("", String::as_str)),
            )
        })
        .collect();
    let division = rules
        .form
        .iter()
        .find(|f| f.kind == FieldKind::Division)
        .and_then(|f| cleaned.get(f.name.as_str()));
    for field in &rules.form {
        let value = cleaned.get(field.name.as_str()).map_or("", String::as_str);
        let needed = field.required || division.is_some_and(|d| field.required_in.contains(d));
        match check_field(rules, field, value, needed, now) {
            Ok(Some(value)) => keep(&mut entry, field, value),
            Ok(None) => {}
            Err((message, args)) => errors.push(FieldError {
                field: field.name.clone(),
                message,
                args,
            }),
        }
    }
    errors.extend(
        values
            .keys()
            .filter(|name| rules.field(name).is_none())
            .map(|name| FieldError {
                field: name.clone(),
                message: "field-unknown",
                args: Vec::new(),
            }),
    );
    if !errors.is_empty() {
        return Err(Problem::fields(errors));
    }
    check_age(rules, &entry)?;
    Ok(entry)
}

/// What the consents given amount to: the evidence to keep, by key.
///
/// # Errors
///
/// `fields-invalid` with a message beside `consent-KEY` for each required one that is missing, and for each that is not asked for.
pub fn check_consents(
    rules: &Rules,
    given: &BTreeSet<String>,
    now: Moment,
) -> Result<BTreeMap<String, Consented>, Problem> {
    let asked = rules.consents_asked();
    let error = |key: &str, message| FieldError {
        field: format!("consent-{key}"),
        message,
        args: Vec::new(),
    };
    let missing = asked
        .iter()
        .filter(|c| c.required && !given.contains(&c.key));
    let mut errors: Vec<FieldError> = missing.map(|c| error(&c.key, "field-consent")).collect();
    let unknown = given
        .iter()
        .filter(|key| asked.iter().all(|c| c.key != **key));
    errors.extend(unknown.map(|key| error(key, "field-consent-unknown")));
    if !errors.is_empty() {
        return Err(Problem::fields(errors));
    }
    let evidence = |consent: &Consent| {
        let evidence = Consented {
            version: consent.version,
            at: now,
        };
        (consent.key.clone(), evidence)
    };
    let given = asked.iter().filter(|c| given.contains(&c.key));
    Ok(given.map(evidence).collect())
}

fn keep(entry: &mut EntryData, field: &FormField, value: String) {
    match field.kind {
        FieldKind::FullName { .. } => entry.full_name.clone_from(&value),
        FieldKind::BirthDate { .. } => entry.birth_date = BirthDate::parse(&value),
        FieldKind::Division => entry.division = Some(value.clone()),
        _ => {}
    }
    entry.values.insert(field.name.clone(), value);
}

/// What is wrong with a value: the Fluent key of the message and its arguments.
type Wrong = (&'static str, Vec<(&'static str, String)>);

fn check_field(
    rules: &Rules,
    field: &FormField,
    value: &str,
    needed: bool,
    now: Moment,
) -> Result<Option<String>, Wrong> {
    if value.is_empty() {
        return if needed {
            Err(("field-required", Vec::new()))
        } else {
            Ok(None)
        };
    }
    if value.chars().count() > MAX_CHARS {
        return Err(("field-too-long", vec![("max", MAX_CHARS.to_string())]));
    }
    let plain = |wrong: &'static str| (wrong, Vec::new());
    match &field.kind {
        FieldKind::FullName { require_diacritics } => {
            full_name(value, *require_diacritics).map_err(plain)
        }
        FieldKind::BirthDate { at_least } => birth_date(value, *at_least, now).map_err(plain),
        FieldKind::Sex => one_of(value, &["male", "female"]).ok_or(plain("field-not-a-choice")),
        FieldKind::Phone => phone(value).ok_or(plain("field-phone")),
        FieldKind::Email => email(value).ok_or(plain("field-email")),
        FieldKind::IdNumber => id_number(value).ok_or(plain("field-id-number")),
        FieldKind::Organisation { .. } | FieldKind::Address | FieldKind::Occupation => {
            Ok(value.to_owned())
        }
        FieldKind::Division => {
            let keys: Vec<&str> = rules
                .divisions
                .iter()
                .map(|division| division.key.as_str())
                .collect();
            one_of(value, &keys).ok_or(plain("field-not-a-choice"))
        }
        FieldKind::Choice { options } => {
            let options: Vec<&str> = options.iter().map(String::as_str).collect();
            one_of(value, &options).ok_or(plain("field-not-a-choice"))
        }
        FieldKind::Text { max_chars } if value.chars().count() > usize::from(*max_chars) => {
            Err(("field-too-long", vec![("max", max_chars.to_string())]))
        }
        FieldKind::Text { .. } => Ok(value.to_owned()),
    }
    .map(Some)
}

/// NFC, control characters gone, runs of white space made one space, ends trimmed.
fn clean(value: &str) -> String {
    let composed: String = value
        .nfc()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn one_of(value: &str, choices: &[&str]) -> Option<String> {
    choices.contains(&value).then(|| value.to_owned())
}

fn full_name(value: &str, require_diacritics: bool) -> Result<String, &'static str> {
    let allowed = |c: char| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | '.');
    if !value.chars().all(allowed) || !value.chars().any(char::is_alphabetic) {
        return Err("field-name-letters");
    }
    if require_diacritics && lacks_marks(value) {
        return Err("field-name-diacritics");
    }
    Ok(value.to_owned())
}

/// Family and middle names that are always written with marks. A name such as `Mai Lan Anh` rightly has none, so only
/// one that holds a word of this list without its marks is sent back.
const MARKED: [&str; 40] = [
    "bui", "dang", "dao", "dau", "diep", "dinh", "do", "doan", "duong", "giap", "ha", "ho",
    "hoang", "huynh", "khuat", "la", "lam", "le", "luong", "luu", "ly", "ngo", "nguyen", "nong",
    "pham", "phung", "quach", "ta", "thi", "tieu", "to", "tran", "trieu", "trinh", "truong", "van",
    "vi", "vo", "vu", "vuong",
];

fn lacks_marks(value: &str) -> bool {
    let words: Vec<String> = value.to_lowercase().split(' ').map(str::to_owned).collect();
    let marked = |word: &String| MARKED.contains(&word.as_str());
    // The given name comes last and may be any word.
    value.is_ascii()
        && words.split_last().is_some_and(|(given, before)| {
            before.iter().any(marked) || (before.is_empty() && marked(given))
        })
}

fn phone(value: &str) -> Option<String> {
    let digits: String = value
        .chars()
        .filter(|c| !matches!(c, ' ' | '.' | '-' | '(' | ')'))
        .collect();
    let national = digits.strip_prefix("+84").map_or_else(
        || digits.clone(),
        |rest| format!("0{}", rest.trim_start_matches('0')),
    );
    let long_enough = (10..=11).contains(&national.len());
    (long_enough && national.starts_with('0') && national.bytes().all(|b| b.is_ascii_digit()))
        .then_some(national)
}

/// The shape only: whether the address exists is nobody's guess.
fn email(value: &str) -> Option<String> {
    let (local, domain) = value.rsplit_once('@')?;
    let labels = || domain.split('.');
    let label = |l: &str| !l.is_empty() && l.chars().all(|c| c.is_alphanumeric() || c == '-');
    let fits = !local.is_empty()
        && !local.contains(['@', ' ', ',', ';'])
        && labels().count() >= 2
        && labels().all(label);
    fits.then(|| format!("{local}@{}", domain.to_lowercase()))
}

fn id_number(value: &str) -> Option<String> {
    let digits: String = value.chars().filter(|c| !matches!(c, ' ' | '.')).collect();
    (matches!(digits.len(), 9 | 12) && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

fn birth_date(value: &str, at_least: DatePart, now: Moment) -> Result<String, &'static str> {
    let date = BirthDate::parse(value).ok_or("field-date")?;
    let given = match (date.month, date.day) {
        (_, Some(_)) => DatePart::Day,
        (Some(_), None) => DatePart::Month,
        (None, None) => DatePart::Year,
    };
    if given < at_least {
        return Err(if at_least == DatePart::Day {
            "field-date-whole"
        } else {
            "field-date-month"
        });
    }
    let today = now.date();
    if date.earliest() > today {
        return Err("field-date-future");
    }
    if date.year < today.year() - 120 {
        return Err("field-date-past");
    }
    Ok(date.to_string())
}

/// Refuses people outside the age range. Where the day or month of birth is unknown, a person who may be inside is let in.
fn check_age(rules: &Rules, entry: &EntryData) -> Result<(), Problem> {
    let (Some(range), Some(birth)) = (rules.who.age, entry.birth_date) else {
        return Ok(());
    };
    if may_be_inside(range, birth) {
        return Ok(());
    }
    let bound = |age: Option<u8>| age.map(|age| age.to_string()).unwrap_or_default();
    let args = vec![
        ("from", bound(range.from)),
        ("to", bound(range.to)),
        ("on", range.on.format("%d/%m/%Y").to_string()),
        ("kind", age_kind(range).to_owned()),
    ];
    let field = rules
        .form
        .iter()
        .find(|f| matches!(f.kind, FieldKind::BirthDate { .. }))
        .map_or("birth_date", |f| f.name.as_str());
    let mut problem = Problem::new(Code::NotEligible);
    problem.fields = vec![FieldError {
        field: field.to_owned(),
        message: "field-age",
        args: args.clone(),
    }];
    problem.args = args;
    Err(problem)
}

/// Which bounds a range has, as messages tell them apart: `from`, `to`, `both` or `none`.
#[must_use]
pub const fn age_kind(range: AgeRange) -> &'static str {
    match (range.from, range.to) {
        (Some(_), Some(_)) => "both",
        (Some(_), None) => "from",
        (None, Some(_)) => "to",
        (None, None) => "none",
    }
}

fn may_be_inside(range: AgeRange, birth: BirthDate) -> bool {
    let oldest = completed_years(birth.earliest(), range.on);
    let youngest = completed_years(birth.latest(), range.on);
    range.from.is_none_or(|from| oldest >= i32::from(from))
        && range.to.is_none_or(|to| youngest <= i32::from(to))
}

/// Completed years between two dates; a person born on 29 February completes a year on 1 March of a common year.
fn completed_years(birth: NaiveDate, on: NaiveDate) -> i32 {
    let before_birthday = (on.month(), on.day()) < (birth.month(), birth.day());
    on.year() - birth.year() - i32::from(before_birthday)
}

impl BirthDate {
    /// Reads `dd/mm/yyyy`, `mm/yyyy` or `yyyy`; `-` and `.` may stand for `/`, and the browsers' `yyyy-mm-dd` is understood.
    /// An unknown day or month may also be written as zero (`00/00/1950`).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split(['/', '-', '.']).map(str::trim).collect();
        let number = |part: &str, digits: usize| {
            (!part.is_empty() && part.len() <= digits && part.bytes().all(|b| b.is_ascii_digit()))
                .then(|| part.parse::<u8>().ok())?
        };
        let year = |part: &str| {
            (part.len() == 4)
                .then(|| part.parse::<u16>().ok())?
                .map(i32::from)
        };
        let (day, month, year) = match parts[..] {
            [y] => (0, 0, year(y)?),
            [m, y] => (0, number(m, 2)?, year(y)?),
            [y, m, d] if y.len() == 4 => (number(d, 2)?, number(m, 2)?, year(y)?),
            [d, m, y] => (number(d, 2)?, number(m, 2)?, year(y)?),
            _ => return None,
        };
        let date = Self {
            year,
            month: (month > 0).then_some(month),
            day: (day > 0).then_some(day),
        };
        let day_alone = date.day.is_some() && date.month.is_none();
        let exists =
            NaiveDate::from_ymd_opt(year, u32::from(month.max(1)), u32::from(day.max(1))).is_some();
        (!day_alone && exists).then_some(date)
    }

    /// The earliest day it can be.
    #[must_use]
    pub fn earliest(self) -> NaiveDate {
        let (month, day) = (self.month.unwrap_or(1), self.day.unwrap_or(1));
        NaiveDate::from_ymd_opt(self.year, u32::from(month), u32::from(day))
            .unwrap_or(NaiveDate::MIN)
    }

    /// The latest day it can be.
    #[must_use]
    pub fn latest(self) -> NaiveDate {
        match (self.month, self.day) {
            (Some(_), Some(_)) => self.earliest(),
            (Some(12) | None, _) => {
                NaiveDate::from_ymd_opt(self.year, 12, 31).unwrap_or(NaiveDate::MAX)
            }
            (Some(month), None) => NaiveDate::from_ymd_opt(self.year, u32::from(month) + 1, 1)
                .and_then(|next| next.pred_opt())
                .unwrap_or(NaiveDate::MAX),
        }
    }

    /// Whether the person is certainly an adult on this day.
    #[must_use]
    pub fn is_adult(self, on: NaiveDate) -> bool {
        completed_years(self.latest(), on) >= ADULT
    }
}

impl std::fmt::Display for BirthDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.month, self.day) {
            (Some(month), Some(day)) => write!(f, "{day:02}/{month:02}/{:04}", self.year),
            (Some(month), None) => write!(f, "{month:02}/{:04}", self.year),
            (None, _) => write!(f, "{:04}", self.year),
        }
    }
}

/// What makes two entries in one contest the same person: a digest of the fields the rules name, folded so that case,
/// marks and the place of the tone do not matter. `None` when the rules name no field.
#[must_use]
pub fn identity_key(rules: &Rules, entry: &EntryData) -> Option<String> {
    if rules.same_person.is_empty() {
        return None;
    }
    let mut hash = Sha256::new();
    for name in &rules.same_person {
        let value = entry.values.get(name).map_or("", String::as_str);
        let email = rules
            .field(name)
            .is_some_and(|field| field.kind == FieldKind::Email);
        let value = if email {
            value.to_lowercase()
        } else {
            fold(value)
        };
        hash.update(name.as_bytes());
        hash.update([0x1E]);
        hash.update(value.as_bytes());
        hash.update([0x1F]);
    }
    Some(
        hash.finalize()
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect(),
    )
}

/// Lower case without marks, `đ` as `d`, letters and digits only, one space between words.
fn fold(text: &str) -> String {
    let is_mark = |c: &char| unicode_normalization::char::is_combining_mark(*c);
    let plain: String = text
        .to_lowercase()
        .nfd()
        .filter(|c| !is_mark(c))
        .map(|c| if c == 'đ' { 'd' } else { c })
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name the public sees on `on`. The full name of a child, or of somebody who may be one, never appears.
#[must_use]
pub fn display_name(
    full_name: &str,
    birth: Option<BirthDate>,
    names: NamesShown,
    on: NaiveDate,
) -> String {
    let adult = birth.is_some_and(|birth| birth.is_adult(on));
    if names == NamesShown::FullForAdults && adult {
        clean(full_name)
    } else {
        mask(full_name)
    }
}

/// Family name and the initials of what follows; of a single word the initial alone.
fn mask(full_name: &str) -> String {
    let cleaned = clean(full_name);
    let words: Vec<&str> = cleaned.split(' ').filter(|word| !word.is_empty()).collect();
    let initial = |word: &&str| {
        word.chars()
            .next()
            .map(|c| format!("{}.", c.to_uppercase()))
            .unwrap_or_default()
    };
    match words.split_first() {
        None => String::new(),
        Some((only, [])) => initial(only),
        Some((family, rest)) => std::iter::once((*family).to_owned())
            .chain(rest.iter().map(initial))
            .collect::<Vec<_>>()
            .join(" "),
    }
}

/// What the board shows beside a name: the fields the rules choose, in the order of the form. Divisions appear by title.
#[must_use]
pub fn shown_beside_name(rules: &Rules, entry: &EntryData) -> Vec<String> {
    let title = |key: &str| {
        rules
            .divisions
            .iter()
            .find(|d| d.key == key)
            .map_or_else(|| key.to_owned(), |d| d.title.clone())
    };
    rules
        .form
        .iter()
        .filter(|field| field.on_board && !matches!(field.kind, FieldKind::FullName { .. }))
        .filter_map(|field| entry.values.get(&field.name).map(|value| (field, value)))
        .map(|(field, value)| {
            if field.kind == FieldKind::Division {
                title(value)
            } else {
                value.clone()
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::{OPENING, rules};
    use super::*;

    /// A form that asks everything; `[who]` may follow.
    fn contest(who: &str) -> Rules {
        let mut rules = rules(&format!(
            "{who}\n[ranking]\nsteps = [\"points\", \"draw\"]\n"
        ));
        let field = |kind: FieldKind, required| FormField {
            name: kind.name().to_owned(),
            kind,
            label: None,
            required,
            required_in: Vec::new(),
            on_board: false,
        };
        rules.form = vec![
            field(
                FieldKind::FullName {
                    require_diacritics: true,
                },
                true,
            ),
            field(
                FieldKind::BirthDate {
                    at_least: DatePart::Year,
                },
                true,
            ),
            field(FieldKind::Phone, false),
            field(FieldKind::Email, false),
            field(FieldKind::IdNumber, false),
            field(FieldKind::Sex, false),
            field(
                FieldKind::Organisation {
                    within: None,
                    listed_only: false,
                },
                false,
            ),
        ];
        rules.same_person = vec!["full_name".to_owned(), "birth_date".to_owned()];
        rules
    }

    fn values(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    fn enter(
        rules: &Rules,
        pairs: &[(&str, &str)],
    ) -> Result<EntryData, Vec<(String, &'static str)>> {
        check_entry(rules, &values(pairs), OPENING).map_err(|problem| {
            problem
                .fields
                .into_iter()
                .map(|f| (f.field, f.message))
                .collect()
        })
    }

    #[test]
    fn an_entry_comes_back_in_one_spelling() {
        let entry = enter(
            &contest(""),
            &[
                ("full_name", "  Trần   Thị\u{a0}Bi\u{300}nh "),
                ("birth_date", "5/3/2011"),
                ("phone", "+84 912.345.678"),
                ("email", "Binh@Example.VN"),
                ("organisation", ""),
            ],
        )
        .expect("all is well");
        assert_eq!(entry.full_name, "Trần Thị Bình");
        assert_eq!(
            entry.birth_date,
            Some(BirthDate {
                year: 2011,
                month: Some(3),
                day: Some(5)
            })
        );
        let kept: Vec<(&str, &str)> = entry
            .values
            .iter()
            .map(|(k, v)| (k.as_str(), v.as_str()))
            .collect();
        assert_eq!(
            kept,
            [
                ("birth_date", "05/03/2011"),
                ("email", "Binh@example.vn"),
                ("full_name", "Trần Thị Bình"),
                ("phone", "0912345678")
            ]
        );
    }

    #[test]
    fn each_field_has_its_own_complaint() {
        let long = "a".repeat(201);
        let name = ("full_name", "Trần Thị Bình");
        let born = ("birth_date", "2011");
        type Case<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str);
        let cases: [Case<'_>; 14] = [
            (&[born], "full_name", "field-required"),
            (&[("full_name", "   "), born], "full_name", "field-required"),
            (
                &[("full_name", "Trần 2"), born],
                "full_name",
                "field-name-letters",
            ),
            (
                &[("full_name", "Tran Thi Binh"), born],
                "full_name",
                "field-name-diacritics",
            ),
            (
                &[name, ("birth_date", "31/02/2011")],
                "birth_date",
                "field-date",
            ),
            (
                &[name, ("birth_date", "hôm qua")],
                "birth_date",
                "field-date",
            ),
            (
                &[name, ("birth_date", "2/10/2026")],
                "birth_date",
                "field-date-future",
            ),
            (
                &[name, ("birth_date", "1850")],
                "birth_date",
                "field-date-past",
            ),
            (&[name, born, ("phone", "0912")], "phone", "field-phone"),
            (
                &[name, born, ("phone", "09123456ab")],
                "phone",
                "field-phone",
            ),
            (&[name, born, ("email", "binh@vn")], "email", "field-email"),
            (
                &[name, born, ("id_number", "12345")],
                "id_number",
                "field-id-number",
            ),
            (&[name, born, ("sex", "?")], "sex", "field-not-a-choice"),
            (
                &[name, born, ("organisation", &long)],
                "organisation",
                "field-too-long",
            ),
        ];
        for (pairs, field, message) in cases {
            assert_eq!(
                enter(&contest(""), pairs),
                Err(vec![(field.to_owned(), message)]),
                "{pairs:?}"
            );
        }
        assert_eq!(
            enter(&contest(""), &[name, born, ("admin", "1")]),
            Err(vec![("admin".to_owned(), "field-unknown")])
        );
    }

    #[test]
    fn a_name_that_rightly_has_no_marks_is_taken() {
        assert!(
            enter(
                &contest(""),
                &[("full_name", "Mai Lan Anh"), ("birth_date", "1990")]
            )
            .is_ok()
        );
        assert!(
            enter(
                &contest(""),
                &[("full_name", "Phan Thanh Minh"), ("birth_date", "1990")]
            )
            .is_ok()
        );
        assert!(
            enter(
                &contest(""),
                &[("full_name", "H'Hen Niê"), ("birth_date", "1990")]
            )
            .is_ok()
        );
    }

    #[test]
    fn a_whole_date_is_asked_for_when_the_rules_want_one() {
        let mut rules = contest("");
        rules.form[1].kind = FieldKind::BirthDate {
            at_least: DatePart::Day,
        };
        let born = |date| {
            enter(&rules, &[("full_name", "Lê Văn Ân"), ("birth_date", date)])
                .map(|e| e.values["birth_date"].clone())
        };
        assert_eq!(
            born("12/2010"),
            Err(vec![("birth_date".to_owned(), "field-date-whole")])
        );
        assert_eq!(born("2010-12-25"), Ok("25/12/2010".to_owned()));
        rules.form[1].kind = FieldKind::BirthDate {
            at_least: DatePart::Month,
        };
        let outcome = enter(
            &rules,
            &[("full_name", "Lê Văn Ân"), ("birth_date", "00/00/1950")],
        );
        assert_eq!(
            outcome.map(|_| ()),
            Err(vec![("birth_date".to_owned(), "field-date-month")])
        );
    }

    #[test]
    fn age_is_counted_in_completed_years_at_the_stated_date() {
        let rules = contest("[who]\nage = { from = 9, to = 15, on = \"2026-10-01\" }");
        let admitted =
            |date| enter(&rules, &[("full_name", "Lê Văn Ân"), ("birth_date", date)]).is_ok();
        let cases = [
            ("01/10/2017", true),
            ("02/10/2017", false),
            ("02/10/2010", true),
            ("01/10/2010", false),
            // The day is unknown: whoever may be inside is let in.
            ("10/2017", true),
            ("2017", true),
            ("2018", false),
            ("2010", true),
            ("2009", false),
        ];
        for (date, expected) in cases {
            assert_eq!(admitted(date), expected, "{date}");
        }
        let problem = check_entry(
            &rules,
            &values(&[("full_name", "Lê Văn Ân"), ("birth_date", "2009")]),
            OPENING,
        )
        .expect_err("too old");
        assert_eq!(
            (problem.code, problem.fields[0].message),
            (Code::NotEligible, "field-age")
        );
    }

    #[test]
    fn a_field_may_be_required_in_some_divisions_only() {
        let mut rules = contest("");
        rules.divisions = ["hoc-sinh", "can-bo"]
            .map(|key| super::super::model::Division {
                key: key.to_owned(),
                title: key.to_owned(),
            })
            .into();
        rules.form[6].required_in = vec!["can-bo".to_owned()];
        let field = FormField {
            name: "division".to_owned(),
            kind: FieldKind::Division,
            required: true,
            ..rules.form[6].clone()
        };
        rules.form.push(field);
        let base = [("full_name", "Lê Văn Ân"), ("birth_date", "1990")];
        let with = |division| {
            enter(&rules, &[base[0], base[1], ("division", division)]).map(|entry| entry.division)
        };
        assert_eq!(with("hoc-sinh"), Ok(Some("hoc-sinh".to_owned())));
        assert_eq!(
            with("can-bo"),
            Err(vec![("organisation".to_owned(), "field-required")])
        );
        assert_eq!(
            with("khác"),
            Err(vec![("division".to_owned(), "field-not-a-choice")])
        );
    }

    #[test]
    fn required_consents_must_be_given_and_others_may_be() {
        let mut asked = contest("");
        let free = Consent {
            key: "tin".to_owned(),
            required: false,
            ..Consent::for_contest()
        };
        asked.consents = vec![
            Consent {
                version: 7,
                ..Consent::for_contest()
            },
            free,
        ];
        let given = |keys: &[&str]| {
            let keys = keys.iter().map(|k| (*k).to_owned()).collect();
            check_consents(&asked, &keys, OPENING)
        };
        let beside = |keys: &[&str]| given(keys).expect_err("refused").fields[0].clone();
        assert_eq!(beside(&["tin"]).field, "consent-du-lieu");
        assert_eq!(beside(&["du-lieu", "anh"]).message, "field-consent-unknown");
        let evidence = given(&["du-lieu"]).expect("enough");
        let kept = Consented {
            version: 7,
            at: OPENING,
        };
        assert_eq!(evidence, [("du-lieu".to_owned(), kept)].into());
        let nothing_asked = contest("");
        assert!(
            check_consents(&nothing_asked, &BTreeSet::new(), OPENING).is_err(),
            "rules that name no consent ask for the use in the contest"
        );
    }

    #[test]
    fn the_same_person_is_known_by_the_named_fields_and_nothing_else() {
        let rules = contest("");
        let key = |name, born, phone| {
            let entry = enter(
                &rules,
                &[("full_name", name), ("birth_date", born), ("phone", phone)],
            )
            .expect("fine");
            identity_key(&rules, &entry)
        };
        let one = key("Trần Thị Hoà", "5/3/2011", "0912345678");
        assert_eq!(
            one,
            key("TRẦN THỊ HÒA", "05-03-2011", "0999999999"),
            "spelling, case and telephone do not matter"
        );
        assert_ne!(one, key("Trần Thị Hoà", "6/3/2011", "0912345678"));
        let nothing = Rules {
            same_person: Vec::new(),
            ..rules.clone()
        };
        let entry = enter(
            &rules,
            &[("full_name", "Lê Văn Ân"), ("birth_date", "1990")],
        )
        .expect("fine");
        assert_eq!(identity_key(&nothing, &entry), None);
    }

    #[test]
    fn the_public_never_sees_the_full_name_of_somebody_who_may_be_a_child() {
        let on = NaiveDate::from_ymd_opt(2026, 10, 1).expect("a date");
        let name = "Trần Thị Bình";
        let shown = |born: Option<&str>, names| {
            display_name(name, born.and_then(BirthDate::parse), names, on)
        };
        assert_eq!(shown(Some("1990"), NamesShown::Masked), "Trần T. B.");
        assert_eq!(shown(Some("01/10/2008"), NamesShown::FullForAdults), name);
        for unsure in [Some("02/10/2008"), Some("10/2008"), Some("2008"), None] {
            assert_eq!(
                shown(unsure, NamesShown::FullForAdults),
                "Trần T. B.",
                "{unsure:?}"
            );
        }
        assert_eq!(display_name("đào", None, NamesShown::Masked, on), "Đ.");
        assert_eq!(display_name("  ", None, NamesShown::Masked, on), "");
    }
}
