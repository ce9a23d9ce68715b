//! Bytes from a Unix terminal become keys, pastes and clicks. Pure: no waiting, no reading.
//!
//! crossterm has a reader of its own, but inside it a half-sent escape sequence blocks every
//! later key and signal, one stray `ESC[200~` swallows the keyboard for good (#1060), and a
//! terminal that went away makes it spin (#793). This decoder keeps what is incomplete, says
//! how long to wait for the rest ([`Decoder::patience`]) and then gives it up
//! ([`Decoder::give_up`]), so nothing a terminal sends can hold the keyboard.

use std::fmt;
use std::time::Duration;

use zeroize::Zeroizing;

use super::input::{Input, Mouse, MouseAction};
use super::key::{Code, Key};

/// A lone Esc is a key; Esc followed at once by more is a sequence. Longer than any gap inside a
/// sequence on a usable connection, shorter than anyone notices.
const ESCAPE_PATIENCE: Duration = Duration::from_millis(40);
/// A paste whose end never comes is taken as ended after this silence.
const PASTE_PATIENCE: Duration = Duration::from_millis(300);
/// No sequence that means anything to us is longer.
const LONGEST_SEQUENCE: usize = 64;
/// Answers of the terminal to questions nobody asked us to understand end within this.
const LONGEST_REPLY: usize = 4096;

const PASTE_START: &[u8] = b"\x1b[200~";
const PASTE_END: &[u8] = b"\x1b[201~";

/// What the start of the waiting bytes turned out to be.
enum Parsed {
    /// Not decidable yet.
    Wait,
    /// So many bytes are used up, perhaps for nothing.
    Take(usize, Option<Input>),
    /// A paste begins after so many bytes.
    Paste(usize),
}

/// Turns terminal bytes into input, across any split of the bytes.
#[derive(Default)]
pub struct Decoder {
    /// Bytes of a sequence that is not complete.
    pending: Zeroizing<Vec<u8>>,
    /// Bytes of a paste whose end has not come; it may be a passphrase.
    paste: Option<Zeroizing<Vec<u8>>>,
}

impl fmt::Debug for Decoder {
    /// Nothing of what was typed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Decoder")
    }
}

impl Decoder {
    /// Takes bytes as they came and adds what they mean to `out`.
    pub fn feed(&mut self, bytes: &[u8], out: &mut Vec<Input>) {
        let mut waiting = std::mem::take(&mut self.pending);
        waiting.extend_from_slice(bytes);
        let mut at = 0;
        loop {
            let here = waiting.get(at..).unwrap_or_default();
            if self.paste.is_some() {
                match self.feed_paste(here, out) {
                    Some(used) => at += used,
                    None => return,
                }
            } else if here.is_empty() {
                return;
            } else {
                match step(here) {
                    Parsed::Wait => {
                        self.pending = here.to_vec().into();
                        return;
                    }
                    Parsed::Take(used, input) => {
                        out.extend(input);
                        at += used.max(1);
                    }
                    Parsed::Paste(used) => {
                        self.paste = Some(Zeroizing::default());
                        at += used;
                    }
                }
            }
        }
    }

    /// Adds to the paste that is under way; the number of bytes used when its end was among them.
    fn feed_paste(&mut self, bytes: &[u8], out: &mut Vec<Input>) -> Option<usize> {
        let held = self.paste.get_or_insert_default();
        let before = held.len();
        held.extend_from_slice(bytes);
        // The mark may be split between two reads; nothing further back is looked at again.
        let from = before.saturating_sub(PASTE_END.len() - 1);
        let end = from + find(held.get(from..).unwrap_or_default(), PASTE_END)?;
        let used = end + PASTE_END.len() - before;
        let text = self.paste.take().unwrap_or_default();
        let text = plain(text.get(..end).unwrap_or_default());
        out.push(Input::Paste(text.into()));
        Some(used)
    }

    /// How long the rest of what is incomplete may take; `None` when nothing is.
    pub fn patience(&self) -> Option<Duration> {
        if self.paste.is_some() {
            Some(PASTE_PATIENCE)
        } else if self.pending.is_empty() {
            None
        } else {
            Some(ESCAPE_PATIENCE)
        }
    }

    /// Takes what is incomplete for what it is by itself, because nothing more came.
    pub fn give_up(&mut self, out: &mut Vec<Input>) {
        if let Some(text) = self.paste.take() {
            out.push(Input::Paste(plain(&text).into()));
        }
        let pending = std::mem::take(&mut self.pending);
        match pending.as_slice() {
            [0x1b] => out.push(Input::Key(Key::plain(Code::Esc))),
            // A prefix that is also a key: Alt with [, O, ] or P.
            [0x1b, letter @ (b'[' | b'O' | b']' | b'P')] => {
                let code = Code::Char(char::from(*letter));
                out.push(Input::Key(Key::with(code, false, true, false)));
            }
            _ => {}
        }
    }
}

/// The first thing in `bytes`, which is not empty.
fn step(bytes: &[u8]) -> Parsed {
    match *bytes {
        [0x1b] => Parsed::Wait,
        [0x1b, 0x1b, ..] => Parsed::Take(1, key(Code::Esc)),
        [0x1b, b'[', ref rest @ ..] => control_sequence(bytes, rest),
        [0x1b, b'O'] => Parsed::Wait,
        [0x1b, b'O', letter, ..] => Parsed::Take(3, function_letter(letter, 1)),
        [0x1b, b']' | b'P', ..] => terminal_reply(bytes),
        [0x1b, _, ..] => with_alt(step(bytes.get(1..).unwrap_or_default())),
        [0, ..] => Parsed::Take(1, held_ctrl(' ')),
        // Some terminals send Ctrl-H for Backspace; nobody sends it for anything else.
        [0x08 | 0x7f, ..] => Parsed::Take(1, key(Code::Backspace)),
        [b'\t', ..] => Parsed::Take(1, key(Code::Tab)),
        [b'\r' | b'\n', ..] => Parsed::Take(1, key(Code::Enter)),
        [letter @ 0x01..=0x1a, ..] => Parsed::Take(1, held_ctrl(char::from(letter + b'a' - 1))),
        [sign @ 0x1c..=0x1f, ..] => Parsed::Take(1, held_ctrl(char::from(sign + b'\\' - 0x1c))),
        [c @ 0x20..=0x7e, ..] => Parsed::Take(1, Some(Input::Key(Key::char(char::from(c))))),
        _ => character(bytes),
    }
}

fn key(code: Code) -> Option<Input> {
    Some(Input::Key(Key::plain(code)))
}

fn held_ctrl(c: char) -> Option<Input> {
    Some(Input::Key(Key::with(Code::Char(c), true, false, false)))
}

/// Esc directly before a key is Alt with that key.
fn with_alt(step: Parsed) -> Parsed {
    match step {
        Parsed::Take(used, Some(Input::Key(key))) => {
            Parsed::Take(used + 1, Some(Input::Key(Key { alt: true, ..key })))
        }
        Parsed::Take(used, other) => Parsed::Take(used + 1, other),
        other => other,
    }
}

/// One UTF-8 character of more than one byte; what is no UTF-8 is skipped byte by byte.
fn character(bytes: &[u8]) -> Parsed {
    let length = match bytes.first() {
        Some(0xc2..=0xdf) => 2,
        Some(0xe0..=0xef) => 3,
        Some(0xf0..=0xf4) => 4,
        _ => return Parsed::Take(1, None),
    };
    let have = bytes.get(..length.min(bytes.len())).unwrap_or_default();
    match std::str::from_utf8(have) {
        Ok(text) => Parsed::Take(
            length,
            text.chars().next().map(|c| Input::Key(Key::char(c))),
        ),
        Err(wrong) if wrong.error_len().is_none() && have.len() < length => Parsed::Wait,
        Err(_) => Parsed::Take(1, None),
    }
}

/// `ESC [ …`: arrows, function keys, clicks, the marks of a paste.
fn control_sequence(bytes: &[u8], rest: &[u8]) -> Parsed {
    match rest {
        // The Linux console's F1 to F5.
        [b'[', letter @ b'A'..=b'E', ..] => {
            return Parsed::Take(4, key(Code::F(letter - b'A' + 1)));
        }
        [b'['] => return Parsed::Wait,
        // Clicks of a terminal too old for the form we asked for: three bytes follow.
        [b'M', more @ ..] => {
            return match more {
                [button, column, row, ..] => {
                    let at = |byte: &u8| u16::from(byte.saturating_sub(33));
                    let button = u16::from(button.saturating_sub(32));
                    Parsed::Take(6, click(button, at(column), at(row), true))
                }
                _ => Parsed::Wait,
            };
        }
        _ => {}
    }
    let Some(end) = rest.iter().position(|byte| !(0x20..=0x3f).contains(byte)) else {
        return if rest.len() > LONGEST_SEQUENCE {
            Parsed::Take(bytes.len(), None)
        } else {
            Parsed::Wait
        };
    };
    let last = rest.get(end).copied().unwrap_or_default();
    if !(0x40..=0x7e).contains(&last) {
        // Broken off by something that cannot be inside a sequence: start again there.
        return Parsed::Take(2 + end, None);
    }
    let used = 2 + end + 1;
    if bytes.get(..used) == Some(PASTE_START) {
        return Parsed::Paste(used);
    }
    Parsed::Take(used, sequence(rest.get(..end).unwrap_or_default(), last))
}

/// A complete control sequence: its parameters and its last byte.
fn sequence(parameters: &[u8], last: u8) -> Option<Input> {
    if let Some(mouse) = parameters.strip_prefix(b"<") {
        let [button, column, row] = numbers(mouse)?;
        let (column, row) = (column.checked_sub(1)?, row.checked_sub(1)?);
        return click(button, column, row, last == b'M');
    }
    let [first, modifiers] = numbers(parameters).unwrap_or_default();
    match last {
        b'~' => {
            let code = match first {
                1 | 7 => Code::Home,
                2 => Code::Insert,
                3 => Code::Delete,
                4 | 8 => Code::End,
                5 => Code::PageUp,
                6 => Code::PageDown,
                11..=15 => Code::F(u8::try_from(first - 10).ok()?),
                17..=21 => Code::F(u8::try_from(first - 11).ok()?),
                23 | 24 => Code::F(u8::try_from(first - 12).ok()?),
                _ => return None,
            };
            Some(Input::Key(modified(code, modifiers)))
        }
        // Terminals set to report keys this way on their own account.
        b'u' => {
            let code = match first {
                9 => Code::Tab,
                13 => Code::Enter,
                27 => Code::Esc,
                127 => Code::Backspace,
                other => Code::Char(char::from_u32(u32::from(other)).filter(|c| !c.is_control())?),
            };
            Some(Input::Key(modified(code, modifiers)))
        }
        // A click in a form we did not ask for.
        b'M' => None,
        letter => function_letter(letter, modifiers),
    }
}

/// Keys that are one letter after `ESC [` or `ESC O`.
fn function_letter(letter: u8, modifiers: u16) -> Option<Input> {
    let code = match letter {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'F' => Code::End,
        b'H' => Code::Home,
        b'M' => Code::Enter,
        b'P'..=b'S' => Code::F(letter - b'P' + 1),
        b'Z' => return Some(Input::Key(Key::with(Code::Tab, false, false, true))),
        _ => return None,
    };
    Some(Input::Key(modified(code, modifiers)))
}

/// xterm's number for the modifiers: 1 + shift 1 + alt 2 + ctrl 4.
fn modified(code: Code, number: u16) -> Key {
    let bits = number.saturating_sub(1);
    Key::with(code, bits & 4 != 0, bits & 2 != 0, bits & 1 != 0)
}

/// A press of the left button or a turn of the wheel; everything else is nothing.
fn click(button: u16, column: u16, row: u16, pressed: bool) -> Option<Input> {
    // Shift, Alt and Ctrl held with the button do not make another click.
    let action = match button & !0b1_1100 {
        0 if pressed => MouseAction::Press,
        64 => MouseAction::WheelUp,
        65 => MouseAction::WheelDown,
        _ => return None,
    };
    Some(Input::Mouse(Mouse {
        action,
        column,
        row,
    }))
}

/// The first `N` numbers between semicolons; `None` when one is missing that must be there.
fn numbers<const N: usize>(bytes: &[u8]) -> Option<[u16; N]> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut found = [0; N];
    let mut parts = text.split(';');
    for (index, place) in found.iter_mut().enumerate() {
        match parts.next() {
            // A part may carry details after a colon: only the number itself matters.
            Some(part) => *place = part.split(':').next()?.parse().ok()?,
            None if index == 0 || N == 3 => return None,
            None => *place = 1,
        }
    }
    Some(found)
}

/// `ESC ]` and `ESC P` begin an answer of the terminal to somebody's question; skip all of it.
fn terminal_reply(bytes: &[u8]) -> Parsed {
    let bell = bytes.iter().position(|byte| *byte == 0x07).map(|at| at + 1);
    let string_end = find(bytes.get(2..).unwrap_or_default(), b"\x1b\\").map(|at| at + 4);
    match (bell, string_end) {
        (Some(a), Some(b)) => Parsed::Take(a.min(b), None),
        (Some(end), None) | (None, Some(end)) => Parsed::Take(end, None),
        (None, None) if bytes.len() > LONGEST_REPLY => Parsed::Take(bytes.len(), None),
        (None, None) => Parsed::Wait,
    }
}

/// Where `needle` begins in `bytes`.
fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes
        .windows(needle.len())
        .position(|window| window == needle)
}

/// Pasted bytes as text: one kind of line end, and what is no UTF-8 shown as such.
fn plain(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes)
        .replace("\r\n", "\n")
        .replace('\r', "\n")
}

#[cfg(test)]
mod tests;
