//! What can go wrong with the database, each with what to do.

use super::head::LostEnd;
use super::lock::Holder;
use crate::domain::values::ids::{CaseId, DeviceId};
use rusqlite::ErrorCode;
use std::path::PathBuf;

/// An error of the store. Every message says what happened and what to do next.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another instance has the data folder.
    #[error("onsite is already open on this data ({holder}); use that window, or close it first")]
    InUse {
        /// Who has it.
        holder: Holder,
    },
    /// The lock file cannot be made or locked.
    #[error("{} cannot be locked ({source}); keep the data in a folder of your own on this computer's disk", path.display())]
    CannotLock {
        /// The lock file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// No database there.
    #[error("there is no database at {}; run the set-up, or name the folder that has it", path.display())]
    Missing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// A new database was to be made where there is one.
    #[error("there is a database at {} already; nothing was changed; open it, or choose another folder", path.display())]
    Exists {
        /// Where.
        path: PathBuf,
    },
    /// A new database was to be made where the log of a previous one lies.
    #[error(
        "{} is left over from a database that is no longer there, and may hold its last entries; \
         nothing was changed; put that database back beside it, or move this file away",
        path.display()
    )]
    LogLeft {
        /// The log.
        path: PathBuf,
    },
    /// Wrong key, another program's file, or a damaged beginning: an encrypted file does not say.
    #[error(
        "the database does not open: {why}; nothing was changed; put back the vault.json and \
         onsite.db that belong together, or a backup ({})",
        path.display()
    )]
    NotOurs {
        /// The file.
        path: PathBuf,
        /// What seems to be the cause, as far as the file tells.
        why: &'static str,
    },
    /// The database is older than it was.
    #[error(
        "{lost}; the database was put back from an older copy, or its newest part is gone; nothing \
         was changed; if you have a newer onsite.db (with its onsite.db-wal), put it back into \
         the data folder, and look in your backups; or start onsite and choose to go on with \
         what is here"
    )]
    EndLost {
        /// What is missing.
        lost: LostEnd,
    },
    /// Made by a later version.
    #[error(
        "the database was made by a newer onsite (schema {found}, this one knows {known}); \
         nothing was changed; install the newest onsite"
    )]
    Newer {
        /// The file's schema.
        found: i64,
        /// The newest this version knows.
        known: i64,
    },
    /// The disk is full.
    #[error("the disk is full; the last step was not saved; free some space and do it again")]
    Full,
    /// Another program holds the file.
    #[error(
        "another program is using the database (a backup or a synchronized folder, perhaps); \
         wait until it is done and try again"
    )]
    Busy,
    /// The file or its folder cannot be written.
    #[error("the database cannot be written; check that its folder is yours and not read-only")]
    ReadOnly,
    /// The path names another file than the one that is open, or none.
    #[error(
        "{} was moved, deleted or replaced while onsite had it open; the last step was not saved; \
         put the file back where it was and start onsite again",
        path.display()
    )]
    Moved {
        /// The file.
        path: PathBuf,
    },
    /// The open database or its log was written over or cut by somebody else.
    #[error(
        "another program wrote over or cut {} while onsite had it open; the last step was not \
         saved; copy what you typed, close that program, and start onsite again: it says what is \
         missing",
        path.display()
    )]
    Overwritten {
        /// The file.
        path: PathBuf,
    },
    /// The disk failed while writing.
    #[error(
        "not saved: the disk reported an error; leave this screen as it is, write down what it \
         shows, check the disk, and start onsite again ({why})"
    )]
    NotSaved {
        /// What the system said.
        why: String,
    },
    /// The disk failed while reading.
    #[error("the database could not be read; check the disk and start onsite again ({why})")]
    Unreadable {
        /// What the system said.
        why: String,
    },
    /// The database is not whole.
    #[error("the database is damaged; do not work on; put back a backup ({why})")]
    Damaged {
        /// What was found.
        why: String,
    },
    /// A copy that is not what was copied.
    #[error("the copy {} is not whole ({why}); it is not kept; try another disk", path.display())]
    BadCopy {
        /// The copy.
        path: PathBuf,
        /// What was found.
        why: String,
    },
    /// A page does not decrypt: damage, once the database is open.
    #[error(
        "the database is damaged; do not work on; put back a backup (a page of it does not decrypt)"
    )]
    Undecrypted,
    /// An entry does not follow the last one held: two writers, or the caller's case is stale.
    #[error(
        "case {case}: entry {found} of {device} does not follow entry {held}; \
         nothing was saved; open the case again"
    )]
    NotNext {
        /// The case.
        case: CaseId,
        /// Whose chain.
        device: DeviceId,
        /// The last entry held.
        held: u64,
        /// The entry that came.
        found: u64,
    },
    /// A revision that is not newer than what is remembered.
    #[error(
        "case {case}, step {step}: revision {revision} was signed or seen before; \
         nothing was saved; open the case again"
    )]
    OldRevision {
        /// The case.
        case: CaseId,
        /// The step.
        step: u32,
        /// The revision that came.
        revision: u32,
    },
    /// A file to be sealed is not what its digest says, or cannot be read.
    #[error("{path} changed while it was being signed ({why}); nothing was saved; sign again")]
    FileChanged {
        /// Its path in the signed file.
        path: String,
        /// What was found.
        why: String,
    },
    /// A redaction is recorded, but its traces may still be on disk.
    #[error(
        "the text is redacted and the redaction is saved, but the disk kept traces of it ({why}); \
         close onsite and start it again to have them wiped"
    )]
    TracesLeft {
        /// What the system said.
        why: String,
    },
    /// A file beside the database could not be handled.
    #[error("{} could not be {doing} ({source}); check the disk and that the folder is yours", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What was tried, as a participle.
        doing: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
    /// The database refused a statement: a mistake in the program.
    #[error("onsite made a mistake ({why}); nothing was saved; please report it")]
    Mistake {
        /// What was refused.
        why: String,
    },
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let why = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Self::ReadOnly,
            Some(ErrorCode::SystemIoFailure | ErrorCode::CannotOpen) => {
                // For whoever helps: the message alone does not tell a read from a sync.
                let number = error.sqlite_extended_error_code().unwrap_or_default();
                Self::Unreadable {
                    why: format!("{why}, SQLite {number}"),
                }
            }
            Some(ErrorCode::NotADatabase) => Self::Undecrypted,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged { why },
            _ => Self::Mistake { why },
        }
    }
}
