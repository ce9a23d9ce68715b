//! `record.json` of a survey step: the facts of a visit for other programs, nothing computed.
//!
//! The structs are closed and stand on their own, so that the file does not change when the
//! program does. onsite itself never reads a survey from here: it folds the journal.
//! BUNDLE.md, Container. What made the facts into levels is in [`super::verdicts`].

mod form;

pub use form::{
    AnswerFact, DeterminationFact, ExplanationFact, NoteFact, Packet as PacketFact, Practice,
    Reason, Record, Sample, Seal, Services, ShortfallFact, Site, SourceFact, Surveyor, VisitFact,
    Words,
};

use super::answers::NoteTarget;
use super::case::Case;
use super::packet::Packet;
use super::text::{TextId, Texts};
use super::visit::Visit;
use super::{answers, sources};
use serde::Deserialize;

/// The number of this form. A changed form is a new number.
pub const RECORD: u32 = 1;

/// What is wrong with a `record.json`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordFault {
    /// It is no record.
    #[error("record.json cannot be read ({0}); ask for the original file")]
    Unreadable(String),
    /// It has a number that this version does not know.
    #[error("record.json has the form {0}; a newer onsite can read it")]
    Newer(u32),
}

impl Record {
    /// The facts of one visit.
    pub fn of(case: &Case, visit: &Visit, packet: &Packet, texts: &Texts) -> Self {
        let words = |id: &TextId| Words {
            id: *id,
            text: texts.get(id).map(str::to_owned),
        };
        let reason = |reason: &answers::Reason| match reason {
            answers::Reason::Listed(number) => Reason::Listed(*number),
            answers::Reason::Typed(id) => Reason::Typed(words(id)),
        };
        Self {
            record: RECORD,
            case: case.id.clone(),
            training: case.training,
            practice: practice(packet),
            sites: sites(visit, packet),
            packet: case.packet.as_ref().map(|held| PacketFact {
                issue: held.issue,
                sha256: held.sha256,
                taken_at: held.at,
            }),
            visit: VisitFact {
                id: visit.id.clone(),
                kind: visit.kind,
                mode: visit.mode,
                planned: packet.visit.planned.clone(),
                opened_at: visit.opened_at,
                revision: visit.revision(),
            },
            surveyor: visit.surveyor.as_ref().map(|held| Surveyor {
                principal: held.principal.clone(),
                name: held.name.clone(),
                credential: held.credential.clone(),
                no_conflict_of_interest_at: visit.conflict_cleared,
            }),
            standards: visit.pack.clone(),
            services: visit.services.as_ref().map(|(held, at)| Services {
                told_by: held.told_by.clone(),
                not_offered: held.not_offered.clone(),
                at: *at,
            }),
            sources: visit
                .sources
                .iter()
                .map(|held| SourceFact {
                    id: held.id.clone(),
                    label: held.details.label.clone(),
                    kind: held.details.kind.clone(),
                    person: held.details.person.clone(),
                    sites: match &held.details.sites {
                        sources::Sites::All => None,
                        sources::Sites::Only(sites) => Some(sites.clone()),
                    },
                    title: held.details.title.as_ref().map(words),
                    place: held.details.place.as_ref().map(words),
                    chosen_by: held.details.chosen_by,
                    chosen_how: held.details.chosen_how.as_ref().map(words),
                    seen_at: held.seen_at,
                })
                .collect(),
            answers: answer_facts(visit, &reason),
            notes: visit
                .notes
                .iter()
                .map(|(on, id)| match on {
                    NoteTarget::Check(check) => NoteFact {
                        element: Some(check.element.clone()),
                        method: Some(check.method),
                        standard: None,
                        note: words(id),
                    },
                    NoteTarget::Standard(standard) => NoteFact {
                        element: None,
                        method: None,
                        standard: Some(standard.clone()),
                        note: words(id),
                    },
                })
                .collect(),
            determinations: visit
                .determinations
                .iter()
                .map(|(standard, (held, at))| DeterminationFact {
                    standard: standard.clone(),
                    level: held.level,
                    suggested: held.suggested,
                    reason: held.reason.as_ref().map(reason),
                    at: *at,
                })
                .collect(),
            explanations: visit
                .explanations
                .iter()
                .map(|(standard, held)| ExplanationFact {
                    standard: standard.clone(),
                    gap: held.gap,
                    text: held.text.as_ref().map(words),
                })
                .collect(),
            shortfalls: visit
                .shortfalls
                .iter()
                .map(|(sample, held)| ShortfallFact {
                    sample: Sample {
                        method: sample.method,
                        kind: sample.kind.clone(),
                        site: sample.site.clone(),
                    },
                    reason: reason(held),
                })
                .collect(),
            seals: visit
                .seals
                .iter()
                .map(|held| Seal {
                    revision: held.revision,
                    initials: held.initials.clone(),
                    by: held.by.clone(),
                    at: held.at,
                    reason: held.reason.as_ref().map(words),
                })
                .collect(),
            erased: case.redacted.iter().copied().collect(),
        }
    }

    /// The file: compact JSON and a line end; the same facts always give the same bytes.
    ///
    /// # Errors
    /// Never for a record made by [`Record::of`]; kept because the encoder says it can.
    pub fn to_bytes(&self) -> serde_json::Result<Vec<u8>> {
        let mut bytes = serde_json::to_vec(self)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Reads the file: nothing missing, nothing unknown, nothing twice.
    ///
    /// # Errors
    /// When it is no record, or one of a form that only a newer onsite knows.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RecordFault> {
        #[derive(Deserialize)]
        struct Number {
            record: u32,
        }
        let unreadable = |error: serde_json::Error| RecordFault::Unreadable(error.to_string());
        let number: Number = serde_json::from_slice(bytes).map_err(unreadable)?;
        if number.record != RECORD {
            return Err(RecordFault::Newer(number.record));
        }
        serde_json::from_slice(bytes).map_err(unreadable)
    }
}

fn practice(packet: &Packet) -> Practice {
    Practice {
        id: packet.practice.id.clone(),
        name: packet.practice.name.clone(),
        kind: packet.practice.kind.clone(),
        population: packet.practice.population,
        services: packet.practice.services.clone(),
    }
}

/// The sites of the visit; one that the packet does not describe has its id only.
fn sites(visit: &Visit, packet: &Packet) -> Vec<Site> {
    visit
        .sites
        .iter()
        .map(|id| {
            let held = packet.site(id);
            Site {
                id: id.clone(),
                name: held.map(|site| site.name.clone()),
                town: held.map(|site| site.town.clone()),
                time_zone: held.map(|site| site.time_zone.clone()),
            }
        })
        .collect()
}

/// Every answer, by element, method, site and source.
fn answer_facts(visit: &Visit, reason: &dyn Fn(&answers::Reason) -> Reason) -> Vec<AnswerFact> {
    let mut facts: Vec<AnswerFact> = visit
        .answers
        .iter()
        .flat_map(|(check, given)| {
            given.iter().map(|held| AnswerFact {
                element: check.element.clone(),
                method: check.method,
                site: held.site.clone(),
                source: held.source.clone(),
                answer: held.answer.value,
                reason: held.answer.reason.as_ref().map(reason),
                at: held.at,
            })
        })
        .collect();
    facts.sort_by(|a, b| {
        (&a.element, a.method, &a.site, &a.source).cmp(&(&b.element, b.method, &b.site, &b.source))
    });
    facts
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;
