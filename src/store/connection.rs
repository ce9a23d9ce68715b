//! A connection to the database, set up so that a commit is durable and a hostile file is tame.

use super::error::StoreError;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::sync::Once;
use zeroize::Zeroizing;

/// What the pages of a database are encrypted under.
#[derive(Clone, Copy)]
pub(super) enum PageKey<'a> {
    /// These 32 bytes.
    Raw(&'a [u8; 32]),
    /// Nothing: for tests that look at what is on the disk.
    #[cfg(test)]
    Plain,
}

impl<'a> PageKey<'a> {
    /// The bytes, where there are any.
    pub(super) fn raw(self) -> Option<&'a [u8; 32]> {
        match self {
            Self::Raw(key) => Some(key),
            #[cfg(test)]
            Self::Plain => None,
        }
    }
}

/// More distinct statements than the store has.
const STATEMENTS: usize = 64;
/// Pages of log (about 8 MB) after which SQLite writes them into the database by itself, as part
/// of whichever commit comes next, and that one takes longer. [`super::Store::tidy`], called while
/// nobody waits, keeps the log from growing so far.
const LOG_PAGES: i64 = 2_000;

/// Opens the file and gives the key; writes nothing yet, and leaves the log alone when it is
/// closed. A wrong key does not survive the first read, which some of the settings cause.
pub(super) fn open(path: &Path, key: PageKey<'_>, create: bool) -> Result<Connection, StoreError> {
    set_up(path, key, create).map_err(|error| not_ours(path, error))
}

/// While opening, a page that does not decrypt means the wrong key or another program's file.
fn not_ours(path: &Path, error: StoreError) -> StoreError {
    match error {
        StoreError::Undecrypted => StoreError::NotOurs {
            path: path.to_owned(),
            why: "it belongs to another vault, or its beginning is damaged",
        },
        // The first page is as it should be, what it says of the others is not.
        StoreError::Damaged { .. } => StoreError::Damaged {
            why: "it was cut: pages of it are missing".to_owned(),
        },
        other => other,
    }
}

/// Starts SQLite and its encryption, once. SQLite counts as started before its encryption is: two
/// threads that open their first databases at once may otherwise find a key refused.
fn start() {
    static START: Once = Once::new();
    START.call_once(|| {
        // Why it does not start is told by the connection that is wanted.
        let _ = Connection::open_in_memory();
    });
}

/// Every setting of a connection; some of them read the file.
fn set_up(path: &Path, key: PageKey<'_>, create: bool) -> Result<Connection, StoreError> {
    start();
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    flags.set(OpenFlags::SQLITE_OPEN_CREATE, create);
    let connection = Connection::open_with_flags(path, flags)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // Before the key: otherwise a wrong key writes lines over the screen.
    connection.execute_batch("PRAGMA cipher_log_level = NONE;")?;
    match key {
        PageKey::Raw(key) => give_key(&connection, key)?,
        #[cfg(test)]
        PageKey::Plain => {}
    }
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    // Exclusive: no shared-memory file, so the log works on more file systems, and no other
    // program can slip in. Recursive triggers: REPLACE then meets the triggers against DELETE.
    connection.execute_batch(
        "PRAGMA locking_mode = EXCLUSIVE;
         PRAGMA foreign_keys = ON;
         PRAGMA recursive_triggers = ON;
         PRAGMA secure_delete = ON;
         PRAGMA cell_size_check = ON;
         PRAGMA synchronous = FULL;
         PRAGMA fullfsync = ON;
         PRAGMA checkpoint_fullfsync = ON;",
    )?;
    Ok(connection)
}

fn give_key(connection: &Connection, key: &[u8; 32]) -> Result<(), StoreError> {
    let hex = Zeroizing::new(hex::encode(key));
    let pragma = Zeroizing::new(format!("PRAGMA key = \"x'{}'\";", *hex));
    connection.execute_batch(&pragma)?;
    // An SQLite without encryption would take the key in silence and write in the clear.
    connection
        .query_row("PRAGMA cipher_version", [], |row| row.get::<_, String>(0))
        .map(drop)
        .map_err(|_| StoreError::Mistake {
            why: "built without encryption".to_owned(),
        })
}

/// Reads which schema the file has.
pub(super) fn schema_version(connection: &Connection, path: &Path) -> Result<i64, StoreError> {
    connection
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .map_err(|error| not_ours(path, error.into()))
}

/// From here on the file may change: turns on the write-ahead log, or the rollback journal where
/// the file system cannot hold a log.
pub(super) fn make_writable(connection: &Connection) -> Result<(), StoreError> {
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        let mode: String =
            connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0))?;
        if mode != "delete" {
            return Err(StoreError::Mistake {
                why: format!("journal mode is {mode}"),
            });
        }
    }
    empty_by_itself(connection, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok(())
}

/// Whether SQLite writes a long log into the database by itself.
pub(super) fn empty_by_itself(connection: &Connection, may: bool) -> Result<(), StoreError> {
    let pages = if may { LOG_PAGES } else { 0 };
    Ok(connection.execute_batch(&format!("PRAGMA wal_autocheckpoint = {pages};"))?)
}

/// From here on closing leaves the log as it is.
pub(super) fn leave_log_alone(connection: &Connection) {
    // Refused by no version; were it, closing would be as it always is.
    let _ = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
}

/// Writes the log into the database and empties it, so that nothing old stays in it.
pub(super) fn empty_log(connection: &Connection) -> Result<(), StoreError> {
    let busy: i64 =
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy == 0 {
        Ok(())
    } else {
        Err(StoreError::Busy)
    }
}

/// A number as SQLite keeps it.
pub(super) fn to_sql(number: u64) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(|_| StoreError::Mistake {
        why: "a number is too large".to_owned(),
    })
}

/// A number that SQLite kept; one that cannot be ours is damage.
pub(super) fn from_sql<T: TryFrom<i64>>(number: i64) -> Result<T, StoreError> {
    T::try_from(number).map_err(|_| StoreError::Damaged {
        why: format!("the number {number} cannot be"),
    })
}
