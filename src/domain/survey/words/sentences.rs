//! The sentences that write themselves: of a Met element, and the facts line of a check that is
//! not met. Nobody types them and nothing keeps them, so they are never older than the answers.

use super::{Evidence, Facts, counted, listed};
use crate::domain::pack::{Element, Method, Standard};
use crate::domain::survey::answers::AnswerValue;
use crate::domain::survey::sources::SourceDetails;
use crate::domain::survey::verdicts::{self, Outcome};
use crate::domain::survey::visit::{Given, Source};
use crate::domain::values::ids::SiteId;

/// The order in which a Met element names its evidence: what weighs most comes first.
const TOLD: [Method; 4] = [
    Method::Record,
    Method::Policy,
    Method::Interview,
    Method::Observation,
];

/// How much of a check a facts line tells.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    InFull,
    InShort,
}

/// The most sources that a short facts line names.
const MOST_LABELS: usize = 6;

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
                Method::Policy => parts.push(listed(&self.titles(&evidence, AnswerValue::Met))),
                // N is never without what could not be assessed.
                _ if evidence.count(AnswerValue::CouldNotAssess) > 0 => {
                    parts.push(self.counts(element, method, &evidence));
                }
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

    /// The facts lines of an element, one for each method by which something was not met.
    pub fn facts_lines(&self, element: &Element) -> Vec<String> {
        let methods = element.checks.methods();
        methods
            .filter_map(|method| self.facts_line(element, method))
            .collect()
    }

    /// What was not met in a check, where, and what requires it: `In 2 of 5 charts this was not
    /// seen: R02 (cycle 2 day 1: one signature), R07. NUR-12 version 3 requires it.` Nothing
    /// unless some answer is Not met.
    pub fn facts_line(&self, element: &Element, method: Method) -> Option<String> {
        self.facts_told(element, method, Told::InFull)
    }

    /// The same for a page that has little room: without remarks, and with the first sources only
    /// where there are many.
    pub fn facts_in_short(&self, element: &Element, method: Method) -> Option<String> {
        self.facts_told(element, method, Told::InShort)
    }

    fn facts_told(&self, element: &Element, method: Method, told: Told) -> Option<String> {
        let evidence = self.evidence(element, method, None);
        let mut sentences = Vec::new();
        if evidence.count(AnswerValue::NotMet) > 0 {
            sentences.push(match method {
                Method::Policy => self.not_said(&evidence, told),
                _ => self.not_met_at_sources(element, method, &evidence, told),
            });
        }
        for given in &evidence.at_whole {
            if given.answer.value == AnswerValue::NotMet {
                sentences.push(self.not_met_at_whole(element, method, given, told));
            }
        }
        if sentences.is_empty() {
            return None;
        }
        if method == Method::Interview && self.rests_on_one_interview(element, &evidence) {
            sentences.push("This rests on one interview.".to_owned());
        }
        if method != Method::Policy {
            sentences.extend(self.required_by(element));
        }
        Some(sentences.join(" "))
    }

    /// `NUR-12 version 3 requires it.` Nothing where no document was found to.
    fn required_by(&self, element: &Element) -> Option<String> {
        let titles = self.titles(
            &self.evidence(element, Method::Policy, None),
            AnswerValue::Met,
        );
        let verb = if titles.len() == 1 {
            "requires"
        } else {
            "require"
        };
        (!titles.is_empty()).then(|| format!("{} {verb} it.", listed(&titles)))
    }

    /// What a document is called in a sentence; one without a title by its label.
    fn document(&self, details: &SourceDetails) -> String {
        let title = details.title.as_ref().and_then(|id| self.texts.get(id));
        match title.map(str::trim).filter(|title| !title.is_empty()) {
            Some(title) => title.to_owned(),
            None => format!("document {}", details.label),
        }
    }

    /// The documents with this answer, each once though it may be answered for each site.
    pub(super) fn titles(&self, evidence: &Evidence, value: AnswerValue) -> Vec<String> {
        let mut titles: Vec<String> = Vec::new();
        for (source, _) in evidence.sources(value) {
            let title = source.map(|held| self.document(&held.details));
            if let Some(title) = title.filter(|title| !titles.contains(title)) {
                titles.push(title);
            }
        }
        titles
    }

    /// `NUR-12 version 3 does not say this; PHA-2 does.`
    fn not_said(&self, evidence: &Evidence, told: Told) -> String {
        let mut titles: Vec<String> = Vec::new();
        for (source, given) in evidence.sources(AnswerValue::NotMet) {
            let name = self.document_or_id(source, given);
            let name = match self.named_site(given.site.as_ref()) {
                Some(site) => format!("{name} for {site}"),
                None => name,
            };
            let name = self.with_remark(name, given, told);
            if !titles.contains(&name) {
                titles.push(name);
            }
        }
        let verb = |titles: &[String]| if titles.len() == 1 { "does" } else { "do" };
        let silent = format!("{} {} not say this", listed(&titles), verb(&titles));
        let said = self.titles(evidence, AnswerValue::Met);
        let sentence = if said.is_empty() {
            format!("{silent}.")
        } else {
            format!("{silent}; {} {}.", listed(&said), verb(&said))
        };
        super::begun_large(&sentence)
    }

    fn document_or_id(&self, source: Option<&Source>, given: &Given) -> String {
        match (source, &given.source) {
            (Some(held), _) => self.document(&held.details),
            (None, Some(id)) => id.to_string(),
            (None, None) => String::new(),
        }
    }

    fn not_met_at_sources(
        &self,
        element: &Element,
        method: Method,
        evidence: &Evidence,
        told: Told,
    ) -> String {
        let not_met = evidence.count(AnswerValue::NotMet);
        let arose = evidence.arose();
        let noun = self.noun(element, method);
        let among = match method {
            _ if arose > 1 => format!("In {not_met} of {}", counted(arose, &noun)),
            Method::Interview => "In the one interview held".to_owned(),
            Method::Observation => "In the one event observed".to_owned(),
            Method::Policy | Method::Record => format!("In the one {noun} looked at"),
        };
        let seen = match method {
            Method::Interview => "confirmed",
            Method::Policy | Method::Record | Method::Observation => "seen",
        };
        let unseen = match evidence.count(AnswerValue::CouldNotAssess) {
            0 => String::new(),
            more => format!("; {} could not be assessed", counted_more(more, &noun)),
        };
        format!(
            "{among} this was not {seen}: {}{unseen}.",
            match told {
                Told::InFull => self.labels(evidence),
                Told::InShort => self.labels_in_short(evidence, MOST_LABELS),
            }
        )
    }

    /// The labels of the sources that are not met, with their remarks, and with their sites where
    /// there are several.
    fn labels(&self, evidence: &Evidence) -> String {
        let at_sources = Evidence {
            at_whole: Vec::new(),
            ..evidence.clone()
        };
        let groups = self.grouped(&at_sources, AnswerValue::NotMet);
        let told: Vec<String> = groups.into_iter().map(|group| group.at).collect();
        told.join("; ")
    }

    fn not_met_at_whole(
        &self,
        element: &Element,
        method: Method,
        given: &Given,
        told: Told,
    ) -> String {
        let site = self.named_site(given.site.as_ref());
        let at = site.map_or_else(String::new, |site| format!(" at {site}"));
        let said = match method {
            Method::Policy => format!("No policy{at} says this"),
            Method::Record => {
                let noun = self.noun(element, method);
                format!("In the {noun}s{at} this was not seen")
            }
            Method::Interview => format!("Staff{at} did not confirm this"),
            Method::Observation => format!("Nothing observed{at} showed this"),
        };
        format!("{}.", self.with_remark(said, given, told))
    }

    fn with_remark(&self, said: String, given: &Given, told: Told) -> String {
        match told {
            Told::InFull => self.remarked(said, given),
            Told::InShort => said,
        }
    }

    /// The site's name where a sentence must say it.
    fn named_site(&self, site: Option<&SiteId>) -> Option<String> {
        site.filter(|_| self.has_several_sites())
            .map(|site| self.site(site))
    }

    /// One voice alone is weak evidence, and the sentence must say so (RULES.md, Verdicts).
    fn rests_on_one_interview(&self, element: &Element, evidence: &Evidence) -> bool {
        let alone = evidence.count(AnswerValue::NotMet) == 1
            && evidence.arose() == 1
            && evidence.at_whole.is_empty();
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

/// `1 more chart`, `2 more charts`.
fn counted_more(count: usize, noun: &str) -> String {
    counted(count, &format!("more {noun}"))
}
