//! Signed revisions that hold a text which was erased since: once the next revision is signed
//! without it, their files are erased from this laptop. Heads, list of files and signature stay.

use super::error::WorkspaceError;
use super::{Session, files};
use crate::bundle::layout;
use crate::domain::values::ids::CaseId;
use crate::domain::values::text::{Text, TextId, lines};
use crate::store::{SealedPart, StoreError, StoredSeal};
use std::collections::BTreeSet;
use std::io::Read as _;
use std::path::Path;

/// What stays of a revision that is withdrawn: none of it holds a text.
const STAYS: [&str; 4] = [
    layout::HEADER,
    layout::MANIFEST,
    layout::SIGNATURE,
    layout::PREV,
];

/// A revision that is to be withdrawn.
#[derive(Debug)]
pub(super) struct Withdrawal {
    /// Its number.
    pub revision: u32,
    /// What its exported file is called.
    pub file_name: String,
    /// The stored files to be erased.
    pub parts: Vec<i64>,
}

impl Session {
    /// The revisions of a case, not withdrawn yet, that hold one of these texts.
    pub fn to_withdraw(
        &self,
        case: &CaseId,
        erased: &BTreeSet<TextId>,
    ) -> Result<Vec<Withdrawal>, WorkspaceError> {
        let mut withdrawn = Vec::new();
        if erased.is_empty() {
            return Ok(withdrawn);
        }
        for seal in self.store.seals(case)?.into_iter().filter(|s| !s.withdrawn) {
            let parts = self.store.sealed_files(seal.number)?;
            if !self.texts_of(&seal, &parts)?.is_disjoint(erased) {
                let goes = |part: &&SealedPart| !STAYS.contains(&name(&part.path));
                withdrawn.push(Withdrawal {
                    revision: seal.revision,
                    file_name: seal.file_name,
                    parts: parts.iter().filter(goes).map(|part| part.number).collect(),
                });
            }
        }
        Ok(withdrawn)
    }

    /// The texts that a sealed step holds.
    fn texts_of(
        &self,
        seal: &StoredSeal,
        parts: &[SealedPart],
    ) -> Result<BTreeSet<TextId>, WorkspaceError> {
        let damaged = |why: String| StoreError::Damaged {
            why: format!("the texts of {}: {why}", seal.file_name),
        };
        let mut ids = BTreeSet::new();
        for part in parts
            .iter()
            .filter(|part| name(&part.path) == layout::TEXTS)
        {
            let mut bytes = Vec::new();
            self.store
                .read_sealed(part)
                .read_to_end(&mut bytes)
                .map_err(|error| damaged(error.to_string()))?;
            for line in lines(&bytes) {
                let text: Text =
                    serde_json::from_slice(line).map_err(|error| damaged(error.to_string()))?;
                ids.insert(text.id);
            }
        }
        Ok(ids)
    }
}

impl Withdrawal {
    /// What to say of it, and of a copy that lies where finished files go.
    pub fn told(&self, exports: &Path) -> String {
        let copy = exports.join(&self.file_name);
        let copies = match copy.exists() {
            true => format!(
                "A copy is still at {}: delete it, and ask whoever has one to do the same.",
                files::whole(&copy).display()
            ),
            false => "Ask whoever has a copy to delete it.".to_owned(),
        };
        format!(
            "Revision {} is withdrawn because a text in it was erased; its file is erased from \
             this laptop. {copies}",
            self.revision
        )
    }
}

/// The name of a file within its folder.
fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
