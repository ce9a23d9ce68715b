//! What the identifier guard is shown of a survey: every text that an entry names, once, with what
//! it belongs to. The packet is left out: it is the office's, and its form has no place for a
//! patient.

use super::answers::{CheckKey, NoteTarget, Reason};
use super::events::{Entry, Event};
use super::visit::Visit;
use crate::domain::pack::Method;
use crate::domain::privacy::guard::{Guard, Standing};
use crate::domain::privacy::identifiers::Surroundings;
use crate::domain::values::text::{TextId, Texts};

/// Looks at everything that these entries name.
pub fn guard_of<'a>(entries: impl IntoIterator<Item = &'a Entry>, texts: &Texts) -> Guard {
    let mut guard = Guard::default();
    for entry in entries {
        look(&mut guard, entry, texts);
    }
    guard
}

/// Looks at what one more entry names.
pub fn look(guard: &mut Guard, entry: &Entry, texts: &Texts) {
    let event = match &entry.event {
        Event::Undone { inverse, .. } => inverse,
        Event::Redone { again, .. } => again,
        event => event,
    };
    match event {
        Event::PacketTaken { .. } => return,
        Event::Redacted { text } => return guard.forget(text),
        _ => {}
    }
    let named = event.texts();
    if named.is_empty() {
        return;
    }
    for id in named {
        let (place, what) = belongs(event, &id);
        let standing = Standing {
            place,
            // The day of the visit itself says nothing about a patient.
            visit_days: vec![entry.at.date_naive()],
            what,
        };
        if let Some(words) = texts.get(&id) {
            guard.look(id, words, standing);
        }
    }
}

/// Where a note stands, for the scanner.
pub fn place_of_note(on: &NoteTarget) -> Surroundings {
    match on {
        NoteTarget::Check(key) => place_of(key.method),
        NoteTarget::Standard(_) => Surroundings::Elsewhere,
    }
}

/// Where words stand that belong to a way of looking: what is written about a chart is looked at
/// more closely.
pub fn place_of(method: Method) -> Surroundings {
    match method {
        Method::Record => Surroundings::Chart,
        Method::Policy | Method::Interview | Method::Observation => Surroundings::Elsewhere,
    }
}

/// Says whether a text stands in the visit as it is now, and not only in its history.
pub fn stands(visit: &Visit, text: &TextId) -> bool {
    let typed = |reason: &Option<Reason>| matches!(reason, Some(Reason::Typed(id)) if id == text);
    let mut sources = visit.sources.iter();
    let mut given = visit.answers.values().flatten();
    let mut levels = visit.determinations.values();
    let mut reasons = visit.open_revision.iter().map(|(_, reason)| reason);
    visit.notes.values().any(|held| held == text)
        || sources.any(|source| source.details.texts().any(|held| held == *text))
        || given.any(|given| typed(&given.answer.reason) || given.answer.remark == Some(*text))
        || levels.any(|(level, _)| typed(&level.reason))
        || visit.explanations.values().any(|e| e.text == Some(*text))
        || visit
            .shortfalls
            .values()
            .any(|reason| typed(&Some(reason.clone())))
        || reasons.any(|reason| *reason == Some(*text))
}

/// What a text of an event belongs to: for the scanner, and in words.
fn belongs(event: &Event, text: &TextId) -> (Surroundings, String) {
    let of_check = |key: &CheckKey, what: &str| {
        let words = format!("{what} of {} {}", key.element, key.method.title());
        (place_of(key.method), words)
    };
    match event {
        Event::NoteWritten {
            on: NoteTarget::Check(key),
            ..
        } => of_check(key, "the note"),
        Event::NoteWritten {
            on: NoteTarget::Standard(id),
            ..
        } => (Surroundings::Elsewhere, format!("the note of {id}")),
        Event::Answered { cell, was, now, .. } => {
            let mut answers = [was, now].into_iter().flatten();
            let is_remark = answers.any(|answer| answer.remark == Some(*text));
            let what = if is_remark { "a remark" } else { "a reason" };
            of_check(&cell.check, what)
        }
        Event::SourceAdded { details, .. } | Event::SourceWithdrawn { details, .. } => {
            let words = format!("the description of {}", details.label);
            (place_of(details.kind.method()), words)
        }
        Event::SourceChanged { now, .. } => {
            let words = format!("the description of {}", now.label);
            (place_of(now.kind.method()), words)
        }
        Event::Determined { standard, .. } => (
            Surroundings::Elsewhere,
            format!("the reason for the level of {standard}"),
        ),
        Event::DifferenceExplained { standard, .. } => (
            Surroundings::Elsewhere,
            format!("the explanation of {standard}"),
        ),
        Event::ShortfallExplained { .. } => (
            Surroundings::Elsewhere,
            "the reason for a small sample".to_owned(),
        ),
        _ => (
            Surroundings::Elsewhere,
            "the reason for a revision".to_owned(),
        ),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::domain::values::ids::{CaseId, DeviceId, ElementId, Principal, VisitId};
    use crate::domain::values::text::Text;

    fn look(method: Method, words: &str) -> (Guard, TextId) {
        let text = Text::new([1; 16], words);
        let key = CheckKey {
            element: ElementId::new("3.1.1").unwrap(),
            method,
        };
        let event = Event::NoteWritten {
            visit: VisitId::new("V1").unwrap(),
            on: NoteTarget::Check(key),
            was: None,
            now: Some(text.id),
        };
        guarding(event, text)
    }

    fn guarding(event: Event, text: Text) -> (Guard, TextId) {
        let (id, mut texts) = (text.id, Texts::default());
        texts.insert(text);
        let (case, device) = (CaseId::new("C").unwrap(), DeviceId::new("d").unwrap());
        let actor = Principal::new("ann-01").unwrap();
        let at = chrono::DateTime::parse_from_rfc3339("2026-03-03T09:00:00-06:00").unwrap();
        let mut pen = crate::domain::journal::chain::ChainWriter::fresh(case, actor, device);
        let (entry, _) = pen.write(event, at, None).unwrap();
        (guard_of([&entry], &texts), id)
    }

    #[test]
    fn a_record_number_in_a_chart_note_stops() {
        let (guard, id) = look(Method::Record, "seen in MRN 4471902");
        assert!(guard.suspect(&id).unwrap().stops());
        assert!(!guard.suspect(&id).unwrap().words().contains("4471902"));
    }

    #[test]
    fn a_remark_is_looked_at_as_what_it_is() {
        let text = Text::new([1; 16], "seen in MRN 4471902");
        let remarked = |remark| {
            let value = crate::domain::survey::answers::AnswerValue::NotMet;
            Some(crate::domain::survey::answers::Answer {
                remark,
                ..crate::domain::survey::answers::Answer::plain(value)
            })
        };
        let event = Event::Answered {
            visit: VisitId::new("V1").unwrap(),
            cell: crate::domain::survey::answers::Cell {
                check: CheckKey {
                    element: ElementId::new("3.1.1").unwrap(),
                    method: Method::Record,
                },
                site: None,
                source: None,
            },
            was: remarked(None),
            now: remarked(Some(text.id)),
            with: None,
        };
        let (guard, id) = guarding(event, text);
        let suspect = guard.suspect(&id).unwrap();
        assert!(suspect.stops());
        assert!(
            suspect.what.contains("a remark of 3.1.1"),
            "{}",
            suspect.what
        );
    }

    #[test]
    fn a_date_stops_beside_a_chart_and_not_beside_a_policy() {
        let words = "second dose given 2025-11-02";
        assert!(
            look(Method::Record, words)
                .0
                .suspect(&look(Method::Record, words).1)
                .is_some()
        );
        let (guard, id) = look(Method::Policy, words);
        assert_eq!(guard.suspect(&id), None);
    }

    #[test]
    fn counts_and_numbers_of_elements_are_harmless() {
        let (guard, id) = look(
            Method::Record,
            "In 2 of 5 charts (R02, R07); see 3.12.4, NUR-12 §4.2",
        );
        assert_eq!(guard.suspect(&id), None);
    }
}
