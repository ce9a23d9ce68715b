//! `onsite open FILE`: verifies a signed file and shows it, read-only, in the app's screens.

use super::exit::Exit;
use super::{Common, app};
use crate::bundle::verify::Keep;
use crate::workspace::{Against, World, read_bundle};
use clap::Args;
use std::path::PathBuf;

/// Arguments of `onsite open`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onsite open survey.onsite.zip
  onsite open survey.onsite.zip --roster roster-3.onsite.zip
  onsite open survey-r2.onsite.zip --against survey-r1.onsite.zip

All of the file is verified first. What is not whole and validly signed is not shown, only why.
No passphrase is needed.")]
pub struct Arguments {
    /// The signed file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Who may sign, trusted for this once
    #[arg(long, value_name = "FILE")]
    roster: Option<PathBuf>,
    /// An earlier revision, to compare with: what changed must agree with both files
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// The file is refused or cannot be read, or there is no terminal.
pub fn run(arguments: &Arguments, common: &Common) -> anyhow::Result<Exit> {
    let (folder, now) = (common.folder()?, World::real().stamp()?);
    let roster = arguments.roster.as_deref();
    // Before the terminal is asked for: a refusal is told even where nothing can be drawn.
    let mut bundle = read_bundle(&arguments.file, roster, &folder, now)?;
    if let Some(earlier) = &arguments.against {
        let against = Against::of(&folder, roster, now, Keep::Documents);
        bundle.compare_with(earlier, &against)?;
    }
    app::read(common, bundle)
}
