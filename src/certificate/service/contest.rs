//! What certificates of contests say: prizes and participation; and how a final round becomes requests.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use futures_util::future::BoxFuture;
use uuid::Uuid;

use super::CertificateService;
use super::source::{Found, Source};
use crate::certificate::model::{Award, Due, Fact, Kind};
use crate::certificate::store;
use crate::contest::model::BirthDate;
use crate::contest::service::{ContestLive, ContestService, Entry, RoundLive};
use crate::course::model::{CertificateTerms, Shown};
use crate::kernel::problem::{Outcome, Problem};
use crate::leaderboard::model::ResultRow;
use crate::leaderboard::service::LeaderboardService;
use crate::organisation::service::OrganisationService;
use crate::platform::i18n::Lang;

/// People whose requests are written in one transaction.
const PAGE: u64 = 500;

/// Asks contests and their boards.
pub(super) struct OfContests {
    pub(super) contests: ContestService,
    pub(super) boards: LeaderboardService,
    pub(super) organisations: OrganisationService,
}

/// A round with everything that its certificates need.
struct Known {
    contest: Arc<ContestLive>,
    round: RoundLive,
    results: HashMap<Uuid, ResultRow>,
    entries: HashMap<Uuid, Entry>,
    units: HashMap<Uuid, String>,
    issuer: String,
}

impl Source for OfContests {
    fn look<'a>(&'a self, due: &'a [Due]) -> BoxFuture<'a, Vec<Outcome<Found>>> {
        Box::pin(async move {
            let mut people: HashMap<Uuid, Vec<Uuid>> = HashMap::new();
            for one in due {
                people.entry(one.source).or_default().push(one.account);
            }
            let mut rounds: HashMap<Uuid, Outcome<Known>> = HashMap::new();
            for (round, people) in people {
                rounds.insert(round, self.known(round, &people).await);
            }
            let found = due.iter().map(|one| match rounds.get(&one.source) {
                Some(Ok(known)) => Ok(known.award(one)),
                Some(Err(problem)) => Err(problem.clone()),
                None => Err(Problem::internal("a round that was not looked at")),
            });
            found.collect()
        })
    }
}

impl OfContests {
    async fn known(&self, round: Uuid, people: &[Uuid]) -> Outcome<Known> {
        let contest = self.contests.of_round(round).await?;
        let live = contest.round_by_id(round).cloned();
        let round = live.ok_or_else(Problem::not_found)?;
        // What is certified stands in the rules under which the round was made final.
        let final_data = round.final_data.as_ref().ok_or_else(Problem::not_found)?;
        let version = final_data.rules_version;
        let contest = Arc::new(self.contests.with_rules_of(&contest, version).await?);
        let results = self.boards.results_of(round.id, people).await?;
        let entries = self.contests.entries_of(contest.id, people).await?;
        let ids: Vec<Uuid> = entries.values().filter_map(|e| e.organisation_id).collect();
        let units = self.organisations.named(&ids).await?;
        let issuer = match (&contest.issued_by, contest.organisation) {
            (Some(words), _) => words.clone(),
            (None, Some(id)) => {
                let unit = self.organisations.find(id).await?;
                unit.map_or_else(String::new, |u| u.name)
            }
            (None, None) => String::new(),
        };
        Ok(Known {
            results: results.into_iter().map(|r| (r.person, r)).collect(),
            entries,
            units: units.into_iter().map(|(id, u)| (id, u.full_name)).collect(),
            contest,
            round,
            issuer,
        })
    }
}

impl Known {
    fn award(&self, due: &Due) -> Found {
        let terms = self.contest.rules.certificates.as_ref();
        let terms = terms.and_then(|t| match due.kind {
            Kind::Prize => t.prize.as_ref(),
            Kind::Participation => t.participation.as_ref(),
            Kind::Course => None,
        });
        let (Some(terms), Some(result), Some(entry)) = (
            terms,
            self.results.get(&due.account),
            self.entries.get(&due.account),
        ) else {
            return Found::Nothing;
        };
        match (due.kind, &result.prize) {
            (Kind::Prize, None) => Found::Nothing,
            (Kind::Prize, Some(prize)) => {
                let mut facts = self.facts(terms, entry);
                facts.extend(result.final_rank.map(|rank| Fact {
                    label: Lang::Vi.t("certificate-fact-rank"),
                    value: Lang::Vi.number(i64::from(rank)),
                    person: false,
                }));
                let place = [self.contest.title.as_str(), self.round_title()];
                let place: Vec<&str> = place.into_iter().filter(|t| !t.is_empty()).collect();
                self.printed(terms, entry, prize, &place.join(" · "), facts)
            }
            _ => {
                let facts = self.facts(terms, entry);
                self.printed(terms, entry, &self.contest.title, self.round_title(), facts)
            }
        }
    }

    /// The round's title, where the contest has several.
    fn round_title(&self) -> &str {
        match self.contest.rounds.len() {
            0 | 1 => "",
            _ => &self.round.title,
        }
    }

    fn printed(
        &self,
        terms: &CertificateTerms,
        entry: &Entry,
        title: &str,
        subtitle: &str,
        facts: Vec<Fact>,
    ) -> Found {
        let name = self.value(entry, "full_name");
        Found::Award(Box::new(Award {
            template: terms.number.clone(),
            organisation: self.contest.organisation,
            issuer: self.issuer.clone(),
            course: None,
            cohort: None,
            heading: terms.title.clone(),
            // Children take part: nobody is addressed as a lady or a gentleman.
            lead: Lang::Vi.t("certificate-print-lead-contest"),
            full_name: name.unwrap_or_else(|| entry.display_name.clone()),
            text: terms.text.clone(),
            title: title.to_owned(),
            subtitle: subtitle.to_owned(),
            facts,
            place: terms.place.clone().unwrap_or_default(),
            signer: terms.signer.clone().unwrap_or_default(),
        }))
    }

    /// What the person wrote into the field of a kind.
    fn value(&self, entry: &Entry, kind: &str) -> Option<String> {
        let field = self.contest.rules.field_of(kind)?;
        let mut values: BTreeMap<String, String> = serde_json::from_str(&entry.form).ok()?;
        values.remove(&field.name).filter(|v| !v.trim().is_empty())
    }

    fn facts(&self, terms: &CertificateTerms, entry: &Entry) -> Vec<Fact> {
        let fact = |shown: &Shown| {
            let (key, value) = match shown {
                Shown::BirthDate => {
                    let written = self.value(entry, "birth_date")?;
                    ("birth-date", BirthDate::parse(&written)?.to_string())
                }
                Shown::Organisation => {
                    let unit = entry.organisation_id.and_then(|id| self.units.get(&id));
                    let typed = || self.value(entry, "organisation");
                    ("organisation", unit.cloned().or_else(typed)?)
                }
                // A contest has neither; `hocluat check` says so.
                Shown::Hours | Shown::Grade => return None,
            };
            Some(Fact {
                label: Lang::Vi.t(&format!("certificate-fact-{key}")),
                value,
                person: true,
            })
        };
        terms.shows.iter().filter_map(fact).collect()
    }
}

impl CertificateService {
    /// What follows from a final round: certificates are asked for, and those of prizes that were taken back are revoked.
    ///
    /// # Errors
    /// When the database fails; repeating it is safe.
    pub async fn after_final(&self, payload: &str) -> Outcome<()> {
        #[derive(serde::Deserialize)]
        struct Payload {
            round: Uuid,
        }
        let Payload { round } = serde_json::from_str(payload).map_err(Problem::internal)?;
        let contest = self.contests.of_round(round).await?;
        let live = contest.round_by_id(round).ok_or_else(Problem::not_found)?;
        // This node may not have seen yet that the round is final: the job is tried again in a moment.
        let data = live.final_data.as_ref();
        let data = data.ok_or_else(|| Problem::unavailable("the round is not final here yet"))?;
        let then = self
            .contests
            .with_rules_of(&contest, data.rules_version)
            .await?;
        if let Some(terms) = &then.rules.certificates {
            let kinds = (terms.prize.is_some(), terms.participation.is_some());
            self.ask_for_round(round, kinds).await?;
        }
        for other in contest.rounds.iter().filter(|r| r.final_at.is_some()) {
            self.take_back(other.id).await?;
        }
        Ok(())
    }

    async fn ask_for_round(&self, round: Uuid, (prize, everybody): (bool, bool)) -> Outcome<()> {
        let mut after = Vec::new();
        loop {
            let page = self.boards.results_after(round, &after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            after.clone_from(&last.rank_key);
            let due = |row: &ResultRow, kind: Kind| Due {
                account: row.person,
                award: kind.award(round),
                kind,
                source: round,
                tries: 0,
            };
            let mut asked = Vec::new();
            for row in &page {
                if prize && row.prize.is_some() {
                    asked.push(due(row, Kind::Prize));
                }
                if everybody {
                    asked.push(due(row, Kind::Participation));
                }
            }
            let now = self.clock.now();
            self.db
                .write(move |tx| Box::pin(async move { store::due::put(tx, &asked, now).await }))
                .await?;
        }
    }

    /// Revokes the certificates of prizes of a round that their winners do not hold any more.
    async fn take_back(&self, round: Uuid) -> Outcome<()> {
        let award = Kind::Prize.award(round);
        let mut after = Uuid::nil();
        loop {
            let page = store::valid_of_award(self.db.read(), &award, after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(());
            };
            after = last.account;
            let people: Vec<Uuid> = page.iter().map(|c| c.account).collect();
            let results = self.boards.results_of(round, &people).await?;
            let holders: HashMap<Uuid, bool> = results
                .into_iter()
                .map(|r| (r.person, r.prize.is_some()))
                .collect();
            let gone = page
                .into_iter()
                .filter(|c| !holders.get(&c.account).copied().unwrap_or(false));
            for one in gone {
                let reason = Lang::Vi.t("certificate-reason-prize-back");
                self.revoke_as(one, &reason, None).await?;
            }
        }
    }
}
