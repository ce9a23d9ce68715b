//! A database that lost its end is told at opening, and nothing is written before that was answered.

use super::home::{Home, KEY, batch, case_id, device, entry, now, say};
use onsite::store::{LostEnd, Store, StoreError};
use std::path::{Path, PathBuf};

fn log(home: &Home) -> PathBuf {
    home.path().with_file_name("onsite.db-wal")
}

fn head(home: &Home) -> PathBuf {
    home.path().with_file_name("head")
}

/// Answers, each with a time, as the program gives them.
fn answer(store: &mut Store, case: &str, count: usize) {
    for number in 0..count {
        let mut one = batch(case);
        let line = format!("{case} {number}");
        one.entries.push(entry(store, case, "laptop", &line));
        one.at = Some(now() + chrono::Duration::minutes(i64::try_from(number).unwrap()));
        store.append(&one).unwrap();
    }
}

fn lost(home: &Home) -> LostEnd {
    match home.open() {
        Err(StoreError::EndLost { lost }) => lost,
        other => panic!("{other:?}"),
    }
}

fn held(store: &mut Store, case: &str) -> usize {
    let record = store.load_case(&case_id(case)).unwrap();
    record.map_or(0, |record| record.entries.len())
}

/// Ends as a kill does: nothing is folded in, nothing is closed.
fn kill(store: Store, home: &Home) {
    let files = [home.path(), log(home), head(home)];
    let bytes: Vec<Vec<u8>> = files
        .iter()
        .map(|path| std::fs::read(path).unwrap())
        .collect();
    drop(store);
    for (path, bytes) in files.iter().zip(bytes) {
        std::fs::write(path, bytes).unwrap();
    }
}

fn truncate(path: &Path, to: u64) {
    let file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
    file.set_len(to).unwrap();
}

#[test]
fn a_log_that_is_gone_or_cut_is_told_with_how_many_and_up_to_when() {
    for (whole, left) in [(false, 0), (true, 0), (true, 5)] {
        let home = Home::new();
        let mut store = home.create();
        answer(&mut store, "A", 2);
        store.tidy().unwrap();
        answer(&mut store, "A", 5);
        let size = std::fs::metadata(log(&home)).unwrap().len();
        answer(&mut store, "B", 3);
        kill(store, &home);
        match (whole, left) {
            (false, _) => std::fs::remove_file(log(&home)).unwrap(),
            (true, 0) => truncate(&log(&home), 0),
            (true, _) => truncate(&log(&home), size),
        }
        let before = std::fs::read(home.path()).unwrap();
        let told = lost(&home);
        assert_eq!(told.entries, Some(8 - left), "{told}");
        assert_eq!(told.up_to, Some(now() + chrono::Duration::minutes(2)));
        let of_a = 5 - left;
        let mut cases = vec![(case_id("B"), 3)];
        if of_a > 0 {
            cases.push((case_id("A"), of_a));
        }
        assert_eq!(told.cases, cases);
        let words = told.to_string();
        assert!(words.contains("up to Mar 2, 2026, 08:17,"), "{words}");
        assert_eq!(std::fs::read(home.path()).unwrap(), before, "untouched");
        assert_eq!(lost(&home), told, "it is asked until it was answered");
    }
}

#[test]
fn a_newer_copy_that_is_put_back_ends_the_question() {
    let home = Home::new();
    let mut store = home.create();
    answer(&mut store, "A", 2);
    store.close().unwrap();
    let older = std::fs::read(home.path()).unwrap();
    let mut store = home.open().unwrap();
    answer(&mut store, "A", 3);
    store.close().unwrap();
    let newer = std::fs::read(home.path()).unwrap();
    std::fs::write(home.path(), older).unwrap();
    assert_eq!(lost(&home).entries, Some(3));
    std::fs::write(home.path(), newer).unwrap();
    let mut store = home.open().unwrap();
    assert_eq!(held(&mut store, "A"), 5);
    answer(&mut store, "A", 1);
}

#[test]
fn whoever_goes_on_is_asked_once_and_what_was_there_is_kept() {
    let home = Home::new();
    let mut store = home.create();
    answer(&mut store, "A", 2);
    store.close().unwrap();
    let older = std::fs::read(home.path()).unwrap();
    let mut store = home.open().unwrap();
    answer(&mut store, "A", 3);
    kill(store, &home);
    std::fs::write(home.path(), &older).unwrap();
    let bytes = vec![7; 100];
    std::fs::write(log(&home), &bytes).unwrap();
    assert_eq!(lost(&home).entries, Some(3));
    let mut store = Store::open_without_end(&home.lock, &home.path(), &KEY, now()).unwrap();
    assert_eq!(held(&mut store, "A"), 2);
    let aside = home
        .path()
        .with_file_name("onsite.db.before-2026-03-02-081500");
    assert_eq!(std::fs::read(aside).unwrap(), older);
    let aside = home
        .path()
        .with_file_name("onsite.db-wal.before-2026-03-02-081500");
    assert_eq!(std::fs::read(aside).unwrap(), bytes);
    let record = store
        .place("gone-on-without/2026-03-02T08:15:00-05:00")
        .unwrap();
    assert!(record.unwrap().contains("\"entries\":3"));
    say(&mut store, "A", "on");
    store.close().unwrap();
    let mut store = home.open().unwrap();
    assert_eq!(held(&mut store, "A"), 3, "never asked again");
}

#[test]
fn other_entries_in_the_place_of_those_that_were_there_are_told_too() {
    let home = Home::new();
    let mut store = home.create();
    answer(&mut store, "A", 1);
    store.close().unwrap();
    let older = std::fs::read(home.path()).unwrap();
    let mut store = home.open().unwrap();
    answer(&mut store, "A", 2);
    store.close().unwrap();
    let aside = std::fs::read(head(&home)).unwrap();
    // The older copy is worked on without the head, then the head is put back.
    std::fs::write(home.path(), older).unwrap();
    std::fs::remove_file(head(&home)).unwrap();
    let mut store = home.open().unwrap();
    for line in ["x", "y", "z"] {
        say(&mut store, "A", line);
    }
    store.close().unwrap();
    std::fs::write(head(&home), aside).unwrap();
    let told = lost(&home);
    assert_eq!(told.entries, None);
    assert!(
        told.to_string().starts_with("what you entered last, up to"),
        "{told}"
    );
}

#[test]
fn a_head_that_lags_is_damaged_or_is_of_another_vault_is_in_nobodys_way() {
    let home = Home::new();
    let mut store = home.create();
    answer(&mut store, "A", 3);
    let lagging = std::fs::read(head(&home)).unwrap();
    answer(&mut store, "A", 3);
    store.close().unwrap();
    let other = Home::new();
    let mut store = Store::create(&other.lock, &other.path(), &[9; 32], &device("d")).unwrap();
    say(&mut store, "Z", "another vault's");
    let of_another = std::fs::read(head(&other)).unwrap();
    for bytes in [
        lagging,
        of_another,
        Vec::new(),
        vec![0xff; 8192],
        vec![1; 20_000],
    ] {
        std::fs::write(head(&home), bytes).unwrap();
        let mut store = home.open().unwrap();
        assert_eq!(held(&mut store, "A"), 6);
        store.close().unwrap();
    }
    std::fs::remove_file(head(&home)).unwrap();
    std::fs::create_dir(head(&home)).unwrap();
    let mut store = home.open().unwrap();
    say(&mut store, "A", "saved all the same");
}

#[test]
fn the_head_tells_nothing_to_whoever_has_no_key() {
    let home = Home::new();
    let mut store = home.create();
    answer(&mut store, "2026-LAKESIDE", 3);
    let bytes = std::fs::read(head(&home)).unwrap();
    let name = b"LAKESIDE";
    assert!(!bytes.windows(name.len()).any(|window| window == name));
}

#[test]
fn what_does_not_open_is_told_by_its_cause_and_an_empty_one_keeps_its_log() {
    let home = Home::new();
    let mut store = home.create();
    answer(&mut store, "A", 3);
    kill(store, &home);
    let (whole, the_log) = (
        std::fs::read(home.path()).unwrap(),
        std::fs::read(log(&home)).unwrap(),
    );
    let sqlite = b"SQLite format 3\0".repeat(512);
    let mut zeros = whole.clone();
    zeros[..4096].fill(0);
    for (content, cause) in [
        (&b""[..], "it is empty"),
        (&sqlite, "another program"),
        (&zeros, "written over with zeros"),
        (b"hello", "too short"),
    ] {
        std::fs::write(home.path(), content).unwrap();
        let refused = home.open().unwrap_err().to_string();
        assert!(refused.contains(cause), "{refused}");
        assert_eq!(std::fs::read(log(&home)).unwrap(), the_log, "{cause}");
    }
    std::fs::write(home.path(), &whole).unwrap();
    home.open().unwrap().close().unwrap();
    let whole = std::fs::read(home.path()).unwrap();
    std::fs::write(home.path(), &whole[..whole.len() - 4096]).unwrap();
    let refused = home.open().unwrap_err().to_string();
    assert!(refused.contains("it was cut"), "{refused}");
}
