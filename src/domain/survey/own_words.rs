//! The Surveyor's own words at a check, and the answers that they were written under.
//!
//! Facts are derived and cannot be old; words can. So the fold keeps beside each note at a check
//! and each remark what the answers were when it was written, or kept (`20-words_kept`), and here
//! that is held against what they are. How it is said is in [`super::words`]; what it blocks, in
//! [`super::readiness`]. A note at a Standard speaks of no one check, and is left alone.

use super::answers::{AnswerValue, Cell, CheckKey, NoteTarget};
use super::visit::{Basis, Given, Visit};
use super::words::Facts;
use crate::domain::values::text::TextId;
use serde::{Deserialize, Serialize};

/// Where the Surveyor's words at a check stand.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WordsAt {
    /// The note of a check.
    Note(CheckKey),
    /// The remark at an answer.
    Remark(Cell),
}

impl WordsAt {
    /// The check.
    pub fn check(&self) -> &CheckKey {
        match self {
            Self::Note(check) => check,
            Self::Remark(cell) => &cell.check,
        }
    }
}

/// What the answers were when words were written, and what they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// All answers of a check, under its note.
    Check {
        /// What they came to.
        then: Basis,
        /// What they come to.
        now: Basis,
    },
    /// The one answer, under its remark.
    Answer {
        /// What it was.
        then: AnswerValue,
        /// What it is.
        now: AnswerValue,
    },
}

impl Changed {
    /// Says whether the words may now say what is not so: what was not met is met, or the other
    /// way round. More that is met beside it does not make them untrue.
    pub fn is_grave(&self) -> bool {
        match self {
            Self::Check { then, now } => !then.same_not_met(now),
            Self::Answer { .. } => true,
        }
    }
}

/// The words that stand there.
pub fn text(visit: &Visit, at: &WordsAt) -> Option<TextId> {
    match at {
        WordsAt::Note(check) => visit.notes.get(&NoteTarget::Check(check.clone())).copied(),
        WordsAt::Remark(cell) => visit.answer(cell)?.remark,
    }
}

/// What changed under the words that stand there; nothing where they fit, or where there are none.
pub fn changed(visit: &Visit, at: &WordsAt) -> Option<Changed> {
    text(visit, at)?;
    match at {
        WordsAt::Note(check) => {
            let then = visit.bases.get(check).copied().unwrap_or_default();
            let now = visit.answers.basis(check);
            (then != now).then_some(Changed::Check { then, now })
        }
        WordsAt::Remark(cell) => under_remark(visit.given_at(cell)?),
    }
}

/// What changed under the remark at an answer.
fn under_remark(given: &Given) -> Option<Changed> {
    given.answer.remark?;
    let (then, now) = (given.remarked_under?, given.answer.value);
    (then != now).then_some(Changed::Answer { then, now })
}

/// Everything at a check that was written under other answers: its note first.
pub fn old_words(visit: &Visit, check: &CheckKey) -> Vec<(WordsAt, TextId, Changed)> {
    let remarks = visit.given(check).iter();
    let remarks = remarks.map(|given| WordsAt::Remark(given.cell(check)));
    std::iter::once(WordsAt::Note(check.clone()))
        .chain(remarks)
        .filter_map(|at| {
            let (text, changed) = (text(visit, &at)?, changed(visit, &at)?);
            Some((at, text, changed))
        })
        .collect()
}

/// Says whether a check that is not met has no words of the Surveyor's own: no note, and at some
/// answer Not met no remark. Words that are erased or blank are none.
pub fn are_missing(facts: &Facts, check: &CheckKey) -> bool {
    let visit = facts.visit;
    let stands = |text: &TextId| facts.has_words(text);
    let note = visit.notes.get(&NoteTarget::Check(check.clone()));
    let mut not_met = visit
        .given(check)
        .iter()
        .filter(|given| given.answer.value == AnswerValue::NotMet)
        .peekable();
    let nothing_not_met = not_met.peek().is_none();
    !note.is_some_and(stands)
        && (nothing_not_met
            || !not_met.all(|given| given.answer.remark.as_ref().is_some_and(stands)))
}

/// The first answer Not met of a check that has no remark.
pub fn without_words(facts: &Facts, check: &CheckKey) -> Option<Cell> {
    let mut given = facts.visit.given(check).iter();
    let given = given.find(|given| {
        let remark = given.answer.remark.as_ref();
        given.answer.value == AnswerValue::NotMet && !remark.is_some_and(|id| facts.has_words(id))
    })?;
    Some(given.cell(check))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;
