//! `onsite man DIR`: a manual page for each command, and one of all keys.

use super::exit::Exit;
use crate::tui::commands::manual;
use crate::workspace::WorkspaceError;
use clap::{Args, CommandFactory};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Arguments of `onsite man`.
#[derive(Debug, Args)]
#[command(after_help = "\
Example:
  onsite man ~/.local/share/man/man1   then: man onsite, man onsite-verify, man onsite-keys")]
pub struct Arguments {
    /// The folder to write the pages into
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Runs the command.
///
/// # Errors
/// The folder cannot be made or written.
pub fn run(arguments: &Arguments, out: &mut dyn Write) -> anyhow::Result<Exit> {
    let folder = &arguments.folder;
    write_pages(folder).map_err(|source| WorkspaceError::Io {
        path: folder.clone(),
        doing: "written",
        source,
        todo: "Name a folder of your own, on a disk that has space.",
    })?;
    writeln!(out, "Manual pages written to {}.", folder.display())?;
    writeln!(out, "Try:  man {}", first_page(folder).display())?;
    Ok(Exit::DONE)
}

fn write_pages(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    clap_mangen::generate_to(super::Arguments::command(), folder)?;
    fs::write(folder.join("onsite-keys.1"), keys_page())
}

fn first_page(folder: &Path) -> PathBuf {
    folder.join("onsite.1")
}

/// The page of keys, in the form that `man` reads.
fn keys_page() -> String {
    let mut page =
        String::from(".TH onsite-keys 1\n.SH NAME\nonsite\\-keys \\- every key of onsite\n");
    page.push_str(".SH KEYS\n.nf\n");
    for line in manual::manual().lines().skip(2) {
        // A line that begins with a dot or a quote would be a request of the page's language.
        let line = line.replace('\\', "\\e").replace('-', "\\-");
        if line.starts_with(['.', '\'']) {
            page.push_str("\\&");
        }
        page.push_str(&line);
        page.push('\n');
    }
    page.push_str(".fi\n");
    page
}
