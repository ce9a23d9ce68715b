//! The front: who, where, when, and the summary by Standard.

use super::Mark;
use super::cells::MethodCell;
use crate::domain::pack::{Method, Standard};
use crate::domain::survey::answers::{AnswerValue, Level};
use crate::domain::survey::conflict::{self, NoConflict};
use crate::domain::survey::verdicts::{Board, Outcome, StandardVerdict};
use crate::domain::survey::words;
use crate::domain::values::calendar::Moment;
use crate::domain::values::ids::StandardId;
use crate::report::SurveyReport;
use serde::Serialize;

/// What the legend of the summary explains: what may have been found, from good to not looked at.
const LEGEND: [Outcome; 5] = [
    Outcome::Met,
    Outcome::Mixed,
    Outcome::NotMet,
    Outcome::CouldNotAssess,
    Outcome::NotApplicable,
];

/// The front of the report.
#[derive(Serialize)]
pub(super) struct Front {
    practice: String,
    kind: String,
    facts: Vec<Fact>,
    working_numbers: bool,
    /// The marks that the summary's legend explains.
    legend: Vec<Mark>,
    counts: Vec<Count>,
    standards: usize,
    domains: Vec<SummaryDomain>,
    unseen: Vec<Unseen>,
}

/// One line of the title block.
#[derive(Serialize)]
struct Fact {
    name: &'static str,
    lines: Vec<String>,
    /// What is said beside it, in a quieter tone.
    more: Vec<String>,
}

/// How many Standards have a level.
#[derive(Serialize)]
struct Count {
    mark: Mark,
    count: usize,
}

#[derive(Serialize)]
struct SummaryDomain {
    title: String,
    rows: Vec<SummaryRow>,
}

#[derive(Serialize)]
struct SummaryRow {
    id: String,
    title: String,
    mark: Mark,
    /// The suggested level where the Surveyor's is another, and why.
    suggested: Option<Suggested>,
    cells: Vec<MethodCell>,
    differs: Vec<String>,
}

/// A suggested level that the Surveyor did not take.
#[derive(Serialize)]
pub(super) struct Suggested {
    mark: Mark,
    reason: Option<String>,
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

impl Front {
    pub(super) fn of(report: &SurveyReport, board: &Board) -> Self {
        Self {
            practice: report.packet.practice.name.clone(),
            kind: report.visit.kind.to_string(),
            facts: title_block(report),
            working_numbers: report
                .pack
                .provenance
                .standards
                .iter()
                .any(|held| held.numbering.contains("working")),
            legend: LEGEND.map(Mark::outcome).into(),
            counts: counts(report),
            standards: report.pack.standards.len(),
            domains: summary(report, board),
            unseen: unseen(report),
        }
    }
}

fn title_block(report: &SurveyReport) -> Vec<Fact> {
    let (packet, visit, pack) = (report.packet, report.visit, report.pack);
    let practice = &packet.practice;
    let (when, signed) = dates(report);
    vec![
        Fact {
            name: "Practice",
            lines: vec![practice.name.clone()],
            more: vec![
                format!("{}; treats {}", practice.kind, practice.population),
                format!("Number {}", practice.id),
            ],
        },
        sites(report),
        Fact {
            name: "Visit",
            lines: vec![format!("{}, {}", visit.kind, visit.mode)],
            more: vec![
                format!("Case {}", report.case.id),
                format!("Visit {}, revision {}", visit.id, visit.revision()),
            ],
        },
        Fact {
            name: "Dates",
            lines: when,
            more: vec![signed],
        },
        surveyor(report),
        Fact {
            name: "Standards edition",
            lines: vec![pack.title.clone()],
            more: vec![format!("{}; {}", pack.program, pack.id)],
        },
    ]
}

fn sites(report: &SurveyReport) -> Fact {
    let mut fact = Fact {
        name: "Sites",
        lines: Vec::new(),
        more: Vec::new(),
    };
    for id in &report.visit.sites {
        let Some(site) = report.packet.site(id) else {
            fact.lines.push(id.to_string());
            continue;
        };
        fact.lines.push(format!("{}, {}", site.name, site.town));
        let clocks = format!("Time zone {}", site.time_zone);
        if !fact.more.contains(&clocks) {
            fact.more.push(clocks);
        }
    }
    if fact.lines.len() == 1 {
        fact.name = "Site";
    }
    fact
}

fn surveyor(report: &SurveyReport) -> Fact {
    let mut fact = Fact {
        name: "Surveyor",
        lines: vec!["Not named".to_owned()],
        more: Vec::new(),
    };
    if let Some(held) = &report.visit.surveyor {
        fact.lines = vec![format!("{}, {}", held.name, held.credential)];
        fact.more.push(format!("Signs as {}", held.principal));
    }
    fact.more.push(
        match conflict::confirmed(report.visit, Some(report.packet)) {
            Some(NoConflict::Here(at)) => {
                format!("No conflict of interest: confirmed {}", words::day(at))
            }
            Some(NoConflict::ToTheOffice(day)) => {
                let day = words::date(day);
                format!("No conflict of interest: confirmed to the office {day}")
            }
            None => "No conflict of interest: not confirmed".to_owned(),
        },
    );
    fact
}

/// The days of the visit, and when it was signed.
fn dates(report: &SurveyReport) -> (Vec<String>, String) {
    let planned = &report.packet.visit.planned;
    let agreed: Vec<String> = planned.iter().map(|day| words::date(*day)).collect();
    let mut lines = Vec::new();
    if !agreed.is_empty() {
        lines.push(format!("Agreed {}", words::listed(&agreed)));
    }
    let given = report.visit.answers.values().flatten();
    let answered: Vec<Moment> = given.map(|given| given.at).collect();
    if let (Some(first), Some(last)) = (answered.iter().min(), answered.iter().max()) {
        let (from, to) = (words::day(*first), words::day(*last));
        lines.push(if from == to {
            format!("Answered {from}")
        } else {
            format!("Answered {from} to {to}")
        });
    }
    let signed = words::day_and_time(report.sealed_at);
    (lines, format!("Signed and finished {signed}"))
}

fn level_of(report: &SurveyReport, standard: &StandardId) -> Option<Level> {
    report
        .visit
        .determinations
        .get(standard)
        .map(|(held, _)| held.level)
}

fn counts(report: &SurveyReport) -> Vec<Count> {
    let levels = Level::ALL.into_iter().map(Some).chain([None]);
    levels
        .map(|level| Count {
            mark: Mark::level(report.pack, level),
            count: report
                .pack
                .standards
                .iter()
                .filter(|standard| level_of(report, &standard.id) == level)
                .count(),
        })
        .filter(|held| held.count > 0 || held.mark.glyph != "to-do")
        .collect()
}

/// The level of a Standard as the Surveyor gave it.
pub(super) fn own_mark(report: &SurveyReport, standard: &Standard) -> Mark {
    Mark::level(report.pack, level_of(report, &standard.id))
}

/// The suggested level, where the Surveyor's is another one.
pub(super) fn suggested(
    report: &SurveyReport,
    standard: &Standard,
    verdict: &StandardVerdict,
) -> Option<Suggested> {
    let own = report.visit.determinations.get(&standard.id);
    if own.map(|(held, _)| held.level) == verdict.level && verdict.open == 0 {
        return None;
    }
    let reason = own.and_then(|(held, _)| report.facts().different_level(held));
    let mut mark = Mark::level(report.pack, verdict.level);
    mark.word = words::suggestion(report.pack, verdict);
    Some(Suggested { mark, reason })
}

fn summary(report: &SurveyReport, board: &Board) -> Vec<SummaryDomain> {
    let row = |standard: &Standard, verdict: &StandardVerdict| SummaryRow {
        id: standard.id.to_string(),
        title: standard.title.clone(),
        mark: own_mark(report, standard),
        suggested: suggested(report, standard, verdict),
        cells: Method::ALL
            .into_iter()
            .zip(verdict.methods)
            .map(|(method, held)| MethodCell::of_standard(method, held))
            .collect(),
        differs: pairs(verdict),
    };
    let mut domains: Vec<SummaryDomain> = Vec::new();
    let mut last = None;
    for (standard, verdict) in report.pack.standards.iter().zip(board.iter()) {
        if last != Some(&standard.domain) {
            domains.push(SummaryDomain {
                title: domain_title(report, standard),
                rows: Vec::new(),
            });
            last = Some(&standard.domain);
        }
        if let Some(domain) = domains.last_mut() {
            domain.rows.push(row(standard, verdict));
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

/// Everything that was answered Could not assess, sources with the same reason together.
fn unseen(report: &SurveyReport) -> Vec<Unseen> {
    let facts = report.facts();
    let mut rows: Vec<Unseen> = Vec::new();
    for (standard, element) in report.pack.elements() {
        for method in element.checks.methods() {
            let evidence = facts.evidence(element, method, None);
            for group in facts.grouped(&evidence, AnswerValue::CouldNotAssess) {
                rows.push(Unseen {
                    standard: standard.id.to_string(),
                    element: element.id.to_string(),
                    short: element.short.clone(),
                    method: method.title(),
                    at: group.at,
                    why: group.why.unwrap_or_default(),
                });
            }
        }
    }
    rows
}
