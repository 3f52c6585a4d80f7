//! Numbers, dates and lengths of time as people in each language write them.

use std::borrow::Borrow;

use super::Lang;
use crate::kernel::clock::{DAY, HOUR, MINUTE, Moment, SECOND};
use crate::kernel::points::Points;

/// A whole number of any of the types that views hold, by value or by reference (templates pass references).
pub trait Count {
    /// The number.
    fn count(&self) -> i64;
}

macro_rules! counts {
    ($($type:ty),+) => { $(impl Count for $type {
        fn count(&self) -> i64 {
            i64::try_from(*self).unwrap_or(i64::MAX)
        }
    })+ };
}
counts!(i16, i32, i64, u16, u32, u64, usize);

impl<T: Count + ?Sized> Count for &T {
    fn count(&self) -> i64 {
        (**self).count()
    }
}

impl Lang {
    /// The mark before decimals: `7,5` and `7.5`.
    #[must_use]
    pub const fn decimal_mark(self) -> char {
        match self {
            Self::Vi => ',',
            Self::En => '.',
        }
    }

    /// A whole number in groups of three: `12.670` and `12,670`.
    #[must_use]
    pub fn number(self, number: impl Count) -> String {
        let number = number.count();
        let group = if self == Self::Vi { '.' } else { ',' };
        let digits = number.unsigned_abs().to_string();
        let mut text = String::with_capacity(digits.len() * 4 / 3 + 1);
        if number < 0 {
            text.push('-');
        }
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                text.push(group);
            }
            text.push(digit);
        }
        text
    }

    /// Points with the language's decimal mark and no needless zeros: `7,5`.
    #[must_use]
    pub fn points(self, points: impl Borrow<Points>) -> String {
        points.borrow().to_text(self.decimal_mark())
    }

    /// A number as a file writes it, `1.5`, with the language's decimal mark; other text stays as it is.
    #[must_use]
    pub fn written_number(self, text: &str) -> String {
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        match text.trim().split_once('.') {
            Some((whole, rest)) if digits(whole) && digits(rest) => {
                format!("{whole}{}{rest}", self.decimal_mark())
            }
            _ => text.to_owned(),
        }
    }

    /// The civil date in Viet Nam: `21/11/2026`.
    #[must_use]
    pub fn date(self, moment: impl Borrow<Moment>) -> String {
        moment.borrow().local().format("%d/%m/%Y").to_string()
    }

    /// Date and time of day in Viet Nam: `21/11/2026 08:05`.
    #[must_use]
    pub fn date_time(self, moment: impl Borrow<Moment>) -> String {
        moment.borrow().local().format("%d/%m/%Y %H:%M").to_string()
    }

    /// The same for the end of a window, which it does not belong to: midnight is 24:00 of the day that ends, `31/12/2026 24:00`.
    #[must_use]
    pub fn end_time(self, moment: impl Borrow<Moment>) -> String {
        let moment = moment.borrow();
        if moment.local().format("%H:%M:%S%.3f").to_string() == "00:00:00.000" {
            format!("{} 24:00", self.date(moment.plus(-1)))
        } else {
            self.date_time(moment)
        }
    }

    /// Date and time to the millisecond, for receipts and records: `21/11/2026 08:05:09,042`.
    #[must_use]
    pub fn exact_time(self, moment: impl Borrow<Moment>) -> String {
        let moment = moment.borrow();
        let second = moment.local().format("%d/%m/%Y %H:%M:%S");
        format!(
            "{second}{}{:03}",
            self.decimal_mark(),
            moment.0.rem_euclid(SECOND)
        )
    }

    /// A length of time in words, to the second: `9 phút 12 giây`. Parts that are zero are left out; a length under one
    /// second is `0 giây`.
    #[must_use]
    pub fn duration(self, ms: impl Count) -> String {
        let ms = ms.count().max(0);
        let parts = [
            ("unit-days", ms / DAY),
            ("unit-hours", ms % DAY / HOUR),
            ("unit-minutes", ms % HOUR / MINUTE),
            ("unit-seconds", ms % MINUTE / SECOND),
        ];
        let words: Vec<String> = parts
            .iter()
            .filter(|(_, n)| *n > 0)
            .map(|(key, n)| self.t_args(key, &[("n", n.to_string())]))
            .collect();
        if words.is_empty() {
            return self.t_args("unit-seconds", &[("n", "0".to_owned())]);
        }
        words.join(" ")
    }

    /// How long is left, in the two largest units: `còn 3 ngày 04 giờ`; less than a minute is said as such.
    #[must_use]
    pub fn left(self, ms: impl Count) -> String {
        let ms = ms.count();
        if ms < MINUTE {
            return self.t("left-under-a-minute");
        }
        let (key, large, small) = if ms >= DAY {
            ("left-days-hours", ms / DAY, ms % DAY / HOUR)
        } else if ms >= HOUR {
            ("left-hours-minutes", ms / HOUR, ms % HOUR / MINUTE)
        } else {
            ("left-minutes", ms / MINUTE, 0)
        };
        self.t_args(
            key,
            &[
                ("large", large.to_string()),
                ("small", format!("{small:02}")),
            ],
        )
    }

    /// A clock face for a running timer, whole seconds, hours only when there are any: `06:12`.
    #[must_use]
    pub fn clock(self, ms: impl Count) -> String {
        // Rounded up, so that the face shows 00:00 only when nothing is left.
        let seconds = ms.count().max(0).saturating_add(SECOND - 1) / SECOND;
        let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        if hours > 0 {
            format!("{hours}:{minutes:02}:{seconds:02}")
        } else {
            format!("{minutes:02}:{seconds:02}")
        }
    }

    /// Time used, to the millisecond, as boards show it: `09:12,345`; minutes run past 59.
    #[must_use]
    pub fn board_time(self, ms: impl Count) -> String {
        let ms = ms.count().max(0);
        format!(
            "{:02}:{:02}{}{:03}",
            ms / MINUTE,
            ms % MINUTE / SECOND,
            self.decimal_mark(),
            ms % SECOND
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_stand_in_groups_of_three() {
        for (number, vi, en) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (12_670, "12.670", "12,670"),
            (-1_000, "-1.000", "-1,000"),
        ] {
            assert_eq!(Lang::Vi.number(number), vi);
            assert_eq!(Lang::En.number(number), en);
        }
    }

    #[test]
    fn a_number_of_a_file_is_written_as_people_write_it() {
        for (text, vi, en) in [
            ("1.5", "1,5", "1.5"),
            ("12", "12", "12"),
            ("1,5", "1,5", "1,5"),
            ("1.2.3", "1.2.3", "1.2.3"),
            ("nhiều.", "nhiều.", "nhiều."),
        ] {
            assert_eq!(Lang::Vi.written_number(text), vi);
            assert_eq!(Lang::En.written_number(text), en);
        }
    }

    #[test]
    fn dates_are_those_of_viet_nam() {
        // 2026-11-20T18:30:09.042Z is already the next day in Viet Nam.
        let moment = Moment(1_795_199_409_042);
        assert_eq!(Lang::Vi.date(moment), "21/11/2026");
        assert_eq!(Lang::En.date_time(moment), "21/11/2026 01:30");
        assert_eq!(Lang::Vi.exact_time(moment), "21/11/2026 01:30:09,042");
        assert_eq!(Lang::En.exact_time(moment), "21/11/2026 01:30:09.042");
    }

    #[test]
    fn a_window_that_ends_at_midnight_ends_on_the_day_before() {
        // 2026-12-31T17:00:00Z is midnight in Viet Nam.
        let midnight = Moment(1_798_736_400_000);
        assert_eq!(Lang::Vi.end_time(midnight), "31/12/2026 24:00");
        assert_eq!(Lang::Vi.end_time(midnight.plus(1)), "01/01/2027 00:00");
        assert_eq!(
            Lang::Vi.end_time(midnight.plus(-60_000)),
            "31/12/2026 23:59"
        );
    }

    #[test]
    fn lengths_of_time_are_said_in_words() {
        for (ms, vi, en) in [
            (0, "0 giây", "0 seconds"),
            (552_345, "9 phút 12 giây", "9 minutes 12 seconds"),
            (600_000, "10 phút", "10 minutes"),
            (3_661_000, "1 giờ 1 phút 1 giây", "1 hour 1 minute 1 second"),
        ] {
            assert_eq!(Lang::Vi.duration(ms), vi);
            assert_eq!(Lang::En.duration(ms), en);
        }
    }

    #[test]
    fn what_is_left_is_said_in_the_two_largest_units() {
        for (ms, vi) in [
            (3 * DAY + 4 * HOUR + 59 * MINUTE, "còn 3 ngày 04 giờ"),
            (5 * HOUR + 7 * MINUTE, "còn 5 giờ 07 phút"),
            (2 * MINUTE, "còn 2 phút"),
            (MINUTE - 1, "còn chưa đến 1 phút"),
        ] {
            assert_eq!(Lang::Vi.left(ms), vi);
        }
    }

    #[test]
    fn clocks_round_up_and_boards_keep_milliseconds() {
        assert_eq!(Lang::Vi.clock(371_001), "06:12");
        assert_eq!(Lang::Vi.clock(1), "00:01");
        assert_eq!(Lang::Vi.clock(0), "00:00");
        assert_eq!(Lang::Vi.clock(3_600_000), "1:00:00");
        assert_eq!(Lang::Vi.board_time(552_345), "09:12,345");
        assert_eq!(Lang::Vi.board_time(6_000_007), "100:00,007");
        assert_eq!(Lang::En.board_time(552_345), "09:12.345");
    }

    proptest! {
        #[test]
        fn a_grouped_number_reads_back_as_itself(number in any::<i64>()) {
            let digits: String = Lang::Vi.number(number).chars().filter(|c| *c != '.').collect();
            prop_assert_eq!(digits, number.to_string());
        }
    }
}
