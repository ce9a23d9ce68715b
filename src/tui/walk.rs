//! Where a Surveyor stands in the walk: Standard, method, site, source, row. Pure movement and
//! look-up over an opened case; answering and drawing are in `screens::standard`.

mod answered;

use crate::domain::pack::{Element, Method, Pack, Standard};
use crate::domain::survey::answers::{Cell, CheckKey};
use crate::domain::survey::sources::{Sites, SourceKind};
use crate::domain::survey::verdicts;
use crate::domain::survey::visit::{Source, Visit};
use crate::domain::values::ids::{SiteId, SourceId, StandardId};
use serde::{Deserialize, Serialize};

/// What answers of one method go to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Chosen {
    /// Nothing was chosen yet: the first source, once there is one.
    #[default]
    First,
    /// The whole, on purpose.
    Whole,
    /// This source.
    Source(SourceId),
}

/// A place in the walk. It is kept, so that opening the app returns to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walk {
    /// The Standard's place in the pack.
    pub standard: usize,
    /// The method looked at.
    pub method: Method,
    /// The site, as a place in the visit's list.
    pub site: usize,
    /// For each method what answers go to.
    pub sources: [Chosen; 4],
    /// The row in the checklist.
    pub row: usize,
    /// Whether the Standard is open, so that it is opened again.
    #[serde(default)]
    pub inside: bool,
    /// How many entries the case had when this place was remembered.
    #[serde(default)]
    pub entries: u64,
}

/// Why a row cannot be answered at the source that is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It can.
    Yes,
    /// The service is not offered at this site.
    NotOffered,
    /// The chosen record is of another kind, or does not show this.
    OtherRecord,
    /// The chosen person or event is not one that this check is for; it may be answered still.
    Unusual,
}

impl Walk {
    /// The first row of the first Standard.
    pub fn start() -> Self {
        Self {
            standard: 0,
            method: Method::Policy,
            site: 0,
            sources: [const { Chosen::First }; 4],
            row: 0,
            inside: false,
            entries: 0,
        }
    }

    /// The Standard stood on.
    pub fn standard<'a>(&self, pack: &'a Pack) -> Option<&'a Standard> {
        pack.standards.get(self.standard)
    }

    /// The site stood on.
    pub fn site<'a>(&self, visit: &'a Visit) -> Option<&'a SiteId> {
        visit.sites.get(self.site).or(visit.sites.first())
    }

    /// The elements that have a check of the method.
    pub fn rows<'a>(&self, pack: &'a Pack) -> Vec<&'a Element> {
        self.standard(pack)
            .map(|standard| {
                standard
                    .elements
                    .iter()
                    .filter(|element| element.checks.need(self.method).is_some())
                    .collect()
            })
            .unwrap_or_default()
    }

    /// The element of the row stood on.
    pub fn element<'a>(&self, pack: &'a Pack) -> Option<&'a Element> {
        self.rows(pack).get(self.row).copied()
    }

    /// The check of the row stood on.
    pub fn check(&self, pack: &Pack) -> Option<CheckKey> {
        let element = self.element(pack)?.id.clone();
        Some(CheckKey {
            element,
            method: self.method,
        })
    }

    fn method_place(&self) -> usize {
        Method::ALL
            .iter()
            .position(|method| *method == self.method)
            .unwrap_or(0)
    }

    /// The sources of the method at the site, in the order in which they were added.
    pub fn choices<'a>(&self, visit: &'a Visit) -> Vec<&'a Source> {
        let site = self.site(visit);
        visit
            .sources
            .iter()
            .filter(|source| source.details.kind.method() == self.method)
            .filter(|source| site.is_none_or(|site| source.details.sites.include(site)))
            .collect()
    }

    /// The source that answers go to; nothing is "the whole".
    pub fn source<'a>(&self, visit: &'a Visit) -> Option<&'a Source> {
        let choices = self.choices(visit);
        match self.sources.get(self.method_place())? {
            Chosen::First => choices.into_iter().next(),
            Chosen::Whole => None,
            Chosen::Source(id) => choices.into_iter().find(|source| source.id == *id),
        }
    }

    /// Chooses a source of the method, or the whole.
    pub fn choose(&mut self, source: Option<SourceId>) {
        self.choose_for(self.method, source);
    }

    /// Chooses a source of any method, or its whole.
    pub fn choose_for(&mut self, method: Method, source: Option<SourceId>) {
        let place = Method::ALL.iter().position(|held| *held == method);
        let place = place.unwrap_or(0);
        if let Some(slot) = self.sources.get_mut(place) {
            *slot = source.map_or(Chosen::Whole, Chosen::Source);
        }
    }

    /// Goes to a site where a source can be answered, if it cannot be here.
    pub fn go_to_site_of(&mut self, visit: &Visit, sites: &Sites) {
        if self.site(visit).is_none_or(|site| sites.include(site)) {
            return;
        }
        let place = visit.sites.iter().position(|site| sites.include(site));
        self.site = place.unwrap_or(self.site);
    }

    /// Keeps within what is there: Standards, sites, rows, sources may have gone.
    pub fn clamp(&mut self, visit: &Visit, pack: &Pack) {
        self.standard = self.standard.min(pack.standards.len().saturating_sub(1));
        self.site = self.site.min(visit.sites.len().saturating_sub(1));
        if self.rows(pack).is_empty()
            && let Some(method) = self.standard(pack).and_then(|s| s.methods().next())
        {
            self.method = method;
        }
        self.row = self.row.min(self.rows(pack).len().saturating_sub(1));
        let place = self.method_place();
        let gone = match self.sources.get(place) {
            Some(Chosen::Source(_)) => self.source(visit).is_none(),
            _ => false,
        };
        if let Some(slot) = self.sources.get_mut(place).filter(|_| gone) {
            *slot = Chosen::First;
        }
    }

    /// Stands at another Standard or method: at the paper that it was answered from, on a row
    /// that can be answered there.
    pub fn arrive(&mut self, visit: &Visit, pack: &Pack) {
        self.clamp(visit, pack);
        self.choose_paper(visit, pack);
        self.land(visit, pack);
    }

    /// Leaves a row that the chosen source does not show: for the first one still to do, or else
    /// the first one that it shows.
    fn land(&mut self, visit: &Visit, pack: &Pack) {
        let fits = |element: &Element| self.fits(visit, pack, element);
        if self.element(pack).is_some_and(fits) {
            return;
        }
        let first = || self.rows(pack).into_iter().position(fits);
        if let Some(place) = self.first_to_do(visit, pack).or_else(first) {
            self.row = place;
        }
    }

    fn fits(&self, visit: &Visit, pack: &Pack, element: &Element) -> bool {
        matches!(self.fit(visit, pack, element), Fit::Yes | Fit::Unusual)
    }

    /// Says whether `element` can be answered at the chosen source and is not answered there yet.
    fn is_to_do(&self, visit: &Visit, pack: &Pack, element: &Element) -> bool {
        self.fits(visit, pack, element) && visit.answer(&self.cell(visit, element)).is_none()
    }

    fn first_to_do(&self, visit: &Visit, pack: &Pack) -> Option<usize> {
        let mut rows = self.rows(pack).into_iter();
        rows.position(|element| self.is_to_do(visit, pack, element))
    }

    /// Chooses the paper that this Standard was answered from, if the chosen one has nothing of it.
    fn choose_paper(&mut self, visit: &Visit, pack: &Pack) {
        if self.method != Method::Policy || self.sources.first() == Some(&Chosen::Whole) {
            return;
        }
        let given: Vec<&SourceId> = self
            .rows(pack)
            .iter()
            .flat_map(|element| {
                let method = Method::Policy;
                visit.given(&CheckKey {
                    element: element.id.clone(),
                    method,
                })
            })
            .filter_map(|given| given.source.as_ref())
            .collect();
        let here = self.source(visit).map(|source| &source.id);
        if let Some(first) = given
            .first()
            .filter(|_| !given.iter().any(|id| Some(*id) == here))
        {
            let paper = (*first).clone();
            self.choose(Some(paper));
        }
    }

    /// Goes to the next or previous source of the method, round and round; the whole comes last.
    /// Whoever leaves a finished source works source by source and begins at the first row to do;
    /// whoever leaves one unfinished asks the same of the next one and stays in the row.
    pub fn step_source(&mut self, visit: &Visit, pack: &Pack, forward: bool) {
        let is_finished = self.first_to_do(visit, pack).is_none();
        let mut ring: Vec<Option<SourceId>> = self
            .choices(visit)
            .into_iter()
            .map(|source| Some(source.id.clone()))
            .collect();
        ring.push(None);
        let here = self.source(visit).map(|source| source.id.clone());
        let at = ring.iter().position(|held| *held == here).unwrap_or(0);
        let to = if forward { at + 1 } else { at + ring.len() - 1 } % ring.len();
        self.choose(ring.get(to).cloned().flatten());
        let begin = self.first_to_do(visit, pack).filter(|_| is_finished);
        self.row = begin.unwrap_or(self.row);
        self.land(visit, pack);
    }

    /// Goes to the next or previous method that the Standard has.
    pub fn step_method(&mut self, pack: &Pack, visit: &Visit, forward: bool) {
        let methods: Vec<Method> = self
            .standard(pack)
            .map(|s| s.methods().collect())
            .unwrap_or_default();
        let Some(at) = methods.iter().position(|method| *method == self.method) else {
            return;
        };
        let to = if forward {
            at + 1
        } else {
            at + methods.len() - 1
        } % methods.len();
        if let Some(method) = methods.get(to) {
            let element = self.element(pack).map(|element| element.id.clone());
            self.method = *method;
            let same = self
                .rows(pack)
                .iter()
                .position(|held| Some(&held.id) == element.as_ref());
            self.row = same.unwrap_or(0);
            self.arrive(visit, pack);
        }
    }

    /// Goes to another Standard.
    pub fn go(&mut self, pack: &Pack, visit: &Visit, standard: &StandardId) {
        if let Some(place) = pack.place_of_standard(standard) {
            self.standard = place;
            self.row = 0;
            self.arrive(visit, pack);
        }
    }

    /// Goes to a check.
    pub fn go_to(&mut self, pack: &Pack, visit: &Visit, check: &CheckKey) {
        if let Some(standard) = pack.standard_of(&check.element) {
            self.go(pack, visit, &standard.id.clone());
            self.method = check.method;
            let place = self
                .rows(pack)
                .iter()
                .position(|element| element.id == check.element);
            self.row = place.unwrap_or(0);
            self.arrive(visit, pack);
        }
    }

    /// Goes to one answer: to its check, its site and its source.
    pub fn go_to_answer(&mut self, pack: &Pack, visit: &Visit, cell: &Cell) {
        self.go_to(pack, visit, &cell.check);
        let site = cell.site.as_ref();
        let site = visit.sites.iter().position(|held| Some(held) == site);
        self.site = site.unwrap_or(self.site);
        self.choose(cell.source.clone());
        let mut rows = self.rows(pack).into_iter();
        let row = rows.position(|element| element.id == cell.check.element);
        self.row = row.unwrap_or(self.row);
    }

    /// Goes to a check: to the site and the source where something of it is to do, if anything is.
    pub fn go_to_open(&mut self, pack: &Pack, visit: &Visit, check: &CheckKey) {
        self.go_to(pack, visit, check);
        let (Some(standard), Some(element)) = (self.standard(pack), self.element(pack)) else {
            return;
        };
        let is_open = |site: &SiteId| {
            verdicts::check_at(visit, pack, standard, element, check.method, site).open > 0
        };
        if !self.site(visit).is_some_and(is_open) {
            let Some(place) = visit.sites.iter().position(is_open) else {
                return;
            };
            self.site = place;
        }
        if self.is_to_do(visit, pack, element) {
            return;
        }
        let to_do = self.choices(visit).into_iter().find_map(|source| {
            let mut there = self.clone();
            there.choose(Some(source.id.clone()));
            there.is_to_do(visit, pack, element).then_some(there)
        });
        if let Some(there) = to_do {
            *self = there;
        }
    }

    /// Goes to the next or previous Standard.
    pub fn step_standard(&mut self, pack: &Pack, visit: &Visit, forward: bool) -> bool {
        let to = if forward {
            self.standard + 1
        } else {
            self.standard.wrapping_sub(1)
        };
        let there = to < pack.standards.len();
        if there {
            self.standard = to;
            self.row = 0;
            self.arrive(visit, pack);
        }
        there
    }

    /// The cell that an answer to `element` goes to.
    pub fn cell(&self, visit: &Visit, element: &Element) -> Cell {
        let source = self.source(visit);
        let site = match (self.method, source.map(|source| &source.details.sites)) {
            // A policy belongs to the practice, unless the paper is one site's.
            (Method::Policy, None | Some(Sites::All)) => None,
            (_, Some(Sites::Only(sites))) if sites.len() == 1 => sites.first().cloned(),
            _ => self.site(visit).cloned(),
        };
        Cell {
            check: CheckKey {
                element: element.id.clone(),
                method: self.method,
            },
            site,
            source: source.map(|source| source.id.clone()),
        }
    }

    /// Says whether `element` can be answered at the source that is chosen.
    pub fn fit(&self, visit: &Visit, pack: &Pack, element: &Element) -> Fit {
        let (Some(standard), Some(site)) = (self.standard(pack), self.site(visit)) else {
            return Fit::Yes;
        };
        if !verdicts::applies_at(visit, standard, element, self.method, site) {
            return Fit::NotOffered;
        }
        let Some(source) = self.source(visit) else {
            return Fit::Yes;
        };
        let usual = match &source.details.kind {
            SourceKind::Document => true,
            SourceKind::Record { .. } => {
                return if verdicts::record_fits(visit, standard, element, source, site) {
                    Fit::Yes
                } else {
                    Fit::OtherRecord
                };
            }
            SourceKind::Interview { role } => element
                .checks
                .interview
                .as_ref()
                .is_some_and(|check| check.roles.contains(role)),
            SourceKind::Event { kind } => element
                .checks
                .observation
                .as_ref()
                .is_some_and(|check| check.events.contains(kind)),
        };
        if usual { Fit::Yes } else { Fit::Unusual }
    }

    /// Moves on to the next row that can be answered here; false at the end of the list.
    pub fn advance(&mut self, visit: &Visit, pack: &Pack) -> bool {
        let rows = self.rows(pack);
        let next = rows
            .iter()
            .enumerate()
            .skip(self.row + 1)
            .find(|(_, element)| self.fits(visit, pack, element))
            .map(|(place, _)| place);
        match next {
            Some(place) => {
                self.row = place;
                true
            }
            None => false,
        }
    }
}
