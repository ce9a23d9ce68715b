//! What was signed, byte for byte: kept in the same transaction as the sign-off entry, read back
//! in chunks. Export copies these bytes; it never makes them again.

use super::append::write_batch;
use super::batch::Batch;
use super::cases::{self, case_number};
use super::connection::{from_sql, to_sql};
use super::error::StoreError;
use super::open::{Store, Traces, note_traces};
use super::revisions::{self, Relation, Remembered};
use crate::domain::journal::ChainHead;
use crate::domain::values::calendar::Moment;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::CaseId;
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};
use sha2::{Digest as _, Sha256};
use std::io::{self, Read};

/// The size of a piece; the last one of a file may be smaller.
const CHUNK: usize = 1 << 20;

/// A step that is being sealed.
#[derive(Debug)]
pub struct NewSeal {
    /// Its number in the bundle: 0 for the survey.
    pub step: u32,
    /// Its kind, such as `survey`.
    pub kind: String,
    /// Its revision; must be higher than any signed or seen before.
    pub revision: u32,
    /// SHA-256 of its manifest.
    pub manifest: Digest,
    /// When it was signed.
    pub sealed_at: Moment,
    /// Where its journals end, if it is a survey.
    pub journal: Vec<ChainHead>,
    /// What the exported file is called.
    pub file_name: String,
    /// Files of earlier seals ([`SealedPart::number`]) whose bytes are erased for good with this
    /// one, because a text in them was erased. What they are called and their digests stay.
    pub erases: Vec<i64>,
}

/// A file of a step that is being sealed.
pub struct NewSealedPart<'a> {
    /// Its path in the signed file.
    pub path: String,
    /// SHA-256 of its bytes, as it must come out.
    pub sha256: Digest,
    /// Its bytes.
    pub content: &'a mut dyn Read,
}

/// A sealed step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSeal {
    /// Names it within this database.
    pub number: i64,
    /// Its number in the bundle.
    pub step: u32,
    /// Its kind.
    pub kind: String,
    /// Its revision.
    pub revision: u32,
    /// SHA-256 of its manifest.
    pub manifest: Digest,
    /// When it was signed.
    pub sealed_at: Moment,
    /// What the exported file is called.
    pub file_name: String,
    /// Whether the bytes of files of it were erased: it is withdrawn.
    pub withdrawn: bool,
}

/// A file of a sealed step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedPart {
    /// Names it within this database.
    pub number: i64,
    /// Its path in the signed file.
    pub path: String,
    /// In bytes.
    pub size: u64,
    /// CRC-32, computed while the file was copied in.
    pub crc32: u32,
    /// Computed while the file was copied in.
    pub sha256: Digest,
}

impl Store {
    /// Seals a step: the last entries of the case, every file, and the memory of revisions, all
    /// or nothing. Answers with the seal's number.
    ///
    /// # Errors
    /// [`StoreError::OldRevision`], [`StoreError::FileChanged`], and those of [`Store::append`].
    pub fn seal(
        &mut self,
        last: &Batch,
        seal: &NewSeal,
        files: &mut [NewSealedPart<'_>],
    ) -> Result<i64, StoreError> {
        let number = self.write(|transaction, known| {
            let case = write_batch(transaction, known, last)?;
            let this = Remembered {
                revision: seal.revision,
                manifest: seal.manifest,
                sealed_at: seal.sealed_at,
                journal: seal.journal.clone(),
                followed_from: seal.revision,
            };
            if revisions::note(transaction, &last.case, seal.step, &this)? != Relation::New {
                return Err(StoreError::OldRevision {
                    case: last.case.clone(),
                    step: seal.step,
                    revision: seal.revision,
                });
            }
            transaction
                .prepare_cached("INSERT INTO seals VALUES (NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
                .execute(params![
                    case,
                    seal.step,
                    seal.kind,
                    seal.revision,
                    seal.manifest.as_bytes(),
                    seal.sealed_at.to_rfc3339(),
                    seal.file_name
                ])?;
            let number = transaction.last_insert_rowid();
            for file in files.iter_mut() {
                copy_in(transaction, number, file)?;
            }
            if !seal.erases.is_empty() {
                note_traces(transaction, Traces::OfSealedFiles)?;
            }
            for file in &seal.erases {
                transaction
                    .prepare_cached("DELETE FROM sealed_chunks WHERE file = ?1")?
                    .execute([file])?;
            }
            Ok(number)
        })?;
        self.note_head(last);
        if !last.redacted.is_empty() || !seal.erases.is_empty() {
            self.wipe_traces()?;
        } else if last.forgotten.is_some() {
            // It is sealed and the row is gone; what cannot be wiped now is at the next opening.
            let _ = self.wipe_traces();
        }
        Ok(number)
    }

    /// The seals of a case, oldest first.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn seals(&self, case: &CaseId) -> Result<Vec<StoredSeal>, StoreError> {
        let Some(case) = case_number(&self.connection, case)? else {
            return Ok(Vec::new());
        };
        let mut statement = self.connection.prepare_cached(
            "SELECT number, step, kind, revision, manifest, sealed_at, file_name,
                 EXISTS (SELECT 1 FROM sealed_files AS held WHERE seal = seals.number AND size > 0
                     AND NOT EXISTS (SELECT 1 FROM sealed_chunks WHERE file = held.number))
             FROM seals WHERE case_number = ?1 ORDER BY number",
        )?;
        let mut rows = statement.query([case])?;
        let mut seals = Vec::new();
        while let Some(row) = rows.next()? {
            let sealed_at: String = row.get(5)?;
            seals.push(StoredSeal {
                number: row.get(0)?,
                step: from_sql(row.get(1)?)?,
                kind: row.get(2)?,
                revision: from_sql(row.get(3)?)?,
                manifest: cases::digest(row.get(4)?)?,
                sealed_at: cases::moment(&sealed_at)?,
                file_name: row.get(6)?,
                withdrawn: row.get(7)?,
            });
        }
        Ok(seals)
    }

    /// The files of a seal, ascending by path.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn sealed_files(&self, seal: i64) -> Result<Vec<SealedPart>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT number, path, size, crc32, sha256 FROM sealed_files WHERE seal = ?1 ORDER BY path",
        )?;
        let mut rows = statement.query([seal])?;
        let mut files = Vec::new();
        while let Some(row) = rows.next()? {
            files.push(SealedPart {
                number: row.get(0)?,
                path: row.get(1)?,
                size: from_sql(row.get(2)?)?,
                crc32: from_sql(row.get(3)?)?,
                sha256: cases::digest(row.get(4)?)?,
            });
        }
        Ok(files)
    }

    /// Reads a sealed file from its beginning. The reader holds one piece at a time and, at the
    /// end, fails if the bytes are not those that were sealed.
    pub fn read_sealed<'a>(&'a self, file: &SealedPart) -> SealedReader<'a> {
        SealedReader {
            connection: &self.connection,
            file: file.clone(),
            next: 0,
            piece: io::Cursor::new(Vec::new()),
            hasher: Some(Sha256::new()),
        }
    }
}

/// Copies a file in piece by piece, measuring it on the way.
fn copy_in(
    transaction: &Transaction<'_>,
    seal: i64,
    file: &mut NewSealedPart<'_>,
) -> Result<(), StoreError> {
    let changed = |why: String| StoreError::FileChanged {
        path: file.path.clone(),
        why,
    };
    let number: i64 = transaction
        .prepare_cached("SELECT coalesce(max(number), 0) + 1 FROM sealed_files")?
        .query_row([], |row| row.get(0))?;
    // A sealed row is never changed, so the measures must be known before it is written: its
    // pieces come first, and that they refer to a row is checked only at the commit.
    transaction.execute_batch("PRAGMA defer_foreign_keys = ON;")?;
    let (mut size, mut sha256, mut crc32) = (0_u64, Sha256::new(), crc32fast::Hasher::new());
    for ordinal in 0_i64.. {
        let mut piece = Vec::new();
        let read = (&mut *file.content)
            .take(CHUNK as u64)
            .read_to_end(&mut piece);
        if read.map_err(|error| changed(error.to_string()))? == 0 {
            break;
        }
        size += piece.len() as u64;
        sha256.update(&piece);
        crc32.update(&piece);
        transaction
            .prepare_cached("INSERT INTO sealed_chunks VALUES (NULL, ?1, ?2, ?3)")?
            .execute(params![number, ordinal, piece])?;
    }
    let sha256 = Digest::from_bytes(sha256.finalize().into());
    if sha256 != file.sha256 {
        return Err(changed("its digest is another".to_owned()));
    }
    transaction
        .prepare_cached("INSERT INTO sealed_files VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute(params![
            number,
            seal,
            file.path,
            to_sql(size)?,
            crc32.finalize(),
            sha256.as_bytes()
        ])?;
    Ok(())
}

/// Reads a sealed file piece by piece.
pub struct SealedReader<'a> {
    connection: &'a Connection,
    file: SealedPart,
    next: i64,
    piece: io::Cursor<Vec<u8>>,
    /// Gone once the end was reached and found good.
    hasher: Option<Sha256>,
}

impl SealedReader<'_> {
    /// Fetches the next piece; an empty one is the end.
    fn fetch(&mut self) -> Result<Vec<u8>, StoreError> {
        let piece: Option<Vec<u8>> = self
            .connection
            .prepare_cached("SELECT content FROM sealed_chunks WHERE file = ?1 AND ordinal = ?2")?
            .query_row([self.file.number, self.next], |row| row.get(0))
            .optional()?;
        self.next += 1;
        Ok(piece.unwrap_or_default())
    }
}

impl Read for SealedReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.piece.read(buffer)?;
        if count > 0 || buffer.is_empty() || self.hasher.is_none() {
            return Ok(count);
        }
        let piece = self.fetch().map_err(io::Error::other)?;
        if piece.is_empty() {
            let digest = self.hasher.take().map(|hasher| hasher.finalize().into());
            return match digest {
                Some(digest) if Digest::from_bytes(digest) == self.file.sha256 => Ok(0),
                _ => Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!(
                        "{} is not as it was signed, or was erased; put back a backup",
                        self.file.path
                    ),
                )),
            };
        }
        if let Some(hasher) = &mut self.hasher {
            hasher.update(&piece);
        }
        self.piece = io::Cursor::new(piece);
        self.piece.read(buffer)
    }
}
