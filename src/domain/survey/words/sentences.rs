//! The sentences that write themselves: of a Met element, and the beginning of a Not met note.

use super::{Evidence, Facts, counted, listed};
use crate::domain::pack::{Element, Method, Standard};
use crate::domain::survey::answers::AnswerValue;
use crate::domain::survey::verdicts::{self, Outcome};
use crate::domain::survey::visit::{Given, Source};

/// The order in which a Met element names its evidence: what weighs most comes first.
const TOLD: [Method; 4] = [
    Method::Record,
    Method::Policy,
    Method::Interview,
    Method::Observation,
];

impl Facts<'_> {
    /// `Met: 15 of 15 charts; NUR-12 version 3; 2 interviews; 2 observed`; nothing unless the
    /// element is met.
    pub fn met_sentence(&self, standard: &Standard, element: &Element) -> Option<String> {
        let verdict = verdicts::element(self.visit, self.pack, standard, element);
        if verdict.outcome != Outcome::Met {
            return None;
        }
        let mut parts = Vec::new();
        for method in TOLD {
            let evidence = self.evidence(element, method, None);
            let met = evidence.count(AnswerValue::Met);
            match method {
                _ if met == 0 => {
                    if evidence.whole_is(AnswerValue::Met) {
                        parts.push(format!("{} as a whole", method.title()));
                    }
                }
                Method::Policy => parts.push(listed(&self.titles(&evidence))),
                Method::Record => {
                    let things = counted(evidence.arose(), &self.noun(element, method));
                    parts.push(format!("{met} of {things}"));
                }
                Method::Interview => parts.push(counted(met, "interview")),
                Method::Observation => parts.push(format!("{met} observed")),
            }
        }
        Some(format!("Met: {}", parts.join("; ")))
    }

    /// The titles of the documents that were answered Met.
    fn titles(&self, evidence: &Evidence) -> Vec<String> {
        let mut titles: Vec<String> = Vec::new();
        for (source, _) in evidence.sources(AnswerValue::Met) {
            let title = source.map(|held| self.document_title(&held.details));
            // One document may be answered once for each site.
            if let Some(title) = title.filter(|title| !titles.contains(title)) {
                titles.push(title);
            }
        }
        titles
    }

    /// What the note of a Not met check begins with: `In 2 of 5 charts (R02, R07) this was not
    /// seen: Dose checked by both at chair. NUR-12 version 3 requires it.` Nothing unless some
    /// answer is Not met.
    pub fn not_met_note(&self, element: &Element, method: Method) -> Option<String> {
        let evidence = self.evidence(element, method, None);
        let what = element.short.trim_end_matches('.');
        let mut sentences = Vec::new();
        if evidence.count(AnswerValue::NotMet) > 0 {
            sentences.push(self.not_met_at_sources(element, method, &evidence, what));
        }
        for given in &evidence.at_whole {
            if given.answer.value == AnswerValue::NotMet {
                sentences.push(self.not_met_at_whole(element, method, given, what));
            }
        }
        if sentences.is_empty() {
            return None;
        }
        if method == Method::Interview && self.rests_on_one_interview(element, &evidence) {
            sentences.push("This rests on one interview.".to_owned());
        }
        if method != Method::Policy {
            let titles = self.titles(&self.evidence(element, Method::Policy, None));
            if !titles.is_empty() {
                let verb = if titles.len() == 1 {
                    "requires"
                } else {
                    "require"
                };
                sentences.push(format!("{} {verb} it.", listed(&titles)));
            }
        }
        Some(sentences.join(" "))
    }

    fn not_met_at_sources(
        &self,
        element: &Element,
        method: Method,
        evidence: &Evidence,
        what: &str,
    ) -> String {
        if method == Method::Policy {
            let titles: Vec<String> = evidence
                .sources(AnswerValue::NotMet)
                .map(|(source, given)| self.title_or_id(source, given))
                .collect();
            let verb = if titles.len() == 1 { "does" } else { "do" };
            return format!("{} {verb} not say this: {what}.", listed(&titles));
        }
        let seen = match method {
            Method::Interview => "was not confirmed",
            Method::Observation => "was not done",
            Method::Policy | Method::Record => "was not seen",
        };
        let things = counted(evidence.arose(), &self.noun(element, method));
        format!(
            "In {} of {things} ({}) this {seen}: {what}.",
            evidence.count(AnswerValue::NotMet),
            self.labels(evidence)
        )
    }

    /// The labels of the sources that are not met, with their sites where there are several.
    fn labels(&self, evidence: &Evidence) -> String {
        let at_sources = Evidence {
            at_whole: Vec::new(),
            ..evidence.clone()
        };
        let groups = self.grouped(&at_sources, AnswerValue::NotMet);
        let told: Vec<String> = groups.into_iter().map(|group| group.at).collect();
        told.join("; ")
    }

    fn title_or_id(&self, source: Option<&Source>, given: &Given) -> String {
        match (source, &given.source) {
            (Some(held), _) => self.document_title(&held.details),
            (None, Some(id)) => id.to_string(),
            (None, None) => String::new(),
        }
    }

    fn not_met_at_whole(
        &self,
        element: &Element,
        method: Method,
        given: &Given,
        what: &str,
    ) -> String {
        let said = match method {
            Method::Policy => format!("No policy says this: {what}."),
            Method::Record => {
                let noun = self.noun(element, method);
                format!("In the {noun}s this was not seen: {what}.")
            }
            Method::Interview => format!("Staff did not confirm this: {what}."),
            Method::Observation => format!("While watching, this was not done: {what}."),
        };
        match &given.site {
            Some(site) if self.has_several_sites() => format!("{}: {said}", self.site(site)),
            _ => said,
        }
    }

    /// One voice alone is weak evidence, and the note must say so (RULES.md, Verdicts).
    fn rests_on_one_interview(&self, element: &Element, evidence: &Evidence) -> bool {
        let alone = evidence.count(AnswerValue::NotMet) == 1 && evidence.at_whole.is_empty();
        let others = Method::ALL
            .into_iter()
            .filter(|method| *method != Method::Interview)
            .map(|method| self.evidence(element, method, None));
        alone
            && others
                .into_iter()
                .all(|e| e.count(AnswerValue::NotMet) == 0 && !e.whole_is(AnswerValue::NotMet))
    }
}
