//! Writing courses over the API: drafts and their files, what is wrong with them, review and publication.

use std::collections::HashMap;

use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::types::Example;
use poem_openapi::{ApiResponse, Enum, Object, OpenApi};
use uuid::Uuid;

use super::{ChangeBody, Done, Tag, change_body};
use crate::course::assets;
use crate::course::export;
use crate::course::package::arrange::{DiffLine, FileDiff, FileState, differences};
use crate::course::service::{
    Authored, CourseService, Decision, Draft, DraftFacts, FileChange, Published,
};
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::organisation::service::OrganisationService;
use crate::platform::http::api::ApiResult;
use crate::platform::http::context::Context;
use crate::platform::http::file_body::FileBody;
use crate::platform::http::services::Service;
use crate::question_bank::model::Finding;

/// Largest file of a draft, bytes.
pub const FILE_MAX: usize = assets::MEDIA_MAX;

/// Where a draft stands.
#[derive(Debug, Object)]
#[oai(example)]
pub struct DraftState {
    /// `editing`, `in_review` or `returned`.
    state: String,
    /// Counts changes; whoever decides about the draft says which they saw.
    revision: i32,
    /// When it was changed last (RFC 3339).
    edited_at: String,
    /// What the author says of the change, once review was asked for.
    note: String,
    /// What the reviewer said who gave it back.
    review_note: String,
}

impl Example for DraftState {
    fn example() -> Self {
        Self {
            state: "editing".into(),
            revision: 3,
            edited_at: "2026-11-28T08:00:00.000+07:00".into(),
            note: String::new(),
            review_note: String::new(),
        }
    }
}

impl DraftState {
    fn of(facts: &DraftFacts) -> Self {
        Self {
            state: facts.state.as_str().to_owned(),
            revision: facts.revision,
            edited_at: facts.edited_at.to_string(),
            note: facts.note.clone(),
            review_note: facts.review_note.clone(),
        }
    }
}

/// A course that one may write.
#[derive(Debug, Object)]
#[oai(example)]
pub struct AuthoredBody {
    /// Name in addresses.
    slug: String,
    /// Title.
    title: String,
    /// Code of the organisation it belongs to.
    organisation: Option<String>,
    /// Published version; 0 when nothing is published yet.
    version: i32,
    /// Its draft, if one is open.
    draft: Option<DraftState>,
}

impl Example for AuthoredBody {
    fn example() -> Self {
        Self {
            slug: "hoa-giai-o-co-so".into(),
            title: "Hoà giải ở cơ sở".into(),
            organisation: Some("01".into()),
            version: 1,
            draft: Some(DraftState::example()),
        }
    }
}

/// A new course.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields, example)]
pub struct NewCourse {
    /// Name in addresses: small letters without marks, digits, hyphens between them.
    slug: String,
    /// Title, at most 200 characters.
    title: String,
    /// Code of the organisation it belongs to; empty for whoever writes courses of the whole installation.
    #[oai(default)]
    organisation: String,
}

impl Example for NewCourse {
    fn example() -> Self {
        Self {
            slug: "hoa-giai-o-co-so".into(),
            title: "Hoà giải ở cơ sở".into(),
            organisation: "01".into(),
        }
    }
}

/// A file of a draft.
#[derive(Debug, Object)]
#[oai(example)]
pub struct DraftFileBody {
    /// Its path in the package.
    path: String,
    /// SHA-256 of its bytes in hexadecimal; to be sent as `seen` when it is changed.
    digest: String,
    /// Its size, bytes.
    size: u64,
}

impl Example for DraftFileBody {
    fn example() -> Self {
        Self {
            path: "lessons/01-vai-tro.md".into(),
            digest: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08".into(),
            size: 4_096,
        }
    }
}

impl DraftFileBody {
    fn of(path: &str, bytes: &[u8]) -> Self {
        Self {
            path: path.to_owned(),
            digest: assets::digest(bytes),
            size: bytes.len() as u64,
        }
    }
}

/// A draft.
#[derive(Debug, Object)]
#[oai(example)]
pub struct DraftBody {
    /// Name of the course in addresses.
    slug: String,
    /// Title as the draft says it.
    title: String,
    /// Published version; 0 when nothing is published yet.
    version: i32,
    /// Where it stands.
    draft: DraftState,
    /// Its files.
    files: Vec<DraftFileBody>,
}

impl Example for DraftBody {
    fn example() -> Self {
        Self {
            slug: "hoa-giai-o-co-so".into(),
            title: "Hoà giải ở cơ sở".into(),
            version: 1,
            draft: DraftState::example(),
            files: vec![DraftFileBody::example()],
        }
    }
}

impl DraftBody {
    fn of(draft: &Draft) -> Self {
        let files = draft.files.iter();
        Self {
            slug: draft.head.slug.clone(),
            title: draft.title(),
            version: draft.head.version,
            draft: DraftState::of(&draft.facts),
            files: files.map(|(path, b)| DraftFileBody::of(path, b)).collect(),
        }
    }
}

/// A draft was opened.
#[derive(ApiResponse)]
pub enum DraftOpened {
    /// It is open, now or before.
    #[oai(status = 201)]
    Open(Json<DraftBody>),
}

/// Something wrong with a draft.
#[derive(Debug, Object)]
#[oai(example)]
pub struct FindingBody {
    /// Path of the file.
    file: String,
    /// Line from 1; 0 when the whole file is meant.
    line: u64,
    /// What is wrong and how to mend it, in Vietnamese.
    message: String,
    /// Whether it must be mended before publication; a warning need not.
    error: bool,
}

impl Example for FindingBody {
    fn example() -> Self {
        Self {
            file: "lessons/01-vai-tro.md".into(),
            line: 12,
            message: "Hình không có lời mô tả.".into(),
            error: true,
        }
    }
}

impl FindingBody {
    fn of(finding: Finding) -> Self {
        Self {
            file: finding.file,
            line: finding.line as u64,
            message: finding.message,
            error: finding.error,
        }
    }
}

/// A line of a comparison.
#[derive(Debug, Object)]
pub struct DiffLineBody {
    /// `+` for a new line, `-` for one that is gone, a blank for one that stayed, `…` for some that stayed and are left out.
    sign: String,
    /// The line.
    text: String,
}

/// A file in which a draft differs from what is published.
#[derive(Debug, Object)]
#[oai(example)]
pub struct DifferenceBody {
    /// Its path.
    path: String,
    /// `added`, `removed` or `changed`.
    state: String,
    /// Line by line; empty for what is no text.
    lines: Vec<DiffLineBody>,
}

impl Example for DifferenceBody {
    fn example() -> Self {
        let line = |sign: &str, text: &str| DiffLineBody {
            sign: sign.into(),
            text: text.into(),
        };
        Self {
            path: "page.md".into(),
            state: "changed".into(),
            lines: vec![line("-", "Lời cũ."), line("+", "Lời mới.")],
        }
    }
}

impl DifferenceBody {
    fn of(diff: FileDiff) -> Self {
        let line = |line: DiffLine| DiffLineBody {
            sign: line.sign.to_string(),
            text: line.text,
        };
        Self {
            path: diff.path,
            state: match diff.state {
                FileState::Added => "added",
                FileState::Removed => "removed",
                FileState::Changed => "changed",
            }
            .to_owned(),
            lines: diff.lines.into_iter().map(line).collect(),
        }
    }
}

/// A draft is to be reviewed.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields, example)]
pub struct ReviewRequest {
    /// The revision that is sent; `changed-meanwhile` when it is no longer the present one.
    revision: i32,
    /// What changes, in words, for who learns; at most 2,000 characters.
    #[oai(default)]
    note: String,
}

impl Example for ReviewRequest {
    fn example() -> Self {
        Self {
            revision: 3,
            note: "Thêm một bài".into(),
        }
    }
}

/// What a reviewer decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum Verdict {
    /// The draft becomes the published version.
    Publish,
    /// It goes back to its author.
    Return,
}

/// A review.
#[derive(Debug, Object)]
#[oai(deny_unknown_fields, example)]
pub struct Review {
    /// The revision that was reviewed; `changed-meanwhile` when it is no longer the present one.
    revision: i32,
    /// What becomes of the draft.
    verdict: Verdict,
    /// What is to be mended, when it goes back; at most 2,000 characters.
    #[oai(default)]
    words: String,
}

impl Example for Review {
    fn example() -> Self {
        Self {
            revision: 4,
            verdict: Verdict::Publish,
            words: String::new(),
        }
    }
}

/// What a review did.
#[derive(Debug, Object)]
#[oai(example)]
pub struct ReviewedBody {
    /// Whether a new version was published.
    published: bool,
    /// Published version from now on; 0 when nothing is published yet.
    version: i32,
    /// What the new version changes.
    changes: Vec<ChangeBody>,
}

impl Example for ReviewedBody {
    fn example() -> Self {
        Self {
            published: true,
            version: 2,
            changes: vec![ChangeBody {
                change: "added".into(),
                title: Some("Bài thêm".into()),
            }],
        }
    }
}

/// Refuses a change by who saw another content of the file than there is now.
fn check_seen(draft: &Draft, path: &str, seen: &str) -> Outcome<()> {
    if draft.digest(path) == seen {
        Ok(())
    } else {
        Err(Problem::new(Code::ChangedMeanwhile))
    }
}

async fn codes(
    organisations: &OrganisationService,
    authored: &[Authored],
) -> Outcome<HashMap<Uuid, String>> {
    let ids: Vec<Uuid> = authored
        .iter()
        .filter_map(|a| a.head.organisation)
        .collect();
    let named = organisations.named(&ids).await?;
    let codes = named.into_iter().map(|(id, unit)| (id, unit.code.clone()));
    Ok(codes.collect())
}

/// The operations.
pub struct AuthoringApi;

#[OpenApi(prefix_path = "/api/v1/authoring", tag = "Tag::Authoring")]
impl AuthoringApi {
    /// Courses one may write
    ///
    /// Those with a draft first.
    #[oai(path = "/courses", method = "get", operation_id = "authoredCourses")]
    async fn list(
        &self,
        context: Context,
        courses: Service<CourseService>,
        organisations: Service<OrganisationService>,
    ) -> ApiResult<Json<Vec<AuthoredBody>>> {
        let authored = courses.authored(context.actor()?).await?;
        let codes = codes(&organisations, &authored).await?;
        let body = authored.into_iter().map(|one| AuthoredBody {
            slug: one.head.slug.clone(),
            title: one.head.title.clone(),
            organisation: one.head.organisation.and_then(|id| codes.get(&id).cloned()),
            version: one.head.version,
            draft: one.draft.as_ref().map(DraftState::of),
        });
        Ok(Json(body.collect()))
    }

    /// Begin a new course
    ///
    /// With a draft that nobody else sees before it is published.
    #[oai(path = "/courses", method = "post", operation_id = "createCourse")]
    async fn create(
        &self,
        context: Context,
        courses: Service<CourseService>,
        body: Json<NewCourse>,
    ) -> ApiResult<DraftOpened> {
        let (actor, now) = (context.actor()?, context.now);
        let NewCourse {
            slug,
            title,
            organisation,
        } = &body.0;
        courses
            .create(slug, title, organisation, actor, now)
            .await?;
        let draft = courses.draft(slug, actor).await?;
        Ok(DraftOpened::Open(Json(DraftBody::of(&draft))))
    }

    /// Open a draft of a course
    ///
    /// With the files of the published version; a draft that is open already stays as it is.
    #[oai(
        path = "/courses/:slug/draft",
        method = "post",
        operation_id = "openDraft"
    )]
    async fn open(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
    ) -> ApiResult<DraftOpened> {
        let actor = context.actor()?;
        courses.open_draft(&slug, actor, context.now).await?;
        let draft = courses.draft(&slug, actor).await?;
        Ok(DraftOpened::Open(Json(DraftBody::of(&draft))))
    }

    /// A draft and its files
    #[oai(path = "/courses/:slug/draft", method = "get", operation_id = "draft")]
    async fn draft(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
    ) -> ApiResult<Json<DraftBody>> {
        let draft = courses.draft(&slug, context.actor()?).await?;
        Ok(Json(DraftBody::of(&draft)))
    }

    /// Let a draft go
    ///
    /// What is published stays.
    #[oai(
        path = "/courses/:slug/draft",
        method = "delete",
        operation_id = "discardDraft"
    )]
    async fn discard(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
        /// The revision that is let go; `changed-meanwhile` when it is no longer the present one.
        revision: Query<i32>,
    ) -> ApiResult<Done> {
        let (actor, now) = (context.actor()?, context.now);
        courses.discard_draft(&slug, revision.0, actor, now).await?;
        Ok(Done::Done)
    }

    /// A file of a draft
    #[oai(
        path = "/courses/:slug/draft/file",
        method = "get",
        operation_id = "draftFile"
    )]
    async fn file(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
        /// Its path in the package, such as `lessons/01-vai-tro.md`.
        path: Query<String>,
    ) -> ApiResult<FileBody> {
        let mut draft = courses.draft(&slug, context.actor()?).await?;
        let bytes = draft.files.remove(&path.0);
        Ok(FileBody(bytes.ok_or_else(Problem::not_found)?))
    }

    /// Put a file into a draft
    ///
    /// A new one, or in the place of the one of this path. Pictures are kept in their harmless form, so the answer's digest may be another
    /// than that of what was sent. A draft that is changed is no longer under review.
    #[oai(
        path = "/courses/:slug/draft/file",
        method = "put",
        operation_id = "putDraftFile"
    )]
    async fn put_file(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
        /// `course.toml`, `page.md`, `SOURCES.md`, `lessons/….md`, `questions/….txt` or `assets/…`.
        path: Query<String>,
        /// Digest of the file that is replaced, empty for a new one; `changed-meanwhile` when there is another by now.
        #[oai(default)]
        seen: Query<String>,
        body: FileBody,
    ) -> ApiResult<Json<DraftFileBody>> {
        let (actor, path) = (context.actor()?, path.0);
        let draft = courses.draft(&slug, actor).await?;
        check_seen(&draft, &path, &seen)?;
        let (revision, change) = (draft.facts.revision, FileChange::Put(path.clone(), body.0));
        courses
            .change_draft(&slug, revision, vec![change], actor, context.now)
            .await?;
        let draft = courses.draft(&slug, actor).await?;
        let kept = draft.files.get(&path).ok_or_else(Problem::not_found)?;
        Ok(Json(DraftFileBody::of(&path, kept)))
    }

    /// Take a file out of a draft
    #[oai(
        path = "/courses/:slug/draft/file",
        method = "delete",
        operation_id = "removeDraftFile"
    )]
    async fn remove_file(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
        /// Its path in the package.
        path: Query<String>,
        /// Its digest; `changed-meanwhile` when it is another by now.
        seen: Query<String>,
    ) -> ApiResult<Done> {
        let actor = context.actor()?;
        let draft = courses.draft(&slug, actor).await?;
        if !draft.files.contains_key(&path.0) {
            return Err(Problem::not_found().into());
        }
        check_seen(&draft, &path, &seen)?;
        let (revision, change) = (draft.facts.revision, FileChange::Remove(path.0));
        courses
            .change_draft(&slug, revision, vec![change], actor, context.now)
            .await?;
        Ok(Done::Done)
    }

    /// What is wrong with a draft
    ///
    /// As `hocluat check` says it, file by file and in the order of lines.
    #[oai(
        path = "/courses/:slug/draft/findings",
        method = "get",
        operation_id = "draftFindings"
    )]
    async fn findings(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
    ) -> ApiResult<Json<Vec<FindingBody>>> {
        let draft = courses.draft(&slug, context.actor()?).await?;
        let (_, findings) = draft.read(context.now.date());
        Ok(Json(findings.into_iter().map(FindingBody::of).collect()))
    }

    /// What a draft changes
    ///
    /// File by file and line by line against the published version, for whoever reviews it.
    #[oai(
        path = "/courses/:slug/draft/differences",
        method = "get",
        operation_id = "draftDifferences"
    )]
    async fn differences(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
    ) -> ApiResult<Json<Vec<DifferenceBody>>> {
        let draft = courses.draft(&slug, context.actor()?).await?;
        let published = courses.published_files(&draft.head).await?;
        let differing = differences(&published, &draft.files);
        Ok(Json(
            differing.into_iter().map(DifferenceBody::of).collect(),
        ))
    }

    /// Ask another person to review a draft
    ///
    /// One with errors cannot be asked for.
    #[oai(
        path = "/courses/:slug/draft/review",
        method = "post",
        operation_id = "askForReview"
    )]
    async fn ask(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
        body: Json<ReviewRequest>,
    ) -> ApiResult<Json<DraftBody>> {
        let (actor, now) = (context.actor()?, context.now);
        courses
            .submit_draft(&slug, body.revision, &body.note, actor, now)
            .await?;
        let draft = courses.draft(&slug, actor).await?;
        Ok(Json(DraftBody::of(&draft)))
    }

    /// Publish a draft under review, or give it back
    ///
    /// Whoever wrote in it does not decide about it (`own-review`).
    #[oai(
        path = "/courses/:slug/draft/review",
        method = "put",
        operation_id = "reviewDraft"
    )]
    async fn review(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
        body: Json<Review>,
    ) -> ApiResult<Json<ReviewedBody>> {
        let decision = match body.verdict {
            Verdict::Publish => Decision::Publish,
            Verdict::Return => Decision::Return(body.words.clone()),
        };
        let actor = context.actor()?;
        let done = courses.review_draft(&slug, body.revision, decision, actor, context.now);
        let done = done.await?;
        let changes = match &done {
            Some(Published::Changed(_, changes)) => changes.iter().map(change_body).collect(),
            _ => Vec::new(),
        };
        Ok(Json(ReviewedBody {
            published: matches!(done, Some(Published::Created | Published::Changed(..))),
            version: courses.head(&slug).await?.version,
            changes,
        }))
    }

    /// The whole package
    ///
    /// A ZIP file with the files of the draft, or of the published version when none is open, as `hocluat import` takes them.
    #[oai(
        path = "/courses/:slug/package",
        method = "get",
        operation_id = "coursePackage"
    )]
    async fn package(
        &self,
        context: Context,
        courses: Service<CourseService>,
        slug: Path<String>,
    ) -> ApiResult<FileBody> {
        let bytes = export::package(&courses, &slug, context.actor()?).await?;
        Ok(FileBody(bytes))
    }
}
