//! What can be done with courses: finding them, publishing them. Learning is in [`learning`].

mod authoring;
mod award;
mod closing;
mod cohorts;
mod discussion;
mod examining;
mod learning;
mod marking;
mod members;
mod moderation;
mod notes;
mod publishing;
mod reminding;
mod rosters;
mod submitting;
mod surveys;
mod tidying;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock, RwLock};

use futures_util::future::BoxFuture;
use uuid::Uuid;

pub use authoring::{Authored, DRAFT_MAX, Decision, Draft, DraftFacts, DraftState, FileChange};
pub use award::AwardFacts;
pub use cohorts::{CohortDraft, CohortFigures, CohortLine, Organised, Spread, SpreadByUnit};
pub use discussion::{Answered, Asked, QUESTION_MAX};
pub use examining::{Examining, PastAttempt, Start};
pub use learning::{Checked, Journey, Learning, LearningPage, Watching};
pub use marking::{Handed, SubmissionRow, SurveyResult, Waiting};
pub use members::{
    Exported, FILE_MAX, JOB_NEWEST, Member, MemberFilter, MemberPage, MemberState, Person, exam_of,
};
pub use moderation::{AnswerRow, Asked as Moderated, HIDDEN, QuestionRow, SHOWN, WAITING};
pub use notes::{NOTE_MAX, Note};
pub use publishing::{Published, address, digest_of};
pub use reminding::{Draft as LetterDraft, JOB_LETTER, Letter, Reached};
pub use rosters::{Imported, Invitation, JOB_INVITE, Slip};
pub use submitting::{HandedFile, HandedIn, Marks, TakenFile, may_hand_in};
pub use surveys::{ANSWER_MAX, survey_field};

use super::model::{Content, VersionNote};
use super::store::{self, CourseRow};
use crate::account::service::AccountService;
use crate::assessment::service::AssessmentService;
use crate::kernel::actor::{Actor, Role};
use crate::kernel::clock::{Clock, Moment, SECOND};
use crate::kernel::entropy::Entropy;
use crate::kernel::ids::new_id;
use crate::kernel::problem::{Outcome, Problem};
use crate::organisation::service::OrganisationService;
use crate::platform::db::{Db, Tx};
use crate::platform::memo::Recent;
use crate::platform::signing::Signer;
use crate::platform::text::fold;
use crate::question_bank::service::QuestionBankService;

/// How long a node may go on with the catalogue it knows before it looks whether a course changed, ms.
const TRUST_MS: i64 = SECOND;
/// Versions a node keeps in memory; a version never changes, so that keeping is always right.
const VERSIONS_KEPT: usize = 512;

/// A course as lists show it: its published version in short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Identifier.
    pub id: Uuid,
    /// Name in addresses.
    pub slug: String,
    /// Title.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// What it is about.
    pub topic: String,
    /// For whom it is.
    pub audience: Vec<String>,
    /// The agency that issues it, in words.
    pub issued_by: Option<String>,
    /// The organisation it belongs to.
    pub organisation: Option<Uuid>,
    /// Address of the picture on its card.
    pub cover: Option<String>,
    /// Estimated minutes of all lessons.
    pub minutes: u32,
    /// Learning hours, hundredths.
    pub hours: u32,
    /// Number of lessons.
    pub lessons: u32,
    /// How people come in: `open`, `code` or `invitation`.
    pub enrolment: String,
    /// Published version; 0 when there is none yet.
    pub version: i32,
    /// Whether it was taken off the catalogue.
    pub retired: bool,
    /// Folded words to search in.
    pub search: String,
    /// When this version was published.
    pub published_at: Option<Moment>,
}

impl Head {
    fn of(row: CourseRow) -> Self {
        let count = |n: i32| u32::try_from(n).unwrap_or(0);
        Self {
            id: row.id,
            slug: row.slug,
            title: row.title,
            summary: row.summary,
            topic: row.topic,
            audience: serde_json::from_str(&row.audience).unwrap_or_default(),
            issued_by: row.issued_by,
            organisation: row.organisation_id,
            cover: row.cover,
            minutes: count(row.minutes),
            hours: count(row.hours),
            lessons: count(row.lessons),
            enrolment: row.enrolment,
            version: row.version,
            retired: row.retired_at.is_some(),
            search: row.search_text,
            published_at: row.published_at.map(Moment),
        }
    }

    /// Whether it stands in the catalogue.
    #[must_use]
    pub const fn is_listed(&self) -> bool {
        self.version > 0 && !self.retired
    }
}

/// All courses as a node knows them; at most a second old.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// Every course, published or not, the newest version first.
    pub courses: Vec<Arc<Head>>,
    by_slug: HashMap<String, Arc<Head>>,
    by_id: HashMap<Uuid, Arc<Head>>,
}

impl Catalogue {
    fn of(rows: Vec<CourseRow>) -> Self {
        let mut courses: Vec<Arc<Head>> = rows.into_iter().map(|r| Arc::new(Head::of(r))).collect();
        courses.sort_by(|a, b| (b.published_at, &a.slug).cmp(&(a.published_at, &b.slug)));
        let by_slug = courses.iter().map(|c| (c.slug.clone(), c.clone()));
        let by_id = courses.iter().map(|c| (c.id, c.clone()));
        Self {
            by_slug: by_slug.collect(),
            by_id: by_id.collect(),
            courses,
        }
    }

    /// Courses that stand in the catalogue and fit, the newest first.
    #[must_use]
    pub fn search(&self, wanted: &Wanted) -> Vec<Arc<Head>> {
        let text = fold(&wanted.text);
        let words: Vec<&str> = text.split(' ').filter(|w| !w.is_empty()).collect();
        let is = |asked: &str, value: &str| asked.is_empty() || asked == value;
        let fits = |head: &&Arc<Head>| {
            head.is_listed()
                && words.iter().all(|word| head.search.contains(word))
                && is(&wanted.topic, &head.topic)
                && is(
                    &wanted.agency,
                    head.issued_by.as_deref().unwrap_or_default(),
                )
                && (wanted.audience.is_empty() || head.audience.contains(&wanted.audience))
                && wanted
                    .hours
                    .is_none_or(|(from, to)| (from..to).contains(&head.hours))
        };
        self.courses.iter().filter(fits).cloned().collect()
    }

    /// What can be chosen in the catalogue's filters, each with the number of its courses.
    #[must_use]
    pub fn choices(&self) -> Choices {
        let mut choices = Choices::default();
        for head in self.courses.iter().filter(|c| c.is_listed()) {
            *choices.topics.entry(head.topic.clone()).or_default() += 1;
            for audience in &head.audience {
                *choices.audiences.entry(audience.clone()).or_default() += 1;
            }
            if let Some(agency) = &head.issued_by {
                *choices.agencies.entry(agency.clone()).or_default() += 1;
            }
        }
        choices
    }
}

/// What somebody looks for in the catalogue; empty fields ask for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Words, with or without diacritics.
    pub text: String,
    /// The topic.
    pub topic: String,
    /// For whom.
    pub audience: String,
    /// The agency.
    pub agency: String,
    /// Learning hours, hundredths: from, and below.
    pub hours: Option<(u32, u32)>,
}

/// What can be chosen in the catalogue's filters, each with the number of its courses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices {
    /// Topics.
    pub topics: BTreeMap<String, u32>,
    /// For whom.
    pub audiences: BTreeMap<String, u32>,
    /// Agencies.
    pub agencies: BTreeMap<String, u32>,
}

/// Somebody who met the completion rule of a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Completed {
    /// The enrolment.
    pub enrolment: Uuid,
    /// The person.
    pub account: Uuid,
    /// The course.
    pub course: Uuid,
    /// The cohort, if any.
    pub cohort: Option<Uuid>,
}

/// Whoever must know of completed courses in the same transaction: the noun of certificates.
pub trait Awarding: Send + Sync {
    /// Takes note of a completion inside the transaction in which the rule was met.
    fn completed<'a>(
        &'a self,
        tx: &'a Tx,
        completed: &'a Completed,
        now: Moment,
    ) -> BoxFuture<'a, Outcome<()>>;
}

/// Published versions by course and number.
type Versions = HashMap<(Uuid, i32), Arc<Content>>;
/// Course and lesson by assessment; `None` for what belongs to no course.
type Lessons = HashMap<Uuid, Option<(Uuid, Arc<str>)>>;
type Known = Option<(Moment, (i64, u64), Arc<Catalogue>)>;

/// Courses. Cheap to clone.
#[derive(Clone)]
pub struct CourseService {
    pub(super) db: Db,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) entropy: Arc<dyn Entropy>,
    pub(super) signer: Signer,
    pub(super) organisations: OrganisationService,
    pub(super) accounts: AccountService,
    pub(super) banks: QuestionBankService,
    pub(super) assessments: AssessmentService,
    awarding: Arc<OnceLock<Arc<dyn Awarding>>>,
    known: Arc<RwLock<Known>>,
    versions: Arc<RwLock<Versions>>,
    /// Lessons by their assessments; what an assessment belongs to never changes.
    lessons: Arc<RwLock<Lessons>>,
    figures: Arc<Recent<Uuid, Arc<CohortFigures>>>,
}

impl CourseService {
    /// The service.
    #[must_use]
    #[allow(
        clippy::too_many_arguments,
        reason = "each is a part that courses stand on"
    )]
    pub fn new(
        db: Db,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        signer: Signer,
        organisations: OrganisationService,
        accounts: AccountService,
        banks: QuestionBankService,
        assessments: AssessmentService,
    ) -> Self {
        Self {
            db,
            clock,
            entropy,
            signer,
            organisations,
            accounts,
            banks,
            assessments,
            awarding: Arc::default(),
            known: Arc::default(),
            versions: Arc::default(),
            figures: Arc::default(),
            lessons: Arc::default(),
        }
    }

    /// Says who must know of completed courses; once, when the program is put together.
    pub fn set_awarding(&self, awarding: Arc<dyn Awarding>) {
        if self.awarding.set(awarding).is_err() {
            tracing::error!("somebody takes note of completed courses already");
        }
    }

    pub(super) fn id(&self, now: Moment) -> Uuid {
        new_id(now, &*self.entropy)
    }

    /// All courses, at most a second old.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn catalogue(&self) -> Outcome<Arc<Catalogue>> {
        let now = self.clock.now();
        let known = self.known.read().expect("no holder panics").clone();
        if let Some((seen, _, catalogue)) = &known
            && now.since(*seen).abs() < TRUST_MS
        {
            return Ok(catalogue.clone());
        }
        let stamp = store::stamp(self.db.read()).await?;
        let catalogue = match known {
            Some((_, before, catalogue)) if before == stamp => catalogue,
            _ => Arc::new(Catalogue::of(store::all(self.db.read()).await?)),
        };
        *self.known.write().expect("no holder panics") = Some((now, stamp, catalogue.clone()));
        Ok(catalogue)
    }

    /// Makes this node look again.
    pub fn forget(&self) {
        *self.known.write().expect("no holder panics") = None;
    }

    /// The course with this slug, published or not.
    ///
    /// # Errors
    /// When there is none, or the database fails.
    pub async fn head(&self, slug: &str) -> Outcome<Arc<Head>> {
        let catalogue = self.catalogue().await?;
        let head = catalogue.by_slug.get(slug).cloned();
        head.ok_or_else(Problem::not_found)
    }

    /// The published course with this slug, also when it was taken off the catalogue.
    ///
    /// # Errors
    /// When there is none, or the database fails.
    pub async fn find(&self, slug: &str) -> Outcome<Arc<Head>> {
        let head = self.head(slug).await?;
        if head.version > 0 {
            Ok(head)
        } else {
            Err(Problem::not_found())
        }
    }

    /// The course with this id.
    ///
    /// # Errors
    /// When there is none, or the database fails.
    pub async fn by_id(&self, id: Uuid) -> Outcome<Arc<Head>> {
        let catalogue = self.catalogue().await?;
        let head = catalogue.by_id.get(&id).cloned();
        head.ok_or_else(Problem::not_found)
    }

    /// What a version of a course says.
    ///
    /// # Errors
    /// When there is no such version, or the database fails.
    pub async fn content(&self, course: Uuid, version: i32) -> Outcome<Arc<Content>> {
        if let Some(content) = self.known_content(course, version) {
            return Ok(content);
        }
        let content = store::content(self.db.read(), course, version).await?;
        Ok(self.keep_content(course, version, content))
    }

    /// The same inside a transaction, on its own connection: transactions that waited for further connections would wait for one another.
    pub(in crate::course) async fn content_in(
        &self,
        tx: &Tx,
        course: Uuid,
        version: i32,
    ) -> Outcome<Arc<Content>> {
        if let Some(content) = self.known_content(course, version) {
            return Ok(content);
        }
        let content = store::content(tx, course, version).await?;
        Ok(self.keep_content(course, version, content))
    }

    fn known_content(&self, course: Uuid, version: i32) -> Option<Arc<Content>> {
        let versions = self.versions.read().expect("no holder panics");
        versions.get(&(course, version)).cloned()
    }

    fn keep_content(&self, course: Uuid, version: i32, content: Content) -> Arc<Content> {
        let content = Arc::new(content);
        let mut versions = self.versions.write().expect("no holder panics");
        if versions.len() >= VERSIONS_KEPT {
            versions.clear();
        }
        versions.insert((course, version), content.clone());
        content
    }

    /// What each version of a course changed, the newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn notes(&self, course: Uuid) -> Outcome<Vec<VersionNote>> {
        store::notes(self.db.read(), course).await
    }

    /// The organisation that a course belongs to and those above it; empty when it belongs to none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lineage(&self, head: &Head) -> Outcome<Vec<Uuid>> {
        match head.organisation {
            Some(id) => self.organisations.lineage(id).await,
            None => Ok(Vec::new()),
        }
    }

    /// Whether somebody teaches a course: its authors, its organisers, those who mark.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn teaches(&self, actor: &Actor, head: &Head) -> Outcome<bool> {
        let lineage = self.lineage(head).await?;
        let roles = [Role::Author, Role::Organiser, Role::Marker];
        Ok(roles.into_iter().any(|role| actor.may(role, &lineage)))
    }

    /// A file of a course: its media type and its size in bytes.
    ///
    /// # Errors
    /// When no published version has it, or the database fails.
    pub async fn file(&self, head: &Head, digest: &str) -> Outcome<(String, i64)> {
        let media_type = store::published_type(self.db.read(), head.id, digest)
            .await?
            .ok_or_else(Problem::not_found)?;
        let size = store::blob_size(self.db.read(), digest).await?;
        Ok((media_type, size.ok_or_else(Problem::not_found)?))
    }

    /// A part of a file that [`CourseService::file`] knows, from byte `from`, at most `length` long.
    ///
    /// # Errors
    /// When it is gone, or the database fails.
    pub async fn file_part(&self, digest: &str, from: i64, length: i64) -> Outcome<Vec<u8>> {
        store::blob_part(self.db.read(), digest, from, length)
            .await?
            .ok_or_else(Problem::not_found)
    }

    /// The files of the published version by path, as they were imported or edited.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn package(&self, head: &Head) -> Outcome<super::package::Files> {
        let mut files = super::package::Files::new();
        for row in store::files(self.db.read(), head.id, head.version).await? {
            let bytes = store::blob(self.db.read(), &row.digest).await?;
            let bytes =
                bytes.ok_or_else(|| Problem::internal(format!("{} is missing", row.path)))?;
            files.insert(row.path, bytes);
        }
        Ok(files)
    }
}
