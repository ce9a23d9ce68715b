//! Appending to a case: the act on which everything rests.

use super::batch::{Batch, NewEntry};
use super::cases::KnownCase;
use super::connection::to_sql;
use super::error::StoreError;
use super::library;
use super::open::{Store, Traces, note_traces};
use crate::domain::journal::{ChainHead, LONGEST_ENTRY};
use crate::domain::values::ids::{CaseId, DeviceId};
use rusqlite::{OptionalExtension as _, Transaction, params};
use std::collections::HashMap;

impl Store {
    /// Writes a batch: all of it is on disk when this returns, or nothing was written. One sync;
    /// a redaction takes more, because the old pages are wiped too.
    ///
    /// # Errors
    /// [`StoreError::NotNext`] when an entry does not join on; [`StoreError::NotSaved`] and
    /// [`StoreError::Moved`], after which nothing more can be written; [`StoreError::Full`],
    /// after which it can be tried again; [`StoreError::TracesLeft`] when all was saved but a
    /// redacted text may not be wiped yet.
    pub fn append(&mut self, batch: &Batch) -> Result<(), StoreError> {
        self.write(|transaction, known| write_batch(transaction, known, batch))?;
        self.note_head(batch);
        if batch.redacted.is_empty() {
            Ok(())
        } else {
            self.wipe_traces()
        }
    }
}

/// The writes of a batch; answers with the number of its case.
pub(super) fn write_batch(
    transaction: &Transaction<'_>,
    known: &mut HashMap<CaseId, KnownCase>,
    batch: &Batch,
) -> Result<i64, StoreError> {
    let case = match known.entry(batch.case.clone()) {
        std::collections::hash_map::Entry::Occupied(held) => held.into_mut(),
        std::collections::hash_map::Entry::Vacant(free) => {
            free.insert(KnownCase::read_or_make(transaction, &batch.case)?)
        }
    };
    append_entries(transaction, case, batch)?;
    for text in &batch.texts {
        // A text that does not fit its id would look like damage whenever the case is read.
        if !text.holds() {
            return Err(StoreError::Mistake {
                why: "a text is longer than 1 MiB or does not belong to its id".to_owned(),
            });
        }
        // The same text again is the same row: its id is the digest of its content.
        transaction
            .prepare_cached("INSERT INTO texts VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING")?
            .execute(params![
                case.number,
                text.id.as_bytes(),
                text.nonce,
                text.text
            ])?;
    }
    if !batch.redacted.is_empty() || batch.forgotten.is_some() {
        note_traces(transaction, Traces::OfTexts)?;
    }
    if let Some(target) = &batch.forgotten {
        transaction
            .prepare_cached("DELETE FROM private_notes WHERE case_id = ?1 AND target = ?2")?
            .execute([batch.case.as_str(), target])?;
    }
    for id in &batch.redacted {
        transaction
            .prepare_cached("DELETE FROM texts WHERE case_number = ?1 AND id = ?2")?
            .execute(params![case.number, id.as_bytes()])?;
    }
    for target in &batch.finished_drafts {
        transaction
            .prepare_cached("DELETE FROM drafts WHERE case_id = ?1 AND target = ?2")?
            .execute(params![batch.case.as_str(), target])?;
    }
    if let Some(summary) = &batch.summary {
        transaction
            .prepare_cached("UPDATE cases SET summary = ?2 WHERE number = ?1")?
            .execute(params![case.number, summary])?;
    }
    let number = case.number;
    library::write(transaction, batch)?;
    Ok(number)
}

fn append_entries(
    transaction: &Transaction<'_>,
    case: &mut KnownCase,
    batch: &Batch,
) -> Result<(), StoreError> {
    if batch.entries.is_empty() {
        return Ok(());
    }
    let first = begin_run(transaction, case.number)?;
    for (arrival, entry) in (first..).zip(&batch.entries) {
        join_on(&batch.case, case, entry)?;
        let device = device_number(transaction, case, &entry.device)?;
        transaction
            .prepare_cached("INSERT INTO entries VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![
                arrival,
                device,
                to_sql(entry.seq)?,
                to_sql(entry.clock)?,
                entry.line
            ])?;
    }
    Ok(())
}

/// The next arrival number; begins a run there unless the last entries are this case's too.
fn begin_run(transaction: &Transaction<'_>, case: i64) -> Result<i64, StoreError> {
    let next: i64 = transaction
        .prepare_cached("SELECT coalesce(max(arrival), 0) + 1 FROM entries")?
        .query_row([], |row| row.get(0))?;
    let last: Option<i64> = transaction
        .prepare_cached("SELECT case_number FROM runs ORDER BY first DESC LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()?;
    if last != Some(case) {
        transaction
            .prepare_cached("INSERT INTO runs VALUES (?1, ?2)")?
            .execute(params![next, case])?;
    }
    Ok(next)
}

/// Makes sure that the entry is the next link of its chain, and moves the chain on.
fn join_on(id: &CaseId, case: &mut KnownCase, entry: &NewEntry) -> Result<(), StoreError> {
    let (head, clock) = case
        .chains
        .entry(entry.device.clone())
        .or_insert_with(|| (ChainHead::empty(entry.device.clone()), 0));
    if entry.line.len() > LONGEST_ENTRY || entry.line.contains(&b'\n') {
        return Err(StoreError::Mistake {
            why: "an entry is not one line of 4 KiB".to_owned(),
        });
    }
    let follows = entry.seq == head.count + 1 && entry.prev == head.head && entry.clock > *clock;
    if !follows {
        return Err(StoreError::NotNext {
            case: id.clone(),
            device: entry.device.clone(),
            held: head.count,
            found: entry.seq,
        });
    }
    head.advance(&entry.line);
    *clock = entry.clock;
    Ok(())
}

fn device_number(
    transaction: &Transaction<'_>,
    case: &mut KnownCase,
    device: &DeviceId,
) -> Result<i64, StoreError> {
    if let Some(number) = case.device_numbers.get(device) {
        return Ok(*number);
    }
    transaction
        .prepare_cached("INSERT INTO devices (id) VALUES (?1) ON CONFLICT DO NOTHING")?
        .execute([device.as_str()])?;
    let number = transaction
        .prepare_cached("SELECT number FROM devices WHERE id = ?1")?
        .query_row([device.as_str()], |row| row.get(0))?;
    case.device_numbers.insert(device.clone(), number);
    Ok(number)
}
