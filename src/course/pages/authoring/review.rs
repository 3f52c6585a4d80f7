//! What a reviewer sees and decides, and a draft taken out as one file.

use poem::web::Path;
use poem::{IntoResponse, Response, handler};

use super::{findings_of, head_of, mendable, name_of, revision_of, rows, status_of};
use crate::account::service::AccountService;
use crate::course::assets::{self, Use, named_use};
use crate::course::export;
use crate::course::package::arrange::differences;
use crate::course::service::{CourseService, Decision, Draft};
use crate::course::views::authoring::{DiffRow, ReviewView};
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::platform::http::context::Context;
use crate::platform::http::form::Form;
use crate::platform::http::page::Errors;
use crate::platform::http::reply::{download, see_other};
use crate::platform::http::services::Service;

async fn review_view(
    context: &Context,
    courses: &CourseService,
    accounts: &AccountService,
    draft: &Draft,
    words: &str,
    errors: Errors,
) -> Outcome<ReviewView> {
    let published = courses.published_files(&draft.head).await?;
    let findings = findings_of(draft, context);
    let picture = |path: &str| {
        let name = path.strip_prefix("assets/")?;
        let bytes = draft.files.get(path)?;
        (named_use(name) == Some(Use::Picture)).then(|| {
            format!(
                "/soan/{}/tep/{}/{name}",
                draft.head.slug,
                assets::digest(bytes)
            )
        })
    };
    let files = differences(&published, &draft.files)
        .into_iter()
        .map(|file| DiffRow {
            picture: picture(&file.path).unwrap_or_default(),
            path: file.path,
            state: file.state,
            lines: file.lines,
        });
    Ok(ReviewView {
        page: context.page(),
        head: head_of(draft),
        revision: draft.facts.revision,
        note: draft.facts.note.clone(),
        submitted_by: name_of(accounts, draft.facts.submitted_by).await?,
        own: courses.wrote(draft, context.actor()?).await?,
        files: files.collect(),
        words: words.to_owned(),
        findings: rows(&draft.head.slug, &findings, |_| true),
        errors,
    })
}

/// The differences to what is published, and the form of the reviewer.
#[handler]
pub async fn show_review(
    context: Context,
    Path(slug): Path<String>,
    courses: Service<CourseService>,
    accounts: Service<AccountService>,
) -> poem::Result<Response> {
    let draft = courses.draft(&slug, context.actor()?).await?;
    let errors = Errors::default();
    let view = review_view(&context, &courses, &accounts, &draft, "", errors).await?;
    Ok(view.into_response())
}

/// Publishes a draft, or gives it back with words.
#[handler]
pub async fn post_review(
    context: Context,
    Path(slug): Path<String>,
    form: Form,
    courses: Service<CourseService>,
    accounts: Service<AccountService>,
) -> poem::Result<Response> {
    let actor = context.actor()?;
    let words = form.get("words");
    let (decision, said) = match form.get("do") {
        "cong-bo" => (Decision::Publish, "authoring-published"),
        "tra-lai" => (Decision::Return(words.to_owned()), "authoring-given-back"),
        _ => return Err(Problem::new(Code::RequestUnreadable).into()),
    };
    let revision = revision_of(&form);
    match courses
        .review_draft(&slug, revision, decision, actor, context.now)
        .await
    {
        Ok(_) => Ok(see_other(&format!("/soan/{slug}?bao={said}"))),
        Err(problem) => {
            let problem = mendable(problem)?;
            let draft = courses.draft(&slug, actor).await?;
            let errors = Errors::of(context.lang, &problem);
            let view = review_view(&context, &courses, &accounts, &draft, words, errors).await?;
            Ok(view.with_status(status_of(&problem)).into_response())
        }
    }
}

/// The files of the draft, or of the published version when no draft is open, as one file.
#[handler]
pub async fn download_zip(
    context: Context,
    Path(slug): Path<String>,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let bytes = export::package(&courses, &slug, context.actor()?).await?;
    Ok(download(&format!("{slug}.zip"), "application/zip", bytes))
}
