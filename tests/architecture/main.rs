//! The shape of the house, held by reading its sources: who may import whom, what the rules may
//! not touch, how long a file may be, what lies at the top, and that a comment names no document
//! or heading that is not there. No list of files is kept here; the tree is walked.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod citations;
mod routes;
mod rules;
mod source;

use source::Source;
use std::path::Path;

/// The longest file, in lines. From [`LONG`] on a file is named, so that it is thought about.
const LONGEST: usize = 450;
const LONG: usize = 400;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn everything() -> Vec<Source> {
    let mut sources = source::under(root(), "src");
    sources.extend(source::under(root(), "tests"));
    sources
}

/// Fails with every finding at once, each with its file and line.
fn none(findings: Vec<String>, what_to_do: &str) {
    assert!(
        findings.is_empty(),
        "{what_to_do}\n{}\n",
        findings.join("\n")
    );
}

#[test]
fn layers_import_only_what_they_may() {
    let sources = source::under(root(), "src");
    none(
        sources.iter().flat_map(rules::imports).collect(),
        "The import rule of src/lib.rs is broken. Move the code to the layer where both meet.",
    );
}

#[test]
fn wings_import_only_wings_below_them() {
    let sources = source::under(root(), "src");
    none(
        sources.iter().flat_map(rules::wings).collect(),
        "The order of the wings in src/domain/mod.rs is broken. Move what both need down.",
    );
}

#[test]
fn screens_are_named_by_their_routes() {
    let sources = source::under(root(), "src");
    let list = sources
        .iter()
        .find(|source| source.path == "src/tui/screens/mod.rs");
    let screens = routes::screens(list.expect("the list of screens"));
    assert!(screens.len() > 10, "{screens:?}");
    let found = |source| routes::not_by_route(source, &screens);
    none(
        sources.iter().flat_map(found).collect(),
        "A screen names another by its Route: see src/tui/SCREENS.md.",
    );
}

#[test]
fn the_rules_and_the_screens_touch_neither_the_system_nor_a_clock() {
    let sources = source::under(root(), "src");
    none(
        sources.iter().flat_map(rules::system).collect(),
        "Time, ids, randomness and files are passed in. Take an argument instead.",
    );
}

#[test]
fn days_and_times_are_written_in_one_place() {
    let sources = source::under(root(), "src");
    none(
        sources.iter().flat_map(rules::own_dates).collect(),
        "How a day or a time is written for people is in domain::values::written.",
    );
}

#[test]
fn no_file_is_too_long() {
    let sources = everything();
    let mut long: Vec<(usize, &str)> = sources
        .iter()
        .map(|source| (source.text.lines().count(), source.path.as_str()))
        .filter(|(lines, _)| *lines > LONG)
        .collect();
    long.sort_unstable();
    for (lines, path) in &long {
        println!("over {LONG} lines, perhaps missing an idea: {path} ({lines})");
    }
    let too_long = long.into_iter().filter(|(lines, _)| *lines > LONGEST);
    none(
        too_long
            .map(|(lines, path)| format!("{path}: {lines} lines"))
            .collect(),
        "Files over 450 lines. Find the idea that is missing and give it a file.",
    );
}

#[test]
fn every_file_says_what_lives_in_it() {
    let undocumented = everything()
        .iter()
        .filter(|source| !source.text.starts_with("//!"))
        // The tests of a module stand beside it and are about nothing else.
        .filter(|source| !source.path.ends_with("/tests.rs"))
        .map(|source| source.path.clone())
        .collect();
    none(
        undocumented,
        "Open each file with a //! line: what lives here and what does not.",
    );
}

#[test]
fn every_document_that_is_cited_is_there_with_its_heading() {
    let documents = citations::Documents::below(root());
    let cited = everything();
    let mut findings: Vec<String> = cited
        .iter()
        .flat_map(|source| citations::unfounded(source, &documents))
        .collect();
    findings.extend(documents.broken_links());
    none(
        findings,
        "Cite a document of this repository, by a heading that it has: `RULES.md, Verdicts`.",
    );
}

#[test]
fn the_map_of_the_tests_is_whole() {
    let map = std::fs::read_to_string(root().join("tests/README.md")).unwrap();
    let missing = std::fs::read_dir(root().join("tests"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .map(|name| match name.contains('.') {
            true => format!("`{name}`"),
            false => format!("`{name}/`"),
        })
        .filter(|name| name != "`README.md`" && !map.contains(name.as_str()))
        .collect();
    none(
        missing,
        "Give each of these a row in tests/README.md: what is tested there, and how to run one.",
    );
}

#[test]
fn only_tests_may_panic() {
    let sources = source::under(root(), "src");
    none(
        sources.iter().flat_map(rules::allowances).collect(),
        "Lints against panics are allowed away outside tests. Handle the case instead.",
    );
}

#[test]
fn the_top_level_holds_what_was_agreed() {
    let agreed = [
        "Cargo.toml",
        "Cargo.lock",
        "README.md",
        "src",
        "standards",
        "tests",
        // Built, never committed.
        "target",
    ];
    let stray = std::fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| !name.starts_with('.') && !agreed.contains(&name.as_str()))
        .collect();
    none(
        stray,
        "The top level holds only what was agreed. Move these below src, tests or standards.",
    );
}
