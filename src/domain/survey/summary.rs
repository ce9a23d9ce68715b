//! What a reader wants to know first: how many Standards stand at which level, and of each that is
//! not simply met, why. The first page of the report and the home of a reader show this and
//! nothing that they found themselves. Sentences come from [`super::words`], rules from
//! [`super::verdicts`].

mod points;

pub use points::{About, Point};

use super::answers::{AnswerValue, Level};
use super::verdicts::{Board, StandardVerdict};
use super::visit::Visit;
use super::words::{self, Facts};
use crate::domain::pack::{Element, Method, Pack, Standard};

/// A visit in short.
#[derive(Clone, Debug)]
pub struct Summary<'a> {
    /// Every Standard of the edition, in its order.
    pub standards: Vec<Standing<'a>>,
    /// Everything that could not be assessed, under fully met Standards too.
    pub unseen: Vec<Unseen<'a>>,
}

/// How one Standard stands.
#[derive(Clone, Debug)]
pub struct Standing<'a> {
    /// The Standard.
    pub standard: &'a Standard,
    /// The Surveyor's level; nothing while none is given.
    pub level: Option<Level>,
    /// What the rules suggest, where the Surveyor's level is another one.
    pub suggested: Option<Suggested>,
    /// Why it stands so, the worst first; of a fully met Standard only what is to be known of it.
    pub points: Vec<Point>,
    /// Why nothing of it arose, where that follows from the services.
    pub not_offered: Option<String>,
}

/// A suggested level that the Surveyor did not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggested {
    /// The level; nothing while no element is closed.
    pub level: Option<Level>,
    /// The suggestion in words, what is still to do in it.
    pub words: String,
    /// Why the Surveyor's level is another one.
    pub reason: Option<String>,
}

/// Something that could not be assessed, at sources with the same reason.
#[derive(Clone, Debug)]
pub struct Unseen<'a> {
    /// The Standard.
    pub standard: &'a Standard,
    /// The element.
    pub element: &'a Element,
    /// The way of looking.
    pub method: Method,
    /// Where: `R02, R05 at Main Street`.
    pub at: String,
    /// Why.
    pub why: Option<String>,
}

impl<'a> Summary<'a> {
    /// Draws a visit together. `board` holds the verdicts of `facts`' visit.
    pub fn of(facts: &Facts<'a>, board: &Board) -> Self {
        let verdicts = facts.pack.standards.iter().zip(board.iter());
        Self {
            standards: verdicts
                .map(|(standard, verdict)| Standing::of(facts, standard, verdict))
                .collect(),
            unseen: unseen(facts),
        }
    }

    /// How many Standards stand at each level, best first, those without a level last.
    pub fn levels(&self) -> Vec<(Option<Level>, usize)> {
        let levels = Level::ALL.into_iter().map(Some).chain([None]);
        levels
            .map(|level| {
                let at = self.standards.iter().filter(|held| held.level == level);
                (level, at.count())
            })
            .collect()
    }

    /// The Standards that need reading, in the edition's order.
    pub fn open(&self) -> impl Iterator<Item = &Standing<'a>> {
        self.standards.iter().filter(|held| held.is_open())
    }

    /// The Standards at a level about which there is nothing more to say.
    pub fn settled(&self, level: Level) -> impl Iterator<Item = &Standing<'a>> {
        let standards = self.standards.iter();
        standards.filter(move |held| held.level == Some(level) && !held.is_open())
    }
}

impl<'a> Standing<'a> {
    fn of(facts: &Facts<'a>, standard: &'a Standard, verdict: &StandardVerdict) -> Self {
        let own = facts.visit.determinations.get(&standard.id);
        let level = own.map(|(held, _)| held.level);
        let taken = is_taken(level, verdict);
        Self {
            standard,
            level,
            suggested: (!taken).then(|| Suggested {
                level: verdict.level,
                words: words::suggestion(facts.pack, verdict),
                reason: own.and_then(|(held, _)| facts.different_level(held)),
            }),
            points: points::of(facts, standard, verdict),
            not_offered: (level == Some(Level::NotApplicable))
                .then(|| facts.not_offered(standard, None, None))
                .flatten(),
        }
    }

    /// Says whether a reader must look at it: it is not fully met, not assessed, or the rules say
    /// something else of it than the Surveyor.
    pub fn is_open(&self) -> bool {
        needs_reading(self.level, self.suggested.is_none())
    }
}

/// Says whether the Surveyor's level is what the rules come to.
fn is_taken(level: Option<Level>, verdict: &StandardVerdict) -> bool {
    level == verdict.level && verdict.open == 0
}

fn needs_reading(level: Option<Level>, is_taken: bool) -> bool {
    !is_taken || !matches!(level, Some(Level::FullyMet | Level::NotApplicable))
}

/// How many Standards of a visit need reading, without the reasons: cheap enough for every frame.
pub fn count_open(visit: &Visit, pack: &Pack, board: &Board) -> usize {
    let standards = pack.standards.iter().zip(board.iter());
    standards
        .filter(|(standard, verdict)| {
            let own = visit.determinations.get(&standard.id);
            let level = own.map(|(held, _)| held.level);
            needs_reading(level, is_taken(level, verdict))
        })
        .count()
}

/// How many answers of a visit say that something could not be assessed.
pub fn count_unseen(visit: &Visit) -> usize {
    let given = visit.answers.values().flat_map(|held| held.iter());
    given
        .filter(|given| given.answer.value == AnswerValue::CouldNotAssess)
        .count()
}

/// Everything that was answered Could not assess, sources with the same reason together.
fn unseen<'a>(facts: &Facts<'a>) -> Vec<Unseen<'a>> {
    let mut rows = Vec::new();
    for (standard, element) in facts.pack.elements() {
        for method in element.checks.methods() {
            let evidence = facts.evidence(element, method, None);
            for group in facts.grouped(&evidence, AnswerValue::CouldNotAssess) {
                rows.push(Unseen {
                    standard,
                    element,
                    method,
                    at: group.at,
                    why: group.why,
                });
            }
        }
    }
    rows
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;
