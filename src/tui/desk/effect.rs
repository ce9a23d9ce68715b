//! What a screen may ask of the world outside: data only. It is run in [`crate::tui::effects`].

use crate::domain::values::ids::CaseId;
use crate::domain::values::secret::Secret;
use crate::domain::values::text::FreeText;
use crate::tui::parked::FormName;
use crate::tui::survey::Pending;
use crate::tui::walk::Walk;
use std::fmt;
use std::path::PathBuf;

/// Something that only the world outside can do.
#[derive(Clone, PartialEq)]
pub enum Effect {
    /// Write new entries, texts and finished drafts in one commit.
    Append(Pending),
    /// Keep what is being typed.
    SaveDraft {
        /// What the note belongs to, as [`crate::tui::survey::draft_target`] names it.
        target: String,
        /// All of it.
        text: FreeText,
    },
    /// Keep a form as far as it is filled in; an empty text forgets it.
    KeepForm {
        /// Which form.
        form: FormName,
        /// What is filled in.
        text: FreeText,
    },
    /// Keep a note to self.
    SavePrivate {
        /// What it belongs to.
        target: String,
        /// All of it; empty takes it away.
        text: FreeText,
    },
    /// Keep the names heard today, one a line.
    SaveNames(FreeText),
    /// Remember where the Surveyor stopped.
    RememberPlace(Walk),
    /// Read the list of cases.
    ListCases,
    /// Open a case.
    OpenCase(CaseId),
    /// Read the opened case again from the store, after a commit that failed.
    Reload,
    /// Check a signed file and open it for reading.
    OpenBundle(PathBuf),
    /// Take in a packet from a file.
    ImportPacket {
        /// The file.
        path: PathBuf,
        /// Whether the person has seen the differences and wants them.
        agreed: bool,
    },
    /// Take in a packet that was typed in the form, as its exact bytes.
    TakeForm(FreeText),
    /// Sign and finish the current visit.
    Seal {
        /// The Surveyor's initials.
        initials: String,
        /// The passphrase of the signing key.
        passphrase: Secret,
    },
    /// Open the vault and the database.
    Unlock {
        /// The passphrase, or the recovery code.
        secret: Secret,
        /// Whether it is the recovery code.
        recovery: bool,
    },
    /// Open a database that lost its end, after the person was told.
    GoOnWithoutEnd,
    /// Make vault, signing key and database.
    SetUp {
        /// Name.
        name: String,
        /// Credential.
        credential: String,
        /// The id that the office gave, if it gave one.
        principal: Option<String>,
        /// The passphrase for everything.
        passphrase: Secret,
        /// An existing OpenSSH key to take, and its passphrase.
        adopt: Option<(PathBuf, Secret)>,
    },
    /// The recovery code was written down.
    ConfirmRecovery,
    /// Open the training visit, making it first if need be.
    OpenTraining,
    /// After the recovery code: set a new passphrase.
    RenewPassphrase {
        /// The new passphrase.
        passphrase: Secret,
    },
    /// Make a new signing key in place of one that cannot sign.
    MakeKey {
        /// The passphrase.
        passphrase: Secret,
    },
    /// Look once more for what is missing of an earlier vault.
    LookAgain,
    /// Use another data folder.
    UseFolder(PathBuf),
    /// Put aside what is left of an earlier vault, and begin anew.
    StartOver,
    /// Copy texts that cannot be saved to a file elsewhere, as they are.
    CopyOut {
        /// The file; it must not be there yet.
        path: PathBuf,
        /// All of them.
        text: FreeText,
    },
    /// Write the signed file once more.
    Export(Option<PathBuf>),
    /// Fold the database's log into the database.
    Tidy,
    /// Look which disks are plugged in, and when the last backup was made.
    LookForDisks,
    /// Begin a backup into this folder.
    BeginBackup(PathBuf),
    /// Do the next step of the backup that is being made.
    StepBackup,
    /// Give the backup up that is being made.
    StopBackup,
    /// Close the database and wipe the keys.
    Lock,
}

impl Effect {
    /// Its name, without what it carries.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Append(_) => "append",
            Self::SaveDraft { .. } => "save-draft",
            Self::KeepForm { .. } => "keep-form",
            Self::SavePrivate { .. } => "save-private",
            Self::SaveNames(_) => "save-names",
            Self::RememberPlace(_) => "remember-place",
            Self::ListCases => "list-cases",
            Self::OpenCase(_) => "open-case",
            Self::Reload => "reload",
            Self::OpenBundle(_) => "open-bundle",
            Self::ImportPacket { .. } => "import-packet",
            Self::TakeForm(_) => "take-form",
            Self::Seal { .. } => "seal",
            Self::Unlock { .. } => "unlock",
            Self::SetUp { .. } => "set-up",
            Self::ConfirmRecovery => "confirm-recovery",
            Self::OpenTraining => "open-training",
            Self::RenewPassphrase { .. } => "renew-passphrase",
            Self::MakeKey { .. } => "make-key",
            Self::LookAgain => "look-again",
            Self::UseFolder(_) => "use-folder",
            Self::StartOver => "start-over",
            Self::CopyOut { .. } => "copy-out",
            Self::Export(_) => "export",
            Self::Tidy => "tidy",
            Self::LookForDisks => "look-for-disks",
            Self::BeginBackup(_) => "begin-backup",
            Self::StepBackup => "step-backup",
            Self::StopBackup => "stop-backup",
            Self::GoOnWithoutEnd => "go-on-without-end",
            Self::Lock => "lock",
        }
    }

    /// Whether it writes to the database while the Surveyor works.
    pub const fn writes(&self) -> bool {
        matches!(
            self,
            Self::Append(_)
                | Self::SaveDraft { .. }
                | Self::KeepForm { .. }
                | Self::SavePrivate { .. }
                | Self::SaveNames(_)
        )
    }
}

impl fmt::Debug for Effect {
    /// Its name alone: what it carries may be somebody's words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
