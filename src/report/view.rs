//! What stands on the page, worked out and in order; the template only lays it out.

mod cells;
mod changes;
mod first;
mod front;
mod glance;
mod looked_at;
mod picture;
mod standards;
mod trail;

use super::SurveyReport;
use crate::domain::pack::Pack;
use crate::domain::survey::answers::Level;
use crate::domain::survey::summary::Summary;
use crate::domain::survey::verdicts::{Board, Outcome};
use crate::domain::survey::words;
use serde::Serialize;

/// The whole page.
#[derive(Serialize)]
pub(super) struct Content {
    training: bool,
    front: front::Front,
    first: first::First,
    glance: glance::Glance,
    standards: Vec<standards::Domain>,
    looked_at: looked_at::LookedAt,
    trail: trail::Trail,
    changed: changes::Changed,
    revision: Option<changes::Revision>,
}

impl Content {
    /// Works the page out.
    pub(super) fn of(report: &SurveyReport) -> Self {
        let board = Board::of(report.visit, report.pack);
        let summary = Summary::of(&report.facts(), &board);
        Self {
            training: report.case.training || report.packet.training,
            front: front::Front::of(report),
            first: first::First::of(report, &summary, &board),
            glance: glance::Glance::of(report, &summary, &board),
            standards: standards::domains(report, &summary, &board),
            looked_at: looked_at::LookedAt::of(report),
            trail: trail::Trail::of(report),
            changed: changes::Changed::of(report),
            revision: changes::Revision::of(report),
        }
    }
}

/// A glyph with its word: never one without the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Mark {
    /// The name of the glyph, also the name of its color.
    glyph: &'static str,
    /// The word.
    word: String,
}

impl Mark {
    fn outcome(outcome: Outcome) -> Self {
        let glyph = match outcome {
            Outcome::Met => "met",
            Outcome::NotMet => "not-met",
            Outcome::Mixed => "mixed",
            Outcome::NotApplicable => "not-applicable",
            Outcome::CouldNotAssess => "could-not-assess",
            Outcome::Open => "to-do",
        };
        let word = words::outcome(outcome).to_owned();
        Self { glyph, word }
    }

    fn level(pack: &Pack, level: Option<Level>) -> Self {
        let glyph = match level {
            Some(Level::FullyMet) => "met",
            Some(Level::PartlyMet) => "mixed",
            Some(Level::NotMet) => "not-met",
            Some(Level::NotApplicable) => "not-applicable",
            Some(Level::CouldNotAssess) => "could-not-assess",
            None => "to-do",
        };
        let word = level.map_or_else(
            || "No level given".to_owned(),
            |held| words::level(pack, held).to_owned(),
        );
        Self { glyph, word }
    }
}
