//! A lesson: its settings, its text, and how it will look.

use poem::http::StatusCode;
use poem::web::Path;
use poem::{IntoResponse, Response, handler};

use super::forms::{any_question, lesson_fields, lesson_view, topics};
use super::{
    check_seen, findings_of, head_of, kept_errors, mendable, preview_of, rows, seen_of, status_of,
};
use crate::course::package::arrange::path_of_lesson;
use crate::course::package::write::LessonFields;
use crate::course::service::{CourseService, FileChange};
use crate::course::views::authoring::{LessonView, PreviewView};
use crate::kernel::problem::Problem;
use crate::platform::http::context::Context;
use crate::platform::http::form::LongForm;
use crate::platform::http::page::Errors;
use crate::platform::http::reply::see_other;
use crate::platform::http::services::Service;
use crate::question_bank::model::Finding;

/// A lesson's settings and text.
#[handler]
pub async fn show_lesson(
    context: Context,
    Path((slug, key)): Path<(String, String)>,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let draft = courses.draft(&slug, context.actor()?).await?;
    let path = path_of_lesson(&draft.files, &key).ok_or_else(Problem::not_found)?;
    let Some(fields) = draft.text(path).and_then(LessonFields::read) else {
        return Ok(see_other(&format!("/soan/{slug}/van-ban?tep={path}")));
    };
    let findings = findings_of(&draft, &context);
    let view = lesson_view(&context, &draft, path, fields, topics(&draft));
    let view = LessonView {
        head: head_of(&draft),
        seen: seen_of(&draft, path),
        findings: rows(&slug, &findings, |f| f == path),
        ..view
    };
    Ok(view.into_response())
}

/// Keeps a lesson, or shows it as it will look.
#[handler]
pub async fn post_lesson(
    context: Context,
    Path((slug, key)): Path<(String, String)>,
    LongForm(form): LongForm,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let actor = context.actor()?;
    let draft = courses.draft(&slug, actor).await?;
    let path = path_of_lesson(&draft.files, &key).ok_or_else(Problem::not_found)?;
    let fields = lesson_fields(&form);
    let text = fields.write();
    let preview = form.get("do") == "xem";
    let done = if preview {
        Ok(())
    } else if let Err(problem) = check_seen(&draft, path, &form) {
        Err(problem)
    } else {
        let changes = vec![FileChange::Put(path.to_owned(), text.clone().into_bytes())];
        courses
            .change_draft(&slug, draft.facts.revision, changes, actor, context.now)
            .await
    };
    if done.is_ok() && !preview {
        return Ok(see_other(&format!(
            "/soan/{slug}/bai/{key}?bao=authoring-saved"
        )));
    }
    let (shown, findings) = preview_of(&draft, path, &text);
    let problem = done.err().map(mendable).transpose()?;
    let errors = problem
        .as_ref()
        .map_or_else(Errors::default, |p| kept_errors(&context, p));
    let view = lesson_view(&context, &draft, path, fields, topics(&draft));
    let view = LessonView {
        head: head_of(&draft),
        // A preview keeps what the form saw; after a collision, saving once more puts this text in the place of the other.
        seen: if preview {
            form.get("seen").to_owned()
        } else {
            seen_of(&draft, path)
        },
        preview: shown,
        findings: rows(&slug, &findings, |_| true),
        errors,
        ..view
    };
    let status = problem.as_ref().map_or(StatusCode::OK, status_of);
    Ok(view.with_status(status).into_response())
}

/// A text as it will look, for the script beside the form: a piece of a page.
#[handler]
pub async fn post_preview(
    context: Context,
    Path(slug): Path<String>,
    LongForm(form): LongForm,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let draft = courses.draft(&slug, context.actor()?).await?;
    let (path, text) = (form.get("tep"), form.get("text"));
    // The script sends a lesson's text alone; its settings do not change how it looks.
    let text = if path.starts_with("lessons/") && !text.starts_with("+++") {
        let fields = LessonFields {
            title: "…".into(),
            kind: "survey".into(),
            minutes: "1".into(),
            body: text.to_owned(),
            survey: vec![any_question()],
            ..LessonFields::default()
        };
        fields.write()
    } else {
        text.to_owned()
    };
    let (preview, findings) = preview_of(&draft, path, &text);
    let whole = |f: &Finding| Finding {
        // Lines are those of the sent text, not of the file.
        line: 0,
        ..f.clone()
    };
    let findings: Vec<Finding> = findings.iter().map(whole).collect();
    let view = PreviewView {
        page: context.page(),
        preview,
        findings: rows(&slug, &findings, |_| true),
    };
    Ok(view.into_response())
}
