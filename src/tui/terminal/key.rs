//! One key press, as a value with a name.
//!
//! The name is the only spelling of a key in the whole program: the command table, the footer,
//! the help and the tests use it (`m`, `Ctrl-Z`, `Shift-Tab`, `PgUp`). Turning terminal bytes
//! into keys is `decode`; turning keys into commands is `keymap`.

use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// The key itself, without Ctrl, Alt and Shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// A character, upper case already applied.
    Char(char),
    /// A function key, F1 is 1.
    F(u8),
    /// Enter or Return.
    Enter,
    /// Escape.
    Esc,
    /// Tab; with shift, the way back.
    Tab,
    /// Backspace.
    Backspace,
    /// Delete.
    Delete,
    /// Insert.
    Insert,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// Page up.
    PageUp,
    /// Page down.
    PageDown,
}

/// Names of the keys that are not characters, as they are shown.
const NAMES: &[(Code, &str)] = &[
    (Code::Char(' '), "Space"),
    (Code::Enter, "Enter"),
    (Code::Esc, "Esc"),
    (Code::Tab, "Tab"),
    (Code::Backspace, "Backspace"),
    (Code::Delete, "Del"),
    (Code::Insert, "Ins"),
    (Code::Up, "Up"),
    (Code::Down, "Down"),
    (Code::Left, "Left"),
    (Code::Right, "Right"),
    (Code::Home, "Home"),
    (Code::End, "End"),
    (Code::PageUp, "PgUp"),
    (Code::PageDown, "PgDn"),
];

/// A key press with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Ctrl was held.
    pub ctrl: bool,
    /// Alt (Option, Meta) was held.
    pub alt: bool,
    /// Shift was held; never set for characters, whose case already says it.
    pub shift: bool,
}

impl Key {
    /// A key without modifiers.
    pub const fn plain(code: Code) -> Self {
        Key {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// A character typed plainly.
    pub const fn char(c: char) -> Self {
        Key::plain(Code::Char(c))
    }

    /// A key with modifiers, brought into the one form that is compared: characters carry no
    /// shift, and Ctrl with a letter is the small letter.
    pub fn with(code: Code, ctrl: bool, alt: bool, shift: bool) -> Self {
        match code {
            Code::Char(c) if ctrl => Key {
                code: Code::Char(c.to_ascii_lowercase()),
                ctrl,
                alt,
                shift: false,
            },
            Code::Char(_) => Key {
                code,
                ctrl,
                alt,
                shift: false,
            },
            _ => Key {
                code,
                ctrl,
                alt,
                shift,
            },
        }
    }

    /// The character this key types into a text field, if it types one.
    pub fn text(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// A key from crossterm, which reads the keyboard where there is no Unix terminal.
    ///
    /// Releases are dropped. Letters of the third keyboard level (AltGr) arrive there as
    /// Ctrl+Alt+character and are text (crossterm #685, #917).
    pub fn from_crossterm(event: KeyEvent) -> Option<Self> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let code = match event.code {
            KeyCode::Char(c) => Code::Char(c),
            KeyCode::F(number) => Code::F(number),
            KeyCode::Enter => Code::Enter,
            KeyCode::Esc => Code::Esc,
            KeyCode::Tab | KeyCode::BackTab => Code::Tab,
            KeyCode::Backspace => Code::Backspace,
            KeyCode::Delete => Code::Delete,
            KeyCode::Insert => Code::Insert,
            KeyCode::Up => Code::Up,
            KeyCode::Down => Code::Down,
            KeyCode::Left => Code::Left,
            KeyCode::Right => Code::Right,
            KeyCode::Home => Code::Home,
            KeyCode::End => Code::End,
            KeyCode::PageUp => Code::PageUp,
            KeyCode::PageDown => Code::PageDown,
            _ => return None,
        };
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let alt = event.modifiers.contains(KeyModifiers::ALT);
        let shift = event.modifiers.contains(KeyModifiers::SHIFT) || event.code == KeyCode::BackTab;
        if ctrl && alt && matches!(code, Code::Char(_)) {
            return Some(Key::plain(code));
        }
        Some(Key::with(code, ctrl, alt, shift))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl-")?;
        }
        if self.alt {
            f.write_str("Alt-")?;
        }
        if self.shift {
            f.write_str("Shift-")?;
        }
        if let Some((_, name)) = NAMES.iter().find(|(code, _)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            Code::Char(c) if self.ctrl => write!(f, "{}", c.to_ascii_uppercase()),
            Code::Char(c) => write!(f, "{c}"),
            Code::F(number) => write!(f, "F{number}"),
            _ => Ok(()),
        }
    }
}

/// A key name that means nothing.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "'{0}' is not the name of a key. Write a character, or a name such as Enter, Ctrl-Z, PgUp."
)]
pub struct UnknownKey(
    /// What was written.
    pub String,
);

impl FromStr for Key {
    type Err = UnknownKey;

    /// Reads what [`fmt::Display`] writes; names of keys in any case.
    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let unknown = || UnknownKey(name.to_owned());
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        let mut rest = name;
        while let Some((before, after)) = rest.split_once('-') {
            if before.is_empty() || after.is_empty() {
                break;
            }
            match before.to_ascii_lowercase().as_str() {
                "ctrl" => ctrl = true,
                "alt" => alt = true,
                "shift" => shift = true,
                _ => return Err(unknown()),
            }
            rest = after;
        }
        let mut chars = rest.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(only), None) => Code::Char(only),
            _ => named(rest).ok_or_else(unknown)?,
        };
        Ok(Key::with(code, ctrl, alt, shift))
    }
}

/// The key with this name of more than one character.
fn named(name: &str) -> Option<Code> {
    let known = NAMES
        .iter()
        .find(|(_, known)| known.eq_ignore_ascii_case(name))
        .map(|(code, _)| *code);
    known.or_else(|| {
        let number = name.strip_prefix(['F', 'f'])?.parse().ok()?;
        (1..=24).contains(&number).then_some(Code::F(number))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_name_is_read_back_as_the_key_it_names() {
        let mut keys: Vec<Key> = NAMES.iter().map(|(code, _)| Key::plain(*code)).collect();
        keys.extend("mMnN?:,.+/!-".chars().map(Key::char));
        keys.extend((1..=12).map(|number| Key::plain(Code::F(number))));
        keys.push(Key::with(Code::Char('Z'), true, false, false));
        keys.push(Key::with(Code::Tab, false, false, true));
        keys.push(Key::with(Code::Left, true, false, true));
        for key in keys {
            assert_eq!(key.to_string().parse::<Key>().unwrap(), key, "{key}");
        }
    }

    #[test]
    fn names_without_meaning_are_refused() {
        for name in ["", "Entre", "Ctrl-", "Hyper-x", "F99", "xy"] {
            assert!(name.parse::<Key>().is_err(), "{name}");
        }
    }

    #[test]
    fn a_release_is_no_key_and_alt_gr_is_text() {
        let mut event = KeyEvent::new(
            KeyCode::Char('@'),
            KeyModifiers::CONTROL | KeyModifiers::ALT,
        );
        assert_eq!(Key::from_crossterm(event).unwrap().text(), Some('@'));
        event.kind = KeyEventKind::Repeat;
        assert!(Key::from_crossterm(event).is_some());
        event.kind = KeyEventKind::Release;
        assert_eq!(Key::from_crossterm(event), None);
    }

    #[test]
    fn control_keys_type_nothing() {
        assert_eq!("Ctrl-Z".parse::<Key>().unwrap().text(), None);
        assert_eq!("Alt-m".parse::<Key>().unwrap().text(), None);
        assert_eq!("m".parse::<Key>().unwrap().text(), Some('m'));
    }
}
