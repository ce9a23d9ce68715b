//! The screens through the whole program: keys by name in, text and state out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod cases;
mod conflict;
mod entry;
mod history;
mod idle;
mod names;
mod new_visit;
mod pictures;
mod printed;
mod reading;
#[path = "../support/screen.rs"]
mod screen;
mod services;
mod sign;
mod source_form;
mod sources;
mod stage;
mod timeline;
mod unsaved;
