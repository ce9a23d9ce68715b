//! What a reader wants to know first, to be read in one piece: what is not met and why, where
//! methods differ, what could not be assessed, who signed; and how the sample was chosen. What is
//! said comes from the domain's summary, the same that the report's first page is made from.

use crate::domain::pack::Method;
use crate::domain::survey::answers::Level;
use crate::domain::survey::readiness;
use crate::domain::survey::summary::{Point, Standing, Summary};
use crate::domain::survey::words::{self, ReasonFor};
use crate::tui::desk::Desk;
use crate::tui::screens::Next;
use crate::tui::screens::popups::reading::Reading;
use crate::tui::survey::OpenCase;
use crate::tui::theme::Meaning;
use crate::tui::widgets::reader::Block;

/// What is not met and why, and everything else that the report's first page says.
pub(super) fn findings(desk: &Desk) -> Next {
    let Some(open) = desk.open() else {
        return Next::Stay;
    };
    let facts = open.facts();
    let summary = Summary::of(&facts, &open.survey.file.board);
    let mut blocks = head(open);
    let levels: Vec<String> = summary
        .levels()
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(level, count)| format!("{count} {}", name(open, level)))
        .collect();
    blocks.push(Block::plain(format!("{}.", levels.join(", "))));
    for held in summary.open() {
        blocks.extend(standard(open, held));
    }
    blocks.push(Block::plain(""));
    blocks.push(Block::new(Meaning::Title, "Could not be assessed"));
    if summary.unseen.is_empty() {
        blocks.push(Block::plain("Everything could be assessed."));
    }
    blocks.extend(summary.unseen.iter().map(|held| {
        let why = held.why.as_deref().unwrap_or("no reason given");
        let said = format!(
            "{}, {} ({}): {why}",
            held.element.id,
            held.method.title(),
            held.at
        );
        Block::plain(said).indented(2)
    }));
    for level in [Level::FullyMet, Level::NotApplicable] {
        let ids: Vec<&str> = summary
            .settled(level)
            .map(|held| held.standard.id.as_str())
            .collect();
        if !ids.is_empty() {
            blocks.push(Block::plain(""));
            let said = format!("{}: {}", name(open, Some(level)), ids.join(", "));
            blocks.push(Block::plain(said));
        }
    }
    Next::popup(Reading::new("What is not met, and why", blocks))
}

/// Which practice, which visit, and who signed each revision when and why.
fn head(open: OpenCase<'_>) -> Vec<Block> {
    let (visit, packet) = (open.visit, &open.survey.file.packet);
    let mut blocks = vec![
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
    for seal in &visit.seals {
        let why = seal
            .reason
            .map(|id| format!(": {}", open.facts().text(&id)));
        blocks.push(Block::plain(format!(
            "Revision {} signed{}, {}{}",
            seal.revision,
            signer.as_deref().unwrap_or_default(),
            words::day_and_time(seal.at),
            why.unwrap_or_default()
        )));
    }
    blocks.push(Block::plain(""));
    blocks
}

fn name(open: OpenCase<'_>, level: Option<Level>) -> String {
    level.map_or_else(
        || "without a level".to_owned(),
        |level| words::level(open.pack, level).to_owned(),
    )
}

fn standard(open: OpenCase<'_>, held: &Standing) -> Vec<Block> {
    let title = format!(
        "{} {}: {}",
        held.standard.id,
        held.standard.title,
        name(open, held.level)
    );
    let mut blocks = vec![Block::plain(""), Block::new(Meaning::Title, title)];
    if let Some(suggested) = &held.suggested {
        let reason = suggested.reason.as_deref().unwrap_or("none given");
        let said = format!("Suggested: {}. Reason: {reason}", suggested.words);
        blocks.push(Block::plain(said).indented(2));
    }
    blocks.extend(
        held.points
            .iter()
            .map(|point| point_block(point).indented(2)),
    );
    blocks
}

fn point_block(point: &Point) -> Block {
    match &point.element {
        Some((id, short)) => {
            let short = short.trim_end_matches('.');
            Block::plain(format!("{id} {short}. {}", point.text))
        }
        None => Block::plain(point.text.clone()),
    }
}

/// How much was looked at against the minimums, and who chose each record.
pub(super) fn sampling(desk: &Desk) -> Next {
    let Some(open) = desk.open() else {
        return Next::Stay;
    };
    let facts = open.facts();
    let mut blocks = vec![Block::new(
        Meaning::Title,
        "Looked at, and the fewest asked for",
    )];
    for state in readiness::sample_states(open.visit, open.pack) {
        let kind = readiness::kind_title(open.pack, &state.key);
        let site = state.key.site.as_ref();
        let site = site.map_or_else(|| "whole visit".to_owned(), |site| facts.site(site));
        let reason = open
            .visit
            .shortfalls
            .get(&state.key)
            .filter(|_| state.is_short());
        let reason = reason.map(|held| format!(". {}", facts.reason(ReasonFor::Shortfall, held)));
        blocks.push(Block::plain(format!(
            "{kind}, {site}: {} of {}{}",
            state.reached,
            state.minimum,
            reason.unwrap_or_default()
        )));
    }
    blocks.push(Block::plain(""));
    blocks.push(Block::new(Meaning::Title, "Who chose each record"));
    let sources = open.visit.sources.iter().map(|source| &source.details);
    for details in sources.filter(|held| held.kind.method() == Method::Record) {
        let chosen = details.chosen_by.map_or("Not said", |by| by.title());
        let how = details
            .chosen_how
            .map(|id| format!(". {}", facts.text(&id)));
        let said = format!(
            "{}, {}: {chosen}{}",
            facts.source_kind(details),
            facts.sites(&details.sites),
            how.unwrap_or_default()
        );
        blocks.push(Block::plain(said).led_by(details.label.clone(), 6));
    }
    Next::popup(Reading::new("The sample", blocks))
}
