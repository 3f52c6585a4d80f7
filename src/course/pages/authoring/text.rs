//! Files edited as text.

use poem::http::StatusCode;
use poem::web::Path;
use poem::{IntoResponse, Response, handler};

use super::{
    check_seen, findings_of, head_of, kept_errors, mendable, preview_of, rows, seen_of, status_of,
};
use crate::course::package::{PAGE, head, is_text_path};
use crate::course::service::{CourseService, Draft, FileChange};
use crate::course::views::authoring::TextView;
use crate::kernel::problem::Problem;
use crate::platform::http::context::Context;
use crate::platform::http::form::{LongForm, Query};
use crate::platform::http::page::{Errors, query_value};
use crate::platform::http::reply::see_other;
use crate::platform::http::services::Service;

fn text_view(context: &Context, draft: &Draft, path: &str, text: String) -> TextView {
    let findings = findings_of(draft, context);
    TextView {
        page: context.page(),
        head: head_of(draft),
        path: path.to_owned(),
        seen: seen_of(draft, path),
        text,
        removable: draft.files.contains_key(path) && path != head::FILE && path != PAGE,
        markdown: path.ends_with(".md"),
        preview: Vec::new(),
        findings: rows(&draft.head.slug, &findings, |f| f == path),
        errors: Errors::default(),
    }
}

/// A file as text; one that is not there yet is empty.
#[handler]
pub async fn show_text(
    context: Context,
    Path(slug): Path<String>,
    query: Query,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let draft = courses.draft(&slug, context.actor()?).await?;
    let path = query.get("tep");
    if !is_text_path(path) {
        return Err(Problem::not_found().into());
    }
    let text = draft.text(path).unwrap_or_default().to_owned();
    Ok(text_view(&context, &draft, path, text).into_response())
}

/// Keeps a file's text, shows it as it will look, or takes the file away.
#[handler]
pub async fn post_text(
    context: Context,
    Path(slug): Path<String>,
    LongForm(form): LongForm,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let actor = context.actor()?;
    let draft = courses.draft(&slug, actor).await?;
    let path = form.get("tep");
    if !is_text_path(path) {
        return Err(Problem::not_found().into());
    }
    let text = form.all("text").next().unwrap_or_default();
    let text = text.replace("\r\n", "\n");
    let change = match form.get("do") {
        "xem" => None,
        "xoa" if path != head::FILE && path != PAGE => Some(FileChange::Remove(path.to_owned())),
        _ => Some(FileChange::Put(path.to_owned(), text.clone().into_bytes())),
    };
    let preview = change.is_none();
    let removed = matches!(change, Some(FileChange::Remove(_)));
    let done = match (change, check_seen(&draft, path, &form)) {
        (None, _) => Ok(()),
        (Some(_), Err(problem)) => Err(problem),
        (Some(change), Ok(())) => {
            let revision = draft.facts.revision;
            courses
                .change_draft(&slug, revision, vec![change], actor, context.now)
                .await
        }
    };
    if done.is_ok() && removed {
        return Ok(see_other(&format!("/soan/{slug}#texts")));
    }
    if done.is_ok() && !preview {
        let path = query_value(path);
        return Ok(see_other(&format!(
            "/soan/{slug}/van-ban?tep={path}&bao=authoring-saved"
        )));
    }
    let problem = done.err().map(mendable).transpose()?;
    let mut view = text_view(&context, &draft, path, text.clone());
    if preview {
        let (shown, findings) = preview_of(&draft, path, &text);
        view.preview = shown;
        view.seen = form.get("seen").to_owned();
        view.findings = rows(&slug, &findings, |_| true);
    }
    if let Some(problem) = &problem {
        view.errors = kept_errors(&context, problem);
    }
    let status = problem.as_ref().map_or(StatusCode::OK, status_of);
    Ok(view.with_status(status).into_response())
}
