//! What the program leaves of somebody's words outside its database: in memory after locking, in
//! core dumps, in folders for temporary files, in what others can read.
#![cfg(target_os = "linux")]

use crate::play::{PASSPHRASE, Place, end_by, press, press_until, unlock};
use rustix::process::Signal;
use std::fs::File;
use std::os::unix::fs::{FileExt as _, PermissionsExt as _};
use std::path::Path;

/// Larger pieces of memory are none that text is kept in.
const MOST: u64 = 256 << 20;

/// How often the memory of a process holds these bytes; nothing where it may not be read.
fn in_memory(process: u32, bytes: &[u8]) -> Option<usize> {
    let maps = std::fs::read_to_string(format!("/proc/{process}/maps")).ok()?;
    let memory = File::open(format!("/proc/{process}/mem")).ok()?;
    let mut found = 0;
    let mut read_any = false;
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let (range, rights) = (words.next()?, words.next()?);
        let (from, to) = range.split_once('-')?;
        let from = u64::from_str_radix(from, 16).ok()?;
        let size = u64::from_str_radix(to, 16).ok()? - from;
        if !rights.starts_with("rw") || size > MOST {
            continue;
        }
        let mut piece = vec![0; usize::try_from(size).ok()?];
        // A page may have gone since.
        if memory.read_exact_at(&mut piece, from).is_ok() {
            read_any = true;
            found += piece.windows(bytes.len()).filter(|w| *w == bytes).count();
        }
    }
    read_any.then_some(found)
}

#[test]
fn after_locking_nothing_of_the_survey_is_in_memory() {
    const WORDS: &[u8] = b"pump seven was not primed";
    let place = Place::new();
    place.set_up();
    let mut pty = place.start(&[]);
    unlock(&mut pty);
    pty.wait_for("[Records:");
    press_until(&mut pty, "t", "Goes in the report");
    pty.send(WORDS);
    pty.wait_for("not primed");
    press_until(&mut pty, "Esc", "Saved ");
    let Some(before) = in_memory(pty.process, WORDS) else {
        eprintln!("skipped: the memory of a child cannot be read on this system");
        return;
    };
    assert!(before > 0, "looks in the right place");
    press_until(&mut pty, ":", "What would you like to do?");
    pty.send(b"lock");
    pty.wait_for("Locks onsite");
    press(&mut pty, "Enter");
    pty.wait_for("onsite is locked");
    for held in [
        WORDS,
        PASSPHRASE.as_bytes(),
        b"Lakeside Oncology (TRAINING)",
    ] {
        // The program itself holds the training visit, in pages that are not written to.
        assert_eq!(in_memory(pty.process, held), Some(0), "{held:?}");
    }
    // The same process goes on.
    unlock(&mut pty);
    pty.wait_for("[Records:");
    end_by(&mut pty, Signal::TERM);
}

#[test]
fn no_core_is_dumped_and_nobody_else_can_read_what_is_written() {
    let place = Place::new();
    place.set_up();
    let data = place.path("data");
    std::fs::set_permissions(&data, std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut pty = place.start(&[]);
    unlock(&mut pty);
    pty.wait_for("[Records:");
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", pty.process)).unwrap();
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core"))
        .unwrap();
    let sizes: Vec<&str> = core.split_whitespace().skip(4).take(2).collect();
    assert!(sizes == ["1", "1"] || sizes == ["0", "0"], "{core}");
    assert_closed(&data);
    end_by(&mut pty, Signal::TERM);
    std::fs::write(place.path("pass"), PASSPHRASE).unwrap();
    let case = place.finish().to_string();
    let seal = [
        "seal",
        "--case",
        &case,
        "--initials",
        "AM",
        "--passphrase-file",
        "pass",
    ];
    assert_eq!(place.run(&seal).status.code(), Some(0));
    assert_closed(&data);
}

/// Whether a folder and all in it is its owner's alone.
fn assert_closed(folder: &Path) {
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(folder), 0o700, "{}", folder.display());
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => assert_closed(&path),
            false => assert_eq!(mode(&path), 0o600, "{}", path.display()),
        }
    }
}

#[test]
fn the_folder_of_a_demonstration_that_was_killed_is_cleaned_by_the_next() {
    let place = Place::new();
    let folders = || {
        let entries = std::fs::read_dir(place.path("tmp")).unwrap();
        let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths
    };
    let start = || {
        let mut pty = place.start(&["demo"]);
        pty.wait_for("before you can sign");
        pty
    };
    let mut killed = start();
    killed.signal(Signal::KILL);
    killed.wait_exit();
    let left = folders();
    assert_eq!(left.len(), 1);
    assert_closed(&left[0]);
    let mut first = start();
    let one = folders();
    assert!(one.len() == 1 && one != left, "{one:?}");
    // One that runs is left alone.
    let mut second = start();
    assert!(folders().len() == 2 && folders().contains(&one[0]));
    end_by(&mut second, Signal::TERM);
    end_by(&mut first, Signal::TERM);
    assert!(folders().is_empty());
}

#[test]
fn a_wrong_passphrase_makes_the_next_process_wait_too() {
    let place = Place::new();
    place.set_up();
    std::fs::write(place.path("wrong"), "something else").unwrap();
    std::fs::write(place.path("pass"), PASSPHRASE).unwrap();
    let key = |file| place.run(&["key", "--passphrase-file", file]);
    // Each wrong one doubles the wait, whichever process it was typed in.
    let mut waits = 0;
    for _ in 0..40 {
        let ran = key("wrong");
        assert_eq!(ran.status.code(), Some(1));
        let told = String::from_utf8_lossy(&ran.stderr).into_owned();
        waits += usize::from(told.contains("before the next try"));
        if waits == 2 {
            break;
        }
    }
    assert_eq!(waits, 2, "nobody had to wait");
    let tries = std::fs::read_to_string(place.path("data/tries.json")).unwrap();
    assert!(!tries.contains("\"wrong\":0"), "{tries}");
    assert!(!tries.contains("something else"), "{tries}");
}
