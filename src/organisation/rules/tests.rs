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
