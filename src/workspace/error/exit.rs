//! How the program ends after an error: by its kind, never by its words. Every match names all
//! kinds, so that a new one has to be given its place.

use super::WorkspaceError;
use crate::bundle::container::WriteFault;
use crate::bundle::refusal::ExitClass::{self, CannotTell, Mistake, No};
use crate::bundle::seal::SealFault;
use crate::standards::{Cause, Problem};
use crate::store::StoreError;
use crate::vault::VaultError;

impl WorkspaceError {
    /// How the program ends: no; this machine or this version cannot; or a mistake of its own.
    pub fn exit(&self) -> ExitClass {
        match self {
            Self::File { refusal, .. } => refusal.exit(),
            Self::NotCopied(cause) => cause.exit(),
            Self::Problems(problems) => of_problems(problems),
            Self::Vault(error) => of_vault(error),
            Self::Store(error) => of_store(error),
            Self::Seal(fault) => of_seal(fault),
            Self::Refused(_)
            | Self::NotReady(_)
            | Self::CannotSign(_)
            | Self::KeyIsGood
            | Self::Unfinished(_)
            | Self::AlreadySealed
            | Self::SignedBefore { .. }
            | Self::NothingSealed(_)
            | Self::NoCase(_)
            | Self::Initials
            | Self::Packet(_)
            | Self::Roster(_)
            | Self::RosterHeld(_)
            | Self::RosterChange(_)
            | Self::NoRoster
            | Self::NotRoot
            | Self::NoSurvey(_)
            | Self::Incomparable(_)
            | Self::TrainingRoster
            | Self::DemoRoster
            | Self::Weak(_)
            | Self::Profile(_)
            | Self::NotWhole
            | Self::Wait(_)
            | Self::AlreadySetUp(_)
            | Self::DemoBackup
            | Self::BackupInside(_)
            | Self::BadBackup { .. }
            | Self::DataThere(_)
            | Self::Stopped
            | Self::InTheWay(_) => No,
            Self::Randomness(_)
            | Self::Case(_)
            | Self::Entry(_)
            | Self::Chain { .. }
            | Self::NewerCase { .. }
            | Self::NotSetUp(_)
            | Self::Parts(_)
            | Self::Locked
            | Self::Clock
            | Self::Homeless
            | Self::Io { .. }
            | Self::BackupDisturbed
            | Self::BadCopy { .. } => CannotTell,
            Self::Report(_) | Self::Training(_) | Self::Mistake(_) => Mistake,
        }
    }
}

/// The worst of a file's problems decides.
pub(super) fn of_problems(problems: &[Problem]) -> ExitClass {
    let classes = problems.iter().map(|problem| match problem.cause {
        Cause::File => No,
        Cause::Version => CannotTell,
        Cause::Program => Mistake,
    });
    classes.max().unwrap_or(No)
}

fn of_vault(error: &VaultError) -> ExitClass {
    match error {
        VaultError::WrongPassphrase
        | VaultError::WrongRecoveryCode
        | VaultError::MistypedCode(_)
        | VaultError::UnfitKey { .. }
        | VaultError::KeyNeedsPassphrase { .. } => No,
        VaultError::Newer { .. }
        | VaultError::Damaged { .. }
        | VaultError::TooCostly { .. }
        | VaultError::Signing { .. }
        | VaultError::Randomness(_)
        | VaultError::File { .. } => CannotTell,
        // The program ends as it does when it cannot go on.
        VaultError::Memory => Mistake,
    }
}

fn of_store(error: &StoreError) -> ExitClass {
    match error {
        StoreError::InUse { .. }
        | StoreError::CannotLock { .. }
        | StoreError::Missing { .. }
        | StoreError::Exists { .. }
        | StoreError::LogLeft { .. }
        | StoreError::NotOurs { .. }
        | StoreError::Newer { .. }
        | StoreError::Full
        | StoreError::Busy
        | StoreError::ReadOnly
        | StoreError::Moved { .. }
        | StoreError::Overwritten { .. }
        | StoreError::EndLost { .. }
        | StoreError::NotSaved { .. }
        | StoreError::Unreadable { .. }
        | StoreError::Damaged { .. }
        | StoreError::BadCopy { .. }
        | StoreError::Undecrypted
        | StoreError::NotNext { .. }
        | StoreError::OldRevision { .. }
        | StoreError::FileChanged { .. }
        | StoreError::TracesLeft { .. }
        | StoreError::File { .. } => CannotTell,
        StoreError::Mistake { .. } => Mistake,
    }
}

fn of_seal(fault: &SealFault) -> ExitClass {
    match fault {
        SealFault::Refused(refusal) => refusal.exit(),
        SealFault::Key(_)
        | SealFault::Layout(_)
        | SealFault::Header(_)
        | SealFault::Chain(_)
        | SealFault::Manifest
        | SealFault::TooMuchKept
        | SealFault::EarlierChanged(_)
        | SealFault::Write(
            WriteFault::Name { .. } | WriteFault::Changed(_) | WriteFault::TooMuch,
        ) => No,
        SealFault::Write(WriteFault::Io(_)) => CannotTell,
        SealFault::Write(WriteFault::Order(_)) | SealFault::Json(_) => Mistake,
    }
}
