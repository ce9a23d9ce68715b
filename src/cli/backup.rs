//! `onsite backup`: a copy of everything on another disk.

use super::Common;
use super::exit::{Exit, Usage};
use super::progress::Progress;
use crate::tui::wording;
use crate::workspace::{BackupMade, BackupStep, Workspace, WorkspaceError};
use clap::Args;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Arguments of `onsite backup`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onsite backup --to /media/stick   copies everything into a new folder there
  onsite backup                     the same, where the last backup went

The copy is encrypted as your data is, and is read back before it counts. The newest three are kept,
and the newest of each of fourteen days; older ones of this laptop are removed.
To go back to one: onsite restore FOLDER. While the app is open, make the backup there.")]
pub struct Arguments {
    /// Folder on another disk
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
    /// File that holds the passphrase in its first line
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// No folder is known, the passphrase is wrong, or a file cannot be read or written.
pub fn run(arguments: &Arguments, common: &Common, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let passphrase = common.passphrase(arguments.passphrase_file.as_deref())?;
    let mut workspace = common.unlocked(&passphrase)?;
    let last = workspace.last_backup()?.map(|(last, _)| last.shelf);
    let shelf = arguments.to.clone().or(last).ok_or(Usage(
        "Say where the backup goes, best on a stick: onsite backup --to FOLDER",
    ))?;
    let made = make(&mut workspace, &shelf)?;
    writeln!(out, "Backed up and read back:")?;
    writeln!(out, "  Folder    {}", made.path.display())?;
    writeln!(out, "  Size      {}", wording::size(made.bytes))?;
    writeln!(out, "  Entries   {}", made.entries)?;
    if made.removed > 0 {
        writeln!(out, "  Older backups removed: {}", made.removed)?;
    }
    writeln!(
        out,
        "It opens with the passphrase of today, or with the recovery code."
    )?;
    Ok(Exit::DONE)
}

fn make(workspace: &mut Workspace, shelf: &Path) -> Result<BackupMade, WorkspaceError> {
    let mut work = workspace.begin_backup(shelf)?;
    let mut progress = Progress::new("Copying");
    loop {
        match workspace.step_backup(&mut work)? {
            BackupStep::Made(made) => return Ok(made),
            BackupStep::Going { done, total } if progress.at(done, total) => {}
            BackupStep::Going { .. } => {
                workspace.stop_backup(work)?;
                return Err(WorkspaceError::Stopped);
            }
        }
    }
}
