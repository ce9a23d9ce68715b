//! Erasing a text for good, from anywhere in a visit: the earlier text of a note that was just
//! rewritten, or the note of the check one stands on.

use crate::domain::survey::answers::NoteTarget;
use crate::domain::values::text::TextId;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::popups::ask::AskText;
use crate::tui::screens::popups::erase::{ask_erase, erased};
use crate::tui::screens::{Ask, Next, View};
use crate::tui::survey::Stopped;
use crate::tui::terminal::input::Focus;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The question.
#[derive(Debug)]
pub struct Erase {
    text: TextId,
    ask: AskText,
}

impl Erase {
    /// The question, if there is a text here that can be erased; else the status line says why not.
    pub fn open(desk: &mut Desk) -> Option<Self> {
        let open = desk.open()?;
        if open.survey.is_read_only() {
            desk.warn(Stopped::ReadOnly.to_string());
            return None;
        }
        let check = desk.walk.check(open.pack).map(NoteTarget::Check);
        let rewritten = desk.rewritten.as_ref();
        let earlier = rewritten
            .filter(|(on, _)| check.as_ref().is_none_or(|check| check == on))
            .map(|(_, text)| *text);
        let note = check.and_then(|check| open.visit.notes.get(&check).copied());
        let is_there = |text: &TextId| !open.survey.file.case.redacted.contains(text);
        let Some(text) = earlier.or(note).filter(is_there) else {
            desk.say("There is no note here to erase.");
            return None;
        };
        let ask = ask_erase(desk, text);
        Some(Self { text, ask })
    }
}

impl View for Erase {
    fn contexts(&self, desk: &Desk) -> Vec<Context> {
        self.ask.contexts(desk)
    }

    fn hints(&self, desk: &Desk) -> Vec<Command> {
        self.ask.hints(desk)
    }

    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        match self.ask.handle(desk, ask) {
            Next::Reply(reply) => {
                if erased(desk, self.text, &reply) {
                    desk.rewritten = None;
                }
                Next::Back
            }
            step => step,
        }
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        self.ask.draw(desk, buf, area)
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn focus(&self, desk: &Desk) -> Focus {
        self.ask.focus(desk)
    }
}
