//! What could not be saved: listed, tried again, copied, and asked about before onsite closes.

use crate::stage::{desk_with, look, play};
use onsite::domain::survey::answers::NoteTarget;
use onsite::domain::training::Extent;
use onsite::tui::desk::{Effect, Saved};
use onsite::tui::screens::{Noted, Route, Screen};
use onsite::tui::survey::draft_target;
use onsite::tui::unsaved::Unsaved;

const WORDS: &str = "Two nurses read it aloud at the chair.";

fn with_unsaved(routes: Vec<Route>) -> crate::screen::Harness<crate::stage::Stage> {
    let mut desk = desk_with(Extent::Half);
    let on = {
        let open = desk.open().unwrap();
        let (cell, _) = open.visit.last_answered.as_ref().unwrap();
        NoteTarget::Check(cell.check.clone())
    };
    desk.unsaved.push(Unsaved {
        target: Some(draft_target(&on)),
        text: WORDS.into(),
    });
    desk.saved = Saved::Not("The disk is full.".to_owned());
    play(desk, routes)
}

#[test]
fn closing_shows_what_is_not_saved_first_and_wants_a_yes() {
    let mut play = with_unsaved(vec![Route::Cases]);
    play.keys("q");
    assert!(!play.program.app.wants_to_quit());
    assert!(matches!(
        play.program.app.front(),
        Some(Screen::NotSaved(_))
    ));
    let shown = look(&mut play);
    assert!(
        shown.contains(WORDS) && shown.contains("The disk is full."),
        "{shown}"
    );
    play.keys("q");
    assert!(!play.program.app.wants_to_quit(), "the same key is no yes");
    play.keys("Esc");
    assert!(!play.program.app.wants_to_quit());
    play.keys("q Q");
    assert!(play.program.app.wants_to_quit());
}

#[test]
fn it_is_copied_to_the_file_that_is_named_after_a_warning() {
    let mut play = with_unsaved(vec![Route::Cases]);
    play.keys("Ctrl-S c");
    let shown = look(&mut play);
    assert!(shown.contains("not encrypted"), "{shown}");
    play.type_text("/media/stick/a.txt").keys("Enter");
    let asked = play.program.asked();
    let Some(Effect::CopyOut { path, text }) = asked.last() else {
        panic!("{asked:?}")
    };
    assert_eq!(path.to_str(), Some("/media/stick/a.txt"));
    assert!(text.contains(WORDS));
}

#[test]
fn it_is_still_in_its_field() {
    let mut play = with_unsaved(vec![Route::Cases, Route::Home]);
    let check = {
        let desk = &play.program.app.desk;
        let open = desk.open().unwrap();
        open.visit.last_answered.as_ref().unwrap().0.check.clone()
    };
    let route = Route::Note(Noted::Check(check));
    play.program
        .app
        .reset(vec![Route::Cases, Route::Home, route]);
    let shown = look(&mut play);
    assert!(shown.contains(WORDS), "{shown}");
}
