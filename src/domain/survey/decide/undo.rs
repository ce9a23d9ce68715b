//! Deciding to take the latest act back, or to do it again.

use super::Refusal;
use crate::domain::journal::EntryRef;
use crate::domain::survey::case::Case;
use crate::domain::survey::events::Event;

/// Decides to undo the latest act. `entry` looks an entry's event up.
///
/// # Errors
/// When there is nothing to undo, or what it changed was changed again meanwhile.
pub fn undo(
    case: &Case,
    entry: &dyn Fn(&EntryRef) -> Option<Event>,
) -> Result<Vec<Event>, Refusal> {
    let act = case.done.last().ok_or(Refusal::NothingToUndo)?;
    let mut events = Vec::with_capacity(act.seqs.len());
    for seq in act.seqs.iter().rev() {
        let reference = EntryRef {
            device: act.device.clone(),
            seq: *seq,
        };
        let event = entry(&reference).ok_or(Refusal::EntryGone)?;
        let inverse = match event {
            Event::Redone { again, .. } => again.inverse(),
            event => event.inverse(),
        }
        .ok_or(Refusal::NothingToUndo)?;
        events.push(Event::Undone {
            entry: reference,
            inverse: Box::new(inverse),
        });
    }
    fits(case, &events)
}

/// Decides to do the latest undone act again. `entry` looks an entry's event up.
///
/// # Errors
/// When there is nothing to do again, or what it changed was changed again meanwhile.
pub fn redo(
    case: &Case,
    entry: &dyn Fn(&EntryRef) -> Option<Event>,
) -> Result<Vec<Event>, Refusal> {
    let act = case.undone.last().ok_or(Refusal::NothingToRedo)?;
    let mut events = Vec::with_capacity(act.seqs.len());
    for seq in &act.seqs {
        let reference = EntryRef {
            device: act.device.clone(),
            seq: *seq,
        };
        let event = entry(&reference).ok_or(Refusal::EntryGone)?;
        events.push(Event::Redone {
            entry: reference,
            again: Box::new(event),
        });
    }
    fits(case, &events)
}

/// Refuses events whose "was" is not what is: undo must never trample on a later change.
fn fits(case: &Case, events: &[Event]) -> Result<Vec<Event>, Refusal> {
    for event in events {
        let change = match event {
            Event::Undone { inverse, .. } => inverse,
            Event::Redone { again, .. } => again,
            event => event,
        };
        if let Some(visit) = change.visit().and_then(|id| case.visit(id))
            && visit.is_sealed()
        {
            return Err(Refusal::Sealed);
        }
        if !case.stands_before(change) {
            return Err(Refusal::ChangedSince);
        }
    }
    Ok(events.to_vec())
}
