//! `onsite restore`: going back to a backup.

use super::exit::Exit;
use super::progress::Progress;
use super::{Common, passphrase};
use crate::domain::survey::words;
use crate::workspace::{Workspace, World};
use clap::Args;
use std::io::Write;
use std::path::PathBuf;

/// Arguments of `onsite restore`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onsite restore /media/stick/onsite-backup-2026-03-02-170000

It opens with the passphrase that the backup was made under, or with the recovery code. Everything
is checked before it takes its place. What lies in the data folder is never written over: with
--put-aside it is kept in a folder beside it.")]
pub struct Arguments {
    /// The backup: a folder whose name begins with onsite-backup
    #[arg(value_name = "FOLDER")]
    from: PathBuf,
    /// Keep what is in the data folder aside, and go back to the backup
    #[arg(long)]
    put_aside: bool,
    /// File that holds the passphrase or the recovery code in its first line
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// The folder is no whole backup, the passphrase is another one, or there is data already.
pub fn run(arguments: &Arguments, common: &Common, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let file = arguments.passphrase_file.as_deref();
    let secret = passphrase::ask(file, "Passphrase or recovery code of the backup")?;
    let mut progress = Progress::new("Restoring");
    let mut workspace = Workspace::open(common.folder()?, World::real())?;
    let restored = workspace.restore(
        &arguments.from,
        &secret,
        arguments.put_aside,
        &mut |done, total| progress.at(done, total),
    );
    drop(progress);
    let restored = restored?;
    let made_at = restored.made_at.moment().fixed_offset();
    writeln!(
        out,
        "Restored as it was on {}, {} entries.",
        words::day_and_time(made_at),
        restored.entries
    )?;
    if let Some(aside) = &restored.put_aside {
        writeln!(out, "What was there before is in {}", aside.display())?;
    }
    writeln!(
        out,
        "Start onsite and unlock it as before. What was entered after the backup is not in it."
    )?;
    Ok(Exit::DONE)
}
