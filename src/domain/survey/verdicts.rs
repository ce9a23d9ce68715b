//! The verdict rules, version 1: from answers to a check, an element, a Standard.
//!
//! Pure and independent of the order of entry. In words they are in RULES.md, Verdicts; in code
//! each is stated once, here. What they give is a *suggestion*: the Surveyor determines the
//! level, and only the committee decides. [`super::why`] explains one Standard in sentences.

mod board;
mod checks;
mod elements;

pub use board::Board;
pub use checks::{applies_at, check, check_at, record_fits, weighed};
pub use elements::{element, element_at, standard, worst};

use super::answers::{AnswerValue, Level};
use super::visit::Given;
use crate::domain::pack::Method;
use crate::domain::values::ids::{ElementId, SiteId};

/// The number of these rules. A changed rule is a new number; a signed step names the one that
/// it was judged by.
pub const RULES: u32 = 1;

/// How a check or an element stands. The order is the order of "worst first".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// Nowhere as it must be.
    NotMet,
    /// Here it is, there it is not.
    Mixed,
    /// Something is still to do.
    Open,
    /// What would decide it could not be seen.
    CouldNotAssess,
    /// As it must be.
    Met,
    /// Does not arise.
    NotApplicable,
}

impl Outcome {
    /// Says whether something was seen that is not as it must be.
    pub fn is_wanting(self) -> bool {
        matches!(self, Self::NotMet | Self::Mixed)
    }
}

/// How many answers of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Met.
    pub met: usize,
    /// Not met.
    pub not_met: usize,
    /// Not applicable, "did not arise" among them.
    pub not_applicable: usize,
    /// Could not assess.
    pub could_not_assess: usize,
}

impl Tally {
    /// No answer.
    pub const NONE: Self = Self {
        met: 0,
        not_met: 0,
        not_applicable: 0,
        could_not_assess: 0,
    };

    /// Where it arose: the N of "n of N".
    pub fn arose(&self) -> usize {
        self.met + self.not_met
    }

    /// Where it arose or may have: the N beside which nothing that was not assessed is hidden.
    pub fn in_question(&self) -> usize {
        self.arose() + self.could_not_assess
    }

    /// All answers.
    pub fn answered(&self) -> usize {
        self.arose() + self.not_applicable + self.could_not_assess
    }

    /// Adds another's answers.
    fn add(&mut self, other: &Self) {
        self.met += other.met;
        self.not_met += other.not_met;
        self.not_applicable += other.not_applicable;
        self.could_not_assess += other.could_not_assess;
    }

    fn of<'a>(given: impl Iterator<Item = &'a Given>) -> Self {
        let mut tally = Self::default();
        for given in given {
            match given.answer.value {
                AnswerValue::Met => tally.met += 1,
                AnswerValue::NotMet => tally.not_met += 1,
                AnswerValue::NotApplicable => tally.not_applicable += 1,
                AnswerValue::CouldNotAssess => tally.could_not_assess += 1,
            }
        }
        tally
    }
}

/// How one check stands, at one site or over all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckVerdict {
    /// How it stands.
    pub outcome: Outcome,
    /// The answers behind it.
    pub tally: Tally,
    /// Answers still to give.
    pub open: usize,
    /// Fitting records left blank beyond the minimum.
    pub not_sampled: usize,
}

/// Two methods that do not agree on an element at a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The element.
    pub element: ElementId,
    /// The site.
    pub site: SiteId,
    /// The method that found it not met.
    pub not_met: Method,
    /// The method that found it met.
    pub met: Method,
}

/// How an element stands over all sites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ElementVerdict {
    /// How it stands.
    pub outcome: Outcome,
    /// Answers still to give.
    pub open: usize,
    /// Where methods differ.
    pub differences: Vec<Difference>,
}

/// How one method stands within a Standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MethodVerdict {
    /// The worst of its checks.
    pub outcome: Outcome,
    /// All answers.
    pub tally: Tally,
    /// Answers still to give.
    pub open: usize,
    /// How many checks it has.
    pub checks: usize,
    /// How many of them have nothing left to do.
    pub closed: usize,
    /// Whether any of them arises at a site, as far as the confirmed services say.
    pub arises: bool,
}

/// How a Standard stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandardVerdict {
    /// The suggested level: "so far" while something is open, none while no element is closed.
    pub level: Option<Level>,
    /// Answers still to give.
    pub open: usize,
    /// Where methods differ.
    pub differences: Vec<Difference>,
    /// Its four methods in their order; nothing where the Standard has no check of it.
    pub methods: [Option<MethodVerdict>; 4],
}

#[cfg(test)]
pub(super) mod tests;
