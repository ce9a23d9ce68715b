//! The whole survey as one picture: a row for each Standard, a column for its level and for each
//! way of looking. Signs and colors are those of the page; beside it stand the same facts in words.

use super::Mark;
use crate::domain::pack::Method;
use crate::domain::survey::summary::Summary;
use crate::domain::survey::verdicts::Board;
use crate::report::SurveyReport;
use serde::Serialize;

/// The height of a row, in units of the picture.
const ROW: usize = 15;
/// The room above a domain.
const GAP: usize = 8;
/// Where the rows begin, below the heads of the columns.
const TOP: usize = 20;
/// Where the columns begin, right of the Standards' numbers, and how wide each is.
const LEFT: usize = 34;
const COLUMN: usize = 48;

/// The picture.
#[derive(Serialize)]
pub(super) struct Picture {
    width: usize,
    height: usize,
    columns: Vec<Column>,
    rows: Vec<Row>,
    /// The same in words, for whoever cannot see it.
    words: String,
}

#[derive(Serialize)]
struct Column {
    title: &'static str,
    x: usize,
}

#[derive(Serialize)]
struct Row {
    id: String,
    y: usize,
    /// Whether a domain begins with it.
    begins: bool,
    cells: Vec<Cell>,
}

#[derive(Serialize)]
struct Cell {
    x: usize,
    glyph: &'static str,
}

impl Picture {
    pub(super) fn of(report: &SurveyReport, summary: &Summary, board: &Board) -> Self {
        let titles: Vec<&'static str> = ["Level"]
            .into_iter()
            .chain(Method::ALL.map(Method::title))
            .collect();
        let at = |column: usize| LEFT + column * COLUMN;
        let (mut rows, mut said) = (Vec::new(), Vec::new());
        let (mut y, mut domain) = (TOP, None);
        for (held, verdict) in summary.standards.iter().zip(board.iter()) {
            let begins = domain.is_some_and(|last| last != &held.standard.domain);
            domain = Some(&held.standard.domain);
            y += if begins { GAP } else { 0 };
            let level = Mark::level(report.pack, held.level);
            let methods = verdict
                .methods
                .iter()
                .map(|held| held.map(|held| held.outcome));
            let marks: Vec<Option<Mark>> = [Some(level)]
                .into_iter()
                .chain(methods.map(|outcome| outcome.map(Mark::outcome)))
                .collect();
            said.push(in_words(held.standard.id.as_str(), &titles, &marks));
            let cells = marks.iter().enumerate();
            rows.push(Row {
                id: held.standard.id.to_string(),
                y,
                begins,
                cells: cells
                    .filter_map(|(column, mark)| {
                        Some(Cell {
                            x: at(column),
                            glyph: mark.as_ref()?.glyph,
                        })
                    })
                    .collect(),
            });
            y += ROW;
        }
        Self {
            width: at(titles.len()),
            height: y,
            columns: titles
                .iter()
                .enumerate()
                .map(|(column, title)| Column {
                    title,
                    x: at(column),
                })
                .collect(),
            rows,
            words: said.join(" "),
        }
    }
}

/// `1.1: Level Partly met, Policy Not met, Records Met.`
fn in_words(id: &str, titles: &[&str], marks: &[Option<Mark>]) -> String {
    let told: Vec<String> = titles
        .iter()
        .zip(marks)
        .filter_map(|(title, mark)| Some(format!("{title} {}", mark.as_ref()?.word)))
        .collect();
    format!("{id}: {}.", told.join(", "))
}
