//! The screens: one file each, with its own state, its commands and its picture.
//!
//! A screen is handed what a person asked for and the shared [`Desk`]; it answers with a [`Step`].
//! Popups are screens that are drawn over the one below and hand it a [`Reply`] when they close.
//! Nothing here reads or writes anything: a screen only puts effects on the desk.

use super::command::{Command, Context};
use super::desk::Desk;
use super::input::{Focus, Mouse};
use super::key::Key;
use ratatui::Frame;
use ratatui::layout::Rect;

/// What a screen is handed.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// A command from a key, the palette or a click in the footer.
    Command(Command),
    /// A key that writes, while a text field has the focus.
    Text(Key),
    /// A character that is no command here, where a list is answered by a number.
    Other(Key),
    /// Pasted text, while a text field has the focus.
    Paste(String),
    /// The mouse within the screen's area.
    Mouse(Mouse),
    /// A popup above closed with this.
    Reply(Reply),
    /// An effect came to its end.
    Outcome(Outcome),
}

/// What a popup hands to the screen below.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// The nth choice, from 0.
    Chosen(usize),
    /// A text.
    Typed(String),
}

/// How an effect ended, for the screen that asked for it.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It was done.
    Done,
    /// It could not be done; what happened and what to do, in plain words.
    Failed(String),
    /// The vault was made; this is the recovery code.
    Recovery(String),
    /// A packet would change these things; the person is asked first.
    Differences(Vec<String>),
}

/// What a screen wants next.
#[derive(Debug)]
pub enum Step {
    /// Stay.
    Stay,
    /// Go back one screen.
    Back,
    /// Close with a reply to the screen below.
    Reply(Reply),
    /// Open a screen above.
    Go(Box<Screen>),
    /// Open a screen in place of this one.
    Swap(Box<Screen>),
    /// Leave the program.
    Quit,
}

impl Step {
    /// Opens a screen above.
    pub fn go(screen: impl Into<Screen>) -> Self {
        Self::Go(Box::new(screen.into()))
    }

    /// Opens a screen in place of this one.
    pub fn swap(screen: impl Into<Screen>) -> Self {
        Self::Swap(Box::new(screen.into()))
    }
}

/// One screen of the program: how it answers, and how it looks.
pub trait View {
    /// Where it is, from the outermost context to the innermost.
    fn contexts(&self, desk: &Desk) -> Vec<Context>;
    /// The commands for the footer, the most useful first.
    fn hints(&self, desk: &Desk) -> Vec<Command>;
    /// Takes what a person asked for.
    fn take(&mut self, desk: &mut Desk, ask: Ask) -> Step;
    /// Draws it into `area`.
    fn draw(&mut self, desk: &Desk, frame: &mut Frame<'_>, area: Rect);
    /// Whether it is drawn over the screen below.
    fn is_popup(&self) -> bool {
        false
    }
    /// Where typed characters go.
    fn focus(&self) -> Focus {
        Focus::Commands
    }
    /// Makes what is being typed durable; called when a deadline passed and before an end.
    fn keep(&mut self, _desk: &mut Desk) {}
    /// How many milliseconds from now [`View::keep`] is wanted, if it is.
    fn due(&self, _desk: &Desk) -> Option<u64> {
        None
    }
}
