//! Whether the database is whole, as far as it can tell by itself. Changed content in a sound
//! page is found by the journal's chain (`domain::journal`), not here.

use super::error::StoreError;
use super::migrate;
use super::open::Store;
use rusqlite::Connection;
use std::collections::BTreeSet;

impl Store {
    /// Looks at every page: schema, structure, encryption, references. Takes time with the size.
    /// An empty list means that nothing is wrong.
    ///
    /// # Errors
    /// The database cannot be read at all.
    pub fn check(&self) -> Result<Vec<String>, StoreError> {
        let mut found = Vec::new();
        if let Err(StoreError::Damaged { why }) = same_schema(&self.connection, migrate::STEPS) {
            found.push(why);
        }
        // Both are silent or say "ok" when all is well.
        for pragma in ["PRAGMA cipher_integrity_check", "PRAGMA quick_check"] {
            let mut statement = self.connection.prepare(pragma)?;
            let mut rows = statement.query([])?;
            loop {
                match rows.next() {
                    Ok(Some(row)) => found.push(row.get(0)?),
                    Ok(None) => break,
                    Err(error) => {
                        found.push(StoreError::from(error).to_string());
                        break;
                    }
                }
            }
        }
        let mut statement = self.connection.prepare("PRAGMA foreign_key_check")?;
        let loose = statement.query_map([], |row| row.get::<_, String>(0))?;
        for table in loose {
            found.push(format!("a row of {} refers to nothing", table?));
        }
        found.retain(|line| line != "ok");
        Ok(found)
    }
}

/// Makes sure that the file has exactly the tables, indexes and triggers that the steps make: a
/// trigger too few would let the journal be changed, one too many would run on its own.
pub(super) fn same_schema(connection: &Connection, steps: &[&str]) -> Result<(), StoreError> {
    let mut model = Connection::open_in_memory()?;
    migrate::advance(&mut model, 0, steps)?;
    let (held, wanted) = (schema(connection)?, schema(&model)?);
    match held.symmetric_difference(&wanted).next() {
        None => Ok(()),
        Some((kind, name, _)) => Err(StoreError::Damaged {
            why: format!("its {kind} {name} is not as this version makes it"),
        }),
    }
}

fn schema(connection: &Connection) -> Result<BTreeSet<(String, String, String)>, StoreError> {
    let mut statement =
        connection.prepare("SELECT type, name, coalesce(sql, '') FROM sqlite_schema")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
