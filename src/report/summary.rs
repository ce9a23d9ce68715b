//! The plain summary on the screen before signing: counts by level, what was looked at, what
//! could not be assessed.

use crate::domain::pack::Method;
use crate::domain::survey::answers::{AnswerValue, Level};
use crate::domain::survey::verdicts::Board;
use crate::domain::survey::words::{self, Facts};
use crate::domain::values::visible::visible_line;

/// The summary of a visit as plain lines with line ends; no control character in it.
pub fn summary_text(facts: &Facts) -> String {
    let mut lines = Vec::new();
    levels(facts, &mut lines);
    looked_at(facts, &mut lines);
    unseen(facts, &mut lines);
    lines.push(String::new());
    lines.push("The Surveyor reports; the committee decides.".to_owned());
    let mut text = String::new();
    for line in lines {
        text.push_str(&visible_line(&line));
        text.push('\n');
    }
    text
}

fn levels(facts: &Facts, lines: &mut Vec<String>) {
    let all = facts.pack.standards.len();
    lines.push(format!(
        "Your levels for {}:",
        words::counted(all, "Standard")
    ));
    let given = |level: Level| {
        facts
            .visit
            .determinations
            .values()
            .filter(|(held, _)| held.level == level)
            .count()
    };
    for level in Level::ALL {
        let count = given(level);
        if count > 0 {
            let name = words::level(facts.pack, level);
            lines.push(format!("  {name}: {}", words::n_of(count, all)));
        }
    }
    let missing = all.saturating_sub(facts.visit.determinations.len());
    if missing > 0 {
        lines.push(format!("  No level given: {}", words::n_of(missing, all)));
    }
    let board = Board::of(facts.visit, facts.pack);
    let differ: Vec<String> = facts
        .pack
        .standards
        .iter()
        .zip(board.iter())
        .filter(|(_, verdict)| !verdict.differences.is_empty())
        .map(|(standard, _)| standard.id.to_string())
        .collect();
    if !differ.is_empty() {
        lines.push(format!("  Methods differ in: {}", words::listed(&differ)));
    }
}

fn looked_at(facts: &Facts, lines: &mut Vec<String>) {
    let nouns = ["document", "record", "interview", "observed event"];
    let parts: Vec<String> = Method::ALL
        .into_iter()
        .zip(nouns)
        .map(|(method, noun)| {
            let of_method = facts
                .visit
                .sources
                .iter()
                .filter(|source| source.details.kind.method() == method);
            words::counted(of_method.count(), noun)
        })
        .collect();
    lines.push(String::new());
    lines.push("What you looked at:".to_owned());
    lines.push(format!("  {}", words::listed(&parts)));
    lines.push(format!(
        "  {} at {}",
        words::counted(facts.visit.answer_count(), "answer"),
        words::counted(facts.visit.sites.len(), "site"),
    ));
}

fn unseen(facts: &Facts, lines: &mut Vec<String>) {
    lines.push(String::new());
    let mut rows = Vec::new();
    for (_, element) in facts.pack.elements() {
        for method in element.checks.methods() {
            let evidence = facts.evidence(element, method, None);
            for group in facts.grouped(&evidence, AnswerValue::CouldNotAssess) {
                let why = group.why.unwrap_or_default();
                let (id, short) = (&element.id, &element.short);
                let method = method.title();
                rows.push(format!("  {id} {short} ({method}, {}): {why}", group.at));
            }
        }
    }
    if rows.is_empty() {
        lines.push("Everything could be assessed.".to_owned());
    } else {
        lines.push("What could not be assessed:".to_owned());
        lines.extend(rows);
    }
}
