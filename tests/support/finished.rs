//! Finishing a visit of the sample packet: everything that is done in the finished training
//! visit, done as acts in a case of one's own.
#![allow(dead_code, clippy::unwrap_used)]

use onsite::domain::survey::decide::{Act, decide};
use onsite::domain::survey::events::{Event, PackRef, Pending};
use onsite::domain::training::{self, Extent, Training};
use onsite::domain::values::calendar::Moment;
use onsite::domain::values::ids::{CaseId, DeviceId};
use onsite::domain::values::text::Text;
use onsite::standards::{embedded_pack, sample_packet};
use onsite::workspace::Workspace;

/// The finished training visit as it is made up.
pub fn made() -> Training {
    let (bytes, packet) = sample_packet().unwrap();
    let pinned = embedded_pack(packet.pack.as_str()).unwrap();
    let reference = PackRef {
        id: packet.pack.clone(),
        sha256: pinned.digest,
    };
    training::make(
        &packet,
        std::str::from_utf8(bytes).unwrap(),
        &pinned.pack,
        reference,
        DeviceId::new("made-up").unwrap(),
        Moment::parse_from_rfc3339("2026-11-17T08:30:00-06:00").unwrap(),
        Extent::Finished,
    )
    .unwrap()
}

/// Its texts, but for the packet, and its acts.
pub fn acts() -> (Vec<Text>, Vec<Act>) {
    let made = made();
    let packet = made.case.packet.as_ref().map(|packet| packet.text);
    let texts = made.texts.iter().filter(|text| Some(text.id) != packet);
    let acts = made
        .entries
        .iter()
        .filter_map(|(entry, _)| act(&entry.event));
    (texts.cloned().collect(), acts.collect())
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

/// Does in a visit of the sample what is missing to finish it; what was done is left out.
pub fn finish(workspace: &mut Workspace, case: &CaseId) {
    let (texts, acts) = acts();
    let opened = workspace.open_case(case).unwrap();
    let (mut file, mut pen) = (opened.file, opened.pen);
    let mut batch = Pending {
        texts: texts.clone(),
        ..Pending::default()
    };
    texts.into_iter().for_each(|text| file.texts.insert(text));
    let now = workspace.now();
    for act in acts {
        let visit = file.visit().unwrap();
        let next = pen.next_seq();
        let events = decide(&file.case, visit, &file.pack, act, next).unwrap_or_default();
        for event in events {
            let (entry, line) = pen.write(event, now, None).unwrap();
            file.absorb(&entry);
            batch.entries.push((entry, line));
        }
    }
    workspace.append(&file, batch).unwrap();
}
