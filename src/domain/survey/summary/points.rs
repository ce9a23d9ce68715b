//! The points of one Standard: what was not met, where methods differ, what was not assessed.

use crate::domain::pack::{Element, Method, Standard};
use crate::domain::survey::answers::AnswerValue;
use crate::domain::survey::verdicts::{self, Difference, Outcome, StandardVerdict};
use crate::domain::survey::words::{self, Facts};
use crate::domain::values::ids::ElementId;

/// What a point is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// An element that is not met, or here met and there not.
    NotMet(Outcome),
    /// Methods that differ, and the Surveyor's explanation.
    Difference,
    /// An element that could not be assessed.
    CouldNotAssess,
    /// Something that is still to do.
    ToDo,
}

/// One reason why a Standard stands as it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// What it is about.
    pub about: About,
    /// The element, where it is about one, with its short text.
    pub element: Option<(ElementId, String)>,
    /// The way of looking that it rests on most, where it is about an element.
    pub method: Option<Method>,
    /// In plain words, one or more sentences.
    pub text: String,
    /// The same where there is little room, if it can be said in less: without remarks, and not
    /// with all of many sources.
    pub brief: Option<String>,
}

/// The points of a Standard: not met before mixed, then differences, then what was not assessed,
/// then what is to do.
pub(super) fn of(facts: &Facts, standard: &Standard, verdict: &StandardVerdict) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    for wanted in [Outcome::NotMet, Outcome::Mixed] {
        let elements = standard.elements.iter();
        points.extend(elements.filter_map(|element| not_met(facts, standard, element, wanted)));
    }
    points.extend(difference(facts, standard, verdict));
    let elements = standard.elements.iter();
    points.extend(elements.filter_map(|element| not_assessed(facts, standard, element)));
    if verdict.open > 0 {
        points.push(Point {
            about: About::ToDo,
            element: None,
            method: None,
            text: format!("{} still to do.", words::counted(verdict.open, "answer")),
            brief: None,
        });
    }
    points
}

/// The point of an element that stands at `wanted`.
fn not_met(
    facts: &Facts,
    standard: &Standard,
    element: &Element,
    wanted: Outcome,
) -> Option<Point> {
    let verdict = verdicts::element(facts.visit, facts.pack, standard, element);
    if verdict.outcome != wanted {
        return None;
    }
    let methods = || element.checks.methods();
    let method = methods().find(|method| facts.facts_line(element, *method).is_some());
    let brief: Vec<String> = methods()
        .filter_map(|method| facts.facts_in_short(element, method))
        .collect();
    Some(Point {
        about: About::NotMet(wanted),
        element: Some((element.id.clone(), element.short.clone())),
        method,
        text: facts.facts_lines(element).join(" "),
        brief: Some(brief.join(" ")),
    })
}

/// Where methods differ, element by element, with the Surveyor's explanation.
fn difference(facts: &Facts, standard: &Standard, verdict: &StandardVerdict) -> Option<Point> {
    let mut sentences: Vec<String> = Vec::new();
    let mut elements: Vec<String> = Vec::new();
    for element in &standard.elements {
        let at_element = verdict.differences.iter();
        let held: Vec<&Difference> = at_element
            .filter(|held| held.element == element.id)
            .collect();
        if !held.is_empty() {
            sentences.push(format!("{}: {}.", element.id, told(facts, &held)));
            elements.push(element.id.to_string());
        }
    }
    let explanation = facts.visit.explanations.get(&standard.id);
    if sentences.is_empty() && explanation.is_none() {
        return None;
    }
    let explained = match explanation {
        None => "No explanation was given.".to_owned(),
        Some(held) => {
            let gap = held.gap.title();
            match held.text {
                Some(text) => format!("{gap}: {}", facts.text(&text)),
                None => format!("{gap}."),
            }
        }
    };
    // How they differ is seen at each element; why, only here.
    let brief =
        (!elements.is_empty()).then(|| format!("{}. {explained}", words::listed(&elements)));
    sentences.push(explained);
    Some(Point {
        about: About::Difference,
        element: None,
        method: None,
        text: sentences.join(" "),
        brief,
    })
}

/// `met by Policy and Records, not met by Observation at Main Street`; sites that differ alike
/// together, none named where all of them do.
fn told(facts: &Facts, differences: &[&Difference]) -> String {
    let mut alike: Vec<(String, Vec<String>)> = Vec::new();
    for site in &facts.visit.sites {
        let here = differences.iter().filter(|held| held.site == *site);
        let here: Vec<&Difference> = here.copied().collect();
        if here.is_empty() {
            continue;
        }
        let said = format!(
            "met by {}, not met by {}",
            methods(&here, |held| held.met),
            methods(&here, |held| held.not_met)
        );
        match alike.iter_mut().find(|(held, _)| *held == said) {
            Some((_, sites)) => sites.push(facts.site(site)),
            None => alike.push((said, vec![facts.site(site)])),
        }
    }
    let everywhere = facts.visit.sites.len();
    let told: Vec<String> = alike
        .into_iter()
        .map(|(said, sites)| match sites.len() == everywhere {
            true => said,
            false => format!("{said} at {}", words::listed(&sites)),
        })
        .collect();
    told.join("; ")
}

fn methods(differences: &[&Difference], of: fn(&Difference) -> Method) -> String {
    let held = Method::ALL
        .into_iter()
        .filter(|method| differences.iter().any(|held| of(held) == *method));
    let titles: Vec<String> = held.map(|method| method.title().to_owned()).collect();
    words::listed(&titles)
}

/// The point of an element that could not be assessed, and why.
fn not_assessed(facts: &Facts, standard: &Standard, element: &Element) -> Option<Point> {
    let mut parts: Vec<String> = Vec::new();
    let mut first = None;
    for method in element.checks.methods() {
        let evidence = facts.evidence(element, method, None);
        for group in facts.grouped(&evidence, AnswerValue::CouldNotAssess) {
            first = first.or(Some(method));
            let why = group.why.unwrap_or_default();
            let why = why.trim_end_matches('.');
            parts.push(format!("{} ({}): {why}.", method.title(), group.at));
        }
    }
    let verdict = verdicts::element(facts.visit, facts.pack, standard, element);
    if parts.is_empty() && verdict.outcome == Outcome::CouldNotAssess {
        parts.push(words::ONLY_PAPER.to_owned());
    }
    (!parts.is_empty()).then(|| Point {
        about: About::CouldNotAssess,
        element: Some((element.id.clone(), element.short.clone())),
        method: first,
        text: parts.join(" "),
        brief: None,
    })
}
