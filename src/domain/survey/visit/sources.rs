//! The sources of a visit, in the order in which they were added.
//!
//! Every step is O(log n): a signed file of a stranger is folded before anything of it is
//! trusted, and must not take hours by naming many sources.

use crate::domain::survey::sources::SourceDetails;
use crate::domain::values::calendar::Moment;
use crate::domain::values::ids::SourceId;
use std::collections::{BTreeMap, btree_map};

/// A source as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its id.
    pub id: SourceId,
    /// What is said of it.
    pub details: SourceDetails,
    /// When it was seen.
    pub seen_at: Moment,
}

/// What was looked at, in the order in which it was added. A source that comes back by an undo
/// takes its old seat among the others.
#[derive(Clone, Debug, Default)]
pub struct HeldSources {
    by_seat: BTreeMap<u64, Source>,
    seats: BTreeMap<SourceId, u64>,
    next_seat: u64,
    /// What those were called that were taken out: their changes are told by it.
    gone: BTreeMap<SourceId, String>,
}

impl HeldSources {
    /// The source with this id.
    pub fn get(&self, id: &SourceId) -> Option<&Source> {
        self.by_seat.get(self.seats.get(id)?)
    }

    /// Where a source stands: a number that only compares with those of others.
    pub fn seat(&self, id: &SourceId) -> Option<u64> {
        self.seats.get(id).copied()
    }

    /// The label of a source that was taken out.
    pub fn label_of_gone(&self, id: &SourceId) -> Option<&str> {
        self.gone.get(id).map(String::as_str)
    }

    /// All sources, in order.
    pub fn iter(&self) -> btree_map::Values<'_, u64, Source> {
        self.by_seat.values()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_seat.len()
    }

    /// Says whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_seat.is_empty()
    }

    /// What is said of a source, to be changed.
    pub(in crate::domain) fn details_mut(&mut self, id: &SourceId) -> Option<&mut SourceDetails> {
        let seat = self.seats.get(id)?;
        self.by_seat.get_mut(seat).map(|held| &mut held.details)
    }

    /// Adds a source behind all others.
    pub(in crate::domain) fn push(&mut self, source: Source) {
        self.put(self.next_seat, source);
    }

    /// Adds a source at a seat that it had before; behind all others where that is taken.
    pub(in crate::domain) fn put(&mut self, seat: u64, source: Source) {
        let taken = self.by_seat.contains_key(&seat);
        let seat = if taken { self.next_seat } else { seat };
        self.remove(&source.id);
        self.gone.remove(&source.id);
        self.next_seat = self.next_seat.max(seat.saturating_add(1));
        self.seats.insert(source.id.clone(), seat);
        self.by_seat.insert(seat, source);
    }

    /// Takes a source out.
    pub(in crate::domain) fn remove(&mut self, id: &SourceId) {
        if let Some(seat) = self.seats.remove(id)
            && let Some(source) = self.by_seat.remove(&seat)
        {
            self.gone.insert(source.id, source.details.label);
        }
    }
}

/// The same sources in the same order; the numbers of their seats, and what is gone, tell nothing.
impl PartialEq for HeldSources {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for HeldSources {}

impl<'a> IntoIterator for &'a HeldSources {
    type Item = &'a Source;
    type IntoIter = btree_map::Values<'a, u64, Source>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
