//! The first line of the screen (where one is) and the line that says what was just done.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::text::{truncate, visible, width};
use crate::tui::theme::{Meaning, Theme};

use super::{put, put_right, right_of};

/// What the first line says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Header<'a> {
    /// Where one is, the widest first: practice, site, day.
    pub place: &'a [&'a str],
    /// Whether this is a training visit; said on every screen.
    pub training: bool,
    /// When the last answer became durable: `Saved 09:42`.
    pub saved: &'a str,
}

/// Draws the first line. Where there is little room the place is cut, never TRAINING or the time
/// of saving.
pub fn header(buf: &mut Buffer, area: Rect, theme: Theme, header: &Header<'_>) {
    let mut room = Rect {
        width: area.width.saturating_sub(1),
        ..area
    };
    if !header.saved.is_empty() {
        let wide = put_right(buf, room, header.saved, theme.style(Meaning::Muted));
        room.width = room.width.saturating_sub(wide + 3);
    }
    if header.training {
        let wide = put_right(buf, room, "TRAINING", theme.style(Meaning::Training));
        room.width = room.width.saturating_sub(wide + 2);
    }
    let place: Vec<_> = header.place.iter().map(|part| visible(part)).collect();
    let place = place.join(&format!(" {} ", theme.signs.dot));
    let columns = usize::from(room.width).saturating_sub(1);
    put(
        buf,
        right_of(room, 1),
        &truncate(&place, columns, theme.signs.ellipsis),
        theme.style(Meaning::Title),
    );
}

/// What was just done or is to be seen to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// One sentence.
    pub text: String,
    /// `Done`, `Warning` or `Error`.
    pub meaning: Meaning,
}

/// Draws the line of the last act.
pub fn message(buf: &mut Buffer, area: Rect, theme: Theme, message: &Message) {
    // Colour alone never says that something is wrong.
    let sign = match message.meaning {
        Meaning::Warning | Meaning::Error => "! ",
        _ => "",
    };
    let columns = usize::from(area.width).saturating_sub(1 + width(sign));
    let text = visible(&message.text);
    let text = truncate(&text, columns, theme.signs.ellipsis);
    put(
        buf,
        right_of(area, 1),
        &format!("{sign}{text}"),
        theme.style(message.meaning),
    );
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;

    fn shown(width: u16, draw: impl Fn(&mut Buffer, Rect)) -> String {
        let area = Rect::new(0, 0, width, 1);
        let mut buf = Buffer::empty(area);
        draw(&mut buf, area);
        (0..width).map(|x| buf[(x, 0)].symbol()).collect()
    }

    const HEADER: Header<'_> = Header {
        place: &["Lakeside Oncology", "Main St", "day 1"],
        training: true,
        saved: "Saved 09:42",
    };

    #[test]
    fn the_first_line_says_where_whether_and_when() {
        let line = shown(78, |buf, area| header(buf, area, Theme::default(), &HEADER));
        assert_eq!(
            line.trim_end(),
            " Lakeside Oncology · Main St · day 1                   TRAINING   Saved 09:42"
        );
        let narrow = shown(40, |buf, area| header(buf, area, Theme::default(), &HEADER));
        assert_eq!(narrow, " Lakeside Onco…  TRAINING   Saved 09:42 ");
        for width in 0..40 {
            shown(width, |buf, area| {
                header(buf, area, Theme::default(), &HEADER)
            });
        }
    }

    #[test]
    fn a_warning_has_a_sign() {
        let draw = |meaning| {
            let text = "Not saved".to_owned();
            shown(20, |buf, area| {
                message(
                    buf,
                    area,
                    Theme::default(),
                    &Message {
                        text: text.clone(),
                        meaning,
                    },
                )
            })
        };
        assert_eq!(draw(Meaning::Error).trim_end(), " ! Not saved");
        assert_eq!(draw(Meaning::Done).trim_end(), " Not saved");
    }
}
