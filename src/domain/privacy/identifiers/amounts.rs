//! Amounts and series of the field, which identify nobody: doses, hours, days of a cycle.

use super::tokens::{Sort, Tokens};

/// What an amount is of. Words that also begin a remark ("day 8", "L breast") are not here.
const UNITS: &str = "\
    mg mcg ug g gm kg ml dl cc unit units u iu miu cells cfu copies mmol meq mm cm h hr hrs \
    hours min mins minutes sec days weeks wks months drops gtt per million usd dollars yr yrs \
    years mos";

/// Says whether the number that ends with `last` is an amount: a unit follows, or a percent sign,
/// or a part of something ("ng/ml", "/kg").
pub(super) fn is_amount(tokens: &Tokens<'_>, last: usize) -> bool {
    let part =
        |slash: usize| tokens.is_sign(slash, '/') && tokens.is_one_of(slash + 1, "l ml dl kg h");
    let next = tokens.over_spaces(last + 1);
    match tokens.sort(next) {
        Some(Sort::Word) => tokens.is_one_of(next, UNITS) || part(next + 1),
        Some(Sort::Sign('%')) => true,
        _ => part(next),
    }
}

/// Says whether numbers are as round as doses are: 100 250 1000.
pub(super) fn are_round<const N: usize>(tokens: &Tokens<'_>, places: [usize; N]) -> bool {
    places
        .into_iter()
        .all(|place| tokens.text(place).ends_with(['0', '5']))
}

/// Says whether the three numbers from `at` to `last` (8/9/10, 10-12-14) are hours, days of a
/// cycle, doses or a place in a text rather than a date.
pub(super) fn is_series(tokens: &Tokens<'_>, at: usize, last: usize) -> bool {
    const BEFORE: &str = "\
        d day days c cycle cycles week weeks wk wks q every doses grade grades step steps rate \
        rates flow taper ratio auc bp hr temp temps pain section sections sect sec item items \
        page pages standard standards std element elements levels gauge hours drops";
    let ahead = at.checked_sub(1).map(|before| {
        if tokens.sort(before) == Some(Sort::Space) {
            before.saturating_sub(1)
        } else {
            before
        }
    });
    // The last letter of an abbreviation, such as "d/c", says nothing.
    let whole = |place: usize| !matches!(tokens.before(place), Some(Sort::Sign('/' | '.')));
    let announced = |place: usize| tokens.is_one_of(place, BEFORE) && whole(place);
    if ahead.is_some_and(|place| announced(place) || tokens.is_sign(place, '§')) {
        return true;
    }
    let numbers: Vec<u32> = (at..=last)
        .filter_map(|place| tokens.number(place))
        .collect();
    // 8/9/10, and the days of a cycle that every oncology nurse knows.
    let counted = numbers
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if a + 1 == *b));
    if counted || numbers == [1, 8, 15] {
        return true;
    }
    let next = tokens.over_spaces(last + 1);
    let schedule = tokens.is_one_of(next, "q every schedule of clock o");
    let of_day = tokens.is_one_of(next, "am pm") && are_hours(tokens, at, last);
    is_amount(tokens, last) || schedule || of_day
}

fn are_hours(tokens: &Tokens<'_>, at: usize, last: usize) -> bool {
    let hours = (at..=last).filter_map(|place| tokens.number(place));
    hours.is_sorted() && tokens.number(last).is_some_and(|hour| hour <= 24)
}
