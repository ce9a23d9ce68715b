//! What can be undone and done again: two stacks that are nothing but what the journal says.
//!
//! An undo names the latest act; but in a merged journal others may be above it, and a forged one
//! may name any. So an act is found by its entries and removed from wherever it is, each in
//! O(log n).

use super::Case;
use crate::domain::journal::EntryRef;
use crate::domain::survey::answers::AnswerValue;
use crate::domain::survey::events::{Entry, Event};
use crate::domain::survey::visit::Basis;
use crate::domain::values::calendar::Moment;
use crate::domain::values::ids::DeviceId;
use std::collections::{BTreeMap, BTreeSet, HashMap, btree_map};

/// One act that can be undone or done again: the entries it wrote, first to last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndoableAct {
    /// The laptop that wrote it.
    pub device: DeviceId,
    /// Its first entry, which names the act.
    pub first: u64,
    /// Its entries in that laptop's chain, in order; some of them while it is being moved.
    pub seqs: BTreeSet<u64>,
    /// For each entry what its own event does not say, and what moving it brings back.
    traces: BTreeMap<u64, Trace>,
}

/// What a change takes away though no event names it, so that undo brings all of it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trace {
    /// Since when the value had stood.
    Since(Moment),
    /// Since when the answer had stood, and under which its remark was written.
    Answer(Moment, Option<AnswerValue>),
    /// Under which answers the note had been written.
    Basis(Basis),
    /// Where a source had stood among the others, and when it was seen.
    Seat(u64, Moment),
}

/// A stack of acts, the latest last.
#[derive(Clone, Debug, Default)]
pub struct UndoStack {
    by_rank: BTreeMap<u64, UndoableAct>,
    /// The rank of the act that is named by this first entry.
    by_first: HashMap<EntryRef, u64>,
    /// The rank of the act that has this entry.
    by_entry: HashMap<EntryRef, u64>,
    next_rank: u64,
}

impl UndoStack {
    /// The latest act.
    pub fn last(&self) -> Option<&UndoableAct> {
        self.by_rank.values().next_back()
    }

    /// All acts, the latest last.
    pub fn iter(&self) -> btree_map::Values<'_, u64, UndoableAct> {
        self.by_rank.values()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_rank.len()
    }

    /// Says whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_rank.is_empty()
    }

    /// Forgets all of them.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Adds an entry to the act that `first` names, which begins on top where it is not there.
    fn add(&mut self, first: EntryRef, seq: u64, trace: Option<Trace>) {
        let entry = EntryRef {
            device: first.device.clone(),
            seq,
        };
        let rank = *self.by_first.entry(first.clone()).or_insert(self.next_rank);
        self.next_rank = self.next_rank.max(rank + 1);
        let act = self.by_rank.entry(rank).or_insert_with(|| UndoableAct {
            device: first.device,
            first: first.seq,
            seqs: BTreeSet::new(),
            traces: BTreeMap::new(),
        });
        act.seqs.insert(seq);
        if let Some(trace) = trace {
            act.traces.insert(seq, trace);
        }
        self.by_entry.insert(entry, rank);
    }

    /// Removes an entry from its act. Gives the act's first entry and what the move brings back.
    fn remove(&mut self, entry: &EntryRef) -> Option<(EntryRef, Option<Trace>)> {
        let rank = self.by_entry.remove(entry)?;
        let act = self.by_rank.get_mut(&rank)?;
        let first = EntryRef {
            device: act.device.clone(),
            seq: act.first,
        };
        let trace = act.traces.remove(&entry.seq);
        act.seqs.remove(&entry.seq);
        if act.seqs.is_empty() {
            self.by_rank.remove(&rank);
            self.by_first.remove(&first);
        }
        Some((first, trace))
    }
}

/// The same acts in the same order; the numbers of their ranks tell nothing.
impl PartialEq for UndoStack {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for UndoStack {}

impl Case {
    /// Moves an act from one stack to the other, or begins one. `lost` is what the entry's
    /// change takes away; what an earlier move had taken away comes back.
    pub(super) fn remember_for_undo(
        &mut self,
        entry: &Entry,
        lost: Option<Trace>,
    ) -> Option<Trace> {
        match &entry.event {
            Event::Undone { entry: undone, .. } => {
                move_entry(&mut self.done, &mut self.undone, undone, lost)
            }
            Event::Redone { entry: redone, .. } => {
                move_entry(&mut self.undone, &mut self.done, redone, lost)
            }
            Event::Sealed { .. } => {
                self.done.clear();
                self.undone.clear();
                None
            }
            event if event.can_be_undone() => {
                self.undone.clear();
                let first = EntryRef {
                    device: entry.device.clone(),
                    seq: event.with().unwrap_or(entry.seq),
                };
                self.done.add(first, entry.seq, lost);
                None
            }
            _ => None,
        }
    }
}

/// Moves one entry of an act from one stack to the other. An act of several entries arrives
/// entry by entry and is one act again on the other side, known by its first entry.
fn move_entry(
    from: &mut UndoStack,
    to: &mut UndoStack,
    entry: &EntryRef,
    lost: Option<Trace>,
) -> Option<Trace> {
    let (first, found) = from.remove(entry)?;
    to.add(first, entry.seq, lost);
    found
}
