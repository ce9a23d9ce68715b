//! One open data folder: where store, vault, bundle, report and standards meet.
//!
//! Every act of the program is a method here, used by `cli` and `tui::effects` alone. Clock,
//! randomness and folder are given ([`World`], [`DataFolder`]), so that tests are the same every
//! time. Not here: what an act means (`domain`), how a thing is stored, signed or printed (the
//! layers), asking a person anything (`cli`, `tui`).
//!
//! | file | what lives there |
//! |---|---|
//! | `folder`, `files`, `world` | where the data is; files that appear whole; clock and chance |
//! | `parts` | what an earlier vault left, which is never written over |
//! | `set_up`, `unlock`, `profile` | the first run; unlocking and locking; who uses the program |
//! | `signing` | the signing key: whether it can sign, and making a new one |
//! | `cases`, `open`, `append` | the list; one case with all that is needed; every answer |
//! | `import` | packets and packs |
//! | `drafts` | what was still being typed, taken into the visit before it is signed |
//! | `sealing`, `seal`, `export` | a signed step in memory; signing; copies for others |
//! | `withdraw` | signed revisions that hold a text which was erased since |
//! | `verify`, `reading`, `rosters` | the five answers; showing a file; who may sign |
//! | `compare` | a revision held against an earlier one |
//! | `backup`, `restore` | a copy of everything on another disk, and going back to it |
//! | `doctor` | looking everything over |
//! | `training`, `demo` | keys worth nothing and what they sign; the throw-away folder |
//! | `error` | what can go wrong, and what to do |

mod append;
mod backup;
mod cases;
mod compare;
mod demo;
mod doctor;
mod drafts;
mod error;
mod export;
mod files;
mod folder;
mod import;
mod open;
mod parts;
mod profile;
mod reading;
mod restore;
mod rosters;
mod seal;
mod sealing;
mod set_up;
mod signing;
mod this_version;
mod training;
mod unlock;
mod verify;
mod withdraw;
mod world;

pub use backup::{BackupMade, BackupStep, BackupWork, LastBackup};
pub use cases::CaseSummary;
pub use doctor::{Finding, Health, examine_outside};
pub use error::WorkspaceError;
pub use export::SignedFile;
pub use folder::{DATA_DIR, DataFolder};
pub use import::Imported;
pub use open::OpenedCase;
pub use parts::{Found, Parts};
pub use profile::Profile;
pub use reading::{OpenedBundle, read_bundle};
pub use restore::Restored;
pub use rosters::{NewPerson, Offer, OfferKind, RosterMade, held_roster, offer_roster};
pub use set_up::{Adopt, NewUser};
pub use signing::{KeyTrouble, SignerFile};
pub use this_version::THIS_VERSION;
pub use training::{DemoBundle, KEY_FILE, demo_bundle};
pub use unlock::{KeyAfter, Unlocked};
pub use verify::{Against, UsedRoster, Verified, verify_file};
pub use world::World;

use crate::domain::values::calendar::Moment;
use crate::domain::values::ids::DeviceId;
use crate::store::{InstanceLock, Store};
use crate::vault::DataKey;
use std::collections::BTreeMap;
use tempfile::TempDir;

/// The program as it names itself in what it makes.
pub const APP: &str = concat!("onsite ", env!("CARGO_PKG_VERSION"));

/// A data folder that this process alone uses. Fields are dropped in this order.
#[derive(Debug)]
pub struct Workspace {
    /// The open database; nothing while locked.
    session: Option<Session>,
    lock: InstanceLock,
    folder: DataFolder,
    world: World,
    tries: unlock::Tries,
    /// What would open a database that lost its end, until a person says whether to go on.
    asked: Option<unlock::Asked>,
    /// The folder itself, where it is thrown away at the end.
    throw_away: Option<TempDir>,
}

/// What is there only while the database is open.
#[derive(Debug)]
struct Session {
    store: Store,
    device: DeviceId,
    profile: Profile,
    /// Where the Surveyor is, by key; written when something else is, or at the end.
    places: BTreeMap<String, String>,
    /// The summaries as they were written last.
    summaries: cases::Summaries,
    /// After the recovery code: the key that a new passphrase must still wrap.
    unwrapped: Option<DataKey>,
}

impl Workspace {
    /// Claims a data folder for this process, and makes it if need be. Locked at first.
    ///
    /// # Errors
    /// The folder cannot be made, or another onsite has it.
    pub fn open(folder: DataFolder, world: World) -> Result<Self, WorkspaceError> {
        folder.make()?;
        let lock = InstanceLock::acquire(folder.path(), world.now())?;
        folder.remove_leftovers();
        demo::clean_up(world.now());
        let tries = unlock::Tries::load(&folder);
        Ok(Self {
            session: None,
            lock,
            folder,
            world,
            tries,
            asked: None,
            throw_away: None,
        })
    }

    /// Where everything is.
    pub fn folder(&self) -> &DataFolder {
        &self.folder
    }

    /// The present moment, in whole seconds.
    pub fn now(&self) -> Moment {
        self.world.now()
    }

    /// Clock and randomness.
    pub fn world(&mut self) -> &mut World {
        &mut self.world
    }

    /// Whether everything is thrown away at the end.
    pub fn is_demo(&self) -> bool {
        self.throw_away.is_some()
    }

    /// Whether the database is open.
    pub fn is_open(&self) -> bool {
        self.session.is_some()
    }

    fn session(&mut self) -> Result<&mut Session, WorkspaceError> {
        self.session.as_mut().ok_or(WorkspaceError::Locked)
    }
}

impl Session {
    fn new(store: Store, profile: Profile) -> Result<Self, WorkspaceError> {
        Ok(Self {
            device: store.device()?,
            store,
            profile,
            places: BTreeMap::new(),
            summaries: cases::Summaries::default(),
            unwrapped: None,
        })
    }
}

impl Drop for Workspace {
    fn drop(&mut self) {
        // The last place is a convenience: nothing is to be done where it cannot be kept.
        let _ = self.lock();
    }
}
