//! The command line as a person or a script meets it: the real program, its own data folder.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "support/finished.rs"]
mod finished;
mod support;

use onsite::domain::ids::CaseId;
use onsite::vault::{Cost, Passphrase, random};
use onsite::workspace::{DataFolder, NewUser, Workspace, World};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A folder to work in, with a data folder of its own in it.
struct Place(TempDir);

/// What a run came to.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Place {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onsite"));
        command
            .args(arguments)
            .current_dir(self.0.path())
            .env("ONSITE_DATA_DIR", self.path("data"))
            .env("HOME", self.path("home"))
            .stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let Output {
            status,
            stdout,
            stderr,
        } = self.command(arguments).output().unwrap();
        Ran {
            code: status.code().unwrap(),
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
        }
    }

    /// Sets up the data folder for Ann, cheaply, and writes her passphrase into `pass`.
    fn set_up(&self) {
        fs::write(self.path("pass"), format!("{PASSPHRASE}\n")).unwrap();
        self.workspace(|workspace| {
            workspace
                .set_up(&NewUser {
                    name: "Ann Miller",
                    credential: "RN, OCN",
                    principal: Some("ann-01"),
                    passphrase: &Passphrase::new(PASSPHRASE),
                    adopt: None,
                })
                .unwrap();
        });
    }

    /// Works in the data folder as the app would.
    fn workspace<T>(&self, work: impl FnOnce(&mut Workspace) -> T) -> T {
        let now = || chrono::Local::now().fixed_offset();
        let world = World::new(now, random::from_system, Cost::CHEAPEST);
        let folder = DataFolder::at(self.path("data"));
        let mut workspace = Workspace::open(folder, world).unwrap();
        if workspace.folder().is_set_up().unwrap() {
            workspace.unlock(&Passphrase::new(PASSPHRASE)).unwrap();
        }
        work(&mut workspace)
    }

    /// The sample packet with changes, as a file.
    fn packet(&self, name: &str, changes: &[(&str, &str)]) {
        let mut text = fs::read_to_string("standards/sample-packet.json").unwrap();
        for (from, to) in changes {
            assert!(text.contains(from), "{from}");
            text = text.replace(from, to);
        }
        fs::write(self.path(name), text).unwrap();
    }

    /// The training bundle in `demo`, its name.
    fn demo(&self) -> String {
        let ran = self.run(&["demo", "--bundle", "demo"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let name = "demo/TRAINING-2026-LAKESIDE-00-survey-r1.onsite.zip";
        assert!(self.path(name).is_file(), "{}", ran.out);
        name.to_owned()
    }
}

const PASSPHRASE: &str = "velvet otter kiln ramp";
const ROSTER: &str = "demo/roster-1.onsite.zip";

/// Changes one byte in the middle of a file.
fn flip(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
}

#[test]
fn the_training_bundle_is_good_by_its_roster_and_by_no_other() {
    let place = Place::new();
    let bundle = place.demo();
    let good = place.run(&["verify", &bundle, "--roster", ROSTER]);
    assert_eq!(good.code, 0, "{}", good.out);
    assert!(good.out.starts_with("TRAINING: "), "{}", good.out);
    assert!(
        good.out
            .contains("\nGood: whole, survey signed by training-surveyor")
    );
    assert!(good.out.contains("Root: SHA256:"), "{}", good.out);
    let unknown = place.run(&["verify", &bundle]);
    assert_eq!(unknown.code, 1);
    assert!(unknown.out.contains("No roster: nobody says who may sign."));
    assert!(!place.path("data").exists(), "verify leaves nothing behind");
}

#[test]
fn the_training_bundle_is_the_same_each_time_and_nothing_of_others_is_replaced() {
    let place = Place::new();
    let bundle = place.demo();
    let first = fs::read(place.path(&bundle)).unwrap();
    place.demo();
    assert_eq!(fs::read(place.path(&bundle)).unwrap(), first);
    fs::write(place.path("demo/training_key"), "mine").unwrap();
    let ran = place.run(&["demo", "--bundle", "demo"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("training_key"), "{}", ran.err);
    assert_eq!(fs::read(place.path("demo/training_key")).unwrap(), b"mine");
}

#[test]
fn stock_tools_accept_the_training_bundle() {
    if !support::tools(&["unzip", "ssh-keygen", "sha256sum", "bash"]) {
        return;
    }
    let place = Place::new();
    let bundle = place.demo();
    fs::write(
        place.path("verify.sh"),
        place.run(&["verify", "--script"]).out,
    )
    .unwrap();
    let script = |bundle: &str| {
        Command::new("bash")
            .args([
                "verify.sh",
                bundle,
                "demo/allowed_signers",
                "demo/revoked_keys",
            ])
            .current_dir(place.0.path())
            .output()
            .unwrap()
    };
    let good = script(&bundle);
    assert!(
        good.status.success(),
        "{}",
        String::from_utf8_lossy(&good.stderr)
    );
    flip(&place.path(&bundle));
    assert!(!script(&bundle).status.success());
}

#[test]
fn a_flipped_byte_a_missing_file_and_a_newer_format_have_their_own_exit_codes() {
    let place = Place::new();
    let bundle = place.demo();
    let (bytes, seed) = (fs::read(place.path(&bundle)).unwrap(), 1);
    flip(&place.path(&bundle));
    let flipped = place.run(&["verify", &bundle, "--roster", ROSTER]);
    assert_eq!(flipped.code, 1, "{}", flipped.out);
    assert!(flipped.out.starts_with("Refused: "), "{}", flipped.out);
    let missing = place.run(&["verify", "nowhere.onsite.zip"]);
    assert_eq!(missing.code, 3);
    assert!(missing.err.contains("could not be read"), "{}", missing.err);
    let purpose = onsite::bundle::kinds::Namespace::Survey;
    let newer = support::bundles::resigned(&bytes, "00-survey", (purpose, seed), |all| {
        let (from, to) = ("onsite-bundle/1", "onsite-bundle/2");
        support::bundles::replace(all, "00-survey/step.json", from, to);
    });
    fs::write(place.path("newer.onsite.zip"), newer).unwrap();
    let newer = place.run(&["verify", "newer.onsite.zip"]);
    assert_eq!(newer.code, 3, "{}", newer.out);
    assert!(newer.out.contains("newer onsite"), "{}", newer.out);
    assert!(newer.out.contains("Update onsite"), "{}", newer.out);
}

#[test]
fn the_answers_come_as_json_too() {
    let place = Place::new();
    let bundle = place.demo();
    let good = place.run(&["verify", "--json", &bundle, "--roster", ROSTER]);
    let value: serde_json::Value = serde_json::from_str(&good.out).unwrap();
    assert_eq!(value["code"], "good");
    assert_eq!(value["training"], true);
    assert_eq!(value["answers"]["whole"]["verdict"], "yes");
    assert_eq!(value["steps"][0]["principal"], "training-surveyor");
    flip(&place.path(&bundle));
    let bad = place.run(&["verify", "--json", &bundle, "--roster", ROSTER]);
    let value: serde_json::Value = serde_json::from_str(&bad.out).unwrap();
    assert_eq!((bad.code, value["exit"].as_i64()), (1, Some(1)));
    assert!(value["remedy"].is_string() && value["steps"] == serde_json::json!([]));
}

#[test]
fn a_roster_is_no_survey_and_a_survey_no_roster() {
    let place = Place::new();
    let bundle = place.demo();
    let survey = place.run(&["verify", ROSTER]);
    assert_eq!(survey.code, 1, "{}", survey.out);
    assert!(survey.out.contains("--roster"), "{}", survey.out);
    let roster = place.run(&["verify", &bundle, "--roster", &bundle]);
    assert_eq!(roster.code, 1);
    assert!(roster.err.contains("not a roster"), "{}", roster.err);
}

#[test]
fn without_a_terminal_the_app_says_so() {
    let place = Place::new();
    for arguments in [&[][..], &["demo"]] {
        let ran = place.run(arguments);
        assert_eq!(ran.code, 3);
        assert!(ran.err.contains("not a terminal"), "{}", ran.err);
        assert!(!place.path("data").exists());
    }
}

#[test]
fn a_wrong_command_line_is_told_and_help_has_examples() {
    let place = Place::new();
    assert_eq!(place.run(&["frobnicate"]).code, 2);
    assert_eq!(place.run(&["verify"]).code, 2);
    assert_eq!(place.run(&["verify", "--script", "file"]).code, 2);
    for command in [
        &["--help"][..],
        &["demo", "--help"],
        &["import", "--help"],
        &["seal", "--help"],
        &["open", "--help"],
        &["roster", "--help"],
        &["verify", "--help"],
    ] {
        let help = place.run(command);
        assert_eq!(help.code, 0);
        assert!(help.out.contains("Examples:"), "{}", help.out);
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_is_no_fault() {
    let place = Place::new();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = place
        .command(&["verify", "--script"])
        .stdout(writer)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stderr.is_empty());
}

const REAL: [(&str, &str); 2] = [
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
    assert!(!held.out.contains("TRAINING"));
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
fn a_file_that_is_not_whole_is_not_shown() {
    let place = Place::new();
    let bundle = place.demo();
    let good = place.run(&["open", &bundle]);
    assert_eq!(good.code, 3, "there is no terminal to show it on");
    assert!(good.err.contains("not a terminal"), "{}", good.err);
    flip(&place.path(&bundle));
    let bad = place.run(&["open", &bundle]);
    assert_eq!(bad.code, 1);
    assert!(bad.err.contains("Do not use the file"), "{}", bad.err);
    assert_eq!(bad.out, "");
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
