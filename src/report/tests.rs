//! The report as text: what must stand in it, what never may, and that it is always the same.

use super::*;
use crate::domain::rich_visit::{Rich, SECRET, finished, opened};

fn report(rich: &Rich) -> SurveyReport<'_> {
    SurveyReport {
        case: &rich.case,
        visit: rich.visit(),
        pack: &rich.pack,
        packet: &rich.packet,
        texts: &rich.texts,
        app: "onsite 0.1.0",
        key_fingerprint: "SHA256:TrainingTrainingTrainingTraining",
        journal: &rich.heads,
        sealed_at: rich
            .visit()
            .seals
            .last()
            .map_or(rich.visit().opened_at, |seal| seal.at),
    }
}

fn html(rich: &Rich) -> String {
    String::from_utf8(survey_html(&report(rich)).unwrap()).unwrap()
}

#[test]
fn scratch() {
    let rich = finished();
    std::fs::write("/tmp/report.html", html(&rich)).unwrap();
    let _ = (SECRET, opened());
    if let Ok(bytes) = std::fs::read_to_string("/tmp/full-pack.json") {
        let pack: crate::domain::pack::Pack = serde_json::from_str(&bytes).unwrap();
        let packet_bytes = include_str!("../../tests/support/rich_packet.json");
        let packet: crate::domain::packet::Packet = serde_json::from_str(packet_bytes).unwrap();
        let made = crate::domain::training::make(
            &packet,
            packet_bytes,
            &pack,
            crate::domain::events::PackRef {
                id: pack.id.clone(),
                sha256: crate::domain::digest::Digest::of(bytes.as_bytes()),
            },
            crate::domain::ids::DeviceId::new("laptop-b").unwrap(),
            Moment::parse_from_rfc3339("2026-03-10T08:30:00-06:00").unwrap(),
            crate::domain::training::Extent::Finished,
        )
        .unwrap();
        let full = SurveyReport {
            case: &made.case,
            visit: made.case.current_visit().unwrap(),
            pack: &pack,
            packet: &packet,
            texts: &made.texts,
            ..report(&rich)
        };
        let started = std::time::Instant::now();
        std::fs::write("/tmp/full.html", survey_html(&full).unwrap()).unwrap();
        println!("{:?} {}", started.elapsed(), summary_text(&full.facts()));
    }
    println!("{}", summary_text(&report(&rich).facts()));
}
