//! How much was looked at against the minimums, and who chose each record.

use super::{Content, Leads, Part, Row};
use crate::domain::pack::Method;
use crate::domain::survey::readiness;
use crate::domain::survey::words::ReasonFor;
use crate::tui::screens::{EvidenceOf, Route, SourcesAt};
use crate::tui::survey::OpenCase;
use crate::tui::theme::Meaning;
use crate::tui::widgets::reader::Block;

/// Columns of the label of a record.
const LABEL: u16 = 6;

pub(super) fn sample(open: OpenCase<'_>) -> Content {
    Content {
        title: "The sample, and who chose it".to_owned(),
        parts: vec![minimums(open), records(open)],
        empty: "Nothing was looked at.",
    }
}

fn minimums(open: OpenCase<'_>) -> Part {
    let facts = open.facts();
    let states = readiness::sample_states(open.visit, open.pack);
    let row = |state: readiness::SampleState| {
        let kind = readiness::kind_title(open.pack, &state.key);
        let site = state.key.site.as_ref();
        let site = site.map_or_else(|| "whole visit".to_owned(), |site| facts.site(site));
        let reason = open.visit.shortfalls.get(&state.key);
        let reason = reason.filter(|_| state.is_short());
        let reason = reason.map(|held| format!(". {}", facts.reason(ReasonFor::Shortfall, held)));
        let said = format!(
            "{kind}, {site}: {} of {}{}",
            state.reached,
            state.minimum,
            reason.unwrap_or_default()
        );
        let leads = Leads::To(Route::Sources(SourcesAt::Sample(state.key)));
        Row::new(vec![Block::plain(said)], leads)
    };
    let head = "Looked at, and the fewest asked for";
    Part {
        heading: vec![Block::new(Meaning::Title, head)],
        rows: states.into_iter().map(row).collect(),
    }
}

fn records(open: OpenCase<'_>) -> Part {
    let facts = open.facts();
    let sources = open.visit.sources.iter();
    let records = sources.filter(|held| held.details.kind.method() == Method::Record);
    let row = |source: &crate::domain::survey::visit::Source| {
        let details = &source.details;
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
        let block = Block::plain(said).led_by(details.label.clone(), LABEL);
        let leads = EvidenceOf::Source(source.id.clone());
        Row::new(vec![block], Leads::To(Route::Evidence(leads)))
    };
    Part {
        heading: vec![Block::new(Meaning::Title, "Who chose each record")],
        rows: records.map(row).collect(),
    }
}
