//! Every verdict rule of RULES.md, Verdicts as tables of cases.
//!
//! One line of notes stands for one answer, such as `R A R1 met`: method, site (`-` is the whole
//! practice), source (`-` is the whole) and answer. Sources are named by what they are: `R1@A` is
//! a chart at site A, `F` a personnel file, `D` a document, `I` an interview, `O` an event;
//! without `@` they belong to every site. That the order of entry does not matter is shown in
//! `tests/props`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod checks;
mod standards;

use super::*;
use crate::domain::pack::{Element, Pack, Standard};
use crate::domain::program::packet::{VisitKind, VisitMode};
use crate::domain::survey::answers::{Answer, Cell, CheckKey};
use crate::domain::survey::events::{Offered, PackRef, ServiceSaid};
use crate::domain::survey::sources::{Coverage, Sites, SourceDetails, SourceKind};
use crate::domain::survey::visit::{Given, Source, Visit};
use crate::domain::values::calendar::Moment;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::{
    AttributeId, EventKindId, PackId, RecordKindId, RoleId, SourceId, StandardId, VisitId,
};
use chrono::DateTime;
use serde_json::{Value, json};

/// The checks of an element by letter: capital is required, small is supporting.
fn checks(letters: &str) -> Value {
    let mut checks = json!({});
    for letter in letters.chars() {
        let need = if letter.is_uppercase() {
            "required"
        } else {
            "supporting"
        };
        let (name, check) = match letter.to_ascii_uppercase() {
            'P' => ("policy", json!({"need": need, "prompts": []})),
            'R' => (
                "record",
                json!({"need": need, "kind": "chart", "chart_area": null, "prompts": []}),
            ),
            'I' => (
                "interview",
                json!({"need": need, "roles": ["nurse"], "prompts": []}),
            ),
            'O' => (
                "observation",
                json!({"need": need, "events": ["giving"], "prompts": []}),
            ),
            other => panic!("no method {other}"),
        };
        checks[name] = check;
    }
    checks
}

/// A pack of one Standard, its elements numbered from 1.1.1, five charts asked for at each site.
pub(in crate::domain::survey) fn pack(elements: &[&str]) -> Value {
    let elements: Vec<Value> = elements
        .iter()
        .enumerate()
        .map(|(place, letters)| {
            json!({
                "id": format!("1.1.{}", place + 1), "short": "s", "text": "t",
                "checks": checks(letters), "anchors": [], "requirement": "r", "satisfied_by": "s",
            })
        })
        .collect();
    json!({
        "format": "onsite-pack/1", "id": "small", "edition": "e", "title": "t", "program": "p",
        "provenance": {"summary": "s", "sources": [], "standards": [], "elements": []},
        "domains": [{"id": "1", "title": "d"}], "attributes": [], "chart_areas": [],
        "record_kinds": [], "roles": [], "events": [], "presets": [],
        "reasons": {"not_applicable": [], "could_not_assess": [], "different_level": [], "shortfall": []},
        "levels": {"fully_met": "f", "partly_met": "p", "not_met": "n", "not_applicable": "a", "could_not_assess": "c"},
        "sampling": [{"method": "record", "kind": "chart", "per": "site", "minimum": 5, "say": "s"}],
        "standards": [{"id": "1.1", "domain": "1", "title": "t", "elements": elements}],
    })
}

pub(in crate::domain::survey) fn at() -> Moment {
    DateTime::parse_from_rfc3339("2026-03-02T09:00:00-06:00").unwrap()
}
/// A visit over a pack, filled from notes.
pub(in crate::domain::survey) struct Survey {
    pub(in crate::domain::survey) pack: Pack,
    pub(in crate::domain::survey) visit: Visit,
}

impl Survey {
    /// Over a pack as JSON, at the sites named by the letters of `sites`.
    pub(in crate::domain::survey) fn over(pack: Value, sites: &str) -> Self {
        let visit = Visit {
            id: VisitId::new("v").unwrap(),
            kind: VisitKind::Survey,
            mode: VisitMode::OnSite,
            pack: PackRef {
                id: PackId::new("small").unwrap(),
                sha256: Digest::ZERO,
            },
            sites: site_list(sites),
            opened_at: at(),
            surveyor: None,
            conflict_cleared: None,
            services: Default::default(),
            sources: Default::default(),
            answers: Default::default(),
            notes: Default::default(),
            bases: Default::default(),
            determinations: Default::default(),
            explanations: Default::default(),
            shortfalls: Default::default(),
            seals: Vec::new(),
            open_revision: Some((1, None)),
            last_answered: None,
        };
        let pack = serde_json::from_value(pack).unwrap();
        Self { pack, visit }
    }

    /// Adds sources, such as `R1@A R2 D1@AB`.
    pub(in crate::domain::survey) fn looking_at(mut self, sources: &str) -> Self {
        for word in sources.split_whitespace() {
            let (name, sites) = match word.split_once('@') {
                Some((name, sites)) => (name, Sites::Only(site_list(sites))),
                None => (word, Sites::All),
            };
            self.visit.sources.push(Source {
                id: SourceId::new(name).unwrap(),
                details: SourceDetails {
                    kind: kind_of(name),
                    label: name.to_owned(),
                    person: None,
                    sites,
                    title: None,
                    place: None,
                    chosen_by: None,
                    chosen_how: None,
                },
                seen_at: at(),
            });
        }
        self
    }

    /// Says what a record is and is not, such as `R1` is `oral`, is not `new`.
    pub(in crate::domain::survey) fn describe(
        mut self,
        name: &str,
        are: &[&str],
        are_not: &[&str],
    ) -> Self {
        let attributes = |list: &[&str]| -> Vec<AttributeId> {
            list.iter().map(|a| AttributeId::new(a).unwrap()).collect()
        };
        let id = SourceId::new(name).unwrap();
        let details = self.visit.sources.details_mut(&id).unwrap();
        match &mut details.kind {
            SourceKind::Record { is, is_not, .. } => {
                *is = attributes(are);
                *is_not = attributes(are_not);
            }
            other => panic!("{other:?} is no record"),
        }
        self
    }

    /// Reads a record for these Standards only.
    pub(in crate::domain::survey) fn focus(mut self, name: &str, standards: &[&str]) -> Self {
        let id = SourceId::new(name).unwrap();
        let details = self.visit.sources.details_mut(&id).unwrap();
        if let SourceKind::Record { coverage, .. } = &mut details.kind {
            let ids = standards.iter().map(|s| StandardId::new(s).unwrap());
            *coverage = Coverage::Focused(ids.collect());
        }
        self
    }

    /// Confirms that a service is not offered, at these sites or at none.
    pub(in crate::domain::survey) fn without(mut self, service: &str, sites: Option<&str>) -> Self {
        let said = ServiceSaid {
            offered: match sites {
                Some(sites) => Offered::NotAt(site_list(sites)),
                None => Offered::Nowhere,
            },
            told_by: vec![RoleId::new("manager").unwrap()],
        };
        let service = AttributeId::new(service).unwrap();
        self.visit.services.insert(service, (said, at()));
        self
    }

    /// Answers checks of the element 1.1.`number`: answers are split by commas.
    pub(in crate::domain::survey) fn says(mut self, number: usize, answers: &str) -> Self {
        for words in answers.split(',').map(str::trim).filter(|w| !w.is_empty()) {
            let [method, site, source, value] = words.split(' ').collect::<Vec<_>>()[..] else {
                panic!("{words}");
            };
            let cell = Cell {
                check: key(number, method),
                site: (site != "-").then(|| SiteId::new(site).unwrap()),
                source: (source != "-").then(|| SourceId::new(source).unwrap()),
            };
            let value = match value {
                "met" => AnswerValue::Met,
                "not" => AnswerValue::NotMet,
                "na" => AnswerValue::NotApplicable,
                "cna" => AnswerValue::CouldNotAssess,
                "-" => {
                    self.visit.answers.set(&cell, None);
                    continue;
                }
                other => panic!("no answer {other}"),
            };
            let given = Given {
                site: cell.site.clone(),
                source: cell.source.clone(),
                answer: Answer::plain(value),
                remarked_under: None,
                at: at(),
            };
            self.visit.answers.set(&cell, Some(given));
        }
        self
    }

    fn first(&self) -> (&Standard, &Element) {
        (&self.pack.standards[0], &self.pack.standards[0].elements[0])
    }

    fn standard(&self) -> StandardVerdict {
        standard(&self.visit, &self.pack, &self.pack.standards[0])
    }

    fn element(&self) -> ElementVerdict {
        let (held, first) = self.first();
        element(&self.visit, &self.pack, held, first)
    }

    fn check(&self, letter: &str) -> CheckVerdict {
        let (held, first) = self.first();
        check(&self.visit, &self.pack, held, first, method(letter))
    }

    fn check_at(&self, letter: &str, site: &str) -> CheckVerdict {
        let (held, first) = self.first();
        let site = SiteId::new(site).unwrap();
        check_at(&self.visit, &self.pack, held, first, method(letter), &site)
    }
}

fn site_list(letters: &str) -> Vec<SiteId> {
    letters
        .chars()
        .map(|letter| SiteId::new(&letter.to_string()).unwrap())
        .collect()
}

fn method(letter: &str) -> Method {
    match letter {
        "P" => Method::Policy,
        "R" => Method::Record,
        "I" => Method::Interview,
        "O" => Method::Observation,
        other => panic!("no method {other}"),
    }
}

fn key(number: usize, letter: &str) -> CheckKey {
    CheckKey {
        element: ElementId::new(&format!("1.1.{number}")).unwrap(),
        method: method(letter),
    }
}

fn kind_of(name: &str) -> SourceKind {
    let record = |kind: &str| SourceKind::Record {
        kind: RecordKindId::new(kind).unwrap(),
        coverage: Coverage::Full,
        is: Vec::new(),
        is_not: Vec::new(),
    };
    match &name[..1] {
        "D" => SourceKind::Document,
        "R" => record("chart"),
        "F" => record("personnel"),
        "I" => SourceKind::Interview {
            role: RoleId::new("nurse").unwrap(),
        },
        "O" => SourceKind::Event {
            kind: EventKindId::new("giving").unwrap(),
        },
        other => panic!("no kind {other}"),
    }
}
