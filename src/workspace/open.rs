//! Opening a case: its chains are checked, its entries folded, its pack found.

use super::error::WorkspaceError;
use super::{Session, Workspace};
use crate::domain::journal::chain::ChainWriter;
use crate::domain::journal::{self, JournalFault};
use crate::domain::pack::Pack;
use crate::domain::survey::casefile::CaseFile;
use crate::domain::survey::events::{Entry, Event, PackRef};
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::{CaseId, DeviceId};
use crate::domain::values::text::FreeText;
use crate::standards::{EMBEDDED, embedded_pack, read_pack_again};
use crate::store::{CaseRecord, StoreError};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A case with everything needed to work on it.
#[derive(Debug)]
pub struct OpenedCase {
    /// The case.
    pub file: CaseFile,
    /// All of its entries, in order.
    pub entries: Vec<Entry>,
    /// Where this laptop's chain goes on.
    pub pen: ChainWriter,
    /// Notes that were being typed when onsite ended, by what they belong to.
    pub drafts: BTreeMap<String, FreeText>,
    /// Notes to self, by what they belong to.
    pub private: BTreeMap<String, FreeText>,
    /// The names heard today as they were typed, one a line; the guard listens for them already.
    pub names: FreeText,
    /// Signed revisions whose files were erased, because a text in them was.
    pub withdrawn: Vec<u32>,
    /// Where the Surveyor was, as it was given to [`Workspace::remember_place`].
    pub place: Option<String>,
}

/// A pack with its exact bytes.
pub(super) struct HeldPack {
    /// The pack.
    pub pack: Arc<Pack>,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The key of the case that was worked on last.
const LAST_CASE: &str = "last-case";

/// The names heard today are kept like a note to self under this name, which no check has.
pub(super) const NAMES_HEARD: &str = "names-heard";

/// The key of the place in a case.
pub(super) fn place_key(case: &CaseId) -> String {
    format!("place/{case}")
}

impl Workspace {
    /// Opens a case. The chain of every laptop is checked from its first entry on.
    ///
    /// # Errors
    /// There is no such case, a chain is broken, or its packet or pack cannot be found.
    pub fn open_case(&mut self, id: &CaseId) -> Result<OpenedCase, WorkspaceError> {
        let session = self.session()?;
        let record = session
            .store
            .load_case(id)?
            .ok_or_else(|| WorkspaceError::NoCase(id.clone()))?;
        let entries = read_entries(id, &record)?;
        let file = session.case_file(id, &entries, &record)?;
        let actor = session.profile.actor(file.case.training)?;
        let head = record.heads.of(&session.device);
        let pen = ChainWriter::new(id.clone(), actor, head, record.heads.clock);
        let key = place_key(id);
        let place = match session.places.get(&key) {
            Some(held) => Some(held.clone()),
            None => session.store.place(&key)?,
        };
        if session.store.place(LAST_CASE)?.as_deref() != Some(id.as_str()) {
            // A convenience: a full disk must not keep a case from being read.
            let _ = session.store.set_place(LAST_CASE, id.as_str());
        }
        let seals = session.store.seals(id)?;
        let withdrawn = seals.iter().filter(|seal| seal.withdrawn);
        let withdrawn = withdrawn.map(|seal| seal.revision).collect();
        let by_target = |drafts: Vec<crate::store::Draft>| {
            drafts
                .into_iter()
                .map(|draft| (draft.target, draft.text))
                .collect()
        };
        let mut private: BTreeMap<_, _> = by_target(record.private_notes);
        Ok(OpenedCase {
            file,
            entries,
            pen,
            drafts: by_target(record.drafts),
            names: private.remove(NAMES_HEARD).unwrap_or_default(),
            private,
            withdrawn,
            place,
        })
    }

    /// The case that was worked on last, if it is still there.
    ///
    /// # Errors
    /// The database is locked or cannot be read.
    pub fn last_case(&mut self) -> Result<Option<CaseId>, WorkspaceError> {
        let held = self.session()?.store.place(LAST_CASE)?;
        Ok(held.and_then(|id| CaseId::new(&id)))
    }
}

impl Session {
    /// Folds a case and finds its pack, which is read while the entries are folded.
    pub fn case_file(
        &self,
        id: &CaseId,
        entries: &[Entry],
        record: &CaseRecord,
    ) -> Result<CaseFile, WorkspaceError> {
        // The fold asks for the pack of the latest visit; here is where it stands.
        let pinned = entries.iter().rev().find_map(|entry| match &entry.event {
            Event::VisitOpened { pack, .. } => Some(pack),
            _ => None,
        });
        let kept = match pinned {
            Some(wanted) => self.kept_pack(wanted)?,
            None => None,
        };
        std::thread::scope(|scope| {
            let mut reading = pinned
                .zip(kept)
                .map(|(wanted, kept)| (wanted, scope.spawn(move || kept.read(&wanted.sha256))));
            let mut failed = None;
            let mut find = |asked: &PackRef| {
                let read = match reading.take().filter(|(wanted, _)| *wanted == asked) {
                    Some((_, reading)) => match reading.join() {
                        Ok(read) => read.map(Some),
                        Err(panic) => std::panic::resume_unwind(panic),
                    },
                    None => self.pack(asked),
                };
                read.unwrap_or_else(|error| {
                    failed = Some(error);
                    None
                })
                .map(|held| held.pack)
            };
            let opened = CaseFile::open(id.clone(), entries, record.texts.clone(), &mut find);
            match failed {
                Some(error) => Err(error),
                None => {
                    let mut file = opened?;
                    if let Some(names) = names_heard(record) {
                        file.hear(names.lines().collect());
                    }
                    Ok(file)
                }
            }
        })
    }

    /// The pack that a visit is pinned to, with its exact bytes: the one that comes with the
    /// program, or the one kept when the visit was opened.
    pub fn pack(&self, wanted: &PackRef) -> Result<Option<HeldPack>, WorkspaceError> {
        match self.kept_pack(wanted)? {
            Some(kept) => Ok(Some(kept.read(&wanted.sha256)?)),
            None => Ok(None),
        }
    }

    /// The same, not read yet.
    fn kept_pack(&self, wanted: &PackRef) -> Result<Option<KeptPack>, WorkspaceError> {
        let own = EMBEDDED
            .iter()
            .find(|held| Digest::of(held.bytes) == wanted.sha256);
        if let Some(own) = own {
            return Ok(Some(KeptPack::Embedded(own.id)));
        }
        Ok(self.store.pack(&wanted.sha256)?.map(KeptPack::Stored))
    }
}

/// The names heard today in a case, if there are any.
pub(super) fn names_heard(record: &CaseRecord) -> Option<&FreeText> {
    let mut notes = record.private_notes.iter();
    let kept = notes.find(|note| note.target == NAMES_HEARD)?;
    Some(&kept.text)
}

/// Where a pack is held.
enum KeptPack {
    /// In the program, under this id.
    Embedded(&'static str),
    /// In the store: its bytes.
    Stored(Vec<u8>),
}

impl KeptPack {
    /// Reads it. It was checked when it was imported.
    fn read(self, sha256: &Digest) -> Result<HeldPack, WorkspaceError> {
        match self {
            Self::Embedded(id) => {
                let held = embedded_pack(id).map_err(WorkspaceError::Problems)?;
                Ok(HeldPack {
                    pack: held.pack,
                    bytes: held.bytes.to_vec(),
                })
            }
            Self::Stored(bytes) => {
                let pack = read_pack_again(&bytes, sha256).map_err(WorkspaceError::Problems)?;
                Ok(HeldPack { pack, bytes })
            }
        }
    }
}

/// A pack that comes with the program, by its digest.
pub(super) fn embedded(sha256: &Digest) -> Option<HeldPack> {
    EMBEDDED
        .iter()
        // Hashed before it is read: reading checks every line.
        .filter(|held| Digest::of(held.bytes) == *sha256)
        .filter_map(|held| embedded_pack(held.id).ok())
        .map(|held| HeldPack {
            pack: held.pack,
            bytes: held.bytes.to_vec(),
        })
        .next()
}

/// Reads the entries of a case, checking every link of every chain, in the order of folding.
pub(super) fn read_entries(id: &CaseId, record: &CaseRecord) -> Result<Vec<Entry>, WorkspaceError> {
    let broken = |fault| match fault {
        JournalFault::NewerEvent { event, .. } => WorkspaceError::NewerCase {
            case: id.clone(),
            event,
        },
        fault => WorkspaceError::Chain {
            case: id.clone(),
            fault,
        },
    };
    let mut all = Vec::with_capacity(record.entries.len());
    for device in devices(record) {
        let (entries, head) = journal::read_chain(&record.journal(device)).map_err(broken)?;
        if head.as_ref() != Some(&record.heads.of(device)) {
            return Err(StoreError::Damaged {
                why: format!("the journal of {device} does not end where it should"),
            }
            .into());
        }
        if let Some(strange) = entries.iter().find(|entry| entry.case != *id) {
            return Err(StoreError::Damaged {
                why: format!("an entry of case {} lies in case {id}", strange.case),
            }
            .into());
        }
        all.extend(entries);
    }
    Ok(journal::in_order(all))
}

/// The laptops that wrote in a case.
pub(super) fn devices(record: &CaseRecord) -> BTreeSet<&DeviceId> {
    record.entries.iter().map(|entry| &entry.device).collect()
}
