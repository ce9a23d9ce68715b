//! Finishing a visit of the sample packet: everything that is done in the finished training
//! visit, done as acts in a case of one's own.
#![allow(dead_code, clippy::unwrap_used)]

use onsite::domain::survey::casefile::CaseFile;
use onsite::domain::survey::decide::{Act, Attempt, decide};
use onsite::domain::survey::events::{Event, PackRef, Pending};
use onsite::domain::training::{self, Extent, Training};
use onsite::domain::values::calendar::Moment;
use onsite::domain::values::ids::{CaseId, DeviceId};
use onsite::standards::{embedded_pack, sample_packet};
use onsite::workspace::Workspace;
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

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

/// Its acts, each with the texts that it names.
pub fn acts() -> Vec<Attempt> {
    static MADE: OnceLock<Training> = OnceLock::new();
    let made = MADE.get_or_init(made);
    let texts: HashMap<_, _> = made.texts.iter().map(|text| (text.id, text)).collect();
    let attempt = |event: &Event| {
        let named = event.texts();
        let named = named
            .iter()
            .filter_map(|id| texts.get(id).copied().cloned());
        Some(act(event)?.with(named))
    };
    let entries = made.entries.iter();
    entries
        .filter_map(|(entry, _)| attempt(&entry.event))
        .collect()
}

fn act(event: &Event) -> Option<Act> {
    Some(match event.clone() {
        Event::ConflictCleared { now, .. } => Act::ClearConflict(now),
        Event::ServiceTold { service, now, .. } => {
            Act::TellServices(BTreeMap::from([(service, now?)]))
        }
        Event::SourceAdded {
            source, details, ..
        } => Act::AddSource { source, details },
        Event::Answered {
            cell,
            was: Some(was),
            now: Some(now),
            ..
        } if was.is_like(&now) => Act::Remark {
            cell,
            remark: now.remark,
        },
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
    let opened = workspace.open_case(case).unwrap();
    let (mut file, mut pen, mut entries) = (opened.file, opened.pen, opened.entries);
    let mut batch = Pending::default();
    let now = workspace.now();
    for act in acts() {
        let visit = file.visit().unwrap();
        let next = pen.next_seq();
        let decided = decide(&file.case, visit, &file.pack, act, next).unwrap_or_default();
        for text in decided.texts {
            file.texts.insert(text.clone());
            batch.texts.push(text);
        }
        for event in decided.events {
            let (entry, line) = pen.write(event, now, None).unwrap();
            // Nobody reads a verdict before all is done: until then the case alone is kept.
            file.case.apply(&entry);
            entries.push(entry.clone());
            batch.entries.push((entry, line));
        }
    }
    let mut pack = |_: &PackRef| Some(file.pack.clone());
    let file = CaseFile::open(case.clone(), &entries, file.texts, &mut pack).unwrap();
    workspace.append(&file, batch).unwrap();
}
