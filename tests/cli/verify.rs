//! `onsite verify`: what it says first, several files, JSON whatever happens, closed pipes.

use crate::place::{PASSPHRASE, Place, ROSTER, flip};
use crate::support;
use crate::support::bundles::*;
use onsite::bundle::roster::RosterList;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::fs;
use std::process::{Command, Stdio};

/// A roster and the survey of the made-up office, and its name.
fn office(place: &Place, list: &RosterList) -> (&'static str, &'static str) {
    fs::write(place.path("survey.zip"), survey_file()).unwrap();
    fs::write(place.path("office.zip"), roster_file(list, true)).unwrap();
    ("survey.zip", "office.zip")
}

#[test]
fn what_the_file_is_about_is_said_before_the_answers() {
    let place = Place::new();
    let bundle = place.demo();
    let ran = place.run(&["verify", &bundle, "--roster", ROSTER]);
    let at = |words: &str| {
        let found = ran.out.find(words);
        found.unwrap_or_else(|| panic!("{words} is not in\n{}", ran.out))
    };
    let sha256 = hex::encode(Sha256::digest(fs::read(place.path(&bundle)).unwrap()));
    let aloud = [&sha256[..4], &sha256[4..8], &sha256[8..12], &sha256[12..16]].join(" ");
    for words in [
        "Practice               Lakeside Oncology (TRAINING)",
        "Case                   TRAINING-2026-LAKESIDE, visit ",
        "Step                   survey, revision 1",
        "Signer                 Robin Vale (TRAINING), RN, OCN (training-surveyor)",
        "Signed                 Nov 18, 2026, 16:40 UTC-06:00",
        &format!("SHA-256                {sha256}"),
        &format!("To read aloud          {aloud}"),
    ] {
        assert!(at(words) < at("Whole       "), "{words}");
    }
    assert!(!ran.out.contains("Note: The packet assigns"), "{}", ran.out);
    let unknown = place.run(&["verify", &bundle]);
    assert!(
        unknown
            .out
            .contains("training-surveyor, whom no roster names")
    );
}

#[test]
fn a_packet_for_somebody_else_is_a_note() {
    let place = Place::new();
    let mut list = roster_list();
    let (survey, roster) = office(&place, &list);
    let ran = place.run(&["verify", survey, "--roster", roster]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert!(!ran.out.contains("The packet assigns"), "{}", ran.out);
    list.entries[0].name = "Ann Miller, RN, OCN".into();
    let (survey, roster) = office(&place, &list);
    let ran = place.run(&["verify", survey, "--roster", roster]);
    assert_eq!(ran.code, 0, "{}", ran.out);
    let note = "Note: The packet assigns visit visit-1 to TRAINING ann-01, RN, OCN (ann-01); it was \
                signed by Ann Miller, RN, OCN (ann-01).";
    assert!(ran.out.contains(note), "{}", ran.out);
}

#[test]
fn several_files_are_a_line_each_and_the_worst_code() {
    let place = Place::new();
    let bundle = place.demo();
    let other = "other.onsite.zip";
    fs::copy(place.path(&bundle), place.path(other)).unwrap();
    let all = |files: &[&str]| {
        let ran = place.run(&[files, &["--roster", ROSTER]].concat());
        assert_eq!(ran.out.lines().count(), files.len() - 1, "{}", ran.out);
        (ran.code, ran.out)
    };
    let (code, out) = all(&["verify", &bundle, other]);
    assert_eq!(code, 0, "{out}");
    assert!(
        out.lines()
            .all(|line| line.contains(": TRAINING. Good: whole"))
    );
    let (code, out) = all(&["verify", &bundle, "nowhere.zip"]);
    assert_eq!(code, 3, "{out}");
    assert!(
        out.contains("nowhere.zip: ") && out.contains("could not be read"),
        "{out}"
    );
    flip(&place.path(other));
    let (code, out) = all(&["verify", "nowhere.zip", other, &bundle]);
    assert_eq!(code, 1, "a no is worse than what could not be read: {out}");
    assert!(out.contains("other.onsite.zip: Refused: "), "{out}");
}

#[test]
fn an_object_a_file_is_written_whatever_happens() {
    let place = Place::new();
    let bundle = place.demo();
    let objects = |arguments: &[&str]| {
        let ran = place.run(&[&["verify", "--json"], arguments].concat());
        let lines = ran.out.lines();
        let read = |line: &str| serde_json::from_str::<Value>(line).unwrap();
        (ran.code, lines.map(read).collect::<Vec<Value>>())
    };
    let (code, good) = objects(&[&bundle, "--roster", ROSTER]);
    assert_eq!((code, good.len()), (0, 1));
    let sha256 = hex::encode(Sha256::digest(fs::read(place.path(&bundle)).unwrap()));
    let about = &good[0]["about"];
    assert_eq!(about["sha256"], sha256);
    assert_eq!(about["name"], "Robin Vale (TRAINING), RN, OCN");
    assert_eq!(about["signed_at"], "2026-11-18T16:40:00-06:00");
    assert_eq!(about["kind"], "survey");
    assert_eq!(good[0]["roster"]["expired"], false);

    let (code, both) = objects(&[&bundle, "nowhere.zip", "--roster", ROSTER]);
    assert_eq!((code, both.len()), (3, 2));
    assert_eq!(both[1]["code"], "read");
    assert_eq!(both[1]["exit"], 3);
    assert_eq!(both[1]["answers"], Value::Null);
    // The same members, whatever happens.
    let names = |value: &Value| {
        value
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&both[0]), names(&both[1]));
    let (code, roster) = objects(&[&bundle, "--roster", "nowhere.zip"]);
    assert_eq!((code, &roster[0]["code"]), (3, &Value::from("read")));
    let (code, roster) = objects(&[&bundle, "--roster", &bundle]);
    assert_eq!((code, &roster[0]["code"]), (1, &Value::from("not-roster")));
    assert!(roster[0]["remedy"].is_string());
    let documented = fs::read_to_string("src/bundle/FORMAT.md").unwrap();
    for name in names(&both[0]) {
        assert!(documented.contains(&format!("| `{name}` |")), "{name}");
    }
    for name in names(about) {
        assert!(documented.contains(&name), "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_closes_the_pipe_changes_no_exit_code() {
    let place = Place::new();
    let bundle = place.demo();
    let unread = |arguments: &[&str]| {
        let mut child = place
            .command(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        child.wait().unwrap().code()
    };
    let good = ["verify", &bundle, "--roster", ROSTER];
    assert_eq!(unread(&good), Some(0));
    flip(&place.path(&bundle));
    assert_eq!(unread(&good), Some(1));
    assert_eq!(unread(&["verify", &bundle]), Some(1));
    assert_eq!(unread(&["verify", "--json", &bundle]), Some(1));
    assert_eq!(unread(&["verify", "nowhere.zip"]), Some(3));
    if !support::tools(&["sh", "head"]) {
        return;
    }
    // As a person would do it, with a program that leaves at once.
    let program = env!("CARGO_BIN_EXE_onsite");
    let line = format!("{{ '{program}' verify '{bundle}'; echo $? >code; }} | head -c0");
    let shell = Command::new("sh")
        .args(["-c", &line])
        .current_dir(place.0.path())
        .env("ONSITE_DATA_DIR", place.path("data"))
        .status();
    assert!(shell.unwrap().success());
    assert_eq!(fs::read_to_string(place.path("code")).unwrap(), "1\n");
}

#[test]
fn an_expired_roster_needs_to_be_allowed() {
    let place = Place::new();
    let list = roster_list();
    let expired = RosterList::new(1, list.issued, stamp("2026-06-01T00:00:00Z"), list.entries);
    let (survey, roster) = office(&place, &expired);
    let ran = place.run(&["verify", survey, "--roster", roster]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    let first = ran.out.lines().nth(1).unwrap();
    assert!(
        first.starts_with("Good, but your roster expired on Jun 1, 2026, 00:00 UTC"),
        "{first}"
    );
    let allowed = place.run(&["verify", survey, "--roster", roster, "--allow-expired"]);
    assert_eq!(allowed.code, 0, "{}", allowed.out);
    assert!(
        allowed
            .out
            .contains("Good, but your roster expired on Jun 1, 2026, 00:00 UTC")
    );
    let json = place.run(&["verify", survey, "--roster", roster, "--json"]);
    let value: Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((json.code, &value["code"]), (1, &Value::from("expired")));
}

#[test]
fn with_the_passphrase_what_was_seen_is_looked_up_and_remembered() {
    let place = Place::new();
    place.set_up();
    let (survey, roster) = office(&place, &roster_list());
    let rival = file(&[support::bundles::survey(&[b"other bytes"])]);
    fs::write(place.path("rival.zip"), rival).unwrap();
    let pass = ["--roster", roster, "--passphrase-file", "pass"];
    let run = |file: &str| place.run(&[&["verify", file], &pass[..]].concat());
    assert_eq!(
        fs::read_to_string(place.path("pass")).unwrap().trim(),
        PASSPHRASE
    );
    let first = run(survey);
    assert_eq!(first.code, 0, "{}{}", first.out, first.err);
    assert!(first.out.contains("no newer one is known on this computer"));
    assert_eq!(run(survey).code, 0);
    let rival = run("rival.zip");
    assert_eq!(rival.code, 1, "{}", rival.out);
    assert!(
        rival
            .out
            .contains("two different files claim to be the same revision")
    );
    let plain = place.run(&["verify", "rival.zip", "--roster", roster]);
    assert_eq!(plain.code, 0, "nothing was looked up: {}", plain.out);
    assert!(plain.out.contains("nothing seen before was looked up"));
}
