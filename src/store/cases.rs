//! Reading cases: the list of them, and everything that is held about one.

use super::connection::from_sql;
use super::drafts::{self, Draft};
use super::error::StoreError;
use super::open::Store;
use crate::domain::journal::ChainHead;
use crate::domain::values::calendar::Moment;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::{CaseId, DeviceId};
use crate::domain::values::text::{Text, Texts};
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::{BTreeMap, HashMap};

/// A case in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseRow {
    /// Its place in the list: later cases have higher ones.
    pub number: i64,
    /// Its id.
    pub id: CaseId,
    /// What the caller wanted shown.
    pub summary: String,
}

/// An entry as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEntry {
    /// Whose chain.
    pub device: DeviceId,
    /// Its place in that chain.
    pub seq: u64,
    /// Its place in the case.
    pub clock: u64,
    /// The exact line, without its newline.
    pub line: Vec<u8>,
}

/// Everything that is held about one case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseRecord {
    /// In the order of folding: clock, device, seq.
    pub entries: Vec<StoredEntry>,
    /// Its texts, but for those that were redacted.
    pub texts: Texts,
    /// Texts that were being typed.
    pub drafts: Vec<Draft>,
    /// Notes to self.
    pub private_notes: Vec<Draft>,
    /// The ends of the chains.
    pub heads: Heads,
}

/// What the next entry of a case must join on to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heads {
    /// One for each device, ascending.
    pub chains: Vec<ChainHead>,
    /// The highest clock held.
    pub clock: u64,
}

impl Heads {
    /// The head of one device's chain, empty if it has none.
    pub fn of(&self, device: &DeviceId) -> ChainHead {
        let held = self.chains.iter().find(|head| head.device == *device);
        held.cloned()
            .unwrap_or_else(|| ChainHead::empty(device.clone()))
    }
}

impl CaseRecord {
    /// The journal of one device as a file: its lines in order, each with its newline.
    pub fn journal(&self, device: &DeviceId) -> Vec<u8> {
        let mut lines: Vec<&StoredEntry> = self
            .entries
            .iter()
            .filter(|entry| entry.device == *device)
            .collect();
        lines.sort_by_key(|entry| entry.seq);
        let mut file = Vec::new();
        for entry in lines {
            file.extend_from_slice(&entry.line);
            file.push(b'\n');
        }
        file
    }
}

/// What the store remembers about a case while the database is open.
#[derive(Debug, Default)]
pub(super) struct KnownCase {
    pub(super) number: i64,
    /// The end of each chain and its last clock.
    pub(super) chains: BTreeMap<DeviceId, (ChainHead, u64)>,
    pub(super) device_numbers: HashMap<DeviceId, i64>,
}

impl KnownCase {
    /// Reads a case's heads, or makes the case.
    pub(super) fn read_or_make(connection: &Connection, id: &CaseId) -> Result<Self, StoreError> {
        if let Some(number) = case_number(connection, id)? {
            return Ok(Self::from_entries(number, &entries(connection, number)?));
        }
        connection
            .prepare_cached("INSERT INTO cases (id) VALUES (?1)")?
            .execute([id.as_str()])?;
        Ok(Self {
            number: connection.last_insert_rowid(),
            ..Self::default()
        })
    }

    /// The ends of the chains that `entries`, of one case, in arrival order, make.
    fn from_entries(number: i64, entries: &[StoredEntry]) -> Self {
        let mut known = Self {
            number,
            ..Self::default()
        };
        let mut last: BTreeMap<&DeviceId, &StoredEntry> = BTreeMap::new();
        for entry in entries {
            last.entry(&entry.device)
                .and_modify(|held| {
                    if held.seq < entry.seq {
                        *held = entry;
                    }
                })
                .or_insert(entry);
        }
        for (device, entry) in last {
            let head = ChainHead {
                device: device.clone(),
                count: entry.seq,
                head: Digest::of(&entry.line),
            };
            known.chains.insert(device.clone(), (head, entry.clock));
        }
        known
    }

    fn heads(&self) -> Heads {
        Heads {
            chains: self.chains.values().map(|(head, _)| head.clone()).collect(),
            clock: self
                .chains
                .values()
                .map(|(_, clock)| *clock)
                .max()
                .unwrap_or(0),
        }
    }
}

impl Store {
    /// A page of the list of cases, newest first: those before `before`, or the first ones.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn list_cases(&self, before: Option<i64>, limit: u32) -> Result<Vec<CaseRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT number, id, summary FROM cases WHERE number < ?1 ORDER BY number DESC LIMIT ?2",
        )?;
        let mut rows = statement.query(params![before.unwrap_or(i64::MAX), limit])?;
        let mut cases = Vec::new();
        while let Some(row) = rows.next()? {
            let id: String = row.get(1)?;
            let id = CaseId::new(&id).ok_or_else(|| damaged("the id of a case"))?;
            cases.push(CaseRow {
                number: row.get(0)?,
                id,
                summary: row.get(2)?,
            });
        }
        Ok(cases)
    }

    /// Everything held about a case, or `None` if nothing is. Drafts alone make no case.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn load_case(&mut self, case: &CaseId) -> Result<Option<CaseRecord>, StoreError> {
        let Some(number) = case_number(&self.connection, case)? else {
            return Ok(None);
        };
        let mut entries = entries(&self.connection, number)?;
        let known = KnownCase::from_entries(number, &entries);
        let heads = known.heads();
        self.known.insert(case.clone(), known);
        entries.sort_by(|a, b| (a.clock, &a.device, a.seq).cmp(&(b.clock, &b.device, b.seq)));
        Ok(Some(CaseRecord {
            entries,
            texts: texts(&self.connection, number)?,
            drafts: drafts::read(&self.connection, drafts::DRAFTS, case.as_str())?,
            private_notes: drafts::read(&self.connection, drafts::PRIVATE_NOTES, case.as_str())?,
            heads,
        }))
    }

    /// What the next entry of a case must join on to.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn heads(&mut self, case: &CaseId) -> Result<Heads, StoreError> {
        if let Some(known) = self.known.get(case) {
            return Ok(known.heads());
        }
        let Some(number) = case_number(&self.connection, case)? else {
            return Ok(Heads::default());
        };
        let known = KnownCase::from_entries(number, &entries(&self.connection, number)?);
        let heads = known.heads();
        self.known.insert(case.clone(), known);
        Ok(heads)
    }
}

fn damaged(what: &str) -> StoreError {
    StoreError::Damaged {
        why: what.to_owned(),
    }
}

pub(super) fn case_number(connection: &Connection, id: &CaseId) -> Result<Option<i64>, StoreError> {
    Ok(connection
        .prepare_cached("SELECT number FROM cases WHERE id = ?1")?
        .query_row([id.as_str()], |row| row.get(0))
        .optional()?)
}

/// A case's entries as they arrived: run by run, each found by its place.
fn entries(connection: &Connection, case: i64) -> Result<Vec<StoredEntry>, StoreError> {
    let mut runs = connection.prepare_cached(
        "SELECT first, (SELECT min(next.first) FROM runs AS next WHERE next.first > runs.first)
         FROM runs WHERE case_number = ?1 ORDER BY first",
    )?;
    let mut statement = connection.prepare_cached(
        "SELECT device, seq, clock, line FROM entries WHERE arrival >= ?1 AND arrival < ?2
         ORDER BY arrival",
    )?;
    let mut names = DeviceNames::default();
    let mut found = Vec::new();
    let mut runs = runs.query([case])?;
    while let Some(run) = runs.next()? {
        let (first, end): (i64, Option<i64>) = (run.get(0)?, run.get(1)?);
        let mut rows = statement.query([first, end.unwrap_or(i64::MAX)])?;
        while let Some(row) = rows.next()? {
            found.push(StoredEntry {
                device: names.of(connection, row.get(0)?)?,
                seq: from_sql(row.get(1)?)?,
                clock: from_sql(row.get(2)?)?,
                line: row.get(3)?,
            });
        }
    }
    Ok(found)
}

/// Device ids by their numbers, each asked for once.
#[derive(Default)]
struct DeviceNames(HashMap<i64, DeviceId>);

impl DeviceNames {
    fn of(&mut self, connection: &Connection, number: i64) -> Result<DeviceId, StoreError> {
        if let Some(device) = self.0.get(&number) {
            return Ok(device.clone());
        }
        let id: String = connection
            .prepare_cached("SELECT id FROM devices WHERE number = ?1")?
            .query_row([number], |row| row.get(0))?;
        let device = DeviceId::new(&id).ok_or_else(|| damaged("the id of a device"))?;
        self.0.insert(number, device.clone());
        Ok(device)
    }
}

fn texts(connection: &Connection, case: i64) -> Result<Texts, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT id, nonce, text FROM texts WHERE case_number = ?1 ORDER BY id")?;
    let mut rows = statement.query([case])?;
    let mut texts = Texts::default();
    while let Some(row) = rows.next()? {
        let text = Text {
            id: digest(row.get(0)?)?,
            nonce: row.get(1)?,
            text: row.get(2)?,
        };
        if !text.holds() {
            return Err(damaged("a text does not belong to its id"));
        }
        texts.insert(text);
    }
    Ok(texts)
}

/// A moment as it is held, with its offset.
pub(super) fn moment(text: &str) -> Result<Moment, StoreError> {
    Moment::parse_from_rfc3339(text).map_err(|_| damaged("a time"))
}

/// A digest as it is held: 32 bytes.
pub(super) fn digest(bytes: Vec<u8>) -> Result<Digest, StoreError> {
    let bytes = <[u8; 32]>::try_from(bytes).map_err(|_| damaged("a digest"))?;
    Ok(Digest::from_bytes(bytes))
}
