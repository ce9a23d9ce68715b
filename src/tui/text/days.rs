//! Days and times as people write them: 2026-11-22 above all, and other ways as long as they mean
//! one day.
//!
//! Pure reading of text. A day that could be two (05/04/2026) is refused, and the message shows
//! both ways to write it plainly.

use crate::domain::values::calendar::Moment;
use crate::domain::values::written;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// How a day is written, for messages.
const FORM: &str = "Write a day as 2026-11-22.";

/// The first letters of the months.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Reads one day; nothing is no day.
///
/// # Errors
/// What is no day or could be two: a sentence that says how to write it.
pub fn day(text: &str) -> Result<Option<NaiveDate>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let parts: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let [first, second, third] = parts.as_slice() else {
        return Err(format!("This is no day. {FORM}"));
    };
    let day = match (month(first), month(second)) {
        (Some(month), None) => of(third, month, second),
        (None, Some(month)) if first.len() == 4 => of(first, month, third),
        (None, Some(month)) => of(third, month, first),
        _ if first.len() == 4 => of(first, number(second).unwrap_or(0), third),
        _ => return one_of_two(first, second, third).map(Some),
    }?;
    Ok(Some(day))
}

/// Reads several days with commas between them: in order, each once.
///
/// # Errors
/// As [`day`]; the sentence names the one that is wrong.
pub fn days(text: &str) -> Result<Vec<NaiveDate>, String> {
    let mut found = Vec::new();
    let pieces = text.split([',', ';']).map(str::trim);
    let pieces: Vec<&str> = pieces.filter(|piece| !piece.is_empty()).collect();
    for piece in &pieces {
        match day(piece) {
            Ok(one) => found.extend(one),
            Err(why) if pieces.len() == 1 => return Err(why),
            Err(why) => return Err(format!("{piece}: {why}")),
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// Reads a moment that is over: a time of today, or a day with a time; nothing is no moment.
///
/// # Errors
/// What is no moment or lies ahead of `now`: a sentence that says how to write it.
pub fn moment(text: &str, now: Moment) -> Result<Option<Moment>, String> {
    const FORM: &str = "Write 14:05 for today, or 2026-01-14 14:05.";
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let moment = NaiveTime::parse_from_str(text, "%H:%M")
        .map(|time| now.date_naive().and_time(time))
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M"))
        .ok()
        .and_then(|moment| moment.and_local_timezone(*now.offset()).single())
        .ok_or(FORM)?;
    if moment > now {
        return Err(format!("That is later than now. {FORM}"));
    }
    Ok(Some(moment))
}

/// A day as it is written in a field.
pub fn written(day: Option<NaiveDate>) -> String {
    day.map_or_else(String::new, |day| day.format("%Y-%m-%d").to_string())
}

/// Several days as they are written in a field.
pub fn written_all(days: &[NaiveDate]) -> String {
    let days: Vec<String> = days.iter().map(|day| written(Some(*day))).collect();
    days.join(", ")
}

/// Day and month, or month and day: only one of them may be a day.
fn one_of_two(first: &str, second: &str, year: &str) -> Result<NaiveDate, String> {
    let european = of(year, number(second).unwrap_or(0), first);
    let american = of(year, number(first).unwrap_or(0), second);
    match (european, american) {
        (Ok(one), Ok(other)) if one == other => Ok(one),
        (Ok(one), Ok(other)) => Err(format!(
            "This could be {} or {}. Write {one} or {other}.",
            written::date(one),
            written::date(other)
        )),
        (Ok(one), Err(_)) | (Err(_), Ok(one)) => Ok(one),
        (Err(why), Err(_)) => Err(why),
    }
}

fn of(year: &str, month: u32, day: &str) -> Result<NaiveDate, String> {
    let known = number(year)
        .filter(|_| year.len() == 4)
        .filter(|year| (1900..=2199).contains(year))
        .ok_or_else(|| format!("The year needs four digits. {FORM}"))?;
    i32::try_from(known)
        .ok()
        .zip(number(day))
        .and_then(|(year, day)| NaiveDate::from_ymd_opt(year, month, day))
        .ok_or_else(|| format!("There is no such day. {FORM}"))
}

/// A number of day, month or year; also `22nd`.
fn number(text: &str) -> Option<u32> {
    let bare = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| text.strip_suffix(end))
        .unwrap_or(text);
    let digits = bare.len() <= 4 && bare.bytes().all(|b| b.is_ascii_digit());
    bare.parse().ok().filter(|_| digits)
}

/// The month of a name, such as `Nov` or `november`.
fn month(text: &str) -> Option<u32> {
    let text = text.to_ascii_lowercase();
    let whole = text.len() >= 3 && text.bytes().all(|b| b.is_ascii_lowercase());
    let place = MONTHS.iter().position(|month| text.starts_with(month))?;
    u32::try_from(place + 1).ok().filter(|_| whole)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn read(text: &str) -> String {
        match day(text) {
            Ok(day) => written(day),
            Err(why) => why,
        }
    }

    #[test]
    fn one_day_is_read_however_it_is_written() {
        for text in [
            "2026-11-22",
            " 2026/11/22 ",
            "2026.11.22",
            "22.11.2026",
            "11/22/2026",
            "22 November 2026",
            "Nov 22, 2026",
            "november 22nd 2026",
            "22-nov-2026",
            "2026 Nov 22",
        ] {
            assert_eq!(read(text), "2026-11-22", "{text}");
        }
        assert_eq!(read("5.5.2026"), "2026-05-05", "the same either way");
        assert_eq!(read("  "), "");
    }

    #[test]
    fn what_could_be_two_days_is_refused_with_both() {
        assert_eq!(
            read("05/04/2026"),
            "This could be Apr 5, 2026 or May 4, 2026. Write 2026-04-05 or 2026-05-04."
        );
        assert!(read("5.4.2026").starts_with("This could be"));
    }

    #[test]
    fn what_is_no_day_says_how_to_write_one() {
        for text in [
            "soon",
            "2026-02-30",
            "2026-13-01",
            "31.4.2026",
            "11/22/26",
            "26-11-22",
            "1/2",
            "20261122",
            "2026-11-22 2026-11-23",
            "٢٢.١١.٢٠٢٦",
            "0206-11-22",
            "é-é-é",
        ] {
            assert!(read(text).ends_with(FORM), "{text}: {}", read(text));
        }
    }

    #[test]
    fn several_days_are_put_in_order() {
        let read = days("2026-11-18, 17.11.2026; 2026-11-18,").unwrap();
        assert_eq!(written_all(&read), "2026-11-17, 2026-11-18");
        assert!(days("2026-11-18, x").unwrap_err().starts_with("x: "));
    }

    #[test]
    fn a_moment_is_a_time_of_today_or_has_its_day_and_is_over() {
        let now = Moment::parse_from_rfc3339("2026-11-18T09:42:00-06:00").unwrap();
        let read = |text: &str| moment(text, now);
        let seen = |text: &str| read(text).unwrap().unwrap().to_rfc3339();
        assert_eq!(read(" "), Ok(None));
        assert_eq!(seen(" 08:15 "), "2026-11-18T08:15:00-06:00");
        assert_eq!(seen("2026-11-17 14:05"), "2026-11-17T14:05:00-06:00");
        let ahead = read("09:43").unwrap_err();
        assert!(ahead.starts_with("That is later than now."), "{ahead}");
        for text in ["quarter past", "25:00", "2026-02-30 10:00"] {
            assert!(read(text).unwrap_err().starts_with("Write 14:05"), "{text}");
        }
    }
}
