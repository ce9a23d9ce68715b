//! What the report's first page says: who signed, how many Standards stand at which level, why each
//! that is open is, what could not be assessed; and parts of it by themselves.

use super::{Content, Leads, Part, Row};
use crate::domain::pack::Standard;
use crate::domain::survey::answers::{AnswerValue, CheckKey, Level};
use crate::domain::survey::summary::{About, Point, Standing, Summary};
use crate::domain::survey::words;
use crate::tui::commands::table::Command;
use crate::tui::screens::{HistoryOf, Route};
use crate::tui::survey::OpenCase;
use crate::tui::theme::Meaning;
use crate::tui::widgets::reader::Block;

/// Columns that what is said under a heading is moved in.
const INDENT: u16 = 2;

/// Everything.
pub(super) fn all(open: OpenCase<'_>) -> Content {
    let facts = open.facts();
    let summary = Summary::of(&facts, &open.survey.file.board);
    let mut parts = vec![signed(open, &summary)];
    parts.extend(summary.open().map(|held| standard(open, held)));
    parts.push(Part {
        heading: vec![Block::new(Meaning::Title, "Could not be assessed")],
        rows: unseen(&summary),
    });
    parts.push(settled(open, &summary));
    Content {
        title: "What is not met, and why".to_owned(),
        parts,
        empty: "",
    }
}

/// Where methods differ, under fully met Standards too.
pub(super) fn differences(open: OpenCase<'_>) -> Content {
    let facts = open.facts();
    let summary = Summary::of(&facts, &open.survey.file.board);
    let parts = summary.standards.iter().filter_map(|held| {
        let mut points = held.points.iter();
        let point = points.find(|point| point.about == About::Difference)?;
        let block = Block::plain(point.text.clone()).indented(INDENT);
        Some(Part {
            heading: vec![heading(open, held)],
            rows: vec![Row::new(
                vec![block],
                Leads::Standard(held.standard.id.clone()),
            )],
        })
    });
    Content {
        title: "Where methods differ, and why".to_owned(),
        parts: parts.collect(),
        empty: "The methods agree in every Standard.",
    }
}

/// What could not be assessed.
pub(super) fn not_assessed(open: OpenCase<'_>) -> Content {
    let facts = open.facts();
    let summary = Summary::of(&facts, &open.survey.file.board);
    let part = Part {
        heading: Vec::new(),
        rows: unseen(&summary),
    };
    Content {
        title: "What could not be assessed, and why".to_owned(),
        parts: vec![part],
        empty: "Everything could be assessed.",
    }
}

/// Which practice, which visit, who signed each revision when and why, and how many Standards
/// stand at which level.
fn signed(open: OpenCase<'_>, summary: &Summary<'_>) -> Part {
    let (visit, packet) = (open.visit, &open.survey.file.packet);
    let heading = vec![
        Block::new(Meaning::Title, packet.practice.name.clone()),
        Block::plain(format!(
            "{}, {}, revision {}; case {}",
            visit.kind,
            visit.mode,
            visit.revision(),
            open.survey.file.case.id
        )),
    ];
    let signer = visit.surveyor.as_ref();
    let signer = signer.map(|held| format!(" by {}, {}", held.name, held.credential));
    let signer = signer.unwrap_or_default();
    let mut rows: Vec<Row> = Vec::new();
    for seal in &visit.seals {
        let why = seal
            .reason
            .map(|id| format!(": {}", open.facts().text(&id)));
        let said = format!(
            "Revision {} signed{signer}, {}{}",
            seal.revision,
            words::day_and_time(seal.at),
            why.unwrap_or_default()
        );
        let leads = match (seal.revision, open.survey.is_read_only()) {
            (1, true) => Leads::By(Command::ShowVerification),
            (1, false) => Leads::By(Command::ShowTimeline),
            (held, _) if held == visit.revision() => Leads::To(Route::History(HistoryOf::Revision)),
            _ => Leads::To(Route::History(HistoryOf::Visit)),
        };
        rows.push(Row::new(vec![Block::plain(said)], leads));
    }
    let levels: Vec<String> = summary
        .levels()
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(level, count)| format!("{count} {}", name(open, level)))
        .collect();
    let levels = Block::plain(format!("{}.", levels.join(", ")));
    rows.push(Row::new(vec![levels], Leads::To(Route::Levels)));
    Part { heading, rows }
}

fn name(open: OpenCase<'_>, level: Option<Level>) -> String {
    level.map_or_else(
        || "without a level".to_owned(),
        |level| words::level(open.pack, level).to_owned(),
    )
}

fn heading(open: OpenCase<'_>, held: &Standing<'_>) -> Block {
    let (standard, level) = (held.standard, name(open, held.level));
    let title = format!("{} {}: {level}", standard.id, standard.title);
    Block::new(Meaning::Title, title)
}

/// A Standard that is open, with a row for each reason.
fn standard(open: OpenCase<'_>, held: &Standing<'_>) -> Part {
    let whole = || Leads::Standard(held.standard.id.clone());
    let mut rows = Vec::new();
    if let Some(suggested) = &held.suggested {
        let reason = suggested.reason.as_deref().unwrap_or("none given");
        let said = format!("Suggested: {}. Reason: {reason}", suggested.words);
        rows.push(Row::new(vec![Block::plain(said).indented(INDENT)], whole()));
    }
    rows.extend(held.points.iter().map(|point| {
        let block = Block::plain(said(point)).indented(INDENT);
        Row::new(vec![block], leads(held.standard, point))
    }));
    if rows.is_empty() {
        let said = "No check of it says why.";
        rows.push(Row::new(vec![Block::plain(said).indented(INDENT)], whole()));
    }
    Part {
        heading: vec![heading(open, held)],
        rows,
    }
}

fn said(point: &Point) -> String {
    match &point.element {
        Some((id, short)) => {
            let short = short.trim_end_matches('.');
            format!("{id} {short}. {}", point.text)
        }
        None => point.text.clone(),
    }
}

/// Where the evidence of a point is: the first answer that makes it so.
fn leads(standard: &Standard, point: &Point) -> Leads {
    let check = point.element.as_ref().zip(point.method);
    let check = check.map(|((element, _), method)| CheckKey {
        element: element.clone(),
        method,
    });
    match (check, point.about) {
        (Some(check), About::NotMet(_)) => Leads::Answer(check, AnswerValue::NotMet),
        (Some(check), About::CouldNotAssess) => Leads::Answer(check, AnswerValue::CouldNotAssess),
        _ => Leads::Standard(standard.id.clone()),
    }
}

fn unseen(summary: &Summary<'_>) -> Vec<Row> {
    let row = |held: &crate::domain::survey::summary::Unseen<'_>| {
        let why = held.why.as_deref().unwrap_or("no reason given");
        let (element, method) = (&held.element.id, held.method.title());
        let said = format!("{element}, {method} ({}): {why}", held.at);
        let check = CheckKey {
            element: element.clone(),
            method: held.method,
        };
        let leads = Leads::Answer(check, AnswerValue::CouldNotAssess);
        Row::new(vec![Block::plain(said).indented(INDENT)], leads)
    };
    summary.unseen.iter().map(row).collect()
}

/// The Standards about which there is nothing more to say, as one list for each level.
fn settled(open: OpenCase<'_>, summary: &Summary<'_>) -> Part {
    let row = |level| {
        let ids: Vec<&str> = summary
            .settled(level)
            .map(|held| held.standard.id.as_str())
            .collect();
        let said = format!("{}: {}", name(open, Some(level)), ids.join(", "));
        let blocks = vec![Block::plain(said).indented(INDENT)];
        (!ids.is_empty()).then(|| Row::new(blocks, Leads::To(Route::Overview)))
    };
    let levels = [Level::FullyMet, Level::NotApplicable];
    Part {
        heading: vec![Block::new(Meaning::Title, "All others")],
        rows: levels.into_iter().filter_map(row).collect(),
    }
}
