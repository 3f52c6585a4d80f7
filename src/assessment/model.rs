//! An assessment (blueprint, timing, attempt policy, review policy), its published pool, and attempts at it.
//! Course quizzes and contest rounds are the same thing here.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::kernel::clock::Moment;
use crate::kernel::points::Points;
use crate::question_bank::model::{Difficulty, Revision};

/// How many questions to draw from where (ma trận đề).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlueprintPart {
    /// Only questions under this topic; any topic when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// Only questions of this difficulty; any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difficulty: Option<Difficulty>,
    /// How many to draw.
    pub count: u16,
}

/// Points for one question, in hundredths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scoring {
    /// For a right answer.
    pub right: Points,
    /// For a wrong answer (zero or negative).
    #[serde(default)]
    pub wrong: Points,
    /// For no answer (zero or negative).
    #[serde(default)]
    pub blank: Points,
}

impl Default for Scoring {
    fn default() -> Self {
        Self {
            right: Points::whole(1),
            wrong: Points(0),
            blank: Points(0),
        }
    }
}

/// What happens to an attempt that is running when the window closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "policy", deny_unknown_fields)]
pub enum Closing {
    /// It ends at the close.
    CutOff,
    /// It keeps its own time, but ends at most this many milliseconds after the close.
    OwnTime {
        /// Longest time past the close, ms.
        max_overrun_ms: i64,
    },
}

/// Over what an attempt limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LimitPeriod {
    /// Over the whole assessment (a contest's round).
    Round,
    /// Over each civil day in Viet Nam.
    Day,
    /// Over each civil week (from Monday) in Viet Nam.
    Week,
}

/// How many attempts one person may make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttemptLimit {
    /// Highest number; `None` is unlimited.
    pub max: Option<u32>,
    /// Over what it counts.
    pub per: LimitPeriod,
}

/// Which of a person's valid attempts counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// Most points, then least time, then earliest submission.
    Best,
    /// Most points, then earliest submission.
    BestThenEarliest,
    /// The first.
    First,
    /// The last.
    Last,
    /// Most correct answers, then earliest submission.
    MostCorrectThenEarliest,
}

/// What a contestant sees of right answers, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Review {
    /// Never.
    Never,
    /// Once the attempt itself has ended: a lesson's quiz, which teaches.
    AfterAttempt,
    /// Once the round has closed and every attempt in it has ended.
    AfterClose,
    /// Once the round is final.
    AfterFinal,
}

/// Everything that decides how an attempt at this assessment runs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// What to draw.
    pub blueprint: Vec<BlueprintPart>,
    /// Length of an attempt, ms.
    pub length_ms: i64,
    /// First moment an attempt may start.
    pub opens_at: Moment,
    /// Moment from which none may start (half open).
    pub closes_at: Moment,
    /// What happens to attempts running at the close.
    pub closing: Closing,
    /// How many attempts.
    pub limit: AttemptLimit,
    /// Which counts.
    pub counts: Counts,
    /// The prediction question's text; present exactly when there is one.
    pub prediction_text: Option<String>,
    /// Whether an attempt is valid only if everything (prediction included) is answered.
    pub complete_only: bool,
    /// Points per question.
    pub scoring: Scoring,
    /// Whether questions change places.
    pub shuffle_questions: bool,
    /// Whether options change places (where the question allows it).
    pub shuffle_options: bool,
    /// When right answers are shown.
    pub review: Review,
    /// How long a person waits after the deadline of their earlier attempt, ms.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub wait_ms: i64,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for this signature"
)]
const fn is_zero(ms: &i64) -> bool {
    *ms == 0
}

/// What holds for one person's start beyond the settings: a cohort's window, extra time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Terms {
    /// A window inside the assessment's own: first moment, and the moment from which it is over.
    pub window: Option<(Moment, Moment)>,
    /// Extra time, ms.
    pub extra_ms: i64,
}

impl Terms {
    /// The settings as they hold for this start. A window never widens the assessment's own.
    #[must_use]
    pub fn applied(&self, settings: &Settings) -> Settings {
        let mut own = settings.clone();
        if let Some((opens_at, closes_at)) = self.window {
            own.opens_at = own.opens_at.max(opens_at);
            own.closes_at = own.closes_at.min(closes_at);
        }
        own.length_ms += self.extra_ms;
        own
    }
}

/// The questions an assessment draws from, frozen under a version; kept forever, so that a draw can be replayed.
#[derive(Debug, Clone)]
pub struct Pool {
    /// The assessment.
    pub assessment: Uuid,
    /// Version of the pool, from 1.
    pub version: i32,
    /// Published revisions, in a stored order. A paper names them by position in this list.
    pub revisions: Vec<Revision>,
}

/// One question of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperQuestion {
    /// Position of the revision in the pool.
    pub pool_index: u16,
    /// `order[shown] = author's index`: which option stands at each shown place.
    pub order: Vec<u8>,
}

/// What one attempt was given: drawn once from the seed, kept, and never drawn again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Paper {
    /// The questions in the order shown.
    pub questions: Vec<PaperQuestion>,
}

/// State of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Time runs.
    Open,
    /// The person submitted.
    Submitted,
    /// The deadline passed; what was saved is the attempt.
    Expired,
    /// Taken out by the organiser, with a reason.
    Voided,
}

impl State {
    /// The number kept in the database.
    #[must_use]
    pub const fn code(self) -> i16 {
        match self {
            Self::Open => 0,
            Self::Submitted => 1,
            Self::Expired => 2,
            Self::Voided => 3,
        }
    }

    /// The state with the number kept in the database.
    #[must_use]
    pub const fn from_code(code: i16) -> Self {
        match code {
            0 => Self::Open,
            1 => Self::Submitted,
            2 => Self::Expired,
            _ => Self::Voided,
        }
    }
}

/// A predicted number, exact to five decimals: the value times 100 000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Prediction(pub i64);

impl Prediction {
    /// One whole, in the unit of [`Prediction`].
    pub const ONE: i64 = 100_000;

    /// A whole number.
    #[must_use]
    pub const fn whole(number: i64) -> Self {
        Self(number * Self::ONE)
    }
}

/// Outcome of marking one attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grade {
    /// Sum of points, in hundredths.
    pub points: Points,
    /// Number of right answers.
    pub correct: u16,
    /// Number of questions answered (the prediction not counted).
    pub answered: u16,
    /// Number of questions in the paper (the prediction not counted).
    pub questions: u16,
    /// What was predicted.
    pub prediction: Option<Prediction>,
    /// Whether the attempt counts at all (see [`Settings::complete_only`]).
    pub valid: bool,
}

impl Grade {
    /// Whether every question was answered right.
    #[must_use]
    pub const fn all_correct(&self) -> bool {
        self.correct == self.questions && self.questions > 0
    }
}

/// A closed attempt with what ranking needs to know of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Finished {
    /// The attempt.
    pub attempt: Uuid,
    /// The assessment (a contest's round).
    pub assessment: Uuid,
    /// The person.
    pub person: Uuid,
    /// Which of the person's attempts it is, from 1.
    pub ordinal: i32,
    /// When it started.
    pub started_at: Moment,
    /// When it ended: the moment of submission, or the deadline.
    pub finished_at: Moment,
    /// Its marks.
    pub grade: Grade,
}

impl Finished {
    /// Time used, ms, as the server recorded it.
    #[must_use]
    pub const fn duration_ms(&self) -> i64 {
        self.finished_at.since(self.started_at)
    }
}

/// One sitting of one person, as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Identifier.
    pub id: Uuid,
    /// The assessment.
    pub assessment: Uuid,
    /// The person.
    pub person: Uuid,
    /// Which of the person's attempts, from 1.
    pub ordinal: i32,
    /// State as stored; an open attempt past its deadline is about to be closed.
    pub state: State,
    /// From which the paper was drawn.
    pub seed: u64,
    /// The pool the paper was drawn from.
    pub pool_version: i32,
    /// The rules it runs under.
    pub rules_version: i32,
    /// When it started.
    pub started_at: Moment,
    /// From then on nothing is accepted.
    pub deadline: Moment,
    /// When it ended.
    pub finished_at: Option<Moment>,
    /// What was drawn.
    pub paper: Paper,
    /// The packed answers (see [`super::answers`]).
    pub answers: String,
    /// Its marks, once it has ended.
    pub grade: Option<Grade>,
}

impl Attempt {
    /// What ranking needs to know, once it has ended and was not taken out.
    #[must_use]
    pub fn finished(&self) -> Option<Finished> {
        if !matches!(self.state, State::Submitted | State::Expired) {
            return None;
        }
        Some(Finished {
            attempt: self.id,
            assessment: self.assessment,
            person: self.person,
            ordinal: self.ordinal,
            started_at: self.started_at,
            finished_at: self.finished_at?,
            grade: self.grade?,
        })
    }
}
