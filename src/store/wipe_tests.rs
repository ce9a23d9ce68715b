//! That redaction reaches every copy: between the rows of a page, and after a crash half-way.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::append::write_batch;
use super::connection::PageKey;
use super::{migrate, *};
use crate::domain::values::calendar::Moment;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::{CaseId, DeviceId};
use crate::domain::values::text::Text;
use std::path::Path;

const KEY: PageKey<'_> = PageKey::Plain;

fn now() -> Moment {
    Moment::parse_from_rfc3339("2026-03-02T08:15:00-05:00").unwrap()
}

fn case() -> CaseId {
    CaseId::new("TRAINING-1").unwrap()
}

fn create(lock: &InstanceLock, folder: &Path) -> Store {
    let device = DeviceId::new("laptop").unwrap();
    let path = folder.join(DATABASE_FILE);
    Store::create_with(lock, &path, KEY, &device, migrate::STEPS).unwrap()
}

/// Everything that lies in the folder, as one text.
fn disk(folder: &Path) -> String {
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    files
        .filter(|path| path.is_file())
        .map(|path| String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned())
        .collect()
}

/// Repeatable numbers (xorshift).
fn numbers(mut seed: u64) -> impl FnMut() -> u64 {
    move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    }
}

/// Texts of many sizes with random ids, typed in drafts first, make SQLite share out full pages
/// again and again; copies of rows then lie between the rows.
#[test]
fn redaction_reaches_the_copies_between_the_rows_of_a_page() {
    for run in [3_u64, 23] {
        let folder = tempfile::tempdir().unwrap();
        let lock = InstanceLock::acquire(folder.path(), now()).unwrap();
        let mut store = create(&lock, folder.path());
        store
            .connection
            .execute_batch("PRAGMA synchronous = OFF;")
            .unwrap();
        let mut next = numbers(88_172_645_463_325_252 ^ run.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut texts = Vec::new();
        for number in 0..400 {
            let size = [20, 60, 200, 700, 1500, 3000][(next() % 6) as usize];
            let mut random = [0; 16];
            random[..8].copy_from_slice(&next().to_le_bytes());
            let marker = format!("MARK{number:05}KRAM");
            let text = Text::new(random, format!("{marker}{}", "x".repeat(size)));
            for part in 1..4 {
                let target = format!("t{}", next() % 50);
                let typed = &text.text[..=text.text.len() * part / 4];
                store.save_draft(&case(), &target, typed, now()).unwrap();
            }
            let mut batch = Batch::new(case());
            batch.texts.push(text.clone());
            batch.finished_drafts = (0..50).map(|target| format!("t{target}")).collect();
            store.append(&batch).unwrap();
            texts.push((marker, text));
        }
        let (gone, stays): (Vec<_>, Vec<_>) = texts
            .iter()
            .enumerate()
            .partition(|(number, _)| number % 5 == 2);
        let mut batch = Batch::new(case());
        batch.redacted = gone.iter().map(|(_, (_, text))| text.id).collect();
        store.append(&batch).unwrap();
        let disk = disk(folder.path());
        for (_, (marker, _)) in gone {
            assert!(!disk.contains(marker.as_str()), "run {run}: {marker}");
        }
        let record = store.load_case(&case()).unwrap().unwrap();
        for (_, (marker, text)) in stays {
            assert!(disk.contains(marker.as_str()), "looks in the right place");
            assert_eq!(record.texts.get(&text.id), Some(text.text.as_str()));
        }
    }
}

#[test]
fn a_redaction_cut_short_is_finished_at_the_next_opening() {
    let folder = tempfile::tempdir().unwrap();
    let lock = InstanceLock::acquire(folder.path(), now()).unwrap();
    let mut store = create(&lock, folder.path());
    let text = Text::new([1; 16], "Mrs Kestrel-Plum of Elm Street");
    let mut batch = Batch::new(case());
    batch.texts.push(text.clone());
    store.append(&batch).unwrap();
    let mut batch = Batch::new(case());
    batch.redacted.push(text.id);
    // The first half of `append`.
    store
        .write(|transaction, known| write_batch(transaction, known, &batch))
        .unwrap();
    let after = tempfile::tempdir().unwrap();
    for name in ["onsite.db", "onsite.db-wal"] {
        std::fs::copy(folder.path().join(name), after.path().join(name)).unwrap();
    }
    let copy = after.path().join("onsite.db.before-schema-1");
    std::fs::write(copy, "Mrs Kestrel-Plum of Elm Street").unwrap();
    assert!(disk(after.path()).contains("Kestrel-Plum"));

    let lock = InstanceLock::acquire(after.path(), now()).unwrap();
    let path = after.path().join(DATABASE_FILE);
    let opened = Store::open_with(&lock, &path, KEY, migrate::STEPS, lost_end::End::Whole).unwrap();
    assert!(!disk(after.path()).contains("Kestrel-Plum"));
    drop(opened);
}

#[test]
fn a_redaction_that_rides_along_with_a_seal_is_wiped_too() {
    let folder = tempfile::tempdir().unwrap();
    let lock = InstanceLock::acquire(folder.path(), now()).unwrap();
    let mut store = create(&lock, folder.path());
    let text = Text::new([1; 16], "Mrs Kestrel-Plum of Elm Street");
    let mut batch = Batch::new(case());
    batch.texts.push(text.clone());
    store.append(&batch).unwrap();
    let mut last = Batch::new(case());
    last.redacted.push(text.id);
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
    store.seal(&last, &seal, &mut []).unwrap();
    assert!(!disk(folder.path()).contains("Kestrel-Plum"));
}

#[test]
fn a_note_that_is_forgotten_with_a_seal_leaves_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let lock = InstanceLock::acquire(folder.path(), now()).unwrap();
    let mut store = create(&lock, folder.path());
    store.append(&Batch::new(case())).unwrap();
    for (target, text) in [
        ("names-heard", "Quigley"),
        ("check/1.1/policy", "Look again"),
    ] {
        store
            .save_private_note(&case(), target, text, now())
            .unwrap();
    }
    assert!(disk(folder.path()).contains("Quigley"));
    let mut batch = Batch::new(case());
    batch.forgotten = Some("names-heard".to_owned());
    let seal = NewSeal {
        step: 0,
        kind: "survey".to_owned(),
        revision: 1,
        manifest: Digest::of(b"manifest"),
        sealed_at: now(),
        journal: Vec::new(),
        file_name: "file".to_owned(),
        erases: Vec::new(),
    };
    store.seal(&batch, &seal, &mut []).unwrap();
    assert!(!disk(folder.path()).contains("Quigley"));
    let kept = store.load_case(&case()).unwrap().unwrap().private_notes;
    assert_eq!(kept.len(), 1);
    assert_eq!(kept[0].text, "Look again");
}

/// A file for a seal.
fn part<'a>(path: &str, content: &'a mut &[u8]) -> NewSealedPart<'a> {
    NewSealedPart {
        path: path.to_owned(),
        sha256: Digest::of(content),
        content,
    }
}

fn seal_of(revision: u32) -> NewSeal {
    NewSeal {
        step: 0,
        kind: "survey".to_owned(),
        revision,
        manifest: Digest::of(&revision.to_be_bytes()),
        sealed_at: now(),
        journal: Vec::new(),
        file_name: format!("r{revision}.onsite.zip"),
        erases: Vec::new(),
    }
}

/// Small files of many seals share pages; some of them are erased, and the text with them.
#[test]
fn what_stood_in_a_signed_file_is_gone_from_every_page_once_it_is_withdrawn() {
    let folder = tempfile::tempdir().unwrap();
    let lock = InstanceLock::acquire(folder.path(), now()).unwrap();
    let mut store = create(&lock, folder.path());
    let mut next = numbers(0x2545_f491_4f6c_dd1d);
    let text = Text::new([1; 16], "Mrs Kestrel-Plum of Elm Street");
    let mut batch = Batch::new(case());
    batch.texts.push(text.clone());
    store
        .save_draft(&case(), "note", "Mrs Kestrel-Plum of Elm", now())
        .unwrap();
    batch.finished_drafts.push("note".to_owned());
    store.append(&batch).unwrap();
    let mut parts = Vec::new();
    for revision in 1..40_u32 {
        let size = [20, 300, 3_000, 30_000][(next() % 4) as usize];
        let words = match revision % 3 {
            0 => "Mrs Kestrel-Plum of Elm Street",
            _ => "nobody at all",
        };
        let texts = format!("{words} {}", "x".repeat(size));
        let list = format!("list of {revision}");
        let (mut texts, mut list) = (texts.as_bytes(), list.as_bytes());
        let mut files = [
            part("texts.jsonl", &mut texts),
            part("SHA256SUMS", &mut list),
        ];
        let number = store
            .seal(&Batch::new(case()), &seal_of(revision), &mut files)
            .unwrap();
        let held = store.sealed_files(number).unwrap();
        let texts = held.iter().find(|file| file.path == "texts.jsonl").unwrap();
        if revision % 3 == 0 {
            parts.push(texts.number);
        }
    }
    assert!(
        disk(folder.path()).contains("Kestrel-Plum"),
        "looks in the right place"
    );
    // The text goes first, as it does while the next revision is open.
    let mut batch = Batch::new(case());
    batch.redacted.push(text.id);
    store.append(&batch).unwrap();
    let last = NewSeal {
        erases: parts,
        ..seal_of(40)
    };
    store.seal(&Batch::new(case()), &last, &mut []).unwrap();
    assert!(!disk(folder.path()).contains("Kestrel-Plum"));
    let seals = store.seals(&case()).unwrap();
    for seal in &seals {
        assert_eq!(seal.withdrawn, seal.revision % 3 == 0 && seal.revision < 40);
        for file in store.sealed_files(seal.number).unwrap() {
            let read = std::io::read_to_string(store.read_sealed(&file));
            assert_eq!(read.is_err(), seal.withdrawn && file.path == "texts.jsonl");
        }
    }
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
    store.close().unwrap();
    assert!(!disk(folder.path()).contains("Kestrel-Plum"));
}
