//! What the cases share: packs, packets that were seen, places.

use super::batch::{Batch, SeenPacket};
use super::connection::{from_sql, to_sql};
use super::error::StoreError;
use super::open::Store;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::CaseId;
use rusqlite::{OptionalExtension as _, Transaction, params};

/// The part of a batch that goes beyond its case.
pub(super) fn write(transaction: &Transaction<'_>, batch: &Batch) -> Result<(), StoreError> {
    for pack in &batch.packs {
        put_pack(transaction, pack)?;
    }
    for packet in &batch.packets {
        transaction
            .prepare_cached(
                "INSERT INTO packets (sha256, case_id, issue) VALUES (?1, ?2, ?3)
                 ON CONFLICT DO NOTHING",
            )?
            .execute(params![
                packet.sha256.as_bytes(),
                packet.case.as_str(),
                to_sql(packet.issue)?
            ])?;
    }
    Ok(())
}

fn put_pack(transaction: &Transaction<'_>, content: &[u8]) -> Result<Digest, StoreError> {
    let sha256 = Digest::of(content);
    transaction
        .prepare_cached(
            "INSERT INTO packs (sha256, content) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        )?
        .execute(params![sha256.as_bytes(), content])?;
    Ok(sha256)
}

impl Store {
    /// Keeps a pack, exact bytes; the same pack again is no change.
    ///
    /// # Errors
    /// It could not be saved.
    pub fn keep_pack(&mut self, content: &[u8]) -> Result<Digest, StoreError> {
        self.write(|transaction, _| put_pack(transaction, content))
    }

    /// The exact bytes of a pack, if it is held.
    ///
    /// # Errors
    /// The database cannot be read, or the bytes are not those that were kept.
    pub fn pack(&self, sha256: &Digest) -> Result<Option<Vec<u8>>, StoreError> {
        let content: Option<Vec<u8>> = self
            .connection
            .prepare_cached("SELECT content FROM packs WHERE sha256 = ?1")?
            .query_row([sha256.as_bytes()], |row| row.get(0))
            .optional()?;
        match content {
            Some(content) if Digest::of(&content) != *sha256 => Err(StoreError::Damaged {
                why: "a standards pack was changed".to_owned(),
            }),
            other => Ok(other),
        }
    }

    /// The packet with these exact bytes, if it was taken before.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn packet(&self, sha256: &Digest) -> Result<Option<SeenPacket>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT case_id, issue FROM packets WHERE sha256 = ?1")?;
        let mut rows = statement.query([sha256.as_bytes()])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let case: String = row.get(0)?;
        let case = CaseId::new(&case).ok_or_else(|| StoreError::Damaged {
            why: "the case of a packet".to_owned(),
        })?;
        Ok(Some(SeenPacket {
            sha256: *sha256,
            case,
            issue: from_sql(row.get(1)?)?,
        }))
    }

    /// A remembered place or setting.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn place(&self, key: &str) -> Result<Option<String>, StoreError> {
        Ok(self
            .connection
            .prepare_cached("SELECT value FROM places WHERE key = ?1")?
            .query_row([key], |row| row.get(0))
            .optional()?)
    }

    /// Remembers a place or setting at once, with a sync: not for every move.
    ///
    /// # Errors
    /// It could not be saved.
    pub fn set_place(&mut self, key: &str, value: &str) -> Result<(), StoreError> {
        self.write(|transaction, _| {
            transaction
                .prepare_cached(
                    "INSERT INTO places VALUES (?1, ?2)
                     ON CONFLICT DO UPDATE SET value = excluded.value",
                )?
                .execute([key, value])?;
            Ok(())
        })
    }
}
