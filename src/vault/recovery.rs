//! The recovery code: random, shown once, written down, typed back when it is needed.
//!
//! It is 24 characters in groups of four, the last one a check character, so that a mistyped code
//! is not confused with the code of another vault.

use super::random::{self, NoRandomness, Random};
use std::fmt;
use zeroize::Zeroizing;

/// No two of these look alike in print or handwriting: without 0 O, 1 I L, 2 Z, 5 S, 6, 8 B, U.
/// There are 23, a prime, so that the check character finds every single wrong character and
/// every two neighbors that changed places.
const ALPHABET: [char; 23] = [
    '3', '4', '7', '9', 'A', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M', 'N', 'P', 'Q', 'R', 'T',
    'V', 'W', 'X', 'Y',
];
const PRIME: usize = 23;
/// 23 random characters hold 104 bits: far beyond guessing, all the more through Argon2.
const LENGTH: usize = 24;
const GROUP: usize = 4;

/// A recovery code, wiped from memory when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(Zeroizing<String>);

/// What was typed is not a recovery code at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeTypo {
    /// Too few or too many characters.
    #[error("a recovery code has {LENGTH} characters in six groups of four; this has {found}")]
    Length {
        /// How many were typed, dashes and spaces not counted.
        found: usize,
    },
    /// A character that no code has.
    #[error(
        "group {group} has \"{character}\", which no recovery code has; look at that group again"
    )]
    Character {
        /// What was typed.
        character: char,
        /// Group, from 1.
        group: usize,
    },
    /// The check character does not fit.
    #[error(
        "a character of the recovery code is mistyped; compare it group by group with the paper"
    )]
    Check,
}

impl RecoveryCode {
    /// Makes a new code.
    ///
    /// # Errors
    /// When there is no randomness.
    pub fn new(random: &mut Random<'_>) -> Result<Self, NoRandomness> {
        let mut code = Zeroizing::new(String::with_capacity(LENGTH));
        while code.len() < LENGTH - 1 {
            let byte = usize::from(u8::from_le_bytes(random::bytes(random)?));
            // 253 is 11 times 23: beyond it some characters would come more often.
            if byte < 11 * PRIME {
                code.extend(ALPHABET.get(byte % PRIME));
            }
        }
        let open = PRIME - weighted(code.chars()) % PRIME;
        let inverse = inverse(weight(LENGTH - 1));
        code.extend(ALPHABET.get(open * inverse % PRIME));
        Ok(Self(code))
    }

    /// Reads what was typed: dashes, spaces and capitals do not matter, and the characters left
    /// out of the alphabet that can only mean one other are read as that one.
    ///
    /// # Errors
    /// When it cannot be a recovery code: mistyped, not merely wrong.
    pub fn read(typed: &str) -> Result<Self, CodeTypo> {
        let mut code = Zeroizing::new(String::with_capacity(LENGTH));
        let meant = typed
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}'));
        let mut count = 0;
        for typed in meant {
            let character = match typed.to_ascii_uppercase() {
                '6' => 'G',
                'U' => 'V',
                other => other,
            };
            let group = count / GROUP + 1;
            count += 1;
            if !ALPHABET.contains(&character) {
                return Err(CodeTypo::Character {
                    character: typed,
                    group,
                });
            }
            if count <= LENGTH {
                code.push(character);
            }
        }
        if count != LENGTH {
            return Err(CodeTypo::Length { found: count });
        }
        if !weighted(code.chars()).is_multiple_of(PRIME) {
            return Err(CodeTypo::Check);
        }
        Ok(Self(code))
    }

    /// The code for the screen and for paper: `K7QF-…`, six groups of four.
    pub fn shown(&self) -> Zeroizing<String> {
        let mut shown = Zeroizing::new(String::with_capacity(LENGTH + LENGTH / GROUP));
        for (at, character) in self.0.chars().enumerate() {
            if at > 0 && at % GROUP == 0 {
                shown.push('-');
            }
            shown.push(character);
        }
        shown
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RecoveryCode(hidden)")
    }
}

/// The weight of a place: 1 to 22 and again, so no weight is 0 and no two neighbors are equal.
fn weight(place: usize) -> usize {
    place % (PRIME - 1) + 1
}

fn weighted(code: impl Iterator<Item = char>) -> usize {
    code.enumerate()
        .map(|(place, character)| {
            let value = ALPHABET.iter().position(|c| *c == character).unwrap_or(0);
            weight(place) * value
        })
        .sum()
}

/// The number that times `number` leaves 1 over when divided by the prime.
fn inverse(number: usize) -> usize {
    (1..PRIME)
        .find(|other| number * other % PRIME == 1)
        .unwrap_or(1)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn code() -> RecoveryCode {
        RecoveryCode::new(&mut random::repeatable()).unwrap()
    }

    #[test]
    fn a_code_is_read_back_however_it_is_typed() {
        let shown = code().shown();
        assert_eq!(shown.len(), 29);
        for typed in [
            shown.to_string(),
            shown.to_lowercase(),
            shown.replace('-', " "),
            shown.replace('-', "").replace('G', "6").replace('V', "u"),
        ] {
            assert_eq!(RecoveryCode::read(&typed).unwrap(), code(), "{typed}");
        }
    }

    #[test]
    fn every_single_slip_and_every_swap_of_neighbors_is_a_typo() {
        let right: Vec<char> = code().0.chars().collect();
        for place in 0..LENGTH {
            for other in ALPHABET {
                let mut typed = right.clone();
                if other != std::mem::replace(typed.get_mut(place).unwrap(), other) {
                    let typed: String = typed.iter().collect();
                    assert_eq!(RecoveryCode::read(&typed), Err(CodeTypo::Check));
                }
            }
            let mut swapped = right.clone();
            if place > 0 && right.get(place) != right.get(place - 1) {
                swapped.swap(place, place - 1);
                let typed: String = swapped.iter().collect();
                assert_eq!(RecoveryCode::read(&typed), Err(CodeTypo::Check));
            }
        }
    }

    #[test]
    fn length_and_strange_characters_are_named() {
        let shown = code().shown();
        assert_eq!(
            RecoveryCode::read(shown.strip_suffix(|_| true).unwrap()),
            Err(CodeTypo::Length { found: 23 })
        );
        assert_eq!(RecoveryCode::read(""), Err(CodeTypo::Length { found: 0 }));
        assert_eq!(
            RecoveryCode::read("K7QF-K7BF"),
            Err(CodeTypo::Character {
                character: 'B',
                group: 2
            })
        );
    }

    #[test]
    fn two_codes_differ_and_none_prints_itself() {
        let mut random = random::repeatable();
        let first = RecoveryCode::new(&mut random).unwrap();
        assert_ne!(first, RecoveryCode::new(&mut random).unwrap());
        assert!(!format!("{first:?}").contains(&*first.shown()));
    }
}
