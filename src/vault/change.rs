//! Changing the one passphrase of vault and signing key, so that no crash in between locks
//! anything out.
//!
//! Two files cannot change at once. So the vault first opens with both passphrases, then the
//! signing key changes, then the vault forgets the old one. If that is interrupted anywhere, each
//! file opens with one of the two, which the person knows, and changing it again repairs it.

use super::VAULT_FILE;
use super::error::VaultError;
use super::file::Vault;
use super::passphrase::Passphrase;
use super::random::Random;
use super::signing_key::SigningKey;
use super::wrap::Cost;
use std::io::ErrorKind;
use std::path::Path;

/// Changes the passphrase of the vault and of the signing key in `folder`.
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
    let signing_key = signing_key(folder, old, new)?;
    vault.begin_change(&data_key, old, new, cost, random)?;
    if let Some(key) = signing_key {
        key.save(folder, new, cost, random)?;
    }
    vault.end_change()
}

/// The signing key, if it opens with one of the two: after an interrupted change it may already be
/// under the new passphrase. One that is lost, damaged or another's stays as it is and keeps nobody
/// from changing the passphrase of the data.
fn signing_key(
    folder: &Path,
    old: &Passphrase,
    new: &Passphrase,
) -> Result<Option<SigningKey>, VaultError> {
    for passphrase in [old, new] {
        match SigningKey::load(folder, passphrase) {
            Ok(key) => return Ok(Some(key)),
            Err(VaultError::File { source, .. }) if source.kind() == ErrorKind::NotFound => {
                return Ok(None);
            }
            Err(
                VaultError::WrongPassphrase
                | VaultError::UnfitKey { .. }
                | VaultError::Damaged { .. }
                | VaultError::TooCostly { .. },
            ) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
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

    fn set_up(folder: &Path) -> Vault {
        let (old, _) = phrases();
        let mut random = repeatable();
        let key = SigningKey::create("s-training", &mut random).unwrap();
        key.save(folder, &old, Cost::CHEAPEST, &mut random).unwrap();
        Vault::create(&folder.join(VAULT_FILE), &old, Cost::CHEAPEST, &mut random)
            .unwrap()
            .vault
    }

    fn change(folder: &Path) -> Result<(), VaultError> {
        let (old, new) = phrases();
        change_passphrase(folder, &old, &new, Cost::CHEAPEST, &mut repeatable())
    }

    fn only_the_new_one_opens(folder: &Path) {
        let (old, new) = phrases();
        let vault = Vault::load(&folder.join(VAULT_FILE)).unwrap();
        assert!(!vault.is_change_unfinished());
        assert!(vault.unlock(&new).is_ok() && vault.unlock(&old).is_err());
        assert!(SigningKey::load(folder, &new).is_ok() && SigningKey::load(folder, &old).is_err());
    }

    #[test]
    fn both_files_follow_the_new_passphrase() {
        let folder = tempfile::tempdir().unwrap();
        set_up(folder.path());
        change(folder.path()).unwrap();
        only_the_new_one_opens(folder.path());
        assert!(matches!(
            change(folder.path()),
            Err(VaultError::WrongPassphrase)
        ));
    }

    #[test]
    fn a_lost_or_damaged_signing_key_keeps_nobody_from_changing_it() {
        for damage in [None, Some("no key at all")] {
            let folder = tempfile::tempdir().unwrap();
            set_up(folder.path());
            let path = folder.path().join(super::super::SIGNING_KEY_FILE);
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

    #[test]
    fn a_change_cut_short_before_or_after_the_signing_key_is_mended_by_repeating_it() {
        for signing_key_too in [false, true] {
            let folder = tempfile::tempdir().unwrap();
            let mut vault = set_up(folder.path());
            let (old, new) = phrases();
            let data_key = vault.unlock(&old).unwrap();
            let mut random = repeatable();
            vault
                .begin_change(&data_key, &old, &new, Cost::CHEAPEST, &mut random)
                .unwrap();
            if signing_key_too {
                let key = SigningKey::load(folder.path(), &old).unwrap();
                key.save(folder.path(), &new, Cost::CHEAPEST, &mut random)
                    .unwrap();
            }
            let cut = Vault::load(&folder.path().join(VAULT_FILE)).unwrap();
            assert!(cut.is_change_unfinished());
            assert!(cut.unlock(&old).is_ok() && cut.unlock(&new).is_ok());
            change(folder.path()).unwrap();
            only_the_new_one_opens(folder.path());
        }
    }
}
