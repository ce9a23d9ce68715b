//! What several test programs share.
#![allow(dead_code)] // each test program uses its own part of this
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

pub mod bundles;
pub mod journals;
pub mod raw_zip;

use std::path::PathBuf;

/// The program `name` on the search path. Where it is absent the test is to be skipped, and says
/// so; with `ONSITE_REQUIRE_TOOLS=1` its absence is a failure.
pub fn tool(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file());
    if found.is_none() {
        let required = std::env::var_os("ONSITE_REQUIRE_TOOLS").is_some_and(|value| value == "1");
        assert!(
            !required,
            "ONSITE_REQUIRE_TOOLS=1, and {name} is not on the search path"
        );
        eprintln!("skipped: {name} is not on the search path");
    }
    found
}

/// Says whether all of these programs are there; see [`tool`].
pub fn tools(names: &[&str]) -> bool {
    names.iter().all(|name| tool(name).is_some())
}
