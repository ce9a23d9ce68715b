//! The journal: entries in hash chains, one chain for each case and device.
//!
//! Here live the form of an entry, making the next line of a chain ([`chain`]), and reading a chain
//! back. What an event means is unknown here: a survey brings its own events, a committee will
//! bring its own ([`Happening`]). The rules in words: `RULES.md`, The journal.

pub mod chain;

use crate::domain::values::calendar::Moment;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::{CaseId, DeviceId, Principal};
use crate::domain::values::spelling::is_spelling_of;
use crate::domain::values::text::lines;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// What an entry can hold: one kind of journal has one type of events.
pub trait Happening: Serialize + DeserializeOwned + Send {
    /// Says whether this version knows the event with this key. An unknown one means that a newer
    /// onsite wrote it.
    fn is_known(key: &str) -> bool;
}

/// The longest entry, in bytes without its newline (FORMAT.md, Limits).
pub const LONGEST_ENTRY: usize = 4096;

/// The longest event that is decided, in bytes. What is left of an entry is room for its other
/// fields at their longest and for the entry that undoes it.
pub const LONGEST_EVENT: usize = 3_400;

/// The highest number of an entry or a clock: what every reader of JSON holds exactly.
pub const HIGHEST_NUMBER: u64 = 1 << 53;

/// Bytes of a journal that are worth a thread.
const PART: usize = 1 << 20;

/// One line of a journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry<E> {
    /// The case it belongs to.
    pub case: CaseId,
    /// The laptop that wrote it.
    pub device: DeviceId,
    /// 1, 2, … within the case and device.
    pub seq: u64,
    /// 1 + the highest clock held for the case when it was written.
    pub clock: u64,
    /// When it was typed.
    pub at: Moment,
    /// When it was seen, where that was another time (laptops stay out of the clean room).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<Moment>,
    /// Who did it.
    pub actor: Principal,
    /// SHA-256 of the previous line of this chain without its newline; 64 zeros at first.
    pub prev: Digest,
    /// What happened.
    pub event: E,
}

/// Names an entry within a case.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryRef {
    /// The laptop that wrote it.
    pub device: DeviceId,
    /// Its place in that laptop's chain.
    pub seq: u64,
}

impl<E> Entry<E> {
    /// The name of this entry within its case.
    pub fn reference(&self) -> EntryRef {
        EntryRef {
            device: self.device.clone(),
            seq: self.seq,
        }
    }

    /// The order in which entries are folded, everywhere: clock, then device, then seq.
    pub fn order(&self) -> (u64, &DeviceId, u64) {
        (self.clock, &self.device, self.seq)
    }
}

/// The end of one chain: what the next entry must join on to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainHead {
    /// The laptop whose chain it is.
    pub device: DeviceId,
    /// How many entries the chain has.
    pub count: u64,
    /// SHA-256 of its last line; 64 zeros when it is empty.
    pub head: Digest,
}

impl ChainHead {
    /// The head of a chain with nothing in it.
    pub fn empty(device: DeviceId) -> Self {
        Self {
            device,
            count: 0,
            head: Digest::ZERO,
        }
    }

    /// Moves on over a line that was just written.
    pub fn advance(&mut self, line: &[u8]) {
        self.count += 1;
        self.head = Digest::of(line);
    }
}

/// What is wrong with a journal. Lines count from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JournalFault {
    /// A line cannot be read as an entry.
    #[error("journal, line {line}: not an entry ({why})")]
    Unreadable {
        /// Line, from 1.
        line: usize,
        /// What the reader said.
        why: String,
    },
    /// An event that this version does not know.
    #[error("journal, line {line}: event \"{event}\" is unknown; a newer onsite can read it")]
    NewerEvent {
        /// Line, from 1.
        line: usize,
        /// The event's key.
        event: String,
    },
    /// The chain is broken: something was changed, left out or put in.
    #[error("journal, line {line}: the chain is broken ({why})")]
    Broken {
        /// Line, from 1.
        line: usize,
        /// Which link.
        why: &'static str,
    },
    /// A line is an entry, but not spelled in the one way there is.
    #[error("journal, line {line}: not written in the one way there is")]
    Spelling {
        /// Line, from 1.
        line: usize,
    },
    /// An entry is longer than the format allows.
    #[error("journal, line {line}: longer than {LONGEST_ENTRY} bytes")]
    TooLong {
        /// Line, from 1.
        line: usize,
    },
}

/// The entry as the one line that is stored, signed and exported, without its newline.
///
/// # Errors
/// When the entry is longer than [`LONGEST_ENTRY`]; the fault names its `seq` as the line.
pub fn line_of<E: Happening>(entry: &Entry<E>) -> Result<Vec<u8>, JournalFault> {
    let line_number = usize::try_from(entry.seq).unwrap_or(usize::MAX);
    let line = serde_json::to_vec(entry).map_err(|error| JournalFault::Unreadable {
        line: line_number,
        why: error.to_string(),
    })?;
    if line.len() > LONGEST_ENTRY {
        return Err(JournalFault::TooLong { line: line_number });
    }
    Ok(line)
}

/// Reads one line.
///
/// # Errors
/// When it is no entry, or holds an event this version does not know.
pub fn read_line<E: Happening>(line: &[u8], line_number: usize) -> Result<Entry<E>, JournalFault> {
    if line.len() > LONGEST_ENTRY {
        return Err(JournalFault::TooLong { line: line_number });
    }
    let unreadable = |why: String| JournalFault::Unreadable {
        line: line_number,
        why,
    };
    if line.contains(&b'\r') {
        // JSON takes it for a blank, so the reader below would let it pass.
        return Err(unreadable("it holds a carriage return".to_owned()));
    }
    let entry: Entry<E> =
        serde_json::from_slice(line).map_err(|error| match unknown_event::<E>(line) {
            Some(event) => JournalFault::NewerEvent {
                line: line_number,
                event,
            },
            None => unreadable(error.to_string()),
        })?;
    let numbers = 1..=HIGHEST_NUMBER;
    if !numbers.contains(&entry.seq) || !numbers.contains(&entry.clock) {
        return Err(unreadable("its seq or clock is out of range".to_owned()));
    }
    Ok(entry)
}

/// The key of the event in `line`, if this version does not know it.
fn unknown_event<E: Happening>(line: &[u8]) -> Option<String> {
    #[derive(Deserialize)]
    struct Loose {
        event: serde_json::Map<String, serde_json::Value>,
    }
    let loose: Loose = serde_json::from_slice(line).ok()?;
    let (key, _) = loose.event.into_iter().next()?;
    (!E::is_known(&key)).then_some(key)
}

/// The entries of a chain, and where it ends; no end where it is empty.
type Chain<E> = (Vec<Entry<E>>, Option<ChainHead>);

/// Reads a whole chain that this program wrote and kept, and checks every link.
///
/// # Errors
/// The first line that does not fit.
pub fn read_chain<E: Happening>(bytes: &[u8]) -> Result<Chain<E>, JournalFault> {
    link(bytes, read_lines(bytes, read_line))
}

/// Reads a chain that came from somebody else as [`read_chain`] does, and requires of every line
/// the one spelling (FORMAT.md, One spelling).
///
/// # Errors
/// The first line that does not fit.
pub fn read_signed_chain<E: Happening>(bytes: &[u8]) -> Result<Chain<E>, JournalFault> {
    let read = |line: &[u8], number| {
        let entry = read_line(line, number)?;
        match is_spelling_of(&entry, line) {
            true => Ok(entry),
            false => Err(JournalFault::Spelling { line: number }),
        }
    };
    link(bytes, read_lines(bytes, read))
}

/// Checks that lines join on to one another.
fn link<E: Happening>(
    bytes: &[u8],
    (lines, unreadable): ReadLines<E>,
) -> Result<Chain<E>, JournalFault> {
    let mut entries: Vec<Entry<E>> = Vec::with_capacity(lines.len());
    let mut head: Option<ChainHead> = None;
    for (entry, digest) in lines {
        let line = entries.len() + 1;
        let here = head.get_or_insert_with(|| ChainHead::empty(entry.device.clone()));
        let broken = |why| Err(JournalFault::Broken { line, why });
        if entry.device != here.device {
            return broken("another device's entry");
        }
        if entry.seq != here.count + 1 {
            return broken("an entry is missing or stands twice");
        }
        if entry.prev != here.head {
            return broken("the line before was changed");
        }
        if let Some(last) = entries.last() {
            if last.case != entry.case {
                return broken("another case's entry");
            }
            if last.clock >= entry.clock {
                return broken("the clock goes back");
            }
        }
        here.count += 1;
        here.head = digest;
        entries.push(entry);
    }
    if let Some(fault) = unreadable {
        return Err(fault);
    }
    if !bytes.is_empty() && !bytes.ends_with(b"\n") {
        return Err(JournalFault::Broken {
            line: entries.len(),
            why: "the last line has no end",
        });
    }
    Ok((entries, head))
}

/// Reads one line, given with its number.
trait ReadLine<E>: Fn(&[u8], usize) -> Result<Entry<E>, JournalFault> + Copy + Send {}
impl<E, F> ReadLine<E> for F where
    F: Fn(&[u8], usize) -> Result<Entry<E>, JournalFault> + Copy + Send
{
}

/// Lines with their digests up to the first that cannot be read, and what is wrong with that one.
type ReadLines<E> = (Vec<(Entry<E>, Digest)>, Option<JournalFault>);

/// Reads every line by itself. A long journal is read in parts at the same time, because somebody
/// waits for it.
fn read_lines<E: Happening>(bytes: &[u8], read: impl ReadLine<E>) -> ReadLines<E> {
    let wanted = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let count = wanted.min(bytes.len() / PART).max(1);
    let mut parts = Vec::with_capacity(count);
    let (mut rest, mut first_line) = (bytes, 1);
    for left in (1..=count).rev() {
        let about = rest.len() / left;
        let after = rest.get(about..).unwrap_or_default();
        let end = match after.iter().position(|byte| *byte == b'\n') {
            Some(at) if left > 1 => about + at + 1,
            _ => rest.len(),
        };
        let (part, later) = rest.split_at(end);
        parts.push((part, first_line));
        // The lines of the last part need no counting.
        if left > 1 {
            first_line += part.iter().filter(|byte| **byte == b'\n').count();
        }
        rest = later;
    }
    let parts_read = std::thread::scope(|scope| {
        let own = parts.split_off(1);
        let others: Vec<_> = own
            .into_iter()
            .map(|(part, line)| scope.spawn(move || read_part(part, line, read)))
            .collect();
        let mut all: Vec<ReadLines<E>> = parts
            .iter()
            .map(|(part, line)| read_part(part, *line, read))
            .collect();
        for other in others {
            match other.join() {
                Ok(part) => all.push(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        all
    });
    let mut all = Vec::with_capacity(parts_read.iter().map(|(lines, _)| lines.len()).sum());
    for (lines, fault) in parts_read {
        all.extend(lines);
        if fault.is_some() {
            return (all, fault);
        }
    }
    (all, None)
}

fn read_part<E: Happening>(
    bytes: &[u8],
    first_line: usize,
    read: impl ReadLine<E>,
) -> ReadLines<E> {
    let mut entries = Vec::new();
    for (line, number) in lines(bytes).zip(first_line..) {
        match read(line, number) {
            Ok(entry) => entries.push((entry, Digest::of(line))),
            Err(fault) => return (entries, Some(fault)),
        }
    }
    (entries, None)
}

/// Puts the entries of several chains into the one order of folding.
pub fn in_order<E>(mut entries: Vec<Entry<E>>) -> Vec<Entry<E>> {
    entries.sort_by(|a, b| a.order().cmp(&b.order()));
    entries
}

#[cfg(test)]
mod tests;
