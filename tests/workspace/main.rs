//! The use cases of one data folder, from set-up to a signed file, with a clock and chance that
//! are the same every time.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod backups;
mod earlier;
mod effects;
mod failed;
#[path = "../support/finished.rs"]
mod finished;
mod home;
mod importing;
mod keys;
mod lost_end;
mod memory;
mod packets;
mod recording;
mod refused;
mod rest;
mod sealing;
#[path = "../support/mod.rs"]
mod support;
mod typed;
mod work;
