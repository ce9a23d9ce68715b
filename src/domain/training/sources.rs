//! Adding what is looked at in the training visit: papers, records, people, events.

use super::route::Look;
use super::{Rehearsal, TrainingFault};
use crate::domain::pack::{EventKind, Method};
use crate::domain::survey::decide::Act;
use crate::domain::survey::sources::{ChosenBy, Coverage, Sites, SourceDetails, SourceKind};
use crate::domain::survey::verdicts;
use crate::domain::values::ids::{AttributeId, RecordKindId, SiteId, SourceId};
use crate::domain::values::text::Text;

impl Rehearsal<'_> {
    /// Adds one of the practice's documents.
    pub(super) fn add_paper(
        &mut self,
        number: usize,
        title: &str,
    ) -> Result<SourceId, TrainingFault> {
        let title = self.text(title);
        let details = described(SourceKind::Document, format!("D{number}"), Sites::All);
        self.add(details, Some(title))
    }

    /// Adds one thing that is looked at at a site; nothing where it does not arise there.
    pub(super) fn see(
        &mut self,
        look: Look,
        site: &SiteId,
    ) -> Result<Option<SourceId>, TrainingFault> {
        let here = Sites::Only(vec![site.clone()]);
        let pack = self.pack;
        let details = match look {
            Look::Chart {
                preset,
                shows,
                not,
                chosen,
            } => {
                let Some(preset) = pack.presets.iter().find(|p| p.id.as_str() == preset) else {
                    return Ok(None);
                };
                let shown = shows.iter().filter_map(|id| AttributeId::new(id));
                let is: Vec<AttributeId> = preset.is.iter().cloned().chain(shown).collect();
                let told = not.iter().filter_map(|id| AttributeId::new(id));
                let not = preset.is_not.iter().cloned().chain(told);
                let is_not: Vec<AttributeId> = not.filter(|id| !is.contains(id)).collect();
                // In the pack's order, as the form has it.
                let known = || pack.qualities().map(|quality| &quality.id);
                let kind = SourceKind::Record {
                    kind: preset.kind.clone(),
                    coverage: Coverage::Full,
                    is: known().filter(|id| is.contains(id)).cloned().collect(),
                    is_not: known().filter(|id| is_not.contains(id)).cloned().collect(),
                };
                self.chosen_record(&preset.kind, kind, here, chosen)
            }
            Look::File(kind) => {
                let Some(kind) = pack.record_kinds.iter().find(|k| k.id.as_str() == kind) else {
                    return Ok(None);
                };
                let held = SourceKind::Record {
                    kind: kind.id.clone(),
                    coverage: Coverage::Full,
                    is: Vec::new(),
                    is_not: Vec::new(),
                };
                self.chosen_record(&kind.id, held, here, ChosenBy::AtRandom)
            }
            Look::Person(role) => {
                let Some(role) = pack.roles.iter().find(|held| held.id.as_str() == role) else {
                    return Ok(None);
                };
                let kind = SourceKind::Interview {
                    role: role.id.clone(),
                };
                let mut details = described(kind, self.numbers.next("I"), here);
                details.person = Some(self.numbers.letter(&role.label));
                details
            }
            Look::Event(kind, _) => {
                let Some(event) = pack.events.iter().find(|held| held.id.as_str() == kind) else {
                    return Ok(None);
                };
                if !self.is_watched(event, site)? {
                    return Ok(None);
                }
                let kind = SourceKind::Event {
                    kind: event.id.clone(),
                };
                described(kind, self.numbers.next("O"), here)
            }
        };
        self.add(details, None).map(Some)
    }

    fn chosen_record(
        &mut self,
        kind: &RecordKindId,
        held: SourceKind,
        sites: Sites,
        chosen: ChosenBy,
    ) -> SourceDetails {
        let kind = self.pack.record_kind(kind);
        let label = kind.map_or("R", |kind| kind.label.as_str());
        let mut details = described(held, self.numbers.next(label), sites);
        details.chosen_by = Some(chosen);
        details
    }

    /// Says whether there is something to see at an event of this kind at a site.
    fn is_watched(&self, event: &EventKind, site: &SiteId) -> Result<bool, TrainingFault> {
        let visit = self.visit()?;
        let watched = self.pack.elements().any(|(standard, element)| {
            let check = element.checks.observation.as_ref();
            check.is_some_and(|check| check.events.contains(&event.id))
                && verdicts::applies_at(visit, standard, element, Method::Observation, site)
        });
        Ok(watched)
    }

    fn add(
        &mut self,
        details: SourceDetails,
        title: Option<Text>,
    ) -> Result<SourceId, TrainingFault> {
        let site = match &details.sites {
            Sites::Only(sites) => sites.first().map(SiteId::as_str),
            Sites::All => None,
        };
        let name = format!("{}-{}", details.label.to_lowercase(), site.unwrap_or("all"));
        let source = SourceId::new(&name).ok_or(TrainingFault::NoVisit)?;
        let details = SourceDetails {
            title: title.as_ref().map(|title| title.id),
            ..details
        };
        let add = Act::AddSource {
            source: source.clone(),
            details,
        };
        self.act(add.with(title))?;
        Ok(source)
    }
}

fn described(kind: SourceKind, label: String, sites: Sites) -> SourceDetails {
    SourceDetails {
        kind,
        label,
        person: None,
        sites,
        title: None,
        place: None,
        chosen_by: None,
        chosen_how: None,
    }
}

/// Hands out labels: R01, R02 … and RN-A, RN-B …
#[derive(Default)]
pub(super) struct Numbers(std::collections::BTreeMap<String, u32>);

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
