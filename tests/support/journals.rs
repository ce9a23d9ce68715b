//! Made-up journals: a visit of one check, ready to be signed, and what follows from it.

use super::bundles::*;
use onsite::bundle::kinds::Namespace;
use onsite::bundle::seal::Part;
use onsite::bundle::step::{StandardsRef, StepHeader};
use onsite::domain::journal::ChainHead;
use onsite::domain::journal::chain::ChainWriter;
use onsite::domain::pack::Method;
use onsite::domain::program::packet::{VisitKind, VisitMode};
use onsite::domain::survey::answers::{
    Answer, AnswerValue, Cell, CheckKey, Determination, Level, NoteTarget,
};
use onsite::domain::survey::case::Case;
use onsite::domain::survey::events::{Entry, Event, Offered, PackRef, ServiceSaid};
use onsite::domain::survey::own_words::WordsAt;
use onsite::domain::survey::record::Record;
use onsite::domain::values::digest::Digest;
use onsite::domain::values::ids::{AttributeId, DeviceId, ElementId, RoleId, SiteId, StandardId};
use onsite::domain::values::text::{Text, Texts};

/// A made-up journal: its lines, the texts it names, and its head.
#[derive(Clone)]
pub struct Journal {
    pub pen: ChainWriter,
    pub lines: Vec<u8>,
    pub texts: Texts,
    pub entries: Vec<Entry>,
}

impl Journal {
    /// A journal that opens the case and nothing more.
    pub fn bare() -> Self {
        let device = DeviceId::new(DEVICE).unwrap();
        let pen = ChainWriter::fresh(case_id(), principal(ANN.0), device);
        let mut journal = Self {
            pen,
            lines: Vec::new(),
            texts: Texts::default(),
            entries: Vec::new(),
        };
        journal.write(Event::CaseOpened { training: true });
        journal
    }

    /// A journal that takes the packet in and opens the first visit.
    pub fn opened() -> Self {
        let mut journal = Self::bare();
        let packet = journal.text(PACKET);
        journal.write(Event::PacketTaken {
            issue: 1,
            sha256: Digest::of(PACKET.as_bytes()),
            packet,
        });
        journal.open_visit(1);
        journal
    }

    /// A journal whose first visit can be signed.
    pub fn new() -> Self {
        let mut journal = Self::opened();
        journal.finish(1);
        journal
    }

    pub fn text(&mut self, words: &str) -> Digest {
        let text = Text::new([self.texts.len() as u8; 16], words);
        let id = text.id;
        self.texts.insert(text);
        id
    }

    pub fn write(&mut self, event: Event) {
        self.write_at(event, "2026-03-01T02:00:00-05:00");
    }

    pub fn write_at(&mut self, event: Event, at: &str) {
        let (entry, line) = self.pen.write(event, at.parse().unwrap(), None).unwrap();
        self.lines.extend_from_slice(&line);
        self.lines.push(b'\n');
        self.entries.push(entry);
    }

    pub fn open_visit(&mut self, number: u8) {
        let StandardsRef { id, sha256 } = standards();
        self.write(Event::VisitOpened {
            visit: visit_id(number),
            kind: VisitKind::Survey,
            mode: VisitMode::OnSite,
            pack: PackRef { id, sha256 },
            sites: vec![SiteId::new("main").unwrap()],
        });
    }

    /// Does everything that a visit needs before it can be signed.
    pub fn finish(&mut self, number: u8) {
        let visit = visit_id(number);
        self.write(Event::ConflictCleared {
            visit: visit.clone(),
            was: false,
            now: true,
        });
        self.write(Event::ServiceTold {
            visit: visit.clone(),
            service: AttributeId::new("oral").unwrap(),
            was: None,
            now: Some(ServiceSaid {
                offered: Offered::Everywhere,
                told_by: vec![RoleId::new("manager").unwrap()],
            }),
            with: None,
        });
        self.write(self.answer(number, None, Some(AnswerValue::Met)));
        self.write(Event::Determined {
            visit,
            standard: StandardId::new("1.1").unwrap(),
            was: None,
            now: Some(Determination::as_suggested(Level::FullyMet)),
            with: None,
        });
    }

    /// The one answer of a visit, from one value to another.
    pub fn answer(&self, visit: u8, was: Option<AnswerValue>, now: Option<AnswerValue>) -> Event {
        Event::Answered {
            visit: visit_id(visit),
            cell: Cell {
                check: CheckKey {
                    element: ElementId::new("1.1.1").unwrap(),
                    method: Method::Policy,
                },
                site: None,
                source: None,
            },
            was: was.map(Answer::plain),
            now: now.map(Answer::plain),
            with: None,
        }
    }

    /// A note and a remark that are written while the one answer is Not met, which is Met again
    /// afterwards; then kept, or not.
    pub fn words_under_another_answer(&mut self, visit: u8, kept: bool) {
        self.write(self.answer(visit, Some(AnswerValue::Met), Some(AnswerValue::NotMet)));
        let (note, remark) = (self.text("Nobody knew of it."), self.text("page 4"));
        let Event::Answered { cell, .. } = self.answer(visit, None, None) else {
            return;
        };
        let remarked = |value| Answer {
            remark: Some(remark),
            ..Answer::plain(value)
        };
        let set = |was, now| Event::Answered {
            visit: visit_id(visit),
            cell: cell.clone(),
            was: Some(was),
            now: Some(now),
            with: None,
        };
        let not_met = AnswerValue::NotMet;
        self.write(set(Answer::plain(not_met), remarked(not_met)));
        self.write(Event::NoteWritten {
            visit: visit_id(visit),
            on: NoteTarget::Check(cell.check.clone()),
            was: None,
            now: Some(note),
        });
        self.write(set(remarked(not_met), remarked(AnswerValue::Met)));
        let places = [WordsAt::Note(cell.check.clone()), WordsAt::Remark(cell)];
        for at in places.into_iter().filter(|_| kept) {
            self.write(Event::WordsKept {
                visit: visit_id(visit),
                at,
                was: false,
                now: true,
            });
        }
    }

    /// Seals a visit when [`new_step`] says that its step is sealed: the first visit is step 0, the
    /// second one step 3.
    pub fn seal(&mut self, visit: u8, revision: u32) {
        let at = sealed_at(if visit == 1 { 0 } else { 3 });
        self.seal_at(visit, revision, &at.to_string());
    }

    pub fn seal_at(&mut self, visit: u8, revision: u32, at: &str) {
        let event = Event::Sealed {
            visit: visit_id(visit),
            revision,
            initials: "AM".into(),
            reason: None,
        };
        self.write_at(event, at);
    }

    pub fn heads(&self) -> Vec<ChainHead> {
        vec![self.pen.head().clone()]
    }

    /// What the journal comes to.
    pub fn case(&self) -> Case {
        Case::fold(case_id(), &self.entries)
    }

    /// The facts of the latest visit; none where the journal opens none, or takes in no packet.
    pub fn record(&self) -> Vec<u8> {
        let case = self.case();
        let packet = case.packet.as_ref().and_then(|p| self.texts.get(&p.text));
        let packet = packet.and_then(|text| serde_json::from_str(text).ok());
        let sealed = self.entries.iter().rev().find_map(|e| match &e.event {
            Event::Sealed { visit, .. } => case.visit(visit),
            _ => None,
        });
        match (sealed.or(case.current_visit()), packet) {
            (Some(visit), Some(packet)) => Record::of(&case, visit, &packet, &self.texts)
                .to_bytes()
                .unwrap(),
            _ => b"{}".to_vec(),
        }
    }

    /// The files of a survey with this journal and these attachments.
    pub fn parts(&self, attachments: &[&[u8]]) -> Vec<Part<'static>> {
        let mut parts = vec![
            Part::bytes(format!("journal-{DEVICE}.jsonl"), self.lines.clone()),
            Part::bytes("texts.jsonl", self.texts.to_jsonl(|_| true).unwrap()),
            Part::bytes("pack.json", PACK.to_vec()),
            Part::bytes("record.json", self.record()),
            Part::bytes("report.html", PAGE.to_vec()),
        ];
        for (index, content) in attachments.iter().enumerate() {
            let path = format!("files/{:04}.pdf", index + 1);
            parts.push(Part::bytes(path, content.to_vec()));
        }
        parts
    }
}

/// A journal that is sealed as revision 1 of visit 1.
pub fn sealed_journal() -> Journal {
    let mut journal = Journal::new();
    journal.seal(1, 1);
    journal
}

/// The journal of a second visit, which goes on from the first.
pub fn second_visit() -> Journal {
    let mut journal = sealed_journal();
    journal.open_visit(2);
    journal.finish(2);
    journal.seal(2, 1);
    journal
}

/// A survey's file with this journal and what follows from it, signed by the Surveyor: made by
/// other means than ours, so nothing is checked while it is made. The header and the other files
/// can be changed before it is signed.
pub fn survey_with(
    journal: &Journal,
    header: impl FnOnce(&mut StepHeader),
    edit: impl FnOnce(&mut Entries),
) -> Vec<u8> {
    let signer = (Namespace::Survey, ANN.1);
    resigned(&survey_file(), "00-survey", signer, |all| {
        let old = all.iter().find(|(n, _)| n.ends_with("step.json")).unwrap();
        let mut new = StepHeader::read(&old.1).unwrap();
        new.journal = journal.heads();
        header(&mut new);
        let texts = journal.texts.to_jsonl(|_| true).unwrap();
        for (path, content) in [
            ("step.json", serde_json::to_vec(&new).unwrap()),
            (&format!("journal-{DEVICE}.jsonl"), journal.lines.clone()),
            ("texts.jsonl", texts),
            ("record.json", journal.record()),
        ] {
            put(all, &format!("00-survey/{path}"), &content);
        }
        edit(all);
    })
}

/// The file of revision 2, upon a journal that is said to be the one of [`survey`] of these tests,
/// with what `edit` writes into it before the visit is finished.
pub fn second_file(edit: impl FnOnce(&mut Journal)) -> Vec<u8> {
    let mut journal = Journal::opened();
    edit(&mut journal);
    journal.finish(1);
    journal.seal(1, 1);
    let reason = journal.text("a line was missing");
    journal.write(Event::RevisionOpened {
        visit: visit_id(1),
        revision: 2,
        reason,
    });
    journal.seal(1, 2);
    let first = survey(&[]).manifest;
    let of_second = |header: &mut StepHeader| {
        header.revision = 2;
        header.supersedes = Some(first);
    };
    survey_with(&journal, of_second, |_| ())
}
