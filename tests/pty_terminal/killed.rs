//! The program killed at its work: answers and place are there when it is started again. That
//! nothing is lost at any moment is shown in tests/crash.

use crate::play::{PASSPHRASE, Place, end_by, press_until, unlock};
use onsite::domain::values::text::FreeText;
use rustix::process::Signal;

#[test]
fn after_a_kill_it_goes_on_where_the_last_answer_was_given() {
    let place = Place::new();
    place.set_up();
    let before = place.opened().file.case.entries;
    let mut pty = place.start(&[]);
    unlock(&mut pty);
    pty.wait_for("[Records: 13 of 13]");
    press_until(&mut pty, "Home Del", "[Records: 1 to do]");
    press_until(&mut pty, "Down Del", "[Records: 2 to do]");
    press_until(&mut pty, "Home m", "[Records: 1 to do]");
    let place_held = title(&pty);
    pty.signal(Signal::KILL);
    pty.wait_exit();
    // On the disk, and the chain is whole.
    assert_eq!(place.opened().file.case.entries, before + 3);
    // The lock of the killed one is in nobody's way.
    let mut pty = place.start(&[]);
    unlock(&mut pty);
    pty.wait_for("[Records: 1 to do]");
    assert_eq!(title(&pty), place_held);
    end_by(&mut pty, Signal::TERM);
}

/// Number and name of the Standard on the screen.
fn title(pty: &crate::pty::Pty) -> String {
    let screen = pty.screen().contents();
    let line = screen.lines().nth(1).unwrap_or_default();
    line.split("  ").take(2).collect()
}

#[test]
fn a_note_being_typed_is_kept_when_the_program_is_told_to_end() {
    for signal in [Signal::HUP, Signal::TERM, Signal::INT] {
        let place = Place::new();
        place.set_up();
        let mut pty = place.start(&[]);
        unlock(&mut pty);
        pty.wait_for("[Records:");
        press_until(&mut pty, "t", "Goes in the report:");
        pty.send(b"seen on the second floor");
        pty.wait_for("second floor");
        end_by(&mut pty, signal);
        let opened = place.opened();
        let drafts: Vec<&FreeText> = opened.drafts.values().collect();
        let notes = opened.file.visit().unwrap().notes.values();
        let held: Vec<&str> = notes.map(|text| opened.file.words(text)).collect();
        let kept = |text: &str| text.contains("seen on the second floor");
        assert!(
            drafts.iter().any(|text| kept(text)) || held.iter().any(|text| kept(text)),
            "{signal:?}"
        );
        // The next start makes it a note of the journal.
        let mut pty = place.start(&[]);
        unlock(&mut pty);
        pty.wait_for("seen on the second floor");
        end_by(&mut pty, Signal::TERM);
    }
}

#[test]
fn a_terminal_that_goes_away_ends_the_program_and_keeps_the_note() {
    let place = Place::new();
    place.set_up();
    let mut pty = place.start(&[]);
    unlock(&mut pty);
    pty.wait_for("[Records:");
    press_until(&mut pty, "t", "Goes in the report:");
    pty.send(b"seen on the second floo");
    pty.wait_for("second floo");
    // The last letter may go down with the terminal.
    let (code, _) = pty.hang_up(b"r");
    assert_eq!(code, 0);
    let drafts = place.opened().drafts;
    let kept = |text: &FreeText| text.contains("seen on the second floo");
    assert!(drafts.values().any(kept), "{drafts:?}");
}

#[test]
fn a_note_typed_before_a_kill_is_in_the_file_that_is_signed_next() {
    const WORDS: &str = "second check seen at chair four";
    let place = Place::new();
    place.set_up();
    let case = place.finish();
    let mut pty = place.start(&[]);
    unlock(&mut pty);
    pty.wait_for("t Note");
    press_until(&mut pty, "t", "Goes in the report:");
    pty.send(WORDS.as_bytes());
    // On the disk: nothing else was entered since the start.
    pty.wait_for("Saved ");
    pty.wait_for(WORDS);
    pty.signal(Signal::KILL);
    pty.wait_exit();
    let kept = |text: &FreeText| text.contains(WORDS);
    assert!(place.opened().drafts.values().any(kept), "only a draft yet");
    std::fs::write(place.path("pass"), PASSPHRASE).unwrap();
    let (case, out) = (case.to_string(), place.path("out"));
    let out = out.to_str().unwrap();
    let ran = place.run(&[
        "seal",
        "--case",
        &case,
        "--initials",
        "AM",
        "--passphrase-file",
        "pass",
        "--out",
        out,
    ]);
    let told = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert_eq!(ran.status.code(), Some(0), "{told}");
    let file = std::fs::read_dir(out).unwrap().next().unwrap().unwrap();
    // The texts of a signed file are stored without compression.
    let bytes = std::fs::read(file.path()).unwrap();
    let signed = bytes
        .windows(WORDS.len())
        .filter(|part| *part == WORDS.as_bytes());
    assert!(signed.count() >= 2, "in the texts and in the report");
    assert!(place.opened().drafts.is_empty(), "it is a note now");
}

#[test]
fn half_filled_forms_are_there_after_a_kill() {
    let place = Place::new();
    place.set_up();
    let mut pty = place.start(&[]);
    unlock(&mut pty);
    pty.wait_for("[Records:");
    press_until(&mut pty, "Esc", "By Standard");
    press_until(&mut pty, "5", "[Policies:");
    press_until(&mut pty, "+", "Add a document");
    pty.send(b"Extravasation kit");
    pty.wait_for("Extravasation kit");
    // On the disk: nothing else was entered since the start.
    pty.wait_for("Saved ");
    pty.signal(Signal::KILL);
    pty.wait_exit();

    let mut pty = place.start(&[]);
    unlock(&mut pty);
    pty.wait_for("[Records:");
    press_until(&mut pty, "Esc", "By Standard");
    press_until(&mut pty, "5", "[Policies:");
    press_until(&mut pty, "+", "Extravasation kit");
    pty.wait_for("still here");
    press_until(&mut pty, "Esc", "[Policies:");
    press_until(&mut pty, "Esc", "By Standard");
    press_until(&mut pty, "Esc", "Cases and visits");
    press_until(&mut pty, "n", "New visit, page 1");
    pty.send(b"Hill Country");
    pty.wait_for("Hill Country");
    pty.signal(Signal::HUP);
    pty.wait_exit();

    let mut pty = place.start(&[]);
    unlock(&mut pty);
    pty.wait_for("By Standard");
    press_until(&mut pty, "Esc", "Cases and visits");
    press_until(&mut pty, "n", "Hill Country");
    end_by(&mut pty, Signal::TERM);
}
