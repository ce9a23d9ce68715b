//! The words by which a number is announced ("medical record no.", "D.O.B.", "tel"), as they are
//! typed in a hurry: dotted, hyphenated, in the plural, with one letter wrong.

use super::tokens::{Sort, Tokens, holds};

/// The place after `phrase`, if it stands at `at`. Its words are parted by spaces; a word in
/// capitals is an abbreviation that may also be spelled out ("M.R.N.", "d/o/b", "M R N").
pub(super) fn phrase(tokens: &Tokens<'_>, at: usize, phrase: &str) -> Option<usize> {
    // Most words begin otherwise: cheap to see, and every first letter must be right.
    let first = tokens.folded(at).bytes().next()?;
    if phrase
        .bytes()
        .next()
        .map(|letter| letter.to_ascii_lowercase())
        != Some(first)
    {
        return None;
    }
    // Not the end of a longer word: "nonmember", "csr-id".
    let half = at
        .checked_sub(2)
        .is_some_and(|word| tokens.is_sign(word + 1, '-') && tokens.word(word).is_some());
    if half || matches!(tokens.before(at), Some(Sort::Word | Sort::Digits)) {
        return None;
    }
    let mut place = at;
    for (index, word) in phrase.split(' ').enumerate() {
        if index > 0 {
            place = over_joint(tokens, place);
        }
        place = one_word(tokens, place, word)?;
    }
    Some(place)
}

fn one_word(tokens: &Tokens<'_>, at: usize, wanted: &str) -> Option<usize> {
    if !wanted.starts_with(char::is_uppercase) {
        return is_near(tokens.folded(at), wanted).then_some(at + 1);
    }
    let found = tokens.folded(at);
    let singular = found.strip_suffix('s').unwrap_or(found);
    if found.eq_ignore_ascii_case(wanted) || singular.eq_ignore_ascii_case(wanted) {
        return Some(at + 1);
    }
    spelled_out(tokens, at, wanted)
}

/// "M.R.N", "M R N", "d/o/b": the letters of an abbreviation, each with one sign after it.
fn spelled_out(tokens: &Tokens<'_>, at: usize, wanted: &str) -> Option<usize> {
    let mut place = at;
    for (index, letter) in wanted.chars().enumerate() {
        if index > 0 {
            let parted = matches!(
                tokens.sort(place),
                Some(Sort::Space | Sort::Sign('.' | '/'))
            );
            place = tokens.over_spaces(if parted { place + 1 } else { return None });
        }
        let mut found = tokens.folded(place).chars();
        if found.next() != Some(letter.to_ascii_lowercase()) || found.next().is_some() {
            return None;
        }
        place += 1;
    }
    Some(place)
}

/// Over what may part two words of a phrase: "med. rec.", "birth-date", "driver's license".
fn over_joint(tokens: &Tokens<'_>, at: usize) -> usize {
    let mut place = at;
    if tokens.is_sign(place, '\'') && tokens.folded(place + 1) == "s" {
        place += 2;
    }
    for _ in 0..2 {
        if matches!(
            tokens.sort(place),
            Some(Sort::Space | Sort::Sign('.' | '-' | '/'))
        ) {
            place += 1;
        }
    }
    place
}

/// Says whether `word` is `wanted`, or is it but for one slip of the fingers: two letters
/// swapped, one too many, missing or wrong. Words under five letters must be right, and so must
/// every first letter.
pub(super) fn is_near(word: &str, wanted: &str) -> bool {
    if word == wanted {
        return true;
    }
    let (word, wanted) = (word.as_bytes(), wanted.as_bytes());
    let same = word.iter().zip(wanted).take_while(|(a, b)| a == b).count();
    if wanted.len() < 5 || same == 0 || word.len().abs_diff(wanted.len()) > 1 {
        return false;
    }
    let word = word.get(same..).unwrap_or_default();
    let wanted = wanted.get(same..).unwrap_or_default();
    let ends = word.iter().rev().zip(wanted.iter().rev());
    let same = ends.take_while(|(a, b)| a == b).count();
    let word = word.get(..word.len() - same).unwrap_or_default();
    let wanted = wanted.get(..wanted.len() - same).unwrap_or_default();
    match (word, wanted) {
        ([a, b], [c, d]) => a == d && b == c,
        (word, wanted) => word.len() <= 1 && wanted.len() <= 1,
    }
}

/// What stands between a label and its number.
pub(super) struct Gap {
    /// Where the number begins.
    pub(super) to: usize,
    /// Whether it was called a number, an id, or "#".
    pub(super) says_number: bool,
    /// Whether it was called the last digits of a number.
    pub(super) says_last: bool,
}

/// Signs between a label and its number.
const BETWEEN: [char; 13] = [
    ':', '.', '=', '(', ')', '-', '/', '\\', '"', '\'', '?', '~', '>',
];

/// Words between a label and its number: "MRN is", "SSN listed as".
const FILLERS: &str = "is was are of s as listed given shown reads";

/// How many tokens may stand between a label and its number.
const WIDEST_GAP: usize = 10;

/// From a label to its number: over "no.", "number", "is", "ending in", "last 4", colons, hashes
/// and spaces. A word of up to four letters on the number ("AB-4471") belongs to the number.
pub(super) fn gap(tokens: &Tokens<'_>, from: usize) -> Option<Gap> {
    let mut gap = Gap {
        to: from,
        says_number: false,
        says_last: false,
    };
    for _ in 0..WIDEST_GAP {
        match tokens.sort(gap.to)? {
            Sort::Digits => {
                let counts = gap.says_last && tokens.digits(gap.to) == 1;
                if !counts {
                    return Some(gap);
                }
            }
            Sort::Sign('#' | '№') => gap.says_number = true,
            // "The policy number, 4471902, is on page 2."
            Sort::Sign(',') if gap.says_number => {}
            Sort::Sign(sign) if BETWEEN.contains(&sign) => {}
            Sort::Space => {}
            Sort::Word => {
                let word = tokens.folded(gap.to);
                let plural = word.strip_suffix('s').unwrap_or(word);
                if holds("no nr nbr num number id identifier", plural) || is_near(word, "number") {
                    gap.says_number = true;
                } else if holds("last four ending ends end", word) {
                    gap.says_last = true;
                } else if is_prefix(tokens, gap.to) {
                    return Some(gap);
                } else if !(holds(FILLERS, word) || (word == "in" && gap.says_last)) {
                    return None;
                }
            }
            Sort::Sign(_) => return None,
        }
        gap.to += 1;
    }
    None
}

/// The letters of "AB4471", "S26-10442": up to four, a number right behind them.
pub(super) fn is_prefix(tokens: &Tokens<'_>, at: usize) -> bool {
    let short = tokens.word(at).is_some_and(|word| word.len() <= 4);
    let hyphen = usize::from(tokens.is_sign(at + 1, '-'));
    short && tokens.digits(at + 1 + hyphen) > 0
}
