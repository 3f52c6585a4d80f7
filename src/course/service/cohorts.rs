//! Cohorts: an organiser runs a course for named organisations between two dates.

use std::sync::Arc;

use uuid::Uuid;

use super::{CourseService, Head};
use crate::audit::service as audit;
use crate::course::model::{Cohort, Window};
use crate::course::rules;
use crate::course::store::cohorts;
pub use crate::course::store::cohorts::{Spread, SpreadByUnit};
use crate::kernel::actor::{Actor, Role};
use crate::kernel::clock::Moment;
use crate::kernel::problem::{FieldError, Outcome, Problem};
use crate::platform::db::Tx;
use crate::platform::memo::Size;
use crate::platform::text::{fold, tidy};

/// Longest title of a cohort, in characters.
const TITLE_MAX: usize = 200;
/// Longest code of a cohort, in characters.
const CODE_MAX: usize = 30;
/// Shortest code of a cohort: shorter ones are guessed.
const CODE_MIN: usize = 4;
/// Most organisations a cohort is run for.
const UNITS_MAX: usize = 200;
/// Most organisations of which figures are shown.
const UNITS_LISTED: usize = 50;
/// Letters of a code that is offered: no vowels, nothing that looks like something else.
const CODE_LETTERS: &[u8; 20] = b"bcdfghjkmnpqrstvwxyz";

/// What an organiser says of a cohort.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CohortDraft {
    /// Title.
    pub title: String,
    /// The organisation that runs it; `None` only for organisers of the whole installation.
    pub organisation: Option<Uuid>,
    /// First moment; `None` when it could not be read.
    pub opens_at: Option<Moment>,
    /// Moment from which nothing more is accepted; `None` when it could not be read.
    pub closes_at: Option<Moment>,
    /// Window of the final examination; the cohort's own when absent.
    pub exam: Option<Window>,
    /// With which people join by themselves; empty when they are only invited.
    pub code: String,
    /// The organisations it is run for; empty for everybody.
    pub organisations: Vec<Uuid>,
}

/// A cohort that an organiser reaches.
#[derive(Debug, Clone)]
pub struct Organised {
    /// The cohort.
    pub cohort: Cohort,
    /// Its course.
    pub head: Arc<Head>,
}

/// A cohort in the organiser's list.
#[derive(Debug, Clone)]
pub struct CohortLine {
    /// The cohort, without the organisations it is run for.
    pub cohort: Cohort,
    /// Its course.
    pub head: Arc<Head>,
    /// Everybody who is in.
    pub people: u64,
    /// Who completed the course.
    pub completed: u64,
}

fn wrong(field: &str, message: &'static str) -> FieldError {
    FieldError {
        field: field.to_owned(),
        message,
        args: Vec::new(),
    }
}

/// How many people of a cohort are how far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CohortFigures {
    /// All of them.
    pub all: Spread,
    /// By organisation.
    pub by_unit: SpreadByUnit,
    /// The oldest version of the course that any of them learns by.
    pub oldest: Option<i32>,
    /// How many are invited.
    pub invited: u64,
    /// How many of those have come.
    pub came: u64,
}

impl Size for Arc<CohortFigures> {
    /// An organiser who has just done something looks whether it is counted; beyond this, counting takes longer than the rest of the page.
    const SMALL: u64 = 2_000;

    fn rows(&self) -> u64 {
        self.all.people() + self.all.withdrawn + self.invited
    }
}

impl CourseService {
    /// A cohort within the organiser's reach.
    ///
    /// # Errors
    /// When there is none that the person may organise, or the database fails.
    pub async fn organised(&self, id: Uuid, actor: &Actor) -> Outcome<Organised> {
        let cohort = cohorts::by_id(self.db.read(), id).await?;
        let cohort = cohort.ok_or_else(Problem::not_found)?;
        if !self.may_organise(actor, cohort.organisation).await? {
            return Err(Problem::not_found());
        }
        let head = self.by_id(cohort.course).await?;
        Ok(Organised { cohort, head })
    }

    /// Whether a person may organise at an organisation.
    pub(super) async fn may_organise(
        &self,
        actor: &Actor,
        organisation: Option<Uuid>,
    ) -> Outcome<bool> {
        let lineage = match organisation {
            Some(id) => self.organisations.lineage(id).await?,
            None => Vec::new(),
        };
        Ok(actor.may(Role::Organiser, &lineage))
    }

    /// A page of the cohorts within the organiser's reach whose title or course has all words of `text`, the one that begins last first; and
    /// how many there are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cohorts_within(
        &self,
        actor: &Actor,
        text: &str,
        offset: usize,
        limit: usize,
    ) -> Outcome<(Vec<CohortLine>, usize)> {
        let reach = actor.reach(Role::Organiser);
        let all = cohorts::within(self.db.read(), reach.as_deref()).await?;
        let wanted = fold(text);
        let mut found = Vec::new();
        for cohort in all {
            let head = self.by_id(cohort.course).await?;
            let search = fold(&format!("{} {}", cohort.title, head.title));
            if wanted.split(' ').all(|word| search.contains(word)) {
                found.push((cohort, head));
            }
        }
        let total = found.len();
        let shown: Vec<_> = found.into_iter().skip(offset).take(limit).collect();
        let ids: Vec<Uuid> = shown.iter().map(|(c, _)| c.id).collect();
        let counts = cohorts::counts(self.db.read(), &ids).await?;
        let line = |(cohort, head): (Cohort, Arc<Head>)| {
            let (people, completed) = counts.get(&cohort.id).copied().unwrap_or_default();
            CohortLine {
                cohort,
                head,
                people,
                completed,
            }
        };
        Ok((shown.into_iter().map(line).collect(), total))
    }

    /// How many people of a cohort are how far. Of a large cohort the figures may be a few seconds old.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn figures(&self, cohort: &Cohort, now: Moment) -> Outcome<Arc<CohortFigures>> {
        let db = self.db.read();
        let count = async {
            let (all, oldest) = cohorts::spread(db, cohort.id).await?;
            let by_unit = cohorts::spread_by_unit(db, cohort, UNITS_LISTED).await?;
            let (invited, came) = self.invitation_counts(cohort).await?;
            Ok(Arc::new(CohortFigures {
                all,
                by_unit,
                oldest,
                invited,
                came,
            }))
        };
        self.figures.get(cohort.id, now, count).await
    }

    /// A code that is easy to read out, for an organiser to take: `khoe-bmrt-4726`.
    #[must_use]
    pub fn offered_code(&self) -> String {
        let number = self.entropy.next_u64();
        let mut code = String::new();
        let mut rest = number;
        for _ in 0..4 {
            let place = usize::try_from(rest % 20).unwrap_or(0);
            code.push(char::from(CODE_LETTERS[place]));
            rest /= 20;
        }
        format!("{code}-{:04}", rest % 10_000)
    }

    /// Makes a cohort of a published course.
    ///
    /// # Errors
    /// When a field needs mending, the course or an organisation is out of reach, or the code is taken.
    pub async fn create_cohort(
        &self,
        slug: &str,
        draft: &CohortDraft,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<Uuid> {
        let head = self.find(slug).await?;
        if head.retired {
            return Err(Problem::not_found());
        }
        let cohort = self
            .checked(draft, actor, self.id(now), head.id, None)
            .await?;
        let (id, audit_id, by) = (cohort.id, self.id(now), actor.account);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    cohorts::add(tx, &cohort, by, now).await?;
                    let detail = detail_of(&cohort);
                    note(tx, audit_id, now, by, "cohort.create", id, &detail).await
                })
            })
            .await?;
        Ok(id)
    }

    /// Changes a cohort that still has this revision.
    ///
    /// # Errors
    /// As [`CourseService::create_cohort`]; when somebody else changed it.
    pub async fn change_cohort(
        &self,
        id: Uuid,
        revision: i32,
        draft: &CohortDraft,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<()> {
        let before = self.organised(id, actor).await?.cohort;
        let mut cohort = self
            .checked(draft, actor, id, before.course, Some(&before))
            .await?;
        cohort.revision = revision + 1;
        let (audit_id, by) = (self.id(now), actor.account);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    cohorts::change(tx, &cohort).await?;
                    cohorts::look_again(tx, id, now).await?;
                    let detail = detail_of(&cohort);
                    note(tx, audit_id, now, by, "cohort.change", id, &detail).await
                })
            })
            .await
    }

    async fn checked(
        &self,
        draft: &CohortDraft,
        actor: &Actor,
        id: Uuid,
        course: Uuid,
        before: Option<&Cohort>,
    ) -> Outcome<Cohort> {
        let mut problems = Vec::new();
        let title = tidy(&draft.title);
        match title.chars().count() {
            0 => problems.push(wrong("title", "field-required")),
            n if n > TITLE_MAX => problems.push(wrong("title", "cohort-field-long")),
            _ => {}
        }
        if !self.may_organise(actor, draft.organisation).await? {
            problems.push(wrong("organisation", "cohort-field-reach"));
        }
        if draft.organisations.len() > UNITS_MAX {
            problems.push(wrong("units", "cohort-field-many"));
        }
        let kept = before.map_or(&[][..], |c| &c.organisations);
        for unit in draft.organisations.iter().filter(|u| !kept.contains(u)) {
            if !self.may_organise(actor, Some(*unit)).await? {
                problems.push(wrong("units", "cohort-field-reach"));
                break;
            }
        }
        let (opens, closes) = (draft.opens_at, draft.closes_at);
        if opens.is_none() {
            problems.push(wrong("from", "cohort-field-moment"));
        }
        match closes {
            None => problems.push(wrong("until", "cohort-field-moment")),
            Some(closes) if opens.is_some_and(|opens| closes <= opens) => {
                problems.push(wrong("until", "cohort-field-order"));
            }
            Some(_) => {}
        }
        let outside = |w: &Window| {
            w.closes_at <= w.opens_at
                || opens.is_some_and(|opens| w.opens_at < opens)
                || closes.is_some_and(|closes| w.closes_at > closes)
        };
        if draft.exam.as_ref().is_some_and(outside) {
            problems.push(wrong("exam-from", "cohort-field-exam"));
        }
        let code = rules::plain_code(&draft.code);
        let fits = |code: &str| {
            (CODE_MIN..=CODE_MAX).contains(&code.len())
                && code.bytes().all(|b| b.is_ascii_alphanumeric())
        };
        if !code.is_empty() && !fits(&code) {
            problems.push(wrong("code", "cohort-field-code"));
        }
        let (Some(opens_at), Some(closes_at), true) = (opens, closes, problems.is_empty()) else {
            return Err(Problem::fields(problems));
        };
        let mut organisations = draft.organisations.clone();
        organisations.sort_unstable();
        organisations.dedup();
        Ok(Cohort {
            id,
            course,
            organisation: draft.organisation,
            title,
            code: (!code.is_empty()).then_some(code),
            opens_at,
            closes_at,
            exam: draft.exam,
            organisations,
            revision: 1,
        })
    }
}

fn detail_of(cohort: &Cohort) -> String {
    serde_json::json!({
        "title": cohort.title,
        "from": cohort.opens_at.to_string(),
        "until": cohort.closes_at.to_string(),
    })
    .to_string()
}

/// A line of the audit trail about a cohort.
pub(super) async fn note(
    tx: &Tx,
    id: Uuid,
    now: Moment,
    by: Uuid,
    action: &str,
    cohort: Uuid,
    detail: &str,
) -> Outcome<()> {
    let subject = format!("cohort/{cohort}");
    audit::record(tx, id, now, Some(by), action, &subject, detail).await
}
