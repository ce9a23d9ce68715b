//! Eligibility: what the program's rules say to a practice's QOPI participation, explained.
//!
//! Eligibility only opens the way to a survey; it says nothing about certification.

use crate::domain::program::packet::Packet;
use crate::domain::program::rules::{Program, Standing};
use crate::domain::values::written;
use chrono::NaiveDate;

/// Whether a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holds {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// Something needed to say is missing.
    Unknown,
}

impl Holds {
    /// In a word, for the screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "not known",
        }
    }

    fn of(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

/// One rule against one packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// The rule's name.
    pub rule: String,
    /// Whether it holds.
    pub holds: Holds,
    /// The figures: what the packet says against what the rule asks.
    pub figures: String,
    /// The last day on which it holds, where time ends it.
    pub runs_out: Option<NaiveDate>,
    /// How far the rule itself can be relied on.
    pub standing: Standing,
}

/// All rules against one packet on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eligibility {
    /// The day it was judged for.
    pub on: NaiveDate,
    /// Charts, score, validity: in this order.
    pub criteria: Vec<Criterion>,
}

impl Eligibility {
    /// All together: No if any rule does not hold, else unknown if any is, else yes.
    pub fn holds(&self) -> Holds {
        if self.any(Holds::No) {
            Holds::No
        } else if self.any(Holds::Unknown) {
            Holds::Unknown
        } else {
            Holds::Yes
        }
    }

    /// The last day of eligibility, where one is known.
    pub fn runs_out(&self) -> Option<NaiveDate> {
        self.criteria
            .iter()
            .filter_map(|criterion| criterion.runs_out)
            .min()
    }

    /// Says whether any rule that was applied is only a working value.
    pub fn rests_on_working_values(&self) -> bool {
        self.criteria
            .iter()
            .any(|criterion| criterion.standing == Standing::Working)
    }

    fn any(&self, holds: Holds) -> bool {
        self.criteria
            .iter()
            .any(|criterion| criterion.holds == holds)
    }
}

impl Packet {
    /// Judges the packet against the program's rules on the day `on`.
    pub fn eligibility(&self, program: &Program, on: NaiveDate) -> Eligibility {
        Eligibility {
            on,
            criteria: vec![
                self.charts(program),
                self.score(program),
                self.validity(program, on),
            ],
        }
    }

    fn charts(&self, program: &Program) -> Criterion {
        let rule = &program.eligibility.charts;
        let charts = self.participation.as_ref().and_then(|part| part.charts);
        let physicians = self.practice.physicians;
        let size = match physicians {
            Some(count) => format!("{count} full-time physicians"),
            None => String::new(),
        };
        let minimum = physicians.and_then(|count| rule.minimum(count));
        let (holds, figures) = match (charts, minimum) {
            (Some(charts), None) if physicians.is_none() => (
                Holds::Unknown,
                format!(
                    "{charts} unique charts; how many are needed depends on the number of \
                     physicians, which is not known"
                ),
            ),
            (None, None) if physicians.is_none() => (
                Holds::Unknown,
                "number of charts and of physicians not known".to_owned(),
            ),
            (Some(charts), Some(step)) => (
                Holds::of(charts >= step.charts),
                format!(
                    "{charts} unique charts; at least {} for {size}",
                    step.charts
                ),
            ),
            (None, Some(step)) => (
                Holds::Unknown,
                format!(
                    "number of charts not known; at least {} for {size}",
                    step.charts
                ),
            ),
            (_, None) => (
                Holds::Unknown,
                format!("the program's table has no minimum for {size}"),
            ),
        };
        Criterion {
            rule: rule.title.clone(),
            holds,
            figures,
            runs_out: None,
            standing: rule.basis.standing,
        }
    }

    fn score(&self, program: &Program) -> Criterion {
        let rule = &program.eligibility.score;
        let (holds, figures) = match self.participation.as_ref().and_then(|part| part.score) {
            Some(score) => (
                Holds::of(score >= rule.at_least),
                format!("{score}%; at least {}%", rule.at_least),
            ),
            None => (
                Holds::Unknown,
                format!("score not known; at least {}%", rule.at_least),
            ),
        };
        Criterion {
            rule: rule.title.clone(),
            holds,
            figures,
            runs_out: None,
            standing: rule.basis.standing,
        }
    }

    fn validity(&self, program: &Program, on: NaiveDate) -> Criterion {
        let rule = &program.deadlines.score_valid;
        let report = self
            .participation
            .as_ref()
            .and_then(|part| part.final_report);
        let deadline = report.and_then(|day| program.deadline(rule, day));
        let (holds, figures) = match (report, &deadline) {
            (Some(report), _) if report > on => (
                Holds::Unknown,
                format!(
                    "the final report is dated {}, after {}",
                    written::date(report),
                    written::date(on)
                ),
            ),
            (Some(report), Some(deadline)) => (
                Holds::of(on <= deadline.due),
                format!(
                    "final report {}; {} {} to and including {}",
                    written::date(report),
                    if on <= deadline.due {
                        "valid"
                    } else {
                        "was valid"
                    },
                    rule.steps
                        .iter()
                        .map(|step| step.words())
                        .collect::<Vec<_>>()
                        .join(", ")
                        .replace(" after", ","),
                    written::date(deadline.due)
                ),
            ),
            _ => (
                Holds::Unknown,
                "day of the final report not known".to_string(),
            ),
        };
        Criterion {
            rule: rule.title.clone(),
            holds,
            figures,
            runs_out: deadline.map(|deadline| deadline.due),
            standing: rule.basis.standing,
        }
    }
}
