//! A small visit that holds everything a report can show: two sites, all four methods, every
//! answer, an erased text, hostile text, levels with and without reasons, two revisions.
//!
//! It goes through `decide` like a person's acts would. Used by the tests inside the crate and
//! by those beside it; both know the crate as `onsite`.

#[path = "rich_findings.rs"]
mod rich_findings;
#[path = "rich_sources.rs"]
mod rich_sources;

use onsite::domain::journal::ChainHead;
use onsite::domain::journal::chain::ChainWriter;
use onsite::domain::pack::{Method, Pack};
use onsite::domain::program::packet::Packet;
use onsite::domain::survey::answers::{Answer, AnswerValue, Cell, CheckKey, NoteTarget, Reason};
use onsite::domain::survey::case::Case;
use onsite::domain::survey::changes::Changes;
use onsite::domain::survey::decide::{Act, decide};
use onsite::domain::survey::events::{Event, Offered, PackRef, ServiceSaid, Surveyor};
use onsite::domain::survey::sources::SourceKind;
use onsite::domain::survey::verdicts;
use onsite::domain::survey::visit::Visit;
use onsite::domain::values::calendar::Moment;
use onsite::domain::values::digest::Digest;
use onsite::domain::values::ids::{DeviceId, ElementId, Principal, RoleId, SiteId, SourceId};
use onsite::domain::values::text::{Text, TextId, Texts};

/// What a hostile note holds: markup, a terminal escape, a turned line.
pub const HOSTILE: &str =
    "<script>alert(1)</script> & \u{1b}[31mred \u{202e}desrever {{ 7 * 7 }} </td>";

/// A text that was erased; it must not be found anywhere.
pub const SECRET: &str = "Mrs. Example, born long ago";

/// A visit with everything that was used to make it.
pub struct Rich {
    /// The fold.
    pub case: Case,
    /// What changed.
    pub changes: Changes,
    /// The pack.
    pub pack: Pack,
    /// The packet.
    pub packet: Packet,
    /// The texts, without the erased one.
    pub texts: Texts,
    /// The end of its one chain.
    pub heads: Vec<ChainHead>,
    pen: ChainWriter,
    now: Moment,
    made: u8,
    typed: Vec<Text>,
}

fn id<T>(made: Option<T>) -> T {
    made.expect("the fixture's ids have the form of ids")
}

/// The fixture's pack.
pub fn pack() -> (Pack, PackRef) {
    let bytes = include_str!("rich_pack.json");
    let pack: Pack = serde_json::from_str(bytes).expect("the fixture's pack is a pack");
    let reference = PackRef {
        id: pack.id.clone(),
        sha256: Digest::of(bytes.as_bytes()),
    };
    (pack, reference)
}

/// The visit, opened but with no answer yet.
pub fn opened() -> Rich {
    let packet_bytes = include_str!("rich_packet.json");
    let packet: Packet = serde_json::from_str(packet_bytes).expect("the packet is a packet");
    let (pack, pack_ref) = pack();
    let device = id(DeviceId::new("laptop-a"));
    let actor = id(Principal::new("training-surveyor"));
    let mut rich = Rich {
        case: Case::new(packet.case.clone()),
        changes: Changes::default(),
        pack,
        texts: Texts::default(),
        heads: Vec::new(),
        pen: ChainWriter::fresh(packet.case.clone(), actor.clone(), device),
        now: Moment::parse_from_rfc3339("2026-03-10T08:30:00-06:00").expect("a moment"),
        made: 0,
        typed: Vec::new(),
        packet,
    };
    let text = rich.text(packet_bytes);
    rich.keep_typed();
    rich.event(Event::CaseOpened { training: true });
    rich.event(Event::PacketTaken {
        issue: 1,
        sha256: Digest::of(packet_bytes.as_bytes()),
        packet: text,
    });
    let sites: Vec<SiteId> = rich
        .packet
        .practice
        .sites
        .iter()
        .map(|s| s.id.clone())
        .collect();
    rich.event(Event::VisitOpened {
        visit: rich.packet.visit.id.clone(),
        kind: rich.packet.visit.kind,
        mode: rich.packet.visit.mode,
        pack: pack_ref,
        sites,
    });
    rich.act(Act::NameSurveyor(Surveyor {
        principal: actor,
        name: "Training Surveyor".into(),
        credential: "RN, OCN".into(),
    }));
    rich.act(Act::ClearConflict(true));
    rich.services();
    rich.sources();
    rich
}

/// The whole visit: answered, explained, determined, sealed, revised and sealed again.
pub fn finished() -> Rich {
    let mut rich = opened();
    rich.answer_all();
    rich.exceptions();
    rich.notes();
    rich.levels();
    rich.event(Event::Sealed {
        visit: rich.visit().id.clone(),
        revision: 1,
        initials: "TS".into(),
        reason: None,
    });
    let reason = rich.text("The committee asked which pump was used in O2.");
    rich.act(Act::OpenRevision { reason });
    let note = rich.text("Pump 4 was used; its rate was read aloud by both people.");
    rich.act(Act::WriteNote {
        on: NoteTarget::Standard(id(onsite::domain::values::ids::StandardId::new("3.12"))),
        text: Some(note),
    });
    rich.event(Event::Sealed {
        visit: rich.visit().id.clone(),
        revision: 2,
        initials: "TS".into(),
        reason: Some(reason),
    });
    rich.heads = vec![rich.pen.head().clone()];
    rich
}

/// A site of the fixture: `main` or `west`.
pub fn site(name: &str) -> SiteId {
    id(SiteId::new(name))
}

/// The check of an element by a method.
pub fn check(element: &str, method: Method) -> CheckKey {
    CheckKey {
        element: id(ElementId::new(element)),
        method,
    }
}

impl Rich {
    fn services(&mut self) {
        let west = || Offered::NotAt(vec![site("west")]);
        let pack = self.pack.clone();
        let manager = pack.roles.last().expect("a role").id.clone();
        let said = pack.services().map(|service| {
            let offered = match service.id.as_str() {
                "intrathecal" | "pediatric" => Offered::Nowhere,
                "preparation" => west(),
                _ => Offered::Everywhere,
            };
            let mut told_by = vec![manager.clone()];
            if service.id.as_str() == "preparation" {
                told_by.insert(0, id(RoleId::new("pharmacist")));
            }
            (service.id.clone(), ServiceSaid { offered, told_by })
        });
        self.act(Act::TellServices(said.collect()));
    }

    /// The visit.
    pub fn visit(&self) -> &Visit {
        self.case.current_visit().expect("the visit was opened")
    }

    /// Makes a text for the next act.
    pub fn text(&mut self, words: &str) -> TextId {
        self.made += 1;
        let text = Text::new([self.made; 16], words);
        let made = text.id;
        self.typed.push(text);
        made
    }

    /// Keeps what was typed without an act.
    pub fn keep_typed(&mut self) {
        for text in self.typed.drain(..) {
            self.texts.insert(text);
        }
    }

    /// Writes an event that needs no decision.
    pub fn event(&mut self, event: Event) {
        let (entry, _) = self.pen.write(event, self.now, None).expect("a short line");
        self.changes.see(&self.case, &entry);
        self.case.apply(&entry);
        self.now += chrono::Duration::seconds(40);
    }

    /// Acts as a person would.
    pub fn act(&mut self, act: Act) {
        let attempt = act.with(std::mem::take(&mut self.typed));
        let decided = decide(
            &self.case,
            self.visit(),
            &self.pack,
            attempt,
            self.pen.next_seq(),
        )
        .expect("the fixture keeps the rules");
        for text in decided.texts {
            self.texts.insert(text);
        }
        for event in decided.events {
            self.event(event);
        }
    }

    /// Answers one cell. An empty `source` is the whole, an empty `at` the whole practice.
    pub fn answer(
        &mut self,
        key: CheckKey,
        at: &str,
        source: &str,
        value: AnswerValue,
        reason: Option<Reason>,
    ) {
        let cell = Cell {
            check: key,
            site: SiteId::new(at),
            source: SourceId::new(source),
        };
        self.act(Act::Answer {
            cell,
            answer: Some(Answer::because(value, reason)),
        });
    }

    /// Remarks on the answer at one cell.
    pub fn remark(&mut self, key: CheckKey, at: &str, source: &str, words: &str) {
        let cell = Cell {
            check: key,
            site: SiteId::new(at),
            source: SourceId::new(source),
        };
        let remark = Some(self.text(words));
        self.act(Act::Remark { cell, remark });
    }

    /// Clears one cell.
    pub fn clear(&mut self, key: CheckKey, at: &str, source: &str) {
        let cell = Cell {
            check: key,
            site: SiteId::new(at),
            source: SourceId::new(source),
        };
        self.act(Act::Answer { cell, answer: None });
    }

    /// Met wherever something can be answered.
    fn answer_all(&mut self) {
        let pack = self.pack.clone();
        let sites = self.visit().sites.clone();
        for (standard, element) in pack.elements() {
            for method in element.checks.methods() {
                let key = check(element.id.as_str(), method);
                let here: Vec<&SiteId> = sites
                    .iter()
                    .filter(|s| verdicts::applies_at(self.visit(), standard, element, method, s))
                    .collect();
                if method == Method::Policy {
                    if !here.is_empty() {
                        let paper = if standard.id.as_str() == "3.6" {
                            "d2"
                        } else {
                            "d1"
                        };
                        self.answer(key, "", paper, AnswerValue::Met, None);
                    }
                    continue;
                }
                for at in here {
                    let sources = self.fitting(method, standard, element, at);
                    for source in sources {
                        self.answer(key.clone(), at.as_str(), &source, AnswerValue::Met, None);
                    }
                }
            }
        }
    }

    fn fitting(
        &self,
        method: Method,
        standard: &onsite::domain::pack::Standard,
        element: &onsite::domain::pack::Element,
        at: &SiteId,
    ) -> Vec<String> {
        let visit = self.visit();
        visit
            .sources
            .iter()
            .filter(|held| held.details.sites.include(at))
            .filter(|held| match &held.details.kind {
                SourceKind::Document => false,
                SourceKind::Record { .. } => {
                    method == Method::Record
                        && verdicts::record_fits(visit, standard, element, held, at)
                }
                SourceKind::Interview { role } => {
                    method == Method::Interview
                        && element
                            .checks
                            .interview
                            .as_ref()
                            .is_some_and(|c| c.roles.contains(role))
                }
                SourceKind::Event { kind } => {
                    method == Method::Observation
                        && element
                            .checks
                            .observation
                            .as_ref()
                            .is_some_and(|c| c.events.contains(kind))
                }
            })
            .map(|held| held.id.to_string())
            .collect()
    }

    fn exceptions(&mut self) {
        use AnswerValue::{CouldNotAssess, NotApplicable, NotMet};
        let record = |element| check(element, Method::Record);
        let watch = |element| check(element, Method::Observation);
        self.answer(record("3.12.2"), "main", "r03", NotMet, None);
        self.answer(record("3.12.2"), "west", "r06", NotMet, None);
        self.remark(
            record("3.12.2"),
            "main",
            "r03",
            "cycle 2 day 1: one signature",
        );
        self.answer(watch("3.12.3"), "main", "o1", NotMet, None);
        self.answer(watch("3.12.3"), "main", "o2", NotMet, None);
        self.answer(
            record("3.12.5"),
            "main",
            "r05",
            NotApplicable,
            Some(Reason::Listed(1)),
        );
        let typed = self.text("The pump was switched off for cleaning all day.");
        self.answer(
            watch("3.12.11"),
            "west",
            "o3",
            CouldNotAssess,
            Some(Reason::Typed(typed)),
        );
        self.answer(
            record("2.1.3"),
            "west",
            "r06",
            CouldNotAssess,
            Some(Reason::Listed(3)),
        );
        self.answer(
            check("1.9.1", Method::Interview),
            "main",
            "i01",
            NotMet,
            None,
        );
        // Everything that would still be open: one answer at the whole.
        let pack = self.pack.clone();
        let sites = self.visit().sites.clone();
        for (standard, element) in pack.elements() {
            for method in element.checks.methods() {
                for at in &sites {
                    let verdict =
                        verdicts::check_at(self.visit(), &pack, standard, element, method, at);
                    if verdict.open > 0 {
                        let key = check(element.id.as_str(), method);
                        let reason = Some(Reason::Listed(1));
                        self.answer(key, at.as_str(), "", CouldNotAssess, reason);
                    }
                }
            }
        }
    }
}
