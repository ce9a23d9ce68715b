//! How a case stands, in lines to read: eligibility explained, and what is there for the survey.
//! The case's own screen and the form that sets up a visit both say it.

use crate::domain::program::eligibility::Holds;
use crate::domain::program::packet::Packet;
use crate::domain::program::rules::{Program, Standing};
use crate::domain::values::written;
use crate::tui::desk::Desk;
use crate::tui::text;
use crate::tui::theme::{Mark, Meaning};
use crate::tui::widgets::reader::Block;
use chrono::NaiveDate;

/// Columns for the mark and the name of anything else.
pub(super) const THING: u16 = 39;

/// A line with its mark and name first.
pub(super) fn line(columns: u16, mark: Mark, name: &str, says: impl Into<String>) -> Block {
    let room = usize::from(columns).saturating_sub(5);
    let name = text::truncate(name, room, "");
    Block::plain(says).led_by(format!("{} {name}", mark.sign()), columns)
}

/// A heading.
pub(super) fn title(words: impl Into<String>) -> Block {
    Block::new(Meaning::Title, words)
}

/// An empty line.
pub(super) fn blank() -> Block {
    Block::plain("")
}

/// Whether the practice is eligible on a day, criterion by criterion.
pub(super) fn eligibility(packet: &Packet, program: &Program, on: NaiveDate) -> Vec<Block> {
    let found = packet.eligibility(program, on);
    let mut blocks = vec![
        blank(),
        title(format!(
            "Eligible for a survey on {}: {}",
            written::date(found.on),
            found.holds().word()
        )),
    ];
    for criterion in &found.criteria {
        let mark = match criterion.holds {
            Holds::Yes => Mark::Met,
            Holds::No => Mark::NotMet,
            Holds::Unknown => Mark::CouldNotAssess,
        };
        let rule = match criterion.standing {
            Standing::Official => String::new(),
            standing => format!(" (the rule: {})", standing.words()),
        };
        let says = format!("{}: {}{rule}", criterion.rule, criterion.figures);
        blocks.push(Block::plain(says).led_by(mark.sign(), 4));
    }
    blocks
}

/// What is there for the survey, and what is missing.
pub(super) fn preparation(packet: &Packet) -> Vec<Block> {
    let items = packet.preparation();
    let missing = items.iter().filter(|item| !item.done).count();
    let head = match missing {
        0 => format!("Ready for the survey: all {} things are there", items.len()),
        1 => format!("For the survey, 1 of {} things is missing", items.len()),
        count => format!(
            "For the survey, {count} of {} things are missing",
            items.len()
        ),
    };
    let mut blocks = vec![blank(), title(head)];
    for item in &items {
        let mark = if item.done { Mark::Met } else { Mark::ToDo };
        blocks.push(line(THING, mark, &item.title, &item.says));
    }
    blocks
}

/// What a packet that is being written comes to: for whom it is, whether the practice is eligible,
/// what is missing for the survey.
pub(super) fn outlook(desk: &Desk, packet: &Packet) -> Vec<Block> {
    let named = |name: &str, otherwise: &str| match name {
        "" => otherwise.to_owned(),
        name => name.to_owned(),
    };
    let sites = packet.practice.sites.iter();
    let sites: Vec<String> = sites
        .map(|site| named(&site.name, "a site without a name yet"))
        .collect();
    let name = named(&packet.practice.name, "A practice without a name yet");
    let training = if packet.training { ", TRAINING" } else { "" };
    let mut blocks = vec![
        title(format!("{name}{training}")),
        Block::plain(format!(
            "{}, {}, at {}; Standards edition {}",
            packet.visit.kind,
            packet.visit.mode,
            sites.join(", "),
            packet.edition
        )),
    ];
    if let Some(program) = desk.program.as_ref() {
        blocks.extend(eligibility(packet, program, desk.now.date_naive()));
    }
    blocks.extend(preparation(packet));
    blocks
}
