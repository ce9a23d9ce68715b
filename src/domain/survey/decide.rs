//! What a person may do: an act is checked against the rules and becomes events, or is refused
//! in plain words. Folding what was decided is in [`super::case`].

mod acts;
mod attempt;
mod fitting;
mod refusal;
mod undo;

pub use attempt::{Attempt, Decision};
pub use refusal::{LONGEST_LABEL, Refusal};
pub use undo::{redo, undo};

use super::answers::{Answer, Cell, Determination, Explanation, NoteTarget, Reason, SampleKey};
use super::case::Case;
use super::events::{Event, ServiceSaid, Surveyor};
use super::own_words::WordsAt;
use super::sources::SourceDetails;
use super::visit::Visit;
use crate::domain::journal::LONGEST_EVENT;
use crate::domain::pack::Pack;
use crate::domain::program::packet::VisitMode;
use crate::domain::values::ids::{AttributeId, SourceId, StandardId};
use crate::domain::values::text::TextId;
use std::collections::{BTreeMap, BTreeSet};

/// What a person does in a visit. An act names texts by id: those that the case has, and those that
/// were typed for it, which come along in its [`Attempt`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Answers a check, or clears the answer.
    Answer {
        /// Where.
        cell: Cell,
        /// The answer; nothing clears.
        answer: Option<Answer>,
    },
    /// Remarks on an answer that stands; nothing takes the remark out. An answer that is changed
    /// keeps its remark.
    Remark {
        /// Where.
        cell: Cell,
        /// The text, one line.
        remark: Option<TextId>,
    },
    /// Keeps words that were written under other answers.
    KeepWords(WordsAt),
    /// Writes the note of a check or a Standard; nothing empties it.
    WriteNote {
        /// What it belongs to.
        on: NoteTarget,
        /// The text.
        text: Option<TextId>,
    },
    /// Gives the level of one or of several Standards, as one act.
    Determine(Vec<(StandardId, Option<Determination>)>),
    /// Explains where methods differ.
    ExplainDifference {
        /// The Standard.
        standard: StandardId,
        /// The explanation; nothing takes it back.
        explanation: Option<Explanation>,
    },
    /// Gives the reason for a sample that is smaller than asked for.
    ExplainShortfall {
        /// Which sample.
        sample: SampleKey,
        /// The reason; nothing takes it back.
        reason: Option<Reason>,
    },
    /// Adds something that is looked at.
    AddSource {
        /// Its id.
        source: SourceId,
        /// What it is.
        details: SourceDetails,
    },
    /// Describes a source otherwise.
    ChangeSource {
        /// The source.
        source: SourceId,
        /// What is said of it now.
        details: SourceDetails,
    },
    /// Takes a source out again.
    WithdrawSource(SourceId),
    /// Names who carries out the visit.
    NameSurveyor(Surveyor),
    /// Says how the visit is held.
    SetMode(VisitMode),
    /// Confirms having no conflict of interest, or takes that back.
    ClearConflict(bool),
    /// Takes down what was said of services, as one act.
    TellServices(BTreeMap<AttributeId, ServiceSaid>),
    /// Judges that a text holds no identifier, or takes that back.
    JustifyIdentifier {
        /// The text.
        text: TextId,
        /// True: it is none.
        justified: bool,
    },
    /// Opens a sealed visit again for a next revision.
    OpenRevision {
        /// Why.
        reason: TextId,
    },
}

/// Decides an act in a visit, with the texts that were typed for it. `next_seq` is the place the
/// first event will have in this laptop's chain; the events of one act name it, so that they are
/// undone together.
///
/// # Errors
/// The rule that refuses the act, in plain words; its texts are dropped with it.
pub fn decide(
    case: &Case,
    visit: &Visit,
    pack: &Pack,
    attempt: impl Into<Attempt>,
    next_seq: u64,
) -> Result<Decision, Refusal> {
    let Attempt { act, texts } = attempt.into();
    if let Act::Remark { .. } = act
        && texts.iter().any(|text| text.text.contains(['\n', '\r']))
    {
        return Err(Refusal::SeveralLines);
    }
    Decision::new(case, events(case, visit, pack, act, next_seq)?, texts)
}

/// The events that an act comes to.
fn events(
    case: &Case,
    visit: &Visit,
    pack: &Pack,
    act: Act,
    next_seq: u64,
) -> Result<Vec<Event>, Refusal> {
    let events = match act {
        Act::OpenRevision { reason } => open_revision(visit, reason)?,
        _ if visit.is_sealed() => return Err(Refusal::Sealed),
        Act::Determine(levels) => determine(visit, pack, levels, next_seq)?,
        Act::Answer { cell, answer } => one(acts::answer(visit, pack, cell, answer)?)?,
        Act::Remark { cell, remark } => one(acts::remark(visit, cell, remark)?)?,
        Act::KeepWords(at) => one(acts::keep_words(visit, at)?)?,
        Act::WriteNote { on, text } => one(acts::write_note(visit, pack, on, text)?)?,
        Act::ExplainDifference {
            standard,
            explanation,
        } => one(acts::explain_difference(
            visit,
            pack,
            standard,
            explanation,
        )?)?,
        Act::ExplainShortfall { sample, reason } => {
            one(acts::explain_shortfall(visit, pack, sample, reason)?)?
        }
        Act::AddSource { source, details } => one(acts::add_source(visit, pack, source, details)?)?,
        Act::ChangeSource { source, details } => {
            one(acts::change_source(visit, pack, source, details)?)?
        }
        Act::WithdrawSource(source) => one(acts::withdraw_source(visit, source)?)?,
        Act::NameSurveyor(surveyor) => one(acts::name_surveyor(visit, surveyor))?,
        Act::SetMode(mode) => one(acts::set_mode(visit, mode))?,
        Act::ClearConflict(clear) => one(acts::clear_conflict(visit, clear))?,
        Act::TellServices(said) => tell_services(visit, pack, said, next_seq)?,
        Act::JustifyIdentifier { text, justified } => one(acts::justify(case, text, justified)?)?,
    };
    let fits = |event: &Event| {
        serde_json::to_vec(event).is_ok_and(|written| written.len() <= LONGEST_EVENT)
    };
    if events.iter().all(fits) {
        Ok(events)
    } else {
        Err(Refusal::TooMuch)
    }
}

/// Decides to erase a text for good. Removing it from wherever it was kept is up to the store.
///
/// # Errors
/// When no entry names the text, it is erased already, or it is a packet: that is the office's
/// own document, holds nothing that was typed at the visit, and no case opens without it. In a
/// visit that is signed a revision is opened first ([`Act::OpenRevision`]): what is signed next is
/// then without the text, and the file that holds it can be withdrawn.
pub fn redact(case: &Case, text: TextId) -> Result<Vec<Event>, Refusal> {
    if case.packet_texts.contains(&text) {
        Err(Refusal::PacketStays)
    } else if case.redacted.contains(&text) {
        Err(Refusal::Nothing)
    } else if case.named_texts.contains(&text) {
        Ok(vec![Event::Redacted { text }])
    } else {
        Err(Refusal::NoSuchText)
    }
}

/// An act of one event, if that event changes anything.
fn one(event: Event) -> Result<Vec<Event>, Refusal> {
    if event.inverse().as_ref() == Some(&event) {
        Err(Refusal::Nothing)
    } else {
        Ok(vec![event])
    }
}

fn open_revision(visit: &Visit, reason: TextId) -> Result<Vec<Event>, Refusal> {
    if !visit.is_sealed() {
        return Err(Refusal::NotSealed);
    }
    let revision = visit.revision() + 1;
    Ok(vec![Event::RevisionOpened {
        visit: visit.id.clone(),
        revision,
        reason,
    }])
}

/// Gives levels: the last word on each Standard counts, and what the rules suggest is written
/// beside it, so that a later change of the suggestion is seen.
fn determine(
    visit: &Visit,
    pack: &Pack,
    levels: Vec<(StandardId, Option<Determination>)>,
    next_seq: u64,
) -> Result<Vec<Event>, Refusal> {
    let mut changes: Vec<(StandardId, Option<Determination>)> = Vec::with_capacity(levels.len());
    let mut later = BTreeSet::new();
    for (standard, now) in levels.into_iter().rev() {
        if later.insert(standard.clone()) {
            let now = now
                .map(|now| determination(visit, pack, &standard, now))
                .transpose()?;
            changes.push((standard, now));
        }
    }
    let was = |standard: &StandardId| visit.determinations.get(standard).map(|(held, _)| held);
    changes.retain(|(standard, now)| was(standard) != now.as_ref());
    let together = (changes.len() > 1).then_some(next_seq);
    let events: Vec<Event> = changes
        .into_iter()
        .rev()
        .map(|(standard, now)| Event::Determined {
            visit: visit.id.clone(),
            was: was(&standard).cloned(),
            standard,
            now,
            with: together,
        })
        .collect();
    if events.is_empty() {
        Err(Refusal::Nothing)
    } else {
        Ok(events)
    }
}

/// What was said of services; those of which the same was said by the same people stand so already.
fn tell_services(
    visit: &Visit,
    pack: &Pack,
    mut said: BTreeMap<AttributeId, ServiceSaid>,
    next_seq: u64,
) -> Result<Vec<Event>, Refusal> {
    for (service, said) in &said {
        fitting::service(visit, pack, service, said)?;
    }
    let was = |service: &AttributeId| visit.services.get(service).map(|(held, _)| held);
    said.retain(|service, now| was(service) != Some(now));
    let together = (said.len() > 1).then_some(next_seq);
    let events = said.into_iter().map(|(service, now)| Event::ServiceTold {
        visit: visit.id.clone(),
        was: was(&service).cloned(),
        service,
        now: Some(now),
        with: together,
    });
    match events.collect::<Vec<_>>() {
        events if events.is_empty() => Err(Refusal::Nothing),
        events => Ok(events),
    }
}

/// A level that may be given: nothing open, and a reason that rests on something where it is not
/// the suggested one.
fn determination(
    visit: &Visit,
    pack: &Pack,
    standard: &StandardId,
    mut now: Determination,
) -> Result<Determination, Refusal> {
    let held = fitting::standard(pack, standard)?;
    let verdict = super::verdicts::standard(visit, pack, held);
    let (0, Some(suggested)) = (verdict.open, verdict.level) else {
        return Err(Refusal::StillOpen {
            standard: standard.clone(),
            open: verdict.open,
        });
    };
    now.suggested = suggested;
    match (&now.reason, &now.rests_on) {
        (None, _) if now.differs() => {
            return Err(Refusal::DiffersWithoutReason(standard.clone()));
        }
        (_, None) if now.differs() => return Err(Refusal::RestsOnNothing(standard.clone())),
        (_, Some(ground)) if !visit.has_ground(held, ground) => {
            return Err(Refusal::NoSuchGround(standard.clone()));
        }
        _ => {}
    }
    fitting::in_list(now.reason.as_ref(), pack.reasons.different_level.len())?;
    Ok(now)
}
