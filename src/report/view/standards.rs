//! Every Standard: its elements with evidence by method, notes, differences and reasons.

use super::Mark;
use super::cells::{MethodCell, cell};
use super::first::{Suggested, suggested};
use super::glance::domain_title;
use crate::domain::pack::{Element, Method, Standard};
use crate::domain::survey::answers::{AnswerValue, CheckKey, Level, NoteTarget};
use crate::domain::survey::own_words::{self, WordsAt};
use crate::domain::survey::summary::{Standing, Summary};
use crate::domain::survey::verdicts::{self, Board, Outcome, StandardVerdict};
use crate::domain::survey::words::{self, Evidence, Facts, n_of};
use crate::report::SurveyReport;
use serde::Serialize;

/// A group of Standards.
#[derive(Serialize)]
pub(super) struct Domain {
    title: String,
    standards: Vec<Section>,
}

/// One Standard.
#[derive(Serialize)]
struct Section {
    id: String,
    title: String,
    mark: Mark,
    suggested: Option<Suggested>,
    /// Why it does not arise, where nothing of it was looked at.
    not_offered: Option<String>,
    note: Option<Note>,
    differences: Vec<String>,
    explanation: Option<Explained>,
    elements: Vec<Row>,
    /// The elements in one sentence, where nothing of them was looked at.
    elements_in_short: Vec<String>,
}

/// The Surveyor's explanation where methods differ.
#[derive(Serialize)]
struct Explained {
    gap: &'static str,
    text: Option<String>,
}

/// A note that goes in the report.
#[derive(Serialize)]
struct Note {
    on: Option<&'static str>,
    text: String,
    /// What the answers were when it was written, where they are other ones now.
    since: Option<String>,
    erased: bool,
}

/// One element; without checks it is a heading.
#[derive(Serialize)]
struct Row {
    id: String,
    short: String,
    text: String,
    heading: bool,
    mark: Mark,
    cells: Vec<MethodCell>,
    details: Vec<Detail>,
    notes: Vec<Note>,
}

/// One more line under an element.
#[derive(Serialize)]
struct Detail {
    what: String,
    text: String,
}

/// All Standards in the pack's order, by domain.
pub(super) fn domains(report: &SurveyReport, summary: &Summary, board: &Board) -> Vec<Domain> {
    let mut domains: Vec<Domain> = Vec::new();
    let mut last = None;
    for (held, verdict) in summary.standards.iter().zip(board.iter()) {
        let standard = held.standard;
        if last != Some(&standard.domain) {
            domains.push(Domain {
                title: domain_title(report, standard),
                standards: Vec::new(),
            });
            last = Some(&standard.domain);
        }
        if let Some(domain) = domains.last_mut() {
            domain.standards.push(section(report, held, verdict));
        }
    }
    domains
}

fn section(report: &SurveyReport, held: &Standing, verdict: &StandardVerdict) -> Section {
    let (facts, standard) = (report.facts(), held.standard);
    let touched = standard
        .elements
        .iter()
        .any(|element| is_touched(&facts, element));
    let skipped = !touched && verdict.level == Some(Level::NotApplicable);
    let explanation = report.visit.explanations.get(&standard.id);
    Section {
        id: standard.id.to_string(),
        title: standard.title.clone(),
        mark: Mark::level(report.pack, held.level),
        suggested: suggested(report, held),
        not_offered: skipped.then(|| {
            facts
                .not_offered(standard, None, None)
                .unwrap_or_else(|| "Nothing of it arose during the visit.".to_owned())
        }),
        note: note(&facts, &NoteTarget::Standard(standard.id.clone()), None),
        differences: verdict
            .differences
            .iter()
            .map(|held| format!("{}: {}", held.element, facts.difference(held)))
            .collect(),
        explanation: explanation
            .filter(|_| !verdict.differences.is_empty())
            .map(|held| Explained {
                gap: held.gap.title(),
                text: held.text.map(|id| facts.text(&id).to_owned()),
            }),
        elements: if skipped {
            Vec::new()
        } else {
            in_order(report, standard)
                .into_iter()
                .map(|element| row(report, standard, element))
                .collect()
        },
        elements_in_short: if skipped {
            let name = |element: &Element| format!("{} {}", element.id, element.short);
            standard.elements.iter().map(name).collect()
        } else {
            Vec::new()
        },
    }
}

/// The elements as they are told: what is not met first, then what is met here and not there, and
/// so on. A heading stays above its parts, and they go where the worst of them goes.
fn in_order<'a>(report: &SurveyReport, standard: &'a Standard) -> Vec<&'a Element> {
    let mut groups: Vec<Vec<(Outcome, &Element)>> = Vec::new();
    for element in &standard.elements {
        let outcome = verdicts::element(report.visit, report.pack, standard, element).outcome;
        let heading = groups.last_mut().filter(|group| {
            group
                .first()
                .is_some_and(|(_, head)| is_part(element, head))
        });
        match heading {
            Some(group) => group.push((outcome, element)),
            None => groups.push(vec![(outcome, element)]),
        }
    }
    for group in &mut groups {
        let is_headed = group.first().is_some_and(|(_, head)| !head.is_answered());
        if let Some(parts) = group.get_mut(usize::from(is_headed)..) {
            parts.sort_by_key(|(outcome, _)| *outcome);
        }
    }
    groups.sort_by_key(|group| {
        let answered = group.iter().filter(|(_, element)| element.is_answered());
        verdicts::worst(answered.map(|(outcome, _)| *outcome))
    });
    let elements = groups.into_iter().flatten();
    elements.map(|(_, element)| element).collect()
}

/// Says whether an element is a part of a heading.
fn is_part(element: &Element, head: &Element) -> bool {
    let below = element.id.as_str().strip_prefix(head.id.as_str());
    !head.is_answered() && below.is_some_and(|rest| rest.starts_with('.'))
}

/// Says whether there is an answer or a note at any check of an element.
fn is_touched(facts: &Facts, element: &Element) -> bool {
    element.checks.methods().any(|method| {
        let check = CheckKey {
            element: element.id.clone(),
            method,
        };
        !facts.visit.given(&check).is_empty()
            || facts.visit.notes.contains_key(&NoteTarget::Check(check))
    })
}

fn note(facts: &Facts, on: &NoteTarget, method: Option<&'static str>) -> Option<Note> {
    let id = facts.visit.notes.get(on)?;
    Some(Note {
        on: method,
        text: facts.text(id).to_owned(),
        since: match on {
            NoteTarget::Check(check) => {
                let changed = own_words::changed(facts.visit, &WordsAt::Note(check.clone()));
                changed.map(|changed| words::since(check.method, &changed))
            }
            NoteTarget::Standard(_) => None,
        },
        erased: facts.texts.get(id).is_none(),
    })
}

fn row(report: &SurveyReport, standard: &Standard, element: &Element) -> Row {
    let facts = report.facts();
    let verdict = verdicts::element(report.visit, report.pack, standard, element);
    let mut details = Vec::new();
    let mut notes = Vec::new();
    for method in element.checks.methods() {
        details.extend(method_details(report, standard, element, method));
        let check = CheckKey {
            element: element.id.clone(),
            method,
        };
        notes.extend(note(
            &facts,
            &NoteTarget::Check(check),
            Some(method.title()),
        ));
    }
    if verdict.outcome == Outcome::NotApplicable && !is_touched(&facts, element) {
        let why = facts.not_offered(standard, Some(element), None);
        details.extend(why.map(|text| Detail {
            what: "Not applicable".to_owned(),
            text,
        }));
    }
    if only_policy_left(report, standard, element, verdict.outcome) {
        details.push(Detail {
            what: "Could not assess".to_owned(),
            text: words::ONLY_PAPER.to_owned(),
        });
    }
    Row {
        id: element.id.to_string(),
        short: element.short.clone(),
        text: element.text.clone(),
        heading: !element.is_answered(),
        mark: Mark::outcome(verdict.outcome),
        cells: Method::ALL
            .into_iter()
            .map(|method| cell(report, standard, element, method))
            .collect(),
        details,
        notes,
    }
}

/// Says whether the element stands as not assessed only because paper alone is left.
fn only_policy_left(
    report: &SurveyReport,
    standard: &Standard,
    element: &Element,
    outcome: Outcome,
) -> bool {
    outcome == Outcome::CouldNotAssess
        && element.checks.methods().all(|method| {
            let check = verdicts::check(report.visit, report.pack, standard, element, method);
            let need = element.checks.need(method);
            need.is_none_or(|need| {
                verdicts::weighed(need, check.outcome) != Outcome::CouldNotAssess
            })
        })
}

/// Where it was not met, what did not apply or could not be assessed and why, by method.
fn method_details(
    report: &SurveyReport,
    standard: &Standard,
    element: &Element,
    method: Method,
) -> Vec<Detail> {
    let facts = report.facts();
    let evidence = facts.evidence(element, method, None);
    let mut details = Vec::new();
    details.extend(facts.facts_line(element, method).map(|text| Detail {
        what: format!("{}, not met", method.title()),
        text,
    }));
    details.extend(named_sources(&facts, method, &evidence));
    let shown = [
        (AnswerValue::NotApplicable, "not applicable"),
        (AnswerValue::CouldNotAssess, "could not be assessed"),
    ];
    for (value, word) in shown {
        for group in facts.grouped(&evidence, value) {
            details.push(Detail {
                what: format!("{}, {word}", method.title()),
                text: match group.why {
                    Some(why) => format!("{}. Reason: {why}", group.at),
                    None => group.at,
                },
            });
        }
    }
    for group in facts.grouped(&evidence.clone().with_remarks(), AnswerValue::Met) {
        details.push(Detail {
            what: format!("{}, met", method.title()),
            text: group.at,
        });
    }
    if evidence.whole_is(AnswerValue::Met) {
        details.push(Detail {
            what: format!("{}, met", method.title()),
            text: "as a whole".to_owned(),
        });
    }
    let check = verdicts::check(report.visit, report.pack, standard, element, method);
    if check.outcome.is_wanting() && facts.has_several_sites() && method != Method::Policy {
        details.push(Detail {
            what: format!("{}, met by site", method.title()),
            text: by_site(&facts, element, method),
        });
    }
    let left = [
        (check.open, "still to do"),
        (check.not_sampled, "beyond the minimum, not sampled"),
    ];
    for (count, word) in left.into_iter().filter(|(count, _)| *count > 0) {
        details.push(Detail {
            what: method.title().to_owned(),
            text: format!("{count} {word}"),
        });
    }
    details
}

/// The documents that were read and the events that were watched, with what they are: a label
/// alone tells a reader nothing. Records stay numbers, and people are said by role already.
fn named_sources(facts: &Facts, method: Method, evidence: &Evidence) -> Option<Detail> {
    let what = match method {
        Method::Policy => "Policy, read",
        Method::Observation => "Observation, watched",
        Method::Record | Method::Interview => return None,
    };
    let mut names: Vec<String> = Vec::new();
    for (source, _) in &evidence.at_sources {
        let Some(details) = source.map(|held| &held.details) else {
            continue;
        };
        let name = match method {
            Method::Policy => facts.source_name(details),
            _ => format!("{}: {}", details.label, facts.source_kind(details)),
        };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    (!names.is_empty()).then(|| Detail {
        what: what.to_owned(),
        text: names.join("; "),
    })
}

/// `Main Street 3 of 4; West Clinic 1 of 2`.
fn by_site(facts: &Facts, element: &Element, method: Method) -> String {
    let told: Vec<String> = facts
        .visit
        .sites
        .iter()
        .filter_map(|site| {
            let evidence = facts.evidence(element, method, Some(site));
            let met = evidence.count(AnswerValue::Met);
            let arose = evidence.arose();
            (arose > 0).then(|| format!("{} {}", facts.site(site), n_of(met, arose)))
        })
        .collect();
    told.join("; ")
}
