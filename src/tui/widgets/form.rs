//! A form: fields with labels, one of which has the focus, and what is wrong said beside each.
//!
//! A form keeps what is written and moves between its fields; whether it is right is decided by
//! its screen, which sets the messages.

use std::cell::Cell;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::tui::command::{Command, Context};
use crate::tui::input::{Focus, Mouse, MouseAction};
use crate::tui::key::Key;
use crate::tui::text::{truncate, visible, width};
use crate::tui::theme::{Meaning, Theme};

use super::text_field::{Edit, TextField};
use super::zones::Zones;
use super::{below, put, right_of};

/// Columns for labels, where there is room beside them.
const LABEL: u16 = 26;

/// What is filled in.
#[derive(Clone, Debug)]
pub enum Value {
    /// A line of text, or a passphrase.
    Text(TextField),
    /// One of several.
    One {
        /// What there is to choose from.
        options: Vec<String>,
        /// Which one.
        selected: usize,
    },
    /// Yes or no.
    Tick(bool),
}

/// One field.
#[derive(Clone, Debug)]
pub struct Field {
    /// What is asked for.
    pub label: String,
    /// What is filled in.
    pub value: Value,
    /// A word of help, shown while the field has the focus.
    pub help: String,
    /// What is wrong with it: one sentence that says what to do.
    pub problem: Option<String>,
}

impl Field {
    /// A field for a line of text.
    pub fn text(label: &str, value: &str) -> Self {
        Field::new(label, Value::Text(TextField::new(value)))
    }

    /// A field for a passphrase.
    pub fn hidden(label: &str) -> Self {
        Field::new(label, Value::Text(TextField::hidden()))
    }

    /// A field for one of several.
    pub fn one(label: &str, options: &[&str], selected: usize) -> Self {
        let options: Vec<String> = options.iter().map(|option| (*option).to_owned()).collect();
        Field::new(label, Value::One { options, selected })
    }

    /// A field for yes or no.
    pub fn tick(label: &str, ticked: bool) -> Self {
        Field::new(label, Value::Tick(ticked))
    }

    fn new(label: &str, value: Value) -> Self {
        Field {
            label: label.to_owned(),
            value,
            help: String::new(),
            problem: None,
        }
    }

    /// The same with a word of help.
    #[must_use]
    pub fn with_help(self, help: &str) -> Self {
        Field {
            help: help.to_owned(),
            ..self
        }
    }

    /// What is written, if it is a text.
    pub fn as_text(&self) -> &str {
        match &self.value {
            Value::Text(field) => field.text(),
            Value::One { options, selected } => options.get(*selected).map_or("", String::as_str),
            Value::Tick(_) => "",
        }
    }

    /// The number of what is chosen, or 1 for a tick.
    pub fn chosen(&self) -> usize {
        match &self.value {
            Value::One { selected, .. } => *selected,
            Value::Tick(ticked) => usize::from(*ticked),
            Value::Text(_) => 0,
        }
    }

    fn turn(&mut self) -> Edit {
        match &mut self.value {
            Value::One { options, selected } if !options.is_empty() => {
                *selected = (*selected + 1) % options.len();
                Edit::Changed
            }
            Value::Tick(ticked) => {
                *ticked = !*ticked;
                Edit::Changed
            }
            _ => Edit::Foreign,
        }
    }

    /// Lines it takes: itself and a line for what is wrong or helps.
    fn height(&self, focused: bool) -> u16 {
        1 + u16::from(self.problem.is_some() || focused && !self.help.is_empty())
    }
}

/// What an input did to a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormEvent {
    /// A field has another value.
    Changed,
    /// The focus moved, or nothing happened.
    Kept,
    /// Enter on the last field: the form is filled in.
    Finished,
    /// The form knows nothing of it.
    Foreign,
}

/// Fields and which one has the focus.
#[derive(Clone, Debug, Default)]
pub struct Form {
    fields: Vec<Field>,
    focus: usize,
    first: Cell<usize>,
    zones: Zones<usize>,
}

impl Form {
    /// A form of these fields, the focus on the first.
    pub fn new(fields: Vec<Field>) -> Self {
        Form {
            fields,
            ..Form::default()
        }
    }

    /// The fields.
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// A field, to read or to set what is wrong with it.
    pub fn field(&mut self, index: usize) -> Option<&mut Field> {
        self.fields.get_mut(index)
    }

    /// What is written in a field, empty if there is none.
    pub fn text(&self, index: usize) -> &str {
        self.fields.get(index).map_or("", Field::as_text)
    }

    /// Which field has the focus.
    pub fn focused(&self) -> usize {
        self.focus
    }

    /// Sets what is wrong with each field and goes to the first with a problem; whether there is
    /// one.
    pub fn show_problems(&mut self, problem: impl Fn(usize, &Field) -> Option<String>) -> bool {
        for (index, field) in self.fields.iter_mut().enumerate() {
            field.problem = problem(index, field);
        }
        let first = self.fields.iter().position(|field| field.problem.is_some());
        self.focus = first.unwrap_or(self.focus);
        first.is_some()
    }

    /// Where typed characters go: into a text, or nowhere on a choice.
    pub fn focus(&self) -> Focus {
        match self.fields.get(self.focus).map(|field| &field.value) {
            Some(Value::Text(_)) => Focus::Line,
            _ => Focus::Commands,
        }
    }

    /// The contexts of the form, to be stated after those of its screen.
    pub fn contexts(&self) -> &'static [Context] {
        match self.focus() {
            Focus::Commands => &[Context::Form],
            _ => &[Context::Form, Context::TextField],
        }
    }

    /// Takes a command of the form or of its text field.
    pub fn command(&mut self, command: Command) -> FormEvent {
        let last = self.fields.len().saturating_sub(1);
        match command {
            Command::NextField => self.focus = (self.focus + 1).min(last),
            Command::FormerField => self.focus = self.focus.saturating_sub(1),
            Command::Confirm if self.focus < last => self.focus += 1,
            Command::Confirm => return FormEvent::Finished,
            Command::Toggle => return self.edit(Field::turn),
            other => {
                return self.edit(|field| match &mut field.value {
                    Value::Text(text) => text.command(other),
                    _ => Edit::Foreign,
                });
            }
        }
        FormEvent::Kept
    }

    /// Takes a key that is no command.
    pub fn key(&mut self, key: Key) -> FormEvent {
        self.edit(|field| match &mut field.value {
            Value::Text(text) => text.key(key),
            _ => Edit::Foreign,
        })
    }

    /// Takes a paste into the field with the focus.
    pub fn paste(&mut self, text: &str) -> FormEvent {
        self.edit(|field| match &mut field.value {
            Value::Text(line) => line.insert(text).0,
            _ => Edit::Foreign,
        })
    }

    /// Goes to the field that was pressed, and changes a choice there.
    pub fn mouse(&mut self, mouse: Mouse) -> FormEvent {
        let pressed = (mouse.action == MouseAction::Press)
            .then(|| self.zones.at(mouse))
            .flatten();
        let Some(index) = pressed else {
            return FormEvent::Foreign;
        };
        self.focus = index;
        match self.focus() {
            Focus::Commands => self.command(Command::Toggle),
            _ => FormEvent::Kept,
        }
    }

    fn edit(&mut self, edit: impl FnOnce(&mut Field) -> Edit) -> FormEvent {
        let Some(field) = self.fields.get_mut(self.focus) else {
            return FormEvent::Foreign;
        };
        match edit(field) {
            Edit::Changed => {
                // What was wrong is being mended.
                field.problem = None;
                FormEvent::Changed
            }
            Edit::Kept => FormEvent::Kept,
            Edit::Foreign => FormEvent::Foreign,
        }
    }

    /// Draws the fields that fit, always with the one that has the focus. Where the cursor goes.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme) -> Option<Position> {
        self.zones.clear();
        let height = |index: usize| {
            let field = self.fields.get(index);
            field.map_or(0, |field| field.height(index == self.focus))
        };
        let mut first = self.first.get().min(self.focus);
        while first < self.focus && (first..=self.focus).map(height).sum::<u16>() > area.height {
            first += 1;
        }
        self.first.set(first);
        let mut rest = area.intersection(buf.area);
        let mut cursor = None;
        for (index, field) in self.fields.iter().enumerate().skip(first) {
            if rest.is_empty() {
                break;
            }
            let focused = index == self.focus;
            let line = Rect { height: 1, ..rest };
            self.zones.add(line, index);
            cursor = cursor.or(draw_field(buf, line, theme, field, focused));
            let after = below(rest, 1);
            draw_remark(buf, after, theme, field, focused);
            rest = below(rest, field.height(focused));
        }
        cursor
    }
}

/// Label and value in one line.
fn draw_field(
    buf: &mut Buffer,
    line: Rect,
    theme: Theme,
    field: &Field,
    focused: bool,
) -> Option<Position> {
    let mark = if focused { ">" } else { " " };
    put(buf, line, mark, theme.style(Meaning::Plain));
    let label = Rect {
        width: LABEL.min(line.width / 2),
        ..right_of(line, 2)
    };
    let meaning = if focused {
        Meaning::Title
    } else {
        Meaning::Plain
    };
    let text = truncate(&field.label, usize::from(label.width), theme.signs.ellipsis);
    put(buf, label, &text, theme.style(meaning));
    let value = right_of(line, 2 + label.width + 1);
    let (text, meaning) = match &field.value {
        Value::Text(text) => {
            let place = Rect {
                width: value.width.saturating_sub(1),
                ..value
            };
            let cursor = text.draw(buf, place, theme, focused);
            if text.is_empty() && !focused {
                let blank = "_".repeat(usize::from(place.width.min(12)));
                put(buf, place, &blank, theme.style(Meaning::Muted));
            }
            return cursor;
        }
        Value::One { .. } => (format!("< {} >", field.as_text()), Meaning::Field),
        Value::Tick(true) => ("[x] yes".to_owned(), Meaning::Field),
        Value::Tick(false) => ("[ ] no".to_owned(), Meaning::Field),
    };
    let meaning = if focused { meaning } else { Meaning::Plain };
    put(buf, value, &visible(&text), theme.style(meaning));
    // A screen reader follows the cursor, so it stands on what can be changed.
    (focused && !value.is_empty()).then(|| Position::new(value.x, value.y))
}

/// What is wrong with the field, or else what helps to fill it in.
fn draw_remark(buf: &mut Buffer, area: Rect, theme: Theme, field: &Field, focused: bool) {
    let (text, meaning) = match &field.problem {
        Some(problem) => (format!("! {problem}"), Meaning::Error),
        None if focused => (field.help.clone(), Meaning::Muted),
        None => return,
    };
    let place = right_of(area, 4);
    let room = usize::from(place.width);
    let text = if width(&text) > room {
        truncate(&text, room, theme.signs.ellipsis).into_owned()
    } else {
        text
    };
    put(buf, place, &text, theme.style(meaning));
}

#[cfg(test)]
mod tests;
