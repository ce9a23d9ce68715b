//! What can go wrong with the vault and the signing key, each with what to do.

use super::random::NoRandomness;
use super::recovery::CodeTypo;
use std::path::PathBuf;

/// An error of the vault. Every message says what happened and what to do next.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The passphrase opens nothing.
    #[error(
        "that passphrase is not right; look at Caps Lock and the keyboard language and type it again"
    )]
    WrongPassphrase,
    /// A good code, but of another vault.
    #[error(
        "that is a recovery code, but not the one of this vault; \
         look for the paper made with this installation"
    )]
    WrongRecoveryCode,
    /// Not a recovery code.
    #[error(transparent)]
    MistypedCode(#[from] CodeTypo),
    /// A vault file written by a later version.
    #[error("{} was written by a newer onsite (format \"{format}\"); nothing was changed; install the newest onsite", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// The format it names.
        format: String,
    },
    /// A vault file that is not whole.
    #[error("{} is damaged ({why}); nothing was changed; put back a copy of this file from a backup", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        why: String,
    },
    /// Key stretching beyond what this program will spend.
    #[error("{} asks for more work to open than onsite allows ({why}); if you did not make it so, put back a copy from a backup", path.display())]
    TooCostly {
        /// The file.
        path: PathBuf,
        /// Which number.
        why: &'static str,
    },
    /// Not a signing key that can be used.
    #[error("{} cannot be used as a signing key: {why}", path.display())]
    UnfitKey {
        /// The file.
        path: PathBuf,
        /// What it is and what to do.
        why: &'static str,
    },
    /// The key's file is encrypted and no passphrase was given.
    #[error("{} is protected by a passphrase; type the passphrase of that key", path.display())]
    KeyNeedsPassphrase {
        /// The file.
        path: PathBuf,
    },
    /// Signing failed.
    #[error("the signature could not be made ({why}); nothing was signed; try again")]
    Signing {
        /// What the signer said.
        why: String,
    },
    /// Key stretching failed, which it does when there is no memory.
    #[error(
        "there is too little free memory to open the vault; nothing was changed; close other \
         programs and start onsite again"
    )]
    Memory,
    /// No randomness.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// A file could not be read or written.
    #[error("{} could not be {doing} ({source}); check the disk and that the folder is yours", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// `read` or `written`.
        doing: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
}
