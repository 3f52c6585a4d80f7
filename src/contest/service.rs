//! What people and organisers can do with contests.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, RwLock};

pub use super::store::Entry;
use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::entry as entry_rules;
use super::model::{EntryData, HeldPrize, Phase, Rules};
use super::package::ContestPackage;
use super::store::{ContestRow, RoundRow};
use super::{rules, store};
use crate::assessment::model::{Prediction, Settings};
use crate::assessment::service::{AssessmentService, Sitting};
use crate::audit::service as audit;
use crate::kernel::actor::Actor;
use crate::kernel::clock::{Clock, DAY, Moment, SECOND};
use crate::kernel::entropy::Entropy;
use crate::kernel::ids::new_id;
use crate::kernel::points::Points;
use crate::kernel::problem::{Code, FieldError, Outcome, Problem};
use crate::platform::collate::person_key;
use crate::platform::db::{Db, Tx};
use crate::platform::memo::Counts;
use crate::question_bank::service::QuestionBankService;

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
    /// Who runs it.
    pub issued_by: Option<String>,
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
    banks: QuestionBankService,
    assessments: AssessmentService,
    known: Arc<RwLock<HashMap<String, Seen>>>,
    slug_of_round: Arc<RwLock<HashMap<Uuid, String>>>,
    entered: Arc<Counts<Uuid>>,
}

impl ContestService {
    /// The service.
    #[must_use]
    pub fn new(
        db: Db,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        banks: QuestionBankService,
        assessments: AssessmentService,
    ) -> Self {
        Self {
            db,
            clock,
            entropy,
            banks,
            assessments,
            known: Arc::default(),
            slug_of_round: Arc::default(),
            entered: Arc::default(),
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
        let mut rounds = self.slug_of_round.write().expect("no holder panics");
        rounds.extend(live.rounds.iter().map(|r| (r.id, live.slug.clone())));
        drop(rounds);
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
            .slug_of_round
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

    /// Enters a person into a contest.
    ///
    /// # Errors
    /// Fields to mend, not eligible, all rounds over, or somebody with the same details has entered.
    pub async fn enter(
        &self,
        slug: &str,
        actor: &Actor,
        values: &BTreeMap<String, String>,
        now: Moment,
    ) -> Outcome<Entry> {
        let contest = self.find(slug).await?;
        if let Some(entry) = self.entry_of(contest.id, actor.account).await? {
            return Ok(entry);
        }
        if let Some(last) = contest
            .rounds
            .iter()
            .map(|r| r.settings.closes_at)
            .max()
            .filter(|last| now >= *last)
        {
            return Err(Problem::new(Code::RoundClosed).with("moment", last.0));
        }
        let data = entry_rules::check_entry(&contest.rules, values, now)?;
        let row = self.entry_row(&contest, actor, &data, now)?;
        let (stored, audit_id) = (row.clone(), new_id(now, &*self.entropy));
        let written = self
            .db
            .write(move |tx| {
                Box::pin(async move {
                    let subject = format!("contest/{}", stored.contest_id);
                    let account = stored.account_id;
                    store::add_entry(tx, stored).await?;
                    audit::record(
                        tx,
                        audit_id,
                        now,
                        Some(account),
                        "contest.enter",
                        &subject,
                        "{}",
                    )
                    .await
                })
            })
            .await;
        match written {
            Ok(()) => Ok(row),
            // The other tab was quicker: it is the same person after all.
            Err(problem) if problem.code == Code::SamePersonEntered => self
                .entry_of(contest.id, actor.account)
                .await?
                .ok_or(problem),
            Err(problem) => Err(problem),
        }
    }

    fn entry_row(
        &self,
        contest: &ContestLive,
        actor: &Actor,
        data: &EntryData,
        now: Moment,
    ) -> Outcome<Entry> {
        let identity = entry_rules::identity_key(&contest.rules, data);
        let name = if data.full_name.is_empty() {
            &actor.name
        } else {
            &data.full_name
        };
        Ok(Entry {
            id: new_id(now, &*self.entropy),
            contest_id: contest.id,
            account_id: actor.account,
            identity_key: identity.unwrap_or_else(|| format!("account:{}", actor.account)),
            form: serde_json::to_string(&data.values).map_err(Problem::internal)?,
            display_name: entry_rules::display_name(
                name,
                data.birth_date,
                contest.rules.board.names,
                now.date(),
            ),
            division: data.division.clone(),
            organisation_id: None,
            name_key: person_key(name),
            consents: "{}".into(),
            created_at: now.0,
        })
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
            .start_attempt(round.id, actor.account, now)
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
                        now,
                    };
                    publication.run(&slug, package, &page, before).await
                })
            })
            .await?;
        self.known.write().expect("no holder panics").clear();
        self.slug_of_round
            .read()
            .expect("no holder panics")
            .keys()
            .for_each(|id| self.assessments.forget(*id));
        Ok(published)
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

    /// Enters many people with made-up answers, for load tests.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn enter_many(&self, slug: &str, people: &[Uuid], now: Moment) -> Outcome<()> {
        let contest = self.find(slug).await?;
        let rows: Vec<Entry> = people
            .iter()
            .map(|account| Entry {
                id: new_id(now, &*self.entropy),
                contest_id: contest.id,
                account_id: *account,
                identity_key: format!("account:{account}"),
                form: "{}".into(),
                display_name: format!("Thí sinh {}", &account.simple().to_string()[24..]),
                division: None,
                organisation_id: None,
                name_key: Vec::new(),
                consents: "{}".into(),
                created_at: now.0,
            })
            .collect();
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    for row in rows {
                        store::add_entry(tx, row).await?;
                    }
                    Ok(())
                })
            })
            .await
    }
}

struct Publication<'a> {
    service: &'a ContestService,
    tx: &'a Tx,
    bank: Uuid,
    now: Moment,
}

impl Publication<'_> {
    async fn run(
        &self,
        slug: &str,
        package: ContestPackage,
        page: &str,
        before: Option<ContestRow>,
    ) -> Outcome<Published> {
        let head = |id, rules_version, created_at| ContestRow {
            id,
            slug: slug.to_owned(),
            title: package.title.clone(),
            summary: package.summary.clone(),
            issued_by: package.issued_by.clone(),
            organisation_id: None,
            bank_slug: package.bank.clone(),
            page: page.to_owned(),
            rules_version,
            demo: package.demo,
            created_at,
        };
        let Some(before) = before else {
            let row = head(self.id(), 0, self.now.0);
            self.new_version(row, &package.rules, "Công bố lần đầu")
                .await?;
            return Ok(Published::Created);
        };
        let old = store::rules(self.tx, before.id, before.rules_version).await?;
        let mut rules = package.rules.clone();
        if package.relative_windows {
            // Windows given relative to "now" were resolved when the contest was first published; a repetition does not move them.
            rules.rounds.clone_from(&old.rounds);
        }
        let row = head(before.id, before.rules_version, before.created_at);
        if rules == old {
            let pools_changed = self.publish_rounds(&row, &rules, row.rules_version).await?;
            if row == before && !pools_changed {
                return Ok(Published::Unchanged);
            }
            store::put(self.tx, row).await?;
            return Ok(Published::Changed(before.rules_version));
        }
        let begun = old.rounds.iter().any(|r| r.opens_at <= self.now);
        let reason = match &package.change_reason {
            Some(reason) => reason.clone(),
            None if begun => return Err(Problem::field("change_reason", "field-change-reason")),
            None => "Sửa trước khi mở".to_owned(),
        };
        self.new_version(row, &rules, &reason)
            .await
            .map(Published::Changed)
    }

    fn id(&self) -> Uuid {
        new_id(self.now, &*self.service.entropy)
    }

    /// Stores the next version of the rules and what follows from it. Returns its number.
    async fn new_version(&self, mut row: ContestRow, rules: &Rules, reason: &str) -> Outcome<i32> {
        row.rules_version += 1;
        let (id, version) = (row.id, row.rules_version);
        store::add_rules(self.tx, id, version, rules, reason, None, self.now).await?;
        self.publish_rounds(&row, rules, version).await?;
        store::put(self.tx, row).await?;
        let detail = serde_json::json!({ "version": version, "reason": reason }).to_string();
        audit::record(
            self.tx,
            self.id(),
            self.now,
            None,
            "contest.rules",
            &format!("contest/{id}"),
            &detail,
        )
        .await?;
        Ok(version)
    }

    /// Writes rounds and their assessments. True when something about them changed.
    async fn publish_rounds(
        &self,
        contest: &ContestRow,
        rules: &Rules,
        version: i32,
    ) -> Outcome<bool> {
        let stored = store::rounds(self.tx, contest.id).await?;
        let vanished = stored.iter().find(|s| rules.round(&s.code).is_none());
        if let Some(gone) = vanished {
            let error = FieldError {
                field: "rounds".into(),
                message: "field-round-vanished",
                args: vec![("round", gone.code.clone())],
            };
            return Err(Problem::fields(vec![error]));
        }
        let pool = self
            .service
            .banks
            .current_revisions(self.tx, self.bank)
            .await?;
        let mut changed = false;
        for (position, planned) in (0..).zip(&rules.rounds) {
            let known = stored.iter().find(|s| s.code == planned.key);
            if known.is_some_and(|k| k.final_at.is_some()) {
                continue; // A final round is history.
            }
            let id = known.map_or_else(|| self.id(), |k| k.id);
            let settings = rules::settings(rules, &planned.key).ok_or_else(|| {
                Problem::internal(format!("round {} has no settings", planned.key))
            })?;
            let assessments = &self.service.assessments;
            changed |= assessments
                .publish(self.tx, id, self.bank, &settings, version, &pool, self.now)
                .await?;
            let row = RoundRow {
                id,
                contest_id: contest.id,
                code: planned.key.clone(),
                title: planned.title.clone(),
                position,
                opens_at: planned.opens_at.0,
                closes_at: planned.closes_at.0,
                final_at: None,
                final_data: None,
            };
            store::put_round(self.tx, row).await?;
        }
        Ok(changed)
    }
}
