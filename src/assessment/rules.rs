//! Every decision about an attempt, as pure functions of (facts, now, seed): deadline, start, draw, save, grade.

use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::answers::{self, Answers, Shape};
use super::model::{
    Attempt, BlueprintPart, Closing, Grade, LimitPeriod, Paper, PaperQuestion, Pool, Prediction,
    Settings, State,
};
use crate::kernel::clock::Moment;
use crate::kernel::entropy::Draw;
use crate::kernel::points::Points;
use crate::question_bank::model::{Body, Shuffle};

/// How long past a deadline the sweep waits before it closes an attempt, ms: a save that arrived in time may still stand in
/// another node's queue, and it counts.
pub const SWEEP_GRACE_MS: i64 = 1_500;

/// The moment from which nothing more is accepted (half open): start plus the length plus the person's extra time, but not past
/// the close, or as far past it as the closing policy allows. Computed once, at the start, and kept.
#[must_use]
pub fn deadline(settings: &Settings, started_at: Moment, extra_ms: i64) -> Moment {
    let own = started_at.plus(settings.length_ms).plus(extra_ms);
    let latest = match settings.closing {
        Closing::CutOff => settings.closes_at,
        Closing::OwnTime { max_overrun_ms } => settings.closes_at.plus(max_overrun_ms),
    };
    own.min(latest)
}

/// The last moment at which any attempt of this assessment may still run.
#[must_use]
pub fn last_deadline(settings: &Settings) -> Moment {
    match settings.closing {
        Closing::CutOff => settings.closes_at,
        Closing::OwnTime { max_overrun_ms } => settings
            .closes_at
            .plus(max_overrun_ms.clamp(0, settings.length_ms.max(0))),
    }
}

/// An earlier attempt of the same person at the same assessment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Past {
    /// The attempt.
    pub id: Uuid,
    /// Which of the person's attempts, from 1.
    pub ordinal: i32,
    /// Its state as stored.
    pub state: State,
    /// When it started.
    pub started_at: Moment,
    /// Its deadline.
    pub deadline: Moment,
}

impl From<&Attempt> for Past {
    fn from(attempt: &Attempt) -> Self {
        Self {
            id: attempt.id,
            ordinal: attempt.ordinal,
            state: attempt.state,
            started_at: attempt.started_at,
            deadline: attempt.deadline,
        }
    }
}

/// Whether a start is granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StartDecision {
    /// One is running: it is returned.
    Resume(Uuid),
    /// The newest attempt's time is over but it was not closed yet: it must be closed first.
    CloseFirst(Uuid),
    /// A new one with this ordinal and deadline.
    Start {
        /// Which of the person's attempts, from 1.
        ordinal: i32,
        /// Its deadline.
        deadline: Moment,
    },
    /// Refused.
    Refuse(StartRefusal),
}

/// Why a start is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartRefusal {
    /// Opens later.
    NotOpenYet,
    /// `now` is at or past the close.
    Closed,
    /// The waiting time after the earlier attempt is not over.
    Waiting {
        /// When the next attempt becomes possible.
        until: Moment,
    },
    /// The limit is used up.
    NoAttemptsLeft {
        /// When the next attempt becomes possible, if ever.
        next: Option<Moment>,
    },
}

/// Decides about a start at `now`, given all earlier attempts of this person at this assessment.
///
/// A running attempt is resumed even after the close, as long as its own deadline allows.
#[must_use]
pub fn decide_start(settings: &Settings, past: &[Past], now: Moment) -> StartDecision {
    if let Some(running) = past.iter().find(|p| p.state == State::Open) {
        return if now < running.deadline {
            StartDecision::Resume(running.id)
        } else {
            StartDecision::CloseFirst(running.id)
        };
    }
    if now < settings.opens_at {
        return StartDecision::Refuse(StartRefusal::NotOpenYet);
    }
    if now >= settings.closes_at {
        return StartDecision::Refuse(StartRefusal::Closed);
    }
    if attempts_left(settings, past, now) == Some(0) {
        let next = next_period(settings.limit.per, now).filter(|n| *n < settings.closes_at);
        return StartDecision::Refuse(StartRefusal::NoAttemptsLeft { next });
    }
    if let Some(until) = waiting_until(settings, past).filter(|until| now < *until) {
        return StartDecision::Refuse(StartRefusal::Waiting { until });
    }
    StartDecision::Start {
        ordinal: past.iter().map(|p| p.ordinal).max().unwrap_or(0) + 1,
        deadline: deadline(settings, now, 0),
    }
}

/// Until when a person waits before another attempt: counted from the *deadline* of the newest, so that handing in early wins no time.
#[must_use]
pub fn waiting_until(settings: &Settings, past: &[Past]) -> Option<Moment> {
    let newest = past.iter().max_by_key(|p| p.ordinal)?;
    (settings.wait_ms > 0).then(|| newest.deadline.plus(settings.wait_ms))
}

/// How many attempts a person has left in the period that `now` lies in; `None` when there is no limit.
#[must_use]
pub fn attempts_left(settings: &Settings, past: &[Past], now: Moment) -> Option<u32> {
    let period = |m: Moment| match settings.limit.per {
        LimitPeriod::Round => 0,
        LimitPeriod::Day => m.day_number(),
        LimitPeriod::Week => m.week_number(),
    };
    let used = past
        .iter()
        .filter(|p| period(p.started_at) == period(now))
        .count();
    let max = settings.limit.max?;
    Some(max.saturating_sub(u32::try_from(used).unwrap_or(u32::MAX)))
}

/// First moment of the next counting period after `now`.
fn next_period(per: LimitPeriod, now: Moment) -> Option<Moment> {
    use crate::kernel::clock::{DAY, HOUR};
    let midnight = |day: i64| Moment(day * DAY - 7 * HOUR);
    match per {
        LimitPeriod::Round => None,
        LimitPeriod::Day => Some(midnight(now.day_number() + 1)),
        LimitPeriod::Week => Some(midnight((now.week_number() + 1) * 7 - 3)),
    }
}

/// A blueprint asks for more questions than the pool holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TooFew {
    /// The part that cannot be filled.
    pub part: BlueprintPart,
    /// How many fitting questions are left for it.
    pub found: usize,
}

/// Draws a paper: which questions, their order, and the order of their options. Pure: the same pool, settings and seed give the same
/// paper for ever. Parts that ask for a topic and a difficulty are filled first, parts that take anything last.
///
/// # Errors
/// When a part cannot be filled.
pub fn draw(pool: &Pool, settings: &Settings, seed: u64) -> Result<Paper, TooFew> {
    let mut stream = Draw::new(seed);
    let mut parts: Vec<&BlueprintPart> = settings.blueprint.iter().collect();
    parts.sort_by_key(|p| {
        std::cmp::Reverse(u8::from(p.topic.is_some()) + u8::from(p.difficulty.is_some()))
    });
    let mut hand = Hand {
        pool,
        parts: &parts,
        holder: vec![None; pool.revisions.len()],
    };
    for (place, part) in parts.iter().enumerate() {
        let mut fitting: Vec<usize> = (0..pool.revisions.len())
            .filter(|i| fits(part, &pool.revisions[*i].body))
            .collect();
        stream.shuffle(&mut fitting);
        let held = (0..part.count)
            .take_while(|_| hand.take_one(place, &fitting))
            .count();
        if held < usize::from(part.count) {
            return Err(TooFew {
                part: (*part).clone(),
                found: held,
            });
        }
    }
    let mut order = Vec::new();
    for part in &settings.blueprint {
        let place = parts.iter().position(|p| std::ptr::eq(*p, part));
        let mut held: Vec<usize> = (0..pool.revisions.len())
            .filter(|i| hand.holder[*i] == place)
            .collect();
        stream.shuffle(&mut held);
        order.extend(held);
    }
    if settings.shuffle_questions {
        stream.shuffle(&mut order);
    }
    let questions = order
        .into_iter()
        .map(|index| PaperQuestion {
            pool_index: u16::try_from(index).unwrap_or(u16::MAX),
            order: option_order(
                &pool.revisions[index].body,
                settings.shuffle_options,
                &mut stream,
            ),
        })
        .collect();
    Ok(Paper { questions })
}

/// Which part holds which question while a paper is drawn.
struct Hand<'a> {
    pool: &'a Pool,
    parts: &'a [&'a BlueprintPart],
    holder: Vec<Option<usize>>,
}

impl Hand<'_> {
    /// Gives a part one more of the questions that fit it, in the order of `fitting`: a free one, else one that another part gives up because it
    /// finds a replacement. So a paper is drawn whenever one exists, however its parts overlap.
    fn take_one(&mut self, part: usize, fitting: &[usize]) -> bool {
        if let Some(free) = fitting.iter().find(|i| self.holder[**i].is_none()) {
            self.holder[*free] = Some(part);
            return true;
        }
        let mut asked = vec![false; self.holder.len()];
        self.swap(part, fitting, &mut asked)
    }

    fn swap(&mut self, part: usize, fitting: &[usize], asked: &mut [bool]) -> bool {
        for &index in fitting {
            if self.holder[index] == Some(part) || std::mem::replace(&mut asked[index], true) {
                continue;
            }
            let given_up = match self.holder[index] {
                None => true,
                Some(other) => {
                    let (wanted, pool) = (self.parts[other], self.pool);
                    let others: Vec<usize> = (0..pool.revisions.len())
                        .filter(|i| fits(wanted, &pool.revisions[*i].body))
                        .collect();
                    self.swap(other, &others, asked)
                }
            };
            if given_up {
                self.holder[index] = Some(part);
                return true;
            }
        }
        false
    }
}

fn fits(part: &BlueprintPart, body: &Body) -> bool {
    part.topic.as_ref().is_none_or(|t| *t == body.topic)
        && part.difficulty.is_none_or(|d| d == body.difficulty)
}

fn option_order(body: &Body, shuffle: bool, stream: &mut Draw) -> Vec<u8> {
    let mut order: Vec<u8> = (0..u8::try_from(body.options.len()).unwrap_or(0)).collect();
    let movable = match body.shuffle {
        _ if !shuffle => 0,
        Shuffle::Free => order.len(),
        Shuffle::LastPinned => order.len().saturating_sub(1),
        Shuffle::Fixed => 0,
    };
    stream.shuffle(&mut order[..movable]);
    order
}

/// The shape of a paper: what may be answered at each place.
#[must_use]
pub fn shape(pool: &Pool, paper: &Paper, settings: &Settings) -> Shape {
    let kinds = paper
        .questions
        .iter()
        .filter_map(|q| pool.revisions.get(usize::from(q.pool_index)))
        .map(|r| (r.body.kind, r.body.options.len()));
    Shape::new(kinds, settings.prediction_text.is_some())
}

/// A save that is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveRefusal {
    /// The attempt has ended.
    Ended,
    /// It arrived at or after the deadline.
    Late,
    /// A newer answer (or another one under the same number) is stored.
    Outdated,
    /// The paper has no such question.
    NoSuchQuestion,
}

/// What a save does to stored answers. The hot path does the same in one SQL statement for many contestants; this is the meaning it is
/// tested against, and what tells a refused contestant why.
///
/// # Errors
/// Why it is not accepted.
pub fn apply_save(
    state: State,
    deadline: Moment,
    stored: &str,
    save: &answers::Save,
    received_at: Moment,
) -> Result<String, SaveRefusal> {
    if state != State::Open {
        return Err(SaveRefusal::Ended);
    }
    if received_at >= deadline {
        return Err(SaveRefusal::Late);
    }
    let (from, to) = (save.offset, save.offset + save.record.len());
    let Some(current) = stored.get(from..to) else {
        return Err(SaveRefusal::NoSuchQuestion);
    };
    let newer = current[..answers::SEQUENCE_WIDTH] < save.record[..answers::SEQUENCE_WIDTH];
    if !newer && current != save.record {
        return Err(SaveRefusal::Outdated);
    }
    Ok(format!(
        "{}{}{}",
        &stored[..from],
        save.record,
        &stored[to..]
    ))
}

/// Marks an attempt.
#[must_use]
pub fn grade(pool: &Pool, settings: &Settings, paper: &Paper, answers: &Answers) -> Grade {
    let mut grade = Grade {
        points: Points(0),
        correct: 0,
        answered: 0,
        questions: u16::try_from(paper.questions.len()).unwrap_or(u16::MAX),
        prediction: answers.prediction,
        valid: true,
    };
    for (question, shown) in paper.questions.iter().zip(&answers.choices) {
        let Some(revision) = pool.revisions.get(usize::from(question.pool_index)) else {
            continue;
        };
        let chosen = to_author_order(question, *shown);
        if chosen == 0 {
            grade.points += settings.scoring.blank;
        } else if chosen == revision.body.right {
            grade.answered += 1;
            grade.correct += 1;
            grade.points += settings.scoring.right;
        } else {
            grade.answered += 1;
            grade.points += settings.scoring.wrong;
        }
    }
    let complete = grade.answered == grade.questions
        && (settings.prediction_text.is_none() || grade.prediction.is_some());
    grade.valid = complete || !settings.complete_only;
    grade
}

/// Whether so many right answers of so many questions reach a mark in whole per cent; compared in whole numbers.
#[must_use]
pub const fn reaches(right: u32, of: u32, percent: u8) -> bool {
    of > 0 && right as u64 * 100 >= percent as u64 * of as u64
}

/// Turns a choice by shown place into one by the author's place.
#[must_use]
pub fn to_author_order(question: &PaperQuestion, shown: u16) -> u16 {
    question
        .order
        .iter()
        .enumerate()
        .filter(|(place, _)| shown & (1 << place) != 0)
        .fold(0, |mask, (_, author)| mask | (1 << author))
}

/// Turns a choice by the author's place into one by shown place.
#[must_use]
pub fn to_shown_order(question: &PaperQuestion, author: u16) -> u16 {
    question
        .order
        .iter()
        .enumerate()
        .filter(|(_, a)| author & (1 << **a) != 0)
        .fold(0, |mask, (place, _)| mask | (1 << place))
}

/// When an attempt that ends now ended: the moment of submission, but never past its deadline.
#[must_use]
pub fn finish(deadline: Moment, now: Moment) -> (State, Moment) {
    if now < deadline {
        (State::Submitted, now)
    } else {
        (State::Expired, deadline)
    }
}

/// The digest on a receipt: whoever holds the attempt's id and the stored answers can compute it again.
#[must_use]
pub fn receipt_digest(attempt: Uuid, stored_answers: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(attempt.as_bytes());
    hasher.update(stored_answers.as_bytes());
    hasher
        .finalize()
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            use std::fmt::Write as _;
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// The prediction as a person writes it: digits with an optional comma or point and at most five decimals. Group separators are not
/// guessed at: `7.171` is seven and a bit. `None` when it is not such a number, is negative or above 10¹².
#[must_use]
pub fn read_prediction(text: &str) -> Option<Prediction> {
    let text = text.trim();
    let (whole, decimals) = text.split_once([',', '.']).unwrap_or((text, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty()
        || whole.len() > 12
        || decimals.len() > 5
        || !digits(whole)
        || !digits(decimals)
    {
        return None;
    }
    if text.len() > whole.len() && decimals.is_empty() {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let fraction: i64 = format!("{decimals:0<5}").parse().ok()?;
    Some(Prediction(whole * Prediction::ONE + fraction))
}

/// A prediction with as many decimals as it needs.
#[must_use]
pub fn write_prediction(prediction: Prediction, decimal: char) -> String {
    let (whole, fraction) = (
        prediction.0 / Prediction::ONE,
        prediction.0 % Prediction::ONE,
    );
    if fraction == 0 {
        return whole.to_string();
    }
    format!(
        "{whole}{decimal}{}",
        format!("{fraction:05}").trim_end_matches('0')
    )
}
