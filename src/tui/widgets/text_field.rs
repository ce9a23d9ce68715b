//! One line to write in; also for passphrases, which are never drawn and are wiped from memory.

use std::cell::Cell;
use std::fmt;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use unicode_segmentation::UnicodeSegmentation;
use zeroize::{Zeroize, Zeroizing};

use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::terminal::key::{Code, Key};
use crate::tui::text::{typed, width};
use crate::tui::theme::{Meaning, Theme};

use super::{put, restyle};

/// Characters a line may have; more is no line.
const LONGEST: usize = 500;
/// Steps that can be undone inside the field.
const UNDO_STEPS: usize = 100;

/// A line of text being written.
#[derive(Clone, Default)]
pub struct TextField {
    text: Zeroizing<String>,
    /// Byte offset, always between graphemes.
    cursor: usize,
    /// Kept without copies: a passphrase or a code.
    secret: bool,
    /// Shown as marks only.
    hidden: bool,
    undo: Vec<(String, usize)>,
    redo: Vec<(String, usize)>,
    /// First grapheme drawn last time.
    scroll: Cell<usize>,
}

impl fmt::Debug for TextField {
    /// Says nothing of the text: it may be a passphrase.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TextField {{ {} bytes }}", self.text.len())
    }
}

/// What an input did to a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// The text is another now.
    Changed,
    /// Only the cursor moved, or there was nothing to change.
    Kept,
    /// The field knows nothing of this key.
    Foreign,
}

impl TextField {
    /// A field with this text, the cursor at its end.
    pub fn new(text: &str) -> Self {
        let mut field = TextField::default();
        field.set(text);
        field
    }

    /// A field that keeps no steps to undo, and wipes what was written when it is dropped.
    pub fn secret() -> Self {
        TextField {
            // Room from the start: growing would leave copies behind.
            text: Zeroizing::new(String::with_capacity(LONGEST * 4)),
            secret: true,
            ..TextField::default()
        }
    }

    /// The same, and it shows only how much is written in it.
    pub fn hidden() -> Self {
        TextField {
            hidden: true,
            ..TextField::secret()
        }
    }

    /// Whether it holds a passphrase or a code.
    pub fn is_secret(&self) -> bool {
        self.secret
    }

    /// What is written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing is written.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Writes something else; nothing to undo is left.
    pub fn set(&mut self, text: &str) {
        self.text.zeroize();
        let (taken, _) = typed(text, false);
        let taken = Zeroizing::new(taken);
        self.text.extend(taken.chars().take(LONGEST));
        self.cursor = self.text.len();
        self.undo.clear();
        self.redo.clear();
    }

    /// Takes a key: characters, moves, deletions, and the commands for writing.
    pub fn key(&mut self, key: Key) -> Edit {
        if let Some(c) = key.text() {
            let mut bytes = [0; 4];
            return self.insert(c.encode_utf8(&mut bytes)).0;
        }
        if let Some(command) = keymap::command(&[Context::TextField], key) {
            return self.command(command);
        }
        if key.ctrl || key.alt {
            return Edit::Foreign;
        }
        match key.code {
            Code::Left => self.move_to(self.before()),
            Code::Right => self.move_to(self.after()),
            Code::Home => self.move_to(0),
            Code::End => self.move_to(self.text.len()),
            Code::Backspace => self.delete(self.before()..self.cursor),
            Code::Delete => self.delete(self.cursor..self.after()),
            _ => Edit::Foreign,
        }
    }

    /// Takes one of the commands for writing, or undo and redo. Home and End of what is read
    /// around the field move within its line.
    pub fn command(&mut self, command: Command) -> Edit {
        match command {
            Command::WordLeft => self.move_to(self.word_before()),
            Command::WordRight => self.move_to(self.word_after()),
            Command::TextStart | Command::First => self.move_to(0),
            Command::TextEnd | Command::Last => self.move_to(self.text.len()),
            Command::DeleteWord => self.delete(self.word_before()..self.cursor),
            Command::Undo => self.step(true),
            Command::Redo => self.step(false),
            _ => Edit::Foreign,
        }
    }

    /// Takes a paste; line ends become blanks. With it the number of characters left out, because
    /// they cannot be seen or there is no more room.
    pub fn insert(&mut self, text: &str) -> (Edit, usize) {
        let (taken, mut left_out) = typed(text, false);
        let taken = Zeroizing::new(taken);
        let room = LONGEST.saturating_sub(self.text.chars().count());
        let fits: usize = taken.chars().take(room).map(char::len_utf8).sum();
        left_out += taken.chars().count().saturating_sub(room);
        let Some(taken) = taken.get(..fits).filter(|taken| !taken.is_empty()) else {
            return (Edit::Kept, left_out);
        };
        self.remember();
        self.text.insert_str(self.cursor, taken);
        self.cursor = self.boundary_from(self.cursor + taken.len());
        (Edit::Changed, left_out)
    }

    /// The first border between graphemes that is not before `at`.
    fn boundary_from(&self, at: usize) -> usize {
        let borders = self.text.grapheme_indices(true).map(|(index, _)| index);
        borders
            .chain([self.text.len()])
            .find(|index| *index >= at)
            .unwrap_or(0)
    }

    fn before(&self) -> usize {
        let before = self.text.get(..self.cursor).unwrap_or_default();
        before
            .grapheme_indices(true)
            .next_back()
            .map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        let after = self.text.get(self.cursor..).unwrap_or_default();
        self.cursor + after.graphemes(true).next().map_or(0, str::len)
    }

    fn word_before(&self) -> usize {
        if self.hidden {
            return 0; // Where the words are is nobody's business.
        }
        let before = self.text.get(..self.cursor).unwrap_or_default().trim_end();
        before.rfind(' ').map_or(0, |at| at + 1)
    }

    fn word_after(&self) -> usize {
        let after = self.text.get(self.cursor..).unwrap_or_default();
        let word = after
            .find(' ')
            .filter(|_| !self.hidden)
            .unwrap_or(after.len());
        let blanks = after.get(word..).unwrap_or_default();
        self.cursor + word + (blanks.len() - blanks.trim_start().len())
    }

    fn move_to(&mut self, at: usize) -> Edit {
        self.cursor = at;
        Edit::Kept
    }

    fn delete(&mut self, range: std::ops::Range<usize>) -> Edit {
        if range.is_empty() {
            return Edit::Kept;
        }
        self.remember();
        self.cursor = range.start;
        self.text.replace_range(range, "");
        Edit::Changed
    }

    /// Keeps the text as it is before a change.
    fn remember(&mut self) {
        if self.secret {
            return;
        }
        self.redo.clear();
        if self.undo.len() == UNDO_STEPS {
            self.undo.remove(0);
        }
        self.undo.push((self.text.to_string(), self.cursor));
    }

    fn step(&mut self, back: bool) -> Edit {
        let (from, to) = if back {
            (&mut self.undo, &mut self.redo)
        } else {
            (&mut self.redo, &mut self.undo)
        };
        let Some((text, cursor)) = from.pop() else {
            return Edit::Kept;
        };
        to.push((self.text.to_string(), self.cursor));
        *self.text = text;
        self.cursor = cursor;
        Edit::Changed
    }

    /// Draws the field in the area's first row. Where the cursor goes, if it has the focus.
    pub fn draw(
        &self,
        buf: &mut Buffer,
        area: Rect,
        theme: Theme,
        focused: bool,
    ) -> Option<Position> {
        let area = area.intersection(buf.area);
        if area.is_empty() {
            return None;
        }
        let room = usize::from(area.width);
        let graphemes: Vec<&str> = self.text.graphemes(true).collect();
        let before = self.text.get(..self.cursor).unwrap_or_default();
        let cursor = before.graphemes(true).count();
        let mut mark = [0; 4];
        let mark: &str = theme.signs.hidden.encode_utf8(&mut mark);
        let shown = |index: usize| match graphemes.get(index) {
            Some(_) if self.hidden => mark,
            Some(grapheme) => grapheme,
            None => " ",
        };
        let columns = |from: usize, until: usize| -> usize {
            (from..until).map(|index| width(shown(index))).sum()
        };
        // The cursor is always seen, with the character under it; without it, the beginning is.
        let mut first = if focused {
            self.scroll.get().min(cursor)
        } else {
            0
        };
        while focused && columns(first, cursor + 1) > room && first < cursor {
            first += 1;
        }
        self.scroll.set(first);
        let line: String = (first..graphemes.len()).map(shown).collect();
        put(buf, area, &line, theme.style(Meaning::Plain));
        if !focused {
            return None;
        }
        restyle(buf, Rect { height: 1, ..area }, theme.style(Meaning::Field));
        let column = u16::try_from(columns(first, cursor)).unwrap_or(u16::MAX);
        let x = area.x.saturating_add(column).min(area.right() - 1);
        Some(Position::new(x, area.y))
    }
}

#[cfg(test)]
mod tests;
