//! Courses written in the browser: drafts, their files, review by another person, publication.

use std::sync::Arc;

use chrono::NaiveDate;
use uuid::Uuid;

use super::publishing::digest_of;
use super::{CourseService, Head, Published};
use crate::audit::service as audit;
use crate::course::assets::{self, media_type_of};
use crate::course::package::{
    CoursePackage, Files, NOT_USED, NOT_UTF8, PAGE, TEXT_MAX, TOO_LONG, head, is_text_path,
    read_course_on, slug_is_plain, slug_is_reserved, write,
};
use crate::course::store::drafts::{self, DRAFT, DraftRow};
use crate::course::store::{self, CourseRow, FileRow};
use crate::kernel::actor::{Actor, Role};
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::platform::db::Tx;
use crate::platform::text::{fold, tidy};
use crate::question_bank::model::Finding;

/// Most bytes of all files of a draft together.
pub const DRAFT_MAX: usize = 96 * 1024 * 1024;
/// Longest words of a review or a change, letters.
const WORDS_MAX: usize = 2_000;
/// Lines of the trail that are looked through for who wrote a draft.
const TRAIL: u64 = 1_000;

/// Where a draft stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftState {
    /// Being written.
    Editing,
    /// Waiting for another person.
    InReview,
    /// Given back with words.
    Returned,
}

impl DraftState {
    /// The name kept in the database and at the end of Fluent keys.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Editing => "editing",
            Self::InReview => "in_review",
            Self::Returned => "returned",
        }
    }

    fn parse(text: &str) -> Self {
        match text {
            "in_review" => Self::InReview,
            "returned" => Self::Returned,
            _ => Self::Editing,
        }
    }
}

/// What is said of a draft without its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftFacts {
    /// Where it stands.
    pub state: DraftState,
    /// What the author says of the change.
    pub note: String,
    /// What the reviewer said.
    pub review_note: String,
    /// Who edited it last.
    pub edited_by: Uuid,
    /// When.
    pub edited_at: Moment,
    /// Who asked for the review.
    pub submitted_by: Option<Uuid>,
    /// Counts changes.
    pub revision: i32,
}

impl DraftFacts {
    fn of(row: &DraftRow) -> Self {
        Self {
            state: DraftState::parse(&row.state),
            note: row.note.clone(),
            review_note: row.review_note.clone(),
            edited_by: row.edited_by,
            edited_at: Moment(row.edited_at),
            submitted_by: row.submitted_by,
            revision: row.revision,
        }
    }
}

/// A course in the list of its authors.
#[derive(Debug, Clone)]
pub struct Authored {
    /// The course.
    pub head: Arc<Head>,
    /// Its draft, if one is open.
    pub draft: Option<DraftFacts>,
}

/// A draft with its files.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The course.
    pub head: Arc<Head>,
    /// Where it stands.
    pub facts: DraftFacts,
    /// Its files.
    pub files: Files,
}

impl Draft {
    /// The text of a file; `None` when it is not there or no text.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        std::str::from_utf8(self.files.get(path)?).ok()
    }

    /// SHA-256 of a file in hexadecimal; empty when it is not there.
    #[must_use]
    pub fn digest(&self, path: &str) -> String {
        let bytes = self.files.get(path);
        bytes.map_or_else(String::new, |bytes| digest_of(bytes))
    }

    /// The title as the draft says it, or the published one where it says none.
    #[must_use]
    pub fn title(&self) -> String {
        let fields = self.text(head::FILE).and_then(write::HeadFields::read);
        let title = fields.map(|f| f.title).filter(|t| !t.trim().is_empty());
        title.unwrap_or_else(|| self.head.title.clone())
    }

    /// Reads the draft as an import would.
    #[must_use]
    pub fn read(&self, today: NaiveDate) -> (Option<CoursePackage>, Vec<Finding>) {
        read_course_on(&self.head.slug, &self.files, Some(today))
    }
}

/// One change of a draft's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileChange {
    /// These bytes under this path.
    Put(String, Vec<u8>),
    /// No file under this path any more.
    Remove(String),
}

/// What a reviewer decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// The draft becomes the published version.
    Publish,
    /// It goes back to its author, with words.
    Return(String),
}

impl CourseService {
    /// The courses a person may write, the ones with a draft first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn authored(&self, actor: &Actor) -> Outcome<Vec<Authored>> {
        let rows = drafts::drafts(self.db.read()).await?;
        let mut list = Vec::new();
        for head in &self.catalogue().await?.courses {
            if actor.may(Role::Author, &self.lineage(head).await?) {
                let row = rows.iter().find(|r| r.course_id == head.id);
                list.push(Authored {
                    head: head.clone(),
                    draft: row.map(DraftFacts::of),
                });
            }
        }
        list.sort_by_key(|a| std::cmp::Reverse(a.draft.as_ref().map(|d| d.edited_at)));
        Ok(list)
    }

    /// A course that the person may write.
    ///
    /// # Errors
    /// Not found when there is none within reach; or the database fails.
    pub async fn within_reach(&self, slug: &str, actor: &Actor) -> Outcome<Arc<Head>> {
        let head = self.head(slug).await?;
        if actor.may(Role::Author, &self.lineage(&head).await?) {
            Ok(head)
        } else {
            Err(Problem::not_found())
        }
    }

    /// A course within reach, and its draft if one is open.
    ///
    /// # Errors
    /// As [`CourseService::within_reach`].
    pub async fn draft_if_open(
        &self,
        slug: &str,
        actor: &Actor,
    ) -> Outcome<(Arc<Head>, Option<Draft>)> {
        let head = self.within_reach(slug, actor).await?;
        let Some(row) = drafts::draft(self.db.read(), head.id).await? else {
            return Ok((head, None));
        };
        let draft = Draft {
            head: head.clone(),
            facts: DraftFacts::of(&row),
            files: self.files_of(head.id, DRAFT).await?,
        };
        Ok((head, Some(draft)))
    }

    /// The draft of a course within reach.
    ///
    /// # Errors
    /// Not found when none is open or it is out of reach; or the database fails.
    pub async fn draft(&self, slug: &str, actor: &Actor) -> Outcome<Draft> {
        let (_, draft) = self.draft_if_open(slug, actor).await?;
        draft.ok_or_else(Problem::not_found)
    }

    async fn files_of(&self, course: Uuid, version: i32) -> Outcome<Files> {
        let mut files = Files::new();
        for row in store::files(self.db.read(), course, version).await? {
            let bytes = store::blob(self.db.read(), &row.digest).await?;
            let missing = || Problem::internal(format!("the bytes of {} are gone", row.path));
            files.insert(row.path.clone(), bytes.ok_or_else(missing)?);
        }
        Ok(files)
    }

    /// The files of the published version; none while nothing is published.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn published_files(&self, head: &Head) -> Outcome<Files> {
        if head.version == 0 {
            return Ok(Files::new());
        }
        self.files_of(head.id, head.version).await
    }

    /// A file of a draft within reach: media type and bytes.
    ///
    /// # Errors
    /// When there is none, or the database fails.
    pub async fn draft_file(
        &self,
        slug: &str,
        (digest, name): (&str, &str),
        actor: &Actor,
    ) -> Outcome<(String, Vec<u8>)> {
        let head = self.within_reach(slug, actor).await?;
        let path = format!("assets/{name}");
        let media_type = drafts::draft_type(self.db.read(), head.id, &path, digest).await?;
        let media_type = media_type.ok_or_else(Problem::not_found)?;
        let bytes = store::blob(self.db.read(), digest).await?;
        Ok((media_type, bytes.ok_or_else(Problem::not_found)?))
    }

    /// Begins a new course with a draft; nobody sees it before it is published.
    ///
    /// # Errors
    /// Messages beside `slug`, `title` or `organisation`; or the database fails.
    pub async fn create(
        &self,
        slug: &str,
        title: &str,
        organisation: &str,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<()> {
        let title = tidy(title);
        if !slug_is_plain(slug) {
            return Err(Problem::field("slug", "authoring-field-slug"));
        }
        if slug_is_reserved(slug) {
            return Err(Problem::field("slug", "authoring-field-slug-reserved"));
        }
        if title.is_empty() || title.chars().count() > 200 {
            return Err(Problem::field("title", "authoring-field-title"));
        }
        let owner = self.may_own(organisation, actor).await?;
        let files = write::starter(&title, organisation);
        let row = fresh(self.id(now), slug, &title, owner, now);
        let (service, by, slug) = (self.clone(), actor.account, slug.to_owned());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let taken = store::by_slug(tx, &slug).await?;
                    if taken.is_some() {
                        return Err(Problem::field("slug", "authoring-field-slug-taken"));
                    }
                    let id = row.id;
                    let stamp = store::next_stamp(tx, now).await?;
                    store::put(tx, CourseRow { stamp, ..row }).await?;
                    drafts::add_draft(tx, id, by, now).await?;
                    for (path, bytes) in files {
                        put(tx, id, path, bytes, now).await?;
                    }
                    service.note(tx, id, by, "course.create", "{}", now).await
                })
            })
            .await?;
        self.forget();
        Ok(())
    }

    /// The organisation with this code, when the person writes courses for it; none for the empty code, when they write for all.
    async fn may_own(&self, code: &str, actor: &Actor) -> Outcome<Option<Uuid>> {
        let refused = || Problem::field("organisation", "authoring-field-organisation");
        let (unit, lineage) = if code.is_empty() {
            (None, Vec::new())
        } else {
            let unit = self
                .organisations
                .by_code(code)
                .await?
                .ok_or_else(refused)?;
            (Some(unit.id), self.organisations.lineage(unit.id).await?)
        };
        if actor.may(Role::Author, &lineage) {
            Ok(unit)
        } else {
            Err(refused())
        }
    }

    /// Opens a draft with the files of the published version; one that is open already stays.
    ///
    /// # Errors
    /// When the course is out of reach, or the database fails.
    pub async fn open_draft(&self, slug: &str, actor: &Actor, now: Moment) -> Outcome<()> {
        let head = self.within_reach(slug, actor).await?;
        let (service, by) = (self.clone(), actor.account);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if !drafts::add_draft(tx, head.id, by, now).await? {
                        return Ok(());
                    }
                    let version = store::by_id(tx, head.id).await?.map_or(0, |r| r.version);
                    let rows = store::files(tx, head.id, version).await?;
                    let own = |row: FileRow| FileRow {
                        version: DRAFT,
                        ..row
                    };
                    store::add_files(tx, rows.into_iter().map(own).collect()).await?;
                    service
                        .note(tx, head.id, by, "course.draft-open", "{}", now)
                        .await
                })
            })
            .await
    }

    /// Lets a draft go. A course that was never published stays in its authors' list, empty.
    ///
    /// # Errors
    /// When it is out of reach, somebody changed it in between, or the database fails.
    pub async fn discard_draft(
        &self,
        slug: &str,
        revision: i32,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<()> {
        let head = self.within_reach(slug, actor).await?;
        let (service, by) = (self.clone(), actor.account);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    if !drafts::drop_draft(tx, head.id, revision).await? {
                        return Err(Problem::new(Code::ChangedMeanwhile));
                    }
                    service
                        .note(tx, head.id, by, "course.draft-discard", "{}", now)
                        .await
                })
            })
            .await
    }

    /// Changes files of a draft that has this revision. What is changed is no longer under review. Assets are kept in their harmless form.
    ///
    /// # Errors
    /// A message beside `file` for what is refused; [`Code::ChangedMeanwhile`]; out of reach; or the database fails.
    pub async fn change_draft(
        &self,
        slug: &str,
        revision: i32,
        changes: Vec<FileChange>,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<()> {
        let draft = self.draft(slug, actor).await?;
        let changes = accepted(&draft, changes)?;
        if let Some(text) = changes.iter().find_map(new_head) {
            self.stays_within_reach(&draft, &text, actor).await?;
        }
        let paths: Vec<&str> = changes.iter().map(path_of).collect();
        let detail = serde_json::json!({ "files": paths }).to_string();
        let (service, by) = (self.clone(), actor.account);
        let next = move |row: DraftRow| DraftRow {
            state: DraftState::Editing.as_str().into(),
            submitted_by: None,
            edited_by: by,
            edited_at: now.0,
            ..row
        };
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let id = draft.head.id;
                    step(tx, id, revision, next).await?;
                    for change in changes {
                        match change {
                            FileChange::Put(path, bytes) => put(tx, id, path, bytes, now).await?,
                            FileChange::Remove(path) => drafts::remove_file(tx, id, &path).await?,
                        }
                    }
                    service.note(tx, id, by, "course.draft", &detail, now).await
                })
            })
            .await
    }

    /// Nobody gives a course to an organisation that they do not write for. A code that was there before may stay.
    async fn stays_within_reach(&self, draft: &Draft, text: &str, actor: &Actor) -> Outcome<()> {
        let code = |text: &str| write::HeadFields::read(text).map(|h| h.organisation);
        let before = draft.text(head::FILE).and_then(code);
        match code(text) {
            Some(after) if before.as_ref() != Some(&after) => {
                self.may_own(&after, actor).await.map(drop)
            }
            _ => Ok(()),
        }
    }

    /// Asks another person to look at a draft; one with errors cannot be asked for.
    ///
    /// # Errors
    /// [`Code::ChangedMeanwhile`]; a message beside `note`; `authoring-has-errors`; out of reach; or the database fails.
    pub async fn submit_draft(
        &self,
        slug: &str,
        revision: i32,
        note: &str,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<()> {
        let draft = self.draft(slug, actor).await?;
        let note = words(note, "note")?;
        if draft.read(now.date()).0.is_none() {
            return Err(Problem::field("note", "authoring-has-errors"));
        }
        let (service, by) = (self.clone(), actor.account);
        let kept = note.clone();
        let next = move |row: DraftRow| DraftRow {
            state: DraftState::InReview.as_str().into(),
            note: kept,
            submitted_by: Some(by),
            ..row
        };
        let detail = serde_json::json!({ "note": note }).to_string();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    step(tx, draft.head.id, revision, next).await?;
                    service
                        .note(tx, draft.head.id, by, "course.draft-submit", &detail, now)
                        .await
                })
            })
            .await
    }

    /// Decides about a draft under review. Whoever wrote in it since the last publication does not.
    ///
    /// # Errors
    /// [`Code::OwnReview`]; [`Code::ChangedMeanwhile`]; not found when it is not under review or out of reach; what publishing says; or the
    /// database fails.
    pub async fn review_draft(
        &self,
        slug: &str,
        revision: i32,
        decision: Decision,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<Option<Published>> {
        let draft = self.draft(slug, actor).await?;
        if draft.facts.state != DraftState::InReview {
            return Err(Problem::new(Code::ChangedMeanwhile));
        }
        if self.wrote(&draft, actor).await? {
            return Err(Problem::new(Code::OwnReview));
        }
        if draft.facts.revision != revision {
            return Err(Problem::new(Code::ChangedMeanwhile));
        }
        match decision {
            Decision::Return(said) => self
                .return_draft(&draft, &said, actor.account, now)
                .await
                .map(|()| None),
            Decision::Publish => self.publish_draft(&draft, actor, now).await.map(Some),
        }
    }

    async fn return_draft(&self, draft: &Draft, said: &str, by: Uuid, now: Moment) -> Outcome<()> {
        let said = words(said, "words")?;
        if said.is_empty() {
            return Err(Problem::field("words", "authoring-field-words"));
        }
        let (service, id, revision) = (self.clone(), draft.head.id, draft.facts.revision);
        let detail = serde_json::json!({ "words": said }).to_string();
        let next = move |row: DraftRow| DraftRow {
            state: DraftState::Returned.as_str().into(),
            review_note: said,
            ..row
        };
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    step(tx, id, revision, next).await?;
                    service
                        .note(tx, id, by, "course.draft-return", &detail, now)
                        .await
                })
            })
            .await
    }

    /// Publishes what was read; should somebody write on in between, what they wrote stays as a draft.
    async fn publish_draft(&self, draft: &Draft, actor: &Actor, now: Moment) -> Outcome<Published> {
        let (package, _) = draft.read(now.date());
        let package = package.ok_or_else(|| Problem::field("words", "authoring-has-errors"))?;
        let code = package.content.organisation.clone().unwrap_or_default();
        self.may_own(&code, actor).await?;
        let package = CoursePackage {
            note: match draft.facts.note.as_str() {
                "" => package.note,
                note => note.to_owned(),
            },
            ..package
        };
        let author = draft.facts.submitted_by;
        let published = self
            .publish(package, author, Some(actor.account), now)
            .await?;
        let (id, revision) = (draft.head.id, draft.facts.revision);
        self.db
            .write(move |tx| {
                Box::pin(async move { drafts::drop_draft(tx, id, revision).await.map(drop) })
            })
            .await?;
        Ok(published)
    }

    /// Whether a person wrote in a draft: edited it last, asked for its review, or stands in the trail since it was opened.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn wrote(&self, draft: &Draft, actor: &Actor) -> Outcome<bool> {
        let facts = &draft.facts;
        if facts.edited_by == actor.account || facts.submitted_by == Some(actor.account) {
            return Ok(true);
        }
        let subject = format!("course/{}", draft.head.id);
        let trail = audit::newest(&self.db, &subject, TRAIL).await?;
        let since = trail.iter().take_while(|l| {
            !matches!(l.action.as_str(), "course.publish" | "course.draft-discard")
        });
        let mut own = since.filter(|l| l.actor == Some(actor.account));
        Ok(own.any(|l| matches!(l.action.as_str(), "course.draft" | "course.create")))
    }

    async fn note(
        &self,
        tx: &Tx,
        course: Uuid,
        by: Uuid,
        action: &str,
        detail: &str,
        now: Moment,
    ) -> Outcome<()> {
        let subject = format!("course/{course}");
        audit::record(tx, self.id(now), now, Some(by), action, &subject, detail).await
    }
}

/// Moves a draft on by one revision, if it has this one.
async fn step(
    tx: &Tx,
    course: Uuid,
    revision: i32,
    next: impl FnOnce(DraftRow) -> DraftRow,
) -> Outcome<()> {
    let changed = || Problem::new(Code::ChangedMeanwhile);
    let row = drafts::draft(tx, course).await?.ok_or_else(changed)?;
    if row.revision != revision || !drafts::replace_draft(tx, next(row)).await? {
        return Err(changed());
    }
    Ok(())
}

async fn put(tx: &Tx, course: Uuid, path: String, bytes: Vec<u8>, now: Moment) -> Outcome<()> {
    let digest = digest_of(&bytes);
    let media_type = media_type_of(&path, &bytes).to_owned();
    store::put_blob(tx, &digest, bytes, now).await?;
    let row = FileRow {
        course_id: course,
        version: DRAFT,
        path,
        digest,
        media_type,
    };
    drafts::put_file(tx, row).await
}

/// The changes as they are kept: assets looked at and made harmless, texts only where a package has some, and not too much of all.
fn accepted(draft: &Draft, changes: Vec<FileChange>) -> Outcome<Vec<FileChange>> {
    let refused = |message: String| {
        Problem::fields(vec![crate::kernel::problem::FieldError {
            field: "file".into(),
            message: "authoring-field-file",
            args: vec![("why", message)],
        }])
    };
    let mut kept = Vec::new();
    let mut size: usize = draft.files.values().map(Vec::len).sum();
    for change in changes {
        let change = match change {
            FileChange::Put(path, bytes) => match path.strip_prefix("assets/") {
                Some(name) => {
                    let accepted = assets::accept(name, &bytes);
                    let accepted = accepted.map_err(|r| refused(r.message))?;
                    FileChange::Put(path, accepted.bytes)
                }
                None => {
                    if let Some(why) = unkept(&path, &bytes) {
                        return Err(refused(why.to_owned()));
                    }
                    FileChange::Put(path, bytes)
                }
            },
            FileChange::Remove(path) if path == head::FILE || path == PAGE => {
                return Err(refused(
                    "Khoá học nào cũng phải có course.toml và page.md.".to_owned(),
                ));
            }
            remove => remove,
        };
        if let FileChange::Put(_, bytes) = &change {
            size += bytes.len();
        }
        kept.push(change);
    }
    if size > DRAFT_MAX {
        let megabytes = DRAFT_MAX / (1024 * 1024);
        return Err(refused(format!(
            "Các tệp của khoá học cộng lại lớn quá {megabytes} MB."
        )));
    }
    Ok(kept)
}

/// Why a draft does not keep a text; what is wrong with the words in it, the check says.
fn unkept(path: &str, bytes: &[u8]) -> Option<&'static str> {
    if !is_text_path(path) {
        Some(NOT_USED)
    } else if bytes.len() > TEXT_MAX {
        Some(TOO_LONG)
    } else if !std::str::from_utf8(bytes).is_ok_and(|text| !text.contains('\0')) {
        Some(NOT_UTF8)
    } else {
        None
    }
}

fn path_of(change: &FileChange) -> &str {
    match change {
        FileChange::Put(path, _) | FileChange::Remove(path) => path,
    }
}

fn new_head(change: &FileChange) -> Option<String> {
    match change {
        FileChange::Put(path, bytes) if path == head::FILE => String::from_utf8(bytes.clone()).ok(),
        _ => None,
    }
}

fn words(text: &str, field: &str) -> Outcome<String> {
    let text = text.trim();
    if text.chars().count() > WORDS_MAX {
        return Err(Problem::field(field, "authoring-field-long"));
    }
    Ok(text.to_owned())
}

/// A course of which nothing is published yet.
fn fresh(id: Uuid, slug: &str, title: &str, owner: Option<Uuid>, now: Moment) -> CourseRow {
    CourseRow {
        id,
        slug: slug.to_owned(),
        title: title.to_owned(),
        summary: String::new(),
        topic: String::new(),
        audience: "[]".into(),
        issued_by: None,
        organisation_id: owner,
        cover: None,
        minutes: 0,
        hours: 0,
        lessons: 0,
        enrolment: "open".into(),
        version: 0,
        retired_at: None,
        search_text: fold(title),
        created_at: now.0,
        published_at: None,
        stamp: now.0,
        revision: 1,
    }
}
