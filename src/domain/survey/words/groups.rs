//! Answers of one value and one reason, grouped: where, and why.

use super::{Evidence, Facts, ReasonFor, since};
use crate::domain::pack::Method;
use crate::domain::survey::answers::AnswerValue;
use crate::domain::survey::own_words::Changed;
use crate::domain::survey::visit::{Given, Source};
use crate::domain::values::ids::SiteId;

/// Answers of one value with one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Where: `R02, R05 at Main Street; the whole at West Clinic`.
    pub at: String,
    /// Why, where a reason was given.
    pub why: Option<String>,
}

/// A label with the answer at it.
type Member<'a> = (String, &'a Given);

/// Labels with the sites of their answers.
fn placed<'a>(members: &'a [Member<'a>]) -> Vec<(&'a String, Option<&'a SiteId>)> {
    let placed = members
        .iter()
        .map(|(label, given)| (label, given.site.as_ref()));
    placed.collect()
}

impl Facts<'_> {
    /// The answers of one value, those with the same reason together, in the order of the
    /// sources.
    pub fn grouped(&self, evidence: &Evidence, value: AnswerValue) -> Vec<Group> {
        let mut groups: Vec<(Option<String>, Vec<Member>)> = Vec::new();
        let mut put = |why: Option<String>, label: String, given| match groups
            .iter_mut()
            .find(|(held, _)| *held == why)
        {
            Some((_, members)) => members.push((label, given)),
            None => groups.push((why, vec![(label, given)])),
        };
        let list = match value {
            AnswerValue::CouldNotAssess => ReasonFor::CouldNotAssess,
            _ => ReasonFor::NotApplicable,
        };
        let why = |given: &Given| given.answer.reason.as_ref().map(|r| self.reason(list, r));
        for (source, given) in evidence.sources(value) {
            let label = match (source, &given.source) {
                (Some(held), _) => self.source_label(&held.details),
                (None, Some(id)) => id.to_string(),
                (None, None) => continue,
            };
            put(why(given), self.remarked(label, given), given);
        }
        for given in evidence.at_whole.iter().filter(|g| g.answer.value == value) {
            put(
                why(given),
                self.remarked("as a whole".to_owned(), given),
                given,
            );
        }
        groups
            .into_iter()
            .map(|(why, members)| Group {
                at: self.by_site(&placed(&members)),
                why,
            })
            .collect()
    }

    /// Where an answer stands with what was remarked on it: `R02 (cycle 2 day 1: one signature)`.
    pub(super) fn remarked(&self, place: String, given: &Given) -> String {
        let Some(remark) = &given.answer.remark else {
            return place;
        };
        let words = self.text(remark);
        match given
            .remarked_under
            .filter(|under| *under != given.answer.value)
        {
            None => format!("{place} ({words})"),
            Some(then) => {
                let now = given.answer.value;
                let since = since(Method::Record, &Changed::Answer { then, now });
                format!("{place} ({words}; {since})")
            }
        }
    }

    /// The first sources that are not met, without what was remarked: `R02, R05 and 12 more`.
    pub(super) fn labels_in_short(&self, evidence: &Evidence, most: usize) -> String {
        let member = |(source, given): (Option<&Source>, &'_ Given)| {
            let label = match (source, &given.source) {
                (Some(held), _) => self.source_label(&held.details),
                (None, Some(id)) => self.label_of(id),
                (None, None) => String::new(),
            };
            (label, given.site.clone())
        };
        let all: Vec<_> = evidence.sources(AnswerValue::NotMet).map(member).collect();
        let few = all.get(..most).unwrap_or(&all);
        let few: Vec<_> = few
            .iter()
            .map(|(label, site)| (label, site.as_ref()))
            .collect();
        match all.len() - few.len() {
            0 => self.by_site(&few),
            more => format!("{} and {more} more", self.by_site(&few)),
        }
    }

    /// `R02, R05`; with several sites `R02, R05 at Main Street; R06 at West Clinic`.
    fn by_site(&self, members: &[(&String, Option<&SiteId>)]) -> String {
        let mut sites: Vec<(Option<String>, Vec<&str>)> = Vec::new();
        for (label, site) in members {
            let site = site
                .filter(|_| self.has_several_sites())
                .map(|site| self.site(site));
            match sites.iter_mut().find(|(held, _)| *held == site) {
                Some((_, labels)) => labels.push(label),
                None => sites.push((site, vec![label])),
            }
        }
        let told: Vec<String> = sites
            .into_iter()
            .map(|(site, labels)| match site {
                Some(site) => format!("{} at {site}", labels.join(", ")),
                None => labels.join(", "),
            })
            .collect();
        told.join("; ")
    }
}
