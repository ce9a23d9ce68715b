//! Text to read that may be longer than its place: wraps, scrolls, says where there is more.

use std::cell::Cell;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::commands::table::Command;
use crate::tui::terminal::input::{Mouse, MouseAction};
use crate::tui::text::{visible_block, wrap};
use crate::tui::theme::{Meaning, Theme};

use super::{put, put_right, right_of, row};

/// A piece of text with one meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The text; line ends are kept.
    pub text: String,
    /// How it looks.
    pub meaning: Meaning,
    /// Columns it is moved in.
    pub indent: u16,
    /// A few words before the text, in columns of their own: a key before what it does.
    pub lead: String,
    /// Columns for the lead; the text keeps right of them in all its lines.
    pub lead_columns: u16,
}

impl Block {
    /// A piece of ordinary text.
    pub fn plain(text: impl Into<String>) -> Self {
        Block::new(Meaning::Plain, text)
    }

    /// A piece of text with this meaning.
    pub fn new(meaning: Meaning, text: impl Into<String>) -> Self {
        Block {
            text: text.into(),
            meaning,
            indent: 0,
            lead: String::new(),
            lead_columns: 0,
        }
    }

    /// The same with a few words before it, in so many columns.
    #[must_use]
    pub fn led_by(self, lead: impl Into<String>, columns: u16) -> Self {
        Block {
            lead: lead.into(),
            lead_columns: columns,
            ..self
        }
    }

    /// The same, moved in.
    #[must_use]
    pub fn indented(self, indent: u16) -> Self {
        Block { indent, ..self }
    }
}

/// How far down one has read.
#[derive(Clone, Debug, Default)]
pub struct ReaderState {
    first: Cell<usize>,
    height: Cell<u16>,
}

impl ReaderState {
    /// Back to the beginning.
    pub fn reset(&mut self) {
        self.first.set(0);
    }

    /// Scrolls; whether the command was one that scrolls.
    pub fn command(&mut self, command: Command) -> bool {
        let page = usize::from(self.height.get()).saturating_sub(1).max(1);
        let first = self.first.get();
        self.first.set(match command {
            Command::Up => first.saturating_sub(1),
            Command::Down => first.saturating_add(1),
            Command::PageUp => first.saturating_sub(page),
            Command::PageDown => first.saturating_add(page),
            Command::First => 0,
            // Drawing goes back to the last full page.
            Command::Last => usize::MAX,
            _ => return false,
        });
        true
    }

    /// Scrolls with the wheel; whether it was the wheel.
    pub fn mouse(&mut self, mouse: Mouse) -> bool {
        let command = match mouse.action {
            MouseAction::WheelUp => Command::Up,
            MouseAction::WheelDown => Command::Down,
            MouseAction::Press => return false,
        };
        (0..3).fold(false, |_, _| self.command(command))
    }
}

/// Draws as much as fits from where one has read to.
pub fn draw(buf: &mut Buffer, area: Rect, theme: Theme, state: &ReaderState, blocks: &[Block]) {
    let area = area.intersection(buf.area);
    state.height.set(area.height);
    if area.is_empty() {
        return;
    }
    let columns = area.width.saturating_sub(2);
    let height = usize::from(area.height);
    let mut first = state.first.get();
    let mut page = lines(blocks, columns, first, height + 1);
    if page.len() < height && first > 0 {
        let all = lines(blocks, columns, 0, usize::MAX).len();
        first = first.min(all.saturating_sub(height));
        page = lines(blocks, columns, first, height + 1);
    }
    state.first.set(first);
    let more = page.len() > height;
    for (line, at) in page.iter().take(height).zip(0..) {
        let here = right_of(row(area, at), line.block.indent);
        if line.begins {
            let lead = Rect {
                width: line.block.lead_columns.min(here.width),
                ..here
            };
            put(buf, lead, &line.block.lead, theme.style(Meaning::KeyName));
        }
        let text = right_of(here, line.block.lead_columns);
        put(buf, text, &line.text, theme.style(line.block.meaning));
    }
    let muted = theme.style(Meaning::Muted);
    if first > 0 {
        put_right(buf, row(area, 0), theme.signs.more_above, muted);
    }
    if more {
        put_right(
            buf,
            row(area, area.height - 1),
            theme.signs.more_below,
            muted,
        );
    }
}

/// How many rows all of it takes in an area of this width.
pub fn height(blocks: &[Block], width: u16) -> u16 {
    let all = lines(blocks, width.saturating_sub(2), 0, usize::from(u16::MAX));
    u16::try_from(all.len()).unwrap_or(u16::MAX)
}

/// All lines of a text for so many columns, to be put in a row of a list.
pub fn laid_out(blocks: &[Block], columns: u16, theme: Theme) -> Vec<Line<'static>> {
    let line = |laid: Laid<'_>| {
        let block = laid.block;
        let lead = if laid.begins { block.lead.as_str() } else { "" };
        let wide = usize::from(block.lead_columns);
        Line::from(vec![
            Span::raw(" ".repeat(usize::from(block.indent))),
            Span::styled(format!("{lead:<wide$}"), theme.style(Meaning::KeyName)),
            Span::styled(laid.text, theme.style(block.meaning)),
        ])
    };
    let laid = lines(blocks, columns, 0, usize::MAX);
    laid.into_iter().map(line).collect()
}

/// One line on the screen.
struct Laid<'a> {
    text: String,
    block: &'a Block,
    /// The first line of its block.
    begins: bool,
}

/// So many lines from `first` on. What comes later is not laid out.
fn lines(blocks: &[Block], columns: u16, first: usize, count: usize) -> Vec<Laid<'_>> {
    let mut skip = first;
    let mut found = Vec::new();
    for block in blocks {
        let text = visible_block(&block.text);
        let used = block.indent.saturating_add(block.lead_columns);
        let room = usize::from(columns.saturating_sub(used));
        for (line, index) in wrap(&text, room).zip(0..) {
            if found.len() == count {
                return found;
            }
            if skip > 0 {
                skip -= 1;
            } else {
                found.push(Laid {
                    text: line.to_owned(),
                    block,
                    begins: index == 0,
                });
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    fn drawn(state: &ReaderState, width: u16, height: u16) -> Vec<String> {
        let area = Rect::new(0, 0, width, height);
        let mut buf = Buffer::empty(area);
        let blocks = [
            Block::new(Meaning::Title, "Why?"),
            Block::plain("one two three four five six").indented(2),
            Block::plain("end\u{1b}"),
        ];
        draw(&mut buf, area, Theme::default(), state, &blocks);
        let line = |y| (0..width).map(|x| buf[(x, y)].symbol()).collect::<String>();
        (0..height).map(line).collect()
    }

    #[test]
    fn text_wraps_and_says_where_there_is_more() {
        let mut state = ReaderState::default();
        assert_eq!(
            drawn(&state, 14, 3),
            ["Why?          ", "  one two     ", "  three four ↓"]
        );
        state.command(Command::Last);
        assert_eq!(
            drawn(&state, 14, 3),
            ["  three four ↑", "  five six    ", "end<U+001B>   "]
        );
        state.command(Command::Down);
        assert_eq!(
            drawn(&state, 14, 3)[0],
            "  three four ↑",
            "no further than the end"
        );
        state.command(Command::Up);
        assert_eq!(drawn(&state, 14, 3)[0], "  one two    ↑");
        state.command(Command::First);
        assert_eq!(drawn(&state, 14, 10)[4], "end<U+001B>   ");
        for (width, height) in [(0, 0), (1, 1), (2, 3), (3, 1)] {
            drawn(&state, width, height);
        }
    }
}
