//! Asking for a passphrase: from a file, or at the keyboard without showing it. Never from the
//! command line, which every other program can read.

use super::exit::{Stopped, Usage};
use super::process;
use crate::tui::terminal::events::Events;
use crate::tui::terminal::input::{Focus, Input, Signal};
use crate::tui::terminal::key::{Code, Key};
use crate::vault::Passphrase;
use anyhow::Context as _;
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
    // Before the terminal is changed: a signal from here on is heard and cannot leave it changed.
    let mut keys = Events::open()?;
    let typed = at_prompt(&mut keys, prompt);
    drop(keys);
    process::heed_signals();
    match typed? {
        Typed::Line(line) => Ok(Passphrase::new(line.as_str())),
        Typed::Stopped => Err(Stopped.into()),
        Typed::Signalled(signal) => {
            process::end_by(signal);
            Err(Stopped.into())
        }
    }
}

/// How typing ended.
enum Typed {
    /// With Enter.
    Line(Zeroizing<String>),
    /// The person stopped, or the terminal is gone.
    Stopped,
    /// The system asks the program to end.
    Signalled(Signal),
}

/// Asks, and gives the terminal back before it answers.
fn at_prompt(keys: &mut Events, prompt: &str) -> io::Result<Typed> {
    // Room for it all at once, so that growing leaves no copies behind.
    let mut line = Zeroizing::new(String::with_capacity(MOST as usize));
    // Before the prompt: whoever types at once must not see it either.
    let mut raw = Raw::enter()?;
    show(prompt)?;
    loop {
        for input in keys.wait(None, Focus::Line) {
            let pause = match input {
                Input::Key(key) => match typed_key(key, &mut line) {
                    Some(Pressed::Enter) => {
                        drop(raw);
                        end_line();
                        return Ok(Typed::Line(line));
                    }
                    Some(Pressed::Stop) => {
                        drop(raw);
                        end_line();
                        return Ok(Typed::Stopped);
                    }
                    Some(Pressed::Pause) => true,
                    Some(Pressed::Again) => {
                        show(prompt)?;
                        false
                    }
                    None => false,
                },
                Input::Paste(text) => {
                    let text = text.as_str().trim_end_matches(['\r', '\n']);
                    let room = (MOST as usize).saturating_sub(line.len());
                    line.extend(text.chars().take(room / 4));
                    false
                }
                Input::Gone => return Ok(Typed::Stopped),
                Input::Signal(Signal::Suspend) => true,
                Input::Signal(Signal::Continue) => {
                    // The shell may have changed the terminal meanwhile.
                    drop(raw);
                    raw = Raw::enter()?;
                    show(prompt)?;
                    false
                }
                Input::Signal(signal) => {
                    drop(raw);
                    end_line();
                    return Ok(Typed::Signalled(signal));
                }
                _ => false,
            };
            if pause {
                drop(raw);
                end_line();
                process::pause();
                raw = Raw::enter()?;
            }
        }
    }
}

/// What a key asks for besides being written.
enum Pressed {
    Enter,
    Stop,
    Pause,
    /// The prompt once more.
    Again,
}

/// Writes a key into the line, or says what it asks for.
fn typed_key(key: Key, line: &mut String) -> Option<Pressed> {
    match key.code {
        Code::Enter => return Some(Pressed::Enter),
        Code::Esc => return Some(Pressed::Stop),
        Code::Backspace => {
            line.pop();
        }
        Code::Char(letter) if key.ctrl && !key.alt => match letter {
            'c' | 'd' => return Some(Pressed::Stop),
            'z' => return Some(Pressed::Pause),
            'l' => return Some(Pressed::Again),
            'u' => line.clear(),
            _ => {}
        },
        _ => {
            let room = line.len() + 4 <= MOST as usize;
            line.extend(key.text().filter(|_| room));
        }
    }
    None
}

fn show(prompt: &str) -> io::Result<()> {
    let mut err = io::stderr().lock();
    write!(err, "\r{prompt}: ")?;
    err.flush()
}

/// Nothing to be done where nobody is left to see it.
fn end_line() {
    let _ = writeln!(io::stderr().lock());
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
