//! What changed: of the visit, of a Standard, of a check; one change in full.

use crate::stage::{desk_with, look, now, play, seal};
use chrono::Duration;
use onsite::domain::survey::decide::Act;
use onsite::domain::training::Extent;
use onsite::tui::screens::{Route, Screen};

#[test]
fn an_answer_that_is_changed_stands_in_the_history_of_its_check_and_of_the_visit() {
    let mut play = play(desk_with(Extent::Half), vec![Route::Home]);
    play.keys("1 Enter Tab c");
    let before = look(&mut play);
    assert!(
        before.contains("History of 1.1.1 Records: 0 changes"),
        "{before}"
    );
    assert!(before.contains("Nothing was said otherwise"), "{before}");
    play.keys("Esc a 1 Up c");
    let shown = look(&mut play);
    assert!(shown.contains("1.1.1 Records, R01"), "{shown}");
    assert!(shown.contains("Met → Not applicable"), "{shown}");
    play.keys("Enter");
    let shown = look(&mut play);
    assert!(
        shown.contains("by training-surveyor, in revision 1"),
        "{shown}"
    );
    assert!(
        shown.contains("Before  Met") && shown.contains("After   Not applicable: "),
        "{shown}"
    );
    // An undo a minute later is a change like any other, and says that it is one.
    play.program.app.desk.now = now() + Duration::minutes(5);
    play.keys("Esc Esc Ctrl-Z c");
    let shown = look(&mut play);
    assert!(
        shown.contains("09:47, by undo  1.1.1 Records, R01"),
        "{shown}"
    );
    play.keys("Esc Esc Esc c");
    assert!(matches!(play.program.app.front(), Some(Screen::History(_))));
    let shown = look(&mut play);
    assert!(shown.contains("What changed in this visit"), "{shown}");
    let first = shown.lines().find(|line| line.starts_with('>')).unwrap();
    assert!(first.contains("by undo"), "newest first: {shown}");
}

#[test]
fn the_history_of_a_visit_is_turned_from_standard_to_standard() {
    let mut play = play(desk_with(Extent::Finished), vec![Route::Home]);
    play.keys("c");
    let all = look(&mut play);
    play.keys("]");
    let one = look(&mut play);
    assert!(one.contains("What changed in 1.1 "), "{one}");
    let rows = |shown: &str| {
        let rows = shown.lines().filter(|line| line.contains(":"));
        rows.skip(2).map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(rows(&one).iter().all(|row| row.contains("1.1")), "{one}");
    play.keys("[");
    assert_eq!(look(&mut play), all);
    play.keys("[");
    let last = look(&mut play);
    assert!(!last.contains("in this visit") && !last.contains("What changed in 1.1 "));
}

#[test]
fn a_rewritten_note_is_told_word_by_word() {
    let mut play = play(desk_with(Extent::Half), vec![Route::Home]);
    play.keys("1 Enter Tab t")
        .type_text("One signature seen.")
        .keys("Esc t");
    for _ in 0..5 {
        play.keys("Backspace");
    }
    play.type_text("missing.").keys("Esc c Enter");
    let shown = look(&mut play);
    assert!(shown.contains("After   One signature missing."), "{shown}");
    assert!(shown.contains("Went    seen."), "{shown}");
    assert!(shown.contains("Came    missing."), "{shown}");
}

#[test]
fn a_revision_is_shown_as_what_it_comes_to() {
    let mut first = play(desk_with(Extent::Finished), vec![Route::Home]);
    first.keys("c r");
    assert!(
        first
            .program
            .said()
            .contains("none before to compare it with")
    );

    let mut desk = desk_with(Extent::Finished);
    seal(&mut desk);
    let reason = desk.text("A slip was found at home.");
    assert!(desk.act(Act::OpenRevision { reason: reason.id }.with([reason])));
    let mut play = play(desk, vec![Route::Home]);
    play.keys("1 Enter Tab a 1 Down");
    play.keys("Esc Esc c r");
    let shown = look(&mut play);
    assert!(
        shown.contains("What revision 2 changes: 1 difference"),
        "{shown}"
    );
    assert!(shown.contains("1.1.1 Records, R01"), "{shown}");
    assert!(shown.contains("Met → Not applicable"), "{shown}");
    play.keys("Enter");
    assert!(look(&mut play).contains("After   Not applicable: "));
    // Changed back, it is no difference any more; the history still has both changes.
    play.keys("Esc Esc Esc Ctrl-Z c r");
    let shown = look(&mut play);
    assert!(
        shown.contains("What revision 2 changes: 0 differences"),
        "{shown}"
    );
}
