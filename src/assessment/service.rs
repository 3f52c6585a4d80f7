//! What can be done with assessments and attempts.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::answers::{NotPossible, Shape};
use super::batcher::{Batcher, ClosedSink, Command, Reply};
use super::model::{Attempt, Pool, Review, Settings, State, Terms};
use super::paper_json::{self, PaperParts};
use super::rules;
use super::store::{self, AssessmentRow, SaveRow};
use super::token::{self, Grant};
use crate::kernel::clock::{Clock, Moment, SECOND};
use crate::kernel::entropy::Entropy;
use crate::kernel::ids::new_id;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::platform::db::{Db, Tx};
use crate::platform::lifecycle::Lifecycle;
use crate::platform::memo::Kept;
use crate::platform::signing::Signer;
use crate::question_bank::service::QuestionBankService;

/// How long a node may go on with what it knows of an assessment before it looks whether that changed, ms.
const TRUST_MS: i64 = SECOND;
/// Most assessments that a node knows as they are now; with its pool each takes some hundred kilobytes.
const CURRENT_MAX: usize = 400;
/// Most assessments with an older pool, from which attempts were drawn that still run or are looked at.
const PAST_MAX: usize = 100;
/// How often each node looks for attempts whose time is over.
const SWEEP_EVERY: Duration = Duration::from_millis(500);
/// How many attempts one look closes.
const SWEEP_AT_ONCE: u64 = 1_000;

/// An assessment as a node knows it: all it needs to start, show and mark attempts. Can be rebuilt from the database at any time.
#[derive(Debug)]
pub struct Live {
    /// Identifier.
    pub id: Uuid,
    /// How attempts run.
    pub settings: Settings,
    /// What papers are drawn from.
    pub pool: Pool,
    /// Rules that new attempts run under.
    pub rules_version: i32,
    /// Revision of the assessment this was read from.
    pub revision: i32,
    /// The pool's questions as JSON.
    parts: PaperParts,
}

impl Live {
    /// A new attempt with its paper drawn.
    ///
    /// # Errors
    /// When the pool cannot fill the blueprint; the check of a package says so before it is published.
    pub fn new_attempt(
        &self,
        id: Uuid,
        person: Uuid,
        ordinal: i32,
        seed: u64,
        now: Moment,
        deadline: Moment,
    ) -> Outcome<Attempt> {
        let paper = rules::draw(&self.pool, &self.settings, seed).map_err(|few| {
            Problem::internal(format!(
                "assessment {}: only {} questions for {:?}",
                self.id, few.found, few.part
            ))
        })?;
        let answers = rules::shape(&self.pool, &paper, &self.settings).blank();
        Ok(Attempt {
            id,
            assessment: self.id,
            person,
            ordinal,
            state: State::Open,
            seed,
            pool_version: self.pool.version,
            rules_version: self.rules_version,
            started_at: now,
            deadline,
            finished_at: None,
            paper,
            answers,
            grade: None,
        })
    }

    /// What may be answered where in this attempt.
    #[must_use]
    pub fn shape(&self, attempt: &Attempt) -> Shape {
        rules::shape(&self.pool, &attempt.paper, &self.settings)
    }

    /// The attempt's paper as JSON, without a trace of what is right.
    #[must_use]
    pub fn paper_json(&self, attempt: &Attempt) -> String {
        self.parts
            .paper(&attempt.paper, self.settings.prediction_text.as_deref())
    }
}

/// What a node knows of assessments: of those that were asked for last, so that thousands of lessons' quizzes do not fill its memory.
pub struct LiveCache {
    db: Db,
    clock: Arc<dyn Clock>,
    banks: QuestionBankService,
    current: Kept<Uuid, (Moment, Arc<Live>)>,
    past: Kept<(Uuid, i32), Arc<Live>>,
}

impl LiveCache {
    /// The assessment as it is now, at most a second old.
    ///
    /// # Errors
    /// When there is none, or the database fails.
    pub async fn current(&self, assessment: Uuid) -> Outcome<Arc<Live>> {
        let now = self.clock.now();
        let known = self.current.get(&assessment);
        if let Some((seen, live)) = &known
            && now.since(*seen).abs() < TRUST_MS
        {
            return Ok(live.clone());
        }
        let row = store::find(self.db.read(), assessment)
            .await?
            .ok_or_else(Problem::not_found)?;
        let live = match known {
            Some((_, live)) if live.revision == row.revision => live,
            _ => Arc::new(self.load(&row, row.pool_version).await?),
        };
        self.current.put(assessment, (now, live.clone()));
        Ok(live)
    }

    /// The assessment with the pool that an attempt was drawn from.
    ///
    /// # Errors
    /// As [`LiveCache::current`].
    pub async fn of_attempt(&self, assessment: Uuid, pool_version: i32) -> Outcome<Arc<Live>> {
        let live = self.current(assessment).await?;
        if live.pool.version == pool_version {
            return Ok(live);
        }
        let past = self.past.get(&(assessment, pool_version));
        if let Some(past) = past.filter(|past| past.revision == live.revision) {
            return Ok(past);
        }
        let row = store::find(self.db.read(), assessment)
            .await?
            .ok_or_else(Problem::not_found)?;
        let live = Arc::new(self.load(&row, pool_version).await?);
        self.past.put((assessment, pool_version), live.clone());
        Ok(live)
    }

    /// Forgets what is known of an assessment, so that this node sees a change of its own at once.
    pub fn forget(&self, assessment: Uuid) {
        self.current.forget(|id| *id == assessment);
        self.past.forget(|(id, _)| *id == assessment);
    }

    async fn load(&self, row: &AssessmentRow, pool_version: i32) -> Outcome<Live> {
        let ids = store::pool(self.db.read(), row.id, pool_version)
            .await?
            .ok_or_else(|| {
                Problem::internal(format!(
                    "pool {pool_version} of assessment {} is missing",
                    row.id
                ))
            })?;
        let revisions = self.banks.revisions(&ids).await?;
        let pool = Pool {
            assessment: row.id,
            version: pool_version,
            revisions,
        };
        let parts = PaperParts::new(&pool);
        Ok(Live {
            id: row.id,
            settings: row.settings.clone(),
            pool,
            rules_version: row.rules_version,
            revision: row.revision,
            parts,
        })
    }
}

/// From where attempts are read.
#[derive(Clone, Copy)]
pub enum Reading<'a> {
    /// Inside the caller's transaction.
    Transaction(&'a Tx),
    /// As they are now; for rounds in which nothing changes any more.
    Now,
}

/// What a person needs to go on with an attempt.
#[derive(Debug, Clone)]
pub struct Sitting {
    /// The attempt.
    pub attempt: Attempt,
    /// The assessment.
    pub live: Arc<Live>,
    /// The token for saving, while the attempt runs.
    pub token: Option<String>,
    /// Time left, ms; 0 once it is over.
    pub remaining_ms: i64,
}

/// A save that was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Saved {
    /// The sequence number now stored.
    pub sequence: u64,
    /// When it was received.
    pub saved_at: Moment,
    /// Time left, ms.
    pub remaining_ms: i64,
}

/// What the page of an attempt tells of what it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hosting {
    /// Title of the contest and round, or of the lesson.
    pub title: String,
    /// Path of the page it belongs to.
    pub back: String,
    /// Whether points may be shown before the review phase.
    pub shows_score: bool,
    /// Rank, number of people, whether final.
    pub place: Option<(u64, u64, bool)>,
    /// Path of the board.
    pub board: Option<String>,
    /// Path and title of what comes next once this is passed: the next lesson.
    pub onward: Option<(String, String)>,
    /// Path on which another attempt can be started now.
    pub again: Option<String>,
    /// Right answers needed to pass a lesson's quiz or examination, in whole per cent of the questions; `None` for a contest.
    pub pass_percent: Option<u8>,
}

/// Whether an attempt at a lesson's quiz or examination passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Whether it does.
    pub passed: bool,
    /// Right answers needed, in whole per cent of the questions.
    pub needed_percent: u8,
}

/// Whoever an assessment belongs to: a contest's round, a course's lesson.
pub trait Host: Send + Sync {
    /// Describes what the assessment belongs to, for this person.
    fn describe<'a>(
        &'a self,
        assessment: Uuid,
        person: Uuid,
        now: Moment,
    ) -> BoxFuture<'a, Outcome<Hosting>>;
}

/// One question in the review phase, in the order shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewed {
    /// Number in the paper, from 1.
    pub number: u16,
    /// The question.
    pub text: String,
    /// Options as shown.
    pub options: Vec<String>,
    /// Bits of what was chosen, by shown place.
    pub chosen: u16,
    /// Bits of what is right, by shown place.
    pub right: u16,
    /// Why.
    pub explanation: String,
    /// Legal references as written.
    pub references: Vec<String>,
}

/// An ended attempt with what may be shown of it now.
#[derive(Debug, Clone)]
pub struct Outcomes {
    /// The attempt.
    pub attempt: Attempt,
    /// The assessment.
    pub live: Arc<Live>,
    /// What it belongs to.
    pub hosting: Hosting,
    /// Right answers; `None` before the review phase.
    pub review: Option<Vec<Reviewed>>,
}

/// Who asks for something on an attempt.
#[derive(Debug, Clone)]
pub enum Sitter {
    /// The holder of an attempt token.
    Token(String),
    /// A signed-in person.
    Person(Uuid),
}

/// Assessments and attempts. Cheap to clone.
#[derive(Clone)]
pub struct AssessmentService {
    db: Db,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    signer: Signer,
    cache: Arc<LiveCache>,
    batcher: Arc<OnceLock<Batcher>>,
    host: Arc<OnceLock<Arc<dyn Host>>>,
}

impl AssessmentService {
    /// The service; [`AssessmentService::start`] makes it able to take attempts.
    #[must_use]
    pub fn new(
        db: Db,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        signer: Signer,
        banks: QuestionBankService,
    ) -> Self {
        let cache = LiveCache {
            db: db.clone(),
            clock: clock.clone(),
            banks,
            current: Kept::at_most(CURRENT_MAX),
            past: Kept::at_most(PAST_MAX),
        };
        Self {
            db,
            clock,
            entropy,
            signer,
            cache: Arc::new(cache),
            batcher: Arc::default(),
            host: Arc::default(),
        }
    }

    /// Starts the batcher and the sweep. `sink` learns of closed attempts in the transaction that closes them.
    pub fn start(&self, sink: Arc<dyn ClosedSink>, host: Arc<dyn Host>, lifecycle: &Lifecycle) {
        let batcher = Batcher::start(self.db.clone(), self.cache.clone(), sink, lifecycle);
        if self.batcher.set(batcher).is_err() || self.host.set(host).is_err() {
            tracing::error!("the batcher was started twice; the second is not used");
            return;
        }
        let (service, stop) = (self.clone(), lifecycle.stop.clone());
        lifecycle.spawn(async move {
            while !stop.is_cancelled() {
                let closed = service.sweep().await.unwrap_or_else(|problem| {
                    tracing::warn!(%problem, "the sweep failed and will be tried again");
                    0
                });
                if closed < usize::try_from(SWEEP_AT_ONCE).unwrap_or(usize::MAX) {
                    tokio::select! {
                        () = tokio::time::sleep(SWEEP_EVERY) => {}
                        () = stop.cancelled() => {}
                    }
                }
            }
        });
    }

    fn batcher(&self) -> Outcome<&Batcher> {
        self.batcher
            .get()
            .ok_or_else(|| Problem::unavailable("the batcher has not started"))
    }

    /// The assessment as this node knows it.
    ///
    /// # Errors
    /// When there is none, or the database fails.
    pub async fn live(&self, assessment: Uuid) -> Outcome<Arc<Live>> {
        self.cache.current(assessment).await
    }

    /// The assessment with the pool of a given version.
    ///
    /// # Errors
    /// When there is none, or the database fails.
    pub async fn live_at(&self, assessment: Uuid, pool_version: i32) -> Outcome<Arc<Live>> {
        self.cache.of_attempt(assessment, pool_version).await
    }

    /// Starts an attempt, or returns the one that runs. The caller has checked that the person may take part. True when it is new.
    ///
    /// # Errors
    /// Not open yet, closed, no attempts left; or the service is too busy.
    pub async fn start_attempt(
        &self,
        assessment: Uuid,
        person: Uuid,
        terms: Terms,
        now: Moment,
    ) -> Outcome<(Sitting, bool)> {
        let live = self.cache.current(assessment).await?;
        let command = Command::Start {
            live: live.clone(),
            id: new_id(now, &*self.entropy),
            person,
            terms,
            seed: self.entropy.next_u64(),
            now,
            tries: 0,
        };
        match self.batcher()?.send(command).await? {
            Reply::Started(attempt, new) => Ok((self.sitting(*attempt, now).await?, new)),
            _ => Err(Problem::internal(
                "a start was answered with something else",
            )),
        }
    }

    /// An attempt of the caller. One whose time is over is closed first.
    ///
    /// # Errors
    /// When it is not theirs or does not exist.
    pub async fn sitting_of(&self, id: Uuid, sitter: &Sitter, now: Moment) -> Outcome<Sitting> {
        let attempt = self.own(id, sitter, now).await?;
        self.sitting(self.closed_if_over(attempt, now).await?, now)
            .await
    }

    async fn own(&self, id: Uuid, sitter: &Sitter, now: Moment) -> Outcome<Attempt> {
        let person = match sitter {
            Sitter::Person(person) => *person,
            Sitter::Token(text) => self.grant(text, id, now)?.person,
        };
        store::attempt(self.db.read(), id)
            .await?
            .filter(|a| a.person == person)
            .ok_or_else(Problem::not_found)
    }

    fn grant(&self, text: &str, attempt: Uuid, now: Moment) -> Outcome<Grant> {
        let grant =
            token::read(&self.signer, text, now).ok_or_else(|| Problem::new(Code::SignInNeeded))?;
        if grant.attempt == attempt {
            Ok(grant)
        } else {
            Err(Problem::not_found())
        }
    }

    async fn closed_if_over(&self, attempt: Attempt, now: Moment) -> Outcome<Attempt> {
        if attempt.state != State::Open || now < attempt.deadline {
            return Ok(attempt);
        }
        self.close(attempt.id, Some(attempt.person), now).await
    }

    async fn sitting(&self, attempt: Attempt, now: Moment) -> Outcome<Sitting> {
        let live = self
            .cache
            .of_attempt(attempt.assessment, attempt.pool_version)
            .await?;
        let open = attempt.state == State::Open && now < attempt.deadline;
        let token = open.then(|| {
            let grant = Grant {
                attempt: attempt.id,
                person: attempt.person,
                shape: live.shape(&attempt),
            };
            token::write(&self.signer, &grant, attempt.deadline)
        });
        let remaining_ms = if open { attempt.deadline.since(now) } else { 0 };
        Ok(Sitting {
            attempt,
            live,
            token,
            remaining_ms,
        })
    }

    /// Saves one answer; returns after it is stored for good.
    ///
    /// # Errors
    /// Late, ended, outdated, no such question, not possible, not theirs.
    pub async fn save(
        &self,
        id: Uuid,
        sitter: &Sitter,
        number: usize,
        response: &str,
        sequence: u64,
        now: Moment,
    ) -> Outcome<Saved> {
        let grant = match sitter {
            Sitter::Token(text) => self.grant(text, id, now)?,
            Sitter::Person(person) => {
                let attempt = self.own(id, sitter, now).await?;
                let live = self
                    .cache
                    .of_attempt(attempt.assessment, attempt.pool_version)
                    .await?;
                Grant {
                    attempt: id,
                    person: *person,
                    shape: live.shape(&attempt),
                }
            }
        };
        let save = grant
            .shape
            .save(number, response, sequence)
            .map_err(|e| match e {
                NotPossible::NoSuchQuestion => Problem::new(Code::NoSuchQuestion),
                NotPossible::Response => Problem::new(Code::AnswerNotPossible),
                NotPossible::Sequence => Problem::field("sequence", "field-sequence-range"),
            })?;
        let row = SaveRow {
            attempt: id,
            person: grant.person,
            save,
            received_at: now,
        };
        match self.batcher()?.send(Command::Save(row)).await? {
            Reply::Saved(deadline) => Ok(Saved {
                sequence,
                saved_at: now,
                remaining_ms: deadline.since(now),
            }),
            _ => Err(Problem::internal("a save was answered with something else")),
        }
    }

    /// Ends an attempt early; repeating it returns the same end.
    ///
    /// # Errors
    /// When it is not theirs or does not exist.
    pub async fn submit(&self, id: Uuid, sitter: &Sitter, now: Moment) -> Outcome<Attempt> {
        let person = match sitter {
            Sitter::Person(person) => *person,
            Sitter::Token(text) => self.grant(text, id, now)?.person,
        };
        self.close(id, Some(person), now).await
    }

    async fn close(&self, attempt: Uuid, person: Option<Uuid>, now: Moment) -> Outcome<Attempt> {
        match self
            .batcher()?
            .send(Command::Close {
                attempt,
                person,
                now,
            })
            .await?
        {
            Reply::Closed(attempt) => Ok(*attempt),
            _ => Err(Problem::internal(
                "a submission was answered with something else",
            )),
        }
    }

    /// Closes attempts whose deadline has passed, through the same way as a submission; returns how many. The finish time is the deadline.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep(&self) -> Outcome<usize> {
        let now = self.clock.now();
        let overdue = store::overdue(
            self.db.read(),
            now.plus(-rules::SWEEP_GRACE_MS),
            SWEEP_AT_ONCE,
        )
        .await?;
        let batcher = self.batcher()?;
        let closings = overdue.iter().map(|id| {
            batcher.send(Command::Close {
                attempt: *id,
                person: None,
                now,
            })
        });
        let mut closed = 0;
        for outcome in futures_util::future::join_all(closings).await {
            match outcome {
                Ok(_) => closed += 1,
                Err(problem) => {
                    tracing::warn!(%problem, "an overdue attempt was not closed; the next sweep tries again")
                }
            }
        }
        Ok(closed)
    }

    /// What the assessment belongs to.
    ///
    /// # Errors
    /// When it belongs to nothing, or the database fails.
    pub async fn hosting(&self, assessment: Uuid, person: Uuid, now: Moment) -> Outcome<Hosting> {
        let host = self
            .host
            .get()
            .ok_or_else(|| Problem::unavailable("no host was set"))?;
        host.describe(assessment, person, now).await
    }

    /// An ended attempt of the caller with what may be shown of it now.
    ///
    /// # Errors
    /// When it still runs, is not theirs, or does not exist.
    pub async fn result_of(&self, id: Uuid, sitter: &Sitter, now: Moment) -> Outcome<Outcomes> {
        let Sitting { attempt, live, .. } = self.sitting_of(id, sitter, now).await?;
        if attempt.state == State::Open {
            return Err(Problem::new(Code::ResultNotYet));
        }
        let hosting = self
            .hosting(attempt.assessment, attempt.person, now)
            .await?;
        let review = self
            .may_review(&live, now)
            .await?
            .then(|| reviewed(&live, &attempt));
        Ok(Outcomes {
            attempt,
            live,
            hosting,
            review,
        })
    }

    /// Whether right answers and explanations may be shown now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn may_review(&self, live: &Live, now: Moment) -> Outcome<bool> {
        let over = now >= rules::last_deadline(&live.settings).plus(rules::SWEEP_GRACE_MS);
        match live.settings.review {
            Review::Never => Ok(false),
            Review::AfterAttempt => Ok(true),
            Review::AfterClose if !over => Ok(false),
            // Late sweeps after an outage: as long as anybody may still answer, nobody sees the answers.
            Review::AfterClose => Ok(!store::any_running(self.db.read(), live.id).await?),
            Review::AfterFinal => Ok(store::find(self.db.read(), live.id)
                .await?
                .is_some_and(|row| row.sealed_at.is_some())),
        }
    }

    /// The caller's attempts at one assessment, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn attempts_of(&self, assessment: Uuid, person: Uuid) -> Outcome<Vec<Attempt>> {
        store::attempts_of(self.db.read(), assessment, person).await
    }

    /// The caller's attempts at several assessments, oldest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn attempts_at(&self, assessments: &[Uuid], person: Uuid) -> Outcome<Vec<Attempt>> {
        store::attempts_at(self.db.read(), assessments, person).await
    }

    /// How many attempts are in which state.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_by_state(&self, assessment: Uuid) -> Outcome<Vec<(State, u64)>> {
        store::count_by_state(self.db.read(), assessment).await
    }

    /// How many attempts each of these people (at most 500) has at these assessments; people without any are left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_by_person(
        &self,
        assessments: &[Uuid],
        people: &[Uuid],
    ) -> Outcome<HashMap<Uuid, u64>> {
        let counted = store::count_by_person(self.db.read(), assessments, people).await?;
        Ok(counted.into_iter().collect())
    }

    /// Numbers of starts per hour since `since`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn starts_per_hour(
        &self,
        assessment: Uuid,
        since: Moment,
    ) -> Outcome<Vec<(Moment, u64)>> {
        store::starts_per_hour(self.db.read(), assessment, since).await
    }

    /// Every attempt of an assessment, read in pages; inside a transaction nothing changes in between.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all_attempts(&self, from: Reading<'_>, assessment: Uuid) -> Outcome<Vec<Attempt>> {
        const PAGE: u64 = 5_000;
        let mut all: Vec<Attempt> = Vec::new();
        loop {
            let after = all.last().map(|a| (a.person, a.ordinal));
            let page = match from {
                Reading::Transaction(tx) => {
                    store::attempts_page(tx, assessment, after, PAGE).await?
                }
                Reading::Now => {
                    store::attempts_page(self.db.read(), assessment, after, PAGE).await?
                }
            };
            let last = (page.len() as u64) < PAGE;
            all.extend(page);
            if last {
                return Ok(all);
            }
        }
    }

    /// Creates an assessment or gives it new settings, pool or rules, in the caller's transaction. The pool gets a new version only when it
    /// differs. Call [`AssessmentService::forget`] after the commit. False when nothing changed.
    ///
    /// # Errors
    /// When it is sealed, or the database fails.
    #[allow(
        clippy::too_many_arguments,
        reason = "each is a part of what is published"
    )]
    pub async fn publish(
        &self,
        tx: &Tx,
        id: Uuid,
        bank: Uuid,
        settings: &Settings,
        rules_version: i32,
        revisions: &[Uuid],
        now: Moment,
    ) -> Outcome<bool> {
        let before = store::find(tx, id).await?;
        if before.as_ref().is_some_and(|b| b.sealed_at.is_some()) {
            return Err(Problem::new(Code::AlreadyFinal));
        }
        let mut row = AssessmentRow {
            id,
            bank,
            settings: settings.clone(),
            pool_version: before.as_ref().map_or(0, |b| b.pool_version),
            rules_version,
            revision: before.as_ref().map_or(1, |b| b.revision + 1),
            sealed_at: None,
        };
        let same = row.pool_version > 0
            && store::pool(tx, id, row.pool_version).await?.as_deref() == Some(revisions);
        if !same {
            row.pool_version += 1;
            store::put_pool(tx, id, row.pool_version, revisions, now).await?;
        }
        let unchanged = same
            && before.is_some_and(|b| {
                b.settings == row.settings && b.rules_version == row.rules_version && b.bank == bank
            });
        if !unchanged {
            store::put(tx, &row).await?;
        }
        Ok(!unchanged)
    }

    /// Seals an assessment in the caller's transaction: nothing starts and nothing is graded any more.
    ///
    /// # Errors
    /// When it was sealed before.
    pub async fn seal(&self, tx: &Tx, id: Uuid, now: Moment) -> Outcome<()> {
        if store::set_sealed(tx, id, now).await? {
            Ok(())
        } else {
            Err(Problem::new(Code::AlreadyFinal))
        }
    }

    /// Makes this node look again.
    pub fn forget(&self, id: Uuid) {
        self.cache.forget(id);
    }

    /// The saved answers as JSON.
    #[must_use]
    pub fn answers_json(sitting: &Sitting) -> String {
        paper_json::answers(
            &sitting.live.shape(&sitting.attempt),
            &sitting.attempt.answers,
        )
    }
}

/// The questions of an ended attempt with what was right, in the order shown.
fn reviewed(live: &Live, attempt: &Attempt) -> Vec<Reviewed> {
    let chosen = live.shape(attempt).read(&attempt.answers).choices;
    let mut list = Vec::new();
    for ((number, question), chosen) in (1u16..).zip(&attempt.paper.questions).zip(chosen) {
        let Some(revision) = live.pool.revisions.get(usize::from(question.pool_index)) else {
            continue;
        };
        let body = &revision.body;
        list.push(Reviewed {
            number,
            text: body.stem.clone(),
            options: question
                .order
                .iter()
                .filter_map(|a| body.options.get(usize::from(*a)).cloned())
                .collect(),
            chosen,
            right: rules::to_shown_order(question, body.right),
            explanation: body.explanation.clone(),
            references: body.references.iter().map(|r| r.text.clone()).collect(),
        });
    }
    list
}
