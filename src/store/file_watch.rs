//! Whether the open files are still the ones that the paths name, and as this process left them.
//!
//! A database that is deleted, replaced, cut or written over while open gives no error: entries go
//! on into a file that nobody will find again, or that holds something else by now. So path and
//! open file are compared before a commit counts, for the database and for the log beside it, where
//! the newest entries live. Nobody else may write them while they are locked; whoever did changed
//! their size, or the time and what stands at their two ends.

use super::error::StoreError;
use super::migrate;
use std::fs::{File, Metadata};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// How much of each end of a file is compared, in bytes: a page.
const END: u64 = 4096;

/// What names a file on a disk: device and inode.
type FileId = (u64, u64);

/// Which files were there when the database was opened, and how they were left.
#[derive(Debug)]
pub(super) struct FileWatch {
    database: Watched,
    log: Option<Watched>,
    log_path: PathBuf,
}

#[derive(Debug)]
struct Watched {
    path: PathBuf,
    id: FileId,
    /// Held open to the end: closing any handle of a file would give up SQLite's lock on it.
    file: File,
    left: Option<Left>,
}

/// How a file was left.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Left {
    size: u64,
    modified: Option<SystemTime>,
    ends: Vec<u8>,
}

impl Watched {
    fn new(path: &Path) -> io::Result<Self> {
        let about = std::fs::metadata(path)?;
        let id = file_id(&about).ok_or(io::ErrorKind::NotFound)?;
        Ok(Self {
            path: path.to_owned(),
            id,
            // For writing too: where that is not allowed, it is said before anything is begun.
            file: File::options().read(true).write(true).open(path)?,
            left: None,
        })
    }

    /// Notes how it is left, unless it is as it was.
    fn note(&mut self) {
        let about = self.file.metadata();
        let as_it_was = |held: &Left| {
            about.as_ref().is_ok_and(|about| {
                (about.len(), about.modified().ok()) == (held.size, held.modified)
            })
        };
        if !self.left.as_ref().is_some_and(as_it_was) {
            self.left = about.ok().and_then(|about| self.left_as(&about));
        }
    }

    fn left_as(&self, about: &Metadata) -> Option<Left> {
        let mut file = &self.file;
        let mut ends = Vec::new();
        for start in [0, about.len().saturating_sub(END)] {
            file.seek(SeekFrom::Start(start)).ok()?;
            file.take(END).read_to_end(&mut ends).ok()?;
        }
        Some(Left {
            size: about.len(),
            modified: about.modified().ok(),
            ends,
        })
    }

    /// Says whether the path still names the file, and whether it is as it was left.
    fn check(&self) -> Result<(), StoreError> {
        let path = || self.path.clone();
        let about = std::fs::metadata(&self.path).ok();
        let Some(about) = about.filter(|about| file_id(about) == Some(self.id)) else {
            return Err(StoreError::Moved { path: path() });
        };
        let Some(left) = &self.left else {
            return Ok(());
        };
        // A time alone proves nothing: some file systems set it late.
        let same = about.len() == left.size
            && (about.modified().ok() == left.modified
                || self
                    .left_as(&about)
                    .is_some_and(|now| now.ends == left.ends));
        match same {
            true => Ok(()),
            false => Err(StoreError::Overwritten { path: path() }),
        }
    }
}

impl FileWatch {
    /// Notes which file the path names now. Called before the database is opened, and
    /// [`FileWatch::watch_log`] after.
    pub(super) fn start(path: &Path) -> Result<Self, StoreError> {
        use io::ErrorKind::{NotFound, PermissionDenied, ReadOnlyFilesystem};
        let database = Watched::new(path).map_err(|source| {
            let path = path.to_owned();
            match source.kind() {
                NotFound => StoreError::Missing { path },
                PermissionDenied | ReadOnlyFilesystem => StoreError::ReadOnly,
                _ => StoreError::File {
                    path,
                    doing: "opened",
                    source,
                },
            }
        })?;
        Ok(Self {
            database,
            log: None,
            log_path: migrate::beside(path, "-wal"),
        })
    }

    /// Notes the log, which exists once the database has been read in that mode, and makes sure
    /// that the database was not swapped while it was opened.
    pub(super) fn watch_log(&mut self) -> Result<(), StoreError> {
        self.log = Watched::new(&self.log_path).ok();
        self.check()?;
        self.note();
        Ok(())
    }

    /// The database's own file, open for as long as it is watched.
    pub(super) fn database(&self) -> &File {
        &self.database.file
    }

    /// Whether there is a log, which new entries go into.
    pub(super) fn has_log(&self) -> bool {
        self.log.is_some()
    }

    /// The size of the log in bytes.
    pub(super) fn log_size(&self) -> u64 {
        std::fs::metadata(&self.log_path).map_or(0, |about| about.len())
    }

    /// Notes how this process leaves the files, after each of its writes.
    pub(super) fn note(&mut self) {
        self.database.note();
        if let Some(log) = &mut self.log {
            log.note();
        }
    }

    /// Says whether the files are as this process left them. Asked before a write.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        self.database.check()?;
        self.log.as_ref().map_or(Ok(()), Watched::check)
    }

    /// Says whether the paths still name the open files. Asked after a write, which changed them.
    pub(super) fn check_place(&self) -> Result<(), StoreError> {
        for watched in std::iter::once(&self.database).chain(&self.log) {
            let about = std::fs::metadata(&watched.path).ok();
            if about.as_ref().and_then(file_id) != Some(watched.id) {
                return Err(StoreError::Moved {
                    path: watched.path.clone(),
                });
            }
        }
        Ok(())
    }
}

#[cfg(unix)]
fn file_id(about: &Metadata) -> Option<FileId> {
    use std::os::unix::fs::MetadataExt as _;
    about.is_file().then(|| (about.dev(), about.ino()))
}

/// Elsewhere an open file cannot be deleted or replaced, so being there is enough.
#[cfg(not(unix))]
fn file_id(about: &Metadata) -> Option<FileId> {
    about.is_file().then_some((0, 0))
}
