//! The people of a cohort as its organiser sees and helps them.

use std::collections::{BTreeMap, HashMap};

use uuid::Uuid;

use super::cohorts::{Organised, note};
use super::learning::Settling;
use super::{CourseService, Journey};
use crate::account::model::Account;
use crate::assessment::model::Attempt;
use crate::course::model::{Cohort, Content, EnrolmentState, LessonKind};
use crate::course::rules::{self, Done};
use crate::course::store as courses;
use crate::course::store::invitations::InvitationRow;
use crate::course::store::learning::{self, EnrolmentRow};
use crate::course::store::marking::{self, SubmissionRow};
use crate::course::store::members::{self as store, Standing, Wanted};
use crate::kernel::actor::Actor;
use crate::kernel::clock::{DAY, Moment};
use crate::kernel::problem::{Outcome, Problem};
use crate::platform::jobs;
use crate::platform::text::tidy;
use crate::platform::words;

/// The job that moves a cohort to the newest version of its course.
pub const JOB_NEWEST: &str = "cohort-newest";
/// People moved in one transaction.
const MOVED: u64 = 100;
/// People read at once for a file.
const PAGE: u64 = 2_000;
/// Most people in one file.
pub const FILE_MAX: usize = 100_000;
/// Longest reason, in characters.
const REASON_MAX: usize = 500;

/// Who is looked for in a cohort.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum MemberState {
    /// Everybody: who learns, who completed, who is invited.
    #[default]
    All,
    /// Invited, and has not come yet.
    Invited,
    /// Learning.
    Active,
    /// Learning, and no lesson opened yet.
    NotBegun,
    /// Learning, and not seen for a week.
    Idle,
    /// Learning, and behind the cohort's time.
    Behind,
    /// Tried the final examination and did not pass yet.
    Failed,
    /// Met the completion rule.
    Completed,
    /// Left or taken out.
    Withdrawn,
}

impl MemberState {
    /// Every state, in the order of the list.
    pub const ALL: [Self; 9] = [
        Self::All,
        Self::Invited,
        Self::Active,
        Self::NotBegun,
        Self::Idle,
        Self::Behind,
        Self::Failed,
        Self::Completed,
        Self::Withdrawn,
    ];

    /// The name in addresses, in the API and at the end of Fluent keys.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Invited => "invited",
            Self::Active => "active",
            Self::NotBegun => "not-begun",
            Self::Idle => "idle",
            Self::Behind => "behind",
            Self::Failed => "failed",
            Self::Completed => "completed",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state with this name; everybody for an unknown one.
    #[must_use]
    pub fn parse(name: &str) -> Self {
        let found = Self::ALL.into_iter().find(|s| s.as_str() == name);
        found.unwrap_or_default()
    }
}

/// Which people of a cohort an organiser wants to see.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct MemberFilter {
    /// Words of the name.
    #[serde(default)]
    pub text: String,
    /// Only people of this organisation and below.
    #[serde(default)]
    pub organisation: Option<Uuid>,
    /// How they stand.
    #[serde(default)]
    pub state: MemberState,
    /// The list goes on after this place: sort key and id.
    #[serde(skip)]
    pub after: Option<(Vec<u8>, Uuid)>,
}

/// Somebody in a list.
#[derive(Debug, Clone)]
pub enum Member {
    /// In the cohort.
    Enrolled(EnrolmentRow),
    /// Invited, and has not come yet.
    Invited(InvitationRow),
}

impl Member {
    /// Their place in the list.
    #[must_use]
    pub fn place(&self) -> (&[u8], Uuid) {
        match self {
            Self::Enrolled(row) => (&row.name_key, row.id),
            Self::Invited(row) => (&row.name_key, row.id),
        }
    }
}

/// A page of people, in the order of their names.
#[derive(Debug, Clone, Default)]
pub struct MemberPage {
    /// The people.
    pub members: Vec<Member>,
    /// Where the list goes on, if it does: the id of the last one shown.
    pub next: Option<Uuid>,
}

/// One person of a cohort with everything an organiser sees.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their way through the course.
    pub journey: Journey,
    /// The account.
    pub account: Account,
    /// Full name as the cohort has it.
    pub full_name: String,
    /// Why their end is later.
    pub extended_reason: Option<String>,
    /// Attempts by key of the lesson, in order.
    pub attempts: BTreeMap<String, Vec<Attempt>>,
    /// What they handed in.
    pub submissions: Vec<SubmissionRow>,
}

/// Somebody in a file.
#[derive(Debug, Clone)]
pub struct Exported {
    /// The enrolment.
    pub row: EnrolmentRow,
    /// What was done, by lesson.
    pub done: Done,
    /// The account, unless it is gone.
    pub account: Option<Account>,
}

/// The key of the final examination of a course, if it has one.
#[must_use]
pub fn exam_of(content: &Content) -> Option<&str> {
    let mut lessons = content.lessons();
    let exam = lessons.find(|(_, lesson)| matches!(lesson.kind, LessonKind::Exam(_)));
    exam.map(|(_, lesson)| lesson.key.as_str())
}

impl CourseService {
    /// What a filter means for the store; `None` when nobody can fit.
    pub(super) async fn wanted(
        &self,
        organised: &Organised,
        filter: &MemberFilter,
        now: Moment,
    ) -> Outcome<Option<Wanted>> {
        let db = self.db.read();
        let cohort = &organised.cohort;
        let rarest_first = words::rarest_first(db, cohort.id, &filter.text).await?;
        if rarest_first.is_empty() && !filter.text.trim().is_empty() {
            return Ok(None);
        }
        let standing = match filter.state {
            MemberState::All | MemberState::Invited => Standing::Any,
            MemberState::Active => Standing::Active,
            MemberState::NotBegun => Standing::NotBegun,
            MemberState::Idle => Standing::Idle(now.plus(-rules::LONG_IDLE_MS).0),
            MemberState::Completed => Standing::Completed,
            MemberState::Withdrawn => Standing::Withdrawn,
            MemberState::Behind => {
                let (passed, whole) = rules::elapsed(cohort, now);
                Standing::Behind(passed, whole)
            }
            MemberState::Failed => {
                let head = &organised.head;
                let content = self.content(head.id, head.version).await?;
                match exam_of(&content) {
                    Some(exam) => Standing::Failed(exam.to_owned()),
                    None => return Ok(None),
                }
            }
        };
        Ok(Some(Wanted {
            cohort: cohort.id,
            words: rarest_first,
            organisation: filter.organisation,
            standing,
            after: filter.after.clone(),
        }))
    }

    /// A page of the people of a cohort, in the order of names.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn members(
        &self,
        organised: &Organised,
        filter: &MemberFilter,
        limit: u64,
        now: Moment,
    ) -> Outcome<MemberPage> {
        let Some(wanted) = self.wanted(organised, filter, now).await? else {
            return Ok(MemberPage::default());
        };
        let db = self.db.read();
        let mut members = Vec::new();
        if filter.state != MemberState::Invited {
            let rows = store::enrolled(db, &wanted, limit + 1).await?;
            members.extend(rows.into_iter().map(Member::Enrolled));
        }
        if matches!(filter.state, MemberState::All | MemberState::Invited) {
            let rows = store::invited(db, &wanted, limit + 1).await?;
            members.extend(rows.into_iter().map(Member::Invited));
        }
        members.sort_by(|a, b| a.place().cmp(&b.place()));
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = members.len() > limit;
        members.truncate(limit);
        Ok(MemberPage {
            next: members.last().filter(|_| more).map(|m| m.place().1),
            members,
        })
    }

    /// The place in a cohort's list of the person with this id, enrolled or invited.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn place_of(&self, cohort: &Cohort, id: Uuid) -> Outcome<Option<(Vec<u8>, Uuid)>> {
        let db = self.db.read();
        if let Some(row) = learning::by_id(db, id).await? {
            return Ok((row.cohort_id == Some(cohort.id)).then_some((row.name_key, id)));
        }
        let row = crate::course::store::invitations::by_id(db, id).await?;
        let row = row.filter(|row| row.cohort_id == cohort.id);
        Ok(row.map(|row| (row.name_key, id)))
    }

    async fn member_row(&self, cohort: &Cohort, enrolment: Uuid) -> Outcome<EnrolmentRow> {
        let row = learning::by_id(self.db.read(), enrolment).await?;
        let row = row.filter(|row| row.cohort_id == Some(cohort.id));
        row.ok_or_else(Problem::not_found)
    }

    /// One person of a cohort.
    ///
    /// # Errors
    /// When they are not in it, or the database fails.
    pub async fn member(&self, organised: &Organised, enrolment: Uuid) -> Outcome<Person> {
        let db = self.db.read();
        let row = self.member_row(&organised.cohort, enrolment).await?;
        let progress = learning::progress(db, row.id).await?;
        let journey = self
            .journey_of(organised.head.clone(), &row, &progress)
            .await?;
        let lessons = courses::assessments(db, row.course_id).await?;
        let by_id: HashMap<Uuid, String> = lessons.into_iter().collect();
        let ids: Vec<Uuid> = by_id.keys().copied().collect();
        let mut attempts: BTreeMap<String, Vec<Attempt>> = BTreeMap::new();
        for attempt in self.assessments.attempts_at(&ids, row.account_id).await? {
            if let Some(lesson) = by_id.get(&attempt.assessment) {
                attempts.entry(lesson.clone()).or_default().push(attempt);
            }
        }
        Ok(Person {
            journey,
            account: self.accounts.find(row.account_id).await?,
            full_name: row.full_name,
            extended_reason: row.extended_reason,
            attempts,
            submissions: marking::submissions_of(db, row.id).await?,
        })
    }

    /// Gives a person of a cohort a later end, with a reason.
    ///
    /// # Errors
    /// When a field needs mending, they are not in the cohort, or the database fails.
    pub async fn extend(
        &self,
        organised: &Organised,
        enrolment: Uuid,
        until: Option<Moment>,
        reason: &str,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<()> {
        self.member_row(&organised.cohort, enrolment).await?;
        let until = until.ok_or_else(|| Problem::field("until", "cohort-field-moment"))?;
        if until <= organised.cohort.closes_at.max(now) {
            return Err(Problem::field("until", "cohort-field-later"));
        }
        if until > now.plus(5 * 366 * DAY) {
            return Err(Problem::field("until", "cohort-field-moment"));
        }
        let reason = reason_of(reason)?;
        let detail = serde_json::json!({ "enrolment": enrolment, "until": until.to_string(), "reason": reason });
        self.help(
            organised,
            enrolment,
            "cohort.extend",
            detail,
            actor,
            now,
            move |row| {
                row.extended_until = Some(until.0);
                row.extended_reason = Some(reason);
            },
        )
        .await
    }

    /// Takes a person out of a cohort, or lets them back in; what they did stays known.
    ///
    /// # Errors
    /// When they are not in the cohort, or the database fails.
    pub async fn set_member_out(
        &self,
        organised: &Organised,
        enrolment: Uuid,
        out: bool,
        reason: &str,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<()> {
        self.member_row(&organised.cohort, enrolment).await?;
        let reason = reason_of(reason)?;
        let action = if out {
            "cohort.remove"
        } else {
            "cohort.return"
        };
        let detail = serde_json::json!({ "enrolment": enrolment, "reason": reason });
        self.help(
            organised,
            enrolment,
            action,
            detail,
            actor,
            now,
            move |row| {
                row.state = match (out, row.completed_at) {
                    (true, _) => EnrolmentState::Withdrawn,
                    (false, Some(_)) => EnrolmentState::Completed,
                    (false, None) => EnrolmentState::Active,
                }
                .code();
            },
        )
        .await
    }

    /// Changes an enrolment for an organiser, with a line in the audit trail; the person's last visit stays as it was.
    #[allow(clippy::too_many_arguments, reason = "who, whom, what, when")]
    async fn help(
        &self,
        organised: &Organised,
        enrolment: Uuid,
        action: &'static str,
        detail: serde_json::Value,
        actor: &Actor,
        now: Moment,
        change: impl FnOnce(&mut EnrolmentRow) + Send + 'static,
    ) -> Outcome<()> {
        let (service, cohort) = (self.clone(), organised.cohort.id);
        let (audit_id, by) = (self.id(now), actor.account);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let mut settling = Settling::begin_quietly(&service, tx, enrolment, now)
                        .await?
                        .ok_or_else(Problem::not_found)?;
                    change(&mut settling.row);
                    settling.end().await?;
                    note(tx, audit_id, now, by, action, cohort, &detail.to_string()).await
                })
            })
            .await
    }

    /// Moves everybody of a cohort to the newest version of its course, by a job. Lessons that were passed stay passed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn move_cohort(
        &self,
        organised: &Organised,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<()> {
        let (cohort, version) = (organised.cohort.id, organised.head.version);
        let (audit_id, job_id, by) = (self.id(now), self.id(now), actor.account);
        let payload = serde_json::json!({ "cohort": cohort, "version": version }).to_string();
        let detail = serde_json::json!({ "version": version }).to_string();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let key = format!("{JOB_NEWEST}/{cohort}/{version}");
                    jobs::enqueue(tx, job_id, JOB_NEWEST, &payload, Some(&key), now).await?;
                    note(
                        tx,
                        audit_id,
                        now,
                        by,
                        "cohort.newest-version",
                        cohort,
                        &detail,
                    )
                    .await
                })
            })
            .await
    }

    /// The work of [`JOB_NEWEST`]; who is moved already is not moved again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn move_to_version(&self, payload: &str) -> Outcome<()> {
        #[derive(serde::Deserialize)]
        struct Move {
            cohort: Uuid,
            version: i32,
        }
        let Move { cohort, version } = serde_json::from_str(payload).map_err(Problem::internal)?;
        loop {
            let db = self.db.read();
            let people = store::of_older_version(db, cohort, version, MOVED).await?;
            if people.is_empty() {
                return Ok(());
            }
            let (service, now) = (self.clone(), self.clock.now());
            self.db
                .write(move |tx| {
                    Box::pin(async move {
                        for id in people {
                            let settling = Settling::begin_quietly(&service, tx, id, now).await?;
                            let Some(mut settling) = settling else {
                                continue;
                            };
                            settling.row.version = settling.row.version.max(version);
                            settling.end().await?;
                        }
                        Ok(())
                    })
                })
                .await?;
        }
    }

    /// Everybody of a cohort whom a filter lets through, for a file, at most [`FILE_MAX`]; notes who takes it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn export_members(
        &self,
        organised: &Organised,
        filter: &MemberFilter,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<Vec<Exported>> {
        let mut all = Vec::new();
        if let Some(mut wanted) = self.wanted(organised, filter, now).await? {
            wanted.after = None;
            while all.len() < FILE_MAX {
                let rows = store::enrolled(self.db.read(), &wanted, PAGE).await?;
                let Some(last) = rows.last() else { break };
                wanted.after = Some((last.name_key.clone(), last.id));
                for chunk in rows.chunks(500) {
                    all.extend(self.exported(chunk).await?);
                }
            }
        }
        let (audit_id, by, cohort) = (self.id(now), actor.account, organised.cohort.id);
        let detail = serde_json::json!({ "people": all.len() }).to_string();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    note(tx, audit_id, now, by, "cohort.export", cohort, &detail).await
                })
            })
            .await?;
        Ok(all)
    }

    async fn exported(&self, rows: &[EnrolmentRow]) -> Outcome<Vec<Exported>> {
        let ids: Vec<Uuid> = rows.iter().map(|r| r.id).collect();
        let mut progress = learning::progress_of_many(self.db.read(), &ids).await?;
        let people: Vec<Uuid> = rows.iter().map(|r| r.account_id).collect();
        let accounts = self.accounts.accounts(&people).await?;
        let mut accounts: HashMap<Uuid, Account> =
            accounts.into_iter().map(|a| (a.id, a)).collect();
        let exported = |row: &EnrolmentRow| Exported {
            done: learning::done_of(&progress.remove(&row.id).unwrap_or_default()),
            account: accounts.remove(&row.account_id),
            row: row.clone(),
        };
        Ok(rows.iter().map(exported).collect())
    }
}

fn reason_of(text: &str) -> Outcome<String> {
    let reason = tidy(text);
    match reason.chars().count() {
        0 => Err(Problem::field("reason", "field-required")),
        n if n > REASON_MAX => Err(Problem::field("reason", "cohort-field-long")),
        _ => Ok(reason),
    }
}
