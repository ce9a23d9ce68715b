//! The signing key of this laptop: whether it can sign, opening it, and making a new one. Without
//! it everything but signing works: data and key fail apart.

use super::error::WorkspaceError;
use super::{Session, Workspace, files};
use crate::domain::values::ids::Principal;
use crate::store::StoreError;
use crate::vault::{
    PUBLIC_KEY_FILE, Passphrase, PublicIdentity, SIGNING_KEY_FILE, SigningKey, Vault, VaultError,
    public_identity,
};
use std::io::ErrorKind;
use std::path::PathBuf;

/// Where the database remembers whose key this laptop signs with.
const KEY: &str = "signing-key";

/// Why this laptop cannot sign.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyTrouble {
    /// The file is gone.
    #[error("Your signing key is lost: there is no {SIGNING_KEY_FILE} in the data folder")]
    Lost,
    /// It is no key that could be used.
    #[error("Your signing key cannot be used: {0}")]
    Unfit(String),
    /// It is a good key, but not the one that this laptop signs with.
    #[error("The signing key in the data folder is not yours: it is {found}, yours is {own}")]
    Foreign {
        /// Its fingerprint.
        found: String,
        /// The fingerprint of the key that was there.
        own: String,
    },
    /// The passphrase opens the data, but not the key.
    #[error(
        "Your passphrase is right, but it does not open your signing key, which is damaged or has another passphrase"
    )]
    DoesNotOpen,
}

/// A signing key, for whoever keeps the roster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignerFile {
    /// The id that signs with it.
    pub principal: Principal,
    /// Its fingerprint, to be read to the office.
    pub fingerprint: String,
    /// The file to send to the office: its public half.
    pub public: PathBuf,
}

impl Workspace {
    /// Why this laptop cannot sign, as far as can be told without the passphrase. Nothing while
    /// the database is closed, and in a demonstration, which signs with the training key.
    pub fn key_trouble(&self) -> Option<KeyTrouble> {
        let session = self.session.as_ref().filter(|_| !self.is_demo())?;
        let own = session.store.place(KEY).ok().flatten();
        match public_identity(self.folder.path()) {
            Ok(found) => own.filter(|own| *own != found.fingerprint).map(|own| {
                let found = found.fingerprint;
                KeyTrouble::Foreign { found, own }
            }),
            Err(VaultError::File { source, .. }) if source.kind() == ErrorKind::NotFound => {
                Some(KeyTrouble::Lost)
            }
            Err(error) => Some(KeyTrouble::Unfit(error.to_string())),
        }
    }

    /// Opens the signing key.
    ///
    /// # Errors
    /// [`WorkspaceError::CannotSign`] where it is lost, damaged or another's; the passphrase is
    /// wrong; or it is too soon after a wrong one.
    pub(super) fn own_key(
        &mut self,
        passphrase: &Passphrase,
    ) -> Result<SigningKey, WorkspaceError> {
        if let Some(trouble) = self.key_trouble() {
            return Err(WorkspaceError::CannotSign(trouble));
        }
        let (folder, vault) = (self.folder.path().to_owned(), self.folder.vault());
        let opened = self.try_once(|_| match SigningKey::load(&folder, passphrase) {
            Err(VaultError::WrongPassphrase) => {
                // Wrong is what the data does not open with either.
                Vault::load(&vault)?.unlock(passphrase)?;
                Ok(None)
            }
            other => other.map(Some),
        });
        match opened {
            Ok(Some(key)) => Ok(key),
            Ok(None) => Err(WorkspaceError::CannotSign(KeyTrouble::DoesNotOpen)),
            Err(WorkspaceError::Vault(
                error @ (VaultError::UnfitKey { .. } | VaultError::TooCostly { .. }),
            )) => Err(WorkspaceError::CannotSign(KeyTrouble::Unfit(
                error.to_string(),
            ))),
            Err(error) => Err(error),
        }
    }

    /// Makes a new signing key in place of one that cannot sign; what was there is kept under
    /// another name. The office must be told of it: until its roster has the key, nobody trusts
    /// what it signs.
    ///
    /// # Errors
    /// The key that is there can sign, the passphrase is wrong, or a file cannot be written.
    pub fn new_signing_key(
        &mut self,
        passphrase: &Passphrase,
    ) -> Result<SignerFile, WorkspaceError> {
        if self.session()?.unwrapped.is_some() || self.is_demo() {
            return Err(WorkspaceError::Mistake("a new key at the wrong time"));
        }
        match self.own_key(passphrase) {
            Ok(_) => return Err(WorkspaceError::KeyIsGood),
            Err(WorkspaceError::CannotSign(KeyTrouble::DoesNotOpen)) => {}
            Err(WorkspaceError::CannotSign(_)) => self.check(passphrase)?,
            Err(error) => return Err(error),
        }
        let made = self.make_key(passphrase)?;
        self.shown(made)
    }

    /// The signing key, after opening it.
    ///
    /// # Errors
    /// [`WorkspaceError::CannotSign`], or the passphrase is wrong.
    pub fn signing_key(&mut self, passphrase: &Passphrase) -> Result<SignerFile, WorkspaceError> {
        let key = self.own_key(passphrase)?;
        self.shown(key.public())
    }

    fn shown(&mut self, key: PublicIdentity) -> Result<SignerFile, WorkspaceError> {
        Ok(SignerFile {
            principal: self.session()?.profile.principal.clone(),
            fingerprint: key.fingerprint,
            public: self.public_key_file(),
        })
    }

    /// The file of the signing key's public half, which the office is sent.
    pub fn public_key_file(&self) -> PathBuf {
        files::whole(&self.folder.path().join(PUBLIC_KEY_FILE))
    }

    /// Makes sure that the passphrase is the one that opens the data.
    pub(super) fn check(&mut self, passphrase: &Passphrase) -> Result<(), WorkspaceError> {
        let vault = Vault::load(&self.folder.vault())?;
        self.try_once(|_| vault.unlock(passphrase)).map(drop)
    }

    /// Makes a signing key under `passphrase`, puts aside what was there, and remembers the new
    /// one as this laptop's.
    pub(super) fn make_key(
        &mut self,
        passphrase: &Passphrase,
    ) -> Result<PublicIdentity, WorkspaceError> {
        let cost = self.world.cost;
        let key = SigningKey::create("onsite", self.world.random())?;
        self.put_aside_signing_key()?;
        key.save(self.folder.path(), passphrase, cost, self.world.random())?;
        let made = key.public();
        self.session()?.remember_key(&made)?;
        Ok(made)
    }

    /// A signing key that is there already is never written over: it is kept under another name.
    pub(super) fn put_aside_signing_key(&mut self) -> Result<(), WorkspaceError> {
        let path = self.folder.signing_key();
        if !path.exists() {
            return Ok(());
        }
        let at = self.world.now().timestamp();
        let name = |number: u32| match number {
            0 => format!("{SIGNING_KEY_FILE}.before-{at}"),
            number => format!("{SIGNING_KEY_FILE}.before-{at}-{number}"),
        };
        let names = (0..u32::MAX).map(|number| self.folder.path().join(name(number)));
        let Some(free) = names.into_iter().find(|path| !path.exists()) else {
            return Err(WorkspaceError::Mistake("no name is free"));
        };
        std::fs::rename(&path, free).map_err(|source| files::failed(&path, "put aside", source))
    }
}

impl Session {
    /// Remembers whose key this laptop signs with, so that another's is noticed.
    pub fn remember_key(&mut self, key: &PublicIdentity) -> Result<(), StoreError> {
        self.store.set_place(KEY, &key.fingerprint)
    }

    /// The same for data of before this was remembered: the key that is there is taken to be the
    /// right one.
    pub fn know_key(&mut self, found: Option<&PublicIdentity>) {
        if let (Ok(None), Some(found)) = (self.store.place(KEY), found) {
            // A convenience: a full disk must not keep anyone out.
            let _ = self.remember_key(found);
        }
    }
}
