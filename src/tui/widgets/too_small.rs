//! What is drawn where there is no room for a screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::tui::text::wrap;
use crate::tui::widgets::{put, row};

/// Columns every screen needs.
pub const COLUMNS: u16 = 60;
/// Rows every screen needs.
pub const ROWS: u16 = 18;

/// Whether an area is too small for any screen.
pub fn is_too_small(area: Rect) -> bool {
    area.width < COLUMNS || area.height < ROWS
}

/// Draws what helps, with the one key that does something. Nothing of a visit is on the screen then.
pub fn draw(buf: &mut Buffer, area: Rect, quit: &str) {
    let area = area.intersection(buf.area);
    let text = format!(
        "Please enlarge the window: onsite needs {COLUMNS} columns and {ROWS} rows, here are {} \
         and {}. Nothing is lost. {quit} closes onsite; other keys do nothing here.",
        area.width, area.height
    );
    for (line, at) in wrap(&text, usize::from(area.width)).zip(0..area.height) {
        put(buf, row(area, at), line, Style::new());
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn one_cell_still_says_something() {
        let area = Rect::new(0, 0, 1, 1);
        let mut buf = Buffer::empty(area);
        draw(&mut buf, area, "q");
        assert_eq!(buf[(0, 0)].symbol(), "P");
        draw(&mut buf, Rect::new(5, 5, 10, 10), "q");
        draw(&mut Buffer::empty(Rect::ZERO), Rect::ZERO, "q");
    }

    #[test]
    fn the_border_is_where_it_is_said_to_be() {
        assert!(!is_too_small(Rect::new(0, 0, 60, 18)));
        assert!(is_too_small(Rect::new(0, 0, 59, 18)));
        assert!(is_too_small(Rect::new(0, 0, 60, 17)));
    }
}
