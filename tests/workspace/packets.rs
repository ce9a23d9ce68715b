//! Packets made from the sample.

use onsite::domain::values::ids::CaseId;
use onsite::standards::sample_packet;
use onsite::workspace::{Imported, Workspace};

/// The sample packet with changes.
pub fn packet(changes: &[(&str, &str)]) -> Vec<u8> {
    let mut text = String::from_utf8(sample_packet().unwrap().0.to_vec()).unwrap();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    text.into_bytes()
}

const REAL: [(&str, &str); 3] = [
    ("\"TRAINING-2026-LAKESIDE\"", "\"REAL-2026-LAKESIDE\""),
    ("\"training\": true", "\"training\": false"),
    ("\"training-surveyor\"", "\"ann-01\""),
];

/// A packet that is not training, for case REAL-2026-LAKESIDE.
pub fn real(more: &[(&str, &str)]) -> Vec<u8> {
    let (case, changes) = (REAL.first().unwrap(), &REAL);
    let sample = String::from_utf8(packet(&[])).unwrap();
    let fitting = changes.iter().filter(|(from, _)| sample.contains(from));
    let all: Vec<(&str, &str)> = fitting.copied().chain(more.iter().copied()).collect();
    assert!(all.contains(case));
    packet(&all)
}

pub fn take_real(workspace: &mut Workspace) -> CaseId {
    match workspace.import(&real(&[]), false).unwrap() {
        Imported::Opened { case, .. } => case,
        other => panic!("{other:?}"),
    }
}

pub fn take_training(workspace: &mut Workspace) -> CaseId {
    match workspace.import(&packet(&[]), false).unwrap() {
        Imported::Opened { case, .. } => case,
        other => panic!("{other:?}"),
    }
}
