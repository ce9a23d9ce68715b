//! What a Surveyor answers, at which cell, and why.

use crate::domain::pack::Method;
use crate::domain::values::ids::{ElementId, SiteId, SourceId, StandardId};
use crate::domain::values::text::TextId;
use serde::{Deserialize, Serialize};

/// The four answers. RULES.md, Words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerValue {
    /// Seen, and as it must be.
    Met,
    /// Seen, and not as it must be.
    NotMet,
    /// Does not arise here.
    NotApplicable,
    /// Could not be seen.
    CouldNotAssess,
}

impl AnswerValue {
    /// All four, in the order in which they are offered.
    pub const ALL: [AnswerValue; 4] = [
        Self::Met,
        Self::NotMet,
        Self::NotApplicable,
        Self::CouldNotAssess,
    ];

    /// The word on screen and in the report.
    pub fn title(self) -> &'static str {
        match self {
            Self::Met => "Met",
            Self::NotMet => "Not met",
            Self::NotApplicable => "Not applicable",
            Self::CouldNotAssess => "Could not assess",
        }
    }

    /// Says whether the answer is refused without a reason.
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::NotApplicable | Self::CouldNotAssess)
    }
}

/// Why an answer, a level or a shortfall is as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The nth of the pack's list, from 1.
    Listed(u16),
    /// The Surveyor's own words.
    Typed(TextId),
}

/// An answer with its reason and the Surveyor's remark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Which of the four.
    pub value: AnswerValue,
    /// Why, where the answer needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// What was seen just there, in the Surveyor's words: one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<TextId>,
}

impl Answer {
    /// An answer that needs no reason.
    pub fn plain(value: AnswerValue) -> Self {
        Self::because(value, None)
    }

    /// An answer with a reason, where it needs one.
    pub fn because(value: AnswerValue, reason: Option<Reason>) -> Self {
        Self {
            value,
            reason,
            remark: None,
        }
    }

    /// Says whether another says the same of the practice, whatever is remarked on it.
    pub fn is_like(&self, other: &Self) -> bool {
        self.value == other.value && self.reason == other.reason
    }
}

/// One element looked at by one method: what a Surveyor answers.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckKey {
    /// The element.
    pub element: ElementId,
    /// The way of looking.
    pub method: Method,
}

/// Where one answer stands: a check, at a site, at a source or at the whole.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    /// The check.
    pub check: CheckKey,
    /// The site; nothing for a policy answer that belongs to the whole practice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<SiteId>,
    /// The source; nothing for an answer at the whole ("no such policy").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
}

/// The Surveyor's level for a Standard. The names on screen come from the pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Every applicable element is met.
    FullyMet,
    /// Some are, some are not.
    PartlyMet,
    /// None is.
    NotMet,
    /// The Standard does not arise at this practice.
    NotApplicable,
    /// Something that would decide it could not be seen.
    CouldNotAssess,
}

impl Level {
    /// All five, in the order in which they are offered.
    pub const ALL: [Level; 5] = [
        Self::FullyMet,
        Self::PartlyMet,
        Self::NotMet,
        Self::NotApplicable,
        Self::CouldNotAssess,
    ];
}

/// What a level that is not the suggested one rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// An element of the Standard.
    Element(ElementId),
    /// Something that was looked at.
    Source(SourceId),
}

/// One explicit decision of the Surveyor on a Standard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Determination {
    /// The level.
    pub level: Level,
    /// What the rules suggested at that moment; when it changes, the Surveyor is asked again.
    pub suggested: Level,
    /// Why the level differs from the suggestion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// What that rests on: "matter of weight" alone says nothing that could be looked up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rests_on: Option<Ground>,
}

impl Determination {
    /// The suggested level.
    pub fn as_suggested(level: Level) -> Self {
        Self {
            level,
            suggested: level,
            reason: None,
            rests_on: None,
        }
    }

    /// Says whether it is another level than the suggested one.
    pub fn differs(&self) -> bool {
        self.level != self.suggested
    }
}

/// Which side falls short where two methods differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// Practice is good, the paper is missing or wrong.
    Policy,
    /// The paper is good, practice does not follow it.
    Practice,
    /// Neither is as it must be.
    Both,
}

impl Gap {
    /// All three, in the order in which they are offered.
    pub const ALL: [Gap; 3] = [Self::Policy, Self::Practice, Self::Both];

    /// The words on screen and in the report.
    pub fn title(self) -> &'static str {
        match self {
            Self::Policy => "Policy gap",
            Self::Practice => "Practice gap",
            Self::Both => "Both",
        }
    }
}

/// The Surveyor's explanation where methods differ, one for each Standard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Explanation {
    /// Which side falls short.
    pub gap: Gap,
    /// In the Surveyor's words, if they add any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<TextId>,
}

/// What a note in the report belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteTarget {
    /// One check, over all its sources.
    Check(CheckKey),
    /// A Standard as a whole.
    Standard(StandardId),
}

/// What a sampling minimum is counted over.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleKey {
    /// The way of looking.
    pub method: Method,
    /// Kind of record or event, or role; `document` for policies.
    pub kind: String,
    /// The site; nothing where the minimum is for the practice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<SiteId>,
}
