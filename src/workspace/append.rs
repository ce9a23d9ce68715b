//! Everything that is entered: one batch, one transaction, one sync. When these return, it is on
//! disk.

use super::error::WorkspaceError;
use super::files::{self, Replace};
use super::open::{NAMES_HEARD, place_key};
use super::{Session, Workspace};
use crate::domain::survey::casefile::CaseFile;
use crate::domain::survey::events::{Event, Pending};
use crate::domain::values::ids::CaseId;
use crate::store::{self, NewEntry, StoreError};
use std::path::Path;

/// A batch as the store takes it.
pub(super) fn stored(case: &CaseId, batch: Pending) -> store::Batch {
    let mut out = store::Batch::new(case.clone());
    for (entry, line) in batch.entries {
        if let Event::Redacted { text } = &entry.event {
            out.redacted.push(*text);
        }
        out.at = Some(entry.at);
        out.entries.push(NewEntry::new(&entry, line));
    }
    out.texts = batch.texts;
    out.finished_drafts = batch.drafts_done;
    out
}

impl Workspace {
    /// Writes a batch; `file` is the case with the batch folded in, for its line in the list.
    ///
    /// # Errors
    /// Nothing was saved, and the case must be opened again as it was before; except for
    /// [`StoreError::TracesLeft`], with which everything was saved.
    pub fn append(&mut self, file: &CaseFile, batch: Pending) -> Result<(), WorkspaceError> {
        let session = self.session()?;
        let case = &file.case.id;
        let mut out = stored(case, batch);
        let news = session.summaries.news(file);
        out.summary.clone_from(&news);
        session.store.append(&out)?;
        session.summaries.note(case, news);
        Ok(())
    }

    /// Keeps what is being typed.
    ///
    /// # Errors
    /// It was not saved.
    pub fn save_draft(
        &mut self,
        case: &CaseId,
        target: &str,
        text: &str,
    ) -> Result<(), WorkspaceError> {
        let now = self.world.now();
        Ok(self.session()?.store.save_draft(case, target, text, now)?)
    }

    /// Keeps a note to self; an empty one is forgotten.
    ///
    /// # Errors
    /// It was not saved.
    pub fn save_private(
        &mut self,
        case: &CaseId,
        target: &str,
        text: &str,
    ) -> Result<(), WorkspaceError> {
        let now = self.world.now();
        let text = if text.trim().is_empty() { "" } else { text };
        let store = &mut self.session()?.store;
        Ok(store.save_private_note(case, target, text, now)?)
    }

    /// Keeps the names heard today, one a line, beside the journal.
    ///
    /// # Errors
    /// It was not saved.
    pub fn save_names(&mut self, case: &CaseId, names: &str) -> Result<(), WorkspaceError> {
        self.save_private(case, NAMES_HEARD, names)
    }

    /// Remembers where the Surveyor is. Moving about writes nothing: it is written when the
    /// database is closed. After a crash the answer given last says where to go on.
    ///
    /// # Errors
    /// The database is locked.
    pub fn remember_place(&mut self, case: &CaseId, place: String) -> Result<(), WorkspaceError> {
        self.session()?.places.insert(place_key(case), place);
        Ok(())
    }

    /// The limit, in MB, below which so little is free on the disk of the data folder that it should
    /// be told; nothing where there is room.
    pub fn little_room(&self) -> Option<u64> {
        self.folder.little_room()
    }

    /// Writes what could not be saved into a new file elsewhere, as it is. Whoever asks for it was
    /// told that it is not encrypted.
    ///
    /// # Errors
    /// The file is there already, or cannot be written.
    pub fn copy_out(&self, path: &Path, text: &str) -> Result<(), WorkspaceError> {
        files::write_bytes(path, Replace::No, text.as_bytes())
    }

    /// Writes the database's log into it. For a moment in which nobody waits.
    ///
    /// # Errors
    /// The disk failed; nothing saved is lost.
    pub fn tidy(&mut self) -> Result<(), WorkspaceError> {
        match &mut self.session {
            Some(session) => Ok(session.store.tidy()?),
            None => Ok(()),
        }
    }
}

impl Session {
    /// Writes the places that changed.
    pub fn flush_places(&mut self) -> Result<(), WorkspaceError> {
        for (key, value) in std::mem::take(&mut self.places) {
            if self.store.place(&key)?.as_deref() != Some(&value) {
                self.store.set_place(&key, &value)?;
            }
        }
        Ok(())
    }
}

impl WorkspaceError {
    /// Whether everything was saved in spite of this error.
    pub fn was_saved(&self) -> bool {
        matches!(self, Self::Store(StoreError::TracesLeft { .. }))
    }
}
