//! What an import of a tree does, row by row: decided before anything is written, the same for the preview and for carrying it out.

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::rules::{self, DEEPEST};
use super::sheet::Row;
use crate::kernel::problem::Problem;

/// What a unit is when neither the file nor the system says.
const KIND_UNKNOWN: &str = "don-vi";

/// A unit of the tree that is there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Identifier.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: String,
    /// Code inside the tree of the unit above.
    pub parent: Option<String>,
    /// Whether it is no more.
    pub closed: bool,
    /// First day.
    pub first: NaiveDate,
    /// Day from which its present state holds.
    pub since: NaiveDate,
    /// Whether the person who imports administers it.
    pub mine: bool,
}

/// What an import meets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Present {
    /// Units by their code inside the tree.
    pub units: HashMap<String, Known>,
    /// Whether the person who imports may make units at the top of the tree.
    pub top_is_mine: bool,
    /// The latest day from which any present state of the tree holds.
    pub latest: NaiveDate,
}

/// What happens to a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Done {
    /// A new unit.
    Created,
    /// A unit that is there becomes something else: the Fluent keys of what changes.
    Changed(Vec<String>),
    /// Everything is so already.
    Unchanged,
    /// It is left out: the Fluent key of the reason, and values for its text.
    Refused(String, Vec<(String, String)>),
}

/// A row of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Line in the file, from 1.
    pub line: u32,
    /// Code as the file has it.
    pub code: String,
    /// Name as the file has it.
    pub name: String,
    /// What happens.
    pub done: Done,
}

/// What a unit is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The unit that becomes it; `None` makes a new one.
    pub id: Option<Uuid>,
    /// Code inside the tree.
    pub code: String,
    /// Name.
    pub name: String,
    /// What it is.
    pub kind: String,
    /// Code inside the tree of the unit above.
    pub parent: Option<String>,
}

/// Everything an import does.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// Row by row, in the order of the file.
    pub report: Vec<Line>,
    /// What is written; a new unit stands after a new one above it.
    pub targets: Vec<Target>,
}

/// How many rows had which end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// New units.
    pub created: usize,
    /// Units that became something else.
    pub changed: usize,
    /// Units that stay.
    pub unchanged: usize,
    /// Rows that were left out.
    pub refused: usize,
}

impl Counts {
    /// The counts of a report.
    #[must_use]
    pub fn of(report: &[Line]) -> Self {
        let mut counts = Self::default();
        for line in report {
            *match line.done {
                Done::Created => &mut counts.created,
                Done::Changed(_) => &mut counts.changed,
                Done::Unchanged => &mut counts.unchanged,
                Done::Refused(..) => &mut counts.refused,
            } += 1;
        }
        counts
    }
}

/// A Fluent key and values for its text.
type Reason = (String, Vec<(String, String)>);
type Verdict<T> = Result<T, Reason>;

fn reason(message: &str, args: &[(&str, String)]) -> Reason {
    let args = args.iter().map(|(n, v)| ((*n).to_owned(), v.clone()));
    (message.to_owned(), args.collect())
}

fn refusal<T>(message: &str, args: &[(&str, String)]) -> Verdict<T> {
    Err(reason(message, args))
}

fn as_verdict(problem: Problem) -> Reason {
    let field = problem.fields.into_iter().next();
    field.map_or_else(Default::default, |f| {
        let args = f.args.into_iter().map(|(n, v)| (n.to_owned(), v));
        (f.message.to_owned(), args.collect())
    })
}

/// Plans an import of `rows`; what they say holds from `day` on. Good rows count even when others are refused.
#[must_use]
pub fn plan(rows: &[Row], present: &Present, day: NaiveDate) -> Plan {
    let mut ends: Vec<Verdict<Wish>> = Vec::with_capacity(rows.len());
    let mut first_line: HashMap<String, u32> = HashMap::new();
    for row in rows {
        let end =
            Wish::read(row, present).and_then(|wish| match first_line.get(&wish.target.code) {
                Some(line) => refusal("organisation-row-twice", &[("line", line.to_string())]),
                None => {
                    first_line.insert(wish.target.code.clone(), row.line);
                    wish.allowed(present, day)
                }
            });
        ends.push(end);
    }
    settle_places(&mut ends, present);
    let depths = depths(&ends, present);
    let mut targets: Vec<Target> = ends
        .iter()
        .filter_map(|end| end.as_ref().ok())
        .filter(|wish| !wish.is_idle())
        .map(|wish| wish.target.clone())
        .collect();
    targets.sort_by_key(|t| depths.get(&t.code).copied().unwrap_or_default());
    let lines = rows.iter().zip(ends);
    Plan {
        report: lines.map(|(row, end)| report_line(row, end)).collect(),
        targets,
    }
}

fn report_line(row: &Row, end: Verdict<Wish>) -> Line {
    Line {
        line: row.line,
        code: row.code.clone(),
        name: row.name.clone(),
        done: match end {
            Ok(wish) if wish.target.id.is_none() => Done::Created,
            Ok(wish) if wish.is_idle() => Done::Unchanged,
            Ok(wish) => Done::Changed(wish.changes),
            Err((message, args)) => Done::Refused(message, args),
        },
    }
}

/// What a row asks for.
struct Wish {
    target: Target,
    /// Fluent keys of what changes in a unit that is there.
    changes: Vec<String>,
    moves: bool,
}

impl Wish {
    fn is_idle(&self) -> bool {
        self.target.id.is_some() && self.changes.is_empty()
    }

    fn read(row: &Row, present: &Present) -> Verdict<Self> {
        let code = rules::code(&row.code).map_err(as_verdict)?;
        let name = rules::name(&row.name).map_err(as_verdict)?;
        let known = present.units.get(&code);
        let kind = match (row.kind.as_str(), known) {
            ("", Some(known)) => known.kind.clone(),
            ("", None) => KIND_UNKNOWN.to_owned(),
            (kind, _) => rules::kind(kind).map_err(as_verdict)?,
        };
        let parent = match row.parent.as_deref() {
            None => known.and_then(|k| k.parent.clone()),
            Some("") => None,
            Some(parent) => Some(rules::code(parent).map_err(as_verdict)?),
        };
        let mut changes = Vec::new();
        let mut note = |differs: bool, what: &str| {
            if differs {
                changes.push(format!("organisation-row-{what}"));
            }
        };
        if let Some(known) = known {
            note(known.name != name, "renamed");
            note(known.kind != kind, "other-kind");
            note(known.parent != parent, "moved");
        }
        Ok(Self {
            moves: known.is_some_and(|k| k.parent != parent),
            changes,
            target: Target {
                id: known.map(|k| k.id),
                code,
                name,
                kind,
                parent,
            },
        })
    }

    /// The same wish, if the unit itself allows it; its place is looked at later, when all rows are known.
    fn allowed(self, present: &Present, day: NaiveDate) -> Verdict<Self> {
        let shown = |day: NaiveDate| [("since", day.format("%d/%m/%Y").to_string())];
        if let Some(known) = present.units.get(&self.target.code) {
            if known.closed {
                return refusal("organisation-field-closed", &[]);
            }
            if !known.mine {
                return refusal("organisation-row-foreign", &[]);
            }
            if !self.is_idle() && day < known.since {
                return refusal("organisation-field-before", &shown(known.since));
            }
            // From the day on nothing in the tree changes but by this import: so a circle today is the only one to look for.
            if self.moves && day < present.latest {
                return refusal("organisation-row-later", &shown(present.latest));
            }
        }
        if self.is_idle() {
            return Ok(self);
        }
        match self.target.parent.as_ref().map(|p| present.units.get(p)) {
            None if self.target.id.is_some() && !self.moves => {}
            None if !present.top_is_mine => return refusal("organisation-row-top", &[]),
            Some(Some(above)) if above.closed => {
                return refusal("organisation-field-parent-closed", &[]);
            }
            Some(Some(above)) if above.first > day => {
                return refusal("organisation-field-parent-later", &shown(above.first));
            }
            Some(Some(above)) if !above.mine && (self.moves || self.target.id.is_none()) => {
                return refusal("organisation-row-foreign", &[]);
            }
            _ => {}
        }
        Ok(self)
    }
}

/// Refuses rows whose unit above comes to nothing, rows that would stand in a circle, and rows too deep, until none is left.
fn settle_places(ends: &mut [Verdict<Wish>], present: &Present) {
    while let Some(refused) = next_refusals(ends, present) {
        for (place, reason) in refused {
            ends[place] = Err(reason);
        }
    }
}

/// The rows to refuse next: those in circles and without a unit above first, since others may find their place once those are out.
fn next_refusals(ends: &[Verdict<Wish>], present: &Present) -> Option<Vec<(usize, Reason)>> {
    let places = places(ends, present);
    let (mut wrong, mut deep) = (Vec::new(), Vec::new());
    for (place, wish) in ends
        .iter()
        .enumerate()
        .filter_map(|(n, e)| Some((n, e.as_ref().ok()?)))
    {
        let parent = wish.target.parent.as_ref();
        if let Some(parent) = parent.filter(|p| !places.contains_key(*p)) {
            wrong.push((
                place,
                reason("organisation-row-parent", &[("code", parent.clone())]),
            ));
        } else if !wish.is_idle() {
            match way_up(&places, &wish.target.code) {
                WayUp::Top => {}
                WayUp::Itself => wrong.push((place, reason("organisation-row-circle", &[]))),
                WayUp::TooFar => {
                    let max = [("max", DEEPEST.to_string())];
                    deep.push((place, reason("organisation-field-deep", &max)));
                }
            }
        }
    }
    [wrong, deep]
        .into_iter()
        .find(|refused| !refused.is_empty())
}

/// The unit above each unit, once the accepted rows are carried out.
fn places(ends: &[Verdict<Wish>], present: &Present) -> HashMap<String, Option<String>> {
    let mut places: HashMap<String, Option<String>> = present
        .units
        .iter()
        .map(|(code, known)| (code.clone(), known.parent.clone()))
        .collect();
    for wish in ends.iter().filter_map(|end| end.as_ref().ok()) {
        places.insert(wish.target.code.clone(), wish.target.parent.clone());
    }
    places
}

enum WayUp {
    Top,
    Itself,
    TooFar,
}

fn way_up(places: &HashMap<String, Option<String>>, code: &str) -> WayUp {
    let mut next = places.get(code).and_then(Option::as_ref);
    for _ in 0..DEEPEST {
        match next {
            None => return WayUp::Top,
            Some(above) if above == code => return WayUp::Itself,
            Some(above) => next = places.get(above).and_then(Option::as_ref),
        }
    }
    WayUp::TooFar
}

fn depths(ends: &[Verdict<Wish>], present: &Present) -> HashMap<String, usize> {
    let places = places(ends, present);
    let depth = |code: &String| {
        let mut next = places.get(code).and_then(Option::as_ref);
        let mut depth = 0;
        while let Some(above) = next.filter(|_| depth <= DEEPEST) {
            depth += 1;
            next = places.get(above).and_then(Option::as_ref);
        }
        depth
    };
    places
        .keys()
        .map(|code| (code.clone(), depth(code)))
        .collect()
}

#[cfg(test)]
mod tests;
