//! Whether a signed file is whole, who signed it, and whether they may. Needs no passphrase and
//! changes nothing.

use super::error::WorkspaceError;
use super::files;
use super::folder::DataFolder;
use super::this_version::THIS_VERSION;
use crate::bundle::memory::RevisionMemory;
use crate::bundle::refusal::{ExitClass, Refusal, visible};
use crate::bundle::roster::{Roster, read_roster};
use crate::bundle::verify::{Conditions, Keep, Standing, Verification, verify};
use crate::bundle::when::Stamp;
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// The roster that a file was judged by.
#[derive(Clone, Debug)]
pub struct UsedRoster {
    /// The roster.
    pub roster: Roster,
    /// Whether it was given for this one time; else it is the one accepted on this computer.
    pub given: bool,
}

/// What was found out about a signed file.
#[derive(Debug)]
pub struct Verified {
    /// The file.
    pub path: PathBuf,
    /// The five answers, and what may be done with it.
    pub outcome: Verification,
    /// The roster that decided, if there is one.
    pub roster: Option<UsedRoster>,
}

impl Verified {
    /// How the program ends.
    pub fn exit(&self) -> ExitClass {
        self.outcome.exit()
    }
}

/// Against what a file is verified.
#[derive(Clone, Copy)]
pub struct Against<'a> {
    /// Where the accepted roster lies.
    pub folder: &'a DataFolder,
    /// A roster that is trusted for this once instead.
    pub roster: Option<&'a Path>,
    /// Whether a file counts as good though the roster has expired.
    pub allow_expired: bool,
    /// What was seen before.
    pub memory: Option<&'a dyn RevisionMemory>,
    /// The present moment.
    pub now: Stamp,
    /// How much is kept.
    pub keep: Keep,
}

impl<'a> Against<'a> {
    /// A roster, the present, and nothing seen before.
    pub fn of(folder: &'a DataFolder, roster: Option<&'a Path>, now: Stamp, keep: Keep) -> Self {
        Self {
            folder,
            roster,
            allow_expired: false,
            memory: None,
            now,
            keep,
        }
    }
}

/// Verifies a file against the roster that is given, else against the one accepted here.
///
/// # Errors
/// The file or the roster cannot be read at all, or the roster is refused. What is wrong with the
/// file itself is in the answers.
pub fn verify_file(path: &Path, against: &Against<'_>) -> Result<Verified, WorkspaceError> {
    let roster = match against.roster {
        Some(path) => Some(UsedRoster {
            roster: roster_at(path)?,
            given: true,
        }),
        None => accepted_roster(against.folder)?.map(|roster| UsedRoster {
            roster,
            given: false,
        }),
    };
    let conditions = Conditions {
        roster: roster.as_ref().map(|used| &used.roster),
        memory: against.memory,
        now: against.now,
        allow_expired: against.allow_expired,
        keep: against.keep,
        this: &THIS_VERSION,
    };
    let outcome = verify(BufReader::new(files::open(path)?), &conditions);
    Ok(Verified {
        path: path.to_owned(),
        outcome,
        roster,
    })
}

/// Reads the roster in a file and checks all of it.
pub(super) fn roster_at(path: &Path) -> Result<Roster, WorkspaceError> {
    let file = files::open(path)?;
    read_roster(BufReader::new(file)).map_err(|refusal| told(path, refusal))
}

/// The roster accepted on this computer, if one is.
pub(super) fn accepted_roster(folder: &DataFolder) -> Result<Option<Roster>, WorkspaceError> {
    let path = folder.roster();
    if path.exists() {
        roster_at(&path).map(Some)
    } else {
        Ok(None)
    }
}

/// Reads a file that we just wrote as a stranger would, whole and against `roster`.
pub(super) fn prove(path: &Path, roster: &Roster, now: Stamp) -> Result<(), WorkspaceError> {
    let conditions = Conditions {
        roster: Some(roster),
        memory: None,
        now,
        allow_expired: false,
        keep: Keep::Headers,
        this: &THIS_VERSION,
    };
    let outcome = verify(BufReader::new(files::open(path)?), &conditions);
    if outcome.standing == Standing::Good {
        return Ok(());
    }
    Err(WorkspaceError::BadCopy {
        path: path.to_owned(),
        why: outcome.summary(),
    })
}

/// A refusal with the name of the file that it is about.
pub(super) fn told(path: &Path, refusal: Refusal) -> WorkspaceError {
    WorkspaceError::File {
        name: visible(&path.display().to_string()),
        refusal: Box::new(refusal),
    }
}
