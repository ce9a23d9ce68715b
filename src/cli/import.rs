//! `onsite import PACKET.json`: takes in what the office assigned.

use super::Common;
use super::exit::Exit;
use crate::workspace::Imported;
use clap::Args;
use std::io::{self, BufRead as _, IsTerminal as _, Write};
use std::path::PathBuf;

/// Arguments of `onsite import`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onsite import packet.json             opens a case, or shows what a higher issue changes
  onsite import packet-2.json --yes     takes a higher issue without asking
  onsite import standards.json          takes in a Standards edition for new visits

The same file again changes nothing. Exit code 1: it has problems, does not fit what is held, or
you did not agree to the changes.")]
pub struct Arguments {
    /// The packet, or a Standards edition
    #[arg(value_name = "PACKET.json")]
    file: PathBuf,
    /// Agree to what a higher issue changes
    #[arg(long)]
    yes: bool,
    /// File that holds the passphrase in its first line
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// The file or the data cannot be read, or the file does not fit.
pub fn run(arguments: &Arguments, common: &Common, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let passphrase = common.passphrase(arguments.passphrase_file.as_deref())?;
    let mut workspace = common.unlocked(&passphrase)?;
    let mut imported = workspace.import_file(&arguments.file, arguments.yes)?;
    if let Imported::Differs { case, changes } = &imported {
        writeln!(out, "A higher issue of case {case} changes:")?;
        for change in changes {
            writeln!(out, "  {change}")?;
        }
        out.flush()?;
        if !agreed()? {
            writeln!(
                out,
                "Nothing was changed. To take it, run this again with --yes."
            )?;
            return Ok(Exit::NO);
        }
        imported = workspace.import_file(&arguments.file, true)?;
    }
    tell(&imported, out)?;
    Ok(Exit::DONE)
}

/// Whether a person at the keyboard says yes.
pub(super) fn agreed() -> io::Result<bool> {
    if !io::stdin().is_terminal() {
        return Ok(false);
    }
    let mut err = io::stderr().lock();
    write!(err, "Take it? Type yes or no: ")?;
    err.flush()?;
    let mut line = String::new();
    io::stdin().lock().read_line(&mut line)?;
    Ok(matches!(line.trim().to_lowercase().as_str(), "yes" | "y"))
}

fn tell(imported: &Imported, out: &mut dyn Write) -> io::Result<()> {
    match imported {
        Imported::Opened { case, notes } => {
            writeln!(out, "Case {case} is opened. Start onsite to work on it.")?;
            notes
                .iter()
                .try_for_each(|note| writeln!(out, "Note: {note}"))
        }
        Imported::Same { case, issue } => writeln!(
            out,
            "This packet, issue {issue} of case {case}, was taken in before. Nothing was changed."
        ),
        Imported::Updated { case, changes } => writeln!(
            out,
            "Case {case} is brought up to date, {} changed.",
            match changes.len() {
                1 => "1 thing".to_owned(),
                count => format!("{count} things"),
            }
        ),
        Imported::Pack { id, edition } => {
            writeln!(
                out,
                "The Standards edition {id} ({edition}) is used for new visits."
            )
        }
        Imported::Differs { .. } => Ok(()),
    }
}
