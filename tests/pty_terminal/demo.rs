//! The demonstration on all kinds of terminals.

use crate::play::{Place, assert_restored, end_by, press, press_until};
use crate::pty::Pty;
use rustix::process::Signal;
use std::time::Duration;

fn demo(place: &Place) -> Pty {
    let mut pty = place.start(&["demo"]);
    pty.wait_for("before you can sign");
    pty
}

/// Arguments and variables that the program is started with.
type Start<'a> = (&'a [&'a str], &'a [(&'a str, &'a str)]);

#[test]
fn an_answer_is_given_undone_and_given_again() {
    let place = Place::new();
    let mut pty = demo(&place);
    // The one answer that is left to do, by way of What's left.
    press_until(&mut pty, "8", "(in them 1 answer to do)");
    press_until(&mut pty, "Down Down Down Enter", "R09");
    let (to_do, done) = ("[Records: 1 to do]", "[Records: 2 of 2]");
    pty.wait_for(to_do);
    press_until(&mut pty, "m", done);
    pty.wait_for("Saved");
    press_until(&mut pty, "Ctrl-Z", to_do);
    press_until(&mut pty, "Ctrl-Y", done);
    // Not met asks for the note at once; it is in the report afterwards.
    press_until(&mut pty, "Home n", "this was not seen: R09");
    pty.send(b"The letter went without it.");
    pty.wait_for("The letter went without it.");
    press_until(&mut pty, "Esc", "t[!] Not met");
    end_by(&mut pty, Signal::TERM);
    let left = std::fs::read_dir(place.path("tmp")).unwrap().count();
    assert_eq!(left, 0, "the throw-away folder is gone");
}

#[test]
fn any_size_will_do_and_a_small_one_says_so() {
    let place = Place::new();
    let mut pty = demo(&place);
    pty.resize(59, 17);
    pty.wait_for("60 columns and 18");
    for (columns, rows) in [(1, 1), (2, 40), (500, 3), (500, 200), (60, 18), (120, 40)] {
        pty.resize(columns, rows);
        // Something is drawn for each; what fits is shown below.
        if columns >= 60 && rows >= 18 {
            pty.wait_for("1 By Standard");
        }
    }
    press_until(&mut pty, "1", "By Standard:");
    pty.resize(80, 24);
    pty.wait_for("3.6");
    end_by(&mut pty, Signal::TERM);
}

#[test]
fn without_colour_the_selection_is_still_seen() {
    let place = Place::new();
    let mut pty = place.start_sized(&["demo"], &[("NO_COLOR", "1")], 80, 24);
    pty.wait_for("before you can sign");
    let screen = pty.screen();
    let (rows, columns) = screen.size();
    let (rows, columns) = (rows.get(), columns.get());
    let mut marked = 0;
    for (row, column) in (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column))) {
        let cell = screen.cell(row, column).unwrap();
        assert_eq!(cell.fgcolor(), vt100::Color::Default);
        assert_eq!(cell.bgcolor(), vt100::Color::Default);
        marked += usize::from(cell.inverse());
    }
    assert!(marked > 40, "the selected row stands out");
    end_by(&mut pty, Signal::TERM);
}

#[test]
fn plain_signs_only_where_that_is_asked_for() {
    let place = Place::new();
    let plain: [Start; 2] = [
        (&["--ascii", "demo"], &[]),
        (&["demo"], &[("LC_ALL", "C"), ("LANG", "C")]),
    ];
    for (arguments, variables) in plain {
        let mut pty = place.start_sized(arguments, variables, 80, 24);
        pty.wait_for("before you can sign");
        press_until(&mut pty, "1", "By Standard:");
        press_until(&mut pty, "Enter", "Policy:");
        assert!(pty.written.is_ascii(), "{arguments:?} {variables:?}");
        end_by(&mut pty, Signal::TERM);
    }
}

#[test]
fn every_signal_to_end_leaves_the_terminal_usable() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let place = Place::new();
        let mut pty = demo(&place);
        assert!(pty.is_raw() && pty.screen().alternate_screen());
        end_by(&mut pty, signal);
    }
}

#[test]
fn it_can_be_left_by_its_own_keys() {
    let place = Place::new();
    let mut pty = demo(&place);
    press_until(&mut pty, "Esc", "Cases and visits");
    press(&mut pty, "q");
    assert_eq!(pty.wait_exit(), 0);
    assert_restored(&pty);
}

#[test]
fn where_no_screen_can_be_drawn_it_says_what_to_do() {
    let place = Place::new();
    for arguments in [&["demo"][..], &[]] {
        let ran = place.run(arguments);
        assert_eq!(ran.status.code(), Some(3));
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(said.contains("its input is not a terminal"), "{said}");
        assert!(ran.stdout.is_empty());
        assert!(!place.path("data").exists(), "nothing was made");
    }
    for (term, words) in [
        ("dumb", "can only print lines"),
        ("vt52", "can only print lines"),
        ("", "TERM is not set"),
    ] {
        let mut pty = place.start_sized(&["demo"], &[("TERM", term)], 80, 24);
        assert_eq!(pty.wait_exit(), 3, "{term}");
        let said = String::from_utf8_lossy(&pty.written).into_owned();
        assert!(said.contains(words), "{said}");
        assert!(
            !said.contains('\x1b'),
            "no escape goes to a terminal of lines"
        );
    }
}

#[test]
fn where_there_is_no_room_for_a_screen_only_leaving_works() {
    let place = Place::new();
    let mut pty = demo(&place);
    pty.resize(50, 15);
    pty.wait_for("Please enlarge");
    // Each of them would do something on a screen.
    pty.send(b"1?:\r");
    let quiet = Duration::from_millis(300);
    assert_eq!(pty.bytes_within(quiet), 0, "nothing happens");
    pty.resize(80, 24);
    pty.wait_for("1 By Standard");
    assert!(pty.screen().contents().contains("before you can sign"));
    pty.resize(50, 15);
    pty.wait_for("Please enlarge");
    press(&mut pty, "q");
    assert_eq!(pty.wait_exit(), 0);
    assert_restored(&pty);
}
