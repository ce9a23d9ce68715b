//! The command line: one file per command, and here what they share.
//!
//! Exit codes: 0 done, 1 the answer is no, 2 the command line is wrong, 3 a file, this machine or
//! a newer format is in the way, 70 a mistake of the program. What a command prints goes to
//! standard output, what went wrong to standard error.

mod app;
mod backup;
mod check;
mod completions;
mod demo;
mod doctor;
mod exit;
mod import;
mod key;
mod man;
mod open;
mod passphrase;
mod pipe;
mod process;
mod progress;
mod restore;
mod roster;
mod seal;
mod verify;

use crate::vault::Passphrase;
use crate::workspace::{DATA_DIR, DataFolder, Workspace, WorkspaceError, World};
use clap::{Args, Parser, Subcommand};
use exit::Exit;
use pipe::{Clean, UntilClosed};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Accreditation surveys, offline: walk every Standard, leave with one signed file.
#[derive(Debug, Parser)]
#[command(
    name = "onsite",
    version,
    about,
    disable_help_subcommand = true,
    after_help = EXAMPLES
)]
pub struct Arguments {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Option<Command>,
}

const EXAMPLES: &str = "\
Examples:
  onsite                          open the app where you stopped
  onsite demo                     try it on a made-up visit, nothing to set up
  onsite import packet.json       take in what the office assigned
  onsite verify survey.onsite.zip see whether a signed file is whole and who signed it

Without a command, onsite opens the app. 'onsite COMMAND --help' tells more.
Exit codes: 0 done, 1 no, 2 wrong command line, 3 unreadable or newer, 70 a mistake of onsite.
";

/// Options that every command understands.
#[derive(Debug, Args)]
pub struct Common {
    /// Folder that holds your data, instead of the usual one or the one that ONSITE_DATA_DIR names
    #[arg(
        long,
        global = true,
        value_name = "FOLDER",
        overrides_with = "data_dir"
    )]
    data_dir: Option<PathBuf>,
    /// Draw with plain ASCII signs only
    #[arg(long, global = true)]
    ascii: bool,
    /// Draw with the strongest contrast
    #[arg(long, global = true)]
    high_contrast: bool,
    /// Write keys, commands and effects into this file, without any text, for a bug report
    #[arg(long, global = true, value_name = "FILE", hide = true)]
    record: Option<PathBuf>,
}

impl Common {
    /// The data folder that is meant.
    ///
    /// # Errors
    /// None was named and the system knows no home.
    pub fn folder(&self) -> anyhow::Result<DataFolder> {
        let named = std::env::var_os(DATA_DIR).filter(|name| !name.is_empty());
        let named = self.data_dir.clone().or(named.map(PathBuf::from));
        Ok(DataFolder::find(named.as_deref())?)
    }

    /// The passphrase in a file or typed; asked for only where there is something to open.
    ///
    /// # Errors
    /// There is no set-up, or no passphrase.
    fn passphrase(&self, file: Option<&Path>) -> anyhow::Result<Passphrase> {
        let folder = self.folder()?;
        if !folder.is_set_up()? {
            return Err(WorkspaceError::NotSetUp(folder.path().to_owned()).into());
        }
        passphrase::ask(file, "Passphrase")
    }

    /// The data folder, open.
    ///
    /// # Errors
    /// Another onsite has it, or the passphrase is wrong.
    fn unlocked(&self, passphrase: &Passphrase) -> anyhow::Result<Workspace> {
        let mut workspace = Workspace::open(self.folder()?, World::real())?;
        workspace.unlock(passphrase)?;
        Ok(workspace)
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Try onsite on a made-up visit that is thrown away at the end (TRAINING)
    Demo(demo::Arguments),
    /// Take in what the office assigned: opens a case, or brings one up to date
    Import(import::Arguments),
    /// Sign and finish a visit without the app
    Seal(seal::Arguments),
    /// Show a signed file, read-only, after verifying it
    Open(open::Arguments),
    /// Whether this laptop can sign; a new signing key where the old one is lost
    Key(key::Arguments),
    /// Who may sign: make or accept the roster
    Roster(roster::Arguments),
    /// Copy everything to another disk, encrypted, and read it back
    Backup(backup::Arguments),
    /// Go back to a backup
    Restore(restore::Arguments),
    /// Look everything over, and say what is wrong and what to do
    Doctor(doctor::Arguments),
    /// Say everything that is wrong with packs, packets and program files
    Check {
        /// The files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Say whether a signed file is whole, who signed it, and whether they may
    Verify(verify::Arguments),
    /// Write manual pages
    Man(man::Arguments),
    /// Print what a shell needs to complete commands
    Completions(completions::Arguments),
}

/// Runs the program on this process's arguments and answers with its exit code.
pub fn main() -> u8 {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // Help and version come this way too, with code 0.
        Err(told) => {
            // As plain text, and clean: what was typed stands in it.
            let words = pipe::clean(&told.render().to_string());
            let _ = match told.use_stderr() {
                true => write!(io::stderr().lock(), "{words}"),
                false => write!(io::stdout().lock(), "{words}"),
            };
            let exit = if told.use_stderr() {
                Exit::Usage
            } else {
                Exit::DONE
            };
            return exit.code();
        }
    };
    let mut out = io::BufWriter::new(Clean::new(UntilClosed::new(io::stdout().lock())));
    let outcome = run(arguments, &mut out);
    // The screens write past this; that their terminal has gone is no fault when they end.
    let flushed = match out.buffer().is_empty() {
        true => Ok(()),
        false => out.flush(),
    };
    let ended = outcome.and_then(|exit| flushed.map(|()| exit).map_err(Into::into));
    ended.unwrap_or_else(|error| exit::tell(&error)).code()
}

fn run(arguments: Arguments, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let common = &arguments.common;
    // Manual pages are for everyone on the machine; all else is the owner's.
    if !matches!(arguments.command, Some(Command::Man(_))) {
        process::keep_private();
    }
    match arguments.command {
        None => app::run(common),
        Some(Command::Demo(arguments)) => demo::run(&arguments, common, out),
        Some(Command::Check { files }) => check::run(&files, out),
        Some(Command::Import(arguments)) => import::run(&arguments, common, out),
        Some(Command::Seal(arguments)) => seal::run(&arguments, common, out),
        Some(Command::Open(arguments)) => open::run(&arguments, common),
        Some(Command::Key(arguments)) => key::run(&arguments, common, out),
        Some(Command::Roster(arguments)) => roster::run(&arguments, common, out),
        Some(Command::Backup(arguments)) => backup::run(&arguments, common, out),
        Some(Command::Restore(arguments)) => restore::run(&arguments, common, out),
        Some(Command::Doctor(arguments)) => doctor::run(&arguments, common, out),
        Some(Command::Verify(arguments)) => verify::run(&arguments, common, out),
        Some(Command::Man(arguments)) => man::run(&arguments, out),
        Some(Command::Completions(arguments)) => completions::run(&arguments, out),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }
}
