//! What is asked at a keyboard: passphrases, which are never shown, and yes or no.

use crate::place::{PASSPHRASE, Place, ROSTER};
use crate::pty::Pty;
use crate::work::REAL;
use portable_pty::CommandBuilder;

fn start(place: &Place, arguments: &[&str]) -> Pty {
    std::fs::create_dir_all(place.path("tmp")).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_onsite"));
    command.args(arguments);
    command.cwd(place.0.path());
    command.env("ONSITE_DATA_DIR", place.path("data"));
    command.env("HOME", place.path("home"));
    command.env("TMPDIR", place.path("tmp"));
    command.env("TERM", "xterm-256color");
    Pty::start(command, 80, 24)
}

#[test]
fn a_typed_passphrase_is_never_shown_and_the_changes_are_asked_for() {
    let place = Place::new();
    place.set_up();
    place.packet("packet.json", &REAL);
    let mut pty = start(&place, &["import", "packet.json"]);
    pty.wait_for("Passphrase:");
    pty.send(b"wrong\x15");
    pty.send(PASSPHRASE.as_bytes());
    pty.send(b"x\x7f\r");
    pty.wait_for("Case REAL-1 is opened.");
    assert_eq!(pty.wait_exit(), 0);
    let shown = String::from_utf8_lossy(&pty.written).into_owned();
    assert!(
        !shown.contains("velvet") && !shown.contains("wrong"),
        "{shown}"
    );
    let changes = [
        REAL[0],
        REAL[1],
        ("\"issue\": 1", "\"issue\": 2"),
        ("North", "Nord"),
    ];
    place.packet("packet-2.json", &changes);
    let mut pty = start(
        &place,
        &["import", "packet-2.json", "--passphrase-file", "pass"],
    );
    pty.wait_for("Type yes or no:");
    pty.send(b"yes\r");
    pty.wait_for("brought up to date");
    assert_eq!(pty.wait_exit(), 0);
}

#[test]
fn escape_stops_and_nothing_is_done() {
    let place = Place::new();
    place.set_up();
    place.packet("packet.json", &REAL);
    let mut pty = start(&place, &["import", "packet.json"]);
    pty.wait_for("Passphrase:");
    pty.send(b"\x03");
    pty.wait_for("Stopped. Nothing was done.");
    assert_eq!(pty.wait_exit(), 1);
    assert_eq!(place.workspace(|w| w.list_cases(None, 9).unwrap()), []);
}

#[test]
fn the_demonstration_opens_asks_nothing_and_leaves_nothing() {
    let place = Place::new();
    let mut pty = start(&place, &["demo"]);
    pty.wait_for("Lakeside Oncology (TRAINING)");
    pty.send(b"\x1b");
    pty.wait_for("Cases and visits");
    pty.send(b"q");
    assert_eq!(pty.wait_exit(), 0);
    assert!(!place.path("data").exists());
    let left = std::fs::read_dir(place.path("tmp")).unwrap().count();
    assert_eq!(left, 0, "the folder is thrown away");
}

#[test]
fn a_signed_file_is_shown_for_reading() {
    let place = Place::new();
    let bundle = place.demo();
    let mut pty = start(&place, &["open", &bundle, "--roster", ROSTER]);
    pty.wait_for("open for reading");
    pty.send(b"q");
    assert_eq!(pty.wait_exit(), 0);
    assert!(!place.path("data").exists());
}

#[test]
fn the_first_start_sets_up_and_the_next_asks_for_the_passphrase() {
    let place = Place::new();
    let mut pty = start(&place, &[]);
    pty.wait_for("Your name");
    pty.hang_up(b"x");
    place.set_up();
    let mut pty = start(&place, &[]);
    pty.wait_for("assphrase");
    assert!(!pty.screen().contents().contains("Your name"));
    pty.hang_up(b"x");
}
