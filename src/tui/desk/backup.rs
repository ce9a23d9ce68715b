//! How backups stand: when the last one was made, where one could go, how far one is.

use crate::domain::values::calendar::Moment;
use std::path::PathBuf;

/// How backups stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Backup {
    /// The last one, if there was one.
    pub last: Option<LastBackup>,
    /// The disks that are plugged in.
    pub disks: Vec<PathBuf>,
    /// Bytes copied, and bytes in all, while one is made.
    pub going: Option<(u64, u64)>,
    /// The one just made.
    pub made: Option<BackupFolder>,
}

/// The last backup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastBackup {
    /// When it was made.
    pub at: Moment,
    /// The folder that it was made in.
    pub shelf: PathBuf,
    /// Whether that folder can be reached now.
    pub is_there: bool,
    /// Answers and other entries made since.
    pub since: u64,
}

/// A backup that was just made and read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupFolder {
    /// Its folder.
    pub path: String,
    /// Bytes in all.
    pub bytes: u64,
    /// Older ones that were removed.
    pub removed: usize,
}
