//! Dates and times of day as organisers write them, on the clock of Viet Nam.

use chrono::{Days, NaiveDate, NaiveTime};

use crate::kernel::clock::Moment;

/// A day such as `1/10/2026`; also `2026-10-01`, as browsers send it.
#[must_use]
pub fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let read = |format| NaiveDate::parse_from_str(text, format).ok();
    read("%d/%m/%Y")
        .or_else(|| read("%Y-%m-%d"))
        .filter(|day| (2000..=2200).contains(&chrono::Datelike::year(day)))
}

/// The moment at which clocks show `time` (`07:30`, `7h30`, `7:30`) on a day. `24:00` is the end of the day; an empty time is its
/// beginning, or its end when `ends` says so.
#[must_use]
pub fn moment(date: &str, time: &str, ends: bool) -> Option<Moment> {
    let day = day(date)?;
    let time = time.trim().replace(['h', 'H', 'g'], ":");
    let time = match (time.trim_end_matches(':'), ends) {
        ("", true) => "24:00",
        ("", false) => "00:00",
        (other, _) => other,
    };
    if time == "24:00" {
        let next = day.checked_add_days(Days::new(1))?;
        return Some(Moment::from_local(next.and_time(NaiveTime::MIN)));
    }
    let whole = |text: &str| NaiveTime::parse_from_str(text, "%H:%M").ok();
    let time = whole(time).or_else(|| whole(&format!("{time}:00")))?;
    Some(Moment::from_local(day.and_time(time)))
}

/// A moment as date and time of day for a form; the end of a window at midnight is `24:00` of the day before.
#[must_use]
pub fn written(moment: Moment, ends: bool) -> (String, String) {
    let local = moment.local();
    if ends && local.time() == NaiveTime::MIN {
        let before = moment.plus(-1).local();
        return (before.format("%d/%m/%Y").to_string(), "24:00".to_owned());
    }
    (
        local.format("%d/%m/%Y").to_string(),
        local.format("%H:%M").to_string(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_ends_at_24_00_and_times_are_written_in_several_ways() {
        let at = |date: &str, time: &str| moment(date, time, false).map(|m| m.to_string());
        assert_eq!(
            at("1/10/2026", "7h30").as_deref(),
            Some("2026-10-01T07:30:00.000+07:00")
        );
        assert_eq!(at("01/10/2026", "07:30"), at("2026-10-01", "7h30"));
        assert_eq!(at("31/12/2026", "24:00"), at("1/1/2027", ""));
        assert_eq!(
            moment("31/12/2026", "", true),
            moment("31/12/2026", "24:00", false)
        );
        assert_eq!(at("1/10/2026", "7h"), at("1/10/2026", "7:00"));
        for (date, time) in [
            ("31/2/2026", "7:00"),
            ("1/1/2026", "24:01"),
            ("1/1/2026", "x"),
            ("", "7:00"),
            ("1/1/26", ""),
        ] {
            assert_eq!(at(date, time), None, "{date} {time}");
        }
    }

    #[test]
    fn what_is_written_into_a_form_reads_back() {
        for text in ["24:00", "00:00", "07:05"] {
            for ends in [true, false] {
                let known = moment("31/12/2026", text, ends).expect("a moment");
                let (date, time) = written(known, ends);
                assert_eq!(moment(&date, &time, ends), Some(known), "{text}");
            }
        }
        assert_eq!(
            written(moment("6/10/2026", "24:00", true).expect("a moment"), true),
            ("06/10/2026".into(), "24:00".into())
        );
    }
}
