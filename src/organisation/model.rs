//! Organisations as data.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::kernel::clock::Moment;

/// Slug of the tree of provinces and communes, which every installation has.
pub const TERRITORY: &str = "lanh-tho";

/// Kinds of units that have a name in every language; others are shown as they were given.
pub const KINDS: [&str; 15] = [
    "thanh-pho",
    "tinh",
    "phuong",
    "xa",
    "dac-khu",
    "bo",
    "so",
    "phong",
    "ban",
    "trung-tam",
    "truong",
    "lop",
    "hoi",
    "doan-the",
    "doanh-nghiep",
];

/// A tree of organisations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    /// Name in addresses and at the front of its units' codes.
    pub slug: String,
    /// Title.
    pub title: String,
    /// Grows with every change in the tree.
    pub stamp: i64,
}

/// A unit as it is today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organisation {
    /// Identifier.
    pub id: Uuid,
    /// Name in addresses: the official code of a territory (`01`, `00004`), `TREE.CODE` elsewhere. Never changes.
    pub code: String,
    /// Slug of its tree.
    pub tree: String,
    /// Name, with its kind where people say it so: `Phường Ba Đình`.
    pub name: String,
    /// What it is, such as `phuong` (see [`KINDS`]).
    pub kind: String,
    /// The unit above; `None` at the top of a tree.
    pub parent: Option<Uuid>,
    /// Its name and those of the units above: `Phường Ba Đình, Thành phố Hà Nội`.
    pub full_name: String,
    /// First day on which it is no more.
    pub closed_on: Option<NaiveDate>,
    /// Decision or other reason for its end, in words.
    pub closed_reason: Option<String>,
    /// The unit it was merged into.
    pub successor: Option<Uuid>,
    /// The unit it was split from.
    pub origin: Option<Uuid>,
    /// Counts changes; a change names the one it saw.
    pub revision: i32,
}

impl Organisation {
    /// The unit that answers for it today: the one above, or the one it was merged into.
    #[must_use]
    pub fn answers_to(&self) -> Option<Uuid> {
        self.successor.or(self.parent)
    }
}

/// What a unit was called, and where it belonged, from a day until another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// First day, on the calendar of Viet Nam.
    pub from: NaiveDate,
    /// First day after it; `None` while it lasts.
    pub to: Option<NaiveDate>,
    /// Name.
    pub name: String,
    /// What it was.
    pub kind: String,
    /// The unit above.
    pub parent: Option<Uuid>,
    /// Decision or other reason, in words.
    pub reason: String,
    /// When it was recorded.
    pub recorded_at: Moment,
    /// Which account recorded it; `None` for the program itself.
    pub recorded_by: Option<Uuid>,
}

/// A unit on a given day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnDate {
    /// What it was called.
    pub name: String,
    /// What it was.
    pub kind: String,
    /// The units above on that day with their names on that day, nearest first.
    pub above: Vec<(Uuid, String)>,
}

impl OnDate {
    /// Its name and those of the units above, as they were.
    #[must_use]
    pub fn full_name(&self) -> String {
        let above = self.above.iter().map(|(_, name)| name.as_str());
        let names: Vec<&str> = std::iter::once(self.name.as_str()).chain(above).collect();
        names.join(", ")
    }
}

/// A unit to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOrganisation {
    /// Slug of its tree.
    pub tree: String,
    /// Code inside the tree, without the tree's slug.
    pub code: String,
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: String,
    /// The unit above, in the same tree; `None` at the top.
    pub parent: Option<Uuid>,
    /// The unit it is split from.
    pub origin: Option<Uuid>,
    /// First day.
    pub from: NaiveDate,
    /// Decision or other reason, in words; may be empty.
    pub reason: String,
}

/// What a unit becomes from a day on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The revision of the unit that was seen.
    pub revision: i32,
    /// New name, when it changes.
    pub name: Option<String>,
    /// New kind, when it changes.
    pub kind: Option<String>,
    /// New place, when it changes: a unit, or `None` for the top of the tree.
    pub parent: Option<Option<Uuid>>,
    /// First day.
    pub from: NaiveDate,
    /// Decision or other reason, in words.
    pub reason: String,
}

/// The end of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The revision of the unit that was seen.
    pub revision: i32,
    /// First day on which it is no more.
    pub on: NaiveDate,
    /// Decision or other reason, in words.
    pub reason: String,
}

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// Words of names, abbreviations or a code; empty for all.
    pub text: String,
    /// Only this unit and what is below it.
    pub within: Option<Uuid>,
    /// Only units of this tree.
    pub tree: Option<String>,
    /// Only units of these kinds; empty for all.
    pub kinds: Vec<String>,
    /// Also units that are no more.
    pub include_closed: bool,
    /// How many at most.
    pub limit: usize,
    /// How many to leave out at the front.
    pub offset: usize,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            text: String::new(),
            within: None,
            tree: None,
            kinds: Vec::new(),
            include_closed: false,
            limit: 20,
            offset: 0,
        }
    }
}

/// One page of what was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The units, best first.
    pub items: Vec<Organisation>,
    /// How many there are altogether.
    pub total: usize,
}

/// Which unit a form means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    /// This one.
    One(Organisation),
    /// One of these, most likely first; the person has to choose.
    Several(Vec<Organisation>),
    /// None that is known, or nothing was given.
    None,
}

/// What can be said of a file on its way in, or carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Identifier.
    pub id: Uuid,
    /// Slug of the tree.
    pub tree: String,
    /// Name of the file.
    pub file_name: String,
    /// Day from which what it says holds.
    pub from: NaiveDate,
    /// Decision or other reason, in words.
    pub reason: String,
    /// When it was carried out.
    pub applied_at: Option<Moment>,
}
