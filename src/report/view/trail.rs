//! The trail: revisions, what did not fit, where the edition comes from, fingerprints.

use crate::domain::journal::ChainHead;
use crate::domain::survey::visit::Seal;
use crate::domain::survey::words;
use crate::report::SurveyReport;
use serde::Serialize;

/// The trail.
#[derive(Serialize)]
pub(super) struct Trail {
    revisions: Vec<Revision>,
    conflicts: Vec<String>,
    erased: usize,
    edition: Edition,
    fingerprints: Vec<Fingerprint>,
    chains: Vec<Chain>,
    app: String,
}

/// One signed revision.
#[derive(Serialize)]
struct Revision {
    number: u32,
    at: String,
    initials: String,
    by: String,
    reason: String,
}

/// Where the edition comes from.
#[derive(Serialize)]
struct Edition {
    title: String,
    summary: String,
}

#[derive(Serialize)]
struct Fingerprint {
    name: &'static str,
    value: String,
}

#[derive(Serialize)]
struct Chain {
    device: String,
    count: u64,
    head: String,
}

impl Trail {
    pub(super) fn of(report: &SurveyReport) -> Self {
        let (visit, case) = (report.visit, report.case);
        let mut fingerprints = vec![
            Fingerprint {
                name: "Signing key",
                value: report.key_fingerprint.to_owned(),
            },
            Fingerprint {
                name: "Standards edition, SHA-256",
                value: visit.pack.sha256.to_string(),
            },
        ];
        if let Some(packet) = &case.packet {
            fingerprints.push(Fingerprint {
                name: "Packet, SHA-256",
                value: format!("{} (issue {})", packet.sha256, packet.issue),
            });
        }
        Self {
            revisions: revisions(report),
            conflicts: case
                .conflicts
                .iter()
                .map(|held| {
                    let entry = &held.entry;
                    format!("Entry {} of {}: {}.", entry.seq, entry.device, held.what)
                })
                .collect(),
            erased: case.redacted.len(),
            edition: Edition {
                title: report.pack.title.clone(),
                summary: report.pack.provenance.summary.clone(),
            },
            fingerprints,
            chains: report
                .journal
                .iter()
                .map(|head| Chain {
                    device: head.device.to_string(),
                    count: head.count,
                    head: head.head.to_string(),
                })
                .collect(),
            app: report.app.to_owned(),
        }
    }
}

/// The beginning of the journal's head in groups of four; of each chain where there are several.
/// It stands on every printed page.
pub(super) fn short_fingerprint(report: &SurveyReport) -> String {
    let short = |head: &ChainHead| {
        let letters: Vec<char> = head.head.to_string().chars().take(16).collect();
        let groups: Vec<String> = letters
            .chunks(4)
            .map(|four| four.iter().collect())
            .collect();
        groups.join(" ")
    };
    let heads: Vec<String> = report.journal.iter().map(short).collect();
    heads.join(" + ")
}

fn revisions(report: &SurveyReport) -> Vec<Revision> {
    let facts = report.facts();
    let revision = |seal: &Seal| Revision {
        number: seal.revision,
        at: words::day_and_time(seal.at),
        initials: seal.initials.clone(),
        by: seal.by.to_string(),
        reason: match &seal.reason {
            Some(text) => facts.text(text).to_owned(),
            None if seal.revision == 1 => "First report of this visit.".to_owned(),
            None => "No reason given.".to_owned(),
        },
    };
    report.visit.seals.iter().map(revision).collect()
}
