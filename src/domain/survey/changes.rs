//! What changed in a visit: every answer after it was first given, every level, note, explanation,
//! source and service, with who did it and when. It follows from the journal alone and is gathered
//! while that is folded. How a change is told is in [`told`]; the difference of two revisions in
//! [`between`]. RULES.md, What changed.

pub mod between;
pub mod told;

use super::answers::{
    Answer, Cell, CheckKey, Determination, Explanation, NoteTarget, Reason, SampleKey,
};
use super::case::Case;
use super::events::{Entry, Event, ServiceSaid};
use super::own_words::WordsAt;
use super::sources::SourceDetails;
use crate::domain::journal::EntryRef;
use crate::domain::pack::Pack;
use crate::domain::values::calendar::Moment;
use crate::domain::values::ids::{AttributeId, CaseId, Principal, SourceId, StandardId, VisitId};
use crate::domain::values::text::TextId;
use chrono::TimeDelta;
use std::collections::BTreeSet;

/// An answer that is changed so soon after it was given is a slip of the finger.
const SLIP: TimeDelta = TimeDelta::minutes(1);

/// What a change is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Whether a service is offered.
    Service(AttributeId),
    /// Something that was looked at.
    Source(SourceId),
    /// An answer.
    Answer(Cell),
    /// A note that goes in the report.
    Note(NoteTarget),
    /// The explanation why methods differ within a Standard.
    Difference(StandardId),
    /// The reason for a small sample.
    Sample(SampleKey),
    /// The Surveyor's level of a Standard.
    Level(StandardId),
    /// Whether words that were written under other answers are kept as they are.
    Kept(WordsAt),
}

impl Subject {
    /// The check it belongs to, if it belongs to one.
    pub fn check(&self) -> Option<&CheckKey> {
        match self {
            Self::Answer(cell) => Some(&cell.check),
            Self::Note(NoteTarget::Check(check)) => Some(check),
            Self::Kept(at) => Some(at.check()),
            _ => None,
        }
    }

    /// The Standard it belongs to, if it belongs to one.
    pub fn standard<'a>(&'a self, pack: &'a Pack) -> Option<&'a StandardId> {
        match self {
            Self::Level(id) | Self::Difference(id) | Self::Note(NoteTarget::Standard(id)) => {
                Some(id)
            }
            _ => pack
                .standard_of(&self.check()?.element)
                .map(|standard| &standard.id),
        }
    }
}

/// What is said of a subject at one time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Said<'a> {
    /// Where a service is offered, and who said so.
    Service(&'a ServiceSaid),
    /// What a source is.
    Source(&'a SourceDetails),
    /// An answer.
    Answer(&'a Answer),
    /// The text of a note.
    Note(&'a TextId),
    /// An explanation.
    Difference(&'a Explanation),
    /// A reason.
    Sample(&'a Reason),
    /// A level.
    Level(&'a Determination),
    /// Whether words are kept under the answers as they are now.
    Kept(bool),
}

/// How a change came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// By an act.
    Done,
    /// By taking an act back.
    Undone,
    /// By doing again what was taken back.
    Redone,
}

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The entry that made it.
    pub entry: EntryRef,
    /// When it was typed.
    pub at: Moment,
    /// Who typed it.
    pub by: Principal,
    /// The revision in which it was made, from 1.
    pub revision: u32,
    /// How it came about.
    pub how: How,
    /// What it is about.
    pub subject: Subject,
    /// Whether nothing had been said of it before.
    pub is_first: bool,
    /// Whether it mends an answer that had been given within the minute.
    pub is_slip: bool,
    /// What happened; it holds what was and what is.
    event: Event,
}

impl Change {
    /// Says whether only what is remarked on an answer is another.
    fn is_remark(&self) -> bool {
        match &self.event {
            Event::Answered {
                was: Some(was),
                now: Some(now),
                ..
            } => was.is_like(now),
            _ => false,
        }
    }

    /// What was said before; nothing where nothing was.
    pub fn was(&self) -> Option<Said<'_>> {
        match &self.event {
            Event::ServiceTold { was, .. } => was.as_ref().map(Said::Service),
            Event::SourceChanged { was, .. } => Some(Said::Source(was)),
            Event::SourceWithdrawn { details, .. } => Some(Said::Source(details)),
            Event::Answered { was, .. } => was.as_ref().map(Said::Answer),
            Event::NoteWritten { was, .. } => was.as_ref().map(Said::Note),
            Event::Determined { was, .. } => was.as_ref().map(Said::Level),
            Event::DifferenceExplained { was, .. } => was.as_ref().map(Said::Difference),
            Event::ShortfallExplained { was, .. } => was.as_ref().map(Said::Sample),
            Event::WordsKept { was, .. } => Some(Said::Kept(*was)),
            _ => None,
        }
    }

    /// What is said since; nothing where it was taken back.
    pub fn now(&self) -> Option<Said<'_>> {
        match &self.event {
            Event::ServiceTold { now, .. } => now.as_ref().map(Said::Service),
            Event::SourceAdded { details, .. } => Some(Said::Source(details)),
            Event::SourceChanged { now, .. } => Some(Said::Source(now)),
            Event::Answered { now, .. } => now.as_ref().map(Said::Answer),
            Event::NoteWritten { now, .. } => now.as_ref().map(Said::Note),
            Event::Determined { now, .. } => now.as_ref().map(Said::Level),
            Event::DifferenceExplained { now, .. } => now.as_ref().map(Said::Difference),
            Event::ShortfallExplained { now, .. } => now.as_ref().map(Said::Sample),
            Event::WordsKept { now, .. } => Some(Said::Kept(*now)),
            _ => None,
        }
    }
}

/// What an event is about, if it is about something that is followed here.
fn subject(event: &Event) -> Option<Subject> {
    Some(match event {
        Event::ServiceTold { service, .. } => Subject::Service(service.clone()),
        Event::SourceAdded { source, .. }
        | Event::SourceChanged { source, .. }
        | Event::SourceWithdrawn { source, .. } => Subject::Source(source.clone()),
        Event::Answered { cell, .. } => Subject::Answer(cell.clone()),
        Event::NoteWritten { on, .. } => Subject::Note(on.clone()),
        Event::DifferenceExplained { standard, .. } => Subject::Difference(standard.clone()),
        Event::ShortfallExplained { sample, .. } => Subject::Sample(sample.clone()),
        Event::Determined { standard, .. } => Subject::Level(standard.clone()),
        Event::WordsKept { at, .. } => Subject::Kept(at.clone()),
        _ => return None,
    })
}

/// The changes of a case, in the order of folding. Answers of the first revision that were never
/// changed are not among them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    list: Vec<Change>,
    /// What was taken back once: when it is said again, that is not for the first time.
    taken_back: BTreeSet<(VisitId, Subject)>,
}

impl Changes {
    /// Looks at an entry that is about to be folded into `case`.
    pub fn see(&mut self, case: &Case, entry: &Entry) {
        let (how, event) = match &entry.event {
            Event::Undone { inverse, .. } => (How::Undone, &**inverse),
            Event::Redone { again, .. } => (How::Redone, &**again),
            event => (How::Done, event),
        };
        let (Some(subject), Some(id)) = (subject(event), event.visit()) else {
            return;
        };
        let Some(visit) = case.visit(id) else { return };
        let revision = visit.revision();
        let mut is_slip = false;
        let key = (id.clone(), subject.clone());
        let mut is_first = !self.taken_back.contains(&key);
        if let Event::Answered { cell, .. } = event {
            let given = visit.given_at(cell).map(|given| given.at);
            is_slip = given.is_some_and(|given| (entry.at - given).abs() < SLIP);
            is_first &= given.is_none();
            if is_first && revision == 1 {
                return;
            }
            if let Event::Answered {
                was: Some(was),
                now: Some(now),
                ..
            } = event
                && was.is_like(now)
            {
                // A remark is words beside an answer, which stays what it was.
                is_slip = false;
                is_first = was.remark.is_none();
            }
        }
        let change = Change {
            entry: entry.reference(),
            at: entry.at,
            by: entry.actor.clone(),
            revision,
            how,
            subject,
            is_first,
            is_slip,
            event: event.clone(),
        };
        let change = Change {
            is_first: is_first && (change.was().is_none() || change.is_remark()),
            ..change
        };
        if change.now().is_none() {
            self.taken_back.insert(key);
        }
        self.list.push(change);
    }

    /// Folds entries that are in order, and gathers what they change.
    pub fn fold<'a>(id: CaseId, entries: impl IntoIterator<Item = &'a Entry>) -> (Case, Self) {
        let (mut case, mut changes) = (Case::new(id), Self::default());
        for entry in entries {
            changes.see(&case, entry);
            case.apply(entry);
        }
        (case, changes)
    }

    /// The changes of a visit, oldest first.
    pub fn of_visit<'a>(&'a self, visit: &'a VisitId) -> impl Iterator<Item = &'a Change> {
        self.list
            .iter()
            .filter(move |change| change.event.visit() == Some(visit))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;
