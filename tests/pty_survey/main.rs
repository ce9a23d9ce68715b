//! The real program on a real terminal: a whole short survey from the first start to a signed
//! file that verifies, and what a terminal can do to it on the way.
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
mod killed;
mod play;
#[path = "../support/pty.rs"]
mod pty;
mod survey;
