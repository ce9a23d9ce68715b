//! What is looked at in the training visit: papers, records, people, events.

use super::{Rehearsal, TrainingFault};
use crate::domain::pack::{Element, EventKind, Method, Preset, Standard};
use crate::domain::program::packet::Packet;
use crate::domain::survey::decide::Act;
use crate::domain::survey::sources::{ChosenBy, Coverage, Sites, SourceDetails, SourceKind};
use crate::domain::survey::verdicts;
use crate::domain::values::ids::{AttributeId, SiteId, SourceId};
use crate::domain::values::text::Text;

impl Rehearsal<'_> {
    /// Adds everything that is looked at: papers, records, people, events.
    pub(super) fn look_around(&mut self, packet: &Packet) -> Result<(), TrainingFault> {
        let mut papers: Vec<String> = packet.policies.iter().map(ToString::to_string).collect();
        if papers.is_empty() {
            papers.push("NUR-12 Giving cancer treatment, version 4".to_owned());
        }
        for (index, title) in papers.iter().enumerate() {
            let title = Some(self.text(title));
            let label = format!("D{}", index + 1);
            self.add(SourceKind::Document, label, None, Sites::All, title, None)?;
        }
        let sites: Vec<SiteId> = self.visit()?.sites.clone();
        let mut numbers = Numbers::default();
        for site in &sites {
            self.records(site, &mut numbers)?;
            self.people(site, &mut numbers)?;
            self.events(site, &mut numbers)?;
        }
        Ok(())
    }

    fn records(&mut self, site: &SiteId, numbers: &mut Numbers) -> Result<(), TrainingFault> {
        let pack = self.pack;
        for kind in &pack.record_kinds {
            let presets = pack.presets.iter().filter(|p| p.kind == kind.id);
            let presets: Vec<_> = presets.filter(|p| self.arises(p, site)).collect();
            let wanted = pack
                .sampling
                .iter()
                .find(|rule| rule.method == Method::Record && rule.kind == kind.id.as_str())
                .map_or(1, |rule| rule.minimum as usize);
            for index in 0..wanted {
                let number = numbers.next(&kind.label);
                let preset = presets.get(index % presets.len().max(1));
                let (is, is_not): (Vec<AttributeId>, Vec<AttributeId>) =
                    preset.map_or_else(Default::default, |p| (p.is.clone(), p.is_not.clone()));
                let kind = SourceKind::Record {
                    kind: kind.id.clone(),
                    coverage: Coverage::Full,
                    is,
                    is_not,
                };
                let chosen = if index == 1 {
                    ChosenBy::Practice
                } else {
                    ChosenBy::AtRandom
                };
                let sites = Sites::Only(vec![site.clone()]);
                self.add(kind, number, None, sites, None, Some(chosen))?;
            }
        }
        Ok(())
    }

    /// A training record never shows a service that the practice does not offer.
    fn arises(&self, preset: &Preset, site: &SiteId) -> bool {
        let offers = |service| self.visit().ok()?.offers(service, Some(site));
        preset.is.iter().all(|service| offers(service).is_none())
    }

    /// Says whether there is something to see at an event of this kind at a site.
    fn is_watched(&self, event: &EventKind, site: &SiteId) -> Result<bool, TrainingFault> {
        let visit = self.visit()?;
        let asks = |standard: &Standard, element: &Element| {
            let check = element.checks.observation.as_ref();
            check.is_some_and(|check| check.events.contains(&event.id))
                && verdicts::applies_at(visit, standard, element, Method::Observation, site)
        };
        let mut standards = self.pack.standards.iter();
        Ok(standards.any(|s| s.elements.iter().any(|element| asks(s, element))))
    }

    fn people(&mut self, site: &SiteId, numbers: &mut Numbers) -> Result<(), TrainingFault> {
        let pack = self.pack;
        for role in &pack.roles {
            let number = numbers.next("I");
            let person = numbers.letter(&role.label);
            let kind = SourceKind::Interview {
                role: role.id.clone(),
            };
            self.add(
                kind,
                number,
                Some(person),
                Sites::Only(vec![site.clone()]),
                None,
                None,
            )?;
        }
        Ok(())
    }

    fn events(&mut self, site: &SiteId, numbers: &mut Numbers) -> Result<(), TrainingFault> {
        let pack = self.pack;
        for event in &pack.events {
            if !self.is_watched(event, site)? {
                continue;
            }
            let times = pack
                .sampling
                .iter()
                .find(|r| r.method == Method::Observation && r.kind == event.id.as_str())
                .map_or(1, |rule| rule.minimum);
            for _ in 0..times {
                let number = numbers.next("O");
                let kind = SourceKind::Event {
                    kind: event.id.clone(),
                };
                self.add(
                    kind,
                    number,
                    None,
                    Sites::Only(vec![site.clone()]),
                    None,
                    None,
                )?;
            }
        }
        Ok(())
    }

    fn add(
        &mut self,
        kind: SourceKind,
        label: String,
        person: Option<String>,
        sites: Sites,
        title: Option<Text>,
        chosen_by: Option<ChosenBy>,
    ) -> Result<(), TrainingFault> {
        let site = match &sites {
            Sites::Only(sites) => sites.first().map(SiteId::as_str),
            Sites::All => None,
        };
        let name = format!("{}-{}", label.to_lowercase(), site.unwrap_or("all"));
        let source = SourceId::new(&name).ok_or(TrainingFault::NoVisit)?;
        let details = SourceDetails {
            kind,
            label,
            person,
            sites,
            title: title.as_ref().map(|title| title.id),
            place: None,
            chosen_by,
            chosen_how: None,
        };
        self.act(Act::AddSource { source, details }.with(title))
    }
}

/// Hands out labels: R01, R02 … and RN-A, RN-B …
#[derive(Default)]
struct Numbers(std::collections::BTreeMap<String, u32>);

impl Numbers {
    fn count(&mut self, label: &str) -> u32 {
        let count = self.0.entry(label.to_owned()).or_default();
        *count += 1;
        *count
    }

    fn next(&mut self, label: &str) -> String {
        let number = self.count(label);
        if label == "O" {
            format!("{label}{number}")
        } else {
            format!("{label}{number:02}")
        }
    }

    fn letter(&mut self, label: &str) -> String {
        let number = self.count(&format!("{label}-"));
        let letter = (b'A'..=b'Z').cycle().nth(number as usize - 1);
        format!("{label}-{}", char::from(letter.unwrap_or(b'A')))
    }
}
