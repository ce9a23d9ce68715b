//! What a file is about: told before the five answers, so that nobody answers for another file.

use super::steps::Step;
use super::{Conditions, Contents, StepContents};
use crate::bundle::kinds::Kind;
use crate::bundle::step::StepHeader;
use crate::domain::program::packet::Packet;
use crate::domain::values::calendar::Moment;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::{CaseId, Principal, VisitId};
use crate::domain::values::visible::visible_line;

/// What a file is about, by its last step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// What kind of step it is.
    pub kind: Kind,
    /// The case.
    pub case_id: CaseId,
    /// The visit.
    pub visit_id: VisitId,
    /// The revision.
    pub revision: u32,
    /// The practice as the packet of the last survey names it, safe to show; nothing in an excerpt.
    pub practice: Option<String>,
    /// The signer's id.
    pub principal: Principal,
    /// The signer's name and credential as the roster has them, safe to show; nothing where no
    /// roster knows the key.
    pub name: Option<String>,
    /// When it was signed: a survey by the clock of its laptop, every other step in UTC.
    pub signed_at: Moment,
    /// The SHA-256 of the file.
    pub file: Digest,
}

impl About {
    pub(super) fn of(
        steps: &[Step],
        contents: &Contents,
        conditions: &Conditions<'_>,
    ) -> Option<Self> {
        let (step, found) = (steps.last()?, contents.steps.last()?);
        let header = &step.header;
        let survey = contents.steps.iter().rev().find_map(|s| s.facts.as_ref());
        let practice = survey.map(|facts| visible_line(&facts.packet.practice.name).into_owned());
        Some(Self {
            kind: header.kind,
            case_id: header.case_id.clone(),
            visit_id: header.visit_id.clone(),
            revision: header.revision,
            practice,
            principal: header.signer.principal.clone(),
            name: name_of(step, conditions),
            signed_at: signed_at(step, found),
            file: contents.file,
        })
    }
}

/// When a step was signed: a survey by the clock of its laptop, every other step in UTC.
pub(super) fn signed_at(step: &Step, found: &StepContents) -> Moment {
    match &found.facts {
        Some(facts) => facts.sealed_at,
        None => step.header.sealed_at.moment().fixed_offset(),
    }
}

/// Whoever signed a step, as the roster names them.
pub(super) fn name_of(step: &Step, conditions: &Conditions<'_>) -> Option<String> {
    let entry = conditions.roster?.list.entry_of(&step.signed.signer)?;
    Some(visible_line(&entry.name).into_owned())
}

/// What to say where a packet assigns the visit to somebody else than who signed it.
pub(super) fn assigned_to_another(
    header: &StepHeader,
    packet: &Packet,
    name: Option<&str>,
) -> Option<String> {
    let assigned = packet.surveyor.as_ref()?;
    if packet.visit.id != header.visit_id {
        return None;
    }
    let signer = &header.signer.principal;
    let full = format!("{}, {}", assigned.name, assigned.credential);
    let is_named =
        name.is_none_or(|name| name == visible_line(&assigned.name) || name == visible_line(&full));
    if assigned.principal == *signer && is_named {
        return None;
    }
    let by = name.map_or_else(|| signer.to_string(), |name| format!("{name} ({signer})"));
    Some(format!(
        "The packet assigns visit {} to {} ({}); it was signed by {by}.",
        header.visit_id,
        visible_line(&full),
        assigned.principal
    ))
}
