//! Where a person stands before a quiz or the final examination: what was done, whether another attempt may start, and if not, why and until
//! when.

use uuid::Uuid;

use super::CourseService;
use super::learning::Journey;
use crate::assessment::model::{Attempt, State};
use crate::assessment::rules::{Past, StartDecision, StartRefusal, attempts_left, decide_start};
use crate::course::model::{LessonKind, Quiz, Score};
use crate::course::rules;
use crate::kernel::clock::Moment;
use crate::kernel::problem::{Outcome, Problem};

/// What a person can do about a quiz now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Go on with the attempt that runs.
    Resume {
        /// The attempt.
        attempt: Uuid,
        /// Time left, ms.
        remaining_ms: i64,
    },
    /// Start an attempt.
    Ready,
    /// Wait: the waiting time after the earlier attempt is not over.
    Wait(Moment),
    /// Wait: its window opens later.
    NotYet(Moment),
    /// Nothing: its window is over.
    Over(Moment),
    /// Nothing: all attempts are used.
    Used,
    /// Nothing is needed: the examination was passed, and nobody sits it again.
    Passed,
}

/// An attempt that has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PastAttempt {
    /// The attempt.
    pub id: Uuid,
    /// Which of the person's, from 1.
    pub ordinal: i32,
    /// When it ended.
    pub finished_at: Moment,
    /// Right answers.
    pub score: Score,
    /// Whether it passes.
    pub passed: bool,
}

/// Where a person stands before a quiz or the final examination.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examining {
    /// What they can do now.
    pub start: Start,
    /// Attempts left; `None` is without limit.
    pub left: Option<u32>,
    /// From when until when it may be started: a cohort's window.
    pub window: Option<(Moment, Moment)>,
    /// Attempts that have ended, the newest first.
    pub past: Vec<PastAttempt>,
}

impl CourseService {
    /// Where the person stands before a lesson's quiz or the final examination.
    ///
    /// # Errors
    /// When the lesson has none, or the database fails.
    pub async fn examining(&self, journey: &Journey, key: &str, now: Moment) -> Outcome<Examining> {
        let lesson = journey.lesson(key)?;
        let quiz = lesson.kind.quiz().ok_or_else(Problem::not_found)?;
        let assessment = self.assessment_of(journey, key).await?;
        let live = self.assessments.live(assessment).await?;
        let account = journey.enrolment.account;
        let attempts = self.assessments.attempts_of(assessment, account).await?;
        let extended = journey.enrolment.extended_until;
        let terms = rules::terms(&lesson.kind, journey.cohort.as_ref(), extended);
        let own = terms.applied(&live.settings);
        let past: Vec<Past> = attempts.iter().map(Past::from).collect();
        let passed_exam =
            matches!(lesson.kind, LessonKind::Exam(_)) && rules::is_passed(&journey.done, key);
        let start = match decide_start(&own, &past, now) {
            StartDecision::Resume(id) => {
                let running = past.iter().find(|p| p.id == id);
                let remaining_ms = running.map_or(0, |p| p.deadline.since(now));
                Start::Resume {
                    attempt: id,
                    remaining_ms,
                }
            }
            _ if passed_exam => Start::Passed,
            StartDecision::CloseFirst(_) | StartDecision::Start { .. } => Start::Ready,
            StartDecision::Refuse(why) => match why {
                StartRefusal::NotOpenYet => Start::NotYet(own.opens_at),
                StartRefusal::Closed => Start::Over(own.closes_at),
                StartRefusal::Waiting { until } => Start::Wait(until),
                StartRefusal::NoAttemptsLeft { .. } => Start::Used,
            },
        };
        let mut ended: Vec<PastAttempt> = attempts
            .iter()
            .filter_map(|attempt| past_attempt(attempt, quiz))
            .collect();
        ended.sort_by_key(|attempt| std::cmp::Reverse(attempt.ordinal));
        Ok(Examining {
            start,
            left: attempts_left(&own, &past, now),
            window: terms.window,
            past: ended,
        })
    }
}

fn past_attempt(attempt: &Attempt, quiz: &Quiz) -> Option<PastAttempt> {
    if !matches!(attempt.state, State::Submitted | State::Expired) {
        return None;
    }
    let grade = attempt.grade?;
    let score = Score {
        right: grade.correct.into(),
        of: grade.questions.into(),
    };
    Some(PastAttempt {
        id: attempt.id,
        ordinal: attempt.ordinal,
        finished_at: attempt.finished_at?,
        score,
        passed: rules::passes(quiz.pass_percent, score),
    })
}
