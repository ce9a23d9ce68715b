//! `onsite verify FILE…`: what signed files are about, and the five answers about each, for people
//! and for programs.

mod json;
mod plain;

use super::Common;
use super::exit::{Exit, Usage};
use crate::bundle::script::SCRIPT;
use crate::bundle::verify::Keep;
use crate::workspace::{Against, Verified, Workspace, WorkspaceError, World, verify_file};
use clap::Args;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Arguments of `onsite verify`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onsite verify survey.onsite.zip
  onsite verify survey.onsite.zip --roster roster-3.onsite.zip
  onsite verify *.onsite.zip            a line for each
  onsite verify --json survey.onsite.zip
  onsite verify survey.onsite.zip --passphrase-file ~/pass
                                        looks up what this computer has seen, and remembers it
  onsite verify --script > verify.sh    a shell script that needs no onsite

Exit code 0 only if the file is whole, signed, and its signers are trusted by the roster: the one
given, else the one accepted on this computer. 1: something says no. 3: it could not be read, or a
newer onsite wrote it. Of several files: 1 if one of them says no, else 3 if one could not be read.
No passphrase is needed.")]
pub struct Arguments {
    /// The signed files
    #[arg(value_name = "FILE", required_unless_present = "script")]
    files: Vec<PathBuf>,
    /// Who may sign, trusted for this once; its root fingerprint is printed
    #[arg(long, value_name = "FILE")]
    roster: Option<PathBuf>,
    /// Exit with 0 for a good file though the roster has expired
    #[arg(long)]
    allow_expired: bool,
    /// Answer as JSON, an object for each file
    #[arg(long)]
    json: bool,
    /// File that holds the passphrase in its first line: what was seen before is looked up then
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// Print a shell script that verifies with unzip, sha256sum and ssh-keygen
    #[arg(long, conflicts_with_all = ["files", "roster", "json", "allow_expired", "passphrase_file"])]
    script: bool,
}

/// Runs the command.
///
/// # Errors
/// The only file or the roster cannot be read, or the roster is refused.
pub fn run(arguments: &Arguments, common: &Common, out: &mut dyn Write) -> anyhow::Result<Exit> {
    if arguments.script {
        out.write_all(SCRIPT.as_bytes())?;
        return Ok(Exit::DONE);
    }
    let (folder, now) = (common.folder()?, World::real().stamp()?);
    let against = Against {
        allow_expired: arguments.allow_expired,
        ..Against::of(&folder, arguments.roster.as_deref(), now, Keep::Headers)
    };
    let mut workspace = match &arguments.passphrase_file {
        Some(file) => Some(common.unlocked(&common.passphrase(Some(file))?)?),
        None => None,
    };
    let mut verify = |path: &Path| verify_one(path, &against, workspace.as_mut());
    match arguments.files.as_slice() {
        [] => Err(Usage("Name the file to verify.").into()),
        [file] if !arguments.json => {
            let verified = verify(file)?;
            plain::write_one(&verified, out)?;
            Ok(verified.exit().into())
        }
        files => {
            let mut worst = Exit::DONE;
            for file in files {
                let outcome = verify(file);
                match arguments.json {
                    true => json::write(file, &outcome, out)?,
                    false => plain::write_line(file, &outcome, out)?,
                }
                worst = worst.or_worse(exit(&outcome));
            }
            Ok(worst)
        }
    }
}

fn verify_one(
    path: &Path,
    against: &Against<'_>,
    workspace: Option<&mut Workspace>,
) -> Result<Verified, WorkspaceError> {
    match workspace {
        Some(workspace) => workspace.verify(path, against),
        None => verify_file(path, against),
    }
}

fn exit(outcome: &Result<Verified, WorkspaceError>) -> Exit {
    match outcome {
        Ok(verified) => verified.exit().into(),
        Err(error) => error.exit().into(),
    }
}
