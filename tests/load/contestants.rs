//! Contestants in a closed loop: each sits one attempt after another and checks every reply.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::Duration;

use hdrhistogram::Histogram;
use serde::Deserialize;
use serde_json::from_slice;
use tokio::task::{JoinHandle, spawn_local};
use tokio::time::{Instant, sleep, timeout_at};

use crate::client::{Connection, Reply};
use crate::content::{CONTEST, DRAWN, ROUND};
use crate::service::Person;
use crate::usage::{Cpu, Watched, float};

/// The requests of a full attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Start,
    Save,
    Submit,
    Board,
}

impl Step {
    /// In the order of an attempt.
    pub const ALL: [Self; 4] = [Self::Start, Self::Save, Self::Submit, Self::Board];

    /// For tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Save => "save",
            Self::Submit => "submit",
            Self::Board => "leaderboard",
        }
    }
}

/// Requests in a full attempt: start, saves, submission, leaderboard.
const REQUESTS: u64 = DRAWN as u64 + 3;
/// How long running attempts may take to end after the window.
const DRAIN: Duration = Duration::from_secs(20);
/// How often one contestant may be told to come back, or fail, before it gives up.
const PATIENCE: u32 = 50;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    WarmUp,
    Measured,
    Ending,
}

/// What all contestants of a level write into.
struct Tally {
    phase: Cell<Phase>,
    times: RefCell<Vec<Histogram<u64>>>,
    refused: Cell<u64>,
    failed: Cell<u64>,
    first_failures: RefCell<Vec<String>>,
}

impl Tally {
    fn new() -> Result<Self, String> {
        // Microseconds up to a minute, three digits.
        let times = Step::ALL
            .iter()
            .map(|_| Histogram::new_with_bounds(1, 60_000_000, 3))
            .collect::<Result<_, _>>();
        Ok(Self {
            phase: Cell::new(Phase::WarmUp),
            times: RefCell::new(times.map_err(|error| error.to_string())?),
            refused: Cell::new(0),
            failed: Cell::new(0),
            first_failures: RefCell::new(Vec::new()),
        })
    }

    fn took(&self, step: Step, since: Instant) {
        if self.phase.get() == Phase::Measured {
            let micros = u64::try_from(since.elapsed().as_micros()).unwrap_or(u64::MAX);
            self.times.borrow_mut()[step as usize].saturating_record(micros);
        }
    }

    fn failure(&self, what: String) {
        self.failed.set(self.failed.get() + 1);
        let mut first = self.first_failures.borrow_mut();
        if first.len() < 5 {
            first.push(what);
        }
    }
}

/// What one level showed.
pub struct Level {
    /// Contestants at once.
    pub contestants: usize,
    /// Full attempts' worth of answered requests a second.
    pub attempts_per_second: f64,
    /// CPU per full attempt.
    pub cpu: Cpu,
    /// Times of each step, µs, in the order of [`Step::ALL`].
    pub times: Vec<Histogram<u64>>,
    /// Requests that were told to come back later (429, 503).
    pub refused: u64,
    /// Replies that were not what they had to be.
    pub failed: u64,
    /// The first of them.
    pub first_failures: Vec<String>,
    /// Memory of the service in MiB, at the end of the window and at its peak.
    pub memory: (f64, f64),
}

#[derive(Deserialize)]
struct Started<'a> {
    id: &'a str,
    token: &'a str,
}

#[derive(Deserialize)]
struct Receipt {
    answered: usize,
}

struct Contestant {
    session: String,
    connection: Connection,
    tally: Rc<Tally>,
    /// Grows over all attempts of this contestant, so that a resumed attempt takes it as well.
    sequence: u64,
    /// Refusals and failures so far.
    troubles: u32,
}

impl Contestant {
    async fn run(mut self) {
        while self.tally.phase.get() != Phase::Ending && self.troubles < PATIENCE {
            if let Err(what) = self.attempt().await {
                self.tally.failure(what);
                self.troubles += 1;
                // A service that fails at once shall not be hammered.
                sleep(Duration::from_millis(100)).await;
            }
        }
    }

    /// One full attempt: start, an answer to each question, submission, leaderboard.
    async fn attempt(&mut self) -> Result<(), String> {
        let session = self.session.clone();
        let path = format!("/api/v1/contests/{CONTEST}/rounds/{ROUND}/attempts");
        let reply = self
            .request(Step::Start, "POST", &path, &session, "", &[201, 200])
            .await?;
        let body = self.connection.body(&reply);
        let started: Started =
            from_slice(body).map_err(|error| unreadable("start", &error, body))?;
        let (id, token) = (started.id.to_owned(), started.token.to_owned());

        let mut acknowledged = 0;
        for number in 1..=DRAWN {
            self.sequence += 1;
            let letter = ["A", "B", "C", "D"][usize::try_from(self.sequence).unwrap_or(0) % 4];
            let answer = format!(r#"{{"response":"{letter}","sequence":{}}}"#, self.sequence);
            let path = format!("/api/v1/attempts/{id}/answers/{number}");
            self.request(Step::Save, "PUT", &path, &token, &answer, &[200])
                .await?;
            acknowledged += 1;
        }

        let path = format!("/api/v1/attempts/{id}/submission");
        let reply = self
            .request(Step::Submit, "POST", &path, &token, "", &[200])
            .await?;
        let body = self.connection.body(&reply);
        let receipt: Receipt =
            from_slice(body).map_err(|error| unreadable("submission", &error, body))?;
        if receipt.answered != acknowledged {
            return Err(format!(
                "attempt {id}: {acknowledged} answers were acknowledged, the receipt says {}",
                receipt.answered
            ));
        }

        let path = format!("/api/v1/contests/{CONTEST}/rounds/{ROUND}/leaderboard?limit=50");
        self.request(Step::Board, "GET", &path, &session, "", &[200])
            .await?;
        Ok(())
    }

    /// One request, repeated as long as the service asks to come back later.
    async fn request(
        &mut self,
        step: Step,
        method: &str,
        path: &str,
        token: &str,
        body: &str,
        expected: &[u16],
    ) -> Result<Reply, String> {
        loop {
            let since = Instant::now();
            let reply = self.connection.call(method, path, token, body).await?;
            if expected.contains(&reply.status) {
                self.tally.took(step, since);
                return Ok(reply);
            }
            if !matches!(reply.status, 429 | 503) || self.troubles >= PATIENCE {
                let said = String::from_utf8_lossy(self.connection.body(&reply)).into_owned();
                return Err(format!("{method} {path}: {} {said}", reply.status));
            }
            self.troubles += 1;
            self.tally.refused.set(self.tally.refused.get() + 1);
            sleep(Duration::from_secs(
                reply.retry_after.unwrap_or(1).clamp(1, 5),
            ))
            .await;
        }
    }
}

fn unreadable(step: &str, error: &serde_json::Error, body: &[u8]) -> String {
    format!(
        "{step}: {error} in {}",
        String::from_utf8_lossy(body)
            .chars()
            .take(300)
            .collect::<String>()
    )
}

/// Runs one level: everybody at once for `warm_up` and then `seconds`. To be called inside a `LocalSet`.
pub async fn run_level(
    address: SocketAddr,
    people: &[Person],
    watched: Watched,
    warm_up: u64,
    seconds: u64,
) -> Result<Level, String> {
    let tally = Rc::new(Tally::new()?);
    let running: Vec<JoinHandle<()>> = people
        .iter()
        .map(|person| Contestant {
            session: person.session.clone(),
            connection: Connection::new(address),
            tally: Rc::clone(&tally),
            sequence: 0,
            troubles: 0,
        })
        .map(|contestant| spawn_local(contestant.run()))
        .collect();

    sleep(Duration::from_secs(warm_up)).await;
    watched.forget_peak();
    let (cpu_before, since) = (watched.cpu(), Instant::now());
    tally.phase.set(Phase::Measured);
    sleep(Duration::from_secs(seconds)).await;
    tally.phase.set(Phase::Ending);
    let (cpu_after, window) = (watched.cpu(), since.elapsed());
    let memory = watched.memory();
    end(running, &tally).await;

    let times = tally.times.take();
    let attempts = float(times.iter().map(Histogram::len).sum()) / float(REQUESTS);
    Ok(Level {
        contestants: people.len(),
        attempts_per_second: attempts / window.as_secs_f64(),
        cpu: cpu_after.since(&cpu_before, attempts),
        times,
        refused: tally.refused.get(),
        failed: tally.failed.get(),
        first_failures: tally.first_failures.take(),
        memory,
    })
}

/// Lets running attempts end, so that the next level starts with none.
async fn end(running: Vec<JoinHandle<()>>, tally: &Tally) {
    let until = Instant::now() + DRAIN;
    for mut contestant in running {
        match timeout_at(until, &mut contestant).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tally.failure(format!("a contestant stopped: {error}")),
            Err(_) => {
                contestant.abort();
                tally.failure(format!(
                    "an attempt did not end within {} s of the window",
                    DRAIN.as_secs()
                ));
            }
        }
    }
}
