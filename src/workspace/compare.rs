//! What a signed revision changes, found in both files and held against the journal of the later.

use super::error::WorkspaceError;
use super::reading::OpenedBundle;
use super::verify::{Against, verify_file};
use super::{Session, Workspace};
use crate::bundle::layout;
use crate::bundle::verify::Keep;
use crate::domain::journal::{self, EntryRef};
use crate::domain::survey::changes::Changes;
use crate::domain::survey::changes::between::compare;
use crate::domain::survey::changes::told;
use crate::domain::survey::events::Entry;
use crate::domain::survey::words::{self, Facts};
use crate::domain::values::ids::CaseId;
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;

/// A survey is the first step of its file.
const STEP: u32 = 0;

impl OpenedBundle {
    /// Compares this file with that of an earlier revision, and adds to the answers what came out.
    /// The earlier file is verified as any other, without regard to newer revisions.
    ///
    /// # Errors
    /// The earlier file is refused, is no earlier revision of this visit, or does not agree with
    /// what this one says of it.
    pub fn compare_with(
        &mut self,
        path: &Path,
        against: &Against<'_>,
    ) -> Result<(), WorkspaceError> {
        let against = Against {
            keep: Keep::Documents,
            memory: None,
            ..*against
        };
        let earlier = super::reading::opened(verify_file(path, &against)?)?;
        let case = earlier.file.case.id;
        self.compare(&case, &earlier.entries)
    }

    /// Compares this file with the entries of an earlier revision.
    pub(super) fn compare(
        &mut self,
        case: &CaseId,
        earlier: &[Entry],
    ) -> Result<(), WorkspaceError> {
        let refused = |why: String| Err(WorkspaceError::Incomparable(why));
        let file = &self.file;
        let visit = file
            .visit()
            .ok_or(WorkspaceError::Mistake("a case file without a visit"))?;
        if *case != file.case.id {
            return refused(format!("it is about case {case}, not {}", file.case.id));
        }
        let (before, _) = Changes::fold(case.clone(), earlier);
        let Some(before) = before.visit(&visit.id) else {
            return refused(format!("it does not know visit {}", visit.id));
        };
        let (old, new) = (before.revision(), visit.revision());
        if old >= new {
            return refused(format!(
                "it is revision {old}, not one before revision {new}"
            ));
        }
        let held: BTreeMap<EntryRef, &Entry> = self
            .entries
            .iter()
            .map(|entry| (entry.reference(), entry))
            .collect();
        let is_kept = |entry: &&Entry| held.get(&entry.reference()) == Some(entry);
        if let Some(gone) = earlier.iter().find(|entry| !is_kept(entry)) {
            let entry = gone.reference();
            return refused(format!(
                "its entry {} of {} is another one in revision {new}: the history was rewritten",
                entry.seq, entry.device
            ));
        }
        let facts = Facts {
            visit,
            pack: &file.pack,
            packet: Some(&file.packet),
            texts: &file.texts,
        };
        match compare(before, visit, &file.changes) {
            Ok(differences) => {
                let count = words::counted(differences.len(), "difference");
                self.answers.push(format!(
                    "Compared with revision {old}: {count}, the same from both files as from the \
                     journal."
                ));
                Ok(())
            }
            Err(unlike) => {
                let named: Vec<String> = unlike
                    .iter()
                    .map(|subject| told::subject(&facts, subject, None))
                    .collect();
                refused(format!(
                    "the journal of revision {new} says other things of {} than the two files",
                    words::listed(&named)
                ))
            }
        }
    }
}

impl Workspace {
    /// The entries of the revision before `revision` as it was signed here, if its files are still
    /// on this laptop.
    pub(super) fn earlier_entries(
        &mut self,
        case: &CaseId,
        revision: u32,
    ) -> Result<Option<Vec<Entry>>, WorkspaceError> {
        self.session()?.earlier_entries(case, revision)
    }
}

impl Session {
    fn earlier_entries(
        &self,
        case: &CaseId,
        revision: u32,
    ) -> Result<Option<Vec<Entry>>, WorkspaceError> {
        let seals = self.store.seals(case)?;
        let mut earlier = seals.into_iter().rev();
        let earlier = earlier.find(|seal| seal.step == STEP && seal.revision < revision);
        let Some(seal) = earlier else {
            return Ok(None);
        };
        let mut entries = Vec::new();
        for file in self.store.sealed_files(seal.number)? {
            let name = file.path.rsplit('/').next().unwrap_or_default();
            if layout::journal_device(name).is_none() {
                continue;
            }
            let mut bytes = Vec::new();
            if self
                .store
                .read_sealed(&file)
                .read_to_end(&mut bytes)
                .is_err()
            {
                // Erased since: there is nothing to compare with.
                return Ok(None);
            }
            let (more, _) = journal::read_chain(&bytes)?;
            entries.extend(more);
        }
        Ok((!entries.is_empty()).then(|| journal::in_order(entries)))
    }
}
