//! The files of a course: pictures, recordings, documents.

use poem::web::Path;
use poem::{IntoResponse, Response, handler};

use super::{findings_of, head_of, mendable, rows, status_of};
use crate::course::assets::{self, Use, named_use};
use crate::course::service::{CourseService, Draft, FileChange};
use crate::course::views::authoring::{AssetRow, AssetsView, editor_of, is_text};
use crate::kernel::problem::{Outcome, Problem};
use crate::platform::http::context::Context;
use crate::platform::http::form::Form;
use crate::platform::http::page::Errors;
use crate::platform::http::reply::{download, see_other};
use crate::platform::http::services::Service;
use crate::platform::http::upload::UploadForm;

fn assets_view(context: &Context, draft: &Draft, errors: Errors) -> AssetsView {
    let findings = findings_of(draft, context);
    let row = |(path, bytes): (&String, &Vec<u8>)| {
        let name = path.strip_prefix("assets/")?;
        let picture = named_use(name) == Some(Use::Picture);
        let unused = findings
            .iter()
            .any(|f| !f.error && f.file == *path && f.line == 0);
        Some(AssetRow {
            name: name.to_owned(),
            href: format!(
                "/soan/{}/tep/{}/{name}",
                draft.head.slug,
                assets::digest(bytes)
            ),
            kilobytes: (bytes.len() as u64).div_ceil(1024),
            picture,
            edit: if is_text(path) {
                editor_of(&draft.head.slug, path)
            } else {
                String::new()
            },
            unused,
            markdown: if picture {
                format!("![{}]({name})", context.lang.t("authoring-alt-here"))
            } else {
                format!("[{}]({name})", context.lang.t("authoring-words-here"))
            },
        })
    };
    AssetsView {
        page: context.page(),
        head: head_of(draft),
        assets: draft.files.iter().filter_map(row).collect(),
        findings: rows(&draft.head.slug, &findings, |f| f.starts_with("assets/")),
        errors,
    }
}

/// The files of the course.
#[handler]
pub async fn show_assets(
    context: Context,
    Path(slug): Path<String>,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let draft = courses.draft(&slug, context.actor()?).await?;
    Ok(assets_view(&context, &draft, Errors::default()).into_response())
}

/// Takes a file into the course; one of the same name is replaced.
#[handler]
pub async fn post_asset(
    context: Context,
    Path(slug): Path<String>,
    sent: UploadForm,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let actor = context.actor()?;
    let draft = courses.draft(&slug, actor).await?;
    let done = if sent.file.name.is_empty() {
        Err(Problem::field("file", "authoring-field-no-file"))
    } else {
        let path = format!("assets/{}", sent.file.name);
        let changes = vec![FileChange::Put(path, sent.file.bytes)];
        courses
            .change_draft(&slug, draft.facts.revision, changes, actor, context.now)
            .await
    };
    after_asset(&context, &slug, &draft, done)
}

/// Takes a file that nothing uses out of the course.
#[handler]
pub async fn post_asset_removed(
    context: Context,
    Path(slug): Path<String>,
    form: Form,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let actor = context.actor()?;
    let draft = courses.draft(&slug, actor).await?;
    let path = format!("assets/{}", form.get("name"));
    if !draft.files.contains_key(&path) {
        return Err(Problem::not_found().into());
    }
    let revision = draft.facts.revision;
    let changes = vec![FileChange::Remove(path)];
    let done = courses
        .change_draft(&slug, revision, changes, actor, context.now)
        .await;
    after_asset(&context, &slug, &draft, done)
}

fn after_asset(
    context: &Context,
    slug: &str,
    draft: &Draft,
    done: Outcome<()>,
) -> poem::Result<Response> {
    match done {
        Ok(()) => Ok(see_other(&format!("/soan/{slug}/tep?bao=authoring-saved"))),
        Err(problem) => {
            let problem = mendable(problem)?;
            let view = assets_view(context, draft, Errors::of(context.lang, &problem));
            Ok(view.with_status(status_of(&problem)).into_response())
        }
    }
}

/// A file of the draft, for its authors alone; it can neither run nor reach out.
#[handler]
pub async fn download_asset(
    context: Context,
    Path((slug, digest, name)): Path<(String, String, String)>,
    courses: Service<CourseService>,
) -> poem::Result<Response> {
    let (media_type, bytes) = courses
        .draft_file(&slug, (&digest, &name), context.actor()?)
        .await?;
    let shown = ["image/", "audio/", "video/"]
        .iter()
        .any(|kind| media_type.starts_with(kind));
    if !shown {
        let name = if assets::name_is_plain(&name) {
            name
        } else {
            "tep".to_owned()
        };
        return Ok(download(&name, &media_type, bytes));
    }
    Ok(Response::builder()
        .content_type(media_type)
        .header(
            "content-security-policy",
            "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        )
        .header("x-content-type-options", "nosniff")
        .header("cache-control", "private, max-age=3600")
        .body(bytes))
}
