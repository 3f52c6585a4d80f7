//! Text as people type it and search for it.

use unicode_normalization::UnicodeNormalization;

/// Trims, joins runs of white space, and composes letters and marks (NFC), so that the same name is the same text.
#[must_use]
pub fn tidy(text: &str) -> String {
    let composed: String = text
        .nfc()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}'))
        .collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Folded for search and comparison: lower case, no marks, đ as d. `Thanh Hóa`, `Thanh Hoá` and `thanh hoa` become the same.
#[must_use]
pub fn fold(text: &str) -> String {
    let lower: String = tidy(text).to_lowercase();
    lower
        .nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_place_in_three_spellings_folds_to_one() {
        for spelling in [
            "Thanh Hóa",
            "Thanh Hoá",
            "  thanh   hoa ",
            "THANH HO\u{301}A",
        ] {
            assert_eq!(fold(spelling), "thanh hoa");
        }
        assert_eq!(fold("Đường Nguyễn Đình Chiểu"), "duong nguyen dinh chieu");
    }
}
