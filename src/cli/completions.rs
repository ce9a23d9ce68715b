//! `onsite completions SHELL`: what a shell needs to complete commands and options.

use super::exit::Exit;
use clap::{Args, CommandFactory};
use clap_complete::Shell;
use std::io::Write;

/// Arguments of `onsite completions`.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  onsite completions bash > ~/.local/share/bash-completion/completions/onsite")]
pub struct Arguments {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

/// Runs the command.
///
/// # Errors
/// Standard output cannot be written.
pub fn run(arguments: &Arguments, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut super::Arguments::command(),
        "onsite",
        &mut script,
    );
    out.write_all(&script)?;
    Ok(Exit::DONE)
}
