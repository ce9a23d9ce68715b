//! Text that may still change: drafts while they are typed, and notes to self.

use super::error::StoreError;
use super::open::Store;
use crate::domain::values::calendar::Moment;
use crate::domain::values::ids::CaseId;
use crate::domain::values::text::FreeText;
use rusqlite::{Connection, params};

/// A text with the thing it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What it belongs to, in the caller's words.
    pub target: String,
    /// The text so far.
    pub text: FreeText,
    /// When it was last saved.
    pub at: Moment,
}

/// The statements of one of the two tables, which are alike.
#[derive(Clone, Copy)]
pub(super) struct Table {
    put: &'static str,
    drop: &'static str,
    all: &'static str,
}

pub(super) const DRAFTS: Table = Table {
    put: "INSERT INTO drafts VALUES (?1, ?2, ?3, ?4)
          ON CONFLICT DO UPDATE SET text = excluded.text, at = excluded.at",
    drop: "DELETE FROM drafts WHERE case_id = ?1 AND target = ?2",
    all: "SELECT target, text, at FROM drafts WHERE case_id = ?1 ORDER BY target",
};

pub(super) const PRIVATE_NOTES: Table = Table {
    put: "INSERT INTO private_notes VALUES (?1, ?2, ?3, ?4)
          ON CONFLICT DO UPDATE SET text = excluded.text, at = excluded.at",
    drop: "DELETE FROM private_notes WHERE case_id = ?1 AND target = ?2",
    all: "SELECT target, text, at FROM private_notes WHERE case_id = ?1 ORDER BY target",
};

impl Store {
    /// Saves a text while it is typed; on disk when this returns. It belongs to a case, which need
    /// not exist yet, or to none.
    ///
    /// # Errors
    /// It could not be saved.
    pub fn save_draft<'a>(
        &mut self,
        case: impl Into<Option<&'a CaseId>>,
        target: &str,
        text: &str,
        at: Moment,
    ) -> Result<(), StoreError> {
        self.put(DRAFTS, key(case.into()), target, text, at)
    }

    /// Deletes a draft that is no longer needed.
    ///
    /// # Errors
    /// It could not be saved.
    pub fn drop_draft<'a>(
        &mut self,
        case: impl Into<Option<&'a CaseId>>,
        target: &str,
    ) -> Result<(), StoreError> {
        self.forget(DRAFTS, key(case.into()), target)
    }

    /// The drafts of a case, which need not exist yet, or those that belong to none.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn drafts<'a>(
        &self,
        case: impl Into<Option<&'a CaseId>>,
    ) -> Result<Vec<Draft>, StoreError> {
        read(&self.connection, DRAFTS, key(case.into()))
    }

    /// Saves a note to self; an empty one is forgotten.
    ///
    /// # Errors
    /// It could not be saved.
    pub fn save_private_note(
        &mut self,
        case: &CaseId,
        target: &str,
        text: &str,
        at: Moment,
    ) -> Result<(), StoreError> {
        if text.is_empty() {
            return self.forget(PRIVATE_NOTES, case.as_str(), target);
        }
        self.put(PRIVATE_NOTES, case.as_str(), target, text, at)
    }

    fn put(
        &mut self,
        table: Table,
        case: &str,
        target: &str,
        text: &str,
        at: Moment,
    ) -> Result<(), StoreError> {
        self.write(|transaction, _| {
            transaction.prepare_cached(table.put)?.execute(params![
                case,
                target,
                text,
                at.to_rfc3339()
            ])?;
            Ok(())
        })
    }

    fn forget(&mut self, table: Table, case: &str, target: &str) -> Result<(), StoreError> {
        self.write(|transaction, _| {
            transaction
                .prepare_cached(table.drop)?
                .execute([case, target])?;
            Ok(())
        })
    }
}

/// How a draft's case is written; no case has an empty id.
fn key(case: Option<&CaseId>) -> &str {
    case.map_or("", CaseId::as_str)
}

pub(super) fn read(
    connection: &Connection,
    table: Table,
    case: &str,
) -> Result<Vec<Draft>, StoreError> {
    let mut statement = connection.prepare_cached(table.all)?;
    let mut rows = statement.query([case])?;
    let mut drafts = Vec::new();
    while let Some(row) = rows.next()? {
        let at: String = row.get(2)?;
        let at = Moment::parse_from_rfc3339(&at).map_err(|error| StoreError::Damaged {
            why: format!("the time {at}: {error}"),
        })?;
        drafts.push(Draft {
            target: row.get(0)?,
            text: row.get::<_, String>(1)?.into(),
            at,
        });
    }
    Ok(drafts)
}
