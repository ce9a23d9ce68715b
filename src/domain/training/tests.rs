#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use super::*;
use crate::domain::pack::Method;
use crate::domain::survey::answers::{CheckKey, Gap};
use crate::domain::survey::guarded;
use crate::domain::survey::readiness::{self, Destination, Weight};
use crate::domain::survey::sources::SourceKind;
use crate::domain::survey::verdicts;
use crate::domain::survey::verdicts::Board;
use crate::domain::survey::words::Facts;
use crate::domain::values::ids::{SiteId, SourceId};
use chrono::Timelike;

const START: &str = "2026-11-17T08:30:00-06:00";

/// Both packs; read with serde alone, since the domain knows no other.
fn packs() -> [Pack; 2] {
    [
        serde_json::from_str(include_str!("../../../standards/qcp-2016.json")).unwrap(),
        serde_json::from_str(include_str!("../../../standards/qcp-2024.json")).unwrap(),
    ]
}

fn made(pack: &Pack, extent: Extent) -> Training {
    let bytes = include_str!("../../../standards/sample-packet.json");
    let packet: Packet = serde_json::from_str(bytes).unwrap();
    let reference = PackRef {
        id: pack.id.clone(),
        sha256: Digest::of(b"a pack"),
    };
    let device = DeviceId::new("made-up").unwrap();
    let start = Moment::parse_from_rfc3339(START).unwrap();
    make(&packet, bytes, pack, reference, device, start, extent).unwrap()
}

#[test]
fn nothing_is_watched_or_read_of_a_service_that_is_not_offered() {
    for pack in packs() {
        let made = made(&pack, Extent::Finished);
        let visit = made.case.current_visit().unwrap();
        for source in &visit.sources {
            match &source.details.kind {
                SourceKind::Event { kind } => assert_ne!(kind.as_str(), "intrathecal-procedure"),
                SourceKind::Record { kind, is, .. } if kind.as_str() == "chart" => {
                    assert!(
                        !is.is_empty(),
                        "{} is a chart of nothing",
                        source.details.label
                    );
                    let here = |site: &SiteId| source.details.sites.include(site);
                    let site = visit.sites.iter().find(|site| here(site)).unwrap();
                    let label = &source.details.label;
                    for held in is {
                        assert!(visit.offers(held, Some(site)).is_none(), "{label}: {held}");
                    }
                }
                _ => {}
            }
        }
    }
}

#[test]
fn each_answer_on_paper_cites_a_document_about_its_subject() {
    for pack in packs() {
        let made = made(&pack, Extent::Finished);
        let visit = made.case.current_visit().unwrap();
        let cited = |wanted: &str| {
            let elements = pack.standards.iter().flat_map(|s| &s.elements);
            let element = elements
                .into_iter()
                .find(|e| e.id.as_str() == wanted)
                .unwrap();
            let check = CheckKey {
                element: element.id.clone(),
                method: Method::Policy,
            };
            let given = visit.given(&check).iter().next().unwrap();
            let source = visit.source(given.source.as_ref().unwrap()).unwrap();
            made.texts
                .get(source.details.title.as_ref().unwrap())
                .unwrap()
                .to_owned()
        };
        for (element, document) in [
            ("1.1.1.1", "ADM-02 Credentials"),
            ("1.9.1", "ADM-04 Errors"),
            ("2.1.1", "NUR-20 Teaching and consent"),
            ("3.1.3", "ORD-01 Orders"),
            ("3.6.1", "PHA-03 Preparing"),
            ("3.9.1", "SAF-01 Hazardous"),
            ("3.12.2", "NUR-12 Giving"),
            ("3.14.1", "NUR-14 Extravasation"),
            ("4.1.1", "ADM-09 Emergencies"),
            ("4.2.1", "NUR-08 Assessment, toxicity"),
            ("4.3.1", "NUR-22 Treatment by mouth"),
        ] {
            let title = cited(element);
            assert!(title.starts_with(document), "{element} cites {title}");
        }
        for element in pack.standards.iter().flat_map(|s| &s.elements) {
            let check = CheckKey {
                element: element.id.clone(),
                method: Method::Policy,
            };
            for given in visit.given(&check).iter() {
                assert!(given.source.is_some(), "{} cites nothing", element.id);
            }
        }
    }
}

#[test]
fn what_the_policy_lacks_is_a_policy_gap_and_what_is_not_done_a_practice_gap() {
    let mut seen = Vec::new();
    for pack in packs() {
        let made = made(&pack, Extent::Finished);
        let visit = made.case.current_visit().unwrap();
        for standard in &pack.standards {
            let differences = verdicts::standard(visit, &pack, standard).differences;
            let paper = differences.iter().any(|d| d.not_met == Method::Policy);
            let practice = differences.iter().any(|d| d.not_met != Method::Policy);
            let wanted = match (paper, practice) {
                (true, true) => Some(Gap::Both),
                (true, false) => Some(Gap::Policy),
                (false, true) => Some(Gap::Practice),
                (false, false) => None,
            };
            let explained = visit.explanations.get(&standard.id).map(|e| e.gap);
            assert_eq!(explained, wanted, "{}", standard.id);
            seen.extend(explained);
        }
    }
    assert!(
        seen.contains(&Gap::Policy) && seen.contains(&Gap::Practice),
        "{seen:?}"
    );
}

#[test]
fn its_times_are_those_of_two_working_days() {
    for (pack, extent) in packs()
        .iter()
        .flat_map(|pack| [(pack, Extent::Half), (pack, Extent::Finished)])
    {
        let made = made(pack, extent);
        let first = made.entries.first().unwrap().0.at;
        let last = made.entries.last().unwrap().0.at;
        assert_eq!(first, Moment::parse_from_rfc3339(START).unwrap());
        assert_eq!((last.date_naive() - first.date_naive()).num_days() + 1, 2);
        let mut before: Option<(Moment, SourceId)> = None;
        for (entry, _) in &made.entries {
            let minute = entry.at.hour() * 60 + entry.at.minute();
            let working = (510..720).contains(&minute) || (765..1020).contains(&minute);
            assert!(working, "something is done at {}", entry.at);
            let Event::Answered { cell, .. } = &entry.event else {
                continue;
            };
            let Some(source) = &cell.source else { continue };
            if let Some((at, other)) = &before {
                let apart = (entry.at - *at).num_seconds();
                assert!(
                    other == source || apart >= 60,
                    "{other}, {source}: {apart} s apart"
                );
            }
            before = Some((entry.at, source.clone()));
        }
    }
}

#[test]
fn services_are_told_for_each_site() {
    let pack = &packs()[0];
    let made = made(pack, Extent::Half);
    let visit = made.case.current_visit().unwrap();
    let [main, north] = visit.sites.as_slice() else {
        panic!("two sites");
    };
    let offers = |service: &str, site| {
        let service = AttributeId::new(service).unwrap();
        visit.offers(&service, Some(site)).is_none()
    };
    assert!(offers("preparation", main) && !offers("preparation", north));
    assert!(offers("pump", main) && offers("pump", north));
    assert!(!offers("intrathecal", main) && !offers("intrathecal", north));
}

#[test]
fn a_thing_is_added_when_it_is_looked_at_each_site_on_its_day() {
    for pack in packs() {
        let made = made(&pack, Extent::Finished);
        let visit = made.case.current_visit().unwrap();
        let mut latest: Option<(Moment, &str)> = None;
        for source in &visit.sources {
            let label = source.details.label.as_str();
            if let Some((before, other)) = latest {
                let apart = (source.seen_at - before).num_seconds();
                assert!(apart >= 120, "{other} and {label}: {apart} s apart");
            }
            latest = Some((source.seen_at, label));
            let north = !source.details.sites.include(&visit.sites[0]);
            let day = source.seen_at.date_naive() - visit.opened_at.date_naive();
            assert_eq!(day.num_days() == 1, north, "{label}");
        }
    }
}

#[test]
fn what_seldom_arises_is_seen_in_few_charts() {
    for pack in packs() {
        let made = made(&pack, Extent::Finished);
        let visit = made.case.current_visit().unwrap();
        for (element, arose) in [("3.1.3", 1), ("1.8.2", 2), ("4.3.4", 1), ("4.5.1", 2)] {
            let check = CheckKey {
                element: crate::domain::values::ids::ElementId::new(element).unwrap(),
                method: Method::Record,
            };
            let given = visit.given(&check).iter();
            let seen = given.filter(|given| !given.answer.value.needs_reason());
            assert_eq!(seen.count(), arose, "{element}");
        }
    }
}

/// What is left of a training visit before it can be signed.
fn left(pack: &Pack, made: &Training) -> Vec<(Destination, String)> {
    let bytes = include_str!("../../../standards/sample-packet.json");
    let packet: Packet = serde_json::from_str(bytes).unwrap();
    let visit = made.case.current_visit().unwrap();
    let facts = Facts {
        visit,
        pack,
        packet: Some(&packet),
        texts: &made.texts,
    };
    let board = Board::of(visit, pack);
    let guard = guarded::guard_of(made.entries.iter().map(|(entry, _)| entry), &made.texts);
    let left = readiness::whats_left(&made.case, &facts, &board, &guard);
    let left = left
        .into_iter()
        .filter(|item| item.weight == Weight::Blocks);
    left.map(|item| (item.place, item.what)).collect()
}

#[test]
fn a_handful_is_left_of_the_nearly_finished_visit_one_of_each_kind() {
    let pack = &packs()[0];
    let said: Vec<String> = left(pack, &made(pack, Extent::NearlyFinished))
        .into_iter()
        .map(|(_, what)| what)
        .collect();
    let wanted = [
        "no conflict of interest",
        "4.2.3 Records",
        "4.3.3 Records",
        "4.5.1 Records",
        "4.1 ",
        "4.4 ",
        "Interviews at North: 0 of 1 pharmacist",
    ];
    assert_eq!(said.len(), wanted.len(), "{said:#?}");
    for (what, wanted) in said.iter().zip(wanted) {
        assert!(what.contains(wanted), "{what}, not {wanted}");
    }
    assert!(left(pack, &made(pack, Extent::Finished)).is_empty());
}
