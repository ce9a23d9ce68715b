//! `onsite demo`: the app on a made-up visit, or a finished training bundle in a folder.

use super::exit::Exit;
use super::{Common, app};
use crate::workspace::demo_bundle;
use clap::Args;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Arguments of `onsite demo`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onsite demo                   opens the app on a visit that is nearly finished
  onsite demo --bundle /tmp/d   writes a finished, signed visit to verify

Everything in it is made up and marked TRAINING. The training key is public and worth nothing.")]
pub struct Arguments {
    /// Write a finished, signed training bundle into this folder instead of opening the app
    #[arg(long, value_name = "DIR")]
    bundle: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// There is no terminal, or the folder cannot be written.
pub fn run(arguments: &Arguments, common: &Common, out: &mut dyn Write) -> anyhow::Result<Exit> {
    match &arguments.bundle {
        Some(folder) => bundle(folder, out),
        None => app::demo(common),
    }
}

fn bundle(folder: &Path, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let made = demo_bundle(folder)?;
    writeln!(
        out,
        "TRAINING: a finished, signed visit that is made up. Written:"
    )?;
    for file in &made.files {
        writeln!(out, "  {}", file.display())?;
    }
    writeln!(out, "Try:")?;
    writeln!(
        out,
        "  onsite verify {} --roster {}",
        quoted(&made.bundle),
        quoted(&made.roster)
    )?;
    Ok(Exit::DONE)
}

/// A path as a shell takes it, quoted only where it must be.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:\\".contains(c);
    if text.chars().all(plain) {
        return text;
    }
    match cfg!(windows) {
        true => format!("\"{text}\""),
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_path_can_be_pasted_into_a_shell() {
        assert_eq!(quoted(Path::new("/tmp/a-1")), "/tmp/a-1");
        assert_eq!(quoted(Path::new("/my d/it's")), "'/my d/it'\\''s'");
    }
}
