//! The trainee's pages: catalogue, course, lesson, own courses, transcript; and the files of courses.

pub mod cohorts;
pub mod inviting;
pub mod marking;
mod people;

pub use people::*;
pub mod authoring;
mod catalogue;
mod course;
mod doing;
mod files;
mod lesson;
mod own;
mod words;
mod work;

pub use catalogue::show_catalogue;
pub use course::{post_enrol, post_leave, post_newest, post_reminders, show_course};
pub use doing::{
    post_answer, post_finish, post_note, post_question, post_start, post_submission, post_survey,
    post_watched,
};
pub use files::{download_course_file, download_handed};
pub use lesson::show_lesson;
pub use own::{show_learning, show_transcript, transcript};

use super::model::{Content, EnrolmentState, Lesson};
use super::rules::{self, Done, Time};
use super::service::{Head, Journey, Learning};
use super::views::{CourseCard, LearningCard, LessonLink, MapLesson, MapModule, Mark};
use crate::kernel::clock::Moment;
use crate::kernel::points::Points;
use crate::kernel::problem::{Kind, Problem};

/// Largest body of an assignment handed in: the file, the text, and the form around them.
pub const SUBMISSION_BODY_MAX: usize = super::handed::FILE_MAX + 256 * 1024;
/// Largest body of a form with a long text.
pub const TEXT_BODY_MAX: usize = 256 * 1024;

/// Hundredths of an hour as pages show them.
fn hours(hundredths: u32) -> Points {
    Points(i32::try_from(hundredths).unwrap_or(i32::MAX))
}

/// A course as lists show it.
#[must_use]
pub fn card(head: &Head) -> CourseCard {
    CourseCard {
        slug: head.slug.clone(),
        title: head.title.clone(),
        summary: head.summary.clone(),
        topic: head.topic.clone(),
        agency: head.issued_by.clone().unwrap_or_default(),
        audience: head.audience.join(", "),
        hours: hours(head.hours),
        lessons: head.lessons,
        cover: head.cover.clone(),
    }
}

/// A course of a person as lists show it.
#[must_use]
pub fn learning_card(learning: &Learning, now: Moment) -> LearningCard {
    let enrolment = &learning.enrolment;
    let cohort = learning.cohort.as_ref();
    let time = rules::time(cohort, enrolment.extended_until, now);
    LearningCard {
        slug: learning.head.slug.clone(),
        title: learning.head.title.clone(),
        bar: super::views::Bar {
            done: enrolment.done,
            total: enrolment.total,
        },
        next: learning.next.as_ref().map(|(key, title)| LessonLink {
            href: lesson_path(&learning.head.slug, key),
            title: title.clone(),
        }),
        completed_at: enrolment.completed_at,
        cohort: cohort.map_or_else(String::new, |c| c.title.clone()),
        ends_at: rules::end(cohort, enrolment.extended_until),
        opens_at: match time {
            Time::NotYet(at) => Some(at),
            _ => None,
        },
        over: matches!(time, Time::Over(_)),
        left: enrolment.state == EnrolmentState::Withdrawn,
        seen_at: enrolment.seen_at,
    }
}

/// The path of a lesson's page.
fn lesson_path(slug: &str, key: &str) -> String {
    format!("/khoa-hoc/{slug}/bai/{key}")
}

fn lesson_link(slug: &str, lesson: &Lesson) -> LessonLink {
    LessonLink {
        href: lesson_path(slug, &lesson.key),
        title: lesson.title.clone(),
    }
}

/// Where the person stands with a lesson.
fn mark(content: &Content, lesson: &Lesson, done: &Done) -> Mark {
    let progress = done.get(&lesson.key);
    if progress.is_some_and(|p| p.passed_at.is_some()) {
        Mark::Passed
    } else if !rules::is_unlocked(content, lesson, done) {
        Mark::Locked
    } else if progress.is_some_and(|p| p.opened_at.is_some()) {
        Mark::Opened
    } else {
        Mark::None
    }
}

/// The map of a course; `done` is what the person has done, none for who is not in it; `current` is the lesson that is open.
fn map(content: &Content, done: Option<&Done>, current: &str) -> Vec<MapModule> {
    let lesson = |lesson: &Lesson| MapLesson {
        key: lesson.key.clone(),
        title: lesson.title.clone(),
        kind: lesson.kind.as_str(),
        minutes: lesson.minutes,
        optional: lesson.optional,
        mark: done.map_or(Mark::None, |done| mark(content, lesson, done)),
        current: lesson.key == current,
    };
    let modules = content.modules.iter().enumerate();
    modules
        .map(|(number, module)| MapModule {
            title: module.title.clone(),
            hours: hours(module.hours),
            framework: module.framework.clone().unwrap_or_default(),
            bar: done.map(|done| rules::module_standing(content, number, done).into()),
            lessons: module.lessons.iter().map(lesson).collect(),
        })
        .collect()
}

/// The lesson to go on with after one was passed: the one behind it that is open and not passed, else the next that waits anywhere.
fn after(journey: &Journey, key: &str) -> Option<LessonLink> {
    let waits = |lesson: &&Lesson| {
        !rules::is_passed(&journey.done, &lesson.key)
            && rules::is_unlocked(&journey.content, lesson, &journey.done)
    };
    let behind = journey.content.lessons().map(|(_, lesson)| lesson);
    let behind = behind.skip_while(|lesson| lesson.key != key).skip(1);
    let next = behind.into_iter().find(waits).or_else(|| journey.next());
    next.map(|lesson| lesson_link(&journey.head.slug, lesson))
}

/// A problem that the page can show beside its form; what it cannot goes on.
fn mendable(problem: Problem) -> Result<Problem, Problem> {
    match problem.kind() {
        Kind::Invalid | Kind::Conflict | Kind::TooMany => Ok(problem),
        _ => Err(problem),
    }
}

/// The status of a page that shows a problem.
fn status(problem: &Problem) -> poem::http::StatusCode {
    poem::http::StatusCode::from_u16(problem.kind().status()).unwrap_or_default()
}
