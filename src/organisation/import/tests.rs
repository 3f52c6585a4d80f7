use proptest::prelude::*;
use rstest::rstest;

use super::*;

fn d(text: &str) -> NaiveDate {
    rules::read_date(text).expect("a date")
}

fn row(line: u32, code: &str, parent: &str, name: &str) -> Row {
    Row {
        line,
        code: code.into(),
        parent: Some(parent.into()),
        name: name.into(),
        kind: "Phòng".into(),
    }
}

fn known(n: u128, name: &str, parent: Option<&str>) -> Known {
    Known {
        id: Uuid::from_u128(n),
        name: name.into(),
        kind: "phong".into(),
        parent: parent.map(str::to_owned),
        closed: false,
        first: d("1/7/2025"),
        since: d("1/1/2026"),
        mine: true,
    }
}

fn present(units: &[(&str, Known)]) -> Present {
    Present {
        units: units
            .iter()
            .map(|(c, k)| ((*c).to_owned(), k.clone()))
            .collect(),
        top_is_mine: true,
        latest: d("1/1/2026"),
    }
}

const DAY: &str = "1/6/2026";

fn ends(rows: &[Row], present: &Present) -> Vec<String> {
    let plan = plan(rows, present, d(DAY));
    plan.report
        .into_iter()
        .map(|line| match line.done {
            Done::Created => "created".to_owned(),
            Done::Changed(what) => what.join("+"),
            Done::Unchanged => "unchanged".to_owned(),
            Done::Refused(message, _) => message,
        })
        .collect()
}

#[test]
fn a_unit_above_may_come_later_in_the_file_and_is_made_first() {
    let rows = [
        row(2, "c", "b", "Ba"),
        row(3, "B", "a", "Hai"),
        row(4, "A", "", "Một"),
    ];
    let plan = plan(&rows, &present(&[]), d(DAY));
    let order: Vec<&str> = plan.targets.iter().map(|t| t.code.as_str()).collect();
    assert_eq!(order, ["A", "B", "C"]);
    assert_eq!(Counts::of(&plan.report).created, 3);
}

#[test]
fn the_same_file_twice_changes_nothing() {
    let rows = [row(2, "A", "", "Một"), row(3, "B", "A", "Hai")];
    let there = present(&[
        ("A", known(1, "Một", None)),
        ("B", known(2, "Hai", Some("A"))),
    ]);
    assert_eq!(ends(&rows, &there), ["unchanged", "unchanged"]);
    assert!(plan(&rows, &there, d(DAY)).targets.is_empty());
}

#[test]
fn good_rows_count_though_others_are_refused() {
    let rows = [
        row(2, "A", "", "Một"),
        row(3, "", "A", "Không mã"),
        row(4, "B", "A", ""),
        row(5, "C", "B", "Dưới dòng hỏng"),
        row(6, "a", "", "Lại A"),
        row(7, "E F", "A", "Mã có khoảng trắng"),
        row(8, "G", "Z", "Không có cấp trên"),
        row(9, "H", "A", "Tốt"),
    ];
    let expected = [
        "created",
        "organisation-field-needed",
        "organisation-field-needed",
        "organisation-row-parent",
        "organisation-row-twice",
        "organisation-field-code",
        "organisation-row-parent",
        "created",
    ];
    assert_eq!(ends(&rows, &present(&[])), expected);
}

#[test]
fn a_refused_row_of_a_unit_that_is_there_does_not_harm_those_below_it() {
    let rows = [row(2, "A", "", ""), row(3, "B", "A", "Hai")];
    let there = present(&[("A", known(1, "Một", None))]);
    assert_eq!(
        ends(&rows, &there),
        ["organisation-field-needed", "created"]
    );
}

#[test]
fn circles_are_refused_and_what_hangs_below_them() {
    let rows = [
        row(2, "A", "B", "a"),
        row(3, "B", "A", "b"),
        row(4, "C", "A", "c"),
        row(5, "D", "D", "d"),
        row(6, "E", "", "e"),
    ];
    let ends = ends(&rows, &present(&[]));
    assert_eq!(ends[0], "organisation-row-circle");
    assert_eq!(ends[1], "organisation-row-circle");
    assert_eq!(ends[2], "organisation-row-parent");
    assert_eq!(ends[3], "organisation-row-circle");
    assert_eq!(ends[4], "created");
}

#[test]
fn units_that_are_there_may_swap_places_but_not_close_a_circle() {
    let there = present(&[
        ("A", known(1, "a", None)),
        ("B", known(2, "b", Some("A"))),
        ("C", known(3, "c", Some("B"))),
    ]);
    let swap = [row(2, "A", "B", "a"), row(3, "B", "", "b")];
    assert_eq!(
        ends(&swap, &there),
        ["organisation-row-moved", "organisation-row-moved"]
    );
    let circle = [row(2, "A", "C", "a")];
    assert_eq!(ends(&circle, &there), ["organisation-row-circle"]);
}

#[test]
fn a_row_says_all_that_changes_and_an_empty_kind_changes_nothing() {
    let there = present(&[("A", known(1, "a", None)), ("B", known(2, "b", None))]);
    let mut both = row(2, "A", "B", "Mới");
    both.kind = "Ban".into();
    assert_eq!(
        ends(&[both], &there),
        ["organisation-row-renamed+organisation-row-other-kind+organisation-row-moved"]
    );
    let mut quiet = row(2, "A", "", "a");
    quiet.kind = String::new();
    assert_eq!(ends(&[quiet], &there), ["unchanged"]);
}

#[test]
fn without_a_column_for_the_unit_above_everything_keeps_its_place() {
    let there = present(&[("A", known(1, "a", None)), ("B", known(2, "b", Some("A")))]);
    let row = |code: &str, name: &str| Row {
        parent: None,
        ..row(2, code, "", name)
    };
    assert_eq!(
        ends(&[row("B", "b"), row("C", "c")], &there),
        ["unchanged", "created"]
    );
}

#[rstest]
#[case(Known { closed: true, ..known(1, "a", None) }, "organisation-field-closed")]
#[case(Known { mine: false, ..known(1, "a", None) }, "organisation-row-foreign")]
#[case(Known { since: d("2/6/2026"), ..known(1, "a", None) }, "organisation-field-before")]
fn a_unit_that_does_not_allow_it_stays_as_it_is(#[case] unit: Known, #[case] expected: &str) {
    assert_eq!(
        ends(&[row(2, "A", "", "Mới")], &present(&[("A", unit)])),
        [expected]
    );
}

#[rstest]
#[case(Known { closed: true, ..known(1, "a", None) }, "organisation-field-parent-closed")]
#[case(Known { mine: false, ..known(1, "a", None) }, "organisation-row-foreign")]
#[case(Known { first: d("2/6/2026"), ..known(1, "a", None) }, "organisation-field-parent-later")]
fn a_new_unit_needs_a_place_that_allows_it(#[case] above: Known, #[case] expected: &str) {
    assert_eq!(
        ends(&[row(2, "B", "A", "Mới")], &present(&[("A", above)])),
        [expected]
    );
}

#[test]
fn the_top_of_a_tree_is_not_for_everybody_and_moves_are_not_put_before_other_changes() {
    let mut there = present(&[("A", known(1, "a", None)), ("B", known(2, "b", Some("A")))]);
    there.top_is_mine = false;
    let rows = [
        row(2, "C", "", "c"),
        row(3, "B", "", "b"),
        row(4, "A", "", "Tên mới"),
    ];
    let expected = [
        "organisation-row-top",
        "organisation-row-top",
        "organisation-row-renamed",
    ];
    assert_eq!(
        ends(&rows, &there),
        expected,
        "renaming what stands at the top makes nothing there"
    );
    there.top_is_mine = true;
    there.latest = d("2/6/2026");
    let expected = [
        "created",
        "organisation-row-later",
        "organisation-row-renamed",
    ];
    assert_eq!(ends(&rows, &there), expected);
}

#[test]
fn what_is_too_deep_is_refused() {
    let rows: Vec<Row> = (1..=14u32)
        .map(|n| {
            row(
                n + 1,
                &format!("N{n}"),
                &if n == 1 {
                    String::new()
                } else {
                    format!("N{}", n - 1)
                },
                "x",
            )
        })
        .collect();
    let ends = ends(&rows, &present(&[]));
    assert!(ends[..DEEPEST].iter().all(|e| e == "created"));
    assert_eq!(ends[DEEPEST], "organisation-field-deep");
    assert_eq!(ends[DEEPEST + 1], "organisation-field-deep");
}

proptest! {
    #[test]
    fn whatever_the_rows_say_the_outcome_is_a_tree(parents in proptest::collection::vec(0usize..8, 1..8)) {
        let there = present(&[("N0", known(1, "x", None)), ("N1", known(2, "x", Some("N0"))), ("N2", known(3, "x", Some("N1")))]);
        let rows: Vec<Row> = parents.iter().enumerate()
            .map(|(n, p)| row(2, &format!("N{n}"), &if *p == 7 { String::new() } else { format!("N{p}") }, "x"))
            .collect();
        let plan = plan(&rows, &there, d(DAY));
        let mut places: HashMap<String, Option<String>> = there.units.iter().map(|(c, k)| (c.clone(), k.parent.clone())).collect();
        for target in &plan.targets {
            places.insert(target.code.clone(), target.parent.clone());
        }
        for code in places.keys() {
            let mut steps = 0;
            let mut next = places[code].clone();
            while let Some(above) = next {
                steps += 1;
                prop_assert!(steps < DEEPEST, "a circle");
                next = places.get(&above).expect("what stands above is there").clone();
            }
        }
    }
}
