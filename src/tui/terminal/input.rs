//! What can reach the program from outside, and the rules for a burst of it.
//!
//! Waiting for input is in `events`; what a key means is in `keymap`.

use super::key::{Code, Key};
use crate::domain::values::secret::Secret;
use std::fmt;

/// Fewer plain characters than this in one go are somebody typing fast.
const BURST: usize = 8;

/// Something that happened outside the program.
#[derive(Clone, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed or repeats.
    Key(Key),
    /// Text was pasted; line ends are `\n`. It may be a passphrase.
    Paste(Secret),
    /// So many characters came at once while no text field had the focus: a paste into nowhere,
    /// left out as a whole.
    PasteIgnored(usize),
    /// The mouse was pressed or its wheel turned.
    Mouse(Mouse),
    /// The terminal has so many columns and rows now.
    Resize(u16, u16),
    /// The time the program asked to be woken at has come.
    Due,
    /// The system asks for something.
    Signal(Signal),
    /// The terminal is no longer there.
    Gone,
}

impl fmt::Debug for Input {
    /// Without what was pasted: it may be somebody's words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => write!(f, "Key({key})"),
            Self::Paste(text) => write!(f, "Paste({text:?})"),
            Self::PasteIgnored(count) => write!(f, "PasteIgnored({count})"),
            Self::Mouse(mouse) => mouse.fmt(f),
            Self::Resize(columns, rows) => write!(f, "Resize({columns}, {rows})"),
            Self::Due => f.write_str("Due"),
            Self::Signal(signal) => signal.fmt(f),
            Self::Gone => f.write_str("Gone"),
        }
    }
}

/// A use of the mouse, in cells from the top left corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What was done.
    pub action: MouseAction,
    /// Column, 0 is leftmost.
    pub column: u16,
    /// Row, 0 is topmost.
    pub row: u16,
}

/// What the mouse did; movement, release and the other buttons are not reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseAction {
    /// The left button went down.
    Press,
    /// The wheel turned away from the hand.
    WheelUp,
    /// The wheel turned towards the hand.
    WheelDown,
}

/// A request of the operating system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// The terminal or the connection to it was closed (SIGHUP).
    HangUp,
    /// The program is to end (SIGTERM).
    Terminate,
    /// The program is to end (SIGINT, sent from outside: Ctrl-C is a key here).
    Interrupt,
    /// The program is to pause (SIGTSTP).
    Suspend,
    /// The program goes on after a pause (SIGCONT).
    Continue,
}

/// Where typed characters go at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Focus {
    /// Nowhere: characters are commands.
    #[default]
    Commands,
    /// Into a field of one line.
    Line,
    /// Into a text of several lines, where Enter and Tab belong to the text.
    Note,
}

/// Applies the rules for many characters at once to everything that came in one go.
///
/// Where characters are commands, a burst of them is a paste into nowhere and left out as a whole;
/// the same key held down is not a burst. Inside a text they become one insertion, which keeps a
/// paste without marks (Windows, crossterm #737) and a slow line from costing a draw a letter.
/// `in_burst` says that the previous burst ended only just now, so its last piece belongs to it.
pub fn tidy(inputs: Vec<Input>, focus: Focus, in_burst: bool) -> Vec<Input> {
    match focus {
        Focus::Commands => drop_bursts(inputs, in_burst),
        Focus::Line => gather(inputs, |key| key.text()),
        Focus::Note => gather(inputs, |key| match key.code {
            Code::Enter if !key.ctrl && !key.alt => Some('\n'),
            _ => key.text(),
        }),
    }
}

fn drop_bursts(inputs: Vec<Input>, in_burst: bool) -> Vec<Input> {
    let typed: Vec<char> = inputs
        .iter()
        .filter_map(|input| match input {
            Input::Key(key) => key.text(),
            _ => None,
        })
        .collect();
    let mut kinds = typed.clone();
    kinds.sort_unstable();
    kinds.dedup();
    let burst = typed.len() >= BURST && kinds.len() > 2;
    if typed.is_empty() || !(burst || in_burst) {
        return inputs;
    }
    // Enter and Tab between the characters are part of the paste; other keys cannot be.
    let pasted = |input: &Input| match input {
        Input::Key(key) => {
            key.text().is_some() || matches!(key.code, Code::Enter | Code::Tab) && !key.shift
        }
        _ => false,
    };
    let mut kept: Vec<Input> = inputs.into_iter().filter(|input| !pasted(input)).collect();
    kept.insert(0, Input::PasteIgnored(typed.len()));
    kept
}

/// Turns each run of at least [`BURST`] characters into one paste.
fn gather(inputs: Vec<Input>, text: impl Fn(Key) -> Option<char>) -> Vec<Input> {
    let mut out = Vec::with_capacity(inputs.len().min(64));
    let mut run: Vec<(Key, char)> = Vec::new();
    for input in inputs {
        if let Input::Key(key) = input
            && let Some(c) = text(key)
        {
            run.push((key, c));
            continue;
        }
        close_run(&mut run, &mut out);
        out.push(input);
    }
    close_run(&mut run, &mut out);
    out
}

fn close_run(run: &mut Vec<(Key, char)>, out: &mut Vec<Input>) {
    if run.len() >= BURST {
        let text: String = run.drain(..).map(|(_, c)| c).collect();
        out.push(Input::Paste(text.into()));
    } else {
        out.extend(run.drain(..).map(|(key, _)| Input::Key(key)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Vec<Input> {
        let key = |c| match c {
            '\n' => Key::plain(Code::Enter),
            '\u{1b}' => Key::plain(Code::Esc),
            c => Key::char(c),
        };
        text.chars().map(|c| Input::Key(key(c))).collect()
    }

    #[test]
    fn fast_typing_stays_typing() {
        for focus in [Focus::Commands, Focus::Line, Focus::Note] {
            assert_eq!(tidy(typed("mmnatmu"), focus, false), typed("mmnatmu"));
        }
    }

    #[test]
    fn a_paste_into_nowhere_is_left_out_as_a_whole() {
        let mut inputs = typed("Met, n\nand q");
        inputs.push(Input::Resize(80, 24));
        assert_eq!(
            tidy(inputs, Focus::Commands, false),
            vec![Input::PasteIgnored(11), Input::Resize(80, 24)]
        );
    }

    #[test]
    fn the_tail_of_a_paste_belongs_to_it() {
        assert_eq!(
            tidy(typed("q\n"), Focus::Commands, true),
            vec![Input::PasteIgnored(1)]
        );
        let arrows = vec![Input::Key(Key::plain(Code::Down))];
        assert_eq!(tidy(arrows.clone(), Focus::Commands, true), arrows);
    }

    #[test]
    fn a_key_held_down_is_no_paste() {
        let held = typed(&"j".repeat(100));
        assert_eq!(tidy(held.clone(), Focus::Commands, false), held);
    }

    #[test]
    fn a_burst_into_a_text_is_one_insertion() {
        let inputs = typed("first line\nsecond\u{1b}");
        assert_eq!(
            tidy(inputs.clone(), Focus::Note, false),
            vec![
                Input::Paste("first line\nsecond".into()),
                Input::Key(Key::plain(Code::Esc)),
            ]
        );
        let in_line = tidy(inputs, Focus::Line, false);
        assert_eq!(in_line.first(), Some(&Input::Paste("first line".into())));
        assert_eq!(in_line.get(1), Some(&Input::Key(Key::plain(Code::Enter))));
    }
}
