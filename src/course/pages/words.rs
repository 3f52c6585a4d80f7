//! What a course's rules say, in plain words.

use crate::course::model::{
    Content, ContentChange, Lesson, LessonKind, MediaSource, Quiz, VersionNote,
};
use crate::course::rules;
use crate::course::views::VersionLine;
use crate::platform::i18n::Lang;

/// How many questions a quiz draws.
pub(super) fn questions(quiz: &Quiz) -> u32 {
    quiz.blueprint
        .iter()
        .map(|part| u32::from(part.count))
        .sum()
}

/// What completes a course, line by line.
pub(super) fn completion(lang: Lang, content: &Content) -> Vec<String> {
    let required: Vec<&Lesson> = rules::required(content).collect();
    let number = |n: usize| lang.number(n);
    let mut lines = vec![lang.t_args("course-rule-lessons", &[("n", number(required.len()))])];
    let optional = content.lessons().count() - required.len();
    if optional > 0 {
        lines.push(lang.t_args("course-rule-optional", &[("n", number(optional))]));
    }
    let counted = |lesson: &&Lesson| {
        let media = lesson.media.as_ref();
        media.is_some_and(|m| matches!(m.source, MediaSource::File(_)))
    };
    if required.iter().any(counted) {
        let percent = content.completion.watch_percent.to_string();
        lines.push(lang.t_args("course-rule-watch", &[("percent", percent)]));
    }
    for lesson in &required {
        match &lesson.kind {
            LessonKind::Quiz(quiz) => lines.push(quiz_line(lang, "course-rule-quiz", lesson, quiz)),
            LessonKind::Exam(quiz) => {
                lines.push(quiz_line(lang, "course-rule-exam", lesson, quiz));
                lines.extend(exam_terms(lang, content, quiz));
            }
            LessonKind::Assignment(assignment) => lines.push(lang.t_args(
                "course-rule-assignment",
                &[
                    ("title", lesson.title.clone()),
                    ("percent", assignment.pass_percent.to_string()),
                ],
            )),
            LessonKind::Text | LessonKind::Survey(_) => {}
        }
    }
    lines
}

fn quiz_line(lang: Lang, key: &str, lesson: &Lesson, quiz: &Quiz) -> String {
    lang.t_args(
        key,
        &[
            ("title", lesson.title.clone()),
            ("n", lang.number(questions(quiz))),
            ("length", lang.duration(quiz.length_ms)),
            ("percent", quiz.pass_percent.to_string()),
        ],
    )
}

fn exam_terms(lang: Lang, content: &Content, quiz: &Quiz) -> Vec<String> {
    let mut lines = Vec::new();
    if content.completion.exam_after_lessons {
        lines.push(lang.t("course-rule-exam-last"));
    }
    lines.push(match quiz.max_attempts {
        Some(max) => lang.t_args("course-rule-attempts", &[("n", lang.number(max))]),
        None => lang.t("course-rule-attempts-free"),
    });
    if quiz.wait_ms > 0 {
        let length = lang.duration(quiz.wait_ms);
        lines.push(lang.t_args("course-rule-wait", &[("length", length)]));
    }
    lines
}

/// A version and what it changed.
pub(super) fn version(lang: Lang, note: &VersionNote) -> VersionLine {
    let change = |change: &ContentChange| match change {
        ContentChange::Added { title } => said(lang, "course-change-added", title),
        ContentChange::Removed { title } => said(lang, "course-change-removed", title),
        ContentChange::Changed { title } => said(lang, "course-change-changed", title),
        ContentChange::Completion => lang.t("course-change-completion"),
    };
    VersionLine {
        version: note.version,
        published_at: note.published_at,
        note: note.note.clone(),
        changes: note.changes.iter().map(change).collect(),
    }
}

fn said(lang: Lang, key: &str, title: &str) -> String {
    lang.t_args(key, &[("title", title.to_owned())])
}
