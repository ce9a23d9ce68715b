//! Every Standard in one row: its level, and by method how often it was Met. Then everything that
//! could not be assessed.

use super::Mark;
use super::cells::MethodCell;
use super::first::{Suggested, suggested};
use crate::domain::pack::{Method, Standard};
use crate::domain::survey::summary::{Standing, Summary};
use crate::domain::survey::verdicts::{Board, Outcome, StandardVerdict};
use crate::report::SurveyReport;
use serde::Serialize;

/// What the legend explains: what may have been found, from good to not looked at.
const LEGEND: [Outcome; 5] = [
    Outcome::Met,
    Outcome::Mixed,
    Outcome::NotMet,
    Outcome::CouldNotAssess,
    Outcome::NotApplicable,
];

/// The Standards at a glance.
#[derive(Serialize)]
pub(super) struct Glance {
    /// The marks that the legend explains.
    legend: Vec<Mark>,
    domains: Vec<Domain>,
    unseen: Vec<Unseen>,
}

#[derive(Serialize)]
struct Domain {
    title: String,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    title: String,
    mark: Mark,
    /// The suggested level where the Surveyor's is another, and why.
    suggested: Option<Suggested>,
    cells: Vec<MethodCell>,
    differs: Vec<String>,
}

/// Something that could not be assessed.
#[derive(Serialize)]
struct Unseen {
    standard: String,
    element: String,
    short: String,
    method: &'static str,
    at: String,
    why: String,
}

impl Glance {
    pub(super) fn of(report: &SurveyReport, summary: &Summary, board: &Board) -> Self {
        Self {
            legend: LEGEND.map(Mark::outcome).into(),
            domains: domains(report, summary, board),
            unseen: summary
                .unseen
                .iter()
                .map(|held| Unseen {
                    standard: held.standard.id.to_string(),
                    element: held.element.id.to_string(),
                    short: held.element.short.clone(),
                    method: held.method.title(),
                    at: held.at.clone(),
                    why: held.why.clone().unwrap_or_default(),
                })
                .collect(),
        }
    }
}

fn domains(report: &SurveyReport, summary: &Summary, board: &Board) -> Vec<Domain> {
    let row = |held: &Standing, verdict: &StandardVerdict| Row {
        id: held.standard.id.to_string(),
        title: held.standard.title.clone(),
        mark: Mark::level(report.pack, held.level),
        suggested: suggested(report, held),
        cells: Method::ALL
            .into_iter()
            .zip(verdict.methods)
            .map(|(method, held)| MethodCell::of_standard(method, held))
            .collect(),
        differs: pairs(verdict),
    };
    let mut domains: Vec<Domain> = Vec::new();
    let mut last = None;
    for (held, verdict) in summary.standards.iter().zip(board.iter()) {
        if last != Some(&held.standard.domain) {
            domains.push(Domain {
                title: domain_title(report, held.standard),
                rows: Vec::new(),
            });
            last = Some(&held.standard.domain);
        }
        if let Some(domain) = domains.last_mut() {
            domain.rows.push(row(held, verdict));
        }
    }
    domains
}

/// `Domain 3: Ordering, preparing, dispensing, administering`.
pub(super) fn domain_title(report: &SurveyReport, standard: &Standard) -> String {
    match report.pack.domain(&standard.domain) {
        Some(domain) => format!("Domain {}: {}", domain.id, domain.title),
        None => format!("Domain {}", standard.domain),
    }
}

/// Which methods differ within a Standard, each pair once: `Policy and Observation`.
fn pairs(verdict: &StandardVerdict) -> Vec<String> {
    let mut pairs = Vec::new();
    for difference in &verdict.differences {
        let (a, b) = (
            difference.met.min(difference.not_met),
            difference.met.max(difference.not_met),
        );
        let pair = format!("{} and {}", a.title(), b.title());
        if !pairs.contains(&pair) {
            pairs.push(pair);
        }
    }
    pairs
}
