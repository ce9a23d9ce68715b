#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::domain::program::eligibility::Holds;
use crate::domain::program::rules::Program;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The files that come with the program; read with serde alone, since the domain knows no other.
fn sample() -> (Packet, Program) {
    let packet = include_str!("../../../../standards/sample-packet.json");
    let program = include_str!("../../../../standards/program.json");
    (
        serde_json::from_str(packet).unwrap(),
        serde_json::from_str(program).unwrap(),
    )
}

#[test]
fn an_eligible_practice_is_told_why_and_until_when() {
    let (packet, program) = sample();
    let found = packet.eligibility(&program, day("2026-11-17"));
    assert_eq!(found.holds(), Holds::Yes);
    assert_eq!(found.runs_out(), Some(day("2027-03-02")));
    assert!(found.rests_on_working_values());
    let figures: Vec<&str> = found.criteria.iter().map(|c| c.figures.as_str()).collect();
    assert_eq!(
        figures,
        [
            "92 unique charts; at least 80 for 6.5 full-time physicians",
            "81.4%; at least 75%",
            "final report Mar 2, 2026; valid 1 year, to and including Mar 2, 2027",
        ]
    );
}

#[test]
fn each_rule_can_fail_or_be_unknown_by_itself() {
    let (good, program) = sample();
    let on = day("2026-11-17");
    let judge = |change: &dyn Fn(&mut Participation)| {
        let mut packet = good.clone();
        change(packet.participation.as_mut().unwrap());
        let found = packet.eligibility(&program, on);
        let each: Vec<Holds> = found.criteria.iter().map(|c| c.holds).collect();
        (each, found.holds())
    };
    use Holds::{No, Unknown, Yes};
    assert_eq!(judge(&|p| p.charts = Some(79)), (vec![No, Yes, Yes], No));
    assert_eq!(
        judge(&|p| p.charts = None),
        (vec![Unknown, Yes, Yes], Unknown)
    );
    assert_eq!(judge(&|p| p.score = Some(74.99)), (vec![Yes, No, Yes], No));
    assert_eq!(judge(&|p| p.score = Some(75.0)), (vec![Yes, Yes, Yes], Yes));
    assert_eq!(judge(&|p| p.score = None).1, Unknown);
    assert_eq!(judge(&|p| p.final_report = Some(day("2025-11-16"))).1, No);
    assert_eq!(judge(&|p| p.final_report = Some(day("2025-11-17"))).1, Yes);
    assert_eq!(
        judge(&|p| p.final_report = Some(day("2026-11-18"))).1,
        Unknown
    );
    let mut packet = good.clone();
    packet.practice.physicians = None;
    let found = packet.eligibility(&program, on);
    assert_eq!(found.criteria[0].holds, Unknown);
    assert!(
        found.criteria[0]
            .figures
            .starts_with("92 unique charts; how many")
    );
    assert_eq!(
        good.changes(&packet)[0].to_string(),
        "Full-time physicians: was 6.5, now gone"
    );
    packet.participation = None;
    let found = packet.eligibility(&program, on);
    assert!(found.criteria.iter().all(|c| c.holds == Unknown));
}

#[test]
fn preparation_names_each_thing_that_is_missing() {
    let (mut packet, _) = sample();
    // The training visit begins with a question: the Surveyor has not confirmed it yet.
    let missing = packet.preparation().into_iter().filter(|item| !item.done);
    assert_eq!(missing.count(), 1);
    packet.conflict_of_interest.surveyor = packet.conflict_of_interest.practice;
    assert!(packet.is_prepared());
    packet.application.payment = None;
    packet.surveyor = None;
    packet.visit.planned.clear();
    packet.policies.clear();
    packet.conflict_of_interest.practice = None;
    let missing: Vec<String> = packet
        .preparation()
        .into_iter()
        .filter(|item| !item.done)
        .map(|item| format!("{}: {}", item.title, item.says))
        .collect();
    assert_eq!(
        missing,
        [
            "Payment: missing",
            "Policies on hand: missing",
            "Surveyor assigned: missing",
            "No conflict of interest, practice: missing",
            "Dates agreed: missing",
        ]
    );
}

#[test]
fn a_newer_issue_is_told_as_plain_sentences() {
    let (old, _) = sample();
    let mut new = old.clone();
    new.issue = 2;
    assert_eq!(old.changes(&new), []);
    new.visit.planned = vec![day("2026-12-01")];
    new.practice.sites.pop();
    new.policies[0].version = Some("5".into());
    new.policies.remove(1);
    new.participation.as_mut().unwrap().score = Some(80.0);
    new.previous_certification = None;
    new.conflict_of_interest.practice = None;
    new.practice.sites[0].services.reverse();
    let told: Vec<String> = old.changes(&new).iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "Dates agreed: was Nov 17, 2026 and Nov 18, 2026, now Dec 1, 2026",
            "Overall Quality Score: was 81.4%, now 80%",
            "Policy NUR-12 Giving chemotherapy: was version 4 of Jan 12, 2026, \
             now version 5 of Jan 12, 2026",
            "Site north: was North, now gone",
            "Site north, town: was Northfield Park, now gone",
            "Site north, time zone: was America/Chicago, now gone",
            "Site north, services: was oral, parenteral, pump, now gone",
            "Policy NUR-14 Extravasation: was version 2 of Sep 1, 2025, now gone",
            "No conflict of interest, practice: was Sep 14, 2026, now gone",
            "Previous certification until: was Dec 31, 2026, now gone",
        ]
    );
    let back: Vec<String> = new.changes(&old).iter().map(ToString::to_string).collect();
    assert!(back.contains(&"Site north: new, North".to_string()));
}

#[test]
fn the_plan_is_due_ten_business_days_after_the_report() {
    let (_, program) = sample();
    let rule = &program.deadlines.action_plan;
    let deadline = program.deadline(rule, day("2026-11-20")).unwrap();
    assert_eq!(deadline.due, day("2026-12-07"));
    assert!(
        deadline
            .explanation
            .starts_with("due Dec 7, 2026: 10 business days after the Certification"),
        "{}",
        deadline.explanation
    );
    assert!(
        deadline
            .explanation
            .contains("office time zone America/New_York")
    );
    assert!(
        deadline
            .explanation
            .contains("Thanksgiving Day (Nov 26, 2026)")
    );
    assert!(deadline.explanation.contains("may have changed"));
    for (key, rule) in program.deadlines.all() {
        assert!(program.deadline(rule, day("2026-11-20")).is_some(), "{key}");
    }
}
