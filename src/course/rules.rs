//! Every decision about learning, as pure functions of (facts, now): what is open, what is passed, what completes a course, when a reminder
//! is due, what a new version changes.

use std::collections::BTreeMap;

use super::model::{
    Assignment, Cohort, Content, ContentChange, Enrolment, EnrolmentState, Lesson, LessonKind,
    MediaSource, Progress, Quiz, RequiredLessons, Score,
};
use crate::assessment::model::{
    AttemptLimit, Closing, Counts, LimitPeriod, Review, Scoring, Settings, Terms,
};
use crate::assessment::rules::reaches;
use crate::kernel::clock::{DAY, MINUTE, Moment};
use crate::platform::text::fold;

/// A code as it is compared: people write it with or without marks, capitals, spaces and hyphens.
#[must_use]
pub fn plain_code(code: &str) -> String {
    fold(code).replace([' ', '-'], "")
}

/// What a person has done, by key of the lesson.
pub type Done = BTreeMap<String, Progress>;

/// After this much time without a visit a reminder is due, ms.
pub const IDLE_MS: i64 = 3 * DAY;
/// This long before a cohort's end a reminder is due, ms.
pub const ENDING_MS: i64 = 7 * DAY;
/// The last moment a course's quiz may be started: courses have no end of their own (year 9999).
const NEVER: Moment = Moment(253_370_739_600_000);

// ---------------------------------------------------------------------------------------------------------------------
// Lessons

/// The lessons that completion asks for, in order.
pub fn required(content: &Content) -> impl Iterator<Item = &Lesson> {
    content
        .lessons()
        .map(|(_, lesson)| lesson)
        .filter(|lesson| {
            let asked = match &content.completion.lessons {
                RequiredLessons::All => true,
                RequiredLessons::These(keys) => keys.contains(&lesson.key),
            };
            asked && !lesson.optional
        })
}

/// Whether a lesson was passed.
#[must_use]
pub fn is_passed(done: &Done, lesson: &str) -> bool {
    done.get(lesson).is_some_and(|p| p.passed_at.is_some())
}

/// How far a person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Required lessons passed.
    pub done: u32,
    /// Required lessons.
    pub total: u32,
}

impl Standing {
    /// Whether the completion rule is met. A course that asks for nothing is never completed.
    #[must_use]
    pub const fn is_complete(self) -> bool {
        self.total > 0 && self.done == self.total
    }

    /// How far, in whole per cent, rounded down: 100 means complete.
    #[must_use]
    pub const fn percent(self) -> u32 {
        match (self.done * 100).checked_div(self.total) {
            Some(percent) => percent,
            None => 0,
        }
    }
}

/// Counts what was passed of what completion asks for.
#[must_use]
pub fn standing(content: &Content, done: &Done) -> Standing {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Standing {
        done: count(
            required(content)
                .filter(|l| is_passed(done, &l.key))
                .count(),
        ),
        total: count(required(content).count()),
    }
}

/// The same for one module, by its number from 0.
#[must_use]
pub fn module_standing(content: &Content, module: usize, done: &Done) -> Standing {
    let mut standing = Standing { done: 0, total: 0 };
    let Some(module) = content.modules.get(module) else {
        return standing;
    };
    for lesson in required(content).filter(|l| module.lessons.iter().any(|m| m.key == l.key)) {
        standing.total += 1;
        standing.done += u32::from(is_passed(done, &lesson.key));
    }
    standing
}

/// Learning hours earned, in hundredths: of the modules in which every required lesson was passed. A module that asks for nothing earns its
/// hours with the whole course.
#[must_use]
pub fn hours_done(content: &Content, done: &Done) -> u32 {
    let complete = standing(content, done).is_complete();
    let earned = |number: usize| {
        let module = module_standing(content, number, done);
        module.is_complete() || (module.total == 0 && complete)
    };
    let modules = content.modules.iter().enumerate();
    modules
        .filter(|(n, _)| earned(*n))
        .map(|(_, m)| m.hours)
        .sum()
}

/// The best attempt at the final examination; `None` without one.
#[must_use]
pub fn exam_score(content: &Content, done: &Done) -> Option<Score> {
    let exams = content
        .lessons()
        .filter(|(_, lesson)| matches!(lesson.kind, LessonKind::Exam(_)));
    let scores = exams.filter_map(|(_, lesson)| done.get(&lesson.key)?.best);
    scores.reduce(|a, b| better(Some(a), b))
}

/// Whether a lesson may be opened: everything but the final examination always may, so that people learn in their own order.
#[must_use]
pub fn is_unlocked(content: &Content, lesson: &Lesson, done: &Done) -> bool {
    let waits = matches!(lesson.kind, LessonKind::Exam(_)) && content.completion.exam_after_lessons;
    !waits
        || required(content)
            .all(|l| matches!(l.kind, LessonKind::Exam(_)) || is_passed(done, &l.key))
}

/// The lesson to go on with: the one opened last while it is not passed, else the first that is open and not passed (required ones first),
/// else none: everything is done.
#[must_use]
pub fn next_lesson<'a>(
    content: &'a Content,
    done: &Done,
    last: Option<&str>,
) -> Option<&'a Lesson> {
    let waits =
        |lesson: &&Lesson| !is_passed(done, &lesson.key) && is_unlocked(content, lesson, done);
    let last = last.and_then(|key| content.lesson(key)).filter(waits);
    last.or_else(|| required(content).find(waits))
        .or_else(|| content.lessons().map(|(_, l)| l).find(waits))
}

/// What a lesson of text still asks for before it is passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotDone {
    /// More of the video or audio must be watched.
    Watch {
        /// How much was, in whole per cent.
        percent: u8,
        /// How much must be.
        needed: u8,
    },
    /// Self-checks are not answered.
    Checks {
        /// How many are not.
        open: usize,
    },
    /// It is passed by other means than saying so: a quiz, an assignment, a survey.
    OtherMeans,
}

/// Whether a person may say that they are through with a lesson.
///
/// # Errors
/// What is missing.
pub fn may_finish(
    content: &Content,
    lesson: &Lesson,
    progress: &Progress,
    checks_answered: usize,
) -> Result<(), NotDone> {
    if !matches!(lesson.kind, LessonKind::Text) {
        return Err(NotDone::OtherMeans);
    }
    let needed = content.completion.watch_percent;
    if let Some(media) = &lesson.media
        && matches!(media.source, MediaSource::File(_))
        && !progress.watched.reaches(needed, media.length_ms)
    {
        let percent = watched_percent(progress, media.length_ms);
        return Err(NotDone::Watch { percent, needed });
    }
    let open = lesson.checks.len().saturating_sub(checks_answered);
    if open > 0 {
        return Err(NotDone::Checks { open });
    }
    Ok(())
}

/// How much of a recording was watched, in whole per cent, rounded down.
#[must_use]
pub fn watched_percent(progress: &Progress, length_ms: i64) -> u8 {
    let percent = progress.watched.total_ms() * 100 / length_ms.max(1);
    u8::try_from(percent.clamp(0, 100)).unwrap_or(100)
}

/// Marks of self-checks, one character each: `-` not answered, `1` right, `0` wrong.
#[must_use]
pub fn with_check(marks: &str, number: usize, of: usize, right: bool) -> String {
    let mut marks: Vec<char> = marks
        .chars()
        .chain(std::iter::repeat('-'))
        .take(of)
        .collect();
    if let Some(mark) = marks.get_mut(number) {
        *mark = if right { '1' } else { '0' };
    }
    marks.into_iter().collect()
}

/// How many of the self-checks were answered.
#[must_use]
pub fn checks_answered(marks: &str) -> usize {
    marks.chars().filter(|m| *m != '-').count()
}

// ---------------------------------------------------------------------------------------------------------------------
// Quizzes and the examination

/// How a quiz runs as an assessment: always open, the best attempt counts, one point a question.
#[must_use]
pub fn settings(quiz: &Quiz) -> Settings {
    Settings {
        blueprint: quiz.blueprint.clone(),
        length_ms: quiz.length_ms,
        opens_at: Moment(0),
        closes_at: NEVER,
        closing: Closing::CutOff,
        limit: AttemptLimit {
            max: quiz.max_attempts,
            per: LimitPeriod::Round,
        },
        counts: Counts::Best,
        prediction_text: None,
        complete_only: false,
        scoring: Scoring::default(),
        shuffle_questions: true,
        shuffle_options: true,
        review: if quiz.shows_answers {
            Review::AfterAttempt
        } else {
            Review::Never
        },
        wait_ms: quiz.wait_ms,
    }
}

/// Whether an attempt passes: right answers against the mark, in whole numbers.
#[must_use]
pub const fn passes(pass_percent: u8, score: Score) -> bool {
    reaches(score.right, score.of, pass_percent)
}

/// The better of two attempts: the larger share of right answers; of equal ones the earlier stays.
#[must_use]
pub fn better(known: Option<Score>, new: Score) -> Score {
    match known {
        Some(known)
            if u64::from(new.right) * u64::from(known.of)
                <= u64::from(known.right) * u64::from(new.of) =>
        {
            known
        }
        _ => new,
    }
}

/// What a score is in hundredths of a per cent, rounded down.
#[must_use]
pub const fn share(score: Score) -> u32 {
    if score.of == 0 {
        0
    } else {
        (score.right as u64 * 10_000 / score.of as u64) as u32
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Time

/// Whether a person may learn now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Time {
    /// Yes.
    Open,
    /// The cohort begins later.
    NotYet(Moment),
    /// The cohort is over for this person; what was done can still be read.
    Over(Moment),
}

/// From when on nothing more is accepted of a person: the end of the cohort, or their own later one.
#[must_use]
pub fn end(cohort: Option<&Cohort>, extended_until: Option<Moment>) -> Option<Moment> {
    let cohort = cohort?;
    Some(extended_until.map_or(cohort.closes_at, |own| own.max(cohort.closes_at)))
}

/// Whether a person may learn at `now`.
#[must_use]
pub fn time(cohort: Option<&Cohort>, extended_until: Option<Moment>, now: Moment) -> Time {
    match (cohort, end(cohort, extended_until)) {
        (Some(cohort), _) if now < cohort.opens_at => Time::NotYet(cohort.opens_at),
        (_, Some(end)) if now >= end => Time::Over(end),
        _ => Time::Open,
    }
}

/// What holds for a start of a quiz or of the examination: the cohort's window, for the examination its own, with the person's own end.
#[must_use]
pub fn terms(kind: &LessonKind, cohort: Option<&Cohort>, extended_until: Option<Moment>) -> Terms {
    let window = cohort.map(|cohort| {
        let whole = (cohort.opens_at, cohort.closes_at);
        let (opens_at, closes_at) = match (kind, cohort.exam) {
            (LessonKind::Exam(_), Some(window)) => (window.opens_at, window.closes_at),
            _ => whole,
        };
        (
            opens_at,
            extended_until.map_or(closes_at, |own| own.max(closes_at)),
        )
    });
    Terms {
        window,
        extra_ms: 0,
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// Reminders

/// Why a person is reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reminder {
    /// They have not been here for some days.
    Idle,
    /// Their cohort ends soon.
    Ending(Moment),
}

/// Since when a person has been idle: from their last visit, but not before the cohort begins.
fn idle_from(enrolment: &Enrolment, cohort: Option<&Cohort>) -> Moment {
    cohort.map_or(enrolment.seen_at, |c| c.opens_at.max(enrolment.seen_at))
}

/// The reminder that is due at `now`, given when the last one went out. One for each time of idleness, one before the end.
#[must_use]
pub fn reminder(
    enrolment: &Enrolment,
    cohort: Option<&Cohort>,
    last: Option<Moment>,
    now: Moment,
) -> Option<Reminder> {
    let wanted = enrolment.reminders
        && enrolment.state == EnrolmentState::Active
        && time(cohort, enrolment.extended_until, now) == Time::Open;
    if !wanted {
        return None;
    }
    let not_since = |moment: Moment| last.is_none_or(|last| last < moment);
    if let Some(end) = end(cohort, enrolment.extended_until) {
        let soon = end.plus(-ENDING_MS);
        if now >= soon && not_since(soon) {
            return Some(Reminder::Ending(end));
        }
    }
    let from = idle_from(enrolment, cohort);
    (now >= from.plus(IDLE_MS) && not_since(from)).then_some(Reminder::Idle)
}

/// When to look again whether a reminder is due; `None` when none will be, unless something changes.
#[must_use]
pub fn next_look(
    enrolment: &Enrolment,
    cohort: Option<&Cohort>,
    last: Option<Moment>,
    now: Moment,
) -> Option<Moment> {
    if !enrolment.reminders || enrolment.state != EnrolmentState::Active {
        return None;
    }
    let idle = idle_from(enrolment, cohort).plus(IDLE_MS);
    let ending = end(cohort, enrolment.extended_until).map(|end| end.plus(-ENDING_MS));
    let future = [Some(idle), ending].into_iter().flatten();
    future
        .filter(|at| reminder(enrolment, cohort, last, (*at).max(now)).is_some())
        .map(|at| at.max(now))
        .min()
}

// ---------------------------------------------------------------------------------------------------------------------
// Marking

/// What a marker gave, found to fit the rubric.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Marked {
    /// Points given and points possible.
    pub score: Score,
    /// Whether that passes the assignment.
    pub passed: bool,
}

/// Adds up the points given for each criterion of a rubric, in its order.
///
/// # Errors
/// The number (from 0) of the criterion with too many points, or of the first that is missing or too much.
pub fn mark(assignment: &Assignment, points: &[u16]) -> Result<Marked, usize> {
    let rubric = &assignment.rubric;
    if points.len() != rubric.len() {
        return Err(points.len().min(rubric.len()));
    }
    let over = rubric.iter().zip(points).position(|(c, p)| *p > c.points);
    if let Some(place) = over {
        return Err(place);
    }
    let score = Score {
        right: points.iter().map(|p| u32::from(*p)).sum(),
        of: assignment.points(),
    };
    Ok(Marked {
        score,
        passed: passes(assignment.pass_percent, score),
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// Cohorts

/// How long a visit to the lesson one is in need not be noted again, ms: reminders and lists count days.
pub const NOTED_MS: i64 = 10 * MINUTE;

/// Whether it is known already that a person is in the lesson of this progress at `now`: then reading on writes nothing.
#[must_use]
pub fn visit_is_noted(enrolment: &Enrolment, progress: Option<&Progress>, now: Moment) -> bool {
    let here = progress.filter(|p| p.opened_at.is_some());
    let last = here.is_some_and(|p| enrolment.last_lesson.as_deref() == Some(p.lesson.as_str()));
    last && now.since(enrolment.seen_at).abs() < NOTED_MS
}

/// After this much time without a visit a person counts as idle in an organiser's list, ms.
pub const LONG_IDLE_MS: i64 = 7 * DAY;

/// How much of a cohort's time has passed at `now`, as a fraction (passed, whole) in minutes; never more than the whole.
#[must_use]
pub fn elapsed(cohort: &Cohort, now: Moment) -> (i64, i64) {
    let whole = (cohort.closes_at.since(cohort.opens_at) / MINUTE).max(1);
    let passed = now.since(cohort.opens_at) / MINUTE;
    (passed.clamp(0, whole), whole)
}

/// Whether somebody has done a smaller share of the lessons than has passed of the cohort's time.
#[must_use]
pub fn is_behind(standing: Standing, elapsed: (i64, i64)) -> bool {
    !standing.is_complete()
        && i64::from(standing.done) * elapsed.1 < i64::from(standing.total) * elapsed.0
}

// ---------------------------------------------------------------------------------------------------------------------
// Versions

/// What a new version changes, lesson by lesson.
#[must_use]
pub fn changes(old: &Content, new: &Content) -> Vec<ContentChange> {
    let mut changes = Vec::new();
    for (_, lesson) in new.lessons() {
        let title = lesson.title.clone();
        match old.lesson(&lesson.key) {
            None => changes.push(ContentChange::Added { title }),
            Some(before) if before != lesson => changes.push(ContentChange::Changed { title }),
            Some(_) => {}
        }
    }
    for (_, lesson) in old.lessons() {
        if new.lesson(&lesson.key).is_none() {
            let title = lesson.title.clone();
            changes.push(ContentChange::Removed { title });
        }
    }
    let keys = |content: &Content| required(content).map(|l| l.key.clone()).collect::<Vec<_>>();
    let asks = |content: &Content| {
        (
            content.completion.watch_percent,
            content.completion.exam_after_lessons,
        )
    };
    if asks(old) != asks(new) || keys(old) != keys(new) {
        changes.push(ContentChange::Completion);
    }
    changes
}
