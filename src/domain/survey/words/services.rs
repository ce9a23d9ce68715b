//! Services in sentences: who said what of them, and what is not applicable because of them.

use super::{Facts, counted, day_and_time, listed};
use crate::domain::pack::{Applies, Element, Standard};
use crate::domain::survey::events::{Offered, ServiceSaid};
use crate::domain::survey::verdicts;
use crate::domain::values::calendar::Moment;
use crate::domain::values::ids::{AttributeId, SiteId};

impl Facts<'_> {
    /// Who said something of a service, and when: `Practice manager and Pharmacist, Jan 14, 2026,
    /// 09:42 UTC-06:00`.
    pub fn told(&self, (said, at): &(ServiceSaid, Moment)) -> String {
        format!("{}, {}", self.tellers(said), day_and_time(*at))
    }

    /// The roles of those who said it: `Practice manager and Pharmacist`.
    pub fn tellers(&self, said: &ServiceSaid) -> String {
        let roles = said.told_by.iter().map(|role| {
            let known = self.pack.role(role);
            known.map_or_else(|| role.to_string(), |known| known.title.clone())
        });
        let roles: Vec<String> = roles.collect();
        listed(&roles)
    }

    /// Where a service is offered: `Offered, but not at West Clinic`.
    pub fn offered(&self, offered: &Offered) -> String {
        match offered {
            Offered::Everywhere => "Offered".to_owned(),
            Offered::Nowhere => "Not offered".to_owned(),
            Offered::NotAt(sites) => {
                let names: Vec<String> = sites.iter().map(|site| self.site(site)).collect();
                format!("Offered, but not at {}", listed(&names))
            }
        }
    }

    /// The services that are not offered and so keep a Standard, or one of its elements, from
    /// arising at a site, or at all of them: each with who said so and when.
    pub fn not_offered(
        &self,
        standard: &Standard,
        element: Option<&Element>,
        site: Option<&SiteId>,
    ) -> Option<String> {
        let sites: Vec<&SiteId> = match site {
            Some(site) => vec![site],
            None => self.visit.sites.iter().collect(),
        };
        let offers =
            |attribute: &AttributeId, site: &SiteId| self.visit.offers(attribute, Some(site));
        let mut conditions: Vec<&Applies> = standard.applies_when.iter().collect();
        if let Some(element) = element {
            conditions.extend(element.applies_when.iter());
            let record = element.checks.record.as_ref();
            conditions.extend(record.and_then(|check| check.applies_when.as_ref()));
        }
        conditions.retain(|condition| {
            let mut sites = sites.iter();
            sites.all(|site| !condition.applies(&|attribute| offers(attribute, site)))
        });
        let mut absent: Vec<&AttributeId> = Vec::new();
        for attribute in conditions.into_iter().flat_map(Applies::attributes) {
            let mut sites = sites.iter();
            let gone = sites.all(|site| offers(attribute, site) == Some(false));
            if gone && !absent.contains(&attribute) {
                absent.push(attribute);
            }
        }
        let told: Vec<String> = absent.into_iter().map(|id| self.absent(id)).collect();
        let place = match site {
            Some(site) if self.has_several_sites() => format!(" at {}", self.site(site)),
            _ => String::new(),
        };
        (!told.is_empty()).then(|| format!("Service not offered{place}: {}.", listed(&told)))
    }

    /// `Into the spinal fluid (said by Practice manager, Jan 14, 2026, 09:42 UTC-06:00)`.
    fn absent(&self, service: &AttributeId) -> String {
        let known = self.pack.attribute(service);
        let title = known.map_or_else(|| service.to_string(), |held| held.title.clone());
        match self.visit.services.get(service) {
            Some(said) => format!("{title} (said by {})", self.told(said)),
            None => title,
        }
    }

    /// How much is not applicable by the services: `2 Standards (2.1, 3.10), 9 elements, 31
    /// checks`, site by site where that differs; nothing where every check applies.
    pub fn set_aside(&self) -> Option<String> {
        let sites = &self.visit.sites;
        let said: Vec<Option<String>> = sites.iter().map(|site| self.set_aside_at(site)).collect();
        let first = said.first().cloned().flatten();
        if said.iter().all(|held| *held == first) {
            return first;
        }
        let told = sites.iter().zip(said).map(|(site, said)| {
            let said = said.unwrap_or_else(|| "nothing".to_owned());
            format!("at {} {said}", self.site(site))
        });
        Some(told.collect::<Vec<_>>().join("; "))
    }

    fn set_aside_at(&self, site: &SiteId) -> Option<String> {
        let (mut standards, mut elements, mut checks) = (Vec::new(), 0, 0);
        for standard in &self.pack.standards {
            let mut arises = false;
            for element in standard.elements.iter().filter(|held| held.is_answered()) {
                let all = element.checks.methods().count();
                let methods = element.checks.methods();
                let gone = methods
                    .filter(|method| {
                        !verdicts::applies_at(self.visit, standard, element, *method, site)
                    })
                    .count();
                checks += gone;
                elements += usize::from(gone == all);
                arises |= gone < all;
            }
            if !arises {
                standards.push(standard.id.to_string());
            }
        }
        let mut parts = Vec::new();
        if !standards.is_empty() {
            let count = counted(standards.len(), "Standard");
            parts.push(format!("{count} ({})", standards.join(", ")));
        }
        if elements > 0 {
            parts.push(counted(elements, "element"));
        }
        if checks > 0 {
            parts.push(counted(checks, "check"));
        }
        (checks > 0).then(|| parts.join(", "))
    }
}
