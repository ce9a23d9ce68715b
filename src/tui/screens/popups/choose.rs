//! A popup that is answered by a number or with the arrows.

use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::{Ask, Next, Reply, View};
use crate::tui::widgets::choice::{Choice, Item};
use crate::tui::widgets::{self, popup};
use crate::tui::{text, theme::Meaning};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The popup.
#[derive(Debug)]
pub struct Choose {
    title: String,
    explanation: String,
    choice: Choice,
    repeat: Option<String>,
}

impl Choose {
    /// A question with its answers; the reply is the place of the answer, from 0.
    pub fn new(title: impl Into<String>, items: Vec<Item>) -> Self {
        Self {
            title: title.into(),
            explanation: String::new(),
            choice: Choice::new(items),
            repeat: None,
        }
    }

    /// The same with a sentence above the answers.
    #[must_use]
    pub fn explained(mut self, explanation: impl Into<String>) -> Self {
        self.explanation = explanation.into();
        self
    }

    /// The same, where pressing the key that opened it again takes what is selected.
    #[must_use]
    pub fn repeated_by(mut self, key: &str) -> Self {
        self.repeat = Some(key.to_owned());
        self
    }

    /// The same with an answer selected beforehand.
    #[must_use]
    pub fn selected(mut self, index: usize) -> Self {
        self.choice = self.choice.with_selected(index);
        self
    }
}

/// The answer to [`ask_throw_away`] that throws it away.
pub const THROW_AWAY: usize = 1;

/// Asks before what was filled in is thrown away: nothing brings it back.
pub fn ask_throw_away() -> Next {
    let items = ["Keep it", "Throw it away"].map(Item::plain);
    Next::popup(Choose::new(
        "Throw away what you filled in and did not finish?",
        items.into(),
    ))
}

impl View for Choose {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        vec![Context::Anywhere, Context::Choice]
    }

    fn hints(&self, _desk: &Desk) -> Vec<Command> {
        vec![Command::Confirm, Command::Back]
    }

    fn handle(&mut self, _desk: &mut Desk, ask: Ask) -> Next {
        let chosen = match ask {
            Ask::Command(Command::Back) => return Next::Reply(Reply::Nothing),
            Ask::Command(command) => self.choice.command(command),
            Ask::Key(key) if self.repeat.as_deref() == Some(key.to_string().as_str()) => {
                self.choice.command(Command::Confirm)
            }
            Ask::Key(key) => self.choice.key(key),
            Ask::Mouse(mouse) => self.choice.mouse(mouse),
            _ => None,
        };
        chosen.map_or(Next::Stay, |index| Next::Reply(Reply::Chosen(index)))
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let widest = self
            .choice
            .items()
            .iter()
            .map(|item| text::width(&item.text) + 12)
            .chain(self.explanation.lines().map(|line| text::width(line) + 6))
            .chain([text::width(&self.title) + 6, 44])
            .max()
            .unwrap_or(44)
            .min(78);
        let width = u16::try_from(widest).unwrap_or(78);
        let lines: Vec<_> =
            text::wrap(&self.explanation, usize::from(width).saturating_sub(6)).collect();
        let above = u16::try_from(lines.len()).unwrap_or(0);
        let rows = u16::try_from(self.choice.items().len()).unwrap_or(u16::MAX);
        let height = rows.saturating_add(above).saturating_add(2);
        let inside = popup::frame(
            buf,
            popup::centred(area, width, height),
            desk.theme,
            &self.title,
        );
        for (index, line) in (0..).zip(lines) {
            let style = desk.theme.style(Meaning::Muted);
            widgets::put(buf, widgets::row(inside, index), line, style);
        }
        self.choice
            .draw(buf, widgets::below(inside, above), desk.theme);
        None
    }

    fn is_popup(&self) -> bool {
        true
    }
}
