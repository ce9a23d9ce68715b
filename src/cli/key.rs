//! `onsite key`: whether this laptop can sign, and a new signing key where it cannot.

use super::Common;
use super::exit::Exit;
use crate::workspace::{SignerFile, WorkspaceError};
use clap::Args;
use std::io::Write;
use std::path::PathBuf;

/// Arguments of `onsite key`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onsite key         says whether this laptop can sign, and with which key
  onsite key --new   makes a new key where the old one is lost or damaged

Your data opens without the signing key; only signing needs it. Exit code 1 where it cannot sign.")]
pub struct Arguments {
    /// Make a new signing key; the file that is there is kept under another name
    #[arg(long)]
    new: bool,
    /// File that holds the passphrase in its first line
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// The passphrase is wrong, the key that is there is good, or a file cannot be read or written.
pub fn run(arguments: &Arguments, common: &Common, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let passphrase = common.passphrase(arguments.passphrase_file.as_deref())?;
    let mut workspace = common.unlocked(&passphrase)?;
    if arguments.new {
        let made = workspace.new_signing_key(&passphrase)?;
        writeln!(out, "A new signing key is made:")?;
        return tell(&made, out).map(|()| Exit::DONE);
    }
    match workspace.signing_key(&passphrase) {
        Ok(held) => {
            writeln!(out, "This laptop can sign:")?;
            tell(&held, out).map(|()| Exit::DONE)
        }
        Err(WorkspaceError::CannotSign(trouble)) => {
            writeln!(out, "This laptop cannot sign. {trouble}.")?;
            writeln!(out, "Your data is safe and everything else works.")?;
            writeln!(
                out,
                "Put back the file from a backup, or run: onsite key --new"
            )?;
            Ok(Exit::NO)
        }
        Err(error) => Err(error.into()),
    }
}

fn tell(key: &SignerFile, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "  Signs as     {}", key.principal)?;
    writeln!(out, "  Fingerprint  {}", key.fingerprint)?;
    writeln!(out, "  Public half  {}", key.public.display())?;
    writeln!(
        out,
        "Whoever keeps the roster needs the public half and that id. Read the fingerprint to them \
         by phone: nobody trusts a signature of a key that is not on the roster."
    )?;
    Ok(())
}
