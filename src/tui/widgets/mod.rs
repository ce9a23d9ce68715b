//! Pieces of screens. Each reads state and draws; none does anything else.
//!
//! A widget that must remember where it was drawn (to scroll, to be clicked) remembers it in its
//! own state, behind a cell, so that drawing needs no more than a look at the state. Everything
//! draws within the area it is given, however small, and within the buffer.

pub mod checklist;
pub mod choice;
pub mod footer;
pub mod form;
pub mod list;
pub mod note_editor;
pub mod popup;
pub mod reader;
pub mod status;
pub mod tabs;
pub mod text_field;
pub mod too_small;
pub mod warning;
pub mod zones;

use super::text::{grapheme_width, graphemes};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

/// Row `index` of an area, as an area; empty when there is no such row.
pub fn row(area: Rect, index: u16) -> Rect {
    if index >= area.height {
        return Rect { height: 0, ..area };
    }
    Rect {
        y: area.y + index,
        height: 1,
        ..area
    }
}

/// The area without its first `count` rows.
pub fn below(area: Rect, count: u16) -> Rect {
    let count = count.min(area.height);
    Rect {
        y: area.y + count,
        height: area.height - count,
        ..area
    }
}

/// The area without its first `count` columns.
pub fn right_of(area: Rect, count: u16) -> Rect {
    let count = count.min(area.width);
    Rect {
        x: area.x + count,
        width: area.width - count,
        ..area
    }
}

/// Draws a text at the beginning of an area's first row, cut to it; the columns it took. Looks of
/// what was there before do not shine through.
pub fn put(buf: &mut Buffer, area: Rect, text: &str, style: Style) -> u16 {
    let area = area.intersection(buf.area);
    if area.is_empty() {
        return 0;
    }
    put_within(buf, area, text, Style::reset().patch(style))
}

/// Draws a text into the first row of an area that lies in the buffer; the columns it took.
fn put_within(buf: &mut Buffer, area: Rect, text: &str, style: Style) -> u16 {
    let mut x = area.x;
    for (_, grapheme) in graphemes(text) {
        let wide = u16::try_from(grapheme_width(grapheme)).unwrap_or(u16::MAX);
        if wide == 0 {
            continue;
        }
        if wide > area.right() - x {
            break;
        }
        if let Some(cell) = buf.cell_mut((x, area.y)) {
            cell.set_symbol(grapheme).set_style(style);
        }
        // What a wide character lies over would shine through where a narrow one follows it.
        for hidden in x + 1..x + wide {
            if let Some(cell) = buf.cell_mut((hidden, area.y)) {
                cell.reset();
            }
        }
        x += wide;
    }
    x - area.x
}

/// Draws a styled line at the beginning of an area's first row, cut to it.
pub fn put_line(buf: &mut Buffer, area: Rect, line: &Line<'_>) {
    let mut left = area.intersection(buf.area);
    for span in line {
        if left.is_empty() {
            return;
        }
        let style = line.style.patch(span.style);
        let taken = put_within(buf, left, &span.content, style);
        left = right_of(left, taken);
    }
}

/// Draws a text so that it ends where the area's first row ends; the columns it took.
pub fn put_right(buf: &mut Buffer, area: Rect, text: &str, style: Style) -> u16 {
    let wide = u16::try_from(super::text::width(text)).unwrap_or(u16::MAX);
    let blank = area.width.saturating_sub(wide);
    put(buf, right_of(area, blank), text, style)
}

/// Draws a line across the area's first row.
pub fn rule(buf: &mut Buffer, area: Rect, theme: super::theme::Theme) {
    let area = area.intersection(buf.area);
    let style = Style::reset().patch(theme.style(super::theme::Meaning::Border));
    for x in (area.left()..area.right()).filter(|_| area.height > 0) {
        if let Some(cell) = buf.cell_mut((x, area.y)) {
            cell.set_symbol(theme.signs.across).set_style(style);
        }
    }
}

/// Gives everything in an area this style and no other.
pub fn restyle(buf: &mut Buffer, area: Rect, style: Style) {
    buf.set_style(area.intersection(buf.area), Style::reset().patch(style));
}
