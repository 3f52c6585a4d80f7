//! What people and organisers can do with contests.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

pub use super::store::Entry;
use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::model::{FieldKind, HeldPrize, Phase, Rules};
use super::package::ContestPackage;
use super::store::ContestRow;
use super::{rules, store};
use crate::account::service::AccountService;
use crate::assessment::model::{Prediction, Settings, Terms};
use crate::assessment::service::{AssessmentService, Sitting};
use crate::audit::service as audit;
use crate::kernel::actor::{Actor, Role};
use crate::kernel::clock::{Clock, DAY, Moment, SECOND};
use crate::kernel::entropy::Entropy;
use crate::kernel::points::Points;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::organisation::service::OrganisationService;
use crate::platform::db::{Db, Tx};
use crate::platform::memo::Recent;
use crate::question_bank::service::QuestionBankService;

mod entering;
mod mine;
mod people;
mod pictures;
mod publication;

pub use entering::{AS_TYPED, Entering};
pub use mine::Mine;
pub use people::{Charts, PeopleFilter, PeoplePage};
pub use pictures::Picture;
use publication::Publication;

/// How long a node may go on with what it knows of a contest, ms.
const TRUST_MS: i64 = SECOND;

/// A round as a node knows it.
#[derive(Debug, Clone)]
pub struct RoundLive {
    /// Identifier; also of its assessment.
    pub id: Uuid,
    /// Name in addresses.
    pub code: String,
    /// Title.
    pub title: String,
    /// How attempts run.
    pub settings: Settings,
    /// When the ranking became final.
    pub final_at: Option<Moment>,
    /// What finalisation found out.
    pub final_data: Option<FinalData>,
}

impl RoundLive {
    /// Where the round stands.
    #[must_use]
    pub fn phase(&self, now: Moment) -> Phase {
        rules::phase(&self.settings, self.final_at.is_some(), now)
    }
}

/// What finalisation found out about a round, kept with it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct FinalData {
    /// The number that was predicted, as it came true.
    pub true_number: Option<Prediction>,
    /// The seed of the draw, if the ranking has one.
    pub seed: Option<String>,
    /// People in the ranking.
    pub people: u64,
    /// Attempts looked at.
    pub attempts: u64,
    /// Version of the rules it was ranked under.
    pub rules_version: i32,
    /// Prizes people held from earlier rounds when this one was made final.
    #[serde(default)]
    pub held: Vec<HeldPrize>,
}

/// A contest as a node knows it; at most a second old.
#[derive(Debug, Clone)]
pub struct ContestLive {
    /// Identifier.
    pub id: Uuid,
    /// Name in addresses.
    pub slug: String,
    /// Title.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// Who runs it, in the words of the rules.
    pub issued_by: Option<String>,
    /// The organisation it belongs to.
    pub organisation: Option<Uuid>,
    /// That organisation and those above it; empty for none. Whoever organises at one of them runs the contest.
    pub lineage: Vec<Uuid>,
    /// Slug of the question bank that papers are drawn from.
    pub bank_slug: String,
    /// The organiser's own text, Markdown.
    pub page: String,
    /// A demonstration.
    pub demo: bool,
    /// Current rules.
    pub rules: Rules,
    /// Their version.
    pub rules_version: i32,
    /// Rounds in order.
    pub rounds: Vec<RoundLive>,
}

impl ContestLive {
    /// The round with this code.
    ///
    /// # Errors
    /// When there is none.
    pub fn round(&self, code: &str) -> Outcome<&RoundLive> {
        self.rounds
            .iter()
            .find(|r| r.code == code)
            .ok_or_else(Problem::not_found)
    }

    /// The round with this id.
    #[must_use]
    pub fn round_by_id(&self, id: Uuid) -> Option<&RoundLive> {
        self.rounds.iter().find(|r| r.id == id)
    }

    /// The round a visitor cares about at `now`: the open one, else the next, else the last.
    #[must_use]
    pub fn round_at(&self, now: Moment) -> Option<&RoundLive> {
        let planned = rules::round_at(&self.rules, now)
            .and_then(|r| self.rounds.iter().find(|l| l.code == r.key));
        planned.or(self.rounds.last())
    }
}

/// The few lines of a board that the contest page shows.
#[derive(Debug, Clone)]
pub struct BoardExtract {
    /// Whether it is final.
    pub is_final: bool,
    /// People on the board.
    pub total: u64,
    /// Lines: rank, name, division, points, whether it is the person asking.
    pub lines: Vec<(u64, String, String, Points, bool)>,
}

/// Whoever keeps boards: the leaderboard, which knows contests while contests do not know it.
pub trait Boards: Send + Sync {
    /// The top of a round's board and the person's own line; `None` when it may not be shown.
    fn extract<'a>(
        &'a self,
        contest: &'a ContestLive,
        round: &'a RoundLive,
        person: Option<Uuid>,
        now: Moment,
    ) -> BoxFuture<'a, Outcome<Option<BoardExtract>>>;
}

/// What publishing a package did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Published {
    /// A new contest.
    Created,
    /// The same as before.
    Unchanged,
    /// Changed; the number is the version of the rules.
    Changed(i32),
}

/// A contest and when it was read.
type Seen = (Moment, Arc<ContestLive>);

/// Contests. Cheap to clone.
#[derive(Clone)]
pub struct ContestService {
    db: Db,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    organisations: OrganisationService,
    accounts: AccountService,
    banks: QuestionBankService,
    assessments: AssessmentService,
    known: Arc<RwLock<HashMap<String, Seen>>>,
    /// Slugs by the ids of contests and of rounds.
    slugs: Arc<RwLock<HashMap<Uuid, String>>>,
    entered: Arc<Recent<Uuid, u64>>,
    charts: people::ChartShelves,
    states: people::StateShelf,
    pictures: pictures::Shelf,
}

impl ContestService {
    /// The service.
    #[must_use]
    pub fn new(
        db: Db,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        organisations: OrganisationService,
        accounts: AccountService,
        banks: QuestionBankService,
        assessments: AssessmentService,
    ) -> Self {
        Self {
            db,
            clock,
            entropy,
            organisations,
            accounts,
            banks,
            assessments,
            known: Arc::default(),
            slugs: Arc::default(),
            entered: Arc::default(),
            charts: Arc::default(),
            states: Arc::default(),
            pictures: Arc::default(),
        }
    }

    /// The contest with this slug.
    ///
    /// # Errors
    /// When there is none, or the database fails.
    pub async fn find(&self, slug: &str) -> Outcome<Arc<ContestLive>> {
        let now = self.clock.now();
        if let Some((seen, live)) = self.known.read().expect("no holder panics").get(slug)
            && now.since(*seen).abs() < TRUST_MS
        {
            return Ok(live.clone());
        }
        let row = store::by_slug(self.db.read(), slug)
            .await?
            .ok_or_else(Problem::not_found)?;
        let live = Arc::new(self.load(row).await?);
        let ids = live.rounds.iter().map(|r| r.id).chain([live.id]);
        let mut slugs = self.slugs.write().expect("no holder panics");
        slugs.extend(ids.map(|id| (id, live.slug.clone())));
        drop(slugs);
        self.known
            .write()
            .expect("no holder panics")
            .insert(live.slug.clone(), (now, live.clone()));
        Ok(live)
    }

    /// The contest that a round belongs to.
    ///
    /// # Errors
    /// When there is none, or the database fails.
    pub async fn of_round(&self, round: Uuid) -> Outcome<Arc<ContestLive>> {
        let slug = self
            .slugs
            .read()
            .expect("no holder panics")
            .get(&round)
            .cloned();
        if let Some(slug) = slug {
            return self.find(&slug).await;
        }
        let row = store::round(self.db.read(), round)
            .await?
            .ok_or_else(Problem::not_found)?;
        let contest = store::by_id(self.db.read(), row.contest_id)
            .await?
            .ok_or_else(Problem::not_found)?;
        self.find(&contest.slug).await
    }

    /// The contest with this identifier.
    ///
    /// # Errors
    /// When there is none, or the database fails.
    pub async fn by_id(&self, id: Uuid) -> Outcome<Arc<ContestLive>> {
        let known = self
            .slugs
            .read()
            .expect("no holder panics")
            .get(&id)
            .cloned();
        if let Some(slug) = known {
            return self.find(&slug).await;
        }
        let row = store::by_id(self.db.read(), id)
            .await?
            .ok_or_else(Problem::not_found)?;
        self.find(&row.slug).await
    }

    /// The contest with this slug for somebody who organises it.
    ///
    /// # Errors
    /// When there is none, or it is out of the person's reach: for them it does not exist.
    pub async fn organised(&self, slug: &str, actor: &Actor) -> Outcome<Arc<ContestLive>> {
        let contest = self.find(slug).await?;
        if actor.may(Role::Organiser, &contest.lineage) {
            Ok(contest)
        } else {
            Err(Problem::not_found())
        }
    }

    /// The contests somebody organises, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn within_reach(&self, actor: &Actor) -> Outcome<Vec<Arc<ContestLive>>> {
        let mut all = self.all().await?;
        all.retain(|contest| actor.may(Role::Organiser, &contest.lineage));
        Ok(all)
    }

    async fn load(&self, row: ContestRow) -> Outcome<ContestLive> {
        let rules = store::rules(self.db.read(), row.id, row.rules_version).await?;
        let mut rounds = Vec::new();
        for stored in store::rounds(self.db.read(), row.id).await? {
            let Some(settings) = rules::settings(&rules, &stored.code) else {
                continue;
            };
            let final_data = stored
                .final_data
                .as_deref()
                .map(serde_json::from_str)
                .transpose()
                .map_err(Problem::internal)?;
            rounds.push(RoundLive {
                id: stored.id,
                code: stored.code,
                title: stored.title,
                settings,
                final_at: stored.final_at.map(Moment),
                final_data,
            });
        }
        Ok(ContestLive {
            id: row.id,
            slug: row.slug,
            title: row.title,
            summary: row.summary,
            issued_by: row.issued_by,
            organisation: row.organisation_id,
            lineage: match row.organisation_id {
                Some(id) => self.organisations.lineage(id).await?,
                None => Vec::new(),
            },
            bank_slug: row.bank_slug,
            page: row.page,
            demo: row.demo,
            rules,
            rules_version: row.rules_version,
            rounds,
        })
    }

    /// Makes this node look again.
    pub fn forget(&self, contest: &ContestLive) {
        self.known
            .write()
            .expect("no holder panics")
            .remove(&contest.slug);
        for round in &contest.rounds {
            self.assessments.forget(round.id);
        }
    }

    /// All contests, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all(&self) -> Outcome<Vec<Arc<ContestLive>>> {
        let mut all = Vec::new();
        for slug in store::slugs(self.db.read()).await? {
            all.push(self.find(&slug).await?);
        }
        Ok(all)
    }

    /// How many people have entered; a large number may be a few seconds old.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn entered(&self, contest: Uuid) -> Outcome<u64> {
        self.entered
            .get(
                contest,
                self.clock.now(),
                store::count_entries(self.db.read(), contest),
            )
            .await
    }

    /// The person's entry.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn entry_of(&self, contest: Uuid, account: Uuid) -> Outcome<Option<Entry>> {
        store::entry_of(self.db.read(), contest, account).await
    }

    /// Entries of these people by account.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn entries_of(
        &self,
        contest: Uuid,
        accounts: &[Uuid],
    ) -> Outcome<HashMap<Uuid, Entry>> {
        let rows = store::entries_of(self.db.read(), contest, accounts).await?;
        Ok(rows.into_iter().map(|e| (e.account_id, e)).collect())
    }

    /// Starts an attempt in a round, or returns the one that runs. True when it is new.
    ///
    /// # Errors
    /// Not entered, not open, closed, or no attempts left; a refusal tells when the next round opens.
    pub async fn start(
        &self,
        slug: &str,
        round: &str,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<(Sitting, bool)> {
        let contest = self.find(slug).await?;
        let round = contest.round(round)?;
        if self.entry_of(contest.id, actor.account).await?.is_none() {
            return Err(Problem::new(Code::EntryNeeded));
        }
        let outcome = self
            .assessments
            .start_attempt(round.id, actor.account, Terms::default(), now)
            .await;
        outcome.map_err(
            |problem| match (problem.code, rules::next_round(&contest.rules, now)) {
                (Code::RoundClosed, Some(next)) => Problem::new(Code::NotOpenYet)
                    .with("moment", next.opens_at.0)
                    .with("round", &next.title),
                _ => problem,
            },
        )
    }

    /// Publishes a contest package: creates the contest, or gives it new text, rules, rounds or questions. Repeating it changes nothing. Rules
    /// that change after the first opening need a reason and become a new version.
    ///
    /// # Errors
    /// When the bank is missing, a reason is missing, a round that has begun would vanish, or the database fails.
    pub async fn publish(
        &self,
        slug: &str,
        package: ContestPackage,
        page: &str,
        now: Moment,
    ) -> Outcome<Published> {
        let bank = self.banks.bank_id(&package.bank).await?;
        let bank = bank.ok_or_else(|| Problem::field("bank", "field-bank-missing"))?;
        let organisation = self.owner(&package).await?;
        let before = store::by_slug(self.db.read(), slug).await?;
        let service = self.clone();
        let (slug, page) = (slug.to_owned(), page.to_owned());
        let published = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let publication = Publication {
                        service: &service,
                        tx,
                        bank,
                        organisation,
                        now,
                    };
                    publication.run(&slug, package, &page, before).await
                })
            })
            .await?;
        self.known.write().expect("no holder panics").clear();
        self.slugs
            .read()
            .expect("no holder panics")
            .keys()
            .for_each(|id| self.assessments.forget(*id));
        Ok(published)
    }

    /// The organisation a package names as the owner of its contest; also sees to it that those its form names are known.
    async fn owner(&self, package: &ContestPackage) -> Outcome<Option<Uuid>> {
        let unknown = |field: &'static str, code: &str| {
            let mut problem = Problem::field(field, "field-organisation-code");
            problem.fields[0].args = vec![("code", code.to_owned())];
            problem
        };
        for field in &package.rules.form {
            if let FieldKind::Organisation {
                within: Some(code), ..
            } = &field.kind
                && self.organisations.by_code(code).await?.is_none()
            {
                return Err(unknown("within", code));
            }
        }
        match &package.organisation {
            None => Ok(None),
            Some(code) => match self.organisations.by_code(code).await? {
                Some(found) => Ok(Some(found.id)),
                None => Err(unknown("organisation", code)),
            },
        }
    }

    /// Opens demonstration contests again whose rounds are all over: adds a round of a week that opens now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_demo_open(&self, now: Moment) -> Outcome<()> {
        for contest in self.all().await? {
            let over = contest.demo && contest.rounds.iter().all(|r| now >= r.settings.closes_at);
            if !over {
                continue;
            }
            let mut rules = contest.rules.clone();
            let Some(mut next) = rules.rounds.last().cloned() else {
                continue;
            };
            let number = rules.rounds.len() + 1;
            next.key = format!("ky-{number}");
            next.title = format!("Kỳ {number}");
            next.opens_at = now;
            next.closes_at = now.plus(7 * DAY);
            rules.rounds.push(next);
            self.change_rules(
                &contest,
                rules,
                "Mở kỳ tiếp theo của cuộc thi minh hoạ",
                now,
            )
            .await?;
        }
        Ok(())
    }

    async fn change_rules(
        &self,
        contest: &ContestLive,
        rules: Rules,
        reason: &str,
        now: Moment,
    ) -> Outcome<()> {
        let row = store::by_slug(self.db.read(), &contest.slug)
            .await?
            .ok_or_else(Problem::not_found)?;
        let bank = self
            .banks
            .bank_id(&row.bank_slug)
            .await?
            .ok_or_else(|| Problem::field("bank", "field-bank-missing"))?;
        let (service, reason) = (self.clone(), reason.to_owned());
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let publication = Publication {
                        service: &service,
                        tx,
                        bank,
                        organisation: row.organisation_id,
                        now,
                    };
                    publication
                        .new_version(row, &rules, &reason)
                        .await
                        .map(drop)
                })
            })
            .await?;
        self.forget(contest);
        Ok(())
    }

    /// The contest with the rules of one version.
    ///
    /// # Errors
    /// When there is no such version, or the database fails.
    pub async fn with_rules_of(&self, contest: &ContestLive, version: i32) -> Outcome<ContestLive> {
        let rules = store::rules(self.db.read(), contest.id, version).await?;
        Ok(ContestLive {
            rules,
            rules_version: version,
            ..contest.clone()
        })
    }

    /// Marks a round as final in the caller's transaction.
    ///
    /// # Errors
    /// When it is final already.
    pub async fn set_final(
        &self,
        tx: &Tx,
        round: Uuid,
        at: Moment,
        data: &FinalData,
    ) -> Outcome<()> {
        let data = serde_json::to_string(data).map_err(Problem::internal)?;
        if store::set_final(tx, round, at, &data).await? {
            Ok(())
        } else {
            Err(Problem::new(Code::AlreadyFinal))
        }
    }

    /// E-mail addresses of people who entered, a page at a time after `after`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mail_addresses(
        &self,
        tx: &Tx,
        contest: Uuid,
        after: Uuid,
        limit: u64,
    ) -> Outcome<Vec<(Uuid, Option<String>)>> {
        store::mail_addresses(tx, contest, after, limit).await
    }

    /// The newest lines of a contest's audit trail.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn audit(&self, contest: Uuid, limit: u64) -> Outcome<Vec<audit::Line>> {
        audit::newest(&self.db, &format!("contest/{contest}"), limit).await
    }
}
