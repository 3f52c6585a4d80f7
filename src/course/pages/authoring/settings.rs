//! The settings of a course.

use poem::web::Path;
use poem::{IntoResponse, Response, handler};

use super::forms::{head_fields, picked_files, settings_choices};
use super::{check_seen, findings_of, head_of, kept_errors, mendable, rows, seen_of, status_of};
use crate::course::assets::Use;
use crate::course::package::head;
use crate::course::package::write::HeadFields;
use crate::course::service::{CourseService, Draft, FileChange};
use crate::course::views::authoring::SettingsView;
use crate::platform::http::context::Context;
use crate::platform::http::form::LongForm;
use crate::platform::http::page::Errors;
use crate::platform::http::reply::see_other;
use crate::platform::http::services::Service;

fn settings_view(
    context: &Context,
    draft: &Draft,
    fields: HeadFields,
    seen: String,
    errors: Errors,
) -> SettingsView {
    let findings = findings_of(draft, context);
    let (modes, shows) = settings_choices(context.lang, &fields);
    SettingsView {
        page: context.page(),
        head: head_of(draft),
        seen,
        modes,
        covers: picked_files(draft, &[Use::Picture], &fields.cover),
        shows,
        findings: rows(&draft.head.slug, &findings, |f| f == head::FILE),
        fields,
        errors,
    }
}

/// The course's settings.
#[handler]
pub async fn show_settings(
    context: Context,
    Path(slug): Path<String>,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let draft = courses.draft(&slug, context.actor()?).await?;
    let Some(fields) = draft.text(head::FILE).and_then(HeadFields::read) else {
        return Ok(see_other(&format!(
            "/soan/{slug}/van-ban?tep={}",
            head::FILE
        )));
    };
    let seen = seen_of(&draft, head::FILE);
    Ok(settings_view(&context, &draft, fields, seen, Errors::default()).into_response())
}

/// Keeps the course's settings.
#[handler]
pub async fn post_settings(
    context: Context,
    Path(slug): Path<String>,
    LongForm(form): LongForm,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let actor = context.actor()?;
    let draft = courses.draft(&slug, actor).await?;
    let before = draft.text(head::FILE).and_then(HeadFields::read);
    let fields = head_fields(&form, before.unwrap_or_default());
    let bytes = fields.write().into_bytes();
    let done = match check_seen(&draft, head::FILE, &form) {
        Ok(()) => {
            let changes = vec![FileChange::Put(head::FILE.into(), bytes)];
            courses
                .change_draft(&slug, draft.facts.revision, changes, actor, context.now)
                .await
        }
        Err(problem) => Err(problem),
    };
    match done {
        Ok(()) => Ok(see_other(&format!(
            "/soan/{slug}/khoa-hoc?bao=authoring-saved"
        ))),
        Err(problem) => {
            let problem = mendable(problem)?;
            let errors = kept_errors(&context, &problem);
            // What was typed stays; saving once more puts it in the place of what is there now.
            let seen = seen_of(&draft, head::FILE);
            let view = settings_view(&context, &draft, fields, seen, errors);
            Ok(view.with_status(status_of(&problem)).into_response())
        }
    }
}
