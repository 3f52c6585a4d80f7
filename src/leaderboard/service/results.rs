//! From a closed round to its result: making it final, the result file, exports, and telling people.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use super::{JOB_AFTER_FINAL, LeaderboardService, PAGE};
use crate::assessment::model::{Attempt, Review, State};
use crate::assessment::rules as assessment_rules;
use crate::assessment::service::{Live, Reading};
use crate::audit::service as audit;
use crate::contest::finalise::{CannotFinalise, Case, Final, finalise};
use crate::contest::model::{AttemptRecord, HeldPrize, RankStep};
use crate::contest::recount::{Head, PoolLine, QuestionLine, RawAttempt, ResultFile, result_file};
use crate::contest::service::{ContestLive, FinalData, RoundLive};
use crate::kernel::actor::Actor;
use crate::kernel::clock::Moment;
use crate::kernel::ids::{new_id, readable_code};
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::leaderboard::model::{Among, Line};
use crate::leaderboard::store::{self, FinalLine};
use crate::platform::db::Tx;
use crate::platform::i18n::Lang;
use crate::platform::jobs;
use crate::platform::outbox::{self, Mail};
use crate::question_bank::rules::digest;

impl LeaderboardService {
    /// What must hold before a round can be made final: (Fluent key, number for it, whether it holds).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn preconditions(
        &self,
        contest: &ContestLive,
        round: &RoundLive,
        now: Moment,
    ) -> Outcome<Vec<(&'static str, u64, bool)>> {
        let ended = now
            >= assessment_rules::last_deadline(&round.settings)
                .plus(assessment_rules::SWEEP_GRACE_MS);
        let running = self.running(round.id).await?;
        let mut list = vec![
            ("finalise-needs-close", 0, ended),
            ("finalise-needs-none-running", running, running == 0),
        ];
        if crate::contest::rules::needs_every_round(&contest.rules) {
            let open = contest
                .rounds
                .iter()
                .filter(|r| now < assessment_rules::last_deadline(&r.settings))
                .count() as u64;
            list.push(("finalise-needs-every-round", open, open == 0));
        }
        Ok(list)
    }

    async fn running(&self, round: Uuid) -> Outcome<u64> {
        let counts = self.assessments.count_by_state(round).await?;
        Ok(counts
            .iter()
            .filter(|(state, _)| *state == State::Open)
            .map(|(_, n)| n)
            .sum())
    }

    /// Makes a round final: nothing can change any more, true numbers are frozen, ranks and prizes given, the result published. One transaction.
    ///
    /// # Errors
    /// Out of the person's reach, not ready, final already, or people whom the rules cannot tell apart.
    pub async fn finalise(
        &self,
        slug: &str,
        round: &str,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<()> {
        self.assessments.sweep().await?;
        let contest = self.contests.organised(slug, actor).await?;
        let live = contest.round(round)?.clone();
        if live.final_at.is_some() {
            return Err(Problem::new(Code::AlreadyFinal));
        }
        if self
            .preconditions(&contest, &live, now)
            .await?
            .iter()
            .any(|(_, _, met)| !met)
        {
            return Err(Problem::new(Code::NotReadyToFinalise));
        }
        let has_draw = contest.rules.ranking.steps.contains(&RankStep::Draw);
        let seed = has_draw.then(|| format!("{:016x}", self.entropy.next_u64()));
        let (service, who) = (self.clone(), actor.account);
        let work = contest.clone();
        self.db
            .write(move |tx| {
                Box::pin(async move { service.finalise_in(tx, work, live, seed, who, now).await })
            })
            .await?;
        self.contests.forget(&contest);
        self.shelves.lock().expect("no holder panics").clear();
        Ok(())
    }

    async fn finalise_in(
        &self,
        tx: &Tx,
        contest: Arc<ContestLive>,
        round: RoundLive,
        seed: Option<String>,
        who: Uuid,
        now: Moment,
    ) -> Outcome<()> {
        // First the seal: from here on no start and no closing of this round can be committed.
        self.assessments.seal(tx, round.id, now).await?;
        let held = self.held_prizes(&contest, &round).await?;
        let counted = self
            .count(
                Reading::Transaction(tx),
                contest.clone(),
                &round,
                seed.clone(),
                held,
            )
            .await?;
        let result = counted.result.map_err(|why| cannot(&why))?;
        let grades = contest
            .rules
            .round(&round.code)
            .and_then(|r| r.grades.as_deref())
            .unwrap_or(&contest.rules.prizes.grades);
        let lines: Vec<FinalLine> = result
            .standings
            .iter()
            .map(|s| FinalLine {
                person: s.finished.person,
                attempt: s.finished.attempt,
                points: s.finished.grade.points,
                correct: s.finished.grade.correct,
                duration_ms: s.finished.duration_ms(),
                finished_at: s.finished.finished_at,
                rank_key: s.key.clone(),
                rank: s.rank,
                prize: s
                    .prize
                    .and_then(|p| grades.get(usize::from(p)))
                    .map(|g| g.name.clone()),
            })
            .collect();
        store::write_final(tx, round.id, &lines, now).await?;
        store::remove_unranked(tx, round.id).await?;
        // Who wins a higher prize here gives the earlier one up, where the rules let a person keep only one.
        for given_up in &result.given_up {
            if let Some(earlier) = contest.rounds.iter().find(|r| r.code == given_up.round) {
                store::take_prize(tx, earlier.id, given_up.person).await?;
            }
        }
        let data = FinalData {
            true_number: result.true_number,
            seed,
            people: lines.len() as u64,
            attempts: counted.attempts.len() as u64,
            rules_version: contest.rules_version,
            held: counted.held,
        };
        self.contests.set_final(tx, round.id, now, &data).await?;
        let detail = serde_json::json!({ "round": round.code, "people": data.people, "attempts": data.attempts, "seed": data.seed, "given_up": result.given_up.len() });
        let (audit_id, job_id) = (new_id(now, &*self.entropy), new_id(now, &*self.entropy));
        audit::record(
            tx,
            audit_id,
            now,
            Some(who),
            "round.finalise",
            &format!("contest/{}", contest.id),
            &detail.to_string(),
        )
        .await?;
        let payload = serde_json::json!({ "round": round.id }).to_string();
        jobs::enqueue(
            tx,
            job_id,
            JOB_AFTER_FINAL,
            &payload,
            Some(&format!("{JOB_AFTER_FINAL}/{}", round.id)),
            now,
        )
        .await
    }

    /// Reads all attempts that decide about a round and counts.
    async fn count(
        &self,
        from: Reading<'_>,
        contest: Arc<ContestLive>,
        round: &RoundLive,
        seed: Option<String>,
        held: Vec<HeldPrize>,
    ) -> Outcome<Counted> {
        let every = crate::contest::rules::needs_every_round(&contest.rules);
        let counts =
            |r: &&RoundLive| r.id == round.id || (every && contest.rules.round(&r.code).is_some());
        let mut attempts = Vec::new();
        for other in contest.rounds.iter().filter(counts) {
            attempts.extend(self.assessments.all_attempts(from, other.id).await?);
        }
        if attempts
            .iter()
            .any(|a| a.state == State::Open && a.assessment == round.id)
        {
            return Err(Problem::new(Code::NotReadyToFinalise));
        }
        let (code, assessment) = (round.code.clone(), round.id);
        let counting = tokio::task::spawn_blocking(move || {
            let records: Vec<AttemptRecord> = attempts.iter().filter_map(record).collect();
            let case = Case {
                rules: &contest.rules,
                round: &code,
                assessment,
                attempts: &records,
                seed: seed.as_deref(),
                decisions: &[],
                held: &held,
            };
            let result = finalise(&case);
            Counted {
                attempts,
                held,
                result,
            }
        });
        counting.await.map_err(Problem::internal)
    }

    /// Prizes people hold from rounds of this contest that are final already.
    async fn held_prizes(
        &self,
        contest: &ContestLive,
        round: &RoundLive,
    ) -> Outcome<Vec<HeldPrize>> {
        if !contest.rules.prizes.one_per_person {
            return Ok(Vec::new());
        }
        let mut held = Vec::new();
        for other in contest.rounds.iter().filter(|r| r.id != round.id) {
            let Some(data) = &other.final_data else {
                continue;
            };
            // Names of prizes are those of the rules under which they were won.
            let then = self
                .contests
                .with_rules_of(contest, data.rules_version)
                .await?
                .rules;
            let own = then.round(&other.code).and_then(|r| r.grades.as_deref());
            let grades = own.unwrap_or(&then.prizes.grades);
            for (person, prize) in store::winners(self.db.read(), other.id).await? {
                let grade = grades.iter().position(|g| g.name == prize);
                if let Some(grade) = grade.and_then(|g| u16::try_from(g).ok()) {
                    held.push(HeldPrize {
                        person,
                        round: other.code.clone(),
                        grade,
                    });
                }
            }
        }
        Ok(held)
    }

    /// Whether the result file of a final round may be given to everybody. It tells which options are right for the whole pool, so it waits until
    /// no round anywhere draws from the same bank, and stays with the organiser where answers are never shown.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn file_is_public(&self, contest: &ContestLive, round: &RoundLive) -> Outcome<bool> {
        if round.final_at.is_none() || round.settings.review == Review::Never {
            return Ok(false);
        }
        let all = self.contests.all().await?;
        let mut drawing = all
            .iter()
            .filter(|c| c.bank_slug == contest.bank_slug)
            .flat_map(|c| &c.rounds);
        Ok(drawing.all(|r| r.final_at.is_some()))
    }

    /// The result file of a final round: everything a stranger needs to count it again, without a name.
    ///
    /// # Errors
    /// When the round is not final, or the database fails.
    pub async fn result_file(&self, slug: &str, round: &str) -> Outcome<ResultFile> {
        let contest = self.contests.find(slug).await?;
        let live = contest.round(round)?.clone();
        let (Some(final_at), Some(data)) = (live.final_at, live.final_data.clone()) else {
            return Err(Problem::new(Code::ResultNotYet));
        };
        // The rules as they were then, whatever they have become; and one at a time, for all attempts of a round are in memory meanwhile.
        let contest = Arc::new(
            self.contests
                .with_rules_of(&contest, data.rules_version)
                .await?,
        );
        let _turn = self.counting.lock().await;
        let counted = self
            .count(
                Reading::Now,
                contest.clone(),
                &live,
                data.seed.clone(),
                data.held,
            )
            .await?;
        let result = counted.result.map_err(|why| cannot(&why))?;
        let mut pools = HashMap::new();
        let mut raw = Vec::with_capacity(counted.attempts.len());
        for attempt in &counted.attempts {
            let key = (attempt.assessment, attempt.pool_version);
            if let std::collections::hash_map::Entry::Vacant(free) = pools.entry(key) {
                free.insert(
                    self.assessments
                        .live_at(attempt.assessment, attempt.pool_version)
                        .await?,
                );
            }
            raw.extend(raw_attempt(&contest, attempt, &pools[&key]));
        }
        let mut pools: Vec<PoolLine> = pools.values().map(|p| pool_line(&contest, p)).collect();
        pools.sort_by(|a, b| (&a.round, a.version).cmp(&(&b.round, b.version)));
        let head = Head {
            contest: contest.slug.clone(),
            title: contest.title.clone(),
            round: live.code.clone(),
            finalised_at: final_at,
            rules_version: data.rules_version,
            rules: contest.rules.clone(),
            seed: data.seed,
            decisions: Vec::new(),
            held: counted.held,
            pools,
        };
        Ok(result_file(head, raw, &result))
    }

    /// The final or provisional standings with what people filled in at entry, for the organiser's export.
    ///
    /// # Errors
    /// When there is no such round, or the database fails.
    pub async fn standings(
        &self,
        slug: &str,
        round: &str,
    ) -> Outcome<Vec<(Line, std::collections::BTreeMap<String, String>, String)>> {
        let contest = self.contests.find(slug).await?;
        let live = contest.round(round)?;
        let mut all = Vec::new();
        let (mut after, mut offset) = (Vec::new(), 0);
        loop {
            let rows = store::lines_after(self.db.read(), live.id, &after, PAGE).await?;
            let Some(last) = rows.last() else {
                return Ok(all);
            };
            after.clone_from(&last.rank_key);
            let codes: Vec<String> = rows.iter().map(|r| readable_code(r.attempt)).collect();
            let people: Vec<Uuid> = rows.iter().map(|r| r.person).collect();
            let count = rows.len() as u64;
            let entries = self.contests.entries_of(contest.id, &people).await?;
            let lines = self
                .to_lines(&contest, live, Among::ALL, offset, rows)
                .await?;
            offset += count;
            for (line, code) in lines.into_iter().zip(codes) {
                let form = entries
                    .get(&line.person)
                    .map(|e| serde_json::from_str(&e.form))
                    .transpose()
                    .map_err(Problem::internal)?;
                all.push((line, form.unwrap_or_default(), code));
            }
        }
    }

    /// Notes in the audit trail that an organiser took a file away.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_export(
        &self,
        slug: &str,
        round: &str,
        kind: &str,
        actor: &Actor,
        now: Moment,
    ) -> Outcome<()> {
        let contest = self.contests.organised(slug, actor).await?;
        let (id, who) = (new_id(now, &*self.entropy), actor.account);
        let detail = serde_json::json!({ "round": round, "file": kind }).to_string();
        let subject = format!("contest/{}", contest.id);
        self.db
            .write(move |tx| {
                Box::pin(async move {
                    audit::record(tx, id, now, Some(who), "round.export", &subject, &detail).await
                })
            })
            .await
    }

    /// Everything that follows from a final round: the mirror is no longer needed, and people who left an address are told.
    ///
    /// # Errors
    /// When the database fails; repeating it is safe.
    pub async fn after_final(&self, payload: &str) -> Outcome<()> {
        #[derive(serde::Deserialize)]
        struct Payload {
            round: Uuid,
        }
        let Payload { round } = serde_json::from_str(payload).map_err(Problem::internal)?;
        if let Some(mirror) = &self.mirror {
            mirror.remove(round).await;
        }
        let contest = self.contests.of_round(round).await?;
        let Some(live) = contest.round_by_id(round).cloned() else {
            return Err(Problem::not_found());
        };
        let service = self.clone();
        self.db
            .write(move |tx| {
                Box::pin(async move { service.tell_everybody(tx, &contest, &live).await })
            })
            .await
    }

    async fn tell_everybody(
        &self,
        tx: &Tx,
        contest: &ContestLive,
        round: &RoundLive,
    ) -> Outcome<()> {
        // Written with the mail itself: a job that is repeated after a crash tells nobody twice.
        if !store::announce_once(tx, round.id).await? {
            return Ok(());
        }
        let now = self.clock.now();
        let args = [
            ("contest", contest.title.clone()),
            ("round", round.title.clone()),
        ];
        let url = format!(
            "{}/bang-xep-hang/{}/{}",
            self.base_url, contest.slug, round.code
        );
        let subject = Lang::Vi.t_args("mail-final-subject", &args);
        let body = Lang::Vi.t_args(
            "mail-final-body",
            &[args[0].clone(), args[1].clone(), ("url", url)],
        );
        let mut after = Uuid::nil();
        loop {
            let page = self
                .contests
                .mail_addresses(tx, contest.id, after, 1_000)
                .await?;
            let Some((last, _)) = page.last() else {
                return Ok(());
            };
            after = *last;
            for to in page.into_iter().filter_map(|(_, address)| address) {
                let mail = Mail {
                    to,
                    subject: subject.clone(),
                    body: body.clone(),
                    unsubscribe: None,
                };
                outbox::post(tx, new_id(now, &*self.entropy), mail, now).await?;
            }
        }
    }
}

struct Counted {
    attempts: Vec<Attempt>,
    held: Vec<HeldPrize>,
    result: Result<Final, CannotFinalise>,
}

/// An ended attempt as finalisation sees it.
fn record(attempt: &Attempt) -> Option<AttemptRecord> {
    let voided = attempt.state == State::Voided;
    let ended = Attempt {
        state: if voided {
            State::Submitted
        } else {
            attempt.state
        },
        ..attempt.clone()
    };
    ended
        .finished()
        .map(|finished| AttemptRecord { finished, voided })
}

fn raw_attempt(contest: &ContestLive, attempt: &Attempt, live: &Live) -> Option<RawAttempt> {
    let AttemptRecord { finished, voided } = record(attempt)?;
    let shown = live.shape(attempt).read(&attempt.answers);
    let answers = attempt
        .paper
        .questions
        .iter()
        .zip(shown.choices)
        .map(|(q, c)| assessment_rules::to_author_order(q, c))
        .collect();
    Some(RawAttempt {
        finished,
        voided,
        code: readable_code(attempt.id),
        round: contest.round_by_id(attempt.assessment)?.code.clone(),
        pool: attempt.pool_version,
        paper: attempt.paper.clone(),
        answers,
    })
}

fn pool_line(contest: &ContestLive, live: &Live) -> PoolLine {
    let question = |r: &crate::question_bank::model::Revision| QuestionLine {
        revision: r.id,
        options: u8::try_from(r.body.options.len()).unwrap_or(u8::MAX),
        right: r.body.right,
        digest: digest(&r.body),
    };
    PoolLine {
        round: contest
            .round_by_id(live.id)
            .map_or_else(String::new, |r| r.code.clone()),
        version: live.pool.version,
        questions: live.pool.revisions.iter().map(question).collect(),
    }
}

fn cannot(why: &CannotFinalise) -> Problem {
    match why {
        CannotFinalise::NoSuchRound => Problem::not_found(),
        CannotFinalise::SeedNeeded => Problem::internal("a draw without a seed"),
        CannotFinalise::DecisionNeeded(groups) => {
            let codes: Vec<String> = groups
                .iter()
                .map(|g| {
                    g.iter()
                        .map(|f| readable_code(f.attempt))
                        .collect::<Vec<_>>()
                        .join(" = ")
                })
                .collect();
            Problem::new(Code::DecisionNeeded)
                .with("groups", groups.len())
                .with("attempts", codes.join("; "))
        }
    }
}
