//! What the fold does with entries that do not fit, and what undo brings back. That fold and
//! undo hold for any journal is shown in `tests/props`.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use super::*;
use crate::domain::journal::chain::ChainWriter;
use crate::domain::pack::Method;
use crate::domain::program::packet::{VisitKind, VisitMode};
use crate::domain::survey::answers::{Answer, AnswerValue, Cell, CheckKey, Determination, Level};
use crate::domain::survey::decide::{Refusal, redact, redo, undo};
use crate::domain::survey::events::PackRef;
use crate::domain::survey::sources::{Sites, SourceDetails, SourceKind};
use crate::domain::values::ids::{
    DeviceId, ElementId, PackId, Principal, RoleId, SiteId, SourceId, StandardId,
};
use chrono::{DateTime, Duration};

/// A case that is written by laptops, minute by minute.
struct Log {
    case: Case,
    heads: std::collections::BTreeMap<&'static str, crate::domain::journal::ChainHead>,
    entries: Vec<Entry>,
    now: Moment,
}

impl Log {
    /// Opened by laptop `a`, with a visit to site A.
    fn new() -> Self {
        let mut log = Self {
            case: Case::new(CaseId::new("case").unwrap()),
            heads: Default::default(),
            entries: Vec::new(),
            now: DateTime::parse_from_rfc3339("2026-03-02T09:00:00-06:00").unwrap(),
        };
        log.write("a", Event::CaseOpened { training: true });
        log.write(
            "a",
            Event::VisitOpened {
                visit: visit(),
                kind: VisitKind::Survey,
                mode: VisitMode::OnSite,
                pack: PackRef {
                    id: PackId::new("p").unwrap(),
                    sha256: Digest::ZERO,
                },
                sites: vec![SiteId::new("A").unwrap()],
            },
        );
        log
    }

    /// Writes an entry that knows of everything so far.
    fn write(&mut self, laptop: &'static str, event: Event) -> u64 {
        let clock = self.case.clock;
        self.write_at(laptop, clock, event)
    }

    /// Writes an entry of a laptop that had seen the case up to `clock` only.
    fn write_at(&mut self, laptop: &'static str, clock: u64, event: Event) -> u64 {
        let head = self.heads.remove(laptop).unwrap_or_else(|| {
            crate::domain::journal::ChainHead::empty(DeviceId::new(laptop).unwrap())
        });
        let actor = Principal::new("s").unwrap();
        let mut pen = ChainWriter::new(self.case.id.clone(), actor, head, clock);
        self.now += Duration::minutes(1);
        let seen_at = Some(self.now - Duration::hours(2));
        let (entry, _) = pen.write(event, self.now, seen_at).unwrap();
        self.heads.insert(laptop, pen.head().clone());
        self.case.apply(&entry);
        self.entries.push(entry);
        self.heads[laptop].count
    }

    fn look_up(&self) -> impl Fn(&EntryRef) -> Option<Event> + '_ {
        |wanted| {
            let mut entries = self.entries.iter();
            let entry = entries.find(|entry| entry.reference() == *wanted)?;
            Some(entry.event.clone())
        }
    }

    fn undo(&mut self, laptop: &'static str) {
        let events = undo(&self.case, &self.look_up()).unwrap();
        for event in events {
            self.write(laptop, event);
        }
    }

    fn redo(&mut self, laptop: &'static str) {
        let events = redo(&self.case, &self.look_up()).unwrap();
        for event in events {
            self.write(laptop, event);
        }
    }

    fn visit(&self) -> &Visit {
        &self.case.visits[0]
    }
}

fn visit() -> VisitId {
    VisitId::new("v").unwrap()
}

fn source(name: &str) -> SourceId {
    SourceId::new(name).unwrap()
}

fn details(name: &str) -> SourceDetails {
    SourceDetails {
        kind: SourceKind::Interview {
            role: RoleId::new("nurse").unwrap(),
        },
        label: name.to_owned(),
        person: None,
        sites: Sites::All,
        title: None,
        place: None,
        chosen_by: None,
        chosen_how: None,
    }
}

fn added(name: &str) -> Event {
    Event::SourceAdded {
        visit: visit(),
        source: source(name),
        details: details(name),
    }
}

fn withdrawn(name: &str) -> Event {
    added(name).inverse().unwrap()
}

fn answered(element: &str, was: Option<AnswerValue>, now: Option<AnswerValue>) -> Event {
    Event::Answered {
        visit: visit(),
        cell: Cell {
            check: CheckKey {
                element: ElementId::new(element).unwrap(),
                method: Method::Interview,
            },
            site: Some(SiteId::new("A").unwrap()),
            source: None,
        },
        was: was.map(Answer::plain),
        now: now.map(Answer::plain),
        with: None,
    }
}

fn determined(standard: &str, with: Option<u64>) -> Event {
    Event::Determined {
        visit: visit(),
        standard: StandardId::new(standard).unwrap(),
        was: None,
        now: Some(Determination::as_suggested(Level::FullyMet)),
        with,
    }
}

fn sealed() -> Event {
    Event::Sealed {
        visit: visit(),
        revision: 1,
        initials: "ab".to_owned(),
        reason: None,
    }
}

const MET: Option<AnswerValue> = Some(AnswerValue::Met);
const NOT: Option<AnswerValue> = Some(AnswerValue::NotMet);

#[test]
fn training_is_settled_by_the_first_entry_alone() {
    let mut log = Log::new();
    log.write("b", Event::CaseOpened { training: false });
    assert!(log.case.training);
    assert_eq!(log.case.conflicts.len(), 1);
}

#[test]
fn what_comes_after_the_signature_is_a_visible_conflict() {
    let mut log = Log::new();
    log.write("a", answered("1", None, MET));
    log.write("a", sealed());
    assert!(log.case.conflicts.is_empty());
    log.write("b", answered("1", MET, NOT));
    assert_eq!(log.case.conflicts.len(), 1);
    let opened = Event::RevisionOpened {
        visit: visit(),
        revision: 2,
        reason: Digest::ZERO,
    };
    log.write("a", opened);
    log.write("a", answered("2", None, MET));
    assert_eq!(log.case.conflicts.len(), 1);
}

#[test]
fn an_entry_of_another_case_changes_nothing() {
    let mut log = Log::new();
    let visit = log.visit().clone();
    log.case.id = CaseId::new("other").unwrap();
    let mut entry = log.entries[1].clone();
    entry.event = answered("1", None, MET);
    log.case.apply(&entry);
    assert_eq!(*log.visit(), visit);
    assert_eq!(log.case.conflicts.len(), 1);
}

#[test]
fn undo_brings_a_source_back_to_its_place_with_the_time_it_was_seen() {
    let mut log = Log::new();
    for name in ["i1", "i2", "i3"] {
        log.write("a", added(name));
    }
    let before = log.visit().sources.clone();
    log.write("a", withdrawn("i2"));
    let after = log.visit().sources.clone();
    for _ in 0..2 {
        log.undo("a");
        assert_eq!(log.visit().sources, before);
        log.redo("a");
        assert_eq!(log.visit().sources, after);
    }
}

#[test]
fn undo_brings_back_since_when_an_answer_stood() {
    let mut log = Log::new();
    log.write("a", answered("1", None, MET));
    let before = log.visit().answers.clone();
    log.write("a", answered("1", MET, NOT));
    let after = log.visit().answers.clone();
    log.undo("a");
    assert_eq!(log.visit().answers, before);
    log.redo("a");
    assert_eq!(log.visit().answers, after);
    log.undo("a");
    log.undo("a");
    assert!(log.visit().answers.is_empty());
}

#[test]
fn an_act_of_several_entries_stays_one_though_another_laptop_wrote_between() {
    let mut log = Log::new();
    let first = log.write("a", determined("1.1", Some(3)));
    assert_eq!(first, 3);
    log.write("b", answered("1", None, MET));
    log.write("a", determined("1.2", Some(3)));
    assert_eq!(log.case.done.len(), 2);
    log.undo("a");
    assert_eq!(log.visit().answer_count(), 0, "the last act begun");
    log.undo("a");
    assert_eq!(log.visit().determinations.len(), 0, "both levels");
    log.redo("a");
    assert_eq!(log.visit().determinations.len(), 2);
    assert!(log.case.conflicts.is_empty());
}

#[test]
fn undo_is_refused_when_another_laptop_changed_the_same_meanwhile() {
    let mut log = Log::new();
    let clock = log.case.clock;
    log.write_at("a", clock, answered("1", None, MET));
    log.write_at("b", clock, answered("1", None, NOT));
    assert_eq!(log.case.conflicts.len(), 1);
    log.undo("b");
    assert_eq!(undo(&log.case, &log.look_up()), Err(Refusal::ChangedSince));
}

#[test]
fn nothing_is_undone_across_a_signature() {
    let mut log = Log::new();
    log.write("a", answered("1", None, MET));
    log.write("a", sealed());
    assert_eq!(undo(&log.case, &log.look_up()), Err(Refusal::NothingToUndo));
    assert_eq!(redo(&log.case, &log.look_up()), Err(Refusal::NothingToRedo));
}

#[test]
fn a_text_is_erased_once_and_a_packet_never() {
    let mut log = Log::new();
    let (packet, note) = (Digest::of(b"packet"), Digest::of(b"note"));
    log.write(
        "a",
        Event::PacketTaken {
            issue: 1,
            sha256: Digest::ZERO,
            packet,
        },
    );
    let later = Digest::of(b"a later issue");
    log.write(
        "a",
        Event::PacketTaken {
            issue: 2,
            sha256: Digest::ZERO,
            packet: later,
        },
    );
    let written = Event::NoteWritten {
        visit: visit(),
        on: crate::domain::survey::answers::NoteTarget::Standard(StandardId::new("1.1").unwrap()),
        was: None,
        now: Some(note),
    };
    log.write("a", written);
    for packet in [packet, later] {
        assert_eq!(redact(&log.case, packet), Err(Refusal::PacketStays));
    }
    let unheard = redact(&log.case, Digest::of(b"unheard"));
    assert_eq!(unheard, Err(Refusal::NoSuchText));
    let erased = redact(&log.case, note).unwrap();
    log.write("a", erased[0].clone());
    assert_eq!(redact(&log.case, note), Err(Refusal::Nothing));
    assert!(log.case.conflicts.is_empty());
    // Written by other means, it is seen and changes nothing.
    log.write("a", Event::Redacted { text: packet });
    assert_eq!(log.case.conflicts.len(), 1);
    assert_eq!(log.case.redacted, [note].into());
}
