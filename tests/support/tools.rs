//! Finding the stock tools that some tests compare us with.
#![allow(dead_code)]

use std::path::PathBuf;

/// Where `name` lies on the PATH. Absent, the test says so and is skipped; with
/// `ONSITE_REQUIRE_TOOLS=1`, as in CI, it fails instead.
pub fn tool(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file());
    if found.is_none() {
        let required = std::env::var_os("ONSITE_REQUIRE_TOOLS").is_some_and(|value| value == "1");
        assert!(!required, "{name} is not installed, but required");
        eprintln!("skipped: {name} is not installed");
    }
    found
}
