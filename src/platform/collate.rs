//! The order of names in lists, as Vietnamese readers expect it: ICU's collation for `vi`, as keys whose plain byte order is the order, so
//! that a database sorts and pages by them without knowing any language.

use std::sync::OnceLock;

use icu_collator::options::CollatorOptions;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;

use super::text::tidy;

/// Between the parts of a key; below every byte of a sort key but its own level separators.
const PART: u8 = 0;

fn collator() -> &'static CollatorBorrowed<'static> {
    static COLLATOR: OnceLock<CollatorBorrowed<'static>> = OnceLock::new();
    COLLATOR.get_or_init(|| {
        let preferences = CollatorPreferences::from(&locale!("vi"));
        CollatorBorrowed::try_new(preferences, CollatorOptions::default())
            .expect("the collation data is built in")
    })
}

fn push(key: &mut Vec<u8>, text: &str) {
    // Writing into a vector cannot fail.
    let Ok(()) = collator().write_sort_key_to(text, key);
    key.push(PART);
}

/// The key of a text that is sorted from its beginning: a place, a title.
#[must_use]
pub fn place_key(name: &str) -> Vec<u8> {
    let mut key = Vec::new();
    push(&mut key, &tidy(name));
    key
}

/// The key of a person's name: by given name (the last word), then family name (the first), then what is between, as lists of people are
/// sorted in Viet Nam.
#[must_use]
pub fn person_key(full_name: &str) -> Vec<u8> {
    let name = tidy(full_name);
    let (before, given) = name.rsplit_once(' ').unwrap_or(("", &name));
    let (family, middle) = before.split_once(' ').unwrap_or((before, ""));
    let mut key = Vec::new();
    for part in [given, family, middle] {
        push(&mut key, part);
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(mut names: Vec<&'static str>, key: fn(&str) -> Vec<u8>) -> Vec<&'static str> {
        names.sort_by_key(|n| key(n));
        names
    }

    #[test]
    fn people_are_sorted_by_given_name_then_family_name() {
        let expected = vec![
            "Trần Văn An",
            "Lê Thị Ân",
            "Nguyễn Văn Bình",
            "Nguyễn Xuân Bình",
            "Trần Bình",
            "Hoàng Dũng",
            "Bùi Minh Đức",
            "Đặng Văn Đức",
            "Vũ Hoà",
            "Ỷ",
        ];
        let mut shuffled = expected.clone();
        shuffled.reverse();
        assert_eq!(sorted(shuffled, person_key), expected);
    }

    #[test]
    fn letters_with_a_mark_of_their_own_follow_the_plain_letter() {
        let expected = vec![
            "An", "Ăn", "Ân", "Dung", "Đung", "En", "Ên", "On", "Ôn", "Ơn", "Un", "Ưn",
        ];
        let mut shuffled = expected.clone();
        shuffled.reverse();
        assert_eq!(sorted(shuffled, place_key), expected);
    }

    #[test]
    fn a_name_typed_with_separate_marks_has_the_same_place() {
        assert_eq!(
            person_key("Nguye\u{302}\u{303}n Hoa\u{300}"),
            person_key("Nguyễn  Hoà")
        );
    }
}
