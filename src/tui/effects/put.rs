//! Putting a case or a signed file on the desk.

use crate::domain::survey::answers::NoteTarget;
use crate::tui::desk::{Desk, Saved};
use crate::tui::survey::{Banner, Survey, drafted_note};
use crate::tui::walk::Walk;
use crate::workspace::{OpenedBundle, OpenedCase};
use std::collections::BTreeMap;

/// Puts a signed file on the desk, open for reading.
pub fn put_on(desk: &mut Desk, bundle: OpenedBundle) {
    let mut survey = Survey::new(bundle.file, &bundle.entries, bundle.pen);
    survey.banner = Some(Banner {
        line: bundle.banner,
        good: bundle.good,
        answers: bundle.answers,
    });
    desk.walk = Walk::start();
    desk.saved = Saved::Nothing;
    desk.sealed = None;
    desk.survey = Some(survey);
}

/// Puts an opened case on the desk. Gives back the notes that were being typed.
pub(super) fn show(desk: &mut Desk, opened: OpenedCase) -> BTreeMap<String, String> {
    let mut survey = Survey::new(opened.file, &opened.entries, opened.pen);
    survey.private = opened.private;
    if let Some(visit) = survey.visit() {
        desk.walk.clamp(visit, survey.pack());
    }
    desk.survey = Some(survey);
    opened.drafts
}

/// Finishes the notes that were being typed when onsite ended.
pub(super) fn finish(desk: &mut Desk, drafts: BTreeMap<String, String>) {
    let visit = desk.survey.as_ref().and_then(Survey::visit);
    if visit.is_none_or(|visit| visit.is_sealed()) {
        return;
    }
    let mut finished = 0;
    for (target, text) in drafts {
        if let Some(on) = drafted_note(&target)
            && desk.keep_note(on.clone(), &text)
        {
            finished += 1;
            go_to(desk, &on);
        }
    }
    if finished > 0 {
        desk.say("A note that was being written when onsite ended is kept.");
    }
}

/// Goes to what a note is on, unless one stands there.
fn go_to(desk: &mut Desk, on: &NoteTarget) {
    let NoteTarget::Check(check) = on else { return };
    let Some(survey) = &desk.survey else { return };
    let Some(visit) = survey.visit() else { return };
    if desk.walk.check(survey.pack()).as_ref() != Some(check) {
        desk.walk.go_to(survey.pack(), visit, check);
    }
    desk.walk.inside = true;
}

/// Where to go on: where the Surveyor was, else at the answer given last.
pub(super) fn place(opened: &OpenedCase) -> Walk {
    let held = opened.place.as_deref();
    let held: Option<Walk> = held.and_then(|json| serde_json::from_str(json).ok());
    // After a kill the remembered place is older than what was entered last.
    if let Some(walk) = held.filter(|walk| walk.entries == opened.file.case.entries) {
        return walk;
    }
    let mut walk = Walk::start();
    if let Some(visit) = opened.file.visit()
        && let Some((cell, _)) = &visit.last_answered
    {
        walk.go_to(&opened.file.pack, visit, &cell.check);
        walk.choose(cell.source.clone());
        walk.inside = true;
    }
    walk
}
