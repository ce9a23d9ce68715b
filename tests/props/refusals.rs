//! What may not be done is refused before anything is written, in words that say what to do.

use crate::packs::plain;
use crate::world::{World, answer, cell, details, source_id, visit_id};
use onsite::domain::pack::Method;
use onsite::domain::privacy::identifiers::Kind;
use onsite::domain::survey::answers::*;
use onsite::domain::survey::decide::{Act, Refusal};
use onsite::domain::survey::events::{Event, Offered, ServiceSaid};
use onsite::domain::survey::sources::{Sites, SourceDetails, SourceKind};
use onsite::domain::values::digest::Digest;
use onsite::domain::values::ids::*;
use std::collections::BTreeMap;

/// A visit with a document D1, a chart R01 at the eastern site, a personnel file F01, an
/// interview I01 and an event O1; one answer stands at the chart.
fn visit() -> World {
    let mut world = World::new(plain());
    let east = || Sites::Only(vec![SiteId::new("east").unwrap()]);
    let file = SourceDetails {
        kind: record("personnel"),
        ..details(Method::Record, "F01", Sites::All)
    };
    for described in [
        details(Method::Policy, "D1", Sites::All),
        details(Method::Record, "R01", east()),
        file,
        details(Method::Interview, "I01", Sites::All),
        details(Method::Observation, "O1", Sites::All),
    ] {
        let source = source_id(&described.label);
        let details = described;
        world.act(0, Act::AddSource { source, details }).unwrap();
    }
    let at = cell("1.1.1", Method::Record, Some("east"), Some("R01"));
    world.act(0, says(at, AnswerValue::Met)).unwrap();
    world
}

fn record(kind: &str) -> SourceKind {
    SourceKind::Record {
        kind: RecordKindId::new(kind).unwrap(),
        coverage: onsite::domain::survey::sources::Coverage::Full,
        is: Vec::new(),
        is_not: Vec::new(),
    }
}

fn says(cell: Cell, value: AnswerValue) -> Act {
    Act::Answer {
        cell,
        answer: Some(answer(value)),
    }
}

fn adds(source: &str, details: SourceDetails) -> Act {
    Act::AddSource {
        source: source_id(source),
        details,
    }
}

fn changes(source: &str, details: SourceDetails) -> Act {
    Act::ChangeSource {
        source: source_id(source),
        details,
    }
}

fn standard(id: &str) -> StandardId {
    StandardId::new(id).unwrap()
}

fn determines(id: &str, level: Level, reason: Option<Reason>) -> Act {
    let determination = Determination {
        level,
        suggested: Level::FullyMet,
        reason,
        rests_on: None,
    };
    Act::Determine(vec![(standard(id), Some(determination))])
}

fn not_offered(service: &str, site: Option<&str>, told_by: &[&str]) -> Act {
    let said = ServiceSaid {
        offered: match site {
            Some(site) => Offered::NotAt(vec![SiteId::new(site).unwrap()]),
            None => Offered::Nowhere,
        },
        told_by: told_by
            .iter()
            .map(|role| RoleId::new(role).unwrap())
            .collect(),
    };
    Act::TellServices(BTreeMap::from([(AttributeId::new(service).unwrap(), said)]))
}

fn shortfall(method: Method, kind: &str, site: Option<&str>, reason: u16) -> Act {
    Act::ExplainShortfall {
        sample: SampleKey {
            method,
            kind: kind.to_owned(),
            site: site.map(|site| SiteId::new(site).unwrap()),
        },
        reason: Some(Reason::Listed(reason)),
    }
}

/// Every act is refused as said, and leaves everything as it was.
fn refused(rows: Vec<(Act, Refusal)>) {
    let mut world = visit();
    let before = world.case().clone();
    for (act, refusal) in rows {
        let told = format!("{act:?}");
        assert_eq!(world.act(0, act), Err(refusal), "{told}");
        assert_eq!(world.case(), &before, "{told}");
    }
}

#[test]
fn answers() {
    use AnswerValue::*;
    let no_check = |element: &str, method| Refusal::NoSuchCheck {
        element: element.to_owned(),
        method,
    };
    let wrong = |label: &str, method| Refusal::WrongSource {
        label: label.to_owned(),
        method,
    };
    let reasoned = |value, reason| Act::Answer {
        cell: cell("1.1.1", Method::Record, Some("east"), Some("R01")),
        answer: Some(Answer::because(value, reason)),
    };
    let at = |element, method, site, source| says(cell(element, method, site, source), NotMet);
    let (policy, charts, people) = (Method::Policy, Method::Record, Method::Interview);
    #[rustfmt::skip]
    let rows = vec![
        (at("9.9", policy, None, None), no_check("9.9", policy)),
        (at("1.1", policy, None, None), no_check("1.1", policy)),
        (at("1.1.1", charts, None, Some("R01")), Refusal::NeedsSite),
        (at("1.1.1", people, None, None), Refusal::NeedsSite),
        (at("1.1.1", charts, Some("north"), None), Refusal::NoSuchSite),
        (at("1.1.1", charts, Some("west"), Some("R01")), Refusal::NoSuchSite),
        (at("1.1.1", charts, Some("east"), Some("R99")), Refusal::NoSuchSource),
        (at("1.1.1", charts, Some("east"), Some("I01")), wrong("I01", charts)),
        (at("1.1.1", policy, None, Some("R01")), wrong("R01", policy)),
        (at("1.1.1", charts, Some("east"), Some("F01")), Refusal::WrongKind("F01".to_owned())),
        (reasoned(NotApplicable, None), Refusal::NeedsReason(NotApplicable)),
        (reasoned(CouldNotAssess, None), Refusal::NeedsReason(CouldNotAssess)),
        (reasoned(NotApplicable, Some(Reason::Listed(0))), Refusal::NoSuchReason(0)),
        (reasoned(CouldNotAssess, Some(Reason::Listed(3))), Refusal::NoSuchReason(3)),
        (reasoned(Met, None), Refusal::Nothing),
        (says(cell("1.1.1", people, Some("east"), None), Met), Refusal::MetAtNothing),
    ];
    refused(rows);
}

#[test]
fn a_reason_left_over_is_not_kept() {
    let mut world = visit();
    let at = cell("1.1.1", Method::Record, Some("east"), Some("R01"));
    let answer = Some(Answer::because(
        AnswerValue::NotMet,
        Some(Reason::Listed(99)),
    ));
    world
        .act(
            0,
            Act::Answer {
                cell: at.clone(),
                answer,
            },
        )
        .unwrap();
    let held = world.visit().answer(&at).unwrap();
    assert_eq!(*held, Answer::plain(AnswerValue::NotMet));
}

#[test]
fn sources() {
    let plain = |label: &str| details(Method::Record, label, Sites::All);
    let person = |person: &str| SourceDetails {
        person: Some(person.to_owned()),
        ..details(Method::Interview, "I02", Sites::All)
    };
    let at = |sites: &[&str]| {
        let sites = sites.iter().map(|site| SiteId::new(site).unwrap());
        details(Method::Record, "R02", Sites::Only(sites.collect()))
    };
    let no_label = |label: &str| Refusal::NoLabel(label.to_owned());
    let would_not_fit = || Refusal::AnswersWouldNotFit {
        label: "R01".to_owned(),
        answers: 1,
    };
    let west = Sites::Only(vec![SiteId::new("west").unwrap()]);
    #[rustfmt::skip]
    let rows = vec![
        (adds("R01", plain("R02")), Refusal::SourceThere),
        (adds("new", plain("R01")), Refusal::LabelTaken("R01".to_owned())),
        (adds("new", plain("")), no_label("")),
        (adds("new", plain("Jane Doe")), no_label("Jane Doe")),
        (adds("new", plain("R0123456789012345")), no_label("R0123456789012345")),
        (adds("new", person("Nurse Ann")), no_label("Nurse Ann")),
        (adds("new", plain("MRN4471902")), Refusal::IdentifyingLabel(Kind::RecordNumber)),
        (adds("new", plain("312-555-0123")), Refusal::IdentifyingLabel(Kind::Phone)),
        (adds("new", person("dob-3-14-61")), Refusal::IdentifyingLabel(Kind::BirthDate)),
        (changes("R01", plain("R4471902")), Refusal::IdentifyingLabel(Kind::LongNumber)),
        (adds("new", at(&[])), Refusal::NoSuchSite),
        (adds("new", at(&["east", "north"])), Refusal::NoSuchSite),
        (changes("R99", plain("R02")), Refusal::NoSuchSource),
        (changes("R01", plain("F01")), Refusal::LabelTaken("F01".to_owned())),
        (changes("R01", details(Method::Interview, "R01", Sites::All)), would_not_fit()),
        (changes("R01", details(Method::Record, "R01", west)), would_not_fit()),
        (changes("R01", SourceDetails { kind: record("personnel"), ..plain("R01") }, ),
            would_not_fit()),
        (Act::WithdrawSource(source_id("R99")), Refusal::NoSuchSource),
        (Act::WithdrawSource(source_id("R01")),
            Refusal::SourceInUse { label: "R01".to_owned(), answers: 1 }),
    ];
    refused(rows);
    // What does not touch the answers may change: other sites too, another label.
    let mut world = visit();
    world.act(0, changes("R01", plain("R07"))).unwrap();
    assert!(world.case().conflicts.is_empty());
}

#[test]
fn levels() {
    let open = Refusal::StillOpen {
        standard: standard("1.1"),
        open: 13,
    };
    #[rustfmt::skip]
    let rows = vec![
        (determines("9.9", Level::FullyMet, None), Refusal::NoSuchStandard(standard("9.9"))),
        (determines("1.1", Level::FullyMet, None), open),
        (Act::Determine(vec![]), Refusal::Nothing),
        (Act::Determine(vec![(standard("1.1"), None)]), Refusal::Nothing),
    ];
    refused(rows);
}

/// Answers every check of Standard 1.1.
fn answered(value: AnswerValue) -> World {
    let mut world = visit();
    for element in ["1.1.1", "1.1.2"] {
        world
            .act(
                0,
                says(cell(element, Method::Policy, None, Some("D1")), value),
            )
            .unwrap();
        let mut at = |method, site, source: Option<&str>, value| {
            let _ = world.act(0, says(cell(element, method, Some(site), source), value));
        };
        at(Method::Record, "east", Some("R01"), value);
        at(Method::Record, "west", None, AnswerValue::NotApplicable);
        for site in ["east", "west"] {
            at(Method::Interview, site, Some("I01"), value);
            at(Method::Observation, site, Some("O1"), value);
        }
    }
    world
}

#[test]
fn a_level_unlike_the_suggestion_needs_a_reason() {
    let mut world = answered(AnswerValue::Met);
    let differs = Refusal::DiffersWithoutReason(standard("1.1"));
    assert_eq!(
        world.act(0, determines("1.1", Level::PartlyMet, None)),
        Err(differs)
    );
    let listed = |number| determines("1.1", Level::PartlyMet, Some(Reason::Listed(number)));
    let nothing = Refusal::RestsOnNothing(standard("1.1"));
    assert_eq!(world.act(0, listed(2)), Err(nothing));
    let resting = |number, ground| {
        let determination = Determination {
            level: Level::PartlyMet,
            suggested: Level::FullyMet,
            reason: Some(Reason::Listed(number)),
            rests_on: Some(ground),
        };
        Act::Determine(vec![(standard("1.1"), Some(determination))])
    };
    let element = |id| Ground::Element(ElementId::new(id).unwrap());
    let unfit = Refusal::NoSuchGround(standard("1.1"));
    for gone in [element("9.9"), Ground::Source(source_id("gone"))] {
        assert_eq!(world.act(0, resting(2, gone)), Err(unfit.clone()));
    }
    let good = [element("1.1.2"), Ground::Source(source_id("O1"))];
    let missing = resting(3, good[0].clone());
    assert_eq!(world.act(0, missing), Err(Refusal::NoSuchReason(3)));
    for ground in good {
        world.act(0, resting(2, ground)).unwrap();
    }
    let mut world = answered(AnswerValue::NotMet);
    world
        .act(0, determines("1.1", Level::NotMet, None))
        .unwrap();
    let (held, _) = &world.visit().determinations[&standard("1.1")];
    assert_eq!(
        held.suggested,
        Level::NotMet,
        "the rules' own, whatever was said"
    );
}

#[test]
fn of_two_levels_in_one_act_the_last_counts() {
    let mut world = answered(AnswerValue::Met);
    let level = |level, reason: u16| {
        let determination = Determination {
            level,
            suggested: level,
            reason: Some(Reason::Listed(reason)),
            rests_on: Some(Ground::Source(source_id("O1"))),
        };
        (standard("1.1"), Some(determination))
    };
    let both = vec![level(Level::NotMet, 1), level(Level::PartlyMet, 2)];
    world.act(0, Act::Determine(both)).unwrap();
    let (held, _) = &world.visit().determinations[&standard("1.1")];
    assert_eq!(held.level, Level::PartlyMet);
    assert!(world.case().conflicts.is_empty());
}

#[test]
fn notes_samples_and_services() {
    let element = ElementId::new("9.9").unwrap();
    let method = Method::Policy;
    let no_check = || Refusal::NoSuchCheck {
        element: "9.9".to_owned(),
        method,
    };
    let no_standard = || Refusal::NoSuchStandard(standard("9.9"));
    let note = |on| Act::WriteNote {
        on,
        text: Some(Digest::ZERO),
    };
    let explanation = Some(Explanation {
        gap: Gap::Policy,
        text: None,
    });
    let no_service = AttributeId::new("moon").unwrap();
    #[rustfmt::skip]
    let rows = vec![
        (note(NoteTarget::Check(CheckKey { element, method })), no_check()),
        (note(NoteTarget::Standard(standard("9.9"))), no_standard()),
        (Act::ExplainDifference { standard: standard("9.9"), explanation }, no_standard()),
        (shortfall(Method::Record, "chart", Some("east"), 3), Refusal::NoSuchReason(3)),
        (shortfall(Method::Record, "chart", None, 1), Refusal::NoSuchSample),
        (shortfall(Method::Record, "chart", Some("north"), 1), Refusal::NoSuchSample),
        (shortfall(Method::Record, "Jane Doe", Some("east"), 1), Refusal::NoSuchSample),
        (shortfall(Method::Interview, "nurse", Some("east"), 1), Refusal::NoSuchSample),
        (not_offered("moon", None, &["nurse"]), Refusal::NoSuchService(no_service)),
        (not_offered("oral", Some("north"), &["nurse"]), Refusal::NoSuchSite),
        (not_offered("oral", None, &[]), Refusal::NobodyTold),
        (Act::TellServices(BTreeMap::new()), Refusal::Nothing),
        (Act::ClearConflict(false), Refusal::Nothing),
        (Act::OpenRevision { reason: Digest::ZERO }, Refusal::NotSealed),
    ];
    refused(rows);
}

#[test]
fn a_signed_visit_takes_nothing_but_a_new_revision() {
    let mut world = visit();
    let sealed = Event::Sealed {
        visit: visit_id(),
        revision: 1,
        initials: "ts".to_owned(),
        reason: None,
    };
    world.write(0, vec![sealed]);
    let at = cell("1.1.1", Method::Record, Some("east"), Some("R01"));
    assert_eq!(
        world.act(0, says(at.clone(), AnswerValue::NotMet)),
        Err(Refusal::Sealed)
    );
    assert_eq!(world.act(0, Act::ClearConflict(true)), Err(Refusal::Sealed));
    assert_eq!(world.undo(0), Err(Refusal::NothingToUndo));
    let reason = world.text();
    world.act(0, Act::OpenRevision { reason }).unwrap();
    assert_eq!(world.visit().revision(), 2);
    world.act(1, says(at, AnswerValue::NotMet)).unwrap();
}

#[test]
fn what_is_said_is_good_english() {
    let rows = [
        (
            Refusal::SourceInUse {
                label: "R01".to_owned(),
                answers: 1,
            },
            "R01 has 1 answer. Clear it first, then take it out.",
        ),
        (
            Refusal::SourceInUse {
                label: "R01".to_owned(),
                answers: 2,
            },
            "R01 has 2 answers. Clear them first, then take it out.",
        ),
        (
            Refusal::AnswersWouldNotFit {
                label: "R01".to_owned(),
                answers: 3,
            },
            "3 answers of R01 would no longer fit. Clear them first, then change it.",
        ),
        (
            Refusal::StillOpen {
                standard: standard("1.1"),
                open: 1,
            },
            "1 check of 1.1 is still to do. Answer first, then give your level.",
        ),
    ];
    for (refusal, words) in rows {
        assert_eq!(refusal.to_string(), words);
    }
}
