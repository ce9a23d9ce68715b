//! The rules of one element: its words, its checks, what they refer to.

use super::pack::{Declared, condition, unknown};
use super::{PathPart, Rules, place};
use crate::domain::pack::{BLANKS, Element, Need, RecordCheck, WIDEST_SHORT};
use crate::standards::nearest;
use std::collections::HashSet;
use unicode_width::UnicodeWidthStr;

pub(super) fn check(
    element: &Element,
    here: &[PathPart<'_>],
    known: &Declared<'_>,
    rules: &mut Rules<'_>,
) {
    let at = |field| [here, &place![field][..]].concat();
    let width = element.short.width();
    if width > WIDEST_SHORT {
        let wrong = format!(
            "\"{}\" is {width} columns wide; at most {WIDEST_SHORT} fit",
            element.short
        );
        rules.tell(&at("short"), wrong, "Shorten it.");
    }
    if element.short.trim() != element.short {
        rules.tell(
            &at("short"),
            "a space stands at its beginning or end",
            "Delete the space.",
        );
    }
    condition(element.applies_when.as_ref(), here, known, rules);
    for (field, text) in [
        ("requirement", &element.requirement),
        ("satisfied_by", &element.satisfied_by),
    ] {
        blanks(text, &at(field), rules);
    }
    for (field, text) in [("short", &element.short), ("text", &element.text)] {
        template_tokens(text, &at(field), rules);
    }
    checks(element, &at("checks"), known, rules);
}

fn checks(element: &Element, here: &[PathPart<'_>], known: &Declared<'_>, rules: &mut Rules<'_>) {
    let checks = &element.checks;
    let required = checks
        .methods()
        .any(|method| checks.need(method) == Some(Need::Required));
    if !checks.is_empty() && !required {
        rules.tell(
            here,
            "no check is required, so nothing would ever be open",
            "Make one required.",
        );
    }
    for method in checks.methods() {
        for (index, prompt) in checks.prompts(method).iter().enumerate() {
            let at = [here, &place![method.key(), "prompts", index][..]].concat();
            template_tokens(prompt, &at, rules);
        }
    }
    if let Some(record) = &checks.record {
        let at = [here, &place!["record"][..]].concat();
        record_check(record, &at, known, rules);
    }
    if let Some(interview) = &checks.interview {
        let at = [here, &place!["interview", "roles"][..]].concat();
        let roles = interview.roles.iter().map(|role| role.as_str());
        references(roles, &at, "role", &known.roles, rules);
    }
    if let Some(observation) = &checks.observation {
        let at = [here, &place!["observation", "events"][..]].concat();
        let events = observation.events.iter().map(|event| event.as_str());
        references(events, &at, "event", &known.events, rules);
    }
}

fn record_check(
    record: &RecordCheck,
    here: &[PathPart<'_>],
    known: &Declared<'_>,
    rules: &mut Rules<'_>,
) {
    let at = |field| [here, &place![field][..]].concat();
    if !known.kinds.contains(record.kind.as_str()) {
        let kinds = known.kinds.iter().copied();
        unknown(
            rules,
            &at("kind"),
            "record kind",
            record.kind.as_str(),
            kinds,
        );
    }
    let is_chart = record.kind.as_str() == "chart";
    match &record.chart_area {
        Some(area) if !known.areas.contains(area.as_str()) => {
            let areas = known.areas.iter().copied();
            unknown(rules, &at("chart_area"), "chart area", area.as_str(), areas);
        }
        Some(_) if !is_chart => rules.tell(
            &at("chart_area"),
            format!("records of kind \"{}\" have no chart areas", record.kind),
            "Write null, or make the kind \"chart\".",
        ),
        None if is_chart => rules.tell(
            &at("chart_area"),
            "it does not say in which part of the chart to look",
            "Name one of the chart areas.",
        ),
        Some(_) | None => {}
    }
    condition(record.applies_when.as_ref(), here, known, rules);
}

fn references<'a>(
    ids: impl Iterator<Item = &'a str> + Clone,
    here: &[PathPart<'_>],
    what: &str,
    known: &HashSet<&str>,
    rules: &mut Rules<'_>,
) {
    rules.unique(here, None, ids.clone());
    for (index, id) in ids.enumerate() {
        if !known.contains(id) {
            let here = [here, &place![index][..]].concat();
            unknown(rules, &here, what, id, known.iter().copied());
        }
    }
}

/// The blanks of a template are known and closed.
fn blanks(text: &str, here: &[PathPart<'_>], rules: &mut Rules<'_>) {
    template_tokens(text, here, rules);
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let (_, from) = rest.split_at(at);
        let name = from.strip_prefix('{').and_then(|from| from.split_once('}'));
        let Some((name, after)) = name.filter(|(name, _)| !name.contains('{')) else {
            rules.tell(
                here,
                "a curly bracket stands alone",
                "Write blanks as {site}; delete others.",
            );
            return;
        };
        if !BLANKS.contains(&name) {
            let listed = format!("Known blanks: {{{}}}.", BLANKS.join("}, {"));
            let todo = nearest::advice(name, BLANKS, &listed);
            rules.tell(here, format!("{{{name}}} is no known blank"), todo);
        }
        rest = after;
    }
}

/// Tokens such as «therapy» are for those who write packs; none may be left over.
pub(super) fn template_tokens(text: &str, here: &[PathPart<'_>], rules: &mut Rules<'_>) {
    if text.contains(['«', '»']) {
        rules.tell(
            here,
            "a token in « » was left over",
            "Replace it by the word it stands for.",
        );
    }
}
