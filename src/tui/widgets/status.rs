//! The first line of the screen (where one is) and the line that says what was just done.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::text::{truncate, visible, width, wrap};
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

/// The lines of what was just done or is to be seen to, at most `most` of them.
pub fn lines(text: &str, meaning: Meaning, columns: u16, most: usize, theme: Theme) -> Vec<String> {
    // Colour alone never says that something is wrong.
    let sign = match meaning {
        Meaning::Warning | Meaning::Error => "! ",
        _ => "",
    };
    let columns = usize::from(columns).saturating_sub(1);
    let said = format!("{sign}{}", visible(text));
    let mut lines: Vec<String> = wrap(&said, columns).map(str::to_owned).collect();
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            let cut = format!("{last} {}", theme.signs.ellipsis);
            *last = match width(&cut) <= columns {
                true => cut,
                false => {
                    truncate(&format!("{last}  "), columns - 1, theme.signs.ellipsis).into_owned()
                }
            };
        }
    }
    lines
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
    fn a_warning_has_a_sign_and_is_wrapped_not_cut() {
        let said = |text: &str, meaning| lines(text, meaning, 21, 4, Theme::default());
        assert_eq!(said("Not saved", Meaning::Error), ["! Not saved"]);
        assert_eq!(said("Not saved", Meaning::Done), ["Not saved"]);
        let long = "Not saved: the disk is full; free some space";
        let shown = said(long, Meaning::Error);
        assert_eq!(shown.join(" "), format!("! {long}"));
        assert!(shown.iter().all(|line| width(line) <= 20), "{shown:?}");
        let longest = said(&long.repeat(9), Meaning::Error);
        assert_eq!(longest.len(), 4);
        assert!(longest[3].ends_with('…'), "{longest:?}");
    }
}
