//! A JSON document as a tree that knows its lines.
//!
//! `serde_json` stops at the first error, forgets lines and accepts a key twice. Whoever corrects
//! a pack wants every problem at once with its line, so this reader goes on where it can. What the
//! tree must look like is in [`super::schema`].

mod number;
pub(super) mod reader;

use std::fmt::Write as _;

/// How deep lists and objects may nest.
pub(super) const DEEPEST: usize = 64;

/// How many fields one object may have.
pub(super) const MOST_FIELDS: usize = 1_000;

/// One value and the line it begins on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub(super) line: usize,
    pub(super) value: Value,
}

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Number(serde_json::Number),
    Text(String),
    List(Vec<Node>),
    Object(Vec<Member>),
}

/// One field of an object.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Member {
    pub(super) key: String,
    pub(super) line: usize,
    pub(super) node: Node,
}

/// One step of a path into a tree.
#[derive(Clone, Copy, Debug)]
pub(super) enum PathPart<'a> {
    Key(&'a str),
    Index(usize),
}

pub(super) use reader::read;

impl Node {
    /// The field with this key.
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Value::Object(members) => members
                .iter()
                .find(|member| member.key == key)
                .map(|member| &member.node),
            _ => None,
        }
    }

    /// The text, if it is one.
    pub(super) fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The same as a plain value, for serde.
    pub(super) fn to_plain(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => serde_json::Value::Bool(*value),
            Value::Number(number) => serde_json::Value::Number(number.clone()),
            Value::Text(text) => serde_json::Value::String(text.clone()),
            Value::List(items) => items.iter().map(Node::to_plain).collect(),
            Value::Object(members) => serde_json::Value::Object(
                members
                    .iter()
                    .map(|member| (member.key.clone(), member.node.to_plain()))
                    .collect(),
            ),
        }
    }

    /// The line of a place and its name in words: the path and the nearest id on the way,
    /// as in `standards[3].elements[2].short (1.4.3)`.
    pub(super) fn locate(&self, path: &[PathPart<'_>]) -> (usize, String) {
        let mut here = Some(self);
        let mut line = self.line;
        let mut id = None;
        let mut words = String::new();
        for step in path {
            match step {
                PathPart::Key(key) => {
                    let dot = if words.is_empty() { "" } else { "." };
                    let _ = write!(words, "{dot}{key}");
                }
                PathPart::Index(index) => {
                    let _ = write!(words, "[{index}]");
                }
            }
            here = here.and_then(|node| match (&node.value, step) {
                (Value::List(items), PathPart::Index(index)) => items.get(*index),
                (_, PathPart::Key(key)) => node.get(key),
                _ => None,
            });
            if let Some(node) = here {
                line = node.line;
                id = node.get("id").and_then(Node::as_text).or(id);
            }
        }
        if let Some(id) = id.filter(|id| crate::domain::values::ids::is_id(id)) {
            let _ = write!(words, " ({id})");
        }
        (line, words)
    }
}
