//! Every template of both packs over facts made up for it: each sentence as a person would write
//! it. `cargo test --test standards sentences -- --nocapture` prints them, to be read.

use onsite::domain::journal::chain::ChainWriter;
use onsite::domain::pack::{Element, Method, Pack};
use onsite::domain::program::packet::Packet;
use onsite::domain::survey::answers::{Answer, AnswerValue, Cell, CheckKey};
use onsite::domain::survey::case::Case;
use onsite::domain::survey::events::{Event, PackRef};
use onsite::domain::survey::sources::{Sites, SourceDetails, SourceKind};
use onsite::domain::survey::visit::Visit;
use onsite::domain::survey::words::Facts;
use onsite::domain::values::calendar::Moment;
use onsite::domain::values::digest::Digest;
use onsite::domain::values::ids::{DeviceId, Principal, SiteId, SourceId};
use onsite::domain::values::text::{Text, Texts};
use onsite::standards::{EMBEDDED, embedded_pack, sample_packet};
use std::collections::BTreeSet;

/// What is answered at a check: at the nth source of the site "main" and "west" in turn.
const PATTERNS: [(&str, &[AnswerValue]); 6] = [
    ("one, not met", &[AnswerValue::NotMet]),
    ("one of two", &[AnswerValue::Met, AnswerValue::NotMet]),
    (
        "two of five",
        &[
            AnswerValue::NotMet,
            AnswerValue::Met,
            AnswerValue::Met,
            AnswerValue::NotMet,
            AnswerValue::Met,
        ],
    ),
    ("both", &[AnswerValue::NotMet, AnswerValue::NotMet]),
    (
        "one not seen",
        &[
            AnswerValue::NotMet,
            AnswerValue::Met,
            AnswerValue::CouldNotAssess,
        ],
    ),
    ("as a whole", &[]),
];

struct World {
    case: Case,
    pen: ChainWriter,
    texts: Texts,
    pack: std::sync::Arc<Pack>,
    packet: Packet,
    at: Moment,
    made: u8,
}

impl World {
    fn over(pack: &str, sites: usize) -> Self {
        let (_, packet) = sample_packet().unwrap();
        let mut packet = packet.clone();
        packet.practice.sites.truncate(sites);
        let pinned = embedded_pack(pack).unwrap();
        let actor = Principal::new("ann-01").unwrap();
        let device = DeviceId::new("laptop").unwrap();
        let mut world = Self {
            case: Case::new(packet.case.clone()),
            pen: ChainWriter::fresh(packet.case.clone(), actor, device),
            texts: Texts::default(),
            pack: pinned.pack.clone(),
            packet: packet.clone(),
            at: Moment::parse_from_rfc3339("2026-11-17T08:30:00-06:00").unwrap(),
            made: 0,
        };
        world.write(Event::CaseOpened { training: true });
        world.write(Event::VisitOpened {
            visit: packet.visit.id.clone(),
            kind: packet.visit.kind,
            mode: packet.visit.mode,
            pack: PackRef {
                id: packet.pack.clone(),
                sha256: Digest::ZERO,
            },
            sites: packet.practice.sites.iter().map(|s| s.id.clone()).collect(),
        });
        world
    }

    fn write(&mut self, event: Event) {
        let (entry, _) = self.pen.write(event, self.at, None).unwrap();
        self.case.apply(&entry);
    }

    fn visit(&self) -> &Visit {
        self.case.current_visit().unwrap()
    }

    fn text(&mut self, words: &str) -> onsite::domain::values::text::TextId {
        self.made = self.made.wrapping_add(1);
        let text = Text::new([self.made; 16], words);
        let id = text.id;
        self.texts.insert(text);
        id
    }

    fn facts(&self) -> Facts<'_> {
        Facts {
            visit: self.visit(),
            pack: &self.pack,
            packet: Some(&self.packet),
            texts: &self.texts,
        }
    }

    /// The nth source of a check, at one site after the other; added where it is not there yet.
    fn source(&mut self, element: &Element, method: Method, n: usize) -> (SiteId, SourceId) {
        let sites = self.visit().sites.clone();
        let site = sites[n % sites.len()].clone();
        let (kind, prefix) = match method {
            Method::Policy => (SourceKind::Document, "D".to_owned()),
            Method::Record => {
                let kind = &element.checks.record.as_ref().unwrap().kind;
                let label = self.pack.record_kind(kind).unwrap().label.clone();
                let kind = SourceKind::Record {
                    kind: kind.clone(),
                    coverage: onsite::domain::survey::sources::Coverage::Full,
                    is: Vec::new(),
                    is_not: Vec::new(),
                };
                (kind, label)
            }
            Method::Interview => {
                let role = element.checks.interview.as_ref().unwrap().roles[0].clone();
                (SourceKind::Interview { role }, "I".to_owned())
            }
            Method::Observation => {
                let kind = element.checks.observation.as_ref().unwrap().events[0].clone();
                (SourceKind::Event { kind }, "O".to_owned())
            }
        };
        let label = format!("{prefix}{:02}", n + 1);
        let id = SourceId::new(&format!("{label}-{}", kind.sample_kind())).unwrap();
        if self.visit().source(&id).is_none() {
            // Every second document has no title.
            let titled = method == Method::Policy && n.is_multiple_of(2);
            let title = titled.then(|| self.text(&format!("NUR-{}, version 2", n + 10)));
            self.write(Event::SourceAdded {
                visit: self.visit().id.clone(),
                source: id.clone(),
                details: SourceDetails {
                    kind,
                    label,
                    person: (method == Method::Interview).then(|| "RN-A".to_owned()),
                    sites: Sites::All,
                    title,
                    place: None,
                    chosen_by: None,
                    chosen_how: None,
                },
            });
        }
        (site, id)
    }

    /// Answers a check by a pattern, with a remark at the first Not met.
    fn answer(&mut self, element: &Element, method: Method, values: &[AnswerValue]) {
        let check = CheckKey {
            element: element.id.clone(),
            method,
        };
        let mut remark = Some(self.text("cycle 2 day 1: one signature"));
        if values.is_empty() {
            let site = (method != Method::Policy).then(|| self.visit().sites[0].clone());
            self.set(check, site, None, Some(Answer::plain(AnswerValue::NotMet)));
            return;
        }
        for (n, value) in values.iter().enumerate() {
            let (site, source) = self.source(element, method, n);
            let mut answer = Answer::plain(*value);
            if *value == AnswerValue::NotMet {
                answer.remark = remark.take();
            }
            let site = (method != Method::Policy).then_some(site);
            self.set(check.clone(), site, Some(source), Some(answer));
        }
    }

    fn set(
        &mut self,
        check: CheckKey,
        site: Option<SiteId>,
        source: Option<SourceId>,
        now: Option<Answer>,
    ) {
        let cell = Cell {
            check,
            site,
            source,
        };
        self.write(Event::Answered {
            visit: self.visit().id.clone(),
            was: self.visit().answer(&cell).cloned(),
            cell,
            now,
            with: None,
        });
    }

    /// Takes every answer of an element away.
    fn clear(&mut self, element: &Element) {
        for method in element.checks.methods() {
            let check = CheckKey {
                element: element.id.clone(),
                method,
            };
            for given in self.visit().given(&check).clone().iter() {
                self.set(
                    check.clone(),
                    given.site.clone(),
                    given.source.clone(),
                    None,
                );
            }
        }
    }
}

/// What no person would write.
fn faults(sentence: &str) -> Vec<&'static str> {
    let words: Vec<&str> = sentence
        .split([' ', '(', ')', ':', ';', ',', '.'])
        .collect();
    let one_of_many = words.windows(2).any(|pair| {
        pair[0] == "1" && pair[1].ends_with('s') && !["is", "was", "signatures"].contains(&pair[1])
    });
    let many_of_one = words
        .windows(3)
        .any(|three| three[1] == "of" && three[0].parse::<u32>().is_ok() && three[2] == "1");
    let counted = words
        .windows(3)
        .any(|three| three[1] == "of" && three[0] == "0" && three[2].parse::<u32>().is_ok());
    let article = |word: &str| ["the", "a", "an"].contains(&word.to_lowercase().as_str());
    let two_articles = words.windows(4).any(|four| {
        let described = article(four[0]) && four[1].ends_with("ed");
        described && article(four[2]) && four[3] == "policy"
    });
    let begins = sentence.starts_with(|c: char| c.is_uppercase() || c == '[');
    [
        (sentence.contains(['{', '}']), "a blank"),
        (sentence.contains("  "), "two spaces"),
        (
            sentence.contains("..") || sentence.contains(" ."),
            "a full stop too many",
        ),
        (
            sentence.contains(",,") || sentence.contains("()"),
            "something empty",
        ),
        (one_of_many, "one of many"),
        (many_of_one, "n of 1"),
        (counted, "0 of n"),
        (two_articles, "two articles"),
        (!sentence.ends_with(['.', ']']), "no end"),
        (!begins, "no beginning"),
    ]
    .into_iter()
    .filter_map(|(is_so, fault)| is_so.then_some(fault))
    .collect()
}

#[test]
fn every_template_reads_as_a_person_would_write_it() {
    let mut read: BTreeSet<String> = BTreeSet::new();
    let mut count = 0;
    for embedded in &EMBEDDED {
        let pack: Pack = serde_json::from_slice(embedded.bytes).unwrap();
        for sites in 1..=2 {
            let mut world = World::over(pack.id.as_str(), sites);
            for (_, element) in pack.elements() {
                for method in element.checks.methods() {
                    for (name, values) in PATTERNS {
                        world.answer(element, method, values);
                        if method != Method::Policy && element.checks.policy.is_some() {
                            world.answer(element, Method::Policy, &[AnswerValue::Met]);
                        }
                        let facts = world.facts();
                        let line = facts.facts_line(element, method).unwrap();
                        let policy = method == Method::Policy;
                        assert!(!(policy && line.contains(" of ")), "{line}");
                        let more = [
                            facts.requirement(element),
                            facts.satisfied_by(element),
                            facts
                                .offered_words(element, method)
                                .unwrap_or("A.".to_owned()),
                        ];
                        for sentence in [&line].into_iter().chain(&more) {
                            let faults = faults(sentence);
                            assert!(
                                faults.is_empty(),
                                "{} {name}: {faults:?}: {sentence}",
                                element.id
                            );
                        }
                        let [requirement, satisfied, _] = more;
                        if sites == 2 && name == "two of five" {
                            read.insert(format!(
                                "{} {}: {requirement}",
                                element.id,
                                method.title()
                            ));
                            read.insert(format!("{} shown by: {satisfied}", element.id));
                        }
                        if element.id.as_str().ends_with(".1") {
                            read.insert(format!("~ {} {name}, {sites}: {line}", method.title()));
                        }
                        count += 1;
                        world.clear(element);
                    }
                }
            }
        }
    }
    for sentence in &read {
        println!("{sentence}");
    }
    assert!(count > 3_000, "{count} findings");
}
