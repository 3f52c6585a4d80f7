//! A person's own courses, and their transcript.

use askama::Template;
use askama_web::WebTemplate;

use super::{Bar, CourseCard, LessonLink};
use crate::course::model::Score;
use crate::kernel::clock::Moment;
use crate::kernel::points::Points;
use crate::platform::http::page::Page;
use crate::platform::http::pager::Pager;

/// A course of the person in a list.
#[derive(Debug, Clone)]
pub struct LearningCard {
    /// Name in addresses.
    pub slug: String,
    /// Title.
    pub title: String,
    /// How far.
    pub bar: Bar,
    /// The lesson to go on with.
    pub next: Option<LessonLink>,
    /// When the completion rule was met.
    pub completed_at: Option<Moment>,
    /// Title of the cohort; empty without one.
    pub cohort: String,
    /// When the cohort ends for this person.
    pub ends_at: Option<Moment>,
    /// When it begins, when it has not.
    pub opens_at: Option<Moment>,
    /// Whether it is over.
    pub over: bool,
    /// Whether the person left the course.
    pub left: bool,
    /// When they were last in it.
    pub seen_at: Moment,
}

impl LearningCard {
    /// Whether there is something to do in it now.
    #[must_use]
    pub const fn is_to_do(&self) -> bool {
        !self.left && !self.over && self.opens_at.is_none() && self.next.is_some()
    }
}

/// The person's own courses, `/khoa-hoc/cua-toi`.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "course/templates/learning.html", config = "src/askama.toml")]
pub struct LearningView {
    /// Context.
    pub page: Page,
    /// Their courses, the one used last first.
    pub courses: Vec<LearningCard>,
    /// The other pages.
    pub pager: Pager,
    /// A few courses to begin with, when they have none.
    pub offered: Vec<CourseCard>,
}

/// A course on a transcript.
#[derive(Debug, Clone)]
pub struct TranscriptLine {
    /// Name in addresses.
    pub slug: String,
    /// Title in the version the person learned by.
    pub title: String,
    /// The agency; empty when none is named.
    pub agency: String,
    /// Title of the cohort; empty without one.
    pub cohort: String,
    /// When they came in.
    pub enrolled_at: Moment,
    /// When the completion rule was met.
    pub completed_at: Option<Moment>,
    /// Whether they left before.
    pub left: bool,
    /// Learning hours earned.
    pub hours: Points,
    /// Learning hours of the course.
    pub of: Points,
    /// Best attempt at the final examination.
    pub exam: Option<Score>,
    /// Number of the certificate that holds, and the number in addresses.
    pub certificate: Option<(String, String)>,
    /// Lessons passed.
    pub bar: Bar,
}

/// The transcript of hours and results, `/khoa-hoc/ho-so-hoc-tap`.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "course/templates/transcript.html", config = "src/askama.toml")]
pub struct TranscriptView {
    /// Context.
    pub page: Page,
    /// The person.
    pub full_name: String,
    /// Their organisation; empty when it is not known.
    pub organisation: String,
    /// Courses, the one begun last first.
    pub lines: Vec<TranscriptLine>,
}

impl TranscriptView {
    /// Learning hours earned together.
    #[must_use]
    pub fn hours(&self) -> Points {
        self.lines.iter().map(|line| line.hours).sum()
    }

    /// How many courses were completed.
    #[must_use]
    pub fn completed(&self) -> usize {
        let done = |line: &&TranscriptLine| line.completed_at.is_some();
        self.lines.iter().filter(done).count()
    }
}
