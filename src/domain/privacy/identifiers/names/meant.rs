//! Whether a word that is a name and something else is meant as a name: "May" in "asked May about
//! it", not in "may be given" or "May 2024".

use crate::domain::privacy::identifiers::tokens::{Sort, Tokens};

/// Says whether the word from `at` to `last` is meant as a name.
pub(super) fn as_a_name(tokens: &Tokens<'_>, at: usize, last: usize) -> bool {
    if is_half_of_a_term(tokens, at, last) {
        return false;
    }
    if after_title(tokens, at) || is_possessive(tokens, last) || speaks(tokens, last) {
        return true;
    }
    if !is_written_as_a_name(tokens, at) || is_a_time(tokens, at, last) {
        return false;
    }
    !begins_sentence(tokens, at) || is_called(tokens, last) || does(tokens, last)
}

/// "Li-Fraumeni", "self-will".
fn is_half_of_a_term(tokens: &Tokens<'_>, at: usize, last: usize) -> bool {
    let joins = |dash: usize, word: usize| {
        tokens.is_sign(dash, '-') && matches!(tokens.sort(word), Some(Sort::Word))
    };
    joins(last + 1, last + 2) || at.checked_sub(2).is_some_and(|word| joins(word + 1, word))
}

/// "Mrs. May", "pt Rose"; "pt will call" is none.
fn after_title(tokens: &Tokens<'_>, at: usize) -> bool {
    let Some(title) = tokens.words_before(at, 1).next() else {
        return false;
    };
    let point = usize::from(tokens.is_sign(title + 1, '.'));
    let near = tokens.over_spaces(title + 1 + point) == at;
    let person = tokens.is_one_of(title, "mr mrs ms miss dr named");
    let patient = tokens.is_one_of(title, "pt patient nurse");
    near && (person || (patient && is_written_as_a_name(tokens, at)))
}

/// "Rose's port".
fn is_possessive(tokens: &Tokens<'_>, last: usize) -> bool {
    tokens.is_sign(last + 1, '\'') && tokens.folded(last + 2) == "s"
}

/// What only people do: "rose said", "will told me".
fn speaks(tokens: &Tokens<'_>, last: usize) -> bool {
    const SPEECH: &str = "\
        said says told tells asked asks stated states denied denies replied thinks thought wants \
        wanted complained complains mentioned confirmed remembers remembered cried";
    follows(tokens, last, SPEECH)
}

/// What people do, and things in their place in a sentence seldom.
fn does(tokens: &Tokens<'_>, last: usize) -> bool {
    const DOINGS: &str = "\
        was is had has came comes got gets went goes needs needed refused signed arrived left \
        did does reported reports called waited knew knows felt feels";
    follows(tokens, last, DOINGS)
}

fn follows(tokens: &Tokens<'_>, last: usize, words: &str) -> bool {
    let next = tokens.over_spaces(last + 1);
    next > last + 1 && tokens.is_one_of(next, words)
}

/// "Grace, can you tell me your birthday?"
fn is_called(tokens: &Tokens<'_>, last: usize) -> bool {
    tokens.is_sign(last + 1, ',') || tokens.is_sign(last + 1, '?')
}

/// One capital, the rest small: not "MAY", not "ng".
fn is_written_as_a_name(tokens: &Tokens<'_>, at: usize) -> bool {
    let mut letters = tokens.text(at).chars();
    letters.next().is_some_and(char::is_uppercase) && !letters.any(char::is_uppercase)
}

/// "May 2024", "in May", "since April".
fn is_a_time(tokens: &Tokens<'_>, at: usize, last: usize) -> bool {
    const MONTHS: &str = "march april may june july august jan";
    const TIMES: &str = "\
        in since of by until till from to through last next this early mid late every each \
        before";
    let before = at.checked_sub(1).map(|place| {
        if tokens.sort(place) == Some(Sort::Space) {
            place.saturating_sub(1)
        } else {
            place
        }
    });
    let beside_number = tokens.digits(tokens.over_spaces(last + 1)) > 0
        || before.is_some_and(|place| tokens.digits(place) > 0);
    let after_time = before.is_some_and(|place| tokens.is_one_of(place, TIMES));
    tokens.is_one_of(at, MONTHS) && (beside_number || after_time)
}

/// Says whether a capital at `at` may be there only because a sentence begins.
fn begins_sentence(tokens: &Tokens<'_>, at: usize) -> bool {
    for place in (at.saturating_sub(3)..at).rev() {
        match tokens.sort(place) {
            Some(Sort::Space | Sort::Sign('"' | '\'' | '\u{201c}' | '(' | '-')) => {}
            Some(Sort::Sign('\n' | '.' | '?' | '!' | ':' | ';' | '>' | '\u{2022}' | '*')) => {
                return true;
            }
            _ => return false,
        }
    }
    at < 4
}
