//! The rules of the field. Pure: no files, no clock, no randomness, no terminal.
//!
//! The wings, from the ground up; each imports only wings above it in this list:
//!
//! | wing | what lives there |
//! |---|---|
//! | [`values`] | ids, digests, texts, places, days: words that mean the same everywhere |
//! | [`pack`] | a Standards edition: Standards, elements, checks, sampling |
//! | [`program`] | the program's rules, the packet from the office, eligibility, preparation |
//! | [`journal`] | entries and their chains, whatever an event means |
//! | [`privacy`] | finding what might identify a patient, in any text |
//! | [`survey`] | what happened on a visit, what is known from it, and what follows |
//! | [`training`] | the made-up visit |
//!
//! Nothing here reads or writes anything: time, ids and randomness come in as arguments.
//! `tests/architecture` holds the order of the wings. The rules in words, from `RULES.md` beside
//! this file, follow here.
//!
#![doc = include_str!("RULES.md")]

pub mod journal;
pub mod pack;
pub mod privacy;
pub mod program;
pub mod survey;
pub mod training;
pub mod values;

#[cfg(test)]
#[allow(dead_code, clippy::expect_used, clippy::indexing_slicing)]
#[path = "../../tests/support/rich_visit.rs"]
pub(crate) mod rich_visit;
