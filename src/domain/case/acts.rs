//! What can be undone and done again: two stacks that are nothing but what the journal says.

use super::Case;
use crate::domain::events::Event;
use crate::domain::ids::DeviceId;
use crate::domain::journal::{Entry, EntryRef, Moment};
use std::collections::BTreeMap;

/// How far back an act is looked for. An undo names the latest act; only where laptops were
/// merged do others lie above it. Without an end, a made-up journal would take hours to fold.
const REACH: usize = 1_000;

/// One act that can be undone or done again: the entries it wrote, first to last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// The laptop that wrote it.
    pub device: DeviceId,
    /// Its first entry, which names the act.
    pub first: u64,
    /// Its entries in that laptop's chain, in order; some of them while it is being moved.
    pub seqs: Vec<u64>,
    /// For each entry what its own event does not say, and what moving it brings back.
    traces: BTreeMap<u64, Trace>,
}

/// What a change takes away though no event names it, so that undo brings all of it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trace {
    /// Since when the value had stood.
    Since(Moment),
    /// Where a source had stood among the others, and when it was seen.
    Seat(usize, Moment),
}

impl Act {
    fn add(&mut self, seq: u64, trace: Option<Trace>) {
        let place = self.seqs.partition_point(|held| *held < seq);
        self.seqs.insert(place, seq);
        if let Some(trace) = trace {
            self.traces.insert(seq, trace);
        }
    }
}

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
                match event.with().filter(|first| *first != entry.seq) {
                    Some(first) => join(&mut self.done, &entry.device, first, entry.seq, lost),
                    None => begin(&mut self.done, &entry.device, entry.seq, entry.seq, lost),
                }
                None
            }
            _ => None,
        }
    }
}

/// Adds an entry to the act that `first` begins, if there is one already; else begins it.
fn join(stack: &mut Vec<Act>, device: &DeviceId, first: u64, seq: u64, trace: Option<Trace>) {
    let is_it = |act: &&mut Act| act.first == first && act.device == *device;
    match stack.iter_mut().rev().take(REACH).find(is_it) {
        Some(act) => act.add(seq, trace),
        None => begin(stack, device, first, seq, trace),
    }
}

/// Begins an act.
fn begin(stack: &mut Vec<Act>, device: &DeviceId, first: u64, seq: u64, trace: Option<Trace>) {
    let mut act = Act {
        device: device.clone(),
        first,
        seqs: Vec::new(),
        traces: BTreeMap::new(),
    };
    act.add(seq, trace);
    stack.push(act);
}

/// Moves one entry of an act from one stack to the other. An act of several entries arrives
/// entry by entry and is one act again on the other side, known by its first entry.
fn move_entry(
    from: &mut Vec<Act>,
    to: &mut Vec<Act>,
    entry: &EntryRef,
    lost: Option<Trace>,
) -> Option<Trace> {
    let holds =
        |act: &Act| act.device == entry.device && act.seqs.binary_search(&entry.seq).is_ok();
    let from_top = from.iter().rev().take(REACH).position(holds)?;
    let place = from.len().checked_sub(from_top + 1)?;
    let act = from.get_mut(place)?;
    let first = act.first;
    let found = act.traces.remove(&entry.seq);
    act.seqs.retain(|seq| *seq != entry.seq);
    if act.seqs.is_empty() {
        from.remove(place);
    }
    join(to, &entry.device, first, entry.seq, lost);
    found
}
