//! `onsite doctor`: looks everything over and says what to do.

use super::exit::Exit;
use super::progress::Progress;
use super::{Common, passphrase};
use crate::bundle::refusal::visible;
use crate::tui::terminal;
use crate::vault::Passphrase;
use crate::workspace::{Finding, Health, Workspace, WorkspaceError, World, examine_outside};
use clap::Args;
use serde_json::json;
use std::io::{self, IsTerminal as _, Write};
use std::path::PathBuf;

/// Arguments of `onsite doctor`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  onsite doctor          looks everything over; asks for the passphrase
  onsite doctor --json   the same for a program

Nothing is changed. Exit code 1 where something is wrong.")]
pub struct Arguments {
    /// Write one JSON object
    #[arg(long)]
    json: bool,
    /// File that holds the passphrase in its first line
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

/// Runs the command.
///
/// # Errors
/// There is no data folder to look for, somebody stopped it, or the output cannot be written.
pub fn run(arguments: &Arguments, common: &Common, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let folder = common.folder()?;
    let world = World::real();
    let mut found = vec![terminal_found()];
    found.extend(examine_outside(&folder, world.now()));
    if folder.is_set_up().unwrap_or(false) {
        found.extend(inside(arguments, common, world)?);
    }
    match arguments.json {
        true => write_json(&found, out)?,
        false => write_plain(&found, out)?,
    }
    Ok(
        match found.iter().any(|found| found.health == Health::Bad) {
            true => Exit::NO,
            false => Exit::DONE,
        },
    )
}

fn terminal_found() -> Finding {
    const ABOUT: &str = "terminal";
    match terminal::check(std::env::var("TERM").ok().as_deref()) {
        Ok(()) => {
            let size = terminal::size();
            let says = format!("{} columns, {} rows.", size.width, size.height);
            Finding::good(ABOUT, says)
        }
        Err(error) => Finding::other(
            ABOUT,
            Health::NotSeen,
            error.to_string(),
            "Commands work without it; the screens need one.",
        ),
    }
}

/// What is found once the data is open, or why it cannot be opened.
fn inside(arguments: &Arguments, common: &Common, world: World) -> anyhow::Result<Vec<Finding>> {
    let Some(passphrase) = secret(arguments)? else {
        return Ok(vec![Finding::other(
            "database",
            Health::NotSeen,
            "It was not opened, because there was nobody to ask for the passphrase.",
            "Name a file that holds it with --passphrase-file.",
        )]);
    };
    let opened = Workspace::open(common.folder()?, world).and_then(|mut workspace| {
        workspace.unlock(&passphrase)?;
        Ok(workspace)
    });
    let mut workspace = match opened {
        Ok(workspace) => workspace,
        Err(error) => return Ok(vec![Finding::failed("database", &error)]),
    };
    let mut progress = Progress::new("Looking");
    match workspace.examine(&mut |done, total| progress.at(done, total)) {
        Err(WorkspaceError::Stopped) => Err(WorkspaceError::Stopped.into()),
        Err(error) => Ok(vec![Finding::failed("database", &error)]),
        Ok(found) => Ok(found),
    }
}

fn secret(arguments: &Arguments) -> anyhow::Result<Option<Passphrase>> {
    let file = arguments.passphrase_file.as_deref();
    if file.is_none() && !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Ok(None);
    }
    passphrase::ask(file, "Passphrase").map(Some)
}

fn write_plain(found: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    for finding in found {
        let mark = match finding.health {
            Health::Good => "[+]",
            Health::NotSeen => "[ ]",
            Health::Watch => "[~]",
            Health::Bad => "[!]",
        };
        writeln!(
            out,
            "{mark} {:<12} {}",
            finding.about,
            visible(&finding.says)
        )?;
        if let Some(todo) = &finding.todo {
            writeln!(out, "    {:<12} {}", "", visible(todo))?;
        }
    }
    let wrong = found
        .iter()
        .filter(|found| found.health == Health::Bad)
        .count();
    match wrong {
        0 => writeln!(out, "Nothing is wrong."),
        1 => writeln!(out, "1 thing is wrong."),
        count => writeln!(out, "{count} things are wrong."),
    }
}

fn write_json(found: &[Finding], out: &mut dyn Write) -> io::Result<()> {
    let findings: Vec<_> = found
        .iter()
        .map(|finding| {
            let health = match finding.health {
                Health::Good => "good",
                Health::NotSeen => "not_seen",
                Health::Watch => "watch",
                Health::Bad => "bad",
            };
            json!({
                "about": finding.about,
                "health": health,
                "says": finding.says,
                "todo": finding.todo,
            })
        })
        .collect();
    let all = json!({ "format": "onsite-doctor/1", "findings": findings });
    writeln!(out, "{all}")
}
