//! Reading and checking packs, packets and program files; the ones that come with the program.
//!
//! A file is read in stages: bytes to text (`encoding`), text to a tree with lines
//! (`json`), the tree against the published JSON Schema (`schema`), and what a schema
//! cannot say (`rules`). Every problem of a stage is reported at once, and the next stage begins
//! only when there was none. Nothing here opens a file or a database.

mod embedded;
mod encoding;
mod json;
mod nearest;
pub mod patterns;
mod problem;
mod rules;
mod schema;

pub use embedded::{EMBEDDED, Embedded, Pinned, embedded_pack, embedded_program, sample_packet};
pub use problem::{Cause, Problem};
pub use rules::packet_against_pack;

use crate::domain::pack::{self, Pack};
use crate::domain::program::packet::{self, Packet};
use crate::domain::program::rules as program;
use crate::domain::program::rules::Program;
use crate::domain::values::digest::Digest;
use json::Node;
use serde::de::DeserializeOwned;
use std::sync::{Arc, OnceLock};

/// A file that was read whole and found good.
#[derive(Clone, Debug)]
pub struct Checked {
    /// What it holds.
    pub document: Document,
    /// SHA-256 of the exact bytes.
    pub digest: Digest,
    /// What to know though nothing is wrong.
    pub notes: Vec<String>,
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Document {
    /// A standards pack.
    Pack(Arc<Pack>),
    /// A packet.
    Packet(Box<Packet>),
    /// A program's rules.
    Program(Box<Program>),
}

impl Document {
    /// What kind of file it is, for the screen.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Pack(_) => Kind::Pack.words(),
            Self::Packet(_) => Kind::Packet.words(),
            Self::Program(_) => Kind::Program.words(),
        }
    }

    /// The same content as a plain value, for those who write it out again.
    ///
    /// # Errors
    /// Never for a document that was read here; kept because the encoder says it can.
    pub fn to_json(&self) -> serde_json::Result<serde_json::Value> {
        match self {
            Self::Pack(pack) => serde_json::to_value(pack),
            Self::Packet(packet) => serde_json::to_value(packet),
            Self::Program(program) => serde_json::to_value(program),
        }
    }
}

/// The kinds of files, by their `format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Pack,
    Packet,
    Program,
}

impl Kind {
    const ALL: [Kind; 3] = [Kind::Pack, Kind::Packet, Kind::Program];

    fn format(self) -> &'static str {
        match self {
            Self::Pack => pack::FORMAT,
            Self::Packet => packet::FORMAT,
            Self::Program => program::FORMAT,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Pack => "a Standards edition (pack)",
            Self::Packet => "a packet",
            Self::Program => "a program's rules",
        }
    }

    /// The schema that the file must fit, read once; `None` if the program was built wrongly.
    fn schema(self) -> Option<&'static serde_json::Value> {
        static SCHEMAS: [OnceLock<Option<serde_json::Value>>; 3] = [const { OnceLock::new() }; 3];
        let text = match self {
            Self::Pack => include_str!("../../standards/pack.schema.json"),
            Self::Packet => include_str!("../../standards/packet.schema.json"),
            Self::Program => include_str!("../../standards/program.schema.json"),
        };
        SCHEMAS
            .get(self as usize)?
            .get_or_init(|| serde_json::from_str(text).ok())
            .as_ref()
    }
}

/// Reads and checks a file of any kind that is known; the kind stands in its `format`.
///
/// # Errors
/// Every problem, in the order of the file.
pub fn check_bytes(bytes: &[u8]) -> Result<Checked, Vec<Problem>> {
    check(bytes, None)
}

/// Reads and checks a standards pack.
///
/// # Errors
/// Every problem; also when it is a good file of another kind.
pub fn read_pack(bytes: &[u8]) -> Result<Arc<Pack>, Vec<Problem>> {
    match check(bytes, Some(Kind::Pack))?.document {
        Document::Pack(pack) => Ok(pack),
        other => Err(vec![not_wanted(Kind::Pack, other.kind())]),
    }
}

/// Reads a pack that this laptop checked before, quickly: its bytes must have the SHA-256 that
/// was kept then. For a file that comes from elsewhere use [`read_pack`], whatever it claims.
///
/// # Errors
/// When the bytes are other bytes, or cannot be read after all.
pub fn read_pack_again(bytes: &[u8], kept: &Digest) -> Result<Arc<Pack>, Vec<Problem>> {
    if Digest::of(bytes) != *kept {
        return Err(vec![Problem::whole(
            "the stored pack is not the one that the visit is pinned to",
            "Put back the data folder from a backup.",
        )]);
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match serde_json::from_slice(text) {
        Ok(pack) => Ok(Arc::new(pack)),
        // A whole number written as 5.0 is good for the checker, not for serde.
        Err(_) => read_pack(bytes),
    }
}

/// Reads and checks a packet. Whether its services stand in its pack is checked with
/// [`packet_against_pack`], which needs the pack.
///
/// # Errors
/// Every problem; also when it is a good file of another kind.
pub fn read_packet(bytes: &[u8]) -> Result<Packet, Vec<Problem>> {
    match check(bytes, Some(Kind::Packet))?.document {
        Document::Packet(packet) => Ok(*packet),
        other => Err(vec![not_wanted(Kind::Packet, other.kind())]),
    }
}

/// Reads and checks a program's rules.
///
/// # Errors
/// Every problem; also when it is a good file of another kind.
pub fn read_program(bytes: &[u8]) -> Result<Program, Vec<Problem>> {
    match check(bytes, Some(Kind::Program))?.document {
        Document::Program(program) => Ok(*program),
        other => Err(vec![not_wanted(Kind::Program, other.kind())]),
    }
}

/// The problems of form alone: text, JSON and the published schema, without the rules that a
/// schema cannot say. A file is good only if [`check_bytes`] says so.
pub fn problems_of_form(bytes: &[u8]) -> Vec<Problem> {
    match read_form(bytes, None) {
        Ok((_, _, problems, _)) => problems,
        Err(problems) => problems,
    }
}

/// The tree, its kind, the problems of its form, and notes.
type Form = (Node, Kind, Vec<Problem>, Vec<String>);

fn read_form(bytes: &[u8], wanted: Option<Kind>) -> Result<Form, Vec<Problem>> {
    let (text, notes) = encoding::decode(bytes).map_err(|problem| vec![problem])?;
    let (tree, mut problems) = json::read(text);
    let Some(tree) = tree else {
        return Err(in_order(problems));
    };
    let kind =
        kind_of(&tree).map_err(|problem| in_order([problems.clone(), vec![problem]].concat()))?;
    if let Some(wanted) = wanted.filter(|wanted| *wanted != kind) {
        return Err(vec![not_wanted(wanted, kind.words())]);
    }
    problems.extend(structure(kind, &tree).map_err(|problem| vec![problem])?);
    Ok((tree, kind, problems, notes))
}

fn check(bytes: &[u8], wanted: Option<Kind>) -> Result<Checked, Vec<Problem>> {
    let (tree, kind, problems, mut notes) = read_form(bytes, wanted)?;
    if !problems.is_empty() {
        return Err(in_order(problems));
    }
    let document = match kind {
        Kind::Pack => Document::Pack(Arc::new(typed::<Pack>(&tree)?)),
        Kind::Packet => Document::Packet(Box::new(typed::<Packet>(&tree)?)),
        Kind::Program => Document::Program(Box::new(typed::<Program>(&tree)?)),
    };
    let (problems, more) = rules::check(&document, &tree);
    if !problems.is_empty() {
        return Err(in_order(problems));
    }
    notes.extend(more);
    Ok(Checked {
        document,
        digest: Digest::of(bytes),
        notes,
    })
}

/// The problems of the tree against the published schema of its kind.
fn structure(kind: Kind, tree: &Node) -> Result<Vec<Problem>, Problem> {
    let schema = kind
        .schema()
        .ok_or_else(|| Problem::mistake("this onsite was built with a broken schema"))?;
    Ok(schema::check(schema, tree))
}

fn typed<T: DeserializeOwned>(tree: &Node) -> Result<T, Vec<Problem>> {
    serde_json::from_value(tree.to_plain()).map_err(|error| {
        vec![Problem::mistake(format!(
            "the file fits the schema but cannot be used ({error})"
        ))]
    })
}

fn kind_of(tree: &Node) -> Result<Kind, Problem> {
    let known: Vec<&str> = Kind::ALL.iter().map(|kind| kind.format()).collect();
    let Some(format) = tree.get("format") else {
        return Err(Problem::whole(
            "the file does not say what it is: field \"format\" is missing",
            format!("Add \"format\" at the top; known are {}.", known.join(", ")),
        ));
    };
    let named = format.as_text().unwrap_or_default();
    if let Some(kind) = Kind::ALL.into_iter().find(|kind| kind.format() == named) {
        return Ok(kind);
    }
    let newer = Kind::ALL.into_iter().find(|kind| {
        let family = |format: &str| format.split_once('/').map(|(family, _)| family.to_string());
        family(named).is_some() && family(named) == family(kind.format())
    });
    let shown = json::reader::clean(named);
    let (cause, wrong, todo) = match newer {
        Some(kind) => (
            Cause::Version,
            format!("the format is {shown}; this onsite knows {}", kind.format()),
            "Use a newer onsite, or ask for the file in the older format.".to_string(),
        ),
        None if named.starts_with("onsite-bundle/") => (
            Cause::File,
            "this belongs to a signed file (a bundle)".to_string(),
            "To check a signed file, use \"onsite verify FILE\".".to_string(),
        ),
        None => (
            Cause::File,
            format!("the format \"{shown}\" is not known"),
            format!("Known are {}.", known.join(", ")),
        ),
    };
    let (line, path) = tree.locate(&[json::PathPart::Key("format")]);
    Err(Problem {
        line: Some(line),
        path,
        wrong,
        todo,
        cause,
    })
}

fn not_wanted(wanted: Kind, found: &str) -> Problem {
    Problem::whole(
        format!("this is {found}, not {}", wanted.words()),
        "Choose the right file.",
    )
}

fn in_order(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by_key(|problem| problem.line);
    if problems.len() >= problem::MOST {
        problems.truncate(problem::MOST);
        problems.push(Problem::whole(
            format!(
                "there are more problems; the first {} are told",
                problem::MOST
            ),
            "Mend these first, then check again.",
        ));
    }
    problems
}

#[cfg(test)]
mod tests;
