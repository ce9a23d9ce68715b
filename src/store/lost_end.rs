//! Opening a database whose end is missing: it is told before anything is written, and going on is
//! recorded. What is compared is in `head`.

use super::connection::PageKey;
use super::error::StoreError;
use super::head::{HeadFile, LostEnd};
use super::open::Store;
use super::{HEAD_FILE, migrate};
use crate::domain::values::calendar::Moment;
use crate::domain::values::written;
use rusqlite::Connection;
use serde::Serialize;
use std::fs::File;
use std::path::Path;

/// What is expected of the end of a database that is opened.
#[derive(Clone, Copy, Debug)]
pub(super) enum End {
    /// It is there.
    Whole,
    /// It may be missing; a person wanted to go on without it, now.
    Given(Moment),
    /// The database was just made.
    New,
}

/// The key of the places under which it is recorded that work went on without an end.
const RECORD: &str = "gone-on-without";

/// Opens the head beside the database and compares: [`StoreError::EndLost`] unless it was given up.
pub(super) fn look(
    connection: &Connection,
    path: &Path,
    key: PageKey<'_>,
    end: End,
) -> Result<(Option<HeadFile>, Option<LostEnd>), StoreError> {
    let Some(key) = key.raw() else {
        return Ok((None, None));
    };
    // A head that cannot be opened (a full disk) keeps nobody out: it lags until the next start.
    let Ok(mut head) = HeadFile::open(&migrate::folder_of(path).join(HEAD_FILE), key) else {
        return Ok((None, None));
    };
    let lost = head.lost(connection)?;
    match (&lost, end) {
        (Some(lost), End::Whole) => Err(StoreError::EndLost { lost: lost.clone() }),
        (Some(_), _) => {
            head.go_on(connection)?;
            Ok((Some(head), lost))
        }
        (None, _) => Ok((Some(head), None)),
    }
}

/// Copies database and log aside as they are: a damaged log may hold more than is read of it.
pub(super) fn put_aside(path: &Path, now: Moment) -> Result<(), StoreError> {
    for from in [path.to_owned(), migrate::beside(path, "-wal")] {
        if !from.exists() {
            continue;
        }
        let to = migrate::beside(&from, &format!(".before-{}", written::in_a_name(now)));
        let failed = |source| StoreError::File {
            path: to.clone(),
            doing: "written",
            source,
        };
        let mut held = File::open(&from).map_err(failed)?;
        let mut copy = tempfile::Builder::new()
            .prefix(".onsite-")
            .tempfile_in(migrate::folder_of(path))
            .map_err(failed)?;
        std::io::copy(&mut held, &mut copy).map_err(failed)?;
        copy.as_file().sync_all().map_err(failed)?;
        copy.persist_noclobber(&to)
            .map_err(|error| failed(error.error))?;
    }
    migrate::sync_folder(path)
}

#[derive(Serialize)]
struct Record<'a> {
    at: Moment,
    lost: &'a LostEnd,
}

impl Store {
    /// Records that work goes on without an end.
    pub(super) fn record_lost_end(&mut self, lost: &LostEnd, at: Moment) -> Result<(), StoreError> {
        let record = serde_json::to_string(&Record { at, lost });
        let record = record.map_err(|_| StoreError::Mistake {
            why: "a lost end that cannot be written down".to_owned(),
        })?;
        self.set_place(&format!("{RECORD}/{}", at.to_rfc3339()), &record)
    }
}
