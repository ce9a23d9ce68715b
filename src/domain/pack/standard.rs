//! Standards, their elements, and the checks by which an element is looked at.

use super::{Applies, Method};
use crate::domain::values::ids::{
    AttributeId, ChartAreaId, DomainId, ElementId, EventKindId, RecordKindId, RoleId, StandardId,
};
use serde::{Deserialize, Serialize};

/// One Standard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    /// Its number, such as `3.12`.
    pub id: StandardId,
    /// The domain it belongs to.
    pub domain: DomainId,
    /// Its name.
    pub title: String,
    /// Where it applies; absent means everywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applies_when: Option<Applies>,
    /// Its elements, flat: a parent stands before its parts and never rolls them up.
    pub elements: Vec<Element>,
}

/// One element of a Standard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Element {
    /// Its number, such as `3.12.4`.
    pub id: ElementId,
    /// At most [`super::WIDEST_SHORT`] columns, understandable alone.
    pub short: String,
    /// What must be so.
    pub text: String,
    /// Where it applies; absent means wherever its Standard does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applies_when: Option<Applies>,
    /// How it is looked at.
    pub checks: Checks,
    /// Examples, so that Surveyors judge alike.
    pub anchors: Vec<Anchor>,
    /// What the practice must fulfil where this is not met: a template with blanks.
    pub requirement: String,
    /// What would show that it is fulfilled: a template with blanks.
    pub satisfied_by: String,
}

impl Element {
    /// Says whether this element is answered at all; a parent without checks is a heading.
    pub fn is_answered(&self) -> bool {
        !self.checks.is_empty()
    }

    /// Says whether the element's own condition holds; unknown applies.
    pub fn applies(&self, known: &dyn Fn(&AttributeId) -> Option<bool>) -> bool {
        holds(self.applies_when.as_ref(), known)
    }

    /// Says whether the check by `method` exists and its own condition and the element's hold.
    pub fn check_applies(
        &self,
        method: Method,
        known: &dyn Fn(&AttributeId) -> Option<bool>,
    ) -> bool {
        let own = match method {
            Method::Record => self
                .checks
                .record
                .as_ref()
                .and_then(|check| check.applies_when.as_ref()),
            Method::Policy | Method::Interview | Method::Observation => None,
        };
        self.checks.need(method).is_some() && self.applies(known) && holds(own, known)
    }
}

impl Standard {
    /// Says whether the Standard's condition holds; unknown applies.
    pub fn applies(&self, known: &dyn Fn(&AttributeId) -> Option<bool>) -> bool {
        holds(self.applies_when.as_ref(), known)
    }

    /// The ways of looking that any of its elements has, in order.
    pub fn methods(&self) -> impl Iterator<Item = Method> + '_ {
        Method::ALL.into_iter().filter(|method| {
            self.elements
                .iter()
                .any(|element| element.checks.need(*method).is_some())
        })
    }
}

fn holds(condition: Option<&Applies>, known: &dyn Fn(&AttributeId) -> Option<bool>) -> bool {
    condition.is_none_or(|condition| condition.applies(known))
}

/// Whether a check must be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Need {
    /// Without it the element is open.
    Required,
    /// A second look: unanswered, it leaves nothing open.
    Supporting,
}

/// The checks of an element: at most one for each way of looking.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checks {
    /// By policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<PolicyCheck>,
    /// By records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordCheck>,
    /// By interviews.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interview: Option<InterviewCheck>,
    /// By observation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observation: Option<ObservationCheck>,
}

impl Checks {
    /// Whether the check by `method` is required; `None` where there is no such check.
    pub fn need(&self, method: Method) -> Option<Need> {
        match method {
            Method::Policy => self.policy.as_ref().map(|check| check.need),
            Method::Record => self.record.as_ref().map(|check| check.need),
            Method::Interview => self.interview.as_ref().map(|check| check.need),
            Method::Observation => self.observation.as_ref().map(|check| check.need),
        }
    }

    /// What to look for, ask or watch by `method`; empty where there is no such check.
    pub fn prompts(&self, method: Method) -> &[String] {
        match method {
            Method::Policy => self.policy.as_ref().map(|check| &check.prompts),
            Method::Record => self.record.as_ref().map(|check| &check.prompts),
            Method::Interview => self.interview.as_ref().map(|check| &check.prompts),
            Method::Observation => self.observation.as_ref().map(|check| &check.prompts),
        }
        .map_or(&[], Vec::as_slice)
    }

    /// The ways of looking it has, in order.
    pub fn methods(&self) -> impl Iterator<Item = Method> + '_ {
        Method::ALL
            .into_iter()
            .filter(|method| self.need(*method).is_some())
    }

    /// Says whether there is no check at all.
    pub fn is_empty(&self) -> bool {
        self.methods().next().is_none()
    }
}

/// What is looked for in a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyCheck {
    /// Whether it must be answered.
    pub need: Need,
    /// What to look for.
    pub prompts: Vec<String>,
}

/// What is looked for in records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordCheck {
    /// Whether it must be answered.
    pub need: Need,
    /// In which kind of record.
    pub kind: RecordKindId,
    /// In which part of a patient record; for charts only.
    pub chart_area: Option<ChartAreaId>,
    /// Which records can show it; absent means all of that kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applies_when: Option<Applies>,
    /// Where to look and what counts.
    pub prompts: Vec<String>,
}

/// What staff are asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InterviewCheck {
    /// Whether it must be answered.
    pub need: Need,
    /// Whom to ask: any of these.
    pub roles: Vec<RoleId>,
    /// Open questions that can be spoken aloud.
    pub prompts: Vec<String>,
}

/// What is watched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObservationCheck {
    /// Whether it must be answered.
    pub need: Need,
    /// At which events: any of these.
    pub events: Vec<EventKindId>,
    /// What to watch and at which moment.
    pub prompts: Vec<String>,
}

/// An example, so that Surveyors judge alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anchor {
    /// What the example would be judged as.
    pub level: AnchorLevel,
    /// The example.
    pub text: String,
}

/// What an example is judged as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnchorLevel {
    /// Met.
    Met,
    /// Not met.
    NotMet,
}
