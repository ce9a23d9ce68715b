//! A survey: what happened, what is known from it, and what follows.
//!
//! What happened is a journal of [`events`]: [`answers`] and [`sources`] among them. [`case`]
//! folds it into what is known about each [`visit`]; [`verdicts`] and [`readiness`] say what
//! follows, [`why`] and [`words`] say it in sentences, [`summary`] the most important first;
//! [`own_words`] knows which answers the Surveyor's words were written under, [`changes`] what was
//! said otherwise before. What a person may do is decided in [`decide`]. [`record`] is what other
//! programs read; [`guarded`] is what the identifier guard is shown; [`conflict`] is what a
//! Surveyor states first. [`casefile`] holds all of it together and keeps it up to date;
//! [`drafts`] are the notes that are still being typed.

pub mod answers;
pub mod case;
pub mod casefile;
pub mod changes;
pub mod conflict;
pub mod decide;
pub mod drafts;
pub mod events;
pub mod guarded;
pub mod own_words;
pub mod readiness;
pub mod record;
pub mod sources;
pub mod summary;
pub mod verdicts;
pub mod visit;
pub mod why;
pub mod words;
