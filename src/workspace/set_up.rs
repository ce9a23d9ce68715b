//! The first run: vault, signing key, database.

use super::error::WorkspaceError;
use super::profile::profile;
use super::{Session, Workspace};
use crate::store::Store;
use crate::vault::{Passphrase, SigningKey, Vault, default_principal, strength};
use std::path::Path;
use zeroize::Zeroizing;

/// An existing OpenSSH key, to be used instead of a new one.
#[derive(Clone, Copy, Debug)]
pub struct Adopt<'a> {
    /// Its file.
    pub path: &'a Path,
    /// Its passphrase, if it has one.
    pub passphrase: Option<&'a Passphrase>,
}

/// What a new user says.
#[derive(Clone, Copy, Debug)]
pub struct NewUser<'a> {
    /// Name.
    pub name: &'a str,
    /// Credential.
    pub credential: &'a str,
    /// The id that the office gave, if it gave one.
    pub principal: Option<&'a str>,
    /// The one passphrase.
    pub passphrase: &'a Passphrase,
    /// A key to use instead of a new one.
    pub adopt: Option<Adopt<'a>>,
}

const CONFIRMED: &str = "recovery-code";

impl Workspace {
    /// Makes vault, signing key and database and opens it. Answers with the recovery code, which
    /// is seen only now. Where it fails or is interrupted, what was there stays as it was, and it can
    /// be done again.
    ///
    /// # Errors
    /// There is a set-up already or something of an earlier one, a field is wrong, the passphrase is
    /// weak, the key cannot be used, or a file cannot be written.
    pub fn set_up(&mut self, user: &NewUser<'_>) -> Result<Zeroizing<String>, WorkspaceError> {
        if self.is_demo() {
            return Err(WorkspaceError::AlreadySetUp(self.folder.path().to_owned()));
        }
        let told = strength(user.passphrase.as_str(), &[user.name, user.credential]);
        if !told.is_accepted() {
            return Err(WorkspaceError::Weak(told.words));
        }
        let key = match &user.adopt {
            Some(adopt) => SigningKey::adopt(adopt.path, adopt.passphrase)?,
            None => SigningKey::create("onsite", self.world.random())?,
        };
        let id = || default_principal(&key.public().key);
        let profile = profile(user.name, user.credential, user.principal, id)?;
        self.begin_set_up()?;
        let cost = self.world.cost;
        let new = Vault::create(
            &self.folder.vault(),
            user.passphrase,
            cost,
            self.world.random(),
        )?;
        key.save(
            self.folder.path(),
            &new.data_key.key_secret(),
            cost,
            self.world.random(),
        )?;
        let device = self.world.device()?;
        let mut store = Store::create(
            &self.lock,
            &self.folder.database(),
            new.data_key.as_bytes(),
            &device,
        )?;
        profile.save(&mut store)?;
        let mut session = Session::new(store, profile)?;
        session.remember_key(&key.public())?;
        self.end_set_up()?;
        self.session = Some(session);
        Ok(new.recovery_code.shown())
    }

    /// Remembers that the recovery code was written down and typed back.
    ///
    /// # Errors
    /// It cannot be saved.
    pub fn confirm_recovery(&mut self) -> Result<(), WorkspaceError> {
        Ok(self.session()?.store.set_place(CONFIRMED, "confirmed")?)
    }

    /// Whether the recovery code was ever confirmed; if not, a new one should be shown.
    ///
    /// # Errors
    /// The database is locked or cannot be read.
    pub fn is_recovery_confirmed(&mut self) -> Result<bool, WorkspaceError> {
        if self.is_demo() {
            return Ok(true);
        }
        Ok(self.session()?.store.place(CONFIRMED)?.is_some())
    }

    /// Makes a new recovery code; the previous one opens nothing any more.
    ///
    /// # Errors
    /// The passphrase is wrong, or the vault cannot be written.
    pub fn new_recovery_code(
        &mut self,
        passphrase: &Passphrase,
    ) -> Result<Zeroizing<String>, WorkspaceError> {
        let mut vault = Vault::load(&self.folder.vault())?;
        let key = self.try_once(|_| vault.unlock(passphrase))?;
        let cost = self.world.cost;
        let code = vault.replace_recovery_code(&key, cost, self.world.random())?;
        Ok(code.shown())
    }
}
