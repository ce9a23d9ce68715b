//! Sealed files: exact bytes, all or nothing, and revision memory.

use super::home::{Home, batch, case_id, entry, now};
use onsite::domain::journal::ChainHead;
use onsite::domain::values::digest::Digest;
use onsite::domain::values::ids::DeviceId;
use onsite::store::{NewSeal, NewSealedPart, Relation, Remembered, Store, StoreError};
use std::io::Read as _;

fn seal_of(revision: u32, manifest: &[u8]) -> NewSeal {
    NewSeal {
        step: 0,
        kind: "survey".into(),
        revision,
        manifest: Digest::of(manifest),
        sealed_at: now(),
        journal: Vec::new(),
        file_name: format!("A-00-survey-r{revision}.onsite.zip"),
        erases: Vec::new(),
    }
}

fn content(size: usize) -> Vec<u8> {
    (0..size).map(|at| (at * at / 251) as u8).collect()
}

/// Seals case A with files of the given sizes; `spoil` makes the last digest wrong.
fn seal(
    store: &mut Store,
    seal: &NewSeal,
    sizes: &[usize],
    spoil: bool,
) -> Result<i64, StoreError> {
    let contents: Vec<Vec<u8>> = sizes.iter().map(|size| content(*size)).collect();
    let mut readers: Vec<&[u8]> = contents.iter().map(Vec::as_slice).collect();
    let mut files: Vec<NewSealedPart<'_>> = readers
        .iter_mut()
        .enumerate()
        .map(|(at, reader)| {
            let wrong = spoil && at + 1 == sizes.len();
            let sha256 = if wrong {
                Digest::ZERO
            } else {
                Digest::of(reader)
            };
            NewSealedPart {
                path: format!("00-survey/files/{at:04}.bin"),
                sha256,
                content: reader,
            }
        })
        .collect();
    let mut last = batch("A");
    last.entries.push(entry(store, "A", "laptop", "sealed"));
    store.seal(&last, seal, &mut files)
}

#[test]
fn sealed_files_come_back_byte_for_byte() {
    let home = Home::new();
    let mut store = home.create();
    let sizes = [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 5 << 19];
    let number = seal(&mut store, &seal_of(1, b"one"), &sizes, false).unwrap();
    store.close().unwrap();
    let mut store = home.open().unwrap();
    let seals = store.seals(&case_id("A")).unwrap();
    assert_eq!(
        (seals.len(), seals[0].number, seals[0].revision),
        (1, number, 1)
    );
    assert_eq!(
        (seals[0].manifest, seals[0].sealed_at),
        (Digest::of(b"one"), now())
    );
    assert_eq!(seals[0].file_name, "A-00-survey-r1.onsite.zip");
    let files = store.sealed_files(number).unwrap();
    assert_eq!(files.len(), sizes.len());
    for (file, size) in files.iter().zip(sizes) {
        let mut read = Vec::new();
        store.read_sealed(file).read_to_end(&mut read).unwrap();
        assert!(read == content(size), "{}", file.path);
        assert_eq!((file.size, file.sha256), (size as u64, Digest::of(&read)));
        assert_eq!(file.crc32, crc32fast::hash(&read));
    }
    assert_eq!(
        store
            .load_case(&case_id("A"))
            .unwrap()
            .unwrap()
            .entries
            .len(),
        1
    );
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_file_that_changes_while_it_is_sealed_leaves_nothing_behind() {
    let home = Home::new();
    let mut store = home.create();
    let refused = seal(&mut store, &seal_of(1, b"one"), &[10, 3 << 20], true).unwrap_err();
    assert!(
        matches!(refused, StoreError::FileChanged { .. }),
        "{refused}"
    );
    assert_eq!(store.load_case(&case_id("A")).unwrap(), None);
    assert!(store.seals(&case_id("A")).unwrap().is_empty());
    assert_eq!(store.remembered(&case_id("A"), 0).unwrap(), None);
    seal(&mut store, &seal_of(1, b"one"), &[10], false).unwrap();
}

#[test]
fn only_a_higher_revision_is_sealed_and_the_highest_is_remembered() {
    let home = Home::new();
    let mut store = home.create();
    seal(&mut store, &seal_of(2, b"two"), &[1], false).unwrap();
    for (revision, manifest) in [(2, b"two"), (2, b"zwo"), (1, b"one")] {
        let refused = seal(&mut store, &seal_of(revision, manifest), &[1], false).unwrap_err();
        assert!(
            matches!(refused, StoreError::OldRevision { .. }),
            "{refused}"
        );
    }
    let case = case_id("A");
    let of = |revision, bytes: &[u8]| Remembered {
        revision,
        manifest: Digest::of(bytes),
        sealed_at: now(),
        journal: Vec::new(),
        followed_from: revision,
    };
    let mut remember =
        |step, revision, bytes: &[u8]| store.remember(&case, step, &of(revision, bytes)).unwrap();
    assert_eq!(remember(0, 1, b"one"), Relation::Stale);
    assert_eq!(remember(0, 2, b"zwo"), Relation::Fork);
    assert_eq!(remember(0, 2, b"two"), Relation::Same);
    assert_eq!(store.remembered(&case, 0).unwrap(), Some(of(2, b"two")));
    let head = ChainHead {
        device: DeviceId::new("laptop-1").unwrap(),
        count: 7,
        head: Digest::of(b"line 7"),
    };
    let fifth = Remembered {
        journal: vec![head],
        ..of(5, b"five")
    };
    assert_eq!(store.remember(&case, 0, &fifth).unwrap(), Relation::New);
    assert_eq!(
        store.remember(&case, 1, &of(1, b"review")).unwrap(),
        Relation::New
    );
    drop(store);
    // Revision 2 was the first one seen here, and 5 went on from it.
    let held = Remembered {
        followed_from: 2,
        ..fifth
    };
    assert_eq!(
        home.open().unwrap().remembered(&case, 0).unwrap(),
        Some(held)
    );
}
