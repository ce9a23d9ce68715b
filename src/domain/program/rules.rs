//! The rules of an accreditation program as data, format `onsite-program/1`.
//!
//! Here live the types and the deadlines that follow from them. Judging a packet by these rules
//! is in [`super::eligibility`]. standards/README.md; RULES.md, Deadlines.

use crate::domain::values::calendar::{Calendar, Count, Deadline};
use crate::domain::values::place::TimeZone;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What stands in a program file's `format`.
pub const FORMAT: &str = "onsite-program/1";

/// The rules of one program.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Program {
    /// [`FORMAT`].
    pub format: String,
    /// Its short name, such as `qcp`.
    pub id: String,
    /// Which state of the rules this is, in words.
    pub edition: String,
    /// Its name.
    pub title: String,
    /// Where the rules come from, in a few sentences.
    pub summary: String,
    /// The sources that a [`Basis`] names.
    pub sources: Vec<crate::domain::pack::Reference>,
    /// The office whose days count.
    pub office: Office,
    /// What makes a practice eligible.
    pub eligibility: EligibilityRules,
    /// The steps of the application, in order.
    pub application_steps: Vec<ApplicationStep>,
    /// Everything that is counted in time.
    pub deadlines: Deadlines,
    /// Days that are no business days.
    pub holidays: Vec<Holiday>,
}

/// The program's office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// What the screen calls it.
    pub title: String,
    /// The zone in which deadlines are counted.
    pub time_zone: TimeZone,
}

/// How far a rule can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Given by the program office.
    Official,
    /// Read on a page of the program.
    Seen,
    /// Read on an older page of the program; may have changed.
    OlderPage,
    /// Not found anywhere: a value to work with until the office gives its own.
    Working,
}

impl Standing {
    /// In words, for the screen.
    pub fn words(self) -> &'static str {
        match self {
            Self::Official => "given by the program office",
            Self::Seen => "read on a page of the program",
            Self::OlderPage => "read on an older page of the program; may have changed",
            Self::Working => "a working value, not from the program; the office must confirm it",
        }
    }
}

/// Where a rule comes from, and how far it can be relied on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Basis {
    /// How far it can be relied on.
    pub standing: Standing,
    /// Ids of sources.
    pub sources: Vec<String>,
    /// A doubt, if there is one.
    pub note: Option<String>,
}

/// What makes a practice eligible.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EligibilityRules {
    /// How many unique charts, by size.
    pub charts: ChartRule,
    /// How high the Overall Quality Score must be.
    pub score: ScoreRule,
}

/// How many unique charts a practice needs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartRule {
    /// The rule's name.
    pub title: String,
    /// Ascending by size; the last has no upper end.
    pub by_size: Vec<ChartStep>,
    /// Where it comes from.
    pub basis: Basis,
}

/// The charts that practices up to a size need.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartStep {
    /// Up to and including so many physicians (full-time equivalents); `None`: any more.
    pub physicians_up_to: Option<f64>,
    /// At least so many unique charts.
    pub charts: u32,
}

impl ChartRule {
    /// How many charts a practice of that size needs; `None` if the table does not say.
    pub fn minimum(&self, physicians: f64) -> Option<&ChartStep> {
        self.by_size
            .iter()
            .find(|step| step.physicians_up_to.is_none_or(|most| physicians <= most))
    }
}

/// How high the Overall Quality Score must be.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreRule {
    /// The rule's name.
    pub title: String,
    /// At least, in percent.
    pub at_least: f64,
    /// Where it comes from.
    pub basis: Basis,
}

/// One step of the application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApplicationStep {
    /// Its key in a packet's `application`.
    pub id: String,
    /// What the screen calls it.
    pub title: String,
}

/// The days that deadlines are counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StartDay {
    /// The final report of the QOPI round.
    FinalReport,
    /// The last day of the visit.
    VisitEnd,
    /// The practice was told of an urgent safety concern.
    ConcernTold,
    /// The report (CCR) was issued.
    ReportIssued,
    /// The status became Pending.
    PendingSince,
    /// The certification began.
    TermStart,
    /// The certification ends or ended.
    TermEnd,
}

impl StartDay {
    /// What happened that day, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::FinalReport => "the final report of the round",
            Self::VisitEnd => "the last day of the visit",
            Self::ConcernTold => "the practice was told of the urgent concern",
            Self::ReportIssued => "the Certification Compliance Report was issued",
            Self::PendingSince => "the status became Pending",
            Self::TermStart => "the certification began",
            Self::TermEnd => "the end of the certification",
        }
    }
}

/// A rule that gives a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeadlineRule {
    /// The rule's name.
    pub title: String,
    /// The day it is counted from.
    pub from: StartDay,
    /// The periods, taken one after the other; at least one.
    pub steps: Vec<Count>,
    /// Where it comes from.
    pub basis: Basis,
}

/// Everything that is counted in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadlines {
    /// How long a score makes a practice eligible.
    pub score_valid: DeadlineRule,
    /// Until when a waiver of the score can be asked for.
    pub score_waiver: DeadlineRule,
    /// When the Surveyor's signed file is due.
    pub surveyor_report: DeadlineRule,
    /// When the practice answers an urgent safety concern.
    pub urgent_concern: DeadlineRule,
    /// When the Certification Compliance Report is due.
    pub compliance_report: DeadlineRule,
    /// When the Compliance Action Plan is due.
    pub action_plan: DeadlineRule,
    /// When the documentation of a practice new to the program is due.
    pub documentation_new: DeadlineRule,
    /// When the documentation of a recertifying practice is due.
    pub documentation_recertifying: DeadlineRule,
    /// How long the status can stay Pending.
    pub pending: DeadlineRule,
    /// How long a certification lasts.
    pub term: DeadlineRule,
    /// From when recertification can be applied for.
    pub recertification_opens: DeadlineRule,
    /// Until when recertification can be applied for.
    pub recertification_closes: DeadlineRule,
}

impl Deadlines {
    /// All rules with their keys, in order.
    pub fn all(&self) -> [(&'static str, &DeadlineRule); 12] {
        [
            ("score_valid", &self.score_valid),
            ("score_waiver", &self.score_waiver),
            ("surveyor_report", &self.surveyor_report),
            ("urgent_concern", &self.urgent_concern),
            ("compliance_report", &self.compliance_report),
            ("action_plan", &self.action_plan),
            ("documentation_new", &self.documentation_new),
            (
                "documentation_recertifying",
                &self.documentation_recertifying,
            ),
            ("pending", &self.pending),
            ("term", &self.term),
            ("recertification_opens", &self.recertification_opens),
            ("recertification_closes", &self.recertification_closes),
        ]
    }
}

/// A day that is no business day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// The day.
    pub date: NaiveDate,
    /// Its name.
    pub name: String,
}

impl Program {
    /// The calendar of the program's holidays.
    pub fn calendar(&self) -> Calendar {
        Calendar::new(
            self.holidays
                .iter()
                .map(|holiday| (holiday.date, holiday.name.clone())),
        )
    }

    /// The day a rule gives, counted from `from` (a day in the office's time zone), with the
    /// explanation that the screen shows; `None` beyond what a calendar can hold.
    pub fn deadline(&self, rule: &DeadlineRule, from: NaiveDate) -> Option<Deadline> {
        let zone = format!("office time zone {}", self.office.time_zone);
        let mut deadline = self
            .calendar()
            .deadline(&rule.steps, from, rule.from.words(), &zone)?;
        if rule.basis.standing != Standing::Official {
            deadline.explanation =
                format!("{} ({})", deadline.explanation, rule.basis.standing.words());
        }
        Some(deadline)
    }
}
