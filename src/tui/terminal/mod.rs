//! Entering the terminal, drawing on it, and giving it back as it was, on every path.
//!
//! [`Terminal`] undoes everything when it is dropped; the panic hook of `crash` calls
//! [`restore`] first of all; both may happen, and more than once. Nothing in this file waits for
//! input. Beside it: bytes from the terminal and signals become [`input::Input`] values ([`key`],
//! [`decode`], [`events`]); frames become bytes ([`backend`]); [`run`] is the loop: wait, update,
//! run the effects once, draw once; [`crash`] survives a panic.

pub mod backend;
pub mod crash;
pub mod decode;
pub mod events;
pub mod input;
pub mod key;
pub mod run;

use std::io::{self, IsTerminal, Stdout, Write};
use std::sync::Mutex;

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use ratatui::Frame;
use ratatui::layout::Size;

use crate::tui::terminal::backend::FrameBackend;

/// What is assumed of a terminal that does not know its size (0 by 0: some serial lines).
const UNKNOWN_SIZE: Size = Size {
    width: 80,
    height: 24,
};

const ALTERNATE_SCREEN: &str = "\x1b[?1049h\x1b[2J\x1b[?25l";
/// Presses and the wheel, in the form without a limit of columns; no movement.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";
/// Windows gives plain keys for a paste either way, and asking for it corrupts Enter (crossterm
/// #737, #962).
const PASTE_ON: &str = if cfg!(windows) { "" } else { "\x1b[?2004h" };
const PASTE_OFF: &str = if cfg!(windows) { "" } else { "\x1b[?2004l" };
/// Ends a synchronized update too, should the program have stopped inside one.
const LEAVE: &str = "\x1b[?2026l\x1b[0m\x1b[?25h\x1b[?1049l";

/// Why there are no screens.
#[derive(Debug, thiserror::Error)]
pub enum TerminalError {
    /// Keys would come from a file or a pipe.
    #[error(
        "onsite needs a keyboard, but its input is not a terminal. Start it in a terminal window \
         without '<' or '|'. For scripts use the commands that 'onsite --help' lists."
    )]
    NoInput,
    /// Screens would go into a file or a pipe.
    #[error(
        "onsite needs a screen, but its output is not a terminal. Start it in a terminal window \
         without '>' or '|'. For scripts use the commands that 'onsite --help' lists."
    )]
    NoOutput,
    /// The terminal says that it can only print lines.
    #[error(
        "This terminal can only print lines (TERM={0}), so onsite cannot draw its screens here. \
         Use another terminal window, or the commands that 'onsite --help' lists."
    )]
    LinesOnly(String),
    /// The terminal does not say what it is.
    #[error(
        "This terminal does not say what it is (TERM is not set), so onsite cannot draw its screens \
         here. Use another terminal window, or the commands that 'onsite --help' lists. If you know \
         that it can draw, set TERM first, such as TERM=xterm-256color."
    )]
    Nameless,
    /// The terminal refused.
    #[error("The terminal could not be prepared: {0}. Try another terminal window.")]
    System(#[from] io::Error),
}

/// Whether screens can be drawn at all. Sends no byte.
///
/// # Errors
/// When input or output is not a terminal, or `term` (the variable `TERM`) says it cannot.
pub fn check(term: Option<&str>) -> Result<(), TerminalError> {
    if !io::stdin().is_terminal() {
        return Err(TerminalError::NoInput);
    }
    if !io::stdout().is_terminal() {
        return Err(TerminalError::NoOutput);
    }
    lines_only(term)
}

fn lines_only(term: Option<&str>) -> Result<(), TerminalError> {
    match term {
        Some(name @ ("dumb" | "unknown" | "vt52")) => {
            Err(TerminalError::LinesOnly(name.to_owned()))
        }
        // The console of Windows has no such variable.
        None | Some("") if cfg!(unix) => Err(TerminalError::Nameless),
        _ => Ok(()),
    }
}

/// Columns and rows of the terminal. A side that is 0 is unknown and taken as 80 or 24.
pub fn size() -> Size {
    let known = asked_size().unwrap_or_default();
    let or = |side: u16, unknown: u16| if side == 0 { unknown } else { side };
    Size {
        width: or(known.width, UNKNOWN_SIZE.width),
        height: or(known.height, UNKNOWN_SIZE.height),
    }
}

#[cfg(unix)]
fn asked_size() -> Option<Size> {
    // Asked for every frame: crossterm would open the terminal's file each time, and start the
    // program `tput` where the terminal does not know.
    let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout()).ok()?;
    Some(Size::new(size.ws_col, size.ws_row))
}

#[cfg(not(unix))]
fn asked_size() -> Option<Size> {
    let (width, height) = crossterm::terminal::size().ok()?;
    Some(Size::new(width, height))
}

/// What is switched on at this moment, for [`restore`] to switch off, whoever calls it.
static ENTERED: Mutex<Option<Entered>> = Mutex::new(None);

#[derive(Clone, Copy)]
struct Entered {
    mouse: bool,
}

/// Gives the terminal back as it was. Does nothing when it was not taken, never fails and never
/// panics: the terminal may no longer be there.
pub fn restore() {
    let entered = match ENTERED.lock() {
        Ok(mut held) => held.take(),
        Err(poisoned) => poisoned.into_inner().take(),
    };
    let Some(entered) = entered else { return };
    let mouse = if entered.mouse { MOUSE_OFF } else { "" };
    let bytes = format!("{PASTE_OFF}{mouse}{LEAVE}");
    // Everything in one write: a terminal that is going away may take one and no more.
    let mut out = io::stdout();
    let _ = out.write_all(bytes.as_bytes());
    let _ = out.flush();
    let _ = disable_raw_mode();
}

/// The terminal while the program has it.
#[derive(Debug)]
pub struct Terminal {
    inner: ratatui::Terminal<FrameBackend<Stdout>>,
    mouse: bool,
}

impl Terminal {
    /// Takes the terminal: raw keys, the alternate screen, paste marks, and the mouse if wanted.
    ///
    /// # Errors
    /// Those of [`check`], and when the terminal refuses.
    pub fn enter(term: Option<&str>, mouse: bool) -> Result<Self, TerminalError> {
        check(term)?;
        switch_on(mouse)?;
        let inner = ratatui::Terminal::new(FrameBackend::new(io::stdout(), size));
        match inner {
            Ok(inner) => Ok(Terminal { inner, mouse }),
            Err(error) => {
                restore();
                Err(error.into())
            }
        }
    }

    /// Draws one frame and sends what changed.
    ///
    /// # Errors
    /// When the terminal no longer takes anything.
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame<'_>)) -> io::Result<()> {
        self.inner.draw(view).map(|_| ())
    }

    /// Gives the terminal back for a while.
    pub fn pause(&mut self) {
        restore();
    }

    /// Takes the terminal again after a pause, or after another program may have changed it; the
    /// next frame draws everything.
    ///
    /// # Errors
    /// When the terminal refuses.
    pub fn resume(&mut self) -> io::Result<()> {
        switch_on(self.mouse)?;
        self.inner.backend_mut().forget();
        self.inner.clear()
    }

    /// Switches reports of the mouse on or off. Off, the terminal's own selecting works.
    ///
    /// # Errors
    /// When the terminal no longer takes anything.
    pub fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        self.mouse = on;
        self.pause();
        self.resume()
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        restore();
    }
}

/// Switches everything on. What was noted first is switched off again even if this fails halfway.
fn switch_on(mouse: bool) -> io::Result<()> {
    if let Ok(mut held) = ENTERED.lock() {
        *held = Some(Entered { mouse });
    }
    let taken = enable_raw_mode().and_then(|()| {
        #[cfg(windows)]
        crossterm::ansi_support::supports_ansi();
        let mouse = if mouse { MOUSE_ON } else { "" };
        let mut out = io::stdout();
        out.write_all(format!("{ALTERNATE_SCREEN}{PASTE_ON}{mouse}").as_bytes())?;
        out.flush()
    });
    if taken.is_err() {
        restore();
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_switched_on_is_switched_off() {
        let on = format!("{ALTERNATE_SCREEN}{PASTE_ON}{MOUSE_ON}");
        let off = format!("{PASTE_OFF}{MOUSE_OFF}{LEAVE}");
        let modes = |text: &str, last: char| -> Vec<String> {
            let mut found: Vec<String> = text
                .split("\x1b[?")
                .filter_map(|part| part.split_once(last).map(|(number, _)| number.to_owned()))
                .filter(|number| number.chars().all(|c| c.is_ascii_digit()))
                .collect();
            found.sort();
            found
        };
        for mode in modes(&on, 'h') {
            assert!(modes(&off, 'l').contains(&mode), "mode {mode} stays on");
        }
        assert!(off.contains("\x1b[?25h"), "the cursor is shown again");
    }

    #[test]
    fn a_terminal_of_lines_is_refused_in_plain_words() {
        assert!(lines_only(Some("xterm-256color")).is_ok());
        for (term, word) in [
            (Some("dumb"), "TERM=dumb"),
            (Some("vt52"), "TERM=vt52"),
            (Some(""), "TERM is not set"),
            (None, "TERM is not set"),
        ] {
            let told = lines_only(term).map_err(|error| error.to_string());
            let refused = matches!(told, Err(text) if text.contains(word));
            assert!(
                refused || cfg!(windows) && word.ends_with("set"),
                "{term:?}"
            );
        }
    }

    #[test]
    fn giving_back_what_was_not_taken_does_nothing() {
        restore();
        restore();
    }
}
