//! What trainees see: the catalogue, a course, a lesson, their own courses and their transcript.

pub mod authoring;
mod catalogue;
mod course;
mod lesson;
mod own;
#[cfg(test)]
pub(crate) mod tests;
mod work;

pub use catalogue::CatalogueView;
pub use course::{CohortLine, CourseView, Entry, PlaceInCourse, Prerequisite, VersionLine};
pub use lesson::{
    AnswerLine, CheckView, FileLink, LessonView, MediaView, NoteView, Outcome, OutcomeView, Piece,
    QuestionLine, Wait, WorkView,
};
pub use own::{LearningCard, LearningView, TranscriptLine, TranscriptView};
pub use work::{
    AssignmentView, AttemptLine, CriterionLine, FinishView, HandedLine, MarksLine, QuizView,
    SurveyOption, SurveyQuestionView, SurveyView,
};

use super::rules::Standing;
use crate::kernel::points::Points;

/// A course in lists.
#[derive(Debug, Clone)]
pub struct CourseCard {
    /// Name in addresses.
    pub slug: String,
    /// Title.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// What it is about.
    pub topic: String,
    /// The agency; empty when none is named.
    pub agency: String,
    /// For whom, in one line.
    pub audience: String,
    /// Learning hours.
    pub hours: Points,
    /// Number of lessons.
    pub lessons: u32,
    /// Address of its picture.
    pub cover: Option<String>,
}

/// How far somebody is, as a bar shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bar {
    /// Lessons passed.
    pub done: u32,
    /// Lessons asked for.
    pub total: u32,
}

impl Bar {
    /// The same in whole per cent.
    #[must_use]
    pub const fn percent(&self) -> u32 {
        Standing {
            done: self.done,
            total: self.total,
        }
        .percent()
    }

    /// Whether everything is done.
    #[must_use]
    pub const fn is_full(&self) -> bool {
        self.total > 0 && self.done == self.total
    }
}

impl From<Standing> for Bar {
    fn from(standing: Standing) -> Self {
        Self {
            done: standing.done,
            total: standing.total,
        }
    }
}

/// Where a person stands with a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Nothing was done, or nobody is asked.
    None,
    /// Opened.
    Opened,
    /// Passed.
    Passed,
    /// It opens later.
    Locked,
}

impl Mark {
    /// End of the Fluent key and of the class.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Opened => "opened",
            Self::Passed => "passed",
            Self::Locked => "locked",
        }
    }
}

/// A lesson on the map of a course.
#[derive(Debug, Clone)]
pub struct MapLesson {
    /// Name in addresses.
    pub key: String,
    /// Title.
    pub title: String,
    /// Kind, as at the end of Fluent keys.
    pub kind: &'static str,
    /// Estimated minutes.
    pub minutes: u16,
    /// Whether completion never asks for it.
    pub optional: bool,
    /// Where the person stands with it.
    pub mark: Mark,
    /// Whether it is the one that is open.
    pub current: bool,
}

impl MapLesson {
    /// Fluent key of where the person stands with it.
    #[must_use]
    pub fn mark_key(&self) -> String {
        format!("lesson-mark-{}", self.mark.name())
    }

    /// Fluent key of its kind.
    #[must_use]
    pub fn kind_key(&self) -> String {
        format!("lesson-kind-{}", self.kind)
    }
}

/// A module on the map of a course.
#[derive(Debug, Clone)]
pub struct MapModule {
    /// Title.
    pub title: String,
    /// Learning hours.
    pub hours: Points,
    /// What of the training framework it stands for; empty when nothing is named.
    pub framework: String,
    /// How far the person is in it; none for who is not in the course.
    pub bar: Option<Bar>,
    /// Its lessons.
    pub lessons: Vec<MapLesson>,
}

impl MapModule {
    /// Whether the lesson that is open stands in it.
    #[must_use]
    pub fn is_current(&self) -> bool {
        self.lessons.iter().any(|lesson| lesson.current)
    }
}

/// A way to a lesson.
#[derive(Debug, Clone)]
pub struct LessonLink {
    /// Its path.
    pub href: String,
    /// Its title.
    pub title: String,
}
