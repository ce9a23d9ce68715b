//! The last page of the form that sets up a visit: what it comes to, whether the practice is
//! eligible, what is missing for the survey. All of it follows from the other pages as they stand.

use super::packet_form::or;
use super::timeline;
use crate::domain::program::packet::Packet;
use crate::tui::desk::Desk;
use crate::tui::theme::Meaning;
use crate::tui::widgets::reader::Block;

/// The page.
pub(super) fn blocks(desk: &Desk, packet: &Packet) -> Vec<Block> {
    let sites = packet.practice.sites.iter();
    let names: Vec<&str> = sites
        .map(|site| or(&site.name, "a site without a name yet"))
        .collect();
    let name = or(&packet.practice.name, "A practice without a name yet");
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
        let today = desk.now.date_naive();
        blocks.extend(timeline::eligibility(packet, program, today));
    }
    blocks.extend(timeline::preparation(packet));
    blocks
}
