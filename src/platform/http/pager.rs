//! The pages of a long list: which there are, and where each is.

use super::page::query_value;

/// Name of the query parameter that carries the number of the page, from 1.
pub const PARAMETER: &str = "trang";

/// One place in the row of page numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagerEntry {
    /// Number of the page; 0 stands for pages left out.
    pub number: u64,
    /// Its address; none for the page one is on and for pages left out.
    pub url: Option<String>,
}

impl PagerEntry {
    /// Whether pages are left out here.
    #[must_use]
    pub const fn is_gap(&self) -> bool {
        self.number == 0
    }
}

/// Where a page of a list stands among the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pager {
    /// Number of the page one is on, from 1.
    pub current: u64,
    /// How many pages there are, at least 1.
    pub pages: u64,
    /// How many things the list holds altogether.
    pub total: u64,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// First, last, and those around the page one is on.
    pub entries: Vec<PagerEntry>,
}

impl Pager {
    /// The pages of a list of `total` things, `per_page` on each, at `path` with the filters in `query` (empty ones are left out). A
    /// `current` page that does not exist becomes the nearest that does.
    #[must_use]
    pub fn new(
        path: &str,
        query: &[(&str, &str)],
        current: u64,
        per_page: u64,
        total: u64,
    ) -> Self {
        let pages = total.div_ceil(per_page.max(1)).max(1);
        let current = current.clamp(1, pages);
        let address = |number: u64| address(path, query, number);
        let mut entries: Vec<PagerEntry> = Vec::new();
        for number in shown(current, pages) {
            if entries.last().is_some_and(|last| last.number + 1 < number) {
                entries.push(PagerEntry {
                    number: 0,
                    url: None,
                });
            }
            entries.push(PagerEntry {
                number,
                url: (number != current).then(|| address(number)),
            });
        }
        Self {
            current,
            pages,
            total,
            previous: (current > 1).then(|| address(current - 1)),
            next: (current < pages).then(|| address(current + 1)),
            entries,
        }
    }

    /// How many things stand before this page, for the store.
    #[must_use]
    pub const fn offset(&self, per_page: u64) -> u64 {
        (self.current - 1) * per_page
    }
}

/// The numbers shown: the first, the last, and two on either side of the current one.
fn shown(current: u64, pages: u64) -> Vec<u64> {
    let around = current.saturating_sub(2).max(1)..=(current + 2).min(pages);
    let mut numbers: Vec<u64> = [1, pages].into_iter().chain(around).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

fn address(path: &str, query: &[(&str, &str)], number: u64) -> String {
    let number = number.to_string();
    let page = (number != "1").then_some((PARAMETER, number.as_str()));
    let kept = query.iter().copied().filter(|(_, value)| !value.is_empty());
    let pairs: Vec<String> = kept
        .chain(page)
        .map(|(name, value)| format!("{name}={}", query_value(value)))
        .collect();
    match pairs.is_empty() {
        true => path.to_owned(),
        false => format!("{path}?{}", pairs.join("&")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn numbers(pager: &Pager) -> Vec<u64> {
        pager.entries.iter().map(|entry| entry.number).collect()
    }

    #[test]
    fn a_long_row_shows_its_ends_and_what_is_near() {
        let pager = Pager::new("/x", &[], 7, 20, 20 * 14);
        assert_eq!(numbers(&pager), [1, 0, 5, 6, 7, 8, 9, 0, 14]);
        assert_eq!(pager.previous.as_deref(), Some("/x?trang=6"));
        assert_eq!(pager.next.as_deref(), Some("/x?trang=8"));
        assert_eq!(pager.offset(20), 120);
    }

    #[test]
    fn addresses_keep_the_filters_and_the_first_page_needs_no_number() {
        let pager = Pager::new("/x", &[("q", "Hà Nội"), ("loai", "")], 2, 10, 25);
        assert_eq!(
            pager.previous.as_deref(),
            Some("/x?q=H%C3%A0%20N%E1%BB%99i")
        );
        assert_eq!(
            pager.next.as_deref(),
            Some("/x?q=H%C3%A0%20N%E1%BB%99i&trang=3")
        );
    }

    proptest! {
        #[test]
        fn any_page_asked_for_becomes_one_that_exists(current in any::<u64>(), per_page in 0u64..200, total in 0u64..1_000_000) {
            let pager = Pager::new("/x", &[], current, per_page, total);
            prop_assert!((1..=pager.pages).contains(&pager.current));
            prop_assert!(total == 0 || pager.offset(per_page.max(1)) < total);
            prop_assert_eq!(pager.entries.iter().filter(|e| e.url.is_none() && !e.is_gap()).count(), 1);
            prop_assert_eq!(pager.entries.last().map(|e| e.number), Some(pager.pages));
        }
    }
}
