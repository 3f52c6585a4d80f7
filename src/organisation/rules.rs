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
mod tests {
    use super::*;
    use crate::kernel::clock::Moment;
    use proptest::prelude::*;
    use rstest::rstest;

    fn d(text: &str) -> NaiveDate {
        read_date(text).expect("a date")
    }

    fn id(n: u128) -> Uuid {
        Uuid::from_u128(n)
    }

    fn version(from: &str, to: Option<&str>, name: &str, parent: Option<u128>) -> Version {
        Version {
            from: d(from),
            to: to.map(d),
            name: name.to_owned(),
            kind: "xa".to_owned(),
            parent: parent.map(id),
            reason: String::new(),
            recorded_at: Moment(0),
            recorded_by: None,
        }
    }

    #[track_caller]
    fn message<T: std::fmt::Debug>(outcome: Outcome<T>) -> &'static str {
        outcome.expect_err("refused").fields[0].message
    }

    #[rstest]
    #[case("1/7/2025", Some("2025-07-01"))]
    #[case(" 01/07/2025 ", Some("2025-07-01"))]
    #[case("2025-07-01", Some("2025-07-01"))]
    #[case("29/2/2025", None)]
    #[case("7/2025", None)]
    #[case("1/7/25", None)]
    #[case("1/7/99999", None)]
    #[case("", None)]
    fn dates_are_read_as_people_write_them(#[case] text: &str, #[case] expected: Option<&str>) {
        assert_eq!(read_date(text).map(|d| d.to_string()).as_deref(), expected);
    }

    #[test]
    fn a_day_that_has_not_come_is_refused() {
        let today = d("21/11/2026");
        assert_eq!(day("21/11/2026", today), Ok(today));
        assert_eq!(
            message(day("22/11/2026", today)),
            "organisation-field-future"
        );
        assert_eq!(message(day("mai", today)), "organisation-field-date");
    }

    #[rstest]
    #[case("h26.01", Some("H26.01"))]
    #[case(" A_b-9 ", Some("A_B-9"))]
    #[case("00004", Some("00004"))]
    #[case(".a", None)]
    #[case("a.", None)]
    #[case("a/b", None)]
    #[case("mã", None)]
    #[case("a b", None)]
    #[case("<b>", None)]
    #[case("", None)]
    fn codes_are_letters_and_digits_fit_for_an_address(
        #[case] text: &str,
        #[case] expected: Option<&str>,
    ) {
        assert_eq!(code(text).ok().as_deref(), expected);
        assert!(code(&"A".repeat(CODE_MAX)).is_ok() && code(&"A".repeat(CODE_MAX + 1)).is_err());
    }

    #[test]
    fn names_are_composed_and_of_one_line_and_kinds_become_slugs() {
        assert_eq!(
            name("  Xa\u{303}  Me\u{301}o Va\u{323}c ").as_deref(),
            Ok("Xã Méo Vạc")
        );
        assert_eq!(message(name(" \u{200b} ")), "organisation-field-needed");
        assert_eq!(message(name(&"á".repeat(201))), "organisation-field-long");
        assert_eq!(message(name("a\u{0}b")), "organisation-field-characters");
        assert_eq!(kind("Trung tâm").as_deref(), Ok("trung-tam"));
        assert_eq!(message(kind("…")), "organisation-field-needed");
        assert_eq!(slug("Ngành Tư pháp").as_deref(), Ok("nganh-tu-phap"));
        assert_eq!(message(slug("2026")), "organisation-field-characters");
    }

    #[test]
    fn codes_of_the_territory_are_the_official_ones() {
        assert_eq!(fits_territory(TERRITORY, "01", true), Ok(()));
        assert_eq!(fits_territory(TERRITORY, "00004", false), Ok(()));
        assert_eq!(
            message(fits_territory(TERRITORY, "00004", true)),
            "organisation-field-territory"
        );
        assert_eq!(
            message(fits_territory(TERRITORY, "1A", true)),
            "organisation-field-territory"
        );
        assert_eq!(fits_territory("tu-phap", "H26", false), Ok(()));
    }

    #[test]
    fn a_code_is_known_by_its_tree_except_in_the_territory() {
        assert_eq!(full_code(TERRITORY, "00004"), "00004");
        assert_eq!(full_code("tu-phap", "H26"), "tu-phap.H26");
        assert_eq!(code_in_tree("tu-phap", "tu-phap.H26"), "H26");
        assert_eq!(code_in_tree(TERRITORY, "00004"), "00004");
    }

    /// 1 was "Cũ" below 10, then "Mới", then moved below 20; it is still there.
    fn moved() -> Histories {
        let own = vec![
            version("1/7/2025", Some("1/1/2026"), "Cũ", Some(10)),
            version("1/1/2026", Some("1/3/2026"), "Mới", Some(10)),
            version("1/3/2026", None, "Mới", Some(20)),
        ];
        let ten = vec![
            version("1/7/2025", Some("30/4/2026"), "Tỉnh Mười", None),
            version("30/4/2026", None, "Thành phố Mười", None),
        ];
        let twenty = vec![version("1/7/2025", None, "Tỉnh Hai Mươi", None)];
        [(id(1), own), (id(10), ten), (id(20), twenty)].into()
    }

    #[rstest]
    #[case("30/6/2025", None)]
    #[case("1/7/2025", Some("Cũ, Tỉnh Mười"))]
    #[case("31/12/2025", Some("Cũ, Tỉnh Mười"))]
    #[case("1/1/2026", Some("Mới, Tỉnh Mười"))]
    #[case("28/2/2026", Some("Mới, Tỉnh Mười"))]
    #[case("1/3/2026", Some("Mới, Tỉnh Hai Mươi"))]
    #[case("1/1/2100", Some("Mới, Tỉnh Hai Mươi"))]
    fn a_day_tells_the_name_and_the_place_of_that_day(
        #[case] day: &str,
        #[case] expected: Option<&str>,
    ) {
        let there = on_date(&moved(), id(1), d(day)).map(|u| u.full_name());
        assert_eq!(there.as_deref(), expected);
    }

    #[test]
    fn changes_are_recorded_in_the_order_of_their_days() {
        let history = &moved()[&id(1)];
        assert_eq!(
            message(may_change(history, d("28/2/2026"))),
            "organisation-field-before"
        );
        assert_eq!(may_change(history, d("1/3/2026")), Ok(()));
        let ended = [version("1/7/2025", Some("1/1/2026"), "Cũ", None)];
        assert_eq!(
            message(may_change(&ended, d("1/2/2026"))),
            "organisation-field-closed"
        );
    }

    #[test]
    fn a_change_ends_what_was_and_one_on_its_first_day_takes_its_place() {
        let history = &moved()[&id(1)];
        let later = changed(history, version("1/6/2026", None, "Nữa", Some(20)));
        assert_eq!(later.len(), 4);
        assert_eq!(later[2].to, Some(d("1/6/2026")));
        let same_day = changed(history, version("1/3/2026", None, "Đúng", Some(20)));
        assert_eq!(same_day.len(), 3);
        assert_eq!(
            (same_day[2].name.as_str(), same_day[1].to),
            ("Đúng", Some(d("1/3/2026")))
        );
    }

    #[test]
    fn nothing_stands_below_itself_or_below_what_is_below_it() {
        let chain: Histories = [
            (id(1), vec![version("1/7/2025", None, "Một", None)]),
            (id(2), vec![version("1/7/2025", None, "Hai", Some(1))]),
            (id(3), vec![version("1/7/2025", None, "Ba", Some(2))]),
        ]
        .into();
        let day = d("1/8/2025");
        for above in [1, 2, 3] {
            let place = may_stand_below(&chain, Some(id(1)), id(above), day);
            assert_eq!(message(place), "organisation-field-circle");
        }
        assert_eq!(may_stand_below(&chain, Some(id(3)), id(1), day), Ok(()));
        assert_eq!(may_stand_below(&chain, None, id(3), day), Ok(()));
    }

    #[test]
    fn a_circle_on_a_later_day_of_the_past_is_found_too() {
        // Until March 2 stood at the top; then it went below 1. Moving 1 below 2 in February would close the circle in March.
        let histories: Histories = [
            (id(1), vec![version("1/7/2025", None, "Một", None)]),
            (
                id(2),
                vec![
                    version("1/7/2025", Some("1/3/2026"), "Hai", None),
                    version("1/3/2026", None, "Hai", Some(1)),
                ],
            ),
        ]
        .into();
        let place = may_stand_below(&histories, Some(id(1)), id(2), d("1/2/2026"));
        assert_eq!(message(place), "organisation-field-circle");
    }

    #[test]
    fn the_unit_above_must_be_there_from_that_day_on() {
        let histories: Histories = [
            (id(1), vec![version("1/3/2026", None, "Sau", None)]),
            (
                id(2),
                vec![version("1/7/2025", Some("1/1/2026"), "Hết", None)],
            ),
        ]
        .into();
        let day = d("1/2/2026");
        let refused = |above| message(may_stand_below(&histories, None, id(above), day));
        assert_eq!(refused(1), "organisation-field-parent-later");
        assert_eq!(refused(2), "organisation-field-parent-closed");
        assert_eq!(refused(9), "organisation-field-parent-closed");
        assert_eq!(
            may_stand_below(&histories, None, id(1), d("1/3/2026")),
            Ok(())
        );
    }

    #[test]
    fn a_tree_is_at_most_twelve_units_deep() {
        let chain: Histories = (1..=12)
            .map(|n: u128| {
                let parent = n.checked_sub(1).filter(|p| *p > 0);
                (id(n), vec![version("1/7/2025", None, "x", parent)])
            })
            .collect();
        let day = d("1/8/2025");
        assert_eq!(may_stand_below(&chain, None, id(11), day), Ok(()));
        assert_eq!(
            message(may_stand_below(&chain, None, id(12), day)),
            "organisation-field-deep"
        );
    }

    #[test]
    fn a_unit_with_others_below_cannot_end() {
        let history = &moved()[&id(1)];
        assert_eq!(
            message(may_end(history, d("1/6/2026"), 2)),
            "organisation-field-children"
        );
        assert_eq!(
            message(may_end(history, d("1/1/2026"), 0)),
            "organisation-field-before"
        );
        assert_eq!(may_end(history, d("1/6/2026"), 0), Ok(()));
    }

    #[test]
    fn a_unit_merges_into_another_that_is_there_and_not_into_its_own_part() {
        let histories = moved();
        let day = d("1/6/2026");
        let into = |unit: u128, other: u128| may_merge(&histories, id(unit), id(other), day);
        assert_eq!(into(10, 20), Ok(()));
        assert_eq!(message(into(10, 10)), "organisation-field-itself");
        let problem = into(20, 1).expect_err("1 stands below 20");
        assert_eq!(
            (problem.fields[0].field.as_str(), problem.fields[0].message),
            ("into", "organisation-field-circle")
        );
    }

    #[test]
    fn a_full_name_begins_with_the_nearest() {
        assert_eq!(full_name("a", ["b", "c"]), "a, b, c");
        assert_eq!(full_name("a", []), "a");
    }

    proptest! {
        #[test]
        fn every_way_up_ends_at_the_top_and_is_in_the_closure(parents in proptest::collection::vec(0usize..20, 1..20)) {
            // Each unit stands below an earlier one, or at the top.
            let tree: HashMap<Uuid, Option<Uuid>> = parents.iter().enumerate()
                .map(|(n, p)| (id(n as u128), (*p < n).then(|| id(*p as u128))))
                .collect();
            let pairs = closure(&tree);
            for unit in tree.keys() {
                let path = path(&tree, *unit);
                prop_assert!(tree[path.last().expect("itself")].is_none());
                let mut found: Vec<_> = pairs.iter().filter(|p| p.0 == *unit).map(|p| (p.2, p.1)).collect();
                found.sort_unstable();
                prop_assert_eq!(found.into_iter().map(|p| p.1).collect::<Vec<_>>(), path);
            }
        }

        #[test]
        fn a_history_has_no_gap_and_no_overlap_whatever_is_recorded(days in proptest::collection::vec(0u64..400, 1..12)) {
            let start = d("1/7/2025");
            let mut history = vec![version("1/7/2025", None, "0", None)];
            for (n, offset) in days.iter().enumerate() {
                let day = start + chrono::Days::new(*offset);
                if may_change(&history, day).is_ok() {
                    let next = Version { from: day, ..version("1/7/2025", None, &n.to_string(), None) };
                    history = changed(&history, next);
                }
            }
            for pair in history.windows(2) {
                prop_assert_eq!(pair[0].to, Some(pair[1].from));
                prop_assert!(pair[0].from < pair[1].from);
            }
            prop_assert_eq!(history[0].from, start);
            prop_assert!(history.last().expect("one").to.is_none());
        }

        #[test]
        fn a_circle_does_not_keep_anybody_waiting(a in 0u128..4, b in 0u128..4, c in 0u128..4) {
            let tree: HashMap<Uuid, Option<Uuid>> = [(id(0), Some(id(a))), (id(1), Some(id(b))), (id(2), Some(id(c))), (id(3), None)].into();
            prop_assert!(closure(&tree).len() <= 16);
        }
    }
}
