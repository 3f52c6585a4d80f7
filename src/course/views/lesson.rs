//! A lesson's page.

use askama::Template;
use askama_web::WebTemplate;

use super::{AssignmentView, Bar, FinishView, LessonLink, MapModule, Mark, QuizView, SurveyView};
use crate::course::service::Start;
use crate::kernel::clock::Moment;
use crate::platform::http::page::{Errors, Page};

/// How a self-check was answered.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Whether the answer is right; none when what was chosen is no longer known.
    pub right: Option<bool>,
    /// The right options, with their letters.
    pub answers: Vec<(char, String)>,
    /// Why.
    pub explanation: String,
    /// The law it rests on.
    pub references: Vec<String>,
}

/// A self-check in the text. Its form posts `cau` (its number) and `chon` (a letter, repeated for several).
#[derive(Debug, Clone)]
pub struct CheckView {
    /// Number in the lesson, from 1.
    pub number: usize,
    /// The question.
    pub stem: String,
    /// Whether several options may be chosen.
    pub multiple: bool,
    /// Letter, words, whether it was chosen just now.
    pub options: Vec<(char, String, bool)>,
    /// Whether it was answered before, and right.
    pub mark: Option<bool>,
    /// The answer that was given just now.
    pub outcome: Option<Outcome>,
    /// What is right and why, for who answered before.
    pub key: Option<Outcome>,
    /// What is wrong with what was sent; empty when nothing is.
    pub error: String,
}

/// A piece of a lesson.
#[derive(Debug, Clone)]
pub enum Piece {
    /// Harmless HTML.
    Html(String),
    /// A self-check.
    Check(Box<CheckView>),
}

/// A recording.
#[derive(Debug, Clone)]
pub struct MediaView {
    /// Whether there is something to see.
    pub video: bool,
    /// Address of the file; empty for another site's player.
    pub file: String,
    /// Address of another site's player; empty for a file.
    pub embed: String,
    /// Name of that site.
    pub site: String,
    /// Address of the captions; empty without.
    pub captions: String,
    /// Everything that is said, harmless HTML.
    pub transcript_html: String,
    /// Length, ms.
    pub length_ms: i64,
    /// Where to go on, ms.
    pub resume_ms: i64,
    /// Watched, whole per cent.
    pub percent: u8,
    /// To be watched, whole per cent.
    pub needed: u8,
}

impl MediaView {
    /// Whether what is watched of it is counted.
    #[must_use]
    pub fn is_counted(&self) -> bool {
        !self.file.is_empty()
    }

    /// Whether enough was watched.
    #[must_use]
    pub const fn is_enough(&self) -> bool {
        self.percent >= self.needed
    }
}

/// A file to take away.
#[derive(Debug, Clone)]
pub struct FileLink {
    /// Its address.
    pub href: String,
    /// What it is.
    pub label: String,
    /// Kind and size, such as `PDF, 340 kB`.
    pub detail: String,
}

/// The person's note.
#[derive(Debug, Clone, Default)]
pub struct NoteView {
    /// What was noted.
    pub text: String,
    /// When it was saved last.
    pub saved_at: Option<Moment>,
}

/// An answer to a question about the lesson.
#[derive(Debug, Clone)]
pub struct AnswerLine {
    /// Who answers.
    pub author: String,
    /// Whether a teacher of the course answers.
    pub teacher: bool,
    /// The answer.
    pub text: String,
    /// When.
    pub at: Moment,
}

/// A question about the lesson.
#[derive(Debug, Clone)]
pub struct QuestionLine {
    /// Who asks.
    pub author: String,
    /// Whether it is the person's own.
    pub own: bool,
    /// Whether it still waits for the teacher.
    pub waiting: bool,
    /// The question.
    pub text: String,
    /// When.
    pub at: Moment,
    /// Answers, the teacher's first.
    pub answers: Vec<AnswerLine>,
}

/// What is to be done at the end of the lesson.
#[derive(Debug, Clone)]
pub enum WorkView {
    /// Say that one is through.
    Finish(FinishView),
    /// Sit a quiz or the final examination.
    Quiz(QuizView),
    /// Hand something in.
    Assignment(AssignmentView),
    /// Answer a survey.
    Survey(SurveyView),
    /// Nothing yet: it opens later.
    Later,
}

/// Why nothing can be done in a lesson now.
#[derive(Debug, Clone)]
pub enum Wait {
    /// It may be worked on.
    No,
    /// The cohort begins later.
    Until(Moment),
    /// The cohort is over; everything can still be read.
    Over(Moment),
    /// Other lessons come first: those that are missing.
    Lessons(Vec<LessonLink>),
}

/// A lesson's page, `/khoa-hoc/:slug/bai/:lesson`.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "course/templates/lesson.html", config = "src/askama.toml")]
pub struct LessonView {
    /// Context.
    pub page: Page,
    /// The course's name in addresses.
    pub slug: String,
    /// The course's title.
    pub course: String,
    /// Name in addresses.
    pub key: String,
    /// Title.
    pub title: String,
    /// Title of its module.
    pub module: String,
    /// Kind, as at the end of Fluent keys.
    pub kind: &'static str,
    /// Number among the lessons of the course, from 1.
    pub number: usize,
    /// How many lessons the course has.
    pub of: usize,
    /// Estimated minutes.
    pub minutes: u16,
    /// Whether completion never asks for it.
    pub optional: bool,
    /// Where the person stands with it.
    pub mark: Mark,
    /// Why nothing can be done now.
    pub wait: Wait,
    /// What one can do afterwards.
    pub objectives: Vec<String>,
    /// The law it rests on.
    pub references: Vec<String>,
    /// The text with its self-checks.
    pub pieces: Vec<Piece>,
    /// Video or audio.
    pub media: Option<MediaView>,
    /// Files to take away.
    pub downloads: Vec<FileLink>,
    /// What is to be done.
    pub work: WorkView,
    /// The lesson before.
    pub previous: Option<LessonLink>,
    /// The lesson after.
    pub next: Option<LessonLink>,
    /// The person's note.
    pub note: NoteView,
    /// Questions about the lesson.
    pub questions: Vec<QuestionLine>,
    /// What was typed as a question.
    pub asked: String,
    /// The map of the course.
    pub modules: Vec<MapModule>,
    /// How far the person is.
    pub bar: Bar,
    /// Messages beside fields.
    pub errors: Errors,
}

impl LessonView {
    /// The path of the page.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/khoa-hoc/{}/bai/{}", self.slug, self.key)
    }

    /// Whether something may be done in it now.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.wait, Wait::No)
    }

    /// Whether its text may be read.
    #[must_use]
    pub const fn is_readable(&self) -> bool {
        matches!(self.wait, Wait::No | Wait::Over(_))
    }

    /// Whether it has a recording whose watching is counted.
    #[must_use]
    pub fn has_counted_media(&self) -> bool {
        self.media.as_ref().is_some_and(MediaView::is_counted)
    }

    /// Whether there is a text to be read aloud.
    #[must_use]
    pub fn has_text(&self) -> bool {
        self.pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Html(_)))
    }

    /// Names of fields with their labels, in the order of the page, for the summary of what is wrong.
    #[must_use]
    pub fn labels(&self) -> Vec<(String, String)> {
        let mut labels = Vec::new();
        let mut add = |name: &str, label: String| labels.push((name.to_owned(), label));
        match &self.work {
            WorkView::Survey(survey) => {
                for question in &survey.questions {
                    add(&question.field, question.text.clone());
                }
            }
            WorkView::Assignment(_) => {
                add("bai-lam", self.page.t("lesson-answer"));
                add("tep", self.page.t("lesson-file"));
            }
            WorkView::Finish(_) | WorkView::Quiz(_) | WorkView::Later => {}
        }
        add("ghi-chu", self.page.t("lesson-note"));
        add("cau-hoi", self.page.t("lesson-ask-label"));
        labels
    }
}

/// How a self-check was answered, alone: for a page that shows it in place.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "course/templates/outcome.html", config = "src/askama.toml")]
pub struct OutcomeView {
    /// Context.
    pub page: Page,
    /// How it was answered.
    pub outcome: Outcome,
}
