//! Standings as files for the organiser: CSV and XLSX.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::model::Line;
use crate::kernel::problem::{Outcome, Problem};
use crate::platform::i18n::Lang;

/// One line with what the person filled in and the code of the counted attempt.
pub type Row = (Line, BTreeMap<String, String>, String);

fn headings(fields: &[String], lang: Lang) -> Vec<String> {
    let fixed = [
        "rank",
        "code",
        "shown-name",
        "division",
        "points",
        "correct",
        "duration",
        "finished",
        "prize",
    ];
    let mut headings: Vec<String> = fixed
        .iter()
        .map(|key| lang.t(&format!("export-{key}")))
        .collect();
    headings.extend(fields.iter().map(|name| {
        let key = format!("form-{name}");
        if lang.has(&key) {
            lang.t(&key)
        } else {
            name.clone()
        }
    }));
    headings
}

fn cells(row: &Row, fields: &[String]) -> Vec<String> {
    let (line, form, code) = row;
    let mut cells = vec![
        line.rank.to_string(),
        code.clone(),
        line.name.clone(),
        line.division.clone(),
        line.points.to_text(','),
        line.correct.to_string(),
        Lang::Vi.board_time(line.duration_ms),
        Lang::Vi.exact_time(line.finished_at),
        line.prize.clone(),
    ];
    cells.extend(
        fields
            .iter()
            .map(|name| form.get(name).cloned().unwrap_or_default()),
    );
    cells
}

/// Keeps a spreadsheet from taking what a person typed for a formula.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

/// CSV in UTF-8 with a byte order mark, as Excel expects it.
///
/// # Errors
/// When it cannot be written.
pub fn csv(rows: &[Row], fields: &[String], lang: Lang) -> Outcome<Vec<u8>> {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer
        .write_record(headings(fields, lang))
        .map_err(Problem::internal)?;
    for row in rows {
        writer
            .write_record(cells(row, fields).iter().map(|c| harmless(c)))
            .map_err(Problem::internal)?;
    }
    writer.into_inner().map_err(Problem::internal)
}

/// An Excel workbook with one sheet.
///
/// # Errors
/// When it cannot be written.
pub fn xlsx(rows: &[Row], fields: &[String], lang: Lang) -> Outcome<Vec<u8>> {
    write_xlsx(rows, fields, lang).map_err(Problem::internal)
}

fn write_xlsx(rows: &[Row], fields: &[String], lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(lang.t("export-sheet"))?;
    let bold = Format::new().set_bold();
    for (column, heading) in (0u16..).zip(headings(fields, lang)) {
        sheet.write_string_with_format(0, column, heading, &bold)?;
    }
    for (number, row) in (1u32..).zip(rows) {
        for (column, cell) in (0u16..).zip(cells(row, fields)) {
            match column {
                // Rank and right answers are numbers to sort by; a cell written as text is never taken for a formula.
                0 | 5 => sheet.write_number(number, column, cell.parse().unwrap_or(0.0))?,
                _ => sheet.write_string(number, column, cell)?,
            };
        }
    }
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::clock::Moment;
    use crate::kernel::points::Points;

    #[test]
    fn what_a_person_typed_never_becomes_a_formula() {
        let line = Line {
            rank: 1,
            person: uuid::Uuid::nil(),
            name: "Nguyễn T. A.".into(),
            division: String::new(),
            points: Points(750),
            correct: 7,
            duration_ms: 61_234,
            finished_at: Moment(1_795_223_100_000),
            prize: "Giải Nhất".into(),
        };
        let form = [("organisation".to_owned(), "=cmd|' /C calc'!A0".to_owned())].into();
        let file = csv(
            &[(line, form, "AB12-CD34".into())],
            &["organisation".into()],
            Lang::Vi,
        )
        .expect("written");
        let text = String::from_utf8(file).expect("UTF-8");
        assert!(text.starts_with('\u{feff}'));
        assert!(
            text.contains("'=cmd|") && text.contains("\"7,5\""),
            "{text}"
        );
    }
}
