//! One method in one cell of a table: a mark and a count.

use super::Mark;
use crate::domain::pack::{Element, Method, Need, Standard};
use crate::domain::survey::answers::AnswerValue;
use crate::domain::survey::verdicts::{self, MethodVerdict};
use crate::domain::survey::words::{self, Evidence, Facts, n_of};
use crate::report::SurveyReport;
use serde::Serialize;

/// One method of an element or of a whole Standard.
#[derive(Serialize)]
pub(super) struct MethodCell {
    method: &'static str,
    /// Whether there is a check of this method.
    exists: bool,
    mark: Option<Mark>,
    /// `4 of 5`, and what else there is to say in few letters.
    count: String,
}

impl MethodCell {
    fn none(method: Method) -> Self {
        Self {
            method: method.title(),
            exists: false,
            mark: None,
            count: String::new(),
        }
    }

    /// A method of a whole Standard: n of the N answers where the matter arose were Met.
    pub(super) fn of_standard(method: Method, held: Option<MethodVerdict>) -> Self {
        let Some(held) = held else {
            return Self::none(method);
        };
        let arose = held.tally.arose();
        Self {
            method: method.title(),
            exists: true,
            mark: Some(Mark::outcome(held.outcome)),
            count: if arose > 0 {
                n_of(held.tally.met, arose)
            } else {
                String::new()
            },
        }
    }
}

/// One method of one element.
pub(super) fn cell(
    report: &SurveyReport,
    standard: &Standard,
    element: &Element,
    method: Method,
) -> MethodCell {
    let Some(need) = element.checks.need(method) else {
        return MethodCell::none(method);
    };
    let facts = report.facts();
    let check = verdicts::check(report.visit, report.pack, standard, element, method);
    let evidence = facts.evidence(element, method, None);
    let arises = report
        .visit
        .sites
        .iter()
        .any(|site| verdicts::applies_at(report.visit, standard, element, method, site));
    if evidence.is_empty() && check.open == 0 && need == Need::Supporting && arises {
        return MethodCell {
            method: method.title(),
            exists: true,
            mark: None,
            count: "not looked at".to_owned(),
        };
    }
    MethodCell {
        method: method.title(),
        exists: true,
        mark: Some(Mark::outcome(check.outcome)),
        count: short_count(&facts, element, method, &evidence),
    }
}

/// What fits into a narrow column: the papers of a policy, else `4 of 5 charts`.
fn short_count(facts: &Facts, element: &Element, method: Method, evidence: &Evidence) -> String {
    if evidence.arose() == 0 {
        return String::new();
    }
    if method == Method::Policy {
        let mut labels: Vec<String> = Vec::new();
        for (source, _) in &evidence.at_sources {
            let label = source.map(|held| held.details.label.clone());
            labels.extend(label.filter(|label| !labels.contains(label)));
        }
        return labels.join(", ");
    }
    let met = evidence.count(AnswerValue::Met);
    let arose = evidence.arose();
    match method {
        Method::Observation => format!("{} seen", n_of(met, arose)),
        Method::Interview => format!("{} asked", n_of(met, arose)),
        _ => format!(
            "{met} of {}",
            words::counted(arose, &facts.noun(element, method))
        ),
    }
}
