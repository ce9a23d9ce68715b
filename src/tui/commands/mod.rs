//! What a person can ask for: the one table of commands, and everything made from it.
//!
//! A command has its name, its sentence, its keys and where it works in [`table`] and nowhere
//! else. What a command does is up to the screens.

pub mod fuzzy;
pub mod help;
pub mod keymap;
pub mod manual;
pub mod palette;
pub mod reading;
pub mod table;
