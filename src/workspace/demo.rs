//! The training visit: in a throw-away folder for `onsite demo`, or among a user's own cases.

use super::append::stored;
use super::error::WorkspaceError;
use super::folder::DataFolder;
use super::training::{self, Made};
use super::{Profile, Session, Workspace, World, unlock};
use crate::domain::survey::casefile::CaseFile;
use crate::domain::survey::events::Pending;
use crate::domain::training::{CREDENTIAL, Extent, NAME};
use crate::domain::values::calendar::Moment;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::{CaseId, DeviceId};
use crate::store::{InstanceLock, LOCK_FILE, SeenPacket, Store, StoreError};
use crate::vault::Cost;
use tempfile::TempDir;

/// How the throw-away folders are named.
const PREFIX: &str = "onsite-demo-";

impl Workspace {
    /// A folder that is thrown away at the end, open, with fixed keys and the training visit half
    /// done in it.
    ///
    /// # Errors
    /// The folder for temporary files cannot be used.
    pub fn demo(mut world: World) -> Result<Self, WorkspaceError> {
        world.cost = Cost::CHEAPEST;
        let mut demo = Self::nowhere(world)?;
        let device = DeviceId::new("training-laptop")
            .ok_or(WorkspaceError::Mistake("a fixed training value is wrong"))?;
        let key = training::data_key();
        let store = Store::create(&demo.lock, &demo.folder.database(), key.as_bytes(), &device)?;
        let profile = Profile {
            name: NAME.to_owned(),
            credential: CREDENTIAL.to_owned(),
            principal: training::principal()?,
        };
        demo.session = Some(Session::new(store, profile)?);
        demo.training_case()?;
        Ok(demo)
    }

    /// A folder that is thrown away at the end, with nothing in it: for reading a signed file
    /// without touching anyone's data.
    ///
    /// # Errors
    /// The folder for temporary files cannot be used.
    pub fn nowhere(world: World) -> Result<Self, WorkspaceError> {
        clean_up(world.now());
        let (throw_away, lock) = new_folder(world.now())?;
        let folder = DataFolder::at(throw_away.path());
        Ok(Self {
            session: None,
            lock,
            folder,
            world,
            tries: unlock::Tries::default(),
            asked: None,
            throw_away: Some(throw_away),
        })
    }

    /// The training case; it is made, nearly finished, if it is not there yet.
    ///
    /// # Errors
    /// The database is locked or cannot be written.
    pub fn training_case(&mut self) -> Result<CaseId, WorkspaceError> {
        let session = self.session()?;
        let made = training::make(session.device.clone(), Extent::NearlyFinished)?;
        let id = made.training.case.id.clone();
        if session.store.heads(&id)?.clock == 0 {
            session.write_made(made)?;
        }
        Ok(id)
    }
}

/// A folder of its own for this run, locked as long as it lasts.
fn new_folder(now: Moment) -> Result<(TempDir, InstanceLock), WorkspaceError> {
    let make = || {
        let made = tempfile::Builder::new().prefix(PREFIX).tempdir();
        made.map_err(|source| super::files::failed(&std::env::temp_dir(), "used", source))
    };
    let folder = make()?;
    match InstanceLock::acquire(folder.path(), now) {
        Ok(lock) => Ok((folder, lock)),
        // Another one that is just starting looked into it before it was locked, and cleans it up.
        Err(StoreError::InUse { .. }) => {
            let folder = make()?;
            let lock = InstanceLock::acquire(folder.path(), now)?;
            Ok((folder, lock))
        }
        Err(error) => Err(error.into()),
    }
}

/// Removes the folders of earlier runs that were killed: this user's own, with a lock that nobody
/// holds. What cannot be removed is left for the next run.
pub(super) fn clean_up(now: Moment) {
    let Ok(entries) = std::fs::read_dir(std::env::temp_dir()) else {
        return;
    };
    for entry in entries.filter_map(Result::ok) {
        let path = entry.path();
        let named = entry.file_name().to_string_lossy().starts_with(PREFIX);
        // Not followed: a link is none of ours.
        let about = entry.metadata();
        let ours = named && about.is_ok_and(|about| about.is_dir() && is_own(&about));
        if !ours || !path.join(LOCK_FILE).is_file() {
            continue;
        }
        // Held until the folder is gone: whoever made it has ended.
        if let Ok(_lock) = InstanceLock::acquire(&path, now) {
            let _ = std::fs::remove_dir_all(&path);
        }
    }
}

#[cfg(unix)]
fn is_own(about: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    about.uid() == rustix::process::getuid().as_raw()
}

/// Elsewhere the folder for temporary files is the user's own.
#[cfg(not(unix))]
fn is_own(_about: &std::fs::Metadata) -> bool {
    true
}

impl Session {
    /// Writes a made-up visit in one go.
    fn write_made(&mut self, made: Made) -> Result<(), WorkspaceError> {
        let case = made.training.case.id.clone();
        let entries: Vec<_> = made
            .training
            .entries
            .iter()
            .map(|(e, _)| e.clone())
            .collect();
        let pack = made.pack.pack.clone();
        let texts = made.training.texts.clone();
        let mut find = |_: &_| Some(pack.clone());
        let file = CaseFile::open(case.clone(), &entries, texts, &mut find)?;
        let mut batch = stored(
            &case,
            Pending {
                entries: made.training.entries,
                texts: made.training.texts.iter().cloned().collect(),
                drafts_done: Vec::new(),
            },
        );
        batch.packs.push(made.pack.bytes.to_vec());
        batch.packets.push(SeenPacket {
            sha256: Digest::of(made.packet),
            case: case.clone(),
            issue: u64::from(file.packet.issue),
        });
        batch.summary = super::cases::summary(&file);
        Ok(self.store.append(&batch)?)
    }
}
