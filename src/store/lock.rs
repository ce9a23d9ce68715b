//! One instance at a time: a lock file that the system releases when its holder ends.
//!
//! The lock is the system's, not the file's existence: after a crash the file is there without
//! a lock and is used again. Its text only tells a second instance who holds it.

use super::LOCK_FILE;
use super::error::StoreError;
use crate::domain::values::calendar::Moment;
use std::fmt;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;

/// The right to use a data folder, held until it is dropped.
#[derive(Debug)]
pub struct InstanceLock {
    file: File,
}

/// Who has the lock, as far as can be told.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Holder {
    /// The process id.
    pub process: Option<u32>,
    /// Since when, RFC 3339.
    pub since: Option<String>,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.process, &self.since) {
            (Some(process), Some(since)) => write!(f, "process {process}, since {since}"),
            (Some(process), None) => write!(f, "process {process}"),
            _ => f.write_str("which process is not known"),
        }
    }
}

impl InstanceLock {
    /// Acquires the lock of `folder`. `now` is written down for whoever comes second.
    ///
    /// # Errors
    /// [`StoreError::InUse`] with the holder, or the file cannot be made or locked.
    pub fn acquire(folder: &Path, now: Moment) -> Result<Self, StoreError> {
        let path = folder.join(LOCK_FILE);
        let failed = |source| StoreError::CannotLock {
            path: path.clone(),
            source,
        };
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(StoreError::InUse {
                    holder: Holder::read(&mut file),
                });
            }
            Err(TryLockError::Error(source)) => return Err(failed(source)),
        }
        let text = format!("{}\n{}\n", std::process::id(), now.to_rfc3339());
        file.set_len(0)
            .and_then(|()| file.write_all(text.as_bytes()))
            .map_err(failed)?;
        Ok(Self { file })
    }
}

impl Drop for InstanceLock {
    /// Unlocks outright: closing alone would leave the lock with a process that is just being
    /// started and still holds everything open.
    fn drop(&mut self) {
        // Nothing to be done about a failure; the close that follows unlocks too.
        let _ = self.file.unlock();
    }
}

impl Holder {
    /// Reads what the holder wrote; where a locked file cannot be read, nobody is named.
    fn read(file: &mut File) -> Self {
        let mut text = String::new();
        let read = file
            .rewind()
            .and_then(|()| file.take(200).read_to_string(&mut text));
        let mut lines = text.lines();
        match read {
            Ok(_) => Self {
                process: lines.next().and_then(|line| line.parse().ok()),
                // Parsed, because the file is anybody's and this is printed.
                since: lines
                    .next()
                    .and_then(|line| Moment::parse_from_rfc3339(line).ok())
                    .map(|since| since.to_rfc3339()),
            },
            Err(_) => Self::default(),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn now() -> Moment {
        Moment::parse_from_rfc3339("2026-03-02T08:15:00-05:00").unwrap()
    }

    #[test]
    fn the_second_is_refused_and_told_who_is_first() {
        let folder = tempfile::tempdir().unwrap();
        let first = InstanceLock::acquire(folder.path(), now()).unwrap();
        let refused = InstanceLock::acquire(folder.path(), now())
            .unwrap_err()
            .to_string();
        let named = format!(
            "process {}, since 2026-03-02T08:15:00-05:00",
            std::process::id()
        );
        assert!(refused.contains(&named), "{refused}");
        drop(first);
        InstanceLock::acquire(folder.path(), now()).unwrap();
    }

    #[test]
    fn a_lock_file_left_behind_or_scribbled_over_is_no_obstacle() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(LOCK_FILE);
        std::fs::write(&path, "99999999999999\n\x1b]0;x\x07\n".repeat(50)).unwrap();
        let held = InstanceLock::acquire(folder.path(), now()).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap().lines().count(), 2);
        std::fs::write(&path, "no number\n\x1b]0;x\x07\n").unwrap();
        let refused = InstanceLock::acquire(folder.path(), now())
            .unwrap_err()
            .to_string();
        assert!(refused.contains("which process is not known"), "{refused}");
        drop(held);
    }
}
