//! Opening a signed visit again: asks why, then begins the next revision.

use crate::domain::survey::decide::{Act, Refusal};
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::popups::ask::AskText;
use crate::tui::screens::{Ask, Next, Reply, View};
use crate::tui::survey::{OpenCase, Stopped};
use crate::tui::terminal::input::Focus;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The question.
#[derive(Debug)]
pub struct Revise {
    ask: AskText,
}

impl Revise {
    /// The question, if the visit is one that can be opened again; else the reason why not goes
    /// to the status line.
    pub fn open(desk: &mut Desk) -> Option<Self> {
        let OpenCase { survey, visit, .. } = desk.open()?;
        let next = visit.revision() + 1;
        let stopped: Option<Stopped> = if survey.is_read_only() {
            Some(Stopped::ReadOnly)
        } else if visit.is_sealed() {
            None
        } else {
            Some(Refusal::NotSealed.into())
        };
        if let Some(stopped) = stopped {
            desk.warn(stopped.to_string());
            return None;
        }
        let explanation = format!(
            "Why is this visit opened again? One sentence; it goes in the report of revision \
             {next}. The file that is signed already stays as it is."
        );
        Some(Self {
            ask: AskText::new(format!("Open revision {next}"), explanation),
        })
    }

    fn begin(desk: &mut Desk, words: &str) {
        let reason = desk.text(words);
        if desk.act(Act::OpenRevision { reason: reason.id }.with([reason])) {
            desk.say("The visit is open again. Change what is to be changed, then sign once more.");
        }
    }
}

impl View for Revise {
    fn contexts(&self, desk: &Desk) -> Vec<Context> {
        self.ask.contexts(desk)
    }

    fn hints(&self, desk: &Desk) -> Vec<Command> {
        self.ask.hints(desk)
    }

    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        match self.ask.handle(desk, ask) {
            Next::Reply(Reply::Typed(words)) => {
                Self::begin(desk, &words);
                Next::Back
            }
            Next::Reply(_) => Next::Back,
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
