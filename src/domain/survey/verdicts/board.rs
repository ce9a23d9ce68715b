//! All Standards of a visit with their verdicts, kept up to date one Standard at a time.

use super::{StandardVerdict, standard};
use crate::domain::pack::Pack;
use crate::domain::survey::visit::Visit;

/// The verdicts of all Standards of a visit, kept so that one answer costs one Standard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    standards: Vec<StandardVerdict>,
    open: usize,
}

impl Board {
    /// Judges every Standard.
    pub fn of(visit: &Visit, pack: &Pack) -> Self {
        let standards: Vec<StandardVerdict> = pack
            .standards
            .iter()
            .map(|held| standard(visit, pack, held))
            .collect();
        let open = standards.iter().map(|verdict| verdict.open).sum();
        Self { standards, open }
    }

    /// Judges the Standard at `place` of the pack again, after an answer in it.
    pub fn refresh(&mut self, visit: &Visit, pack: &Pack, place: usize) {
        if let (Some(slot), Some(held)) = (self.standards.get_mut(place), pack.standards.get(place))
        {
            let now = standard(visit, pack, held);
            self.open = self.open - slot.open + now.open;
            *slot = now;
        }
    }

    /// The verdict of the Standard at `place` of the pack.
    pub fn at(&self, place: usize) -> Option<&StandardVerdict> {
        self.standards.get(place)
    }

    /// All of them in the pack's order.
    pub fn iter(&self) -> impl Iterator<Item = &StandardVerdict> {
        self.standards.iter()
    }

    /// Answers still to give in the whole visit.
    pub fn open(&self) -> usize {
        self.open
    }
}
