//! Dates. Full ones are strong, a day without its year is weak, the visit's own days are none.

use super::Kind;
use super::tokens::{Sort, Tokens};
use chrono::NaiveDate;

type Found = Option<(Kind, usize)>;

/// A date that begins at `at`.
pub(super) fn date(tokens: &Tokens<'_>, at: usize, visit_days: &[NaiveDate]) -> Found {
    let (kind, days, last) = in_figures(tokens, at).or_else(|| in_words(tokens, at))?;
    (!days
        .into_iter()
        .flatten()
        .any(|day| visit_days.contains(&day)))
    .then_some((kind, last))
}

/// The kind, the days it could mean (day first or month first), and its last token.
type Read = Option<(Kind, [Option<NaiveDate>; 2], usize)>;

/// 2026-03-14, 3/14/2026, 14-3-26, 14.3.2026. With points, only a year of four digits counts:
/// 3.12.13 is the number of an element.
fn in_figures(tokens: &Tokens<'_>, at: usize) -> Read {
    let Some(Sort::Sign(sign @ ('/' | '-' | '.'))) = tokens.sort(at + 1) else {
        return None;
    };
    if !tokens.is_sign(at + 3, sign) || !tokens.begins_alone(at) || !tokens.ends_alone(at + 4) {
        return None;
    }
    let (first, second, third) = (
        tokens.number(at)?,
        tokens.number(at + 2)?,
        tokens.number(at + 4)?,
    );
    let days = match (
        tokens.digits(at),
        tokens.digits(at + 2),
        tokens.digits(at + 4),
    ) {
        (4, 1..=2, 1..=2) => [day(first, second, third), None],
        (1..=2, 1..=2, 4) => [day(third, first, second), day(third, second, first)],
        (1..=2, 1..=2, 2) if sign != '.' => {
            // The century does not matter for whether it is a date; 2000 has every day.
            [
                day(2000 + third, first, second),
                day(2000 + third, second, first),
            ]
        }
        _ => return None,
    };
    days.iter()
        .any(Option::is_some)
        .then_some((Kind::Date, days, at + 4))
}

/// 14 March 2026, 14-Mar-2026, March 14th, 2026; without the year it is weak.
fn in_words(tokens: &Tokens<'_>, at: usize) -> Read {
    let (month, number, after) = match tokens.sort(at)? {
        Sort::Digits => {
            let place = over_joint(tokens, over_ordinal(tokens, at + 1));
            (month_at(tokens, place)?, day_number(tokens, at)?, place + 1)
        }
        Sort::Word => {
            let month = month_at(tokens, at)?;
            let place = over_joint(tokens, at + 1);
            (
                month,
                day_number(tokens, place)?,
                over_ordinal(tokens, place + 1),
            )
        }
        Sort::Space | Sort::Sign(_) => return None,
    };
    if tokens.sort(at) == Some(Sort::Digits) && !tokens.begins_alone(at) {
        return None;
    }
    let year_place = over_joint(tokens, after);
    if tokens.digits(year_place) == 4 {
        let year = tokens.number(year_place)?;
        return Some((Kind::Date, [day(year, month, number), None], year_place));
    }
    Some((Kind::DayAndMonth, [None, None], after.saturating_sub(1)))
}

fn day(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

fn day_number(tokens: &Tokens<'_>, at: usize) -> Option<u32> {
    let number = tokens.number(at)?;
    (tokens.digits(at) <= 2 && (1..=31).contains(&number)).then_some(number)
}

/// Over "st", "nd", "rd", "th".
fn over_ordinal(tokens: &Tokens<'_>, at: usize) -> usize {
    let ordinal = tokens
        .word(at)
        .is_some_and(|word| ["st", "nd", "rd", "th"].contains(&word.to_lowercase().as_str()));
    if ordinal { at + 1 } else { at }
}

/// Over spaces, a comma, a point or a dash.
fn over_joint(tokens: &Tokens<'_>, at: usize) -> usize {
    let mut place = tokens.over_spaces(at);
    if matches!(tokens.sort(place), Some(Sort::Sign(',' | '.' | '-' | '/'))) {
        place += 1;
    }
    tokens.over_spaces(place)
}

/// The month that a word names, from 1; only with a capital, since "may" and "mar" are words.
fn month_at(tokens: &Tokens<'_>, at: usize) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = tokens.word(at)?;
    if !word.starts_with(char::is_uppercase) {
        return None;
    }
    let word = word.to_lowercase();
    let place = MONTHS.iter().position(|month| {
        *month == word || word == "sept" || (word.len() == 3 && month.starts_with(&word))
    })?;
    let month = if word == "sept" { 8 } else { place };
    u32::try_from(month + 1).ok()
}
