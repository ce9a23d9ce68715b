//! The next roster from the one held: a key added, one no longer used, one stolen or lost, or the
//! same keys for longer. Who may sign it, and whether others will take it, is for
//! [`Roster::judge_update`](super::Roster::judge_update).

use super::{RosterEntry, RosterList, Status};
use crate::bundle::keys::Fingerprint;
use crate::bundle::when::Stamp;

/// What changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RosterChange {
    /// A person's key is put on it.
    Add(RosterEntry),
    /// A key is no longer used; what it signed until now stays good.
    Retire(Fingerprint),
    /// A key was stolen or lost: whatever it signed is refused.
    Revoke(Fingerprint),
    /// Nothing but how long it is good.
    Renew,
}

/// Why it cannot change so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RosterChangeFault {
    /// The key is on it.
    #[error("the key {0} is on the roster already; nothing was changed")]
    HasKey(Fingerprint),
    /// The key is not on it.
    #[error("there is no key {0} on the roster; see 'onsite roster show'; nothing was changed")]
    NoKey(Fingerprint),
    /// The key is as it was to become, or worse.
    #[error("the key {0} is not in use any more; nothing was changed")]
    NotInUse(Fingerprint),
    /// Nobody could sign the next one.
    #[error(
        "the key {0} is the last one that can sign the next roster; put another person's key on it \
         with the role root first; nothing was changed"
    )]
    LastRoot(Fingerprint),
    /// A rule of rosters.
    #[error("such a roster would be refused by everyone: {0}; nothing was changed")]
    Rule(String),
}

impl RosterList {
    /// The list after a change, with the next number.
    ///
    /// # Errors
    /// It cannot change so; or the list that comes out would break a rule.
    pub fn changed(
        &self,
        change: RosterChange,
        issued: Stamp,
        expires: Stamp,
    ) -> Result<Self, RosterChangeFault> {
        let mut entries = self.entries.clone();
        match change {
            RosterChange::Renew => {}
            RosterChange::Add(entry) => {
                if self.entry_of(&entry.key).is_some() {
                    return Err(RosterChangeFault::HasKey(entry.fingerprint));
                }
                entries.push(entry);
            }
            RosterChange::Retire(key) => {
                let entry = in_use(&mut entries, &key)?;
                entry.status = Status::Retired;
                entry.valid_to = entry.valid_to.min(issued.max(entry.valid_from));
            }
            RosterChange::Revoke(key) => {
                let entry = found(&mut entries, &key)?;
                if entry.status == Status::Compromised {
                    return Err(RosterChangeFault::NotInUse(key));
                }
                entry.status = Status::Compromised;
            }
        }
        let next = Self::new(self.seq.saturating_add(1), issued, expires, entries);
        if let ([], Some(last)) = (&next.roots[..], self.roots.first()) {
            return Err(RosterChangeFault::LastRoot(last.clone()));
        }
        next.check().map_err(RosterChangeFault::Rule)?;
        Ok(next)
    }
}

fn found<'a>(
    entries: &'a mut [RosterEntry],
    key: &Fingerprint,
) -> Result<&'a mut RosterEntry, RosterChangeFault> {
    let mut entries = entries.iter_mut();
    entries
        .find(|entry| entry.fingerprint == *key)
        .ok_or_else(|| RosterChangeFault::NoKey(key.clone()))
}

fn in_use<'a>(
    entries: &'a mut [RosterEntry],
    key: &Fingerprint,
) -> Result<&'a mut RosterEntry, RosterChangeFault> {
    let entry = found(entries, key)?;
    match entry.status {
        Status::Active => Ok(entry),
        Status::Retired | Status::Compromised => Err(RosterChangeFault::NotInUse(key.clone())),
    }
}
