//! Describing what is looked at: a document, a record, an interview, an observed event.

use super::{Ask, Step, View};
use crate::domain::ids::SourceId;
use crate::domain::pack::Method;
use crate::tui::command::{Command, Context};
use crate::tui::desk::Desk;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The form.
#[derive(Debug)]
pub struct SourceForm {}

impl SourceForm {
    /// A form for a new source of a method.
    pub fn add(_desk: &mut Desk, _method: Method) -> Option<Self> {
        None
    }

    /// A form for a source that is there.
    pub fn change(_desk: &mut Desk, _source: &SourceId) -> Option<Self> {
        None
    }
}

impl View for SourceForm {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        vec![Context::Anywhere]
    }
    fn hints(&self, _desk: &Desk) -> Vec<Command> {
        vec![]
    }
    fn take(&mut self, _desk: &mut Desk, _ask: Ask) -> Step {
        Step::Back
    }
    fn draw(&self, _desk: &Desk, _buf: &mut Buffer, _area: Rect) -> Option<Position> {
        None
    }
}
