//! The case: milestones, eligibility explained, what is there, days that follow.

use crate::stage::{desk_with, look, play};
use onsite::domain::training::Extent;
use onsite::tui::screens::Route;

#[test]
fn the_case_explains_itself() {
    let mut play = play(desk_with(Extent::Half), vec![Route::Home]);
    play.keys("i");
    let shown = look(&mut play);
    for wanted in [
        "[+] QOPI participation",
        "final report 2 March 2026;",
        "[+] Application",
        "[~] On-Site Survey",
        "[ ] Decision",
        "Eligible for a survey on 18 November 2026: yes",
        "92 unique charts; at least 80",
        "81.4%; at least 75%",
        "valid 1 year",
    ] {
        assert!(shown.contains(wanted), "{wanted}\n{shown}");
    }
    play.height = 90;
    let shown = look(&mut play);
    for wanted in [
        "Ready for the survey: all 13 things are there",
        "[+] Webinar attended",
        "until 31 December 2026",
        "25 November 2026: Surveyor's signed file sent",
        "5 business days after",
        "Not to be worked out yet: ",
    ] {
        assert!(shown.contains(wanted), "{wanted}\n{shown}");
    }
    assert!(
        !shown.to_lowercase().contains("certified"),
        "only the committee decides"
    );
    play.keys("Esc");
    assert!(look(&mut play).contains("By Standard"));
}

#[test]
fn what_is_missing_is_said() {
    let mut desk = desk_with(Extent::Half);
    let packet = &mut desk.survey.as_mut().unwrap().file.packet;
    packet.participation = None;
    packet.webinar = None;
    packet.previous_certification = None;
    packet.application.payment = None;
    let mut play = play(desk, vec![Route::Home]);
    play.height = 90;
    play.keys("i");
    let shown = look(&mut play);
    for wanted in [
        "[~] Application",
        "5 of 6 steps done",
        "Eligible for a survey on 18 November 2026: not known",
        "For the survey, 2 of 13 things are missing",
        "[ ] Webinar attended",
        "none known",
    ] {
        assert!(shown.contains(wanted), "{wanted}\n{shown}");
    }
}
