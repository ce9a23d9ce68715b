//! Confirming services: from the packet, site by site, in one act.

use crate::screen::Harness;
use crate::stage::{Stage, desk, desk_with, look, play, survey_until};
use onsite::domain::survey::events::Event;
use onsite::domain::training::Extent;
use onsite::tui::screens::Route;

/// Before services were confirmed.
fn fresh() -> Harness<Stage> {
    let mut desk = desk();
    let until = |entry: &onsite::domain::survey::events::Entry| {
        !matches!(entry.event, Event::ServicesConfirmed { .. })
    };
    desk.survey = Some(survey_until(Extent::Half, until));
    play(desk, vec![Route::Home])
}

#[test]
fn the_packet_is_taken_over_and_confirmed_in_one_act() {
    let mut play = fresh();
    play.keys("6");
    let shown = look(&mut play);
    assert!(shown.contains("this is what the packet says"), "{shown}");
    assert!(shown.contains("[~] at 1 of 2 sites"), "{shown}");
    assert!(
        shown.contains("Are cancer drugs given here by vein"),
        "{shown}"
    );
    assert!(shown.contains("Checks not applicable then:"), "{shown}");
    play.keys("c");
    assert!(look(&mut play).contains("Who told you?"));
    play.keys("Enter");
    let (services, _) = play.program.visit().services.clone().unwrap();
    assert_eq!(services.told_by.unwrap().as_str(), "manager");
    let of = |id: &str| {
        services
            .not_offered
            .iter()
            .find(|gone| gone.service.as_str() == id)
    };
    assert_eq!(of("parenteral"), None);
    assert_eq!(of("intrathecal").unwrap().sites, None, "nowhere");
    let sites = of("dispensing").unwrap().sites.as_ref().unwrap();
    assert_eq!(sites[0].as_str(), "north");
    assert!(
        play.program.said().starts_with("Services confirmed"),
        "{}",
        play.program.said()
    );
    assert!(look(&mut play).contains("By Standard"), "back at home");
    play.keys("Ctrl-Z");
    assert!(play.program.visit().services.is_none());
}

#[test]
fn space_changes_a_service_everywhere_or_at_a_site() {
    let mut play = fresh();
    play.keys("6 Space");
    assert!(look(&mut play).contains("skin or in the muscle   [-] not offered"));
    play.keys("Enter Down Down Space");
    let shown = look(&mut play);
    assert!(shown.contains("[~] at 1 of 2 sites"), "{shown}");
    play.keys("Esc");
    assert!(play.program.said().contains("Not confirmed yet"));
    assert!(play.program.visit().services.is_none());
    play.keys("6 c 1");
    let (services, _) = play.program.visit().services.clone().unwrap();
    let gone = &services.not_offered[0];
    assert_eq!(gone.service.as_str(), "parenteral");
    assert_eq!(gone.sites.as_ref().unwrap()[0].as_str(), "main");
}

#[test]
fn what_was_confirmed_is_shown_again() {
    let mut play = play(desk_with(Extent::Half), vec![Route::Home]);
    play.keys("6");
    let shown = look(&mut play);
    assert!(shown.contains("Confirmed 17 November"), "{shown}");
    play.keys("c Enter");
    assert!(
        play.program.said().contains("stands so already"),
        "{}",
        play.program.said()
    );
}
