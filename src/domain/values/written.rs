//! How days and times are written for people: the one place, for every screen, every document,
//! every command and every name of a file. What machines read (journals, headers, rosters, JSON) has its own form; how a
//! person may type a day is read in `tui::text::days`.

use super::calendar::Moment;
use chrono::NaiveDate;

/// A day: `Jan 14, 2026`.
pub fn date(day: NaiveDate) -> String {
    day.format("%b %-d, %Y").to_string()
}

/// Several days: `Jan 14, 2026 and Jan 15, 2026`. No commas between them: each has one already.
pub fn dates(days: &[NaiveDate]) -> String {
    let words: Vec<String> = days.iter().map(|day| date(*day)).collect();
    words.join(" and ")
}

/// The day of a moment, on the clock that recorded it: `Jan 14, 2026`.
pub fn day(at: Moment) -> String {
    date(at.date_naive())
}

/// The time of a moment, on the clock that recorded it: `09:42`.
pub fn time(at: Moment) -> String {
    at.format("%H:%M").to_string()
}

/// The same to the second: `09:42:07`.
pub fn time_to_the_second(at: Moment) -> String {
    at.format("%H:%M:%S").to_string()
}

/// Day and time on the clock that recorded it, where everything around was recorded by the same
/// clock: `Jan 14, 2026, 09:42`.
pub fn day_and_clock(at: Moment) -> String {
    format!("{}, {}", day(at), time(at))
}

/// The same in a narrow column, without the year: `Jan 14, 09:42`.
pub fn short(at: Moment) -> String {
    at.format("%b %-d, %H:%M").to_string()
}

/// Day and time with the zone of the clock that recorded it: `Jan 14, 2026, 09:42 UTC-06:00`;
/// `Jan 14, 2026, 15:42 UTC` where that is the zone.
pub fn day_and_time(at: Moment) -> String {
    let zone = match at.offset().local_minus_utc() {
        0 => String::new(),
        _ => at.offset().to_string(),
    };
    format!("{} UTC{zone}", day_and_clock(at))
}

/// A moment in the name of a file or folder, so that names stand in the order of time:
/// `2026-01-14-094207`.
pub fn in_a_name(at: Moment) -> String {
    at.format("%Y-%m-%d-%H%M%S").to_string()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_one_way() {
        let at: Moment = "2026-01-04T09:02:07-06:00".parse().unwrap();
        assert_eq!(day(at), "Jan 4, 2026");
        assert_eq!(time(at), "09:02");
        assert_eq!(time_to_the_second(at), "09:02:07");
        assert_eq!(day_and_clock(at), "Jan 4, 2026, 09:02");
        assert_eq!(short(at), "Jan 4, 09:02");
        assert_eq!(in_a_name(at), "2026-01-04-090207");
        assert_eq!(day_and_time(at), "Jan 4, 2026, 09:02 UTC-06:00");
        let utc: Moment = "2026-12-14T22:40:00Z".parse().unwrap();
        assert_eq!(day_and_time(utc), "Dec 14, 2026, 22:40 UTC");
        assert_eq!(dates(&[]), "");
        assert_eq!(
            dates(&[at.date_naive(), utc.date_naive()]),
            "Jan 4, 2026 and Dec 14, 2026"
        );
    }
}
