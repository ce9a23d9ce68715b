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
        ..Signer::default()
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
    let taken = asked.iter().find(|e| matches!(e, Effect::TakeForm(_)));
    let Some(Effect::TakeForm(written)) = taken else {
        panic!("{asked:?}, {}", play.shot().text())
    };
    read_packet(written.as_bytes())
        .unwrap_or_else(|problems| panic!("{problems:?}\n{}", written.as_str()))
}

#[test]
fn what_was_begun_is_kept_goes_on_and_is_thrown_away_only_when_asked() {
    let mut play = form();
    play.type_text("Hill Country");
    play.keys("Ctrl-S");
    let kept = |play: &mut Harness<Stage>| {
        let asked = play.program.asked();
        let text = |effect: &Effect| match effect {
            Effect::KeepForm { text, .. } => Some(text.as_str().to_owned()),
            _ => None,
        };
        asked.iter().filter_map(text).collect::<Vec<_>>()
    };
    let forms = kept(&mut play);
    assert!(forms[0].contains("Hill Country"), "{forms:?}");
    play.keys("Ctrl-S");
    assert!(kept(&mut play).is_empty(), "nothing is written twice");
    play.keys("Esc n");
    let shown = look(&mut play);
    assert!(shown.contains("Hill Country"), "{shown}");
    assert!(play.program.said().contains("still here"));
    play.keys("Ctrl-R 1");
    assert!(look(&mut play).contains("Hill Country"), "kept after all");
    play.keys("Ctrl-R 2");
    assert_eq!(kept(&mut play), [""], "forgotten on disk too");
    play.keys("n");
    assert!(!look(&mut play).contains("Hill Country"));
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
        shown.contains("Eligible for a survey on Nov 18, 2026: yes"),
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
    assert!(look(&mut play).contains("! This could be Apr 5, 2026 or May 4, 2026."));
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
        shown.contains("Eligible for a survey on Nov 18, 2026: not known"),
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

/// Every field: the page, how far down, what is typed or pressed there, and what it comes to.
const FIELDS: [(usize, usize, &str, &str, &str); 31] = [
    (0, 0, "Lakeside", "/practice/name", "\"Lakeside\""),
    (0, 1, "0815", "/practice/id", "\"0815\""),
    (0, 2, "Hospital", "/practice/kind", "\"Hospital\""),
    (0, 3, "2", "/practice/population", "\"pediatric\""),
    (0, 4, "6,5", "/practice/physicians", "6.5"),
    (0, 5, "2", "/pack", "\"qcp-2024\""),
    (0, 6, " ", "/training", "true"),
    (1, 0, "2", "/practice/sites/1/name", "\"North\""),
    (1, 1, "Main", "/practice/sites/0/name", "\"Main\""),
    (1, 2, "Lakeville", "/practice/sites/0/town", "\"Lakeville\""),
    (1, 3, "x", "", ""),
    (1, 4, "North", "/practice/sites/1/id", "\"north\""),
    (2, 0, "3", "/practice/sites/0/services/0", "\"parenteral\""),
    (3, 0, "Fall", "/participation/round", "\"Fall\""),
    (3, 1, "92", "/participation/charts", "92"),
    (3, 2, "81.4", "/participation/score", "81.4"),
    (
        3,
        3,
        "2026-01-01",
        "/participation/final_report",
        "\"2026-01-01\"",
    ),
    (
        4,
        0,
        "2026-01-02",
        "/application/eligibility",
        "\"2026-01-02\"",
    ),
    (
        4,
        1,
        "2026-01-03",
        "/application/agreements",
        "\"2026-01-03\"",
    ),
    (
        4,
        2,
        "2026-01-04",
        "/application/questionnaire",
        "\"2026-01-04\"",
    ),
    (4, 3, "2026-01-05", "/application/payment", "\"2026-01-05\""),
    (
        4,
        4,
        "2026-01-06",
        "/application/policy_upload",
        "\"2026-01-06\"",
    ),
    (
        4,
        5,
        "2026-01-07",
        "/application/survey_dates",
        "\"2026-01-07\"",
    ),
    (4, 6, "2026-01-08", "/webinar", "\"2026-01-08\""),
    (5, 0, "2", "/visit/kind", "\"resurvey\""),
    (5, 1, "2", "/visit/mode", "\"video\""),
    (5, 2, "2026-02-01", "/visit/offered/0", "\"2026-02-01\""),
    (5, 3, "2026-02-02", "/visit/planned/0", "\"2026-02-02\""),
    (
        5,
        5,
        "2026-02-03",
        "/conflict_of_interest/surveyor",
        "\"2026-02-03\"",
    ),
    (
        5,
        6,
        "2026-02-04",
        "/conflict_of_interest/practice",
        "\"2026-02-04\"",
    ),
    (
        5,
        7,
        "2026-02-05",
        "/previous_certification/until",
        "\"2026-02-05\"",
    ),
];

#[test]
fn every_field_comes_into_the_packet() {
    let mut play = form();
    let mut at = (0, 0);
    for (page, down, typed, ..) in FIELDS {
        if at.0 != page {
            play.keys(&"PgDn ".repeat(page - at.0));
            at = (page, 0);
        }
        play.keys(&"Tab ".repeat(down - at.1));
        at.1 = down;
        match typed {
            // A time zone stands there already: what is typed goes again.
            "x" => play.keys("x Backspace"),
            " " => play.keys("Space"),
            typed => play.type_text(typed),
        };
    }
    play.keys("PgDn PgDn Enter");
    let asked = play.program.asked();
    let taken = asked.iter().find(|e| matches!(e, Effect::TakeForm(_)));
    let Some(Effect::TakeForm(written)) = taken else {
        panic!("{asked:?}, {}", play.shot().text())
    };
    let written: serde_json::Value = serde_json::from_str(written).unwrap();
    for (page, down, _, pointer, wanted) in FIELDS.iter().filter(|(_, _, _, at, _)| !at.is_empty())
    {
        let found = written.pointer(pointer).map(ToString::to_string);
        assert_eq!(
            found.as_deref(),
            Some(*wanted),
            "page {page}, field {down}: {pointer}\n{written:#}"
        );
    }
    assert_eq!(
        written.pointer("/surveyor/principal").unwrap(),
        "s-014",
        "said without being asked"
    );
}

#[test]
fn the_services_of_another_edition_keep_what_was_chosen() {
    let mut play = form();
    play.keys("PgDn PgDn 2 PgUp PgUp Tab Tab Tab Tab Tab 2");
    let shown = look(&mut play);
    assert!(shown.contains("Standards edition"), "{shown}");
    play.keys("PgDn PgDn");
    let shown = look(&mut play);
    assert!(
        shown.contains("< at every site >"),
        "it has this one too\n{shown}"
    );
}
