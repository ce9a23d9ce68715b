//! The warning beside what is being typed: the one way in which every field says that something in
//! it seems to identify somebody. What is found, and the words for it, are the guard's.

use super::super::text::wrap;
use super::super::theme::Meaning;
use crate::domain::privacy::identifiers::{self, Context, Kind, NamesHeard, Surroundings};
use crate::domain::privacy::labels;
use chrono::NaiveDate;

/// What is typed in a field, for the guard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// Words that are kept, and what they are about.
    Words(Surroundings),
    /// The label of a source.
    Label,
    /// Nothing that is kept in a case: a passphrase, a path, one's own name.
    Elsewhere,
}

/// What the guard knows while somebody types.
#[derive(Clone, Debug)]
pub struct Watch<'a> {
    /// The names heard today.
    pub names: &'a NamesHeard,
    /// The day on which it is typed: it says nothing about a patient.
    pub today: NaiveDate,
    /// The beginnings of labels that the Standards edition hands out.
    pub beginnings: Vec<&'a str>,
}

impl Watch<'static> {
    /// Where no case is open: no name was heard, no label is handed out.
    pub const fn on(today: NaiveDate) -> Self {
        const NOBODY: &NamesHeard = &NamesHeard::none();
        Self {
            names: NOBODY,
            today,
            beginnings: Vec::new(),
        }
    }
}

impl Watch<'_> {
    /// What in a text seems to identify somebody, the worst first.
    pub fn found(&self, text: &str, typed: Typed) -> Option<Kind> {
        let days = [self.today];
        let about = |place| Context {
            place,
            visit_days: &days,
            names_heard: self.names,
        };
        match typed {
            Typed::Elsewhere => None,
            Typed::Label => {
                labels::identifies(text.trim(), &self.beginnings, &about(Surroundings::Chart))
            }
            Typed::Words(place) => {
                let hits = identifiers::scan(text, &about(place));
                let worst = hits.iter().max_by_key(|hit| hit.strength());
                worst.map(|hit| hit.kind)
            }
        }
    }
}

/// The lines of the warning: what it looks like, and what to write instead.
pub fn lines(kind: Kind, columns: usize) -> Vec<(String, Meaning)> {
    let said = format!("! {}", identifiers::looks_like("here", &[kind]));
    let said = wrap(&said, columns).chain(wrap(kind.instead(), columns));
    said.map(|line| (line.to_owned(), Meaning::Warning))
        .collect()
}
