//! The last line: the few keys that matter here now. Each hint can be clicked.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::tui::commands::keymap::{self, Hint};
use crate::tui::commands::table::{Command, Context};
use crate::tui::terminal::input::Mouse;
use crate::tui::text::width;
use crate::tui::theme::{Meaning, Theme};

use super::zones::Zones;
use super::{put, right_of};

/// More hints than this are no help.
const MOST: usize = 7;

/// Where the hints were drawn.
#[derive(Clone, Debug, Default)]
pub struct FooterState(Zones<Command>);

impl FooterState {
    /// The command of the hint that the mouse points at.
    pub fn at(&self, mouse: Mouse) -> Option<Command> {
        self.0.at(mouse)
    }
}

/// Draws as many hints as fit, the first ones first, and always the way to help at the end.
pub fn draw(
    buf: &mut Buffer,
    area: Rect,
    theme: Theme,
    state: &FooterState,
    contexts: &[Context],
    hints: &[Hint],
) {
    state.0.clear();
    let help = keymap::hint(contexts, Command::Help);
    let wide = |hint: &Hint| width(&hint.keys) + 1 + width(hint.label) + 2;
    let reserved = help.as_ref().map_or(0, wide);
    let room = usize::from(area.width).saturating_sub(1);
    let mut used = reserved;
    let mut shown: Vec<&Hint> = Vec::new();
    let most = MOST - usize::from(help.is_some());
    for hint in hints.iter().filter(|hint| hint.command != Command::Help) {
        used += wide(hint);
        // The last blank may fall off the edge.
        if used > room + 2 || shown.len() == most {
            break;
        }
        shown.push(hint);
    }
    shown.extend(help.as_ref());
    let mut at = 1;
    for hint in shown {
        let start = at;
        at += put(
            buf,
            right_of(area, at),
            &hint.keys,
            theme.style(Meaning::KeyName),
        );
        at += put(
            buf,
            right_of(area, at),
            &format!(" {}", hint.label),
            theme.style(Meaning::Plain),
        );
        let zone = Rect {
            width: at - start,
            height: 1.min(area.height),
            ..right_of(area, start)
        };
        state.0.add(zone, hint.command);
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing)]
    use super::*;
    use crate::tui::terminal::input::MouseAction;

    const STACK: [Context; 4] = [
        Context::Anywhere,
        Context::Lists,
        Context::Walk,
        Context::Standard,
    ];

    fn drawn(width: u16) -> (String, FooterState) {
        let area = Rect::new(0, 0, width, 1);
        let mut buf = Buffer::empty(area);
        let state = FooterState::default();
        let mut hints = keymap::hints(
            &STACK,
            &[
                Command::AnswerMet,
                Command::AnswerNotMet,
                Command::AnswerNotApplicable,
                Command::AnswerCouldNotAssess,
                Command::Note,
            ],
        );
        let chart = [Command::PreviousSource, Command::NextSource];
        hints.extend(keymap::pair(&STACK, &chart, "Chart"));
        hints.extend(keymap::hint(&STACK, Command::NextMethod));
        draw(&mut buf, area, Theme::default(), &state, &STACK, &hints);
        ((0..width).map(|x| buf[(x, 0)].symbol()).collect(), state)
    }

    #[test]
    fn help_is_always_there_and_seven_are_enough() {
        let wide = drawn(120).0;
        assert_eq!(
            wide.trim_end(),
            " m Met  n Not met  a N/A  u Can't assess  t Note  , . Chart  ? Help"
        );
        assert_eq!(drawn(40).0.trim_end(), " m Met  n Not met  a N/A  ? Help");
        assert_eq!(drawn(10).0.trim_end(), " ? Help");
        drawn(0);
    }

    #[test]
    fn a_click_runs_the_command_of_the_hint() {
        let (line, state) = drawn(120);
        let at = |text: &str| {
            let column = u16::try_from(line.find(text).unwrap_or(0)).unwrap_or(0);
            state.at(Mouse {
                action: MouseAction::Press,
                column,
                row: 0,
            })
        };
        assert_eq!(at("Not met"), Some(Command::AnswerNotMet));
        assert_eq!(at("? Help"), Some(Command::Help));
        assert_eq!(at(", . Chart"), Some(Command::NextSource));
    }
}
