//! What was being typed when onsite ended: taken into the visit before it is signed, so that no
//! signature leaves out what somebody wrote. Half-filled forms are kept here too.

use super::Workspace;
use super::error::WorkspaceError;
use crate::domain::survey::decide::{Refusal, decide};
use crate::domain::survey::drafts::{drafted_note, finished_note, form_words};
use crate::domain::survey::events::Pending;
use crate::domain::values::ids::CaseId;
use crate::domain::values::text::FreeText;

impl Workspace {
    /// Makes the notes that were being typed notes of the visit, as opening the case in the app
    /// does. Nothing is written unless all of them can be.
    ///
    /// # Errors
    /// [`WorkspaceError::Unfinished`] names what cannot be taken in; or it could not be saved.
    pub(super) fn take_drafts_in(&mut self, case: &CaseId) -> Result<(), WorkspaceError> {
        let mut opened = self.open_case(case)?;
        if opened.drafts.is_empty() || opened.file.visit().is_none_or(|visit| visit.is_sealed()) {
            return Ok(());
        }
        let now = self.world.now();
        let (mut batch, mut left) = (Pending::default(), Vec::new());
        for (target, words) in std::mem::take(&mut opened.drafts) {
            let Some(on) = drafted_note(&target) else {
                left.push(form_words(&target));
                continue;
            };
            let nonce = self.world.nonce()?;
            let file = &mut opened.file;
            if let Some(attempt) = finished_note(file, on, &words, || nonce) {
                let Some(visit) = file.visit() else { continue };
                let decided = match decide(
                    &file.case,
                    visit,
                    &file.pack,
                    attempt,
                    opened.pen.next_seq(),
                ) {
                    Ok(decided) => decided,
                    Err(Refusal::Nothing) => Default::default(),
                    Err(refusal) => {
                        left.push(format!("the note {target}: {refusal}"));
                        continue;
                    }
                };
                for text in decided.texts {
                    file.texts.insert(text.clone());
                    batch.texts.push(text);
                }
                for event in decided.events {
                    let (entry, line) = opened.pen.write(event, now, None)?;
                    file.absorb(&entry);
                    batch.entries.push((entry, line));
                }
            }
            batch.drafts_done.push(target);
        }
        match left.is_empty() {
            true => self.append(&opened.file, batch),
            false => Err(WorkspaceError::Unfinished(left)),
        }
    }

    /// Keeps a form as far as it is filled in; an empty text forgets it. `case` is the case that it
    /// belongs to, if there is one yet.
    ///
    /// # Errors
    /// It was not saved.
    pub fn save_form(
        &mut self,
        case: Option<&CaseId>,
        target: &str,
        text: &str,
    ) -> Result<(), WorkspaceError> {
        let now = self.world.now();
        let store = &mut self.session()?.store;
        let saved = match text.is_empty() {
            true => store.drop_draft(case, target),
            false => store.save_draft(case, target, text, now),
        };
        Ok(saved?)
    }

    /// The forms that were begun before their case, by the name they are kept under.
    ///
    /// # Errors
    /// The database is locked or cannot be read.
    pub fn loose_forms(&mut self) -> Result<Vec<(String, FreeText)>, WorkspaceError> {
        let drafts = self.session()?.store.drafts(None)?;
        Ok(drafts
            .into_iter()
            .map(|draft| (draft.target, draft.text))
            .collect())
    }
}
