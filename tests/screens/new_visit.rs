//! Setting up a visit in a form: what it comes to is a packet that the checker accepts.

use crate::screen::Harness;
use crate::stage::{Stage, desk, look, play};
use onsite::domain::program::packet::{Packet, Population, VisitMode};
use onsite::standards::read_packet;
use onsite::tui::desk::{Effect, Signer};
use onsite::tui::screens::{EffectResult, Route, Screen};

fn form() -> Harness<Stage> {
    let mut desk = desk();
    desk.profile = Signer {
        name: "Robin Vale".to_owned(),
        credential: "RN, OCN".to_owned(),
        principal: "s-014".to_owned(),
        fingerprint: String::new(),
    };
    desk.program = std::cell::LazyCell::new(|| onsite::standards::embedded_program().ok());
    let mut play = play(desk, vec![Route::Cases]);
    play.keys("n");
    play.program.asked();
    play
}

/// Fills in the first two pages: a practice with two sites.
fn two_sites(play: &mut Harness<Stage>) {
    play.type_text("Hill Country Cancer Care")
        .keys("Enter")
        .type_text("0815")
        .keys("Enter");
    play.type_text("Hospital outpatient")
        .keys("Enter 3 Enter")
        .type_text("6.5");
    play.keys("Enter 2 Enter Enter");
    look(play);
    play.keys("2 Enter")
        .type_text("Main St")
        .keys("Enter")
        .type_text("Lakeside")
        .keys("Enter Enter");
    play.type_text("North")
        .keys("Enter")
        .type_text("Northfield")
        .keys("Enter");
    look(play);
    play.keys("Enter");
}

/// The packet that was handed over, as the checker reads it.
fn taken(play: &mut Harness<Stage>) -> Packet {
    let asked = play.program.asked();
    let Some(Effect::TakeForm(written)) = asked.first() else {
        panic!("{asked:?}, {}", play.shot().text())
    };
    read_packet(written.as_bytes()).unwrap_or_else(|problems| panic!("{problems:?}\n{written}"))
}

#[test]
fn the_form_comes_to_a_packet() {
    let mut play = form();
    two_sites(&mut play);
    let shown = look(&mut play);
    assert!(
        shown.contains("[Services]") && shown.contains("4 only at North"),
        "{shown}"
    );
    play.keys("2 Enter 3 PgDn");
    look(&mut play);
    play.type_text("Fall 2025")
        .keys("Enter")
        .type_text("92")
        .keys("Enter")
        .type_text("81,4");
    play.keys("Enter").type_text("2026-03-02").keys("Enter");
    play.type_text("9 March 2026").keys("PgDn");
    let shown = look(&mut play);
    assert!(shown.contains("I am the surveyor"), "{shown}");
    play.keys("Enter 3 Enter")
        .type_text("2026-11-18, 2026-11-17")
        .keys("PgDn");
    play.type_text("NUR-12 Giving chemotherapy; 4; 2026-01-12")
        .keys("Enter");
    play.type_text("NUR-14 Extravasation").keys("Enter");
    look(&mut play);
    play.keys("Enter");
    let shown = look(&mut play);
    assert!(shown.contains("Enter sets the visit up."), "{shown}");
    assert!(
        shown.contains("Eligible for a survey on 18 November 2026: yes"),
        "{shown}"
    );
    play.keys("Down End Home PgUp PgDn Enter");
    let packet = taken(&mut play);
    assert!(
        packet
            .case
            .as_str()
            .starts_with("2026-hill-country-cancer-care"),
        "{}",
        packet.case
    );
    assert_eq!(packet.pack.as_str(), "qcp-2024");
    assert_eq!((packet.issue, packet.training), (1, false));
    let practice = &packet.practice;
    assert_eq!(
        (practice.id.as_str(), practice.population),
        ("0815", Population::Both)
    );
    assert_eq!(practice.sites[1].name, "North");
    assert_eq!(practice.sites[1].time_zone.to_string(), "-06:00");
    assert_eq!(
        practice.sites[0].services.len(),
        2,
        "everywhere, and only at Main St"
    );
    assert_eq!(practice.sites[1].services.len(), 1);
    let part = packet.participation.as_ref().unwrap();
    assert_eq!((part.charts, part.score), (Some(92), Some(81.4)));
    assert_eq!(
        packet.application.eligibility.unwrap().to_string(),
        "2026-03-09"
    );
    assert_eq!(packet.visit.mode, VisitMode::Mixed);
    assert_eq!(packet.visit.offered.len(), 2);
    assert_eq!(packet.policies[0].version.as_deref(), Some("4"));
    assert_eq!(packet.policies[1].date, None);
    assert_eq!(
        packet.surveyor.as_ref().unwrap().principal.as_str(),
        "s-014"
    );
    play.program.ended(EffectResult::Done);
    assert!(matches!(play.program.app.front(), Some(Screen::Cases(_))));
    assert!(play.program.asked().contains(&Effect::ListCases));
}

#[test]
fn what_is_wrong_stands_beside_its_field_on_its_page() {
    let mut play = form();
    play.keys("PgDn PgDn PgDn Tab")
        .type_text("many")
        .keys("PgDn");
    play.type_text("05/04/2026").keys("PgDn PgDn PgDn Enter");
    let shown = look(&mut play);
    assert!(
        shown.contains("! Write the name of the practice."),
        "{shown}"
    );
    assert!(
        shown.contains("! Practice") && shown.contains("! Sites") && shown.contains("! QOPI"),
        "{shown}"
    );
    assert!(shown.contains("4 fields need a look"), "{shown}");
    play.keys("PgDn PgDn PgDn");
    let shown = look(&mut play);
    assert!(shown.contains("! Write a whole number"), "{shown}");
    play.keys("PgDn");
    assert!(look(&mut play).contains("! This could be 5 April 2026 or 4 May 2026."));
    assert!(play.program.asked().is_empty());
}

#[test]
fn leaving_and_failing_lose_nothing_and_make_no_second_case() {
    let mut play = form();
    two_sites(&mut play);
    play.keys("Esc n PgUp");
    assert!(look(&mut play).contains("Northfield"));
    play.keys("PgDn PgDn PgDn PgDn PgDn PgDn Enter");
    let first = taken(&mut play);
    play.program.ended(EffectResult::Failed(
        "$.practice.name: a name like this\nWrite it otherwise.".to_owned(),
    ));
    let shown = look(&mut play);
    assert!(
        shown.contains("This could not be taken in") && shown.contains("Write it otherwise."),
        "{shown}"
    );
    play.keys("Esc Enter");
    assert_eq!(taken(&mut play).case, first.case);
}

#[test]
fn a_made_up_visit_says_so() {
    let mut play = form();
    play.program.app.desk.demo = true;
    two_sites(&mut play);
    play.keys("PgDn PgDn PgDn PgDn PgDn Enter");
    assert!(taken(&mut play).training);
}

#[test]
fn name_site_and_edition_are_enough() {
    let mut play = form();
    play.keys("PgDn PgDn PgDn PgDn PgDn PgDn PgDn");
    let shown = look(&mut play);
    assert!(shown.contains("A practice without a name yet"), "{shown}");
    play.keys("Enter").type_text("Lakeside").keys("PgDn");
    play.type_text("Main St")
        .keys("PgDn PgDn PgDn PgDn PgDn PgDn");
    let shown = look(&mut play);
    assert!(
        shown.contains("Eligible for a survey on 18 November 2026: not known"),
        "{shown}"
    );
    assert!(shown.contains("12 of 13 things are missing"), "{shown}");
    play.keys("Enter");
    let packet = taken(&mut play);
    assert_eq!(packet.practice.physicians, None);
    assert_eq!(packet.practice.sites[0].town.as_str(), "Not given");
    assert!(!packet.is_prepared());
}

#[test]
fn what_might_identify_somebody_is_said_beside_its_field() {
    let mut play = form();
    two_sites(&mut play);
    play.keys("PgUp PgUp Up Up Up Up")
        .type_text(", call 512-555-0147");
    play.keys("PgDn PgDn PgDn PgDn PgDn PgDn PgDn Enter");
    let shown = look(&mut play);
    assert!(
        shown.contains("! Something in it looks like a telephone number."),
        "{shown}"
    );
    assert!(play.program.asked().is_empty());
}
