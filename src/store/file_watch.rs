//! Whether the path still names the file that is open.
//!
//! A database that is deleted or replaced while open gives no error: entries go on into a file
//! that nobody will find again. So path and open file are compared before a commit counts, for
//! the database and for the log beside it, where the newest entries live.

use super::error::StoreError;
use super::migrate;
use std::path::{Path, PathBuf};

/// What names a file on a disk: device and inode.
type FileId = (u64, u64);

/// Which files were there when the database was opened.
#[derive(Debug)]
pub(super) struct FileWatch {
    database: (PathBuf, FileId),
    log: (PathBuf, Option<FileId>),
}

impl FileWatch {
    /// Notes which file the path names now. Called before the database is opened, and
    /// [`FileWatch::watch_log`] after.
    pub(super) fn start(path: &Path) -> Result<Self, StoreError> {
        let id = file_id(path).ok_or_else(|| StoreError::Missing {
            path: path.to_owned(),
        })?;
        Ok(Self {
            database: (path.to_owned(), id),
            log: (migrate::beside(path, "-wal"), None),
        })
    }

    /// Notes the log, which exists once the database has been read in that mode, and makes sure
    /// that the database was not swapped while it was opened.
    pub(super) fn watch_log(&mut self) -> Result<(), StoreError> {
        self.log.1 = file_id(&self.log.0);
        self.check()
    }

    /// Whether there is a log, which new entries go into.
    pub(super) fn has_log(&self) -> bool {
        self.log.1.is_some()
    }

    /// The size of the log in bytes.
    pub(super) fn log_size(&self) -> u64 {
        std::fs::metadata(&self.log.0).map_or(0, |about| about.len())
    }

    /// Says whether the paths still name the open files.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        let (path, id) = &self.database;
        if file_id(path) != Some(*id) {
            return Err(StoreError::Moved { path: path.clone() });
        }
        match &self.log {
            (path, Some(id)) if file_id(path) != Some(*id) => {
                Err(StoreError::Moved { path: path.clone() })
            }
            _ => Ok(()),
        }
    }
}

#[cfg(unix)]
fn file_id(path: &Path) -> Option<FileId> {
    use std::os::unix::fs::MetadataExt as _;
    let about = std::fs::metadata(path).ok()?;
    about.is_file().then(|| (about.dev(), about.ino()))
}

/// Elsewhere an open file cannot be deleted or replaced, so being there is enough.
#[cfg(not(unix))]
fn file_id(path: &Path) -> Option<FileId> {
    std::fs::metadata(path).ok()?.is_file().then_some((0, 0))
}
