//! What the contest pages show, to contestants and to the organiser.

mod contest;
mod entry;
mod home;
mod organiser;
#[cfg(test)]
pub(crate) mod tests;

pub use contest::{
    Action, BoardLine, BoardTop, ContactView, ContestView, Fact, PosterView, PrizeLine,
    RankingStep, RoundLine, RuleLine, RuleSection, Ticking,
};
pub use entry::{
    ChoiceOption, ConsentBox, ConsentGiven, Control, EnteredView, EntryField, EntryView, StartView,
    join_date,
};
pub use home::{ContestListView, HomeView, MineLine, MineView, Place, TabLink};
pub use organiser::{
    AuditLine, ChartBox, Download, DownloadLine, ExportsView, LiveCounts, NextStep,
    OrganiserContestView, OrganiserListView, OrganiserRound, OrganiserRow, PeopleView,
    PersonAttempt, PersonRow, PersonView, Precondition, TrueNumber,
};

use crate::kernel::clock::Moment;

/// Where a contest or a round stands, as people are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Not open yet.
    Upcoming,
    /// Open now.
    Open,
    /// Closed, the result is being worked out.
    Closed,
    /// The result is final.
    Final,
}

impl Stage {
    /// Fluent key of its name.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Upcoming => "stage-upcoming",
            Self::Open => "stage-open",
            Self::Closed => "stage-closed",
            Self::Final => "stage-final",
        }
    }

    /// Class of its tag.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Upcoming => "tag gold",
            Self::Open => "tag jade",
            Self::Closed => "tag",
            Self::Final => "tag ink",
        }
    }
}

/// One contest in a list.
#[derive(Debug, Clone)]
pub struct ContestCard {
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Who runs it.
    pub organiser: String,
    /// One or two sentences.
    pub summary: String,
    /// Where it stands.
    pub stage: Stage,
    /// First opening.
    pub opens_at: Moment,
    /// Last close.
    pub closes_at: Moment,
    /// People who have entered.
    pub entered: i64,
}

impl ContestCard {
    /// Whether it is open now.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.stage == Stage::Open
    }

    /// Whether it opens later.
    #[must_use]
    pub fn is_upcoming(&self) -> bool {
        self.stage == Stage::Upcoming
    }
}
