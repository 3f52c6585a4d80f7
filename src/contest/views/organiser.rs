//! The organiser's pages: contests, one contest, its people, its files.

use askama::Template;
use askama_web::WebTemplate;
use uuid::Uuid;

use super::{ConsentGiven, Fact, Stage};
use crate::kernel::clock::Moment;
use crate::kernel::points::Points;
use crate::organisation::views::Picked;
use crate::platform::http::page::{Choice, Errors, Page};
use crate::platform::http::pager::Pager;

/// What an organiser has to do next with a contest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextStep {
    /// Nothing until it opens.
    Opens(Moment),
    /// Watch it.
    Watch(Moment),
    /// Wait until the attempts still running have ended.
    Running,
    /// Make a round final.
    Finalise {
        /// Slug of the round.
        round: String,
        /// Title of the round.
        title: String,
    },
    /// Everything is done: files are there to be taken.
    Done,
}

/// One contest in the organiser's list.
#[derive(Debug, Clone)]
pub struct OrganiserRow {
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// The organisation it belongs to; may be empty.
    pub organisation: String,
    /// Where it stands.
    pub stage: Stage,
    /// First opening.
    pub opens_at: Moment,
    /// Last close.
    pub closes_at: Moment,
    /// People who have entered.
    pub entries: i64,
    /// Attempts running now.
    pub running: i64,
    /// Attempts that have ended.
    pub finished: i64,
    /// What comes next.
    pub next: NextStep,
}

/// The organiser's list of contests.
#[derive(Debug, Template, WebTemplate)]
#[template(
    path = "contest/templates/organiser_list.html",
    config = "src/askama.toml"
)]
pub struct OrganiserListView {
    /// Context.
    pub page: Page,
    /// Words looked for.
    pub text: String,
    /// States to choose from.
    pub states: Vec<Choice>,
    /// Organisations to choose from: those that have a contest here.
    pub organisations: Vec<Choice>,
    /// The contests on this page.
    pub contests: Vec<OrganiserRow>,
    /// The other pages.
    pub pager: Pager,
    /// Whether there is any contest at all within reach.
    pub any: bool,
}

/// Live counts of a contest. The JSON at [`OrganiserContestView::live_url`] has the same names.
#[derive(Debug, Clone, Copy, Default, serde::Serialize)]
pub struct LiveCounts {
    /// People who have entered.
    pub entries: i64,
    /// Attempts running now.
    pub running: i64,
    /// Attempts submitted.
    pub submitted: i64,
    /// Attempts ended by the deadline.
    pub expired: i64,
}

/// A number people predicted.
#[derive(Debug, Clone)]
pub struct TrueNumber {
    /// What was predicted, in words.
    pub label: String,
    /// Its value, formatted; `None` until it is frozen.
    pub value: Option<String>,
}

/// Something that must hold before a round can be made final.
#[derive(Debug, Clone)]
pub struct Precondition {
    /// Whether it holds.
    pub met: bool,
    /// What it is, in words.
    pub text: String,
}

/// A file to take away.
#[derive(Debug, Clone)]
pub struct Download {
    /// Address.
    pub url: String,
    /// Words of the link.
    pub label: String,
}

/// One round on the organiser's page.
#[derive(Debug, Clone)]
pub struct OrganiserRound {
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Where it stands.
    pub stage: Stage,
    /// First moment an attempt may start.
    pub opens_at: Moment,
    /// Moment from which none may start.
    pub closes_at: Moment,
    /// People with at least one attempt.
    pub people: i64,
    /// Attempts running now.
    pub running: i64,
    /// Attempts that have ended.
    pub finished: i64,
    /// Numbers people predicted.
    pub true_numbers: Vec<TrueNumber>,
    /// What must hold before it can be made final.
    pub preconditions: Vec<Precondition>,
    /// Whether it can be made final now.
    pub can_finalise: bool,
    /// Address the finalise form posts `csrf` and `confirm` (`yes`) to.
    pub finalise_url: String,
    /// When it was made final.
    pub final_at: Option<Moment>,
    /// Files to take away.
    pub downloads: Vec<Download>,
    /// Why finalising was refused just now; empty when it was not.
    pub problem: String,
}

/// One line of the audit trail.
#[derive(Debug, Clone)]
pub struct AuditLine {
    /// When.
    pub at: Moment,
    /// Who.
    pub who: String,
    /// What, in words.
    pub what: String,
}

/// A chart with the table of its figures; all words in the page's language.
#[derive(Debug, Clone)]
pub struct ChartBox {
    /// Title.
    pub title: String,
    /// The drawing, SVG of ours.
    pub svg: String,
    /// Heading of the first column of the table.
    pub what: String,
    /// Heading of the second.
    pub how_many: String,
    /// The figures.
    pub rows: Vec<(String, String)>,
    /// A sentence below; may be empty.
    pub note: String,
}

/// The organiser's page of one contest.
#[derive(Debug, Template, WebTemplate)]
#[template(
    path = "contest/templates/organiser_contest.html",
    config = "src/askama.toml"
)]
pub struct OrganiserContestView {
    /// Context.
    pub page: Page,
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// The organisation it belongs to; may be empty.
    pub organisation: String,
    /// Where it stands.
    pub stage: Stage,
    /// Counts at the moment of the request.
    pub counts: LiveCounts,
    /// Address of the same counts as JSON.
    pub live_url: String,
    /// Charts.
    pub charts: Vec<ChartBox>,
    /// When their figures were counted.
    pub charts_at: Moment,
    /// Rounds.
    pub rounds: Vec<OrganiserRound>,
    /// Audit trail, newest first.
    pub audit: Vec<AuditLine>,
}

/// One person in the list of people.
#[derive(Debug, Clone)]
pub struct PersonRow {
    /// The entry.
    pub entry: Uuid,
    /// Full name.
    pub name: String,
    /// Organisation; may be empty.
    pub organisation: String,
    /// Division; may be empty.
    pub division: String,
    /// Telephone; may be empty.
    pub phone: String,
    /// When they entered.
    pub entered_at: Moment,
    /// Attempts so far.
    pub attempts: i64,
}

/// The people who entered a contest.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "contest/templates/people.html", config = "src/askama.toml")]
pub struct PeopleView {
    /// Context.
    pub page: Page,
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Words looked for.
    pub text: String,
    /// Organisation looked for.
    pub picked: Picked,
    /// What is wrong with what is looked for.
    pub errors: Errors,
    /// Divisions to choose from; empty when the contest has none.
    pub divisions: Vec<Choice>,
    /// The people on this page, in the order of names.
    pub people: Vec<PersonRow>,
    /// How many entered altogether.
    pub total: i64,
    /// Address of the next page.
    pub next: Option<String>,
    /// Address of the first page, from any other.
    pub first: Option<String>,
    /// The filters as a query, for the files; empty for none.
    pub query: String,
}

impl PeopleView {
    /// Whether anything is looked for.
    #[must_use]
    pub fn filtered(&self) -> bool {
        !self.query.is_empty()
    }
}

/// One attempt of a person.
#[derive(Debug, Clone)]
pub struct PersonAttempt {
    /// Title of the round.
    pub round: String,
    /// Which of their attempts in it, from 1.
    pub ordinal: i64,
    /// How it stands, in words.
    pub state: String,
    /// When it began.
    pub started_at: Moment,
    /// When it ended.
    pub finished_at: Option<Moment>,
    /// Points, once it has ended.
    pub points: Option<Points>,
}

/// One person as the organiser sees them.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "contest/templates/person.html", config = "src/askama.toml")]
pub struct PersonView {
    /// Context.
    pub page: Page,
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Full name.
    pub name: String,
    /// Name as boards show it.
    pub shown_name: String,
    /// When they entered.
    pub entered_at: Moment,
    /// What was filled in.
    pub values: Vec<Fact>,
    /// What was consented to.
    pub consents: Vec<ConsentGiven>,
    /// Attempts, oldest first.
    pub attempts: Vec<PersonAttempt>,
    /// Other contests within the organiser's reach that they entered: slug, title, entry.
    pub others: Vec<(String, String, Uuid)>,
}

/// A file and what is in it.
#[derive(Debug, Clone)]
pub struct DownloadLine {
    /// Title.
    pub title: String,
    /// What is in it, and what it is for.
    pub words: String,
    /// Whether personal data is in it, so that taking it is noted.
    pub personal: bool,
    /// The file in its formats.
    pub files: Vec<Download>,
}

/// Every file of a contest.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "contest/templates/exports.html", config = "src/askama.toml")]
pub struct ExportsView {
    /// Context.
    pub page: Page,
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Files about everybody who entered.
    pub files: Vec<DownloadLine>,
    /// Files of each round: title of the round and its files.
    pub rounds: Vec<(String, Vec<DownloadLine>)>,
}
