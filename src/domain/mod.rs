//! The rules of the field. Pure: no files, no clock, no randomness, no terminal.
//!
//! What happened is a journal of [`events`]; [`case`] folds it into what is known; [`verdicts`]
//! and [`readiness`] say what follows from it. What a person did is decided in [`decide`].
//! Nothing here reads or writes anything: time, ids and randomness come in as arguments.

pub mod answers;
pub mod calendar;
pub mod case;
pub mod casefile;
pub mod chain;
pub mod decide;
pub mod digest;
pub mod events;
pub mod guard;
pub mod identifiers;
pub mod ids;
pub mod journal;
pub mod pack;
pub mod packet;
pub mod place;
pub mod program;
pub mod readiness;
pub mod record;
pub mod sources;
pub mod text;
pub mod training;
pub mod verdicts;
pub mod visible;
pub mod visit;
pub mod why;
pub mod words;

#[cfg(test)]
#[allow(dead_code, clippy::expect_used, clippy::indexing_slicing)]
#[path = "../../tests/support/rich_visit.rs"]
pub(crate) mod rich_visit;
