//! `vault.json`: the wrapped data key, on disk.

use super::error::VaultError;
use super::files;
use super::passphrase::Passphrase;
use super::random::Random;
use super::recovery::RecoveryCode;
use super::wrap::{Cost, DataKey, Slot, SlotFault, WrapFault};
use crate::domain::values::digest::Digest;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

const FORMAT: &str = "onsite-vault/1";
const BY_PASSPHRASE: &str = "passphrase";
const BY_CODE: &str = "recovery";

/// A vault: where its file is, and the data key wrapped twice. It holds no secret itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vault {
    path: PathBuf,
    slots: Slots,
}

/// A vault just made, with the two secrets that are seen only now.
#[derive(Debug)]
pub struct NewVault {
    /// The vault, already on disk.
    pub vault: Vault,
    /// The key of the database.
    pub data_key: DataKey,
    /// To be shown once.
    pub recovery_code: RecoveryCode,
}

/// The data key under each secret that opens it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Slots {
    passphrase: Slot,
    recovery: Slot,
}

/// The file. The digest tells a damaged file from a wrong passphrase.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct VaultFile {
    format: String,
    slots: Slots,
    /// SHA-256 of the slots as compact JSON.
    sha256: Digest,
}

impl Vault {
    /// Makes a vault with a new data key and recovery code and writes it to `path`. The caller
    /// sees to it that no vault is there already.
    ///
    /// # Errors
    /// No randomness, no memory, or the file cannot be written.
    pub fn create(
        path: &Path,
        passphrase: &Passphrase,
        cost: Cost,
        random: &mut Random<'_>,
    ) -> Result<NewVault, VaultError> {
        let data_key = DataKey::new(random)?;
        let recovery_code = RecoveryCode::new(random)?;
        let wrap = |secret: &[u8], purpose, random: &mut Random<'_>| {
            Slot::wrap(&data_key, secret, purpose, cost, random)
                .map_err(|fault| wrap_fault(path, fault))
        };
        let slots = Slots {
            passphrase: wrap(passphrase.as_bytes(), BY_PASSPHRASE, random)?,
            recovery: wrap(recovery_code.as_bytes(), BY_CODE, random)?,
        };
        let vault = Self {
            path: path.to_owned(),
            slots,
        };
        vault.save()?;
        Ok(NewVault {
            vault,
            data_key,
            recovery_code,
        })
    }

    /// Reads a vault.
    ///
    /// # Errors
    /// The file cannot be read, is damaged, or is of a newer format.
    pub fn load(path: &Path) -> Result<Self, VaultError> {
        #[derive(Deserialize)]
        struct Format {
            format: String,
        }
        let damaged = |why: String| VaultError::Damaged {
            path: path.to_owned(),
            why,
        };
        let bytes = files::read_small(path)?;
        let Format { format } =
            serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
        if format != FORMAT {
            return Err(match format.strip_prefix("onsite-vault/") {
                Some(_) => VaultError::Newer {
                    path: path.to_owned(),
                    format,
                },
                None => damaged("it is not a vault".to_owned()),
            });
        }
        let file: VaultFile =
            serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
        if digest(&file.slots).map_err(|error| damaged(error.to_string()))? != file.sha256 {
            return Err(damaged("its digest does not fit".to_owned()));
        }
        Ok(Self {
            path: path.to_owned(),
            slots: file.slots,
        })
    }

    /// Opens the vault with the passphrase.
    ///
    /// # Errors
    /// [`VaultError::WrongPassphrase`], or the file asks for too much or is damaged.
    pub fn unlock(&self, passphrase: &Passphrase) -> Result<DataKey, VaultError> {
        self.slots
            .passphrase
            .open(passphrase.as_bytes(), BY_PASSPHRASE)
            .map_err(|fault| slot_fault(&self.path, fault, VaultError::WrongPassphrase))
    }

    /// Opens the vault with the recovery code; a new passphrase must follow.
    ///
    /// # Errors
    /// [`VaultError::WrongRecoveryCode`], or the file asks for too much or is damaged.
    pub fn unlock_with_code(&self, code: &RecoveryCode) -> Result<DataKey, VaultError> {
        self.slots
            .recovery
            .open(code.as_bytes(), BY_CODE)
            .map_err(|fault| slot_fault(&self.path, fault, VaultError::WrongRecoveryCode))
    }

    /// Puts a new passphrase in place of the old one, on disk. For use after
    /// [`Vault::unlock_with_code`]; otherwise see [`super::change_passphrase`].
    ///
    /// # Errors
    /// No randomness, no memory, or the file cannot be written; then the old one still holds.
    pub fn replace_passphrase(
        &mut self,
        key: &DataKey,
        new: &Passphrase,
        cost: Cost,
        random: &mut Random<'_>,
    ) -> Result<(), VaultError> {
        let passphrase = self.wrap(key, new.as_bytes(), BY_PASSPHRASE, cost, random)?;
        self.put(Slots {
            passphrase,
            recovery: self.slots.recovery.clone(),
        })
    }

    /// Makes a new recovery code; the old one opens nothing from then on.
    ///
    /// # Errors
    /// No randomness, no memory, or the file cannot be written; then the old one still holds.
    pub fn replace_recovery_code(
        &mut self,
        key: &DataKey,
        cost: Cost,
        random: &mut Random<'_>,
    ) -> Result<RecoveryCode, VaultError> {
        let code = RecoveryCode::new(random)?;
        let recovery = self.wrap(key, code.as_bytes(), BY_CODE, cost, random)?;
        self.put(Slots {
            recovery,
            ..self.slots.clone()
        })?;
        Ok(code)
    }

    fn wrap(
        &self,
        key: &DataKey,
        secret: &[u8],
        purpose: &str,
        cost: Cost,
        random: &mut Random<'_>,
    ) -> Result<Slot, VaultError> {
        Slot::wrap(key, secret, purpose, cost, random)
            .map_err(|fault| wrap_fault(&self.path, fault))
    }

    /// Writes to disk first; only then this changes.
    fn put(&mut self, slots: Slots) -> Result<(), VaultError> {
        let next = Self {
            path: self.path.clone(),
            slots,
        };
        next.save()?;
        *self = next;
        Ok(())
    }

    fn save(&self) -> Result<(), VaultError> {
        let unwritable = |error: serde_json::Error| VaultError::File {
            path: self.path.clone(),
            doing: "written",
            source: error.into(),
        };
        let file = VaultFile {
            format: FORMAT.to_owned(),
            slots: self.slots.clone(),
            sha256: digest(&self.slots).map_err(unwritable)?,
        };
        let mut bytes = serde_json::to_vec_pretty(&file).map_err(unwritable)?;
        bytes.push(b'\n');
        files::write_whole(&self.path, &bytes)
    }
}

fn digest(slots: &Slots) -> serde_json::Result<Digest> {
    Ok(Digest::of(&serde_json::to_vec(slots)?))
}

fn slot_fault(path: &Path, fault: SlotFault, wrong: VaultError) -> VaultError {
    let path = path.to_owned();
    match fault {
        SlotFault::WrongSecret => wrong,
        SlotFault::Damaged(why) => VaultError::Damaged {
            path,
            why: why.to_owned(),
        },
        SlotFault::TooCostly(why) => VaultError::TooCostly { path, why },
        SlotFault::Memory => VaultError::Memory,
    }
}

fn wrap_fault(path: &Path, fault: WrapFault) -> VaultError {
    match fault {
        WrapFault::Randomness(fault) => fault.into(),
        WrapFault::Slot(fault) => slot_fault(path, fault, VaultError::Memory),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::super::random::repeatable;
    use super::*;

    fn made(folder: &Path) -> NewVault {
        let path = folder.join("vault.json");
        let passphrase = Passphrase::new("velvet otter kiln ramp");
        Vault::create(&path, &passphrase, Cost::CHEAPEST, &mut repeatable()).unwrap()
    }

    #[test]
    fn passphrase_and_code_open_it_and_others_are_told_plainly() {
        let folder = tempfile::tempdir().unwrap();
        let new = made(folder.path());
        let vault = Vault::load(&folder.path().join("vault.json")).unwrap();
        assert_eq!(vault, new.vault);
        let right = Passphrase::new("velvet otter kiln ramp");
        assert_eq!(vault.unlock(&right).unwrap(), new.data_key);
        assert_eq!(
            vault.unlock_with_code(&new.recovery_code).unwrap(),
            new.data_key
        );
        let wrong = Passphrase::new("velvet otter kiln lamp");
        assert!(matches!(
            vault.unlock(&wrong),
            Err(VaultError::WrongPassphrase)
        ));
        let mut other_random = repeatable();
        other_random(&mut [0; 100]).unwrap();
        let other = RecoveryCode::new(&mut other_random).unwrap();
        assert!(matches!(
            vault.unlock_with_code(&other),
            Err(VaultError::WrongRecoveryCode)
        ));
    }

    #[test]
    fn a_new_passphrase_and_a_new_code_put_the_old_ones_out_of_use() {
        let folder = tempfile::tempdir().unwrap();
        let NewVault {
            mut vault,
            data_key,
            recovery_code,
        } = made(folder.path());
        let new = Passphrase::new("tundra kettle plum");
        vault
            .replace_passphrase(&data_key, &new, Cost::CHEAPEST, &mut repeatable())
            .unwrap();
        let mut random = repeatable();
        random(&mut [0; 100]).unwrap();
        let code = vault
            .replace_recovery_code(&data_key, Cost::CHEAPEST, &mut random)
            .unwrap();
        let vault = Vault::load(&folder.path().join("vault.json")).unwrap();
        assert_eq!(vault.unlock(&new).unwrap(), data_key);
        assert!(
            vault
                .unlock(&Passphrase::new("velvet otter kiln ramp"))
                .is_err()
        );
        assert_eq!(vault.unlock_with_code(&code).unwrap(), data_key);
        assert!(vault.unlock_with_code(&recovery_code).is_err());
    }

    #[test]
    fn every_flipped_bit_and_every_cut_is_damage_never_a_wrong_passphrase() {
        let folder = tempfile::tempdir().unwrap();
        let new = made(folder.path());
        let path = folder.path().join("vault.json");
        let whole = std::fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            *bytes.get_mut(at).unwrap() ^= 1;
            std::fs::write(&path, &bytes).unwrap();
            match Vault::load(&path) {
                Err(VaultError::Damaged { .. } | VaultError::Newer { .. }) => {}
                // A flip in the white space between tokens changes nothing.
                Ok(vault) => assert_eq!(vault, new.vault),
                Err(other) => panic!("{at}: {other}"),
            }
            std::fs::write(&path, whole.get(..at).unwrap()).unwrap();
            let last = at + 1 == whole.len();
            assert!(last || matches!(Vault::load(&path), Err(VaultError::Damaged { .. })));
        }
    }

    #[test]
    fn a_newer_format_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault.json");
        let bytes = br#"{"format":"onsite-vault/2","something":"else"}"#;
        std::fs::write(&path, bytes).unwrap();
        assert!(matches!(Vault::load(&path), Err(VaultError::Newer { .. })));
        std::fs::write(&path, br#"{"format":"photo/2"}"#).unwrap();
        assert!(matches!(
            Vault::load(&path),
            Err(VaultError::Damaged { .. })
        ));
        std::fs::write(
            &path,
            br#"{"format":"onsite-vault/1","format":"onsite-vault/1"}"#,
        )
        .unwrap();
        assert!(matches!(
            Vault::load(&path),
            Err(VaultError::Damaged { .. })
        ));
    }
}
