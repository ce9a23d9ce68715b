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
    Roster, RosterEntry, RosterList, RosterSeal, Update, read_roster, roster_file_name, seal_roster,
};
use crate::bundle::when::Stamp;
use crate::vault::Passphrase;
use chrono::{DateTime, Days, Utc};
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// How long a roster is valid.
const ROSTER_DAYS: u64 = 366;
/// How long a key on it may sign.
const KEY_DAYS: u64 = 3 * 366;

/// What [`Workspace::roster_init`] made.
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
        let seal = RosterSeal {
            training: false,
            sealed_at: now,
            principal: profile.principal,
            random,
            app: APP.to_owned(),
        };
        let bytes = seal_roster(&list, &seal, key.private())?;
        let path = out.join(roster_file_name(list.seq));
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
