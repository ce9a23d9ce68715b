//! Long numbers: seven digits or more beside a patient, unless they are doses or belong to a thing.

use super::tokens::{Sort, Tokens};
use super::{Found, Kind, amounts, things};

/// How many digits in a row make a long number.
const LONG: usize = 7;

/// How many digits in groups of three or more make one: 200-918-823.
const LONG_IN_GROUPS: usize = 9;

/// A long number that begins at `at`.
pub(super) fn long_number(tokens: &Tokens<'_>, at: usize) -> Found {
    let last = if tokens.digits(at) >= LONG {
        at
    } else {
        in_groups(tokens, at)?
    };
    let harmless = amounts::is_amount(tokens, last) || things::is_of_a_thing(tokens, at);
    (!harmless).then_some((Kind::LongNumber, last))
}

/// Groups of three and more digits, joined by dashes; round numbers are steps of a dose.
fn in_groups(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    const MOST_GROUPS: usize = 6;
    if !tokens.begins_alone(at) {
        return None;
    }
    let (mut digits, mut last, mut round) = (0, at, true);
    for group in (at..at + 2 * MOST_GROUPS).step_by(2) {
        if tokens.digits(group) < 3 {
            break;
        }
        digits += tokens.digits(group);
        round &= tokens.text(group).ends_with(['0', '5']);
        last = group;
        if tokens.sort(group + 1) != Some(Sort::Sign('-')) {
            break;
        }
    }
    (digits >= LONG_IN_GROUPS && last > at + 2 && !round && tokens.ends_alone(last)).then_some(last)
}
