//! The pages that take a file with a tree: the form, the preview, the report.

use poem::web::Path;
use poem::{IntoResponse, Response, handler};
use uuid::Uuid;

use super::admin::{mendable, status_of};
use crate::kernel::actor::Role;
use crate::kernel::problem::{Outcome, Problem};
use crate::organisation::import::{Counts, Line};
use crate::organisation::model::TERRITORY;
use crate::organisation::service::{OrganisationService, Staged, Upload};
use crate::organisation::views::{ImportView, ReportRow, ReportView};
use crate::platform::http::context::Context;
use crate::platform::http::form::Form;
use crate::platform::http::page::Errors;
use crate::platform::http::reply::{download, see_other};
use crate::platform::http::services::Service;
use crate::platform::http::upload::UploadForm;
use crate::platform::i18n::Lang;

/// Largest body of the form: the largest file and the fields around it. A larger one meets the message about the file first.
pub const BODY_MAX: usize = 5 * 1024 * 1024;
/// Rows of a report that a page shows; the file for download has all.
const ROWS_SHOWN: usize = 300;

async fn import_view(
    context: &Context,
    organisations: &OrganisationService,
    form: &Form,
    errors: Errors,
) -> Outcome<ImportView> {
    let mut trees = organisations.trees().await?;
    trees.retain(|tree| tree.slug != TERRITORY);
    Ok(ImportView {
        page: context.page(),
        trees,
        tree: form.get("tree").to_owned(),
        from: form.get("from").to_owned(),
        reason: form.get("reason").to_owned(),
        everywhere: context.actor()?.is_everywhere(Role::Administrator),
        errors,
    })
}

/// The form for a file.
#[handler]
pub async fn show_import(
    context: Context,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let (form, errors) = (Form::default(), Errors::default());
    let view = import_view(&context, &organisations, &form, errors).await?;
    Ok(view.into_response())
}

/// Reads a file and goes on to its preview.
#[handler]
pub async fn post_import(
    context: Context,
    sent: UploadForm,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let UploadForm { form, file } = sent;
    let upload = Upload {
        tree: form.get("tree").to_owned(),
        file_name: file.name,
        bytes: file.bytes,
        from: form.get("from").to_owned(),
        reason: form.get("reason").to_owned(),
    };
    match organisations
        .stage(upload, context.actor()?, context.now)
        .await
    {
        Ok(id) => Ok(see_other(&format!("/quan-tri/don-vi/nhap/{id}"))),
        Err(problem) => {
            let problem = mendable(problem)?;
            let errors = Errors::of(context.lang, &problem);
            let view = import_view(&context, &organisations, &form, errors).await?;
            Ok(view.with_status(status_of(&problem)).into_response())
        }
    }
}

fn id_of(text: &str) -> Outcome<Uuid> {
    Uuid::parse_str(text).map_err(|_| Problem::not_found())
}

/// The preview of a file, or the report of what was done.
#[handler]
pub async fn show_import_report(
    context: Context,
    Path(import): Path<String>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let staged = organisations
        .staged(id_of(&import)?, context.actor()?)
        .await?;
    let Staged { import, report } = staged;
    let trees = organisations.trees().await?;
    let tree = trees.into_iter().find(|tree| tree.slug == import.tree);
    let mut rows: Vec<ReportRow> = report
        .iter()
        .map(|line| ReportRow::of(context.lang, line))
        .collect();
    // What needs the person's attention first.
    rows.sort_by_key(|row| row.end != "refused");
    rows.truncate(ROWS_SHOWN);
    let view = ReportView {
        page: context.page(),
        tree: tree.map_or_else(String::new, |tree| tree.title),
        counts: Counts::of(&report),
        hidden: report.len() - rows.len(),
        rows,
        import,
    };
    Ok(view.into_response())
}

/// Carries a file out.
#[handler]
pub async fn post_apply_import(
    context: Context,
    Path(import): Path<String>,
    _form: Form,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let id = id_of(&import)?;
    organisations
        .apply(id, context.actor()?, context.now)
        .await?;
    Ok(see_other(&format!("/quan-tri/don-vi/nhap/{id}")))
}

/// The report row by row as a file.
#[handler]
pub async fn download_import_report(
    context: Context,
    Path(import): Path<String>,
    organisations: Service<OrganisationService>,
) -> poem::Result<Response> {
    let id = id_of(&import)?;
    let staged = organisations.staged(id, context.actor()?).await?;
    let bytes = report_csv(context.lang, &staged.report)?;
    let name = format!("bao-cao-{}.csv", staged.import.tree);
    Ok(download(&name, "text/csv; charset=utf-8", bytes))
}

/// CSV in UTF-8 with a byte order mark, as Excel expects it.
fn report_csv(lang: Lang, report: &[Line]) -> Outcome<Vec<u8>> {
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let headings = [
        "row-line",
        "label-code",
        "label-name",
        "row-end",
        "label-reason",
    ];
    let headings = headings.map(|key| lang.t(&format!("organisation-{key}")));
    writer.write_record(headings).map_err(Problem::internal)?;
    for line in report {
        let row = ReportRow::of(lang, line);
        let end = lang.t(&format!("organisation-end-{}", row.end));
        let cells = [row.line.to_string(), row.code, row.name, end, row.words];
        writer
            .write_record(cells.iter().map(|cell| harmless(cell)))
            .map_err(Problem::internal)?;
    }
    writer.into_inner().map_err(Problem::internal)
}

/// Keeps a spreadsheet from taking what a file held for a formula.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisation::import::Done;

    #[test]
    fn what_a_file_held_never_becomes_a_formula_in_its_report() {
        let line = Line {
            line: 2,
            code: "A".into(),
            name: "=cmd|' /C calc'!A0".into(),
            done: Done::Refused(
                "organisation-row-twice".into(),
                vec![("line".into(), "1".into())],
            ),
        };
        let text =
            String::from_utf8(report_csv(Lang::Vi, &[line]).expect("written")).expect("UTF-8");
        assert!(
            text.starts_with('\u{feff}') && text.contains(",'=cmd|"),
            "{text}"
        );
        assert!(text.contains("dòng 1"), "{text}");
    }
}
