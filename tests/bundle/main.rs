//! The signed file: what is good is accepted, and nothing else is.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "../support/mod.rs"]
mod support;

mod bytes;
mod chain;
mod content;
mod ed25519;
mod facts;
#[path = "../support/foreign.rs"]
mod foreign;
mod format;
mod good;
mod hostile;
mod limits;
mod memory;
mod mutations;
mod parsers;
mod rosters;
mod sequence;
mod spelling;
