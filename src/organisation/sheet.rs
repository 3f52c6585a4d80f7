//! Reading the rows of a sector's tree from a spreadsheet.

use serde::{Deserialize, Serialize};

use crate::platform::sheet::{self, Dates, Line};
pub use crate::platform::sheet::{BYTES_MAX, ROWS_MAX, Unreadable};

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

/// Reads a file by its name and content.
///
/// # Errors
/// Why it cannot be read.
pub fn read(file_name: &str, bytes: &[u8]) -> Result<Vec<Row>, Unreadable> {
    rows(&sheet::read(file_name, bytes, Dates::Dropped)?)
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
            let column = match sheet::heading(cell).as_str() {
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
    let (columns, lines) = sheet::below_heading(lines, Columns::read)?;
    let row = |(line, cells): &Line| columns.row(*line, cells);
    let has_text = |r: &Row| {
        let parent = r.parent.as_deref().unwrap_or_default();
        [r.code.as_str(), &r.name, &r.kind, parent]
            .iter()
            .any(|c| !c.is_empty())
    };
    sheet::bounded(lines.iter().map(row).filter(has_text).collect())
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

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
