//! A case: what is known once its journal is folded.
//!
//! [`Case::apply`] is total. An entry that is well formed but no longer fits (two laptops set
//! the same thing, a visit that is not there) is folded as far as it goes and leaves a visible
//! [`Conflict`]; nothing is dropped in silence. Whether an act is *allowed* is decided before
//! it becomes an entry, in [`super::decide`].
//!
//! Folding an entry costs O(log n) of what came before and no more, whatever the entry says: a
//! stranger's journal is folded before anything of it is trusted (tests/props/hostile.rs).

mod change;
mod undo;

pub use undo::{UndoStack, UndoableAct};

use super::events::Event;
use super::visit::Visit;
use crate::domain::journal::EntryRef;
use crate::domain::survey::events::Entry;
use crate::domain::values::calendar::Moment;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::{CaseId, VisitId};
use crate::domain::values::text::TextId;
use std::collections::{BTreeMap, BTreeSet};
use undo::Trace;

/// The packet that was taken last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenPacket {
    /// Its issue number.
    pub issue: u32,
    /// SHA-256 of its exact bytes.
    pub sha256: Digest,
    /// The text that holds them.
    pub text: TextId,
    /// When it was taken.
    pub at: Moment,
}

/// Something that did not fit when it was folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The entry.
    pub entry: EntryRef,
    /// What did not fit, in plain words.
    pub what: String,
}

/// One practice's way through one term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// Whether everything in it is made up.
    pub training: bool,
    /// The packet that was taken last.
    pub packet: Option<TakenPacket>,
    /// The texts that hold the packets taken, earlier issues among them. They are the office's
    /// own and are never erased: without its packet a case cannot be opened.
    pub packet_texts: BTreeSet<TextId>,
    /// The visits, oldest first.
    pub visits: Vec<Visit>,
    /// What did not fit.
    pub conflicts: Vec<Conflict>,
    /// Texts that were erased for good.
    pub redacted: BTreeSet<TextId>,
    /// Texts that some entry names, erased ones among them.
    pub named_texts: BTreeSet<TextId>,
    /// Texts that no signed revision holds: named since the last seal.
    pub unsigned_texts: BTreeSet<TextId>,
    /// Texts whose identifiers were judged to be none.
    pub justified: BTreeSet<TextId>,
    /// The highest clock held.
    pub clock: u64,
    /// How many entries were folded.
    pub entries: u64,
    /// When the last entry was written.
    pub last_at: Option<Moment>,
    /// What can be undone, the latest last; emptied by a seal.
    pub done: UndoStack,
    /// What can be done again, the latest last; emptied by a new act.
    pub undone: UndoStack,
    /// Where each visit stands in `visits`, which only grows.
    places: BTreeMap<VisitId, usize>,
}

impl Case {
    /// A case before its first entry.
    pub fn new(id: CaseId) -> Self {
        Self {
            id,
            training: false,
            packet: None,
            packet_texts: BTreeSet::new(),
            visits: Vec::new(),
            conflicts: Vec::new(),
            redacted: BTreeSet::new(),
            named_texts: BTreeSet::new(),
            unsigned_texts: BTreeSet::new(),
            justified: BTreeSet::new(),
            clock: 0,
            entries: 0,
            last_at: None,
            done: UndoStack::default(),
            undone: UndoStack::default(),
            places: BTreeMap::new(),
        }
    }

    /// Folds entries that are in order (see [`crate::domain::journal::in_order`]).
    pub fn fold<'a>(id: CaseId, entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let mut case = Self::new(id);
        for entry in entries {
            case.apply(entry);
        }
        case
    }

    /// The visit with this id.
    pub fn visit(&self, id: &VisitId) -> Option<&Visit> {
        self.visits.get(*self.places.get(id)?)
    }

    /// Says whether what an event says was is what is: the test before an undo.
    pub fn stands_before(&self, event: &Event) -> bool {
        match event {
            Event::IdentifierJustified { text, was, .. } => self.justified.contains(text) == *was,
            event => event
                .visit()
                .and_then(|id| self.visit(id))
                .is_some_and(|visit| change::stands(visit, event)),
        }
    }

    /// Whether a text stands in something that was signed and was not erased since.
    pub fn is_signed(&self, text: &TextId) -> bool {
        self.named_texts.contains(text)
            && !self.unsigned_texts.contains(text)
            && !self.redacted.contains(text)
    }

    /// The visit that is worked on: the latest.
    pub fn current_visit(&self) -> Option<&Visit> {
        self.visits.last()
    }

    /// Folds one more entry.
    pub fn apply(&mut self, entry: &Entry) {
        self.clock = self.clock.max(entry.clock);
        self.entries += 1;
        self.last_at = Some(entry.at);
        if entry.case != self.id {
            self.conflict(entry, "it belongs to another case");
            return;
        }
        for text in entry.event.texts() {
            if self.named_texts.insert(text) {
                self.unsigned_texts.insert(text);
            }
        }
        let event = match &entry.event {
            Event::Undone { inverse, .. } => inverse,
            Event::Redone { again, .. } => again,
            event => event,
        };
        let lost = event
            .visit()
            .and_then(|id| self.visit(id))
            .and_then(|visit| change::trace(visit, event));
        let found = self.remember_for_undo(entry, lost);
        if let Err(what) = self.change(entry, event, found) {
            self.conflict(entry, &what);
        }
    }

    fn conflict(&mut self, entry: &Entry, what: &str) {
        self.conflicts.push(Conflict {
            entry: entry.reference(),
            what: what.to_owned(),
        });
    }

    fn visit_mut(&mut self, id: &VisitId) -> Result<&mut Visit, String> {
        self.places
            .get(id)
            .and_then(|place| self.visits.get_mut(*place))
            .ok_or_else(|| format!("visit {id} is not in this case"))
    }

    /// Folds what an event sets; `found` is what an undo or redo brings back.
    fn change(&mut self, entry: &Entry, event: &Event, found: Option<Trace>) -> Result<(), String> {
        match event {
            Event::CaseOpened { training } if self.entries == 1 => {
                self.training = *training;
                Ok(())
            }
            // Two laptops may open a case apart; whether it is training never changes after.
            Event::CaseOpened { training } if entry.clock == 1 && *training == self.training => {
                Ok(())
            }
            Event::CaseOpened { .. } => Err("the case was opened twice".to_owned()),
            Event::PacketTaken {
                issue,
                sha256,
                packet,
            } => {
                self.packet_texts.insert(*packet);
                let newer = self.packet.as_ref().is_none_or(|held| held.issue < *issue);
                if newer {
                    self.packet = Some(TakenPacket {
                        issue: *issue,
                        sha256: *sha256,
                        text: *packet,
                        at: entry.at,
                    });
                    return Ok(());
                }
                Err(format!(
                    "packet issue {issue} is not newer than the one held"
                ))
            }
            Event::VisitOpened { .. } => self.open_visit(entry, event),
            Event::Sealed { visit, .. } => {
                // Each text leaves this once: signing again and again costs nothing more.
                self.unsigned_texts.clear();
                change::visit(self.visit_mut(visit)?, entry, event, found)
            }
            Event::Redacted { text } if self.packet_texts.contains(text) => {
                Err("it would erase the packet, which stays".to_owned())
            }
            Event::Redacted { text } => {
                self.redacted.insert(*text);
                Ok(())
            }
            Event::IdentifierJustified { text, now, .. } => {
                if *now {
                    self.justified.insert(*text);
                } else {
                    self.justified.remove(text);
                }
                Ok(())
            }
            Event::Undone { .. } | Event::Redone { .. } => {
                Err("an undo may not hold another undo".to_owned())
            }
            event => match event.visit() {
                Some(id) => change::visit(self.visit_mut(id)?, entry, event, found),
                None => Err("the event belongs to no visit".to_owned()),
            },
        }
    }

    fn open_visit(&mut self, entry: &Entry, event: &Event) -> Result<(), String> {
        let Event::VisitOpened {
            visit,
            kind,
            mode,
            pack,
            sites,
        } = event
        else {
            return Ok(());
        };
        if self.visit(visit).is_some() {
            return Err(format!("visit {visit} was opened twice"));
        }
        self.places.insert(visit.clone(), self.visits.len());
        self.visits.push(Visit {
            id: visit.clone(),
            kind: *kind,
            mode: *mode,
            pack: pack.clone(),
            sites: sites.clone(),
            opened_at: entry.at,
            surveyor: None,
            conflict_cleared: None,
            services: BTreeMap::new(),
            sources: Default::default(),
            answers: Default::default(),
            notes: Default::default(),
            bases: Default::default(),
            determinations: Default::default(),
            explanations: Default::default(),
            shortfalls: Default::default(),
            seals: Vec::new(),
            open_revision: Some((1, None)),
            last_answered: None,
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests;
