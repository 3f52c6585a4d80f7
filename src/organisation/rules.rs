//! What may happen to a unit, and on which day: names and codes, changes that follow one another without a gap, places that never form a
//! circle, on no day of the past either.

use std::collections::{BTreeSet, HashMap};

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use super::model::{OnDate, TERRITORY, Version};
use crate::kernel::problem::{FieldError, Outcome, Problem};
use crate::platform::text::{fold, tidy};

/// Longest name of a unit, in characters.
pub const NAME_MAX: usize = 200;
/// Longest code inside a tree, in characters.
pub const CODE_MAX: usize = 40;
/// Longest kind, in characters.
pub const KIND_MAX: usize = 40;
/// Longest reason, in characters.
pub const REASON_MAX: usize = 500;
/// Most units on the way from the top of a tree to one of its units, both counted.
pub const DEEPEST: usize = 12;

/// The histories of some units.
pub type Histories = HashMap<Uuid, Vec<Version>>;

/// One field needs mending, with values for its message.
#[must_use]
pub fn refused(field: &str, message: &'static str, args: &[(&'static str, String)]) -> Problem {
    Problem::fields(vec![FieldError {
        field: field.to_owned(),
        message,
        args: args.to_vec(),
    }])
}

/// The text without needless space, if it is not empty, not too long and free of control characters.
fn plain(field: &str, text: &str, max: usize) -> Outcome<String> {
    let text = tidy(text);
    if text.is_empty() {
        return Err(refused(field, "organisation-field-needed", &[]));
    }
    if text.chars().count() > max {
        let max = [("max", max.to_string())];
        return Err(refused(field, "organisation-field-long", &max));
    }
    if text.chars().any(char::is_control) {
        return Err(refused(field, "organisation-field-characters", &[]));
    }
    Ok(text)
}

/// A name as it is kept.
///
/// # Errors
/// When it is empty, too long, or holds control characters.
pub fn name(text: &str) -> Outcome<String> {
    plain("name", text, NAME_MAX)
}

/// A reason as it is kept.
///
/// # Errors
/// When it is empty, too long, or holds control characters.
pub fn reason(text: &str) -> Outcome<String> {
    plain("reason", text, REASON_MAX)
}

/// A kind as it is kept: `Trung tâm` becomes `trung-tam`.
///
/// # Errors
/// When nothing is left of it, or it is too long.
pub fn kind(text: &str) -> Outcome<String> {
    plain("kind", &hyphenated(text), KIND_MAX)
}

/// The slug of a tree: `Ngành Tư pháp` becomes `nganh-tu-phap`.
///
/// # Errors
/// When nothing is left of it, it is too long, or has no letter (it could be mistaken for the code of a territory).
pub fn slug(text: &str) -> Outcome<String> {
    let slug = plain("tree", &hyphenated(text), KIND_MAX)?;
    if slug.bytes().any(|b| b.is_ascii_alphabetic()) {
        Ok(slug)
    } else {
        Err(refused("tree", "organisation-field-characters", &[]))
    }
}

fn hyphenated(text: &str) -> String {
    let folded = fold(text);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    words.join("-")
}

/// A code inside its tree as it is kept: capital letters, so that `h26` and `H26` are one.
///
/// # Errors
/// When it is empty, too long, or has other characters than letters of the English alphabet, digits and `.`, `-`, `_` between them.
pub fn code(text: &str) -> Outcome<String> {
    let code = plain("code", text, CODE_MAX)?.to_ascii_uppercase();
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let edge = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    if code.chars().all(inner) && edge(code.chars().next()) && edge(code.chars().last()) {
        Ok(code)
    } else {
        Err(refused("code", "organisation-field-code", &[]))
    }
}

/// Refuses a code that no unit of the territory could have: two digits for a province, five for a commune.
///
/// # Errors
/// When it is not such a code and the tree is the territory.
pub fn fits_territory(tree: &str, code: &str, at_top: bool) -> Outcome<()> {
    let digits = if at_top { 2 } else { 5 };
    let official = code.len() == digits && code.bytes().all(|b| b.is_ascii_digit());
    if tree == TERRITORY && !official {
        let n = [("n", digits.to_string())];
        return Err(refused("code", "organisation-field-territory", &n));
    }
    Ok(())
}

/// The code by which the whole installation knows a unit.
#[must_use]
pub fn full_code(tree: &str, code: &str) -> String {
    if tree == TERRITORY {
        code.to_owned()
    } else {
        format!("{tree}.{code}")
    }
}

/// The code inside its tree of a unit known by `full`.
#[must_use]
pub fn code_in_tree<'a>(tree: &str, full: &'a str) -> &'a str {
    full.strip_prefix(tree)
        .and_then(|rest| rest.strip_prefix('.'))
        .unwrap_or(full)
}

/// A civil date as people write it: `1/7/2025`, or `2025-07-01`.
#[must_use]
pub fn read_date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let date = NaiveDate::parse_from_str(text, "%d/%m/%Y")
        .or_else(|_| NaiveDate::parse_from_str(text, "%Y-%m-%d"))
        .ok()?;
    (1900..=2200).contains(&date.year()).then_some(date)
}

/// The day a form names.
///
/// # Errors
/// When it is no date, or has not come yet: what the lists show is always what holds today.
pub fn day(text: &str, today: NaiveDate) -> Outcome<NaiveDate> {
    let day = read_date(text).ok_or_else(|| refused("from", "organisation-field-date", &[]))?;
    come(day, today)?;
    Ok(day)
}

/// Refuses a day that has not come yet.
///
/// # Errors
/// When it has not.
pub fn come(day: NaiveDate, today: NaiveDate) -> Outcome<()> {
    if day > today {
        return Err(refused("from", "organisation-field-future", &[]));
    }
    Ok(())
}

fn shown(day: NaiveDate) -> String {
    day.format("%d/%m/%Y").to_string()
}

// ---------------------------------------------------------------------------------------------------------------------
// Histories

/// The version of a history (in order of days) that holds on `day`.
#[must_use]
pub fn version_on(history: &[Version], day: NaiveDate) -> Option<&Version> {
    history
        .iter()
        .rev()
        .find(|v| v.from <= day && v.to.is_none_or(|to| day < to))
}

/// The unit and all above it on `day`; `None` when it was not there.
#[must_use]
pub fn on_date(histories: &Histories, unit: Uuid, day: NaiveDate) -> Option<OnDate> {
    let find = |id: Uuid| version_on(histories.get(&id)?, day);
    let own = find(unit)?;
    let mut above = Vec::new();
    let mut next = own.parent;
    while let Some((id, version)) = next.and_then(|id| Some((id, find(id)?))) {
        above.push((id, version.name.clone()));
        next = version.parent.filter(|_| above.len() < DEEPEST);
    }
    Some(OnDate {
        name: own.name.clone(),
        kind: own.kind.clone(),
        above,
    })
}

/// The version that lasts, if the unit still is.
///
/// # Errors
/// When the unit is no more.
pub fn lasting(history: &[Version]) -> Outcome<&Version> {
    history
        .last()
        .filter(|v| v.to.is_none())
        .ok_or_else(|| refused("from", "organisation-field-closed", &[]))
}

/// Refuses a change of a unit on `day`: it must still be, and changes are recorded in the order of their days.
///
/// # Errors
/// When it is no more, or the day is before the one from which its present state holds.
pub fn may_change(history: &[Version], day: NaiveDate) -> Outcome<()> {
    let present = lasting(history)?;
    if day < present.from {
        let since = [("since", shown(present.from))];
        return Err(refused("from", "organisation-field-before", &since));
    }
    Ok(())
}

/// The history with `next` at its end. A change on the very day on which the present state began takes its place: it was a mistake, and no
/// day saw it.
#[must_use]
pub fn changed(history: &[Version], next: Version) -> Vec<Version> {
    let mut history = history.to_vec();
    match history.last_mut() {
        Some(last) if last.from == next.from => *last = next,
        Some(last) => {
            last.to = Some(next.from);
            history.push(next);
        }
        None => history.push(next),
    }
    history
}

/// The days on which anything changes in these histories from `day` on, `day` itself included.
fn days_from(histories: &Histories, day: NaiveDate) -> BTreeSet<NaiveDate> {
    let starts = histories.values().flatten().map(|v| v.from);
    starts.filter(|start| *start > day).chain([day]).collect()
}

/// Refuses a place: the unit above must be there from `day` on, and must not itself be below the unit, on that day or a later one.
/// `histories` holds the unit above and all that ever stood above it.
///
/// # Errors
/// When the place is not possible.
pub fn may_stand_below(
    histories: &Histories,
    unit: Option<Uuid>,
    above: Uuid,
    day: NaiveDate,
) -> Outcome<()> {
    let history = histories.get(&above).map_or(&[][..], Vec::as_slice);
    if lasting(history).is_err() {
        return Err(refused("parent", "organisation-field-parent-closed", &[]));
    }
    if let Some(first) = history.first().filter(|first| first.from > day) {
        let since = [("since", shown(first.from))];
        return Err(refused("parent", "organisation-field-parent-later", &since));
    }
    for day in days_from(histories, day) {
        let Some(place) = on_date(histories, above, day) else {
            continue;
        };
        let circle = |unit| unit == above || place.above.iter().any(|(id, _)| *id == unit);
        if unit.is_some_and(circle) {
            return Err(refused("parent", "organisation-field-circle", &[]));
        }
        if place.above.len() + 2 > DEEPEST {
            let max = [("max", DEEPEST.to_string())];
            return Err(refused("parent", "organisation-field-deep", &max));
        }
    }
    Ok(())
}

/// Refuses the end of a unit on `day` while others stand below it from then on.
///
/// # Errors
/// When some do: they are moved first, or go to the successor in a merger.
pub fn may_end(history: &[Version], day: NaiveDate, below: usize) -> Outcome<()> {
    may_change(history, day)?;
    if below > 0 {
        let n = [("n", below.to_string())];
        return Err(refused("from", "organisation-field-children", &n));
    }
    Ok(())
}

/// Refuses a merger: the successor must be another unit of the same tree that is there on that day and does not stand below the unit.
///
/// # Errors
/// When the successor is not possible.
pub fn may_merge(
    histories: &Histories,
    unit: Uuid,
    successor: Uuid,
    day: NaiveDate,
) -> Outcome<()> {
    if unit == successor {
        return Err(refused("into", "organisation-field-itself", &[]));
    }
    may_stand_below(histories, Some(unit), successor, day).map_err(|problem| {
        let mut problem = problem;
        for field in &mut problem.fields {
            field.field = "into".to_owned();
        }
        problem
    })
}

// ---------------------------------------------------------------------------------------------------------------------
// Trees

/// A unit's name and those of the units above it, nearest first.
#[must_use]
pub fn full_name<'a>(name: &'a str, above: impl IntoIterator<Item = &'a str>) -> String {
    let mut full = name.to_owned();
    for name in above {
        full.push_str(", ");
        full.push_str(name);
    }
    full
}

/// The unit and those above it, nearest first, by the unit directly above each. Ends where a circle would begin.
#[must_use]
pub fn path(answers_to: &HashMap<Uuid, Option<Uuid>>, unit: Uuid) -> Vec<Uuid> {
    let mut path = vec![unit];
    let mut next = answers_to.get(&unit).copied().flatten();
    while let Some(id) = next.filter(|id| !path.contains(id)) {
        path.push(id);
        next = answers_to.get(&id).copied().flatten();
    }
    path
}

/// Every pair of a unit and one above it (itself at depth 0).
#[must_use]
pub fn closure(answers_to: &HashMap<Uuid, Option<Uuid>>) -> Vec<(Uuid, Uuid, i32)> {
    let mut pairs = Vec::new();
    for unit in answers_to.keys() {
        for (above, depth) in path(answers_to, *unit).into_iter().zip(0..) {
            pairs.push((*unit, above, depth));
        }
    }
    pairs
}

#[cfg(test)]
mod tests;
