//! A case on two laptops that take turns: what a person does becomes entries in chains, and the
//! opened case is kept up to date entry by entry, as the program does it.

use chrono::{DateTime, Duration};
use onsite::domain::journal::chain::ChainWriter;
use onsite::domain::journal::{ChainHead, EntryRef, in_order, read_chain};
use onsite::domain::pack::{Method, Pack};
use onsite::domain::program::packet::{VisitKind, VisitMode};
use onsite::domain::survey::answers::{Answer, AnswerValue, Cell, CheckKey, Reason};
use onsite::domain::survey::case::Case;
use onsite::domain::survey::casefile::CaseFile;
use onsite::domain::survey::decide::{Act, Refusal, decide, redo, undo};
use onsite::domain::survey::events::{Entry, Event, PackRef};
use onsite::domain::survey::sources::{Coverage, Sites, SourceDetails, SourceKind};
use onsite::domain::survey::visit::Visit;
use onsite::domain::values::calendar::Moment;
use onsite::domain::values::digest::Digest;
use onsite::domain::values::ids::*;
use onsite::domain::values::text::{Text, TextId, Texts};
use serde_json::json;
use std::sync::Arc;

/// The sites of every made-up visit.
pub const SITES: [&str; 2] = ["east", "west"];

/// One laptop's chain as it stands in a file.
#[derive(Clone, Debug)]
pub struct Laptop {
    pub head: ChainHead,
    pub bytes: Vec<u8>,
}

#[derive(Clone)]
pub struct World {
    pub file: CaseFile,
    pub laptops: Vec<Laptop>,
    pub entries: Vec<Entry>,
    texts_made: u32,
    /// Texts made for the next act.
    typed: Vec<Text>,
    now: Moment,
}

pub fn case_id() -> CaseId {
    CaseId::new("case").unwrap()
}

pub fn visit_id() -> VisitId {
    VisitId::new("visit").unwrap()
}

pub fn site(number: usize) -> SiteId {
    SiteId::new(SITES[number % SITES.len()]).unwrap()
}

fn packet() -> String {
    json!({
        "format": "onsite-packet/1", "issue": 1, "case": "case", "training": true, "pack": "small",
        "edition": "e", "visit": {"id": "visit", "kind": "survey", "mode": "on-site",
            "offered": [], "planned": []},
        "practice": {"id": "1", "name": "TRAINING practice", "kind": "k",
            "sites": [], "services": [], "population": "adult", "physicians": 2.0},
        "participation": null, "application": {"eligibility": null, "agreements": null,
            "questionnaire": null, "payment": null, "policy_upload": null, "survey_dates": null},
        "webinar": null, "policies": [], "surveyor": null,
        "conflict_of_interest": {"surveyor": null, "practice": null},
        "previous_certification": null,
    })
    .to_string()
}

fn laptop(name: &str) -> Laptop {
    Laptop {
        head: ChainHead::empty(DeviceId::new(name).unwrap()),
        bytes: Vec::new(),
    }
}

impl World {
    /// A case just opened on the first laptop, with a visit to [`SITES`].
    pub fn new(pack: Pack) -> Self {
        Self::at(pack, (0..SITES.len()).map(site).collect())
    }

    /// A case just opened, with a visit to these sites.
    pub fn at(pack: Pack, sites: Vec<SiteId>) -> Self {
        let words = packet();
        let text = Text::new([7; 16], &words);
        let sha256 = Digest::of(words.as_bytes());
        let pack_ref = PackRef {
            id: pack.id.clone(),
            sha256,
        };
        let opened = Event::VisitOpened {
            visit: visit_id(),
            kind: VisitKind::Survey,
            mode: VisitMode::OnSite,
            pack: pack_ref,
            sites,
        };
        let taken = Event::PacketTaken {
            issue: 1,
            sha256,
            packet: text.id,
        };
        let mut first = laptop("laptop-a");
        let mut now = DateTime::parse_from_rfc3339("2026-03-02T09:00:00-06:00").unwrap();
        let mut entries = Vec::new();
        for event in [Event::CaseOpened { training: true }, taken, opened] {
            entries.push(first.write(entries.len() as u64, event, &mut now));
        }
        let mut texts = Texts::default();
        texts.insert(text);
        let pack = Arc::new(pack);
        let file = CaseFile::open(case_id(), &entries, texts, &mut |_| Some(pack.clone())).unwrap();
        Self {
            file,
            laptops: vec![first, laptop("laptop-b")],
            entries,
            texts_made: 0,
            typed: Vec::new(),
            now,
        }
    }

    pub fn case(&self) -> &Case {
        &self.file.case
    }

    pub fn visit(&self) -> &Visit {
        self.file.visit().unwrap()
    }

    pub fn pack(&self) -> Arc<Pack> {
        self.file.pack.clone()
    }

    /// Makes a text for the next act.
    pub fn text(&mut self) -> TextId {
        self.texts_made += 1;
        let text = Text::new([1; 16], format!("TRAINING text {}", self.texts_made));
        let id = text.id;
        self.typed.push(text);
        id
    }

    /// Writes what was decided, on a laptop that holds everything written so far.
    pub fn write(&mut self, laptop: usize, events: Vec<Event>) {
        for event in events {
            let clock = self.file.case.clock;
            let entry = self.laptops[laptop].write(clock, event, &mut self.now);
            self.file.absorb(&entry);
            self.entries.push(entry);
        }
    }

    /// Signs the revision that is worked on.
    pub fn sign(&mut self, laptop: usize) {
        let sealed = Event::Sealed {
            visit: visit_id(),
            revision: self.visit().revision(),
            initials: "ts".to_owned(),
            reason: None,
        };
        self.write(laptop, vec![sealed]);
    }

    pub fn act(&mut self, laptop: usize, act: Act) -> Result<(), Refusal> {
        let next = self.laptops[laptop].head.count + 1;
        let attempt = act.with(std::mem::take(&mut self.typed));
        let decided = decide(self.case(), self.visit(), &self.file.pack, attempt, next)?;
        for text in decided.texts {
            self.file.texts.insert(text);
        }
        self.write(laptop, decided.events);
        Ok(())
    }

    pub fn undo(&mut self, laptop: usize) -> Result<(), Refusal> {
        let events = undo(self.case(), &|entry| self.event(entry))?;
        self.write(laptop, events);
        Ok(())
    }

    pub fn redo(&mut self, laptop: usize) -> Result<(), Refusal> {
        let events = redo(self.case(), &|entry| self.event(entry))?;
        self.write(laptop, events);
        Ok(())
    }

    fn event(&self, wanted: &EntryRef) -> Option<Event> {
        let mut entries = self.entries.iter();
        let entry = entries.find(|entry| entry.reference() == *wanted)?;
        Some(entry.event.clone())
    }

    /// Everything read back from the files of both laptops, as after a restart.
    pub fn read_back(&self) -> CaseFile {
        let mut entries = Vec::new();
        for laptop in &self.laptops {
            let (read, head) = read_chain(&laptop.bytes).unwrap();
            let empty = || ChainHead::empty(laptop.head.device.clone());
            assert_eq!(head.unwrap_or_else(empty), laptop.head);
            entries.extend(read);
        }
        let entries = in_order(entries);
        assert_eq!(entries, self.entries);
        let pack = self.pack();
        let texts = self.file.texts.clone();
        CaseFile::open(case_id(), &entries, texts, &mut |_| Some(pack.clone())).unwrap()
    }

    /// Closes the program and opens it again.
    pub fn restart(&mut self) {
        self.file = self.read_back();
    }
}

impl Laptop {
    fn write(&mut self, clock: u64, event: Event, now: &mut Moment) -> Entry {
        *now += Duration::seconds(20);
        let actor = Principal::new("training-surveyor").unwrap();
        let mut pen = ChainWriter::new(case_id(), actor, self.head.clone(), clock);
        // What is looked at away from the laptop was seen before it was typed.
        let seen_at = matches!(event, Event::SourceAdded { .. }).then(|| *now - Duration::hours(1));
        let (entry, line) = pen.write(event, *now, seen_at).unwrap();
        self.head = pen.head().clone();
        self.bytes.extend(line);
        self.bytes.push(b'\n');
        entry
    }
}

/// An interview, a record, a document or an event by the method it serves.
pub fn details(method: Method, label: &str, sites: Sites) -> SourceDetails {
    let kind = match method {
        Method::Policy => SourceKind::Document,
        Method::Record => SourceKind::Record {
            kind: RecordKindId::new("chart").unwrap(),
            coverage: Coverage::Full,
            is: Vec::new(),
            is_not: Vec::new(),
        },
        Method::Interview => SourceKind::Interview {
            role: RoleId::new("nurse").unwrap(),
        },
        Method::Observation => SourceKind::Event {
            kind: EventKindId::new("giving").unwrap(),
        },
    };
    SourceDetails {
        kind,
        label: label.to_owned(),
        person: None,
        sites,
        title: None,
        place: None,
        chosen_by: None,
        chosen_how: None,
    }
}

pub fn source_id(name: &str) -> SourceId {
    SourceId::new(name).unwrap()
}

/// The cell of a check at a site and a source, each by name.
pub fn cell(element: &str, method: Method, site: Option<&str>, source: Option<&str>) -> Cell {
    Cell {
        check: CheckKey {
            element: ElementId::new(element).unwrap(),
            method,
        },
        site: site.map(|site| SiteId::new(site).unwrap()),
        source: source.map(source_id),
    }
}

/// An answer with the first reason of the list where it needs one.
pub fn answer(value: AnswerValue) -> Answer {
    Answer::because(value, value.needs_reason().then_some(Reason::Listed(1)))
}
