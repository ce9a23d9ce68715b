//! What's left: every line jumps to its place; when nothing blocks, Sign and finish is open.

use crate::domain::survey::readiness::{self, Remaining, Weight};
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::listing::{Listed, Listing};
use crate::tui::screens::{Ask, Next, View};
use crate::tui::terminal::input::Focus;
use crate::tui::theme::Meaning;
use crate::tui::{text, widgets};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use std::borrow::Cow;
use std::rc::Rc;

/// The screen.
#[derive(Debug, Default)]
pub struct Left {
    rows: Listing,
    items: Rc<Vec<Remaining>>,
}

impl Left {
    /// The screen, with everything that is left now.
    pub fn new(desk: &Desk) -> Self {
        let mut screen = Self::default();
        screen.settle(desk);
        screen
    }

    fn settle(&mut self, desk: &Desk) {
        self.items = crate::tui::screens::whats_left(desk);
        self.rows.set_rows(
            self.items
                .iter()
                .map(|item| Cow::Borrowed(item.what.as_str())),
        );
    }
}

impl View for Left {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        let mut contexts = vec![Context::Anywhere, Context::Visit];
        if self.rows.focus() == Focus::Commands {
            contexts.push(Context::Left);
        }
        contexts.extend(self.rows.contexts());
        contexts
    }

    fn hints(&self, desk: &Desk) -> Vec<Command> {
        let mut hints = vec![Command::Open, Command::Filter];
        if readiness::is_ready(&self.items) && !is_sealed(desk) {
            hints.insert(0, Command::SignAndFinish);
        }
        hints.push(Command::Back);
        hints
    }

    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        self.settle(desk);
        match self.rows.handle(&ask) {
            Listed::Changed => {
                self.settle(desk);
                Next::Stay
            }
            Listed::Open => {
                let item = self.rows.selected().and_then(|row| self.items.get(row));
                match item {
                    Some(item) => crate::tui::screens::jump(desk, &item.place.clone()),
                    None => Next::Stay,
                }
            }
            Listed::NotMine => match ask {
                Ask::Command(Command::Back) => Next::Back,
                _ => Next::Stay,
            },
        }
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let items = crate::tui::screens::whats_left(desk);
        let blocking = items
            .iter()
            .filter(|item| item.weight == Weight::Blocks)
            .count();
        let (head, meaning) = match blocking {
            0 if is_sealed(desk) => (
                " Signed and finished: nothing is left to do.".to_owned(),
                Meaning::Done,
            ),
            0 => (
                " Nothing is left. You can sign and finish.".to_owned(),
                Meaning::Done,
            ),
            1 => (
                " What's left: 1 thing before you can sign.".to_owned(),
                Meaning::Title,
            ),
            many => (
                format!(" What's left: {many} things before you can sign."),
                Meaning::Title,
            ),
        };
        widgets::put(buf, area, &head, desk.theme.style(meaning));
        self.rows.draw(
            buf,
            widgets::below(area, 2),
            desk.theme,
            "Nothing is left.",
            |row, columns| {
                let Some(item) = items.get(row) else {
                    return Line::default();
                };
                let (word, meaning) = match item.weight {
                    Weight::Blocks => ("To do ", Meaning::Plain),
                    Weight::Warns => ("Look  ", Meaning::Warning),
                };
                let room = usize::from(columns).saturating_sub(6);
                let what = text::truncate(&item.what, room, desk.theme.signs.ellipsis).into_owned();
                Line::from(vec![
                    Span::styled(word, desk.theme.style(meaning)),
                    Span::raw(what),
                ])
            },
        )
    }

    fn returned(&mut self, desk: &Desk) {
        self.settle(desk);
    }

    fn focus(&self, _desk: &Desk) -> Focus {
        self.rows.focus()
    }
}

fn is_sealed(desk: &Desk) -> bool {
    let visit = desk.survey.as_ref().and_then(|survey| survey.visit());
    visit.is_some_and(|visit| visit.is_sealed())
}
