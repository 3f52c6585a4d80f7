//! The territory every installation begins with: provinces and communes.
//!
//! The facts are those of the public data set `thanglequoc/vietnamese-provinces-database` (MIT licence), its snapshot of 2/8/2026, which
//! shows the state of 25/7/2026: 34 provinces and 3,321 communes.

use chrono::NaiveDate;

/// The file: code, code of the unit above, name, kind.
const TERRITORY: &str = include_str!("territory-2026-07.csv");

/// A unit of the territory as the file has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unit {
    /// Official code: two digits for a province, five for a commune.
    pub code: &'static str,
    /// Code of the province; empty for a province.
    pub parent: &'static str,
    /// Name with its kind.
    pub name: &'static str,
    /// `thanh-pho`, `tinh`, `phuong`, `xa` or `dac-khu`.
    pub kind: &'static str,
}

/// What a unit was before the file's day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earlier {
    /// Code.
    pub code: &'static str,
    /// Name until then.
    pub name: &'static str,
    /// Kind until then.
    pub kind: &'static str,
    /// First day of the present name.
    pub until: NaiveDate,
    /// Why it changed.
    pub reason: &'static str,
}

/// The day on which local government in two tiers began everywhere, and with it every unit of the file.
#[must_use]
pub fn first_day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 7, 1).unwrap_or_default()
}

/// Why the units of the file exist, as their history tells it.
pub const REASON: &str = "Tổ chức chính quyền địa phương hai cấp";

/// Units that were renamed between the first day and the file's.
#[must_use]
pub fn earlier() -> Vec<Earlier> {
    vec![Earlier {
        code: "75",
        name: "Tỉnh Đồng Nai",
        kind: "tinh",
        until: NaiveDate::from_ymd_opt(2026, 4, 30).unwrap_or_default(),
        reason: "Thành lập thành phố trực thuộc trung ương",
    }]
}

/// Every unit of the file; a province stands before its communes.
pub fn territory() -> impl Iterator<Item = Unit> {
    TERRITORY
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .filter_map(|line| {
            let mut parts = line.split(',');
            Some(Unit {
                code: parts.next()?,
                parent: parts.next()?,
                name: parts.next()?,
                kind: parts.next()?,
            })
        })
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashSet};

    use unicode_normalization::is_nfc;

    use super::*;
    use crate::organisation::model::KINDS;

    #[test]
    fn the_territory_has_34_provinces_and_3321_communes_each_below_one_that_stands_before_it() {
        let mut seen = HashSet::new();
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for unit in territory() {
            let digits = if unit.parent.is_empty() { 2 } else { 5 };
            assert!(
                unit.code.len() == digits && unit.code.bytes().all(|b| b.is_ascii_digit()),
                "{unit:?}"
            );
            assert!(
                unit.parent.is_empty() || seen.contains(unit.parent),
                "{unit:?}"
            );
            assert!(is_nfc(unit.name) && !unit.name.contains('"'), "{unit:?}");
            assert!(KINDS.contains(&unit.kind));
            assert!(seen.insert(unit.code), "{} stands twice", unit.code);
            *kinds.entry(unit.kind).or_default() += 1;
        }
        let expected = [
            ("dac-khu", 13),
            ("phuong", 697),
            ("thanh-pho", 7),
            ("tinh", 27),
            ("xa", 2611),
        ];
        assert_eq!(kinds.into_iter().collect::<Vec<_>>(), expected);
        assert_eq!(seen.len(), 34 + 3_321);
    }

    #[test]
    fn what_was_renamed_has_its_new_name_in_the_file() {
        for was in earlier() {
            let now = territory()
                .find(|u| u.code == was.code)
                .expect("in the file");
            assert_ne!(now.name, was.name);
            assert!(was.until > first_day());
        }
    }
}
