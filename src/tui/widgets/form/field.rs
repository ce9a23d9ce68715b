//! One field of a form: what it asks for, and what is filled in.

use super::Filled;
use crate::domain::privacy::identifiers::Surroundings;
use crate::tui::terminal::key::{Code, Key};
use crate::tui::widgets::text_field::{Edit, TextField};
use crate::tui::widgets::warning::Typed;

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
    /// What the guard takes its text for.
    pub(super) typed: Typed,
    /// Whether its choices are shown by number while it has the focus.
    pub(super) numbered: bool,
    /// Whether it shows at all.
    pub(super) shown: bool,
}

impl Field {
    /// A field for a line of text.
    pub fn text(label: &str, value: &str) -> Self {
        Field::new(label, Value::Text(TextField::new(value)))
    }

    /// A field for a passphrase.
    pub fn hidden(label: &str) -> Self {
        Field::new(label, Value::Text(TextField::hidden())).guarded_as(Typed::Elsewhere)
    }

    /// A field for a code that is seen while it is typed, and else kept like a passphrase.
    pub fn secret(label: &str) -> Self {
        Field::new(label, Value::Text(TextField::secret())).guarded_as(Typed::Elsewhere)
    }

    /// A field for one of several.
    pub fn one(
        label: &str,
        options: impl IntoIterator<Item = impl AsRef<str>>,
        selected: usize,
    ) -> Self {
        let options = options.into_iter().map(|one| one.as_ref().to_owned());
        let options: Vec<String> = options.collect();
        let selected = selected.min(options.len().saturating_sub(1));
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
            typed: Typed::Words(Surroundings::Elsewhere),
            numbered: false,
            shown: true,
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

    /// The same, where its text is something else to the guard than words about anything.
    #[must_use]
    pub fn guarded_as(self, typed: Typed) -> Self {
        Field { typed, ..self }
    }

    /// The same with a word of help.
    #[must_use]
    pub fn with_help(self, help: &str) -> Self {
        Field {
            help: help.to_owned(),
            ..self
        }
    }

    /// What is written, or the words of what is chosen.
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

    /// What it holds, to be put aside.
    pub(super) fn filled(&self) -> Filled {
        match &self.value {
            Value::Text(text) => Filled::Written(text.text().into()),
            Value::One { .. } | Value::Tick(_) => {
                Filled::Chosen(self.chosen(), self.as_text().to_owned())
            }
        }
    }

    /// Fills in what was put aside: what has the same words, else what has the same number.
    pub(super) fn fill(&mut self, filled: &Filled) {
        match filled {
            Filled::Written(text) => self.write(text),
            Filled::Chosen(number, words) => {
                let place = match &self.value {
                    Value::One { options, .. } => options.iter().position(|one| one == words),
                    _ => None,
                };
                self.choose(place.unwrap_or(*number));
            }
        }
    }

    /// Whether what is written in it is nobody's to keep.
    pub(super) fn is_hidden(&self) -> bool {
        matches!(&self.value, Value::Text(text) if text.is_secret())
    }

    /// Writes something else.
    pub fn write(&mut self, text: &str) {
        if let Value::Text(field) = &mut self.value {
            field.set(text);
        }
    }

    /// Chooses by number, or ticks with 1.
    pub fn choose(&mut self, number: usize) {
        match &mut self.value {
            Value::One { options, selected } if number < options.len() => *selected = number,
            Value::Tick(ticked) => *ticked = number == 1,
            _ => {}
        }
    }

    /// Offers other choices, the first of which is chosen.
    pub fn offer(&mut self, choices: Vec<String>) {
        if let Value::One { options, selected } = &mut self.value {
            *options = choices;
            *selected = 0;
        }
    }

    /// Goes on to the next or back to the previous choice.
    pub(super) fn turn(&mut self, forward: bool) -> Edit {
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
    pub(super) fn key(&mut self, key: Key) -> Edit {
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
