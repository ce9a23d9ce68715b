//! The command line as a person or a script meets it: the real program, its own data folder.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod backups;
mod doctor;
#[path = "../support/finished.rs"]
mod finished;
mod general;
#[cfg(unix)]
mod keyboard;
mod place;
#[cfg(unix)]
#[path = "../support/pty.rs"]
mod pty;
mod rosters;
mod signed;
#[path = "../support/mod.rs"]
mod support;
mod verify;
mod work;
