//! What is to be done at the end of a lesson, as its page shows it.

use super::lesson::Sent;
use super::words::questions;
use crate::course::model::{Assignment, Lesson, LessonKind, Progress, Quiz, Survey, SurveyKind};
use crate::course::rules::{self, NotDone};
use crate::course::service::{CourseService, HandedIn, Journey, Marks, may_hand_in, survey_field};
use crate::course::views::{
    AssignmentView, AttemptLine, CriterionLine, FinishView, HandedLine, MarksLine, QuizView,
    SurveyOption, SurveyQuestionView, SurveyView, Wait, WorkView,
};
use crate::kernel::clock::Moment;
use crate::kernel::problem::Outcome;
use crate::platform::http::context::Context;
use crate::platform::i18n::Lang;

/// What is to be done in the lesson, with what the person has done.
pub(super) async fn work(
    context: &Context,
    courses: &CourseService,
    journey: &Journey,
    lesson: &Lesson,
    wait: &Wait,
    sent: &Sent,
) -> Outcome<WorkView> {
    let key = &lesson.key;
    let passed_at = journey.done.get(key).and_then(|p| p.passed_at);
    if matches!(wait, Wait::Until(_)) {
        return Ok(WorkView::Later);
    }
    Ok(match &lesson.kind {
        LessonKind::Text => WorkView::Finish(FinishView {
            passed_at,
            missing: missing(context.lang, journey, lesson),
        }),
        LessonKind::Quiz(quiz) | LessonKind::Exam(quiz) => {
            let standing = courses.examining(journey, key, context.now).await?;
            let past = standing.past.iter().map(|attempt| AttemptLine {
                id: attempt.id,
                ordinal: attempt.ordinal,
                finished_at: attempt.finished_at,
                score: attempt.score,
                passed: attempt.passed,
            });
            WorkView::Quiz(QuizView {
                past: past.collect(),
                left: standing.left,
                window: standing.window,
                start: standing.start,
                passed_at,
                ..quiz_view(lesson, quiz)
            })
        }
        LessonKind::Assignment(assignment) => {
            let handed = courses.handed_in(journey, key).await?;
            WorkView::Assignment(assignment_view(assignment, &handed, passed_at, sent))
        }
        LessonKind::Survey(survey) => {
            let answered_at = courses.survey_answered(journey, key).await?;
            WorkView::Survey(survey_view(survey, answered_at, sent))
        }
    })
}

/// What a lesson of text still asks for, in words.
fn missing(lang: Lang, journey: &Journey, lesson: &Lesson) -> String {
    let none = Progress::default();
    let progress = journey.done.get(&lesson.key).unwrap_or(&none);
    let marks = journey.checks.get(&lesson.key).map_or("", String::as_str);
    let answered = rules::checks_answered(marks);
    match rules::may_finish(&journey.content, lesson, progress, answered) {
        Err(NotDone::Watch { percent, needed }) => lang.t_args(
            "lesson-missing-watch",
            &[
                ("percent", percent.to_string()),
                ("needed", needed.to_string()),
            ],
        ),
        Err(NotDone::Checks { open }) => {
            lang.t_args("lesson-missing-checks", &[("n", open.to_string())])
        }
        Ok(()) | Err(NotDone::OtherMeans) => String::new(),
    }
}

fn quiz_view(lesson: &Lesson, quiz: &Quiz) -> QuizView {
    QuizView {
        exam: matches!(lesson.kind, LessonKind::Exam(_)),
        questions: questions(quiz),
        length_ms: quiz.length_ms,
        pass_percent: quiz.pass_percent,
        max: quiz.max_attempts,
        left: None,
        wait_ms: quiz.wait_ms,
        window: None,
        shows_answers: quiz.shows_answers,
        start: crate::course::service::Start::Ready,
        past: Vec::new(),
        passed_at: None,
    }
}

fn assignment_view(
    assignment: &Assignment,
    handed: &[HandedIn],
    passed_at: Option<Moment>,
    sent: &Sent,
) -> AssignmentView {
    let criterion = |c: &crate::course::model::Criterion| CriterionLine {
        name: c.name.clone(),
        description: c.description.clone(),
        points: c.points,
    };
    // Who hands in again begins with what was handed in before.
    let before = handed.first().map_or("", |h| h.text.as_str());
    AssignmentView {
        words_max: assignment.words_max,
        upload: assignment.upload,
        pass_percent: assignment.pass_percent,
        rubric: assignment.rubric.iter().map(criterion).collect(),
        handed: handed.iter().map(|h| handed_line(assignment, h)).collect(),
        open: may_hand_in(handed) && passed_at.is_none(),
        text: if sent.text.is_empty() {
            before.to_owned()
        } else {
            sent.text.clone()
        },
        passed_at,
    }
}

fn handed_line(assignment: &Assignment, handed: &HandedIn) -> HandedLine {
    let scored = |marks: &Marks| {
        let rubric = assignment.rubric.iter().zip(&marks.scores);
        rubric
            .map(|(c, points)| (c.name.clone(), *points, c.points))
            .collect()
    };
    HandedLine {
        ordinal: handed.ordinal,
        text: handed.text.clone(),
        file: handed.file_name.clone().unwrap_or_default(),
        handed_in_at: handed.handed_in_at,
        marks: handed.marks.as_ref().map(|marks| MarksLine {
            scores: scored(marks),
            points: marks.points,
            of: marks.of,
            passed: marks.passed,
            comment: marks.comment.clone(),
            marked_at: marks.marked_at,
        }),
    }
}

fn survey_view(survey: &Survey, answered_at: Option<Moment>, sent: &Sent) -> SurveyView {
    let questions = survey.questions.iter().map(|question| {
        let value = sent.survey.get(&question.key).cloned().unwrap_or_default();
        let labels: Vec<String> = match question.kind {
            SurveyKind::Scale => (1..=5).map(|n| n.to_string()).collect(),
            SurveyKind::Choice => question.options.clone(),
            SurveyKind::Text => Vec::new(),
        };
        SurveyQuestionView {
            field: survey_field(&question.key),
            text: question.text.clone(),
            kind: question.kind,
            options: labels
                .into_iter()
                .map(|label| SurveyOption {
                    selected: label == value,
                    label,
                })
                .collect(),
            value,
        }
    });
    SurveyView {
        answered_at,
        questions: questions.collect(),
    }
}
