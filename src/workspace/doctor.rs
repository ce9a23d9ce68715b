//! Looking over everything: what is in order, what needs seeing to, and what to do about it. It
//! changes nothing. `outside` tells what can be told without the passphrase, `inside` the rest.

mod inside;
mod outside;

pub use outside::examine_outside;

/// How something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Health {
    /// In order.
    Good,
    /// Not looked at, because something else came first.
    NotSeen,
    /// Works, and should be seen to.
    Watch,
    /// Something is wrong.
    Bad,
}

/// What was found about one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at, a word or two; for programs too.
    pub about: &'static str,
    /// How it stands.
    pub health: Health,
    /// What was seen, in a sentence.
    pub says: String,
    /// What to do about it, if anything.
    pub todo: Option<String>,
}

impl Finding {
    /// Something in order.
    pub fn good(about: &'static str, says: impl Into<String>) -> Self {
        Self {
            about,
            health: Health::Good,
            says: says.into(),
            todo: None,
        }
    }

    /// Something else, with what to do.
    pub fn other(
        about: &'static str,
        health: Health,
        says: impl Into<String>,
        todo: impl Into<String>,
    ) -> Self {
        Self {
            about,
            health,
            says: says.into(),
            todo: Some(todo.into()),
        }
    }

    /// Something wrong whose own message says what to do.
    pub fn failed(about: &'static str, error: &impl std::fmt::Display) -> Self {
        Self {
            about,
            health: Health::Bad,
            says: error.to_string(),
            todo: None,
        }
    }
}
