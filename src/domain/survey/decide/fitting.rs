//! Whether what an act names is there and fits: check, site, source, Standard, sample, service.

use super::Refusal;
use super::refusal::LONGEST_LABEL;
use crate::domain::pack::{Method, Pack, Per, Standard};
use crate::domain::privacy::identifiers::NamesHeard;
use crate::domain::survey::answers::{
    Answer, AnswerValue, Cell, CheckKey, NoteTarget, Reason, SampleKey,
};
use crate::domain::survey::events::{Offered, ServiceSaid};
use crate::domain::survey::sources::{Sites, SourceDetails, SourceKind};
use crate::domain::survey::visit::{Source, Visit};
use crate::domain::values::ids::{AttributeId, SourceId, StandardId, is_id};

/// The answer as it may be entered at a cell.
pub(super) fn answer(
    visit: &Visit,
    pack: &Pack,
    cell: &Cell,
    answer: Option<Answer>,
) -> Result<Option<Answer>, Refusal> {
    let method = cell.check.method;
    check(pack, &cell.check)?;
    match &cell.site {
        None if method != Method::Policy => return Err(Refusal::NeedsSite),
        Some(site) if !visit.sites.contains(site) => return Err(Refusal::NoSuchSite),
        _ => {}
    }
    if let Some(id) = &cell.source {
        let source = visit.source(id).ok_or(Refusal::NoSuchSource)?;
        if source.details.kind.method() != method {
            let label = source.details.label.clone();
            return Err(Refusal::WrongSource { label, method });
        }
        let here = |site| source.details.sites.include(site);
        if !cell.site.as_ref().is_none_or(here) {
            return Err(Refusal::NoSuchSite);
        }
        if let SourceKind::Record { kind, .. } = &source.details.kind {
            let wanted = pack.element(&cell.check.element);
            let wanted = wanted.and_then(|element| element.checks.record.as_ref());
            if wanted.is_some_and(|check| check.kind != *kind) {
                return Err(Refusal::WrongKind(source.details.label.clone()));
            }
        }
    }
    let Some(answer) = answer else {
        return Ok(None);
    };
    if answer.value == AnswerValue::Met && cell.source.is_none() {
        return Err(Refusal::MetAtNothing);
    }
    let listed = match answer.value {
        AnswerValue::NotApplicable => pack.reasons.not_applicable.len(),
        AnswerValue::CouldNotAssess => pack.reasons.could_not_assess.len(),
        // Met speaks for itself, and Not met by its note: a reason left over is not kept.
        AnswerValue::Met | AnswerValue::NotMet => return Ok(Some(Answer::plain(answer.value))),
    };
    match &answer.reason {
        None => return Err(Refusal::NeedsReason(answer.value)),
        reason => in_list(reason.as_ref(), listed)?,
    }
    Ok(Some(answer))
}

/// A check that the pack has.
pub(super) fn check(pack: &Pack, check: &CheckKey) -> Result<(), Refusal> {
    let element = pack.element(&check.element);
    if element.is_some_and(|element| element.checks.need(check.method).is_some()) {
        return Ok(());
    }
    Err(Refusal::NoSuchCheck {
        element: check.element.to_string(),
        method: check.method,
    })
}

/// A Standard that the pack has.
pub(super) fn standard<'a>(pack: &'a Pack, id: &StandardId) -> Result<&'a Standard, Refusal> {
    pack.standard(id)
        .ok_or_else(|| Refusal::NoSuchStandard(id.clone()))
}

/// Something that a note may belong to.
pub(super) fn note_target(pack: &Pack, on: &NoteTarget) -> Result<(), Refusal> {
    match on {
        NoteTarget::Check(key) => check(pack, key),
        NoteTarget::Standard(id) => standard(pack, id).map(|_| ()),
    }
}

/// A sample that the pack asks for, at a site of the visit or over the whole.
pub(super) fn sample(visit: &Visit, pack: &Pack, sample: &SampleKey) -> Result<(), Refusal> {
    let asked = pack.sampling.iter().any(|rule| {
        let over = match rule.per {
            Per::Site => sample.site.is_some(),
            Per::Practice => sample.site.is_none(),
        };
        over && rule.method == sample.method && rule.kind == sample.kind
    });
    let here = |site| visit.sites.contains(site);
    if asked && sample.site.as_ref().is_none_or(here) {
        Ok(())
    } else {
        Err(Refusal::NoSuchSample)
    }
}

/// A service of the pack, told by somebody, missing at sites of the visit.
pub(super) fn service(
    visit: &Visit,
    pack: &Pack,
    service: &AttributeId,
    said: &ServiceSaid,
) -> Result<(), Refusal> {
    let known = pack.attribute(service);
    if !known.is_some_and(|known| known.scope.is_service()) {
        return Err(Refusal::NoSuchService(service.clone()));
    }
    if said.told_by.is_empty() {
        return Err(Refusal::NobodyTold);
    }
    match &said.offered {
        Offered::NotAt(sites) if sites.iter().any(|site| !visit.sites.contains(site)) => {
            Err(Refusal::NoSuchSite)
        }
        _ => Ok(()),
    }
}

/// What is said of a source, new or changed: labels that are free and identify nobody, known sites.
pub(super) fn source(
    visit: &Visit,
    pack: &Pack,
    this: Option<&SourceId>,
    details: &SourceDetails,
) -> Result<(), Refusal> {
    for label in [Some(&details.label), details.person.as_ref()]
        .into_iter()
        .flatten()
    {
        if label.len() > LONGEST_LABEL || !is_id(label) {
            return Err(Refusal::NoLabel(label.clone()));
        }
    }
    // A label cannot be justified as a text can: another one is as good.
    if let Some(kind) = details.label_identifies(pack, &NamesHeard::none()) {
        return Err(Refusal::IdentifyingLabel(kind));
    }
    free_label(visit, this, details)?;
    known_sites(visit, details)
}

/// A change of a source under which every answer given at it still fits.
pub(super) fn answers_still_fit(
    visit: &Visit,
    held: &Source,
    details: &SourceDetails,
) -> Result<(), Refusal> {
    let (was, now) = (&held.details.kind, &details.kind);
    let of_another_kind = was.method() != now.method()
        || (was.method() == Method::Record && was.sample_kind() != now.sample_kind());
    let at_it = visit.answers.values().flatten();
    let at_it = at_it.filter(|given| given.source.as_ref() == Some(&held.id));
    let answers = at_it
        .filter(|given| {
            let mut site = given.site.iter();
            of_another_kind || site.any(|site| !details.sites.include(site))
        })
        .count();
    if answers == 0 {
        return Ok(());
    }
    Err(Refusal::AnswersWouldNotFit {
        label: held.details.label.clone(),
        answers,
    })
}

/// A reason of one's own, or one that the list has.
pub(super) fn in_list(reason: Option<&Reason>, length: usize) -> Result<(), Refusal> {
    match reason {
        Some(Reason::Listed(number)) if !(1..=length).contains(&usize::from(*number)) => {
            Err(Refusal::NoSuchReason(*number))
        }
        _ => Ok(()),
    }
}

fn free_label(
    visit: &Visit,
    this: Option<&SourceId>,
    details: &SourceDetails,
) -> Result<(), Refusal> {
    if visit.is_label_taken(&details.label, this) {
        Err(Refusal::LabelTaken(details.label.clone()))
    } else {
        Ok(())
    }
}

fn known_sites(visit: &Visit, details: &SourceDetails) -> Result<(), Refusal> {
    match &details.sites {
        Sites::Only(sites)
            if sites.is_empty() || sites.iter().any(|site| !visit.sites.contains(site)) =>
        {
            Err(Refusal::NoSuchSite)
        }
        _ => Ok(()),
    }
}
