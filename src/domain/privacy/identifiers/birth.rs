//! Dates of birth: a date near a word that says so. Talk about dates of birth ("DOB was asked in
//! 4 of 5") holds none.

use super::phrases::{gap, phrase};
use super::tokens::{Sort, Tokens};
use super::{Found, Kind, dates};
use chrono::NaiveDate;

/// What announces a date of birth.
const LABELS: [&str; 15] = [
    "DOB",
    "date of birth",
    "date birth",
    "dt of birth",
    "dte of birth",
    "birth date",
    "birthdate",
    "birth day",
    "birthday",
    "b day",
    "b date",
    "birth dt",
    "bday",
    "born",
    "BD",
];

/// How many words may stand between the label and a date.
const WIDEST: usize = 7;

/// A date of birth whose label begins at `at`.
pub(super) fn birth_date(tokens: &Tokens<'_>, at: usize, visit_days: &[NaiveDate]) -> Found {
    let found = LABELS.iter().find_map(|label| phrase(tokens, at, label));
    let Some(from) = found else {
        return after_initial(tokens, at);
    };
    let last = close(tokens, from).or_else(|| within_sentence(tokens, from, visit_days))?;
    Some((Kind::BirthDate, last))
}

/// "b. 3/14/1961".
fn after_initial(tokens: &Tokens<'_>, at: usize) -> Found {
    if tokens.folded(at) != "b" || !tokens.is_sign(at + 1, '.') {
        return None;
    }
    let read = dates::read(tokens, tokens.over_spaces(at + 2))?;
    (read.kind == Kind::Date).then_some((Kind::BirthDate, read.last))
}

/// A date, in any shape, a few words after the label.
fn within_sentence(tokens: &Tokens<'_>, from: usize, visit_days: &[NaiveDate]) -> Option<usize> {
    // The answer to "Date of birth?" may be a sentence of its own.
    let ends = |place: &usize| tokens.is_sentence_end(*place) && !tokens.is_sign(*place, '?');
    let mut words = 0;
    let near = (from..).take_while(|place| {
        words += usize::from(tokens.word(*place).is_some());
        words <= WIDEST && *place < from + 4 * WIDEST && !ends(place)
    });
    near.filter_map(|place| dates::read(tokens, place))
        .find(|read| !read.is_any_of(visit_days))
        .map(|read| read.last)
}

/// What is a date only right after the label: 031461, 3 14 61, 7/58, July 1958; or right on it.
fn close(tokens: &Tokens<'_>, from: usize) -> Option<usize> {
    let on_it = dates::on_a_label(tokens, from).map(|read| read.last);
    on_it.or_else(|| month_and_year(tokens, from)).or_else(|| {
        let at = gap(tokens, from)?.to;
        compact(tokens, at)
            .or_else(|| spaced(tokens, at))
            .or_else(|| in_two(tokens, at))
    })
}

/// 031461, 03141961, 19610314.
fn compact(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let alone = tokens.begins_alone(at) || !matches!(tokens.before(at), Some(Sort::Digits));
    (alone && matches!(tokens.digits(at), 6 | 8) && tokens.ends_alone(at)).then_some(at)
}

/// 3 14 61.
fn spaced(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let last = at + 4;
    let spaces = [at + 1, at + 3].map(|place| tokens.sort(place)) == [Some(Sort::Space); 2];
    let fits = |place: usize, most: u32| {
        tokens
            .number(place)
            .is_some_and(|number| (1..=most).contains(&number))
    };
    let whole = spaces && fits(at, 31) && fits(at + 2, 31) && matches!(tokens.digits(last), 2 | 4);
    (whole && tokens.ends_alone(last)).then_some(last)
}

/// 7/58 and 12/5, but not 4/5: that is how often it was asked.
fn in_two(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let last = at + 2;
    let joined = matches!(tokens.sort(at + 1), Some(Sort::Sign('/' | '-')));
    let (first, second) = (tokens.number(at)?, tokens.number(last)?);
    let month = (1..=12).contains(&first);
    let whole = joined && month && tokens.begins_alone(at) && tokens.ends_alone(last);
    // More birthdays than asked times: no practice shows so many in a day.
    const MOST_ASKED: u32 = 20;
    (whole && second > MOST_ASKED && tokens.digits(last) == 2).then_some(last)
}

/// July 1958, march 61.
fn month_and_year(tokens: &Tokens<'_>, from: usize) -> Option<usize> {
    let filler = |place: &usize| {
        let sign = matches!(
            tokens.sort(*place),
            Some(Sort::Space | Sort::Sign(':' | '=' | '-'))
        );
        !(sign || tokens.is_one_of(*place, "in is was"))
    };
    let at = (from..from + 5).find(filler)?;
    dates::month_at(tokens, at)?;
    let last = tokens.over_spaces(at + 1);
    let year =
        matches!(tokens.digits(last), 4) || tokens.number(last).is_some_and(|year| year > 31);
    (year && tokens.ends_alone(last)).then_some(last)
}
