//! The people who entered as files for the organiser: CSV and XLSX.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::model::{Consented, Rules};
use super::service::Entry;
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Outcome, Problem};
use crate::platform::i18n::Lang;

/// Content type of CSV.
pub const CSV: &str = "text/csv; charset=utf-8";
/// Content type of Excel workbooks.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A table on its way into a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Name of the sheet.
    pub name: String,
    /// Headings.
    pub headings: Vec<String>,
    /// Rows; each as long as the headings.
    pub rows: Vec<Vec<String>>,
}

/// The people who entered, in the order given: what each filled in, and what each consented to. `unit_code` tells the code of the
/// organisation an entry names, if it is known.
///
/// # Errors
/// When an entry cannot be read.
pub fn people(
    rules: &Rules,
    entries: &[Entry],
    unit_code: impl Fn(&Entry) -> String,
    lang: Lang,
) -> Outcome<Sheet> {
    let consents = rules.consents_asked();
    let label = |field: &super::model::FormField| {
        let own = field.label.clone();
        own.unwrap_or_else(|| lang.t(&format!("form-{}", field.kind.name())))
    };
    let mut headings: Vec<String> = rules.form.iter().map(label).collect();
    headings.push(lang.t("export-unit-code"));
    headings.push(lang.t("export-shown-name"));
    headings.push(lang.t("export-entered-at"));
    headings.extend(consents.iter().map(|consent| {
        let purpose = lang.t(&format!("consent-purpose-{}", consent.purpose.name()));
        lang.t_args("export-consent", &[("purpose", purpose)])
    }));
    let row = |entry: &Entry| -> Outcome<Vec<String>> {
        let mut values: BTreeMap<String, String> =
            serde_json::from_str(&entry.form).map_err(Problem::internal)?;
        let given: BTreeMap<String, Consented> =
            serde_json::from_str(&entry.consents).map_err(Problem::internal)?;
        let mut cells: Vec<String> = rules
            .form
            .iter()
            .map(|field| values.remove(&field.name).unwrap_or_default())
            .collect();
        cells.push(unit_code(entry));
        cells.push(entry.display_name.clone());
        cells.push(lang.date_time(Moment(entry.created_at)));
        cells.extend(consents.iter().map(|consent| {
            given
                .get(&consent.key)
                .map_or_else(String::new, |evidence| {
                    let args = [
                        ("version", evidence.version.to_string()),
                        ("at", lang.date_time(evidence.at)),
                    ];
                    lang.t_args("export-consent-given", &args)
                })
        }));
        Ok(cells)
    };
    Ok(Sheet {
        name: lang.t("export-people-sheet"),
        headings,
        rows: entries.iter().map(row).collect::<Outcome<_>>()?,
    })
}

/// Keeps a spreadsheet from taking what a person typed for a formula.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

impl Sheet {
    /// CSV in UTF-8 with a byte order mark, as Excel expects it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn csv(&self) -> Outcome<Vec<u8>> {
        let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
        writer
            .write_record(&self.headings)
            .map_err(Problem::internal)?;
        for row in &self.rows {
            writer
                .write_record(row.iter().map(|cell| harmless(cell)))
                .map_err(Problem::internal)?;
        }
        writer.into_inner().map_err(Problem::internal)
    }

    /// An Excel workbook with one sheet.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn xlsx(&self) -> Outcome<Vec<u8>> {
        self.workbook().map_err(Problem::internal)
    }

    fn workbook(&self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.set_name(&self.name)?;
        sheet.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        for (column, heading) in (0u16..).zip(&self.headings) {
            sheet.write_string_with_format(0, column, heading, &bold)?;
        }
        for (number, row) in (1u32..).zip(&self.rows) {
            // A cell written as text is never taken for a formula.
            for (column, cell) in (0u16..).zip(row) {
                sheet.write_string(number, column, cell)?;
            }
        }
        workbook.save_to_buffer()
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::rules;
    use super::*;

    #[test]
    fn a_file_of_people_has_the_form_the_evidence_and_no_formula() {
        let entry = Entry {
            id: uuid::Uuid::nil(),
            contest_id: uuid::Uuid::nil(),
            account_id: uuid::Uuid::nil(),
            identity_key: String::new(),
            form: r#"{"full_name":"=HYPERLINK(1)"}"#.into(),
            display_name: "H.".into(),
            division: None,
            organisation_id: None,
            name_key: Vec::new(),
            consents: r#"{"du-lieu":{"version":3,"at":1795223100000}}"#.into(),
            created_at: 1_795_223_100_000,
        };
        let sheet = people(
            &rules("[ranking]\nsteps = [\"points\"]"),
            &[entry],
            |_| "00004".into(),
            Lang::Vi,
        )
        .expect("written");
        assert_eq!(sheet.rows[0].len(), sheet.headings.len());
        let text = String::from_utf8(sheet.csv().expect("written")).expect("UTF-8");
        assert!(text.starts_with('\u{feff}'));
        for part in ["'=HYPERLINK(1)", "00004", "21/11/2026 08:05", "3"] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(sheet.xlsx().expect("written").starts_with(b"PK"));
    }
}
