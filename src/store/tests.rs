//! Tests that look at what lies on the disk in the clear, or need steps of their own.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use super::connection::PageKey;
use super::{migrate, *};
use crate::domain::values::calendar::Moment;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::{CaseId, DeviceId};
use crate::domain::values::text::Text;
use std::path::{Path, PathBuf};

const STEPS: &[&str] = migrate::STEPS;
/// A later version's schema.
const MORE_STEPS: &[&str] = &[
    STEPS[0],
    "CREATE TABLE later (one INTEGER PRIMARY KEY) STRICT;",
];
/// A later version's schema whose second step fails half-way.
const BAD_STEPS: &[&str] = &[
    STEPS[0],
    "CREATE TABLE later (one INTEGER PRIMARY KEY) STRICT; INSERT INTO nowhere VALUES (1);",
];

struct Home {
    folder: tempfile::TempDir,
    lock: InstanceLock,
}

impl Home {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let lock = InstanceLock::acquire(folder.path(), now()).unwrap();
        Self { folder, lock }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join(DATABASE_FILE)
    }

    fn create(&self) -> Store {
        let device = DeviceId::new("laptop").unwrap();
        Store::create_with(&self.lock, &self.path(), PageKey::Plain, &device, STEPS).unwrap()
    }

    fn open(&self, steps: &'static [&'static str]) -> Result<Store, StoreError> {
        Store::open_with(
            &self.lock,
            &self.path(),
            PageKey::Plain,
            steps,
            lost_end::End::Whole,
        )
    }

    /// A folder as a crash of `store` leaves it now: whatever is in the log stays there.
    fn after_crash(&self, store: Store) -> Home {
        let other = Home::new();
        for name in ["onsite.db", "onsite.db-wal"] {
            let from = self.folder.path().join(name);
            std::fs::copy(from, other.folder.path().join(name)).unwrap();
        }
        drop(store);
        other
    }

    /// Says in which files of the folder `words` stand.
    fn files_with(&self, words: &str) -> Vec<String> {
        let mut found: Vec<String> = std::fs::read_dir(self.folder.path())
            .unwrap()
            .map(|file| file.unwrap().path())
            .filter(|path| path.is_file() && holds(path, words))
            .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
            .collect();
        found.sort();
        found
    }
}

fn holds(path: &Path, words: &str) -> bool {
    String::from_utf8_lossy(&std::fs::read(path).unwrap()).contains(words)
}

fn now() -> Moment {
    Moment::parse_from_rfc3339("2026-03-02T08:15:00-05:00").unwrap()
}

fn case() -> CaseId {
    CaseId::new("TRAINING-1").unwrap()
}

fn entry(store: &mut Store, words: &str) -> NewEntry {
    let device = DeviceId::new("laptop").unwrap();
    let heads = store.heads(&case()).unwrap();
    let head = heads.of(&device);
    NewEntry {
        device,
        seq: head.count + 1,
        clock: heads.clock + 1,
        prev: head.head,
        line: words.as_bytes().to_vec(),
    }
}

fn say(store: &mut Store, words: &str, more: impl FnOnce(&mut Batch)) {
    let mut batch = Batch::new(case());
    batch.entries.push(entry(store, words));
    more(&mut batch);
    store.append(&batch).unwrap();
}

#[test]
fn a_redacted_text_leaves_no_byte_on_the_disk() {
    let home = Home::new();
    let mut store = home.create();
    // Long enough for pages of its own, and short enough to lie among others.
    for words in [
        "Mrs Kestrel-Plum of Elm Street".repeat(400),
        "Mrs Kestrel-Plum".to_owned(),
    ] {
        let text = Text::new([7; 16], words.clone());
        store.save_draft(&case(), "note", &words, now()).unwrap();
        say(&mut store, "noted", |batch| {
            batch.texts.push(Text::new([9; 16], "stays"));
            batch.texts.push(text.clone());
            batch.finished_drafts.push("note".to_owned());
        });
        assert_eq!(
            home.files_with("Kestrel-Plum"),
            ["onsite.db-wal"],
            "the test looks in the right place"
        );
        say(&mut store, "redacted", |batch| batch.redacted.push(text.id));
        assert_eq!(home.files_with("Kestrel-Plum"), Vec::<String>::new());
        assert_eq!(home.files_with("stays"), ["onsite.db"]);
    }
    let record = store.load_case(&case()).unwrap().unwrap();
    assert_eq!((record.texts.len(), record.entries.len()), (1, 4));
}

#[test]
fn a_text_redacted_after_it_was_written_home_is_wiped_there() {
    let home = Home::new();
    let mut store = home.create();
    let text = Text::new([7; 16], "Mrs Kestrel-Plum of Elm Street".repeat(400));
    say(&mut store, "noted", |batch| batch.texts.push(text.clone()));
    store.empty_log().unwrap();
    assert_eq!(home.files_with("Kestrel-Plum"), ["onsite.db"]);
    say(&mut store, "redacted", |batch| batch.redacted.push(text.id));
    assert_eq!(home.files_with("Kestrel-Plum"), Vec::<String>::new());
}

#[test]
fn the_bytes_of_an_erased_seal_are_gone_and_its_digests_stay() {
    let home = Home::new();
    let mut store = home.create();
    let content = b"Mrs Kestrel-Plum of Elm Street".repeat(40_000);
    let seal = NewSeal {
        step: 0,
        kind: "survey".to_owned(),
        revision: 1,
        manifest: Digest::of(b"manifest"),
        sealed_at: now(),
        journal: Vec::new(),
        file_name: "x.onsite.zip".to_owned(),
        erases: Vec::new(),
    };
    let mut batch = Batch::new(case());
    batch.entries.push(entry(&mut store, "sealed"));
    let mut reader = content.as_slice();
    let file = NewSealedPart {
        path: "00-survey/texts.jsonl".to_owned(),
        sha256: Digest::of(&content),
        content: &mut reader,
    };
    let number = store.seal(&batch, &seal, &mut [file]).unwrap();
    assert!(!home.files_with("Kestrel-Plum").is_empty());
    let gone = store.sealed_files(number).unwrap()[0].number;
    let second = NewSeal {
        revision: 2,
        manifest: Digest::of(b"second"),
        erases: vec![gone],
        ..seal
    };
    let mut batch = Batch::new(case());
    batch.entries.push(entry(&mut store, "sealed again"));
    store.seal(&batch, &second, &mut []).unwrap();
    let seals = store.seals(&case()).unwrap();
    assert_eq!((seals[0].withdrawn, seals[1].withdrawn), (true, false));
    assert_eq!(home.files_with("Kestrel-Plum"), Vec::<String>::new());
    let files = store.sealed_files(number).unwrap();
    assert_eq!(files[0].sha256, Digest::of(&content));
    let read = std::io::read_to_string(store.read_sealed(&files[0]));
    assert!(read.unwrap_err().to_string().contains("erased"));
}

#[test]
fn an_upgrade_copies_first_keeps_everything_and_a_redaction_reaches_the_copy() {
    let home = Home::new();
    let mut store = home.create();
    let text = Text::new([7; 16], "Mrs Kestrel-Plum");
    say(&mut store, "noted", |batch| batch.texts.push(text.clone()));
    let home = home.after_crash(store);
    let mut store = home.open(MORE_STEPS).unwrap();
    let copy = format!("{DATABASE_FILE}.before-schema-2");
    assert!(home.files_with("Kestrel-Plum").contains(&copy));
    assert_eq!(
        store.load_case(&case()).unwrap().unwrap().entries[0].line,
        b"noted"
    );
    say(&mut store, "redacted", |batch| batch.redacted.push(text.id));
    assert_eq!(home.files_with("Kestrel-Plum"), Vec::<String>::new());
    drop(store);
    let refused = home.open(STEPS).unwrap_err();
    assert!(
        matches!(refused, StoreError::Newer { found: 2, known: 1 }),
        "{refused}"
    );
}

#[test]
fn an_upgrade_that_fails_leaves_the_old_schema_and_its_content() {
    let home = Home::new();
    let mut store = home.create();
    say(&mut store, "noted", |_| {});
    drop(store);
    assert!(home.open(BAD_STEPS).is_err());
    let mut store = home.open(STEPS).unwrap();
    assert_eq!(store.load_case(&case()).unwrap().unwrap().entries.len(), 1);
}

#[test]
fn a_newer_schema_is_refused_and_not_a_byte_changes() {
    let home = Home::new();
    drop(home.create());
    let mut store = home.open(MORE_STEPS).unwrap();
    say(&mut store, "noted", |_| {});
    let home = home.after_crash(store);
    let before = snapshot(home.folder.path());
    assert!(
        before
            .iter()
            .any(|(name, bytes)| name.ends_with("-wal") && !bytes.is_empty())
    );
    let refused = home.open(STEPS).unwrap_err();
    assert!(
        matches!(refused, StoreError::Newer { found: 2, known: 1 }),
        "{refused}"
    );
    assert!(snapshot(home.folder.path()) == before);
}

fn snapshot(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap())
        .map(|file| {
            (
                file.file_name().to_string_lossy().into_owned(),
                std::fs::read(file.path()).unwrap(),
            )
        })
        .collect();
    files.sort();
    files
}

#[test]
fn a_full_disk_saves_nothing_and_goes_on_when_there_is_room() {
    let home = Home::new();
    let mut store = home.create();
    say(&mut store, "first", |_| {});
    let pages: i64 = store
        .connection
        .query_row("PRAGMA page_count", [], |row| row.get(0))
        .unwrap();
    store
        .connection
        .query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))
        .unwrap();
    let mut batch = Batch::new(case());
    batch.entries.push(entry(&mut store, "second"));
    batch
        .texts
        .push(Text::new([7; 16], "word ".repeat(100_000)));
    assert!(matches!(store.append(&batch), Err(StoreError::Full)));
    assert_eq!(store.load_case(&case()).unwrap().unwrap().entries.len(), 1);
    store
        .connection
        .query_row("PRAGMA max_page_count = 100000", [], |_| Ok(()))
        .unwrap();
    store.append(&batch).unwrap();
    assert_eq!(store.load_case(&case()).unwrap().unwrap().entries.len(), 2);
}

#[test]
fn a_missing_or_added_trigger_is_noticed_at_opening() {
    for meddling in [
        "DROP TRIGGER entries_keep",
        "CREATE TRIGGER extra AFTER INSERT ON entries BEGIN DELETE FROM texts; END",
        "CREATE VIEW extra AS SELECT 1",
    ] {
        let home = Home::new();
        let store = home.create();
        store.connection.execute_batch(meddling).unwrap();
        drop(store);
        let refused = home.open(STEPS).unwrap_err().to_string();
        assert!(refused.contains("damaged"), "{refused}");
    }
}

#[test]
fn nothing_in_a_journal_or_a_seal_is_changed_or_removed() {
    let home = Home::new();
    let mut store = home.create();
    say(&mut store, "noted", |batch| {
        batch.texts.push(Text::new([7; 16], "words"));
    });
    let content = b"signed".to_vec();
    let seal = NewSeal {
        step: 0,
        kind: "survey".to_owned(),
        revision: 1,
        manifest: Digest::of(b"manifest"),
        sealed_at: now(),
        journal: Vec::new(),
        file_name: "x.onsite.zip".to_owned(),
        erases: Vec::new(),
    };
    let file = NewSealedPart {
        path: "00-survey/step.json".to_owned(),
        sha256: Digest::of(&content),
        content: &mut content.as_slice(),
    };
    store.seal(&Batch::new(case()), &seal, &mut [file]).unwrap();
    for change in [
        "UPDATE entries SET line = x'00'",
        "DELETE FROM entries",
        "INSERT OR REPLACE INTO entries SELECT arrival, device, seq, clock, x'00' FROM entries",
        "UPDATE runs SET first = first + 1",
        "DELETE FROM runs",
        "UPDATE devices SET id = 'other'",
        "DELETE FROM devices",
        "UPDATE cases SET id = 'other'",
        "DELETE FROM cases",
        "UPDATE texts SET text = 'other'",
        "UPDATE seals SET revision = 2",
        "DELETE FROM seals",
        "UPDATE sealed_files SET size = 1",
        "DELETE FROM sealed_files",
        "UPDATE sealed_chunks SET content = x'00'",
    ] {
        let refused = match store.connection.execute_batch(change) {
            Ok(()) => panic!("{change}: done"),
            Err(error) => error.to_string(),
        };
        let ours = ["append-only", "never changed", "signed stays"];
        assert!(
            ours.iter().any(|words| refused.contains(words)),
            "{change}: {refused}"
        );
    }
    assert_eq!(
        store.load_case(&case()).unwrap().unwrap().entries[0].line,
        b"noted"
    );
}
