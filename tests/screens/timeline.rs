//! The case: milestones, eligibility explained, what is there, days that follow.

use crate::stage::{desk_with, look, play};
use chrono::TimeDelta;
use onsite::domain::journal::ChainHead;
use onsite::domain::journal::chain::ChainWriter;
use onsite::domain::survey::events::Event;
use onsite::domain::training::Extent;
use onsite::domain::values::ids::{DeviceId, Principal};
use onsite::tui::screens::Route;

#[test]
fn the_case_explains_itself() {
    let mut play = play(desk_with(Extent::Half), vec![Route::Home]);
    play.keys("i");
    let shown = look(&mut play);
    for wanted in [
        "[+] QOPI participation",
        "final report Mar 2, 2026;",
        "[+] Application",
        "[~] On-Site Survey",
        "[ ] Decision",
        "Eligible for a survey on Nov 18, 2026: yes",
        "92 unique charts; at least 80",
        "81.4%; at least 75%",
        "valid 1 year",
    ] {
        assert!(shown.contains(wanted), "{wanted}\n{shown}");
    }
    play.height = 90;
    let shown = look(&mut play);
    for wanted in [
        "For the survey, 1 of 13 things is missing",
        "[+] Webinar attended",
        "until Dec 31, 2026",
        "Nov 25, 2026: Surveyor's signed file sent",
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
        "Eligible for a survey on Nov 18, 2026: not known",
        "For the survey, 3 of 13 things are missing",
        "[ ] Webinar attended",
        "none known",
    ] {
        assert!(shown.contains(wanted), "{wanted}\n{shown}");
    }
}

#[test]
fn a_signed_visit_is_judged_on_the_day_it_was_signed() {
    let mut desk = desk_with(Extent::Finished);
    // A year and more later the score is no longer valid.
    desk.now += TimeDelta::days(400);
    let mut later = play(desk, vec![Route::Home]);
    later.keys("i");
    let shown = look(&mut later);
    assert!(
        shown.contains("Eligible for a survey on Dec 23, 2027: no"),
        "{shown}"
    );

    let mut desk = desk_with(Extent::Finished);
    let signed = desk.now;
    let file = &mut desk.survey.as_mut().unwrap().file;
    let visit = file.visit().unwrap().id.clone();
    let sealed = Event::Sealed {
        visit,
        revision: 1,
        initials: "TS".to_owned(),
        reason: None,
    };
    let head = ChainHead::empty(DeviceId::new("later").unwrap());
    let actor = Principal::new("training-surveyor").unwrap();
    let mut pen = ChainWriter::new(file.case.id.clone(), actor, head, file.case.clock);
    let (entry, _) = pen.write(sealed, signed, None).unwrap();
    file.absorb(&entry);
    desk.now += TimeDelta::days(400);
    let mut opened = play(desk, vec![Route::Home]);
    opened.height = 60;
    opened.keys("i");
    let shown = look(&mut opened);
    for wanted in [
        "Eligible for a survey on Nov 18, 2026: yes",
        "That is the day on which the visit was signed.",
    ] {
        assert!(shown.contains(wanted), "{wanted}\n{shown}");
    }
}
