//! A small visit that holds everything a report can show: two sites, all four methods, every
//! answer, an erased text, hostile text, levels with and without reasons, two revisions.
//!
//! It goes through `decide` like a person's acts would. Used by the tests inside the crate and
//! by those beside it; both know the crate as `onsite`.

use onsite::domain::answers::{
    Answer, AnswerValue, Cell, CheckKey, Determination, Explanation, Gap, Level, NoteTarget,
    Reason, SampleKey,
};
use onsite::domain::case::Case;
use onsite::domain::chain::Pen;
use onsite::domain::decide::{Act, decide};
use onsite::domain::digest::Digest;
use onsite::domain::events::{Event, NotOffered, PackRef, Services, Surveyor};
use onsite::domain::ids::{AttributeId, DeviceId, ElementId, Principal, SiteId, SourceId};
use onsite::domain::journal::{ChainHead, Moment};
use onsite::domain::pack::{Method, Pack};
use onsite::domain::packet::Packet;
use onsite::domain::sources::{ChosenBy, Coverage, Sites, SourceDetails, SourceKind};
use onsite::domain::text::{Text, TextId, Texts};
use onsite::domain::verdicts;
use onsite::domain::visit::Visit;

/// What a hostile note holds: markup, a terminal escape, a turned line.
pub const HOSTILE: &str =
    "<script>alert(1)</script> & \u{1b}[31mred \u{202e}desrever {{ 7 * 7 }} </td>";

/// A text that was erased; it must not be found anywhere.
pub const SECRET: &str = "Mrs. Example, born long ago";

/// A visit with everything that was used to make it.
pub struct Rich {
    /// The fold.
    pub case: Case,
    /// The pack.
    pub pack: Pack,
    /// The packet.
    pub packet: Packet,
    /// The texts, without the erased one.
    pub texts: Texts,
    /// The end of its one chain.
    pub heads: Vec<ChainHead>,
    pen: Pen,
    now: Moment,
    made: u8,
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
        pack,
        texts: Texts::default(),
        heads: Vec::new(),
        pen: Pen::fresh(packet.case.clone(), actor.clone(), device),
        now: Moment::parse_from_rfc3339("2026-03-10T08:30:00-06:00").expect("a moment"),
        made: 0,
        packet,
    };
    let text = rich.text(packet_bytes);
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
    rich.act(Act::ConfirmServices(Services {
        not_offered: vec![
            NotOffered {
                service: id(AttributeId::new("intrathecal")),
                sites: None,
            },
            NotOffered {
                service: id(AttributeId::new("pediatric")),
                sites: None,
            },
            NotOffered {
                service: id(AttributeId::new("preparation")),
                sites: Some(vec![site("west")]),
            },
        ],
        told_by: rich.pack.roles.last().map(|role| role.id.clone()),
    }));
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
        on: NoteTarget::Standard(id(onsite::domain::ids::StandardId::new("3.12"))),
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
    /// The visit.
    pub fn visit(&self) -> &Visit {
        self.case.current_visit().expect("the visit was opened")
    }

    /// Makes a text.
    pub fn text(&mut self, words: &str) -> TextId {
        self.made += 1;
        let text = Text::new([self.made; 16], words);
        let made = text.id;
        self.texts.insert(text);
        made
    }

    /// Writes an event that needs no decision.
    pub fn event(&mut self, event: Event) {
        let (entry, _) = self.pen.write(event, self.now, None).expect("a short line");
        self.case.apply(&entry);
        self.now += chrono::Duration::seconds(40);
    }

    /// Acts as a person would.
    pub fn act(&mut self, act: Act) {
        let events = decide(
            &self.case,
            self.visit(),
            &self.pack,
            act,
            self.pen.next_seq(),
        )
        .expect("the fixture keeps the rules");
        for event in events {
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
            answer: Some(Answer { value, reason }),
        });
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

    fn add(&mut self, label: &str, at: &str, person: &str, title: &str, kind: SourceKind) {
        let title = (!title.is_empty()).then(|| self.text(title));
        let record = matches!(kind, SourceKind::Record { .. });
        let place = (label == "O1").then(|| self.text("Infusion room, chair 4"));
        let chosen_how =
            (label == "R03").then(|| self.text("Third on the list of the day before."));
        let details = SourceDetails {
            kind,
            label: label.into(),
            person: (!person.is_empty()).then(|| person.into()),
            sites: SiteId::new(at).map_or(Sites::All, |held| Sites::Only(vec![held])),
            title,
            place,
            chosen_by: record.then_some(if label == "R02" {
                ChosenBy::Practice
            } else {
                ChosenBy::AtRandom
            }),
            chosen_how,
        };
        self.act(Act::AddSource {
            source: id(SourceId::new(&label.to_lowercase())),
            details,
        });
    }

    fn sources(&mut self) {
        self.add("D1", "", "", "NUR-12 version 3", SourceKind::Document);
        self.add("D2", "", "", "PHA-2 Preparation", SourceKind::Document);
        for (label, at, preset) in [
            ("R01", "main", "new-iv"),
            ("R02", "main", "continuing-iv"),
            ("R03", "main", "new-iv"),
            ("R04", "main", "oral"),
            ("R05", "main", "iv-oral"),
            ("R06", "west", "new-iv"),
            ("R07", "west", "continuing-iv"),
            ("R08", "west", "oral"),
        ] {
            let held = self
                .pack
                .presets
                .iter()
                .find(|p| p.id == preset)
                .expect("a preset");
            let kind = SourceKind::Record {
                kind: held.kind.clone(),
                coverage: Coverage::Full,
                is: held.is.clone(),
                is_not: held.is_not.clone(),
            };
            self.add(label, at, "", "", kind);
        }
        for (label, at, kind) in [
            ("F01", "main", 1),
            ("F02", "west", 1),
            ("L01", "main", 2),
            ("L02", "west", 2),
        ] {
            let kind = SourceKind::Record {
                kind: self.pack.record_kinds[kind].id.clone(),
                coverage: Coverage::Full,
                is: Vec::new(),
                is_not: Vec::new(),
            };
            self.add(label, at, "", "", kind);
        }
        for (label, at, person, role) in [
            ("I01", "main", "RN-A", 1),
            ("I02", "main", "MD-A", 0),
            ("I03", "main", "PH-A", 2),
            ("I04", "west", "RN-B", 1),
        ] {
            let kind = SourceKind::Interview {
                role: self.pack.roles[role].id.clone(),
            };
            self.add(label, at, person, "", kind);
        }
        for (label, at, person, event) in [
            ("O1", "main", "RN-A", 0),
            ("O2", "main", "RN-C", 0),
            ("O3", "west", "RN-B", 0),
            ("O4", "main", "PH-A", 1),
        ] {
            let kind = SourceKind::Event {
                kind: self.pack.events[event].id.clone(),
            };
            self.add(label, at, person, "", kind);
        }
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

    fn notes(&mut self) {
        let pack = self.pack.clone();
        for (standard, element) in pack.elements() {
            for method in element.checks.methods() {
                let verdict = verdicts::check(self.visit(), &pack, standard, element, method);
                if verdict.outcome.is_wanting() {
                    let words = format!(
                        "Seen with our own eyes at {}.\nA second line. {HOSTILE}",
                        element.id
                    );
                    let text = Some(self.text(&words));
                    let on = NoteTarget::Check(check(element.id.as_str(), method));
                    self.act(Act::WriteNote { on, text });
                }
            }
        }
        let secret = self.text(SECRET);
        let on = NoteTarget::Check(check("2.1.1", Method::Policy));
        self.act(Act::WriteNote {
            on,
            text: Some(secret),
        });
        self.event(Event::Redacted { text: secret });
        self.texts.remove(&secret);
    }

    fn levels(&mut self) {
        let pack = self.pack.clone();
        for standard in &pack.standards {
            let verdict = verdicts::standard(self.visit(), &pack, standard);
            if !verdict.differences.is_empty() {
                let text = Some(self.text("The paper asks for it; at the chair it was left out."));
                self.act(Act::ExplainDifference {
                    standard: standard.id.clone(),
                    explanation: Some(Explanation {
                        gap: Gap::Practice,
                        text,
                    }),
                });
            }
            let suggested = verdict.level.expect("a suggestion");
            let lower = standard.id.as_str() == "2.1";
            let determination = Determination {
                level: if lower { Level::FullyMet } else { suggested },
                suggested,
                reason: lower.then_some(Reason::Listed(1)),
            };
            self.act(Act::Determine(vec![(
                standard.id.clone(),
                Some(determination),
            )]));
        }
        for state in onsite::domain::readiness::sample_states(self.visit(), &pack) {
            if state.is_short() {
                let sample = SampleKey { ..state.key };
                let reason = Some(Reason::Listed(1));
                self.act(Act::ExplainShortfall { sample, reason });
            }
        }
    }
}
