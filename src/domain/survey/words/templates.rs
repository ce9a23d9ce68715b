//! What a pack's templates come to under the facts: for the committee, what the practice must
//! fulfil and what would show it; for the Surveyor, words to begin with.
//!
//! A pack may end a requirement with what was found and a count. That clause is never printed: the
//! facts line stands in its place, because it knows a policy from a record, and one from several.

use super::{Facts, listed};
use crate::domain::pack::{Element, Method};
use crate::domain::survey::answers::{AnswerValue, CheckKey};
use crate::domain::values::ids::SiteId;

/// What parts the demand of a requirement from what was found.
const FOUND: &str = "; ";

/// Words between an article and a document.
const DESCRIBED: [&str; 2] = ["revised", "approved"];

/// Words that say no more than the facts line does.
const EMPTY: [&str; 6] = ["it", "this", "they", "one", "something", "others"];

impl Facts<'_> {
    /// What the practice must fulfil where an element is not met, and behind it what was found:
    /// `Have every order at Main Street signed before preparation. In 2 of 5 charts this was not
    /// seen: R02, R07.`
    pub fn requirement(&self, element: &Element) -> String {
        let demand = element.requirement.split(FOUND).next().unwrap_or_default();
        let mut sentences = vec![self.filled(element, demand)];
        sentences.extend(self.facts_lines(element));
        sentences.join(" ")
    }

    /// What would show that a requirement is fulfilled. What only the committee can say (how many,
    /// from when to when) stays to be filled in: `[how many]`.
    pub fn satisfied_by(&self, element: &Element) -> String {
        let documents = self.documents_of(element);
        let one = match documents.as_slice() {
            [one] => one.clone(),
            _ => "the policy".to_owned(),
        };
        let template = match documents.as_slice() {
            [_] => element.satisfied_by.clone(),
            // "The revised policy": the article is there already.
            _ => DESCRIBED
                .iter()
                .fold(element.satisfied_by.clone(), |held, word| {
                    let (of_one, of_any) =
                        (format!("{word} {{document}}"), format!("{word} policy"));
                    held.replace(&of_one, &of_any)
                }),
        };
        self.filled(element, &template.replace("{document}", &one))
    }

    /// What the pack offers to begin a note with, where it has more to say than that something is
    /// missing. Never a count: `The signature was missing or not from an approved prescriber.`
    pub fn offered_words(&self, element: &Element, method: Method) -> Option<String> {
        let (_, found) = element.requirement.split_once(FOUND)?;
        let words = found.split([',', ' ']).next().unwrap_or_default();
        if method == Method::Policy || EMPTY.contains(&words) || found.starts_with('{') {
            return None;
        }
        let counted = [" in {n}", " for {n}", " on {n}"];
        let end = counted.iter().find_map(|count| found.find(count));
        let said = end.and_then(|end| found.get(..end))?;
        let said = said.trim_end_matches([',', ' ']);
        let whole = !said.contains('{');
        whole.then(|| format!("{}.", super::begun_large(said)))
    }

    /// A template with its blanks filled, as a sentence.
    fn filled(&self, element: &Element, template: &str) -> String {
        let documents = match self.documents_of(element) {
            none if none.is_empty() => "a written policy".to_owned(),
            some => listed(&some),
        };
        let blanks = [
            ("{site}", self.where_not_met(element)),
            ("{document}", documents),
            ("{n}", "[how many]".to_owned()),
            ("{of}", "[how many]".to_owned()),
            ("{from}", "[from]".to_owned()),
            ("{to}", "[to]".to_owned()),
            ("{date}", "[date]".to_owned()),
        ];
        let filled = blanks
            .iter()
            .fold(template.to_owned(), |held, (blank, words)| {
                held.replace(blank, words)
            });
        let sentence = super::begun_large(filled.trim_end_matches('.'));
        format!("{sentence}.")
    }

    /// The sites at which something was not met; the practice where that is a matter of paper, or
    /// of all its sites.
    fn where_not_met(&self, element: &Element) -> String {
        let mut sites: Vec<&SiteId> = Vec::new();
        for method in element.checks.methods() {
            let check = CheckKey {
                element: element.id.clone(),
                method,
            };
            let not_met = self.visit.given(&check).iter();
            let not_met = not_met.filter(|given| given.answer.value == AnswerValue::NotMet);
            sites.extend(not_met.filter_map(|given| given.site.as_ref()));
        }
        let here = self.visit.sites.iter().filter(|site| sites.contains(site));
        let names: Vec<String> = here.map(|site| self.site(site)).collect();
        let all = self.has_several_sites() && names.len() == self.visit.sites.len();
        if names.is_empty() || all {
            "the practice".to_owned()
        } else {
            listed(&names)
        }
    }

    /// The documents that were looked at for an element: those that do not say it, else those that
    /// do.
    fn documents_of(&self, element: &Element) -> Vec<String> {
        let evidence = self.evidence(element, Method::Policy, None);
        let silent = self.titles(&evidence, AnswerValue::NotMet);
        if silent.is_empty() {
            self.titles(&evidence, AnswerValue::Met)
        } else {
            silent
        }
    }
}
