//! The real program on a real terminal: what a terminal can do to it, and what a kill leaves.
//!
//! `pack.json` and `packet.json` are a visit of two Standards with a check of each method.
#![cfg(unix)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod demo;
#[path = "../support/finished.rs"]
mod finished;
mod killed;
mod kit;
mod memory;
mod play;
mod private;
#[path = "../support/pty.rs"]
mod pty;
#[path = "../support/seat.rs"]
mod seat;
mod survey;
#[path = "../support/tools.rs"]
mod tools;
#[path = "../support/toy.rs"]
mod toy;
