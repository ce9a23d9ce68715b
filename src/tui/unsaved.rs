//! Texts whose commit failed: found in what was to be written, kept on the desk, tried again.

use crate::domain::survey::answers::Cell;
use crate::domain::survey::casefile::CaseFile;
use crate::domain::survey::events::Event;
use crate::domain::values::digest::Digest;
use crate::domain::values::text::FreeText;
use crate::tui::desk::{Desk, Saved};
use crate::tui::survey::{Pending, draft_target, drafted_note};

/// What was typed but could not be saved: kept in memory and shown until it can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsaved {
    /// What it belongs to, as [`draft_target`] names it; nothing for other texts.
    pub target: Option<String>,
    /// All of it.
    pub text: FreeText,
}

/// What was typed in a batch, with what it belongs to.
pub fn texts_of(batch: &Pending, file: &CaseFile) -> Vec<Unsaved> {
    let of_note = |id: &Digest| {
        batch
            .entries
            .iter()
            .find_map(|(entry, _)| match &entry.event {
                Event::NoteWritten { on, now, .. } if now.as_ref() == Some(id) => {
                    Some(draft_target(on))
                }
                _ => None,
            })
    };
    let packet = file.case.packet.as_ref().map(|packet| packet.text);
    batch
        .texts
        .iter()
        .filter(|text| Some(text.id) != packet)
        .map(|text| Unsaved {
            target: of_note(&text.id),
            text: text.text.clone().into(),
        })
        .collect()
}

/// The answers in a batch.
pub fn answers_of(batch: &Pending) -> Vec<Cell> {
    let cells = batch
        .entries
        .iter()
        .filter_map(|(entry, _)| match &entry.event {
            Event::Answered { cell, .. } => Some(cell.clone()),
            _ => None,
        });
    cells.collect()
}

/// After a commit that went well: what it saved that could not be saved before, and what is still
/// not.
pub fn now_saved(desk: &mut Desk, written: &[Unsaved]) -> Option<String> {
    let tried = std::mem::take(&mut desk.tried_again);
    let saved = written.iter().filter(|new| {
        new.target
            .as_ref()
            .is_some_and(|target| tried.contains(target))
    });
    let saved = saved.count();
    let left = desk.unsaved.len();
    (saved > 0).then(|| match left {
        0 => format!(
            "Saved now: {} that could not be saved before.",
            texts(saved)
        ),
        left => format!(
            "Saved now: {} that could not be saved before; still not saved: {}.",
            texts(saved),
            texts(left)
        ),
    })
}

fn texts(count: usize) -> String {
    crate::domain::survey::words::counted(count, "text")
}

/// What to say of a commit that failed: why, how many entries it had, whether texts are kept.
pub fn not_saved(reason: &str, entries: usize, texts: usize) -> String {
    let what = match entries {
        1 => "The last entry is not in the journal".to_owned(),
        count => format!("The last {count} entries are not in the journal"),
    };
    let kept = match texts {
        0 => "",
        _ => "; what you typed is still here: Ctrl-S lists it",
    };
    format!("Not saved: {reason} {what}{kept}.")
}

/// How keeping a text ended.
pub fn note_saved(desk: &mut Desk, saved: Result<(), String>, target: Option<&str>, text: &str) {
    match saved {
        Ok(()) => {
            desk.saved = Saved::At(desk.now);
            desk.unsaved
                .retain(|held| target.is_none() || held.target.as_deref() != target);
        }
        Err(error) => {
            let kept = Unsaved {
                target: target.map(str::to_owned),
                text: text.into(),
            };
            desk.unsaved.retain(|held| held.target != kept.target);
            desk.unsaved.push(kept);
            desk.saved = Saved::Not(error.clone());
            desk.alarm(format!("Not saved: {error} What you typed is still here."));
        }
    }
}

/// After a commit that went well: notes and forms that could not be saved before are kept now,
/// unless they were written again meanwhile.
pub fn try_again(desk: &mut Desk, written: &[Unsaved]) {
    desk.keep_forms_again();
    let is_newer = |held: &Unsaved| {
        held.target.is_some() && written.iter().any(|new| new.target == held.target)
    };
    desk.unsaved.retain(|held| !is_newer(held));
    for held in std::mem::take(&mut desk.unsaved) {
        let on = held.target.as_deref().and_then(drafted_note);
        desk.tried_again.extend(held.target.clone());
        if !on.is_some_and(|on| desk.keep_note(on, &held.text)) {
            desk.unsaved.push(held);
        }
    }
}
