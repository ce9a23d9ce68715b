//! What one act writes, all of it in one transaction.

use crate::domain::survey::events::Entry;
use crate::domain::values::calendar::Moment;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::{CaseId, DeviceId};
use crate::domain::values::text::{Text, TextId};

/// An entry to be appended: its line, byte for byte, and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    /// Whose chain.
    pub device: DeviceId,
    /// Its place in that chain.
    pub seq: u64,
    /// Its place in the case.
    pub clock: u64,
    /// The line it follows.
    pub prev: Digest,
    /// The line without its newline.
    pub line: Vec<u8>,
}

impl NewEntry {
    /// The entry whose line is `line`.
    pub fn new(entry: &Entry, line: Vec<u8>) -> Self {
        Self {
            device: entry.device.clone(),
            seq: entry.seq,
            clock: entry.clock,
            prev: entry.prev,
            line,
        }
    }
}

/// A packet that was imported, so that the same bytes are recognized.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenPacket {
    /// SHA-256 of its exact bytes.
    pub sha256: Digest,
    /// The case it is about.
    pub case: CaseId,
    /// Its issue number.
    pub issue: u64,
}

/// Everything that one act writes about one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The case; its first entry makes it known.
    pub case: CaseId,
    /// Entries, each chain in its order.
    pub entries: Vec<NewEntry>,
    /// When the last of them was entered, for the head: see [`super::LostEnd`].
    pub at: Option<Moment>,
    /// Texts that the entries name.
    pub texts: Vec<Text>,
    /// Targets of the drafts that became those texts, and go.
    pub finished_drafts: Vec<String>,
    /// The target of a note to self that is forgotten, and wiped from the disk like a redacted text.
    pub forgotten: Option<String>,
    /// Texts that are redacted and are wiped from the disk before the act counts as done.
    pub redacted: Vec<TextId>,
    /// Packs that the case needs, exact bytes.
    pub packs: Vec<Vec<u8>>,
    /// Packets that were imported.
    pub packets: Vec<SeenPacket>,
    /// A new summary for the list of cases.
    pub summary: Option<String>,
}

impl Batch {
    /// A batch about `case` with nothing in it.
    pub fn new(case: CaseId) -> Self {
        Self {
            case,
            entries: Vec::new(),
            at: None,
            texts: Vec::new(),
            finished_drafts: Vec::new(),
            forgotten: None,
            redacted: Vec::new(),
            packs: Vec::new(),
            packets: Vec::new(),
            summary: None,
        }
    }
}
