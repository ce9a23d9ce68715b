//! Who may sign: making the roster of an office of one, and accepting an office's roster.

use super::error::WorkspaceError;
use super::files::{self, Replace};
use super::folder::DataFolder;
use super::verify::{accepted_roster, roster_at};
use super::{APP, Workspace};
use crate::bundle::keys::SignerKey;
use crate::bundle::kinds::Role;
use crate::bundle::limits;
use crate::bundle::roster::{
    Roster, RosterChange, RosterEntry, RosterList, RosterSeal, Update, read_roster,
    roster_file_name, seal_roster,
};
use crate::bundle::when::Stamp;
use crate::domain::values::ids::Principal;
use crate::vault::{Passphrase, SigningKey};
use chrono::{DateTime, Days, Utc};
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// How long a roster is valid.
const ROSTER_DAYS: u64 = 366;
/// How long a key on it may sign.
const KEY_DAYS: u64 = 3 * 366;

/// Somebody whose key is put on the roster.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// The person's id; one who is on it already keeps theirs.
    pub principal: Principal,
    /// The name with the credential, for people to read.
    pub name: String,
    /// The public half of the key.
    pub key: SignerKey,
    /// What the person may sign.
    pub roles: Vec<Role>,
    /// The first moment at which a signature of the key is good: now, if none is named.
    pub valid_from: Option<Stamp>,
}

/// What [`Workspace::roster_init`] or [`Workspace::change_roster`] made.
#[derive(Clone, Debug)]
pub struct RosterMade {
    /// The file to hand out.
    pub path: PathBuf,
    /// The roster.
    pub roster: Roster,
}

/// A roster that could be accepted.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The roster.
    pub roster: Roster,
    /// Its exact bytes.
    bytes: Vec<u8>,
    /// What accepting it would do.
    pub kind: OfferKind,
}

/// What accepting a roster would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfferKind {
    /// None is held: the root's fingerprint must be compared with the office first.
    First,
    /// It is signed by a root of the roster that is held.
    Update,
    /// It is the one that is held.
    Same,
}

impl Workspace {
    /// Makes the roster of an office of one: the user's own key signs surveys and the roster
    /// itself. It is accepted here at once, and a copy to hand out goes into `out`.
    ///
    /// # Errors
    /// There is a roster already, the passphrase is wrong, or a file cannot be written.
    pub fn roster_init(
        &mut self,
        passphrase: &Passphrase,
        out: &Path,
    ) -> Result<RosterMade, WorkspaceError> {
        if self.is_demo() {
            return Err(WorkspaceError::DemoRoster);
        }
        if let Some(held) = accepted_roster(&self.folder)? {
            return Err(WorkspaceError::RosterHeld(held.list.seq));
        }
        let now = self.world.stamp()?;
        let random = self.world.nonce()?;
        let first = self.first_seal()?.unwrap_or(now).min(now);
        let profile = self.profile().ok_or(WorkspaceError::Locked)?.clone();
        let key = self.own_key(passphrase)?;
        let signer =
            SignerKey::of(key.private()).ok_or(WorkspaceError::Mistake("a key that is none"))?;
        let words = [profile.name.as_str(), profile.credential.as_str()];
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let name = match profile.name.is_empty() {
            true => profile.principal.to_string(),
            false => words.join(", "),
        };
        let person = RosterEntry::active(
            profile.principal.clone(),
            name,
            signer,
            &[Role::Surveyor, Role::Office, Role::Root],
            (first, later(now, KEY_DAYS)?),
        );
        let list = RosterList::of_one(person, now, later(now, ROSTER_DAYS)?);
        self.issue(&list, now, random, &key, out)
    }

    /// Puts a person's key on the accepted roster: the next one, signed by the user's own key, which
    /// must be a root of the one held.
    ///
    /// # Errors
    /// As [`Workspace::change_roster`], or the key is on it already.
    pub fn add_to_roster(
        &mut self,
        passphrase: &Passphrase,
        person: NewPerson,
        out: &Path,
    ) -> Result<RosterMade, WorkspaceError> {
        let now = self.world.stamp()?;
        let from = person.valid_from.unwrap_or(now);
        let entry = RosterEntry::active(
            person.principal,
            person.name,
            person.key,
            &person.roles,
            (from, later(now, KEY_DAYS)?),
        );
        self.change_roster(passphrase, RosterChange::Add(entry), out)
    }

    /// Changes the accepted roster: the next one is signed by the user's own key, accepted here at
    /// once, and a copy to hand out goes into `out`.
    ///
    /// # Errors
    /// No roster is accepted, the user's key is no root of it, it cannot change so, the passphrase
    /// is wrong, or a file cannot be written.
    pub fn change_roster(
        &mut self,
        passphrase: &Passphrase,
        change: RosterChange,
        out: &Path,
    ) -> Result<RosterMade, WorkspaceError> {
        if self.is_demo() {
            return Err(WorkspaceError::DemoRoster);
        }
        let held = accepted_roster(&self.folder)?.ok_or(WorkspaceError::NoRoster)?;
        let now = self.world.stamp()?;
        let random = self.world.nonce()?;
        let list = held.list.changed(change, now, later(now, ROSTER_DAYS)?)?;
        let key = self.own_key(passphrase)?;
        let is_root = SignerKey::of(key.private())
            .is_some_and(|own| held.list.roots.contains(own.fingerprint()));
        if !is_root {
            return Err(WorkspaceError::NotRoot);
        }
        self.issue(&list, now, random, &key, out)
    }

    /// Signs a list, makes sure that whoever has the one held would take it, hands it out and
    /// accepts it here.
    fn issue(
        &mut self,
        list: &RosterList,
        now: Stamp,
        random: [u8; 16],
        key: &SigningKey,
        out: &Path,
    ) -> Result<RosterMade, WorkspaceError> {
        let principal = self
            .profile()
            .ok_or(WorkspaceError::Locked)?
            .principal
            .clone();
        let seal = RosterSeal {
            training: false,
            sealed_at: now,
            principal,
            random,
            app: APP.to_owned(),
        };
        let bytes = seal_roster(list, &seal, key.private())?;
        let path = out.join(roster_file_name(list.seq));
        let made = read_roster(Cursor::new(&bytes))
            .map_err(|refusal| super::verify::told(&path, refusal))?;
        if let Some(held) = accepted_roster(&self.folder)? {
            held.judge_update(&made)?;
        }
        files::make_folder(out)?;
        files::write_bytes(&path, Replace::No, &bytes)?;
        files::write_bytes(&self.folder.roster(), Replace::Yes, &bytes)?;
        Ok(RosterMade {
            roster: roster_at(&path)?,
            path: files::whole(&path),
        })
    }

    /// When the first real file was signed here: a roster made later must still know its signer.
    fn first_seal(&mut self) -> Result<Option<Stamp>, WorkspaceError> {
        let mut first: Option<Stamp> = None;
        let mut before = None;
        loop {
            let page = self.list_cases(before, 200)?;
            let Some(last) = page.last() else {
                return Ok(first);
            };
            before = Some(last.number);
            let session = self.session()?;
            for case in page.iter().filter(|case| !case.training) {
                let seals = session.store.seals(&case.id)?;
                let times = seals.iter().filter_map(|seal| Stamp::of(seal.sealed_at));
                first = first.into_iter().chain(times).min();
            }
        }
    }
}

fn later(now: Stamp, days: u64) -> Result<Stamp, WorkspaceError> {
    let moment: Option<DateTime<Utc>> = now.moment().checked_add_days(Days::new(days));
    moment
        .and_then(Stamp::new)
        .ok_or(WorkspaceError::Mistake("a time out of range"))
}

/// The roster that is accepted here, if one is.
///
/// # Errors
/// It cannot be read or is refused.
pub fn held_roster(folder: &DataFolder) -> Result<Option<Roster>, WorkspaceError> {
    accepted_roster(folder)
}

/// Reads a roster that somebody handed over and says what accepting it would do. Changes nothing.
///
/// # Errors
/// It cannot be read, is refused, is training, or may not take the place of the one held.
pub fn offer_roster(path: &Path, folder: &DataFolder) -> Result<Offer, WorkspaceError> {
    let bytes = files::read(path, limits::FILE.min(64 << 20))?;
    let roster =
        read_roster(Cursor::new(&bytes)).map_err(|refusal| super::verify::told(path, refusal))?;
    if roster.training {
        return Err(WorkspaceError::TrainingRoster);
    }
    let kind = match accepted_roster(folder)? {
        None => OfferKind::First,
        Some(held) => match held.judge_update(&roster)? {
            Update::Same => OfferKind::Same,
            Update::Newer => OfferKind::Update,
        },
    };
    Ok(Offer {
        roster,
        bytes,
        kind,
    })
}

impl Offer {
    /// Accepts it: from now on it decides who may sign.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn accept(self, folder: &DataFolder) -> Result<Roster, WorkspaceError> {
        if self.kind != OfferKind::Same {
            folder.make()?;
            files::write_bytes(&folder.roster(), Replace::Yes, &self.bytes)?;
        }
        Ok(self.roster)
    }
}
