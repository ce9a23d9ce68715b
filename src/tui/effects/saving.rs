//! Saving what is entered and typed. What cannot be saved stays in memory until it can be.

use super::{Effects, case_of, failed};
use crate::domain::values::ids::CaseId;
use crate::tui::desk::{Desk, Saved};
use crate::tui::session::Done;
use crate::tui::survey::Pending;
use crate::tui::text;
use crate::tui::unsaved::{self, not_saved, note_saved, texts_of};
use crate::workspace::{Workspace, WorkspaceError};

impl Effects {
    /// Writes a batch. On failure the screen goes back to what is durable.
    pub(super) fn append(&mut self, desk: &mut Desk, batch: Pending) -> Done {
        let Some(survey) = &desk.survey else {
            return failed("No case is open; nothing was saved.");
        };
        let texts = texts_of(&batch, &survey.file);
        let entries = batch.entries.len();
        let answers = unsaved::answers_of(&batch);
        let stood = desk.stood.take();
        match self.workspace.append(&survey.file, batch) {
            Ok(()) => {
                desk.saved = Saved::At(desk.now);
                desk.unsaved_answers.retain(|cell| !answers.contains(cell));
                if let Some(said) = unsaved::now_saved(desk, &texts) {
                    desk.warn(said);
                } else if let Some(room) = self.little_room() {
                    desk.warn(room);
                }
                Done {
                    written: Some(texts),
                    ..Done::default()
                }
            }
            Err(error) if error.was_saved() => {
                desk.saved = Saved::At(desk.now);
                desk.alarm(error.to_string());
                Done::default()
            }
            Err(error) => {
                let reason = error.to_string();
                let kept = texts.len();
                desk.unsaved.extend(texts);
                desk.unsaved_answers.extend(answers);
                // Nobody is led on from what is not there.
                if let Some(stood) = stood {
                    desk.walk = stood;
                }
                desk.saved = Saved::Not(reason.clone());
                match self.reload(desk) {
                    Ok(opened) => {
                        desk.alarm(not_saved(&reason, entries, kept));
                        Done {
                            opened,
                            ..Done::default()
                        }
                    }
                    Err(again) => {
                        // What is not known to be durable is not shown.
                        desk.survey = None;
                        desk.alarm(format!("{reason} {again}"));
                        Done::default()
                    }
                }
            }
        }
    }

    /// Warns once below each of two limits, and again when there was room in between.
    fn little_room(&mut self) -> Option<String> {
        let limit = self.workspace.little_room();
        if limit == self.warned {
            return None;
        }
        let worse = limit.is_some_and(|limit| self.warned.is_none_or(|held| limit < held));
        self.warned = limit;
        let limit = limit.filter(|_| worse)?;
        Some(format!(
            "Less than {limit} MB are free on the disk of your data. Make room soon: on a full disk \
             nothing can be saved."
        ))
    }

    /// Keeps what is typed and is no part of the journal yet, or never will be.
    pub(super) fn keep(
        &mut self,
        desk: &mut Desk,
        target: Option<&str>,
        text: &str,
        save: impl FnOnce(&mut Workspace, &CaseId) -> Result<(), WorkspaceError>,
    ) -> Done {
        if let Some(case) = case_of(desk) {
            let saved = save(&mut self.workspace, &case);
            note_saved(desk, told(saved), target, text);
        }
        Done::default()
    }

    /// Before signing: saves what could not be saved before. What still keeps from signing: no
    /// signature leaves out what somebody typed. Words that belonged to an act which was not done
    /// are said once and then given up.
    pub(super) fn save_rest(&mut self, desk: &mut Desk) -> Option<String> {
        if desk.unsaved.is_empty() {
            return None;
        }
        unsaved::try_again(desk, &[]);
        let batch = desk.survey.as_mut()?.take_batch();
        if !batch.is_empty() {
            self.append(desk, batch);
        }
        if desk.unsaved.iter().any(|held| held.target.is_some()) {
            return Some(
                "Nothing was signed: a note that you wrote cannot be saved yet. Make room on the \
                 disk and sign again."
                    .to_owned(),
            );
        }
        let words: Vec<String> = std::mem::take(&mut desk.unsaved)
            .iter()
            .map(|held| format!("\"{}\"", text::visible(&held.text)))
            .collect();
        (!words.is_empty()).then(|| {
            format!(
                "Nothing was signed. You typed this and it could not be saved: {}. Enter it again \
                 where it belongs, or sign again if it is not needed.",
                words.join(", ")
            )
        })
    }
}

fn told(saved: Result<(), WorkspaceError>) -> Result<(), String> {
    saved.map_err(|error| error.to_string())
}
