//! What the scripts beside it need of Rust: `run` builds this once and starts it with a mode.
//!
//! | mode | what it does |
//! |---|---|
//! | `answer` | bar 1, printed as a table |
//! | `bytes` | bar 9: what frames take, counted, beside what they need |
//! | `folder S|L FOLDER PASSPHRASE` | a data folder to measure with |
//! | `commit`, `paste`, `derive FOLDER PASSPHRASE` | the bare programs, on a terminal |
//!
//! Without a mode, as `cargo bench` starts it, it measures bar 1.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod answer;
mod bare;
mod bytes;
mod database;
mod folder;

use std::path::Path;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["bytes"] => bytes::measure(),
        ["bytes", "monochrome"] => bytes::count("The same without colors (NO_COLOR)"),
        ["commit"] => bare::commit(),
        ["paste"] => bare::paste(),
        ["derive", folder, passphrase] => bare::derive(Path::new(folder), passphrase),
        ["folder", size, folder, passphrase] => folder::make(size, Path::new(folder), passphrase),
        [] | ["answer" | "--bench"] => answer::measure(),
        other => panic!("no such mode: {other:?}"),
    }
}
