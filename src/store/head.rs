//! The journal's head, kept outside the database too: how far the journal had come, so that a
//! database that lost its end is noticed.
//!
//! A database that is older than it was (a log that is gone or cut, an earlier copy put back) is
//! whole in itself: only something outside it can tell. After each commit the head is written over
//! one of two slots of a file of fixed size, in turn, and never synced: after a power cut it may be
//! behind the database, never ahead of it, and an answer still costs one sync. Two slots in place
//! and not a new file renamed over the old one, because several file systems sync at such a rename.
//! A slot that is torn does not open, and the other one is one commit older. Slots are encrypted
//! and authenticated under a key that follows from the data key: they name cases, and nobody
//! without the key can make one.

use super::open::Store;
use crate::domain::values::calendar::Moment;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::CaseId;
use crate::domain::values::written;
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Key, Nonce};
use rusqlite::{Connection, OptionalExtension as _};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use zeroize::Zeroizing;

/// The size of a slot in the file, in bytes.
const SLOT: usize = 4096;
const NONCE: usize = 12;
const TAG: usize = 16;
/// Cases that the head names, those worked on last; the end of the whole journal is always held.
const CASES: usize = 16;
const FORMAT: &[u8] = b"onsite-head/1";

/// How far the journal had come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    /// Counts the times it was written.
    written: u64,
    /// The arrival number of the last entry of all cases.
    arrival: i64,
    /// The SHA-256 of that entry's line.
    line: Option<Digest>,
    /// The time of that entry.
    at: Option<Moment>,
    /// The cases worked on last, the latest one first.
    cases: Vec<CaseHead>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseHead {
    case: CaseId,
    /// How many entries it had.
    entries: i64,
}

/// The end of the journal that a database should have and does not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostEnd {
    /// How many entries are missing; nothing where other entries stand in their place.
    pub entries: Option<u64>,
    /// The time of the last one.
    pub up_to: Option<Moment>,
    /// The cases they belong to, as far as that is known, with how many of each are missing.
    pub cases: Vec<(CaseId, u64)>,
}

impl fmt::Display for LostEnd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.entries {
            Some(1) => f.write_str("the last answer or note that you entered")?,
            Some(count) => write!(f, "the last {count} answers and notes that you entered")?,
            None => f.write_str("what you entered last")?,
        }
        if let Some(up_to) = self.up_to {
            write!(f, ", up to {},", written::day_and_clock(up_to))?;
        }
        f.write_str(match self.entries {
            Some(1) | None => " is not in this database",
            Some(_) => " are not in this database",
        })?;
        if !self.cases.is_empty() {
            let cases: Vec<String> = self
                .cases
                .iter()
                .map(|(case, count)| format!("{count} of case {case}"))
                .collect();
            write!(f, " ({})", cases.join(", "))?;
        }
        Ok(())
    }
}

/// The file, while the database is open.
#[derive(Debug)]
pub(super) struct HeadFile {
    file: File,
    cipher: Cipher,
    head: Head,
}

impl HeadFile {
    /// Opens the file beside the database, or makes it. One that cannot be read, is damaged or is
    /// of another key counts as none: it must keep nobody from their data.
    pub(super) fn open(path: &Path, key: &[u8; 32]) -> io::Result<Self> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        let cipher = Cipher::new(key);
        let head = read(&mut file, &cipher).unwrap_or_default();
        Ok(Self { file, cipher, head })
    }

    /// What the database lacks that was in it when the head was written.
    pub(super) fn lost(&self, connection: &Connection) -> rusqlite::Result<Option<LostEnd>> {
        let Some(line) = self.head.line else {
            return Ok(None);
        };
        let (end, _) = end_of(connection)?;
        if line_at(connection, self.head.arrival)? == Some(line) {
            return Ok(None);
        }
        let mut cases = Vec::new();
        for held in &self.head.cases {
            let missing = held.entries - entries_of(connection, &held.case)?;
            if let Ok(missing @ 1..) = u64::try_from(missing) {
                cases.push((held.case.clone(), missing));
            }
        }
        Ok(Some(LostEnd {
            entries: u64::try_from(self.head.arrival - end)
                .ok()
                .filter(|n| *n > 0),
            up_to: self.head.at,
            cases,
        }))
    }

    /// Takes the database as it is for the end of the journal.
    pub(super) fn go_on(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let (arrival, line) = end_of(connection)?;
        let mut cases = std::mem::take(&mut self.head.cases);
        for held in &mut cases {
            held.entries = entries_of(connection, &held.case)?;
        }
        self.head = Head {
            written: self.head.written,
            arrival,
            line,
            at: None,
            cases,
        };
        self.write();
        Ok(())
    }

    /// Notes the end of the journal after a commit.
    fn note(
        &mut self,
        case: &CaseId,
        entries: i64,
        at: Option<Moment>,
        arrival: i64,
        line: Digest,
    ) {
        self.head.cases.retain(|held| held.case != *case);
        let case = case.clone();
        self.head.cases.insert(0, CaseHead { case, entries });
        self.head.cases.truncate(CASES);
        self.head = Head {
            arrival,
            line: Some(line),
            at,
            ..std::mem::take(&mut self.head)
        };
        self.write();
    }

    /// Writes the next slot. A disk that fails here costs nothing but the notice: what was
    /// committed is in the database.
    fn write(&mut self) {
        self.head.written += 1;
        let slot = self.cipher.close(&self.head);
        let at = (self.head.written % 2) * SLOT as u64;
        let _ = slot.map(|slot| {
            self.file
                .seek(SeekFrom::Start(at))
                .and_then(|_| self.file.write_all(&slot))
        });
    }
}

impl Store {
    /// Writes the head after a commit with entries.
    pub(super) fn note_head(&mut self, batch: &super::Batch) {
        let (Some(file), Some(last)) = (&mut self.head, batch.entries.last()) else {
            return;
        };
        let entries = self.known.get(&batch.case).map_or(0, |known| {
            let counts = known.chains.values().map(|(head, _)| head.count);
            i64::try_from(counts.sum::<u64>()).unwrap_or(i64::MAX)
        });
        if let Ok(arrival) = last_arrival(&self.connection) {
            file.note(
                &batch.case,
                entries,
                batch.at,
                arrival,
                Digest::of(&last.line),
            );
        }
    }
}

/// The newest slot that opens.
fn read(file: &mut File, cipher: &Cipher) -> Option<Head> {
    let mut bytes = Vec::new();
    file.take(2 * SLOT as u64).read_to_end(&mut bytes).ok()?;
    let slots = bytes.chunks_exact(SLOT);
    let heads = slots.filter_map(|slot| cipher.open(slot));
    heads.max_by_key(|head| head.written)
}

fn last_arrival(connection: &Connection) -> rusqlite::Result<i64> {
    connection
        .prepare_cached("SELECT coalesce(max(arrival), 0) FROM entries")?
        .query_row([], |row| row.get(0))
}

fn line_at(connection: &Connection, arrival: i64) -> rusqlite::Result<Option<Digest>> {
    connection
        .query_row(
            "SELECT line FROM entries WHERE arrival = ?1",
            [arrival],
            |row| row.get::<_, Vec<u8>>(0),
        )
        .optional()
        .map(|line| line.map(|line| Digest::of(&line)))
}

/// The last entry's arrival number and digest.
fn end_of(connection: &Connection) -> rusqlite::Result<(i64, Option<Digest>)> {
    let arrival = last_arrival(connection)?;
    Ok((arrival, line_at(connection, arrival)?))
}

/// How many entries of a case are there: its runs, the last one up to the end.
fn entries_of(connection: &Connection, case: &CaseId) -> rusqlite::Result<i64> {
    connection.query_row(
        "SELECT coalesce(sum(coalesce(
             (SELECT min(next.first) FROM runs AS next WHERE next.first > runs.first),
             (SELECT coalesce(max(arrival), 0) + 1 FROM entries)) - first), 0)
         FROM runs WHERE case_number = (SELECT number FROM cases WHERE id = ?1)",
        [case.as_str()],
        |row| row.get(0),
    )
}

/// Closes and opens slots.
struct Cipher(Zeroizing<[u8; 32]>);

impl fmt::Debug for Cipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cipher(hidden)")
    }
}

impl Cipher {
    fn new(key: &[u8; 32]) -> Self {
        Self(Zeroizing::new(*Digest::of_parts([FORMAT, key]).as_bytes()))
    }

    fn cipher(&self) -> ChaCha20Poly1305 {
        ChaCha20Poly1305::new(Key::from_slice(&*self.0))
    }

    /// The nonce follows from key and content, so that no two contents share one.
    fn nonce(&self, content: &[u8]) -> [u8; NONCE] {
        let digest = Digest::of_parts([b"nonce", self.0.as_slice(), content]);
        let mut nonce = [0; NONCE];
        for (to, from) in nonce.iter_mut().zip(digest.as_bytes()) {
            *to = *from;
        }
        nonce
    }

    /// A slot, always of the same size.
    fn close(&self, head: &Head) -> Option<Vec<u8>> {
        let mut head = head.clone();
        let content = loop {
            let mut content = serde_json::to_vec(&head).ok()?;
            if content.len() <= SLOT - NONCE - TAG {
                content.resize(SLOT - NONCE - TAG, b' ');
                break content;
            }
            head.cases.pop()?;
        };
        let nonce = self.nonce(&content);
        let payload = Payload {
            msg: &content,
            aad: FORMAT,
        };
        let mut slot = nonce.to_vec();
        let closed = self.cipher().encrypt(Nonce::from_slice(&nonce), payload);
        slot.extend(closed.ok()?);
        Some(slot)
    }

    fn open(&self, slot: &[u8]) -> Option<Head> {
        let (nonce, closed) = slot.split_at_checked(NONCE)?;
        let payload = Payload {
            msg: closed,
            aad: FORMAT,
        };
        let content = self.cipher().decrypt(Nonce::from_slice(nonce), payload);
        serde_json::from_slice(&content.ok()?).ok()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn head(written: u64) -> Head {
        Head {
            written,
            arrival: 7,
            line: Some(Digest::of(b"line")),
            at: Some(Moment::default()),
            cases: (0..CASES)
                .map(|number| CaseHead {
                    case: CaseId::new(&format!("{number:064}")).unwrap(),
                    entries: i64::MAX,
                })
                .collect(),
        }
    }

    #[test]
    fn a_slot_is_of_one_size_and_opens_with_its_key_alone() {
        let cipher = Cipher::new(&[1; 32]);
        let slot = cipher.close(&head(3)).unwrap();
        assert_eq!(slot.len(), SLOT);
        assert_eq!(cipher.open(&slot), Some(head(3)));
        assert_eq!(Cipher::new(&[2; 32]).open(&slot), None);
        assert_eq!(cipher.close(&Head::default()).unwrap().len(), SLOT);
        for at in 0..SLOT {
            let mut torn = slot.clone();
            *torn.get_mut(at).unwrap() ^= 1;
            assert_eq!(cipher.open(&torn), None, "{at}");
        }
    }

    #[test]
    fn the_newest_whole_slot_counts_and_a_torn_one_leaves_the_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("head");
        let mut file = HeadFile::open(&path, &[1; 32]).unwrap();
        let case = CaseId::new("A").unwrap();
        for arrival in 1..=5 {
            let line = Digest::of(arrival.to_string().as_bytes());
            file.note(&case, arrival, None, arrival, line);
        }
        let arrival = || HeadFile::open(&path, &[1; 32]).unwrap().head.arrival;
        assert_eq!(arrival(), 5);
        let mut bytes = std::fs::read(&path).unwrap();
        assert_eq!(bytes.len(), 2 * SLOT);
        // The fifth lies in the second slot.
        bytes.truncate(SLOT + 100);
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(arrival(), 4);
        std::fs::write(&path, b"scribbled over").unwrap();
        assert_eq!(arrival(), 0, "counts as none");
    }
}
