//! What an event changes in a visit, and whether it fits what is there.

use super::undo::Trace;
use crate::domain::survey::answers::{Answer, Cell, NoteTarget};
use crate::domain::survey::events::{Entry, Event};
use crate::domain::survey::own_words::{self, WordsAt};
use crate::domain::survey::visit::{Given, Seal, Source, Visit};
use std::collections::BTreeMap;

/// Says whether what an event says was is what is.
pub(super) fn stands(visit: &Visit, event: &Event) -> bool {
    match event {
        Event::SurveyorNamed { was, .. } => visit.surveyor == *was,
        Event::ModeSet { was, .. } => visit.mode == *was,
        Event::ConflictCleared { was, .. } => visit.conflict_cleared.is_some() == *was,
        Event::ServiceTold { service, was, .. } => {
            visit.services.get(service).map(|(said, _)| said) == was.as_ref()
        }
        Event::SourceAdded { source, .. } => visit.source(source).is_none(),
        Event::SourceChanged { source, was, .. } => visit
            .source(source)
            .is_some_and(|held| held.details == **was),
        Event::SourceWithdrawn { source, .. } => {
            visit.source(source).is_some() && visit.answers_at(source) == 0
        }
        Event::Answered { cell, was, .. } => visit.answer(cell) == was.as_ref(),
        Event::NoteWritten { on, was, .. } => visit.notes.get(on) == was.as_ref(),
        Event::Determined { standard, was, .. } => {
            visit.determinations.get(standard).map(|(held, _)| held) == was.as_ref()
        }
        Event::DifferenceExplained { standard, was, .. } => {
            visit.explanations.get(standard) == was.as_ref()
        }
        Event::ShortfallExplained { sample, was, .. } => {
            visit.shortfalls.get(sample) == was.as_ref()
        }
        Event::WordsKept { at, was, .. } => {
            own_words::text(visit, at).is_some() && own_words::changed(visit, at).is_none() == *was
        }
        Event::Sealed { revision, .. } => visit
            .open_revision
            .as_ref()
            .is_some_and(|(held, _)| held == revision),
        Event::RevisionOpened { revision, .. } => {
            visit.is_sealed() && *revision == visit.revision() + 1
        }
        Event::CaseOpened { .. }
        | Event::PacketTaken { .. }
        | Event::VisitOpened { .. }
        | Event::Redacted { .. }
        | Event::IdentifierJustified { .. }
        | Event::Undone { .. }
        | Event::Redone { .. } => true,
    }
}

/// What an event's change takes away though the event does not name it.
pub(super) fn trace(visit: &Visit, event: &Event) -> Option<Trace> {
    let since = match event {
        Event::ConflictCleared { .. } => visit.conflict_cleared,
        Event::ServiceTold { service, .. } => visit.services.get(service).map(|(_, since)| *since),
        Event::Answered { cell, .. }
        | Event::WordsKept {
            at: WordsAt::Remark(cell),
            ..
        } => {
            let given = visit.given_at(cell)?;
            return Some(Trace::Answer(given.at, given.remarked_under));
        }
        Event::NoteWritten {
            on: NoteTarget::Check(check),
            ..
        }
        | Event::WordsKept {
            at: WordsAt::Note(check),
            ..
        } => return visit.bases.get(check).copied().map(Trace::Basis),
        Event::Determined { standard, .. } => {
            visit.determinations.get(standard).map(|(_, since)| *since)
        }
        Event::SourceWithdrawn { source, .. } => {
            let seat = visit.sources.seat(source)?;
            return Some(Trace::Seat(seat, visit.source(source)?.seen_at));
        }
        _ => None,
    };
    since.map(Trace::Since)
}

/// Sets what an event sets in a visit, and says so when it did not fit.
pub(super) fn visit(
    visit: &mut Visit,
    entry: &Entry,
    event: &Event,
    found: Option<Trace>,
) -> Result<(), String> {
    let fits = stands(visit, event);
    let signed = visit.is_sealed() && !matches!(event, Event::RevisionOpened { .. });
    let since = match found {
        Some(Trace::Since(since)) => since,
        _ => entry.at,
    };
    match event {
        Event::SurveyorNamed { now, .. } => visit.surveyor = now.clone(),
        Event::ModeSet { now, .. } => visit.mode = *now,
        Event::ConflictCleared { now, .. } => {
            visit.conflict_cleared = now.then_some(since);
        }
        Event::ServiceTold { service, now, .. } => {
            let now = now.clone().map(|said| (said, since));
            set(&mut visit.services, service, now);
        }
        Event::SourceAdded {
            source, details, ..
        } if fits => {
            let held = |seen_at| Source {
                id: source.clone(),
                details: details.clone(),
                seen_at,
            };
            match found {
                Some(Trace::Seat(seat, seen_at)) => visit.sources.put(seat, held(seen_at)),
                _ => visit.sources.push(held(entry.seen_at.unwrap_or(entry.at))),
            }
        }
        Event::SourceChanged { source, now, .. } => {
            if let Some(details) = visit.sources.details_mut(source) {
                *details = (**now).clone();
            }
        }
        Event::SourceWithdrawn { source, .. } => visit.sources.remove(source),
        Event::Answered { cell, now, .. } => {
            let given = now
                .as_ref()
                .map(|now| given(visit, entry, cell, now, found));
            visit.answers.set(cell, given);
            visit.last_answered = Some((cell.clone(), entry.at));
        }
        Event::NoteWritten { on, now, .. } => {
            set(&mut visit.notes, on, *now);
            if let NoteTarget::Check(check) = on {
                let basis = match found {
                    Some(Trace::Basis(basis)) => basis,
                    _ => visit.answers.basis(check),
                };
                set(&mut visit.bases, check, now.map(|_| basis));
            }
        }
        Event::WordsKept { at, now, .. } => keep_words(visit, at, *now, found),
        Event::Determined { standard, now, .. } => {
            let now = now.clone().map(|determination| (determination, since));
            set(&mut visit.determinations, standard, now);
        }
        Event::DifferenceExplained { standard, now, .. } => {
            set(&mut visit.explanations, standard, now.clone());
        }
        Event::ShortfallExplained { sample, now, .. } => {
            set(&mut visit.shortfalls, sample, now.clone());
        }
        Event::Sealed {
            revision,
            initials,
            reason,
            ..
        } => {
            visit.open_revision = None;
            visit.seals.push(Seal {
                revision: *revision,
                initials: initials.clone(),
                at: entry.at,
                by: entry.actor.clone(),
                reason: *reason,
            });
        }
        Event::RevisionOpened {
            revision, reason, ..
        } => {
            visit.open_revision = Some((*revision, Some(*reason)));
        }
        Event::SourceAdded { .. }
        | Event::CaseOpened { .. }
        | Event::PacketTaken { .. }
        | Event::VisitOpened { .. }
        | Event::Redacted { .. }
        | Event::IdentifierJustified { .. }
        | Event::Undone { .. }
        | Event::Redone { .. } => {}
    }
    if signed {
        Err("the visit had been signed before".to_owned())
    } else if fits {
        Ok(())
    } else {
        Err("what it changes was changed elsewhere meanwhile".to_owned())
    }
}

/// An answer as it is held from now on. A remark says more about an answer, it does not give it
/// again; and it stands under the answer that it was written at, until somebody keeps it.
fn given(
    visit: &Visit,
    entry: &Entry,
    cell: &Cell,
    answer: &Answer,
    found: Option<Trace>,
) -> Given {
    let held = visit.given_at(cell);
    let (at, under) = match (found, held) {
        (Some(Trace::Answer(at, under)), _) => (at, under),
        (_, Some(held)) => (
            if answer.is_like(&held.answer) {
                held.at
            } else {
                entry.at
            },
            held.remarked_under
                .filter(|_| answer.remark == held.answer.remark),
        ),
        _ => (entry.at, None),
    };
    Given {
        site: cell.site.clone(),
        source: cell.source.clone(),
        answer: answer.clone(),
        remarked_under: answer.remark.map(|_| under.unwrap_or(answer.value)),
        at,
    }
}

/// Words are kept under the answers as they are, or stand again under those that they were
/// written at.
fn keep_words(visit: &mut Visit, at: &WordsAt, now: bool, found: Option<Trace>) {
    if own_words::text(visit, at).is_none() {
        return;
    }
    match (at, now, found) {
        (WordsAt::Note(check), true, _) => {
            visit
                .bases
                .insert(check.clone(), visit.answers.basis(check));
        }
        (WordsAt::Note(check), false, Some(Trace::Basis(basis))) => {
            visit.bases.insert(check.clone(), basis);
        }
        (WordsAt::Remark(cell), true, _) => {
            if let Some(value) = visit.answer(cell).map(|answer| answer.value) {
                visit.answers.remark_under(cell, value);
            }
        }
        (WordsAt::Remark(cell), false, Some(Trace::Answer(_, Some(under)))) => {
            visit.answers.remark_under(cell, under);
        }
        _ => {}
    }
}

fn set<K: Ord + Clone, V>(map: &mut BTreeMap<K, V>, key: &K, now: Option<V>) {
    match now {
        Some(now) => map.insert(key.clone(), now),
        None => map.remove(key),
    };
}
