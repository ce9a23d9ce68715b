//! Packets made from the sample, and a finished visit's acts, to be done in a case of one's own.

use super::home::Hand;
use onsite::domain::decide::Act;
use onsite::domain::events::{Event, PackRef};
use onsite::domain::ids::{CaseId, DeviceId};
use onsite::domain::journal::Moment;
use onsite::domain::text::Text;
use onsite::domain::training::{self, Extent, Training};
use onsite::standards::{embedded_pack, sample_packet};
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

/// The training visit as it is made up.
fn made(extent: Extent) -> Training {
    let (bytes, packet) = sample_packet().unwrap();
    let pinned = embedded_pack(packet.pack.as_str()).unwrap();
    training::make(
        &packet,
        std::str::from_utf8(bytes).unwrap(),
        &pinned.pack,
        PackRef {
            id: packet.pack.clone(),
            sha256: pinned.digest,
        },
        DeviceId::new("made-up").unwrap(),
        Moment::parse_from_rfc3339("2026-11-17T08:30:00-06:00").unwrap(),
        extent,
    )
    .unwrap()
}

/// Something to do in turn.
enum Step {
    Text(Text),
    Do(Box<Act>),
}

/// Everything that was done in the finished training visit, as acts.
fn every_act() -> Vec<Step> {
    let made = made(Extent::Finished);
    let texts = made.texts.iter().cloned().map(Step::Text);
    let acts = made
        .entries
        .iter()
        .filter_map(|(entry, _)| act(&entry.event));
    texts
        .chain(acts.map(|act| Step::Do(Box::new(act))))
        .collect()
}

fn act(event: &Event) -> Option<Act> {
    Some(match event.clone() {
        Event::ConflictCleared { now, .. } => Act::ClearConflict(now),
        Event::ServicesConfirmed { now, .. } => Act::ConfirmServices(now?),
        Event::SourceAdded {
            source, details, ..
        } => Act::AddSource { source, details },
        Event::Answered { cell, now, .. } => Act::Answer { cell, answer: now },
        Event::NoteWritten { on, now, .. } => Act::WriteNote { on, text: now },
        Event::Determined { standard, now, .. } => Act::Determine(vec![(standard, now)]),
        Event::DifferenceExplained { standard, now, .. } => Act::ExplainDifference {
            standard,
            explanation: now,
        },
        Event::ShortfallExplained { sample, now, .. } => Act::ExplainShortfall {
            sample,
            reason: now,
        },
        _ => return None,
    })
}

/// Does in a visit of the sample what is missing to finish it.
pub fn finish(hand: &mut Hand<'_>) {
    for step in every_act() {
        match step {
            Step::Text(text) => hand.text_as_made(text),
            Step::Do(act) => hand.try_fold(*act),
        }
    }
    hand.write().unwrap();
}
