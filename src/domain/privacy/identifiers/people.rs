//! People: e-mail addresses, names heard today, names after a title, high ages, streets.

use super::Kind;
use super::tokens::{Sort, Tokens};

type Found = Option<(Kind, usize)>;

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

/// A name on the list of names heard today, whatever its capitals, as whole words.
pub(super) fn heard(tokens: &Tokens<'_>, at: usize, names: &[String]) -> Found {
    tokens.word(at)?;
    names
        .iter()
        .filter_map(|name| same_words(tokens, at, name))
        .max()
        .map(|last| (Kind::NameHeard, last))
}

/// The last token of `name` if its words stand from `at` on; a single letter is no name.
fn same_words(tokens: &Tokens<'_>, at: usize, name: &str) -> Option<usize> {
    let wanted = Tokens::of(name.trim());
    if wanted.len() == 0 || name.trim().chars().count() < 2 {
        return None;
    }
    for offset in 0..wanted.len() {
        let same = match wanted.sort(offset)? {
            Sort::Space => tokens.sort(at + offset) == Some(Sort::Space),
            _ => tokens.text(at + offset).to_lowercase() == wanted.text(offset).to_lowercase(),
        };
        if !same {
            return None;
        }
    }
    Some(at + wanted.len() - 1)
}

/// "Mrs. Rivera", "pt Rivera", "patient Rivera". The last two only before a word that is no
/// usual title of a form or policy.
pub(super) fn after_title(tokens: &Tokens<'_>, at: usize) -> Found {
    const USUAL: [&str; 22] = [
        "Education",
        "Safety",
        "Rights",
        "Care",
        "Identification",
        "Consent",
        "Portal",
        "Handbook",
        "Assessment",
        "Chart",
        "Record",
        "Records",
        "Teaching",
        "Information",
        "Name",
        "Verification",
        "Treatment",
        "Advocate",
        "Navigator",
        "Experience",
        "Policy",
        "Communication",
    ];
    let title = tokens.word(at)?;
    let person = ["Mr", "Mrs", "Ms", "Miss", "Mister", "Dr"].contains(&title);
    let patient = ["pt", "Pt", "PT", "patient", "Patient", "pts"].contains(&title);
    if !(person || patient) {
        return None;
    }
    let mut place = at + 1;
    if tokens.is_sign(place, '.') || (patient && tokens.is_sign(place, ':')) {
        place += 1;
    }
    place = tokens.over_spaces(place);
    if place == at + 1 {
        return None;
    }
    let name = tokens.word(place)?;
    let mut letters = name.chars();
    let looks_so = letters.next().is_some_and(char::is_uppercase)
        && letters.clone().next().is_some()
        && letters.all(|c| !c.is_uppercase() || person);
    (looks_so && !(patient && USUAL.contains(&name))).then_some((Kind::PersonName, place))
}

/// "92-year-old", "aged 94", "101 y/o".
pub(super) fn high_age(tokens: &Tokens<'_>, at: usize) -> Found {
    let is_high = |place: usize| {
        tokens
            .number(place)
            .is_some_and(|age| (90..=125).contains(&age))
    };
    if let Some(word) = tokens.word(at) {
        let place = tokens.over_spaces(at + 1);
        let labelled = ["age", "aged"].contains(&word.to_lowercase().as_str());
        let alone = tokens.ends_alone(place) && !tokens.is_sign(place + 1, '%');
        return (labelled && is_high(place) && alone).then_some((Kind::HighAge, place));
    }
    if !is_high(at) || !tokens.begins_alone(at) {
        return None;
    }
    let mut place = tokens.over_spaces(at + 1);
    if tokens.is_sign(place, '-') {
        place += 1;
    }
    let unit = tokens.word(place)?.to_lowercase();
    let short = unit == "y" && tokens.is_sign(place + 1, '/') && tokens.text(place + 2) == "o";
    let says_old =
        ["year", "years", "yr", "yrs"].contains(&unit.as_str()) && is_old(tokens, place + 1);
    (short || says_old || unit == "yo").then_some((Kind::HighAge, place))
}

fn is_old(tokens: &Tokens<'_>, at: usize) -> bool {
    let mut place = tokens.over_spaces(at);
    if tokens.is_sign(place, '-') {
        place += 1;
    }
    tokens.text(place) == "old"
}

/// "128 Main Street".
pub(super) fn street(tokens: &Tokens<'_>, at: usize) -> Found {
    const WAYS: [&str; 15] = [
        "Street",
        "St",
        "Avenue",
        "Ave",
        "Road",
        "Rd",
        "Drive",
        "Dr",
        "Lane",
        "Ln",
        "Boulevard",
        "Blvd",
        "Court",
        "Highway",
        "Hwy",
    ];
    if !(1..=5).contains(&tokens.digits(at)) || !tokens.begins_alone(at) {
        return None;
    }
    let mut place = at + 1;
    for _ in 0..3 {
        if tokens.sort(place) != Some(Sort::Space) {
            return None;
        }
        let word = tokens.word(place + 1)?;
        if place > at + 1 && WAYS.contains(&word) {
            return Some((Kind::Street, place + 1));
        }
        if !word.starts_with(char::is_uppercase) {
            return None;
        }
        place += 2;
    }
    None
}
