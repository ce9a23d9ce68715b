//! What an earlier vault left in a data folder that cannot be opened as it is: what is there, what
//! is missing, and beginning without it. Nothing of it is ever written over or deleted.

use super::error::WorkspaceError;
use super::files::{self, ASIDE};
use super::folder::DataFolder;
use super::{Workspace, unlock};
use crate::domain::survey::words;
use crate::domain::values::calendar::Moment;
use crate::store::{DATABASE_FILE, HEAD_FILE, InstanceLock};
use crate::vault::{PUBLIC_KEY_FILE, SIGNING_KEY_FILE, VAULT_FILE};
use std::fmt;
use std::path::{Path, PathBuf};

/// Lies in the data folder while a set-up is under way: what else is there then was never used, as
/// the recovery code is shown only afterwards.
const UNDER_WAY: &str = "set-up-unfinished";
/// How the folders begin in which an earlier vault is kept.
const BEFORE: &str = "before-";
/// How the folders begin in which lies what an unfinished set-up made.
const UNFINISHED: &str = "unfinished-";

/// What a set-up would write over, with what it is.
const PARTS: [(&str, &str); 9] = [
    (
        VAULT_FILE,
        "what your passphrase and your recovery code open",
    ),
    (DATABASE_FILE, "your visits and answers, encrypted"),
    ("onsite.db-wal", "your last answers, encrypted"),
    ("onsite.db-journal", "a part of your answers, encrypted"),
    (HEAD_FILE, "where your answers end, to notice lost ones"),
    ("onsite.db-shm", "belongs to onsite.db"),
    (SIGNING_KEY_FILE, "your signing key, encrypted"),
    (PUBLIC_KEY_FILE, "the public half of your signing key"),
    ("signed", "signed files"),
];

/// What is in a data folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// No trace of an earlier vault; or of a set-up alone that was not finished.
    Nothing,
    /// A set-up that was carried to its end.
    Whole,
    /// Some of an earlier vault, and not all that opening it needs.
    Parts(Parts),
}

/// What is left of an earlier vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The data folder.
    pub folder: PathBuf,
    /// What is there, each with what it is.
    pub there: Vec<String>,
    /// What is missing, each with what it is.
    pub missing: Vec<String>,
}

impl fmt::Display for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} holds something of an earlier onsite that cannot be opened as it is. There: {}. \
             Missing: {}. Nothing was changed. Put the missing files back; or go back to a backup with \
             'onsite restore'; or start onsite without a command, which shows what else can be done.",
            self.folder.display(),
            self.there.join("; "),
            self.missing.join("; ")
        )
    }
}

fn is_there(path: &Path) -> bool {
    // A link that leads nowhere is there too.
    path.symlink_metadata().is_ok()
}

impl DataFolder {
    /// What is in the folder.
    pub fn look(&self) -> Found {
        let (vault, database) = (is_there(&self.vault()), is_there(&self.database()));
        if is_there(&self.path().join(UNDER_WAY)) {
            return Found::Nothing;
        }
        if vault && database {
            return Found::Whole;
        }
        let there = self.traces();
        if there.is_empty() {
            return Found::Nothing;
        }
        let needed = PARTS.iter().take(2).zip([vault, database]);
        Found::Parts(Parts {
            folder: files::whole(self.path()),
            there,
            missing: needed
                .filter(|(_, there)| !there)
                .map(|((name, what), _)| format!("{name} ({what})"))
                .collect(),
        })
    }

    /// Says whether the set-up was carried to its end.
    ///
    /// # Errors
    /// Something of an earlier vault is there that cannot be opened.
    pub fn is_set_up(&self) -> Result<bool, WorkspaceError> {
        match self.look() {
            Found::Whole => Ok(true),
            Found::Nothing => Ok(false),
            Found::Parts(parts) => Err(WorkspaceError::Parts(Box::new(parts))),
        }
    }

    /// The parts of a vault that are there, by name.
    fn parts(&self) -> impl Iterator<Item = &'static (&'static str, &'static str)> {
        let there = |name: &str| match self.path().join(name) {
            // An empty folder is no trace of anything.
            path if path.is_dir() => !files::names_in(&path).is_empty(),
            path => is_there(&path),
        };
        PARTS.iter().filter(move |(name, _)| there(name))
    }

    /// Every trace of an earlier vault, each with what it is.
    fn traces(&self) -> Vec<String> {
        let mut there: Vec<String> = self
            .parts()
            .map(|(name, what)| format!("{name} ({what})"))
            .collect();
        let kept = self.kept_aside().into_iter();
        there.extend(kept.map(|name| format!("{name} (put aside earlier)")));
        if !self.exports().starts_with(self.path()) {
            let names = files::names_in(self.exports());
            let signed = |name: &&String| name.ends_with(".onsite.zip");
            let count = names.iter().filter(signed).count();
            if count > 0 {
                let files = words::counted(count, "signed file");
                there.push(format!("{files} in {}", self.exports().display()));
            }
        }
        there
    }

    /// What was put aside earlier, by name, in order.
    pub(super) fn kept_aside(&self) -> Vec<String> {
        let mut names = files::names_in(self.path());
        names.retain(|name| name.starts_with(BEFORE) || name.contains(ASIDE));
        names.sort();
        names
    }

    /// Puts every part of a vault into a new folder whose name begins with `begins`.
    fn put_parts_aside(&self, begins: &str, now: Moment) -> Result<(), WorkspaceError> {
        let names: Vec<&str> = self.parts().map(|(name, _)| *name).collect();
        files::put_all_aside(self.path(), &names, begins, now).map(drop)
    }
}

impl Workspace {
    /// Begins without what is left of an earlier vault: all of it is kept in a folder of its own,
    /// named after the day, from which it can be put back.
    ///
    /// # Errors
    /// There is a whole vault, or a file cannot be moved.
    pub fn start_over(&mut self) -> Result<(), WorkspaceError> {
        if self.is_open() || self.is_demo() || self.folder.look() == Found::Whole {
            return Err(WorkspaceError::AlreadySetUp(self.folder.path().to_owned()));
        }
        self.folder.put_parts_aside(BEFORE, self.world.now())
    }

    /// Uses another data folder from now on, and makes it if need be. This one stays as it is.
    ///
    /// # Errors
    /// The path is not a whole one, or another onsite has that folder.
    pub fn use_folder(&mut self, path: &Path) -> Result<(), WorkspaceError> {
        if self.is_open() || self.is_demo() {
            return Err(WorkspaceError::Mistake("another folder at the wrong time"));
        }
        if !path.is_absolute() {
            return Err(WorkspaceError::NotWhole);
        }
        let folder = DataFolder::at(path);
        if folder.path() == self.folder.path() {
            return Ok(());
        }
        folder.make()?;
        self.lock = InstanceLock::acquire(folder.path(), self.world.now())?;
        self.tries = unlock::Tries::load(&folder);
        self.folder = folder;
        Ok(())
    }

    /// Makes sure that a set-up writes nothing over, and notes that it is under way. What an
    /// earlier one left that was not finished is put aside.
    pub(super) fn begin_set_up(&self) -> Result<(), WorkspaceError> {
        let under_way = self.folder.path().join(UNDER_WAY);
        if is_there(&under_way) {
            return self.folder.put_parts_aside(UNFINISHED, self.world.now());
        }
        if self.folder.look() == Found::Whole {
            return Err(WorkspaceError::AlreadySetUp(self.folder.path().to_owned()));
        }
        // What was put aside earlier is in nobody's way.
        if self.folder.parts().next().is_some() {
            self.folder.is_set_up()?;
        }
        files::write_bytes(&under_way, files::Replace::Yes, b"")
    }

    /// From now on what the set-up made counts.
    pub(super) fn end_set_up(&self) -> Result<(), WorkspaceError> {
        let under_way = self.folder.path().join(UNDER_WAY);
        std::fs::remove_file(&under_way)
            .and_then(|()| files::sync_folder(self.folder.path()))
            .map_err(|source| files::failed(&under_way, "removed", source))
    }
}
