//! A list to select in: scrolls, draws only the rows that are seen, marks the selected one by a
//! `>` as well as by its style.

mod tall;

pub use tall::Tall;

use std::cell::{Cell, RefCell};

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

use crate::tui::commands::table::Command;
use crate::tui::terminal::input::{Mouse, MouseAction};
use crate::tui::theme::{Meaning, Theme};

use super::{put, put_line, put_right, restyle, right_of, row};

/// Columns before each row: the mark and a blank.
pub const MARK_COLUMNS: u16 = 2;

/// How many rows there are and which are seen. Which one is selected is held by whoever owns it.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    len: usize,
    /// First row seen, and where, at the last drawing.
    drawn: Cell<(usize, Rect)>,
    /// Where rows are several lines: the row of each line seen.
    tall: RefCell<Vec<usize>>,
}

/// What the mouse did to a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointed {
    /// The wheel selected this row.
    Wheeled(usize),
    /// This row was pressed.
    Pressed(usize),
}

impl Rows {
    /// The list has so many rows now.
    pub fn set_len(&mut self, len: usize) {
        self.len = len;
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is nothing to select.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// A row that is there: this one, or the last.
    pub fn within(&self, row: usize) -> usize {
        row.min(self.len.saturating_sub(1))
    }

    /// Where a command moves the selection; nothing if it does not move.
    pub fn moved(&self, selected: usize, command: Command) -> Option<usize> {
        let page = self.page();
        let to = match command {
            Command::Up => selected.saturating_sub(1),
            Command::Down => selected.saturating_add(1),
            Command::PageUp => selected.saturating_sub(page),
            Command::PageDown => selected.saturating_add(page),
            Command::First => 0,
            Command::Last => usize::MAX,
            _ => return None,
        };
        Some(self.within(to))
    }

    /// How many rows a page moves on: as many as are seen, but one.
    fn page(&self) -> usize {
        let mut tall = self.tall.borrow().clone();
        tall.dedup();
        let seen = match tall.len() {
            0 => usize::from(self.drawn.get().1.height),
            seen => seen,
        };
        seen.saturating_sub(1).max(1)
    }

    /// What the mouse does to the list: the wheel moves the selection, a press selects.
    pub fn pointed(&self, selected: usize, mouse: Mouse) -> Option<Pointed> {
        let (_, area) = self.drawn.get();
        if !area.contains(Position::new(mouse.column, mouse.row)) {
            return None;
        }
        let to = match mouse.action {
            MouseAction::WheelUp => selected.saturating_sub(1),
            MouseAction::WheelDown => selected.saturating_add(1),
            MouseAction::Press => return self.row_at(mouse).map(Pointed::Pressed),
        };
        Some(Pointed::Wheeled(self.within(to)))
    }

    /// The row drawn where the mouse points.
    pub fn row_at(&self, mouse: Mouse) -> Option<usize> {
        let (first, area) = self.drawn.get();
        if !area.contains(Position::new(mouse.column, mouse.row)) {
            return None;
        }
        let line = usize::from(mouse.row - area.y);
        let index = match self.tall.borrow().as_slice() {
            [] => first + line,
            tall => *tall.get(line)?,
        };
        (index < self.len).then_some(index)
    }

    /// The rows that are seen in so many lines, moved no further than the selection asks for.
    fn visible(&self, selected: usize, height: u16) -> std::ops::Range<usize> {
        let height = usize::from(height);
        let (first, _) = self.drawn.get();
        let earliest = (selected + 1).saturating_sub(height);
        let first = first
            .clamp(earliest, selected.max(earliest))
            .min(self.len.saturating_sub(height));
        first..(first + height).min(self.len)
    }

    /// Draws the rows that are seen; `line` makes the line of a row for the columns there are.
    /// `focused` is whether keys go to this list: elsewhere the selection is only marked.
    pub fn draw<'a>(
        &self,
        buf: &mut Buffer,
        area: Rect,
        theme: Theme,
        (selected, focused): (usize, bool),
        line: impl Fn(usize, u16) -> Line<'a>,
    ) {
        let area = area.intersection(buf.area);
        let selected = self.within(selected);
        let seen = self.visible(selected, area.height);
        self.drawn.set((seen.start, area));
        let columns = area.width.saturating_sub(MARK_COLUMNS + 1);
        for (index, at) in seen.clone().zip(0..) {
            let here = row(area, at);
            let text = Rect {
                width: columns,
                ..right_of(here, MARK_COLUMNS)
            };
            put_line(buf, text, &line(index, columns));
            if selected == index {
                put(buf, here, ">", theme.style(Meaning::Plain));
                if focused {
                    restyle(buf, here, theme.style(Meaning::Selected));
                }
            }
        }
        let muted = theme.style(Meaning::Muted);
        if seen.start > 0 {
            put_right(buf, row(area, 0), theme.signs.more_above, muted);
        }
        if seen.end < self.len {
            let last = row(area, area.height.saturating_sub(1));
            put_right(buf, last, theme.signs.more_below, muted);
        }
    }
}

/// A list that holds its own selection.
#[derive(Clone, Debug, Default)]
pub struct ListState {
    selected: usize,
    rows: Rows,
}

impl ListState {
    /// A list of `len` rows, the first one selected.
    pub fn new(len: usize) -> Self {
        let mut state = ListState::default();
        state.set_len(len);
        state
    }

    /// The selected row; `None` in an empty list.
    pub fn selected(&self) -> Option<usize> {
        (self.selected < self.rows.len).then_some(self.selected)
    }

    /// The list has so many rows now; the selection stays where it can.
    pub fn set_len(&mut self, len: usize) {
        self.rows.set_len(len);
        self.select(self.selected);
    }

    /// Selects a row, or the last one if there are fewer.
    pub fn select(&mut self, index: usize) {
        self.selected = self.rows.within(index);
    }

    /// Moves the selection; whether the command was one that moves.
    pub fn command(&mut self, command: Command) -> bool {
        let to = self.rows.moved(self.selected, command);
        self.selected = to.unwrap_or(self.selected);
        to.is_some()
    }

    /// Uses of the mouse on the list. The row that was pressed, so that a press on the selected
    /// row can open it.
    pub fn mouse(&mut self, mouse: Mouse) -> Option<usize> {
        match self.rows.pointed(self.selected, mouse)? {
            Pointed::Wheeled(to) => {
                self.select(to);
                None
            }
            Pointed::Pressed(hit) => {
                self.select(hit);
                Some(hit)
            }
        }
    }

    /// The row drawn where the mouse points.
    pub fn row_at(&self, mouse: Mouse) -> Option<usize> {
        self.rows.row_at(mouse)
    }
}

/// Draws a list that holds its own selection, as [`Rows::draw`] does.
pub fn draw<'a>(
    buf: &mut Buffer,
    area: Rect,
    theme: Theme,
    state: &ListState,
    focused: bool,
    line: impl Fn(usize, u16) -> Line<'a>,
) {
    state
        .rows
        .draw(buf, area, theme, (state.selected, focused), line);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    fn drawn(state: &ListState, width: u16, height: u16) -> Vec<String> {
        let area = Rect::new(0, 0, width, height);
        let mut buf = Buffer::empty(area);
        draw(&mut buf, area, Theme::default(), state, true, |index, _| {
            Line::from(format!("row {index}"))
        });
        let text = |y| (0..width).map(|x| buf[(x, y)].symbol()).collect::<String>();
        (0..height).map(text).collect()
    }

    fn press(row: u16) -> Mouse {
        Mouse {
            action: MouseAction::Press,
            column: 1,
            row,
        }
    }

    #[test]
    fn only_what_is_seen_is_asked_for() {
        let asked = Cell::new(0);
        let area = Rect::new(0, 0, 20, 5);
        let mut buf = Buffer::empty(area);
        let state = ListState::new(1_000_000);
        draw(&mut buf, area, Theme::default(), &state, true, |_, _| {
            asked.set(asked.get() + 1);
            Line::default()
        });
        assert_eq!(asked.get(), 5);
    }

    #[test]
    fn the_selection_is_always_seen_and_scrolling_is_lazy() {
        let mut state = ListState::new(10);
        assert_eq!(
            drawn(&state, 10, 3),
            ["> row 0   ", "  row 1   ", "  row 2  ↓"]
        );
        state.command(Command::Last);
        assert_eq!(
            drawn(&state, 10, 3),
            ["  row 7  ↑", "  row 8   ", "> row 9   "]
        );
        state.command(Command::Up);
        assert_eq!(
            drawn(&state, 10, 3)[1],
            "> row 8   ",
            "nothing moved but the mark"
        );
        state.command(Command::PageUp);
        assert_eq!(drawn(&state, 10, 3)[0], "> row 6  ↑");
        state.command(Command::First);
        state.command(Command::Up);
        assert_eq!(state.selected(), Some(0));
        assert_eq!(drawn(&state, 10, 30)[0], "> row 0   ");
    }

    #[test]
    fn a_shorter_list_keeps_a_selection_and_an_empty_one_has_none() {
        let mut state = ListState::new(10);
        state.select(9);
        drawn(&state, 10, 3);
        state.set_len(4);
        assert_eq!(state.selected(), Some(3));
        assert_eq!(drawn(&state, 10, 3)[2], "> row 3   ");
        state.set_len(0);
        assert_eq!(state.selected(), None);
        assert!(!drawn(&state, 10, 3).concat().contains('>'));
        state.command(Command::Down);
        assert_eq!(state.selected(), None);
    }

    #[test]
    fn the_mouse_selects_what_it_points_at() {
        let mut state = ListState::new(10);
        state.select(9);
        drawn(&state, 10, 3);
        assert_eq!(state.mouse(press(0)), Some(7));
        assert_eq!(state.selected(), Some(7));
        assert_eq!(state.mouse(press(3)), None, "below the list");
        let wheel = Mouse {
            action: MouseAction::WheelUp,
            ..press(0)
        };
        assert_eq!((state.mouse(wheel), state.selected()), (None, Some(6)));
        let mut short = ListState::new(1);
        drawn(&short, 10, 3);
        assert_eq!(short.mouse(press(2)), None, "no row there");
    }

    #[test]
    fn no_size_is_too_small() {
        let mut state = ListState::new(3);
        state.select(2);
        for (width, height) in [(0, 0), (1, 1), (2, 1), (1, 5), (3, 3)] {
            drawn(&state, width, height);
        }
    }
}
