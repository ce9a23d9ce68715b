//! Who uses the program: kept in the database with the settings.

use super::error::WorkspaceError;
use super::{Workspace, training};
use crate::domain::survey::events::Surveyor;
use crate::domain::values::ids::Principal;
use crate::store::Store;
use crate::vault::{PublicIdentity, default_principal, public_identity};
use serde::{Deserialize, Serialize};

const KEY: &str = "profile";

/// Who uses the program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Name, as the report prints it.
    pub name: String,
    /// Credential, such as "RN, OCN".
    pub credential: String,
    /// The id that signs: the office's, else one made from the key.
    pub principal: Principal,
}

impl Profile {
    /// Reads it; after an interrupted set-up it is empty but for an id made from the key, or, if
    /// that is lost too, one that says that none is known.
    pub(super) fn load(
        store: &Store,
        key: Option<&PublicIdentity>,
    ) -> Result<Self, WorkspaceError> {
        let held = store.place(KEY)?;
        if let Some(held) = held.and_then(|json| serde_json::from_str(&json).ok()) {
            return Ok(held);
        }
        let from_key = key.and_then(|key| default_principal(&key.key));
        let principal = from_key.or_else(|| Principal::new("not-known"));
        Ok(Self {
            name: String::new(),
            credential: String::new(),
            principal: principal.ok_or(WorkspaceError::Mistake("an id that is none"))?,
        })
    }

    pub(super) fn save(&self, store: &mut Store) -> Result<(), WorkspaceError> {
        let json = serde_json::to_string(self)
            .map_err(|_| WorkspaceError::Mistake("a profile that cannot be written"))?;
        Ok(store.set_place(KEY, &json)?)
    }

    /// The profile as a visit names it. Training is signed by the training key, whoever does it.
    pub(super) fn surveyor(&self, training: bool) -> Result<Surveyor, WorkspaceError> {
        Ok(Surveyor {
            principal: self.actor(training)?,
            name: self.name.clone(),
            credential: self.credential.clone(),
        })
    }

    /// Who acts and signs.
    pub(super) fn actor(&self, training: bool) -> Result<Principal, WorkspaceError> {
        match training {
            true => training::principal(),
            false => Ok(self.principal.clone()),
        }
    }
}

impl Workspace {
    /// Who uses the program, while it is open.
    pub fn profile(&self) -> Option<&Profile> {
        self.session.as_ref().map(|session| &session.profile)
    }

    /// The signing key's fingerprint as `ssh-keygen -l` prints it; the training key's in a demo.
    pub fn fingerprint(&self) -> Option<String> {
        if self.is_demo() {
            return Some(training::signing_key().public().fingerprint);
        }
        public_identity(self.folder.path())
            .ok()
            .map(|identity| identity.fingerprint)
    }

    /// Changes who uses the program, from the next visit on. The office's id can be added once
    /// there is one.
    ///
    /// # Errors
    /// A field is empty or no id, or it cannot be saved.
    pub fn set_profile(
        &mut self,
        name: &str,
        credential: &str,
        principal: Option<&str>,
    ) -> Result<(), WorkspaceError> {
        let held = self.session()?.profile.principal.clone();
        let profile = profile(name, credential, principal, || Some(held))?;
        let session = self.session()?;
        profile.save(&mut session.store)?;
        session.profile = profile;
        Ok(())
    }
}

/// A profile from what was typed.
pub(super) fn profile(
    name: &str,
    credential: &str,
    principal: Option<&str>,
    otherwise: impl FnOnce() -> Option<Principal>,
) -> Result<Profile, WorkspaceError> {
    let fits = |text: &str| (1..=120).contains(&text.trim().chars().count());
    let plain = |text: &str| !text.chars().any(char::is_control);
    if !fits(name) || !plain(name) {
        return Err(WorkspaceError::Profile("Type your name."));
    }
    if !fits(credential) || !plain(credential) {
        return Err(WorkspaceError::Profile(
            "Type your credential, such as RN, OCN.",
        ));
    }
    let principal = match principal.map(str::trim).filter(|typed| !typed.is_empty()) {
        Some(typed) => Principal::new(typed).ok_or(WorkspaceError::Profile(
            "The office's id for you is letters, digits, dots, dashes and underscores, such as \
             ann-01. Leave it empty if you have none yet.",
        ))?,
        None => otherwise().ok_or(WorkspaceError::Mistake("a key without an id"))?,
    };
    Ok(Profile {
        name: name.trim().to_owned(),
        credential: credential.trim().to_owned(),
        principal,
    })
}
