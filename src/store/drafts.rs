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
    /// Saves a text while it is typed; on disk when this returns.
    ///
    /// # Errors
    /// It could not be saved.
    pub fn save_draft(
        &mut self,
        case: &CaseId,
        target: &str,
        text: &str,
        at: Moment,
    ) -> Result<(), StoreError> {
        self.put(DRAFTS, case, target, text, at)
    }

    /// Deletes a draft that is no longer needed.
    ///
    /// # Errors
    /// It could not be saved.
    pub fn drop_draft(&mut self, case: &CaseId, target: &str) -> Result<(), StoreError> {
        self.forget(DRAFTS, case, target)
    }

    /// The drafts of a case, which need not exist yet.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn drafts(&self, case: &CaseId) -> Result<Vec<Draft>, StoreError> {
        read(&self.connection, DRAFTS, case)
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
            return self.forget(PRIVATE_NOTES, case, target);
        }
        self.put(PRIVATE_NOTES, case, target, text, at)
    }

    fn put(
        &mut self,
        table: Table,
        case: &CaseId,
        target: &str,
        text: &str,
        at: Moment,
    ) -> Result<(), StoreError> {
        self.write(|transaction, _| {
            transaction.prepare_cached(table.put)?.execute(params![
                case.as_str(),
                target,
                text,
                at.to_rfc3339()
            ])?;
            Ok(())
        })
    }

    fn forget(&mut self, table: Table, case: &CaseId, target: &str) -> Result<(), StoreError> {
        self.write(|transaction, _| {
            transaction
                .prepare_cached(table.drop)?
                .execute([case.as_str(), target])?;
            Ok(())
        })
    }
}

pub(super) fn read(
    connection: &Connection,
    table: Table,
    case: &CaseId,
) -> Result<Vec<Draft>, StoreError> {
    let mut statement = connection.prepare_cached(table.all)?;
    let mut rows = statement.query([case.as_str()])?;
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
