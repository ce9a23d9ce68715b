//! What is known of one visit: the part of the fold that a survey works on.

mod answers;
mod sources;

pub use answers::{Basis, Given, GivenList, HeldAnswers};
pub use sources::{HeldSources, Source};

use super::answers::{
    Answer, Cell, CheckKey, Determination, Explanation, Ground, NoteTarget, Reason, SampleKey,
};
use super::events::{Offered, PackRef, ServiceSaid, Surveyor};
use crate::domain::pack::Standard;
use crate::domain::program::packet::{VisitKind, VisitMode};
use crate::domain::values::calendar::Moment;
use crate::domain::values::ids::{AttributeId, Principal, SiteId, SourceId, StandardId, VisitId};
use crate::domain::values::text::TextId;
use std::collections::BTreeMap;

/// A revision that was signed and finished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// Its number.
    pub revision: u32,
    /// The Surveyor's initials.
    pub initials: String,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: Principal,
    /// Why this revision was made, if it was not the first.
    pub reason: Option<TextId>,
}

/// One On-Site Survey or re-survey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// Its id.
    pub id: VisitId,
    /// Survey or re-survey.
    pub kind: VisitKind,
    /// How it is held.
    pub mode: VisitMode,
    /// The pack that it is pinned to.
    pub pack: PackRef,
    /// The sites visited, in the packet's order.
    pub sites: Vec<SiteId>,
    /// When it was opened.
    pub opened_at: Moment,
    /// Who carries it out.
    pub surveyor: Option<Surveyor>,
    /// When the Surveyor confirmed having no conflict of interest.
    pub conflict_cleared: Option<Moment>,
    /// What was said of services, and when; those that nobody spoke of are still to be asked.
    pub services: BTreeMap<AttributeId, (ServiceSaid, Moment)>,
    /// What was looked at, in the order in which it was added.
    pub sources: HeldSources,
    /// The answers of every check, by site and source.
    pub answers: HeldAnswers,
    /// Notes that go in the report.
    pub notes: BTreeMap<NoteTarget, TextId>,
    /// What the answers of a check came to when its note was written, or kept since.
    pub bases: BTreeMap<CheckKey, Basis>,
    /// The Surveyor's levels, and when they were given.
    pub determinations: BTreeMap<StandardId, (Determination, Moment)>,
    /// The explanations where methods differ.
    pub explanations: BTreeMap<StandardId, Explanation>,
    /// The reasons for samples that are smaller than asked for.
    pub shortfalls: BTreeMap<SampleKey, Reason>,
    /// The seals, oldest first.
    pub seals: Vec<Seal>,
    /// The revision that is being worked on and why it was begun; nothing while it is sealed.
    pub open_revision: Option<(u32, Option<TextId>)>,
    /// The cell that was answered last, for "where the Surveyor stopped".
    pub last_answered: Option<(Cell, Moment)>,
}

impl Visit {
    /// The source with this id.
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.sources.get(id)
    }

    /// Says whether another source than `this` has the label.
    pub fn is_label_taken(&self, label: &str, this: Option<&SourceId>) -> bool {
        let mut others = self.sources.iter().filter(|held| Some(&held.id) != this);
        others.any(|held| held.details.label == label)
    }

    /// Everybody who was met, as role and letter, each with the labels of the sources.
    pub fn people(&self) -> Vec<(&str, Vec<&str>)> {
        let mut people: Vec<(&str, Vec<&str>)> = Vec::new();
        for details in self.sources.iter().map(|source| &source.details) {
            let Some(person) = details.person.as_deref() else {
                continue;
            };
            match people.iter_mut().find(|(held, _)| *held == person) {
                Some((_, labels)) => labels.push(&details.label),
                None => people.push((person, vec![&details.label])),
            }
        }
        people
    }

    /// Says whether a level of a Standard can rest on this: an element of it that is answered, or
    /// something that was looked at.
    pub fn has_ground(&self, standard: &Standard, ground: &Ground) -> bool {
        match ground {
            Ground::Element(id) => {
                let mut elements = standard.elements.iter();
                elements.any(|element| element.id == *id && element.is_answered())
            }
            Ground::Source(id) => self.source(id).is_some(),
        }
    }

    /// All answers of a check.
    pub fn given(&self, check: &CheckKey) -> &GivenList {
        self.answers.of(check)
    }

    /// The answer at a cell.
    pub fn answer(&self, cell: &Cell) -> Option<&Answer> {
        self.given_at(cell).map(|given| &given.answer)
    }

    /// The answer at a cell with the time when it was given.
    pub fn given_at(&self, cell: &Cell) -> Option<&Given> {
        self.answers.at(cell)
    }

    /// Says whether an answer counts at a site: it was given there, or for the whole practice
    /// and its document is not one of other sites only.
    pub fn counts_at(&self, given: &Given, site: &SiteId) -> bool {
        match (&given.site, &given.source) {
            (Some(held), _) => held == site,
            (None, None) => true,
            (None, Some(source)) => self
                .source(source)
                .is_none_or(|source| source.details.sites.include(site)),
        }
    }

    /// Says whether something was answered at a source: anywhere, or so that it counts at a site.
    pub fn is_answered(&self, source: &Source, site: Option<&SiteId>) -> bool {
        let mut held = self.answers.sites_at(&source.id);
        held.any(|held| match (site, held) {
            (Some(site), Some(held)) => site == held,
            (Some(site), None) => source.details.sites.include(site),
            (None, _) => true,
        })
    }

    /// How many answers stand at a source.
    pub fn answers_at(&self, source: &SourceId) -> usize {
        self.answers.count_at(source)
    }

    /// How many answers stand in the visit.
    pub fn answer_count(&self) -> usize {
        self.answers.count()
    }

    /// Says whether the visit is signed and finished, with no revision begun since.
    pub fn is_sealed(&self) -> bool {
        self.open_revision.is_none()
    }

    /// The revision being worked on, or the one that is sealed.
    pub fn revision(&self) -> u32 {
        match &self.open_revision {
            Some((revision, _)) => *revision,
            None => self.seals.last().map_or(1, |seal| seal.revision),
        }
    }

    /// What was said of a service at a site, or at all of them: `Some(false)` is not offered,
    /// `None` is offered or not asked yet (an offered service may still not arise in a record).
    pub fn offers(&self, service: &AttributeId, site: Option<&SiteId>) -> Option<bool> {
        let (said, _) = self.services.get(service)?;
        let offered = match site {
            Some(site) => said.offered.at(site),
            None if said.offered == Offered::Nowhere => false,
            None => self.sites.iter().any(|site| said.offered.at(site)),
        };
        (!offered).then_some(false)
    }
}
