//! Files that are not ours, not whole or not where they were.

use super::home::{Home, KEY, batch, case_id, entry, now, say};
use onsite::domain::values::text::Text;
use onsite::store::{Batch, Store, StoreError};

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

/// Overwriting in place keeps the inode, so it is no move.
#[test]
fn a_database_or_log_cut_or_written_over_while_open_is_noticed_at_the_next_commit() {
    type Fault = fn(&std::path::Path);
    fn write_over(path: &std::path::Path, bytes: &[u8]) {
        use std::io::Write as _;
        let mut file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
        file.write_all(bytes).unwrap();
        // A clock tick is coarse: the time is made another one for sure.
        let later = std::time::SystemTime::now() + std::time::Duration::from_secs(3);
        file.set_modified(later).unwrap();
    }
    fn cut(path: &std::path::Path) {
        std::fs::OpenOptions::new()
            .write(true)
            .open(path)
            .unwrap()
            .set_len(0)
            .unwrap();
    }
    let log = |path: &std::path::Path| path.with_file_name("onsite.db-wal");
    let faults: [(&str, Fault); 4] = [
        ("database cut", cut),
        ("log cut", |path| cut(&path.with_file_name("onsite.db-wal"))),
        ("database written over", |path| write_over(path, &[0; 4096])),
        ("log written over", |path| {
            write_over(&path.with_file_name("onsite.db-wal"), &[0; 64]);
        }),
    ];
    for (name, fault) in faults {
        let home = Home::new();
        let mut store = home.create();
        say(&mut store, "A", "one");
        fault(&home.path());
        let mut next = batch("A");
        next.entries.push(entry(&mut store, "A", "laptop", "two"));
        let refused = store.append(&next).unwrap_err();
        assert!(
            matches!(refused, StoreError::Overwritten { .. }),
            "{name}: {refused}"
        );
        let before = std::fs::read(log(&home.path())).unwrap();
        let again = store.append(&next).unwrap_err();
        assert!(
            matches!(again, StoreError::NotSaved { .. }),
            "{name}: {again}"
        );
        store.close().unwrap();
        let after = std::fs::read(log(&home.path())).unwrap_or_default();
        assert_eq!(before, after, "{name}: what the log holds is left alone");
    }
}

/// A backup program may set the time of a file it only read, and some file systems set it late.
#[test]
fn a_file_whose_time_alone_is_another_one_is_the_same_file() {
    let home = Home::new();
    let mut store = home.create();
    say(&mut store, "A", "one");
    for name in ["onsite.db", "onsite.db-wal"] {
        let path = home.path().with_file_name(name);
        let later = std::time::SystemTime::now() + std::time::Duration::from_secs(3);
        let file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
        // Held open to the end of the test: closing it here would give up the lock.
        std::mem::forget(file.try_clone().unwrap());
        file.set_modified(later).unwrap();
        std::mem::forget(file);
        say(&mut store, "A", "on");
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
fn a_new_database_is_not_made_over_the_log_of_a_previous_one() {
    let home = Home::new();
    let mut store = home.create();
    say(&mut store, "A", "one");
    let log = home.folder.path().join("onsite.db-wal");
    let left = std::fs::read(&log).unwrap();
    drop(store);
    std::fs::remove_file(home.path()).unwrap();
    std::fs::write(&log, &left).unwrap();
    let refused = home.try_create().unwrap_err();
    assert!(matches!(refused, StoreError::LogLeft { .. }), "{refused}");
    assert!(std::fs::read(&log).unwrap() == left && !home.path().exists());
    std::fs::rename(&log, log.with_extension("aside")).unwrap();
    let mut store = home.create();
    assert_eq!(store.load_case(&case_id("A")).unwrap(), None);
}

#[test]
fn a_text_that_would_be_taken_for_damage_later_is_refused_now() {
    let home = Home::new();
    let mut store = home.create();
    let longest = Text::new(
        [1; 16],
        "x".repeat(onsite::domain::values::text::LONGEST_TEXT),
    );
    let too_long = Text::new([1; 16], format!("{}x", longest.text));
    let other_words = Text {
        text: "other".to_owned(),
        ..longest.clone()
    };
    for wrong in [too_long, other_words] {
        let mut attempt = batch("A");
        attempt
            .entries
            .push(entry(&mut store, "A", "laptop", "noted"));
        attempt.texts.push(wrong);
        assert!(store.append(&attempt).is_err());
        assert_eq!(store.load_case(&case_id("A")).unwrap(), None);
    }
    let mut good = batch("A");
    good.texts.push(longest.clone());
    store.append(&good).unwrap();
    let record = store.load_case(&case_id("A")).unwrap().unwrap();
    assert_eq!(record.texts.get(&longest.id), Some(longest.text.as_str()));
}
