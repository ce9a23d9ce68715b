//! `record.json` of a survey step: the facts of a visit for other programs, nothing computed.
//!
//! The structs refuse unknown fields and are separate from the program's own, so that the file
//! does not change when the program does. onsite itself never reads a survey from here: it folds
//! the journal, and whoever verifies a file requires that both say the same. FORMAT.md, Contents by
//! kind. How facts become levels is in [`super::verdicts`].

mod form;

pub use form::{
    AnswerFact, DeterminationFact, ExplanationFact, NoteFact, Packet as PacketFact, Practice,
    Reason, Record, Sample, Seal, ServiceFact, ShortfallFact, Site, SourceFact, Surveyor,
    VisitFact, Words,
};

use super::answers::{self, NoteTarget};
use super::case::Case;
use super::conflict;
use super::events::ServiceSaid;
use super::sources;
use super::visit::{self, Source, Visit};
use crate::domain::program::packet::Packet;
use crate::domain::values::calendar::Moment;
use crate::domain::values::ids::AttributeId;
use crate::domain::values::text::{TextId, Texts};
use serde::Deserialize;

/// The number of this form. A changed form is a new number.
pub const RECORD: u32 = 1;

/// What is wrong with a `record.json`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordFault {
    /// It is no record.
    #[error("record.json cannot be read ({0}); ask for the original file")]
    Unreadable(String),
    /// It has another number than the one that this version writes.
    #[error("record.json has the form {0}; ask for the original file")]
    OtherForm(u32),
}

impl Record {
    /// The facts of one visit.
    pub fn of(case: &Case, visit: &Visit, packet: &Packet, texts: &Texts) -> Self {
        let teller = Teller { visit, texts };
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
                no_conflict_of_interest_on: conflict::to_the_office(visit, packet),
            }),
            standards: visit.pack.clone(),
            services: visit.services.iter().map(service).collect(),
            sources: visit
                .sources
                .iter()
                .map(|held| teller.source(held))
                .collect(),
            answers: teller.answers(),
            notes: teller.notes(),
            determinations: teller.determinations(),
            explanations: teller.explanations(),
            shortfalls: teller.shortfalls(),
            seals: visit.seals.iter().map(|held| teller.seal(held)).collect(),
            erased: case.redacted.iter().copied().collect(),
        }
    }

    /// The file, in its one spelling (FORMAT.md, One spelling): the same facts always give the same
    /// bytes.
    ///
    /// # Errors
    /// Never for a record made by [`Record::of`]; kept because the encoder says it can.
    pub fn to_bytes(&self) -> serde_json::Result<Vec<u8>> {
        serde_json::to_vec(self)
    }

    /// Reads the file: nothing unknown, nothing twice, no fact of the wrong form.
    ///
    /// # Errors
    /// When it is no record, or one of another form.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RecordFault> {
        #[derive(Deserialize)]
        struct Number {
            record: u32,
        }
        let unreadable = |error: serde_json::Error| RecordFault::Unreadable(error.to_string());
        let number: Number = serde_json::from_slice(bytes).map_err(unreadable)?;
        if number.record != RECORD {
            return Err(RecordFault::OtherForm(number.record));
        }
        serde_json::from_slice(bytes).map_err(unreadable)
    }
}

macro_rules! first_difference {
    ($one:ident, $other:ident, $($field:ident),* $(,)?) => {{
        // Names every field once, so that a new one cannot be forgotten here.
        let Record { $($field: _),* } = $one;
        $(if $one.$field != $other.$field {
            return Some(stringify!($field));
        })*
        None
    }};
}

impl Record {
    /// The first field, in the order of the file, that is not what `other` has.
    pub fn first_difference(&self, other: &Self) -> Option<&'static str> {
        first_difference!(
            self,
            other,
            record,
            case,
            training,
            practice,
            sites,
            packet,
            visit,
            surveyor,
            standards,
            services,
            sources,
            answers,
            notes,
            determinations,
            explanations,
            shortfalls,
            seals,
            erased,
        )
    }
}

fn service((id, (said, at)): (&AttributeId, &(ServiceSaid, Moment))) -> ServiceFact {
    ServiceFact {
        service: id.clone(),
        offered: said.offered.clone(),
        told_by: said.told_by.clone(),
        at: *at,
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

/// Tells what a visit holds with the words of its texts.
struct Teller<'a> {
    visit: &'a Visit,
    texts: &'a Texts,
}

impl Teller<'_> {
    fn words(&self, id: &TextId) -> Words {
        Words {
            id: *id,
            text: self.texts.get(id).map(str::to_owned),
        }
    }

    fn reason(&self, reason: &answers::Reason) -> Reason {
        match reason {
            answers::Reason::Listed(number) => Reason::Listed(*number),
            answers::Reason::Typed(id) => Reason::Typed(self.words(id)),
        }
    }

    fn source(&self, held: &Source) -> SourceFact {
        let details = &held.details;
        let words = |id: &TextId| self.words(id);
        SourceFact {
            id: held.id.clone(),
            label: details.label.clone(),
            kind: details.kind.clone(),
            person: details.person.clone(),
            sites: match &details.sites {
                sources::Sites::All => None,
                sources::Sites::Only(sites) => Some(sites.clone()),
            },
            title: details.title.as_ref().map(words),
            place: details.place.as_ref().map(words),
            chosen_by: details.chosen_by,
            chosen_how: details.chosen_how.as_ref().map(words),
            seen_at: held.seen_at,
        }
    }

    /// Every answer, by element, method, site and source: the visit keeps them in no order.
    fn answers(&self) -> Vec<AnswerFact> {
        let mut facts: Vec<AnswerFact> = self
            .visit
            .answers
            .iter()
            .flat_map(|(check, given)| given.iter().map(move |held| (check, held)))
            .map(|(check, held)| AnswerFact {
                element: check.element.clone(),
                method: check.method,
                site: held.site.clone(),
                source: held.source.clone(),
                answer: held.answer.value,
                reason: held.answer.reason.as_ref().map(|r| self.reason(r)),
                remark: held.answer.remark.as_ref().map(|id| self.words(id)),
                at: held.at,
            })
            .collect();
        facts.sort_by(|a, b| {
            (&a.element, a.method, &a.site, &a.source)
                .cmp(&(&b.element, b.method, &b.site, &b.source))
        });
        facts
    }

    fn notes(&self) -> Vec<NoteFact> {
        let fact = |(on, id): (&NoteTarget, &TextId)| {
            let (element, method, standard) = match on {
                NoteTarget::Check(check) => (Some(check.element.clone()), Some(check.method), None),
                NoteTarget::Standard(standard) => (None, None, Some(standard.clone())),
            };
            NoteFact {
                element,
                method,
                standard,
                note: self.words(id),
            }
        };
        self.visit.notes.iter().map(fact).collect()
    }

    fn determinations(&self) -> Vec<DeterminationFact> {
        self.visit
            .determinations
            .iter()
            .map(|(standard, (held, at))| DeterminationFact {
                standard: standard.clone(),
                level: held.level,
                suggested: held.suggested,
                reason: held.reason.as_ref().map(|r| self.reason(r)),
                rests_on: held.rests_on.clone(),
                at: *at,
            })
            .collect()
    }

    fn explanations(&self) -> Vec<ExplanationFact> {
        self.visit
            .explanations
            .iter()
            .map(|(standard, held)| ExplanationFact {
                standard: standard.clone(),
                gap: held.gap,
                text: held.text.as_ref().map(|id| self.words(id)),
            })
            .collect()
    }

    fn shortfalls(&self) -> Vec<ShortfallFact> {
        self.visit
            .shortfalls
            .iter()
            .map(|(sample, held)| ShortfallFact {
                sample: Sample {
                    method: sample.method,
                    kind: sample.kind.clone(),
                    site: sample.site.clone(),
                },
                reason: self.reason(held),
            })
            .collect()
    }

    fn seal(&self, held: &visit::Seal) -> Seal {
        Seal {
            revision: held.revision,
            initials: held.initials.clone(),
            by: held.by.clone(),
            at: held.at,
            reason: held.reason.as_ref().map(|id| self.words(id)),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;
