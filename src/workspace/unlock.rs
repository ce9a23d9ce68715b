//! Opening and closing the database, and waiting after wrong tries.

use super::error::WorkspaceError;
use super::files::{self, Replace};
use super::folder::DataFolder;
use super::profile::Profile;
use super::{Session, Workspace};
use crate::domain::values::calendar::Moment;
use crate::store::{Store, StoreError};
use crate::vault::{
    DataKey, Passphrase, RecoveryCode, Vault, VaultError, change_passphrase, public_identity,
    strength, wait_after,
};
use serde::{Deserialize, Serialize};

/// Wrong tries in a row. They are kept beside the vault, so that starting the program again is no
/// way around the wait.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Tries {
    wrong: u32,
    /// Before this moment no try is made.
    not_before: Option<Moment>,
}

impl Tries {
    /// Reads them; a file that is damaged counts as none.
    pub(super) fn load(folder: &DataFolder) -> Self {
        let held = files::read(&folder.tries(), 1_000).ok();
        held.and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    /// Keeps them. A disk that fails here must keep nobody out: they count while the program runs.
    fn keep(&self, folder: &DataFolder) {
        let path = folder.tries();
        if *self == Self::default() {
            let _ = std::fs::remove_file(path);
        } else if let Ok(bytes) = serde_json::to_vec(self) {
            let _ = files::write_bytes(&path, Replace::Yes, &bytes);
        }
    }
}

/// A database that lost its end: what opens it, once a person wants to go on all the same.
#[derive(Debug)]
pub(super) struct Asked {
    key: DataKey,
    next: Unlocked,
}

/// What else must follow once the database is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlocked {
    /// Nothing.
    Ready,
    /// A new passphrase.
    NeedsPassphrase,
}

/// The signing key after a new passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyAfter {
    /// It is the one that was there.
    Kept,
    /// The one that was there could not sign; this one is new.
    New,
}

impl Workspace {
    /// Opens the database with the passphrase. A signing key that is lost or damaged is in
    /// nobody's way: see [`Workspace::key_trouble`].
    ///
    /// # Errors
    /// There is no set-up, the passphrase is wrong, it is too soon after a wrong one, or the
    /// database cannot be opened.
    pub fn unlock(&mut self, passphrase: &Passphrase) -> Result<Unlocked, WorkspaceError> {
        if self.session.is_some() {
            return Ok(Unlocked::Ready);
        }
        let vault = self.vault()?;
        let key = self.try_once(|_| vault.unlock(passphrase))?;
        self.open_store(&key, Unlocked::Ready)
    }

    /// Opens the database with the recovery code; a new passphrase must follow.
    ///
    /// # Errors
    /// As [`Workspace::unlock`], or what was typed is no recovery code.
    pub fn unlock_with_code(&mut self, typed: &str) -> Result<Unlocked, WorkspaceError> {
        let vault = self.vault()?;
        let code = RecoveryCode::read(typed).map_err(VaultError::from)?;
        let key = self.try_once(|_| vault.unlock_with_code(&code))?;
        self.open_store(&key, Unlocked::NeedsPassphrase)
    }

    /// After [`WorkspaceError::lost_end`]: opens the database as it is, and records that its end is
    /// missing, so that it is asked once. What was on the disk is kept beside it.
    ///
    /// # Errors
    /// Nothing was asked, or the database cannot be opened or written.
    pub fn go_on_without_end(&mut self) -> Result<Unlocked, WorkspaceError> {
        let Some(Asked { key, next }) = self.asked.take() else {
            return Err(WorkspaceError::Locked);
        };
        let (path, now) = (self.folder.database(), self.world.now());
        let store = Store::open_without_end(&self.lock, &path, key.as_bytes(), now)?;
        self.begin(store, key, next)
    }

    /// After the recovery code: sets a new passphrase. A signing key that does not open is kept under
    /// another name and a new one is made: then it says so, because the office must be told.
    ///
    /// # Errors
    /// No recovery code was used, the passphrase is weak, or a file cannot be written.
    pub fn renew_passphrase(&mut self, new: &Passphrase) -> Result<KeyAfter, WorkspaceError> {
        let session = self.session()?;
        let (name, credential) = (
            session.profile.name.clone(),
            session.profile.credential.clone(),
        );
        let Some(key) = session.unwrapped.clone() else {
            return Err(WorkspaceError::Mistake("no recovery code was used"));
        };
        let told = strength(new.as_str(), &[&name, &credential]);
        if !told.is_accepted() {
            return Err(WorkspaceError::Weak(told.words));
        }
        let cost = self.world.cost;
        let after = match self.open_key(&key, None) {
            Ok(_) => KeyAfter::Kept,
            Err(WorkspaceError::CannotSign(_)) => {
                self.make_key(&key)?;
                KeyAfter::New
            }
            Err(error) => return Err(error),
        };
        let mut vault = Vault::load(&self.folder.vault())?;
        vault.replace_passphrase(&key, new, cost, self.world.random())?;
        self.session()?.unwrapped = None;
        Ok(after)
    }

    /// Changes the passphrase of vault and signing key.
    ///
    /// # Errors
    /// The old one is wrong, the new one weak, or a file cannot be written.
    pub fn change_passphrase(
        &mut self,
        old: &Passphrase,
        new: &Passphrase,
    ) -> Result<(), WorkspaceError> {
        let profile = self.profile().ok_or(WorkspaceError::Locked)?;
        let told = strength(new.as_str(), &[&profile.name, &profile.credential]);
        if !told.is_accepted() {
            return Err(WorkspaceError::Weak(told.words));
        }
        let (folder, cost) = (self.folder.path().to_owned(), self.world.cost);
        self.try_once(|world| change_passphrase(&folder, old, new, cost, world.random()))
    }

    /// Closes the database and wipes the keys. What was typed must have been saved before.
    ///
    /// # Errors
    /// The last place could not be kept, or the disk failed; it is closed all the same.
    pub fn lock(&mut self) -> Result<(), WorkspaceError> {
        let Some(mut session) = self.session.take() else {
            return Ok(());
        };
        let kept = session.flush_places();
        session.store.close()?;
        kept
    }

    /// Seconds until the next try is allowed; 0 when it is.
    pub fn wait(&self) -> u64 {
        let left = self
            .tries
            .not_before
            .map(|at| (at - self.world.now()).num_seconds());
        left.and_then(|seconds| u64::try_from(seconds).ok())
            .unwrap_or(0)
    }

    fn vault(&self) -> Result<Vault, WorkspaceError> {
        if !self.folder.is_set_up()? {
            return Err(WorkspaceError::NotSetUp(self.folder.path().to_owned()));
        }
        Ok(Vault::load(&self.folder.vault())?)
    }

    /// Tries a secret once, unless it is too soon after a wrong one; counts wrong tries.
    pub(super) fn try_once<T>(
        &mut self,
        work: impl FnOnce(&mut super::World) -> Result<T, VaultError>,
    ) -> Result<T, WorkspaceError> {
        let wait = self.wait();
        // The clock may have been set back since: never more than the longest wait.
        if (1..=wait_after(u32::MAX).as_secs()).contains(&wait) {
            return Err(WorkspaceError::Wait(wait));
        }
        match work(&mut self.world) {
            Ok(done) => {
                if std::mem::take(&mut self.tries) != Tries::default() {
                    self.tries.keep(&self.folder);
                }
                Ok(done)
            }
            Err(error @ (VaultError::WrongPassphrase | VaultError::WrongRecoveryCode)) => {
                self.tries.wrong = self.tries.wrong.saturating_add(1);
                let wait = wait_after(self.tries.wrong);
                self.tries.not_before = chrono::Duration::from_std(wait)
                    .ok()
                    .map(|wait| self.world.now() + wait);
                self.tries.keep(&self.folder);
                Err(error.into())
            }
            Err(error) => Err(error.into()),
        }
    }

    pub(super) fn open_store(
        &mut self,
        key: &DataKey,
        next: Unlocked,
    ) -> Result<Unlocked, WorkspaceError> {
        let key = key.clone();
        match Store::open(&self.lock, &self.folder.database(), key.as_bytes()) {
            Ok(store) => self.begin(store, key, next),
            Err(lost @ StoreError::EndLost { .. }) => {
                self.asked = Some(Asked { key, next });
                Err(lost.into())
            }
            Err(error) => Err(error.into()),
        }
    }

    fn begin(
        &mut self,
        store: Store,
        key: DataKey,
        next: Unlocked,
    ) -> Result<Unlocked, WorkspaceError> {
        let found = public_identity(self.folder.path()).ok();
        let profile = Profile::load(&store, found.as_ref())?;
        let mut session = Session::new(store, profile)?;
        session.know_key(found.as_ref());
        session.unwrapped = (next == Unlocked::NeedsPassphrase).then(|| key.clone());
        self.session = Some(session);
        self.asked = None;
        self.mend_key(&key);
        Ok(next)
    }
}

impl WorkspaceError {
    /// What is missing of the database and what can be done, if it lost its end.
    pub fn lost_end(&self) -> Option<String> {
        let Self::Store(StoreError::EndLost { lost }) = self else {
            return None;
        };
        Some(format!(
            "{lost}. The database was put back from an older copy, or its newest part is gone. \
             Nothing was changed. If you have a newer onsite.db (with its onsite.db-wal), close \
             onsite, put it back into the data folder and start again; look in your backups too. \
             If you go on with what is here, what was entered since must be entered again; the \
             files as they are now are kept beside the database."
        ))
    }
}
