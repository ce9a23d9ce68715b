//! What's left: every line jumps to its place; when nothing blocks, Sign and finish is open.

use super::anywhere::{jump, whats_left};
use crate::domain::survey::readiness::{self, Remaining, Weight};
use crate::domain::survey::words;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::Next;
use crate::tui::screens::listing::{ListScreen, Listing};
use crate::tui::theme::Meaning;
use crate::tui::{text, widgets};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use std::rc::Rc;

/// The screen.
#[derive(Debug, Default)]
pub struct Left {
    listing: Listing,
    items: Rc<Vec<Remaining>>,
}

impl Left {
    /// The screen, with everything that is left now.
    pub fn open(desk: &mut Desk) -> Option<Self> {
        let mut screen = Self::default();
        screen.update(desk);
        Some(screen)
    }
}

impl ListScreen for Left {
    const OUTER: &'static [Context] = &[Context::Anywhere, Context::Visit];
    const OWN: &'static [Context] = &[Context::Left];

    fn listing(&self) -> &Listing {
        &self.listing
    }

    fn listing_mut(&mut self) -> &mut Listing {
        &mut self.listing
    }

    fn refresh(&mut self, desk: &mut Desk) {
        self.items = whats_left(desk);
    }

    fn count(&self, _desk: &Desk) -> usize {
        self.items.len()
    }

    fn texts(&self, _desk: &Desk) -> Vec<String> {
        self.items.iter().map(|item| item.what.clone()).collect()
    }

    fn hints(&self, desk: &Desk) -> Vec<Command> {
        let mut hints = vec![Command::Open, Command::Filter];
        if readiness::is_ready(&self.items) && !is_sealed(desk) {
            hints.insert(0, Command::SignAndFinish);
        }
        hints.push(Command::Back);
        hints
    }

    fn open_row(&mut self, desk: &mut Desk, row: usize) -> Next {
        match self.items.get(row) {
            Some(item) => jump(desk, &item.place),
            None => Next::Stay,
        }
    }

    fn command(&mut self, _desk: &mut Desk, command: Command) -> Next {
        match command {
            Command::Back => Next::Back,
            _ => Next::Stay,
        }
    }

    fn draw_list(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let items = whats_left(desk);
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
            count => (things_left(desk, count), Meaning::Title),
        };
        widgets::put(buf, area, &head, desk.theme.style(meaning));
        self.listing.draw(
            buf,
            widgets::below(area, 2),
            desk.theme,
            (self.listing.row, "Nothing is left."),
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
}

fn is_sealed(desk: &Desk) -> bool {
    desk.open().is_some_and(|open| open.visit.is_sealed())
}

/// What keeps the visit from being signed, as a number of things to go through; one of them may be
/// a check with several answers to do, so their number is said beside it.
fn things_left(desk: &Desk, count: usize) -> String {
    let answers = desk.open().map_or(0, |open| open.survey.file.board.open());
    let among = match answers {
        0 => ".".to_owned(),
        answers => format!(" (in them {} to do).", words::counted(answers, "answer")),
    };
    let things = words::counted(count, "thing");
    format!(" What's left: {things} before you can sign{among}")
}
