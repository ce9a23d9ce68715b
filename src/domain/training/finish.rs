//! How the training visit ends: explanations, small samples, levels; and, where it is nearly
//! finished, the few things that are left for whoever practices on it, one of each kind.

use super::findings::{self, NO_SUCH_ROLE, OVERRIDDEN, SINGLE_SLIP};
use super::{Extent, Rehearsal, TrainingFault};
use crate::domain::pack::Method;
use crate::domain::survey::answers::{
    Cell, Determination, Explanation, Gap, Ground, Level, Reason,
};
use crate::domain::survey::decide::Act;
use crate::domain::survey::readiness;
use crate::domain::survey::verdicts::{self, Board};
use crate::domain::values::ids::StandardId;

/// The check that is left to do: does the record go along where care moved to another setting?
const OPEN: (&str, &str) = ("4.5.1", "R09");
/// The answer Not met that is left without words.
const WORDLESS: (&str, &str) = ("4.3.3", "R08");
/// The Standard that is left without a level.
const WITHOUT_LEVEL: &str = "4.4";
/// The Standard in which methods differ and nobody has said why.
const UNEXPLAINED: &str = "4.1";

impl Rehearsal<'_> {
    /// Says whether an answer is one of those that are left for practicing.
    pub(super) fn is_left_open(&self, cell: &Cell) -> bool {
        self.is_at(cell, OPEN) && cell.check.method == Method::Record
    }

    /// Says whether an answer is the one that is left without words.
    pub(super) fn is_wordless(&self, cell: &Cell) -> bool {
        self.is_at(cell, WORDLESS)
    }

    fn is_at(&self, cell: &Cell, (element, label): (&str, &str)) -> bool {
        let source = cell.source.as_ref();
        let source = source.and_then(|id| self.case.current_visit()?.source(id));
        self.extent == Extent::NearlyFinished
            && cell.check.element.as_str() == element
            && source.is_some_and(|source| source.details.label == label)
    }

    fn is_left(&self, standard: &StandardId, left: &str) -> bool {
        self.extent == Extent::NearlyFinished && standard.as_str() == left
    }

    /// Explains, and gives the levels of what is done.
    pub(super) fn finish(&mut self) -> Result<(), TrainingFault> {
        self.explain()?;
        if self.extent == Extent::Finished {
            self.explain_samples()?;
        }
        self.give_levels()
    }

    /// Says on which side a Standard falls short where its methods differ.
    pub(super) fn explain(&mut self) -> Result<(), TrainingFault> {
        let pack = self.pack;
        for standard in &pack.standards {
            let verdict = verdicts::standard(self.visit()?, pack, standard);
            let differences = verdict.differences.iter();
            let (paper, practice): (Vec<_>, Vec<_>) =
                differences.partition(|difference| difference.not_met == Method::Policy);
            let (gap, words) = match (paper.is_empty(), practice.is_empty()) {
                (true, true) => continue,
                (false, true) => (Gap::Policy, POLICY_GAP),
                (true, false) => (Gap::Practice, PRACTICE_GAP),
                (false, false) => (Gap::Both, BOTH_GAPS),
            };
            if self.is_left(&standard.id, UNEXPLAINED) {
                continue;
            }
            let words = findings::explanation(standard.id.as_str()).unwrap_or(words);
            let text = self.text(words);
            let explanation = Some(Explanation {
                gap,
                text: Some(text.id),
            });
            let explain = Act::ExplainDifference {
                standard: standard.id.clone(),
                explanation,
            };
            self.act(explain.with([text]))?;
        }
        Ok(())
    }

    fn explain_samples(&mut self) -> Result<(), TrainingFault> {
        for state in readiness::sample_states(self.visit()?, self.pack) {
            if state.is_short() {
                let reason = Some(Reason::Listed(NO_SUCH_ROLE));
                self.act(Act::ExplainShortfall {
                    sample: state.key,
                    reason,
                })?;
            }
        }
        Ok(())
    }

    fn give_levels(&mut self) -> Result<(), TrainingFault> {
        let pack = self.pack;
        let board = Board::of(self.visit()?, pack);
        for (standard, verdict) in pack.standards.iter().zip(board.iter()) {
            let Some(level) = verdict.level.filter(|_| verdict.open == 0) else {
                continue;
            };
            if self.is_left(&standard.id, WITHOUT_LEVEL) {
                continue;
            }
            let mut determination = Determination::as_suggested(level);
            let rests_on = standard
                .elements
                .iter()
                .find(|element| element.id.as_str() == OVERRIDDEN);
            if let (Some(element), Level::PartlyMet) = (rests_on, level) {
                determination.level = Level::FullyMet;
                determination.reason = Some(Reason::Listed(SINGLE_SLIP));
                determination.rests_on = Some(Ground::Element(element.id.clone()));
            }
            let given = (standard.id.clone(), Some(determination));
            self.act(Act::Determine(vec![given]))?;
        }
        Ok(())
    }
}

const POLICY_GAP: &str = "It is done as it must be. The written policy does not ask for it.";
const PRACTICE_GAP: &str = "It is the rule here, and it is not done every time.";
const BOTH_GAPS: &str = "One thing is missing in the policy, another is not done every time.";
