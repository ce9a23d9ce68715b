//! The training visit: in a throw-away folder for `onsite demo`, or among a user's own cases.

use super::append::stored;
use super::error::WorkspaceError;
use super::folder::DataFolder;
use super::training::{self, Made};
use super::{Profile, Session, Workspace, World, unlock};
use crate::domain::survey::casefile::CaseFile;
use crate::domain::survey::events::Pending;
use crate::domain::training::Extent;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::{CaseId, DeviceId};
use crate::store::{InstanceLock, SeenPacket, Store};
use crate::vault::Cost;

impl Workspace {
    /// A folder that is thrown away at the end, open, with fixed keys and the training visit half
    /// done in it.
    ///
    /// # Errors
    /// The folder for temporary files cannot be used.
    pub fn demo(mut world: World) -> Result<Self, WorkspaceError> {
        world.cost = Cost::CHEAPEST;
        let mut demo = Self::nowhere(world)?;
        let device = DeviceId::new("training-laptop")
            .ok_or(WorkspaceError::Mistake("a fixed training value is wrong"))?;
        let key = training::data_key();
        let store = Store::create(&demo.lock, &demo.folder.database(), key.as_bytes(), &device)?;
        let profile = Profile {
            name: "Training Surveyor".to_owned(),
            credential: "RN, OCN".to_owned(),
            principal: training::principal()?,
        };
        demo.session = Some(Session::new(store, profile)?);
        demo.training_case()?;
        Ok(demo)
    }

    /// A folder that is thrown away at the end, with nothing in it: for reading a signed file
    /// without touching anyone's data.
    ///
    /// # Errors
    /// The folder for temporary files cannot be used.
    pub fn nowhere(world: World) -> Result<Self, WorkspaceError> {
        let throw_away = tempfile::Builder::new()
            .prefix("onsite-")
            .tempdir()
            .map_err(|source| super::files::failed(&std::env::temp_dir(), "used", source))?;
        let folder = DataFolder::at(throw_away.path());
        let lock = InstanceLock::acquire(folder.path(), world.now())?;
        Ok(Self {
            session: None,
            lock,
            folder,
            world,
            tries: unlock::Tries::default(),
            throw_away: Some(throw_away),
        })
    }

    /// The training case; it is made, half done, if it is not there yet.
    ///
    /// # Errors
    /// The database is locked or cannot be written.
    pub fn training_case(&mut self) -> Result<CaseId, WorkspaceError> {
        let session = self.session()?;
        let made = training::make(session.device.clone(), Extent::Half)?;
        let id = made.training.case.id.clone();
        if session.store.heads(&id)?.clock == 0 {
            session.write_made(made)?;
        }
        Ok(id)
    }
}

impl Session {
    /// Writes a made-up visit in one go.
    fn write_made(&mut self, made: Made) -> Result<(), WorkspaceError> {
        let case = made.training.case.id.clone();
        let entries: Vec<_> = made
            .training
            .entries
            .iter()
            .map(|(e, _)| e.clone())
            .collect();
        let pack = made.pack.pack.clone();
        let texts = made.training.texts.clone();
        let mut find = |_: &_| Some(pack.clone());
        let file = CaseFile::open(case.clone(), &entries, texts, &mut find)?;
        let mut batch = stored(
            &case,
            Pending {
                entries: made.training.entries,
                texts: made.training.texts.iter().cloned().collect(),
                drafts_done: Vec::new(),
            },
        );
        batch.packs.push(made.pack.bytes.to_vec());
        batch.packets.push(SeenPacket {
            sha256: Digest::of(made.packet),
            case: case.clone(),
            issue: u64::from(file.packet.issue),
        });
        batch.summary = super::cases::summary(&file);
        Ok(self.store.append(&batch)?)
    }
}
