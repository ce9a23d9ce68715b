//! The case: its five milestones, eligibility explained, what is there for the survey, and the
//! days that follow from the program's rules.

use super::standing::{THING, blank, eligibility, line, preparation, title};
use crate::domain::program::eligibility::Holds;
use crate::domain::program::packet::Packet;
use crate::domain::program::rules::{DeadlineRule, Program, StartDay};
use crate::domain::survey::visit::Visit;
use crate::domain::survey::words;
use crate::domain::values::calendar::Moment;
use crate::domain::values::written;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::popups::reading::scroll;
use crate::tui::screens::{Ask, Next, View};
use crate::tui::survey::OpenCase;
use crate::tui::theme::{Mark, Meaning};
use crate::tui::widgets;
use crate::tui::widgets::reader::{self, Block, ReaderState};
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Columns for the mark and the name of a milestone.
const MILESTONE: u16 = 24;
/// The screen.
#[derive(Debug, Default)]
pub struct Timeline {
    state: ReaderState,
}

impl Timeline {
    /// The screen.
    pub fn open(_desk: &mut Desk) -> Option<Self> {
        Some(Self::default())
    }
}

/// The milestones of a case in order, each with how it stands.
fn milestones(packet: &Packet, visit: &Visit, eligible: Option<Holds>) -> Vec<Block> {
    let part = packet.participation.as_ref();
    let round = part.map_or_else(
        || "not known".to_owned(),
        |part| match part.final_report {
            Some(day) => format!("{}, final report {}", part.round, written::date(day)),
            None => format!("{}, final report not known", part.round),
        },
    );
    let first = match eligible {
        Some(Holds::Yes) => (Mark::Met, format!("{round}; eligible")),
        Some(Holds::No) => (Mark::NotMet, format!("{round}; not eligible, see below")),
        _ => (Mark::ToDo, round),
    };
    let steps = packet.application.steps();
    let done = steps.iter().filter(|(_, _, day)| day.is_some()).count();
    let last = steps.iter().filter_map(|(_, _, day)| *day).max();
    let second = match last {
        Some(day) if done == steps.len() => (
            Mark::Met,
            format!("all {done} steps done, the last on {}", written::date(day)),
        ),
        _ => (Mark::Mixed, format!("{done} of {} steps done", steps.len())),
    };
    let third = survey(packet, visit);
    let fourth = if visit.is_sealed() {
        "follows when the committee has the signed file"
    } else {
        "follows when the survey is signed and finished"
    };
    vec![
        title("Milestones"),
        line(MILESTONE, first.0, "QOPI participation", first.1),
        line(MILESTONE, second.0, "Application", second.1),
        line(MILESTONE, third.0, "On-Site Survey", third.1),
        line(MILESTONE, Mark::ToDo, "Committee review", fourth),
        line(
            MILESTONE,
            Mark::ToDo,
            "Decision",
            "made by the committee alone",
        ),
    ]
}

fn survey(packet: &Packet, visit: &Visit) -> (Mark, String) {
    let agreed: Vec<String> = packet
        .visit
        .planned
        .iter()
        .map(|d| written::date(*d))
        .collect();
    let agreed = if agreed.is_empty() {
        "no days agreed yet".to_owned()
    } else {
        agreed.join(", ")
    };
    match visit.seals.last() {
        Some(seal) if visit.is_sealed() => (
            Mark::Met,
            format!(
                "signed and finished {}, revision {}",
                words::day_and_time(seal.at),
                seal.revision
            ),
        ),
        _ if visit.answer_count() > 0 || !visit.sources.is_empty() => {
            (Mark::Mixed, format!("under way ({agreed})"))
        }
        _ => (Mark::ToDo, agreed),
    }
}

/// The days that can be worked out from what is known.
fn deadlines(packet: &Packet, program: &Program) -> Vec<Block> {
    let start = |rule: &DeadlineRule| match rule.from {
        StartDay::FinalReport => packet.participation.as_ref()?.final_report,
        StartDay::VisitEnd => packet.visit.planned.iter().max().copied(),
        StartDay::TermEnd => packet
            .previous_certification
            .as_ref()
            .map(|held| held.until),
        _ => None,
    };
    let mut blocks = vec![blank(), title("Days that follow from the program's rules")];
    let mut later = Vec::new();
    for (_, rule) in program.deadlines.all() {
        match start(rule).and_then(|from| program.deadline(rule, from)) {
            Some(deadline) => {
                let due = written::date(deadline.due);
                blocks.push(Block::new(Meaning::Plain, format!("{due}: {}", rule.title)));
                blocks.push(Block::new(Meaning::Muted, deadline.explanation).indented(4));
            }
            None => later.push(format!("{} (from: {})", rule.title, rule.from.words())),
        }
    }
    if !later.is_empty() {
        let said = format!("Not to be worked out yet: {}.", later.join("; "));
        blocks.push(Block::new(Meaning::Muted, said));
    }
    blocks
}

/// The day that eligibility is judged on: today, or the day on which a finished visit was signed,
/// so that its file says the same whenever it is opened.
fn judged_on(visit: &Visit, now: Moment) -> NaiveDate {
    let signed = visit.seals.last().filter(|_| visit.is_sealed());
    signed.map_or(now, |seal| seal.at).date_naive()
}

fn blocks(desk: &Desk) -> Option<Vec<Block>> {
    let OpenCase { survey, visit, .. } = desk.open()?;
    let packet = &survey.file.packet;
    let day = judged_on(visit, desk.now);
    let program = desk.program.as_ref();
    let eligible = program.map(|program| packet.eligibility(program, day).holds());
    let mut blocks = milestones(packet, visit, eligible);
    if let Some(program) = program {
        blocks.extend(eligibility(packet, program, day));
        if visit.is_sealed() {
            let said = "That is the day on which the visit was signed.";
            blocks.push(Block::new(Meaning::Muted, said));
        }
    }
    blocks.extend(preparation(packet));
    blocks.push(blank());
    blocks.push(title("Before"));
    blocks.push(match &packet.previous_certification {
        Some(held) => line(
            THING,
            Mark::Met,
            "Previous certification",
            format!("until {}", written::date(held.until)),
        ),
        None => line(
            THING,
            Mark::NotApplicable,
            "Previous certification",
            "none known",
        ),
    });
    if let Some(program) = program {
        blocks.extend(deadlines(packet, program));
    }
    blocks.push(blank());
    blocks.push(title("Where this comes from"));
    let taken = survey.file.case.packet.as_ref();
    let issue = taken.map_or_else(String::new, |taken| {
        format!(", taken in {}", words::day_and_time(taken.at))
    });
    blocks.push(Block::plain(format!(
        "Case {}; the office's file, issue {}{issue}. Standards edition: {}.",
        packet.case,
        packet.issue,
        survey.pack().title
    )));
    Some(blocks)
}

impl View for Timeline {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        vec![Context::Anywhere, Context::Visit, Context::Reading]
    }

    fn hints(&self, _desk: &Desk) -> Vec<Command> {
        vec![Command::PageDown, Command::Back, Command::Palette]
    }

    fn handle(&mut self, _desk: &mut Desk, ask: Ask) -> Next {
        match ask {
            Ask::Command(Command::Back) => return Next::Back,
            ask => scroll(&mut self.state, &ask),
        }
        Next::Stay
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let blocks = blocks(desk)?;
        let place = widgets::right_of(area, 1);
        reader::draw(buf, place, desk.theme, &self.state, &blocks);
        None
    }
}
