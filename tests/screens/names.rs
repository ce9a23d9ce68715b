//! Names heard today, and the warning in every field where something is typed.

use crate::screen::Harness;
use crate::stage::{Stage, desk, desk_with, look, play, seal, survey_until};
use onsite::domain::survey::events::{Entry, Event};
use onsite::domain::training::Extent;
use onsite::tui::desk::Effect;
use onsite::tui::screens::{Route, Screen};

/// The half-done visit, where the guard listens for a name.
fn heard(keys: &str) -> Harness<Stage> {
    let mut desk = desk_with(Extent::Half);
    desk.survey.as_mut().unwrap().hear("Quigley".into());
    let mut play = play(desk, vec![Route::Home]);
    play.keys(keys);
    play
}

const WARNED: &str = "! Something here looks like a name heard today.";
const INSTEAD: &str = "Write the record (R01) or the role and letter (RN-A).";

#[test]
fn the_list_is_a_screen_and_stays_on_this_laptop() {
    let mut play = play(desk_with(Extent::Half), vec![Route::Home]);
    play.keys("h").type_text("Quigley\nO'Brien");
    let shown = look(&mut play);
    assert!(shown.contains("Names heard today"), "{shown}");
    assert!(shown.contains("2 names are listened for"), "{shown}");
    play.program.asked();
    play.keys("Esc");
    assert!(matches!(play.program.app.front(), Some(Screen::Home(_))));
    let kept = play.program.asked();
    assert_eq!(kept, [Effect::SaveNames("Quigley\nO'Brien".into())]);
    assert!(!format!("{kept:?}").contains("Quigley"));
    let desk = &mut play.program.app.desk;
    assert!(desk.take_effects().is_empty(), "nothing for the journal");
    // It is there again, from the home and from a Standard.
    play.keys("1 Enter h");
    let shown = look(&mut play);
    assert!(
        shown.contains("Quigley") && shown.contains("O'Brien"),
        "{shown}"
    );
    play.type_text("\nRoom 7");
    let shown = look(&mut play);
    assert!(
        shown.contains("! Line 3: A name has no numbers in it."),
        "{shown}"
    );
}

#[test]
fn a_name_heard_is_found_in_what_was_typed_before() {
    let mut play = play(desk_with(Extent::Half), vec![Route::Home]);
    play.keys("1 Enter Tab t")
        .type_text(" Quigley has none.")
        .keys("Esc");
    let left = |play: &Harness<Stage>| {
        let left = play.program.app.desk.survey.as_ref().unwrap().whats_left();
        left[0].what.clone()
    };
    assert!(!left(&play).contains("name heard"));
    play.keys("h").type_text("quigley").keys("Esc");
    let first = left(&play);
    assert!(first.starts_with("Something in the note of"), "{first}");
    assert!(first.ends_with("looks like a name heard today."), "{first}");
}

#[test]
fn a_signed_visit_and_a_file_open_for_reading_have_no_such_list() {
    let mut desk = desk_with(Extent::Finished);
    seal(&mut desk);
    let mut play = play(desk, vec![Route::Home]);
    play.keys("h");
    assert!(matches!(play.program.app.front(), Some(Screen::Home(_))));
    assert!(
        play.program.said().contains("signed"),
        "{}",
        play.program.said()
    );
}

#[test]
fn every_field_of_a_visit_warns_while_one_types() {
    let places = [
        ("a note", "1 Enter Tab t"),
        ("a reason of an answer", "1 Enter Tab u 9"),
        ("in a few words", "2 + Tab Tab Tab Tab Tab"),
    ];
    let mut fresh = desk();
    let until = |entry: &Entry| !matches!(entry.event, Event::ServiceTold { .. });
    fresh.survey = Some(survey_until(Extent::Half, until));
    fresh.survey.as_mut().unwrap().hear("Quigley".into());
    let mut fewer = crate::stage::play(fresh, vec![Route::Home]);
    fewer.keys("2 Enter 8");
    let plays = places.map(|(name, keys)| (name, heard(keys)));
    for (name, mut play) in plays.into_iter().chain([("why fewer", fewer)]) {
        let before = look(&mut play);
        assert!(!before.contains("looks like"), "{name}: {before}");
        play.type_text("Quigley");
        let shown = look(&mut play);
        assert!(shown.contains(WARNED), "{name}: {shown}");
        assert!(shown.contains(INSTEAD), "{name}: {shown}");
        for _ in 0..7 {
            play.keys("Backspace");
        }
        assert!(!look(&mut play).contains("looks like"), "{name}");
    }
}

#[test]
fn a_label_with_a_name_heard_warns_and_is_refused() {
    let mut play = heard("5 +");
    for _ in 0..3 {
        play.keys("Down");
    }
    let shown = look(&mut play);
    assert!(shown.contains("> Label"), "{shown}");
    for _ in 0.."D14".len() {
        play.keys("Backspace");
    }
    play.type_text("quigley-1");
    let shown = look(&mut play);
    assert!(shown.contains(WARNED), "{shown}");
    play.keys("Up Up Up").type_text("NUR-1");
    let sources = play.program.visit().sources.len();
    play.keys("Enter");
    assert_eq!(play.program.visit().sources.len(), sources);
    assert!(
        play.program
            .said()
            .starts_with("This label looks like a name heard")
    );
}

#[test]
fn the_form_of_a_new_visit_warns_and_a_path_does_not() {
    let mut play = play(desk(), vec![Route::Cases]);
    play.keys("n").type_text("Call 512-555-0147");
    let shown = look(&mut play);
    assert!(
        shown.contains("! Something here looks like a telephone number."),
        "{shown}"
    );
    let mut play = crate::stage::play(desk(), vec![Route::Cases]);
    play.keys("i").type_text("/home/ann/512-555-0147");
    assert!(!look(&mut play).contains("looks like"));
}
