//! Kills, failing disks and second instances, each with a process of its own.
//!
//! The oracle of every fault: what was said to be saved is there, at most the one in flight is
//! there too, and the chain holds. `ONSITE_KILL_ROUNDS` sets how many kills (25 if not given).

use super::child::{command, said};
use super::home::{Home, case_id, device, now, reopen};
use super::tools::tool;
use onsite::domain::values::digest::Digest;
use onsite::store::{DATABASE_FILE, InstanceLock, StoreError};
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::Path;

/// A folder with an empty database that nobody has open.
fn folder() -> tempfile::TempDir {
    let home = Home::new();
    home.create().close().unwrap();
    home.folder
}

/// Reopens the database and compares it with what was said to be saved.
fn nothing_is_lost(folder: &Path, acknowledged: u64) -> u64 {
    let (_lock, mut store) = reopen(folder);
    let record = store.load_case(&case_id("A")).unwrap().unwrap_or_default();
    let held = record.entries.len() as u64;
    assert!(
        held == acknowledged || held == acknowledged + 1,
        "{acknowledged} were said to be saved, {held} are there"
    );
    let mut before = Digest::ZERO;
    for (at, entry) in record.entries.iter().enumerate() {
        let line = String::from_utf8(entry.line.clone()).unwrap();
        assert!(line.starts_with(&format!("{} {before} ", at + 1)), "{line}");
        before = Digest::of(&entry.line);
    }
    assert_eq!(
        record.texts.len() as u64,
        held / 3,
        "entry and text stand or fall together"
    );
    if acknowledged > 0 {
        let draft: u64 = record.drafts[0]
            .text
            .strip_prefix("draft ")
            .unwrap()
            .parse()
            .unwrap();
        assert!(
            (held..=held + 1).contains(&draft),
            "draft {draft} of {held}"
        );
    }
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
    held
}

#[test]
fn a_kill_at_any_moment_loses_nothing_that_was_said_to_be_saved() {
    let rounds: u64 = std::env::var("ONSITE_KILL_ROUNDS").map_or(25, |rounds| {
        rounds.parse().expect("ONSITE_KILL_ROUNDS is a number")
    });
    let folder = folder();
    let mut held = 0;
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    for round in 0..rounds {
        let mut child = command(&[], "append", folder.path(), u64::MAX)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(round);
        let wanted = (seed >> 40) % 12;
        let mut saved = held;
        let mut note = |line: &str| {
            for number in said(line, "saved ") {
                saved = number.parse().unwrap();
            }
            saved
        };
        while note("") < held + wanted {
            let Some(line) = lines.next() else {
                let said = child.wait_with_output().unwrap().stderr;
                panic!("the child ended: {}", String::from_utf8_lossy(&said));
            };
            let line = line.unwrap();
            assert!(said(&line, "refused").is_empty(), "{line}");
            note(&line);
        }
        // A moment of another length each time, without a sleep: the child goes on meanwhile.
        for _ in 0..(seed >> 20) % 60_000 {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // A line may be cut short by the kill; then it was not said.
        let mut rest = Vec::new();
        for line in lines.map_while(Result::ok) {
            rest.push(line);
        }
        for line in &rest {
            if said(line, "saved ")
                .iter()
                .all(|number| number.parse::<u64>().is_ok())
            {
                note(line);
            }
        }
        held = nothing_is_lost(folder.path(), saved);
    }
    assert!(held > 0 || rounds < 2);
}

/// The tracer with its options, writing its own words to `log`; `None` where it cannot trace.
fn tracer(log: &Path, options: &[&str]) -> Option<Vec<String>> {
    let strace = tool("strace")?;
    let works = std::process::Command::new(&strace)
        .args(["-o", "/dev/null", "true"])
        .output();
    if !works.is_ok_and(|output| output.status.success()) {
        let required = std::env::var_os("ONSITE_REQUIRE_TOOLS").is_some_and(|value| value == "1");
        assert!(!required, "strace is not allowed to trace, but required");
        eprintln!("skipped: strace is not allowed to trace here");
        return None;
    }
    let mut words = vec![
        strace.to_str().unwrap().to_owned(),
        "-f".into(),
        "-q".into(),
    ];
    words.extend(["-o".into(), log.to_str().unwrap().to_owned()]);
    words.extend(options.iter().map(|option| (*option).to_owned()));
    Some(words)
}

#[test]
fn an_answer_costs_one_sync_at_most_eight_writes_and_one_of_the_head() {
    let folder = folder();
    let log = folder.path().join("trace");
    let calls =
        "trace=write,writev,pwrite64,pwritev,fsync,fdatasync,sync_file_range,msync,sync,syncfs";
    let Some(tracer) = tracer(&log, &["-e", calls]) else {
        return;
    };
    let run = command(&tracer, "answers", folder.path(), 300)
        .output()
        .unwrap();
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stderr)
    );
    let trace = std::fs::read_to_string(&log).unwrap();
    let (mut syncs, mut writes, mut heads, mut answers, mut most) = (0, 0, 0, 0, 0);
    for line in trace.lines() {
        if line.contains("\"saved ") {
            // The first one also makes the log.
            if answers > 0 {
                assert_eq!(syncs, 1, "answer {answers}");
                assert!(writes <= 8, "answer {answers}: {writes} writes");
                assert_eq!(heads, 1, "answer {answers}");
                most = most.max(writes);
            }
            (syncs, writes, heads, answers) = (0, 0, 0, answers + 1);
        } else if line.contains("sync") {
            syncs += 1;
        } else if line.contains("pwrite") {
            writes += 1;
        } else if line.contains(" write(") && line.ends_with("= 4096") {
            // SQLite writes by place; the head is one plain write of a slot.
            heads += 1;
        }
    }
    assert_eq!(answers, 300);
    assert!((2..=8).contains(&most), "the trace shows writes: {most}");
}

#[test]
fn a_kill_at_each_write_loses_nothing() {
    let folder = folder();
    let mut held = 0;
    for when in (1..=60).step_by(2) {
        let kill = format!("inject=pwrite64:signal=SIGKILL:when={when}");
        let log = folder.path().join("trace");
        let Some(tracer) = tracer(&log, &["-e", "trace=pwrite64", "-e", &kill]) else {
            return;
        };
        let run = command(&tracer, "append", folder.path(), 20)
            .output()
            .unwrap();
        let output = String::from_utf8_lossy(&run.stdout).into_owned();
        let saved = said(&output, "saved ")
            .last()
            .map_or(held, |last| last.parse().unwrap());
        held = nothing_is_lost(folder.path(), saved);
    }
    assert!(
        held > 20,
        "the kills came late enough to write something: {held}"
    );
}

#[test]
fn a_kill_while_the_database_is_made_leaves_none_or_a_whole_one() {
    let mut made = 0;
    for when in (1..=120).step_by(6) {
        let folder = tempfile::tempdir().unwrap();
        let kill = format!("inject=pwrite64:signal=SIGKILL:when={when}");
        let log = folder.path().join("trace");
        let Some(tracer) = tracer(&log, &["-e", "trace=pwrite64", "-e", &kill]) else {
            return;
        };
        command(&tracer, "create", folder.path(), 0)
            .output()
            .unwrap();
        if folder.path().join(DATABASE_FILE).exists() {
            let (_lock, store) = reopen(folder.path());
            assert_eq!(store.device().unwrap(), device("laptop"));
            made += 1;
        }
    }
    assert!(
        (1..20).contains(&made),
        "some kills came before, some after: {made}"
    );
}

#[test]
fn a_failed_sync_is_told_and_never_tried_again() {
    for when in [6, 7, 9, 14] {
        let folder = folder();
        let fail = format!("inject=fsync,fdatasync:error=EIO:when={when}");
        let log = folder.path().join("trace");
        let Some(tracer) = tracer(&log, &["-e", "trace=fsync,fdatasync", "-e", &fail]) else {
            return;
        };
        let run = command(&tracer, "append", folder.path(), 12)
            .output()
            .unwrap();
        let output = String::from_utf8_lossy(&run.stdout).into_owned();
        let (saved, refused) = (said(&output, "saved "), said(&output, "refused "));
        assert!(!refused.is_empty(), "{output}");
        assert_eq!(
            saved.len() + refused.len(),
            12,
            "nothing is saved after the failure"
        );
        assert!(
            refused.iter().all(|words| words.starts_with("not saved")),
            "{refused:?}"
        );
        let last = saved.last().map_or(0, |last| last.parse().unwrap());
        nothing_is_lost(folder.path(), last);
    }
}

#[test]
fn a_full_disk_is_told_and_the_next_try_succeeds_when_there_is_room() {
    let folder = folder();
    let log = folder.path().join("trace");
    let full = "inject=pwrite64:error=ENOSPC:when=21";
    let Some(tracer) = tracer(&log, &["-e", "trace=pwrite64", "-e", full]) else {
        return;
    };
    let run = command(&tracer, "append", folder.path(), 12)
        .output()
        .unwrap();
    let output = String::from_utf8_lossy(&run.stdout).into_owned();
    let (saved, refused) = (said(&output, "saved "), said(&output, "refused "));
    assert_eq!((saved.len(), refused.len()), (11, 1), "{output}");
    assert!(refused[0].starts_with("the disk is full"), "{output}");
    nothing_is_lost(folder.path(), 11);
}

#[test]
fn a_second_process_is_refused_and_told_who_has_it_until_that_one_dies() {
    let folder = folder();
    let mut child = command(&[], "hold", folder.path(), 0).spawn().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    while !line.contains("held") {
        line.clear();
        assert!(
            output.read_line(&mut line).unwrap() > 0,
            "the child takes the lock"
        );
    }
    match InstanceLock::acquire(folder.path(), now()) {
        Err(StoreError::InUse { holder }) => {
            assert_eq!(holder.process, Some(child.id()));
            assert_eq!(holder.since.as_deref(), Some("2026-03-02T08:15:00-05:00"));
        }
        other => panic!("{other:?}"),
    }
    child.kill().unwrap();
    child.wait().unwrap();
    output.read_to_string(&mut line).unwrap();
    reopen(folder.path());
}

#[test]
fn a_wrong_key_writes_nothing_over_the_screen() {
    let folder = folder();
    let run = command(&[], "wrong key", folder.path(), 0)
        .output()
        .unwrap();
    let output = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(
        said(&output, "told ")[0].contains("another vault"),
        "{output}"
    );
    assert_eq!(String::from_utf8_lossy(&run.stderr), "");
}
