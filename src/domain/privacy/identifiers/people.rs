//! People: e-mail addresses, names after a title, high ages, streets.

use super::tokens::{Sort, Tokens, holds};
use super::{Found, Kind};

/// someone@somewhere.tld: found at the first token of the part before the at-sign.
pub(super) fn email(tokens: &Tokens<'_>, at: usize) -> Found {
    if !is_local(tokens, at)
        || at
            .checked_sub(1)
            .is_some_and(|before| is_local(tokens, before))
    {
        return None;
    }
    let mut place = at;
    while is_local(tokens, place) {
        place += 1;
    }
    if !tokens.is_sign(place, '@') {
        return None;
    }
    place += 1;
    let (mut last, mut points) = (place, 0);
    while let Some(sort) = tokens.sort(place) {
        match sort {
            Sort::Word | Sort::Digits => last = place,
            Sort::Sign('.') => points += 1,
            Sort::Sign('-') => {}
            Sort::Space | Sort::Sign(_) => break,
        }
        place += 1;
    }
    (points > 0 && tokens.word(last).is_some_and(|word| word.len() >= 2))
        .then_some((Kind::Email, last))
}

fn is_local(tokens: &Tokens<'_>, at: usize) -> bool {
    matches!(
        tokens.sort(at),
        Some(Sort::Word | Sort::Digits | Sort::Sign('.' | '_' | '-' | '+' | '%'))
    )
}

/// What follows "patient" or "nurse" with a capital and is no name: titles of forms, roles, what a
/// patient did.
const USUAL: &str = "\
    education safety rights care identification consent portal handbook assessment chart charts \
    record records teaching information name verification treatment advocate navigator \
    experience policy communication instructions label labels id number history bill \
    responsibilities survey satisfaction guide packet binder form forms calendar diary weight \
    height alert dob mrn manager practitioner educator aide station line triage staffing leader \
    initials adult yes no not none some what i";

/// "Mrs. Rivera", "pt Rivera", "patient: Rivera", "MRS. RIVERA".
pub(super) fn after_title(tokens: &Tokens<'_>, at: usize) -> Found {
    let title = tokens.word(at)?;
    let person = tokens.is_one_of(at, "mr mrs ms miss mister dr doctor") && tokens.is_capital(at);
    let patient = tokens.is_one_of(at, "pt pts patient nurse");
    if !(person || patient) {
        return None;
    }
    let mut place = at + 1;
    let form = patient && tokens.folded(at) != "nurse";
    if tokens.is_sign(place, '.') || (form && tokens.is_sign(place, ':')) {
        place += 1;
    }
    place = tokens.over_spaces(place);
    if place == at + 1 {
        return None;
    }
    let name = tokens.word(place)?;
    // "MS Contin" and "PT Consult" are no titles, "MRS. RIVERA" is.
    let shouted = title.chars().count() > 1 && title.chars().all(char::is_uppercase);
    let fits = if shouted {
        let drug = title == "MS" && !tokens.is_sign(at + 1, '.');
        person && !drug && name.chars().count() > 2 && name.chars().all(char::is_uppercase)
    } else {
        is_written_as_a_name(name)
    };
    let usual = patient && is_usual(tokens, place);
    (fits && !usual).then_some((Kind::PersonName, place))
}

/// "Pt name: Quill", "her name is Oda", "Name: Lena Finch".
pub(super) fn after_word_name(tokens: &Tokens<'_>, at: usize) -> Found {
    if !tokens.is_one_of(at, "name named") {
        return None;
    }
    let mut place = at + 1;
    let mut said = tokens.folded(at) == "named";
    for _ in 0..4 {
        let is = tokens.is_one_of(place, "is was");
        said |= is || tokens.is_sign(place, ':');
        if is || matches!(tokens.sort(place), Some(Sort::Space | Sort::Sign(':'))) {
            place += 1;
        }
    }
    let before = tokens.words_before(at, 1).next();
    let of_a_person =
        before.is_some_and(|before| tokens.is_one_of(before, "patient pt s her his first last"));
    let of_a_thing = before.is_some() && !of_a_person;
    let name = tokens.word(place)?;
    let fits = is_written_as_a_name(name) && !is_usual(tokens, place);
    ((said || of_a_person) && !of_a_thing && fits).then_some((Kind::PersonName, place))
}

/// One capital, then small letters.
fn is_written_as_a_name(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.clone().next().is_some()
        && letters.clone().any(char::is_lowercase)
        // McDonald, but no abbreviation.
        && letters.filter(|c| c.is_uppercase()).count() <= 1
}

fn is_usual(tokens: &Tokens<'_>, at: usize) -> bool {
    let word = tokens.folded(at);
    let ending = ["ed", "ing", "tion", "ment", "ized"]
        .iter()
        .any(|end| word.ends_with(end));
    holds(USUAL, word) || (ending && word.len() > 5)
}

/// "92-year-old", "aged 94", "age: 92", "101 y/o", "94 y.o.".
pub(super) fn high_age(tokens: &Tokens<'_>, at: usize) -> Found {
    let is_high = |place: usize| {
        tokens
            .number(place)
            .is_some_and(|age| (90..=125).contains(&age))
    };
    if tokens.is_one_of(at, "age aged") {
        let colon = usize::from(tokens.is_sign(at + 1, ':'));
        let place = tokens.over_spaces(at + 1 + colon);
        let alone = tokens.ends_alone(place) && !tokens.is_sign(place + 1, '%');
        return (is_high(place) && alone).then_some((Kind::HighAge, place));
    }
    if !is_high(at) || !tokens.begins_alone(at) {
        return None;
    }
    let unit = over_dash(tokens, at + 1);
    let old = match tokens.folded(unit) {
        "yo" => Some(unit),
        "y" => {
            let parted = matches!(
                tokens.sort(unit + 1),
                Some(Sort::Space | Sort::Sign('/' | '.'))
            );
            (parted && tokens.folded(unit + 2) == "o").then_some(unit + 2)
        }
        "year" | "years" | "yr" | "yrs" => {
            let old = over_dash(tokens, unit + 1);
            (tokens.folded(old) == "old").then_some(old)
        }
        _ => None,
    }?;
    Some((Kind::HighAge, old))
}

fn over_dash(tokens: &Tokens<'_>, at: usize) -> usize {
    let place = tokens.over_spaces(at);
    tokens.over_spaces(if tokens.is_sign(place, '-') {
        place + 1
    } else {
        place
    })
}

/// "128 Main Street", "15 W. Maple Ave", "PO Box 4471".
pub(super) fn street(tokens: &Tokens<'_>, at: usize) -> Found {
    const WAYS: &str = "\
        street st avenue ave road rd drive dr lane ln boulevard blvd court highway hwy parkway";
    if let Some(last) = post_box(tokens, at) {
        return Some((Kind::Street, last));
    }
    if !(1..=5).contains(&tokens.digits(at)) || !tokens.begins_alone(at) {
        return None;
    }
    let mut place = at + 1;
    for words in 0..4 {
        if tokens.sort(place) != Some(Sort::Space) || !tokens.is_capital(place + 1) {
            return None;
        }
        place += 1;
        if words > 0 && tokens.is_one_of(place, WAYS) {
            return Some((Kind::Street, place));
        }
        place += 1 + usize::from(tokens.is_sign(place + 1, '.'));
    }
    None
}

fn post_box(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let after = super::phrases::phrase(tokens, at, "PO box")?;
    let number = tokens.over_spaces(after);
    (tokens.digits(number) > 0).then_some(number)
}
