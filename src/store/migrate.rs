//! Bringing a database to the newest schema: numbered steps, never edited, all or nothing.

use super::connection::{self, PageKey};
use super::error::StoreError;
use rusqlite::{Connection, TransactionBehavior};
use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};

/// Every step there ever was, in order; the schema's number is how many were applied.
pub(super) const STEPS: &[&str] = &[include_str!("migrations/0001.sql")];

/// The number of the newest of `steps`.
pub(super) fn newest(steps: &[&str]) -> i64 {
    i64::try_from(steps.len()).unwrap_or(i64::MAX)
}

/// Applies the steps after `from` in one transaction.
pub(super) fn advance(
    connection: &mut Connection,
    from: i64,
    steps: &[&str],
) -> Result<(), StoreError> {
    let done = usize::try_from(from).unwrap_or(0);
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    for step in steps.iter().skip(done) {
        transaction.execute_batch(step)?;
    }
    transaction.execute_batch(&format!("PRAGMA user_version = {};", newest(steps)))?;
    transaction.commit()?;
    Ok(())
}

/// Copies the database before an upgrade. Nobody else has it open: the caller has the lock.
pub(super) fn back_up(path: &Path, key: PageKey<'_>, to: i64) -> Result<(), StoreError> {
    let open = connection::open(path, key, false)?;
    connection::make_writable(&open)?;
    connection::empty_log(&open)?;
    open.close().map_err(|(_, error)| error)?;
    let copy = backup_path(path, to);
    let failed = |source| StoreError::File {
        path: copy.clone(),
        doing: "written",
        source,
    };
    let mut from = File::open(path).map_err(failed)?;
    let mut file = tempfile::NamedTempFile::new_in(folder_of(path)).map_err(failed)?;
    std::io::copy(&mut from, &mut file).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(&copy).map_err(|error| failed(error.error))?;
    sync_folder(path)
}

/// Where the copy is that was made before the schema became `to`.
fn backup_path(path: &Path, to: i64) -> PathBuf {
    beside(path, &format!(".before-schema-{to}"))
}

/// The path with `suffix` added to its name.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}

/// Removes the copies made before upgrades: a redacted text must not live on in one.
pub(super) fn remove_backups(path: &Path, steps: &[&str]) -> Result<(), StoreError> {
    for to in 1..=newest(steps) {
        let copy = backup_path(path, to);
        match std::fs::remove_file(&copy) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::File {
                    path: copy,
                    doing: "removed",
                    source: error,
                });
            }
            _ => {}
        }
    }
    Ok(())
}

/// The folder of a file; the parent of a bare name is the empty path, which cannot be opened.
pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Makes a rename beside `path` durable. Only Unix can open a folder for this.
pub(super) fn sync_folder(path: &Path) -> Result<(), StoreError> {
    let folder = folder_of(path);
    if !cfg!(unix) {
        return Ok(());
    }
    File::open(folder)
        .and_then(|open| open.sync_all())
        .map_err(|source| StoreError::File {
            path: folder.to_owned(),
            doing: "written",
            source,
        })
}
