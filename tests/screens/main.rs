//! The screens through the whole program: keys by name in, text and state out. The pieces that
//! they are made of are in `kit`, walking a visit in `walk`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod backup;
mod cases;
mod conflict;
#[path = "../support/desk.rs"]
mod desk;
mod entry;
mod history;
mod idle;
mod kit;
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
mod walk;
