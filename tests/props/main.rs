//! What holds for every journal, every order of entry and every file, shown by made-up ones:
//! the fold, undo, the verdicts, the chains, the readers, and what an act may be.
//!
//! Cases are made by `proptest`; nothing is kept of a failure (the top level is fixed), the
//! message holds the smallest case found.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod acts;
mod chain;
mod events;
mod history;
mod hostile;
mod limits;
mod order;
mod packs;
mod readers;
mod refusals;
mod world;

/// How many cases each property gets: enough to find what is wrong, few enough to be run often.
fn cases(cases: u32) -> proptest::test_runner::Config {
    proptest::test_runner::Config {
        cases,
        failure_persistence: None,
        ..Default::default()
    }
}
