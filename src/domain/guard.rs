//! The identifier guard over a case: which of its texts seem to identify somebody.
//!
//! How a single text is scanned is in [`super::identifiers`]. Every text that an entry names is
//! looked at once, when it is named, with what it belongs to; texts of earlier answers and notes
//! stay under guard, because the history travels too. The packet is the office's and holds no
//! patient by construction. What was matched is never kept.

use super::answers::{CheckKey, NoteTarget};
use super::case::Case;
use super::events::Event;
use super::identifiers::{self, Context, Kind, Place, Strength};
use super::journal::Entry;
use super::pack::Method;
use super::sources::SourceKind;
use super::text::{TextId, Texts};
use std::collections::BTreeMap;

/// A text that seems to identify somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspect {
    /// What it belongs to, for a person: `the note of 3.12.4 Records`.
    pub what: String,
    /// The check it belongs to, if it belongs to one.
    pub check: Option<CheckKey>,
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
    /// Looks at everything that these entries name.
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a Entry>, texts: &Texts) -> Self {
        let mut guard = Self::default();
        for entry in entries {
            guard.look(entry, texts);
        }
        guard
    }

    /// Looks at what one more entry names.
    pub fn look(&mut self, entry: &Entry, texts: &Texts) {
        let event = match &entry.event {
            Event::Undone { inverse, .. } => inverse,
            Event::Redone { again, .. } => again,
            event => event,
        };
        match event {
            Event::PacketTaken { .. } => return,
            Event::Redacted { text } => {
                self.0.remove(text);
                return;
            }
            _ => {}
        }
        let named = event.texts();
        if named.is_empty() {
            return;
        }
        let (place, what, check) = belongs(event);
        // The day of the visit itself says nothing about a patient.
        let days = [entry.at.date_naive()];
        for id in named {
            let Some(text) = texts.get(&id) else { continue };
            let context = Context {
                visit_days: &days,
                ..Context::of(place)
            };
            let mut kinds: Vec<Kind> = identifiers::scan(text, &context)
                .into_iter()
                .map(|hit| hit.kind)
                .collect();
            kinds.sort_unstable();
            kinds.dedup();
            if !kinds.is_empty() {
                let suspect = Suspect {
                    what: what.clone(),
                    check: check.clone(),
                    kinds,
                };
                self.0.entry(id).or_insert(suspect);
            }
        }
    }

    /// What is suspected of a text.
    pub fn suspect(&self, text: &TextId) -> Option<&Suspect> {
        self.0.get(text)
    }

    /// The texts that nobody judged to be harmless yet, strong suspicions first.
    pub fn open<'a>(&'a self, case: &'a Case) -> Vec<(&'a TextId, &'a Suspect)> {
        let mut open: Vec<_> = self
            .0
            .iter()
            .filter(|(text, _)| !case.justified.contains(text))
            .collect();
        open.sort_by_key(|(_, suspect)| !suspect.stops());
        open
    }
}

/// Where a note stands, for the scanner: what is written about a chart is looked at more closely.
pub fn place_of_note(on: &NoteTarget) -> Place {
    match on {
        NoteTarget::Check(key) if key.method == Method::Record => Place::Chart,
        _ => Place::Elsewhere,
    }
}

/// Where the texts of an event are, for the scanner and for a person.
fn belongs(event: &Event) -> (Place, String, Option<CheckKey>) {
    let of_check = |key: &CheckKey, what: &str| {
        let place = match key.method {
            Method::Record => Place::Chart,
            _ => Place::Elsewhere,
        };
        let words = format!("{what} of {} {}", key.element, key.method.title());
        (place, words, Some(key.clone()))
    };
    match event {
        Event::NoteWritten {
            on: NoteTarget::Check(key),
            ..
        } => of_check(key, "the note"),
        Event::NoteWritten {
            on: NoteTarget::Standard(id),
            ..
        } => (Place::Elsewhere, format!("the note of {id}"), None),
        Event::Answered { cell, .. } => of_check(&cell.check, "a reason"),
        Event::SourceAdded { details, .. } | Event::SourceWithdrawn { details, .. } => {
            let place = match details.kind {
                SourceKind::Record { .. } => Place::Chart,
                _ => Place::Elsewhere,
            };
            (place, format!("the description of {}", details.label), None)
        }
        Event::SourceChanged { now, .. } => {
            let place = match now.kind {
                SourceKind::Record { .. } => Place::Chart,
                _ => Place::Elsewhere,
            };
            (place, format!("the description of {}", now.label), None)
        }
        Event::Determined { standard, .. } => (
            Place::Elsewhere,
            format!("the reason for the level of {standard}"),
            None,
        ),
        Event::DifferenceExplained { standard, .. } => (
            Place::Elsewhere,
            format!("the explanation of {standard}"),
            None,
        ),
        Event::ShortfallExplained { .. } => (
            Place::Elsewhere,
            "the reason for a small sample".to_owned(),
            None,
        ),
        _ => (
            Place::Elsewhere,
            "the reason for a revision".to_owned(),
            None,
        ),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::domain::ids::{CaseId, DeviceId, ElementId, Principal, VisitId};
    use crate::domain::text::Text;

    fn look(method: Method, words: &str) -> (Guard, TextId) {
        let text = Text::new([1; 16], words);
        let (id, mut texts) = (text.id, Texts::default());
        texts.insert(text);
        let key = CheckKey {
            element: ElementId::new("3.1.1").unwrap(),
            method,
        };
        let event = Event::NoteWritten {
            visit: VisitId::new("V1").unwrap(),
            on: NoteTarget::Check(key),
            was: None,
            now: Some(id),
        };
        let (case, device) = (CaseId::new("C").unwrap(), DeviceId::new("d").unwrap());
        let actor = Principal::new("ann-01").unwrap();
        let at = chrono::DateTime::parse_from_rfc3339("2026-03-03T09:00:00-06:00").unwrap();
        let mut pen = crate::domain::chain::Pen::fresh(case, actor, device);
        let (entry, _) = pen.write(event, at, None).unwrap();
        (Guard::of([&entry], &texts), id)
    }

    #[test]
    fn a_record_number_in_a_chart_note_stops() {
        let (guard, id) = look(Method::Record, "seen in MRN 4471902");
        assert!(guard.suspect(&id).unwrap().stops());
        assert!(!guard.suspect(&id).unwrap().words().contains("4471902"));
    }

    #[test]
    fn a_date_stops_beside_a_chart_and_not_beside_a_policy() {
        let words = "revised 2025-11-02";
        assert!(
            look(Method::Record, words)
                .0
                .suspect(&look(Method::Record, words).1)
                .is_some()
        );
        let (guard, id) = look(Method::Policy, words);
        assert_eq!(guard.suspect(&id), None);
    }

    #[test]
    fn counts_and_numbers_of_elements_are_harmless() {
        let (guard, id) = look(
            Method::Record,
            "In 2 of 5 charts (R02, R07); see 3.12.4, NUR-12 §4.2",
        );
        assert_eq!(guard.suspect(&id), None);
    }
}
