//! The data folder: where it is and what is in it.

use super::error::WorkspaceError;
use super::files::{self, ASIDE};
use crate::store::DATABASE_FILE;
use crate::vault::{SIGNING_KEY_FILE, VAULT_FILE};
use std::path::{Path, PathBuf};

/// The environment variable that names the data folder.
pub const DATA_DIR: &str = "ONSITE_DATA_DIR";

/// A million bytes.
const MB: u64 = 1_000_000;
/// Below so many MB it is told that room gets scarce; below the first of them, work may soon not be
/// saved any more.
pub(super) const LITTLE: [u64; 2] = [10, 50];

/// A user's data folder, whether it is there yet or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataFolder {
    path: PathBuf,
    /// Where finished files go.
    exports: PathBuf,
}

impl DataFolder {
    /// The folder at `path`; finished files go into `signed` in it.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        Self {
            exports: path.join("signed"),
            path,
        }
    }

    /// The folder that was named, else the usual one of this system, whose finished files go
    /// where documents are kept.
    ///
    /// # Errors
    /// The system knows no home.
    pub fn find(named: Option<&Path>) -> Result<Self, WorkspaceError> {
        if let Some(path) = named {
            return Ok(Self::at(path));
        }
        let dirs =
            directories::ProjectDirs::from("", "", "onsite").ok_or(WorkspaceError::Homeless)?;
        let mut folder = Self::at(dirs.data_dir());
        if let Some(user) = directories::UserDirs::new() {
            let documents = user.document_dir().unwrap_or(user.home_dir());
            folder.exports = documents.join("onsite");
        }
        Ok(folder)
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where finished files go unless another place is named.
    pub fn exports(&self) -> &Path {
        &self.exports
    }

    /// The vault.
    pub fn vault(&self) -> PathBuf {
        self.path.join(VAULT_FILE)
    }

    /// The signing key.
    pub fn signing_key(&self) -> PathBuf {
        self.path.join(SIGNING_KEY_FILE)
    }

    /// Signing keys that were put aside, the newest first.
    pub(super) fn keys_aside(&self) -> Vec<PathBuf> {
        let begins = format!("{SIGNING_KEY_FILE}{ASIDE}");
        let mut found = files::names_in(&self.path);
        found.retain(|name| name.starts_with(&begins));
        found.sort_by(|one, other| other.cmp(one));
        found.iter().map(|name| self.path.join(name)).collect()
    }

    /// Wrong tries in a row.
    pub(super) fn tries(&self) -> PathBuf {
        self.path.join("tries.json")
    }

    /// The database.
    pub fn database(&self) -> PathBuf {
        self.path.join(DATABASE_FILE)
    }

    /// The accepted roster, plain.
    pub fn roster(&self) -> PathBuf {
        self.path.join("roster.onsite.zip")
    }

    /// Removes what killed runs left behind half made. Whoever calls it has the lock of the folder:
    /// nobody is making anything in it.
    pub(super) fn remove_leftovers(&self) {
        let inside = self.exports.starts_with(&self.path);
        for folder in std::iter::once(&self.path).chain(inside.then_some(&self.exports)) {
            for held in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let ours = held.file_name().as_encoded_bytes().starts_with(b".onsite-");
                // A link is neither followed nor ours.
                let kind = held.file_type().ok().filter(|_| ours);
                // What cannot be removed is in nobody's way, and tried again at the next start.
                let _ = match kind {
                    Some(kind) if kind.is_dir() => std::fs::remove_dir_all(held.path()),
                    Some(kind) if kind.is_file() => std::fs::remove_file(held.path()),
                    _ => Ok(()),
                };
            }
        }
    }

    /// How many MB are free for this user on the disk of the folder, or of the first one above it
    /// that is there, where the system says.
    pub(super) fn free(&self) -> Option<u64> {
        #[cfg(unix)]
        {
            let mut above = self.path.ancestors();
            let about = above.find_map(|path| rustix::fs::statvfs(path).ok())?;
            Some(about.f_bavail.checked_mul(about.f_frsize)? / MB)
        }
        #[cfg(not(unix))]
        None
    }

    /// The limit, in MB, below which so little is free that it should be told; nothing where there
    /// is room.
    pub(super) fn little_room(&self) -> Option<u64> {
        let free = self.free()?;
        LITTLE.into_iter().find(|limit| free < *limit)
    }

    /// Where crash notes go.
    pub fn crash_note(&self) -> PathBuf {
        self.path.join("crash.log")
    }

    /// Makes the folder if it is not there. It is for its owner alone, also if somebody else made
    /// it.
    pub(super) fn make(&self) -> Result<(), WorkspaceError> {
        files::make_folder(&self.path)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let owner_alone = std::fs::Permissions::from_mode(0o700);
            // A disk without owners has none to keep it from.
            let _ = std::fs::set_permissions(&self.path, owner_alone);
        }
        Ok(())
    }
}
