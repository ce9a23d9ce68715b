//! Why a Standard stands as it does, in plain lines: for the `Why?` screen and the report.
//!
//! The rules are in [`super::verdicts`]; here they are only put into words: each element with
//! its outcome, each method with its counts at each site, and the rule that decided.

use super::answers::{AnswerValue, Level};
use super::verdicts::{self, CheckVerdict, Outcome, StandardVerdict};
use super::words::{self, Facts};
use crate::domain::pack::{Element, Method, Need, Standard};
use crate::domain::values::ids::SiteId;

/// One line of an explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// How far it is moved in: 0 the Standard, 1 an element, 2 what the element rests on.
    pub depth: u8,
    /// What it says.
    pub text: String,
}

fn line(depth: u8, text: impl Into<String>) -> Line {
    Line {
        depth,
        text: text.into(),
    }
}

/// Explains the suggestion of a Standard.
pub fn standard(facts: &Facts, held: &Standard) -> Vec<Line> {
    let verdict = verdicts::standard(facts.visit, facts.pack, held);
    let outcomes: Vec<(&Element, Outcome)> = held
        .elements
        .iter()
        .filter(|element| element.is_answered())
        .map(|element| {
            let one = verdicts::element(facts.visit, facts.pack, held, element);
            (element, one.outcome)
        })
        .collect();
    let mut lines = vec![
        line(0, format!("{} {}", held.id, held.title)),
        line(
            0,
            format!("Suggested: {}", words::suggestion(facts.pack, &verdict)),
        ),
        line(0, tally_of_elements(&outcomes)),
        line(0, standard_rule(facts, &verdict, &outcomes)),
    ];
    if let Some(said) = own_level(facts, held, &verdict) {
        lines.push(line(0, said));
    }
    let whole = facts.not_offered(held, None, None);
    let is_gone = whole.is_some();
    lines.extend(whole.map(|said| line(0, said)));
    for (element, outcome) in outcomes {
        lines.extend(element_lines(facts, held, element, outcome));
        if !is_gone {
            lines.extend(not_offered(facts, held, element));
        }
    }
    lines
}

/// `12 elements: 9 Met, 1 Mixed, 2 To do.`
fn tally_of_elements(outcomes: &[(&Element, Outcome)]) -> String {
    let order = [
        Outcome::Met,
        Outcome::NotMet,
        Outcome::Mixed,
        Outcome::CouldNotAssess,
        Outcome::NotApplicable,
        Outcome::Open,
    ];
    let parts: Vec<String> = order
        .into_iter()
        .filter_map(|wanted| {
            let count = outcomes.iter().filter(|(_, held)| *held == wanted).count();
            (count > 0).then(|| format!("{count} {}", words::outcome(wanted)))
        })
        .collect();
    format!(
        "{}: {}.",
        words::counted(outcomes.len(), "element"),
        parts.join(", ")
    )
}

/// The rule that led to the level (RULES.md, Verdicts).
fn standard_rule(
    facts: &Facts,
    verdict: &StandardVerdict,
    outcomes: &[(&Element, Outcome)],
) -> String {
    let name = |level| words::level(facts.pack, level);
    let rule = match verdict.level {
        None => "Nothing is decided yet, so there is no suggestion.".to_owned(),
        Some(Level::FullyMet) => {
            format!(
                "The rule: every element that arises is Met, so {}.",
                name(Level::FullyMet)
            )
        }
        Some(Level::NotMet) => {
            format!(
                "The rule: every element that arises is Not met, so {}.",
                name(Level::NotMet)
            )
        }
        Some(Level::PartlyMet) => format!(
            "The rule: some elements are Not met or {mixed} and others are not, or one is {mixed}, so {}.",
            name(Level::PartlyMet),
            mixed = words::outcome(Outcome::Mixed),
        ),
        Some(Level::CouldNotAssess) => format!(
            "The rule: nothing is Not met, but something could not be assessed, so {}.",
            name(Level::CouldNotAssess)
        ),
        Some(Level::NotApplicable) => {
            format!(
                "The rule: nothing here arises, so {}.",
                name(Level::NotApplicable)
            )
        }
    };
    let so_far = verdict.level.is_some() && outcomes.iter().any(|(_, o)| *o == Outcome::Open);
    if so_far {
        format!("{rule} What is still to do is left out so far.")
    } else {
        rule
    }
}

/// The Surveyor's own level, where it is not the suggested one.
fn own_level(facts: &Facts, held: &Standard, verdict: &StandardVerdict) -> Option<String> {
    let (own, _) = facts.visit.determinations.get(&held.id)?;
    if Some(own.level) == verdict.level {
        return None;
    }
    let name = words::level(facts.pack, own.level);
    Some(match facts.different_level(own) {
        Some(reason) => format!("The Surveyor's level: {name}. The reason: {reason}"),
        None => format!("The Surveyor's level: {name}, given when the suggestion was the same."),
    })
}

fn element_lines(facts: &Facts, held: &Standard, element: &Element, outcome: Outcome) -> Vec<Line> {
    let mut lines = vec![line(
        1,
        format!(
            "{} {}: {}",
            element.id,
            element.short,
            words::outcome(outcome)
        ),
    )];
    for method in element.checks.methods() {
        for site in &facts.visit.sites {
            lines.push(line(2, method_line(facts, held, element, method, site)));
        }
    }
    lines.push(line(2, element_rule(facts, held, element, outcome)));
    for difference in verdicts::element(facts.visit, facts.pack, held, element).differences {
        lines.push(line(
            2,
            format!("These differ: {}.", facts.difference(&difference)),
        ));
    }
    lines
}

/// Which services keep an element, or its records, from arising: site by site where that differs.
fn not_offered(facts: &Facts, held: &Standard, element: &Element) -> Vec<Line> {
    let lines = match facts.not_offered(held, Some(element), None) {
        Some(said) => vec![said],
        None => {
            let sites = facts.visit.sites.iter();
            let said = sites.map(|site| facts.not_offered(held, Some(element), Some(site)));
            said.flatten().collect()
        }
    };
    lines.into_iter().map(|said| line(2, said)).collect()
}

/// `Records at Main Street: Mixed, 4 of 5 charts, not met: R03, 1 to do`.
fn method_line(
    facts: &Facts,
    held: &Standard,
    element: &Element,
    method: Method,
    site: &SiteId,
) -> String {
    let check = verdicts::check_at(facts.visit, facts.pack, held, element, method, site);
    let evidence = facts.evidence(element, method, Some(site));
    let mut said = method.title().to_owned();
    if facts.has_several_sites() {
        said.push_str(&format!(" at {}", facts.site(site)));
    }
    if element.checks.need(method) == Some(Need::Supporting) {
        said.push_str(" (supporting)");
    }
    let arises = verdicts::applies_at(facts.visit, held, element, method, site);
    let word = method_word(element, method, &check, arises);
    said.push_str(&format!(": {word}"));
    if !evidence.is_empty() {
        said.push_str(&format!(", {}", facts.counts(element, method, &evidence)));
    }
    let labels: Vec<String> = evidence
        .sources(AnswerValue::NotMet)
        .filter_map(|(source, _)| source.map(|s| facts.source_label(&s.details)))
        .collect();
    if !labels.is_empty() {
        said.push_str(&format!(", not met: {}", labels.join(", ")));
    }
    if check.open > 0 {
        said.push_str(&format!(", {} to do", check.open));
    }
    if check.not_sampled > 0 {
        said.push_str(&format!(
            ", {} more beyond the minimum not sampled",
            check.not_sampled
        ));
    }
    said
}

fn method_word(
    element: &Element,
    method: Method,
    check: &CheckVerdict,
    arises: bool,
) -> &'static str {
    let untouched = check.tally.answered() == 0 && check.open == 0 && arises;
    let supporting = element.checks.need(method) == Some(Need::Supporting);
    if untouched && supporting && check.outcome == Outcome::NotApplicable {
        // A second look that nobody took leaves nothing open.
        "not looked at, leaves nothing open"
    } else {
        words::outcome(check.outcome)
    }
}

fn element_rule(facts: &Facts, held: &Standard, element: &Element, outcome: Outcome) -> String {
    let of = |method| {
        let check = verdicts::check(facts.visit, facts.pack, held, element, method);
        let need = element.checks.need(method);
        need.map_or(check.outcome, |need| verdicts::weighed(need, check.outcome))
    };
    let deciding: Vec<String> = element
        .checks
        .methods()
        .filter(|method| of(*method) == outcome)
        .map(|method| method.title().to_owned())
        .collect();
    match outcome {
        Outcome::Met if has_failed_look(facts, held, element) => {
            "The rule: all that was seen is Met. A supporting check that could not be assessed \
             changes nothing."
                .to_owned()
        }
        Outcome::Met => "The rule: all that arises is Met.".to_owned(),
        Outcome::NotApplicable => "The rule: nothing here arises.".to_owned(),
        Outcome::CouldNotAssess if deciding.is_empty() => {
            "The rule: only the policy is left. Paper alone does not show practice, so this could not be assessed."
                .to_owned()
        }
        _ if deciding.is_empty() => {
            "The rule: the worst at any site decides.".to_owned()
        }
        _ => format!(
            "The rule: the worst decides, and that is {} ({}).",
            words::listed(&deciding),
            words::outcome(outcome)
        ),
    }
}

/// Says whether something of a supporting check could not be assessed.
fn has_failed_look(facts: &Facts, held: &Standard, element: &Element) -> bool {
    element.checks.methods().any(|method| {
        let check = verdicts::check(facts.visit, facts.pack, held, element, method);
        element.checks.need(method) == Some(Need::Supporting) && check.tally.could_not_assess > 0
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;
