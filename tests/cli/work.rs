//! Working from the command line: importing, sealing, rosters, passphrases.

use crate::finished;
use crate::place::{Place, Ran};
use onsite::domain::values::ids::CaseId;
use std::fs;

pub const REAL: [(&str, &str); 2] = [
    ("\"TRAINING-2026-LAKESIDE\"", "\"REAL-1\""),
    ("\"training\": true", "\"training\": false"),
];
const PASS: [&str; 2] = ["--passphrase-file", "pass"];

/// Runs a command that needs the passphrase.
fn with_pass(place: &Place, arguments: &[&str]) -> Ran {
    place.run(&[arguments, &PASS].concat())
}

#[test]
fn a_packet_is_taken_in_once_and_a_higher_issue_only_when_agreed() {
    let place = Place::new();
    place.packet("packet.json", &REAL);
    let early = with_pass(&place, &["import", "packet.json"]);
    assert_eq!(early.code, 3);
    assert!(early.err.contains("not set up"), "{}", early.err);
    place.set_up();
    let first = with_pass(&place, &["import", "packet.json"]);
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(
        first.out.starts_with("Case REAL-1 is opened."),
        "{}",
        first.out
    );
    let again = with_pass(&place, &["import", "packet.json"]);
    assert_eq!(again.code, 0);
    assert!(
        again
            .out
            .contains("was taken in before. Nothing was changed.")
    );
    let changes = [
        REAL[0],
        REAL[1],
        ("\"issue\": 1", "\"issue\": 2"),
        ("North", "Nord"),
    ];
    place.packet("packet-2.json", &changes);
    let asked = with_pass(&place, &["import", "packet-2.json"]);
    assert_eq!(asked.code, 1);
    assert!(asked.out.contains("Nord") && asked.out.contains("Nothing was changed."));
    let agreed = with_pass(&place, &["import", "packet-2.json", "--yes"]);
    assert_eq!(agreed.code, 0, "{}", agreed.err);
    let lower = with_pass(&place, &["import", "packet.json"]);
    assert_eq!(lower.code, 0, "those very bytes were taken in before");
    let twin = [REAL[0], REAL[1], ("North", "Sud")];
    place.packet("packet-3.json", &twin);
    let lower = with_pass(&place, &["import", "packet-3.json", "--yes"]);
    assert_eq!(lower.code, 1);
    assert!(lower.err.contains("Use the newer one"), "{}", lower.err);
}

#[test]
fn a_packet_with_problems_is_told_line_by_line() {
    let place = Place::new();
    place.set_up();
    fs::write(place.path("bad.json"), "{\"format\":\"onsite-packet/1\"}").unwrap();
    let bad = with_pass(&place, &["import", "bad.json"]);
    assert_eq!(bad.code, 1);
    assert!(bad.err.contains("\"practice\" is missing"), "{}", bad.err);
    let gone = with_pass(&place, &["import", "gone.json"]);
    assert_eq!(gone.code, 3, "{}", gone.err);
}

#[test]
fn passphrases_come_from_a_file_or_a_keyboard_and_wrong_ones_are_told() {
    let place = Place::new();
    place.set_up();
    place.packet("packet.json", &REAL);
    let nobody = place.run(&["import", "packet.json"]);
    assert_eq!(nobody.code, 2);
    assert!(nobody.err.contains("--passphrase-file"), "{}", nobody.err);
    fs::write(place.path("wrong"), "something else\n").unwrap();
    let wrong = place.run(&["import", "packet.json", "--passphrase-file", "wrong"]);
    assert_eq!(wrong.code, 1);
    assert!(
        wrong.err.contains("passphrase is not right"),
        "{}",
        wrong.err
    );
    let gone = place.run(&["import", "packet.json", "--passphrase-file", "gone"]);
    assert_eq!(gone.code, 3, "{}", gone.err);
}

#[test]
fn what_is_left_is_listed_and_nothing_is_signed() {
    let place = Place::new();
    place.set_up();
    place.packet("packet.json", &REAL);
    assert_eq!(with_pass(&place, &["import", "packet.json"]).code, 0);
    let left = with_pass(&place, &["seal", "--case", "REAL-1", "--initials", "AM"]);
    assert_eq!(left.code, 1);
    assert!(
        left.out.starts_with("Not signed. Left to do"),
        "{}",
        left.out
    );
    assert!(left.out.contains("conflict of interest"));
    let gone = with_pass(&place, &["seal", "--case", "REAL-9", "--initials", "AM"]);
    assert_eq!(gone.code, 1);
    assert!(gone.err.contains("no case REAL-9"), "{}", gone.err);
    assert_eq!(place.run(&["seal", "--case", "REAL-1"]).code, 2);
    let again = with_pass(&place, &["seal", "--case", "REAL-1", "--again"]);
    assert_eq!(again.code, 1);
    assert!(again.err.contains("no signed file yet"), "{}", again.err);
}

#[test]
fn an_office_of_one_makes_its_roster_signs_and_verifies_by_it() {
    let place = Place::new();
    place.set_up();
    let made = with_pass(&place, &["roster", "init", "--out", "out"]);
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(made.out.contains("Signed by root SHA256:"), "{}", made.out);
    let twice = with_pass(&place, &["roster", "init", "--out", "out"]);
    assert_eq!(twice.code, 1, "{}", twice.err);
    place.packet("packet.json", &REAL);
    assert_eq!(with_pass(&place, &["import", "packet.json"]).code, 0);
    let case = CaseId::new("REAL-1").unwrap();
    place.workspace(|workspace| finished::finish(workspace, &case));
    let seal = [
        "seal",
        "--case",
        "REAL-1",
        "--initials",
        "AM",
        "--out",
        "out",
    ];
    let sealed = with_pass(&place, &seal);
    assert_eq!(sealed.code, 0, "{}{}", sealed.out, sealed.err);
    assert!(sealed.out.contains("program office"), "{}", sealed.out);
    let file = "out/REAL-1-00-survey-r1.onsite.zip";
    let held = place.run(&["verify", file]);
    assert_eq!(held.code, 0, "{}", held.out);
    assert!(held.out.contains("the one accepted on this computer"));
    assert!(!held.out.contains("TRAINING: "), "{}", held.out);
    // The packet of this test assigns the visit to the sample's Surveyor.
    assert!(held.out.contains("Note: The packet assigns visit"));
    assert!(held.out.contains("by Ann Miller, RN, OCN (ann-01)."));
    let sent = sealed.out.lines();
    let aloud = sent.filter_map(|line| line.trim().strip_prefix("To read aloud: "));
    let aloud: Vec<&str> = aloud.collect();
    assert_eq!(aloud.len(), 1, "{}", sealed.out);
    assert!(
        held.out.contains(aloud[0]),
        "sender and reader say the same"
    );
    let elsewhere = |arguments: &[&str]| {
        let data = ["--data-dir", "elsewhere"];
        place.run(&[arguments, &data].concat())
    };
    assert_eq!(elsewhere(&["verify", file]).code, 1);
    let roster = "out/roster-1.onsite.zip";
    assert_eq!(elsewhere(&["verify", file, "--roster", roster]).code, 0);
    let unasked = elsewhere(&["roster", "accept", roster]);
    assert_eq!(unasked.code, 1, "nobody compared the fingerprint");
    let wrong = elsewhere(&["roster", "accept", roster, "--root", "SHA256:other"]);
    assert_eq!(wrong.code, 1, "{}", wrong.out);
    let root = made
        .out
        .lines()
        .find_map(|line| line.trim().strip_prefix("Signed by root "));
    let accepted = elsewhere(&["roster", "accept", roster, "--root", root.unwrap()]);
    assert_eq!(accepted.code, 0, "{}{}", accepted.out, accepted.err);
    assert_eq!(elsewhere(&["verify", file]).code, 0);
    assert_eq!(
        elsewhere(&["roster", "accept", roster]).code,
        0,
        "the same one"
    );
}

#[test]
fn a_second_instance_is_told_who_is_first() {
    let place = Place::new();
    place.set_up();
    place.packet("packet.json", &REAL);
    place.workspace(|_| {
        let second = with_pass(&place, &["import", "packet.json"]);
        assert_eq!(second.code, 3);
        let us = std::process::id().to_string();
        assert!(second.err.contains("already open") && second.err.contains(&us));
    });
}

#[cfg(target_os = "linux")]
#[test]
fn a_seal_that_cannot_be_printed_is_told_as_signed() {
    let place = Place::new();
    place.set_up();
    place.packet("packet.json", &REAL);
    assert_eq!(with_pass(&place, &["import", "packet.json"]).code, 0);
    let case = CaseId::new("REAL-1").unwrap();
    place.workspace(|workspace| finished::finish(workspace, &case));
    let seal = ["seal", "--case", "REAL-1", "--initials", "AM"];
    let full = std::fs::File::options()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let output = place
        .command(&[&seal[..], &["--passphrase-file", "pass"]].concat())
        .stdout(full)
        .output()
        .unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(3), "{err}");
    assert!(
        err.contains("the visit is signed and its file is at"),
        "{err}"
    );
    assert!(err.contains("need not be signed again"), "{err}");
    let again = with_pass(&place, &["seal", "--case", "REAL-1", "--again"]);
    assert_eq!(again.code, 0, "{}", again.err);
}
