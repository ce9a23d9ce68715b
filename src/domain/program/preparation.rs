//! Preparation: whether everything is there before the survey, item by item.
//!
//! Whether a visit can be signed is another question: [`crate::domain::survey::readiness`].

use crate::domain::program::packet::Packet;
use crate::domain::values::written;
use chrono::NaiveDate;

/// One thing that must be there before the survey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prerequisite {
    /// What it is.
    pub title: String,
    /// Whether it is there.
    pub done: bool,
    /// The day, the number, or that it is missing.
    pub says: String,
}

impl Prerequisite {
    fn dated(title: &str, day: Option<NaiveDate>) -> Self {
        Self {
            title: title.to_string(),
            done: day.is_some(),
            says: day.map_or_else(|| "missing".to_string(), written::date),
        }
    }

    fn listed(title: &str, days: &[NaiveDate]) -> Self {
        Self {
            title: title.to_string(),
            done: !days.is_empty(),
            says: if days.is_empty() {
                "missing".to_string()
            } else {
                written::dates(days)
            },
        }
    }
}

impl Packet {
    /// Everything that must be there before the survey, in the order of the application.
    pub fn preparation(&self) -> Vec<Prerequisite> {
        let mut items: Vec<Prerequisite> = self
            .application
            .steps()
            .into_iter()
            .map(|(_, title, day)| Prerequisite::dated(title, day))
            .collect();
        items.push(Prerequisite::dated("Webinar attended", self.webinar));
        items.push(Prerequisite {
            title: "Policies on hand".to_string(),
            done: !self.policies.is_empty(),
            says: match self.policies.len() {
                0 => "missing".to_string(),
                1 => "1 policy".to_string(),
                count => format!("{count} policies"),
            },
        });
        items.push(Prerequisite::listed("Dates offered", &self.visit.offered));
        items.push(Prerequisite {
            title: "Surveyor assigned".to_string(),
            done: self.surveyor.is_some(),
            says: self.surveyor.as_ref().map_or_else(
                || "missing".to_string(),
                |who| format!("{}, {}", who.name, who.credential),
            ),
        });
        items.push(Prerequisite::dated(
            "No conflict of interest, Surveyor",
            self.conflict_of_interest.surveyor,
        ));
        items.push(Prerequisite::dated(
            "No conflict of interest, practice",
            self.conflict_of_interest.practice,
        ));
        items.push(Prerequisite::listed("Dates agreed", &self.visit.planned));
        items
    }

    /// Says whether everything is there.
    pub fn is_prepared(&self) -> bool {
        self.preparation().iter().all(|item| item.done)
    }
}
