//! Look-ups in a pack, so that an element is found as quickly among 5,000 as among fifty.

use super::{
    Attribute, ChartArea, Domain, Element, EventKind, Method, Pack, RecordKind, StaffRole, Standard,
};
use crate::domain::values::ids::{
    AttributeId, ChartAreaId, DomainId, ElementId, EventKindId, RecordKindId, RoleId, StandardId,
};
use std::collections::HashMap;
use std::sync::OnceLock;

/// Where everything stands in a pack. It follows from the pack, so it is no part of the file and
/// two are always equal. It is built at the first look-up: do not change a pack's lists later.
#[derive(Clone, Debug, Default)]
pub struct Index(OnceLock<Places>);

impl PartialEq for Index {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Index {}

#[derive(Clone, Debug, Default)]
struct Places {
    standards: HashMap<StandardId, usize>,
    elements: HashMap<ElementId, Position>,
    attributes: HashMap<AttributeId, usize>,
}

#[derive(Clone, Copy, Debug)]
struct Position {
    standard: usize,
    element: usize,
    /// In the order of the whole pack, over all Standards.
    overall: usize,
}

impl Places {
    fn of(pack: &Pack) -> Self {
        let mut places = Self::default();
        let mut overall = 0;
        for (standard_place, standard) in pack.standards.iter().enumerate() {
            places
                .standards
                .entry(standard.id.clone())
                .or_insert(standard_place);
            for (element_place, element) in standard.elements.iter().enumerate() {
                let place = Position {
                    standard: standard_place,
                    element: element_place,
                    overall,
                };
                places.elements.entry(element.id.clone()).or_insert(place);
                overall += 1;
            }
        }
        for (place, attribute) in pack.attributes.iter().enumerate() {
            places
                .attributes
                .entry(attribute.id.clone())
                .or_insert(place);
        }
        places
    }
}

impl Pack {
    fn places(&self) -> &Places {
        self.index.0.get_or_init(|| Places::of(self))
    }

    /// The Standard with this number.
    pub fn standard(&self, id: &StandardId) -> Option<&Standard> {
        self.standards.get(*self.places().standards.get(id)?)
    }

    /// The element with this number.
    pub fn element(&self, id: &ElementId) -> Option<&Element> {
        let place = self.places().elements.get(id)?;
        self.standards
            .get(place.standard)?
            .elements
            .get(place.element)
    }

    /// The Standard that an element belongs to.
    pub fn standard_of(&self, id: &ElementId) -> Option<&Standard> {
        self.standards.get(self.places().elements.get(id)?.standard)
    }

    /// An element's place in the pack's order over all Standards, from 0.
    pub fn place_of(&self, id: &ElementId) -> Option<usize> {
        self.places().elements.get(id).map(|place| place.overall)
    }

    /// A Standard's place in the pack's order, from 0.
    pub fn place_of_standard(&self, id: &StandardId) -> Option<usize> {
        self.places().standards.get(id).copied()
    }

    /// The attribute with this id.
    pub fn attribute(&self, id: &AttributeId) -> Option<&Attribute> {
        self.attributes.get(*self.places().attributes.get(id)?)
    }

    /// The domain with this number.
    pub fn domain(&self, id: &DomainId) -> Option<&Domain> {
        self.domains.iter().find(|domain| domain.id == *id)
    }

    /// The role with this id.
    pub fn role(&self, id: &RoleId) -> Option<&StaffRole> {
        self.roles.iter().find(|role| role.id == *id)
    }

    /// The kind of record with this id.
    pub fn record_kind(&self, id: &RecordKindId) -> Option<&RecordKind> {
        self.record_kinds.iter().find(|kind| kind.id == *id)
    }

    /// The kind of event with this id.
    pub fn event_kind(&self, id: &EventKindId) -> Option<&EventKind> {
        self.events.iter().find(|kind| kind.id == *id)
    }

    /// The part of a patient record with this id.
    pub fn chart_area(&self, id: &ChartAreaId) -> Option<&ChartArea> {
        self.chart_areas.iter().find(|area| area.id == *id)
    }

    /// The services of a practice that applicability speaks of.
    pub fn services(&self) -> impl Iterator<Item = &Attribute> {
        self.attributes.iter().filter(|a| a.scope.is_service())
    }

    /// The qualities of a source that applicability speaks of; a service may be one too.
    pub fn qualities(&self) -> impl Iterator<Item = &Attribute> {
        self.attributes.iter().filter(|a| a.scope.is_source())
    }

    /// Every element with its Standard, in pack order, headings included.
    pub fn elements(&self) -> impl Iterator<Item = (&Standard, &Element)> {
        self.standards.iter().flat_map(|standard| {
            standard
                .elements
                .iter()
                .map(move |element| (standard, element))
        })
    }

    /// Says whether Standard, element and check by `method` all apply; unknown applies, a check
    /// that does not exist does not.
    pub fn check_applies(
        &self,
        id: &ElementId,
        method: Method,
        known: &dyn Fn(&AttributeId) -> Option<bool>,
    ) -> bool {
        self.standard_of(id)
            .is_some_and(|standard| standard.applies(known))
            && self
                .element(id)
                .is_some_and(|element| element.check_applies(method, known))
    }
}
