//! What kinds of step there are, who may sign them, and in which order they follow one another.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The Surveyor's visit.
    Survey,
    /// The committee's reading of it, for the office only.
    Review,
    /// The Certification Compliance Report.
    Report,
    /// The practice's Compliance Action Plan, as the office received it.
    Plan,
    /// The committee's answer to a plan.
    Followup,
    /// The decision.
    Decision,
}

impl Kind {
    /// All kinds, in the order of their steps.
    pub const ALL: [Self; 6] = [
        Self::Survey,
        Self::Review,
        Self::Report,
        Self::Plan,
        Self::Followup,
        Self::Decision,
    ];

    /// As it stands in folder names and headers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Survey => "survey",
            Self::Review => "review",
            Self::Report => "report",
            Self::Plan => "plan",
            Self::Followup => "followup",
            Self::Decision => "decision",
        }
    }

    /// The kind with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// What its signature must say it is for.
    pub fn namespace(self) -> Namespace {
        match self {
            Self::Survey => Namespace::Survey,
            Self::Review => Namespace::Review,
            Self::Report => Namespace::Report,
            Self::Plan => Namespace::Plan,
            Self::Followup => Namespace::Followup,
            Self::Decision => Namespace::Decision,
        }
    }

    /// Says whether this kind may follow `previous`. FORMAT.md, Chain and revisions:
    /// `survey review report (plan followup)* decision`, and a re-survey after a report or
    /// followup.
    pub fn may_follow(self, previous: Self) -> bool {
        match self {
            Self::Survey | Self::Plan | Self::Decision => {
                matches!(previous, Self::Report | Self::Followup)
            }
            Self::Review => previous == Self::Survey,
            Self::Report => previous == Self::Review,
            Self::Followup => previous == Self::Plan,
        }
    }

    /// Says whether it judges a survey, which whoever signed the survey must not.
    pub fn judges(self) -> bool {
        !matches!(self, Self::Survey | Self::Plan)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a signature is for; written into it, so that none can be used for something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // each is the kind of the same name
pub enum Namespace {
    Survey,
    Review,
    Report,
    Plan,
    Followup,
    Decision,
    /// A roster.
    Roster,
    /// A request to be put on the roster.
    Enrol,
}

impl Namespace {
    /// As it stands in the signature.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Survey => "survey@onsite-bundle",
            Self::Review => "review@onsite-bundle",
            Self::Report => "report@onsite-bundle",
            Self::Plan => "plan@onsite-bundle",
            Self::Followup => "followup@onsite-bundle",
            Self::Decision => "decision@onsite-bundle",
            Self::Roster => "roster@onsite-bundle",
            Self::Enrol => "enrol@onsite-bundle",
        }
    }
}

/// What a person on the roster may sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Signs surveys.
    Surveyor,
    /// Signs reviews, reports and followups.
    Reviewer,
    /// Signs plans: the practice itself never signs.
    Office,
    /// Signs decisions.
    Decider,
    /// Signs rosters.
    Root,
}

impl Role {
    /// As it is called on screen.
    pub fn title(self) -> &'static str {
        match self {
            Self::Surveyor => "Surveyor",
            Self::Reviewer => "Committee Reviewer",
            Self::Office => "office",
            Self::Decider => "decider",
            Self::Root => "keeper of the roster",
        }
    }

    /// What it may sign.
    pub fn namespaces(self) -> &'static [Namespace] {
        match self {
            Self::Surveyor => &[Namespace::Survey],
            Self::Reviewer => &[Namespace::Review, Namespace::Report, Namespace::Followup],
            Self::Office => &[Namespace::Plan],
            Self::Decider => &[Namespace::Decision],
            Self::Root => &[Namespace::Roster],
        }
    }
}

#[cfg(test)]
#[allow(clippy::indexing_slicing)]
mod tests {
    use super::*;

    fn is_run(kinds: &[Kind]) -> bool {
        kinds.windows(2).all(|pair| pair[1].may_follow(pair[0]))
    }

    #[test]
    fn steps_follow_one_another_as_the_format_says() {
        use Kind::*;
        assert!(is_run(&[Survey, Review, Report, Decision]));
        assert!(is_run(&[
            Survey, Review, Report, Plan, Followup, Plan, Followup, Decision
        ]));
        assert!(is_run(&[
            Survey, Review, Report, Plan, Followup, Survey, Review, Report
        ]));
        for bad in [
            [Survey, Report],
            [Survey, Survey],
            [Review, Survey],
            [Plan, Decision],
            [Plan, Survey],
            [Decision, Survey],
            [Decision, Plan],
            [Review, Review],
        ] {
            assert!(!is_run(&bad), "{bad:?}");
        }
    }

    #[test]
    fn every_kind_has_exactly_one_role() {
        let roles = [Role::Surveyor, Role::Reviewer, Role::Office, Role::Decider];
        for kind in Kind::ALL {
            let may = |role: &&Role| role.namespaces().contains(&kind.namespace());
            assert_eq!(roles.iter().filter(may).count(), 1, "{kind}");
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        }
    }
}
