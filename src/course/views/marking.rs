//! What those see who mark and teach.

use askama::Template;
use askama_web::WebTemplate;
use uuid::Uuid;

use crate::kernel::clock::Moment;
use crate::platform::http::page::{Choice, Errors, Page};

/// Something handed in, in the queue.
#[derive(Debug, Clone)]
pub struct WaitingRow {
    /// Identifier.
    pub id: Uuid,
    /// Title of the course.
    pub course: String,
    /// Title of the lesson.
    pub lesson: String,
    /// Name of who handed it in.
    pub name: String,
    /// Title of the cohort; may be empty.
    pub cohort: String,
    /// Which time, from 1.
    pub ordinal: i32,
    /// When.
    pub at: Moment,
}

/// What waits to be marked.
#[derive(Debug, Template, WebTemplate)]
#[template(
    path = "course/templates/marking_list.html",
    config = "src/askama.toml"
)]
pub struct MarkingListView {
    /// Context.
    pub page: Page,
    /// Courses to choose from.
    pub courses: Vec<Choice>,
    /// What waits, the oldest first.
    pub waiting: Vec<WaitingRow>,
    /// Whether there is more than is shown.
    pub more: bool,
}

/// A criterion with its field.
#[derive(Debug, Clone)]
pub struct CriterionRow {
    /// Name of the field.
    pub field: String,
    /// What is looked at.
    pub name: String,
    /// What full points take; may be empty.
    pub description: String,
    /// Most points.
    pub max: u16,
    /// Points as typed or given.
    pub value: String,
}

/// Something handed in, with its rubric.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "course/templates/marking_one.html", config = "src/askama.toml")]
pub struct MarkView {
    /// Context.
    pub page: Page,
    /// Identifier.
    pub id: Uuid,
    /// The revision that is marked.
    pub revision: i32,
    /// Title of the course.
    pub course: String,
    /// Title of the lesson.
    pub lesson: String,
    /// The task, HTML of ours made from the lesson's Markdown.
    pub task: String,
    /// Name of who handed it in.
    pub name: String,
    /// Which time, from 1.
    pub ordinal: i32,
    /// When.
    pub at: Moment,
    /// The written answer; may be empty.
    pub text: String,
    /// Name of the file; may be empty.
    pub file: String,
    /// Criteria.
    pub rubric: Vec<CriterionRow>,
    /// Points of all criteria together.
    pub of: u32,
    /// Points needed to pass, in whole per cent.
    pub pass_percent: u8,
    /// Comment.
    pub comment: String,
    /// When it was marked, with points and whether that passed.
    pub marked: Option<(Moment, i32, bool)>,
    /// What is to be mended.
    pub errors: Errors,
}

impl MarkView {
    /// Labels of the fields, for the list of what is to be mended.
    #[must_use]
    pub fn labels(&self) -> Vec<(String, String)> {
        let criteria = self
            .rubric
            .iter()
            .map(|c| (c.field.clone(), c.name.clone()));
        criteria
            .chain([("comment".to_owned(), self.page.t("marking-label-comment"))])
            .collect()
    }
}

/// An answer below a question.
#[derive(Debug, Clone)]
pub struct AnswerRow {
    /// Identifier.
    pub id: Uuid,
    /// Who wrote it.
    pub name: String,
    /// What it says.
    pub text: String,
    /// When.
    pub at: Moment,
    /// Whether a teacher wrote it.
    pub teacher: bool,
    /// `waiting`, `shown` or `hidden`.
    pub state: &'static str,
}

/// A question.
#[derive(Debug, Clone)]
pub struct QuestionRow {
    /// Identifier.
    pub id: Uuid,
    /// Title of the course.
    pub course: String,
    /// Title of the lesson.
    pub lesson: String,
    /// Who asked.
    pub name: String,
    /// What was asked.
    pub text: String,
    /// When.
    pub at: Moment,
    /// Answers, the oldest first.
    pub answers: Vec<AnswerRow>,
    /// The answer as typed, when it needs mending.
    pub typed: String,
    /// What is wrong with it.
    pub errors: Errors,
}

/// Questions of the courses a person teaches.
#[derive(Debug, Template, WebTemplate)]
#[template(
    path = "course/templates/marking_questions.html",
    config = "src/askama.toml"
)]
pub struct QuestionsView {
    /// Context.
    pub page: Page,
    /// `waiting`, `shown` or `hidden`.
    pub state: &'static str,
    /// Questions in this state.
    pub questions: Vec<QuestionRow>,
}

impl QuestionsView {
    /// Whether questions in this state are shown.
    #[must_use]
    pub fn is(&self, state: &str) -> bool {
        self.state == state
    }
}
