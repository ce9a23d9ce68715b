//! The last page of the form that sets up a visit: what it comes to, whether the practice is
//! eligible, what is missing for the survey. All of it follows from the other pages as they stand.

use super::timeline;
use crate::domain::program::packet::Packet;
use crate::tui::desk::Desk;
use crate::tui::theme::Meaning;
use crate::tui::widgets::reader::Block;

/// The page.
pub(in crate::tui::screens) fn blocks(desk: &Desk, packet: &Packet) -> Vec<Block> {
    let names: Vec<&str> = packet
        .practice
        .sites
        .iter()
        .map(|site| match site.name.as_str() {
            "" => "a site without a name yet",
            name => name,
        })
        .collect();
    let name = match packet.practice.name.as_str() {
        "" => "A practice without a name yet",
        name => name,
    };
    let training = if packet.training { ", TRAINING" } else { "" };
    let mut blocks = vec![
        Block::new(Meaning::Title, format!("{name}{training}")),
        Block::plain(format!(
            "{}, {}, at {}; Standards edition {}",
            packet.visit.kind,
            packet.visit.mode,
            names.join(", "),
            packet.edition
        )),
    ];
    if let Some(program) = desk.program.as_ref() {
        blocks.extend(timeline::eligibility(
            packet,
            program,
            desk.now.date_naive(),
        ));
    }
    blocks.extend(timeline::preparation(packet));
    blocks
}
