//! A session written down so that it can be played again: which keys, which commands they were,
//! which effects followed and how they ended. Never what was typed: a letter is written as `x`, a
//! digit as `0`, a paste as its length. A bug report with such a file can become a test: see
//! `tests/README.md`.

use super::commands::table::Command;
use super::desk::Effect;
use super::screens::EffectResult;
use super::terminal::input::{Focus, Input, Mouse, MouseAction};
use super::terminal::key::{Code, Key};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::{self, Write};

/// One line of a recording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Line {
    /// A key that was no text.
    Key(String),
    /// A character that was text: not which one.
    Typed(char),
    /// So many characters were pasted.
    Pasted(usize),
    /// The mouse: `press`, `wheel_up` or `wheel_down`, column, row.
    Mouse(String, u16, u16),
    /// The terminal has so many columns and rows now.
    Size(u16, u16),
    /// The time came at which what is typed is kept.
    Due,
    /// A command was done.
    Did(String),
    /// An effect was run.
    Effect(String),
    /// How an effect ended, where a screen was told.
    Ended(String),
}

const ACTIONS: [(&str, MouseAction); 3] = [
    ("press", MouseAction::Press),
    ("wheel_up", MouseAction::WheelUp),
    ("wheel_down", MouseAction::WheelDown),
];

impl Line {
    /// What came in, without any text; nothing for what the system asks.
    pub fn of(input: &Input, focus: Focus) -> Option<Self> {
        Some(match input {
            Input::Key(key) => match key.code {
                Code::Char(letter) if focus != Focus::Commands && !key.ctrl && !key.alt => {
                    Self::Typed(hidden(letter))
                }
                _ => Self::Key(key.to_string()),
            },
            Input::Paste(text) => Self::Pasted(text.as_str().chars().count()),
            Input::PasteIgnored(count) => Self::Pasted(*count),
            Input::Mouse(mouse) => {
                let (name, _) = ACTIONS.iter().find(|(_, action)| *action == mouse.action)?;
                Self::Mouse((*name).to_owned(), mouse.column, mouse.row)
            }
            Input::Resize(columns, rows) => Self::Size(*columns, *rows),
            Input::Due => Self::Due,
            Input::Signal(_) | Input::Gone => return None,
        })
    }

    /// What to put in, to play the line again; nothing for what only followed.
    pub fn input(&self) -> Option<Input> {
        Some(match self {
            Self::Key(name) => Input::Key(name.parse().ok()?),
            Self::Typed(letter) => Input::Key(Key::char(*letter)),
            Self::Pasted(count) => Input::Paste("x".repeat(*count).into()),
            Self::Mouse(name, column, row) => {
                let (_, action) = ACTIONS.iter().find(|(held, _)| held == name)?;
                Input::Mouse(Mouse {
                    action: *action,
                    column: *column,
                    row: *row,
                })
            }
            Self::Size(columns, rows) => Input::Resize(*columns, *rows),
            Self::Due => Input::Due,
            Self::Did(_) | Self::Effect(_) | Self::Ended(_) => return None,
        })
    }
}

/// Stands for a character of a text: its kind, never itself.
fn hidden(letter: char) -> char {
    match letter {
        ' ' => ' ',
        letter if letter.is_numeric() => '0',
        _ => 'x',
    }
}

/// Writes a recording. What cannot be written is left out: it must never stop the work.
pub struct Recorder {
    out: Box<dyn Write>,
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recorder")
    }
}

impl Recorder {
    /// Writes here, a line of JSON each.
    pub fn new(out: Box<dyn Write>) -> Self {
        Self { out }
    }

    /// Writes down what came in.
    pub fn input(&mut self, input: &Input, focus: Focus) {
        if let Some(line) = Line::of(input, focus) {
            self.write(&line);
        }
    }

    /// Writes down a command that was done.
    pub fn command(&mut self, command: Command) {
        self.write(&Line::Did(command.to_string()));
    }

    /// Writes down that an effect was run.
    pub fn effect(&mut self, effect: &Effect) {
        self.write(&Line::Effect(effect.name().to_owned()));
    }

    /// Writes down how an effect ended.
    pub fn ended(&mut self, result: &EffectResult) {
        self.write(&Line::Ended(result.name().to_owned()));
    }

    fn write(&mut self, line: &Line) {
        let written = serde_json::to_string(line).map_err(io::Error::other);
        // A recording is a help for developers; the work goes on without it.
        let _ = written.and_then(|line| writeln!(self.out, "{line}"));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn text_is_never_written_down() {
        let typed = |letter| Input::Key(Key::char(letter));
        for letter in ['M', 'ü', '?', '-'] {
            assert_eq!(
                Line::of(&typed(letter), Focus::Note),
                Some(Line::Typed('x'))
            );
        }
        assert_eq!(Line::of(&typed('7'), Focus::Line), Some(Line::Typed('0')));
        assert_eq!(
            Line::of(&Input::Paste("MRN 4471902".into()), Focus::Note),
            Some(Line::Pasted(11))
        );
        let key = Line::of(&typed('m'), Focus::Commands);
        assert_eq!(key, Some(Line::Key("m".to_owned())));
    }

    #[test]
    fn what_came_in_can_be_put_in_again() {
        for input in [
            Input::Key("Ctrl-Z".parse().unwrap()),
            Input::Key("Enter".parse().unwrap()),
            Input::Mouse(Mouse {
                action: MouseAction::WheelDown,
                column: 3,
                row: 9,
            }),
            Input::Resize(80, 24),
            Input::Due,
        ] {
            let line = Line::of(&input, Focus::Commands).unwrap();
            let written = serde_json::to_string(&line).unwrap();
            let read: Line = serde_json::from_str(&written).unwrap();
            assert_eq!(read.input(), Some(input), "{written}");
        }
        assert_eq!(Line::Did("undo".to_owned()).input(), None);
    }
}
