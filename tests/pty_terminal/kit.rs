//! The ground floor of the terminal interface on a real terminal: a toy program in the real loop.
//!
//! The test binary starts itself as that program: see `toy`.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::pty::Pty;
use crate::toy;
use portable_pty::CommandBuilder;
use rustix::process::Signal;

/// The child: this same binary, told by a variable to be the toy program. Does nothing otherwise.
#[test]
fn toy_program() {
    toy::run_if_asked();
}

fn toy_command(folder: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--exact", "kit::toy_program", "--nocapture", "--quiet"]);
    command.env(toy::ASKED, folder);
    command.env("TERM", "xterm-256color");
    command.env("LC_ALL", "C.UTF-8");
    command.env_remove("NO_COLOR");
    command
}

fn start() -> (tempfile::TempDir, Pty) {
    let folder = tempfile::tempdir().unwrap();
    let mut pty = Pty::start(toy_command(folder.path()), 80, 24);
    pty.wait_for("READY");
    (folder, pty)
}

fn saved(folder: &tempfile::TempDir) -> String {
    std::fs::read_to_string(folder.path().join("saved")).unwrap_or_default()
}

/// The terminal is as any shell expects it.
fn assert_restored(pty: &Pty) {
    let screen = pty.screen();
    assert!(!screen.alternate_screen(), "still on the alternate screen");
    assert!(!screen.bracketed_paste(), "pastes still marked");
    assert!(!screen.hide_cursor(), "cursor still hidden");
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    assert!(!pty.is_raw(), "still raw");
}

#[test]
fn entering_takes_the_terminal_and_leaving_gives_it_back() {
    let (_folder, mut pty) = start();
    assert!(pty.screen().alternate_screen() && pty.screen().bracketed_paste());
    assert_ne!(
        pty.screen().mouse_protocol_mode(),
        vt100::MouseProtocolMode::None
    );
    assert!(pty.is_raw());
    pty.send(b"q");
    assert_eq!(pty.wait_exit(), toy::FINISHED);
    assert_restored(&pty);
}

#[test]
fn a_panic_gives_the_terminal_back_saves_and_leaves_a_note_without_text() {
    let (folder, mut pty) = start();
    pty.send(b"t");
    pty.wait_for("NOTE");
    pty.send(b"secret");
    pty.wait_for("secret");
    pty.send(b"\x1b");
    pty.wait_for("COMMANDS");
    pty.send(b"P");
    assert_eq!(pty.wait_exit(), toy::PANICKED);
    assert_restored(&pty);
    let told = pty.screen().contents();
    assert!(
        told.contains("onsite stopped because of a mistake"),
        "{told}"
    );
    assert_eq!(saved(&folder), "secret");
    let note = std::fs::read_to_string(folder.path().join("crash.log")).unwrap();
    assert!(
        note.contains("toy.rs"),
        "where it happened is in the note: {note}"
    );
    assert!(!note.contains("secret"), "no text is in the note: {note}");
}

#[test]
fn signals_to_end_save_first_and_give_the_terminal_back() {
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        let (folder, mut pty) = start();
        pty.send(b"t");
        pty.wait_for("NOTE");
        pty.send(b"typed");
        pty.wait_for("typed");
        pty.signal(signal);
        assert_eq!(pty.wait_exit(), toy::SIGNALLED, "{signal:?}");
        assert_restored(&pty);
        assert_eq!(saved(&folder), "typed");
    }
}

/// Hangs up on the toy as `command` starts it, with unsaved text in it.
fn hung_up(command: CommandBuilder, folder: &tempfile::TempDir) -> (u32, Duration) {
    let mut pty = Pty::start(command, 80, 24);
    pty.wait_for("READY");
    pty.send(b"t");
    pty.wait_for("NOTE");
    pty.send(b"typed");
    pty.wait_for("typed");
    let end = pty.hang_up(b"!");
    // What was on the screen is saved; the last key may have been lost with the terminal.
    assert!(saved(folder).starts_with("typed"), "{}", saved(folder));
    end
}

#[test]
fn a_closed_terminal_ends_the_program_at_once_with_everything_saved() {
    let folder = tempfile::tempdir().unwrap();
    let (code, took) = hung_up(toy_command(folder.path()), &folder);
    assert!([toy::SIGNALLED, toy::GONE].contains(&code), "{code}");
    assert!(took < Duration::from_secs(1), "{took:?}");
}

#[test]
fn a_closed_terminal_ends_the_program_even_when_no_signal_comes() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = toy_command(folder.path());
    command.set_controlling_tty(false);
    let (code, took) = hung_up(command, &folder);
    assert_eq!(code, toy::GONE);
    assert!(took < Duration::from_secs(1), "{took:?}");
}

#[test]
fn a_new_size_is_drawn_and_a_storm_of_sizes_ends_with_the_last() {
    let (_folder, mut pty) = start();
    pty.resize(100, 30);
    pty.wait_for("size 100x30");
    for step in 0..300u16 {
        pty.resize(60 + step % 40, 18 + step % 20);
    }
    pty.resize(91, 27);
    pty.wait_for("size 91x27");
    pty.resize(1, 1);
    pty.resize(80, 24);
    pty.wait_for("size 80x24");
    pty.send(b"q");
    assert_eq!(pty.wait_exit(), toy::FINISHED);
}

#[test]
fn a_megabyte_pasted_into_a_note_is_few_settles() {
    let (folder, mut pty) = start();
    pty.send(b"t");
    pty.wait_for("NOTE");
    let line = "The second signature was not recorded. ".repeat(20) + "\r";
    let text = line.repeat(1_000_000 / line.len());
    let bytes = format!("\x1b[200~{text}\x1b[201~").into_bytes();
    let start = Instant::now();
    let writing = pty.send_much(bytes);
    let length = format!("{} bytes", text.len());
    pty.wait_for(&length);
    let took = start.elapsed();
    writing.join().unwrap();
    let settles = toy::number(&pty.screen().contents(), "settles ");
    assert!(settles <= 20, "{settles} settles");
    assert!(took < Duration::from_secs(5), "{took:?}");
    pty.signal(Signal::TERM);
    assert_eq!(pty.wait_exit(), toy::SIGNALLED);
    assert_eq!(saved(&folder), text.replace('\r', "\n"));
}

#[test]
fn a_paste_that_never_ends_does_not_swallow_the_keyboard() {
    let (_folder, mut pty) = start();
    pty.send(b"t");
    pty.wait_for("NOTE");
    let start = Instant::now();
    pty.send(b"\x1b[200~pasted");
    pty.wait_for("pasted");
    assert!(start.elapsed() < Duration::from_secs(2));
    pty.send(b"!");
    pty.wait_for("pasted!");
    pty.send(b"\x1b");
    pty.wait_for("COMMANDS");
}

#[test]
fn text_pasted_where_there_is_no_field_is_left_out_and_said_so() {
    let (_folder, mut pty) = start();
    pty.send(b"many letters, q among them");
    pty.wait_for("left out 26");
    // A key right behind a paste counts as its tail.
    assert_eq!(pty.bytes_within(Duration::from_millis(150)), 0);
    pty.send(b"q");
    assert_eq!(pty.wait_exit(), toy::FINISHED);
}

#[test]
fn a_pause_gives_the_terminal_back_and_coming_back_draws_everything() {
    let (_folder, mut pty) = start();
    pty.signal(Signal::TSTP);
    pty.wait("the shell's screen", |screen| !screen.alternate_screen());
    wait_until("the process is stopped", || {
        status(&pty, "State").starts_with('T')
    });
    assert!(!pty.is_raw());
    pty.signal(Signal::CONT);
    pty.wait("our screen", |screen| {
        screen.alternate_screen() && screen.contents().contains("READY")
    });
    pty.send(b"S");
    pty.wait("the shell's screen", |screen| !screen.alternate_screen());
    wait_until("the process is stopped", || {
        status(&pty, "State").starts_with('T')
    });
    pty.signal(Signal::CONT);
    pty.wait_for("READY");
    pty.send(b"q");
    assert_eq!(pty.wait_exit(), toy::FINISHED);
}

#[test]
fn nothing_happens_while_nothing_happens() {
    let (_folder, mut pty) = start();
    pty.bytes_within(Duration::from_millis(100));
    let before = status(&pty, "voluntary_ctxt_switches");
    assert_eq!(
        pty.bytes_within(Duration::from_millis(500)),
        0,
        "bytes while idle"
    );
    assert_eq!(
        status(&pty, "voluntary_ctxt_switches"),
        before,
        "wake-ups while idle"
    );
    // A key that changes nothing on the screen sends nothing either.
    pty.send(b"\x1b[24~");
    assert_eq!(pty.bytes_within(Duration::from_millis(200)), 0);
}

#[test]
fn without_colour_the_selection_is_still_reversed_and_no_colour_is_sent() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = toy_command(folder.path());
    command.env("NO_COLOR", "1");
    let mut pty = Pty::start(command, 80, 24);
    pty.wait_for("READY");
    let screen = pty.screen();
    let cells = (0..24).flat_map(|row| (0..80).filter_map(move |column| screen.cell(row, column)));
    let mut reversed = 0;
    for cell in cells {
        assert_eq!(
            (cell.fgcolor(), cell.bgcolor()),
            (vt100::Color::Default, vt100::Color::Default)
        );
        reversed += usize::from(cell.inverse());
    }
    assert!(reversed > 0, "the selection cannot be seen");
}

#[test]
fn without_a_terminal_there_is_a_sentence_and_no_escape() {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "kit::toy_program", "--nocapture", "--quiet"])
        .env(toy::ASKED, folder.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(
        output.status.code().map(|code| code as u32),
        Some(toy::NO_TERMINAL)
    );
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("onsite needs a keyboard"), "{told}");
    assert!(!output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b));
}

#[test]
fn on_a_terminal_of_lines_there_is_a_sentence_and_no_escape() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = toy_command(folder.path());
    command.env("TERM", "dumb");
    let mut pty = Pty::start(command, 80, 24);
    assert_eq!(pty.wait_exit(), toy::NO_TERMINAL);
    assert!(
        pty.screen().contents().contains("TERM=dumb"),
        "{}",
        pty.screen().contents()
    );
    assert!(!pty.written.contains(&0x1b));
}

/// A line of the process's status as the kernel gives it.
fn status(pty: &Pty, name: &str) -> String {
    let path = format!("/proc/{}/status", pty.process);
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.unwrap_or_default().trim().to_owned()
}

fn wait_until(what: &str, condition: impl Fn() -> bool) {
    let end = Instant::now() + crate::pty::BOUND;
    while !condition() {
        assert!(Instant::now() < end, "{what}");
        std::thread::yield_now();
    }
}
