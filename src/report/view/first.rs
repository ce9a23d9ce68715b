//! The first page: how many Standards stand at which level, why those that are not fully met are
//! not, and a picture of the whole. All of it is the [`Summary`]'s; here it only gets its marks,
//! its links and its length.

use super::Mark;
use super::picture::Picture;
use crate::domain::survey::answers::Level;
use crate::domain::survey::summary::{About, Point, Standing, Summary};
use crate::domain::survey::verdicts::{Board, Outcome};
use crate::domain::survey::words;
use crate::report::SurveyReport;
use serde::Serialize;

/// The most points of one Standard that the first page tells in full.
const MOST_POINTS: usize = 3;

/// The most letters of one reason on the first page: about three lines on paper.
const MOST_LETTERS: usize = 170;

/// The first page.
#[derive(Serialize)]
pub(super) struct First {
    counts: Vec<Count>,
    standards: usize,
    open: Vec<Open>,
    fully_met: Vec<Settled>,
    not_applicable: Vec<Settled>,
    picture: Picture,
}

/// How many Standards stand at a level.
#[derive(Serialize)]
struct Count {
    mark: Mark,
    count: usize,
}

/// A Standard that needs reading.
#[derive(Serialize)]
struct Open {
    id: String,
    title: String,
    mark: Mark,
    suggested: Option<Suggested>,
    lines: Vec<Told>,
    /// Elements that are named only.
    also: Vec<String>,
}

/// A suggested level that the Surveyor did not take.
#[derive(Serialize)]
pub(super) struct Suggested {
    mark: Mark,
    reason: Option<String>,
}

/// One reason.
#[derive(Serialize)]
struct Told {
    /// The element that it leads to.
    element: Option<String>,
    short: String,
    mark: Option<Mark>,
    text: String,
}

/// A Standard with nothing more to say.
#[derive(Serialize)]
struct Settled {
    id: String,
    title: String,
    /// What is to be known of it nevertheless.
    aside: Option<String>,
}

impl First {
    pub(super) fn of(report: &SurveyReport, summary: &Summary, board: &Board) -> Self {
        let count = |(level, count)| Count {
            mark: Mark::level(report.pack, level),
            count,
        };
        Self {
            counts: summary
                .levels()
                .into_iter()
                .filter(|(level, count)| level.is_some() || *count > 0)
                .map(count)
                .collect(),
            standards: summary.standards.len(),
            open: summary.open().map(|held| open(report, held)).collect(),
            fully_met: summary.settled(Level::FullyMet).map(settled).collect(),
            not_applicable: summary.settled(Level::NotApplicable).map(settled).collect(),
            picture: Picture::of(report, summary, board),
        }
    }
}

/// What the rules suggest, where the Surveyor's level is another one.
pub(super) fn suggested(report: &SurveyReport, held: &Standing) -> Option<Suggested> {
    let suggested = held.suggested.as_ref()?;
    let mut mark = Mark::level(report.pack, suggested.level);
    mark.word.clone_from(&suggested.words);
    Some(Suggested {
        mark,
        reason: suggested.reason.clone(),
    })
}

fn open(report: &SurveyReport, held: &Standing) -> Open {
    let (lines, also) = in_short(&held.points);
    Open {
        id: held.standard.id.to_string(),
        title: held.standard.title.clone(),
        mark: Mark::level(report.pack, held.level),
        suggested: suggested(report, held),
        lines: lines.into_iter().map(told).collect(),
        also,
    }
}

/// The points that are told in full, and the elements of the others. Where methods differ, that
/// and its explanation are always among them.
fn in_short(points: &[Point]) -> (Vec<&Point>, Vec<String>) {
    let keeps = |point: &Point| matches!(point.about, About::Difference | About::ToDo);
    let mut room = MOST_POINTS.saturating_sub(points.iter().filter(|point| keeps(point)).count());
    let (mut lines, mut also) = (Vec::new(), Vec::new());
    for point in points {
        if keeps(point) {
            lines.push(point);
        } else if room > 0 {
            room -= 1;
            lines.push(point);
        } else if let Some((element, _)) = &point.element {
            also.push(element.to_string());
        }
    }
    also.dedup();
    (lines, also)
}

fn told(point: &Point) -> Told {
    let mark = match point.about {
        About::NotMet(outcome) => Some(Mark::outcome(outcome)),
        About::CouldNotAssess => Some(Mark::outcome(Outcome::CouldNotAssess)),
        About::ToDo => Some(Mark::outcome(Outcome::Open)),
        About::Difference => None,
    };
    let (element, short) = match &point.element {
        Some((id, short)) => (
            Some(id.to_string()),
            format!("{}.", short.trim_end_matches('.')),
        ),
        None if point.about == About::Difference => (None, "Methods differ.".to_owned()),
        None => (None, String::new()),
    };
    let used = element.as_ref().map_or(0, String::len) + short.chars().count();
    Told {
        element,
        short,
        mark,
        text: in_room(point, used),
    }
}

/// What a point says in the room there is: in short if it is long, and cut as the last resort; the
/// whole stands with its element.
fn in_room(point: &Point, used: usize) -> String {
    let room = MOST_LETTERS.saturating_sub(used);
    let fits = |text: &str| text.chars().count() <= room;
    if fits(&point.text) {
        return point.text.clone();
    }
    let text = point.brief.as_ref().unwrap_or(&point.text);
    if fits(text) {
        return text.clone();
    }
    let head: String = text.chars().take(room.saturating_sub(2)).collect();
    // After a sentence, unless that leaves out most of it.
    let sentences = head
        .rsplit_once(". ")
        .map(|(said, _)| format!("{said}. \u{2026}"));
    let sentences = sentences.filter(|said| said.chars().count() * 2 > room);
    sentences.unwrap_or_else(|| {
        let words = head.rsplit_once(' ').map_or("", |(words, _)| words);
        format!("{}\u{2026}", words.trim_end_matches([',', ';', ':']))
    })
}

fn settled(held: &Standing) -> Settled {
    let unseen = held
        .points
        .iter()
        .filter(|point| point.about == About::CouldNotAssess);
    let aside = match unseen.count() {
        0 => held.not_offered.clone(),
        count => Some(format!(
            "{} not assessed everywhere",
            words::counted(count, "element")
        )),
    };
    Settled {
        id: held.standard.id.to_string(),
        title: held.standard.title.clone(),
        aside,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(text: &str, brief: Option<&str>) -> Point {
        Point {
            about: About::Difference,
            element: None,
            method: None,
            text: text.to_owned(),
            brief: brief.map(str::to_owned),
        }
    }

    #[test]
    fn a_reason_takes_no_more_than_its_room() {
        let long = "word ".repeat(60);
        let said = |text: &str, brief| in_room(&point(text, brief), 20);
        assert_eq!(said("Short.", Some("Shorter.")), "Short.", "if it fits");
        assert_eq!(said(&long, Some("In short.")), "In short.");
        let cut = said(&long, None);
        assert!(cut.ends_with("word\u{2026}") && cut.chars().count() <= MOST_LETTERS - 20);
        let first = "a ".repeat(50) + "end";
        let sentences = format!("{first}. {long}");
        assert_eq!(said(&sentences, None), format!("{first}. \u{2026}"));
        assert_eq!(in_room(&point(&long, None), 500), "\u{2026}");
    }
}
