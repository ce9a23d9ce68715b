//! `onsite seal`: signs and finishes a visit without the app, or copies the signed file again.

use super::Common;
use super::exit::{Exit, Usage};
use crate::domain::values::ids::CaseId;
use crate::workspace::{SignedFile, WorkspaceError};
use clap::Args;
use std::io::Write;
use std::path::PathBuf;

/// Arguments of `onsite seal`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onsite seal --case 2026-LKS --initials AM
  onsite seal --case 2026-LKS --initials AM --passphrase-file ~/pass --out /media/stick
  onsite seal --case 2026-LKS --again --out /media/stick    the same signed file once more

Nothing is signed while something blocks; what is left is listed then. Exit code 1.")]
pub struct Arguments {
    /// The case
    #[arg(long, value_name = "CASE")]
    case: String,
    /// Your initials
    #[arg(long, value_name = "LETTERS", required_unless_present = "again")]
    initials: Option<String>,
    /// Copy the file that was signed last, byte for byte, without signing
    #[arg(long, conflicts_with = "initials")]
    again: bool,
    /// File that holds the passphrase in its first line
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Folder for the signed file, instead of the usual one
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// Something blocks, the passphrase is wrong, or a file cannot be read or written.
pub fn run(arguments: &Arguments, common: &Common, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let case = CaseId::new(&arguments.case).ok_or(Usage(
        "A case id is letters, digits, dots, dashes and underscores.",
    ))?;
    let passphrase = common.passphrase(arguments.passphrase_file.as_deref())?;
    let mut workspace = common.unlocked(&passphrase)?;
    let to = arguments.out.as_deref();
    let sealed = match &arguments.initials {
        Some(initials) => workspace.seal(&case, initials, &passphrase, to),
        None => workspace.export(&case, to),
    };
    match sealed {
        Ok(file) => {
            if let Err(source) = tell(&file, out).and_then(|()| out.flush()) {
                // Signed is signed, whether it can be printed or not.
                let path = file.path.clone();
                return Err(SignedUnprinted { path, source }.into());
            }
            Ok(Exit::DONE)
        }
        Err(WorkspaceError::NotReady(left)) => {
            writeln!(out, "Not signed. Left to do in case {case}:")?;
            for what in &left {
                writeln!(out, "  {what}")?;
            }
            Ok(Exit::NO)
        }
        Err(error) => Err(error.into()),
    }
}

/// The visit is signed, and that could not be printed.
#[derive(Debug, thiserror::Error)]
#[error(
    "the visit is signed and its file is at {}; that could not be printed ({source}). It need not \
     be signed again",
    path.display()
)]
struct SignedUnprinted {
    path: PathBuf,
    source: std::io::Error,
}

fn tell(file: &SignedFile, out: &mut dyn Write) -> std::io::Result<()> {
    if file.training {
        writeln!(out, "TRAINING: this file is worth nothing.")?;
    }
    writeln!(out, "Signed and checked, revision {}:", file.revision)?;
    writeln!(out, "  File      {}", file.path.display())?;
    writeln!(out, "  Size      {} bytes", file.size)?;
    writeln!(out, "  SHA-256   {}", file.sha256)?;
    writeln!(out, "  Key       {}", file.fingerprint)?;
    writeln!(out, "  To read aloud: {}", file.spoken)?;
    writeln!(out, "  Send to   {}", file.send_to)?;
    for warning in &file.warnings {
        writeln!(out, "Note: {warning}")?;
    }
    Ok(())
}
