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
#[path = "store/lost_end.rs"]
mod lost_end;
#[path = "store/refusals.rs"]
mod refusals;
#[path = "store/seals.rs"]
mod seals;
#[path = "support/tools.rs"]
mod tools;

use home::{Home, batch, case_id, device, entry, now, say};
use onsite::domain::values::digest::Digest;
use onsite::domain::values::ids::CaseId;
use onsite::domain::values::text::Text;
use onsite::store::{SeenPacket, StoreError};

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
    first.summary = Some("Lakeside".into());
    store.append(&first).unwrap();
    store.set_place("screen", "1.1.1").unwrap();
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
    say(&mut store, "A", "a single one more");
    assert!(std::fs::metadata(&log).unwrap().len() > 0);
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
        102
    );
}
