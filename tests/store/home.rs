//! A data folder for a test, and short ways to write into it.

use onsite::domain::values::calendar::Moment;
use onsite::domain::values::ids::{CaseId, DeviceId};
use onsite::store::{Batch, DATABASE_FILE, InstanceLock, NewEntry, Store, StoreError};
use std::path::{Path, PathBuf};

/// The key of every test database.
pub const KEY: [u8; 32] = [7; 32];

/// A folder of its own with its lock held.
pub struct Home {
    pub folder: tempfile::TempDir,
    pub lock: InstanceLock,
}

impl Home {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let lock = InstanceLock::acquire(folder.path(), now()).unwrap();
        Self { folder, lock }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join(DATABASE_FILE)
    }

    pub fn try_create(&self) -> Result<Store, StoreError> {
        Store::create(&self.lock, &self.path(), &KEY, &device("laptop"))
    }

    pub fn create(&self) -> Store {
        self.try_create().unwrap()
    }

    pub fn open(&self) -> Result<Store, StoreError> {
        Store::open(&self.lock, &self.path(), &KEY)
    }
}

/// Opens the database of a folder that another process used before.
pub fn reopen(folder: &Path) -> (InstanceLock, Store) {
    let lock = InstanceLock::acquire(folder, now()).unwrap();
    let store = Store::open(&lock, &folder.join(DATABASE_FILE), &KEY).unwrap();
    (lock, store)
}

pub fn now() -> Moment {
    Moment::parse_from_rfc3339("2026-03-02T08:15:00-05:00").unwrap()
}

pub fn case_id(id: &str) -> CaseId {
    CaseId::new(id).unwrap()
}

pub fn device(id: &str) -> DeviceId {
    DeviceId::new(id).unwrap()
}

pub fn batch(case: &str) -> Batch {
    Batch::new(case_id(case))
}

/// The next entry of a device's chain.
pub fn entry(store: &mut Store, case: &str, of: &str, line: &str) -> NewEntry {
    let heads = store.heads(&case_id(case)).unwrap();
    let head = heads.of(&device(of));
    NewEntry {
        device: device(of),
        seq: head.count + 1,
        clock: heads.clock + 1,
        prev: head.head,
        line: line.as_bytes().to_vec(),
    }
}

/// Appends one entry and nothing else.
pub fn say(store: &mut Store, case: &str, line: &str) {
    let mut one = batch(case);
    one.entries.push(entry(store, case, "laptop", line));
    store.append(&one).unwrap();
}
