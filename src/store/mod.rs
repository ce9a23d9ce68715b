//! The encrypted database of one user: bytes in, the same bytes out, durable.
//!
//! Here live: making and opening it with its key ([`Store`]), one instance at a time
//! ([`InstanceLock`]), migrations, appending to the journals and loading a case ([`Batch`],
//! [`CaseRecord`]), drafts and private notes, packs and packets, sealed steps and their files,
//! the memory of revisions, and places. Not here: what an event means (`domain`), where the key
//! comes from (`vault`), what is in a sealed file (`bundle`).
//!
//! Three rules hold everywhere. A write counts only when it is on disk and the path still names
//! the file that is open. After the disk has failed once, nothing is written any more, because
//! the system may have dropped what it could not write: close and open again. Nothing in a
//! journal is ever changed; triggers refuse it.

mod append;
mod batch;
mod cases;
mod check;
mod connection;
mod copy;
mod drafts;
mod error;
mod file_watch;
mod head;
mod library;
mod lock;
mod lost_end;
mod migrate;
mod not_ours;
mod open;
mod revisions;
mod seals;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod wipe_tests;

pub use batch::{Batch, NewEntry, SeenPacket};
pub use cases::{CaseRecord, CaseRow, Heads, StoredEntry};
pub use copy::Snapshot;
pub use drafts::Draft;
pub use error::StoreError;
pub use head::LostEnd;
pub use lock::{Holder, InstanceLock};
pub use open::Store;
pub use revisions::{Relation, Remembered};
pub use seals::{NewSeal, NewSealedPart, SealedPart, SealedReader, StoredSeal};

/// The database's file in the data folder.
pub const DATABASE_FILE: &str = "onsite.db";
/// The file of the journal's head in the data folder, see the module `head`.
pub const HEAD_FILE: &str = "head";
/// The lock's file in the data folder.
pub const LOCK_FILE: &str = "lock";
