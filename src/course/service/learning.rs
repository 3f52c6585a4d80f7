//! Learning: coming in, opening lessons, what is done in them, going on where one stopped.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use uuid::Uuid;

use super::{Completed, CourseService, Head};
use crate::account::model::Account;
use crate::assessment::service::Sitting;
use crate::course::model::watched::UNOPENED_MS;
use crate::course::model::{
    Cohort, Content, Enrolment, EnrolmentMode, EnrolmentState, Lesson, MediaSource,
};
use crate::course::rules::{self, Done, NotDone, Standing, Time};
use crate::course::store::learning::{EnrolmentRow, ProgressRow};
use crate::course::store::{self, cohorts, learning};
use crate::kernel::actor::Actor;
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::platform::collate::person_key;
use crate::platform::db::Tx;
use crate::platform::words;
use crate::question_bank::model::Body;

/// Most courses on a transcript.
const TRANSCRIPT_MAX: u64 = 200;

/// A person in a course, with everything its pages need.
#[derive(Debug, Clone)]
pub struct Journey {
    /// The course as lists show it.
    pub head: Arc<Head>,
    /// What the person's version says.
    pub content: Arc<Content>,
    /// The enrolment.
    pub enrolment: Enrolment,
    /// The cohort, if any.
    pub cohort: Option<Cohort>,
    /// What was done, by lesson.
    pub done: Done,
    /// Marks of self-checks by lesson: `-` not answered, `1` right, `0` wrong.
    pub checks: BTreeMap<String, String>,
}

impl Journey {
    fn new(
        head: Arc<Head>,
        content: Arc<Content>,
        row: &EnrolmentRow,
        cohort: Option<Cohort>,
        progress: &[ProgressRow],
    ) -> Self {
        let checks = progress
            .iter()
            .map(|p| (p.lesson.clone(), p.checks.clone()));
        Self {
            head,
            content,
            enrolment: learning::enrolment_of(row),
            cohort,
            done: learning::done_of(progress),
            checks: checks.collect(),
        }
    }

    /// How far the person is.
    #[must_use]
    pub fn standing(&self) -> Standing {
        rules::standing(&self.content, &self.done)
    }

    /// Whether the person may learn now.
    #[must_use]
    pub fn time(&self, now: Moment) -> Time {
        rules::time(self.cohort.as_ref(), self.enrolment.extended_until, now)
    }

    /// The lesson to go on with.
    #[must_use]
    pub fn next(&self) -> Option<&Lesson> {
        rules::next_lesson(
            &self.content,
            &self.done,
            self.enrolment.last_lesson.as_deref(),
        )
    }

    /// The lesson with this key.
    ///
    /// # Errors
    /// When the person's version has none.
    pub fn lesson(&self, key: &str) -> Outcome<&Lesson> {
        self.content.lesson(key).ok_or_else(Problem::not_found)
    }

    /// Whether a newer version is there to move to.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.enrolment.version < self.head.version
    }
}

/// A course of a person as lists show it.
#[derive(Debug, Clone)]
pub struct Learning {
    /// The course.
    pub head: Arc<Head>,
    /// The enrolment.
    pub enrolment: Enrolment,
    /// The cohort, if any.
    pub cohort: Option<Cohort>,
    /// Key and title of the lesson to go on with.
    pub next: Option<(String, String)>,
}

/// Some of a person's courses.
#[derive(Debug, Clone)]
pub struct LearningPage {
    /// The courses, the one used last first.
    pub courses: Vec<Learning>,
    /// How many there are.
    pub total: u64,
}

/// How a self-check was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Whether the choice was right.
    pub right: bool,
    /// Bits of what was chosen.
    pub chosen: u16,
    /// The question with its right answer and explanation.
    pub body: Body,
}

/// What is counted of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Watching {
    /// Watched so far, ms of the recording.
    pub watched_ms: i64,
    /// The same in whole per cent.
    pub percent: u8,
    /// How much must be watched, in whole per cent.
    pub needed: u8,
}

impl CourseService {
    // -----------------------------------------------------------------------------------------------------------------
    // Coming in

    /// Brings the person into a course: openly, or with the course's code or a cohort's. Who is in it already comes back to where they were; a
    /// cohort's code also brings them into the cohort. Returns the enrolment.
    ///
    /// # Errors
    /// When the course takes nobody in this way, the code is wrong, another course must be completed before, or the cohort is over.
    pub async fn enrol(&self, slug: &str, code: &str, actor: &Actor, now: Moment) -> Outcome<Uuid> {
        let head = self.find(slug).await?;
        if head.retired {
            return Err(Problem::new(Code::EnrolmentClosed));
        }
        let content = self.content(head.id, head.version).await?;
        let before = learning::of_person(self.db.read(), head.id, actor.account).await?;
        let cohort = self.cohort_by_code(&head, code, now).await?;
        let is_in = before
            .as_ref()
            .is_some_and(|row| row.state != EnrolmentState::Withdrawn.code());
        if !is_in || !code.trim().is_empty() {
            may_enter(&content.enrolment, code, cohort.is_some())?;
        }
        if let Some(cohort) = &cohort {
            self.fits_cohort(cohort, actor).await?;
        }
        if before.is_none() {
            self.prerequisites_met(&content, actor).await?;
        }
        let row = self
            .new_enrolment(&head, &content, cohort.as_ref(), actor, now)
            .await?;
        let service = self.clone();
        let cohort = cohort.map(|c| c.id);
        self.db
            .write(move |tx| {
                Box::pin(async move { service.put_enrolment(tx, row, cohort, now).await })
            })
            .await
    }

    /// A new enrolment of the person in the course's newest version.
    pub(in crate::course) async fn new_enrolment(
        &self,
        head: &Head,
        content: &Content,
        cohort: Option<&Cohort>,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<EnrolmentRow> {
        let account = self.accounts.find(actor.account).await?;
        Ok(self.enrolment_for(head, content, cohort, account, now))
    }

    /// A new enrolment of an account, which may be about to be made, in the course's newest version.
    pub(in crate::course) fn enrolment_for(
        &self,
        head: &Head,
        content: &Content,
        cohort: Option<&Cohort>,
        account: Account,
        now: Moment,
    ) -> EnrolmentRow {
        let total = rules::standing(content, &Done::new()).total;
        let mut row = EnrolmentRow {
            id: self.id(now),
            course_id: head.id,
            account_id: account.id,
            cohort_id: cohort.map(|c| c.id),
            organisation_id: account.organisation,
            name_key: person_key(&account.full_name),
            full_name: account.full_name,
            version: head.version,
            state: EnrolmentState::Active.code(),
            done: 0,
            total: i32::try_from(total).unwrap_or(i32::MAX),
            last_lesson: None,
            enrolled_at: now.0,
            seen_at: now.0,
            completed_at: None,
            extended_until: None,
            extended_reason: None,
            reminders: true,
            remind_at: None,
            reminded_at: None,
            revision: 1,
        };
        row.remind_at = look_at(&row, cohort, now);
        row
    }

    /// Stores a new enrolment, or brings an old one back and into the cohort. Returns its id.
    pub(in crate::course) async fn put_enrolment(
        &self,
        tx: &Tx,
        row: EnrolmentRow,
        cohort: Option<Uuid>,
        now: Moment,
    ) -> Outcome<Uuid> {
        let (course, account, id) = (row.course_id, row.account_id, row.id);
        let (name, key, organisation) = (
            row.full_name.clone(),
            row.name_key.clone(),
            row.organisation_id,
        );
        if learning::add(tx, row).await? {
            if let Some(cohort) = cohort {
                words::add(tx, cohort, id, &key, &name).await?;
            }
            return Ok(id);
        }
        let known = learning::of_person(tx, course, account).await?;
        let known = known.ok_or_else(|| Problem::internal("an enrolment vanished"))?;
        let id = known.id;
        let Some(mut settling) = Settling::begin(self, tx, id, now).await? else {
            return Ok(id);
        };
        if settling.row.state == EnrolmentState::Withdrawn.code() {
            let state = match settling.row.completed_at {
                Some(_) => EnrolmentState::Completed,
                None => EnrolmentState::Active,
            };
            settling.row.state = state.code();
        }
        if let Some(cohort) = cohort {
            settling.row.cohort_id = Some(cohort);
            settling.row.organisation_id = organisation.or(settling.row.organisation_id);
            settling.row.extended_until = None;
            settling.row.extended_reason = None;
            let row = &settling.row;
            words::put(tx, cohort, id, &row.name_key, &row.full_name).await?;
        }
        settling.end().await?;
        Ok(id)
    }

    async fn cohort_by_code(
        &self,
        head: &Head,
        code: &str,
        now: Moment,
    ) -> Outcome<Option<Cohort>> {
        let code = rules::plain_code(code);
        if code.is_empty() {
            return Ok(None);
        }
        let cohort = cohorts::by_code(self.db.read(), &code).await?;
        let cohort = cohort.filter(|c| c.course == head.id);
        match &cohort {
            Some(cohort) if now >= cohort.closes_at => Err(Problem::new(Code::CohortOver)),
            _ => Ok(cohort),
        }
    }

    /// A cohort that is run for named organisations takes nobody of whom it is known that they belong elsewhere.
    async fn fits_cohort(&self, cohort: &Cohort, actor: &Actor) -> Outcome<()> {
        let account = self.accounts.find(actor.account).await?;
        let Some(organisation) = account
            .organisation
            .filter(|_| !cohort.organisations.is_empty())
        else {
            return Ok(());
        };
        let lineage = self.organisations.lineage(organisation).await?;
        if cohort.organisations.iter().any(|o| lineage.contains(o)) {
            Ok(())
        } else {
            Err(Problem::field("code", "field-cohort-elsewhere"))
        }
    }

    async fn prerequisites_met(&self, content: &Content, actor: &Actor) -> Outcome<()> {
        let mut needed = Vec::new();
        for slug in &content.prerequisites {
            needed.extend(self.find(slug).await.ok());
        }
        let ids: Vec<Uuid> = needed.iter().map(|head| head.id).collect();
        if ids.is_empty() {
            return Ok(());
        }
        let completed = learning::completed_of(self.db.read(), actor.account, &ids).await?;
        match needed.iter().find(|head| !completed.contains(&head.id)) {
            Some(missing) => {
                Err(Problem::new(Code::PrerequisiteMissing).with("course", &missing.title))
            }
            None => Ok(()),
        }
    }

    /// Takes the person out of a course; what was done stays known, should they come back.
    ///
    /// # Errors
    /// When they are not in it, or the database fails.
    pub async fn leave(&self, slug: &str, actor: &Actor, now: Moment) -> Outcome<()> {
        let journey = self.journey(slug, actor).await?;
        self.change_enrolment(journey.enrolment.id, now, |row| {
            row.state = EnrolmentState::Withdrawn.code();
        })
        .await
    }

    /// Whether the person wants reminders of this course.
    ///
    /// # Errors
    /// When they are not in it, or the database fails.
    pub async fn set_reminders(
        &self,
        slug: &str,
        wanted: bool,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<()> {
        let journey = self.journey(slug, actor).await?;
        self.change_enrolment(journey.enrolment.id, now, move |row| row.reminders = wanted)
            .await
    }

    pub(in crate::course) async fn change_enrolment(
        &self,
        id: Uuid,
        now: Moment,
        change: impl FnOnce(&mut EnrolmentRow) + Send + 'static,
    ) -> Outcome<()> {
        let service = self.clone();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let mut settling = Settling::begin(&service, tx, id, now)
                        .await?
                        .ok_or_else(Problem::not_found)?;
                    change(&mut settling.row);
                    settling.end().await
                })
            })
            .await
    }

    // -----------------------------------------------------------------------------------------------------------------
    // Where one is

    /// The person's journey through a course.
    ///
    /// # Errors
    /// When there is no such course or they are not in it ([`Code::EnrolmentNeeded`]), or the database fails.
    pub async fn journey(&self, slug: &str, actor: &Actor) -> Outcome<Journey> {
        let head = self.find(slug).await?;
        let row = learning::of_person(self.db.read(), head.id, actor.account).await?;
        let row = row
            .filter(|row| row.state != EnrolmentState::Withdrawn.code())
            .ok_or_else(|| Problem::new(Code::EnrolmentNeeded))?;
        let progress = learning::progress(self.db.read(), row.id).await?;
        self.journey_of(head, &row, &progress).await
    }

    pub(super) async fn journey_of(
        &self,
        head: Arc<Head>,
        row: &EnrolmentRow,
        progress: &[ProgressRow],
    ) -> Outcome<Journey> {
        let cohort = match row.cohort_id {
            Some(id) => cohorts::by_id(self.db.read(), id).await?,
            None => None,
        };
        let content = self.content(head.id, row.version).await?;
        Ok(Journey::new(head, content, row, cohort, progress))
    }

    /// The same for many enrolments at once.
    async fn journeys(&self, rows: &[EnrolmentRow]) -> Outcome<Vec<Journey>> {
        let db = self.db.read();
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let mut progress = learning::progress_of_many(db, &ids).await?;
        let mut in_cohorts: Vec<Uuid> = rows.iter().filter_map(|row| row.cohort_id).collect();
        in_cohorts.sort_unstable();
        in_cohorts.dedup();
        let cohorts = cohorts::by_ids(db, &in_cohorts).await?;
        let mut journeys = Vec::new();
        for row in rows {
            let head = self.by_id(row.course_id).await?;
            let content = self.content(head.id, row.version).await?;
            let cohort = row.cohort_id.and_then(|id| cohorts.get(&id).cloned());
            let progress = progress.remove(&row.id).unwrap_or_default();
            journeys.push(Journey::new(head, content, row, cohort, &progress));
        }
        Ok(journeys)
    }

    /// A page of a person's courses, the one used last first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn learning_of(
        &self,
        account: Uuid,
        offset: u64,
        limit: u64,
    ) -> Outcome<LearningPage> {
        let total = learning::count_of_account(self.db.read(), account).await?;
        let rows = learning::of_account(self.db.read(), account, offset, limit).await?;
        let learning = |journey: Journey| Learning {
            next: journey.next().map(|l| (l.key.clone(), l.title.clone())),
            head: journey.head,
            cohort: journey.cohort,
            enrolment: journey.enrolment,
        };
        let journeys = self.journeys(&rows).await?;
        let courses = journeys.into_iter().map(learning).collect();
        Ok(LearningPage { courses, total })
    }

    /// The journeys on a person's transcript, the one begun last first: all but those they left before they had done anything.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn transcript_of(&self, account: Uuid) -> Outcome<Vec<Journey>> {
        let rows = learning::of_account(self.db.read(), account, 0, TRANSCRIPT_MAX).await?;
        let mut journeys = self.journeys(&rows).await?;
        journeys.retain(|journey| {
            let stayed = journey.enrolment.state != EnrolmentState::Withdrawn;
            stayed || journey.standing().done > 0
        });
        journeys.sort_by_key(|journey| Reverse(journey.enrolment.enrolled_at));
        Ok(journeys)
    }

    // -----------------------------------------------------------------------------------------------------------------
    // In a lesson

    /// Opens a lesson: notes where the person is, and returns their journey. After the end of their cohort they still read, and nothing is noted.
    ///
    /// # Errors
    /// When they are not in the course, there is no such lesson, or it is not open yet.
    pub async fn open_lesson(
        &self,
        slug: &str,
        key: &str,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<Journey> {
        let mut journey = self.journey(slug, actor).await?;
        if journey.done.is_empty() && journey.is_behind() {
            // Who has not begun begins with the newest version.
            self.move_to_newest(slug, actor, now).await?;
            journey = self.journey(slug, actor).await?;
        }
        match self.in_time(&journey, key, now) {
            Err(problem) if problem.code == Code::CohortOver => return Ok(journey),
            other => other?,
        }
        if rules::visit_is_noted(&journey.enrolment, journey.done.get(key), now) {
            return Ok(journey);
        }
        let lesson = key.to_owned();
        let changed = self
            .learn(&journey, key, now, move |row, settled| {
                row.opened_at.get_or_insert(now.0);
                settled.last_lesson = Some(lesson);
                Ok(())
            })
            .await;
        changed?;
        journey.enrolment.last_lesson = Some(key.to_owned());
        Ok(journey)
    }

    /// Whether something may be done in a lesson now.
    pub(in crate::course) fn in_time(
        &self,
        journey: &Journey,
        key: &str,
        now: Moment,
    ) -> Outcome<()> {
        let lesson = journey.lesson(key)?;
        match journey.time(now) {
            Time::NotYet(opens) => Err(Problem::new(Code::LessonLocked).with("moment", opens.0)),
            Time::Over(_) => Err(Problem::new(Code::CohortOver)),
            Time::Open if !rules::is_unlocked(&journey.content, lesson, &journey.done) => {
                Err(Problem::new(Code::LessonLocked))
            }
            Time::Open => Ok(()),
        }
    }

    /// Changes what a person has done in a lesson, in one transaction with what follows from it.
    pub(in crate::course) async fn learn<T: Send + 'static>(
        &self,
        journey: &Journey,
        key: &str,
        now: Moment,
        change: impl FnOnce(&mut ProgressRow, &mut EnrolmentRow) -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        let (service, id, key) = (self.clone(), journey.enrolment.id, key.to_owned());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let mut settling = Settling::begin(&service, tx, id, now)
                        .await?
                        .ok_or_else(Problem::not_found)?;
                    let mut row = settling.progress(&key);
                    let result = change(&mut row, &mut settling.row)?;
                    settling.put(row).await?;
                    settling.end().await?;
                    Ok(result)
                })
            })
            .await
    }

    /// The person says that they are through with a lesson of text. Returns the journey after it.
    ///
    /// # Errors
    /// When more must be watched or answered first, or it is not open.
    pub async fn finish_lesson(
        &self,
        slug: &str,
        key: &str,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<Journey> {
        let journey = self.journey(slug, actor).await?;
        self.in_time(&journey, key, now)?;
        let (content, lesson) = (journey.content.clone(), journey.lesson(key)?.clone());
        self.learn(&journey, key, now, move |row, _| {
            let answered = rules::checks_answered(&row.checks);
            rules::may_finish(&content, &lesson, &learning::progress_of(row), answered)
                .map_err(|why| not_done(&why))?;
            row.opened_at.get_or_insert(now.0);
            row.passed_at.get_or_insert(now.0);
            Ok(())
        })
        .await?;
        self.journey(slug, actor).await
    }

    /// Answers a self-check of a lesson, by its place from 0; `choice` are the letters chosen, such as `AC`. The last answer stands.
    ///
    /// # Errors
    /// When there is no such self-check, or the choice is not possible.
    pub async fn answer_check(
        &self,
        slug: &str,
        key: &str,
        number: usize,
        choice: &str,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<Checked> {
        let journey = self.journey(slug, actor).await?;
        let checks = &journey.lesson(key)?.checks;
        let (body, of) = (checks.get(number).cloned(), checks.len());
        let body = body.ok_or_else(|| Problem::new(Code::NoSuchQuestion))?;
        let chosen =
            chosen_of(choice, &body).ok_or_else(|| Problem::new(Code::AnswerNotPossible))?;
        let right = chosen == body.right;
        if self.in_time(&journey, key, now).is_ok() {
            self.learn(&journey, key, now, move |row, _| {
                row.opened_at.get_or_insert(now.0);
                row.checks = rules::with_check(&row.checks, number, of, right);
                Ok(())
            })
            .await?;
        }
        Ok(Checked {
            right,
            chosen,
            body,
        })
    }

    /// Takes a report of what was played of a lesson's recording since the last report: pieces of its time line, ms. Seeking does not count,
    /// nor does what could not have been played in the time that passed.
    ///
    /// # Errors
    /// When the lesson has no recording that is counted, or it is not open.
    pub async fn report_watching(
        &self,
        slug: &str,
        key: &str,
        pieces: Vec<(i64, i64)>,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<Watching> {
        let journey = self.journey(slug, actor).await?;
        self.in_time(&journey, key, now)?;
        let media = journey.lesson(key)?.media.clone();
        let media = media
            .filter(|m| matches!(m.source, MediaSource::File(_)))
            .ok_or_else(Problem::not_found)?;
        let needed = journey.content.completion.watch_percent;
        self.learn(&journey, key, now, move |row, _| {
            let mut progress = learning::progress_of(row);
            let unopened = now.plus(-UNOPENED_MS).0;
            let opened = Moment(*row.opened_at.get_or_insert(unopened));
            let media_ms = media.length_ms;
            progress
                .watched
                .report(&pieces, now.since(opened), media_ms);
            row.reported_at = Some(now.0);
            row.watched = progress.watched.to_text();
            row.watched_ms = progress.watched.total_ms();
            Ok(Watching {
                watched_ms: row.watched_ms,
                percent: rules::watched_percent(&progress, media.length_ms),
                needed,
            })
        })
        .await
    }

    /// Starts an attempt at a lesson's quiz or the final examination, or returns the one that runs. True when it is new.
    ///
    /// # Errors
    /// When it is not open, the window is over, no attempts are left, or the waiting time is not over.
    pub async fn start_quiz(
        &self,
        slug: &str,
        key: &str,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<(Sitting, bool)> {
        let journey = self.journey(slug, actor).await?;
        self.in_time(&journey, key, now)?;
        let lesson = journey.lesson(key)?;
        if lesson.kind.quiz().is_none() {
            return Err(Problem::not_found());
        }
        let assessment = self.assessment_of(&journey, key).await?;
        let terms = rules::terms(
            &lesson.kind,
            journey.cohort.as_ref(),
            journey.enrolment.extended_until,
        );
        let started = self
            .assessments
            .start_attempt(assessment, actor.account, terms, now)
            .await?;
        let lesson = key.to_owned();
        self.learn(&journey, key, now, move |row, settled| {
            row.opened_at.get_or_insert(now.0);
            settled.last_lesson = Some(lesson);
            Ok(())
        })
        .await?;
        Ok(started)
    }

    /// The assessment of a lesson's quiz or examination.
    ///
    /// # Errors
    /// When the lesson has none, or the database fails.
    pub async fn assessment_of(&self, journey: &Journey, key: &str) -> Outcome<Uuid> {
        let all = store::assessments(self.db.read(), journey.head.id).await?;
        let own = all.into_iter().find(|(_, lesson)| lesson == key);
        own.map(|(id, _)| id).ok_or_else(Problem::not_found)
    }

    /// Moves the person to the newest version of the course. Lessons that were passed stay passed.
    ///
    /// # Errors
    /// When they are not in the course, or the database fails.
    pub async fn move_to_newest(&self, slug: &str, actor: &Actor, now: Moment) -> Outcome<()> {
        let journey = self.journey(slug, actor).await?;
        let newest = journey.head.version;
        self.change_enrolment(journey.enrolment.id, now, move |row| {
            row.version = row.version.max(newest);
        })
        .await
    }
}

fn may_enter(mode: &EnrolmentMode, code: &str, by_cohort: bool) -> Outcome<()> {
    let wrong = || Problem::field("code", "field-course-code");
    let given = rules::plain_code(code);
    match mode {
        _ if by_cohort => Ok(()),
        EnrolmentMode::Open if given.is_empty() => Ok(()),
        EnrolmentMode::Open => Err(wrong()),
        EnrolmentMode::Code { code: right } if rules::plain_code(right) == given => Ok(()),
        EnrolmentMode::Code { .. } => Err(wrong()),
        EnrolmentMode::Invitation if given.is_empty() => Err(Problem::new(Code::EnrolmentClosed)),
        EnrolmentMode::Invitation => Err(wrong()),
    }
}

/// Bits of the letters chosen in a self-check; `None` when that is no possible answer.
fn chosen_of(choice: &str, body: &Body) -> Option<u16> {
    use crate::question_bank::model::Kind;
    let mut mask = 0u16;
    for letter in choice.bytes() {
        let place = usize::from(letter.to_ascii_uppercase().checked_sub(b'A')?);
        if place >= body.options.len() {
            return None;
        }
        mask |= 1 << place;
    }
    let possible = match body.kind {
        Kind::Multiple => mask != 0,
        Kind::Single | Kind::TrueFalse => mask.count_ones() == 1,
    };
    possible.then_some(mask)
}

fn not_done(why: &NotDone) -> Problem {
    let problem = Problem::new(Code::LessonNotDone);
    match why {
        NotDone::Watch { percent, needed } => problem
            .with("why", "watch")
            .with("percent", percent)
            .with("needed", needed),
        NotDone::Checks { open } => problem.with("why", "checks").with("open", open),
        NotDone::OtherMeans => problem.with("why", "other"),
    }
}

/// When to look whether a reminder is due.
pub(super) fn look_at(row: &EnrolmentRow, cohort: Option<&Cohort>, now: Moment) -> Option<i64> {
    let enrolment = learning::enrolment_of(row);
    rules::next_look(&enrolment, cohort, row.reminded_at.map(Moment), now).map(|at| at.0)
}

/// A change of what one person has done, from taking their enrolment to writing what follows: the count of passed lessons, completion, the
/// next reminder.
pub(in crate::course) struct Settling<'a> {
    service: &'a CourseService,
    tx: &'a Tx,
    now: Moment,
    /// The enrolment, taken for this transaction.
    pub row: EnrolmentRow,
    /// What the person's version says.
    pub content: Arc<Content>,
    version: i32,
    rows: Vec<ProgressRow>,
}

impl<'a> Settling<'a> {
    /// Takes an enrolment. `None` when there is none.
    pub async fn begin(
        service: &'a CourseService,
        tx: &'a Tx,
        id: Uuid,
        now: Moment,
    ) -> Outcome<Option<Self>> {
        let Some(row) = learning::lock(tx, id, now).await? else {
            return Ok(None);
        };
        Self::of(service, tx, row, now).await.map(Some)
    }

    /// The same for what others do to it: the person's last visit stays as it was.
    pub async fn begin_quietly(
        service: &'a CourseService,
        tx: &'a Tx,
        id: Uuid,
        now: Moment,
    ) -> Outcome<Option<Self>> {
        let Some(row) = learning::lock_quietly(tx, id).await? else {
            return Ok(None);
        };
        Self::of(service, tx, row, now).await.map(Some)
    }

    async fn of(
        service: &'a CourseService,
        tx: &'a Tx,
        row: EnrolmentRow,
        now: Moment,
    ) -> Outcome<Self> {
        let rows = learning::progress(tx, row.id).await?;
        Ok(Self {
            content: service.content_in(tx, row.course_id, row.version).await?,
            version: row.version,
            service,
            tx,
            now,
            row,
            rows,
        })
    }

    /// What was done in a lesson so far.
    #[must_use]
    pub fn progress(&self, lesson: &str) -> ProgressRow {
        let known = self.rows.iter().find(|row| row.lesson == lesson).cloned();
        known.unwrap_or_else(|| learning::no_progress(self.row.id, lesson))
    }

    /// Writes what was done in a lesson.
    pub async fn put(&mut self, row: ProgressRow) -> Outcome<()> {
        learning::put_progress(self.tx, row.clone()).await?;
        self.rows.retain(|known| known.lesson != row.lesson);
        self.rows.push(row);
        Ok(())
    }

    /// Changes what was done in a lesson.
    pub async fn change(
        &mut self,
        lesson: &str,
        change: impl FnOnce(&mut ProgressRow),
    ) -> Outcome<()> {
        let mut row = self.progress(lesson);
        change(&mut row);
        self.put(row).await
    }

    /// Counts again, notes a completion, and writes the enrolment.
    pub async fn end(mut self) -> Outcome<()> {
        if self.version != self.row.version {
            self.content = self
                .service
                .content_in(self.tx, self.row.course_id, self.row.version)
                .await?;
        }
        let standing = rules::standing(&self.content, &learning::done_of(&self.rows));
        self.row.done = i32::try_from(standing.done).unwrap_or(i32::MAX);
        self.row.total = i32::try_from(standing.total).unwrap_or(i32::MAX);
        let completes = standing.is_complete() && self.row.state == EnrolmentState::Active.code();
        if completes {
            self.row.state = EnrolmentState::Completed.code();
            self.row.completed_at.get_or_insert(self.now.0);
        }
        let cohort = match self.row.cohort_id {
            Some(id) => cohorts::by_id(self.tx, id).await?,
            None => None,
        };
        self.row.remind_at = look_at(&self.row, cohort.as_ref(), self.now);
        let completed = Completed {
            enrolment: self.row.id,
            account: self.row.account_id,
            course: self.row.course_id,
            cohort: self.row.cohort_id,
        };
        learning::put(self.tx, self.row).await?;
        match self.service.awarding.get() {
            Some(awarding) if completes => awarding.completed(self.tx, &completed, self.now).await,
            _ => Ok(()),
        }
    }
}
