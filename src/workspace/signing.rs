//! The signing key of this laptop: whether it can sign, opening it, and making a new one. Without
//! it everything but signing works: data and key fail apart.

use super::error::WorkspaceError;
use super::{Session, Workspace, files};
use crate::domain::values::ids::Principal;
use crate::store::StoreError;
use crate::vault::{
    DataKey, PUBLIC_KEY_FILE, Passphrase, PublicIdentity, SIGNING_KEY_FILE, SigningKey, Vault,
    VaultError, open_own_key, public_identity,
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
        let data_key = self.data_key(passphrase)?;
        self.open_key(&data_key, Some(passphrase))
    }

    /// Opens the signing key with what opens the data. Where it is not there or cannot be used, one
    /// that was put aside takes its place again.
    pub(super) fn open_key(
        &mut self,
        data_key: &DataKey,
        typed: Option<&Passphrase>,
    ) -> Result<SigningKey, WorkspaceError> {
        let folder = self.folder.path().to_owned();
        let cost = self.world.cost;
        let trouble = match self.key_trouble() {
            Some(trouble) => trouble,
            None => match open_own_key(&folder, data_key, typed, cost, self.world.random()) {
                Ok(key) => return Ok(key),
                Err(VaultError::WrongPassphrase) => KeyTrouble::DoesNotOpen,
                Err(error @ (VaultError::UnfitKey { .. } | VaultError::TooCostly { .. })) => {
                    KeyTrouble::Unfit(error.to_string())
                }
                Err(error) => return Err(error.into()),
            },
        };
        match self.put_back_own_key(data_key)? {
            Some(key) => Ok(key),
            None => Err(WorkspaceError::CannotSign(trouble)),
        }
    }

    /// Puts back the signing key of this laptop, if it lies aside and opens; what was in its place
    /// is put aside.
    fn put_back_own_key(
        &mut self,
        data_key: &DataKey,
    ) -> Result<Option<SigningKey>, WorkspaceError> {
        let Some(own) = self.session()?.store.place(KEY)? else {
            return Ok(None);
        };
        let secret = data_key.key_secret();
        let found = self.folder.keys_aside().into_iter().find_map(|path| {
            let key = SigningKey::load_file(&path, &secret).ok()?;
            (key.public().fingerprint == own).then_some((path, key))
        });
        let Some((path, key)) = found else {
            return Ok(None);
        };
        self.put_aside_signing_key()?;
        let place = self.folder.signing_key();
        std::fs::rename(&path, &place)
            .and_then(|()| files::sync_folder(self.folder.path()))
            .map_err(|source| files::failed(&place, "written", source))?;
        key.save_public(self.folder.path())?;
        Ok(Some(key))
    }

    /// At opening: mends what was cut short when the signing key was made or exchanged. That must
    /// keep nobody from the data: what cannot be mended is told as [`Workspace::key_trouble`].
    pub(super) fn mend_key(&mut self, data_key: &DataKey) {
        if self.key_trouble().is_some() {
            let _ = self.put_back_own_key(data_key);
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
        let data_key = self.data_key(passphrase)?;
        match self.open_key(&data_key, Some(passphrase)) {
            Ok(_) => return Err(WorkspaceError::KeyIsGood),
            Err(WorkspaceError::CannotSign(_)) => {}
            Err(error) => return Err(error),
        }
        let made = self.make_key(&data_key)?;
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
        self.data_key(passphrase).map(drop)
    }

    /// The key of the data, which the passphrase opens.
    pub(super) fn data_key(&mut self, passphrase: &Passphrase) -> Result<DataKey, WorkspaceError> {
        let vault = Vault::load(&self.folder.vault())?;
        self.try_once(|_| vault.unlock(passphrase))
    }

    /// Makes a signing key that whatever opens the data opens too, puts aside what was there, and
    /// remembers the new one as this laptop's.
    pub(super) fn make_key(
        &mut self,
        data_key: &DataKey,
    ) -> Result<PublicIdentity, WorkspaceError> {
        let cost = self.world.cost;
        let secret = data_key.key_secret();
        let key = SigningKey::create("onsite", self.world.random())?;
        self.put_aside_signing_key()?;
        key.save(self.folder.path(), &secret, cost, self.world.random())?;
        let made = key.public();
        self.session()?.remember_key(&made)?;
        Ok(made)
    }

    /// A signing key that is there already is never written over: it is kept under another name.
    pub(super) fn put_aside_signing_key(&mut self) -> Result<(), WorkspaceError> {
        files::put_aside(&self.folder.signing_key(), self.world.now()).map(drop)
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
