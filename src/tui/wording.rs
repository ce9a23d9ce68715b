//! The sentences of the status line and of the lists: what was just done, where it stands.

use super::commands::keymap;
use super::commands::table::{Command, Context};
use super::desk::Saved;
use super::survey::Survey;
use super::theme::Mark;
use crate::domain::pack::{Method, Pack};
use crate::domain::survey::answers::{Answer, AnswerValue, Cell, Level, Reason};
use crate::domain::survey::events::Event;
use crate::domain::survey::sources::SourceKind;
use crate::domain::survey::verdicts::{CheckVerdict, MethodVerdict, Outcome};
use crate::domain::survey::visit::{Source, Visit};
use crate::domain::values::written;

// The same words as in the report.
pub use crate::domain::survey::words::{level as level_name, n_of, suggestion as standing};

/// What the Surveyor's level is called: by the Surveyor, or by whoever reads a signed file.
pub fn whose_level(survey: &Survey) -> &'static str {
    match survey.is_read_only() {
        true => "Level",
        false => "My level",
    }
}

/// The mark of an answer.
pub fn mark_of_answer(value: AnswerValue) -> Mark {
    match value {
        AnswerValue::Met => Mark::Met,
        AnswerValue::NotMet => Mark::NotMet,
        AnswerValue::NotApplicable => Mark::NotApplicable,
        AnswerValue::CouldNotAssess => Mark::CouldNotAssess,
    }
}

/// The mark of an outcome.
pub fn mark_of_outcome(outcome: Outcome) -> Mark {
    match outcome {
        Outcome::NotMet => Mark::NotMet,
        Outcome::Mixed => Mark::Mixed,
        Outcome::Open => Mark::ToDo,
        Outcome::CouldNotAssess => Mark::CouldNotAssess,
        Outcome::Met => Mark::Met,
        Outcome::NotApplicable => Mark::NotApplicable,
    }
}

/// The mark of a level.
pub fn mark_of_level(level: Level) -> Mark {
    match level {
        Level::FullyMet => Mark::Met,
        Level::PartlyMet => Mark::Mixed,
        Level::NotMet => Mark::NotMet,
        Level::NotApplicable => Mark::NotApplicable,
        Level::CouldNotAssess => Mark::CouldNotAssess,
    }
}

/// How a check stands over its sources: `4 of 5`, `2 to do`. What was not assessed is part of N and
/// said beside it.
pub fn tally(verdict: &CheckVerdict) -> String {
    let tally = &verdict.tally;
    let mut parts = Vec::new();
    if tally.arose() > 0 {
        parts.push(n_of(tally.met, tally.in_question()));
    } else if tally.not_applicable > 0 && tally.could_not_assess == 0 && verdict.open == 0 {
        parts.push("none arose".to_owned());
    }
    if tally.could_not_assess > 0 {
        parts.push(format!("{} not assessed", tally.could_not_assess));
    }
    if verdict.open > 0 {
        parts.push(format!("{} to do", verdict.open));
    }
    parts.join(", ")
}

/// How a method stands in a Standard, short: `12 of 15`, `3 to do`.
pub fn method_cell(verdict: &MethodVerdict) -> String {
    if verdict.open > 0 {
        format!("{} to do", verdict.open)
    } else if verdict.tally.arose() > 0 {
        let unseen = match verdict.tally.could_not_assess {
            0 => String::new(),
            count => format!(", {count} unseen"),
        };
        let of = n_of(verdict.tally.met, verdict.tally.in_question());
        format!("{of}{unseen}")
    } else if verdict.outcome == Outcome::CouldNotAssess {
        "not assessed".to_owned()
    } else if verdict.arises && verdict.tally.answered() == 0 {
        // Only a second sight of what other methods show: answered when it was seen.
        "if seen".to_owned()
    } else {
        "n/a".to_owned()
    }
}

/// A source as it is called in a line: `R03`, `I01 with RN-A`, `D1 NUR-12, version 4`.
pub fn source_name(survey: &Survey, source: &Source) -> String {
    let label = &source.details.label;
    match (&source.details.person, &source.details.title) {
        (Some(person), _) => format!("{label} with {person}"),
        (None, Some(title)) => format!("{label} {}", survey.file.words(title)),
        (None, None) => label.clone(),
    }
}

/// What sort of thing a source is, in the pack's words.
pub fn source_kind(pack: &Pack, kind: &SourceKind) -> String {
    match kind {
        SourceKind::Document => "Document".to_owned(),
        SourceKind::Record {
            kind, is, is_not, ..
        } => {
            let title = pack
                .record_kind(kind)
                .map_or(kind.as_str(), |kind| &kind.title);
            let preset = pack
                .presets
                .iter()
                .find(|preset| preset.is == *is && preset.is_not == *is_not)
                .map(|preset| format!(": {}", preset.title));
            format!("{title}{}", preset.unwrap_or_default())
        }
        SourceKind::Interview { role } => pack
            .role(role)
            .map_or_else(|| role.to_string(), |role| role.title.clone()),
        SourceKind::Event { kind } => pack
            .event_kind(kind)
            .map_or_else(|| kind.to_string(), |kind| kind.title.clone()),
    }
}

/// A title within a sentence: the first letter small, unless it begins letters such as IV.
pub fn in_a_sentence(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), second) if !second.is_some_and(char::is_uppercase) => {
            first.to_lowercase().chain(letters).collect()
        }
        _ => title.to_owned(),
    }
}

/// Where an answer stands: `R03 3.12.4`.
pub fn cell_name(visit: &Visit, cell: &Cell) -> String {
    let source = cell.source.as_ref().and_then(|id| visit.source(id));
    match source {
        Some(source) => format!("{} {}", source.details.label, cell.check.element),
        None => format!(
            "{} {} as a whole",
            cell.check.element,
            cell.check.method.title()
        ),
    }
}

/// What was answered: `R03 3.12.4 -> Not met. Ctrl-Z undoes.`
pub fn answered(
    visit: &Visit,
    cell: &Cell,
    answer: Option<&Answer>,
    arrow: &str,
    undo_key: &str,
) -> String {
    let name = cell_name(visit, cell);
    match answer {
        Some(answer) => format!(
            "{name} {arrow} {}. {undo_key} undoes.",
            answer.value.title()
        ),
        None => format!("{name}: answer cleared. {undo_key} undoes."),
    }
}

/// A reason in words.
pub fn reason<'a>(survey: &'a Survey, list: &'a [String], reason: &Reason) -> &'a str {
    match reason {
        Reason::Listed(number) => list
            .get(usize::from(*number).wrapping_sub(1))
            .map_or("[unknown reason]", String::as_str),
        Reason::Typed(text) => survey.file.words(text),
    }
}

/// What an undo or redo did.
pub fn turned(survey: &Survey, events: &[Event], undo: bool) -> String {
    let verb = if undo { "Undone" } else { "Done again" };
    let first = events.first().map(|event| match event {
        Event::Undone { inverse, .. } => inverse.as_ref(),
        Event::Redone { again, .. } => again.as_ref(),
        event => event,
    });
    let what = match (first, survey.visit()) {
        (
            Some(Event::Answered {
                cell,
                was: Some(was),
                now: Some(now),
                ..
            }),
            Some(visit),
        ) if was.is_like(now) => format!("the remark at {}", cell_name(visit, cell)),
        (Some(Event::Answered { cell, now, .. }), Some(visit)) => match now {
            Some(answer) => format!("{} is {} now", cell_name(visit, cell), answer.value.title()),
            None => format!("{} has no answer now", cell_name(visit, cell)),
        },
        (Some(Event::WordsKept { .. }), _) => "keeping the words".to_owned(),
        (Some(Event::NoteWritten { .. }), _) => "the note is as it was".to_owned(),
        (Some(Event::Determined { .. }), _) if events.len() > 1 => {
            format!("{} levels", events.len())
        }
        (Some(Event::Determined { standard, .. }), _) => format!("the level of {standard}"),
        (Some(Event::SourceAdded { details, .. }), _) => format!("{} is there", details.label),
        (Some(Event::SourceWithdrawn { details, .. }), _) => format!("{} is out", details.label),
        (Some(Event::SourceChanged { now, .. }), _) => format!("{} as before", now.label),
        (Some(Event::ServiceTold { .. }), _) => "what was said of services".to_owned(),
        (Some(Event::ConflictCleared { .. }), _) => "the conflict of interest".to_owned(),
        (Some(Event::DifferenceExplained { standard, .. }), _) => {
            format!("the explanation of {standard}")
        }
        (Some(Event::ShortfallExplained { .. }), _) => "the reason for the sample".to_owned(),
        _ => "the last act".to_owned(),
    };
    format!("{verb}: {what}.")
}

/// A size in bytes for a person: `412 KB`.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", bytes as f64 / 1_000_000.0),
    }
}

/// The word for the whole of a method, in place of a source.
pub fn whole(method: Method) -> &'static str {
    match method {
        Method::Policy => "No such policy, or none seen",
        Method::Record => "No record of this kind",
        Method::Interview => "Nobody to ask",
        Method::Observation => "Could not be watched",
    }
}

/// Words at the beginning of a line: the first letter large.
pub fn capital(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(letters).collect()
}

/// An error as a sentence of its own: errors are worded to follow a colon.
pub fn sentence(error: &str) -> String {
    let mut sentence = capital(error);
    if !sentence.ends_with(['.', '?', '!']) {
        sentence.push('.');
    }
    sentence
}

/// That this laptop cannot sign, and what to do.
pub fn cannot_sign(trouble: &str) -> String {
    let key = keymap::key_for(&[Context::Cases], Command::NewKey).unwrap_or_default();
    format!("{trouble}. All but signing works; {key} in the list of visits makes a new key.")
}

/// After the recovery code, when the new passphrase counts.
pub fn new_passphrase(new_key: bool) -> &'static str {
    match new_key {
        true => "The new passphrase counts. Your signing key is new too: tell the office.",
        false => "The new passphrase counts. You sign with the same key as before.",
    }
}

/// How everything stands with saving, for who asks.
pub fn saved(saved: &Saved) -> String {
    match saved {
        Saved::Nothing => "Everything is saved; saving happens by itself.".to_owned(),
        Saved::At(at) => {
            format!(
                "Everything is saved, last at {}; saving happens by itself.",
                written::time_to_the_second(*at)
            )
        }
        Saved::Not(why) => format!("Not saved: {why}"),
    }
}
