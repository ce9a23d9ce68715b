//! An act on its way: with the texts typed for it before it is decided, with those it keeps after.
//!
//! A text is made only with its act. Until the act is decided nothing but the attempt holds its
//! texts; when it is refused they are gone with it. So no text is ever in a case that no entry
//! names: the identifier guard sees every text, and erasing reaches every text.

use super::{Act, Refusal};
use crate::domain::survey::case::Case;
use crate::domain::survey::events::Event;
use crate::domain::values::text::{LONGEST_TEXT, Text, TextId};
use std::collections::BTreeSet;

/// What a person sets out to do: an act, and the texts that were typed for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The act; it names the texts by their ids.
    pub act: Act,
    /// The texts.
    pub texts: Vec<Text>,
}

/// What an act comes to: the events to write, and with them the new texts that they name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decision {
    /// The events, in order.
    pub events: Vec<Event>,
    /// The texts that the case does not have yet, each once.
    pub texts: Vec<Text>,
}

impl Act {
    /// The act with texts that were typed for it.
    pub fn with(self, texts: impl IntoIterator<Item = Text>) -> Attempt {
        Attempt {
            act: self,
            texts: texts.into_iter().collect(),
        }
    }
}

impl From<Act> for Attempt {
    /// An act for which nothing was typed.
    fn from(act: Act) -> Self {
        act.with([])
    }
}

impl From<Vec<Event>> for Decision {
    /// Events that name no text which the case does not have.
    fn from(events: Vec<Event>) -> Self {
        Self {
            events,
            texts: Vec::new(),
        }
    }
}

impl Decision {
    /// The events with those of the texts that they name for the first time; what was typed and
    /// is not needed is dropped.
    pub(super) fn new(
        case: &Case,
        events: Vec<Event>,
        mut texts: Vec<Text>,
    ) -> Result<Self, Refusal> {
        let named = events.iter().flat_map(Event::texts);
        let mut new: BTreeSet<TextId> = named.filter(|id| !case.named_texts.contains(id)).collect();
        texts.retain(|text| new.remove(&text.id));
        if !new.is_empty() {
            return Err(Refusal::NoSuchText);
        }
        if texts.iter().any(|text| text.text.len() > LONGEST_TEXT) {
            return Err(Refusal::TextTooLong);
        }
        Ok(Self { events, texts })
    }
}
