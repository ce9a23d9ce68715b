//! What I looked at: tabs, adding and taking out, minimums and why they are not reached.

use crate::screen::Harness;
use crate::stage::{Stage, desk, desk_with, look, play, survey_until};
use onsite::domain::pack::Method;
use onsite::domain::survey::answers::Reason;
use onsite::domain::survey::events::Event;
use onsite::domain::training::Extent;
use onsite::tui::screens::{Route, Screen};

fn from_home() -> Harness<Stage> {
    play(desk_with(Extent::Half), vec![Route::Home])
}

/// Before anything was looked at.
fn fresh() -> Harness<Stage> {
    let mut desk = desk();
    let until = |entry: &onsite::domain::survey::events::Entry| {
        !matches!(entry.event, Event::SourceAdded { .. })
    };
    desk.survey = Some(survey_until(Extent::Half, until));
    play(desk, vec![Route::Home])
}

#[test]
fn each_way_from_home_opens_its_tab() {
    for (key, tab, row) in [
        ("2", "[Charts: 14]", "R01"),
        ("3", "[People: 11]", "I01"),
        ("4", "[Watch: 13]", "O1"),
        ("5", "[Policies: 13]", "NUR-12"),
    ] {
        let mut play = from_home();
        play.keys(key);
        let shown = look(&mut play);
        assert!(shown.contains(tab) && shown.contains(row), "{shown}");
    }
}

#[test]
fn tabs_go_round_and_enter_goes_to_the_walk() {
    let mut play = from_home();
    play.keys("5 Tab Tab Down Down Enter");
    let desk = &play.program.app.desk;
    assert_eq!(desk.walk.method, Method::Interview);
    let source = desk.walk.source(play.program.visit()).unwrap();
    assert_eq!(source.details.label, "I03");
    assert!(matches!(
        play.program.app.front(),
        Some(Screen::Standard(_))
    ));
    look(&mut play);
    play.keys("Esc Shift-Tab");
    assert!(look(&mut play).contains("[Charts"));
}

#[test]
fn only_what_has_no_answers_is_taken_out() {
    let mut play = from_home();
    let before = play.program.visit().sources.len();
    play.keys("5 Down Down Del");
    assert!(
        play.program.said().contains("D3 has"),
        "{}",
        play.program.said()
    );
    assert_eq!(play.program.visit().sources.len(), before);
    play.keys("+")
        .type_text("NUR-40 Calls")
        .keys("Enter End Up Del");
    assert_eq!(play.program.said(), "D14 is taken out. Ctrl-Z undoes.");
    assert_eq!(play.program.visit().sources.len(), before);
    play.keys("Ctrl-Z e");
    assert!(look(&mut play).contains("Describe D14"));
}

#[test]
fn a_minimum_not_reached_takes_a_reason() {
    let mut play = fresh();
    play.keys("2");
    let shown = look(&mut play);
    assert!(
        shown.contains("Nothing yet. + adds what you look at."),
        "{shown}"
    );
    assert!(
        shown.contains("[ ] Main St: 0 of at least 5 patient chart"),
        "{shown}"
    );
    play.keys("r");
    let shown = look(&mut play);
    assert!(
        shown.contains("Why fewer? Main St: 0 of at least 5 patient chart"),
        "{shown}"
    );
    play.keys("4");
    let reasons: Vec<_> = play.program.visit().shortfalls.values().cloned().collect();
    assert_eq!(reasons, [Reason::Listed(4)]);
    assert!(look(&mut play).contains("patient chart · Site too small"));
    play.keys("Enter 8")
        .type_text("Closed on Tuesdays.")
        .keys("Enter");
    assert!(look(&mut play).contains("patient chart · Closed on Tuesdays."));
    play.keys("Enter 9");
    assert!(play.program.visit().shortfalls.is_empty());
}

#[test]
fn whats_left_jumps_to_the_minimum() {
    let mut desk = desk();
    let until = |entry: &onsite::domain::survey::events::Entry| {
        !matches!(entry.event, Event::SourceAdded { .. })
    };
    desk.survey = Some(survey_until(Extent::Half, until));
    let mut play = play(desk, vec![Route::Home, Route::Left]);
    play.keys("/")
        .type_text("administration at the chair; add")
        .keys("Enter Enter");
    let shown = look(&mut play);
    assert!(
        shown.contains("> [ ] Main St: 0 of at least 2 administration"),
        "{shown}"
    );
}
