//! How strong a passphrase is, in plain words: a rule and a short list of words, with no dictionary
//! to install.
//!
//! What is easily guessed counts little: a common word or a word of the person's own name counts
//! as one character, `aaaa` as one, `1234` and `qwer` as two, a part typed again as nothing,
//! a digit as half. What is left is the length that protects.
//!
//! The crate `zxcvbn` was tried beside this on fifty passphrases and not taken. It knows 30,000
//! English passwords, which found two that this let through (they are in `commonest` now). But it
//! is at its weakest with what a Surveyor is told to type, several words with spaces: it takes
//! `monday tuesday wednesday`, `Correct horse battery staple` and a person's own name with the word
//! *nurse* for strong, as it multiplies what it finds in each part. It brings eleven crates and
//! four megabytes, takes 57 ms for the first key, and 0.5 to 2 seconds a key on 41 to 100 mixed
//! signs, as password managers make them.

use super::commonest::COMMONEST;

/// How well a passphrase protects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Protection {
    /// Not accepted: found by trying for seconds or hours.
    TooWeak,
    /// Accepted.
    Fair,
    /// Accepted, and good.
    Strong,
}

/// What to say about a passphrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strength {
    /// How well it protects.
    pub protection: Protection,
    /// One or two sentences: what is weak about it and what to do, or that it is good.
    pub words: String,
}

impl Strength {
    /// Says whether it may be used.
    pub fn is_accepted(&self) -> bool {
        self.protection >= Protection::Fair
    }
}

/// The weight of one hard-to-guess character; a digit weighs half.
const WHOLE: u32 = 2;
const FAIR: u32 = 12 * WHOLE;
const STRONG: u32 = 18 * WHOLE;
/// A shorter word of a name stands in a passphrase by chance.
const SHORTEST_OWN_WORD: usize = 3;
/// So many in a row make a sequence.
const SEQUENCE: usize = 3;
const KEY_ROWS: &[&str] = &[
    "qwertyuiop",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "yxcvbnm",
    "1234567890",
];

/// Why characters count little; the first of several is the one that is said.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    OwnWord,
    Common,
    Again,
    Sequence,
    Repeat,
}

/// Judges `passphrase`. `own_words` are the words of the person's name and the like.
pub fn strength(passphrase: &str, own_words: &[&str]) -> Strength {
    let letters: Vec<char> = passphrase.chars().flat_map(char::to_lowercase).collect();
    let mut weights: Vec<Weight> = letters.iter().map(|c| Weight::plain(*c)).collect();
    for word in own_words.iter().flat_map(|words| words.split_whitespace()) {
        if word.chars().count() >= SHORTEST_OWN_WORD {
            discount_word(&letters, &mut weights, word, Why::OwnWord);
        }
    }
    for word in COMMONEST {
        discount_word(&letters, &mut weights, word, Why::Common);
    }
    discount_repeated_parts(&letters, &mut weights);
    let all: Vec<(usize, char)> = letters.iter().copied().enumerate().collect();
    // `a b c d` is no better than `abcd`.
    let spelled: Vec<(usize, char)> = all
        .iter()
        .copied()
        .filter(|(_, letter)| letter.is_alphanumeric())
        .collect();
    discount_runs(&spelled, &mut weights, Why::Sequence, in_sequence);
    discount_runs(&all, &mut weights, Why::Repeat, |a, b| {
        (a == b).then_some(0)
    });
    let total: u32 = weights.iter().map(|weight| weight.halves).sum();
    let why = weights.iter().filter_map(|weight| weight.why).min();
    told(letters.len(), total, why)
}

fn told(length: usize, total: u32, why: Option<Why>) -> Strength {
    let protection = match total {
        0..FAIR => Protection::TooWeak,
        FAIR..STRONG => Protection::Fair,
        _ => Protection::Strong,
    };
    let weak = match why {
        _ if length == 0 => "Type a passphrase.",
        _ if length < 12 => "Too short.",
        Some(Why::OwnWord) => "It holds a word of your own name, which is tried first.",
        Some(Why::Common) => "It holds one of the commonest passwords, which are tried first.",
        Some(Why::Again) => "The same part typed twice protects no better than once.",
        Some(Why::Sequence) => "Keys in a row such as 1234 or qwerty are tried first.",
        Some(Why::Repeat) => "The same character again and again is easily guessed.",
        None => "Digits alone are few to try.",
    };
    let words = match protection {
        Protection::TooWeak => format!(
            "{weak} Take four or five words that have nothing to do with each other or with you."
        ),
        Protection::Fair => {
            "Fair: it keeps out a finder of the laptop. One more word makes it strong.".to_owned()
        }
        Protection::Strong => "Strong.".to_owned(),
    };
    Strength { protection, words }
}

/// What one character adds, in halves, and why it adds little.
#[derive(Clone, Copy)]
struct Weight {
    halves: u32,
    why: Option<Why>,
}

impl Weight {
    fn plain(letter: char) -> Self {
        let halves = if letter.is_ascii_digit() { 1 } else { WHOLE };
        Self { halves, why: None }
    }
}

/// Lets the characters at these places weigh `keep` halves in all.
fn discount(weights: &mut [Weight], places: impl IntoIterator<Item = usize>, keep: u32, why: Why) {
    let mut left = keep;
    for place in places {
        let Some(weight) = weights.get_mut(place) else {
            continue;
        };
        weight.halves = weight.halves.min(left);
        left -= weight.halves;
        weight.why = Some(weight.why.map_or(why, |before| before.min(why)));
    }
}

/// `p@ssw0rd` is `password` to a guesser. The digit 1 stands for two letters, hence two readings.
fn readings(letters: &[char]) -> [Vec<char>; 3] {
    let read = |one: char| {
        letters
            .iter()
            .map(|letter| match letter {
                '@' | '4' => 'a',
                '0' => 'o',
                '1' | '!' => one,
                '3' => 'e',
                '$' | '5' => 's',
                '7' => 't',
                other => *other,
            })
            .collect()
    };
    [letters.to_vec(), read('i'), read('l')]
}

fn discount_word(letters: &[char], weights: &mut [Weight], word: &str, why: Why) {
    let word: Vec<char> = word.chars().flat_map(char::to_lowercase).collect();
    for reading in readings(letters) {
        for (start, window) in reading.windows(word.len().max(1)).enumerate() {
            if window == word {
                discount(weights, start..start + word.len(), WHOLE, why);
            }
        }
    }
}

/// A part of at least four characters that stood before adds nothing when it comes again.
fn discount_repeated_parts(letters: &[char], weights: &mut [Weight]) {
    const PART: usize = 4;
    for (start, part) in letters.windows(PART).enumerate().skip(PART) {
        let before = letters.iter().take(start).copied().collect::<Vec<_>>();
        if before.windows(PART).any(|earlier| earlier == part) {
            discount(weights, start..start + PART, 0, Why::Again);
        }
    }
}

/// Stretches in which each character follows from the one before in the same way. Each comes with
/// its place.
fn discount_runs<T: PartialEq>(
    letters: &[(usize, char)],
    weights: &mut [Weight],
    why: Why,
    follows: impl Fn(char, char) -> Option<T>,
) {
    let keep = if why == Why::Repeat { WHOLE } else { 2 * WHOLE };
    let mut start = 0;
    let mut way: Option<T> = None;
    let mut end_run = |start: usize, end: usize| {
        if end - start >= SEQUENCE {
            let run = letters.iter().skip(start).take(end - start);
            discount(weights, run.map(|(place, _)| *place), keep, why);
        }
    };
    for (at, pair) in letters.windows(2).enumerate() {
        let next = match pair {
            [(_, a), (_, b)] => follows(*a, *b),
            _ => None,
        };
        if next.is_none() || next != way {
            end_run(start, at + 1);
            start = if next.is_some() { at } else { at + 1 };
            way = next;
        }
    }
    end_run(start, letters.len());
}

/// The step from `a` to `b` in the alphabet, the digits or a row of keys; `None` if there is none.
fn in_sequence(a: char, b: char) -> Option<i8> {
    if !a.is_alphanumeric() || !b.is_alphanumeric() {
        return None;
    }
    match i64::from(u32::from(b)) - i64::from(u32::from(a)) {
        1 => return Some(1),
        -1 => return Some(-1),
        _ => {}
    }
    KEY_ROWS.iter().find_map(|row| {
        let (from, to) = (row.find(a)?, row.find(b)?);
        match to.checked_sub(from) {
            Some(1) => Some(2),
            _ if from.checked_sub(to) == Some(1) => Some(-2),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn protection(passphrase: &str) -> Protection {
        strength(passphrase, &["Ann Kowalski", "RN"]).protection
    }

    #[test]
    fn what_is_guessed_first_is_refused() {
        for weak in [
            "",
            "kestrel",
            "Password1234",
            "P@ssw0rd!P@ssw0rd!",
            "aaaaaaaaaaaaaaaaaaaa",
            "12345678901234567890",
            "qwertyuiopasdfghjkl",
            "abcdefghijklmnopqrst",
            "ann.kowalski.nurse",
            "kestrkestrkestrkestr",
            "zyxwvutsrqponmlkjih",
            "847362519084",
            "Correct horse battery staple",
            "summer2024summer2024",
            "a b c d e f g h i j",
            "monday tuesday wednesday",
            "manchesterunited",
            "lavenderlemonade",
            "basketball player",
            "september 14 1987",
        ] {
            assert_eq!(protection(weak), Protection::TooWeak, "{weak}");
        }
    }

    #[test]
    fn unrelated_words_are_accepted_and_more_of_them_are_strong() {
        assert_eq!(protection("tundra kettle"), Protection::Fair);
        assert_eq!(protection("velvet otter kiln ramp"), Protection::Strong);
        assert_eq!(protection("ящерица вагон кувшин"), Protection::Strong);
        assert!(strength("tundra kettle", &[]).is_accepted());
    }

    #[test]
    fn the_reason_is_told_in_words() {
        assert!(strength("short", &[]).words.starts_with("Too short."));
        let own = strength("kowalski-1987", &["Ann Kowalski"]);
        assert!(own.words.contains("your own name"), "{}", own.words);
        let row = strength("qwertyuiop12345", &[]);
        assert!(row.words.contains("tried first"), "{}", row.words);
    }

    #[test]
    fn a_longer_passphrase_is_never_judged_weaker() {
        let mut typed = String::new();
        let mut best = Protection::TooWeak;
        for letter in "velvet otter kiln ramp".chars() {
            typed.push(letter);
            let now = protection(&typed);
            assert!(now >= best, "{typed}");
            best = now;
        }
    }
}
