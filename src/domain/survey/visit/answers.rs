//! The answers of a visit, by check, then site and source.
//!
//! Every step is O(log n), for the same reason as in [`super::sources`].

use crate::domain::survey::answers::{Answer, Cell, CheckKey};
use crate::domain::values::calendar::Moment;
use crate::domain::values::ids::{SiteId, SourceId};
use std::collections::{BTreeMap, HashMap, btree_map};

/// An answer as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The site; nothing for a policy answer of the whole practice.
    pub site: Option<SiteId>,
    /// The source; nothing for an answer at the whole.
    pub source: Option<SourceId>,
    /// The answer.
    pub answer: Answer,
    /// When it was given.
    pub at: Moment,
}

type SiteAndSource = (Option<SiteId>, Option<SourceId>);

fn place(cell: &Cell) -> SiteAndSource {
    (cell.site.clone(), cell.source.clone())
}

/// The answers of one check, ascending by site and source: one order whatever the order of
/// entry, so that the same facts always look the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GivenList(BTreeMap<SiteAndSource, Given>);

/// The answers of a check that has none.
static NONE: GivenList = GivenList(BTreeMap::new());

impl GivenList {
    /// The answers, in order.
    pub fn iter(&self) -> btree_map::Values<'_, SiteAndSource, Given> {
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
}

impl<'a> IntoIterator for &'a GivenList {
    type Item = &'a Given;
    type IntoIter = btree_map::Values<'a, SiteAndSource, Given>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The answers of a visit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeldAnswers {
    by_check: HashMap<CheckKey, GivenList>,
    /// How many stand at each source that has any.
    at_sources: HashMap<SourceId, usize>,
    count: usize,
}

impl HeldAnswers {
    /// The answers of a check.
    pub fn of(&self, check: &CheckKey) -> &GivenList {
        self.by_check.get(check).unwrap_or(&NONE)
    }

    /// The answer at a cell.
    pub fn at(&self, cell: &Cell) -> Option<&Given> {
        self.by_check.get(&cell.check)?.0.get(&place(cell))
    }

    /// How many answers stand at a source.
    pub fn count_at(&self, source: &SourceId) -> usize {
        self.at_sources.get(source).copied().unwrap_or(0)
    }

    /// How many answers there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Every check that has answers, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (&CheckKey, &GivenList)> {
        self.by_check.iter()
    }

    /// The answers of every check, in no order.
    pub fn values(&self) -> impl Iterator<Item = &GivenList> {
        self.by_check.values()
    }

    /// Says whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_check.is_empty()
    }

    /// Sets or clears the answer at a cell.
    pub(in crate::domain) fn set(&mut self, cell: &Cell, answer: Option<Answer>, at: Moment) {
        let Some(answer) = answer else {
            self.clear(cell);
            return;
        };
        let given = Given {
            site: cell.site.clone(),
            source: cell.source.clone(),
            answer,
            at,
        };
        let list = self.by_check.entry(cell.check.clone()).or_default();
        if list.0.insert(place(cell), given).is_none() {
            self.count += 1;
            if let Some(source) = &cell.source {
                *self.at_sources.entry(source.clone()).or_default() += 1;
            }
        }
    }

    fn clear(&mut self, cell: &Cell) {
        let Some(list) = self.by_check.get_mut(&cell.check) else {
            return;
        };
        if list.0.remove(&place(cell)).is_none() {
            return;
        }
        if list.is_empty() {
            self.by_check.remove(&cell.check);
        }
        self.count -= 1;
        if let Some(source) = &cell.source
            && let Some(held) = self.at_sources.get_mut(source)
        {
            *held -= 1;
            if *held == 0 {
                self.at_sources.remove(source);
            }
        }
    }
}
