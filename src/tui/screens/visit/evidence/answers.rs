//! Answers in full: all of one check, with its note; or all at one source, with what it is.

use super::{Content, Leads, Part, Row};
use crate::domain::survey::answers::{AnswerValue, Cell, CheckKey, NoteTarget};
use crate::domain::survey::own_words::{self, WordsAt};
use crate::domain::survey::visit::{Given, Source};
use crate::domain::survey::words::{self, Facts, ReasonFor};
use crate::domain::values::ids::SourceId;
use crate::tui::screens::{EvidenceOf, HistoryOf, Route};
use crate::tui::survey::OpenCase;
use crate::tui::theme::Meaning;
use crate::tui::widgets::reader::Block;
use crate::tui::wording;

/// Columns of the label of a source before what was answered at it.
const LABEL: u16 = 12;
/// Columns of the number of an element.
const NUMBER: u16 = 9;

/// All answers of a check, what is not met before what is.
pub(super) fn of_check(open: OpenCase<'_>, check: &CheckKey) -> Option<Content> {
    let facts = open.facts();
    let standard = open.pack.standard_of(&check.element)?;
    let element = open.pack.element(&check.element)?;
    let evidence = facts.evidence(element, check.method, None);
    let at_sources = evidence.at_sources.iter().copied();
    let at_whole = evidence.at_whole.iter().map(|given| (None, *given));
    let mut given: Vec<(Option<&Source>, &Given)> = at_sources.chain(at_whole).collect();
    given.sort_by_key(|(_, given)| worst_first(given.answer.value));
    let mut rows: Vec<Row> = given
        .into_iter()
        .map(|(source, given)| {
            let label = match (source, &given.source) {
                (Some(held), _) => facts.source_label(&held.details),
                (None, Some(id)) => facts.label_of(id),
                (None, None) => "As a whole".to_owned(),
            };
            let block = answer(&facts, check, given).led_by(label, LABEL);
            let leads = source.map(|held| Route::Evidence(EvidenceOf::Source(held.id.clone())));
            let history = || Route::History(HistoryOf::Check(check.clone()));
            Row::new(vec![block], Leads::To(leads.unwrap_or_else(history)))
        })
        .collect();
    rows.extend(note(open, check));
    if let Some(why) = facts.not_offered(standard, Some(element), None) {
        rows.push(Row::new(
            vec![Block::plain(why)],
            Leads::To(Route::Services),
        ));
    }
    let line = facts.facts_line(element, check.method);
    let heading = [Some(element.text.clone()), line].into_iter().flatten();
    let mut heading: Vec<Block> = heading.map(Block::plain).collect();
    heading.push(Block::plain(""));
    Some(Content {
        title: format!("{} {}: {}", element.id, check.method.title(), element.short),
        parts: vec![Part { heading, rows }],
        empty: "Nothing was answered here.",
    })
}

/// What the Surveyor wrote about the check as a whole.
fn note(open: OpenCase<'_>, check: &CheckKey) -> Option<Row> {
    let text = open.visit.notes.get(&NoteTarget::Check(check.clone()))?;
    let at = WordsAt::Note(check.clone());
    let since = own_words::changed(open.visit, &at).map_or_else(String::new, |changed| {
        format!(" ({})", words::since(check.method, &changed))
    });
    let said = format!("{}{since}", open.facts().text(text));
    let block = Block::new(Meaning::ReportNote, said).led_by("Note", LABEL);
    let leads = Leads::To(Route::History(HistoryOf::Check(check.clone())));
    Some(Row::new(vec![block], leads))
}

/// All answers at a source, what is not met before what is.
pub(super) fn at_source(open: OpenCase<'_>, id: &SourceId) -> Option<Content> {
    let facts = open.facts();
    let source = open.visit.source(id)?;
    let method = source.details.kind.method();
    let mut rows: Vec<(u8, Row)> = Vec::new();
    for (_, element) in open.pack.elements() {
        let check = CheckKey {
            element: element.id.clone(),
            method,
        };
        let given = open.visit.given(&check).iter();
        for given in given.filter(|given| given.source.as_ref() == Some(id)) {
            let mut block = answer(&facts, &check, given).led_by(element.id.to_string(), NUMBER);
            block.text = format!("{}: {}", element.short, block.text);
            let cell = Cell {
                check: check.clone(),
                site: given.site.clone(),
                source: Some(id.clone()),
            };
            let row = Row::new(vec![block], Leads::Cell(cell));
            rows.push((worst_first(given.answer.value), row));
        }
    }
    rows.sort_by_key(|(rank, _)| *rank);
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    Some(Content {
        title: facts.source_name(&source.details),
        parts: vec![Part {
            heading: described(&facts, source),
            rows,
        }],
        empty: "Nothing was answered at it.",
    })
}

/// What a source is: which kind, where, when, and how it was chosen.
fn described(facts: &Facts<'_>, source: &Source) -> Vec<Block> {
    let details = &source.details;
    let mut kind = vec![facts.source_kind(details)];
    kind.extend(facts.record_traits(details));
    let place = details.place.map(|id| format!(", {}", facts.text(&id)));
    let seen = format!(
        "{}{}; seen {}",
        facts.sites(&details.sites),
        place.unwrap_or_default(),
        words::day_and_time(source.seen_at)
    );
    let mut said = vec![kind.join(", "), seen];
    if let Some(by) = details.chosen_by {
        let how = details
            .chosen_how
            .map(|id| format!(". {}", facts.text(&id)));
        said.push(format!("{}{}", by.title(), how.unwrap_or_default()));
    }
    let mut blocks: Vec<Block> = said.into_iter().map(Block::plain).collect();
    blocks.push(Block::plain(""));
    blocks
}

/// What was answered, where, why, with its remark, and when.
fn answer(facts: &Facts<'_>, check: &CheckKey, given: &Given) -> Block {
    let value = given.answer.value;
    let mark = wording::mark_of_answer(value);
    let list = match value {
        AnswerValue::NotApplicable => ReasonFor::NotApplicable,
        _ => ReasonFor::CouldNotAssess,
    };
    let mut said = format!("{} {}", mark.sign(), value.title());
    let site = given.site.as_ref().filter(|_| facts.has_several_sites());
    if let Some(site) = site {
        said = format!("{said} at {}", facts.site(site));
    }
    let reason = given.answer.reason.as_ref();
    let reason = reason.map(|held| facts.reason(list, held));
    let remark = given.answer.remark.map(|id| {
        let then = given.remarked_under.filter(|under| *under != value);
        let since = then.map(|then| {
            let changed = own_words::Changed::Answer { then, now: value };
            format!(" ({})", words::since(check.method, &changed))
        });
        format!("{}{}", facts.text(&id), since.unwrap_or_default())
    });
    let words: Vec<String> = reason.into_iter().chain(remark).collect();
    if !words.is_empty() {
        said = format!("{said}: {}", words.join("; "));
    }
    let end = if said.ends_with('.') { "" } else { "." };
    let typed = words::day_and_time(given.at);
    Block::plain(format!("{said}{end} {typed}"))
}

fn worst_first(value: AnswerValue) -> u8 {
    match value {
        AnswerValue::NotMet => 0,
        AnswerValue::CouldNotAssess => 1,
        AnswerValue::Met => 2,
        AnswerValue::NotApplicable => 3,
    }
}
