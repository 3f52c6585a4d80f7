//! Reading lines of cells from a spreadsheet: XLSX or CSV, of unknown origin and therefore bounded in every direction.

use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, Xlsx};
use chrono::{Days, NaiveDate};

use super::text::{fold, tidy};

/// Largest file, in bytes.
pub const BYTES_MAX: usize = 4 * 1024 * 1024;
/// Most rows after the heading.
pub const ROWS_MAX: usize = 20_000;
/// Most bytes a workbook may unpack to.
const UNPACKED_MAX: u64 = 50 * 1024 * 1024;
/// Most files inside a workbook.
const PARTS_MAX: usize = 1_000;
/// The heading stands in one of the first rows.
const HEADING_WITHIN: usize = 10;
/// Columns that are looked at.
const COLUMNS_MAX: usize = 50;
/// Characters of a cell that are looked at; what is longer is refused later as too long.
const CELL_MAX: usize = 1_000;

/// Why a file cannot be read; the person is told beside the file field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreadable {
    /// No file was chosen, or it is empty.
    Empty,
    /// Larger than [`BYTES_MAX`].
    TooLarge,
    /// Neither `.xlsx` nor `.csv`.
    OtherKind,
    /// An old Excel file (`.xls`) or another office's format.
    OldKind,
    /// A workbook with macros.
    Macros,
    /// A workbook behind a password, or damaged, or something else under this name.
    Broken,
    /// It would unpack to more than is allowed.
    Bomb,
    /// A CSV file in another encoding than UTF-8 or UTF-16.
    Encoding,
    /// No heading with the columns that are needed.
    NoHeading,
    /// A heading and nothing below.
    NoRows,
    /// More than [`ROWS_MAX`] rows.
    TooManyRows,
}

impl Unreadable {
    /// Every reason, for tests of the texts.
    pub const ALL: [Self; 11] = [
        Self::Empty,
        Self::TooLarge,
        Self::OtherKind,
        Self::OldKind,
        Self::Macros,
        Self::Broken,
        Self::Bomb,
        Self::Encoding,
        Self::NoHeading,
        Self::NoRows,
        Self::TooManyRows,
    ];

    /// Fluent key of the message.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Empty => "organisation-file-empty",
            Self::TooLarge => "organisation-file-large",
            Self::OtherKind => "organisation-file-other",
            Self::OldKind => "organisation-file-old",
            Self::Macros => "organisation-file-macros",
            Self::Broken => "organisation-file-broken",
            Self::Bomb => "organisation-file-bomb",
            Self::Encoding => "organisation-file-encoding",
            Self::NoHeading => "organisation-file-heading",
            Self::NoRows => "organisation-file-rows",
            Self::TooManyRows => "organisation-file-many",
        }
    }
}

/// What becomes of a cell that a workbook keeps as a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dates {
    /// Nothing: where no dates are asked for, one is a code that the spreadsheet took for a date.
    Dropped,
    /// `dd/mm/yyyy`.
    Written,
}

/// Reads the lines of a file by its name and content. Lines without any text are left out.
///
/// # Errors
/// Why it cannot be read.
pub fn read(file_name: &str, bytes: &[u8], dates: Dates) -> Result<Vec<Line>, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if bytes.len() > BYTES_MAX {
        return Err(Unreadable::TooLarge);
    }
    let extension = file_name.rsplit_once('.').map(|(_, e)| e.to_lowercase());
    match extension.as_deref() {
        Some("xlsx") => workbook(bytes, dates),
        Some("csv") => table(bytes),
        Some("xlsm" | "xltm" | "xlam") => Err(Unreadable::Macros),
        Some("xls" | "xlsb" | "ods" | "numbers") => Err(Unreadable::OldKind),
        _ => Err(Unreadable::OtherKind),
    }
}

/// Finds the heading among the first lines by what `columns` recognises, and the lines below it.
///
/// # Errors
/// When there is no heading.
pub fn below_heading<C>(
    lines: &[Line],
    columns: impl Fn(&[String]) -> Option<C>,
) -> Result<(C, &[Line]), Unreadable> {
    let heading = lines
        .iter()
        .take(HEADING_WITHIN)
        .enumerate()
        .find_map(|(place, (_, cells))| Some((place, columns(cells)?)));
    let (place, columns) = heading.ok_or(Unreadable::NoHeading)?;
    Ok((columns, &lines[place + 1..]))
}

/// A heading as it is compared: folded, without marks such as `*` and `:` at its end.
#[must_use]
pub fn heading(cell: &str) -> String {
    fold(cell)
        .trim_end_matches([' ', '*', ':', '(', ')'])
        .replace(['_', '-'], " ")
}

/// The rows, unless there are none or too many.
///
/// # Errors
/// When there are none or too many.
pub fn bounded<R>(rows: Vec<R>) -> Result<Vec<R>, Unreadable> {
    match rows.len() {
        0 => Err(Unreadable::NoRows),
        n if n > ROWS_MAX => Err(Unreadable::TooManyRows),
        _ => Ok(rows),
    }
}

/// Cells of one line, and its number from 1.
pub type Line = (u32, Vec<String>);

// ---------------------------------------------------------------------------------------------------------------------
// The two kinds of file

fn workbook(bytes: &[u8], dates: Dates) -> Result<Vec<Line>, Unreadable> {
    inspect(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| Unreadable::Broken)?;
    let sheet = book
        .sheet_names()
        .into_iter()
        .next()
        .ok_or(Unreadable::Broken)?;
    // Cell by cell: a range over all of them would reserve room for whatever corner the file claims to reach.
    let mut cells = book
        .worksheet_cells_reader(&sheet)
        .map_err(|_| Unreadable::Broken)?;
    let mut lines: Vec<Line> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(|_| Unreadable::Broken)? {
        let (row, column) = cell.get_position();
        let (number, column) = (
            row.saturating_add(1),
            usize::try_from(column).unwrap_or(usize::MAX),
        );
        let text = text_of(cell.get_value(), dates);
        if column >= COLUMNS_MAX || text.is_empty() {
            continue;
        }
        if lines.last().is_none_or(|(last, _)| *last != number) {
            if lines.len() > ROWS_MAX + HEADING_WITHIN {
                return Err(Unreadable::TooManyRows);
            }
            lines.push((number, Vec::new()));
        }
        if let Some((_, cells)) = lines.last_mut() {
            if cells.len() <= column {
                cells.resize(column + 1, String::new());
            }
            cells[column] = text;
        }
    }
    Ok(lines)
}

/// A whole number keeps no `.0`: spreadsheets store codes such as `12` as numbers.
fn text_of(value: &DataRef<'_>, dates: Dates) -> String {
    let text = match value {
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::DateTime(date) if dates == Dates::Written => day_text(date.as_f64()),
        DataRef::DateTime(_) | DataRef::Error(_) | DataRef::Empty => String::new(),
    };
    cell(&text)
}

/// The day that a workbook counts from 30 December 1899; empty for what is no day.
fn day_text(serial: f64) -> String {
    if !(1.0..2_958_466.0).contains(&serial) {
        return String::new();
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "bounded just above"
    )]
    let days = serial.floor() as u64;
    let day =
        NaiveDate::from_ymd_opt(1899, 12, 30).and_then(|d| d.checked_add_days(Days::new(days)));
    day.map_or_else(String::new, |d| d.format("%d/%m/%Y").to_string())
}

fn cell(text: &str) -> String {
    let plain: String = text
        .chars()
        .take(CELL_MAX)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    tidy(&plain)
}

/// Looks into the packed file before anything is built from it. What it claims of its sizes is not believed: each part is unpacked
/// into nothing, up to the limit.
fn inspect(bytes: &[u8]) -> Result<(), Unreadable> {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        // Excel keeps workbooks behind a password in its old container, under the new name.
        return Err(Unreadable::Broken);
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::Broken)?;
    if archive.len() > PARTS_MAX {
        return Err(Unreadable::Bomb);
    }
    if archive.file_names().any(|n| n.ends_with("vbaProject.bin")) {
        return Err(Unreadable::Macros);
    }
    let mut left = UNPACKED_MAX;
    for part in 0..archive.len() {
        let file = archive.by_index(part).map_err(|_| Unreadable::Broken)?;
        let mut bounded = file.take(left + 1);
        let size =
            std::io::copy(&mut bounded, &mut std::io::sink()).map_err(|_| Unreadable::Broken)?;
        left = left.checked_sub(size).ok_or(Unreadable::Bomb)?;
    }
    Ok(())
}

fn table(bytes: &[u8]) -> Result<Vec<Line>, Unreadable> {
    let text = decode(bytes)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut lines: Vec<Line> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| Unreadable::Broken)?;
        let line = record.position().map_or(0, csv::Position::line);
        let cells: Vec<String> = record.iter().take(COLUMNS_MAX).map(cell).collect();
        if cells.iter().all(String::is_empty) {
            continue;
        }
        if lines.len() > ROWS_MAX + HEADING_WITHIN {
            return Err(Unreadable::TooManyRows);
        }
        lines.push((u32::try_from(line).unwrap_or(u32::MAX), cells));
    }
    Ok(lines)
}

/// UTF-8 with or without a byte order mark, or UTF-16 with one, as Excel's "Unicode text".
fn decode(bytes: &[u8]) -> Result<String, Unreadable> {
    let wide = |rest: &[u8], read: fn([u8; 2]) -> u16| {
        let units = rest.chunks_exact(2).map(|pair| read([pair[0], pair[1]]));
        char::decode_utf16(units)
            .collect::<Result<String, _>>()
            .ok()
    };
    let narrow = |rest: &[u8]| std::str::from_utf8(rest).ok().map(str::to_owned);
    let text = match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => narrow(rest),
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => narrow(bytes),
    };
    // One kind of line end, so that lines are counted as people see them.
    text.filter(|t| !t.contains('\0'))
        .map(|t| t.replace("\r\n", "\n"))
        .ok_or(Unreadable::Encoding)
}

/// Excel writes semicolons where the comma is the decimal mark, as in Viet Nam.
fn delimiter(text: &str) -> u8 {
    let heading = text
        .lines()
        .take(HEADING_WITHIN)
        .find(|l| !l.trim().is_empty());
    let count = |mark: u8| {
        heading
            .unwrap_or_default()
            .bytes()
            .filter(|b| *b == mark)
            .count()
    };
    [b';', b'\t']
        .into_iter()
        .find(|mark| count(*mark) > count(b','))
        .unwrap_or(b',')
}
