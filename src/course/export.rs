//! What is taken out: the people of a cohort and its invitations as Excel workbooks, a course as the files of its package.

use std::io::Write as _;

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::model::{Content, EnrolmentState};
use super::package::Files;
use super::rules;
use super::service::{CourseService, DRAFT_MAX, Exported, Slip, exam_of};
use crate::kernel::actor::Actor;
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Outcome, Problem};
use crate::platform::i18n::Lang;

/// Content type of Excel workbooks.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A cell: every text is written as text, so that none is taken for a formula.
enum Cell {
    Text(String),
    Number(f64),
}

fn text(text: impl Into<String>) -> Cell {
    Cell::Text(text.into())
}

fn moment(lang: Lang, ms: Option<i64>) -> Cell {
    text(ms.map_or_else(String::new, |ms| lang.date_time(Moment(ms))))
}

/// The people of a cohort with their results. `unit` tells the name of an enrolment's organisation.
///
/// # Errors
/// When it cannot be written.
pub fn members(
    content: &Content,
    people: &[Exported],
    unit: impl Fn(&Exported) -> String,
    lang: Lang,
) -> Outcome<Vec<u8>> {
    let headings = [
        "number",
        "name",
        "birth",
        "email",
        "phone",
        "unit",
        "state",
        "done",
        "total",
        "percent",
        "exam",
        "enrolled",
        "seen",
        "completed",
        "extended",
        "reason",
    ];
    let exam = exam_of(content);
    let rows = people.iter().enumerate().map(|(place, one)| {
        let row = &one.row;
        let account = one.account.as_ref();
        let of = |f: fn(&crate::account::model::Account) -> Option<&String>| {
            text(account.and_then(f).cloned().unwrap_or_default())
        };
        let state = EnrolmentState::from_code(row.state).as_str();
        let best = exam.and_then(|key| one.done.get(key)?.best);
        let percent = if row.total > 0 {
            row.done * 100 / row.total
        } else {
            0
        };
        vec![
            Cell::Number(as_float(place + 1)),
            text(&row.full_name),
            of(|a| a.birth_date.as_ref()),
            of(|a| a.email.as_ref()),
            of(|a| a.phone.as_ref()),
            text(unit(one)),
            text(lang.t(&format!("cohort-state-{state}"))),
            Cell::Number(f64::from(row.done)),
            Cell::Number(f64::from(row.total)),
            Cell::Number(f64::from(percent)),
            best.map_or_else(
                || text(""),
                |best| Cell::Number(f64::from(rules::share(best)) / 100.0),
            ),
            moment(lang, Some(row.enrolled_at)),
            moment(lang, Some(row.seen_at)),
            moment(lang, row.completed_at),
            moment(lang, row.extended_until),
            text(row.extended_reason.clone().unwrap_or_default()),
        ]
    });
    workbook(&lang.t("cohort-file-people"), &headings, rows, lang)
}

/// Invitations with their codes and the address each leads to.
///
/// # Errors
/// When it cannot be written.
pub fn invitations(
    slips: &[Slip],
    unit: impl Fn(&Slip) -> String,
    base_url: &str,
    lang: Lang,
) -> Outcome<Vec<u8>> {
    let headings = [
        "number", "name", "birth", "email", "phone", "unit", "code", "link",
    ];
    let rows = slips.iter().enumerate().map(|(place, slip)| {
        let row = &slip.row;
        let known = |value: &Option<String>| text(value.clone().unwrap_or_default());
        vec![
            Cell::Number(as_float(place + 1)),
            text(&row.full_name),
            known(&row.birth_date),
            known(&row.email),
            known(&row.phone),
            text(unit(slip)),
            text(&slip.code),
            text(format!("{base_url}/khoa-hoc/moi/{}", slip.code)),
        ]
    });
    workbook(&lang.t("cohort-file-invitations"), &headings, rows, lang)
}

fn as_float(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::from(u32::MAX), f64::from)
}

fn workbook(
    name: &str,
    headings: &[&str],
    rows: impl Iterator<Item = Vec<Cell>>,
    lang: Lang,
) -> Outcome<Vec<u8>> {
    let write = || -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?;
        sheet.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        for (column, heading) in (0u16..).zip(headings) {
            let heading = lang.t(&format!("cohort-file-{heading}"));
            sheet.write_string_with_format(0, column, &heading, &bold)?;
        }
        for (number, row) in (1u32..).zip(rows) {
            for (column, cell) in (0u16..).zip(row) {
                match cell {
                    Cell::Text(text) if text.is_empty() => {}
                    Cell::Text(text) => {
                        sheet.write_string(number, column, &text)?;
                    }
                    Cell::Number(value) => {
                        sheet.write_number(number, column, value)?;
                    }
                }
            }
        }
        workbook.save_to_buffer()
    };
    write().map_err(Problem::internal)
}

/// The files of a course's draft, or of its published version when no draft is open, as one ZIP file, for who may write the course.
///
/// # Errors
/// When it is out of reach or has no files, or the database fails.
pub async fn package(courses: &CourseService, slug: &str, actor: &Actor) -> Outcome<Vec<u8>> {
    let (head, draft) = courses.draft_if_open(slug, actor).await?;
    let files = match draft {
        Some(draft) => draft.files,
        None => courses.published_files(&head).await?,
    };
    if files.is_empty() {
        return Err(Problem::not_found());
    }
    zip_of(slug, &files)
}

/// The files in a folder of the course's name, as they are checked and imported; at most [`DRAFT_MAX`] bytes.
fn zip_of(slug: &str, files: &Files) -> Outcome<Vec<u8>> {
    let size: usize = files.values().map(Vec::len).sum();
    if size > DRAFT_MAX {
        return Err(Problem::internal("a course is larger than a draft may be"));
    }
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::with_capacity(size / 2)));
    let options = zip::write::SimpleFileOptions::default()
        .last_modified_time(zip::DateTime::default())
        .compression_method(zip::CompressionMethod::Deflated);
    for (path, bytes) in files {
        zip.start_file(format!("{slug}/{path}"), options)
            .map_err(Problem::internal)?;
        zip.write_all(bytes).map_err(Problem::internal)?;
    }
    let done = zip.finish().map_err(Problem::internal)?;
    Ok(done.into_inner())
}
