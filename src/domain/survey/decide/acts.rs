//! The acts that are one event: each says what was and what is now.

use super::{Refusal, fitting};
use crate::domain::pack::Pack;
use crate::domain::program::packet::VisitMode;
use crate::domain::survey::answers::{Answer, Cell, Explanation, NoteTarget, Reason, SampleKey};
use crate::domain::survey::case::Case;
use crate::domain::survey::events::{Event, Surveyor};
use crate::domain::survey::own_words::{self, WordsAt};
use crate::domain::survey::sources::SourceDetails;
use crate::domain::survey::visit::Visit;
use crate::domain::values::ids::{SourceId, StandardId};
use crate::domain::values::text::TextId;

pub(super) fn answer(
    visit: &Visit,
    pack: &Pack,
    cell: Cell,
    answer: Option<Answer>,
) -> Result<Event, Refusal> {
    let was = visit.answer(&cell).cloned();
    let remark = was.as_ref().and_then(|held| held.remark);
    let now = fitting::answer(visit, pack, &cell, answer)?;
    Ok(Event::Answered {
        visit: visit.id.clone(),
        // Words are taken out by the person who wrote them, never by another answer.
        now: now.map(|answer| Answer { remark, ..answer }),
        was,
        cell,
        with: None,
    })
}

pub(super) fn remark(visit: &Visit, cell: Cell, remark: Option<TextId>) -> Result<Event, Refusal> {
    let was = visit.answer(&cell).ok_or(Refusal::NothingAnswered)?.clone();
    Ok(Event::Answered {
        visit: visit.id.clone(),
        now: Some(Answer {
            remark,
            ..was.clone()
        }),
        was: Some(was),
        cell,
        with: None,
    })
}

pub(super) fn keep_words(visit: &Visit, at: WordsAt) -> Result<Event, Refusal> {
    own_words::text(visit, &at).ok_or(Refusal::NoWords)?;
    Ok(Event::WordsKept {
        visit: visit.id.clone(),
        was: own_words::changed(visit, &at).is_none(),
        at,
        now: true,
    })
}

pub(super) fn write_note(
    visit: &Visit,
    pack: &Pack,
    on: NoteTarget,
    text: Option<TextId>,
) -> Result<Event, Refusal> {
    fitting::note_target(pack, &on)?;
    Ok(Event::NoteWritten {
        visit: visit.id.clone(),
        was: visit.notes.get(&on).copied(),
        on,
        now: text,
    })
}

pub(super) fn explain_difference(
    visit: &Visit,
    pack: &Pack,
    standard: StandardId,
    explanation: Option<Explanation>,
) -> Result<Event, Refusal> {
    fitting::standard(pack, &standard)?;
    Ok(Event::DifferenceExplained {
        visit: visit.id.clone(),
        was: visit.explanations.get(&standard).cloned(),
        standard,
        now: explanation,
    })
}

pub(super) fn explain_shortfall(
    visit: &Visit,
    pack: &Pack,
    sample: SampleKey,
    reason: Option<Reason>,
) -> Result<Event, Refusal> {
    fitting::sample(visit, pack, &sample)?;
    fitting::in_list(reason.as_ref(), pack.reasons.shortfall.len())?;
    Ok(Event::ShortfallExplained {
        visit: visit.id.clone(),
        was: visit.shortfalls.get(&sample).cloned(),
        sample,
        now: reason,
    })
}

pub(super) fn add_source(
    visit: &Visit,
    pack: &Pack,
    source: SourceId,
    details: SourceDetails,
) -> Result<Event, Refusal> {
    if visit.source(&source).is_some() {
        return Err(Refusal::SourceThere);
    }
    fitting::source(visit, pack, None, &details)?;
    Ok(Event::SourceAdded {
        visit: visit.id.clone(),
        source,
        details,
    })
}

pub(super) fn change_source(
    visit: &Visit,
    pack: &Pack,
    source: SourceId,
    details: SourceDetails,
) -> Result<Event, Refusal> {
    let held = visit.source(&source).ok_or(Refusal::NoSuchSource)?;
    fitting::source(visit, pack, Some(&source), &details)?;
    fitting::answers_still_fit(visit, held, &details)?;
    Ok(Event::SourceChanged {
        visit: visit.id.clone(),
        was: Box::new(held.details.clone()),
        source,
        now: Box::new(details),
    })
}

pub(super) fn withdraw_source(visit: &Visit, source: SourceId) -> Result<Event, Refusal> {
    let held = visit.source(&source).ok_or(Refusal::NoSuchSource)?;
    let answers = visit.answers_at(&source);
    if answers > 0 {
        return Err(Refusal::SourceInUse {
            label: held.details.label.clone(),
            answers,
        });
    }
    Ok(Event::SourceWithdrawn {
        visit: visit.id.clone(),
        details: held.details.clone(),
        source,
    })
}

pub(super) fn name_surveyor(visit: &Visit, surveyor: Surveyor) -> Event {
    Event::SurveyorNamed {
        visit: visit.id.clone(),
        was: visit.surveyor.clone(),
        now: Some(surveyor),
    }
}

pub(super) fn set_mode(visit: &Visit, mode: VisitMode) -> Event {
    Event::ModeSet {
        visit: visit.id.clone(),
        was: visit.mode,
        now: mode,
    }
}

pub(super) fn clear_conflict(visit: &Visit, clear: bool) -> Event {
    Event::ConflictCleared {
        visit: visit.id.clone(),
        was: visit.conflict_cleared.is_some(),
        now: clear,
    }
}

pub(super) fn justify(case: &Case, text: TextId, justified: bool) -> Result<Event, Refusal> {
    if !case.named_texts.contains(&text) {
        return Err(Refusal::NoSuchText);
    }
    Ok(Event::IdentifierJustified {
        text,
        was: case.justified.contains(&text),
        now: justified,
    })
}
