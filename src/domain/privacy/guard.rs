//! The identifier guard: which texts of a case seem to identify somebody.
//!
//! How a single text is scanned is in [`super::identifiers`]. The guard is shown every text once,
//! when it is named, and keeps what it suspected; texts of earlier answers and notes stay under
//! guard, because the history travels too. It only answers: what a text belongs to, and what
//! follows from a suspicion, is up to the caller. What was matched is never kept.

use super::identifiers::{self, Context, Kind, Strength};
use crate::domain::values::text::TextId;
use std::collections::{BTreeMap, BTreeSet};

/// A text that seems to identify somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspect {
    /// What it belongs to, in words: `the note of 3.12.4 Records`.
    pub what: String,
    /// What was found in it, each kind once.
    pub kinds: Vec<Kind>,
}

impl Suspect {
    /// Whether it keeps the visit from being signed, or is only worth a look.
    pub fn stops(&self) -> bool {
        self.kinds
            .iter()
            .any(|kind| kind.strength() == Strength::Strong)
    }

    /// What was found, in words.
    pub fn words(&self) -> String {
        let kinds: Vec<&str> = self.kinds.iter().map(|kind| kind.words()).collect();
        kinds.join(", ")
    }
}

/// All texts under suspicion.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guard(BTreeMap<TextId, Suspect>);

impl Guard {
    /// Looks at a text. `what` says in words what it belongs to.
    pub fn look(&mut self, id: TextId, words: &str, context: &Context<'_>, what: &str) {
        let mut kinds: Vec<Kind> = identifiers::scan(words, context)
            .into_iter()
            .map(|hit| hit.kind)
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        if !kinds.is_empty() {
            self.0.entry(id).or_insert_with(|| Suspect {
                what: what.to_owned(),
                kinds,
            });
        }
    }

    /// Forgets a text that was erased for good.
    pub fn forget(&mut self, id: &TextId) {
        self.0.remove(id);
    }

    /// What is suspected of a text.
    pub fn suspect(&self, text: &TextId) -> Option<&Suspect> {
        self.0.get(text)
    }

    /// The texts that nobody judged to be harmless yet, strong suspicions first.
    pub fn open(&self, justified: &BTreeSet<TextId>) -> Vec<(&TextId, &Suspect)> {
        let mut open: Vec<_> = self
            .0
            .iter()
            .filter(|(text, _)| !justified.contains(text))
            .collect();
        open.sort_by_key(|(_, suspect)| !suspect.stops());
        open
    }
}
