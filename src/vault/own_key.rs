//! The signing key of a vault, and the one passphrase.
//!
//! The file of the signing key is wrapped under a secret that follows from the data key. So
//! whatever opens the vault opens the signing key, the passphrase stands in one file alone, and a
//! change of it is one rename: killed anywhere, the old one or the new one opens everything.

use super::error::VaultError;
use super::file::Vault;
use super::passphrase::Passphrase;
use super::random::Random;
use super::signing_key::SigningKey;
use super::wrap::{Cost, DataKey};
use super::{SIGNING_KEY_FILE, VAULT_FILE};
use std::io::ErrorKind;
use std::path::Path;

/// Opens the signing key that lies in `folder`. One that opens with what was `typed` instead (a
/// person wrapped it with `ssh-keygen -p`) is wrapped as it should be.
///
/// # Errors
/// [`VaultError::WrongPassphrase`] when the file opens with neither, or it is not such a key.
pub fn open_own_key(
    folder: &Path,
    data_key: &DataKey,
    typed: Option<&Passphrase>,
    cost: Cost,
    random: &mut Random<'_>,
) -> Result<SigningKey, VaultError> {
    let secret = data_key.key_secret();
    let path = folder.join(SIGNING_KEY_FILE);
    match (SigningKey::load_file(&path, &secret), typed) {
        (Err(VaultError::WrongPassphrase), Some(typed)) => {
            let key = SigningKey::load_file(&path, typed)?;
            key.save(folder, &secret, cost, random)?;
            Ok(key)
        }
        (opened, _) => opened,
    }
}

/// Changes the one passphrase. The signing key follows it; one that is lost, damaged or another's
/// stays as it is and keeps nobody from changing the passphrase of the data.
///
/// # Errors
/// [`VaultError::WrongPassphrase`] when `old` does not open the vault, or a file that cannot be
/// read or written; then the old passphrase still opens everything it opened before.
pub fn change_passphrase(
    folder: &Path,
    old: &Passphrase,
    new: &Passphrase,
    cost: Cost,
    random: &mut Random<'_>,
) -> Result<(), VaultError> {
    let mut vault = Vault::load(&folder.join(VAULT_FILE))?;
    let data_key = vault.unlock(old)?;
    // A key that opens with the old passphrase alone is wrapped as it should be before that one
    // is given up.
    match open_own_key(folder, &data_key, Some(old), cost, random) {
        Ok(_)
        | Err(
            VaultError::WrongPassphrase
            | VaultError::UnfitKey { .. }
            | VaultError::Damaged { .. }
            | VaultError::TooCostly { .. },
        ) => {}
        Err(VaultError::File { source, .. }) if source.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    vault.replace_passphrase(&data_key, new, cost, random)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::random::repeatable;
    use super::*;

    fn phrases() -> (Passphrase, Passphrase) {
        (
            Passphrase::new("velvet otter kiln ramp"),
            Passphrase::new("tundra kettle plum fog"),
        )
    }

    /// A vault and a signing key that is wrapped as it should be, or under the passphrase.
    fn set_up(folder: &Path, as_it_should_be: bool) {
        let (old, _) = phrases();
        let mut random = repeatable();
        let path = folder.join(VAULT_FILE);
        let new = Vault::create(&path, &old, Cost::CHEAPEST, &mut random).unwrap();
        let secret = match as_it_should_be {
            true => new.data_key.key_secret(),
            false => old,
        };
        SigningKey::create("s-training", &mut random)
            .unwrap()
            .save(folder, &secret, Cost::CHEAPEST, &mut random)
            .unwrap();
    }

    fn change(folder: &Path) -> Result<(), VaultError> {
        let (old, new) = phrases();
        change_passphrase(folder, &old, &new, Cost::CHEAPEST, &mut repeatable())
    }

    #[test]
    fn the_signing_key_follows_the_new_passphrase() {
        for as_it_should_be in [true, false] {
            let folder = tempfile::tempdir().unwrap();
            set_up(folder.path(), as_it_should_be);
            change(folder.path()).unwrap();
            let (old, new) = phrases();
            let vault = Vault::load(&folder.path().join(VAULT_FILE)).unwrap();
            assert!(vault.unlock(&old).is_err());
            let key = vault.unlock(&new).unwrap();
            let mut random = repeatable();
            open_own_key(folder.path(), &key, None, Cost::CHEAPEST, &mut random).unwrap();
            assert!(SigningKey::load(folder.path(), &old).is_err());
            let again = change(folder.path());
            assert!(matches!(again, Err(VaultError::WrongPassphrase)));
        }
    }

    #[test]
    fn a_change_touches_the_vault_alone() {
        let folder = tempfile::tempdir().unwrap();
        set_up(folder.path(), true);
        let path = folder.path().join(SIGNING_KEY_FILE);
        let before = std::fs::read(&path).unwrap();
        change(folder.path()).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }

    #[test]
    fn a_lost_or_damaged_signing_key_keeps_nobody_from_changing_it() {
        for damage in [None, Some("no key at all")] {
            let folder = tempfile::tempdir().unwrap();
            set_up(folder.path(), true);
            let path = folder.path().join(SIGNING_KEY_FILE);
            match damage {
                None => std::fs::remove_file(&path).unwrap(),
                Some(other) => std::fs::write(&path, other).unwrap(),
            }
            change(folder.path()).unwrap();
            let vault = Vault::load(&folder.path().join(VAULT_FILE)).unwrap();
            assert!(vault.unlock(&phrases().1).is_ok());
            assert_eq!(std::fs::read_to_string(&path).ok().as_deref(), damage);
        }
    }
}
