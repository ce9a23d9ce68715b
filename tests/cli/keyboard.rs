//! What is asked at a keyboard: passphrases, which are never shown, and yes or no.

use crate::place::{PASSPHRASE, Place, ROSTER};
use crate::pty::{BOUND, Pty};
use crate::work::REAL;
use portable_pty::CommandBuilder;
use rustix::process::Signal;
use std::time::{Duration, Instant};

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

/// `onsite key` at its prompt.
fn at_prompt(place: &Place) -> Pty {
    place.set_up();
    let mut pty = start(place, &["key"]);
    pty.wait_for("Passphrase:");
    assert!(pty.is_raw());
    pty
}

#[test]
fn a_pasted_passphrase_works_marked_or_not_and_a_stray_mark_kills_nothing() {
    let pasted = [
        format!("\x1b[200~{PASSPHRASE}\x1b[201~\r"),
        format!("\x1b[200~{PASSPHRASE}\n\x1b[201~\r"),
        format!("{PASSPHRASE}\n"),
    ];
    for bytes in pasted {
        let place = Place::new();
        let mut pty = at_prompt(&place);
        pty.send(bytes.as_bytes());
        pty.wait_for("This laptop can sign");
        assert_eq!(pty.wait_exit(), 0, "{bytes:?}");
    }
    // A mark whose end never comes: what follows is text after a moment.
    let place = Place::new();
    let mut pty = at_prompt(&place);
    pty.send(b"\x1b[200~velvet");
    pty.send(&PASSPHRASE.as_bytes()["velvet".len()..]);
    // Longer than the decoder waits for the end of the paste.
    pty.bytes_within(Duration::from_millis(500));
    pty.send(b"\r");
    pty.wait_for("This laptop can sign");
    assert_eq!(pty.wait_exit(), 0);
}

#[test]
fn a_signal_at_the_prompt_gives_the_terminal_back() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let place = Place::new();
        let mut pty = at_prompt(&place);
        pty.signal(signal);
        assert_ne!(pty.wait_exit(), 0, "{signal:?}");
        assert!(!pty.is_raw(), "{signal:?}");
    }
}

#[test]
fn a_pause_at_the_prompt_gives_the_terminal_back_and_what_was_typed_is_there_afterwards() {
    let place = Place::new();
    let mut pty = at_prompt(&place);
    pty.send(&PASSPHRASE.as_bytes()[..9]);
    pty.signal(Signal::TSTP);
    let end = Instant::now() + BOUND;
    while pty.is_raw() {
        assert!(Instant::now() < end, "the terminal is not given back");
    }
    // The terminal is given back first: a signal to go on that came before the pause would be lost.
    while !pty.is_paused() {
        assert!(Instant::now() < end, "it does not pause");
    }
    pty.signal(Signal::CONT);
    pty.wait("the prompt again", |screen| {
        screen.contents().matches("Passphrase:").count() == 2
    });
    while !pty.is_raw() {
        assert!(Instant::now() < end, "the keyboard is not taken again");
    }
    pty.send(&PASSPHRASE.as_bytes()[9..]);
    pty.send(b"\r");
    pty.wait_for("This laptop can sign");
    assert_eq!(pty.wait_exit(), 0);
}

#[test]
fn a_terminal_that_goes_away_at_the_prompt_ends_it() {
    let place = Place::new();
    let pty = at_prompt(&place);
    // Ctrl-L writes the prompt again, which ends the test's own reading.
    let (code, time) = pty.hang_up(b"\x0c");
    assert_ne!(code, 0);
    assert!(time < Duration::from_secs(5), "{time:?}");
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

#[test]
fn with_its_database_moved_away_it_says_so_and_writes_nothing_over() {
    let place = Place::new();
    place.set_up();
    let (database, away) = (place.path("data/onsite.db"), place.path("onsite.db"));
    std::fs::rename(&database, &away).unwrap();
    let vault = std::fs::read(place.path("data/vault.json")).unwrap();
    let ran = place.run(&["key", "--passphrase-file", "pass"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("Missing: onsite.db"), "{}", ran.err);

    let mut pty = start(&place, &[]);
    pty.wait_for("Something of an earlier onsite is here");
    pty.wait_for("onsite.db (your visits and answers");
    pty.send(b"1");
    pty.wait_for("Still missing");
    std::fs::rename(&away, &database).unwrap();
    pty.send(b"1");
    pty.wait_for("onsite is locked");
    assert_eq!(std::fs::read(place.path("data/vault.json")).unwrap(), vault);
    pty.hang_up(b"x");
}
