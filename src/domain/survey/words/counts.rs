//! The answers of one check, sorted, and counts that always name N.

use super::{Facts, counted};
use crate::domain::pack::{Element, Method};
use crate::domain::survey::answers::{AnswerValue, CheckKey};
use crate::domain::survey::visit::{Given, Source};
use crate::domain::values::ids::SiteId;

/// `4 of 5`.
pub fn n_of(n: usize, of: usize) -> String {
    format!("{n} of {of}")
}

/// The answers of one check, at one site or at all, in the order in which the sources were added.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence<'a> {
    /// Answers at a source, with the source where it is still there.
    pub at_sources: Vec<(Option<&'a Source>, &'a Given)>,
    /// Answers at the whole: "no such policy", "not done here".
    pub at_whole: Vec<&'a Given>,
}

impl<'a> Evidence<'a> {
    /// The answers of one value at sources.
    pub fn sources(
        &self,
        value: AnswerValue,
    ) -> impl Iterator<Item = (Option<&'a Source>, &'a Given)> {
        self.at_sources
            .iter()
            .copied()
            .filter(move |(_, given)| given.answer.value == value)
    }

    /// How many sources have this answer.
    pub fn count(&self, value: AnswerValue) -> usize {
        self.sources(value).count()
    }

    /// At how many sources the matter arose: the N of "n of N".
    pub fn arose(&self) -> usize {
        self.count(AnswerValue::Met) + self.count(AnswerValue::NotMet)
    }

    /// Says whether the whole was given this answer.
    pub fn whole_is(&self, value: AnswerValue) -> bool {
        self.at_whole
            .iter()
            .any(|given| given.answer.value == value)
    }

    /// Only what was remarked on.
    #[must_use]
    pub fn with_remarks(mut self) -> Self {
        self.at_sources
            .retain(|(_, given)| given.answer.remark.is_some());
        self.at_whole.retain(|given| given.answer.remark.is_some());
        self
    }

    /// Says whether nothing was answered.
    pub fn is_empty(&self) -> bool {
        self.at_sources.is_empty() && self.at_whole.is_empty()
    }
}

impl<'a> Facts<'a> {
    /// The answers of a check, at `site` or everywhere.
    pub fn evidence(
        &self,
        element: &Element,
        method: Method,
        site: Option<&SiteId>,
    ) -> Evidence<'a> {
        let key = CheckKey {
            element: element.id.clone(),
            method,
        };
        let mut evidence = Evidence::default();
        for given in self.visit.given(&key) {
            let elsewhere = matches!((site, &given.site), (Some(here), Some(held)) if here != held);
            if elsewhere {
                continue;
            }
            match &given.source {
                Some(id) => evidence.at_sources.push((self.visit.source(id), given)),
                None => evidence.at_whole.push(given),
            }
        }
        // The order in which sources were added is the order people speak of them.
        evidence
            .at_sources
            .sort_by_key(|(source, _)| source.map(|held| self.place(held)));
        evidence
    }

    fn place(&self, source: &Source) -> u64 {
        self.visit.sources.seat(&source.id).unwrap_or(u64::MAX)
    }

    /// What a check is counted in: `chart`, `interview`, `document`, `observed event`.
    pub fn noun(&self, element: &Element, method: Method) -> String {
        match method {
            Method::Policy => "document".to_owned(),
            Method::Interview => "interview".to_owned(),
            Method::Observation => "observed event".to_owned(),
            Method::Record => element
                .checks
                .record
                .as_ref()
                .map_or_else(|| "record".to_owned(), |check| self.kind_noun(&check.kind)),
        }
    }

    /// A kind of record in a sentence: its title in small letters, or its id where the title
    /// only adds to it ("Patient chart" is counted in charts).
    pub fn kind_noun(&self, kind: &crate::domain::values::ids::RecordKindId) -> String {
        let Some(held) = self.pack.record_kind(kind) else {
            return kind.to_string();
        };
        let title = held.title.to_lowercase();
        if title.ends_with(kind.as_str()) {
            kind.to_string()
        } else {
            title
        }
    }

    /// The counts of a check in words: `4 of 5 charts, 1 not applicable`, `3 of 5 charts, 2 not
    /// assessed`. Answers at the whole
    /// are named as such, never counted as a source.
    pub fn counts(&self, element: &Element, method: Method, evidence: &Evidence) -> String {
        let mut parts = Vec::new();
        let arose = evidence.arose();
        if arose > 0 {
            let met = evidence.count(AnswerValue::Met);
            // What could not be assessed belongs to N, so that no count looks complete without it.
            let all = arose + evidence.count(AnswerValue::CouldNotAssess);
            let things = match method {
                Method::Observation => format!("{all} observed"),
                _ => counted(all, &self.noun(element, method)),
            };
            parts.push(format!("{met} of {things}"));
        }
        for given in &evidence.at_whole {
            let whole = format!("{} as a whole", given.answer.value.title().to_lowercase());
            parts.push(match &given.site {
                Some(site) if self.has_several_sites() => {
                    format!("{whole} at {}", self.site(site))
                }
                _ => whole,
            });
        }
        let rest = [
            (AnswerValue::NotApplicable, "not applicable"),
            (AnswerValue::CouldNotAssess, "not assessed"),
        ];
        for (value, words) in rest {
            let count = evidence.count(value);
            if count > 0 {
                parts.push(format!("{count} {words}"));
            }
        }
        if parts.is_empty() {
            "nothing yet".to_owned()
        } else {
            parts.join(", ")
        }
    }
}
