//! The hot path: starts, saves and closings of many contestants share transactions.
//!
//! One task per node takes what is waiting, does it in one transaction with one statement per kind of work, and answers every waiter after the
//! commit. There is no timer: while one batch commits, the next fills, so a lone contestant waits for nobody. A batch holds each attempt
//! (and each starting person) at most once; what collides waits for the next batch. Nothing is held that a crash could lose: an
//! unacknowledged save may be stored or not, and is safe to repeat.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use super::model::{Attempt, Finished, State, Terms};
use super::rules::{self, SaveRefusal, StartDecision, StartRefusal};
use super::service::{Live, LiveCache};
use super::store::{self, SaveRow, Starter};
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Code, Kind, Outcome, Problem};
use crate::platform::db::{Db, Tx};
use crate::platform::lifecycle::Lifecycle;

/// How much one batch takes at most: past this a batch only delays everybody in it.
const MAX_BATCH: usize = 1_000;
/// How much may wait before newcomers are told to come back.
const QUEUE: usize = 20_000;
/// How often a start may lose against another node before it is given up.
const MAX_STARTS: u8 = 4;

/// What runs after a commit, without anybody waiting for it.
pub type AfterCommit = Box<dyn FnOnce() + Send>;

/// Whoever must know of closed attempts in the same transaction: the leaderboard.
pub trait ClosedSink: Send + Sync {
    /// Takes note of closed attempts inside the transaction that closes them; what is returned runs after the commit.
    fn closed<'a>(
        &'a self,
        tx: &'a Tx,
        closed: &'a [Finished],
        now: Moment,
    ) -> BoxFuture<'a, Outcome<AfterCommit>>;
}

/// One thing to do.
#[derive(Clone)]
pub enum Command {
    /// Start or resume an attempt.
    Start {
        /// The assessment as the node knows it.
        live: Arc<Live>,
        /// Identifier a new attempt gets.
        id: Uuid,
        /// Who starts.
        person: Uuid,
        /// What holds for this person beyond the settings.
        terms: Terms,
        /// Seed a new paper is drawn from.
        seed: u64,
        /// When it was received.
        now: Moment,
        /// How often it was tried before.
        tries: u8,
    },
    /// Save one answer.
    Save(SaveRow),
    /// End an attempt: submission by its person, or the sweep (no person).
    Close {
        /// The attempt.
        attempt: Uuid,
        /// Who submits; `None` for the sweep, which closes only what is overdue.
        person: Option<Uuid>,
        /// When it was received.
        now: Moment,
    },
}

/// How a command ended.
#[derive(Debug, Clone)]
pub enum Reply {
    /// The attempt, and whether it is new.
    Started(Box<Attempt>, bool),
    /// Saved; the attempt's deadline.
    Saved(Moment),
    /// The ended attempt.
    Closed(Box<Attempt>),
}

enum Step {
    Done(Outcome<Reply>),
    /// Must be tried again in the next batch.
    Again,
}

struct Waiting {
    command: Command,
    reply: oneshot::Sender<Outcome<Reply>>,
}

/// The way into the batcher. Cheap to clone.
#[derive(Clone)]
pub struct Batcher {
    queue: mpsc::Sender<Waiting>,
}

impl Batcher {
    /// Starts the task; it ends, with everything answered, once told to drain.
    #[must_use]
    pub fn start(
        db: Db,
        cache: Arc<LiveCache>,
        sink: Arc<dyn ClosedSink>,
        lifecycle: &Lifecycle,
    ) -> Self {
        let (queue, waiting) = mpsc::channel(QUEUE);
        let worker = Worker { db, cache, sink };
        let drain = lifecycle.drain.clone();
        lifecycle.spawn(async move { worker.run(waiting, drain).await });
        Self { queue }
    }

    /// Does one command and waits for its commit.
    ///
    /// # Errors
    /// Why it was refused, or that the service is too busy or stopping.
    pub async fn send(&self, command: Command) -> Outcome<Reply> {
        let (reply, answer) = oneshot::channel();
        self.queue
            .try_send(Waiting { command, reply })
            .map_err(|_| Problem::unavailable("the queue of the batcher is full or closed"))?;
        answer
            .await
            .unwrap_or_else(|_| Err(Problem::unavailable("the batcher stopped")))
    }
}

struct Worker {
    db: Db,
    cache: Arc<LiveCache>,
    sink: Arc<dyn ClosedSink>,
}

impl Worker {
    async fn run(
        self,
        mut waiting: mpsc::Receiver<Waiting>,
        drain: tokio_util::sync::CancellationToken,
    ) {
        let mut held: Vec<Waiting> = Vec::new();
        let mut taken: Vec<Waiting> = Vec::new();
        loop {
            if held.is_empty() {
                tokio::select! {
                    biased;
                    count = waiting.recv_many(&mut taken, MAX_BATCH) => if count == 0 { return },
                    () = drain.cancelled() => {
                        waiting.close();
                        if waiting.recv_many(&mut taken, MAX_BATCH).await == 0 { return }
                    }
                }
            } else {
                while held.len() + taken.len() < MAX_BATCH
                    && let Ok(next) = waiting.try_recv()
                {
                    taken.push(next);
                }
            }
            held.append(&mut taken);
            let (batch, rest) = one_per_key(std::mem::take(&mut held));
            held = self.process(batch).await;
            held.extend(rest);
        }
    }

    /// Does a batch and answers its waiters; returns those who must wait for the next.
    async fn process(&self, batch: Vec<Waiting>) -> Vec<Waiting> {
        metrics::histogram!("hocluat_batch_size")
            .record(u32::try_from(batch.len()).unwrap_or(u32::MAX));
        let commands: Arc<Vec<Command>> =
            Arc::new(batch.iter().map(|w| w.command.clone()).collect());
        let steps = match self.commit(commands.clone()).await {
            Ok(steps) => steps,
            // One bad command must not take the others with it. Trouble with the connection is everybody's.
            Err(problem) if problem.kind() == Kind::Internal && commands.len() > 1 => {
                tracing::error!(%problem, "a batch failed; doing its commands one by one");
                let mut steps = Vec::with_capacity(commands.len());
                for command in commands.iter() {
                    let alone = self.commit(Arc::new(vec![command.clone()])).await;
                    steps.push(alone.map_or_else(
                        |p| Step::Done(Err(p)),
                        |mut s| s.pop().unwrap_or(Step::Again),
                    ));
                }
                steps
            }
            Err(problem) => commands
                .iter()
                .map(|_| Step::Done(Err(problem.clone())))
                .collect(),
        };
        let mut again = Vec::new();
        for (mut waiting, step) in batch.into_iter().zip(steps) {
            match step {
                Step::Done(outcome) => drop(waiting.reply.send(outcome)),
                Step::Again => {
                    let given_up = match &mut waiting.command {
                        Command::Start { tries, .. } => {
                            *tries += 1;
                            *tries >= MAX_STARTS
                        }
                        Command::Save(_) | Command::Close { .. } => false,
                    };
                    if given_up {
                        drop(waiting.reply.send(Err(Problem::unavailable(
                            "a start lost against other nodes again and again",
                        ))));
                    } else {
                        again.push(waiting);
                    }
                }
            }
        }
        if !again.is_empty() {
            // Another node holds the key; give its transaction a moment.
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        again
    }

    async fn commit(&self, commands: Arc<Vec<Command>>) -> Outcome<Vec<Step>> {
        let (cache, sink) = (self.cache.clone(), self.sink.clone());
        let (steps, after) = self
            .db
            .write_batch(move |tx| {
                Box::pin(async move {
                    Transaction {
                        tx,
                        cache: &cache,
                        sink: &*sink,
                    }
                    .run(&commands)
                    .await
                })
            })
            .await?;
        if let Some(after) = after {
            after();
        }
        Ok(steps)
    }
}

/// Splits off what must wait: later commands for an attempt or a starting person that the batch already holds.
fn one_per_key(waiting: Vec<Waiting>) -> (Vec<Waiting>, Vec<Waiting>) {
    let mut seen: HashSet<(Uuid, Uuid)> = HashSet::with_capacity(waiting.len());
    waiting.into_iter().partition(|w| {
        let key = match &w.command {
            Command::Start { live, person, .. } => (live.id, *person),
            Command::Save(save) => (Uuid::nil(), save.attempt),
            Command::Close { attempt, .. } => (Uuid::nil(), *attempt),
        };
        // A key that once had to wait stays closed for this batch, so that commands for one attempt keep their order.
        seen.insert(key)
    })
}

struct Transaction<'a> {
    tx: &'a Tx,
    cache: &'a LiveCache,
    sink: &'a dyn ClosedSink,
}

impl Transaction<'_> {
    async fn run(&self, commands: &[Command]) -> Outcome<(Vec<Step>, Option<AfterCommit>)> {
        let mut steps: Vec<Option<Step>> = commands.iter().map(|_| None).collect();
        let mut to_close: Vec<(Option<usize>, Uuid, Option<Uuid>, Moment)> = Vec::new();
        self.starts(commands, &mut steps, &mut to_close).await?;
        self.saves(commands, &mut steps).await?;
        for (index, command) in commands.iter().enumerate() {
            if let Command::Close {
                attempt,
                person,
                now,
            } = command
            {
                to_close.push((Some(index), *attempt, *person, *now));
            }
        }
        let after = self.closings(to_close, &mut steps).await?;
        Ok((
            steps
                .into_iter()
                .map(|s| s.unwrap_or(Step::Again))
                .collect(),
            after,
        ))
    }

    async fn starts(
        &self,
        commands: &[Command],
        steps: &mut [Option<Step>],
        to_close: &mut Vec<(Option<usize>, Uuid, Option<Uuid>, Moment)>,
    ) -> Outcome<()> {
        let mut starters: Vec<(usize, Starter)> = commands
            .iter()
            .enumerate()
            .filter_map(|(index, command)| match command {
                Command::Start { live, person, .. } => {
                    let newest = i64::from(live.settings.limit.max.unwrap_or(1).max(1));
                    Some((
                        index,
                        Starter {
                            assessment: live.id,
                            person: *person,
                            newest,
                        },
                    ))
                }
                _ => None,
            })
            .collect();
        if starters.is_empty() {
            return Ok(());
        }
        // Sorted, so that two nodes take row locks in the same order.
        starters.sort_by_key(|(_, s)| (s.assessment, s.person));
        let asked: Vec<Starter> = starters.iter().map(|(_, s)| *s).collect();
        let pasts = store::newest_attempts(self.tx, &asked).await?;
        let mut new: Vec<(usize, Attempt)> = Vec::new();
        let mut resumed: Vec<(usize, Uuid)> = Vec::new();
        for ((index, _), past) in starters.into_iter().zip(pasts) {
            let Command::Start {
                live,
                id,
                person,
                terms,
                seed,
                now,
                ..
            } = &commands[index]
            else {
                continue;
            };
            match rules::decide_start(&terms.applied(&live.settings), &past, *now) {
                StartDecision::Resume(attempt) => resumed.push((index, attempt)),
                StartDecision::CloseFirst(attempt) => to_close.push((None, attempt, None, *now)),
                StartDecision::Refuse(refusal) => {
                    steps[index] = Some(Step::Done(Err(start_refused(live, terms, refusal))))
                }
                StartDecision::Start { ordinal, deadline } => {
                    new.push((
                        index,
                        live.new_attempt(*id, *person, ordinal, *seed, *now, deadline)?,
                    ));
                }
            }
        }
        let rows: Vec<&Attempt> = new.iter().map(|(_, a)| a).collect();
        let inserted: HashSet<Uuid> = match rows.is_empty() {
            true => HashSet::new(),
            false => store::insert_attempts(self.tx, &rows)
                .await?
                .into_iter()
                .collect(),
        };
        for (index, attempt) in new {
            if inserted.contains(&attempt.id) {
                steps[index] = Some(Step::Done(Ok(Reply::Started(Box::new(attempt), true))));
            }
        }
        for (index, attempt) in resumed {
            if let Some(attempt) = store::attempt(self.tx, attempt).await? {
                steps[index] = Some(Step::Done(Ok(Reply::Started(Box::new(attempt), false))));
            }
        }
        Ok(())
    }

    async fn saves(&self, commands: &[Command], steps: &mut [Option<Step>]) -> Outcome<()> {
        let mut saves: Vec<(usize, &SaveRow)> = commands
            .iter()
            .enumerate()
            .filter_map(|(index, command)| match command {
                Command::Save(row) => Some((index, row)),
                _ => None,
            })
            .collect();
        if saves.is_empty() {
            return Ok(());
        }
        saves.sort_by_key(|(_, row)| row.attempt);
        let rows: Vec<&SaveRow> = saves.iter().map(|(_, row)| *row).collect();
        let accepted: HashMap<Uuid, Moment> = store::apply_saves(self.tx, &rows)
            .await?
            .into_iter()
            .collect();
        for (index, row) in saves {
            steps[index] = Some(Step::Done(match accepted.get(&row.attempt) {
                Some(deadline) => Ok(Reply::Saved(*deadline)),
                None => Err(self.why_not_saved(row).await?),
            }));
        }
        Ok(())
    }

    async fn why_not_saved(&self, row: &SaveRow) -> Outcome<Problem> {
        let Some(attempt) = store::attempt(self.tx, row.attempt)
            .await?
            .filter(|a| a.person == row.person)
        else {
            return Ok(Problem::not_found());
        };
        let refusal = rules::apply_save(
            attempt.state,
            attempt.deadline,
            &attempt.answers,
            &row.save,
            row.received_at,
        );
        Ok(match refusal {
            Err(SaveRefusal::Ended) => Problem::new(Code::AttemptEnded),
            Err(SaveRefusal::Late) => Problem::new(Code::TimeIsUp),
            Err(SaveRefusal::NoSuchQuestion) => Problem::new(Code::NoSuchQuestion),
            Err(SaveRefusal::Outdated) => outdated(&attempt, row),
            Ok(_) => Problem::unavailable("a save was refused and would now be accepted"),
        })
    }

    async fn closings(
        &self,
        to_close: Vec<(Option<usize>, Uuid, Option<Uuid>, Moment)>,
        steps: &mut [Option<Step>],
    ) -> Outcome<Option<AfterCommit>> {
        if to_close.is_empty() {
            return Ok(None);
        }
        let mut ids: Vec<Uuid> = to_close.iter().map(|c| c.1).collect();
        ids.sort_unstable();
        ids.dedup();
        let locked = store::lock_attempts(self.tx, &ids).await?;
        let mut now_closed = Vec::new();
        let mut finished = Vec::new();
        let mut ended: HashMap<Uuid, Attempt> = HashMap::new();
        let mut latest = Moment(0);
        for (index, id, person, now) in to_close {
            latest = latest.max(now);
            let outcome = match locked
                .iter()
                .find(|a| a.id == id && person.is_none_or(|p| p == a.person))
            {
                None => Err(Problem::not_found()),
                // Closed a moment ago in this very batch: this is the same end.
                Some(attempt) if ended.contains_key(&attempt.id) => Ok(ended[&attempt.id].clone()),
                Some(attempt) => {
                    self.close_one(attempt, person, now, &mut now_closed, &mut finished)
                        .await
                }
            };
            if let Ok(attempt) = &outcome
                && attempt.state != State::Open
            {
                ended.insert(attempt.id, attempt.clone());
            }
            if let Some(index) = index {
                steps[index] = Some(Step::Done(outcome.map(|a| Reply::Closed(Box::new(a)))));
            }
        }
        if now_closed.is_empty() {
            return Ok(None);
        }
        store::close_attempts(self.tx, &now_closed).await?;
        metrics::counter!("hocluat_attempts_closed_total").increment(now_closed.len() as u64);
        self.sink.closed(self.tx, &finished, latest).await.map(Some)
    }

    /// Ends one attempt, unless it has ended already or (for the sweep) still has time.
    async fn close_one(
        &self,
        attempt: &Attempt,
        person: Option<Uuid>,
        now: Moment,
        now_closed: &mut Vec<(Uuid, State, Moment, super::model::Grade)>,
        finished: &mut Vec<Finished>,
    ) -> Outcome<Attempt> {
        let mut attempt = attempt.clone();
        let due = person.is_some() || now >= attempt.deadline;
        if attempt.state != State::Open || !due {
            return Ok(attempt);
        }
        let live = self
            .cache
            .of_attempt(attempt.assessment, attempt.pool_version)
            .await?;
        let (state, at) = rules::finish(attempt.deadline, now);
        let shape = rules::shape(&live.pool, &attempt.paper, &live.settings);
        let grade = rules::grade(
            &live.pool,
            &live.settings,
            &attempt.paper,
            &shape.read(&attempt.answers),
        );
        attempt.state = state;
        attempt.finished_at = Some(at);
        attempt.grade = Some(grade);
        now_closed.push((attempt.id, state, at, grade));
        finished.extend(attempt.finished());
        Ok(attempt)
    }
}

/// Tells a stale tab what is stored, so that it can show it: nothing of the stored answer is lost.
fn outdated(attempt: &Attempt, row: &SaveRow) -> Problem {
    // The record's width tells a choice from a prediction; the stored slot stands at the same place.
    let stored = attempt
        .answers
        .get(row.save.offset..row.save.offset + row.save.record.len())
        .unwrap_or_default();
    let (sequence, value) = stored.split_at(super::answers::SEQUENCE_WIDTH.min(stored.len()));
    let number = u64::from_str_radix(value, 16).unwrap_or(0);
    let response = if value.len() > 4 {
        i64::try_from(number)
            .ok()
            .and_then(|v| v.checked_sub(1))
            .filter(|v| *v >= 0)
            .map_or_else(String::new, |v| {
                rules::write_prediction(super::model::Prediction(v), ',')
            })
    } else {
        super::answers::letters(u16::try_from(number).unwrap_or(0))
    };
    Problem::new(Code::AnswerOutdated)
        .with("current_response", response)
        .with(
            "current_sequence",
            u64::from_str_radix(sequence, 16).unwrap_or(0),
        )
}

/// A refused start in words that carry the moments a person needs.
fn start_refused(live: &Live, terms: &Terms, refusal: StartRefusal) -> Problem {
    let settings = terms.applied(&live.settings);
    match refusal {
        StartRefusal::NotOpenYet => {
            Problem::new(Code::NotOpenYet).with("moment", settings.opens_at.0)
        }
        StartRefusal::Closed => {
            Problem::new(Code::RoundClosed).with("moment", settings.closes_at.0)
        }
        StartRefusal::Waiting { until } => {
            Problem::new(Code::AttemptTooSoon).with("moment", until.0)
        }
        StartRefusal::NoAttemptsLeft { next } => {
            let problem =
                Problem::new(Code::NoAttemptsLeft).with("max", settings.limit.max.unwrap_or(0));
            next.map_or_else(|| problem.clone(), |n| problem.clone().with("moment", n.0))
        }
    }
}
