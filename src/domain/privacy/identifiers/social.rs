//! Social security numbers: by their shape, or by what they are called.

use super::phrases::{gap, phrase};
use super::tokens::{Sort, Tokens};
use super::{Found, Kind, amounts};

/// 123-45-6789 wherever it stands, nine digits or the last four after "SSN".
pub(super) fn social_security(tokens: &Tokens<'_>, at: usize) -> Found {
    let last = shaped(tokens, at).or_else(|| labelled(tokens, at))?;
    Some((Kind::SocialSecurity, last))
}

/// 123-45-6789, 123 45 6789, 123.45.6789, 123 - 45 - 6789.
fn shaped(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    if tokens.digits(at) != 3 || !tokens.begins_alone(at) {
        return None;
    }
    let (first, middle) = tokens.over_joint(at + 1, &['-', '.', ' '])?;
    let (second, last) = tokens.over_joint(middle + 1, &[first])?;
    let groups = tokens.digits(middle) == 2 && tokens.digits(last) == 4 && first == second;
    let whole = groups && tokens.ends_alone(last) && !amounts::is_amount(tokens, last);
    // With spaces only, three doses in a row look the same.
    let doses = first == ' ' && amounts::are_round(tokens, [at, middle, last]);
    (whole && !doses).then_some(last)
}

fn labelled(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    const LABELS: [&str; 5] = [
        "SSN",
        "social security",
        "soc security",
        "soc sec",
        "social sec",
    ];
    // Words that mean other things as well: only with all nine digits.
    const UNSURE: [&str; 2] = ["SS", "social"];
    let after = |labels: &[&str]| labels.iter().find_map(|label| phrase(tokens, at, label));
    let (from, sure) = match after(&LABELS) {
        Some(from) => (from, true),
        None => (after(&UNSURE)?, false),
    };
    let gap = gap(tokens, over_mask(tokens, from))?;
    let (digits, last) = digits(tokens, gap.to);
    let says_last = gap.says_last
        || tokens
            .words_before(at, 3)
            .any(|place| tokens.folded(place) == "last");
    let whole = digits == 9;
    let end = digits == 4 && tokens.digits(last) == 4 && tokens.ends_alone(last);
    (whole || (end && (sure || says_last))).then_some(last)
}

/// Over the hidden digits of ***-**-6789, XXX-XX-6789.
fn over_mask(tokens: &Tokens<'_>, from: usize) -> usize {
    let hidden = |place: usize| {
        let crosses = tokens
            .word(place)
            .is_some_and(|word| word.chars().all(|c| "xX".contains(c)));
        let signs = [' ', '*', '-', ':', '#', '•', '.'];
        let sign = matches!(tokens.sort(place), Some(Sort::Sign(sign)) if signs.contains(&sign));
        crosses || sign || tokens.sort(place) == Some(Sort::Space)
    };
    (from..from + 12)
        .find(|place| !hidden(*place))
        .unwrap_or(from)
}

/// Digits from `at` on, over single dashes, points and spaces: how many, and where they end.
fn digits(tokens: &Tokens<'_>, at: usize) -> (usize, usize) {
    let (mut count, mut last) = (tokens.digits(at), at);
    while count < 9
        && matches!(
            tokens.sort(last + 1),
            Some(Sort::Space | Sort::Sign('-' | '.'))
        )
        && tokens.digits(last + 2) > 0
    {
        count += tokens.digits(last + 2);
        last += 2;
    }
    (count, last)
}
