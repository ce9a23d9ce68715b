//! Names heard today: a short list that the Surveyor keeps on this laptop, and how a name on it is
//! found in a text: whole words, whatever their capitals and accents, each part of the name alone.
//!
//! Names that are words as well ("May", "Rose", "Will") are found only where they are meant as
//! names; how that is told lives in [`meant`].

mod meant;
mod ordinary;

use super::tokens::{Sort, Tokens, holds};
use super::{Found, Kind};
use std::fmt;

/// The longest name that is listened for, in characters.
pub const LONGEST_NAME: usize = 80;

/// The most names on a list: far more than anyone meets in a day, and few enough to look for all.
pub const MOST_NAMES: usize = 200;

/// Why a name cannot be listened for. The name itself is not in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAName {
    /// Less than two letters.
    #[error("A single letter would be found everywhere. Type the name as you heard it.")]
    TooShort,
    /// Longer than any name.
    #[error("That is too long for one name. Type one person's name, up to {LONGEST_NAME} letters.")]
    TooLong,
    /// Something else than a name.
    #[error("A name has no numbers in it. Type only the name.")]
    HasDigits,
    /// Nothing but "de", "van" and the like.
    #[error("That is only part of a name. Add the rest of it.")]
    OnlyParticles,
    /// It is on the list.
    #[error("That name is on the list already.")]
    Known,
    /// The list is full.
    #[error("The list is full. Take a name out that you will not type any more.")]
    Full,
}

/// The names heard today. Printed for a developer, it says how many they are and never which.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct NamesHeard(Vec<Name>);

#[derive(Clone, PartialEq, Eq)]
struct Name {
    typed: String,
    parts: Vec<Part>,
}

/// A part of a name that may stand alone: "O'Brien", "van der Berg", "Ruiz" of "Peña-Ruiz".
#[derive(Clone, PartialEq, Eq)]
struct Part {
    /// Its words, small and without accents.
    words: Vec<String>,
    /// The same in one: people leave out apostrophes, dashes and spaces.
    joined: String,
    /// It is a word of the language, a month, or so short that it is often something else.
    ordinary: bool,
}

impl fmt::Debug for NamesHeard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NamesHeard({})", self.0.len())
    }
}

impl NamesHeard {
    /// Nobody yet.
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// Listens for one more name, typed as one heard it: a family name, a first name, or both.
    ///
    /// # Errors
    /// When it is no name, is on the list, or the list is full; the error says what to do.
    pub fn add(&mut self, name: &str) -> Result<(), NotAName> {
        let name = Name::of(name)?;
        if self.0.iter().any(|known| known.is_same(&name)) {
            return Err(NotAName::Known);
        }
        if self.0.len() == MOST_NAMES {
            return Err(NotAName::Full);
        }
        self.0.push(name);
        Ok(())
    }

    /// Takes a name out, typed in any way that means the same. Says whether it was there.
    pub fn remove(&mut self, name: &str) -> bool {
        let before = self.0.len();
        if let Ok(name) = Name::of(name) {
            self.0.retain(|known| !known.is_same(&name));
        }
        self.0.len() < before
    }

    /// The names as they were typed, in the order of typing.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|name| name.typed.as_str())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Says whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A list of what was kept; what is no name is left out.
impl<T: AsRef<str>> FromIterator<T> for NamesHeard {
    fn from_iter<I: IntoIterator<Item = T>>(names: I) -> Self {
        let mut heard = Self::none();
        for name in names {
            let _ = heard.add(name.as_ref());
        }
        heard
    }
}

impl Name {
    fn of(typed: &str) -> Result<Self, NotAName> {
        let typed = typed.trim();
        if typed.chars().count() > LONGEST_NAME {
            return Err(NotAName::TooLong);
        }
        let tokens = Tokens::of(typed);
        let places = 0..tokens.len();
        if places.clone().any(|place| tokens.digits(place) > 0) {
            return Err(NotAName::HasDigits);
        }
        let letters: usize = places
            .map(|place| tokens.folded(place).chars().count())
            .sum();
        if letters < 2 {
            return Err(NotAName::TooShort);
        }
        let parts = parts(&tokens);
        if parts.is_empty() {
            return Err(NotAName::OnlyParticles);
        }
        Ok(Self {
            typed: typed.to_owned(),
            parts,
        })
    }

    fn is_same(&self, other: &Self) -> bool {
        let whole = |name: &Self| -> Vec<String> {
            name.parts.iter().map(|part| part.joined.clone()).collect()
        };
        whole(self) == whole(other)
    }
}

/// Small words of names, which say nothing alone.
const PARTICLES: &str = "\
    de da do dos das del della di du la le las los el al bin ibn ben van von der den ter ten st \
    y";

/// Titles, which are no part of a name.
const TITLES: &str = "mr mrs ms miss dr jr sr ii iii";

/// The parts of a name that are looked for, from its words.
fn parts(tokens: &Tokens<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut waiting: Vec<String> = Vec::new();
    for words in words_of(tokens) {
        match words.as_slice() {
            [word] if holds(TITLES, word) => continue,
            [word] if holds(PARTICLES, word) => {
                waiting.push(word.clone());
                continue;
            }
            [] => continue,
            _ => {}
        }
        // Both halves of a double name, but not the O of O'Brien.
        let halves = words
            .iter()
            .filter(|_| words.iter().all(|half| half.len() > 2));
        let halves: Vec<Part> = halves.map(|half| Part::of(vec![half.clone()])).collect();
        if waiting.is_empty() {
            parts.push(Part::of(words));
        } else {
            waiting.extend(words.iter().cloned());
            parts.push(Part::of(std::mem::take(&mut waiting)));
            parts.push(Part::of(words));
        }
        if halves.len() > 1 {
            parts.extend(halves);
        }
    }
    // "Le" and "Do" are whole names for many people.
    if parts.is_empty() && waiting.len() == 1 {
        parts.push(Part::of(waiting));
    }
    parts.retain(|part| part.joined.chars().count() > 1);
    parts
}

/// The words of a name, those joined by an apostrophe or a dash together.
fn words_of(tokens: &Tokens<'_>) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = vec![Vec::new()];
    for place in 0..tokens.len() {
        match tokens.sort(place) {
            Some(Sort::Word) => {
                if let Some(words) = all.last_mut() {
                    words.push(tokens.folded(place).to_owned());
                }
            }
            Some(Sort::Sign('\'' | '-')) => {}
            _ => all.push(Vec::new()),
        }
    }
    all
}

impl Part {
    fn of(words: Vec<String>) -> Self {
        let joined = words.concat();
        let ordinary = words.len() == 1 && ordinary::is_ordinary(&joined);
        Self {
            words,
            joined,
            ordinary,
        }
    }

    /// The last token of this part, if it stands at `at`.
    fn ends(&self, tokens: &Tokens<'_>, at: usize) -> Option<usize> {
        let found = tokens.folded(at);
        // "riveras chart": the apostrophe is what is typed last.
        let plural = self.joined.len() > 3 && found.strip_suffix('s') == Some(self.joined.as_str());
        if found == self.joined || plural {
            return Some(at);
        }
        let mut place = at;
        for (index, word) in self.words.iter().enumerate() {
            if index > 0 {
                let joint = tokens.sort(place);
                let joined = matches!(joint, Some(Sort::Space | Sort::Sign('\'' | '-')));
                place += usize::from(joined);
            }
            if tokens.folded(place) != word {
                return None;
            }
            place += 1;
        }
        place.checked_sub(1)
    }
}

/// A name on the list that begins at `at`.
pub(super) fn heard(tokens: &Tokens<'_>, at: usize, names: &NamesHeard) -> Found {
    tokens.word(at)?;
    let last = names
        .0
        .iter()
        .filter_map(|name| last_of(tokens, at, name))
        .max()?;
    Some((Kind::NameHeard, last))
}

/// The last token of as much of `name` as stands at `at`.
fn last_of(tokens: &Tokens<'_>, at: usize, name: &Name) -> Option<usize> {
    let standing = |at: usize| {
        let parts = name.parts.iter();
        parts
            .filter_map(|part| Some((part.ends(tokens, at)?, part)))
            .max_by_key(|(last, _)| *last)
    };
    let (mut last, part) = standing(at)?;
    let alone = last;
    // "Rose Alvarez", "Alvarez, Rose": each part vouches for the other.
    while let Some((next, other)) = standing(over_comma(tokens, last + 1)) {
        if other == part {
            break;
        }
        last = next;
    }
    let vouched = last > alone || comes_after(tokens, at, name, part);
    (!part.ordinary || vouched || meant::as_a_name(tokens, at, alone)).then_some(last)
}

fn over_comma(tokens: &Tokens<'_>, at: usize) -> usize {
    let comma = usize::from(tokens.is_sign(at, ','));
    tokens.over_spaces(at + comma)
}

/// Says whether another part of the name stands right before `at`.
fn comes_after(tokens: &Tokens<'_>, at: usize, name: &Name, part: &Part) -> bool {
    let Some(before) = tokens.words_before(at, 1).next() else {
        return false;
    };
    let near = over_comma(tokens, before + 1) == at;
    let mut others = name.parts.iter().filter(|other| *other != part);
    near && others
        .any(|other| other.words.last().map(String::as_str) == Some(tokens.folded(before)))
}

#[cfg(test)]
mod tests;
