//! Asking for services: from the packet, site by site, told by whom; nothing is not offered until
//! somebody said so.

use crate::screen::Harness;
use crate::stage::{Stage, desk, desk_with, look, play, survey_until};
use onsite::domain::survey::events::{Event, Offered, ServiceSaid};
use onsite::domain::training::Extent;
use onsite::domain::values::ids::{AttributeId, RoleId, StandardId};
use onsite::tui::screens::Route;

/// Before services were confirmed.
fn fresh() -> Harness<Stage> {
    let mut desk = desk();
    let until = |entry: &onsite::domain::survey::events::Entry| {
        !matches!(entry.event, Event::ServiceTold { .. })
    };
    desk.survey = Some(survey_until(Extent::Half, until));
    play(desk, vec![Route::Home])
}

/// What was said of a service.
fn said<'a>(play: &'a Harness<Stage>, id: &str) -> Option<&'a ServiceSaid> {
    let id = AttributeId::new(id).unwrap();
    play.program.visit().services.get(&id).map(|(said, _)| said)
}

fn roles(ids: &[&str]) -> Vec<RoleId> {
    ids.iter().map(|id| RoleId::new(id).unwrap()).collect()
}

#[test]
fn what_the_packet_does_not_list_is_to_be_asked() {
    let mut play = fresh();
    assert!(look(&mut play).contains("13 to be asked"));
    play.keys("6");
    let shown = look(&mut play);
    for wanted in [
        "13 of 13 still to be asked",
        "[+] offered, not confirmed",
        "Given into the spinal fluid              [ ] to be asked",
        "Medicines handed out",
        "[ ] to be asked at a site",
        "Are cancer drugs given here by vein",
        "Every check applies.",
    ] {
        assert!(shown.contains(wanted), "{wanted}\n{shown}");
    }
    // Only what is answered at every site is confirmed, and nothing else is taken as a no.
    play.keys("c Enter Enter");
    assert_eq!(
        said(&play, "parenteral").unwrap().offered,
        Offered::Everywhere
    );
    for open in ["intrathecal", "dispensing", "pediatric"] {
        assert_eq!(said(&play, open), None, "{open}");
    }
    let told = play.program.said();
    assert!(told.contains("still to be asked"), "{told}");
    assert!(look(&mut play).contains("to be asked"), "back at home");
    play.keys("Ctrl-Z");
    assert!(play.program.visit().services.is_empty(), "one act");
}

#[test]
fn several_people_told_and_the_consequence_is_said_before() {
    let mut play = fresh();
    play.keys("6 Down Down n n n");
    let shown = look(&mut play);
    assert!(
        shown.contains("spinal fluid              [-] not offered, not confirmed"),
        "{shown}"
    );
    let consequence = "Not applicable then: 2 Standards (3.10, 3.11), ";
    assert!(shown.contains(consequence), "{shown}");
    play.keys("c");
    let shown = look(&mut play);
    assert!(shown.contains("Who told you?"), "{shown}");
    assert!(
        shown.matches("elements, ").count() >= 2,
        "said before: {shown}"
    );
    assert!(play.program.visit().services.is_empty(), "and not done yet");
    play.keys("Enter");
    assert!(look(&mut play).contains("Did anybody else tell you?"));
    play.keys("4");
    assert!(look(&mut play).contains("Did anybody else tell you?"));
    play.keys("Enter");
    let intrathecal = said(&play, "intrathecal").unwrap();
    assert_eq!(intrathecal.offered, Offered::Nowhere);
    assert_eq!(intrathecal.told_by, roles(&["manager", "pharmacist"]));
    // Others may tell the rest later; what was said stands.
    play.keys("6");
    let shown = look(&mut play);
    assert!(
        shown.contains("[-] not offered: Practice manager"),
        "{shown}"
    );
    play.keys("End n c 1 Enter");
    assert_eq!(said(&play, "pump").unwrap().told_by, roles(&["prescriber"]));
    let before = said(&play, "intrathecal").unwrap();
    assert_eq!(before.told_by, roles(&["manager", "pharmacist"]));
}

#[test]
fn a_service_is_answered_everywhere_or_at_a_site() {
    let mut play = fresh();
    play.keys("6 Enter Down n");
    let shown = look(&mut play);
    assert!(
        shown.contains("[~] at 1 of 2 sites, not confirmed"),
        "{shown}"
    );
    play.keys("Esc");
    assert!(play.program.said().contains("Not confirmed yet"));
    assert!(play.program.visit().services.is_empty());
    play.keys("6 c 1 Enter");
    match &said(&play, "parenteral").unwrap().offered {
        Offered::NotAt(sites) => assert_eq!(sites[0].as_str(), "main"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn space_lists_the_three_answers() {
    let mut play = fresh();
    play.keys("6 Space");
    let shown = look(&mut play);
    assert!(shown.contains("What was said?"), "{shown}");
    play.keys("3");
    let shown = look(&mut play);
    assert!(
        shown.contains("under the skin or in the… [ ] to be asked"),
        "{shown}"
    );
}

#[test]
fn what_was_said_is_shown_again_with_who_said_it() {
    let mut play = play(desk_with(Extent::Half), vec![Route::Home]);
    assert!(look(&mut play).contains("all asked, "));
    play.keys("6");
    let shown = look(&mut play);
    assert!(shown.contains("Every service was asked."), "{shown}");
    assert!(
        shown.contains("Told by Pharmacist and Practice manager, Nov 17, 2026, 08:51"),
        "{shown}"
    );
    play.keys("c");
    assert!(
        play.program.said().contains("Nothing new to confirm"),
        "{}",
        play.program.said()
    );
}

#[test]
fn why_names_the_service_who_said_it_and_when() {
    let mut play = play(desk_with(Extent::Finished), vec![Route::Home]);
    play.program.app.desk.walk.standard = {
        let open = play.program.app.desk.open().unwrap();
        let id = StandardId::new("3.10").unwrap();
        open.pack.place_of_standard(&id).unwrap()
    };
    play.keys("1 Enter w");
    let shown = look(&mut play);
    for wanted in [
        "3.10.1 is not applicable. Service not offered: Given into the spinal fluid",
        "(said by Pharmacist and Practice manager, Nov 17, 2026, 08:51 UTC-06:00).",
    ] {
        assert!(shown.contains(wanted), "{wanted}\n{shown}");
    }
}
