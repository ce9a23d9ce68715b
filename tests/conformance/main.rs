//! The conformance set: good and bad files of every rule, each with what whoever reads it must find.
//!
//! The catalog is made here and written with a plain manifest, so that another implementation of
//! FORMAT.md can run it. Our reader, the script and an independent checker in Python are run over
//! it, and a table says how far they agree. tests/README.md, The conformance set.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "../support/mod.rs"]
mod support;

mod catalog;
mod chain;
mod container;
mod facts;
mod header;
mod journal;
mod levels;
mod memory;
mod readers;
mod sequence;
mod signed;
mod table;
mod trust;
mod written;

use catalog::Case;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Every case.
static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| {
    [
        container::cases(),
        signed::cases(),
        header::cases(),
        chain::cases(),
        journal::cases(),
        sequence::cases(),
        facts::cases(),
        levels::cases(),
        trust::cases(),
        memory::cases(),
    ]
    .concat()
});

#[test]
fn the_catalog_has_every_rule_and_no_case_twice() {
    let names: BTreeSet<&str> = CASES.iter().map(|case| case.name.as_str()).collect();
    assert_eq!(names.len(), CASES.len(), "every case has a name of its own");
    assert!(CASES.len() >= 300, "{}", CASES.len());
    let format = std::fs::read_to_string("src/bundle/FORMAT.md").unwrap();
    for case in CASES.iter() {
        assert!(
            format.contains(&format!("\n## {}\n", case.rule)),
            "{}",
            case.rule
        );
    }
    let codes: BTreeSet<&str> = CASES.iter().map(|case| case.code).collect();
    let told = std::fs::read_to_string("src/bundle/refusal/told.rs").unwrap();
    // What no file alone can show: a disk that fails, and limits that take gigabytes.
    let elsewhere = ["read", "memory", "too-much", "repacked"];
    let is_code = |text: &&str| text.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    let quoted = told.split('"').skip(1).step_by(2);
    for code in quoted.filter(is_code) {
        let is_shown = codes.contains(code) || elsewhere.contains(&code);
        assert!(is_shown, "no case has the code {code}");
    }
}
