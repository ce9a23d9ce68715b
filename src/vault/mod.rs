//! Keys at rest: the passphrase, the recovery code, the data key and the signing key.
//!
//! Here live: how strong a passphrase is, in plain words ([`strength()`]); the data key of the
//! database, wrapped under the passphrase and under the recovery code (`vault.json`, [`Vault`]);
//! the surveyor's signing key, an OpenSSH file ([`SigningKey`]), wrapped under the vault's key
//! ([`open_own_key`]); and changing the one passphrase. Not here: the database (`store`), what is signed and how
//! a signature is checked (`bundle`), asking a person anything (`tui`, `cli`).
//!
//! Randomness comes in as [`Random`]; [`random::from_system`] is the one place in the program
//! that asks the operating system for it.

mod commonest;
mod error;
mod file;
mod files;
mod own_key;
mod passphrase;
pub mod random;
mod recovery;
mod signing_key;
mod strength;
mod wrap;

pub use error::VaultError;
pub use file::{NewVault, Vault};
pub use own_key::{change_passphrase, open_own_key};
pub use passphrase::{Passphrase, wait_after};
pub use random::{NoRandomness, Random};
pub use recovery::{CodeTypo, RecoveryCode};
pub use signing_key::{PublicIdentity, SigningKey, default_principal, public_identity};
pub use strength::{Protection, Strength, strength};
pub use wrap::{Cost, DataKey};

/// The vault's file in the data folder.
pub const VAULT_FILE: &str = "vault.json";
/// The encrypted signing key in the data folder, and what the names of those put aside begin with.
pub const SIGNING_KEY_FILE: &str = "signing_key";
/// The public half beside it, in the one-line form of OpenSSH.
pub const PUBLIC_KEY_FILE: &str = "signing_key.pub";
