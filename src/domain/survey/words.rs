//! Sentences made from facts, the same on every screen and in every document.
//!
//! Here live names (of sources, sites, levels, outcomes), counts that always name N, what a
//! reason says, and the sentences that write themselves: the one of a Met element and the facts
//! line of a check that is not met. Why a Standard stands as it does is in [`super::why`];
//! the rules themselves are in [`super::verdicts`].

mod counts;
mod groups;
mod sentences;
mod services;
mod since;
mod templates;

pub use counts::{Evidence, n_of};
pub use groups::Group;
pub use since::since;
// Days and times in sentences, as they are written everywhere.
pub use crate::domain::values::written::{date, day, day_and_time};

use super::answers::{AnswerValue, Determination, Ground, Level, Reason};
use super::sources::{Coverage, Sites, SourceDetails, SourceKind};
use super::verdicts::{Difference, Outcome, StandardVerdict};
use super::visit::Visit;
use crate::domain::pack::Pack;
use crate::domain::program::packet::Packet;
use crate::domain::values::ids::{SiteId, SourceId};
use crate::domain::values::text::{TextId, Texts};

/// What is shown for a text that was erased for good.
pub const ERASED: &str = "[erased]";

/// Why an element could not be assessed though nothing of it was answered so.
pub const ONLY_PAPER: &str = "Only the policy could be read; paper alone does not show practice.";

/// What sentences are made from.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The visit.
    pub visit: &'a Visit,
    /// The Standards edition it is pinned to.
    pub pack: &'a Pack,
    /// The packet, for the names of sites.
    pub packet: Option<&'a Packet>,
    /// The texts that the visit names.
    pub texts: &'a Texts,
}

/// Which list of the pack a reason was picked from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReasonFor {
    /// Why something does not apply.
    NotApplicable,
    /// Why something could not be assessed.
    CouldNotAssess,
    /// Why the level is not the suggested one.
    DifferentLevel,
    /// Why fewer were looked at than the minimum.
    Shortfall,
}

impl<'a> Facts<'a> {
    /// The words of a text; [`ERASED`] where they are gone.
    pub fn text(&self, id: &TextId) -> &'a str {
        self.texts.get(id).unwrap_or(ERASED)
    }

    /// The practice's name for a site; its id where the packet does not say.
    pub fn site(&self, id: &SiteId) -> String {
        self.packet
            .and_then(|packet| packet.site(id))
            .map_or_else(|| id.to_string(), |site| site.name.clone())
    }

    /// Says whether a sentence must name the site.
    pub fn has_several_sites(&self) -> bool {
        self.visit.sites.len() > 1
    }

    /// The sites of a source in words.
    pub fn sites(&self, sites: &Sites) -> String {
        match sites {
            Sites::All if self.has_several_sites() => "All sites".to_owned(),
            Sites::All => self
                .visit
                .sites
                .first()
                .map_or_else(|| "All sites".to_owned(), |site| self.site(site)),
            Sites::Only(sites) => {
                let names: Vec<String> = sites.iter().map(|site| self.site(site)).collect();
                names.join(", ")
            }
        }
    }

    /// What a reason says: the pack's words for a listed one, the Surveyor's for a typed one.
    pub fn reason(&self, list: ReasonFor, reason: &Reason) -> String {
        let reasons = &self.pack.reasons;
        let listed = match list {
            ReasonFor::NotApplicable => &reasons.not_applicable,
            ReasonFor::CouldNotAssess => &reasons.could_not_assess,
            ReasonFor::DifferentLevel => &reasons.different_level,
            ReasonFor::Shortfall => &reasons.shortfall,
        };
        match reason {
            Reason::Typed(text) => self.text(text).to_owned(),
            Reason::Listed(number) => usize::from(*number)
                .checked_sub(1)
                .and_then(|place| listed.get(place))
                .cloned()
                .unwrap_or_else(|| {
                    format!("reason {number}, which is not in this Standards edition")
                }),
        }
    }

    /// Why a level is not the suggested one, and what that rests on.
    pub fn different_level(&self, held: &Determination) -> Option<String> {
        let reason = self.reason(ReasonFor::DifferentLevel, held.reason.as_ref()?);
        Some(match &held.rests_on {
            Some(ground) => format!("{reason} (rests on {})", self.ground(ground)),
            None => reason,
        })
    }

    /// What a level rests on: an element with its short text, or the label of a source.
    pub fn ground(&self, ground: &Ground) -> String {
        match ground {
            Ground::Element(id) => self.pack.element(id).map_or_else(
                || id.to_string(),
                |element| format!("{id} {}", element.short),
            ),
            Ground::Source(id) => self.label_of(id),
        }
    }

    /// Says whether a text has words: it is not erased, and has a letter or a digit.
    pub fn has_words(&self, id: &TextId) -> bool {
        let text = self.texts.get(id);
        text.is_some_and(|text| text.chars().any(char::is_alphanumeric))
    }

    /// Says whether a reason is still there: a typed one is none once it is erased.
    pub fn gives(&self, reason: &Reason) -> bool {
        match reason {
            Reason::Typed(text) => self.has_words(text),
            Reason::Listed(_) => true,
        }
    }

    /// A source in a few letters: `R01`, `I01 with RN-A`.
    pub fn source_label(&self, details: &SourceDetails) -> String {
        match &details.person {
            Some(person) => format!("{} with {person}", details.label),
            None => details.label.clone(),
        }
    }

    /// A source in full: label, person and title, as far as they are known.
    pub fn source_name(&self, details: &SourceDetails) -> String {
        let label = self.source_label(details);
        match &details.title {
            Some(title) => format!("{label}: {}", self.text(title)),
            None => label,
        }
    }

    /// The label of the source with this id: `R03`, or `R03 (withdrawn)` where it was taken out
    /// again; the id where no such source is known.
    pub fn label_of(&self, id: &SourceId) -> String {
        if let Some(held) = self.visit.source(id) {
            return self.source_label(&held.details);
        }
        let gone = self.visit.sources.label_of_gone(id);
        gone.map_or_else(|| id.to_string(), |label| format!("{label} (withdrawn)"))
    }

    /// What sort of source it is, in the pack's words.
    pub fn source_kind(&self, details: &SourceDetails) -> String {
        let named = match &details.kind {
            SourceKind::Document => Some("Document".to_owned()),
            SourceKind::Record { kind, .. } => self.pack.record_kind(kind).map(|k| k.title.clone()),
            SourceKind::Interview { role } => self.pack.role(role).map(|r| r.title.clone()),
            SourceKind::Event { kind } => self.pack.event_kind(kind).map(|k| k.title.clone()),
        };
        named.unwrap_or_else(|| details.kind.sample_kind().to_owned())
    }

    /// What is said of a record: what it is, and what it is read for.
    pub fn record_traits(&self, details: &SourceDetails) -> Vec<String> {
        let SourceKind::Record {
            coverage, is: so, ..
        } = &details.kind
        else {
            return Vec::new();
        };
        let mut said: Vec<String> = so
            .iter()
            .map(|id| {
                self.pack
                    .attribute(id)
                    .map_or_else(|| id.to_string(), |attribute| attribute.title.clone())
            })
            .collect();
        if let Coverage::Focused(standards) = coverage {
            let ids: Vec<&str> = standards.iter().map(|id| id.as_str()).collect();
            said.push(format!("read for {} only", ids.join(", ")));
        }
        said
    }

    /// Which methods differ: `Policy met, Observation not met`, with the site where there are
    /// several.
    pub fn difference(&self, difference: &Difference) -> String {
        let what = format!(
            "{} met, {} not met",
            difference.met.title(),
            difference.not_met.title()
        );
        if self.has_several_sites() {
            format!("{what} at {}", self.site(&difference.site))
        } else {
            what
        }
    }
}

/// The pack's name of a level.
pub fn level(pack: &Pack, level: Level) -> &str {
    match level {
        Level::FullyMet => &pack.levels.fully_met,
        Level::PartlyMet => &pack.levels.partly_met,
        Level::NotMet => &pack.levels.not_met,
        Level::NotApplicable => &pack.levels.not_applicable,
        Level::CouldNotAssess => &pack.levels.could_not_assess,
    }
}

/// The word for how a check or an element stands, on every screen and in every document. Where
/// it is what an answer is called, it is the same word.
pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::NotMet => AnswerValue::NotMet.title(),
        Outcome::Mixed => "Mixed",
        Outcome::Open => "To do",
        Outcome::CouldNotAssess => AnswerValue::CouldNotAssess.title(),
        Outcome::Met => AnswerValue::Met.title(),
        Outcome::NotApplicable => AnswerValue::NotApplicable.title(),
    }
}

/// The suggestion of a Standard: `Partly met so far, 3 to do`.
pub fn suggestion(pack: &Pack, verdict: &StandardVerdict) -> String {
    match (verdict.level, verdict.open) {
        (Some(held), 0) => level(pack, held).to_owned(),
        (Some(held), open) => format!("{} so far, {open} to do", level(pack, held)),
        (None, open) => format!("{open} to do"),
    }
}

/// Things in a row: `a`, `a and b`, `a, b and c`; `a, 1 and b and c` where a comma is part of one.
pub fn listed(things: &[String]) -> String {
    match things {
        [] => String::new(),
        [one] => one.clone(),
        things if things.iter().any(|thing| thing.contains(',')) => things.join(" and "),
        [previous @ .., last] => format!("{} and {last}", previous.join(", ")),
    }
}

/// A word with its number: `1 interview`, `2 interviews`.
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("{count} {noun}")
    } else {
        format!("{count} {noun}s")
    }
}

/// A sentence from words that may begin with a small letter.
fn begun_large(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(letters).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests;
