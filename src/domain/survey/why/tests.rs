//! Explanations: nothing is claimed that the verdict does not say.

use super::*;
use crate::domain::rich_visit::{Rich, finished, opened};
use crate::domain::values::ids::StandardId;

fn told(rich: &Rich, id: &str) -> Vec<String> {
    let facts = Facts {
        visit: rich.visit(),
        pack: &rich.pack,
        packet: Some(&rich.packet),
        texts: &rich.texts,
    };
    let held = rich.pack.standard(&StandardId::new(id).unwrap()).unwrap();
    standard(&facts, held)
        .into_iter()
        .map(|line| format!("{}{}", "  ".repeat(line.depth.into()), line.text))
        .collect()
}

#[test]
fn a_mixed_element_names_its_charts_and_the_rule() {
    let lines = told(&finished(), "3.12");
    assert_eq!(lines[0], "3.12 Third verification: before administration");
    assert_eq!(lines[1], "Suggested: Partly met");
    assert!(lines[2].starts_with("12 elements: "), "{}", lines[2]);
    let at = lines
        .iter()
        .position(|line| line == "  3.12.2 Two people check before giving: Mixed")
        .unwrap();
    assert_eq!(
        lines[at + 1..at + 10],
        [
            "    Policy at Main Street: Met, 1 of 1 document",
            "    Policy at West Clinic: Met, 1 of 1 document",
            "    Records at Main Street: Mixed, 3 of 4 charts, not met: R03",
            "    Records at West Clinic: Mixed, 1 of 2 charts, not met: R06",
            "    Interviews at Main Street (supporting): Met, 1 of 1 interview",
            "    Interviews at West Clinic (supporting): Met, 1 of 1 interview",
            "    Observation at Main Street: Met, 2 of 2 observed",
            "    Observation at West Clinic: Met, 1 of 1 observed",
            "    The rule: the worst decides, and that is Records (Mixed).",
        ]
    );
    assert!(
        lines
            .iter()
            .any(|line| line == "    These differ: Policy met, Observation not met at Main Street.")
    );
}

#[test]
fn a_service_not_offered_and_an_own_level_are_explained() {
    let rich = finished();
    let lines = told(&rich, "3.10");
    assert_eq!(lines[1], "Suggested: Not applicable");
    assert_eq!(
        lines[3],
        "The rule: nothing here arises, so Not applicable."
    );
    let lines = told(&rich, "2.1");
    assert_eq!(
        lines[4],
        "The Surveyor's level: Fully met. The reason: Single slip, otherwise sound practice \
         (rests on 2.1.1 Policy sets one consent process)"
    );
}

#[test]
fn a_service_not_offered_is_named_with_who_said_so_and_when() {
    let lines = told(&finished(), "3.10");
    assert!(
        lines[4].starts_with("Service not offered: Given into the spinal fluid")
            && lines[4].contains("(said by Educator, Mar 10, 2026, 08:3"),
        "{}",
        lines[4]
    );
    assert!(lines.iter().all(|line| !line.contains("not looked at")));
    // One that is offered at one site of two is named with the site at which it is not.
    let rich = finished();
    let all = rich.pack.standards.iter();
    let mut lines = all.flat_map(|held| told(&rich, held.id.as_str()));
    let at = "    Service not offered at West Clinic: Drugs prepared on site";
    let line = lines.find(|line| line.starts_with(at)).unwrap();
    assert!(
        line.contains("(said by Pharmacist and Educator, "),
        "{line}"
    );
}

#[test]
fn nothing_answered_is_no_suggestion() {
    let lines = told(&opened(), "1.9");
    assert!(lines[1].ends_with(" to do"), "{}", lines[1]);
    assert_eq!(
        lines[3],
        "Nothing is decided yet, so there is no suggestion."
    );
    assert!(lines.iter().any(|line| line.ends_with("To do, 1 to do")));
}
