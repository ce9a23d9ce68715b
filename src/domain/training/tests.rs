#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::domain::pack::Method;
use crate::domain::survey::answers::{CheckKey, Gap};
use crate::domain::survey::sources::SourceKind;
use crate::domain::survey::verdicts;
use crate::domain::values::ids::SiteId;
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
        let site: &SiteId = &visit.sites[0];
        for source in &visit.sources {
            match &source.details.kind {
                SourceKind::Event { kind } => assert_ne!(kind.as_str(), "intrathecal-procedure"),
                SourceKind::Record { kind, is, .. } if kind.as_str() == "chart" => {
                    assert!(
                        !is.is_empty(),
                        "{} is a chart of nothing",
                        source.details.label
                    );
                    assert!(is.iter().all(|a| visit.offers(a, Some(site)).is_none()));
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
    for (pack, extent, days) in packs()
        .iter()
        .flat_map(|pack| [(pack, Extent::Half, 1), (pack, Extent::Finished, 2)])
    {
        let made = made(pack, extent);
        let first = made.entries.first().unwrap().0.at;
        let last = made.entries.last().unwrap().0.at;
        assert_eq!(first, Moment::parse_from_rfc3339(START).unwrap());
        assert_eq!(
            (last.date_naive() - first.date_naive()).num_days() + 1,
            days
        );
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
