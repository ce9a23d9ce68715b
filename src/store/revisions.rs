//! The memory of revisions: the highest one of each step that was ever signed or seen here.

use super::cases;
use super::connection::from_sql;
use super::error::StoreError;
use super::open::Store;
use crate::domain::journal::ChainHead;
use crate::domain::values::calendar::Moment;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::CaseId;
use rusqlite::{Connection, params};

/// The highest revision seen of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remembered {
    /// Its number.
    pub revision: u32,
    /// SHA-256 of its manifest.
    pub manifest: Digest,
    /// When it was signed.
    pub sealed_at: Moment,
    /// Where its journals end, if it is a survey.
    pub journal: Vec<ChainHead>,
    /// The lowest revision seen, from which all since go on; the store keeps it.
    pub followed_from: u32,
}

/// How a revision relates to what is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// Never seen, and nothing newer was.
    New,
    /// The very one that was seen last.
    Same,
    /// A newer one exists.
    Stale,
    /// Two different files claim the same revision.
    Fork,
}

impl Remembered {
    /// How `this` relates to what is remembered (FORMAT.md, Chain and revisions).
    pub fn judge(remembered: Option<&Remembered>, this: &Remembered) -> Relation {
        match remembered {
            Some(held) if this.revision < held.revision => Relation::Stale,
            Some(held) if this.revision == held.revision && this.manifest == held.manifest => {
                Relation::Same
            }
            Some(held) if this.revision == held.revision => Relation::Fork,
            _ => Relation::New,
        }
    }
}

impl Store {
    /// The highest revision of a step that was signed or seen.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn remembered(&self, case: &CaseId, step: u32) -> Result<Option<Remembered>, StoreError> {
        read(&self.connection, case, step)
    }

    /// Remembers a revision that was seen, if it is new, and says how it relates to the last one.
    ///
    /// # Errors
    /// It could not be saved.
    pub fn remember(
        &mut self,
        case: &CaseId,
        step: u32,
        this: &Remembered,
    ) -> Result<Relation, StoreError> {
        self.write(|transaction, _| note(transaction, case, step, this))
    }
}

fn read(
    connection: &Connection,
    case: &CaseId,
    step: u32,
) -> Result<Option<Remembered>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT revision, manifest, sealed_at, journal, followed_from
         FROM revisions WHERE case_id = ?1 AND step = ?2",
    )?;
    let mut rows = statement.query(params![case.as_str(), step])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let (sealed_at, journal): (String, String) = (row.get(2)?, row.get(3)?);
    Ok(Some(Remembered {
        revision: from_sql(row.get(0)?)?,
        manifest: cases::digest(row.get(1)?)?,
        sealed_at: cases::moment(&sealed_at)?,
        journal: serde_json::from_str(&journal).map_err(|error| StoreError::Damaged {
            why: format!("the journals of a revision: {error}"),
        })?,
        followed_from: from_sql(row.get(4)?)?,
    }))
}

pub(super) fn note(
    connection: &Connection,
    case: &CaseId,
    step: u32,
    this: &Remembered,
) -> Result<Relation, StoreError> {
    let held = read(connection, case, step)?;
    let relation = Remembered::judge(held.as_ref(), this);
    if relation == Relation::New {
        let journal = serde_json::to_string(&this.journal).map_err(|_| StoreError::Mistake {
            why: "the journals of a revision cannot be written".to_owned(),
        })?;
        connection
            .prepare_cached("INSERT OR REPLACE INTO revisions VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?
            .execute(params![
                case.as_str(),
                step,
                this.revision,
                this.manifest.as_bytes(),
                this.sealed_at.to_rfc3339(),
                journal,
                held.map_or(this.revision, |held| held.followed_from)
            ])?;
    }
    Ok(relation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lower_is_stale_and_equal_with_other_bytes_is_a_fork() {
        let of = |revision, bytes: &[u8]| Remembered {
            revision,
            manifest: Digest::of(bytes),
            sealed_at: Moment::default(),
            journal: Vec::new(),
            followed_from: revision,
        };
        let held = of(2, b"two");
        let judge = |this: &Remembered| Remembered::judge(Some(&held), this);
        assert_eq!(Remembered::judge(None, &of(1, b"one")), Relation::New);
        assert_eq!(judge(&of(3, b"three")), Relation::New);
        assert_eq!(judge(&of(2, b"two")), Relation::Same);
        assert_eq!(judge(&of(2, b"zwei")), Relation::Fork);
        assert_eq!(judge(&of(1, b"two")), Relation::Stale);
    }
}
