//! What a person may do: an act is checked against the rules and becomes events, or is refused
//! in plain words. Folding what was decided is in [`super::case`].

use super::answers::{
    Answer, AnswerValue, Cell, Determination, Explanation, NoteTarget, Reason, SampleKey,
};
use super::case::Case;
use super::events::{Event, Services, Surveyor};
use super::ids::{SourceId, StandardId};
use super::journal::EntryRef;
use super::pack::{Method, Pack};
use super::packet::VisitMode;
use super::sources::SourceDetails;
use super::text::TextId;
use super::visit::Visit;

/// What a person does in a visit. Texts are made before; an act names them by id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Answers a check, or clears the answer.
    Answer {
        /// Where.
        cell: Cell,
        /// The answer; nothing clears.
        answer: Option<Answer>,
    },
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
    /// Confirms which services are offered.
    ConfirmServices(Services),
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

/// Why an act is refused, and what to do instead.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The visit is signed and finished.
    #[error("This visit is signed and finished. To change it, open a new revision and say why.")]
    Sealed,
    /// There is nothing to open again.
    #[error("This visit is not signed yet, so there is no revision to open.")]
    NotSealed,
    /// An answer without its reason.
    #[error("{} needs a reason. Pick one by its number, or type one.", .0.title())]
    NeedsReason(AnswerValue),
    /// A number that is not in the list.
    #[error("There is no reason number {0} in this list.")]
    NoSuchReason(u16),
    /// Met with nothing looked at.
    #[error("Met needs something that you looked at. Add it first, then answer at it.")]
    MetAtNothing,
    /// A check that the pack does not have.
    #[error("The Standards edition of this visit has no such check: {element}, {method}.", method = .method.title())]
    NoSuchCheck {
        /// The element.
        element: String,
        /// The method.
        method: Method,
    },
    /// A source that is not there.
    #[error("That source is not part of this visit any more. Choose another.")]
    NoSuchSource,
    /// A site that is not visited.
    #[error("That site is not part of this visit.")]
    NoSuchSite,
    /// A source that another method uses.
    #[error("{label} cannot answer a check of the method {method}.", method = .method.title())]
    WrongSource {
        /// The source.
        label: String,
        /// The method of the check.
        method: Method,
    },
    /// A label that is taken.
    #[error("{0} is taken already. Give the new one another label.")]
    LabelTaken(String),
    /// A source with answers.
    #[error("{label} has {answers} answers. Clear them first, then take it out.")]
    SourceInUse {
        /// The source.
        label: String,
        /// How many answers stand at it.
        answers: usize,
    },
    /// A level while checks are open.
    #[error(
        "{open} checks of {standard} are still to do. Answer them first, then give your level."
    )]
    StillOpen {
        /// The Standard.
        standard: StandardId,
        /// How many.
        open: usize,
    },
    /// A level unlike the suggestion, without a reason.
    #[error("Your level for {0} differs from the suggested one. Say why.")]
    DiffersWithoutReason(StandardId),
    /// A Standard that the pack does not have.
    #[error("The Standards edition of this visit has no Standard {0}.")]
    NoSuchStandard(StandardId),
    /// Nothing to undo.
    #[error("There is nothing to undo since the visit was last signed.")]
    NothingToUndo,
    /// Nothing to redo.
    #[error("There is nothing to do again.")]
    NothingToRedo,
    /// The value changed since.
    #[error("This cannot be undone: what it changed was changed again meanwhile.")]
    ChangedSince,
    /// The entry cannot be read back.
    #[error("The entry to undo cannot be read. Close onsite and open it again.")]
    EntryGone,
    /// Nothing would change.
    #[error("Nothing to change: it stands so already.")]
    Nothing,
}

/// Decides an act in a visit. `next_seq` is the place the first event will have in this
/// laptop's chain; the events of one act name it, so that they are undone together.
///
/// # Errors
/// The rule that refuses the act, in plain words.
pub fn decide(
    case: &Case,
    visit: &Visit,
    pack: &Pack,
    act: Act,
    next_seq: u64,
) -> Result<Vec<Event>, Refusal> {
    if let Act::OpenRevision { reason } = act {
        return open_revision(visit, reason);
    }
    if visit.is_sealed() {
        return Err(Refusal::Sealed);
    }
    let id = visit.id.clone();
    let event = match act {
        Act::Answer { cell, answer } => {
            let answer = checked_answer(visit, pack, &cell, answer)?;
            Event::Answered {
                visit: id,
                was: visit.answer(&cell).cloned(),
                cell,
                now: answer,
                with: None,
            }
        }
        Act::WriteNote { on, text } => Event::NoteWritten {
            visit: id,
            was: visit.notes.get(&on).copied(),
            on,
            now: text,
        },
        Act::Determine(levels) => return determine(visit, pack, levels, next_seq),
        Act::ExplainDifference {
            standard,
            explanation,
        } => Event::DifferenceExplained {
            visit: id,
            was: visit.explanations.get(&standard).cloned(),
            standard,
            now: explanation,
        },
        Act::ExplainShortfall { sample, reason } => {
            in_list(reason.as_ref(), pack.reasons.shortfall.len())?;
            Event::ShortfallExplained {
                visit: id,
                was: visit.shortfalls.get(&sample).cloned(),
                sample,
                now: reason,
            }
        }
        Act::AddSource { source, details } => {
            free_label(visit, None, &details)?;
            known_sites(visit, &details)?;
            Event::SourceAdded {
                visit: id,
                source,
                details,
            }
        }
        Act::ChangeSource { source, details } => {
            let held = visit.source(&source).ok_or(Refusal::NoSuchSource)?;
            free_label(visit, Some(&source), &details)?;
            known_sites(visit, &details)?;
            Event::SourceChanged {
                visit: id,
                was: Box::new(held.details.clone()),
                source,
                now: Box::new(details),
            }
        }
        Act::WithdrawSource(source) => {
            let held = visit.source(&source).ok_or(Refusal::NoSuchSource)?;
            let answers = visit.answers_at(&source);
            if answers > 0 {
                return Err(Refusal::SourceInUse {
                    label: held.details.label.clone(),
                    answers,
                });
            }
            Event::SourceWithdrawn {
                visit: id,
                details: held.details.clone(),
                source,
            }
        }
        Act::NameSurveyor(surveyor) => Event::SurveyorNamed {
            visit: id,
            was: visit.surveyor.clone(),
            now: Some(surveyor),
        },
        Act::SetMode(mode) => Event::ModeSet {
            visit: id,
            was: visit.mode,
            now: mode,
        },
        Act::ClearConflict(now) => Event::ConflictCleared {
            visit: id,
            was: visit.conflict_cleared.is_some(),
            now,
        },
        Act::ConfirmServices(services) => Event::ServicesConfirmed {
            visit: id,
            was: visit
                .services
                .as_ref()
                .map(|(services, _)| services.clone()),
            now: Some(services),
        },
        Act::JustifyIdentifier { text, justified } => Event::IdentifierJustified {
            text,
            was: case.justified.contains(&text),
            now: justified,
        },
        Act::OpenRevision { reason } => return open_revision(visit, reason),
    };
    if event.inverse().as_ref() == Some(&event) {
        return Err(Refusal::Nothing);
    }
    Ok(vec![event])
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

fn checked_answer(
    visit: &Visit,
    pack: &Pack,
    cell: &Cell,
    answer: Option<Answer>,
) -> Result<Option<Answer>, Refusal> {
    let method = cell.check.method;
    let has_check = pack
        .element(&cell.check.element)
        .is_some_and(|e| e.checks.need(method).is_some());
    if !has_check {
        let element = cell.check.element.to_string();
        return Err(Refusal::NoSuchCheck { element, method });
    }
    if cell
        .site
        .as_ref()
        .is_some_and(|site| !visit.sites.contains(site))
    {
        return Err(Refusal::NoSuchSite);
    }
    if let Some(id) = &cell.source {
        let source = visit.source(id).ok_or(Refusal::NoSuchSource)?;
        if source.details.kind.method() != method {
            let label = source.details.label.clone();
            return Err(Refusal::WrongSource { label, method });
        }
        if cell
            .site
            .as_ref()
            .is_some_and(|site| !source.details.sites.include(site))
        {
            return Err(Refusal::NoSuchSite);
        }
    }
    let Some(answer) = answer else {
        return Ok(None);
    };
    if answer.value == AnswerValue::Met && cell.source.is_none() {
        return Err(Refusal::MetAtNothing);
    }
    if answer.value.needs_reason() {
        let listed = match answer.value {
            AnswerValue::NotApplicable => pack.reasons.not_applicable.len(),
            _ => pack.reasons.could_not_assess.len(),
        };
        match &answer.reason {
            None => return Err(Refusal::NeedsReason(answer.value)),
            reason => in_list(reason.as_ref(), listed)?,
        }
    }
    Ok(Some(answer))
}

fn in_list(reason: Option<&Reason>, length: usize) -> Result<(), Refusal> {
    match reason {
        Some(Reason::Listed(number)) if !(1..=length).contains(&usize::from(*number)) => {
            Err(Refusal::NoSuchReason(*number))
        }
        _ => Ok(()),
    }
}

fn free_label(
    visit: &Visit,
    this: Option<&SourceId>,
    details: &SourceDetails,
) -> Result<(), Refusal> {
    let taken = visit
        .sources
        .iter()
        .any(|held| Some(&held.id) != this && held.details.label == details.label);
    if taken {
        Err(Refusal::LabelTaken(details.label.clone()))
    } else {
        Ok(())
    }
}

fn known_sites(visit: &Visit, details: &SourceDetails) -> Result<(), Refusal> {
    match &details.sites {
        super::sources::Sites::Only(sites)
            if sites.is_empty() || sites.iter().any(|site| !visit.sites.contains(site)) =>
        {
            Err(Refusal::NoSuchSite)
        }
        _ => Ok(()),
    }
}

fn determine(
    visit: &Visit,
    pack: &Pack,
    levels: Vec<(StandardId, Option<Determination>)>,
    next_seq: u64,
) -> Result<Vec<Event>, Refusal> {
    let mut events = Vec::with_capacity(levels.len());
    let together = (levels.len() > 1).then_some(next_seq);
    for (standard, now) in levels {
        let held = pack
            .standard(&standard)
            .ok_or_else(|| Refusal::NoSuchStandard(standard.clone()))?;
        if let Some(determination) = &now {
            let verdict = super::verdicts::standard(visit, pack, held);
            if verdict.open > 0 {
                return Err(Refusal::StillOpen {
                    standard,
                    open: verdict.open,
                });
            }
            if Some(determination.level) != verdict.level && determination.reason.is_none() {
                return Err(Refusal::DiffersWithoutReason(standard));
            }
            in_list(
                determination.reason.as_ref(),
                pack.reasons.different_level.len(),
            )?;
        }
        let was = visit
            .determinations
            .get(&standard)
            .map(|(held, _)| held.clone());
        if was != now {
            events.push(Event::Determined {
                visit: visit.id.clone(),
                standard,
                was,
                now,
                with: together,
            });
        }
    }
    if events.is_empty() {
        Err(Refusal::Nothing)
    } else {
        Ok(events)
    }
}

/// Decides to undo the latest act. `entry` looks an entry's event up.
///
/// # Errors
/// When there is nothing to undo, or what it changed was changed again meanwhile.
pub fn undo(
    case: &Case,
    entry: &dyn Fn(&EntryRef) -> Option<Event>,
) -> Result<Vec<Event>, Refusal> {
    let act = case.done.last().ok_or(Refusal::NothingToUndo)?;
    let mut events = Vec::with_capacity(act.seqs.len());
    for seq in act.seqs.iter().rev() {
        let reference = EntryRef {
            device: act.device.clone(),
            seq: *seq,
        };
        let event = entry(&reference).ok_or(Refusal::EntryGone)?;
        let inverse = match event {
            Event::Redone { again, .. } => again.inverse(),
            event => event.inverse(),
        }
        .ok_or(Refusal::NothingToUndo)?;
        events.push(Event::Undone {
            entry: reference,
            inverse: Box::new(inverse),
        });
    }
    fits(case, &events)
}

/// Decides to do the latest undone act again. `entry` looks an entry's event up.
///
/// # Errors
/// When there is nothing to do again, or what it changed was changed again meanwhile.
pub fn redo(
    case: &Case,
    entry: &dyn Fn(&EntryRef) -> Option<Event>,
) -> Result<Vec<Event>, Refusal> {
    let act = case.undone.last().ok_or(Refusal::NothingToRedo)?;
    let mut events = Vec::with_capacity(act.seqs.len());
    for seq in &act.seqs {
        let reference = EntryRef {
            device: act.device.clone(),
            seq: *seq,
        };
        let event = entry(&reference).ok_or(Refusal::EntryGone)?;
        events.push(Event::Redone {
            entry: reference,
            again: Box::new(event),
        });
    }
    fits(case, &events)
}

/// Refuses events whose "was" is not what is: undo must never trample on a later change.
fn fits(case: &Case, events: &[Event]) -> Result<Vec<Event>, Refusal> {
    for event in events {
        let change = match event {
            Event::Undone { inverse, .. } => inverse,
            Event::Redone { again, .. } => again,
            event => event,
        };
        if let Some(visit) = change.visit().and_then(|id| case.visit(id))
            && visit.is_sealed()
        {
            return Err(Refusal::Sealed);
        }
        if !case.stands_before(change) {
            return Err(Refusal::ChangedSince);
        }
    }
    Ok(events.to_vec())
}
