//! Telephone and fax numbers: ten digits in groups, international ones with their plus, and
//! shorter ones near a word that says so.

use super::phrases::is_near;
use super::tokens::{Sort, Tokens};
use super::{Found, Kind, amounts, things};

/// A telephone number that begins at `at`.
pub(super) fn phone(tokens: &Tokens<'_>, at: usize) -> Found {
    let last = grouped(tokens, at)
        .or_else(|| international(tokens, at))
        .or_else(|| announced(tokens, at))?;
    let harmless = amounts::is_amount(tokens, last) || things::is_of_a_thing(tokens, at);
    (!harmless).then_some((Kind::Phone, last))
}

/// (312) 555-0123, 312-555-0123, 312.555.0123, 312 555 0123, 312 - 555 - 0123, 312-5550123.
pub(super) fn grouped(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let area = at + usize::from(tokens.is_sign(at, '('));
    if tokens.digits(area) != 3 || !may_begin(tokens, area) {
        return None;
    }
    let (joint, place) = if area > at {
        let closed = tokens.is_sign(area + 1, ')').then_some(area + 2)?;
        (
            ')',
            tokens
                .over_joint(closed, &['-', ' '])
                .map_or(closed, |(_, place)| place),
        )
    } else {
        tokens.over_joint(area + 1, &JOINTS)?
    };
    if matches!(joint, ')' | '-') && tokens.digits(place) == 7 && ends(tokens, place) {
        return Some(place);
    }
    let last = local(tokens, place)?;
    // With spaces only, three amounts in a row look the same: 100 250 1000.
    let amounts = joint == ' '
        && (!is_exchange(tokens, area)
            || !is_exchange(tokens, place)
            || amounts::are_round(tokens, [area, place, last]));
    (!amounts).then_some(last)
}

/// A telephone number may end right before its extension: 312-555-0142x12.
fn ends(tokens: &Tokens<'_>, last: usize) -> bool {
    tokens.ends_alone(last) || tokens.is_one_of(last + 1, "x ext")
}

/// What joins the groups of a telephone number.
const JOINTS: [char; 4] = ['-', '.', '/', ' '];

/// 555-0123.
fn local(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    if tokens.digits(at) != 3 {
        return None;
    }
    let (_, last) = tokens.over_joint(at + 1, &JOINTS)?;
    (tokens.digits(last) == 4 && ends(tokens, last)).then_some(last)
}

/// Area codes and exchanges begin with 2 to 9.
fn is_exchange(tokens: &Tokens<'_>, at: usize) -> bool {
    !tokens.text(at).starts_with(['0', '1'])
}

/// A telephone number may stand after its country code: 1-312-…
fn may_begin(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.begins_alone(at)
        || at
            .checked_sub(2)
            .is_some_and(|before| tokens.text(before) == "1" && tokens.begins_alone(before))
}

fn is_joint(tokens: &Tokens<'_>, at: usize) -> bool {
    matches!(
        tokens.sort(at),
        Some(Sort::Space | Sort::Sign('-' | '.' | '/'))
    )
}

/// +49 30 1234567.
fn international(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    const MOST_TOKENS: usize = 16;
    let plus = tokens.is_sign(at, '+')
        && tokens.digits(at + 1) > 0
        && !matches!(tokens.before(at), Some(Sort::Word | Sort::Digits));
    if !plus {
        return None;
    }
    let (mut digits, mut last) = (0, at + 1);
    for place in at + 1..at + MOST_TOKENS {
        if tokens.digits(place) > 0 {
            digits += tokens.digits(place);
            last = place;
        } else if !is_joint(tokens, place)
            && !matches!(tokens.sort(place), Some(Sort::Sign('(' | ')')))
        {
            break;
        }
    }
    (8..=15).contains(&digits).then_some(last)
}

/// 555-0123 and 5550123 near "call", "tel", "her number"; ten digits in one near the same.
fn announced(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    if !tokens.begins_alone(at) || !is_exchange(tokens, at) {
        return None;
    }
    if let Some(last) = local(tokens, at) {
        let span = amounts::are_round(tokens, [at]) && tokens.text(last).ends_with("00");
        let alone_in_brackets = at
            .checked_sub(1)
            .is_some_and(|before| tokens.is_sign(before, '('))
            && tokens.is_sign(at + 1, '-')
            && tokens.is_sign(last + 1, ')');
        let said = alone_in_brackets || is_announced(tokens, at, last, 6);
        return (!span && said).then_some(last);
    }
    let in_one = matches!(tokens.digits(at), 7 | 10 | 11) && ends(tokens, at);
    let with_area =
        tokens.digits(at) == 3 && is_joint(tokens, at + 1) && tokens.digits(at + 2) == 7;
    let last = if with_area { at + 2 } else { at };
    ((in_one || with_area) && is_announced(tokens, at, last, 4)).then_some(last)
}

/// Says whether a word within so many before, or right after, speaks of telephones.
fn is_announced(tokens: &Tokens<'_>, at: usize, last: usize, near: usize) -> bool {
    const BEFORE: &str = "\
        phone phoned telephone telephoned tel tele ph cell mobile fax faxed fx call calls called \
        calling caller callback dial dialed ring rang rung reach reached reachable text texted \
        sms page paged pager beeper voicemail vm lvm lm message msg hotline line contact tc nok \
        kin ice answering whatsapp oncall wk home hm triage spoke emergency answered office \
        clinic desk hours wife husband spouse partner daughter dtr son sister brother mother mom \
        father dad caregiver interpreter service navigator answer free";
    const AFTER: &str = "\
        ext extension x cell mobile home work fax phone tel pager voicemail opt hotline line";
    let is_one = |place: usize, words: &str| {
        let word = tokens.folded(place);
        words.split(' ').any(|wanted| is_near(word, wanted))
    };
    let before = tokens
        .words_before(at, near)
        .any(|place| is_one(place, BEFORE));
    let after = tokens
        .words_after(last + 1, near.div_ceil(2))
        .any(|place| is_one(place, AFTER));
    before || after || is_called_a_number(tokens, at, near)
}

/// "her number is 555-0123", "best # 5550123", "wife @ 555-0123".
fn is_called_a_number(tokens: &Tokens<'_>, at: usize, near: usize) -> bool {
    let number = tokens
        .words_before(at, near)
        .find(|place| tokens.is_one_of(*place, "number num numbers"));
    let of_a_thing = number.is_some_and(|place| things::is_of_a_thing(tokens, place));
    let is = |place: &usize| tokens.is_one_of(*place, "is was");
    let sign = (at.saturating_sub(6)..at)
        .rev()
        .take_while(|place| tokens.word(*place).is_none() || is(place))
        .any(|place| tokens.is_sign(place, '#') || tokens.is_sign(place, '@'));
    let of_somebody = sign && tokens.words_before(at, 1).next().is_some();
    (number.is_some() && !of_a_thing) || of_somebody
}
