//! The statement of no conflict of interest: read before it is confirmed, taken over where the
//! packet has it.

use crate::stage::{desk_with, look, play};
use chrono::NaiveDate;
use onsite::domain::survey::readiness::Destination;
use onsite::domain::training::Extent;
use onsite::tui::desk::Desk;
use onsite::tui::screens::Route;

/// A visit that confirmed nothing itself, with what the packet says of its Surveyor.
fn desk(told: Option<NaiveDate>) -> Desk {
    let mut desk = desk_with(Extent::Half);
    let file = &mut desk.survey.as_mut().unwrap().file;
    file.packet.conflict_of_interest.surveyor = told;
    let visit = file.case.visits.last_mut().unwrap();
    visit.conflict_cleared = None;
    file.packet.surveyor.as_mut().unwrap().principal =
        visit.surveyor.as_ref().unwrap().principal.clone();
    desk
}

fn is_asked(desk: &Desk) -> bool {
    let left = desk.survey.as_ref().unwrap().file.whats_left();
    left.iter()
        .any(|item| item.place == Destination::ConflictOfInterest)
}

#[test]
fn the_statement_is_read_before_it_is_confirmed() {
    let desk = desk(None);
    assert!(is_asked(&desk));
    let mut play = play(desk, vec![Route::Home]);
    play.keys("x");
    let shown = look(&mut play);
    for wanted in [
        "Conflict of interest with Lakeside Oncology",
        "[ ] You",
        "not confirmed yet",
        "[+] The practice",
        "I do not work for this practice",
        "I do not compete with it",
        "do not begin: call the office",
    ] {
        assert!(shown.contains(wanted), "{wanted}\n{shown}");
    }
    assert!(
        play.program.visit().conflict_cleared.is_none(),
        "reading confirms nothing"
    );
    play.keys("c");
    assert!(play.program.visit().conflict_cleared.is_some());
    assert!(look(&mut play).contains("none, confirmed"), "back at home");
    play.keys("x");
    assert!(look(&mut play).contains("confirmed here"));
    play.keys("Del");
    assert!(play.program.visit().conflict_cleared.is_none());
}

#[test]
fn what_the_packet_confirms_is_taken_over() {
    let desk = desk(NaiveDate::from_ymd_opt(2026, 10, 5));
    assert!(!is_asked(&desk), "not asked as if unknown");
    let mut play = play(desk, vec![Route::Home]);
    let shown = look(&mut play);
    assert!(
        shown.contains("none, confirmed to the office Oct 5, 2026"),
        "{shown}"
    );
    play.keys("x");
    let shown = look(&mut play);
    assert!(
        shown.contains("confirmed to the office on Oct 5, 2026, as the packet"),
        "{shown}"
    );
}
