//! A backup: a folder on another disk with everything that opens the data again.
//!
//! It holds a copy of the database, the vault, the signing keys and the roster, all of them
//! encrypted as they are here, and `backup.json`, which names each file with its size and SHA-256.
//! It is made under another name, read back page by page, and only then named; a backup that is cut
//! short is never taken for one. It is made in steps, so that whoever waits can see how far it is,
//! work on, and stop it. Going back to one is in `restore`.

pub(super) mod about;
mod disks;
mod generations;

use super::error::WorkspaceError;
use super::{Session, Workspace, files};
use crate::domain::values::calendar::Moment;
use crate::domain::values::digest::Digest;
use crate::store::{DATABASE_FILE, Snapshot};
use crate::vault::{SIGNING_KEY_FILE, VAULT_FILE};
use about::{ABOUT, About, FORMAT, Kept, READ_ME};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// How much of the database one step copies, in bytes.
const PIECE: u64 = 1 << 20;
/// How often a copy is begun again because something was erased while it was made.
const TRIES: u32 = 5;
/// The largest of the other files, in bytes.
pub(super) const SMALL: u64 = 16 << 20;
/// Where the last backup is remembered.
const LAST: &str = "last-backup";
/// How the folder begins while it is not whole.
const UNFINISHED: &str = ".onsite-backup-";

/// A backup while it is made. Dropped before its end it leaves nothing behind.
#[derive(Debug)]
pub struct BackupWork {
    /// Where backups are kept.
    shelf: PathBuf,
    /// The folder while it is not whole; removed unless it was named.
    unfinished: Unfinished,
    snapshot: Snapshot,
    database: File,
    hash: Sha256,
    at: u64,
    tries: u32,
}

/// How far a backup is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BackupStep {
    /// So many bytes of so many are copied.
    Going {
        /// Bytes copied.
        done: u64,
        /// Bytes in all.
        total: u64,
    },
    /// It is made and checked.
    Made(BackupMade),
}

/// A backup that was made and read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupMade {
    /// Its folder.
    pub path: PathBuf,
    /// All its files, in bytes.
    pub bytes: u64,
    /// The entries of all visits in it.
    pub entries: u64,
    /// Older backups that were removed to make room.
    pub removed: usize,
}

/// The last backup, as it is remembered here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastBackup {
    /// When it was made.
    pub at: Moment,
    /// Where backups were kept then.
    pub shelf: PathBuf,
    /// The entries in it.
    entries: u64,
}

impl LastBackup {
    /// Whether the folder that it was made in can be reached now.
    pub fn is_there(&self) -> bool {
        self.shelf.is_dir()
    }
}

impl Workspace {
    /// Begins a backup into a new folder in `shelf`.
    ///
    /// # Errors
    /// The data is locked or a demonstration, or the disk cannot be written.
    pub fn begin_backup(&mut self, shelf: &Path) -> Result<BackupWork, WorkspaceError> {
        if self.is_demo() {
            return Err(WorkspaceError::DemoBackup);
        }
        let shelf = files::whole(shelf);
        if shelf.starts_with(self.folder.path()) {
            return Err(WorkspaceError::BackupInside(shelf));
        }
        let session = self.session()?;
        files::make_folder(&shelf)?;
        let unfinished = Unfinished::make(shelf.join(format!("{UNFINISHED}{}", session.device)))?;
        session.flush_places()?;
        let snapshot = session.store.begin_copy()?;
        let path = unfinished.path.join(DATABASE_FILE);
        let database = create(&path)?;
        Ok(BackupWork {
            shelf,
            unfinished,
            snapshot,
            database,
            hash: Sha256::new(),
            at: 0,
            tries: 1,
        })
    }

    /// Does the next step; the last one checks all of it and names the folder.
    ///
    /// # Errors
    /// The disk failed, or what was written does not read back. Nothing is left of it then.
    pub fn step_backup(&mut self, work: &mut BackupWork) -> Result<BackupStep, WorkspaceError> {
        let session = self.session()?;
        let is_copied = work.at >= work.snapshot.size;
        if !is_copied || !session.store.is_current(&work.snapshot) {
            return session.copy_on(work);
        }
        let made_at = self.world.now();
        let stamp = self.world.stamp()?;
        let checked = self.finish_backup(work, made_at, stamp);
        self.session()?.store.end_copy()?;
        checked.map(BackupStep::Made)
    }

    /// Gives a backup up; nothing of it stays.
    ///
    /// # Errors
    /// The database cannot be spoken to any more.
    pub fn stop_backup(&mut self, work: BackupWork) -> Result<(), WorkspaceError> {
        drop(work);
        Ok(self.session()?.store.end_copy()?)
    }

    /// The last backup, and how many entries were made since; nothing if there was none.
    ///
    /// # Errors
    /// The data is locked or cannot be read.
    pub fn last_backup(&mut self) -> Result<Option<(LastBackup, u64)>, WorkspaceError> {
        if self.is_demo() {
            return Err(WorkspaceError::DemoBackup);
        }
        let store = &self.session()?.store;
        let held = store.place(LAST)?;
        let last: Option<LastBackup> = held.and_then(|json| serde_json::from_str(&json).ok());
        let entries = store.entries()?;
        Ok(last.map(|last| {
            let since = entries.saturating_sub(last.entries);
            (last, since)
        }))
    }

    /// Writes what lies beside the database, checks everything and gives the folder its name.
    fn finish_backup(
        &mut self,
        work: &mut BackupWork,
        made_at: Moment,
        stamp: crate::bundle::when::Stamp,
    ) -> Result<BackupMade, WorkspaceError> {
        let folder = work.unfinished.path.clone();
        let copy = folder.join(DATABASE_FILE);
        let told = |source| files::failed(&copy, "written", source);
        work.database.sync_all().map_err(told)?;
        let mut kept = vec![Kept {
            name: DATABASE_FILE.to_owned(),
            size: work.snapshot.size,
            sha256: Digest::from_bytes(work.hash.clone().finalize().into()),
        }];
        for name in self.beside_the_database()? {
            let bytes = files::read(&self.folder.path().join(&name), SMALL)?;
            files::write_bytes(&folder.join(&name), files::Replace::Yes, &bytes)?;
            kept.push(Kept::of(name, &bytes));
        }
        files::write_bytes(
            &folder.join(READ_ME),
            files::Replace::Yes,
            about::WORDS.as_bytes(),
        )?;
        let session = self.session()?;
        let entries = session.store.check_copy(&copy)?;
        if entries != work.snapshot.entries {
            return Err(WorkspaceError::Mistake("a copy with other entries"));
        }
        let bytes = kept.iter().map(|file| file.size).sum();
        let about = About {
            format: FORMAT.to_owned(),
            made_at: stamp,
            made_by: super::APP.to_owned(),
            device: session.device.clone(),
            entries,
            files: kept,
        };
        files::write_bytes(&folder.join(ABOUT), files::Replace::Yes, &about.to_bytes()?)?;
        let path = work.unfinished.name(&work.shelf, made_at)?;
        let removed = generations::tidy(&work.shelf, &session.device, &path);
        session.remember_backup(&work.shelf, made_at, entries)?;
        Ok(BackupMade {
            path,
            bytes,
            entries,
            removed,
        })
    }

    /// The names of the vault, of every signing key, also of those put aside, and of the roster.
    fn beside_the_database(&self) -> Result<Vec<String>, WorkspaceError> {
        let folder = self.folder.path();
        let told = |source| files::failed(folder, "read", source);
        let mut names = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(told)? {
            let name = entry.map_err(told)?.file_name();
            let name = name.to_string_lossy().into_owned();
            let roster = self.folder.roster();
            let is_roster = roster.file_name().is_some_and(|roster| *roster == *name);
            if name == VAULT_FILE || name.starts_with(SIGNING_KEY_FILE) || is_roster {
                names.push(name);
            }
        }
        names.sort_unstable();
        Ok(names)
    }
}

impl Session {
    /// Copies the next piece; begins again if the database's file is not what it was.
    fn copy_on(&mut self, work: &mut BackupWork) -> Result<BackupStep, WorkspaceError> {
        let copy = work.unfinished.path.join(DATABASE_FILE);
        let told = |source| files::failed(&copy, "written", source);
        match self.store.read_copy(&work.snapshot, work.at, PIECE)? {
            Some(piece) if !piece.is_empty() => {
                // Onto the disk at once: else a slow stick would take it all at the end, when
                // nobody could stop it any more.
                let written = work.database.write_all(&piece);
                written
                    .and_then(|()| work.database.sync_data())
                    .map_err(told)?;
                work.hash.update(&piece);
                work.at += piece.len() as u64;
            }
            _ if work.tries >= TRIES => return Err(WorkspaceError::BackupDisturbed),
            _ => {
                work.snapshot = self.store.begin_copy()?;
                std::fs::remove_file(&copy).map_err(told)?;
                work.database = create(&copy)?;
                (work.hash, work.at) = (Sha256::new(), 0);
                work.tries += 1;
            }
        }
        Ok(BackupStep::Going {
            done: work.at,
            total: work.snapshot.size,
        })
    }

    fn remember_backup(
        &mut self,
        shelf: &Path,
        at: Moment,
        entries: u64,
    ) -> Result<(), WorkspaceError> {
        let last = LastBackup {
            at,
            shelf: shelf.to_owned(),
            entries,
        };
        let json = serde_json::to_string(&last)
            .map_err(|_| WorkspaceError::Mistake("a backup that cannot be remembered"))?;
        Ok(self.store.set_place(LAST, &json)?)
    }
}

/// Makes a file that its owner alone can read.
fn create(path: &Path) -> Result<File, WorkspaceError> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(path)
        .map_err(|source| files::failed(path, "written", source))
}

/// A folder that is not whole yet. One of an earlier run that was killed is removed first: its name
/// is this laptop's, which runs once at a time.
#[derive(Debug)]
struct Unfinished {
    path: PathBuf,
    is_named: bool,
}

impl Unfinished {
    fn make(path: PathBuf) -> Result<Self, WorkspaceError> {
        if path.is_dir() {
            std::fs::remove_dir_all(&path)
                .map_err(|source| files::failed(&path, "removed", source))?;
        }
        files::make_folder(&path)?;
        Ok(Self {
            path,
            is_named: false,
        })
    }

    /// Gives the folder the name of the moment, on disk.
    fn name(&mut self, shelf: &Path, at: Moment) -> Result<PathBuf, WorkspaceError> {
        let told = |source| files::failed(shelf, "written", source);
        files::sync_folder(&self.path).map_err(told)?;
        let free = files::free_name(shelf.join(generations::name_at(at)))?;
        std::fs::rename(&self.path, &free).map_err(told)?;
        self.is_named = true;
        files::sync_folder(shelf).map_err(told)?;
        Ok(free)
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.is_named {
            // What cannot be removed is removed by the next backup.
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}
