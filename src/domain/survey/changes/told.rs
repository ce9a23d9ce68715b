//! A change in words: what it is about, what was and what is, and which words went and came.

use super::between::{Difference, net};
use super::{Change, How, Said, Subject};
use crate::domain::survey::answers::{AnswerValue, NoteTarget};
use crate::domain::survey::events::ServiceSaid;
use crate::domain::survey::own_words::WordsAt;
use crate::domain::survey::readiness::kind_title;
use crate::domain::survey::sources::{SourceDetails, SourceKind};
use crate::domain::survey::words::{self, Facts, ReasonFor};
use similar::{ChangeTag, TextDiff};

/// What stands where nothing is said.
const NOTHING: &str = "nothing";

/// A piece of a text that was written otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Whether it stayed, came or went.
    pub kind: PieceKind,
    /// The words.
    pub text: String,
}

/// What became of a piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// It stands in both.
    Stayed,
    /// It stands only in the earlier one.
    Went,
    /// It stands only in the later one.
    Came,
}

/// What a subject is called: `3.12.4 Records, R02`, `My level of 3.12`.
/// What is said of a source holds its label, which the visit may have no more.
pub fn subject(facts: &Facts<'_>, subject: &Subject, said: Option<Said<'_>>) -> String {
    match subject {
        Subject::Service(id) => {
            let known = facts.pack.attribute(id);
            let title = known.map_or_else(|| id.to_string(), |held| held.title.clone());
            format!("Service: {title}")
        }
        Subject::Source(id) => match said {
            Some(Said::Source(details)) => details.label.clone(),
            _ => facts.label_of(id),
        },
        Subject::Answer(cell) => {
            let check = format!("{} {}", cell.check.element, cell.check.method.title());
            let source = cell.source.as_ref().map(|id| facts.label_of(id));
            let site = cell.site.as_ref().filter(|_| facts.has_several_sites());
            let site = site.map(|site| facts.site(site));
            let whole = "as a whole".to_owned();
            let at = [Some(source.unwrap_or(whole)), site];
            let at: Vec<String> = at.into_iter().flatten().collect();
            format!("{check}, {}", at.join(" at "))
        }
        Subject::Note(NoteTarget::Check(check)) => {
            format!("Note of {} {}", check.element, check.method.title())
        }
        Subject::Note(NoteTarget::Standard(id)) => format!("Note of {id}"),
        Subject::Difference(id) => format!("Why methods differ in {id}"),
        Subject::Sample(key) => {
            let site = key.site.as_ref().map(|site| facts.site(site));
            let at = site.map_or_else(String::new, |site| format!(" at {site}"));
            format!("Why fewer: {}{at}", kind_title(facts.pack, key))
        }
        Subject::Level(id) => format!("Level of {id}"),
        Subject::Kept(WordsAt::Note(check)) => {
            format!("Note of {} {}", check.element, check.method.title())
        }
        Subject::Kept(WordsAt::Remark(cell)) => {
            let answer = Subject::Answer(cell.clone());
            format!("Remark at {}", self::subject(facts, &answer, None))
        }
    }
}

/// What is said of a subject, in full.
pub fn said(facts: &Facts<'_>, said: Option<Said<'_>>) -> String {
    match said {
        None => NOTHING.to_owned(),
        Some(Said::Service(held)) => service(facts, held),
        Some(Said::Source(details)) => source(facts, details),
        Some(Said::Kept(true)) => "kept under the answers as they are".to_owned(),
        Some(Said::Kept(false)) => "written under other answers".to_owned(),
        Some(Said::Answer(answer)) => {
            let list = match answer.value {
                AnswerValue::NotApplicable => ReasonFor::NotApplicable,
                _ => ReasonFor::CouldNotAssess,
            };
            let value = answer.value.title();
            let why = answer.reason.as_ref().map(|why| facts.reason(list, why));
            let remark = answer.remark.map(|text| facts.text(&text).to_owned());
            let words: Vec<String> = why.into_iter().chain(remark).collect();
            match words.is_empty() {
                true => value.to_owned(),
                false => format!("{value}: {}", words.join("; ")),
            }
        }
        Some(Said::Note(text)) => facts.text(text).to_owned(),
        Some(Said::Difference(held)) => {
            let gap = held.gap.title();
            match &held.text {
                None => gap.to_owned(),
                Some(text) => format!("{gap}: {}", facts.text(text)),
            }
        }
        Some(Said::Sample(reason)) => facts.reason(ReasonFor::Shortfall, reason),
        Some(Said::Level(held)) => {
            let level = words::level(facts.pack, held.level);
            match facts.different_level(held) {
                None => level.to_owned(),
                Some(why) => format!("{level}: {why}"),
            }
        }
    }
}

/// The same in a few words, for a line of a list: no reason, and only the first line of a text.
pub fn brief(facts: &Facts<'_>, what: Option<Said<'_>>) -> String {
    match what {
        Some(Said::Answer(answer)) => match &answer.remark {
            None => answer.value.title().to_owned(),
            Some(text) => format!("{} ({})", answer.value.title(), facts.text(text)),
        },
        Some(Said::Level(held)) => words::level(facts.pack, held.level).to_owned(),
        Some(Said::Source(details)) => facts.source_kind(details),
        Some(Said::Difference(held)) => held.gap.title().to_owned(),
        what => said(facts, what)
            .lines()
            .next()
            .unwrap_or_default()
            .to_owned(),
    }
}

/// All that is said of a source, so that no change of it is invisible.
fn source(facts: &Facts<'_>, details: &SourceDetails) -> String {
    let mut said = vec![facts.source_name(details), facts.source_kind(details)];
    said.extend(facts.record_traits(details));
    if let SourceKind::Record { is_not, .. } = &details.kind {
        said.extend(is_not.iter().map(|id| {
            let known = facts.pack.attribute(id);
            let title = known.map_or_else(|| id.to_string(), |held| held.title.clone());
            format!("not: {title}")
        }));
    }
    said.push(facts.sites(&details.sites));
    let place = details.place.map(|id| facts.text(&id).to_owned());
    let chosen = details.chosen_by.map(|by| by.title().to_owned());
    let how = details.chosen_how.map(|id| facts.text(&id).to_owned());
    said.extend([place, chosen, how].into_iter().flatten());
    said.join(", ")
}

fn service(facts: &Facts<'_>, held: &ServiceSaid) -> String {
    let offered = facts.offered(&held.offered);
    format!("{offered}, said by {}", facts.tellers(held))
}

/// Both in words, piece by piece: what went, what came, what stayed.
pub fn pieces(was: &str, now: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for change in TextDiff::from_words(was, now).iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => PieceKind::Stayed,
            ChangeTag::Delete => PieceKind::Went,
            ChangeTag::Insert => PieceKind::Came,
        };
        match pieces.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(change.value()),
            _ => pieces.push(Piece {
                kind,
                text: change.value().to_owned(),
            }),
        }
    }
    pieces
}

/// Whether two of what is said are worth comparing word by word: texts that were rewritten.
pub fn is_rewritten(was: Option<Said<'_>>, now: Option<Said<'_>>) -> bool {
    matches!(
        (was, now),
        (Some(Said::Note(_)), Some(Said::Note(_)))
            | (Some(Said::Difference(_)), Some(Said::Difference(_)))
    )
}

/// Says whether both read the same: something was typed again in the same words.
pub fn reads_the_same(facts: &Facts<'_>, was: Option<Said<'_>>, now: Option<Said<'_>>) -> bool {
    let (before, after) = (said(facts, was), said(facts, now));
    // Of words that were erased nobody can tell.
    before == after && !before.contains(words::ERASED)
}

/// What these changes come to for a reader: what reads as it did before is left out.
pub fn differences<'a>(
    facts: &Facts<'_>,
    changes: impl IntoIterator<Item = &'a Change>,
) -> Vec<Difference<'a>> {
    let mut held = net(changes);
    held.retain(|held| !reads_the_same(facts, held.was, held.now));
    held
}

/// What stands for a text that was typed again.
pub const SAME_WORDS: &str = "typed again, in the same words";

/// How a change came about, where that is not plain: `taken back`, `done again`.
pub fn how(change: &Change) -> Option<&'static str> {
    match change.how {
        How::Done => None,
        How::Undone => Some("by undo"),
        How::Redone => Some("by redo"),
    }
}
