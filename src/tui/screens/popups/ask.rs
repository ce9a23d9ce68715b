//! A popup that is answered by a line of text.

use crate::domain::privacy::identifiers::Surroundings;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::{Ask, Next, Reply, View};
use crate::tui::terminal::input::Focus;
use crate::tui::text;
use crate::tui::theme::Meaning;
use crate::tui::widgets::text_field::TextField;
use crate::tui::widgets::warning::{self, Typed};
use crate::tui::widgets::{self, popup};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The popup.
#[derive(Debug)]
pub struct AskText {
    title: String,
    explanation: String,
    field: TextField,
    typed: Typed,
    may_be_empty: bool,
}

impl AskText {
    /// A question; the reply is what was typed, never empty.
    pub fn new(title: impl Into<String>, explanation: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            explanation: explanation.into(),
            field: TextField::new(""),
            typed: Typed::Words(Surroundings::Elsewhere),
            may_be_empty: false,
        }
    }

    /// The same, where what is typed is something else to the guard than words about anything.
    #[must_use]
    pub fn guarded_as(self, typed: Typed) -> Self {
        Self { typed, ..self }
    }

    /// The same, where `held` was written before. The reply is empty when it was taken out.
    #[must_use]
    pub fn holding(mut self, held: &str) -> Self {
        self.field = TextField::new(held);
        self.may_be_empty = true;
        self
    }
}

impl View for AskText {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        vec![Context::Anywhere, Context::Form, Context::TextField]
    }

    fn hints(&self, _desk: &Desk) -> Vec<Command> {
        vec![Command::Confirm, Command::Back]
    }

    fn handle(&mut self, _desk: &mut Desk, ask: Ask) -> Next {
        match ask {
            Ask::Command(Command::Back) => return Next::Reply(Reply::Nothing),
            Ask::Command(Command::Confirm)
                if self.may_be_empty || !self.field.text().trim().is_empty() =>
            {
                return Next::Reply(Reply::Typed(self.field.text().trim().into()));
            }
            Ask::Command(command) => {
                self.field.command(command);
            }
            Ask::Key(key) => {
                self.field.key(key);
            }
            Ask::Paste(pasted) => {
                self.field.insert(pasted.as_str());
            }
            _ => {}
        }
        Next::Stay
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let width = 72.min(area.width);
        let columns = usize::from(width).saturating_sub(4);
        let lines: Vec<_> = text::wrap(&self.explanation, columns).collect();
        let found = desk.watch().found(self.field.text(), self.typed);
        let warning = found.map_or_else(Vec::new, |kind| warning::lines(kind, columns));
        let count = |lines: usize| u16::try_from(lines).unwrap_or(0);
        let (above, under) = (count(lines.len()), count(warning.len()));
        let height = above.saturating_add(under).saturating_add(3);
        let place = popup::centred(area, width, height);
        let inside = popup::frame(buf, place, desk.theme, &self.title);
        for (index, line) in (0..).zip(lines) {
            let style = desk.theme.style(Meaning::Muted);
            widgets::put(buf, widgets::row(inside, index), line, style);
        }
        for ((line, meaning), index) in warning.iter().zip(above + 1..) {
            let row = widgets::row(inside, index);
            widgets::put(buf, row, line, desk.theme.style(*meaning));
        }
        self.field
            .draw(buf, widgets::row(inside, above), desk.theme, true)
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn focus(&self, _desk: &Desk) -> Focus {
        Focus::Line
    }
}
