//! A box over the screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::text::truncate;
use crate::tui::theme::{Meaning, Theme};

use super::{below, put, right_of, row};

/// Where a box of this size goes: the middle of the area, never outside it.
pub fn centred(area: Rect, width: u16, height: u16) -> Rect {
    let width = width.min(area.width);
    let height = height.min(area.height);
    Rect {
        x: area.x + (area.width - width) / 2,
        y: area.y + (area.height - height) / 2,
        width,
        height,
    }
}

/// Empties an area and draws a box around it; the area inside, one blank from the sides.
pub fn frame(buf: &mut Buffer, area: Rect, theme: Theme, title: &str) -> Rect {
    let area = area.intersection(buf.area);
    for position in area.positions() {
        if let Some(cell) = buf.cell_mut(position) {
            cell.reset();
        }
    }
    if area.width < 4 || area.height < 3 {
        return area;
    }
    let style = theme.style(Meaning::Border);
    let signs = theme.signs;
    let across = signs.across.repeat(usize::from(area.width - 2));
    let [top_left, top_right, bottom_left, bottom_right] = signs.corners;
    put(buf, area, &format!("{top_left}{across}{top_right}"), style);
    let bottom = row(area, area.height - 1);
    put(
        buf,
        bottom,
        &format!("{bottom_left}{across}{bottom_right}"),
        style,
    );
    for at in 1..area.height - 1 {
        put(buf, row(area, at), signs.down, style);
        put(
            buf,
            right_of(row(area, at), area.width - 1),
            signs.down,
            style,
        );
    }
    let title = truncate(title, usize::from(area.width - 4), signs.ellipsis);
    let heading = right_of(row(area, 0), 1);
    put(
        buf,
        heading,
        &format!(" {title} "),
        theme.style(Meaning::Title),
    );
    let inside = right_of(below(area, 1), 2);
    Rect {
        width: inside.width - 2,
        height: inside.height - 1,
        ..inside
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    #[test]
    fn a_box_empties_what_is_under_it() {
        let area = Rect::new(0, 0, 12, 3);
        let mut buf = Buffer::with_lines(["xxxxxxxxxxxx", "xxxxxxxxxxxx", "xxxxxxxxxxxx"]);
        let inside = frame(&mut buf, Rect::new(1, 0, 10, 3), Theme::default(), "Why?");
        let line = |y| {
            (0..area.width)
                .map(|x| buf[(x, y)].symbol())
                .collect::<String>()
        };
        assert_eq!(
            [line(0), line(1), line(2)],
            ["x┌ Why? ──┐x", "x│        │x", "x└────────┘x"]
        );
        assert_eq!(inside, Rect::new(3, 1, 6, 1));
    }

    #[test]
    fn no_place_is_too_small_or_outside() {
        for width in 0..8 {
            for height in 0..6 {
                let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
                let at = centred(buf.area, 40, 10);
                let inside = frame(&mut buf, at, Theme::default(), "A long title");
                assert_eq!(inside.intersection(buf.area), inside);
                frame(
                    &mut buf,
                    Rect::new(3, 3, 40, 40),
                    Theme::default(),
                    "Outside",
                );
            }
        }
    }
}
