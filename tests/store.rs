//! The store from outside: round trips, refusals, and that it loses nothing.
//!
//! What needs a process of its own runs this binary again with [`CHILD`] set (`store/child.rs`).
//! What needs to look at the disk in the clear is in `src/store/tests.rs`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "store/child.rs"]
mod child;
#[path = "store/faults.rs"]
mod faults;
#[path = "store/home.rs"]
mod home;
#[path = "store/seals.rs"]
mod seals;
#[path = "support/tools.rs"]
mod tools;

use home::{Home, KEY, batch, case_id, device, entry, now, say};
use onsite::domain::digest::Digest;
use onsite::domain::ids::CaseId;
use onsite::domain::text::Text;
use onsite::store::{Batch, SeenPacket, Store, StoreError};

#[test]
fn what_goes_in_comes_out_after_reopening() {
    let home = Home::new();
    let mut store = home.create();
    let text = Text::new([1; 16], "naïve ☃ \u{202e}note\r\n\u{0}");
    let mut first = batch("A");
    first
        .entries
        .push(entry(&mut store, "A", "laptop", "{\"one\" : 1}"));
    first.texts.push(text.clone());
    first.packs.push(b"{\"pack\":1}\n".to_vec());
    first.packets.push(SeenPacket {
        sha256: Digest::of(b"packet"),
        case: case_id("A"),
        issue: 3,
    });
    first.places.push(("screen".into(), "1.1.1".into()));
    first.summary = Some("Lakeside".into());
    store.append(&first).unwrap();
    store
        .save_draft(&case_id("A"), "check-1", "half a sen", now())
        .unwrap();
    store
        .save_private_note(&case_id("A"), "check-1", "ask Ann", now())
        .unwrap();
    store.close().unwrap();

    let mut store = home.open().unwrap();
    let record = store.load_case(&case_id("A")).unwrap().unwrap();
    assert_eq!(record.entries.len(), 1);
    assert_eq!(record.entries[0].line, b"{\"one\" : 1}");
    assert_eq!(record.journal(&device("laptop")), b"{\"one\" : 1}\n");
    assert_eq!(record.texts.get(&text.id), Some(text.text.as_str()));
    assert_eq!(record.drafts[0].text, "half a sen");
    assert_eq!(record.drafts[0].at, now());
    assert_eq!(record.private_notes[0].text, "ask Ann");
    assert_eq!(record.heads, store.heads(&case_id("A")).unwrap());
    let pack = Digest::of(b"{\"pack\":1}\n");
    assert_eq!(store.pack(&pack).unwrap().unwrap(), b"{\"pack\":1}\n");
    assert_eq!(store.packs().unwrap(), [pack]);
    assert_eq!(
        store.packet(&Digest::of(b"packet")).unwrap().unwrap().issue,
        3
    );
    assert_eq!(store.packet(&Digest::of(b"other")).unwrap(), None);
    assert_eq!(store.place("screen").unwrap().as_deref(), Some("1.1.1"));
    assert_eq!(store.list_cases(None, 10).unwrap()[0].summary, "Lakeside");
    assert_eq!(store.device().unwrap(), device("laptop"));
    assert_eq!(store.load_case(&case_id("B")).unwrap(), None);
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_finished_draft_a_changed_one_and_an_emptied_note_are_gone() {
    let home = Home::new();
    let mut store = home.create();
    let case = case_id("new");
    for text in ["w", "wo", "word"] {
        store.save_draft(&case, "a", text, now()).unwrap();
    }
    store.save_draft(&case, "b", "other", now()).unwrap();
    store.save_draft(&case, "c", "third", now()).unwrap();
    store.save_private_note(&case, "a", "self", now()).unwrap();
    assert_eq!(
        store.load_case(&case).unwrap(),
        None,
        "a draft alone makes no case"
    );
    store.drop_draft(&case, "c").unwrap();
    let mut finish = batch("new");
    finish
        .entries
        .push(entry(&mut store, "new", "laptop", "done"));
    finish.finished_drafts.push("b".into());
    store.append(&finish).unwrap();
    store.save_private_note(&case, "a", "", now()).unwrap();
    let record = store.load_case(&case).unwrap().unwrap();
    assert_eq!(
        record
            .drafts
            .iter()
            .map(|draft| draft.text.as_str())
            .collect::<Vec<_>>(),
        ["word"]
    );
    assert!(record.private_notes.is_empty());
}

#[test]
fn cases_that_take_turns_keep_their_own_entries_in_order() {
    let home = Home::new();
    let mut store = home.create();
    for round in 0..40 {
        for case in ["A", "B", "C"].iter().take(1 + round % 3) {
            say(&mut store, case, &format!("{case}-{round}"));
        }
    }
    store.close().unwrap();
    let mut store = home.open().unwrap();
    for (case, expected) in [("A", 40), ("B", 26), ("C", 13)] {
        let record = store.load_case(&case_id(case)).unwrap().unwrap();
        assert_eq!(record.entries.len(), expected);
        assert!(
            record
                .entries
                .iter()
                .all(|entry| entry.line.starts_with(case.as_bytes()))
        );
        let clocks: Vec<u64> = record.entries.iter().map(|entry| entry.clock).collect();
        assert_eq!(clocks, (1..=expected as u64).collect::<Vec<_>>());
        say(&mut store, case, "on");
    }
    let ids = |before| {
        let rows = store.list_cases(before, 2).unwrap();
        rows.iter()
            .map(|row| (row.id.to_string(), row.number))
            .collect::<Vec<_>>()
    };
    let page = ids(None);
    assert_eq!((page[0].0.as_str(), page[1].0.as_str()), ("C", "B"));
    assert_eq!(ids(Some(page[1].1))[0].0, "A");
}

#[test]
fn the_chains_of_several_laptops_come_back_in_the_order_of_folding() {
    let home = Home::new();
    let mut store = home.create();
    let chain = |name: &str, clocks: &[u64]| {
        let mut head = onsite::domain::journal::ChainHead::empty(device(name));
        clocks
            .iter()
            .map(|clock| {
                let line = format!("{name} {clock}").into_bytes();
                let made = onsite::store::NewEntry {
                    device: device(name),
                    seq: head.count + 1,
                    clock: *clock,
                    prev: head.head,
                    line: line.clone(),
                };
                head.advance(&line);
                made
            })
            .collect::<Vec<_>>()
    };
    let mut import = batch("A");
    import.entries.extend(chain("z", &[1, 3, 4]));
    import.entries.extend(chain("b", &[2, 3, 9]));
    store.append(&import).unwrap();
    let record = store.load_case(&case_id("A")).unwrap().unwrap();
    let lines: Vec<_> = record
        .entries
        .iter()
        .map(|entry| String::from_utf8(entry.line.clone()).unwrap())
        .collect();
    assert_eq!(lines, ["z 1", "b 2", "b 3", "z 3", "z 4", "b 9"]);
    assert_eq!(record.heads.clock, 9);
    assert_eq!(record.heads.of(&device("b")).count, 3);
    assert_eq!(record.heads.of(&device("never")).head, Digest::ZERO);
}

#[test]
fn an_entry_that_does_not_join_on_saves_nothing_at_all() {
    let home = Home::new();
    let mut store = home.create();
    say(&mut store, "A", "one");
    let good = entry(&mut store, "A", "laptop", "two");
    let bad = [
        onsite::store::NewEntry {
            seq: 3,
            ..good.clone()
        },
        onsite::store::NewEntry {
            seq: 1,
            ..good.clone()
        },
        onsite::store::NewEntry {
            prev: Digest::ZERO,
            ..good.clone()
        },
        onsite::store::NewEntry {
            clock: 1,
            ..good.clone()
        },
        onsite::store::NewEntry {
            line: b"two\nlines".to_vec(),
            ..good.clone()
        },
        onsite::store::NewEntry {
            line: vec![b'x'; 4097],
            ..good.clone()
        },
    ];
    for wrong in bad {
        let mut attempt = batch("A");
        attempt.texts.push(Text::new([2; 16], "rides along"));
        attempt.entries.push(good.clone());
        attempt.entries.push(wrong);
        assert!(store.append(&attempt).is_err());
        let record = store.load_case(&case_id("A")).unwrap().unwrap();
        assert_eq!((record.entries.len(), record.texts.len()), (1, 0));
    }
    let mut stale = batch("B");
    stale.entries.push(good.clone());
    assert!(matches!(
        store.append(&stale),
        Err(StoreError::NotNext {
            held: 0,
            found: 2,
            ..
        })
    ));
    assert_eq!(store.load_case(&case_id("B")).unwrap(), None);
    let mut right = batch("A");
    right.entries.push(good);
    store.append(&right).unwrap();
}

#[test]
fn a_key_that_does_not_fit_is_told_plainly_and_changes_nothing() {
    let home = Home::new();
    home.create().close().unwrap();
    let before = std::fs::read(home.path()).unwrap();
    let refused = Store::open(&home.lock, &home.path(), &[0; 32]).unwrap_err();
    assert!(matches!(refused, StoreError::NotOurs { .. }), "{refused}");
    assert!(refused.to_string().contains("another vault"));
    assert_eq!(std::fs::read(home.path()).unwrap(), before);
    home.open().unwrap();
}

#[test]
fn what_is_no_database_of_ours_is_left_alone() {
    let home = Home::new();
    assert!(matches!(home.open(), Err(StoreError::Missing { .. })));
    for content in [
        &b""[..],
        b"hello",
        &[0; 8192],
        &b"SQLite format 3\0".repeat(512),
    ] {
        std::fs::write(home.path(), content).unwrap();
        let refused = home.open().unwrap_err();
        assert!(matches!(refused, StoreError::NotOurs { .. }), "{refused}");
        assert_eq!(std::fs::read(home.path()).unwrap(), content);
        let refused = home.try_create().unwrap_err();
        assert!(matches!(refused, StoreError::Exists { .. }), "{refused}");
    }
    std::fs::remove_file(home.path()).unwrap();
    std::fs::create_dir(home.path()).unwrap();
    assert!(matches!(home.open(), Err(StoreError::Missing { .. })));
}

#[test]
fn another_programs_encrypted_database_is_not_ours() {
    let home = Home::new();
    let other = rusqlite::Connection::open(home.path()).unwrap();
    other
        .execute_batch(&format!(
            "PRAGMA key = \"x'{}'\"; CREATE TABLE t (a); PRAGMA user_version = 1;",
            hex::encode(KEY)
        ))
        .unwrap();
    drop(other);
    assert!(matches!(home.open(), Err(StoreError::NotOurs { .. })));
}

/// The ways in which a file can go away under an open database.
#[cfg(unix)]
#[test]
fn a_database_moved_deleted_or_replaced_while_open_is_noticed() {
    type Fault = fn(&std::path::Path, &std::path::Path);
    let faults: [(&str, Fault); 4] = [
        ("moved", |path, aside| std::fs::rename(path, aside).unwrap()),
        ("deleted", |path, _| std::fs::remove_file(path).unwrap()),
        ("replaced", |path, aside| {
            std::fs::copy(path, aside).unwrap();
            std::fs::rename(aside, path).unwrap();
        }),
        ("log deleted", |path, _| {
            std::fs::remove_file(path.with_file_name("onsite.db-wal")).unwrap();
        }),
    ];
    for (name, fault) in faults {
        let home = Home::new();
        let mut store = home.create();
        say(&mut store, "A", "one");
        fault(&home.path(), &home.path().with_extension("aside"));
        let mut next = batch("A");
        next.entries.push(entry(&mut store, "A", "laptop", "two"));
        let refused = store.append(&next).unwrap_err();
        assert!(
            matches!(refused, StoreError::Moved { .. }),
            "{name}: {refused}"
        );
        let again = store.append(&next).unwrap_err();
        assert!(
            matches!(again, StoreError::NotSaved { .. }),
            "{name}: {again}"
        );
        assert!(
            store.save_draft(&case_id("A"), "x", "y", now()).is_err(),
            "{name}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_database_that_was_moved_and_put_back_goes_on_after_reopening() {
    let home = Home::new();
    let mut store = home.create();
    say(&mut store, "A", "one");
    let aside = home.path().with_extension("aside");
    std::fs::rename(home.path(), &aside).unwrap();
    assert!(store.set_place("x", "y").is_err());
    std::fs::rename(&aside, home.path()).unwrap();
    drop(store);
    let mut store = home.open().unwrap();
    assert_eq!(
        store
            .load_case(&case_id("A"))
            .unwrap()
            .unwrap()
            .entries
            .len(),
        1
    );
    say(&mut store, "A", "two");
}

#[cfg(unix)]
#[test]
fn only_the_owner_can_read_database_and_log() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new();
    let mut store = home.create();
    say(&mut store, "A", "one");
    for name in ["onsite.db", "onsite.db-wal", "lock"] {
        let about = std::fs::metadata(home.folder.path().join(name)).unwrap();
        assert_eq!(about.permissions().mode() & 0o777, 0o600, "{name}");
    }
    let words = b"Lakeside Practice";
    let mut batch = Batch::new(case_id("A"));
    batch.texts.push(Text::new([3; 16], "Lakeside Practice"));
    store.append(&batch).unwrap();
    store.close().unwrap();
    let bytes = std::fs::read(home.path()).unwrap();
    assert!(
        !bytes.windows(words.len()).any(|window| window == words),
        "it is encrypted"
    );
}

#[test]
fn every_flip_and_every_cut_of_the_file_is_found() {
    let home = Home::new();
    let mut store = home.create();
    for number in 0..60 {
        say(
            &mut store,
            "A",
            &format!("entry {number} {}", "x".repeat(300)),
        );
    }
    store.close().unwrap();
    let whole = std::fs::read(home.path()).unwrap();
    let found = |bytes: &[u8]| {
        std::fs::write(home.path(), bytes).unwrap();
        match home.open() {
            Err(_) => true,
            Ok(store) => store.check().map_or(true, |found| !found.is_empty()),
        }
    };
    assert!(!found(&whole));
    for step in 0..60 {
        let mut bytes = whole.clone();
        let at = (step * 7919 + 13) % whole.len();
        bytes[at] ^= 1 << (step % 8);
        assert!(found(&bytes), "a flip at {at}");
    }
    for pages in 1..whole.len() / 4096 {
        assert!(found(&whole[..pages * 4096]), "cut after page {pages}");
        assert!(
            found(&whole[..pages * 4096 - 1000]),
            "cut within page {pages}"
        );
    }
}

#[test]
fn the_device_id_is_renewed_for_good() {
    let home = Home::new();
    let mut store = home.create();
    store.renew_device(&device("restored")).unwrap();
    drop(store);
    assert_eq!(home.open().unwrap().device().unwrap(), device("restored"));
}

#[test]
fn tidying_empties_a_grown_log_and_loses_nothing() {
    let home = Home::new();
    let mut store = home.create();
    let log = home.folder.path().join("onsite.db-wal");
    for number in 0..100 {
        say(&mut store, "A", &number.to_string());
    }
    assert!(std::fs::metadata(&log).unwrap().len() > 256 * 1024);
    store.tidy().unwrap();
    assert_eq!(std::fs::metadata(&log).unwrap().len(), 0);
    say(&mut store, "A", "on");
    assert_eq!(
        store
            .load_case(&CaseId::new("A").unwrap())
            .unwrap()
            .unwrap()
            .entries
            .len(),
        101
    );
}
