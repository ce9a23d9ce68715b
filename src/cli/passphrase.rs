//! Asking for a passphrase: from a file, or at the keyboard without showing it. Never from the
//! command line, which every other program can read.

use super::exit::{Stopped, Usage};
use crate::vault::Passphrase;
use anyhow::Context as _;
use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use std::fs::File;
use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::path::Path;
use zeroize::Zeroizing;

/// Longer than any passphrase that is meant.
const MOST: u64 = 4096;

/// The passphrase in the first line of `file`, else what is typed.
///
/// # Errors
/// The file cannot be read, nobody is there to type, or the person stopped.
pub fn ask(file: Option<&Path>, prompt: &str) -> anyhow::Result<Passphrase> {
    match file {
        Some(path) => from_file(path),
        None => typed(prompt),
    }
}

fn from_file(path: &Path) -> anyhow::Result<Passphrase> {
    let mut text = Zeroizing::new(String::new());
    File::open(path)
        .and_then(|file| file.take(MOST).read_to_string(&mut text))
        .with_context(|| {
            format!(
                "The passphrase file {} could not be read. Check its name and that it is text",
                path.display()
            )
        })?;
    let line = text.lines().next().unwrap_or_default();
    if line.is_empty() {
        return Err(
            Usage("The passphrase file is empty. Put the passphrase in its first line.").into(),
        );
    }
    Ok(Passphrase::new(line))
}

fn typed(prompt: &str) -> anyhow::Result<Passphrase> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(Usage(
            "There is nobody to ask for the passphrase. Name a file that holds it with \
             --passphrase-file.",
        )
        .into());
    }
    let mut err = io::stderr().lock();
    // Before the prompt: whoever types at once must not see it either.
    let raw = Raw::enter()?;
    write!(err, "{prompt}: ")?;
    err.flush()?;
    let line = read_line();
    drop(raw);
    writeln!(err)?;
    match line? {
        Some(line) => Ok(Passphrase::new(line.as_str())),
        None => Err(Stopped.into()),
    }
}

/// What is typed up to Enter; nothing when the person stopped.
fn read_line() -> io::Result<Option<Zeroizing<String>>> {
    // Room for it all at once, so that growing leaves no copies behind.
    let mut line = Zeroizing::new(String::with_capacity(MOST as usize));
    loop {
        match read()? {
            Event::Key(key) if key.kind != KeyEventKind::Release => match key.code {
                KeyCode::Enter => return Ok(Some(line)),
                KeyCode::Esc => return Ok(None),
                KeyCode::Char('c' | 'd') if key.modifiers.contains(KeyModifiers::CONTROL) => {
                    return Ok(None);
                }
                KeyCode::Char('u') if key.modifiers.contains(KeyModifiers::CONTROL) => line.clear(),
                KeyCode::Backspace => {
                    line.pop();
                }
                KeyCode::Char(c) if !key.modifiers.contains(KeyModifiers::CONTROL) => line.push(c),
                _ => {}
            },
            Event::Paste(text) => line.push_str(text.trim_end_matches(['\r', '\n'])),
            _ => {}
        }
    }
}

/// The keyboard without echo, given back on every path.
struct Raw;

impl Raw {
    fn enter() -> io::Result<Self> {
        enable_raw_mode()?;
        Ok(Self)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // Nothing to be done about a terminal that is gone.
        let _ = disable_raw_mode();
    }
}
