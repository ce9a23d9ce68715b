//! A form: fields with labels, one of which has the focus, and what is wrong said beside each.
//!
//! Each field has a key, an enum of its screen, by which it is read and written: what is filled in
//! is kept here and nowhere else. A field that does not show keeps what it holds. Whether an answer
//! is right is decided by the screen, which sets the messages. Several forms that belong together
//! are [`Pages`].

use std::cell::Cell;

use crate::domain::values::text::FreeText;
use crate::tui::commands::table::{Command, Context};
use crate::tui::terminal::input::{Focus, Mouse, MouseAction};
use crate::tui::terminal::key::Key;
use serde::{Deserialize, Serialize};

use super::text_field::Edit;
use super::zones::Zones;

mod draw;
mod field;
mod pages;

pub use field::{Field, Value};
pub use pages::Pages;

/// An empty field for a line of text under its key, with a word of help: a row of a form.
pub fn line<K>(key: K, label: &str, help: &str) -> (K, Field) {
    (key, Field::text(label, "").with_help(help))
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

/// What is filled in in one field: plain data, to be put aside. What is hidden is never in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// The label of the field, by which it is found again.
    pub label: String,
    /// What it holds.
    pub filled: Filled,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Filled {
    /// What is written.
    Written(FreeText),
    /// The number of what is chosen, and its words; a tick has none.
    Chosen(usize, String),
}

/// What is filled in in a form, field by field.
pub type Contents = Vec<Content>;

/// Fields, each under its key, and which one has the focus.
#[derive(Clone, Debug)]
pub struct Form<K> {
    fields: Vec<(K, Field)>,
    focus: usize,
    first: Cell<usize>,
    zones: Zones<usize>,
}

impl<K: Copy + Eq> Form<K> {
    /// A form of these fields, the focus on the first.
    pub fn new(fields: impl IntoIterator<Item = (K, Field)>) -> Self {
        Form {
            fields: fields.into_iter().collect(),
            focus: 0,
            first: Cell::default(),
            zones: Zones::default(),
        }
    }

    /// The fields that show.
    pub fn fields(&self) -> impl Iterator<Item = (K, &Field)> {
        let shown = self.fields.iter().filter(|(_, field)| field.shown);
        shown.map(|(key, field)| (*key, field))
    }

    /// What is filled in, in every field whether it shows or not.
    pub fn contents(&self) -> Contents {
        let fields = self.fields.iter().map(|(_, field)| field);
        fields
            .filter(|field| !field.is_hidden())
            .map(|field| Content {
                label: field.label.clone(),
                filled: field.filled(),
            })
            .collect()
    }

    /// Fills in what was put aside. A field is found by its label, the second of one label as the
    /// second: fields may have come or gone since. Those that have come stay as they are.
    pub fn restore(&mut self, contents: &[Content]) {
        let mut used = vec![false; self.fields.len()];
        for content in contents {
            let mut places = self.fields.iter_mut().zip(&mut used);
            let found = places.find(|((_, field), used)| !**used && field.label == content.label);
            if let Some(((_, field), used)) = found {
                *used = true;
                field.fill(&content.filled);
            }
        }
    }

    /// A field, whether it shows or not.
    pub fn get(&self, key: K) -> Option<&Field> {
        let mut fields = self.fields.iter();
        fields
            .find(|(held, _)| *held == key)
            .map(|(_, field)| field)
    }

    /// A field, to be filled in or to set what is wrong with it.
    pub fn field(&mut self, key: K) -> Option<&mut Field> {
        let mut fields = self.fields.iter_mut();
        fields
            .find(|(held, _)| *held == key)
            .map(|(_, field)| field)
    }

    /// What is written in a field, empty if there is none.
    pub fn text(&self, key: K) -> &str {
        self.get(key).map_or("", Field::as_text)
    }

    /// The number of what is chosen in a field, 0 if there is none.
    pub fn chosen(&self, key: K) -> usize {
        self.get(key).map_or(0, Field::chosen)
    }

    /// Writes into a field, if there is one.
    pub fn write(&mut self, key: K, text: &str) {
        if let Some(field) = self.field(key) {
            field.write(text);
        }
    }

    /// Chooses in a field, if there is one.
    pub fn choose(&mut self, key: K, number: usize) {
        if let Some(field) = self.field(key) {
            field.choose(number);
        }
    }

    /// Offers other choices in a field, if there is one; the first of them is chosen.
    pub fn offer(&mut self, key: K, choices: Vec<String>) {
        if let Some(field) = self.field(key) {
            field.offer(choices);
        }
    }

    /// Chooses what stands for a value, where the choices stand for these values in order; the
    /// first if it is not among them.
    pub fn pick<T: PartialEq>(&mut self, key: K, values: &[T], wanted: &T) {
        let place = values.iter().position(|value| value == wanted);
        self.choose(key, place.unwrap_or(0));
    }

    /// The value of what is chosen in a field that shows, where the choices stand for these values
    /// in order.
    pub fn picked<'a, T>(&self, key: K, values: &'a [T]) -> Option<&'a T> {
        values.get(self.chosen(key)).filter(|_| self.shows(key))
    }

    /// Whether a field shows.
    pub fn shows(&self, key: K) -> bool {
        self.get(key).is_some_and(|field| field.shown)
    }

    /// Shows the fields that are wanted as the form is filled in now, and no others.
    pub fn show_where(&mut self, wanted: impl Fn(&Self, K) -> bool) {
        let shown: Vec<bool> = self
            .fields
            .iter()
            .map(|(key, _)| wanted(self, *key))
            .collect();
        for ((_, field), shown) in self.fields.iter_mut().zip(shown) {
            field.shown = shown;
        }
        if !self.is_shown(self.focus) {
            self.focus = self.step(false).or(self.step(true)).unwrap_or(0);
        }
    }

    /// The field that has the focus.
    pub fn focused(&self) -> Option<K> {
        self.fields.get(self.focus).map(|(key, _)| *key)
    }

    /// Goes to a field, if it shows.
    pub fn go_to(&mut self, key: K) {
        let place = self
            .fields
            .iter()
            .position(|(held, field)| *held == key && field.shown);
        self.focus = place.unwrap_or(self.focus);
    }

    /// Sets what is wrong with each field and goes to the first with a problem; whether there is
    /// one.
    pub fn show_problems(&mut self, problem: impl Fn(K, &Field) -> Option<String>) -> bool {
        for (key, field) in &mut self.fields {
            field.problem = problem(*key, field).filter(|_| field.shown);
        }
        let first = self
            .fields
            .iter()
            .position(|(_, field)| field.problem.is_some());
        self.focus = first.unwrap_or(self.focus);
        first.is_some()
    }

    /// Says what is wrong with a field, if it shows, and goes there.
    pub fn tell(&mut self, key: K, problem: String) {
        self.go_to(key);
        if let Some(field) = self.field(key) {
            field.problem = Some(problem);
        }
    }

    /// How many fields have something wrong.
    pub fn problems(&self) -> usize {
        self.fields()
            .filter(|(_, field)| field.problem.is_some())
            .count()
    }

    /// Where typed characters go: into a text, or nowhere on a choice.
    pub fn focus(&self) -> Focus {
        match self.fields.get(self.focus).map(|(_, field)| &field.value) {
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
        match command {
            Command::NextField => self.focus = self.step(true).unwrap_or(self.focus),
            Command::PreviousField => self.focus = self.step(false).unwrap_or(self.focus),
            Command::Confirm => match self.step(true) {
                Some(next) => self.focus = next,
                None => return FormEvent::Finished,
            },
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
            _ => field.key(key),
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
        let Some((_, field)) = self.fields.get_mut(self.focus) else {
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

    /// The next or previous field that shows.
    fn step(&self, forward: bool) -> Option<usize> {
        let shown = |index: &usize| self.is_shown(*index);
        if forward {
            (self.focus + 1..self.fields.len()).find(shown)
        } else {
            (0..self.focus).rev().find(shown)
        }
    }

    fn is_shown(&self, index: usize) -> bool {
        self.fields.get(index).is_some_and(|(_, field)| field.shown)
    }
}

#[cfg(test)]
mod tests;
