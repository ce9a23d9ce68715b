//! The rules of a program file.

use super::{Rules, place};
use crate::domain::program::packet::Application;
use crate::domain::program::rules::{Basis, Program};
use crate::standards::nearest;
use std::collections::HashSet;

pub(super) fn check(program: &Program, rules: &mut Rules<'_>) {
    rules.unique(
        &place!["sources"],
        Some("id"),
        program.sources.iter().map(|source| &source.id),
    );
    by_size(program, rules);
    steps(program, rules);
    for (place, pair) in program.holidays.windows(2).enumerate() {
        if let [earlier, later] = pair
            && earlier.date >= later.date
        {
            rules.tell(
                &place!["holidays", place + 1, "date"],
                format!("{} stands after {}", later.date, earlier.date),
                "Put holidays in the order of the calendar, each once.",
            );
        }
    }
    let eligibility = &program.eligibility;
    basis(
        program,
        &eligibility.charts.basis,
        &["eligibility", "charts"],
        rules,
    );
    basis(
        program,
        &eligibility.score.basis,
        &["eligibility", "score"],
        rules,
    );
    let mut working = 0;
    for (key, rule) in program.deadlines.all() {
        basis(program, &rule.basis, &["deadlines", key], rules);
        working +=
            usize::from(rule.basis.standing == crate::domain::program::rules::Standing::Working);
    }
    if working > 0 {
        rules.notes.push(format!(
            "{working} of {} deadlines are working values; the program office must confirm them.",
            program.deadlines.all().len()
        ));
    }
}

fn by_size(program: &Program, rules: &mut Rules<'_>) {
    let steps = &program.eligibility.charts.by_size;
    let at = |place: usize| place!["eligibility", "charts", "by_size", place];
    for (place, pair) in steps.windows(2).enumerate() {
        let [smaller, larger] = pair else { continue };
        match (smaller.physicians_up_to, larger.physicians_up_to) {
            (None, _) => rules.tell(
                &at(place),
                "a step without upper end stands before others",
                "Only the last step may have null.",
            ),
            (Some(small), Some(large)) if small >= large => rules.tell(
                &at(place + 1),
                format!("{large} physicians stand after {small}"),
                "Put the steps in ascending order.",
            ),
            _ => {}
        }
    }
    if steps
        .last()
        .is_some_and(|last| last.physicians_up_to.is_some())
    {
        rules.tell(
            &at(steps.len().saturating_sub(1)),
            "the last step has an upper end, so larger practices have no rule",
            "Write null for physicians_up_to in the last step.",
        );
    }
}

fn steps(program: &Program, rules: &mut Rules<'_>) {
    let known = Application::default().steps().map(|(key, _, _)| key);
    let steps = &program.application_steps;
    rules.unique(
        &place!["application_steps"],
        Some("id"),
        steps.iter().map(|step| &step.id),
    );
    for (place, step) in steps.iter().enumerate() {
        if !known.contains(&step.id.as_str()) {
            rules.tell(
                &place!["application_steps", place, "id"],
                format!("\"{}\" is no step of an application", step.id),
                nearest::advice(
                    step.id.as_str(),
                    known,
                    &format!("Known: {}.", known.join(", ")),
                ),
            );
        }
    }
}

fn basis(program: &Program, basis: &Basis, place: &[&str], rules: &mut Rules<'_>) {
    let sources: HashSet<&str> = program
        .sources
        .iter()
        .map(|source| source.id.as_str())
        .collect();
    for (index, source) in basis.sources.iter().enumerate() {
        if !sources.contains(source.as_str()) {
            let mut here: Vec<_> = place.iter().map(|key| super::PathPart::Key(key)).collect();
            here.extend(place!["basis", "sources", index]);
            rules.tell(
                &here,
                format!("\"{source}\" is no source of this file"),
                nearest::advice(
                    source,
                    sources.iter().copied(),
                    "Correct it, or add it to sources.",
                ),
            );
        }
    }
}
