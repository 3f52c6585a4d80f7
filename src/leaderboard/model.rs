//! Boards as services see them.

use uuid::Uuid;

use crate::kernel::clock::Moment;
use crate::kernel::points::Points;

/// [`Among`] as it is kept: division and organisation.
pub type OwnedAmong = (Option<String>, Option<Uuid>);

/// Among whom a board ranks people.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Among<'a> {
    /// Only this division.
    pub division: Option<&'a str>,
    /// Only people of this organisation and those below it.
    pub organisation: Option<Uuid>,
}

impl<'a> Among<'a> {
    /// Everybody.
    pub const ALL: Among<'static> = Among {
        division: None,
        organisation: None,
    };

    /// One division.
    #[must_use]
    pub const fn division(key: &'a str) -> Self {
        Self {
            division: Some(key),
            organisation: None,
        }
    }

    /// Whether nobody is left out.
    #[must_use]
    pub const fn is_all(&self) -> bool {
        self.division.is_none() && self.organisation.is_none()
    }

    /// The same, to be kept.
    #[must_use]
    pub fn owned(&self) -> OwnedAmong {
        (self.division.map(str::to_owned), self.organisation)
    }
}

/// How the people of one organisation did in a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationSum {
    /// The organisation at entry.
    pub organisation: Uuid,
    /// People with a counted result.
    pub people: u64,
    /// The sum of their points.
    pub points: i64,
    /// How many of them have everything right.
    pub perfect: u64,
}

/// An organisation's line among the organisations of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrganisationLine {
    /// Place from 1; equal numbers share one.
    pub rank: u64,
    /// The organisation.
    pub organisation: Uuid,
    /// People taking part.
    pub people: u64,
    /// Mean of their points, rounded half up.
    pub mean: Points,
    /// People with everything right, in hundredths of a per cent, rounded down.
    pub perfect_share: u32,
}

/// The counted result of one person in one round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultRow {
    /// The round.
    pub round: Uuid,
    /// The person.
    pub person: Uuid,
    /// The attempt that counts.
    pub attempt: Uuid,
    /// The person's division.
    pub division: Option<String>,
    /// Which attempt counts: the smallest key.
    pub count_key: Vec<u8>,
    /// Byte order is rank order.
    pub rank_key: Vec<u8>,
    /// Points.
    pub points: Points,
    /// Right answers.
    pub correct: u16,
    /// Time used, ms.
    pub duration_ms: i64,
    /// When the attempt ended.
    pub finished_at: Moment,
    /// Rank in the final result.
    pub final_rank: Option<u32>,
    /// Name of the prize won.
    pub prize: Option<String>,
}

/// How final a board is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It may still change.
    Provisional,
    /// It is the result.
    Final,
}

impl Standing {
    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Provisional => "provisional",
            Self::Final => "final",
        }
    }
}

/// One line of a board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Rank from 1; equal people share one when the rules say so.
    pub rank: u64,
    /// The person; never shown to others.
    pub person: Uuid,
    /// Name as it may be shown in public.
    pub name: String,
    /// Title of the division; empty when there is none.
    pub division: String,
    /// Points.
    pub points: Points,
    /// Right answers.
    pub correct: u16,
    /// Time used, ms.
    pub duration_ms: i64,
    /// When the counted attempt ended.
    pub finished_at: Moment,
    /// Name of the prize won; empty when none or not final.
    pub prize: String,
}

/// A board, or part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Board {
    /// How final it is.
    pub standing: Standing,
    /// People on it.
    pub total: u64,
    /// When it was put together.
    pub updated_at: Moment,
    /// Lines in order.
    pub lines: Vec<Line>,
}
