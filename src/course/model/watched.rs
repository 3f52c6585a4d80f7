//! What a person has watched of a video or heard of a recording: a union of intervals of its own time line, so that nothing counts twice and
//! seeking counts not at all.

use serde::{Deserialize, Serialize};

use crate::kernel::clock::SECOND;

/// The fastest a player runs, in per cent of real time: faster reports are cut.
pub const FASTEST_PERCENT: i64 = 200;
/// What the network may delay, ms: all reports together may tell of this much more than the time since the lesson was opened allows.
pub const SLACK_MS: i64 = 3 * SECOND;
/// Who reports without ever having opened the lesson is taken to have opened it so long ago, ms.
pub const UNOPENED_MS: i64 = 15 * SECOND;
/// Most separate pieces that are kept; beyond it the smallest gaps are *not* closed, the newest report is refused instead.
pub const PIECES_MAX: usize = 400;

/// Pieces of a time line, ms, each `[from, to)`, apart from one another and in order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Watched(Vec<(i64, i64)>);

impl Watched {
    /// Reads the text of [`Watched::to_text`]; what cannot be read counts as nothing watched.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        let piece = |part: &str| {
            let (from, to) = part.split_once('-')?;
            Some((from.parse().ok()?, to.parse().ok()?))
        };
        let mut watched = Self::default();
        for (from, to) in text.split(',').filter_map(piece) {
            watched.add(from, to);
        }
        watched
    }

    /// The pieces as text: `0-15000,20000-30000`.
    #[must_use]
    pub fn to_text(&self) -> String {
        let pieces: Vec<String> = self.0.iter().map(|(f, t)| format!("{f}-{t}")).collect();
        pieces.join(",")
    }

    /// How much was watched, ms.
    #[must_use]
    pub fn total_ms(&self) -> i64 {
        self.0.iter().map(|(from, to)| to - from).sum()
    }

    /// The pieces.
    #[must_use]
    pub fn pieces(&self) -> &[(i64, i64)] {
        &self.0
    }

    /// Adds `[from, to)`; empty or backward pieces add nothing.
    pub fn add(&mut self, from: i64, to: i64) {
        if from < 0 || to <= from {
            return;
        }
        let (mut from, mut to) = (from, to);
        self.0.retain(|(f, t)| {
            let apart = *t < from || *f > to;
            if !apart {
                from = from.min(*f);
                to = to.max(*t);
            }
            apart
        });
        let place = self.0.partition_point(|(f, _)| *f < from);
        self.0.insert(place, (from, to));
    }

    /// How much of `[from, to)` was not watched before, ms.
    #[must_use]
    pub fn missing(&self, from: i64, to: i64) -> i64 {
        let known: i64 = self
            .0
            .iter()
            .map(|(f, t)| (*t.min(&to) - *f.max(&from)).max(0))
            .sum();
        (to - from).max(0) - known
    }

    /// Takes a report of pieces that were played. All that is known may together be no longer than a player can play in the time since the
    /// lesson was opened (`opened_ms` ago): what goes beyond it is cut off the end. The time since the last report says nothing: another device
    /// may have been the last to report, and what was played without network comes late. Pieces past `length_ms` are cut.
    /// Returns how much was new, ms.
    pub fn report(&mut self, pieces: &[(i64, i64)], opened_ms: i64, length_ms: i64) -> i64 {
        let before = self.total_ms();
        let playable = opened_ms.max(0).saturating_mul(FASTEST_PERCENT) / 100 + SLACK_MS;
        let mut allowed = (playable - before).max(0);
        for (from, to) in pieces {
            let (from, to) = ((*from).max(0), (*to).min(length_ms));
            let to = self.within(from, to, allowed);
            if to <= from || self.0.len() >= PIECES_MAX {
                continue;
            }
            allowed -= self.missing(from, to);
            self.add(from, to);
        }
        self.total_ms() - before
    }

    /// How far a piece reaches when no more than `allowed` of it may be new, ms. What is known already costs nothing: a page that never got
    /// the answer to its report sends it again.
    fn within(&self, from: i64, to: i64, allowed: i64) -> i64 {
        let (mut at, mut left) = (from, allowed);
        for (known_from, known_to) in self.0.iter().filter(|(_, t)| *t > from) {
            let gap = (known_from - at).max(0);
            if gap > left {
                break;
            }
            left -= gap;
            at = at.max(*known_to);
        }
        to.min(at.saturating_add(left))
    }

    /// Whether at least `percent` of `length_ms` was watched.
    #[must_use]
    pub fn reaches(&self, percent: u8, length_ms: i64) -> bool {
        self.total_ms() * 100 >= length_ms * i64::from(percent)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn seeking_to_the_end_is_not_watching() {
        let mut watched = Watched::default();
        watched.report(&[(0, 10_000)], 10_000, 600_000);
        // The person drags the slider to the last ten seconds.
        watched.report(&[(590_000, 600_000)], 20_000, 600_000);
        assert_eq!(watched.total_ms(), 20_000);
        assert!(!watched.reaches(90, 600_000));
        assert_eq!(watched.to_text(), "0-10000,590000-600000");
    }

    #[test]
    fn nobody_watches_ten_minutes_in_ten_seconds_however_often_they_say_so() {
        let mut watched = Watched::default();
        for _ in 0..400 {
            watched.report(&[(0, 600_000)], 10_000, 600_000);
        }
        assert_eq!(watched.total_ms(), 23_000, "twice the time and some slack");
    }

    #[test]
    fn what_was_played_without_network_counts_when_another_device_has_reported_meanwhile() {
        let mut watched = Watched::default();
        watched.report(&[(60_000, 120_000)], 120_000, 600_000);
        let late = watched.report(&[(0, 60_000)], 121_000, 600_000);
        assert_eq!((late, watched.to_text()), (60_000, "0-120000".to_owned()));
    }

    #[test]
    fn watching_again_counts_once_and_touching_pieces_become_one() {
        let mut watched = Watched::default();
        watched.add(0, 10);
        watched.add(10, 20);
        watched.add(5, 15);
        watched.add(30, 40);
        assert_eq!(watched.pieces(), [(0, 20), (30, 40)]);
        assert_eq!(watched.missing(0, 50), 20);
        watched.add(15, 35);
        assert_eq!(watched.pieces(), [(0, 40)]);
        watched.add(7, 7);
        watched.add(9, 3);
        watched.add(-5, 3);
        assert_eq!(watched.total_ms(), 40);
    }

    #[test]
    fn a_report_sent_again_with_more_in_it_takes_nothing_from_what_is_new() {
        let mut watched = Watched::default();
        watched.report(&[(0, 45_000)], 45_000, 600_000);
        // The answer never came: the page sends everything again, fifteen seconds later.
        let new = watched.report(&[(0, 60_000)], 60_000, 600_000);
        assert_eq!((new, watched.to_text()), (15_000, "0-60000".to_owned()));
        let mut pieces = Watched::from_text("10000-20000,30000-40000");
        pieces.report(&[(0, 600_000)], 15_000, 600_000);
        assert_eq!(pieces.to_text(), "0-23000,30000-40000", "13 s of new time");
    }

    #[test]
    fn a_report_past_the_end_is_cut_there() {
        let mut watched = Watched::default();
        watched.report(&[(95_000, 120_000)], 120_000, 100_000);
        assert_eq!(watched.pieces(), [(95_000, 100_000)]);
    }

    proptest! {
        #[test]
        fn the_order_of_pieces_and_their_repetition_change_nothing(
            mut pieces in prop::collection::vec((0i64..1_000, 0i64..200), 0..30), turn in 0usize..30,
        ) {
            let union = |pieces: &[(i64, i64)]| {
                let mut watched = Watched::default();
                for (from, length) in pieces { watched.add(*from, from + length); }
                watched
            };
            let once = union(&pieces);
            let covered = (0..1_200).filter(|ms| pieces.iter().any(|(f, l)| (*f..f + l).contains(ms))).count();
            prop_assert_eq!(once.total_ms(), i64::try_from(covered).expect("small"));
            let more = pieces.clone();
            pieces.extend(more);
            let places = pieces.len().max(1);
            pieces.rotate_left(turn % places);
            prop_assert_eq!(&union(&pieces), &once);
            prop_assert_eq!(&Watched::from_text(&once.to_text()), &once);
        }

        #[test]
        fn no_reports_tell_of_more_than_the_time_since_opening_allows(
            pieces in prop::collection::vec((0i64..1_000_000, 0i64..1_000_000), 0..10), times in prop::collection::vec(0i64..100_000, 1..5),
        ) {
            let mut watched = Watched::default();
            let pieces: Vec<_> = pieces.into_iter().map(|(f, l)| (f, f + l)).collect();
            let mut latest = 0;
            for opened in times {
                latest = latest.max(opened);
                let before = watched.total_ms();
                let new = watched.report(&pieces, opened, 1_000_000);
                prop_assert_eq!(watched.total_ms(), before + new);
                prop_assert!(watched.total_ms() <= latest * 2 + SLACK_MS);
            }
            prop_assert!(watched.total_ms() <= 1_000_000);
        }
    }
}
