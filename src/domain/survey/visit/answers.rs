//! The answers of a visit, by check, then site and source.
//!
//! Every step is O(log n), for the same reason as in [`super::sources`].

use crate::domain::survey::answers::{Answer, AnswerValue, Cell, CheckKey};
use crate::domain::survey::verdicts::Tally;
use crate::domain::values::calendar::Moment;
use crate::domain::values::ids::{SiteId, SourceId};
use std::collections::{BTreeMap, HashMap, btree_map};
use std::hash::{DefaultHasher, Hash, Hasher};

/// An answer as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The site; nothing for a policy answer of the whole practice.
    pub site: Option<SiteId>,
    /// The source; nothing for an answer at the whole.
    pub source: Option<SourceId>,
    /// The answer.
    pub answer: Answer,
    /// What the answer was when its remark was written, or kept since.
    pub remarked_under: Option<AnswerValue>,
    /// When it was given.
    pub at: Moment,
}

impl Given {
    /// The cell of this answer to a check.
    pub fn cell(&self, check: &CheckKey) -> Cell {
        Cell {
            check: check.clone(),
            site: self.site.clone(),
            source: self.source.clone(),
        }
    }
}

type SiteAndSource = (Option<SiteId>, Option<SourceId>);

fn place(cell: &Cell) -> SiteAndSource {
    (cell.site.clone(), cell.source.clone())
}

/// What the answers of a check come to, small enough to be kept beside words that were written
/// under them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Basis {
    /// The answers at sources.
    pub at_sources: Tally,
    /// The answers at the whole.
    pub at_whole: Tally,
    /// Which answers are Not met, as one number: the same ones always give the same.
    not_met: u64,
}

impl Basis {
    /// Says whether the very same answers are Not met.
    pub fn same_not_met(&self, other: &Self) -> bool {
        self.not_met == other.not_met
    }

    fn count(&mut self, given: &Given, more: bool) {
        let tally = match given.source {
            Some(_) => &mut self.at_sources,
            None => &mut self.at_whole,
        };
        let count = match given.answer.value {
            AnswerValue::Met => &mut tally.met,
            AnswerValue::NotMet => &mut tally.not_met,
            AnswerValue::NotApplicable => &mut tally.not_applicable,
            AnswerValue::CouldNotAssess => &mut tally.could_not_assess,
        };
        *count = if more { *count + 1 } else { *count - 1 };
        if given.answer.value == AnswerValue::NotMet {
            let mut hasher = DefaultHasher::new();
            (&given.site, &given.source).hash(&mut hasher);
            let number = hasher.finish();
            self.not_met = if more {
                self.not_met.wrapping_add(number)
            } else {
                self.not_met.wrapping_sub(number)
            };
        }
    }
}

/// The answers of one check, ascending by site and source: one order whatever the order of
/// entry, so that the same facts always look the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GivenList(BTreeMap<SiteAndSource, Given>, Basis);

/// The answers of a check that has none.
static NONE: GivenList = GivenList(BTreeMap::new(), NOTHING);

/// What no answers come to.
const NOTHING: Basis = Basis {
    at_sources: Tally::NONE,
    at_whole: Tally::NONE,
    not_met: 0,
};

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
    /// How many stand at each source that has any, by their site.
    at_sources: HashMap<SourceId, BTreeMap<Option<SiteId>, usize>>,
    count: usize,
}

impl HeldAnswers {
    /// The answers of a check.
    pub fn of(&self, check: &CheckKey) -> &GivenList {
        self.by_check.get(check).unwrap_or(&NONE)
    }

    /// What the answers of a check come to.
    pub fn basis(&self, check: &CheckKey) -> Basis {
        self.of(check).1
    }

    /// The answer at a cell.
    pub fn at(&self, cell: &Cell) -> Option<&Given> {
        self.by_check.get(&cell.check)?.0.get(&place(cell))
    }

    /// How many answers stand at a source.
    pub fn count_at(&self, source: &SourceId) -> usize {
        let by_site = self.at_sources.get(source);
        by_site.map_or(0, |by_site| by_site.values().sum())
    }

    /// The sites of the answers that stand at a source, each once; nothing for the whole practice.
    pub fn sites_at(&self, source: &SourceId) -> impl Iterator<Item = Option<&SiteId>> {
        let by_site = self.at_sources.get(source).into_iter().flatten();
        by_site.map(|(site, _)| site.as_ref())
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
    pub(in crate::domain) fn set(&mut self, cell: &Cell, given: Option<Given>) {
        let Some(given) = given else {
            self.clear(cell);
            return;
        };
        let list = self.by_check.entry(cell.check.clone()).or_default();
        list.1.count(&given, true);
        match list.0.insert(place(cell), given) {
            Some(was) => list.1.count(&was, false),
            None => {
                self.count += 1;
                if let Some(source) = &cell.source {
                    let by_site = self.at_sources.entry(source.clone()).or_default();
                    *by_site.entry(cell.site.clone()).or_default() += 1;
                }
            }
        }
    }

    /// Says under which answer the remark at a cell stands from now on.
    pub(in crate::domain) fn remark_under(&mut self, cell: &Cell, value: AnswerValue) {
        let list = self.by_check.get_mut(&cell.check);
        if let Some(given) = list.and_then(|list| list.0.get_mut(&place(cell))) {
            given.remarked_under = Some(value);
        }
    }

    fn clear(&mut self, cell: &Cell) {
        let Some(list) = self.by_check.get_mut(&cell.check) else {
            return;
        };
        let Some(was) = list.0.remove(&place(cell)) else {
            return;
        };
        list.1.count(&was, false);
        if list.is_empty() {
            self.by_check.remove(&cell.check);
        }
        self.count -= 1;
        let Some(source) = &cell.source else {
            return;
        };
        if let Some(by_site) = self.at_sources.get_mut(source) {
            if let Some(held) = by_site.get_mut(&cell.site) {
                *held -= 1;
            }
            by_site.retain(|_, held| *held > 0);
            if by_site.is_empty() {
                self.at_sources.remove(source);
            }
        }
    }
}
