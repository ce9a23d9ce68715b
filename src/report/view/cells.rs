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

    /// A method of a whole Standard: n of the N answers were Met; those that could not be assessed
    /// are among N and said beside it.
    pub(super) fn of_standard(method: Method, held: Option<MethodVerdict>) -> Self {
        let Some(held) = held else {
            return Self::none(method);
        };
        let tally = held.tally;
        let mut count = Vec::new();
        if tally.arose() > 0 {
            count.push(n_of(tally.met, tally.in_question()));
        }
        count.extend(not_assessed(tally.could_not_assess));
        Self {
            method: method.title(),
            exists: true,
            mark: Some(Mark::outcome(held.outcome)),
            count: count.join(", "),
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
    let unseen = evidence.count(AnswerValue::CouldNotAssess);
    if evidence.arose() == 0 {
        return not_assessed(unseen).unwrap_or_default();
    }
    if method == Method::Policy {
        let mut labels: Vec<String> = Vec::new();
        for (source, _) in &evidence.at_sources {
            let label = source.map(|held| held.details.label.clone());
            labels.extend(label.filter(|label| !labels.contains(label)));
        }
        labels.extend(not_assessed(unseen));
        return labels.join(", ");
    }
    let met = evidence.count(AnswerValue::Met);
    let all = evidence.arose() + unseen;
    let count = match method {
        Method::Observation if unseen == 0 => format!("{} seen", n_of(met, all)),
        Method::Interview if unseen == 0 => format!("{} asked", n_of(met, all)),
        Method::Observation | Method::Interview => n_of(met, all),
        _ => format!(
            "{met} of {}",
            words::counted(all, &facts.noun(element, method))
        ),
    };
    let parts = [Some(count), not_assessed(unseen)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// `2 not assessed`, where there are any.
fn not_assessed(count: usize) -> Option<String> {
    (count > 0).then(|| format!("{count} not assessed"))
}
