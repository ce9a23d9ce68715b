//! Numbers that identify: social security, telephone, record numbers, long rows of digits.

use super::Kind;
use super::tokens::{Sort, Tokens};

type Found = Option<(Kind, usize)>;

/// 123-45-6789, with dashes or spaces.
pub(super) fn social_security(tokens: &Tokens<'_>, at: usize) -> Found {
    let shape = tokens.digits(at) == 3 && tokens.digits(at + 2) == 2 && tokens.digits(at + 4) == 4;
    let joined = [at + 1, at + 3]
        .into_iter()
        .all(|place| tokens.is_sign(place, '-') || tokens.sort(place) == Some(Sort::Space));
    (shape && joined && tokens.begins_alone(at) && tokens.ends_alone(at + 4))
        .then_some((Kind::SocialSecurity, at + 4))
}

/// Telephone numbers: ten digits in groups, an international number with its plus, or seven
/// digits after a word that says so.
pub(super) fn phone(tokens: &Tokens<'_>, at: usize) -> Found {
    let last = in_groups(tokens, at)
        .or_else(|| international(tokens, at))
        .or_else(|| after_phone_word(tokens, at))?;
    Some((Kind::Phone, last))
}

/// (312) 555-0123, 312-555-0123, 312.555.0123, 312 555 0123.
fn in_groups(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let mut place = at;
    if tokens.is_sign(place, '(') {
        if tokens.digits(place + 1) != 3 || !tokens.is_sign(place + 2, ')') {
            return None;
        }
        place = tokens.over_spaces(place + 3);
        if tokens.is_sign(place, '-') {
            place += 1;
        }
    } else {
        if tokens.digits(place) != 3 || !may_begin(tokens, place) || !is_joint(tokens, place + 1) {
            return None;
        }
        place += 2;
    }
    let whole = tokens.digits(place) == 3
        && is_joint(tokens, place + 1)
        && tokens.digits(place + 2) == 4
        && tokens.ends_alone(place + 2);
    whole.then_some(place + 2)
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
    if !tokens.is_sign(at, '+') || tokens.digits(at + 1) == 0 {
        return None;
    }
    let (mut digits, mut place, mut last) = (0, at + 1, at + 1);
    loop {
        digits += tokens.digits(place);
        if tokens.digits(place) > 0 {
            last = place;
        } else if !is_joint(tokens, place)
            && !matches!(tokens.sort(place), Some(Sort::Sign('(' | ')')))
        {
            break;
        }
        place += 1;
    }
    (8..=15).contains(&digits).then_some(last)
}

/// "call 555-0123", "tel: 5550123".
fn after_phone_word(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let word = tokens.word(at)?.to_lowercase();
    if ![
        "phone",
        "tel",
        "telephone",
        "cell",
        "mobile",
        "fax",
        "call",
        "pager",
    ]
    .contains(&word.as_str())
    {
        return None;
    }
    let place = over_label(tokens, at + 1)?;
    if tokens.digits(place) == 3 && is_joint(tokens, place + 1) && tokens.digits(place + 2) == 4 {
        return Some(place + 2);
    }
    (7..=15).contains(&tokens.digits(place)).then_some(place)
}

/// The first digit after a label: over "no.", "number", "is", colons, hashes, spaces and a short
/// prefix of letters.
fn over_label(tokens: &Tokens<'_>, from: usize) -> Option<usize> {
    let mut place = from;
    for _ in 0..8 {
        match tokens.sort(place)? {
            Sort::Digits => return Some(place),
            Sort::Space | Sort::Sign(':' | '#' | '.' | '=' | '(' | '-' | '№') => place += 1,
            Sort::Word => {
                let word = tokens.word(place)?.to_lowercase();
                let filler = ["no", "nr", "num", "number", "is", "was", "id", "of"];
                let prefix = word.len() <= 3 && tokens.digits(place + 1) > 0;
                if !filler.contains(&word.as_str()) && !prefix {
                    return None;
                }
                place += 1;
            }
            Sort::Sign(_) => return None,
        }
    }
    None
}

/// A label such as MRN, DOB, "chart number" and digits after it.
pub(super) fn labelled(tokens: &Tokens<'_>, at: usize) -> Found {
    let word = tokens.word(at)?.to_lowercase();
    if matches!(tokens.before(at), Some(Sort::Word)) {
        return None;
    }
    if ["dob", "birthdate", "birthday", "born"].contains(&word.as_str()) {
        return birth(tokens, at + 1);
    }
    let next = tokens.over_spaces(at + 1);
    let second = tokens.word(next).unwrap_or_default().to_lowercase();
    if word == "date" && second == "of" {
        let third = tokens.over_spaces(next + 1);
        let is_birth = tokens
            .word(third)
            .is_some_and(|third| third.eq_ignore_ascii_case("birth"));
        return is_birth.then(|| birth(tokens, third + 1)).flatten();
    }
    // How many digits make it a number of a record: "chart 3 of 5" and "chart: 500 mg" are none.
    let (least, from) = match (word.as_str(), second.as_str()) {
        ("mrn" | "ssn", _) => (2, at + 1),
        ("medical", "record") | ("member" | "insurance" | "subscriber", "id" | "number") => {
            (3, next + 1)
        }
        ("patient" | "pt", "id") => (2, next + 1),
        ("chart" | "account" | "acct" | "record" | "mr", _) => (5, at + 1),
        _ => return None,
    };
    let place = over_label(tokens, from)?;
    let says_number = (from..place).any(|place| {
        tokens.is_sign(place, '#') || matches!(tokens.text(place), "no" | "No" | "number" | "id")
    });
    let (count, last) = run_of_digits(tokens, place);
    let kind = if word == "ssn" {
        Kind::SocialSecurity
    } else {
        Kind::RecordNumber
    };
    (count >= if says_number { least.min(3) } else { least }).then_some((kind, last))
}

/// A digit within the next few tokens makes a birth date; a month's name may stand between.
fn birth(tokens: &Tokens<'_>, from: usize) -> Found {
    (from..from + 8)
        .take_while(|place| !matches!(tokens.sort(*place), None | Some(Sort::Sign('\n' | ';'))))
        .filter(|place| tokens.digits(*place) > 0)
        .last()
        .map(|last| (Kind::BirthDate, last))
}

/// Digits from `at` on, over single dashes: how many, and where they end.
fn run_of_digits(tokens: &Tokens<'_>, at: usize) -> (usize, usize) {
    let (mut count, mut last) = (tokens.digits(at), at);
    while tokens.is_sign(last + 1, '-') && tokens.digits(last + 2) > 0 {
        count += tokens.digits(last + 2);
        last += 2;
    }
    (count, last)
}

/// Seven digits or more in a row, unless a unit of dose follows.
pub(super) fn long(tokens: &Tokens<'_>, at: usize) -> Found {
    if tokens.digits(at) < 7 {
        return None;
    }
    let unit = tokens
        .word(tokens.over_spaces(at + 1))
        .unwrap_or_default()
        .to_lowercase();
    let units = [
        "mg", "mcg", "g", "ml", "l", "unit", "units", "iu", "miu", "cells", "mmol", "meq",
    ];
    (!units.contains(&unit.as_str())).then_some((Kind::LongNumber, at))
}
