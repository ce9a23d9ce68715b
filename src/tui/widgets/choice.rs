//! A list that is answered by a number.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::commands::table::Command;
use crate::tui::terminal::input::Mouse;
use crate::tui::terminal::key::{Code, Key};
use crate::tui::text::{truncate, visible};
use crate::tui::theme::{Mark, Meaning, Theme};

use super::list::{self, ListState};

/// Rows beyond this have no number and are reached with the arrows.
const NUMBERED: usize = 9;

/// One row to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it says.
    pub text: String,
    /// The mark before it, where the rows are answers.
    pub mark: Option<Mark>,
}

impl Item {
    /// A row without a mark.
    pub fn plain(text: impl Into<String>) -> Self {
        Item {
            text: text.into(),
            mark: None,
        }
    }
}

/// The rows and which one is selected.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    items: Vec<Item>,
    list: ListState,
}

impl Choice {
    /// A choice between these rows, the first one selected.
    pub fn new(items: Vec<Item>) -> Self {
        let list = ListState::new(items.len());
        Choice { items, list }
    }

    /// Selects a row beforehand: the last one chosen, say.
    #[must_use]
    pub fn with_selected(mut self, index: usize) -> Self {
        self.list.select(index);
        self
    }

    /// The rows.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// The row that a number key chooses.
    pub fn key(&mut self, key: Key) -> Option<usize> {
        let Code::Char(digit @ '1'..='9') = key.code else {
            return None;
        };
        let number = usize::try_from(digit.to_digit(10)?).ok()?;
        let index = number.checked_sub(1)?;
        if key.text().is_none() || index >= self.items.len() {
            return None;
        }
        self.list.select(index);
        Some(index)
    }

    /// Moves the selection, or gives the row that confirming chooses.
    pub fn command(&mut self, command: Command) -> Option<usize> {
        if command == Command::Confirm {
            return self.list.selected();
        }
        self.list.command(command);
        None
    }

    /// The row that a press of the mouse chooses.
    pub fn mouse(&mut self, mouse: Mouse) -> Option<usize> {
        self.list.mouse(mouse)
    }

    /// Draws the rows with their numbers.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme) {
        list::draw(buf, area, theme, &self.list, true, |index, columns| {
            self.line(index, columns, theme)
        });
    }

    fn line(&self, index: usize, columns: u16, theme: Theme) -> Line<'static> {
        let Some(item) = self.items.get(index) else {
            return Line::default();
        };
        let number = if index < NUMBERED {
            (index + 1).to_string()
        } else {
            " ".to_owned()
        };
        let mark = item
            .mark
            .map(|mark| format!("{} ", mark.sign()))
            .unwrap_or_default();
        let room = usize::from(columns).saturating_sub(3 + mark.len());
        let text = truncate(&visible(&item.text), room, theme.signs.ellipsis).into_owned();
        let style = theme.style(item.mark.map_or(Meaning::Plain, Meaning::Answer));
        Line::from(vec![
            Span::styled(number, theme.style(Meaning::KeyName)),
            Span::raw("  "),
            Span::styled(format!("{mark}{text}"), style),
        ])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn choice(rows: usize) -> Choice {
        Choice::new(
            (1..=rows)
                .map(|row| Item::plain(format!("Reason {row}")))
                .collect(),
        )
    }

    #[test]
    fn a_number_chooses_at_once_and_enter_chooses_the_selected_row() {
        let mut choice = choice(3);
        assert_eq!(choice.key("2".parse().unwrap()), Some(1));
        assert_eq!(choice.command(Command::Confirm), Some(1));
        assert_eq!(choice.command(Command::Down), None);
        assert_eq!(choice.command(Command::Confirm), Some(2));
        assert_eq!(choice.key("4".parse().unwrap()), None, "no such row");
        assert_eq!(choice.key("Ctrl-1".parse().unwrap()), None);
        assert_eq!(choice.key("x".parse().unwrap()), None);
    }

    #[test]
    fn rows_without_a_number_are_reached_with_the_arrows() {
        let mut choice = choice(12).with_selected(9);
        assert_eq!(choice.command(Command::Confirm), Some(9));
        let text: String = choice
            .line(9, 40, Theme::default())
            .spans
            .iter()
            .map(|span| span.content.to_string())
            .collect();
        assert_eq!(text, "   Reason 10");
    }

    #[test]
    fn nothing_can_be_chosen_from_nothing() {
        let mut choice = choice(0);
        assert_eq!(choice.command(Command::Confirm), None);
        choice.draw(
            &mut Buffer::empty(Rect::new(0, 0, 3, 1)),
            Rect::new(0, 0, 3, 1),
            Theme::default(),
        );
    }
}
