//! The identifier guard: which texts of a case seem to identify somebody.
//!
//! How a single text is scanned is in [`super::identifiers`]. The guard is shown every text once,
//! when it is named, and keeps what it suspected; texts of earlier answers and notes stay under
//! guard, because the history travels too. It only answers: what a text belongs to, and what
//! follows from a suspicion, is up to the caller. What was matched is never kept.

use super::identifiers::{self, Context, Kind, NamesHeard, Strength, Surroundings};
use crate::domain::values::text::{TextId, Texts};
use chrono::NaiveDate;
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

    /// Where something was found and what it looks like.
    pub fn words(&self) -> String {
        identifiers::looks_like(&format!("in {}", self.what), &self.kinds)
    }
}

/// Where a text stands: what the guard must know to look at it, now and again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// What it belongs to, for the scanner.
    pub place: Surroundings,
    /// The days of the visit: they say nothing about a patient.
    pub visit_days: Vec<NaiveDate>,
    /// What it belongs to, in words.
    pub what: String,
}

/// All texts that were looked at, and the names heard today.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guard {
    looked_at: BTreeMap<TextId, (Standing, Option<Suspect>)>,
    names: NamesHeard,
}

impl Guard {
    /// Looks at a text. One that was looked at before stays where it stands.
    pub fn look(&mut self, id: TextId, words: &str, standing: Standing) {
        let names = &self.names;
        self.looked_at.entry(id).or_insert_with(|| {
            let suspect = suspect(words, &standing, names);
            (standing, suspect)
        });
    }

    /// Listens for these names from now on, in what was written before as well.
    pub fn hear(&mut self, names: NamesHeard, texts: &Texts) {
        for (id, (standing, held)) in &mut self.looked_at {
            if let Some(words) = texts.get(id) {
                *held = suspect(words, standing, &names);
            }
        }
        self.names = names;
    }

    /// The names that it listens for: a text that is still being typed is scanned with them too.
    pub fn names(&self) -> &NamesHeard {
        &self.names
    }

    /// Forgets a text that was erased for good.
    pub fn forget(&mut self, id: &TextId) {
        self.looked_at.remove(id);
    }

    /// What is suspected of a text.
    pub fn suspect(&self, text: &TextId) -> Option<&Suspect> {
        self.looked_at.get(text)?.1.as_ref()
    }

    /// The texts that nobody judged to be harmless yet, strong suspicions first.
    pub fn open(&self, justified: &BTreeSet<TextId>) -> Vec<(&TextId, &Suspect)> {
        let suspects = self.looked_at.iter();
        let suspects = suspects.filter_map(|(text, (_, held))| Some((text, held.as_ref()?)));
        let mut open: Vec<_> = suspects
            .filter(|(text, _)| !justified.contains(text))
            .collect();
        open.sort_by_key(|(_, suspect)| !suspect.stops());
        open
    }
}

fn suspect(words: &str, standing: &Standing, names: &NamesHeard) -> Option<Suspect> {
    let context = Context {
        place: standing.place,
        visit_days: &standing.visit_days,
        names_heard: names,
    };
    let hits = identifiers::scan(words, &context);
    let kinds: BTreeSet<Kind> = hits.into_iter().map(|hit| hit.kind).collect();
    (!kinds.is_empty()).then(|| Suspect {
        what: standing.what.clone(),
        kinds: kinds.into_iter().collect(),
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::domain::values::text::Text;

    fn standing() -> Standing {
        Standing {
            place: Surroundings::Chart,
            visit_days: Vec::new(),
            what: "a note".to_owned(),
        }
    }

    #[test]
    fn a_name_heard_later_is_found_in_what_was_written_before() {
        let text = Text::new([1; 16], "Rivera has no consent, MRN 4471902");
        let (id, mut texts) = (text.id, Texts::default());
        texts.insert(text);
        let mut guard = Guard::default();
        guard.look(id, texts.get(&id).unwrap(), standing());
        assert_eq!(guard.suspect(&id).unwrap().kinds, [Kind::RecordNumber]);

        guard.hear(["Rivera"].iter().collect(), &texts);
        let found = &guard.suspect(&id).unwrap().kinds;
        assert_eq!(found[..], [Kind::RecordNumber, Kind::NameHeard]);

        guard.hear(NamesHeard::none(), &texts);
        assert_eq!(guard.suspect(&id).unwrap().kinds, [Kind::RecordNumber]);
    }

    #[test]
    fn a_text_that_was_erased_is_no_suspect() {
        let text = Text::new([1; 16], "SSN 123-45-6789");
        let mut guard = Guard::default();
        guard.look(text.id, "SSN 123-45-6789", standing());
        assert_eq!(guard.open(&BTreeSet::new()).len(), 1);
        assert!(guard.open(&BTreeSet::from([text.id])).is_empty());
        guard.forget(&text.id);
        assert_eq!(guard.suspect(&text.id), None);
    }
}
