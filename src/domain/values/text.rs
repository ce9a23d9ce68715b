//! Free text, kept apart from the journal so that it can be truly erased.
//!
//! An entry names a text by its id only: the SHA-256 of a nonce and the text. The nonce keeps
//! a short text from being guessed from its id after it was redacted. RULES.md, The journal.

use super::digest::Digest;
use super::spelling::is_spelling_of;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Deref;

/// The longest text, in bytes (FORMAT.md, Limits).
pub const LONGEST_TEXT: usize = 1 << 20;

/// What somebody wrote, on its way: it prints nothing but its length, so that no log and no message
/// to a developer ever holds it.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FreeText(String);

impl FreeText {
    /// All of it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for FreeText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<T: Into<String>> From<T> for FreeText {
    fn from(written: T) -> Self {
        Self(written.into())
    }
}

impl PartialEq<str> for FreeText {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for FreeText {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl fmt::Debug for FreeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FreeText({} bytes)", self.len())
    }
}

/// The id of a text.
pub type TextId = Digest;

/// One text as it stands in `texts.jsonl`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// SHA-256 over the nonce as written, then the text.
    pub id: TextId,
    /// 32 lower-case hex digits, random.
    pub nonce: String,
    /// The text.
    pub text: String,
}

impl fmt::Debug for Text {
    /// The id alone: the words may be about somebody.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Text({})", self.id)
    }
}

impl Text {
    /// Makes a text from 16 random bytes and its words.
    pub fn new(random: [u8; 16], text: impl Into<String>) -> Self {
        let nonce = hex::encode(random);
        let text = text.into();
        let id = Digest::of_parts([nonce.as_bytes(), text.as_bytes()]);
        Self { id, nonce, text }
    }

    /// Says whether the id belongs to nonce and text, and the nonce has its form.
    pub fn holds(&self) -> bool {
        self.nonce.len() == 32
            && self
                .nonce
                .bytes()
                .all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
            && self.text.len() <= LONGEST_TEXT
            && Digest::of_parts([self.nonce.as_bytes(), self.text.as_bytes()]) == self.id
    }
}

/// The texts of a case, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts(BTreeMap<TextId, Text>);

/// What is wrong with a file of texts. The line counts from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    /// A line is not a text.
    #[error("texts.jsonl, line {line}: not a text ({why})")]
    Unreadable {
        /// Line, from 1.
        line: usize,
        /// What the reader said.
        why: String,
    },
    /// A line's id does not belong to its content.
    #[error("texts.jsonl, line {line}: the text does not belong to its id")]
    Altered {
        /// Line, from 1.
        line: usize,
    },
    /// A line is not spelled in the one way there is.
    #[error("texts.jsonl, line {line}: not written in the one way there is")]
    Spelling {
        /// Line, from 1.
        line: usize,
    },
    /// Lines are not ascending by id, or one stands twice.
    #[error("texts.jsonl, line {line}: out of order or twice")]
    Order {
        /// Line, from 1.
        line: usize,
    },
}

/// The lines of a file, split at LF only; a carriage return stays and is refused later
/// (`str::lines` would drop it: FORMAT.md, Pitfalls). A last line without LF is a line.
pub fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes
        .split_inclusive(|byte| *byte == b'\n')
        .map(|line| line.strip_suffix(b"\n").unwrap_or(line))
}

impl Texts {
    /// Adds one; a text with that id already there is the same text.
    pub fn insert(&mut self, text: Text) {
        self.0.insert(text.id, text);
    }

    /// Forgets one, as a redaction does.
    pub fn remove(&mut self, id: &TextId) {
        self.0.remove(id);
    }

    /// The words of a text, if they are held.
    pub fn get(&self, id: &TextId) -> Option<&str> {
        self.0.get(id).map(|text| text.text.as_str())
    }

    /// All texts, ascending by id.
    pub fn iter(&self) -> impl Iterator<Item = &Text> {
        self.0.values()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Says whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The ids held.
    pub fn ids(&self) -> BTreeSet<TextId> {
        self.0.keys().copied().collect()
    }

    /// Writes `texts.jsonl` with the texts that `wanted` names: ascending, LF, final LF.
    ///
    /// # Errors
    /// Never for texts that were made by [`Text::new`]; kept because the encoder says it can.
    pub fn to_jsonl(&self, wanted: impl Fn(&TextId) -> bool) -> serde_json::Result<Vec<u8>> {
        let mut out = Vec::new();
        for text in self.0.values().filter(|text| wanted(&text.id)) {
            serde_json::to_writer(&mut out, text)?;
            out.push(b'\n');
        }
        Ok(out)
    }

    /// Reads `texts.jsonl`: every line whole, in its one spelling, true to its id, ascending.
    ///
    /// # Errors
    /// The first line that is not so.
    pub fn from_jsonl(bytes: &[u8]) -> Result<Self, TextFault> {
        let mut texts = Self::default();
        for (index, line) in lines(bytes).enumerate() {
            let line_number = index + 1;
            let unreadable = |why: String| TextFault::Unreadable {
                line: line_number,
                why,
            };
            let text: Text =
                serde_json::from_slice(line).map_err(|error| unreadable(error.to_string()))?;
            if !is_spelling_of(&text, line) {
                return Err(TextFault::Spelling { line: line_number });
            }
            if !text.holds() {
                return Err(TextFault::Altered { line: line_number });
            }
            if texts
                .0
                .last_key_value()
                .is_some_and(|(last, _)| *last >= text.id)
            {
                return Err(TextFault::Order { line: line_number });
            }
            texts.insert(text);
        }
        if !bytes.is_empty() && !bytes.ends_with(b"\n") {
            return Err(TextFault::Unreadable {
                line: texts.len(),
                why: "the last line has no end".into(),
            });
        }
        Ok(texts)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn texts_survive_their_file_and_altered_ones_are_refused() {
        let mut texts = Texts::default();
        for word in ["first", "second\nline", "dritte ü"] {
            texts.insert(Text::new([word.len() as u8; 16], word));
        }
        let file = texts.to_jsonl(|_| true).unwrap();
        assert_eq!(Texts::from_jsonl(&file).unwrap(), texts);
        let altered = String::from_utf8(file.clone())
            .unwrap()
            .replace("first", "worst");
        assert!(matches!(
            Texts::from_jsonl(altered.as_bytes()),
            Err(TextFault::Altered { .. })
        ));
        assert!(Texts::from_jsonl(&file[..file.len() - 1]).is_err());
        let with_returns = String::from_utf8(file).unwrap().replace('\n', "\r\n");
        assert!(Texts::from_jsonl(with_returns.as_bytes()).is_err());
    }
}
