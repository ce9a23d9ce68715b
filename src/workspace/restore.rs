//! Going back to a backup.
//!
//! Everything is copied into the data folder first, checked there and opened with the passphrase or
//! the recovery code; only then does it take its place, and what lay there before is put aside in a
//! folder of its own, never written over. The restored data gets a new device id: the laptop it
//! came from may go on writing under the old one.

use super::backup::SMALL;
use super::backup::about::{ABOUT, About, Kept};
use super::error::WorkspaceError;
use super::folder::DataFolder;
use super::unlock::Tries;
use super::{Session, Workspace, World, files, profile::Profile};
use crate::bundle::when::Stamp;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::DeviceId;
use crate::store::{DATABASE_FILE, InstanceLock, LOCK_FILE, Store};
use crate::vault::{DataKey, Passphrase, RecoveryCode, VAULT_FILE, Vault, public_identity};
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// Files of this laptop that stay where they are.
const STAYS: [&str; 2] = [LOCK_FILE, "crash.log"];
/// Files of a backup: there are the database, the vault, the roster and some keys.
const MOST_FILES: usize = 1_000;

/// What was gone back to.
#[derive(Debug)]
pub struct Restored {
    /// The data folder, open.
    pub workspace: Workspace,
    /// When the backup was made.
    pub made_at: Stamp,
    /// The entries of all visits in it.
    pub entries: u64,
    /// Where lies what was there before, if anything was.
    pub put_aside: Option<PathBuf>,
}

/// Goes back to the backup in `from`: `secret` is the passphrase or the recovery code it was made
/// under. What lies in the data folder is put aside if `put_aside`, else refused. `told` is told how
/// many bytes of how many are copied, and stops it by answering no.
///
/// # Errors
/// The folder is no whole backup, the passphrase is another one, there is data already, somebody
/// stopped it, or the disk failed. Nothing was changed then.
pub fn restore(
    folder: DataFolder,
    mut world: World,
    from: &Path,
    secret: &Passphrase,
    put_aside: bool,
    told: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Restored, WorkspaceError> {
    let about = read_about(from)?;
    folder.make()?;
    let lock = InstanceLock::acquire(folder.path(), world.now())?;
    let held = held_files(folder.path())?;
    if !held.is_empty() && !put_aside {
        return Err(WorkspaceError::DataThere(folder.path().to_owned()));
    }
    let nursery = tempfile::Builder::new()
        .prefix(".onsite-")
        .tempdir_in(folder.path())
        .map_err(|source| files::failed(folder.path(), "written", source))?;
    copy_all(from, nursery.path(), &about, told)?;
    let key = open_vault(nursery.path(), from, secret)?;
    let device = DeviceId::new(&format!("d-{}", world.id()?))
        .ok_or(WorkspaceError::Mistake("a device id that is none"))?;
    let entries = renew(&lock, nursery.path(), from, &key, &device)?;
    let put_aside = put_aside_all(&folder, &held, &world)?;
    // The database last: before that nothing here is taken for a whole set-up.
    let (database, beside): (Vec<_>, Vec<_>) = about
        .files
        .iter()
        .map(|file| file.name.as_str())
        .partition(|name| *name == DATABASE_FILE);
    for name in beside.into_iter().chain(database) {
        move_file(&nursery.path().join(name), &folder.path().join(name))?;
    }
    files::sync_folder(folder.path())
        .map_err(|source| files::failed(folder.path(), "written", source))?;
    let store = Store::open(&lock, &folder.database(), key.as_bytes())?;
    let found = public_identity(folder.path()).ok();
    let profile = Profile::load(&store, found.as_ref())?;
    let tries = Tries::load(&folder);
    Ok(Restored {
        workspace: Workspace {
            session: Some(Session::new(store, profile)?),
            lock,
            folder,
            world,
            tries,
            asked: None,
            throw_away: None,
        },
        made_at: about.made_at,
        entries,
        put_aside,
    })
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
fn open_vault(folder: &Path, from: &Path, secret: &Passphrase) -> Result<DataKey, WorkspaceError> {
    let vault =
        Vault::load(&folder.join(VAULT_FILE)).map_err(|error| bad(from, error.to_string()))?;
    match RecoveryCode::read(secret.as_str()) {
        Ok(code) => Ok(vault.unlock_with_code(&code)?),
        Err(_) => Ok(vault.unlock(secret)?),
    }
}

/// Looks at every page of the copy, and gives it a new device id. Answers with its entries.
fn renew(
    lock: &InstanceLock,
    folder: &Path,
    from: &Path,
    key: &DataKey,
    device: &DeviceId,
) -> Result<u64, WorkspaceError> {
    let mut store = Store::open(lock, &folder.join(DATABASE_FILE), key.as_bytes())?;
    if let Some(why) = store.check()?.into_iter().next() {
        return Err(bad(from, format!("its database is damaged ({why})")));
    }
    store.renew_device(device)?;
    let entries = store.entries()?;
    store.close()?;
    Ok(entries)
}

/// Puts aside what is there, in a folder that is named after the moment.
fn put_aside_all(
    folder: &DataFolder,
    names: &[String],
    world: &World,
) -> Result<Option<PathBuf>, WorkspaceError> {
    if names.is_empty() {
        return Ok(None);
    }
    let base = format!("before-restore-{}", world.now().format("%Y-%m-%d-%H%M%S"));
    let places = (1..1_000).map(|number| match number {
        1 => folder.path().join(&base),
        number => folder.path().join(format!("{base}-{number}")),
    });
    let free = places.into_iter().find(|place| !place.exists());
    let aside = free.ok_or(WorkspaceError::Mistake("no name is free"))?;
    files::make_folder(&aside)?;
    // The database first: without it nothing that is still there is taken for a whole set-up.
    let (database, beside): (Vec<_>, Vec<_>) = names
        .iter()
        .map(String::as_str)
        .partition(|name| name.starts_with(DATABASE_FILE));
    for name in database.into_iter().chain(beside) {
        move_file(&folder.path().join(name), &aside.join(name))?;
    }
    files::sync_folder(&aside).map_err(|source| files::failed(&aside, "written", source))?;
    Ok(Some(aside))
}

fn move_file(from: &Path, to: &Path) -> Result<(), WorkspaceError> {
    std::fs::rename(from, to).map_err(|source| files::failed(to, "written", source))?;
    // The rename is on disk with the folder; the file itself was when it was written.
    File::open(to)
        .and_then(|file| file.sync_all())
        .map_err(|source| files::failed(to, "written", source))
}
