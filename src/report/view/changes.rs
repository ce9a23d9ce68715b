//! What changed: answers after they were first given, and what a revision changes and why.

use crate::domain::survey::changes::between::Difference;
use crate::domain::survey::changes::told::{self, PieceKind};
use crate::domain::survey::changes::{Change, Said, Subject};
use crate::domain::survey::words::{self, Facts};
use crate::report::SurveyReport;
use serde::Serialize;

/// Everything that was said otherwise after it was first said.
#[derive(Serialize)]
pub(super) struct Changed {
    rows: Vec<Row>,
    /// How many answers were mended within the minute.
    slips: usize,
}

/// One change with who made it and when.
#[derive(Serialize)]
struct Row {
    at: String,
    by: String,
    how: Option<&'static str>,
    revision: u32,
    what: What,
}

/// What a revision changes.
#[derive(Serialize)]
pub(super) struct Revision {
    number: u32,
    before: u32,
    why: String,
    rows: Vec<What>,
}

/// From what to what.
#[derive(Serialize)]
struct What {
    subject: String,
    was: String,
    now: String,
    /// Word by word, where words were rewritten.
    pieces: Option<Vec<Piece>>,
}

/// Words that stayed, went or came.
#[derive(Serialize)]
struct Piece {
    kind: &'static str,
    text: String,
}

impl Changed {
    pub(super) fn of(report: &SurveyReport<'_>) -> Self {
        let facts = report.facts();
        let all = report.changes.of_visit(&report.visit.id);
        let later: Vec<&Change> = all.filter(|change| !change.is_first).collect();
        let slips = later.iter().filter(|change| change.is_slip).count();
        let rows = later.iter().filter(|change| !change.is_slip);
        let row = |change: &&Change| Row {
            at: words::day_and_time(change.at),
            by: change.by.to_string(),
            how: told::how(change),
            revision: change.revision,
            what: what(&facts, &change.subject, change.was(), change.now()),
        };
        Self {
            rows: rows.map(row).collect(),
            slips,
        }
    }
}

impl Revision {
    /// What the revision on the page changes; nothing for the first.
    pub(super) fn of(report: &SurveyReport<'_>) -> Option<Self> {
        let number = report.visit.revision();
        let before = number.checked_sub(1).filter(|before| *before > 0)?;
        let facts = report.facts();
        let seal = report.visit.seals.iter();
        let sealed = seal.rev().find(|seal| seal.revision == number);
        let why = match sealed {
            Some(seal) => seal.reason,
            None => report.visit.open_revision.and_then(|(_, why)| why),
        };
        let changes = report.changes.of_visit(&report.visit.id);
        let mut rows =
            told::differences(&facts, changes.filter(|change| change.revision == number));
        // Levels first: they are what a reader decides by.
        rows.sort_by_key(|held| !matches!(held.subject, Subject::Level(_)));
        let row = |held: Difference<'_>| what(&facts, &held.subject, held.was, held.now);
        Some(Self {
            number,
            before,
            why: why.map_or_else(
                || "No reason given.".to_owned(),
                |text| facts.text(&text).to_owned(),
            ),
            rows: rows.into_iter().map(row).collect(),
        })
    }
}

fn what(
    facts: &Facts<'_>,
    subject: &Subject,
    was: Option<Said<'_>>,
    now: Option<Said<'_>>,
) -> What {
    let (before, after) = (told::said(facts, was), told::said(facts, now));
    let again = told::reads_the_same(facts, was, now);
    let rewritten = told::is_rewritten(was, now) && !again;
    let pieces = rewritten.then(|| {
        let pieces = told::pieces(&before, &after).into_iter();
        let piece = |piece: told::Piece| Piece {
            kind: match piece.kind {
                PieceKind::Stayed => "stayed",
                PieceKind::Went => "went",
                PieceKind::Came => "came",
            },
            text: piece.text,
        };
        pieces.map(piece).collect()
    });
    What {
        subject: told::subject(facts, subject, was.or(now)),
        was: before,
        now: match again {
            true => told::SAME_WORDS.to_owned(),
            false => after,
        },
        pieces,
    }
}
