//! A list whose rows are several lines each: things to read, any of which can be opened.

use super::{MARK_COLUMNS, Rows};
use crate::tui::theme::{Meaning, Theme};
use crate::tui::widgets::{put, put_line, put_right, restyle, right_of, row};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

/// A row of several lines.
#[derive(Debug, Default)]
pub struct Tall {
    /// What stands above it and is not selected with it: a heading.
    pub above: Vec<Line<'static>>,
    /// Its own lines.
    pub lines: Vec<Line<'static>>,
}

impl Rows {
    /// Draws the rows that are seen, moved no further than the selection asks for; a row that is
    /// higher than the area is shown from its beginning.
    pub fn draw_tall(
        &self,
        buf: &mut Buffer,
        area: Rect,
        theme: Theme,
        selected: usize,
        lines: impl Fn(usize, u16) -> Tall,
    ) {
        let area = area.intersection(buf.area);
        let selected = self.within(selected);
        let columns = area.width.saturating_sub(MARK_COLUMNS + 1);
        let mut all: Vec<(usize, Option<usize>, Line<'static>)> = Vec::new();
        let (mut begins, mut ends) = (0, 0);
        for index in 0..self.len() {
            let tall = lines(index, columns);
            if index == selected {
                begins = all.len();
            }
            all.extend(tall.above.into_iter().map(|line| (index, None, line)));
            let own = (0..).zip(tall.lines);
            all.extend(own.map(|(place, line)| (index, Some(place), line)));
            if index == selected {
                ends = all.len();
            }
        }
        let height = usize::from(area.height);
        let last = all.len().saturating_sub(height);
        let (first, _) = self.drawn.get();
        let first = first
            .max(ends.saturating_sub(height))
            .min(begins)
            .min(last.max(begins.min(last)));
        self.drawn.set((first, area));
        let seen = all.iter().skip(first).take(height);
        *self.tall.borrow_mut() = seen.clone().map(|(index, _, _)| *index).collect();
        for ((index, own, line), at) in seen.zip(0..) {
            let here = row(area, at);
            let text = Rect {
                width: columns,
                ..right_of(here, MARK_COLUMNS)
            };
            put_line(buf, text, line);
            if *index != selected {
                continue;
            }
            if *own == Some(0) {
                put(buf, here, ">", theme.style(Meaning::Plain));
            }
            if own.is_some() {
                restyle(buf, here, theme.style(Meaning::Selected));
            }
        }
        let muted = theme.style(Meaning::Muted);
        if first > 0 {
            put_right(buf, row(area, 0), theme.signs.more_above, muted);
        }
        if first + height < all.len() {
            let foot = row(area, area.height.saturating_sub(1));
            put_right(buf, foot, theme.signs.more_below, muted);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;
    use crate::tui::commands::table::Command;

    fn drawn(rows: &Rows, selected: usize, height: u16) -> Vec<String> {
        let area = Rect::new(0, 0, 12, height);
        let mut buf = Buffer::empty(area);
        rows.draw_tall(&mut buf, area, Theme::default(), selected, |index, _| {
            Tall {
                above: match index {
                    2 => vec![Line::raw("head")],
                    _ => Vec::new(),
                },
                lines: vec![
                    Line::raw(format!("{index} a")),
                    Line::raw(format!("{index} b")),
                ],
            }
        });
        let line = |y| (0..12).map(|x| buf[(x, y)].symbol()).collect::<String>();
        (0..height).map(|y| line(y).trim_end().to_owned()).collect()
    }

    #[test]
    fn the_selected_row_is_seen_whole_with_its_heading() {
        let mut rows = Rows::default();
        rows.set_len(4);
        assert_eq!(
            drawn(&rows, 0, 4),
            ["> 0 a", "  0 b", "  1 a", "  1 b      ↓"]
        );
        assert_eq!(rows.moved(0, Command::PageDown), Some(1), "what was seen");
        assert_eq!(
            drawn(&rows, 2, 4),
            ["  1 b      ↑", "  head", "> 2 a", "  2 b      ↓"]
        );
        assert_eq!(drawn(&rows, 3, 4)[3], "  3 b");
        assert_eq!(drawn(&rows, 2, 4)[0], "  head     ↑");
        assert_eq!(
            drawn(&rows, 0, 1),
            ["> 0 a      ↓"],
            "higher than its place"
        );
        for height in [0, 1, 2, 20] {
            drawn(&rows, 3, height);
        }
    }
}
