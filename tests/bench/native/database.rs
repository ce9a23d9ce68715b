//! The bare database: the same library, encryption, journal mode and promises as the store's, with
//! one table and nothing around it.

use rusqlite::{Connection, TransactionBehavior, params};
use std::path::Path;

/// Bytes of the line of an answer: what the training visit's answers have, on average.
pub const ANSWER: usize = 420;

/// Makes it.
pub fn open(path: &Path) -> Connection {
    let connection = Connection::open(path).unwrap();
    connection
        .execute_batch(&format!("PRAGMA key = \"x'{}'\";", "5a".repeat(32)))
        .unwrap();
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA locking_mode = EXCLUSIVE;
             PRAGMA synchronous = FULL;
             PRAGMA wal_autocheckpoint = 2000;
             CREATE TABLE entries (
                 arrival INTEGER PRIMARY KEY,
                 device INTEGER NOT NULL,
                 seq INTEGER NOT NULL,
                 clock INTEGER NOT NULL,
                 line BLOB NOT NULL
             ) STRICT;",
        )
        .unwrap();
    connection
}

/// Writes one row and makes it durable.
pub fn insert(connection: &mut Connection, number: usize, line: &[u8]) {
    let number = i64::try_from(number).unwrap();
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .unwrap();
    transaction
        .prepare_cached("INSERT INTO entries VALUES (?1, 1, ?1, ?1, ?2)")
        .unwrap()
        .execute(params![number, line])
        .unwrap();
    transaction.commit().unwrap();
}
