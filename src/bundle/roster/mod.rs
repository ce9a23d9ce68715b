//! Who may sign: the roster's list, its rules, and what it says about a signer.
//!
//! The list as a signed file is in [`file`]. FORMAT.md, Trust.

mod change;
mod file;

pub use change::{RosterChange, RosterChangeFault};
pub use file::{
    RosterSeal, allowed_signers, read_roster, revoked_keys, roster_file_name, seal_roster,
};

use super::keys::{Fingerprint, SignerKey};
use super::kinds::{Namespace, Role};
use super::step::RosterRef;
use super::when::Stamp;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::Principal;
use crate::domain::values::visible::is_unseen;
use serde::{Deserialize, Deserializer, Serialize};

/// The longest name of a person, in bytes.
const LONGEST_NAME: usize = 200;

/// Whether a key is in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// In use.
    Active,
    /// No longer used; what it signed within its dates stays good.
    Retired,
    /// Stolen or lost: whatever it signed is refused.
    Compromised,
}

/// One key of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RosterEntry {
    /// The person's id, given by the office.
    pub principal: Principal,
    /// The person's name with the credential, for people to read: `Ann Miller, RN, OCN`.
    pub name: String,
    /// What the person may sign, in the order of [`Role`].
    pub roles: Vec<Role>,
    /// The key's fingerprint.
    pub fingerprint: Fingerprint,
    /// The key.
    pub key: SignerKey,
    /// The first moment at which a signature is good.
    pub valid_from: Stamp,
    /// The last moment at which a signature is good.
    pub valid_to: Stamp,
    /// Whether the key is in use.
    pub status: Status,
    /// The person's age recipient, to encrypt files for them.
    #[serde(deserialize_with = "present")]
    pub age: Option<String>,
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Option::deserialize(deserializer)
}

impl RosterEntry {
    /// An entry for a key that is in use.
    pub fn active(
        principal: Principal,
        name: impl Into<String>,
        key: SignerKey,
        roles: &[Role],
        (valid_from, valid_to): (Stamp, Stamp),
    ) -> Self {
        let mut roles = roles.to_vec();
        roles.sort();
        roles.dedup();
        Self {
            principal,
            name: name.into(),
            roles,
            fingerprint: key.fingerprint().clone(),
            key,
            valid_from,
            valid_to,
            status: Status::Active,
            age: None,
        }
    }

    /// What the key may sign.
    pub fn namespaces(&self) -> impl Iterator<Item = Namespace> {
        self.roles
            .iter()
            .flat_map(|role| role.namespaces())
            .copied()
    }

    /// Says whether the key was valid at `moment`.
    pub fn is_valid_at(&self, moment: Stamp) -> bool {
        self.valid_from <= moment && moment <= self.valid_to
    }

    fn check(&self) -> Result<(), String> {
        let told = |why: &str| Err(format!("the entry of \"{}\" {why}", self.principal));
        if self.fingerprint != *self.key.fingerprint() {
            return told("has a fingerprint that is not its key's");
        }
        if self.roles.is_empty() || !ascending(&self.roles) {
            return told("has no roles, or has them out of order or twice");
        }
        if self.valid_from > self.valid_to {
            return told("ends before it begins");
        }
        if self.name.is_empty()
            || self.name.len() > LONGEST_NAME
            || self.name.trim() != self.name
            || self.name.chars().any(is_unseen)
        {
            return told("has no name, or one with letters that cannot be seen");
        }
        let is_recipient = |text: &String| {
            text.starts_with("age1")
                && (5..=2048).contains(&text.len())
                && text
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        if self.age.as_ref().is_some_and(|age| !is_recipient(age)) {
            return told("has an age recipient that is none");
        }
        Ok(())
    }
}

fn ascending<T: Ord>(items: &[T]) -> bool {
    items.iter().zip(items.iter().skip(1)).all(|(a, b)| a < b)
}

/// `roster.json`: everyone who may sign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RosterList {
    /// Its number; rises with every change.
    pub seq: u64,
    /// When it was made.
    pub issued: Stamp,
    /// After this, files can be read but nothing new is decided on it.
    pub expires: Stamp,
    /// The keys, ascending by principal, then fingerprint.
    pub entries: Vec<RosterEntry>,
    /// The fingerprints, ascending, of the active keys that may sign the next roster.
    pub roots: Vec<Fingerprint>,
}

impl RosterList {
    /// The first list of an office of one: a person with all their roles, [`Role::Root`] among
    /// them.
    pub fn of_one(mut person: RosterEntry, issued: Stamp, expires: Stamp) -> Self {
        if !person.roles.contains(&Role::Root) {
            person.roles.push(Role::Root);
        }
        Self::new(1, issued, expires, vec![person])
    }

    /// A list from its entries, put in order, with the roots that follow from them.
    pub fn new(seq: u64, issued: Stamp, expires: Stamp, mut entries: Vec<RosterEntry>) -> Self {
        entries.sort_by(|a, b| (&a.principal, &a.fingerprint).cmp(&(&b.principal, &b.fingerprint)));
        for entry in &mut entries {
            entry.roles.sort();
            entry.roles.dedup();
        }
        let mut list = Self {
            seq,
            issued,
            expires,
            entries,
            roots: Vec::new(),
        };
        list.roots = list.active_roots();
        list
    }

    fn active_roots(&self) -> Vec<Fingerprint> {
        let mut roots: Vec<Fingerprint> = self
            .entries
            .iter()
            .filter(|entry| entry.status == Status::Active && entry.roles.contains(&Role::Root))
            .map(|entry| entry.fingerprint.clone())
            .collect();
        roots.sort();
        roots
    }

    /// Checks every rule of the list.
    ///
    /// # Errors
    /// The first rule that it breaks, in plain words.
    pub fn check(&self) -> Result<(), String> {
        if self.seq == 0 {
            return Err("its number must be 1 or more".into());
        }
        if self.issued >= self.expires {
            return Err("it expires before it is issued".into());
        }
        for entry in &self.entries {
            entry.check()?;
        }
        let order: Vec<_> = self
            .entries
            .iter()
            .map(|entry| (&entry.principal, &entry.fingerprint))
            .collect();
        if !ascending(&order) {
            return Err("its entries are out of order".into());
        }
        let mut keys: Vec<&Fingerprint> = order.iter().map(|(_, print)| *print).collect();
        keys.sort();
        if !ascending(&keys) {
            return Err("a key stands in it twice".into());
        }
        if self.roots.is_empty() || self.roots != self.active_roots() {
            return Err("\"roots\" must be the fingerprints of its active root keys".into());
        }
        Ok(())
    }

    /// The entry of a key.
    pub fn entry_of(&self, key: &SignerKey) -> Option<&RosterEntry> {
        self.entries.iter().find(|entry| entry.key == *key)
    }
}

/// A roster whose file was whole and signed by one of its own roots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    /// Everyone who may sign.
    pub list: RosterList,
    /// Whether it is worth nothing and accepts only training bundles.
    pub training: bool,
    /// The SHA-256 of its manifest.
    pub manifest: Digest,
    /// The key that signed it.
    pub signed_by: Fingerprint,
    /// When it was signed, as its header says.
    pub sealed_at: Stamp,
}

/// What taking a roster in place of the one held would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Update {
    /// It is the one that is held.
    Same,
    /// It is newer and may be taken.
    Newer,
}

/// Why a roster may not take the place of the one held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UpdateFault {
    /// A lower number.
    #[error("this roster is older than the one you hold; keep yours")]
    Older,
    /// The same number, other bytes.
    #[error("two different rosters have the same number; ask the office which one stands")]
    Fork,
    /// Not signed by a root of the roster held.
    #[error(
        "this roster is not signed by a root key of the one you hold; compare its fingerprint \
         with the office by phone and set it up again"
    )]
    Stranger,
    /// Signed by a root of the roster held, at a time when that key was not valid.
    #[error(
        "this roster was signed when the root key of the one you hold was not valid; ask the \
         office for one signed by a valid key"
    )]
    RootDates,
    /// A training roster for a real one, or the reverse.
    #[error("a training roster and a real one cannot replace each other")]
    Training,
}

impl Roster {
    /// How a header names this roster.
    pub fn reference(&self) -> RosterRef {
        RosterRef {
            seq: self.list.seq,
            sha256: self.manifest,
        }
    }

    /// Says whether nothing new may be decided on it.
    pub fn is_expired(&self, now: Stamp) -> bool {
        now > self.list.expires
    }

    /// Judges whether `next` may take the place of this roster.
    ///
    /// # Errors
    /// When it may not.
    pub fn judge_update(&self, next: &Roster) -> Result<Update, UpdateFault> {
        if self.manifest == next.manifest {
            return Ok(Update::Same);
        }
        if self.training != next.training {
            return Err(UpdateFault::Training);
        }
        if next.list.seq < self.list.seq {
            return Err(UpdateFault::Older);
        }
        if !self.list.roots.contains(&next.signed_by) {
            return Err(UpdateFault::Stranger);
        }
        // The dates of the list held count: those in the new list are its signer's own word.
        let mut signer = self.list.entries.iter();
        let signer = signer.find(|entry| entry.fingerprint == next.signed_by);
        if !signer.is_some_and(|entry| entry.is_valid_at(next.sealed_at)) {
            return Err(UpdateFault::RootDates);
        }
        if next.list.seq == self.list.seq {
            return Err(UpdateFault::Fork);
        }
        Ok(Update::Newer)
    }
}
