//! A form: fields with labels, one of which has the focus, and what is wrong said beside each.
//!
//! A form keeps what is written and moves between its fields; whether it is right is decided by
//! its screen, which sets the messages.

use std::cell::Cell;

use crate::tui::commands::table::{Command, Context};
use crate::tui::terminal::input::{Focus, Mouse, MouseAction};
use crate::tui::terminal::key::{Code, Key};

use super::text_field::{Edit, TextField};
use super::zones::Zones;

mod draw;

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
    /// Whether its choices are shown by number while it has the focus.
    numbered: bool,
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
            numbered: false,
        }
    }

    /// The same with its choices shown by number while it has the focus.
    #[must_use]
    pub fn numbered(self) -> Self {
        Field {
            numbered: true,
            ..self
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

    /// Goes on to the next or back to the previous choice.
    fn turn(&mut self, forward: bool) -> Edit {
        match &mut self.value {
            Value::One { options, selected } if !options.is_empty() => {
                let step = if forward { 1 } else { options.len() - 1 };
                *selected = (*selected + step) % options.len();
                Edit::Changed
            }
            Value::Tick(ticked) => {
                *ticked = !*ticked;
                Edit::Changed
            }
            _ => Edit::Foreign,
        }
    }

    /// Takes a key where nothing is written: a number chooses, the arrows go round.
    fn choose(&mut self, key: Key) -> Edit {
        match (key.code, &mut self.value) {
            (Code::Right, _) => self.turn(true),
            (Code::Left, _) => self.turn(false),
            (Code::Char(digit @ '1'..='9'), Value::One { options, selected })
                if key.text().is_some() =>
            {
                let wanted = digit.to_digit(10).and_then(|n| usize::try_from(n).ok());
                match wanted.and_then(|n| n.checked_sub(1)) {
                    Some(index) if index < options.len() => {
                        *selected = index;
                        Edit::Changed
                    }
                    _ => Edit::Kept,
                }
            }
            _ => Edit::Foreign,
        }
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

    /// Goes to a field, or to the last one if there are fewer.
    pub fn go_to(&mut self, index: usize) {
        self.focus = index.min(self.fields.len().saturating_sub(1));
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
            Command::PreviousField => self.focus = self.focus.saturating_sub(1),
            Command::Confirm if self.focus < last => self.focus += 1,
            Command::Confirm => return FormEvent::Finished,
            Command::Toggle => return self.edit(|field| field.turn(true)),
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
            _ => field.choose(key),
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
}

#[cfg(test)]
mod tests;
