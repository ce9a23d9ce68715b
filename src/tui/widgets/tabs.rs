//! A row of tabs, of which one is open.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::terminal::input::Mouse;
use crate::tui::text::{truncate, width};
use crate::tui::theme::{Meaning, Theme};

use super::zones::Zones;
use super::{put, right_of};

/// One tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// Its name.
    pub name: String,
    /// What is to be known of it without opening it: `5 seen, 4 met`. Left out first where
    /// there is little room.
    pub detail: String,
}

impl Tab {
    fn text(&self, detailed: bool) -> String {
        if detailed && !self.detail.is_empty() {
            format!("{}: {}", self.name, self.detail)
        } else {
            self.name.clone()
        }
    }
}

/// Where the tabs were drawn.
#[derive(Clone, Debug, Default)]
pub struct TabsState(Zones<usize>);

impl TabsState {
    /// The tab that the mouse points at.
    pub fn at(&self, mouse: Mouse) -> Option<usize> {
        self.0.at(mouse)
    }
}

/// Draws the tabs in the area's first row. The open one is between `[` and `]` as well as styled.
pub fn draw(
    buf: &mut Buffer,
    area: Rect,
    theme: Theme,
    state: &TabsState,
    tabs: &[Tab],
    active: usize,
) {
    state.0.clear();
    let room = usize::from(area.width);
    let needed = |detailed: &dyn Fn(usize) -> bool| -> usize {
        let each = |(index, tab): (usize, &Tab)| width(&tab.text(detailed(index))) + 3;
        tabs.iter().enumerate().map(each).sum()
    };
    let all = needed(&|_| true) <= room;
    let mut at = 0;
    for (index, tab) in tabs.iter().enumerate() {
        let text = tab.text(all || index == active);
        let (open, close, meaning) = if index == active {
            ("[", "]", Meaning::ActiveTab)
        } else {
            (" ", " ", Meaning::Plain)
        };
        let rest = right_of(area, at);
        let text = truncate(
            &text,
            usize::from(rest.width).saturating_sub(2),
            theme.signs.ellipsis,
        );
        let wide = put(
            buf,
            rest,
            &format!("{open}{text}{close}"),
            theme.style(meaning),
        );
        let drawn = Rect {
            width: wide,
            height: 1.min(rest.height),
            ..rest
        };
        state.0.add(drawn, index);
        at += wide;
        if index + 1 < tabs.len() {
            at += put(
                buf,
                right_of(area, at),
                theme.signs.down,
                theme.style(Meaning::Border),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;
    use crate::tui::terminal::input::MouseAction;

    fn drawn(width: u16, active: usize) -> (String, TabsState) {
        let tab = |name: &str, detail: &str| Tab {
            name: name.to_owned(),
            detail: detail.to_owned(),
        };
        let tabs = [
            tab("Policy", "met"),
            tab("Records", "5 seen, 4 met"),
            tab("People", "2 of 2"),
        ];
        let area = Rect::new(0, 0, width, 1);
        let mut buf = Buffer::empty(area);
        let state = TabsState::default();
        draw(&mut buf, area, Theme::default(), &state, &tabs, active);
        ((0..width).map(|x| buf[(x, 0)].symbol()).collect(), state)
    }

    #[test]
    fn details_go_where_there_is_no_room_but_not_those_of_the_open_tab() {
        assert_eq!(
            drawn(50, 1).0.trim_end(),
            " Policy: met │[Records: 5 seen, 4 met]│ People: 2 of 2"
                .chars()
                .take(50)
                .collect::<String>()
                .trim_end()
                .replace(
                    " Policy: met │[Records: 5 seen, 4 met]│ People: 2",
                    " Policy │[Records: 5 seen, 4 met]│ People"
                )
        );
        assert_eq!(
            drawn(60, 0).0.trim_end(),
            "[Policy: met]│ Records: 5 seen, 4 met │ People: 2 of 2"
        );
        drawn(3, 2);
        drawn(0, 0);
    }

    #[test]
    fn a_click_finds_its_tab() {
        let (_, state) = drawn(60, 0);
        let at = |column| {
            state.at(Mouse {
                action: MouseAction::Press,
                column,
                row: 0,
            })
        };
        assert_eq!(at(1), Some(0));
        assert_eq!(at(20), Some(1));
        assert_eq!(at(59), None);
    }
}
