//! What organisers of cohorts see, and who is invited by them.

use askama::Template;
use askama_web::WebTemplate;
use uuid::Uuid;

use crate::kernel::clock::Moment;
use crate::organisation::views::Picked;
use crate::platform::http::page::{Choice, Errors, Page};
use crate::platform::http::pager::Pager;

/// A cohort in a list.
#[derive(Debug, Clone)]
pub struct CohortRow {
    /// Identifier.
    pub id: Uuid,
    /// Title.
    pub title: String,
    /// Title of its course.
    pub course: String,
    /// First moment.
    pub opens_at: Moment,
    /// Moment from which it is over.
    pub closes_at: Moment,
    /// Everybody who is in.
    pub people: i64,
    /// Who completed the course.
    pub completed: i64,
    /// `upcoming`, `open` or `closed`.
    pub stage: &'static str,
}

impl CohortRow {
    /// Colour of the tag.
    #[must_use]
    pub fn tone(&self) -> &'static str {
        match self.stage {
            "open" => "jade",
            "upcoming" => "gold",
            _ => "ink",
        }
    }
}

/// A course to run a cohort of.
#[derive(Debug, Clone)]
pub struct CourseRow {
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Summary.
    pub summary: String,
}

/// The organiser's cohorts, and courses to run.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "course/templates/cohort_list.html", config = "src/askama.toml")]
pub struct CohortListView {
    /// Context.
    pub page: Page,
    /// Words looked for.
    pub text: String,
    /// Cohorts on this page.
    pub cohorts: Vec<CohortRow>,
    /// Pages of the list.
    pub pager: Pager,
    /// Courses that fit the words.
    pub courses: Vec<CourseRow>,
    /// Courses that fit and are not shown.
    pub more: usize,
}

/// The form of a cohort.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "course/templates/cohort_form.html", config = "src/askama.toml")]
pub struct CohortFormView {
    /// Context.
    pub page: Page,
    /// Title of the course.
    pub course: String,
    /// Where the form goes.
    pub action: String,
    /// The cohort that is changed; none for a new one.
    pub cohort: Option<Uuid>,
    /// The revision that is changed.
    pub revision: i32,
    /// Title.
    pub title: String,
    /// The organisation that runs it.
    pub organisation: Picked,
    /// First day and time.
    pub from: (String, String),
    /// Last day and time.
    pub until: (String, String),
    /// First day and time of the examination.
    pub exam_from: (String, String),
    /// Last day and time of the examination.
    pub exam_until: (String, String),
    /// Code to join.
    pub code: String,
    /// A code that is free to take.
    pub offered: String,
    /// Organisations it is run for: code and name.
    pub units: Vec<(String, String)>,
    /// The field for one more.
    pub unit: Picked,
    /// What is to be mended.
    pub errors: Errors,
}

impl CohortFormView {
    /// Labels of the fields, for the list of what is to be mended.
    #[must_use]
    pub fn labels(&self) -> Vec<(&'static str, String)> {
        [
            ("title", "cohort-label-title"),
            ("organisation", "cohort-label-organisation"),
            ("from", "cohort-label-from"),
            ("until", "cohort-label-until"),
            ("exam-from", "cohort-label-exam-from"),
            ("code", "cohort-label-code"),
            ("units", "cohort-label-units"),
            ("unit", "cohort-label-unit"),
        ]
        .map(|(name, key)| (name, self.page.t(key)))
        .to_vec()
    }
}

/// A chart with the table of its figures; all words in the page's language.
#[derive(Debug, Clone)]
pub struct ChartBox {
    /// Title.
    pub title: String,
    /// The drawing, SVG of ours.
    pub svg: String,
    /// Headings of the table.
    pub headings: Vec<String>,
    /// The figures: what, and a number for each further heading.
    pub rows: Vec<(String, Vec<String>)>,
    /// What is not in the table, in words; empty for nothing.
    pub note: String,
}

/// Somebody in the list of a cohort.
#[derive(Debug, Clone)]
pub struct MemberRow {
    /// The enrolment; none for who is invited only.
    pub enrolment: Option<Uuid>,
    /// Full name.
    pub name: String,
    /// Organisation; may be empty.
    pub organisation: String,
    /// `invited`, `active`, `completed` or `withdrawn`.
    pub state: &'static str,
    /// Required lessons passed.
    pub done: u32,
    /// Required lessons.
    pub total: u32,
    /// Last visit.
    pub seen_at: Option<Moment>,
    /// Whether they are behind the cohort's time.
    pub behind: bool,
}

impl MemberRow {
    /// Colour of the tag.
    #[must_use]
    pub fn tone(&self) -> &'static str {
        match self.state {
            "completed" => "jade",
            "invited" => "gold",
            "withdrawn" => "ink",
            _ => "",
        }
    }
}

/// One cohort: how far people are, and who they are.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "course/templates/cohort_page.html", config = "src/askama.toml")]
pub struct CohortView {
    /// Context.
    pub page: Page,
    /// The cohort.
    pub id: Uuid,
    /// Title.
    pub title: String,
    /// Title of the course.
    pub course: String,
    /// Slug of the course.
    pub slug: String,
    /// The organisation that runs it; may be empty.
    pub organisation: String,
    /// The organisations it is run for; empty for everybody.
    pub units: Vec<String>,
    /// First moment.
    pub opens_at: Moment,
    /// Moment from which it is over.
    pub closes_at: Moment,
    /// Code to join; may be empty.
    pub code: String,
    /// Everybody who is in.
    pub people: u64,
    /// Who has opened no lesson.
    pub not_begun: u64,
    /// Who learns.
    pub learning: u64,
    /// Who completed the course.
    pub completed: u64,
    /// Who is invited and has not come.
    pub invited: u64,
    /// Charts.
    pub charts: Vec<ChartBox>,
    /// Words looked for.
    pub text: String,
    /// Organisation looked for.
    pub picked: Picked,
    /// What is wrong with what is looked for.
    pub errors: Errors,
    /// States to choose from.
    pub states: Vec<Choice>,
    /// The people on this page.
    pub members: Vec<MemberRow>,
    /// Address of the next page.
    pub next: Option<String>,
    /// Address of the first page, from any other.
    pub first: Option<String>,
    /// The filters as a query; empty for none.
    pub query: String,
    /// Published version of the course.
    pub version: i32,
    /// Whether somebody learns by an older one.
    pub older: bool,
}

/// A lesson of a person.
#[derive(Debug, Clone)]
pub struct LessonRow {
    /// Title.
    pub title: String,
    /// What is to be done, as in [`crate::course::model::LessonKind::as_str`].
    pub kind: &'static str,
    /// When it was opened.
    pub opened_at: Option<Moment>,
    /// When it was passed.
    pub passed_at: Option<Moment>,
    /// Watched of its recording in whole per cent; may be empty.
    pub watched: String,
    /// Best result; may be empty.
    pub best: String,
}

/// An attempt of a person.
#[derive(Debug, Clone)]
pub struct AttemptRow {
    /// Title of the lesson.
    pub lesson: String,
    /// Which attempt, from 1.
    pub ordinal: i32,
    /// When it began.
    pub started_at: Moment,
    /// When it ended.
    pub finished_at: Option<Moment>,
    /// Right answers of questions; empty while it runs.
    pub score: String,
}

/// One person of a cohort.
#[derive(Debug, Template, WebTemplate)]
#[template(
    path = "course/templates/cohort_person.html",
    config = "src/askama.toml"
)]
pub struct PersonView {
    /// Context.
    pub page: Page,
    /// The cohort.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// The enrolment.
    pub enrolment: Uuid,
    /// Full name.
    pub name: String,
    /// Facts: label and value.
    pub facts: Vec<(String, String)>,
    /// `active`, `completed` or `withdrawn`.
    pub state: &'static str,
    /// Required lessons passed.
    pub done: u32,
    /// Required lessons.
    pub total: u32,
    /// Lessons in order.
    pub lessons: Vec<LessonRow>,
    /// Attempts, oldest first in each lesson.
    pub attempts: Vec<AttemptRow>,
    /// Later end as typed: day and time.
    pub until: (String, String),
    /// Reason as typed.
    pub reason: String,
    /// What is to be mended.
    pub errors: Errors,
}

impl PersonView {
    /// Labels of the fields, for the list of what is to be mended.
    #[must_use]
    pub fn labels(&self) -> Vec<(&'static str, String)> {
        [
            ("until", "cohort-label-new-end"),
            ("reason", "cohort-label-reason"),
        ]
        .map(|(name, key)| (name, self.page.t(key)))
        .to_vec()
    }
}

/// A row of a roster's report.
#[derive(Debug, Clone)]
pub struct ReportRow {
    /// Line of the file.
    pub line: u32,
    /// The name as the file has it.
    pub name: String,
    /// What became of it, in words.
    pub words: String,
    /// Colour of the tag.
    pub tone: &'static str,
    /// `invited`, `repeated` or `refused`.
    pub end: &'static str,
}

/// What an import did.
#[derive(Debug, Clone)]
pub struct Report {
    /// People invited.
    pub invited: usize,
    /// Letters that go out.
    pub mailed: usize,
    /// Rows that named somebody once more.
    pub repeated: usize,
    /// Rows left out.
    pub refused: usize,
    /// Rows that need attention.
    pub rows: Vec<ReportRow>,
    /// Such rows that are not shown.
    pub hidden: usize,
}

/// Who is invited, and the form for a roster.
#[derive(Debug, Template, WebTemplate)]
#[template(
    path = "course/templates/cohort_roster.html",
    config = "src/askama.toml"
)]
pub struct RosterView {
    /// Context.
    pub page: Page,
    /// The cohort.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// Everybody who was invited.
    pub all: u64,
    /// Who came.
    pub came: u64,
    /// What the import that was just done did.
    pub report: Option<Report>,
    /// What is to be mended.
    pub errors: Errors,
}

/// An invitation to be handed over.
#[derive(Debug, Clone)]
pub struct SlipRow {
    /// Full name.
    pub name: String,
    /// Organisation; may be empty.
    pub organisation: String,
    /// The code.
    pub code: String,
}

/// Invitations to be printed and cut.
#[derive(Debug, Template, WebTemplate)]
#[template(
    path = "course/templates/cohort_slips.html",
    config = "src/askama.toml"
)]
pub struct SlipsView {
    /// Context.
    pub page: Page,
    /// The cohort.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// Title of the course.
    pub course: String,
    /// Moment from which it is over.
    pub closes_at: Moment,
    /// Who is invited.
    pub slips: Vec<SlipRow>,
    /// Where one types the code.
    pub address: String,
}

/// A letter that went out.
#[derive(Debug, Clone)]
pub struct LetterRow {
    /// Subject.
    pub subject: String,
    /// To whom, in words.
    pub to: String,
    /// When it was written.
    pub at: Moment,
    /// How many letters went out.
    pub sent: i64,
    /// How many have no address.
    pub without: i64,
    /// Whether all went out.
    pub done: bool,
}

/// The form of a letter.
#[derive(Debug, Template, WebTemplate)]
#[template(
    path = "course/templates/cohort_letter.html",
    config = "src/askama.toml"
)]
pub struct LetterView {
    /// Context.
    pub page: Page,
    /// The cohort.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// To whom: states to choose from.
    pub states: Vec<Choice>,
    /// The state chosen, in words.
    pub to: String,
    /// Organisation to which it is bound.
    pub picked: Picked,
    /// Subject.
    pub subject: String,
    /// Text.
    pub body: String,
    /// Name of this letter, so that a second click sends nothing.
    pub key: Uuid,
    /// People it reaches, and people without an address; once it was looked at.
    pub reached: Option<(u64, u64)>,
    /// The state and organisation as a query, for the file of those without an address.
    pub query: String,
    /// Letters that went out.
    pub letters: Vec<LetterRow>,
    /// What is to be mended.
    pub errors: Errors,
}

impl LetterView {
    /// Labels of the fields, for the list of what is to be mended.
    #[must_use]
    pub fn labels(&self) -> Vec<(&'static str, String)> {
        [
            ("subject", "cohort-label-subject"),
            ("body", "cohort-label-body"),
        ]
        .map(|(name, key)| (name, self.page.t(key)))
        .to_vec()
    }
}

/// A question of a survey.
#[derive(Debug, Clone)]
pub struct SurveyBox {
    /// The question.
    pub text: String,
    /// How many answered it.
    pub answered: u64,
    /// Chart of the options; none for free texts.
    pub chart: Option<ChartBox>,
    /// Free texts.
    pub texts: Vec<String>,
}

/// What the surveys of a cohort say.
#[derive(Debug, Template, WebTemplate)]
#[template(
    path = "course/templates/cohort_surveys.html",
    config = "src/askama.toml"
)]
pub struct SurveysView {
    /// Context.
    pub page: Page,
    /// The cohort.
    pub id: Uuid,
    /// Its title.
    pub title: String,
    /// Whether everybody in the course is counted, not only the cohort.
    pub whole: bool,
    /// Surveys: title, how many answered, questions.
    pub surveys: Vec<(String, u64, Vec<SurveyBox>)>,
}

/// An invitation as who holds its code sees it.
#[derive(Debug, Template, WebTemplate)]
#[template(
    path = "course/templates/cohort_invitation.html",
    config = "src/askama.toml"
)]
pub struct InvitationView {
    /// Context.
    pub page: Page,
    /// The code, as in the address.
    pub code: String,
    /// Who is invited.
    pub name: String,
    /// Organisation; may be empty.
    pub organisation: String,
    /// Title of the course.
    pub course: String,
    /// Slug of the course.
    pub slug: String,
    /// Title of the cohort.
    pub cohort: String,
    /// First moment.
    pub opens_at: Moment,
    /// Moment from which it is over.
    pub closes_at: Moment,
    /// Whether somebody came by it already.
    pub used: bool,
    /// Whether the cohort is over.
    pub over: bool,
}

/// The form for a code.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "course/templates/cohort_code.html", config = "src/askama.toml")]
pub struct CodeView {
    /// Context.
    pub page: Page,
    /// The code as typed.
    pub code: String,
    /// What is to be mended.
    pub errors: Errors,
}

/// The page behind the link that stops reminders.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "course/templates/cohort_stop.html", config = "src/askama.toml")]
pub struct StopView {
    /// Context.
    pub page: Page,
    /// The token, as in the address.
    pub token: String,
    /// Title of the course.
    pub course: String,
    /// Whether reminders are wanted.
    pub wanted: bool,
}
