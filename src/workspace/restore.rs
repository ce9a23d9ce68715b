//! Going back to a backup.
//!
//! Everything is copied into the data folder first, checked there and opened with the passphrase or
//! the recovery code; only then does it take its place, and what lay there before is put aside in a
//! folder of its own, never written over. The restored data gets a new device id: the laptop it
//! came from may go on writing under the old one.

use super::backup::SMALL;
use super::backup::about::{ABOUT, About, Kept};
use super::error::WorkspaceError;
use super::{Unlocked, Workspace, files};
use crate::bundle::when::Stamp;
use crate::domain::values::calendar::Moment;
use crate::domain::values::digest::Digest;
use crate::store::{DATABASE_FILE, LOCK_FILE, Store};
use crate::vault::{DataKey, Passphrase, RecoveryCode, VAULT_FILE, Vault, VaultError};
use sha2::{Digest as _, Sha256};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Files of this laptop that stay where they are.
const STAYS: [&str; 2] = [LOCK_FILE, "crash.log"];
/// Files of a backup: there are the database, the vault, the roster and some keys.
const MOST_FILES: usize = 1_000;

/// What was gone back to.
#[derive(Debug)]
pub struct Restored {
    /// When the backup was made.
    pub made_at: Stamp,
    /// The entries of all visits in it.
    pub entries: u64,
    /// Where lies what was there before, if anything was.
    pub put_aside: Option<PathBuf>,
}

impl Workspace {
    /// Goes back to the backup in `from`, and opens it: `secret` is the passphrase or the recovery
    /// code that it was made under. What lies in the data folder is put aside if `put_aside`, else
    /// it is refused. `told` is told how many bytes of how many are copied, and stops it by
    /// answering no.
    ///
    /// # Errors
    /// The folder is no whole backup, the passphrase is another one, there is data already,
    /// somebody stopped it, or the disk failed. Nothing was changed then.
    pub fn restore(
        &mut self,
        from: &Path,
        secret: &Passphrase,
        put_aside: bool,
        told: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Restored, WorkspaceError> {
        if self.is_open() || self.is_demo() {
            return Err(WorkspaceError::Mistake("going back at the wrong time"));
        }
        let about = read_about(from)?;
        let folder = self.folder.path().to_owned();
        let held = held_files(&folder)?;
        if !held.is_empty() && !put_aside {
            return Err(WorkspaceError::DataThere(folder));
        }
        let nursery = tempfile::Builder::new()
            .prefix(".onsite-")
            .tempdir_in(&folder)
            .map_err(|source| files::failed(&folder, "written", source))?;
        copy_all(from, nursery.path(), &about, told)?;
        let vault = Vault::load(&nursery.path().join(VAULT_FILE))
            .map_err(|error| bad(from, error.to_string()))?;
        let key = self.try_once(|_| open_vault(&vault, secret))?;
        let entries = self.renew(nursery.path(), from, &key)?;
        let put_aside = put_aside_all(&folder, &held, self.world.now())?;
        // The database last: before that nothing here is taken for a whole set-up.
        let (database, beside): (Vec<_>, Vec<_>) = about
            .files
            .iter()
            .map(|file| file.name.as_str())
            .partition(|name| *name == DATABASE_FILE);
        for name in beside.into_iter().chain(database) {
            let place = folder.join(name);
            std::fs::rename(nursery.path().join(name), &place)
                .map_err(|source| files::failed(&place, "written", source))?;
        }
        files::sync_folder(&folder).map_err(|source| files::failed(&folder, "written", source))?;
        self.open_store(&key, Unlocked::Ready)?;
        Ok(Restored {
            made_at: about.made_at,
            entries,
            put_aside,
        })
    }

    /// Looks at every page of the copy, and gives it a new device id. Answers with its entries.
    fn renew(&mut self, copy: &Path, from: &Path, key: &DataKey) -> Result<u64, WorkspaceError> {
        let device = self.world.device()?;
        let mut store = Store::open(&self.lock, &copy.join(DATABASE_FILE), key.as_bytes())?;
        if let Some(why) = store.check()?.into_iter().next() {
            return Err(bad(from, format!("its database is damaged ({why})")));
        }
        store.renew_device(&device)?;
        let entries = store.entries()?;
        store.close()?;
        Ok(entries)
    }
}

fn bad(from: &Path, why: impl Into<String>) -> WorkspaceError {
    WorkspaceError::BadBackup {
        path: from.to_owned(),
        why: why.into(),
    }
}

fn read_about(from: &Path) -> Result<About, WorkspaceError> {
    let path = from.join(ABOUT);
    if !path.is_file() {
        return Err(bad(
            from,
            format!("it has no {ABOUT}; name the folder whose name begins with onsite-backup"),
        ));
    }
    let about = About::read(&files::read(&path, SMALL)?).map_err(|why| bad(from, why))?;
    let has = |name: &str| about.files.iter().any(|file| file.name == name);
    if !has(DATABASE_FILE) || !has(VAULT_FILE) {
        return Err(bad(from, "it lacks the database or the vault"));
    }
    match about.files.len() > MOST_FILES || about.files.iter().any(|file| is_own(&file.name)) {
        true => Err(bad(from, "it names files that are no part of a backup")),
        false => Ok(about),
    }
}

fn is_own(name: &str) -> bool {
    name.starts_with(".onsite-") || STAYS.contains(&name)
}

/// Every file of the data folder that a backup would take the place of.
fn held_files(folder: &Path) -> Result<Vec<String>, WorkspaceError> {
    let told = |source| files::failed(folder, "read", source);
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(told)? {
        let entry = entry.map_err(told)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_file = entry.file_type().map_err(told)?.is_file();
        if is_file && !is_own(&name) {
            names.push(name);
        }
    }
    names.sort_unstable();
    Ok(names)
}

/// Copies every file and compares it with what `backup.json` says of it.
fn copy_all(
    from: &Path,
    to: &Path,
    about: &About,
    told: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<(), WorkspaceError> {
    let total = about.files.iter().map(|file| file.size).sum();
    let mut done = 0;
    for file in &about.files {
        copy(from, to, file, &mut |bytes| {
            done += bytes;
            told(done, total)
        })?;
    }
    Ok(())
}

fn copy(
    from: &Path,
    to: &Path,
    file: &Kept,
    told: &mut dyn FnMut(u64) -> bool,
) -> Result<(), WorkspaceError> {
    let (source, target) = (from.join(&file.name), to.join(&file.name));
    if !source.is_file() {
        return Err(bad(from, format!("{} is missing", file.name)));
    }
    let mut reader = files::open(&source)?.take(file.size.saturating_add(1));
    let mut hash = Sha256::new();
    let (mut size, mut stopped) = (0, false);
    files::write(&target, files::Replace::Yes, |out| {
        let mut piece = vec![0; 1 << 20];
        loop {
            let count = read_some(&mut reader, &mut piece)
                .map_err(|error| files::failed(&source, "read", error))?;
            let Some(piece) = piece.get(..count).filter(|piece| !piece.is_empty()) else {
                return Ok(());
            };
            hash.update(piece);
            out.write_all(piece)
                .map_err(|error| files::failed(&target, "written", error))?;
            size += count as u64;
            if !told(count as u64) {
                stopped = true;
                return Ok(());
            }
        }
    })?;
    if stopped {
        return Err(WorkspaceError::Stopped);
    }
    let found = Digest::from_bytes(hash.finalize().into());
    match size == file.size && found == file.sha256 {
        true => Ok(()),
        false => Err(bad(
            from,
            format!("{} is damaged or belongs to another backup", file.name),
        )),
    }
}

fn read_some(reader: &mut impl Read, into: &mut [u8]) -> io::Result<usize> {
    loop {
        match reader.read(into) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// Opens the vault with what was typed: the recovery code, if it reads as one, else the passphrase.
fn open_vault(vault: &Vault, secret: &Passphrase) -> Result<DataKey, VaultError> {
    match RecoveryCode::read(secret.as_str()) {
        Ok(code) => vault.unlock_with_code(&code),
        Err(_) => vault.unlock(secret),
    }
}

/// Puts aside what is there. The database first: without it nothing that is still there is taken for
/// a whole set-up.
fn put_aside_all(
    folder: &Path,
    names: &[String],
    now: Moment,
) -> Result<Option<PathBuf>, WorkspaceError> {
    let (database, beside): (Vec<_>, Vec<_>) = names
        .iter()
        .map(String::as_str)
        .partition(|name| name.starts_with(DATABASE_FILE));
    files::put_all_aside(folder, &[database, beside].concat(), "before-restore-", now)
}
