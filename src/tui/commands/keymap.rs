//! From keys to commands and back, both ways out of the one table.
//!
//! A screen says in which contexts it is, from the outermost to the innermost. Looking a key up
//! begins at the innermost. While a text field has the focus, what types a character is text and
//! never a command.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::reading;
use crate::tui::commands::table::{COMMANDS, Command, Context};
use crate::tui::terminal::key::Key;

static KEYS: LazyLock<HashMap<(Context, Key), Command>> = LazyLock::new(|| {
    let mut keys = HashMap::new();
    for row in COMMANDS {
        for place in row.places {
            for name in place.keys {
                // A name that is no key is caught by a test.
                if let Ok(key) = name.parse::<Key>() {
                    keys.insert((place.context, key), row.command);
                }
            }
        }
    }
    keys
});

/// The command of a key in these contexts.
pub fn command(contexts: &[Context], key: Key) -> Option<Command> {
    if contexts.contains(&Context::TextField) && key.text().is_some() {
        return None;
    }
    contexts
        .iter()
        .rev()
        .filter_map(|context| KEYS.get(&(*context, key)))
        .copied()
        .find(|command| reading::offers(contexts, *command))
}

/// The name of the first key that leads to a command in these contexts, if one does: not one that
/// types text here, nor one that leads elsewhere further in.
pub fn key_for(contexts: &[Context], wanted: Command) -> Option<String> {
    keys_for(contexts, wanted).into_iter().next()
}

/// The names of all keys that lead to a command in these contexts, the innermost first.
pub fn keys_for(contexts: &[Context], wanted: Command) -> Vec<String> {
    let places = wanted.row().places;
    contexts
        .iter()
        .rev()
        .flat_map(|context| places.iter().filter(move |place| place.context == *context))
        .flat_map(|place| place.keys)
        .filter_map(|name| name.parse::<Key>().ok())
        .filter(|key| command(contexts, *key) == Some(wanted))
        .map(|key| key.to_string())
        .collect()
}

/// A hint in the footer: what to press for what, and what a click on it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    /// The names of the keys, blanks between.
    pub keys: String,
    /// What they do.
    pub label: &'static str,
    /// What a click does.
    pub command: Command,
}

/// The hint for a command in these contexts; `None` when no key leads to it here.
pub fn hint(contexts: &[Context], command: Command) -> Option<Hint> {
    pair(contexts, &[command], command.row().label)
}

/// One hint for several commands that belong together, such as previous and next; a click runs the
/// last. `None` when a key is missing.
pub fn pair(contexts: &[Context], commands: &[Command], label: &'static str) -> Option<Hint> {
    let keys: Option<Vec<String>> = commands
        .iter()
        .map(|command| key_for(contexts, *command))
        .collect();
    Some(Hint {
        keys: keys?.join(" "),
        label,
        command: *commands.last()?,
    })
}

/// The hints for these commands that have a key here, in the given order.
pub fn hints(contexts: &[Context], commands: &[Command]) -> Vec<Hint> {
    commands
        .iter()
        .filter_map(|command| hint(contexts, *command))
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_key_name_in_the_table_is_a_key_in_its_one_spelling() {
        for row in COMMANDS {
            for name in row.places.iter().flat_map(|place| place.keys) {
                let key = name.parse::<Key>().unwrap();
                assert_eq!(key.to_string(), *name, "{}", row.name);
            }
        }
    }

    #[test]
    fn no_two_commands_share_a_key_in_one_context() {
        let mut seen: HashMap<(Context, &str), &str> = HashMap::new();
        for row in COMMANDS {
            for place in row.places {
                for key in place.keys {
                    let other = seen.insert((place.context, key), row.name);
                    assert_eq!(
                        other, None,
                        "{key} in {:?} is also {}",
                        place.context, row.name
                    );
                }
            }
        }
    }

    #[test]
    fn letters_are_text_while_a_text_field_has_the_focus() {
        let stack = [
            Context::Anywhere,
            Context::Visit,
            Context::Walk,
            Context::TextField,
        ];
        for typed in ["m", "n", "?", ":", "!", "Space", "q"] {
            assert_eq!(command(&stack, typed.parse().unwrap()), None, "{typed}");
        }
        assert_eq!(command(&stack, "Esc".parse().unwrap()), Some(Command::Back));
        assert_eq!(command(&stack, "F1".parse().unwrap()), Some(Command::Help));
        assert_eq!(
            command(&stack, "Ctrl-P".parse().unwrap()),
            Some(Command::Palette)
        );
        assert_eq!(key_for(&stack, Command::Help), Some("F1".to_owned()));
    }

    #[test]
    fn enter_tab_and_arrows_stay_with_a_note() {
        let stack = [Context::Anywhere, Context::Visit, Context::TextField];
        for key in ["Enter", "Tab", "Up", "Down", "Home", "End", "Del", "PgDn"] {
            assert_eq!(command(&stack, key.parse().unwrap()), None, "{key}");
        }
    }

    #[test]
    fn hints_name_keys_of_the_table() {
        let stack = [
            Context::Anywhere,
            Context::Lists,
            Context::Walk,
            Context::Standard,
        ];
        let hint = hint(&stack, Command::AnswerMet).unwrap();
        assert_eq!((hint.keys.as_str(), hint.label), ("m", "Met"));
        let chart = pair(
            &stack,
            &[Command::PreviousSource, Command::NextSource],
            "Chart",
        )
        .unwrap();
        assert_eq!(
            (chart.keys.as_str(), chart.command),
            (", .", Command::NextSource)
        );
        assert_eq!(super::hint(&stack, Command::Lock), None, "no key, no hint");
        assert_eq!(super::hint(&stack, Command::Quit), None, "not from here");
    }
}
