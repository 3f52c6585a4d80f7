//! The only place where time is read.

use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, TimeZone};
use serde::{Deserialize, Serialize};

/// A point in time, in milliseconds since 1970-01-01T00:00:00Z. Both databases keep it as a 64-bit integer,
/// so that no engine can round it differently.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Moment(pub i64);

/// One second, in the unit of [`Moment`].
pub const SECOND: i64 = 1_000;
/// One minute, in the unit of [`Moment`].
pub const MINUTE: i64 = 60 * SECOND;
/// One hour, in the unit of [`Moment`].
pub const HOUR: i64 = 60 * MINUTE;
/// One day, in the unit of [`Moment`].
pub const DAY: i64 = 24 * HOUR;

/// Asia/Ho_Chi_Minh. Viet Nam has kept UTC+7 without summer time since 1975, so a fixed offset is the whole zone
/// for every moment this program meets.
#[must_use]
pub fn vietnam() -> FixedOffset {
    FixedOffset::east_opt(7 * 3600).expect("seven hours is a valid offset")
}

impl Moment {
    /// This moment moved by `ms` milliseconds; saturates instead of overflowing.
    #[must_use]
    pub const fn plus(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }

    /// Milliseconds from `earlier` to this moment; negative when `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The same moment on a wall clock in Viet Nam.
    #[must_use]
    pub fn local(self) -> DateTime<FixedOffset> {
        vietnam()
            .timestamp_millis_opt(self.0)
            .single()
            .unwrap_or_else(|| vietnam().timestamp_nanos(0))
    }

    /// The moment at which clocks in Viet Nam show `local`.
    #[must_use]
    pub fn from_local(local: NaiveDateTime) -> Self {
        Self(local.and_utc().timestamp_millis() - 7 * HOUR)
    }

    /// The civil date in Viet Nam at this moment.
    #[must_use]
    pub fn date(self) -> NaiveDate {
        self.local().date_naive()
    }

    /// Number of the civil day in Viet Nam, for per-day limits.
    #[must_use]
    pub fn day_number(self) -> i64 {
        (self.0 + 7 * HOUR).div_euclid(DAY)
    }

    /// Number of the civil week (Monday first) in Viet Nam, for per-week limits.
    #[must_use]
    pub fn week_number(self) -> i64 {
        // 1970-01-01 was a Thursday, so day 4 (1970-01-05) starts a week.
        (self.day_number() + 3).div_euclid(7)
    }

    /// Year on the Vietnamese civil calendar.
    #[must_use]
    pub fn year(self) -> i32 {
        self.local().year()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use chrono::Timelike;
        // Written out: this stands in every answer, and a format string would be read anew each time.
        let (local, ms) = (self.local(), self.0.rem_euclid(1_000));
        let (year, month, day) = (local.year(), local.month(), local.day());
        let (hour, minute, second) = (local.hour(), local.minute(), local.second());
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{ms:03}+07:00"
        )
    }
}

/// Where the present comes from. One request reads it once and passes the value on.
pub trait Clock: Send + Sync + 'static {
    /// The present moment.
    fn now(&self) -> Moment;
}

/// The machine's own clock.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(
        clippy::disallowed_methods,
        reason = "the one place where the system clock is read"
    )]
    fn now(&self) -> Moment {
        Moment(chrono::Utc::now().timestamp_millis())
    }
}

/// A clock that stands still until it is moved, or runs with an offset from the machine's; for tests and rehearsals.
#[derive(Debug, Default)]
pub struct ManualClock {
    /// Fixed moment, or the offset when `running`.
    value: AtomicI64,
    running: bool,
}

impl ManualClock {
    /// A clock that stands at `moment`.
    #[must_use]
    pub const fn at(moment: Moment) -> Self {
        Self {
            value: AtomicI64::new(moment.0),
            running: false,
        }
    }

    /// A clock that runs with the machine's.
    #[must_use]
    pub const fn running() -> Self {
        Self {
            value: AtomicI64::new(0),
            running: true,
        }
    }

    /// Moves the clock by `ms` milliseconds.
    pub fn advance(&self, ms: i64) {
        self.value.fetch_add(ms, Ordering::SeqCst);
    }

    /// Puts the clock at `moment` (for a running clock: now shows `moment` and runs on).
    pub fn set(&self, moment: Moment) {
        let base = if self.running { SystemClock.now().0 } else { 0 };
        self.value.store(moment.0 - base, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Moment {
        let base = if self.running { SystemClock.now().0 } else { 0 };
        Moment(base + self.value.load(Ordering::SeqCst))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_local_time_survives_the_way_to_a_moment_and_back() {
        let local = NaiveDate::from_ymd_opt(2026, 10, 1)
            .and_then(|d| d.and_hms_opt(0, 0, 0))
            .expect("valid");
        let moment = Moment::from_local(local);
        assert_eq!(moment.to_string(), "2026-10-01T00:00:00.000+07:00");
        assert_eq!(moment.local().naive_local(), local);
    }

    #[test]
    fn weeks_start_on_monday_in_viet_nam() {
        let monday = NaiveDate::from_ymd_opt(2026, 11, 16)
            .and_then(|d| d.and_hms_opt(0, 0, 0))
            .expect("valid");
        let monday = Moment::from_local(monday);
        assert_eq!(monday.week_number(), monday.plus(-1).week_number() + 1);
        assert_eq!(monday.week_number(), monday.plus(7 * DAY - 1).week_number());
        assert_eq!(monday.day_number(), monday.plus(-1).day_number() + 1);
    }
}
