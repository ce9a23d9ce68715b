//! The data key, and wrapping it under a secret: Argon2id, then ChaCha20-Poly1305.

use super::passphrase::Passphrase;
use super::random::{self, NoRandomness, Random};
use crate::domain::values::digest::Digest;
use argon2::{Algorithm, Argon2, Block, Params, Version};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::Zeroizing;

/// The key of the database: 32 random bytes, wiped from memory when dropped. On the heap, so
/// that moving it leaves no copy behind.
#[derive(Clone, PartialEq, Eq)]
pub struct DataKey(Box<Zeroizing<[u8; 32]>>);

impl DataKey {
    /// A key of these bytes: the training visit has a fixed one, everything else a random one.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Box::new(Zeroizing::new(bytes)))
    }

    /// A new random key.
    pub(super) fn new(random: &mut Random<'_>) -> Result<Self, NoRandomness> {
        let mut key = Self::from_bytes([0; 32]);
        random(key.0.as_mut_slice())?;
        Ok(key)
    }

    /// What the file of the signing key is wrapped under: it follows from this key, and nothing of
    /// this key follows from it.
    pub fn key_secret(&self) -> Passphrase {
        let purpose = b"onsite-vault/1 signing key ";
        Passphrase::new(Digest::of_parts([&purpose[..], self.as_bytes()]).to_string())
    }

    /// The 32 bytes, for the database.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for DataKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DataKey(hidden)")
    }
}

/// How much work it takes to try one passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Argon2id memory in KiB.
    pub memory_kib: u32,
    /// Argon2id passes.
    pub passes: u32,
    /// Argon2id lanes.
    pub lanes: u32,
    /// Rounds of bcrypt in the OpenSSH key file. What it is wrapped under is 32 random bytes, which
    /// nobody can try through: these are as many as `ssh-keygen` makes.
    pub key_rounds: u32,
}

impl Cost {
    /// What is used: RFC 9106's second recommendation with one lane instead of four, because the
    /// program has one thread.
    pub const STANDARD: Cost = Cost {
        memory_kib: 64 * 1024,
        passes: 3,
        lanes: 1,
        key_rounds: 16,
    };
    /// For tests and throw-away folders: protects nothing.
    pub const CHEAPEST: Cost = Cost {
        memory_kib: 8,
        passes: 1,
        lanes: 1,
        key_rounds: 1,
    };
}

/// The most that a file may ask for: eight times the standard. A file that asks for more was not
/// made by this program and would only stall it.
const MOST_MEMORY_KIB: u32 = 512 * 1024;
const MOST_PASSES: u32 = 24;
const MOST_LANES: u32 = 8;

/// The data key wrapped under one secret, as it stands in `vault.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Slot {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    /// 16 random bytes, hex.
    salt: String,
    /// 12 random bytes, hex.
    nonce: String,
    /// 32 bytes of key and 16 of tag, hex.
    wrapped: String,
}

/// Why a slot did not open.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum SlotFault {
    /// The secret is another one.
    WrongSecret,
    /// A field is not what it should be.
    Damaged(&'static str),
    /// It asks for more work than is allowed.
    TooCostly(&'static str),
    /// No memory to work in.
    Memory,
}

impl Slot {
    /// Wraps `key` under `secret`. The tag covers `purpose` too, so that one slot cannot stand in
    /// for another.
    pub(super) fn wrap(
        key: &DataKey,
        secret: &[u8],
        purpose: &str,
        cost: Cost,
        random: &mut Random<'_>,
    ) -> Result<Self, WrapFault> {
        let salt: [u8; 16] = random::bytes(random)?;
        let nonce: [u8; 12] = random::bytes(random)?;
        let mut slot = Self {
            memory_kib: cost.memory_kib,
            passes: cost.passes,
            lanes: cost.lanes,
            salt: hex::encode(salt),
            nonce: hex::encode(nonce),
            wrapped: String::new(),
        };
        let wrapping = slot.stretch(secret, &salt).map_err(WrapFault::Slot)?;
        let bound = slot.bound(purpose);
        let payload = Payload {
            msg: key.as_bytes(),
            aad: bound.as_bytes(),
        };
        let wrapped = cipher(&wrapping)
            .encrypt(Nonce::from_slice(&nonce), payload)
            .map_err(|_| WrapFault::Slot(SlotFault::Memory))?;
        slot.wrapped = hex::encode(wrapped);
        Ok(slot)
    }

    /// Unwraps the data key.
    pub(super) fn open(&self, secret: &[u8], purpose: &str) -> Result<DataKey, SlotFault> {
        self.check_cost()?;
        let salt: [u8; 16] = from_hex(&self.salt, "salt")?;
        let nonce: [u8; 12] = from_hex(&self.nonce, "nonce")?;
        let wrapped: [u8; 48] = from_hex(&self.wrapped, "wrapped key")?;
        let wrapping = self.stretch(secret, &salt)?;
        let bound = self.bound(purpose);
        let payload = Payload {
            msg: &wrapped,
            aad: bound.as_bytes(),
        };
        let plain = cipher(&wrapping)
            .decrypt(Nonce::from_slice(&nonce), payload)
            .map(Zeroizing::new)
            .map_err(|_| SlotFault::WrongSecret)?;
        let mut key = DataKey::from_bytes([0; 32]);
        for (to, from) in key.0.iter_mut().zip(plain.iter()) {
            *to = *from;
        }
        Ok(key)
    }

    fn check_cost(&self) -> Result<(), SlotFault> {
        match self {
            _ if self.memory_kib > MOST_MEMORY_KIB => Err(SlotFault::TooCostly("memory")),
            _ if self.passes > MOST_PASSES => Err(SlotFault::TooCostly("passes")),
            _ if self.lanes > MOST_LANES => Err(SlotFault::TooCostly("lanes")),
            _ => Ok(()),
        }
    }

    fn stretch(&self, secret: &[u8], salt: &[u8]) -> Result<Zeroizing<[u8; 32]>, SlotFault> {
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32))
            .map_err(|_| SlotFault::Damaged("the numbers for Argon2 do not fit"))?;
        let mut out = Zeroizing::new([0; 32]);
        // The library's own allocation ends the program where there is no memory.
        let mut room = Vec::new();
        room.try_reserve_exact(params.block_count())
            .map_err(|_| SlotFault::Memory)?;
        room.resize(params.block_count(), Block::new());
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(secret, salt, out.as_mut_slice(), &mut room)
            .map_err(|_| SlotFault::Memory)?;
        Ok(out)
    }

    /// What the tag also covers: changing any of it makes the slot not open.
    fn bound(&self, purpose: &str) -> String {
        let Self {
            memory_kib,
            passes,
            lanes,
            salt,
            ..
        } = self;
        format!("onsite-vault/1 {purpose} m={memory_kib} t={passes} p={lanes} {salt}")
    }
}

/// Why wrapping failed.
#[derive(Debug)]
pub(super) enum WrapFault {
    /// No randomness.
    Randomness(NoRandomness),
    /// No memory, or a cost that makes no sense.
    Slot(SlotFault),
}

impl From<NoRandomness> for WrapFault {
    fn from(fault: NoRandomness) -> Self {
        Self::Randomness(fault)
    }
}

fn cipher(key: &[u8; 32]) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(Key::from_slice(key))
}

fn from_hex<const N: usize>(text: &str, what: &'static str) -> Result<[u8; N], SlotFault> {
    let mut bytes = [0; N];
    hex::decode_to_slice(text, &mut bytes).map_err(|_| SlotFault::Damaged(what))?;
    Ok(bytes)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn wrapped() -> (DataKey, Slot) {
        let mut random = random::repeatable();
        let key = DataKey::new(&mut random).unwrap();
        let slot = Slot::wrap(&key, b"secret", "passphrase", Cost::CHEAPEST, &mut random).unwrap();
        (key, slot)
    }

    #[test]
    fn a_wrapped_key_opens_with_its_secret_and_purpose_alone() {
        let (key, slot) = wrapped();
        assert_eq!(slot.open(b"secret", "passphrase").unwrap(), key);
        assert_eq!(
            slot.open(b"Secret", "passphrase"),
            Err(SlotFault::WrongSecret)
        );
        assert_eq!(
            slot.open(b"secret", "recovery"),
            Err(SlotFault::WrongSecret)
        );
    }

    #[test]
    fn the_parameters_are_bound_in_and_capped() {
        let (_, slot) = wrapped();
        let weaker = Slot {
            passes: 2,
            ..slot.clone()
        };
        assert_eq!(
            weaker.open(b"secret", "passphrase"),
            Err(SlotFault::WrongSecret)
        );
        let bomb = Slot {
            memory_kib: u32::MAX,
            ..slot.clone()
        };
        assert_eq!(
            bomb.open(b"secret", "passphrase"),
            Err(SlotFault::TooCostly("memory"))
        );
        let endless = Slot {
            passes: u32::MAX,
            ..slot.clone()
        };
        assert_eq!(
            endless.open(b"secret", "passphrase"),
            Err(SlotFault::TooCostly("passes"))
        );
        let nonsense = Slot {
            memory_kib: 0,
            ..slot
        };
        assert!(matches!(
            nonsense.open(b"secret", "passphrase"),
            Err(SlotFault::Damaged(_))
        ));
    }

    #[test]
    fn the_standard_cost_is_the_documented_one() {
        let Cost {
            memory_kib,
            passes,
            lanes,
            key_rounds,
        } = Cost::STANDARD;
        assert_eq!((memory_kib, passes, lanes, key_rounds), (65_536, 3, 1, 16));
    }
}
