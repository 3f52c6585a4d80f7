//! A course's page.

use askama::Template;
use askama_web::WebTemplate;

use super::{Bar, LessonLink, MapModule};
use crate::kernel::clock::Moment;
use crate::kernel::points::Points;
use crate::platform::http::page::{Errors, Page};

/// How people come into a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// Anybody who has signed in.
    Open,
    /// With a code.
    Code,
    /// Only who is invited; a cohort's code is an invitation too.
    Invitation,
    /// Nobody any more: it was taken off the catalogue.
    Closed,
}

/// A course to be completed before.
#[derive(Debug, Clone)]
pub struct Prerequisite {
    /// Name in addresses.
    pub slug: String,
    /// Title.
    pub title: String,
}

/// A version of the course and what it changed.
#[derive(Debug, Clone)]
pub struct VersionLine {
    /// Version, from 1.
    pub version: i32,
    /// When it was published.
    pub published_at: Moment,
    /// In the author's words.
    pub note: String,
    /// What was found by comparing, in words.
    pub changes: Vec<String>,
}

/// The cohort of the person.
#[derive(Debug, Clone)]
pub struct CohortLine {
    /// Title.
    pub title: String,
    /// First moment.
    pub opens_at: Moment,
    /// Its end for this person.
    pub closes_at: Moment,
    /// Whether it has not begun.
    pub waits: bool,
    /// Whether it is over.
    pub over: bool,
    /// Whether the person was given a later end than the others.
    pub extended: bool,
    /// Window of the final examination, when it has one of its own.
    pub exam: Option<(Moment, Moment)>,
}

/// Where the person is in the course.
#[derive(Debug, Clone)]
pub struct PlaceInCourse {
    /// How far.
    pub bar: Bar,
    /// The lesson to go on with.
    pub next: Option<LessonLink>,
    /// Whether nothing was done yet.
    pub fresh: bool,
    /// When the completion rule was met.
    pub completed_at: Option<Moment>,
    /// The cohort.
    pub cohort: Option<CohortLine>,
    /// Whether reminders are sent.
    pub reminders: bool,
    /// Versions newer than the person's, the newest first.
    pub newer: Vec<VersionLine>,
}

/// A course's page, `/khoa-hoc/:slug`. Its forms post to paths below it: `ghi-danh` (with `code` where one is needed), `nhac` (`muon` 1 or 0),
/// `ban-moi`, `roi`.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "course/templates/course.html", config = "src/askama.toml")]
pub struct CourseView {
    /// Context.
    pub page: Page,
    /// Name in addresses.
    pub slug: String,
    /// Title.
    pub title: String,
    /// The agency; empty when none is named.
    pub agency: String,
    /// One or two sentences.
    pub summary: String,
    /// What it is about.
    pub topic: String,
    /// For whom.
    pub audience: Vec<String>,
    /// Learning hours.
    pub hours: Points,
    /// Number of lessons.
    pub lessons: u32,
    /// Estimated time of all lessons, ms.
    pub length_ms: i64,
    /// The training framework it leans on; empty when none is named.
    pub framework: String,
    /// Introduction, harmless HTML.
    pub intro_html: String,
    /// What one can do afterwards.
    pub objectives: Vec<String>,
    /// Modules with their lessons.
    pub modules: Vec<MapModule>,
    /// Courses to be completed before.
    pub prerequisites: Vec<Prerequisite>,
    /// What completes it, in words.
    pub completion: Vec<String>,
    /// Whether a certificate is issued.
    pub certificate: bool,
    /// Its versions, the newest first.
    pub versions: Vec<VersionLine>,
    /// How people come in.
    pub entry: Entry,
    /// The code that was typed.
    pub code: String,
    /// Where the person is; none for who is not in the course.
    pub place: Option<PlaceInCourse>,
    /// Messages beside the form.
    pub errors: Errors,
}

impl CourseView {
    /// The path of the page.
    #[must_use]
    pub fn path(&self) -> String {
        format!("/khoa-hoc/{}", self.slug)
    }

    /// Whether coming in takes a code.
    #[must_use]
    pub fn asks_code(&self) -> bool {
        matches!(self.entry, Entry::Code | Entry::Invitation)
    }

    /// Names of fields with their labels, for the summary of what is wrong.
    #[must_use]
    pub fn labels(&self) -> Vec<(&'static str, String)> {
        vec![("code", self.page.t("course-code"))]
    }

    /// Whether somebody may come in at all.
    #[must_use]
    pub fn takes_people(&self) -> bool {
        self.entry != Entry::Closed
    }
}
