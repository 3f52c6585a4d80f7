//! The start page, the list of contests, and a person's own contests.

use askama::Template;
use askama_web::WebTemplate;
use uuid::Uuid;

use super::{Action, ContestCard, Stage};
use crate::course::held::HeldCertificate;
use crate::course::views::{CourseCard, LearningCard};
use crate::kernel::clock::Moment;
use crate::kernel::points::Points;
use crate::platform::http::page::Page;
use crate::platform::http::pager::Pager;

/// A link that shows a part of a list.
#[derive(Debug, Clone)]
pub struct TabLink {
    /// Address.
    pub url: String,
    /// Words, with the number of things behind it.
    pub label: String,
    /// Whether this part is shown.
    pub current: bool,
}

/// A person's place on a board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Rank, from 1.
    pub rank: i64,
    /// People on the board.
    pub of: i64,
    /// Points.
    pub points: Points,
    /// Whether it is final.
    pub is_final: bool,
}

/// A contest that the person has entered.
#[derive(Debug, Clone)]
pub struct MineLine {
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Title of the round that matters now; empty when the contest has but one.
    pub round_title: String,
    /// Slug of that round.
    pub round: String,
    /// Where it stands.
    pub stage: Stage,
    /// Its opening.
    pub opens_at: Moment,
    /// Its close.
    pub closes_at: Moment,
    /// What the person can do next.
    pub action: Action,
    /// Their newest attempt that has ended.
    pub result: Option<Uuid>,
    /// Their place, when the board may be shown.
    pub place: Option<Place>,
    /// When they entered.
    pub entered_at: Moment,
}

impl MineLine {
    /// What comes first in the person's list: a running attempt, then what can be started, then what opens, then results.
    #[must_use]
    pub const fn urgency(&self) -> u8 {
        match self.action {
            Action::Resume { .. } => 0,
            Action::Start { .. } => 1,
            Action::Enter => 2,
            Action::Wait { .. } => 3,
            Action::Used | Action::Closed => 4,
            Action::Result { .. } => 5,
        }
    }
}

/// The home page.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "contest/templates/home.html", config = "src/askama.toml")]
pub struct HomeView {
    /// Context.
    pub page: Page,
    /// What the person signed in has entered, the most urgent first; a few.
    pub mine: Vec<MineLine>,
    /// Courses in which the person signed in has something to do, the one used last in front; a few.
    pub learning: Vec<LearningCard>,
    /// Courses of the catalogue, the newest first; a few.
    pub courses: Vec<CourseCard>,
    /// Contests open now, the one that closes first in front; a few.
    pub open: Vec<ContestCard>,
    /// How many are open altogether.
    pub open_total: i64,
    /// Contests that open soon; a few.
    pub upcoming: Vec<ContestCard>,
    /// Contests with a result, newest first; a few.
    pub finished: Vec<ContestCard>,
}

impl HomeView {
    /// The name by which people call the person signed in: the last word.
    #[must_use]
    pub fn given_name(&self) -> &str {
        let name = self.page.caller.as_ref().map_or("", |c| c.name.as_str());
        name.rsplit(' ').next().unwrap_or_default()
    }

    /// Whether more contests are open than are shown.
    #[must_use]
    pub fn more_open(&self) -> bool {
        self.open_total > i64::try_from(self.open.len()).unwrap_or(0)
    }
}

/// The list of contests.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "contest/templates/list.html", config = "src/askama.toml")]
pub struct ContestListView {
    /// Context.
    pub page: Page,
    /// Parts of the list.
    pub tabs: Vec<TabLink>,
    /// Name of the part shown, as in the address; empty for all.
    pub part: String,
    /// What is looked for.
    pub text: String,
    /// This page of it.
    pub contests: Vec<ContestCard>,
    /// The other pages.
    pub pager: Pager,
}

/// A person's own page.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "contest/templates/mine.html", config = "src/askama.toml")]
pub struct MineView {
    /// Context.
    pub page: Page,
    /// Their courses, the one used last first; a few.
    pub learning: Vec<LearningCard>,
    /// The contests they have entered, the newest entry first.
    pub contests: Vec<MineLine>,
    /// The other pages.
    pub pager: Pager,
    /// Their entry code, for who has one.
    pub code: Option<String>,
    /// Their certificates, the newest first.
    pub certificates: Vec<HeldCertificate>,
}
