//! What is to be done at the end of a lesson: say that one is through, sit a quiz, hand something in, answer a survey.

use uuid::Uuid;

use crate::course::model::{Score, SurveyKind};
use crate::course::service::Start;
use crate::kernel::clock::Moment;

/// A lesson of text: the person says when they are through.
#[derive(Debug, Clone)]
pub struct FinishView {
    /// When it was passed.
    pub passed_at: Option<Moment>,
    /// What is still missing, in words; empty when nothing is.
    pub missing: String,
}

/// An attempt that has ended.
#[derive(Debug, Clone, Copy)]
pub struct AttemptLine {
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

/// A quiz or the final examination, before it starts.
#[derive(Debug, Clone)]
pub struct QuizView {
    /// Whether it is the final examination.
    pub exam: bool,
    /// How many questions.
    pub questions: u32,
    /// Length of an attempt, ms.
    pub length_ms: i64,
    /// Right answers needed, whole per cent.
    pub pass_percent: u8,
    /// How many attempts there are; none for no limit.
    pub max: Option<u32>,
    /// How many are left; none for no limit.
    pub left: Option<u32>,
    /// Waiting time between attempts, ms; 0 for none.
    pub wait_ms: i64,
    /// From when until when it may be started.
    pub window: Option<(Moment, Moment)>,
    /// Whether right answers are shown afterwards.
    pub shows_answers: bool,
    /// What the person can do now.
    pub start: Start,
    /// Attempts that have ended, the newest first.
    pub past: Vec<AttemptLine>,
    /// When it was passed.
    pub passed_at: Option<Moment>,
}

/// One line of a rubric.
#[derive(Debug, Clone)]
pub struct CriterionLine {
    /// What is looked at.
    pub name: String,
    /// What full points take; may be empty.
    pub description: String,
    /// Most points.
    pub points: u16,
}

/// Marks with the words of a marker.
#[derive(Debug, Clone)]
pub struct MarksLine {
    /// Name of the criterion, points, points possible.
    pub scores: Vec<(String, u32, u16)>,
    /// Points together.
    pub points: u32,
    /// Points possible.
    pub of: u32,
    /// Whether they pass.
    pub passed: bool,
    /// What the marker wrote; may be empty.
    pub comment: String,
    /// When it was marked.
    pub marked_at: Moment,
}

/// What was handed in.
#[derive(Debug, Clone)]
pub struct HandedLine {
    /// Which of the person's, from 1.
    pub ordinal: i32,
    /// The written answer; may be empty.
    pub text: String,
    /// Name of the file; empty without one.
    pub file: String,
    /// When it was handed in.
    pub handed_in_at: Moment,
    /// Its marks.
    pub marks: Option<MarksLine>,
}

/// An assignment. Its form posts `bai-lam` and the file `tep`.
#[derive(Debug, Clone)]
pub struct AssignmentView {
    /// Most words.
    pub words_max: u32,
    /// Whether a file may be handed in.
    pub upload: bool,
    /// Points needed, whole per cent.
    pub pass_percent: u8,
    /// The rubric.
    pub rubric: Vec<CriterionLine>,
    /// What was handed in, the newest first.
    pub handed: Vec<HandedLine>,
    /// Whether something may be handed in now.
    pub open: bool,
    /// What was typed.
    pub text: String,
    /// When it was passed.
    pub passed_at: Option<Moment>,
}

/// An option of a survey's question.
#[derive(Debug, Clone)]
pub struct SurveyOption {
    /// What is sent and shown.
    pub label: String,
    /// Whether it was chosen.
    pub selected: bool,
}

/// A question of a survey.
#[derive(Debug, Clone)]
pub struct SurveyQuestionView {
    /// Name of its field.
    pub field: String,
    /// The question.
    pub text: String,
    /// How it is answered.
    pub kind: SurveyKind,
    /// Options: 1 to 5 for a scale, those of a choice.
    pub options: Vec<SurveyOption>,
    /// What was typed.
    pub value: String,
}

impl SurveyQuestionView {
    /// Whether it is answered by 1 to 5.
    #[must_use]
    pub const fn is_scale(&self) -> bool {
        matches!(self.kind, SurveyKind::Scale)
    }

    /// Whether it is answered in words.
    #[must_use]
    pub const fn is_text(&self) -> bool {
        matches!(self.kind, SurveyKind::Text)
    }
}

/// A survey.
#[derive(Debug, Clone)]
pub struct SurveyView {
    /// When it was answered.
    pub answered_at: Option<Moment>,
    /// Its questions.
    pub questions: Vec<SurveyQuestionView>,
}
