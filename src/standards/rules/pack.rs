//! The rules of a standards pack.

use super::{PathPart, Rules, element, place};
use crate::domain::pack::{Applies, DOCUMENT, Method, Pack, Sampling, Standard};
use crate::domain::values::ids::AttributeId;
use crate::standards::nearest;
use std::collections::{HashMap, HashSet};

/// How deep numbers may nest: 1.1.1.1.
const DEEPEST_NUMBER: usize = 4;

/// What the program itself calls interviews and observed events, so no label may.
const TAKEN_LABELS: [&str; 3] = ["I", "O", "P"];

pub(super) fn check(pack: &Pack, rules: &mut Rules<'_>) {
    vocabulary(pack, rules);
    presets(pack, rules);
    provenance(pack, rules);
    sampling(pack, rules);
    let known = Declared::of(pack);
    let mut numbers = HashSet::new();
    for (place, standard) in pack.standards.iter().enumerate() {
        standard_itself(standard, place, pack, &known, rules);
        for (element_place, element) in standard.elements.iter().enumerate() {
            let here = place!["standards", place, "elements", element_place];
            if !numbers.insert(element.id.as_str()) {
                let wrong = format!("element {} stands twice in the pack", element.id);
                rules.tell(&here, wrong, "Give each element a number of its own.");
            }
            element::check(element, &here, &known, rules);
        }
        nesting(standard, place, rules);
    }
    let working = pack
        .provenance
        .standards
        .iter()
        .filter(|entry| entry.numbering.contains("working"))
        .count();
    if working > 0 {
        rules.notes.push(format!(
            "{working} of {} Standards carry working numbers; the program office's own pack replaces them.",
            pack.standards.len()
        ));
    }
}

/// The ids that elements refer to.
pub(super) struct Declared<'a> {
    pub(super) attributes: HashSet<&'a AttributeId>,
    pub(super) areas: HashSet<&'a str>,
    pub(super) kinds: HashSet<&'a str>,
    pub(super) roles: HashSet<&'a str>,
    pub(super) events: HashSet<&'a str>,
}

impl<'a> Declared<'a> {
    fn of(pack: &'a Pack) -> Self {
        Self {
            attributes: pack.attributes.iter().map(|entry| &entry.id).collect(),
            areas: pack
                .chart_areas
                .iter()
                .map(|entry| entry.id.as_str())
                .collect(),
            kinds: pack
                .record_kinds
                .iter()
                .map(|entry| entry.id.as_str())
                .collect(),
            roles: pack.roles.iter().map(|entry| entry.id.as_str()).collect(),
            events: pack.events.iter().map(|entry| entry.id.as_str()).collect(),
        }
    }
}

fn vocabulary(pack: &Pack, rules: &mut Rules<'_>) {
    let id = Some("id");
    rules.unique(
        &place!["domains"],
        id,
        pack.domains.iter().map(|entry| &entry.id),
    );
    rules.unique(
        &place!["attributes"],
        id,
        pack.attributes.iter().map(|entry| &entry.id),
    );
    rules.unique(
        &place!["chart_areas"],
        id,
        pack.chart_areas.iter().map(|entry| &entry.id),
    );
    rules.unique(
        &place!["record_kinds"],
        id,
        pack.record_kinds.iter().map(|entry| &entry.id),
    );
    rules.unique(
        &place!["roles"],
        id,
        pack.roles.iter().map(|entry| &entry.id),
    );
    rules.unique(
        &place!["events"],
        id,
        pack.events.iter().map(|entry| &entry.id),
    );
    rules.unique(
        &place!["presets"],
        id,
        pack.presets.iter().map(|entry| &entry.id),
    );
    rules.unique(
        &place!["standards"],
        id,
        pack.standards.iter().map(|entry| &entry.id),
    );
    let label = Some("label");
    let kinds = || pack.record_kinds.iter().map(|kind| &kind.label);
    rules.unique(&place!["record_kinds"], label, kinds());
    rules.unique(
        &place!["roles"],
        label,
        pack.roles.iter().map(|role| &role.label),
    );
    for (place, label) in kinds().enumerate() {
        if TAKEN_LABELS.contains(&label.as_str()) {
            rules.tell(
                &place!["record_kinds", place, "label"],
                format!("the label \"{label}\" is taken"),
                "I, O and P stand for interviews, observed events and policies; choose another.",
            );
        }
    }
    let levels = &pack.levels;
    let named = [
        ("fully_met", &levels.fully_met),
        ("partly_met", &levels.partly_met),
        ("not_met", &levels.not_met),
        ("not_applicable", &levels.not_applicable),
        ("could_not_assess", &levels.could_not_assess),
    ];
    let mut seen = HashSet::new();
    for (key, name) in named {
        if !seen.insert(name) {
            let wrong = format!("two levels are called \"{name}\"");
            rules.tell(
                &place!["levels", key],
                wrong,
                "Give each level a name of its own.",
            );
        }
    }
}

fn presets(pack: &Pack, rules: &mut Rules<'_>) {
    for (place, preset) in pack.presets.iter().enumerate() {
        if pack.record_kind(&preset.kind).is_none() {
            unknown(
                rules,
                &place!["presets", place, "kind"],
                "record kind",
                preset.kind.as_str(),
                pack.record_kinds.iter().map(|kind| kind.id.as_str()),
            );
        }
        for (field, list) in [("is", &preset.is), ("is_not", &preset.is_not)] {
            rules.unique(&place!["presets", place, field], None, list);
            for (index, id) in list.iter().enumerate() {
                let here = place!["presets", place, field, index];
                match pack.attribute(id) {
                    None => {
                        let known = pack.attributes.iter().map(|known| known.id.as_str());
                        unknown(rules, &here, "attribute", id.as_str(), known);
                    }
                    Some(attribute) if !attribute.scope.is_source() => rules.tell(
                        &here,
                        format!("\"{id}\" describes services only, not records"),
                        "Take it out, or give the attribute the scope \"both\".",
                    ),
                    Some(_) => {}
                }
            }
        }
        if let Some(id) = preset.is.iter().find(|id| preset.is_not.contains(id)) {
            let wrong = format!("\"{id}\" stands under both is and is_not");
            rules.tell(&place!["presets", place], wrong, "Keep one of the two.");
        }
    }
}

fn provenance(pack: &Pack, rules: &mut Rules<'_>) {
    let found = &pack.provenance;
    rules.unique(
        &place!["provenance", "sources"],
        Some("id"),
        found.sources.iter().map(|entry| &entry.id),
    );
    let sources: HashSet<&str> = found
        .sources
        .iter()
        .map(|entry| entry.id.as_str())
        .collect();
    let list = place!["provenance", "standards"];
    rules.unique(
        &list,
        Some("standard"),
        found.standards.iter().map(|entry| &entry.standard),
    );
    for (place, entry) in found.standards.iter().enumerate() {
        if pack.standard(&entry.standard).is_none() {
            let here = place!["provenance", "standards", place, "standard"];
            unknown(rules, &here, "Standard", entry.standard.as_str(), []);
        }
        for (index, source) in entry.sources.iter().enumerate() {
            if !sources.contains(source.as_str()) {
                let here = place!["provenance", "standards", place, "sources", index];
                unknown(rules, &here, "source", source, sources.iter().copied());
            }
        }
    }
    let told: HashSet<_> = found
        .standards
        .iter()
        .map(|entry| &entry.standard)
        .collect();
    for (place, standard) in pack.standards.iter().enumerate() {
        if !told.contains(&standard.id) {
            rules.tell(
                &place!["standards", place],
                format!(
                    "provenance.standards says nothing about Standard {}",
                    standard.id
                ),
                "Add where it comes from and how sure that is.",
            );
        }
    }
    let list = place!["provenance", "elements"];
    rules.unique(
        &list,
        Some("element"),
        found.elements.iter().map(|entry| &entry.element),
    );
    for (place, entry) in found.elements.iter().enumerate() {
        if pack.element(&entry.element).is_none() {
            let here = place!["provenance", "elements", place, "element"];
            unknown(rules, &here, "element", entry.element.as_str(), []);
        }
    }
}

fn sampling(pack: &Pack, rules: &mut Rules<'_>) {
    let known = Declared::of(pack);
    let key = |place: &Sampling| format!("{} {}", place.method.key(), place.kind);
    rules.unique(
        &place!["sampling"],
        Some("kind"),
        pack.sampling.iter().map(key),
    );
    for (place, rule) in pack.sampling.iter().enumerate() {
        let kind = rule.kind.as_str();
        let documents = HashSet::from([DOCUMENT]);
        let (what, allowed) = match rule.method {
            Method::Policy => ("kind (for policies it is \"document\")", &documents),
            Method::Record => ("record kind", &known.kinds),
            Method::Interview => ("role", &known.roles),
            Method::Observation => ("event", &known.events),
        };
        if !allowed.contains(kind) {
            let here = place!["sampling", place, "kind"];
            unknown(rules, &here, what, kind, allowed.iter().copied());
        }
        condition(
            rule.applies_when.as_ref(),
            &place!["sampling", place],
            &known,
            rules,
        );
    }
}

fn standard_itself(
    standard: &Standard,
    place: usize,
    pack: &Pack,
    known: &Declared<'_>,
    rules: &mut Rules<'_>,
) {
    if pack.domain(&standard.domain).is_none() {
        unknown(
            rules,
            &place!["standards", place, "domain"],
            "domain",
            standard.domain.as_str(),
            [],
        );
    } else if !is_below(standard.id.as_str(), standard.domain.as_str()) {
        rules.tell(
            &place!["standards", place, "id"],
            format!(
                "number {} does not nest in domain {}",
                standard.id, standard.domain
            ),
            format!(
                "Give it a number that begins with \"{}.\".",
                standard.domain
            ),
        );
    }
    condition(
        standard.applies_when.as_ref(),
        &place!["standards", place],
        known,
        rules,
    );
    element::template_tokens(&standard.title, &place!["standards", place, "title"], rules);
}

/// Numbers of elements nest in their Standard, and a part stands behind its parent.
fn nesting(standard: &Standard, place: usize, rules: &mut Rules<'_>) {
    let own = standard.id.as_str();
    let mut before: HashMap<&str, usize> = HashMap::new();
    for (index, element) in standard.elements.iter().enumerate() {
        let id = element.id.as_str();
        let here = place!["standards", place, "elements", index, "id"];
        if !is_below(id, own) {
            let todo = format!("Give it a number that begins with \"{own}.\".");
            rules.tell(
                &here,
                format!("number {id} does not nest in Standard {own}"),
                todo,
            );
        } else if id.split('.').count() > DEEPEST_NUMBER {
            let wrong = format!("number {id} nests deeper than {DEEPEST_NUMBER} levels");
            rules.tell(&here, wrong, "Put the element one level higher.");
        } else if let Some((parent, _)) = id.rsplit_once('.').filter(|(parent, _)| *parent != own) {
            match before.get_mut(parent) {
                Some(parts) => *parts += 1,
                None => rules.tell(
                    &here,
                    format!("{id} is a part of {parent}, which does not stand before it"),
                    format!("Put {parent} before it, or give it another number."),
                ),
            }
        }
        before.insert(id, 0);
    }
    for (index, element) in standard.elements.iter().enumerate() {
        let heads = before
            .get(element.id.as_str())
            .is_some_and(|parts| *parts > 0);
        if element.checks.is_empty() && !heads {
            rules.tell(
                &place!["standards", place, "elements", index, "checks"],
                "the element has no check and heads no other element",
                "Add at least one required check.",
            );
        }
    }
}

fn is_below(id: &str, above: &str) -> bool {
    id.strip_prefix(above)
        .and_then(|rest| rest.strip_prefix('.'))
        .is_some_and(|rest| rest.split('.').all(|part| !part.is_empty()))
}

pub(super) fn condition(
    applies: Option<&Applies>,
    here: &[PathPart<'_>],
    known: &Declared<'_>,
    rules: &mut Rules<'_>,
) {
    let here = [here, &place!["applies_when"][..]].concat();
    let mut told = HashSet::new();
    for attribute in applies.map(Applies::attributes).unwrap_or_default() {
        if !known.attributes.contains(attribute) && told.insert(attribute) {
            let known = known.attributes.iter().map(|id| id.as_str());
            unknown(rules, &here, "attribute", attribute.as_str(), known);
        }
    }
}

/// `known` are the words that may have been meant; numbers are not guessed at.
pub(super) fn unknown<'a>(
    rules: &mut Rules<'_>,
    here: &[PathPart<'_>],
    what: &str,
    id: &str,
    known: impl IntoIterator<Item = &'a str>,
) {
    let otherwise = "Correct it, or add it where the pack lists them.";
    rules.tell(
        here,
        format!("\"{id}\" is no {what} of this pack"),
        nearest::advice(id, known, otherwise),
    );
}
