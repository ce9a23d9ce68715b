//! Effects of a backup: it is made step by step, so that keys are read in between.

use super::{Effects, Ran, done, ended};
use crate::tui::desk::{Backup, BackupFolder, Desk, LastBackup};
use crate::tui::screens::EffectResult;
use crate::tui::session::Done;
use crate::tui::wording;
use crate::workspace::{BackupStep, WorkspaceError};
use std::path::Path;

impl Effects {
    pub(super) fn look_for_disks(&mut self, desk: &mut Desk) -> Result<(), WorkspaceError> {
        desk.backup.disks = self.workspace.disks();
        self.tell_last_backup(desk)
    }

    /// Puts on the desk when the last backup was made.
    pub(super) fn tell_last_backup(&mut self, desk: &mut Desk) -> Result<(), WorkspaceError> {
        let last = self.workspace.last_backup()?;
        desk.backup.last = last.map(|(last, since)| LastBackup {
            at: last.at,
            is_there: last.is_there(),
            shelf: last.shelf,
            since,
        });
        Ok(())
    }

    pub(super) fn begin_backup(&mut self, desk: &mut Desk, shelf: &Path) -> Ran {
        self.backup = None;
        let work = self.workspace.begin_backup(shelf)?;
        self.backup = Some(work);
        desk.backup = Backup {
            going: Some((0, 0)),
            made: None,
            ..std::mem::take(&mut desk.backup)
        };
        Ok(Done::default())
    }

    pub(super) fn step_backup(&mut self, desk: &mut Desk) -> Ran {
        let Some(work) = &mut self.backup else {
            desk.backup.going = None;
            return Ok(Done::default());
        };
        match self.workspace.step_backup(work) {
            Ok(BackupStep::Going { done, total }) => {
                desk.backup.going = Some((done, total));
                Ok(Done::default())
            }
            Ok(BackupStep::Made(made)) => {
                self.backup = None;
                desk.backup.going = None;
                desk.backup.made = Some(BackupFolder {
                    path: made.path.display().to_string(),
                    bytes: made.bytes,
                    removed: made.removed,
                });
                self.tell_last_backup(desk)?;
                Ok(done())
            }
            Err(error) => {
                self.give_up(desk)?;
                let why = wording::sentence(&error.to_string());
                Ok(ended(EffectResult::Failed(why)))
            }
        }
    }

    pub(super) fn stop_backup(&mut self, desk: &mut Desk) -> Ran {
        self.give_up(desk)?;
        desk.say("Stopped. Nothing of the backup stays.");
        Ok(Done::default())
    }

    fn give_up(&mut self, desk: &mut Desk) -> Result<(), WorkspaceError> {
        desk.backup.going = None;
        match self.backup.take() {
            Some(work) => self.workspace.stop_backup(work),
            None => Ok(()),
        }
    }
}
