//! What a schema cannot say: references, numbers that nest, things that must be unique.

mod element;
mod pack;
mod packet;
mod program;

pub use packet::packet_against_pack;

use super::Document;
use super::json::{Node, PathPart};
use super::problem::{self, Cause, Problem};
use std::collections::HashSet;
use std::fmt::Display;
use std::hash::Hash;

/// The problems of a document of the right form, and what to know though nothing is wrong.
pub(super) fn check(document: &Document, tree: &Node) -> (Vec<Problem>, Vec<String>) {
    let mut rules = Rules {
        tree,
        problems: Vec::new(),
        notes: Vec::new(),
    };
    match document {
        Document::Pack(pack) => pack::check(pack, &mut rules),
        Document::Packet(packet) => packet::check(packet, &mut rules),
        Document::Program(program) => program::check(program, &mut rules),
    }
    (rules.problems, rules.notes)
}

/// Collects what is wrong, with its place in the tree.
struct Rules<'a> {
    tree: &'a Node,
    problems: Vec<Problem>,
    notes: Vec<String>,
}

impl Rules<'_> {
    fn tell(&mut self, path: &[PathPart<'_>], wrong: impl Into<String>, todo: impl Into<String>) {
        let (line, path) = self.tree.locate(path);
        problem::add(
            &mut self.problems,
            Problem {
                line: Some(line),
                path,
                wrong: wrong.into(),
                todo: todo.into(),
                cause: Cause::File,
            },
        );
    }

    /// Tells every value of a list that stands in it a second time. `field` is the part of an
    /// entry that must be unique; `None` where the entries themselves must be.
    fn unique<T: Eq + Hash + Display>(
        &mut self,
        path: &[PathPart<'_>],
        field: Option<&str>,
        values: impl IntoIterator<Item = T>,
    ) {
        let mut seen = HashSet::new();
        for (index, value) in values.into_iter().enumerate() {
            let shown = value.to_string();
            if !seen.insert(value) {
                let mut path = path.to_vec();
                path.push(PathPart::Index(index));
                path.extend(field.map(PathPart::Key));
                self.tell(
                    &path,
                    format!("\"{shown}\" stands twice"),
                    "Keep one of the two.",
                );
            }
        }
    }
}

/// Joins steps to a path.
macro_rules! place {
    ($($step:expr),* $(,)?) => { [$(crate::standards::rules::IntoStep::step($step)),*] };
}
use place;

/// What can be a step: a key or an index.
trait IntoStep<'a> {
    fn step(self) -> PathPart<'a>;
}

impl<'a> IntoStep<'a> for &'a str {
    fn step(self) -> PathPart<'a> {
        PathPart::Key(self)
    }
}

impl<'a> IntoStep<'a> for usize {
    fn step(self) -> PathPart<'a> {
        PathPart::Index(self)
    }
}
