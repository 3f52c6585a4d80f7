//! Reading a TOML file that officials write by hand: every complaint names the line and says in Vietnamese how to mend it.
//!
//! A [`Table`] hands out values by key and remembers what was asked for, so that [`Table::done`] can report keys nobody
//! knows. Where each value stood is kept under its path (`rounds[1].opens`), so that later checks can point at it too.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};
use toml::de::{DeTable, DeValue};

use super::model::Finding;
use crate::kernel::clock::{DAY, HOUR, MINUTE, Moment, SECOND};
use crate::kernel::points::Points;

/// A file being read: its lines, what is wrong with it, and where its values stood.
pub struct Source<'a> {
    file: &'a str,
    line_starts: Vec<usize>,
    findings: RefCell<Vec<Finding>>,
    places: RefCell<BTreeMap<String, usize>>,
}

impl<'a> Source<'a> {
    /// Starts reading `text`; `file` is its name in findings.
    #[must_use]
    pub fn new(file: &'a str, text: &str) -> Self {
        let line_starts = std::iter::once(0)
            .chain(text.match_indices('\n').map(|(i, _)| i + 1))
            .collect();
        Self {
            file,
            line_starts,
            findings: RefCell::default(),
            places: RefCell::default(),
        }
    }

    /// Parses the text; `None` when its syntax is broken, with a finding for each place.
    pub fn parse<'t>(&self, text: &'t str) -> Option<DeTable<'t>> {
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            let line = error.span().map_or(0, |span| self.line_at(span.start));
            self.error(line, syntax_message(error.message()));
        }
        errors.is_empty().then(|| table.into_inner())
    }

    /// The whole document as a table.
    pub fn root<'s, 't>(&'s self, table: &'t DeTable<'t>) -> Table<'s, 't> {
        Table {
            source: self,
            path: String::new(),
            line: 1,
            table,
            asked: RefCell::default(),
        }
    }

    /// Notes an error at a line.
    pub fn error(&self, line: usize, message: impl Into<String>) {
        self.findings.borrow_mut().push(Finding {
            file: self.file.to_owned(),
            line,
            message: message.into(),
            error: true,
        });
    }

    /// Whether anything was wrong so far.
    pub fn has_errors(&self) -> bool {
        self.findings.borrow().iter().any(|finding| finding.error)
    }

    /// What was found, in the order of lines, and the line of every value by its path.
    pub fn into_parts(self) -> (Vec<Finding>, BTreeMap<String, usize>) {
        let mut findings = self.findings.into_inner();
        findings.sort_by_key(|finding| finding.line);
        (findings, self.places.into_inner())
    }

    fn line_at(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset)
    }

    fn place(&self, path: &str, line: usize) {
        self.places.borrow_mut().insert(path.to_owned(), line);
    }
}

fn syntax_message(english: &str) -> String {
    if english.contains("duplicate") {
        "khoá này đã có ở phía trên; mỗi khoá chỉ được ghi một lần trong một mục".to_owned()
    } else {
        "dòng này viết sai cú pháp: mỗi dòng có dạng `khoá = giá trị`, chữ và ngày giờ đặt trong ngoặc kép (\"…\"), \
         danh sách đặt trong ngoặc vuông, tên mục viết `[mục]` hoặc `[[mục]]`"
            .to_owned()
    }
}

/// One table of the file.
pub struct Table<'s, 't> {
    source: &'s Source<'s>,
    path: String,
    line: usize,
    table: &'t DeTable<'t>,
    asked: RefCell<BTreeSet<&'static str>>,
}

impl<'s, 't> Table<'s, 't> {
    /// Line at which the table begins.
    pub const fn line(&self) -> usize {
        self.line
    }

    /// Notes an error at the value with this key, or at the table when it is not there.
    pub fn error(&self, key: &str, message: impl AsRef<str>) {
        let line = self.find(key).map_or(self.line, |(_, line)| line);
        self.source.error(
            line,
            format!("`{}`: {}", self.path_of(key), message.as_ref()),
        );
    }

    /// Whether the key is there.
    pub fn has(&self, key: &'static str) -> bool {
        self.value(key).is_some()
    }

    /// A text; blank is the same as absent.
    pub fn text(&self, key: &'static str) -> Option<String> {
        let (value, _) = self.value(key)?;
        match value.as_str() {
            Some(text) if text.trim().is_empty() => None,
            Some(text) => Some(text.trim().to_owned()),
            None => self.wrong(key, "phải là chữ đặt trong ngoặc kép, ví dụ \"…\""),
        }
    }

    /// A text that must be there; empty after a finding when it is not.
    pub fn needed_text(&self, key: &'static str) -> String {
        if !self.has(key) {
            self.missing(key);
        }
        self.text(key).unwrap_or_default()
    }

    /// A list of texts.
    pub fn texts(&self, key: &'static str) -> Option<Vec<String>> {
        let (value, _) = self.value(key)?;
        let texts = value.as_array().and_then(|array| {
            array
                .iter()
                .map(|item| item.get_ref().as_str().map(|text| text.trim().to_owned()))
                .collect::<Option<Vec<_>>>()
        });
        texts.or_else(|| {
            self.wrong(
                key,
                "phải là danh sách chữ, ví dụ [\"full_name\", \"birth_date\"]",
            )
        })
    }

    /// A whole number between two bounds.
    pub fn whole(&self, key: &'static str, least: u32, most: u32) -> Option<u32> {
        let (value, _) = self.value(key)?;
        let number = value
            .as_integer()
            .and_then(|i| i64::from_str_radix(&i.as_str().replace('_', ""), i.radix()).ok());
        let number = number
            .and_then(|n| u32::try_from(n).ok())
            .filter(|n| (least..=most).contains(n));
        number.or_else(|| {
            self.wrong(
                key,
                &format!("phải là số nguyên từ {least} đến {most}, không đặt trong ngoặc kép"),
            )
        })
    }

    /// A whole number of at most 65 535.
    pub fn small(&self, key: &'static str, least: u16, most: u16) -> Option<u16> {
        self.whole(key, u32::from(least), u32::from(most))
            .and_then(|n| u16::try_from(n).ok())
    }

    /// Yes or no.
    pub fn flag(&self, key: &'static str) -> Option<bool> {
        let (value, _) = self.value(key)?;
        value.as_bool().or_else(|| {
            self.wrong(
                key,
                "phải là true (có) hoặc false (không), không đặt trong ngoặc kép",
            )
        })
    }

    /// One of the words allowed.
    pub fn choice<T: Clone>(&self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let text = self.text(key)?;
        let found = words
            .iter()
            .find(|(word, _)| *word == text)
            .map(|(_, meaning)| meaning.clone());
        found.or_else(|| {
            let words: Vec<String> = words
                .iter()
                .map(|(word, _)| format!("\"{word}\""))
                .collect();
            self.wrong(
                key,
                &format!(
                    "không có giá trị \"{text}\"; hãy ghi một trong: {}",
                    words.join(", ")
                ),
            )
        })
    }

    /// Points: a whole number, or a number with at most two decimals, with point or (in quotes) comma.
    pub fn points(&self, key: &'static str) -> Option<Points> {
        self.decimal(
            key,
            "phải là số điểm có nhiều nhất hai chữ số thập phân, ví dụ 10, 0.5 hoặc \"0,25\"",
        )
    }

    /// Hours, in hundredths of an hour: written like points.
    pub fn hours(&self, key: &'static str) -> Option<u32> {
        let message =
            "phải là số giờ học, lớn hơn 0, nhiều nhất hai chữ số thập phân, ví dụ 2 hoặc 1.5";
        let hours = self.decimal(key, message)?;
        match u32::try_from(hours.0) {
            Ok(hundredths @ 1..=100_000) => Some(hundredths),
            _ => self.wrong(key, message),
        }
    }

    fn decimal(&self, key: &'static str, message: &str) -> Option<Points> {
        let (value, _) = self.value(key)?;
        let text = match value {
            DeValue::String(text) => text.to_string(),
            DeValue::Integer(number) => number.as_str().to_owned(),
            DeValue::Float(number) => number.as_str().to_owned(),
            _ => String::new(),
        };
        parse_points(&text).or_else(|| self.wrong(key, message))
    }

    /// Whether the value is a list, where a key takes a list or a single word.
    pub fn is_list(&self, key: &'static str) -> bool {
        self.value(key).is_some_and(|(value, _)| value.is_array())
    }

    /// A length of time such as `"45s"`, `"10m"`, `"2h"`, `"7d"`, in ms.
    pub fn span(&self, key: &'static str) -> Option<i64> {
        let text = self.text(key)?;
        parse_span(&text).or_else(|| self.wrong(key, "phải là khoảng thời gian như \"45s\" (giây), \"10m\" (phút), \"2h\" (giờ), \"7d\" (ngày)"))
    }

    /// A moment on Vietnamese clocks, or relative to `now` (`"+7d"`); the flag says whether it was relative.
    pub fn moment(&self, key: &'static str, now: Moment) -> Option<(Moment, bool)> {
        let (value, _) = self.value(key)?;
        let text = match value {
            DeValue::Datetime(when) => when.to_string(),
            DeValue::String(text) => text.trim().to_owned(),
            _ => String::new(),
        };
        let relative = text
            .strip_prefix('+')
            .and_then(parse_span)
            .map(|ms| (now.plus(ms), true));
        relative.or_else(|| parse_moment(&text).map(|moment| (moment, false))).or_else(|| {
            self.wrong(key, "phải là ngày giờ Việt Nam như \"2026-10-01 07:00\" (cuối ngày ghi \"2026-10-06 24:00\"), hoặc \"+7d\" tính từ lúc khởi động cho cuộc thi trình diễn")
        })
    }

    /// A date: `2026-10-01` or `"01/10/2026"`.
    pub fn date(&self, key: &'static str) -> Option<NaiveDate> {
        let (value, _) = self.value(key)?;
        let text = match value {
            DeValue::Datetime(when) => when.to_string(),
            DeValue::String(text) => text.trim().to_owned(),
            _ => String::new(),
        };
        parse_date(&text)
            .or_else(|| self.wrong(key, "phải là ngày như \"2026-10-01\" hoặc \"01/10/2026\""))
    }

    /// A table inside this one.
    pub fn table(&self, key: &'static str) -> Option<Table<'s, 't>> {
        let (value, line) = self.value(key)?;
        match value.as_table() {
            Some(table) => Some(self.inner(self.path_of(key), line, table)),
            None => self.wrong(key, &format!("phải là một mục: [{key}] hoặc {{ … }}")),
        }
    }

    /// A list of tables.
    pub fn tables(&self, key: &'static str) -> Vec<Table<'s, 't>> {
        let Some((value, line)) = self.value(key) else {
            return Vec::new();
        };
        let items = value.as_array().map(|array| {
            let one = |(i, item): (usize, &'t toml::Spanned<DeValue<'t>>)| {
                let path = format!("{}[{i}]", self.path_of(key));
                let line = self.source.line_at(item.span().start).max(line);
                item.get_ref()
                    .as_table()
                    .map(|table| self.inner(path, line, table))
            };
            array
                .iter()
                .enumerate()
                .map(one)
                .collect::<Option<Vec<_>>>()
        });
        items.flatten().unwrap_or_else(|| {
            self.error(
                key,
                format!(
                    "phải là danh sách mục: lặp lại [[{}]] cho từng mục",
                    self.path_of(key)
                ),
            );
            Vec::new()
        })
    }

    /// The items of a list, each a text or a table; for lists in which most items need no more than their name.
    pub fn items(&self, key: &'static str) -> Option<Vec<Item<'s, 't>>> {
        let (value, _) = self.value(key)?;
        let items = value.as_array().and_then(|array| {
            let one = |(i, item): (usize, &'t toml::Spanned<DeValue<'t>>)| {
                let path = format!("{}[{i}]", self.path_of(key));
                let line = self.source.line_at(item.span().start);
                self.source.place(&path, line);
                match item.get_ref() {
                    DeValue::String(text) => Some(Item::Text(text.trim().to_owned())),
                    DeValue::Table(table) => Some(Item::Table(self.inner(path, line, table))),
                    _ => None,
                }
            };
            array
                .iter()
                .enumerate()
                .map(one)
                .collect::<Option<Vec<_>>>()
        });
        items.or_else(|| {
            self.wrong(
                key,
                "phải là danh sách trong ngoặc vuông, ví dụ [\"points\", \"duration\"]",
            )
        })
    }

    /// Complains that a key is not there.
    pub fn missing(&self, key: &'static str) {
        self.asked.borrow_mut().insert(key);
        self.source
            .error(self.line, format!("thiếu `{}`", self.path_of(key)));
    }

    /// Reports keys that nobody asked for.
    pub fn done(&self) {
        let asked = self.asked.borrow();
        for (key, _) in self
            .table
            .iter()
            .filter(|(key, _)| !asked.contains(key.get_ref().as_ref()))
        {
            let line = self.source.line_at(key.span().start);
            let known = asked.iter().copied().collect::<Vec<_>>().join(", ");
            self.source.error(
                line,
                format!(
                    "không có khoá `{}`; ở đây chỉ dùng được: {known}",
                    self.path_of(key.get_ref())
                ),
            );
        }
    }

    fn inner(&self, path: String, line: usize, table: &'t DeTable<'t>) -> Table<'s, 't> {
        self.source.place(&path, line);
        Table {
            source: self.source,
            path,
            line,
            table,
            asked: RefCell::default(),
        }
    }

    fn value(&self, key: &'static str) -> Option<(&'t DeValue<'t>, usize)> {
        self.asked.borrow_mut().insert(key);
        let (value, line) = self.find(key)?;
        self.source.place(&self.path_of(key), line);
        Some((value, line))
    }

    fn find(&self, key: &str) -> Option<(&'t DeValue<'t>, usize)> {
        let (name, value) = self.table.iter().find(|(name, _)| name.get_ref() == key)?;
        Some((value.get_ref(), self.source.line_at(name.span().start)))
    }

    fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", self.path)
        }
    }

    fn wrong<T>(&self, key: &'static str, message: &str) -> Option<T> {
        self.error(key, message);
        None
    }
}

/// An item of a list that may be a mere name.
pub enum Item<'s, 't> {
    /// A name.
    Text(String),
    /// A table.
    Table(Table<'s, 't>),
}

fn parse_points(text: &str) -> Option<Points> {
    let text = text.trim().replace(',', ".");
    let (negative, digits) = text
        .strip_prefix('-')
        .map_or((false, text.as_str()), |rest| (true, rest));
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
    let number = |part: &str| {
        (!part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
            .then(|| part.parse::<i32>().ok())?
    };
    let hundredths = match rest.len() {
        1 => number(rest)? * 10,
        2 => number(rest)?,
        _ => return None,
    };
    let points = number(whole)?.checked_mul(100)?.checked_add(hundredths)?;
    Some(Points(if negative { -points } else { points }))
}

fn parse_span(text: &str) -> Option<i64> {
    let unit = match text.chars().last()? {
        's' => SECOND,
        'm' => MINUTE,
        'h' => HOUR,
        'd' => DAY,
        _ => return None,
    };
    let digits = text[..text.len() - 1].trim();
    let number = (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
        .then(|| digits.parse::<i64>().ok())?;
    number?.checked_mul(unit)
}

fn parse_date(text: &str) -> Option<NaiveDate> {
    ["%Y-%m-%d", "%d/%m/%Y"]
        .iter()
        .find_map(|format| NaiveDate::parse_from_str(text, format).ok())
}

/// `2026-10-06 24:00` is the end of that day, the beginning of the next.
fn parse_moment(text: &str) -> Option<Moment> {
    let text = text.replace('T', " ");
    let (date, time) = text.trim().split_once(' ')?;
    let (date, time) = (parse_date(date)?, time.trim());
    if matches!(time, "24:00" | "24:00:00") {
        return Some(Moment::from_local(
            date.checked_add_days(Days::new(1))?
                .and_time(NaiveTime::MIN),
        ));
    }
    let time = ["%H:%M", "%H:%M:%S"]
        .iter()
        .find_map(|format| NaiveTime::parse_from_str(time, format).ok())?;
    Some(Moment::from_local(NaiveDateTime::new(date, time)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn midnight_at_the_end_of_a_day_is_the_beginning_of_the_next() {
        assert_eq!(
            parse_moment("2026-10-06 24:00"),
            parse_moment("2026-10-07 00:00")
        );
        assert_eq!(
            parse_moment("31/12/2026 24:00:00"),
            parse_moment("2027-01-01 00:00")
        );
        assert_eq!(parse_moment("2026-10-06 24:01"), None);
        assert_eq!(parse_moment("2026-10-06"), None);
    }

    #[test]
    fn points_are_read_exactly_with_comma_or_point() {
        let read = ["1", "0.5", "0,25", "-0,5", "1.234", "", ".", "a"].map(parse_points);
        let expected = [
            Some(100),
            Some(50),
            Some(25),
            Some(-50),
            None,
            None,
            None,
            None,
        ];
        assert_eq!(read, expected.map(|p| p.map(Points)));
    }

    #[test]
    fn lengths_of_time_carry_their_unit() {
        let read = ["45s", "10m", "2h", "7d", "7", "d", "+1d", "1w"].map(parse_span);
        assert_eq!(
            read,
            [
                Some(45_000),
                Some(600_000),
                Some(7_200_000),
                Some(604_800_000),
                None,
                None,
                None,
                None
            ]
        );
    }
}
