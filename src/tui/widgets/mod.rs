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
pub mod zones;

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
    let style = Style::reset().patch(style);
    let (end, _) = buf.set_stringn(area.x, area.y, text, usize::from(area.width), style);
    end - area.x
}

/// Draws a styled line at the beginning of an area's first row, cut to it.
pub fn put_line(buf: &mut Buffer, area: Rect, line: &Line<'_>) {
    let area = area.intersection(buf.area);
    if !area.is_empty() {
        buf.set_line(area.x, area.y, line, area.width);
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
    let line = theme.signs.across.repeat(usize::from(area.width));
    put(buf, area, &line, theme.style(super::theme::Meaning::Border));
}

/// Gives everything in an area this style and no other.
pub fn restyle(buf: &mut Buffer, area: Rect, style: Style) {
    buf.set_style(area.intersection(buf.area), Style::reset().patch(style));
}
