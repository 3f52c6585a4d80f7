//! The people who entered a contest, as its organisers see them: lists, files to take away, figures for charts.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use tokio::sync::Mutex as AsyncMutex;
use uuid::Uuid;

use super::{ContestLive, ContestService, Entry};
use crate::assessment::model::State;
use crate::audit::service as audit;
use crate::contest::store::people::{self as store, Wanted};
use crate::kernel::actor::Actor;
use crate::kernel::clock::{HOUR, Moment, SECOND};
use crate::kernel::ids::new_id;
use crate::kernel::problem::{Outcome, Problem};
use crate::platform::words;

/// Attempts of a round up to this many are always counted afresh: that is cheap, and people look at small numbers closely.
const SMALL: u64 = 10_000;
/// How long larger counts are shown again, ms.
const COUNTS_TRUST_MS: i64 = 3 * SECOND;
/// How long figures for charts are shown again, ms: they are read off a whole table.
const CHARTS_TRUST_MS: i64 = 30 * SECOND;
/// Organisations in the chart.
const TOP: u64 = 10;
/// How far back the chart of attempts reaches, ms.
const BACK_MS: i64 = 48 * HOUR;
/// People read at once for a file.
const PAGE: u64 = 2_000;

/// Which people an organiser wants to see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeopleFilter {
    /// Words of the name, the telephone number or the e-mail address.
    pub text: String,
    /// Only people of this organisation and below.
    pub organisation: Option<Uuid>,
    /// Only people of this division.
    pub division: Option<String>,
    /// The list goes on after this entry.
    pub after: Option<Uuid>,
}

/// A page of people, in the order of their names.
#[derive(Debug, Clone, Default)]
pub struct PeoplePage {
    /// Their entries.
    pub entries: Vec<Entry>,
    /// Where the list goes on, if it does.
    pub next: Option<Uuid>,
}

/// Figures for the charts of a contest; at most half a minute old.
#[derive(Debug, Clone, Default)]
pub struct Charts {
    /// When they were counted.
    pub at: Moment,
    /// Attempts started in each hour of the last two days, oldest first; hours without any are left out.
    pub hours: Vec<(Moment, u64)>,
    /// The organisations with the most entries, the most first.
    pub organisations: Vec<(Uuid, u64)>,
    /// Entries that name no organisation that is known.
    pub without: u64,
}

/// The last figures of each contest; whoever holds one counts, the others wait.
pub(super) type ChartShelves = Arc<Mutex<HashMap<Uuid, Arc<AsyncMutex<Option<Arc<Charts>>>>>>>;

/// How many attempts of each round are in which state, and when they were counted.
pub(super) type StateShelf = Arc<Mutex<HashMap<Uuid, (Moment, Vec<(State, u64)>)>>>;

impl ContestService {
    /// How many attempts of a round are in which state; large numbers may be a few seconds old.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn attempts_by_state(&self, round: Uuid) -> Outcome<Vec<(State, u64)>> {
        let now = self.clock.now();
        let kept = self
            .states
            .lock()
            .expect("no holder panics")
            .get(&round)
            .cloned();
        if let Some((at, counts)) = kept
            && counts.iter().map(|(_, n)| n).sum::<u64>() > SMALL
            && now.since(at).abs() < COUNTS_TRUST_MS
        {
            return Ok(counts);
        }
        let counts = self.assessments.count_by_state(round).await?;
        self.states
            .lock()
            .expect("no holder panics")
            .insert(round, (now, counts.clone()));
        Ok(counts)
    }

    /// A page of the people who entered, in the order of names (given name first).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn people(
        &self,
        contest: &ContestLive,
        filter: &PeopleFilter,
        limit: u64,
    ) -> Outcome<PeoplePage> {
        let db = self.db.read();
        let rarest_first = words::rarest_first(db, contest.id, &filter.text).await?;
        if rarest_first.is_empty() && !filter.text.trim().is_empty() {
            return Ok(PeoplePage::default());
        }
        let after = match filter.after {
            Some(id) => store::entry(db, id).await?,
            None => None,
        };
        let wanted = Wanted {
            contest: contest.id,
            words: rarest_first,
            organisation: filter.organisation,
            division: filter.division.clone(),
            after: after.map(|entry| (entry.name_key, entry.id)),
        };
        let along_entries = match filter.organisation {
            Some(unit) if !wanted.words.is_empty() => {
                store::count_below(db, contest.id, unit).await? <= store::FEW
            }
            _ => false,
        };
        let mut entries = store::list(db, &wanted, along_entries, limit + 1).await?;
        let more = entries.len() as u64 > limit;
        entries.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok(PeoplePage {
            next: entries.last().filter(|_| more).map(|e| e.id),
            entries,
        })
    }

    /// One entry in a contest.
    ///
    /// # Errors
    /// When there is none, or the database fails.
    pub async fn entry(&self, contest: &ContestLive, id: Uuid) -> Outcome<Entry> {
        let found = store::entry(self.db.read(), id).await?;
        found
            .filter(|entry| entry.contest_id == contest.id)
            .ok_or_else(Problem::not_found)
    }

    /// Everybody a filter lets through, for a file; the caller notes with [`ContestService::note_people_taken`] who takes it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn everybody(
        &self,
        contest: &ContestLive,
        filter: &PeopleFilter,
    ) -> Outcome<Vec<Entry>> {
        let mut filter = PeopleFilter {
            after: None,
            ..filter.clone()
        };
        let mut all = Vec::new();
        loop {
            let page = self.people(contest, &filter, PAGE).await?;
            all.extend(page.entries);
            match page.next {
                Some(next) => filter.after = Some(next),
                None => return Ok(all),
            }
        }
    }

    /// Notes that an organiser took personal data of so many people away.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_people_taken(
        &self,
        contest: &ContestLive,
        file: &str,
        people: usize,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<()> {
        let (id, who) = (new_id(now, &*self.entropy), actor.account);
        let detail = serde_json::json!({ "file": file, "people": people }).to_string();
        let subject = format!("contest/{}", contest.id);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    let action = "contest.people-export";
                    audit::record(tx, id, now, Some(who), action, &subject, &detail).await
                })
            })
            .await
    }

    /// Figures for the charts of a contest.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn charts(&self, contest: &ContestLive, now: Moment) -> Outcome<Arc<Charts>> {
        let shelf = self
            .charts
            .lock()
            .expect("no holder panics")
            .entry(contest.id)
            .or_default()
            .clone();
        let mut kept = shelf.lock().await;
        if let Some(charts) = &*kept
            && now.since(charts.at).abs() < CHARTS_TRUST_MS
        {
            return Ok(charts.clone());
        }
        let charts = Arc::new(self.count_charts(contest, now).await?);
        *kept = Some(charts.clone());
        Ok(charts)
    }

    async fn count_charts(&self, contest: &ContestLive, now: Moment) -> Outcome<Charts> {
        let since = Moment((now.0 - BACK_MS).div_euclid(HOUR) * HOUR);
        let mut hours = std::collections::BTreeMap::<Moment, u64>::new();
        // A round that closed before has no starts to count; what is left are few.
        let open = |round: &&super::RoundLive| {
            round.settings.opens_at <= now && round.settings.closes_at > since
        };
        for round in contest.rounds.iter().filter(open) {
            for (hour, number) in self.assessments.starts_per_hour(round.id, since).await? {
                *hours.entry(hour).or_default() += number;
            }
        }
        let db = self.db.read();
        Ok(Charts {
            at: now,
            hours: hours.into_iter().collect(),
            organisations: store::per_organisation(db, contest.id, TOP).await?,
            without: store::without_organisation(db, contest.id).await?,
        })
    }
}
