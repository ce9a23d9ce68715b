//! What's left before a visit can be signed: what blocks, what warns, and where to go for it.
//! RULES.md, Readiness; the sampling minimums are in `samples`.

mod samples;

pub use samples::{SampleState, kind_title, sample_states};

use super::answers::{AnswerValue, Cell, CheckKey, Determination, SampleKey};
use super::case::Case;
use super::conflict;
use super::own_words::{self, Changed, WordsAt};
use super::verdicts::{self, Board, Outcome};
use super::visit::Visit;
use super::words::{self, Facts};
use crate::domain::pack::{Applies, Method, Standard};
use crate::domain::privacy::guard::Guard;
use crate::domain::values::ids::{SiteId, StandardId};
use crate::domain::values::text::TextId;

/// Whether an item keeps the visit from being signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It must be done before signing.
    Blocks,
    /// It is worth a look.
    Warns,
}

/// Where an item is dealt with: Enter goes there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A check.
    Check(CheckKey),
    /// One answer.
    Answer(Cell),
    /// Words that were written under other answers.
    Words(WordsAt),
    /// The level or the explanation of a Standard.
    Standard(StandardId),
    /// The confirmation of services.
    Services,
    /// The confirmation that there is no conflict of interest.
    ConflictOfInterest,
    /// The reason for a small sample.
    Sample(SampleKey),
    /// A text that seems to identify somebody.
    Text(TextId),
    /// What did not fit when the journal was folded.
    History,
    /// A half-filled form, by the name it is kept under. It is no part of the case: whoever keeps
    /// it adds it to the list.
    Form(String),
}

/// One line of "What's left".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remaining {
    /// Whether it blocks.
    pub weight: Weight,
    /// Where to deal with it.
    pub place: Destination,
    /// What is left, in plain words.
    pub what: String,
}

/// Everything that is left: what seems to identify somebody, then what blocks, each in the order in
/// which one would do it.
pub fn whats_left(case: &Case, facts: &Facts, board: &Board, guard: &Guard) -> Vec<Remaining> {
    let mut items = Vec::new();
    opening(facts, &mut items);
    checks(facts, &mut items);
    standards(facts, board, &mut items);
    samples::samples(facts, &mut items);
    contrary_evidence(facts, &mut items);
    for conflict in &case.conflicts {
        items.push(Remaining {
            weight: Weight::Warns,
            place: Destination::History,
            what: format!(
                "Entry {} of {} did not fit: {}.",
                conflict.entry.seq, conflict.entry.device, conflict.what
            ),
        });
    }
    // A stable sort: within what blocks and what warns, the order above stays.
    items.sort_by_key(|item| item.weight);
    // A patient's name must not wait behind a hundred answers to do.
    items.splice(0..0, identifiers(case, guard));
    items
}

/// The texts that seem to identify somebody, strong suspicions first.
fn identifiers(case: &Case, guard: &Guard) -> impl Iterator<Item = Remaining> {
    let open = guard.open(&case.justified).into_iter();
    open.map(|(text, suspect)| Remaining {
        weight: match suspect.stops() {
            true => Weight::Blocks,
            false => Weight::Warns,
        },
        place: Destination::Text(*text),
        what: suspect.words(),
    })
}

/// Says whether nothing blocks.
pub fn is_ready(items: &[Remaining]) -> bool {
    items.iter().all(|item| item.weight == Weight::Warns)
}

fn blocks(place: Destination, what: String) -> Remaining {
    Remaining {
        weight: Weight::Blocks,
        place,
        what,
    }
}

fn opening(facts: &Facts, items: &mut Vec<Remaining>) {
    let (visit, pack) = (facts.visit, facts.pack);
    if conflict::confirmed(visit, facts.packet).is_none() {
        let what = "Confirm that you have no conflict of interest with this practice.";
        items.push(blocks(Destination::ConflictOfInterest, what.into()));
    }
    let unasked = pack
        .services()
        .filter(|held| !visit.services.contains_key(&held.id));
    match unasked.count() {
        0 => {}
        1 => items.push(blocks(
            Destination::Services,
            "Ask the practice about 1 more service: offered or not?".to_owned(),
        )),
        count => items.push(blocks(
            Destination::Services,
            format!("Ask the practice about {count} services: offered or not?"),
        )),
    }
}

fn checks(facts: &Facts, items: &mut Vec<Remaining>) {
    let (visit, pack) = (facts.visit, facts.pack);
    let gone = |text: &TextId| !facts.has_words(text);
    for (standard, element) in pack.elements() {
        for method in element.checks.methods() {
            let verdict = verdicts::check(visit, pack, standard, element, method);
            let key = CheckKey {
                element: element.id.clone(),
                method,
            };
            let name = format!("{} {}, {}", element.id, method.title(), element.short);
            if verdict.open > 0 {
                let what = format!("{name}: {} to do", verdict.open);
                items.push(blocks(Destination::Check(key.clone()), what));
            }
            if verdict.outcome.is_wanting() && own_words::are_missing(facts, &key) {
                let what = format!("{name}: not met, and words for it are missing");
                let place = match own_words::without_words(facts, &key) {
                    Some(cell) => Destination::Answer(cell),
                    None => Destination::Check(key.clone()),
                };
                items.push(blocks(place, what));
            }
            erased_reasons(facts, &key, &name, items);
            for (at, text, changed) in own_words::old_words(visit, &key) {
                if !gone(&text) {
                    items.push(old_words(visit, &name, at, &changed));
                }
            }
            let lonely = method == Method::Interview
                && verdict.outcome == Outcome::NotMet
                && verdict.tally.answered() == 1;
            if lonely {
                let what = format!("{name}: Not met rests on one interview");
                items.push(Remaining {
                    weight: Weight::Warns,
                    place: Destination::Check(key),
                    what,
                });
            }
        }
    }
}

/// Answers that need a reason and whose typed one was erased: a reason is asked for again.
fn erased_reasons(facts: &Facts, check: &CheckKey, name: &str, items: &mut Vec<Remaining>) {
    for given in facts.visit.given(check) {
        let reason = given.answer.reason.as_ref();
        if reason.is_none_or(|reason| facts.gives(reason)) {
            continue;
        }
        let cell = given.cell(check);
        let at = match given.source.as_ref().and_then(|id| facts.visit.source(id)) {
            Some(source) => format!(" at {}", source.details.label),
            None => String::new(),
        };
        let why = match given.answer.value {
            AnswerValue::CouldNotAssess => "could not be assessed",
            _ => "is not applicable",
        };
        let what = format!("{name}{at}: the reason why it {why} was erased, give one again");
        items.push(blocks(Destination::Answer(cell), what));
    }
}

/// Words that were written under other answers: the Surveyor keeps, rewrites or takes them out.
fn old_words(visit: &Visit, name: &str, at: WordsAt, changed: &Changed) -> Remaining {
    let what = match &at {
        WordsAt::Note(_) => "the note".to_owned(),
        WordsAt::Remark(cell) => match cell.source.as_ref().and_then(|id| visit.source(id)) {
            Some(source) => format!("the remark at {}", source.details.label),
            None => "the remark".to_owned(),
        },
    };
    let since = words::since(at.check().method, changed);
    let weight = if changed.is_grave() {
        Weight::Blocks
    } else {
        Weight::Warns
    };
    Remaining {
        weight,
        what: format!("{name}: {what} was {since}; keep it, rewrite it or take it out"),
        place: Destination::Words(at),
    }
}

fn standards(facts: &Facts, board: &Board, items: &mut Vec<Remaining>) {
    let (visit, pack) = (facts.visit, facts.pack);
    for (standard, verdict) in pack.standards.iter().zip(board.iter()) {
        let place = || Destination::Standard(standard.id.clone());
        let name = format!("{} {}", standard.id, standard.title);
        if !verdict.differences.is_empty() && !visit.explanations.contains_key(&standard.id) {
            items.push(blocks(
                place(),
                format!("{name}: methods differ, explain why"),
            ));
        }
        if verdict.open > 0 {
            continue;
        }
        match visit.determinations.get(&standard.id) {
            None => items.push(blocks(place(), format!("{name}: give your level"))),
            Some((held, _)) if Some(held.suggested) != verdict.level => {
                let what = format!("{name}: the suggested level changed, look at yours again");
                items.push(blocks(place(), what));
            }
            Some((held, _)) if held.differs() && !is_grounded(facts, standard, held) => {
                let what = format!("{name}: say why your level is another, and what it rests on");
                items.push(blocks(place(), what));
            }
            Some(_) => {}
        }
    }
}

/// Says whether a level that is not the suggested one has a reason, and rests on what is there.
fn is_grounded(facts: &Facts, standard: &Standard, held: &Determination) -> bool {
    let reason = held.reason.as_ref();
    let reason = reason.is_some_and(|reason| facts.gives(reason));
    let ground = held.rests_on.as_ref();
    reason && ground.is_some_and(|ground| facts.visit.has_ground(standard, ground))
}

/// Evidence for something that is said not to be offered: one of the two is wrong.
fn contrary_evidence(facts: &Facts, items: &mut Vec<Remaining>) {
    let (visit, pack) = (facts.visit, facts.pack);
    for (standard, element) in pack.elements() {
        for method in element.checks.methods() {
            let key = CheckKey {
                element: element.id.clone(),
                method,
            };
            let applies =
                |site: &SiteId| verdicts::applies_at(visit, standard, element, method, site);
            // What is answered for the whole practice is about the sites that offer the service.
            let is_offered = visit.sites.iter().any(applies);
            let seen = |site: &SiteId| {
                visit.given(&key).iter().any(|given| {
                    visit.counts_at(given, site)
                        && (given.site.is_some() || !is_offered)
                        && !given.answer.value.needs_reason()
                })
            };
            for site in &visit.sites {
                if seen(site) && !applies(site) {
                    let service = absent_service(
                        visit,
                        site,
                        &[
                            standard.applies_when.as_ref(),
                            element.applies_when.as_ref(),
                        ],
                    );
                    let what = format!(
                        "{} {}: answered at {}, though {service} is said not to be offered",
                        element.id,
                        method.title(),
                        facts.site(site)
                    );
                    items.push(blocks(Destination::Services, what));
                    break;
                }
            }
        }
    }
}

fn absent_service(visit: &Visit, site: &SiteId, conditions: &[Option<&Applies>]) -> String {
    conditions
        .iter()
        .flatten()
        .flat_map(|condition| condition.attributes())
        .find(|attribute| visit.offers(attribute, Some(site)) == Some(false))
        .map_or_else(
            || "the service".to_owned(),
            |attribute| format!("\"{attribute}\""),
        )
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;
