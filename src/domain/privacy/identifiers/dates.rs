//! Dates. Full ones are strong, a day without its year is weak, the visit's own days are none, nor
//! are those of things and papers.

use super::phrases::is_near;
use super::tokens::{Sort, Tokens};
use super::{Found, Kind, amounts, things};
use chrono::NaiveDate;

/// A date that begins at `at`.
pub(super) fn date(tokens: &Tokens<'_>, at: usize, visit_days: &[NaiveDate]) -> Found {
    let read = read(tokens, at)?;
    let said = !read.is_any_of(visit_days) && !things::is_date_of_a_thing(tokens, at, read.last);
    said.then_some((read.kind, read.last))
}

/// A date as it was read.
pub(super) struct Read {
    /// A full date, or a day and month.
    pub(super) kind: Kind,
    /// The days it could mean: day first or month first.
    days: [Option<NaiveDate>; 2],
    /// Its last token.
    pub(super) last: usize,
}

impl Read {
    /// Says whether it may mean one of these days.
    pub(super) fn is_any_of(&self, days: &[NaiveDate]) -> bool {
        self.days.iter().flatten().any(|day| days.contains(day))
    }

    fn full(days: [Option<NaiveDate>; 2], last: usize) -> Option<Self> {
        days.iter().any(Option::is_some).then_some(Self {
            kind: Kind::Date,
            days,
            last,
        })
    }
}

/// Reads a date that begins at `at`, whatever it belongs to.
pub(super) fn read(tokens: &Tokens<'_>, at: usize) -> Option<Read> {
    in_figures(tokens, at)
        .or_else(|| year_first(tokens, at))
        .or_else(|| in_words(tokens, at))
}

/// 2026-03-14, 3/14/2026, 3 / 14 / 61, 14-3-26, 14.3.2026, 02.03.26.
fn in_figures(tokens: &Tokens<'_>, at: usize) -> Option<Read> {
    let (sign, _) = tokens.over_joint(at + 1, &SIGNS)?;
    may_begin(tokens, at, sign).then(|| on_a_label(tokens, at))?
}

/// What joins the figures of a date.
const SIGNS: [char; 3] = ['/', '-', '.'];

/// Reads a date in figures that may stand right on a word: DOB03/14/1961.
pub(super) fn on_a_label(tokens: &Tokens<'_>, at: usize) -> Option<Read> {
    let first = tokens.number(at)?;
    let (sign, middle) = tokens.over_joint(at + 1, &SIGNS)?;
    let (_, last) = tokens.over_joint(middle + 1, &[sign])?;
    let spaced = last > at + 4;
    if !may_end(tokens, last, sign) || (spaced && sign != '/') {
        return None;
    }
    let (second, third) = (tokens.number(middle)?, tokens.number(last)?);
    let places = [at, middle, last];
    match places.map(|place| tokens.digits(place)) {
        // 2026.1.3 is a version.
        [4, 2, 2] => Read::full([day(first, second, third), None], last),
        [4, 1..=2, 1..=2] if sign != '.' => Read::full([day(first, second, third), None], last),
        [1..=2, 1..=2, 4] => Read::full(either(first, second, third), last),
        [1..=2, 1..=2, 2] => {
            let zero = [at, middle]
                .into_iter()
                .any(|place| tokens.text(place).starts_with('0'));
            let is_number = sign == '.' && !zero && third < FEWER_ELEMENTS;
            if is_number || amounts::is_series(tokens, at, last) {
                return None;
            }
            Read::full(either(first, second, century(third)), last)
        }
        _ => None,
    }
}

/// 3.12.13 is the number of an element, 02.03.26 and 3.14.26 are dates: a number of an element has
/// no zero in front, and no Standard has so many elements.
const FEWER_ELEMENTS: u32 = 20;

/// A date begins on its own or right behind something joined otherwise: 1/5/26-1/9/26, 3/2-3/9/26.
fn may_begin(tokens: &Tokens<'_>, at: usize, sign: char) -> bool {
    let joined =
        matches!(tokens.before(at), Some(Sort::Sign(other @ ('-' | '/'))) if other != sign);
    tokens.begins_alone(at) || joined
}

/// It ends likewise; 2026-05-11T08:40 ends with its day.
fn may_end(tokens: &Tokens<'_>, last: usize, sign: char) -> bool {
    let joined =
        matches!(tokens.sort(last + 1), Some(Sort::Sign(other @ ('-' | '/'))) if other != sign);
    let time = tokens.folded(last + 1) == "t" && tokens.digits(last + 2) > 0;
    tokens.ends_alone(last) || joined || time
}

/// 2026 March 2, 2026-mar-02.
fn year_first(tokens: &Tokens<'_>, at: usize) -> Option<Read> {
    if tokens.digits(at) != 4 || !tokens.begins_alone(at) {
        return None;
    }
    let month_place = over_joint(tokens, at + 1);
    let month = month_at(tokens, month_place)?;
    let day_place = over_joint(tokens, month_place + 1);
    let number = day_number(tokens, day_place)?;
    Read::full([day(tokens.number(at)?, month, number), None], day_place)
}

/// 14 March 2026, 14-Mar-26, 02MAR2026, March 14th, 2026, Aug 3 '26; without the year it is weak.
fn in_words(tokens: &Tokens<'_>, at: usize) -> Option<Read> {
    let (month_place, day_place, after) = match tokens.sort(at)? {
        Sort::Digits if tokens.begins_alone(at) => {
            let month = over_joint(tokens, over_ordinal(tokens, at + 1));
            (month, at, month + 1)
        }
        Sort::Word if !matches!(tokens.before(at), Some(Sort::Word)) => {
            let day = over_joint(tokens, at + 1);
            (at, day, over_ordinal(tokens, day + 1))
        }
        _ => return None,
    };
    let month = month_at(tokens, month_place)?;
    let number = day_number(tokens, day_place)?;
    if let Some((year, last)) = year(tokens, after) {
        return Read::full([day(year, month, number), None], last);
    }
    let last = after.saturating_sub(1);
    let alone = !matches!(tokens.sort(last + 1), Some(Sort::Word | Sort::Digits));
    let amount = day_place > month_place && amounts::is_amount(tokens, day_place);
    (alone && !amount && is_month_for_sure(tokens, month_place, day_place)).then_some(Read {
        kind: Kind::DayAndMonth,
        days: [None, None],
        last,
    })
}

/// "may" and "mar" are words, and "march" is a verb: without a year they need a capital, an
/// ordinal, or a word such as "on" before them, or no word at all.
fn is_month_for_sure(tokens: &Tokens<'_>, month: usize, day: usize) -> bool {
    if tokens.is_capital(month) || !tokens.is_one_of(month, "may mar dec") {
        return true;
    }
    let ordinal = over_ordinal(tokens, day + 1) > day + 1;
    let on = tokens
        .words_before(month.min(day), 1)
        .next()
        .is_none_or(|place| tokens.is_one_of(place, "on since from until by"));
    ordinal || on || day < month
}

/// The year at or after `at`: of four digits, or of two where no time, amount or count follows.
fn year(tokens: &Tokens<'_>, at: usize) -> Option<(u32, usize)> {
    let mut place = over_joint(tokens, at);
    if tokens.folded(place) == "of" {
        place = tokens.over_spaces(place + 1);
    }
    let number = tokens.number(place)?;
    match tokens.digits(place) {
        4 if (1900..2100).contains(&number) => Some((number, place)),
        2 => {
            let next = tokens.over_spaces(place + 1);
            let counts = tokens.folded(next) == "of"
                || matches!(tokens.sort(place + 1), Some(Sort::Word))
                || tokens.is_sign(place + 1, ':')
                || !tokens.ends_alone(place)
                || amounts::is_amount(tokens, place);
            (!counts).then_some((century(number), place))
        }
        _ => None,
    }
}

/// Two digits of a year, with a century; which one does not matter for whether it is a date, and
/// the days of a visit are in this one.
fn century(year: u32) -> u32 {
    2000 + year
}

fn day(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// The day that two numbers mean, month first and day first.
fn either(first: u32, second: u32, year: u32) -> [Option<NaiveDate>; 2] {
    [day(year, first, second), day(year, second, first)]
}

fn day_number(tokens: &Tokens<'_>, at: usize) -> Option<u32> {
    let number = tokens.number(at)?;
    (tokens.digits(at) <= 2 && (1..=31).contains(&number)).then_some(number)
}

/// Over "st", "nd", "rd", "th", and "of" after it.
fn over_ordinal(tokens: &Tokens<'_>, at: usize) -> usize {
    let ordinal = tokens.is_one_of(at, "st nd rd th");
    let place = if ordinal { at + 1 } else { at };
    let of = tokens.over_spaces(place);
    if tokens.folded(of) == "of" {
        of + 1
    } else {
        place
    }
}

/// Over spaces, a comma, a point, a dash, a slash or an apostrophe.
fn over_joint(tokens: &Tokens<'_>, at: usize) -> usize {
    let joins = |place: &usize| {
        matches!(
            tokens.sort(*place),
            Some(Sort::Space | Sort::Sign(',' | '.' | '-' | '/' | '\''))
        )
    };
    (at..at + 4).find(|place| !joins(place)).unwrap_or(at)
}

/// The month that a word names, from 1: whole, by three letters, or with a slip in a long name.
pub(super) fn month_at(tokens: &Tokens<'_>, at: usize) -> Option<u32> {
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
    const LONG: usize = 7;
    let word = tokens.folded(at);
    let place = MONTHS.iter().position(|month| {
        *month == word
            || (word.len() == 3 && month.starts_with(word))
            || (month.len() >= LONG && is_near(word, month))
            || (word == "sept" && *month == "september")
    })?;
    u32::try_from(place + 1).ok()
}
