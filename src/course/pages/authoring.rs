//! The pages on which authors write courses, one file for each: list, draft, settings, lessons, texts, files, review.

mod files;
mod forms;
mod lesson;
mod list;
mod overview;
mod review;
mod settings;
mod text;

use poem::http::StatusCode;
use uuid::Uuid;

pub use files::{download_asset, post_asset, post_asset_removed, show_assets};
pub use lesson::{post_lesson, post_preview, show_lesson};
pub use list::{post_new, show_list, show_new};
pub use overview::{post_discard, post_open, post_structure, post_submit, show_course};
pub use review::{download_zip, post_review, show_review};
pub use settings::{post_settings, show_settings};
pub use text::{post_text, show_text};

use crate::account::service::AccountService;
use crate::course::assets;
use crate::course::package::{read_one_lesson, served_assets};
use crate::course::service::Draft;
use crate::course::text::{Addresses, Part, parts};
use crate::course::views::authoring::{DraftHead, FindingRow, PreviewPart};
use crate::kernel::problem::{Code, Kind, Outcome, Problem};
use crate::platform::http::context::Context;
use crate::platform::http::form::Form;
use crate::platform::http::page::Errors;
use crate::question_bank::model::Finding;

/// Largest body of the form that brings a file: the largest file and the fields around it.
pub const BODY_MAX: usize = assets::MEDIA_MAX + 512 * 1024;

/// What a form that failed shows beside its fields; anything nothing on the form can mend is an error page.
fn mendable(problem: Problem) -> Outcome<Problem> {
    match problem.kind() {
        Kind::Internal | Kind::NotFound | Kind::Unavailable => Err(problem),
        _ => Ok(problem),
    }
}

fn status_of(problem: &Problem) -> StatusCode {
    StatusCode::from_u16(problem.kind().status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// What a form saw of a file: the beginning of its digest; empty when there was none.
fn seen_of(draft: &Draft, path: &str) -> String {
    draft.digest(path).chars().take(16).collect()
}

/// What is wrong with a form that shows what was typed once more: saving it again puts it in the place of what somebody else saved meanwhile.
fn kept_errors(context: &Context, problem: &Problem) -> Errors {
    let mut errors = Errors::of(context.lang, problem);
    if problem.code == Code::ChangedMeanwhile {
        errors.form = Some(context.lang.t("authoring-changed-meanwhile"));
    }
    errors
}

/// Refuses a form that saw another content of the file than there is now.
fn check_seen(draft: &Draft, path: &str, form: &Form) -> Outcome<()> {
    if seen_of(draft, path) == form.get("seen") {
        Ok(())
    } else {
        Err(Problem::new(Code::ChangedMeanwhile))
    }
}

fn head_of(draft: &Draft) -> DraftHead {
    DraftHead {
        slug: draft.head.slug.clone(),
        title: draft.title(),
        version: draft.head.version,
        state: draft.facts.state.as_str().to_owned(),
    }
}

fn findings_of(draft: &Draft, context: &Context) -> Vec<Finding> {
    draft.read(context.now.date()).1
}

fn rows(slug: &str, findings: &[Finding], wanted: impl Fn(&str) -> bool) -> Vec<FindingRow> {
    findings
        .iter()
        .filter(|f| wanted(&f.file))
        .map(|f| FindingRow::of(slug, f))
        .collect()
}

/// A text as it will look.
fn preview_of(draft: &Draft, path: &str, text: &str) -> (Vec<PreviewPart>, Vec<Finding>) {
    let assets = served_assets(&draft.files);
    let addresses = Addresses::draft(&draft.head.slug, &assets);
    let (body, checks, findings) = if path.starts_with("lessons/") {
        let (lesson, findings) = read_one_lesson(path, text);
        match lesson {
            Some(file) => (file.lesson.body, file.lesson.checks, findings),
            None => (String::new(), Vec::new(), findings),
        }
    } else {
        (text.to_owned(), Vec::new(), Vec::new())
    };
    let shown = |part| match part {
        Part::Html(html) => PreviewPart::Html(html),
        Part::Check(number) => {
            let check = checks.get(number);
            PreviewPart::Check(
                check.map(|c| c.stem.clone()).unwrap_or_default(),
                check.map(|c| c.options.clone()).unwrap_or_default(),
            )
        }
    };
    let preview = parts(&body, &addresses).into_iter().map(shown).collect();
    (preview, findings)
}

async fn name_of(accounts: &AccountService, id: Option<Uuid>) -> Outcome<String> {
    let Some(id) = id else {
        return Ok(String::new());
    };
    let found = accounts.accounts(&[id]).await?;
    Ok(found
        .into_iter()
        .next()
        .map_or_else(String::new, |a| a.full_name))
}

fn revision_of(form: &Form) -> i32 {
    form.get("revision").parse().unwrap_or(0)
}
