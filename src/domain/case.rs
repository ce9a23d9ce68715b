//! A case: what is known once its journal is folded.
//!
//! [`Case::apply`] is total. An entry that is well formed but no longer fits (two laptops set
//! the same thing, a visit that is not there) is folded as far as it goes and leaves a visible
//! [`Conflict`]; nothing is dropped in silence. Whether an act is *allowed* is decided before
//! it becomes an entry, in [`super::decide`].

use super::digest::Digest;
use super::events::Event;
use super::ids::{CaseId, DeviceId, VisitId};
use super::journal::{Entry, EntryRef, Moment};
use super::text::TextId;
use super::visit::{Seal, Source, Visit};
use std::collections::{BTreeMap, BTreeSet};

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

/// One act that can be undone or done again: the entries it wrote, first to last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// The laptop that wrote it.
    pub device: DeviceId,
    /// Its first entry, which names the act.
    pub first: u64,
    /// Its entries in that laptop's chain, in order; some of them while it is being moved.
    pub seqs: Vec<u64>,
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
    /// The visits, oldest first.
    pub visits: Vec<Visit>,
    /// What did not fit.
    pub conflicts: Vec<Conflict>,
    /// Texts that were erased for good.
    pub redacted: BTreeSet<TextId>,
    /// Texts that some entry names, erased ones among them.
    pub named_texts: BTreeSet<TextId>,
    /// Texts whose identifiers were judged to be none.
    pub justified: BTreeSet<TextId>,
    /// The highest clock held.
    pub clock: u64,
    /// How many entries were folded.
    pub entries: u64,
    /// When the last entry was written.
    pub last_at: Option<Moment>,
    /// What can be undone, the latest last; emptied by a seal.
    pub done: Vec<Act>,
    /// What can be done again, the latest last; emptied by a new act.
    pub undone: Vec<Act>,
}

impl Case {
    /// A case before its first entry.
    pub fn new(id: CaseId) -> Self {
        Self {
            id,
            training: false,
            packet: None,
            visits: Vec::new(),
            conflicts: Vec::new(),
            redacted: BTreeSet::new(),
            named_texts: BTreeSet::new(),
            justified: BTreeSet::new(),
            clock: 0,
            entries: 0,
            last_at: None,
            done: Vec::new(),
            undone: Vec::new(),
        }
    }

    /// Folds entries that are in order (see [`super::journal::in_order`]).
    pub fn fold<'a>(id: CaseId, entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let mut case = Self::new(id);
        for entry in entries {
            case.apply(entry);
        }
        case
    }

    /// The visit with this id.
    pub fn visit(&self, id: &VisitId) -> Option<&Visit> {
        self.visits.iter().find(|visit| visit.id == *id)
    }

    /// Says whether what an event says was is what is: the test before an undo.
    pub fn stands_before(&self, event: &Event) -> bool {
        match event {
            Event::IdentifierJustified { text, was, .. } => self.justified.contains(text) == *was,
            event => event
                .visit()
                .and_then(|id| self.visit(id))
                .is_some_and(|visit| stands(visit, event)),
        }
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
        self.named_texts.extend(entry.event.texts());
        if entry.case != self.id {
            self.conflict(entry, "it belongs to another case");
            return;
        }
        self.remember_for_undo(entry);
        let event = match &entry.event {
            Event::Undone { inverse, .. } => inverse,
            Event::Redone { again, .. } => again,
            event => event,
        };
        if let Err(what) = self.change(entry, event) {
            self.conflict(entry, &what);
        }
    }

    fn conflict(&mut self, entry: &Entry, what: &str) {
        self.conflicts.push(Conflict {
            entry: entry.reference(),
            what: what.to_owned(),
        });
    }

    /// Keeps the two stacks of undo and redo, which are nothing but what the journal says.
    fn remember_for_undo(&mut self, entry: &Entry) {
        match &entry.event {
            Event::Undone { entry: undone, .. } => {
                move_act(&mut self.done, &mut self.undone, undone);
            }
            Event::Redone { entry: redone, .. } => {
                move_act(&mut self.undone, &mut self.done, redone);
            }
            Event::Sealed { .. } => {
                self.done.clear();
                self.undone.clear();
            }
            event if event.inverse().is_some() => {
                self.undone.clear();
                let first = event.with().unwrap_or(entry.seq);
                match self.done.last_mut() {
                    Some(act) if act.device == entry.device && act.first == first => {
                        act.seqs.push(entry.seq);
                    }
                    _ => self.done.push(Act {
                        device: entry.device.clone(),
                        first,
                        seqs: vec![entry.seq],
                    }),
                }
            }
            _ => {}
        }
    }

    fn visit_mut(&mut self, id: &VisitId) -> Result<&mut Visit, String> {
        self.visits
            .iter_mut()
            .find(|visit| visit.id == *id)
            .ok_or_else(|| format!("visit {id} is not in this case"))
    }

    fn change(&mut self, entry: &Entry, event: &Event) -> Result<(), String> {
        match event {
            Event::CaseOpened { training } => {
                self.training = *training;
                first_only(entry)
            }
            Event::PacketTaken {
                issue,
                sha256,
                packet,
            } => {
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
                Some(id) => change_visit(self.visit_mut(id)?, entry, event),
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
        self.visits.push(Visit {
            id: visit.clone(),
            kind: *kind,
            mode: *mode,
            pack: pack.clone(),
            sites: sites.clone(),
            opened_at: entry.at,
            surveyor: None,
            conflict_cleared: None,
            services: None,
            sources: Vec::new(),
            answers: Default::default(),
            notes: Default::default(),
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

fn first_only(entry: &Entry) -> Result<(), String> {
    if entry.clock == 1 {
        Ok(())
    } else {
        Err("the case was opened twice".to_owned())
    }
}

/// Moves one entry of an act from one stack to the other. An act of several entries arrives
/// entry by entry and is one act again on the other side, known by its first entry.
fn move_act(from: &mut Vec<Act>, to: &mut Vec<Act>, entry: &EntryRef) {
    let holds = |act: &Act| act.device == entry.device && act.seqs.contains(&entry.seq);
    let Some(index) = from.iter().rposition(holds) else {
        return;
    };
    let Some(act) = from.get_mut(index) else {
        return;
    };
    let first = act.first;
    act.seqs.retain(|seq| *seq != entry.seq);
    if act.seqs.is_empty() {
        from.remove(index);
    }
    match to.last_mut() {
        Some(last) if last.device == entry.device && last.first == first => {
            last.seqs.push(entry.seq);
            last.seqs.sort_unstable();
        }
        _ => to.push(Act {
            device: entry.device.clone(),
            first,
            seqs: vec![entry.seq],
        }),
    }
}

/// Says whether what an event takes to have been is what is.
fn stands(visit: &Visit, event: &Event) -> bool {
    match event {
        Event::SurveyorNamed { was, .. } => visit.surveyor == *was,
        Event::ModeSet { was, .. } => visit.mode == *was,
        Event::ConflictCleared { was, .. } => visit.conflict_cleared.is_some() == *was,
        Event::ServicesConfirmed { was, .. } => {
            visit.services.as_ref().map(|(services, _)| services) == was.as_ref()
        }
        Event::SourceAdded { source, .. } => visit.source(source).is_none(),
        Event::SourceChanged { source, was, .. } => visit
            .source(source)
            .is_some_and(|held| held.details == **was),
        Event::SourceWithdrawn { source, .. } => {
            visit.source(source).is_some() && visit.answers_at(source) == 0
        }
        Event::Answered { cell, was, .. } => visit.answer(cell) == was.as_ref(),
        Event::NoteWritten { on, was, .. } => visit.notes.get(on) == was.as_ref(),
        Event::Determined { standard, was, .. } => {
            visit.determinations.get(standard).map(|(held, _)| held) == was.as_ref()
        }
        Event::DifferenceExplained { standard, was, .. } => {
            visit.explanations.get(standard) == was.as_ref()
        }
        Event::ShortfallExplained { sample, was, .. } => {
            visit.shortfalls.get(sample) == was.as_ref()
        }
        Event::Sealed { revision, .. } => visit
            .open_revision
            .as_ref()
            .is_some_and(|(held, _)| held == revision),
        Event::RevisionOpened { revision, .. } => {
            visit.is_sealed() && *revision == visit.revision() + 1
        }
        Event::CaseOpened { .. }
        | Event::PacketTaken { .. }
        | Event::VisitOpened { .. }
        | Event::Redacted { .. }
        | Event::IdentifierJustified { .. }
        | Event::Undone { .. }
        | Event::Redone { .. } => true,
    }
}

/// Sets what an event sets in a visit, and says so when it did not fit.
fn change_visit(visit: &mut Visit, entry: &Entry, event: &Event) -> Result<(), String> {
    let fits = stands(visit, event);
    match event {
        Event::SurveyorNamed { now, .. } => visit.surveyor = now.clone(),
        Event::ModeSet { now, .. } => visit.mode = *now,
        Event::ConflictCleared { now, .. } => {
            visit.conflict_cleared = now.then_some(entry.at);
        }
        Event::ServicesConfirmed { now, .. } => {
            visit.services = now.clone().map(|services| (services, entry.at));
        }
        Event::SourceAdded {
            source, details, ..
        } if fits => visit.sources.push(Source {
            id: source.clone(),
            details: details.clone(),
            seen_at: entry.seen_at.unwrap_or(entry.at),
        }),
        Event::SourceChanged { source, now, .. } => {
            if let Some(held) = visit.sources.iter_mut().find(|held| held.id == *source) {
                held.details = (**now).clone();
            }
        }
        Event::SourceWithdrawn { source, .. } => visit.sources.retain(|held| held.id != *source),
        Event::Answered { cell, now, .. } => visit.set_answer(cell, now.clone(), entry.at),
        Event::NoteWritten { on, now, .. } => set(&mut visit.notes, on, *now),
        Event::Determined { standard, now, .. } => {
            let now = now.clone().map(|determination| (determination, entry.at));
            set(&mut visit.determinations, standard, now);
        }
        Event::DifferenceExplained { standard, now, .. } => {
            set(&mut visit.explanations, standard, now.clone());
        }
        Event::ShortfallExplained { sample, now, .. } => {
            set(&mut visit.shortfalls, sample, now.clone());
        }
        Event::Sealed {
            revision,
            initials,
            reason,
            ..
        } => {
            visit.open_revision = None;
            visit.seals.push(Seal {
                revision: *revision,
                initials: initials.clone(),
                at: entry.at,
                by: entry.actor.clone(),
                reason: *reason,
            });
        }
        Event::RevisionOpened {
            revision, reason, ..
        } => {
            visit.open_revision = Some((*revision, Some(*reason)));
        }
        Event::SourceAdded { .. }
        | Event::CaseOpened { .. }
        | Event::PacketTaken { .. }
        | Event::VisitOpened { .. }
        | Event::Redacted { .. }
        | Event::IdentifierJustified { .. }
        | Event::Undone { .. }
        | Event::Redone { .. } => {}
    }
    if fits {
        Ok(())
    } else {
        Err("what it changes was changed elsewhere meanwhile".to_owned())
    }
}

fn set<K: Ord + Clone, V>(map: &mut BTreeMap<K, V>, key: &K, now: Option<V>) {
    match now {
        Some(now) => map.insert(key.clone(), now),
        None => map.remove(key),
    };
}
