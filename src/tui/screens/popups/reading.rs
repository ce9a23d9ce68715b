//! A popup to read: an explanation, what was checked about a file.

use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::{Ask, Next, Reply, View};
use crate::tui::text;
use crate::tui::widgets::popup;
use crate::tui::widgets::reader::{self, Block, ReaderState};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The reply of whoever wants to go to the place that it is about.
pub const GO_THERE: Reply = Reply::Chosen(0);

/// The popup.
#[derive(Debug)]
pub struct Reading {
    title: String,
    blocks: Vec<Block>,
    state: ReaderState,
    /// Whether it is about a place that can be gone to.
    leads: bool,
}

impl Reading {
    /// Something to read.
    pub fn new(title: impl Into<String>, blocks: Vec<Block>) -> Self {
        Self {
            title: title.into(),
            blocks,
            state: ReaderState::default(),
            leads: false,
        }
    }

    /// The same about a place that can be gone to: the reply is then [`GO_THERE`].
    #[must_use]
    pub fn leading_there(self) -> Self {
        Self {
            leads: true,
            ..self
        }
    }
}

/// Columns that the status line shows on the smallest comfortable screen.
const LONGEST_STATUS: usize = 76;

/// Tells something: in the status line if it fits there, else in a popup to read.
pub(in crate::tui::screens) fn tell(desk: &mut Desk, title: &str, what: String) -> Next {
    if what.lines().count() <= 1 && text::width(&what) <= LONGEST_STATUS {
        desk.warn(what);
        return Next::Stay;
    }
    let blocks = what.lines().map(Block::plain).collect();
    Next::popup(Reading::new(title, blocks))
}

/// Scrolls what is read on a screen or in a popup; anything else that is asked does nothing.
pub(in crate::tui::screens) fn scroll(state: &mut ReaderState, ask: &Ask) {
    match ask {
        Ask::Command(command) => {
            state.command(*command);
        }
        Ask::Mouse(mouse) => {
            state.mouse(*mouse);
        }
        _ => {}
    }
}

impl View for Reading {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        let mut contexts = vec![Context::Anywhere, Context::Reading];
        contexts.extend(self.leads.then_some(Context::Place));
        contexts
    }

    fn hints(&self, _desk: &Desk) -> Vec<Command> {
        vec![Command::GoThere, Command::Back, Command::PageDown]
    }

    fn handle(&mut self, _desk: &mut Desk, ask: Ask) -> Next {
        match ask {
            Ask::Command(Command::Back) => return Next::Reply(Reply::Nothing),
            Ask::Command(Command::GoThere) => return Next::Reply(GO_THERE),
            ask => scroll(&mut self.state, &ask),
        }
        Next::Stay
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let place = popup::centred(area, area.width.min(92), area.height);
        let inside = popup::frame(buf, place, desk.theme, &self.title);
        reader::draw(buf, inside, desk.theme, &self.state, &self.blocks);
        None
    }

    fn is_popup(&self) -> bool {
        true
    }
}
