//! A copy of the open database, piece by piece, while work goes on.
//!
//! In the usual mode new entries go into the log, and the database's own file stays as it is until
//! the log is written into it. So a copy empties the log first, holds off emptying it again, and
//! reads the file at leisure: what is entered meanwhile is in the log and not in the copy. Where
//! the file did change (an erased text, a file system that holds no log), the copy is stale and is
//! begun again. Not here: where the copy goes and what lies beside it (`workspace::backup`).

use super::connection;
use super::error::StoreError;
use super::open::Store;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

/// The database as it stood at one moment.
#[derive(Debug)]
pub struct Snapshot {
    /// How often the file had changed then.
    changes: u64,
    /// Its size in bytes.
    pub size: u64,
    /// How many entries all journals held then.
    pub entries: u64,
}

/// How copies stand.
#[derive(Debug, Default)]
pub(super) struct Copying {
    /// Whether a copy goes on: the log is then left alone.
    pub(super) goes_on: bool,
    /// How often the database's own file has changed.
    pub(super) changes: u64,
}

impl Store {
    /// Begins a copy: everything entered so far is in the file when this returns.
    ///
    /// # Errors
    /// The disk failed, or the file was moved.
    pub fn begin_copy(&mut self) -> Result<Snapshot, StoreError> {
        self.end_copy()?;
        self.empty_log()?;
        let about = self.watch.database().metadata();
        let size = about.map(|about| about.len());
        self.copying.goes_on = true;
        connection::empty_by_itself(&self.connection, false)?;
        Ok(Snapshot {
            changes: self.copying.changes,
            size: size.map_err(|source| unreadable(self.path(), source))?,
            entries: self.entries()?,
        })
    }

    /// Reads the next bytes from `at` on, at most `most`; nothing once the file is not what it was
    /// when the copy began, which has to be begun again then.
    ///
    /// # Errors
    /// The disk failed.
    pub fn read_copy(
        &self,
        snapshot: &Snapshot,
        at: u64,
        most: u64,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        if !self.is_current(snapshot) {
            return Ok(None);
        }
        let mut file = self.watch.database();
        let mut piece = Vec::new();
        let most = most.min(snapshot.size.saturating_sub(at));
        file.seek(SeekFrom::Start(at))
            .and_then(|_| file.take(most).read_to_end(&mut piece))
            .map_err(|source| unreadable(self.path(), source))?;
        Ok(Some(piece))
    }

    /// Whether the database's file is what it was when the copy began.
    pub fn is_current(&self, snapshot: &Snapshot) -> bool {
        snapshot.changes == self.copying.changes
    }

    /// Ends a copy, finished or not: the log may be emptied again.
    ///
    /// # Errors
    /// The database cannot be spoken to any more.
    pub fn end_copy(&mut self) -> Result<(), StoreError> {
        if std::mem::take(&mut self.copying.goes_on) {
            connection::empty_by_itself(&self.connection, true)?;
        }
        Ok(())
    }

    /// Looks at every page of a finished copy, with the key of this database. Answers with how many
    /// entries it holds.
    ///
    /// # Errors
    /// [`StoreError::BadCopy`] with what is wrong.
    pub fn check_copy(&self, path: &Path) -> Result<u64, StoreError> {
        let bad = |why: String| StoreError::BadCopy {
            path: path.to_owned(),
            why,
        };
        let name = path
            .to_str()
            .ok_or_else(|| bad("its name cannot be read".to_owned()))?;
        // Without a key of its own it is read with the one of this database.
        self.connection
            .execute("ATTACH DATABASE ?1 AS copy", [name])?;
        let found = checked(&self.connection);
        let closed = self.connection.execute_batch("DETACH DATABASE copy");
        let (entries, wrong) = found.map_err(|error| bad(error.to_string()))?;
        closed?;
        match wrong.into_iter().next() {
            None => Ok(entries),
            Some(why) => Err(bad(why)),
        }
    }

    /// How many entries all journals hold.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn entries(&self) -> Result<u64, StoreError> {
        connection::from_sql(self.connection.query_row(
            "SELECT count(*) FROM main.entries",
            [],
            |row| row.get(0),
        )?)
    }
}

fn checked(connection: &rusqlite::Connection) -> Result<(u64, Vec<String>), StoreError> {
    let entries =
        connection.query_row("SELECT count(*) FROM copy.entries", [], |row| row.get(0))?;
    let mut wrong = Vec::new();
    for pragma in [
        "PRAGMA copy.cipher_integrity_check",
        "PRAGMA copy.quick_check",
    ] {
        let mut statement = connection.prepare(pragma)?;
        let lines = statement.query_map([], |row| row.get::<_, String>(0))?;
        for line in lines {
            wrong.push(line?);
        }
    }
    wrong.retain(|line| line != "ok");
    Ok((connection::from_sql(entries)?, wrong))
}

fn unreadable(path: &Path, source: std::io::Error) -> StoreError {
    StoreError::File {
        path: PathBuf::from(path),
        doing: "read",
        source,
    }
}
