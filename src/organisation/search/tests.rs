use rstest::rstest;

use super::*;
use crate::organisation::model::TERRITORY;
use crate::organisation::seed;
use crate::platform::collate::place_key;

/// The whole territory, and units of a school district below no territory.
fn index() -> Index {
    let ids: HashMap<&str, Uuid> = seed::territory()
        .zip(1u128..)
        .map(|(u, n)| (u.code, Uuid::from_u128(n)))
        .collect();
    let names: HashMap<&str, &str> = seed::territory().map(|u| (u.code, u.name)).collect();
    let units = seed::territory().map(|u| {
        let above = names.get(u.parent).map(|n| format!(", {n}"));
        let unit = Organisation {
            id: ids[u.code],
            code: u.code.to_owned(),
            tree: TERRITORY.to_owned(),
            name: u.name.to_owned(),
            kind: u.kind.to_owned(),
            parent: ids.get(u.parent).copied(),
            full_name: format!("{}{}", u.name, above.unwrap_or_default()),
            closed_on: None,
            closed_reason: None,
            successor: None,
            origin: None,
            revision: 1,
        };
        let key = place_key(&unit.name);
        (unit, key)
    });
    Index::new(units.collect())
}

fn first(index: &Index, text: &str) -> String {
    let search = Search {
        text: text.to_owned(),
        limit: 1,
        ..Search::default()
    };
    let found = index.search(&search).items;
    found
        .first()
        .map_or_else(String::new, |u| u.full_name.clone())
}

#[test]
fn places_are_found_however_they_are_written() {
    let index = index();
    for (text, expected) in [
        ("thanh hoa", "Tỉnh Thanh Hoá"),
        ("Thanh Hoá", "Tỉnh Thanh Hoá"),
        ("Thanh Hóa", "Tỉnh Thanh Hoá"),
        ("THANH HO\u{301}A", "Tỉnh Thanh Hoá"),
        ("tinh thanh hoa", "Tỉnh Thanh Hoá"),
        ("t. thanh hoa", "Tỉnh Thanh Hoá"),
        ("ha noi", "Thành phố Hà Nội"),
        ("tp ha noi", "Thành phố Hà Nội"),
        ("TP. Hà Nội", "Thành phố Hà Nội"),
        ("hn", "Thành phố Hà Nội"),
        ("tp.hcm", "Thành phố Hồ Chí Minh"),
        ("tp. hcm", "Thành phố Hồ Chí Minh"),
        ("TPHCM", "Thành phố Hồ Chí Minh"),
        ("hồ chí minh", "Thành phố Hồ Chí Minh"),
        ("ba đình", "Phường Ba Đình, Thành phố Hà Nội"),
        ("p.ba dinh", "Phường Ba Đình, Thành phố Hà Nội"),
        ("P. Ba Đình, TP Hà Nội", "Phường Ba Đình, Thành phố Hà Nội"),
        ("ba dinh ha noi", "Phường Ba Đình, Thành phố Hà Nội"),
        ("00004", "Phường Ba Đình, Thành phố Hà Nội"),
        ("01", "Thành phố Hà Nội"),
        ("dong nai", "Thành phố Đồng Nai"),
        ("đk. hoàng sa", "Đặc khu Hoàng Sa, Thành phố Đà Nẵng"),
    ] {
        assert_eq!(first(&index, text), expected, "{text}");
    }
}

#[rstest]
#[case("zzz")]
#[case("ba dinh zzz")]
#[case("...")]
#[case("' OR 1=1 --")]
#[case("<script>")]
fn what_no_unit_is_called_finds_nothing(#[case] text: &str) {
    assert_eq!(first(&index(), text), "");
}

#[test]
fn marks_that_were_typed_decide_between_names_that_fold_alike() {
    let index = index();
    let names = |text: &str| -> Vec<String> {
        let search = Search {
            text: text.to_owned(),
            limit: 100,
            ..Search::default()
        };
        index
            .search(&search)
            .items
            .into_iter()
            .map(|u| u.name)
            .collect()
    };
    let plain = names("tan hoa");
    let marked = names("Tân Hoà");
    assert_eq!(plain.len(), marked.len(), "marks never hide anything");
    let wanted = marked
        .iter()
        .take_while(|n| marked_words(n).ends_with(&marked_words("Tân Hòa")));
    let with_those_marks = marked
        .iter()
        .filter(|n| n.ends_with("Tân Hòa") || n.ends_with("Tân Hoà"));
    assert!(with_those_marks.clone().count() > 0);
    assert_eq!(wanted.count(), with_those_marks.count());
}

#[test]
fn provinces_stand_before_communes_and_each_in_the_order_of_the_alphabet() {
    let all = Search {
        limit: 40,
        ..Search::default()
    };
    let found = index().search(&all);
    assert_eq!(found.total, 3_355);
    let provinces: Vec<&str> = found
        .items
        .iter()
        .take(34)
        .map(|u| u.name.as_str())
        .collect();
    assert!(
        found.items[..34].iter().all(|u| u.parent.is_none()) && found.items[34].parent.is_some()
    );
    let mut sorted = provinces.clone();
    sorted.sort_by_key(|n| place_key(n));
    assert_eq!(provinces, sorted);
}

#[test]
fn a_search_stays_within_a_unit_a_kind_and_a_page() {
    let index = index();
    let hanoi = index.by_code("01").expect("known").id;
    let mut search = Search {
        within: Some(hanoi),
        kinds: vec!["phuong".into()],
        limit: 10,
        ..Search::default()
    };
    let first = index.search(&search);
    assert!(
        first
            .items
            .iter()
            .all(|u| u.parent == Some(hanoi) && u.kind == "phuong")
    );
    search.offset = 10;
    let second = index.search(&search);
    assert_eq!(first.total, second.total);
    assert!(first.items.iter().all(|u| !second.items.contains(u)));
    search.tree = Some("khac".into());
    assert_eq!(index.search(&search).total, 0);
}

#[test]
fn a_unit_that_was_merged_counts_as_below_its_successor_and_is_found_only_on_request() {
    let unit = |n: u128, parent: Option<u128>, successor: Option<u128>| {
        let closed_on = successor.and_then(|_| chrono::NaiveDate::from_ymd_opt(2026, 1, 1));
        let unit = Organisation {
            id: Uuid::from_u128(n),
            code: format!("x.{n}"),
            tree: "x".into(),
            name: format!("Đơn vị {n}"),
            kind: "phong".into(),
            parent: parent.map(Uuid::from_u128),
            full_name: format!("Đơn vị {n}"),
            closed_on,
            closed_reason: None,
            successor: successor.map(Uuid::from_u128),
            origin: None,
            revision: 1,
        };
        (unit, vec![])
    };
    let index = Index::new(vec![
        unit(1, None, None),
        unit(2, Some(1), Some(3)),
        unit(3, Some(4), None),
        unit(4, None, None),
    ]);
    let ids = |ns: &[u128]| ns.iter().map(|n| Uuid::from_u128(*n)).collect::<Vec<_>>();
    assert_eq!(index.lineage(Uuid::from_u128(2)), ids(&[2, 3, 4]));
    assert_eq!(index.children(Uuid::from_u128(1)).len(), 0, "it is no more");
    let mut search = Search {
        within: Some(Uuid::from_u128(4)),
        ..Search::default()
    };
    assert_eq!(index.search(&search).total, 2);
    search.include_closed = true;
    assert_eq!(index.search(&search).total, 3);
}

#[test]
fn a_form_means_the_code_unless_the_text_was_changed_after_choosing() {
    let index = index();
    let one = |text: &str, code: &str| match resolve(&index, text, code, 12) {
        Resolved::One(unit) => unit.full_name,
        Resolved::Several(units) => format!("{} choices", units.len()),
        Resolved::None => "none".to_owned(),
    };
    assert_eq!(one("", "00004"), "Phường Ba Đình, Thành phố Hà Nội");
    assert_eq!(
        one("Phường Ba Đình, Thành phố Hà Nội", "00004"),
        "Phường Ba Đình, Thành phố Hà Nội"
    );
    assert_eq!(one("ba dinh", "00004"), "Phường Ba Đình, Thành phố Hà Nội");
    assert_eq!(
        one("phuong ba dinh, thanh pho ha noi", ""),
        "Phường Ba Đình, Thành phố Hà Nội"
    );
    assert_eq!(one("Tỉnh Thanh Hóa", "00004"), "Tỉnh Thanh Hoá");
    assert_eq!(one("tan", ""), "12 choices");
    assert_eq!(one("zzz", "00004"), "none");
    assert_eq!(one("", ""), "none");
    assert_eq!(one("", "99999"), "none");
}

#[test]
fn the_tone_may_stand_on_either_vowel() {
    assert_eq!(marked_words("Hoá"), marked_words("hóa"));
    assert_ne!(marked_words("Hoà"), marked_words("hóa"));
    assert_ne!(marked_words("Tan"), marked_words("Tân"));
}
