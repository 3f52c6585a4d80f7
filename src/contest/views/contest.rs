//! The page of one contest, and its poster for print.

use askama::Template;
use askama_web::WebTemplate;
use uuid::Uuid;

use super::Stage;
use crate::kernel::clock::Moment;
use crate::kernel::points::Points;
use crate::platform::http::page::Page;

/// One fact in the head of the contest page, already in the page's language.
#[derive(Debug, Clone)]
pub struct Fact {
    /// What it is about ("Thời gian").
    pub label: String,
    /// What it is ("10 phút").
    pub value: String,
}

/// One section of the rules in plain words, already in the page's language.
#[derive(Debug, Clone)]
pub struct RuleSection {
    /// Heading.
    pub title: String,
    /// What it says.
    pub lines: Vec<RuleLine>,
}

/// One sentence of the rules, already in the page's language.
#[derive(Debug, Clone)]
pub struct RuleLine {
    /// The sentence.
    pub text: String,
    /// What it lists; often empty.
    pub parts: Vec<String>,
}

/// One step of the ranking, already in the page's language.
#[derive(Debug, Clone)]
pub struct RankingStep {
    /// Who ranks higher.
    pub title: String,
    /// How exactly; may be empty.
    pub detail: String,
}

/// One line of the prizes, already in the page's language.
#[derive(Debug, Clone)]
pub struct PrizeLine {
    /// Name of the prize.
    pub name: String,
    /// How many there are.
    pub quantity: i64,
    /// What the winner receives; may be empty.
    pub what: String,
}

/// One round in the contest page.
#[derive(Debug, Clone)]
pub struct RoundLine {
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// First moment an attempt may start.
    pub opens_at: Moment,
    /// Moment from which none may start.
    pub closes_at: Moment,
    /// Where it stands.
    pub stage: Stage,
    /// Whether its board may be looked at.
    pub board: bool,
    /// The person's newest attempt in it.
    pub mine: Option<Uuid>,
    /// Whether the person can start (or go on with) an attempt in it now.
    pub start: bool,
}

/// What the person looking at the contest can do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Enter the contest (signing in or making an account on the way when needed).
    Enter,
    /// Start an attempt in a round.
    Start {
        /// The round's slug.
        round: String,
        /// Attempts left; `None` when unlimited.
        left: Option<u32>,
    },
    /// Go back to the running attempt.
    Resume {
        /// The attempt.
        attempt: Uuid,
        /// Time left, ms.
        remaining_ms: i64,
    },
    /// Entered; wait for the opening.
    Wait {
        /// The opening.
        opens_at: Moment,
    },
    /// All attempts are used.
    Used,
    /// Closed; the result is not final yet.
    Closed,
    /// See the final result of a round.
    Result {
        /// The round's slug.
        round: String,
    },
}

/// One line of the small board on the contest page.
#[derive(Debug, Clone)]
pub struct BoardLine {
    /// Rank.
    pub rank: i64,
    /// Name as it may be shown in public.
    pub name: String,
    /// Division or place; may be empty.
    pub division: String,
    /// Points.
    pub points: Points,
    /// Whether it is the person looking.
    pub mine: bool,
}

/// The top of a round's board.
#[derive(Debug, Clone)]
pub struct BoardTop {
    /// The round's slug.
    pub round: String,
    /// Whether it is final.
    pub is_final: bool,
    /// The first few, and the person's own line if it is further down.
    pub lines: Vec<BoardLine>,
    /// People on the board.
    pub total: i64,
}

/// A moment that the clock in the head of a contest runs towards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticking {
    /// The moment.
    pub until: Moment,
    /// How far it is, ms.
    pub left_ms: i64,
    /// Fluent key of what happens then.
    pub label: &'static str,
}

impl Ticking {
    /// Whole days, hours, minutes and seconds that are left, with the Fluent keys of their names.
    #[must_use]
    pub const fn parts(&self) -> [(i64, &'static str); 4] {
        let seconds = self.left_ms / 1000;
        [
            (seconds / 86_400, "clock-days"),
            (seconds / 3_600 % 24, "clock-hours"),
            (seconds / 60 % 60, "clock-minutes"),
            (seconds % 60, "clock-seconds"),
        ]
    }
}

/// Whom people ask when something is unclear; empty texts are not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContactView {
    /// The person or office.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// E-mail address.
    pub email: String,
    /// Where the office is.
    pub address: String,
    /// When somebody answers.
    pub hours: String,
}

impl ContactView {
    /// The telephone number as a link dials it.
    #[must_use]
    pub fn dial(&self) -> String {
        let dialled = |c: &char| c.is_ascii_digit() || *c == '+';
        self.phone.chars().filter(dialled).collect()
    }
}

/// The page of one contest.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "contest/templates/contest.html", config = "src/askama.toml")]
pub struct ContestView {
    /// Context.
    pub page: Page,
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Who runs it.
    pub organiser: String,
    /// One or two sentences: what it is and for whom.
    pub summary: String,
    /// Where it stands.
    pub stage: Stage,
    /// Opening of the current or next round.
    pub opens_at: Moment,
    /// Close of the current or next round.
    pub closes_at: Moment,
    /// Facts in the head; four read best.
    pub facts: Vec<Fact>,
    /// What can be done next.
    pub action: Action,
    /// The person's latest finished attempt.
    pub my_attempt: Option<Uuid>,
    /// Sentence before the ranking steps; may be empty.
    pub ranking_intro: String,
    /// Ranking in order.
    pub ranking: Vec<RankingStep>,
    /// Rules in plain words.
    pub rules: Vec<RuleSection>,
    /// Prizes.
    pub prizes: Vec<PrizeLine>,
    /// Rounds.
    pub rounds: Vec<RoundLine>,
    /// The organiser's own text, sanitised HTML made from Markdown. The caller answers for the sanitising.
    pub body_html: String,
    /// Top of the board, when it may be shown.
    pub board: Option<BoardTop>,
    /// What the clock in the head runs towards; `None` once everything is over.
    pub ticking: Option<Ticking>,
    /// Whom to ask.
    pub contact: Option<ContactView>,
    /// Address of this page to pass on.
    pub url: String,
    /// Path of the picture that a shared link shows.
    pub picture: String,
    /// The address as a QR code, SVG of ours.
    pub qr: String,
    /// Whether people enter without an account.
    pub quick: bool,
}

impl ContestView {
    /// Whether the next thing to do is to enter.
    #[must_use]
    pub const fn asks_to_enter(&self) -> bool {
        matches!(self.action, Action::Enter)
    }

    /// Whether the next thing to do is a button (else it is words alone).
    #[must_use]
    pub const fn has_button(&self) -> bool {
        matches!(
            self.action,
            Action::Enter | Action::Start { .. } | Action::Resume { .. } | Action::Result { .. }
        )
    }
}

/// A contest's poster, one sheet of A4.
#[derive(Debug, Template, WebTemplate)]
#[template(path = "contest/templates/poster.html", config = "src/askama.toml")]
pub struct PosterView {
    /// Context.
    pub page: Page,
    /// Slug.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Who runs it.
    pub organiser: String,
    /// One or two sentences.
    pub summary: String,
    /// Facts; four read best.
    pub facts: Vec<Fact>,
    /// Rounds.
    pub rounds: Vec<RoundLine>,
    /// Prizes.
    pub prizes: Vec<PrizeLine>,
    /// Address of the contest.
    pub url: String,
    /// The address as a QR code, SVG of ours.
    pub qr: String,
    /// Whom to ask.
    pub contact: Option<ContactView>,
}
