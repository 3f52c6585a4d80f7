//! Reading the rows of a sector's tree from a spreadsheet: XLSX or CSV, of unknown origin and therefore bounded in every direction.

use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, Xlsx};
use serde::{Deserialize, Serialize};

use crate::platform::text::{fold, tidy};

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

/// A row as it stands in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its line in the file, from 1.
    pub line: u32,
    /// Code inside the tree.
    pub code: String,
    /// Code of the unit above; empty at the top; `None` when the file has no such column.
    pub parent: Option<String>,
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: String,
}

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
    /// No heading with at least a code and a name.
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

/// Reads a file by its name and content.
///
/// # Errors
/// Why it cannot be read.
pub fn read(file_name: &str, bytes: &[u8]) -> Result<Vec<Row>, Unreadable> {
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if bytes.len() > BYTES_MAX {
        return Err(Unreadable::TooLarge);
    }
    let extension = file_name.rsplit_once('.').map(|(_, e)| e.to_lowercase());
    let lines = match extension.as_deref() {
        Some("xlsx") => workbook(bytes)?,
        Some("csv") => table(bytes)?,
        Some("xlsm" | "xltm" | "xlam") => return Err(Unreadable::Macros),
        Some("xls" | "xlsb" | "ods" | "numbers") => return Err(Unreadable::OldKind),
        _ => return Err(Unreadable::OtherKind),
    };
    rows(&lines)
}

/// Cells of one line, and its number from 1.
type Line = (u32, Vec<String>);

// ---------------------------------------------------------------------------------------------------------------------
// The two kinds of file

fn workbook(bytes: &[u8]) -> Result<Vec<Line>, Unreadable> {
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
        let text = text_of(cell.get_value());
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
fn text_of(value: &DataRef<'_>) -> String {
    let text = match value {
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::DateTime(_) | DataRef::Error(_) | DataRef::Empty => String::new(),
    };
    cell(&text)
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

// ---------------------------------------------------------------------------------------------------------------------
// Columns

/// Which column holds what.
#[derive(Debug, Clone, Copy, Default)]
struct Columns {
    code: Option<usize>,
    parent: Option<usize>,
    name: Option<usize>,
    kind: Option<usize>,
}

impl Columns {
    fn read(cells: &[String]) -> Option<Self> {
        let mut columns = Self::default();
        for (place, cell) in cells.iter().enumerate() {
            let heading = fold(cell);
            let heading = heading
                .trim_end_matches([' ', '*', ':', '(', ')'])
                .replace(['_', '-'], " ");
            let column = match heading.as_str() {
                "ma" | "ma don vi" | "ma dv" | "code" | "unit code" => &mut columns.code,
                "ma cap tren" | "ma don vi cap tren" | "ma dv cap tren" | "ma cha" | "cap tren"
                | "parent code" | "parent" => &mut columns.parent,
                "ten" | "ten don vi" | "ten dv" | "name" | "unit name" => &mut columns.name,
                "loai" | "loai don vi" | "loai hinh" | "cap" | "kind" | "type" => &mut columns.kind,
                _ => continue,
            };
            column.get_or_insert(place);
        }
        (columns.code.is_some() && columns.name.is_some()).then_some(columns)
    }

    fn row(self, line: u32, cells: &[String]) -> Row {
        let text = |column: Option<usize>| {
            let cell = column.and_then(|c| cells.get(c));
            cell.cloned().unwrap_or_default()
        };
        Row {
            line,
            code: text(self.code),
            parent: self.parent.map(|_| text(self.parent)),
            name: text(self.name),
            kind: text(self.kind),
        }
    }
}

fn rows(lines: &[Line]) -> Result<Vec<Row>, Unreadable> {
    let heading = lines
        .iter()
        .take(HEADING_WITHIN)
        .enumerate()
        .find_map(|(place, (_, cells))| Some((place, Columns::read(cells)?)));
    let (place, columns) = heading.ok_or(Unreadable::NoHeading)?;
    let rows: Vec<Row> = lines[place + 1..]
        .iter()
        .map(|(line, cells)| columns.row(*line, cells))
        .filter(|r| {
            let parent = r.parent.as_deref().unwrap_or_default();
            [r.code.as_str(), &r.name, &r.kind, parent]
                .iter()
                .any(|c| !c.is_empty())
        })
        .collect();
    match rows.len() {
        0 => Err(Unreadable::NoRows),
        n if n > ROWS_MAX => Err(Unreadable::TooManyRows),
        _ => Ok(rows),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use rust_xlsxwriter::Workbook;
    use zip::write::SimpleFileOptions;

    use super::*;

    const CSV: &str = "Mã,Mã cấp trên,Tên,Loại\nA,,Sở A,Sở\nB,A,\"Phòng B, tầng 2\",Phòng\n";

    fn expected() -> Vec<Row> {
        let row = |line, code: &str, parent: &str, name: &str, kind: &str| Row {
            line,
            code: code.into(),
            parent: Some(parent.into()),
            name: name.into(),
            kind: kind.into(),
        };
        vec![
            row(2, "A", "", "Sở A", "Sở"),
            row(3, "B", "A", "Phòng B, tầng 2", "Phòng"),
        ]
    }

    fn utf16(text: &str, write: fn(u16) -> [u8; 2]) -> Vec<u8> {
        "\u{feff}"
            .encode_utf16()
            .chain(text.encode_utf16())
            .flat_map(write)
            .collect()
    }

    #[test]
    fn a_csv_file_is_read_in_each_of_its_usual_encodings_and_delimiters() {
        let semicolons = CSV
            .replace("\"Phòng B, tầng 2\"", "Phòng B¸ tầng 2")
            .replace(',', ";")
            .replace('¸', ",");
        let tabs = semicolons.replace(';', "\t");
        for (what, bytes) in [
            ("UTF-8", CSV.as_bytes().to_vec()),
            ("with a mark", format!("\u{feff}{CSV}").into_bytes()),
            ("UTF-16 LE", utf16(CSV, u16::to_le_bytes)),
            ("UTF-16 BE", utf16(CSV, u16::to_be_bytes)),
            ("semicolons", semicolons.into_bytes()),
            ("tabs", tabs.into_bytes()),
            ("CRLF", CSV.replace('\n', "\r\n").into_bytes()),
        ] {
            assert_eq!(read("a.CSV", &bytes), Ok(expected()), "{what}");
        }
    }

    #[test]
    fn headings_may_be_english_in_any_order_below_a_title_and_columns_may_be_missing() {
        let file = "Danh sách đơn vị,,\n\nName,Notes,Unit_Code\nSở A,x,A\n,,\n";
        let rows = read("a.csv", file.as_bytes()).expect("read");
        assert_eq!(
            (
                rows.len(),
                rows[0].line,
                rows[0].code.as_str(),
                rows[0].kind.as_str()
            ),
            (1, 4, "A", "")
        );
    }

    fn book(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
        let mut book = Workbook::new();
        fill(book.add_worksheet());
        book.save_to_buffer().expect("written")
    }

    #[test]
    fn a_workbook_is_read_with_codes_that_became_numbers() {
        let file = book(|sheet| {
            for (column, heading) in ["Mã đơn vị *", "Mã cấp trên", "Tên đơn vị", "Loại"]
                .iter()
                .enumerate()
            {
                sheet
                    .write(0, u16::try_from(column).expect("small"), *heading)
                    .expect("written");
            }
            sheet.write(2, 0, 12).expect("written");
            sheet
                .write(2, 2, "Tru\u{31b}o\u{31b}\u{300}ng\nA")
                .expect("written");
            sheet.write(2, 300, "far away").expect("written");
        });
        let rows = read("a.xlsx", &file).expect("read");
        assert_eq!(rows.len(), 1);
        assert_eq!(
            (rows[0].line, rows[0].code.as_str(), rows[0].name.as_str()),
            (3, "12", "Trường A")
        );
    }

    #[test]
    fn a_cell_in_the_farthest_corner_costs_nothing() {
        let file = book(|sheet| {
            sheet.write(0, 0, "Mã").expect("written");
            sheet.write(0, 1, "Tên").expect("written");
            sheet.write(1_048_575, 16_383, "x").expect("written");
            sheet.write(1_048_575, 0, "A").expect("written");
        });
        assert_eq!(read("a.xlsx", &file).expect("read").len(), 1);
    }

    fn packed(parts: &[(&str, usize)]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, size) in parts {
            zip.start_file(*name, SimpleFileOptions::default())
                .expect("started");
            zip.write_all(&vec![b'0'; *size]).expect("written");
        }
        zip.finish().expect("finished").into_inner()
    }

    #[test]
    fn a_file_that_unpacks_to_too_much_is_refused_whatever_it_claims() {
        let mut bomb = packed(&[("xl/worksheets/sheet1.xml", 60 << 20)]);
        assert!(bomb.len() < BYTES_MAX);
        assert_eq!(read("a.xlsx", &bomb), Err(Unreadable::Bomb));
        // The size stands in the directory at the end of the file; a liar writes a small one there.
        let claim = (60u32 << 20).to_le_bytes();
        while let Some(at) = bomb.windows(4).position(|w| w == claim) {
            bomb[at..at + 4].copy_from_slice(&100u32.to_le_bytes());
        }
        assert!(matches!(
            read("a.xlsx", &bomb),
            Err(Unreadable::Bomb | Unreadable::Broken)
        ));
        let names: Vec<String> = (0..1_001).map(|n| format!("{n}.xml")).collect();
        let many: Vec<(&str, usize)> = names.iter().map(|n| (n.as_str(), 1)).collect();
        assert_eq!(read("a.xlsx", &packed(&many)), Err(Unreadable::Bomb));
    }

    #[test]
    fn hostile_and_mistaken_files_are_refused_with_a_reason_of_their_own() {
        let macros = packed(&[("xl/vbaProject.bin", 10)]);
        let half = book(|sheet| {
            sheet.write(0, 0, "Mã").expect("written");
        });
        let windows_1258 = [b"M\xe3,T\xean\nA,B\n".as_slice()].concat();
        for (name, bytes, expected) in [
            ("a.xlsx", vec![], Unreadable::Empty),
            ("a.csv", vec![b'x'; BYTES_MAX + 1], Unreadable::TooLarge),
            ("a.docx", b"x".to_vec(), Unreadable::OtherKind),
            ("a", b"x".to_vec(), Unreadable::OtherKind),
            ("a.xls", b"x".to_vec(), Unreadable::OldKind),
            ("a.ods", b"x".to_vec(), Unreadable::OldKind),
            ("a.xlsm", b"x".to_vec(), Unreadable::Macros),
            ("a.xlsx", macros, Unreadable::Macros),
            ("a.xlsx", b"not a workbook".to_vec(), Unreadable::Broken),
            ("a.xlsx", CSV.as_bytes().to_vec(), Unreadable::Broken),
            ("a.xlsx", packed(&[("other.xml", 10)]), Unreadable::Broken),
            (
                "a.xlsx",
                half[..half.len() / 2].to_vec(),
                Unreadable::Broken,
            ),
            (
                "a.xlsx",
                [0xd0, 0xcf, 0x11, 0xe0, 0].to_vec(),
                Unreadable::Broken,
            ),
            ("a.csv", windows_1258, Unreadable::Encoding),
            ("a.csv", b"M\0a".to_vec(), Unreadable::Encoding),
            ("a.csv", vec![0xff, 0xfe, 0x00, 0xd8], Unreadable::Encoding),
            ("a.csv", b"x,y\n1,2\n".to_vec(), Unreadable::NoHeading),
            (
                "a.csv",
                "Mã,Tên\n,\n".as_bytes().to_vec(),
                Unreadable::NoRows,
            ),
            (
                "a.csv",
                format!("Mã,Tên\n{}", "A,B\n".repeat(ROWS_MAX + 1)).into_bytes(),
                Unreadable::TooManyRows,
            ),
        ] {
            assert_eq!(
                read(name, &bytes),
                Err(expected),
                "{name}, {} bytes",
                bytes.len()
            );
        }
    }
}
