//! The store itself: making it, opening it, and the one way in which anything is written.

use super::cases::KnownCase;
use super::check::same_schema;
use super::connection::{self, PageKey};
use super::copy::Copying;
use super::error::StoreError;
use super::file_watch::FileWatch;
use super::head::HeadFile;
use super::lock::InstanceLock;
use super::lost_end::{self, End};
use super::migrate;
use crate::domain::values::calendar::Moment;
use crate::domain::values::ids::{CaseId, DeviceId};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// "onst": marks our databases among those of other programs.
const APPLICATION: i64 = 0x6f6e_7374;
/// An open database. One at a time; see [`InstanceLock`].
pub struct Store {
    pub(super) connection: Connection,
    path: PathBuf,
    pub(super) watch: FileWatch,
    /// Where the journal's head is kept too; nothing where that cannot be done.
    pub(super) head: Option<HeadFile>,
    steps: &'static [&'static str],
    /// The cases used so far. Up to date, because nobody else writes.
    pub(super) known: HashMap<CaseId, KnownCase>,
    /// Why nothing may be written any more.
    broken: Option<String>,
    /// How copies of the file stand.
    pub(super) copying: Copying,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Store({})", self.path.display())
    }
}

impl Store {
    /// Makes a new, empty database for this installation and opens it. It appears whole or not
    /// at all.
    ///
    /// # Errors
    /// [`StoreError::Exists`], or the folder cannot be written.
    pub fn create(
        lock: &InstanceLock,
        path: &Path,
        key: &[u8; 32],
        device: &DeviceId,
    ) -> Result<Self, StoreError> {
        Self::create_with(lock, path, PageKey::Raw(key), device, migrate::STEPS)
    }

    /// Opens the database at `path`; an older schema is backed up and upgraded first.
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::NotOurs`] (wrong key among them),
    /// [`StoreError::Newer`] and [`StoreError::EndLost`] with the files untouched,
    /// [`StoreError::Damaged`].
    pub fn open(lock: &InstanceLock, path: &Path, key: &[u8; 32]) -> Result<Self, StoreError> {
        Self::open_with(lock, path, PageKey::Raw(key), migrate::STEPS, End::Whole)
    }

    /// After [`StoreError::EndLost`], once a person wants to go on with what is there: database and
    /// log are copied aside as they are, what is missing is recorded, and it is not asked again.
    ///
    /// # Errors
    /// As [`Store::open`], or the copies cannot be made.
    pub fn open_without_end(
        lock: &InstanceLock,
        path: &Path,
        key: &[u8; 32],
        now: Moment,
    ) -> Result<Self, StoreError> {
        lost_end::put_aside(path, now)?;
        Self::open_with(
            lock,
            path,
            PageKey::Raw(key),
            migrate::STEPS,
            End::Given(now),
        )
    }

    pub(super) fn create_with(
        lock: &InstanceLock,
        path: &Path,
        key: PageKey<'_>,
        device: &DeviceId,
        steps: &'static [&'static str],
    ) -> Result<Self, StoreError> {
        if path.exists() {
            return Err(StoreError::Exists {
                path: path.to_owned(),
            });
        }
        // The log of a database that is gone: SQLite would read it into the new one, and it may
        // be the only place where its last entries are.
        let log = migrate::beside(path, "-wal");
        if log.exists() {
            return Err(StoreError::LogLeft { path: log });
        }
        let failed = |source| StoreError::File {
            path: path.to_owned(),
            doing: "made",
            source,
        };
        // Made under another name in a folder of its own, so that no crash leaves half of it;
        // readable by its owner alone, which the log beside it takes over.
        let nursery = tempfile::Builder::new()
            .prefix(".onsite-")
            .tempdir_in(migrate::folder_of(path))
            .map_err(failed)?;
        let young = tempfile::NamedTempFile::new_in(nursery.path()).map_err(failed)?;
        let mut connection = connection::open(young.path(), key, true)?;
        connection::make_writable(&connection)?;
        migrate::advance(&mut connection, 0, steps)?;
        connection.execute_batch(&format!("PRAGMA application_id = {APPLICATION};"))?;
        connection.execute(
            "INSERT INTO installation (one, device) VALUES (1, ?1)",
            [device.as_str()],
        )?;
        connection::empty_log(&connection)?;
        connection.close().map_err(|(_, error)| error)?;
        young.as_file().sync_all().map_err(failed)?;
        young
            .persist_noclobber(path)
            .map_err(|error| failed(error.error))?;
        migrate::sync_folder(path)?;
        Self::open_with(lock, path, key, steps, End::New)
    }

    pub(super) fn open_with(
        _lock: &InstanceLock,
        path: &Path,
        key: PageKey<'_>,
        steps: &'static [&'static str],
        end: End,
    ) -> Result<Self, StoreError> {
        let mut watch = FileWatch::start(path)?;
        super::not_ours::look(path, key)?;
        let mut connection = connection::open(path, key, false)?;
        let found = connection::schema_version(&connection, path)?;
        let known = migrate::newest(steps);
        let application: i64 =
            connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
        if found < 1 || application != APPLICATION {
            return Err(StoreError::NotOurs {
                path: path.to_owned(),
                why: "it belongs to another program",
            });
        }
        if found > known {
            return Err(StoreError::Newer { found, known });
        }
        // Before anything is written: what is on the disk may be all that is left of the end.
        let (head, lost) = lost_end::look(&connection, path, key, end)?;
        if found < known {
            connection.close().map_err(|(_, error)| error)?;
            migrate::back_up(path, key, known)?;
            connection = connection::open(path, key, false)?;
        }
        connection::make_writable(&connection)?;
        if found < known {
            migrate::advance(&mut connection, found, steps)?;
        }
        same_schema(&connection, steps)?;
        watch.watch_log()?;
        let mut store = Self {
            connection,
            path: path.to_owned(),
            watch,
            head,
            steps,
            known: HashMap::new(),
            broken: None,
            copying: Copying::default(),
        };
        if let (Some(lost), End::Given(now)) = (&lost, end) {
            store.record_lost_end(lost, now)?;
        }
        store.finish_wiping()?;
        Ok(store)
    }

    /// Wipes what an interrupted redaction left behind. Where that fails again the data can still
    /// be read, and the next opening tries once more.
    fn finish_wiping(&mut self) -> Result<(), StoreError> {
        if self.traces()? == Traces::None {
            return Ok(());
        }
        match self.wipe_traces() {
            Err(StoreError::TracesLeft { .. }) => Ok(()),
            other => other,
        }
    }

    /// The one way to write: all of `work` or nothing, on disk and in the right file when this
    /// returns. After a failure of the disk every later write is refused.
    pub(super) fn write<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>, &mut HashMap<CaseId, KnownCase>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if let Some(why) = &self.broken {
            return Err(StoreError::NotSaved { why: why.clone() });
        }
        let result = self.try_write(work);
        result.map_err(|error| {
            // What is known may be ahead of what is on disk.
            self.known.clear();
            match error {
                StoreError::Unreadable { why } => {
                    self.broken = Some(why.clone());
                    StoreError::NotSaved { why }
                }
                StoreError::Moved { path } => {
                    self.give_up(format!("{} was moved or replaced", path.display()));
                    StoreError::Moved { path }
                }
                StoreError::Overwritten { path } => {
                    self.give_up(format!("{} was written over or cut", path.display()));
                    StoreError::Overwritten { path }
                }
                other => other,
            }
        })
    }

    /// Nothing is written any more, at closing neither: what is left in the log is not poured over a
    /// file that is another one by now.
    fn give_up(&mut self, why: String) {
        self.broken = Some(why);
        connection::leave_log_alone(&self.connection);
    }

    fn try_write<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>, &mut HashMap<CaseId, KnownCase>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.watch.check()?;
        let done = self.transact(work);
        // What was rolled back may have been in the log.
        self.watch.note();
        let done = done?;
        // Checked again: only what is in the right file now was saved.
        self.watch.check_place()?;
        Ok(done)
    }

    fn transact<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>, &mut HashMap<CaseId, KnownCase>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction, &mut self.known)?;
        transaction.commit()?;
        if !self.watch.has_log() {
            self.copying.changes += 1;
        }
        Ok(done)
    }

    /// Writes the log into the database, so that one file holds everything. For a moment in which
    /// nobody waits: it syncs.
    ///
    /// # Errors
    /// The disk failed; nothing saved is lost.
    pub fn tidy(&mut self) -> Result<(), StoreError> {
        let may_be = self.broken.is_none() && !self.copying.goes_on;
        if may_be && self.watch.log_size() > 0 {
            self.empty_log()?;
        }
        Ok(())
    }

    /// Writes the log into the database and empties it. A disk that fails here is not written to
    /// again.
    pub(super) fn empty_log(&mut self) -> Result<(), StoreError> {
        self.watch.check()?;
        self.copying.changes += 1;
        let emptied = connection::empty_log(&self.connection);
        self.watch.note();
        emptied.inspect_err(|error| {
            if let StoreError::Unreadable { why } = error {
                self.broken = Some(why.clone());
            }
        })
    }

    /// Wipes what a redaction leaves behind: stale copies within pages, old pages in the log and
    /// copies made before upgrades.
    pub(super) fn wipe_traces(&mut self) -> Result<(), StoreError> {
        self.traces()
            .and_then(|left| self.write(|transaction, _| write_again(transaction, left)))
            .and_then(|()| self.empty_log())
            .and_then(|()| migrate::remove_backups(&self.path, self.steps))
            .and_then(|()| self.write(|transaction, _| note_traces(transaction, Traces::None)))
            .map_err(|error| StoreError::TracesLeft {
                why: error.to_string(),
            })
    }

    /// Traces that may still have to be wiped.
    fn traces(&self) -> Result<Traces, StoreError> {
        let left: i64 =
            self.connection
                .query_row("SELECT traces FROM installation", [], |row| row.get(0))?;
        Ok(match left {
            0 => Traces::None,
            1 => Traces::OfTexts,
            _ => Traces::OfSealedFiles,
        })
    }

    /// The database's file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The device id of this installation, which its entries carry.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn device(&self) -> Result<DeviceId, StoreError> {
        let id: String =
            self.connection
                .query_row("SELECT device FROM installation", [], |row| row.get(0))?;
        DeviceId::new(&id).ok_or_else(|| StoreError::Damaged {
            why: "the device id".to_owned(),
        })
    }

    /// Gives this installation a new device id. Whoever goes on from a copy of the data needs
    /// one: two laptops would otherwise write two chains under one name.
    ///
    /// # Errors
    /// It could not be saved.
    pub fn renew_device(&mut self, device: &DeviceId) -> Result<(), StoreError> {
        self.write(|transaction, _| {
            transaction.execute("UPDATE installation SET device = ?1", [device.as_str()])?;
            Ok(())
        })
    }

    /// Closes the database and writes the log into it.
    ///
    /// # Errors
    /// The disk failed; nothing saved is lost, it stays in the log for the next start.
    pub fn close(self) -> Result<(), StoreError> {
        self.connection.close().map_err(|(_, error)| error.into())
    }
}

/// What was deleted for good and may have left traces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Traces {
    /// Nothing.
    None,
    /// Texts.
    OfTexts,
    /// Sealed files, and texts.
    OfSealedFiles,
}

/// Writes every table of free text again. When SQLite shares out the rows of a full page it leaves
/// copies of them between the rows, which deleting the row does not reach; an emptied table's
/// pages are wiped whole. Sealed files are many pages, so they are written again only after some of
/// them were erased.
fn write_again(transaction: &Transaction<'_>, left: Traces) -> Result<(), StoreError> {
    for table in ["texts", "drafts", "private_notes"] {
        transaction.execute_batch(&format!(
            "CREATE TEMP TABLE kept AS SELECT * FROM main.{table};
             DELETE FROM main.{table};
             INSERT INTO main.{table} SELECT * FROM kept;
             DROP TABLE temp.kept;"
        ))?;
    }
    if left == Traces::OfSealedFiles {
        // In the database and not in memory, for they may be large; the pages are wiped when the
        // copy is dropped.
        transaction.execute_batch(
            "CREATE TABLE kept AS SELECT * FROM sealed_chunks;
             DELETE FROM sealed_chunks;
             INSERT INTO sealed_chunks SELECT * FROM kept;
             DROP TABLE kept;",
        )?;
    }
    Ok(())
}

/// Notes in the transaction that deletes something for good that its traces are still there, or
/// afterwards that they are gone.
pub(super) fn note_traces(transaction: &Transaction<'_>, left: Traces) -> Result<(), StoreError> {
    let statement = match left {
        Traces::None => "UPDATE installation SET traces = ?1",
        // What is noted already may be more.
        _ => "UPDATE installation SET traces = max(traces, ?1)",
    };
    transaction
        .prepare_cached(statement)?
        .execute([left as i64])?;
    Ok(())
}
