//! Why a file that should be the database does not open, as far as the file tells by itself.

use super::connection::PageKey;
use super::error::StoreError;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// The size of a page of the database, in bytes.
const PAGE: u64 = 4096;

/// Looks at the file before SQLite does, which throws the log of an empty database away.
pub(super) fn look(path: &Path, key: PageKey<'_>) -> Result<(), StoreError> {
    // What the tests look at on the disk is not encrypted, and begins as any other program's.
    #[cfg(test)]
    if matches!(key, PageKey::Plain) {
        return Ok(());
    }
    let _ = key;
    let failed = |source| StoreError::File {
        path: path.to_owned(),
        doing: "read",
        source,
    };
    let file = File::open(path).map_err(failed)?;
    let size = file.metadata().map_err(failed)?.len();
    let mut first = Vec::new();
    file.take(PAGE).read_to_end(&mut first).map_err(failed)?;
    let why = match first.as_slice() {
        [] => "it is empty, so it was cut to nothing",
        bytes if bytes.starts_with(b"SQLite format 3\0") => "it belongs to another program",
        bytes if bytes.iter().all(|byte| *byte == 0) => "its beginning is written over with zeros",
        _ if size < PAGE => "it is too short to be a database of onsite, or was cut",
        _ => return Ok(()),
    };
    Err(StoreError::NotOurs {
        path: path.to_owned(),
        why,
    })
}
