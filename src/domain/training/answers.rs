//! What is answered in the training visit, with notes, explanations and levels.

use super::{Extent, Rehearsal, TURN, TrainingFault};
use crate::domain::pack::{Element, Method, Need, Standard};
use crate::domain::survey::answers::{
    Answer, AnswerValue, Cell, CheckKey, Determination, Explanation, Gap, NoteTarget, Reason,
};
use crate::domain::survey::decide::Act;
use crate::domain::survey::own_words;
use crate::domain::survey::readiness;
use crate::domain::survey::sources::SourceKind;
use crate::domain::survey::verdicts::{self, Board};
use crate::domain::survey::visit::{Source, Visit};
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::{SiteId, SourceId};

impl Rehearsal<'_> {
    /// Answers Standard after Standard in the pack's order; within one, what each document,
    /// record, person and event shows is answered before the next is turned to.
    pub(super) fn answer(&mut self, extent: Extent) -> Result<(), TrainingFault> {
        let pack = self.pack;
        let half = pack.standards.len() / 2;
        for (index, standard) in pack.standards.iter().enumerate() {
            let begun = |method: &Method| {
                extent == Extent::Finished
                    || index < half
                    || (index == half && *method == Method::Policy)
            };
            let mut asked = Vec::new();
            for element in &standard.elements {
                for method in element.checks.methods().filter(begun) {
                    let cells = self.cells(standard, element, method)?;
                    asked.extend(cells.into_iter().map(|cell| (element, cell)));
                }
            }
            let visit = self.visit()?;
            let place = |source: &SourceId| visit.sources.iter().position(|s| s.id == *source);
            asked.sort_by_cached_key(|(_, cell)| cell.source.as_ref().and_then(place));
            for (element, cell) in asked {
                self.answer_cell(element, cell)?;
            }
            if index < half {
                self.write_notes(standard)?;
            }
        }
        Ok(())
    }

    /// What is answered of a check; every third supporting one is left out.
    fn cells(
        &self,
        standard: &Standard,
        element: &Element,
        method: Method,
    ) -> Result<Vec<Cell>, TrainingFault> {
        let needed = element.checks.need(method) == Some(Need::Required);
        if !needed && draw(&[element.id.as_str(), method.key()]).is_multiple_of(3) {
            return Ok(Vec::new());
        }
        let visit = self.visit()?;
        let places = if method == Method::Policy {
            let mut sites = visit.sites.iter();
            let applies = sites.any(|s| verdicts::applies_at(visit, standard, element, method, s));
            let paper = self.paper(standard, element);
            let paper = (None, paper.map(|source| source.id.clone()));
            applies.then_some(paper).into_iter().collect()
        } else {
            places(visit, standard, element, method)
        };
        let check = CheckKey {
            element: element.id.clone(),
            method,
        };
        let cells = places.into_iter().map(|(site, source)| Cell {
            check: check.clone(),
            site,
            source,
        });
        Ok(cells.collect())
    }

    fn answer_cell(&mut self, element: &Element, cell: Cell) -> Result<(), TrainingFault> {
        self.turn_to(&cell);
        let value = drawn_answer(element, &cell);
        let reason = value.needs_reason().then_some(Reason::Listed(1));
        let answer = Some(Answer::because(value, reason));
        self.act(Act::Answer { cell, answer })
    }

    /// Lets the time go by that it takes to come from what was looked at last to another.
    fn turn_to(&mut self, cell: &Cell) {
        if cell.source != self.before {
            self.spend(TURN);
            self.before.clone_from(&cell.source);
        }
    }

    /// Notes where something is not met, explanations where methods differ.
    fn write_notes(&mut self, standard: &Standard) -> Result<(), TrainingFault> {
        for element in &standard.elements {
            for method in element.checks.methods() {
                let verdict = verdicts::check(self.visit()?, self.pack, standard, element, method);
                let check = CheckKey {
                    element: element.id.clone(),
                    method,
                };
                let missing = own_words::are_missing(&self.facts()?, &check);
                if !verdict.outcome.is_wanting() || !missing {
                    continue;
                }
                if method == Method::Record {
                    self.write_remarks(&check)?;
                    continue;
                }
                let text = self.text(own_words(method));
                let note = Act::WriteNote {
                    on: NoteTarget::Check(check),
                    text: Some(text.id),
                };
                self.act(note.with([text]))?;
            }
        }
        self.explain(standard)
    }

    /// Says on which side a Standard falls short where its methods differ.
    fn explain(&mut self, standard: &Standard) -> Result<(), TrainingFault> {
        let verdict = verdicts::standard(self.visit()?, self.pack, standard);
        let differences = verdict.differences.iter();
        let (paper, practice): (Vec<_>, Vec<_>) =
            differences.partition(|difference| difference.not_met == Method::Policy);
        let (gap, words) = match (paper.is_empty(), practice.is_empty()) {
            (true, true) => return Ok(()),
            (false, true) => (Gap::Policy, POLICY_GAP),
            (true, false) => (Gap::Practice, PRACTICE_GAP),
            (false, false) => (Gap::Both, BOTH_GAPS),
        };
        let text = self.text(words);
        let explanation = Some(Explanation {
            gap,
            text: Some(text.id),
        });
        let explain = Act::ExplainDifference {
            standard: standard.id.clone(),
            explanation,
        };
        self.act(explain.with([text]))
    }

    /// A remark at each record where something is not met.
    fn write_remarks(&mut self, check: &CheckKey) -> Result<(), TrainingFault> {
        let not_met = self.visit()?.given(check).iter();
        let not_met = not_met.filter(|given| given.answer.value == AnswerValue::NotMet);
        let cells: Vec<Cell> = not_met
            .map(|given| Cell {
                check: check.clone(),
                site: given.site.clone(),
                source: given.source.clone(),
            })
            .collect();
        for cell in cells {
            self.turn_to(&cell);
            let source = cell.source.as_ref().map_or("whole", SourceId::as_str);
            let seen = REMARKS.get(draw(&[check.element.as_str(), source]) % REMARKS.len());
            let text = self.text(seen.copied().unwrap_or_default());
            let remark = Some(text.id);
            self.act(Act::Remark { cell, remark }.with([text]))?;
        }
        Ok(())
    }

    pub(super) fn finish(&mut self) -> Result<(), TrainingFault> {
        let pack = self.pack;
        for standard in &pack.standards {
            self.write_notes(standard)?;
        }
        for state in readiness::sample_states(self.visit()?, pack) {
            if state.is_short() {
                let reason = Some(Reason::Listed(1));
                self.act(Act::ExplainShortfall {
                    sample: state.key,
                    reason,
                })?;
            }
        }
        let board = Board::of(self.visit()?, pack);
        for (standard, verdict) in pack.standards.iter().zip(board.iter()) {
            if let Some(level) = verdict.level.filter(|_| verdict.open == 0) {
                let determination = Determination::as_suggested(level);
                self.act(Act::Determine(vec![(
                    standard.id.clone(),
                    Some(determination),
                )]))?;
            }
        }
        Ok(())
    }
}

const POLICY_GAP: &str =
    "Training explanation. It is done as it must be; the written policy does not ask for it.";
const PRACTICE_GAP: &str =
    "Training explanation. It is the rule here, and it is not done every time.";
const BOTH_GAPS: &str =
    "Training explanation. One thing is missing in the policy, another is not done every time.";

/// What is remarked at a record of the training visit.
const REMARKS: [&str; 4] = [
    "cycle 2 day 1; cycle 1 had it",
    "left empty on the form",
    "written for an earlier cycle only",
    "the form in use has no place for it",
];

/// A note of the training visit: what a Surveyor adds to the facts, and never a count.
fn own_words(method: Method) -> &'static str {
    match method {
        Method::Policy => "Training note. The policy is under revision; the draft has it.",
        Method::Record => "Training note. The form in use has no place for it.",
        Method::Interview => "Training note. It was described as it was done last year.",
        Method::Observation => "Training note. It was busy; afterwards it was done at once.",
    }
}

/// Where a Surveyor looks for a check of practice: each fitting record; else two sources a site.
fn places(
    visit: &Visit,
    standard: &Standard,
    element: &Element,
    method: Method,
) -> Vec<(Option<SiteId>, Option<SourceId>)> {
    let mut cells = Vec::new();
    for site in &visit.sites {
        if !verdicts::applies_at(visit, standard, element, method, site) {
            continue;
        }
        let fits = |source: &&Source| {
            source.details.sites.include(site)
                && match &source.details.kind {
                    SourceKind::Document => false,
                    SourceKind::Record { .. } => {
                        method == Method::Record
                            && verdicts::record_fits(visit, standard, element, source, site)
                    }
                    SourceKind::Interview { role } => {
                        method == Method::Interview
                            && element
                                .checks
                                .interview
                                .as_ref()
                                .is_some_and(|c| c.roles.contains(role))
                    }
                    SourceKind::Event { kind } => {
                        method == Method::Observation
                            && element
                                .checks
                                .observation
                                .as_ref()
                                .is_some_and(|c| c.events.contains(kind))
                    }
                }
        };
        let mut fitting = visit.sources.iter().filter(fits).peekable();
        if fitting.peek().is_none() {
            cells.push((Some(site.clone()), None));
        }
        let most = if method == Method::Record {
            usize::MAX
        } else {
            2
        };
        cells.extend(
            fitting
                .take(most)
                .map(|s| (Some(site.clone()), Some(s.id.clone()))),
        );
    }
    cells
}

/// Mostly met; a few elements have a problem here and there; now and then nothing arose.
fn drawn_answer(element: &Element, cell: &Cell) -> AnswerValue {
    let source = cell.source.as_ref().map_or("whole", SourceId::as_str);
    let here = draw(&[element.id.as_str(), cell.check.method.key(), source]);
    let troubled = draw(&[element.id.as_str(), "trouble"]).is_multiple_of(11);
    if cell.source.is_none() {
        return AnswerValue::CouldNotAssess;
    }
    match (troubled, cell.check.method) {
        (true, Method::Record) if here.is_multiple_of(4) => AnswerValue::NotMet,
        (true, Method::Observation) if here.is_multiple_of(3) => AnswerValue::NotMet,
        (true, Method::Policy) if here.is_multiple_of(5) => AnswerValue::NotMet,
        (_, Method::Record) if here.is_multiple_of(29) => AnswerValue::NotApplicable,
        _ => AnswerValue::Met,
    }
}

/// A number that looks random and is always the same for the same words.
fn draw(words: &[&str]) -> usize {
    let digest = Digest::of(words.join("/").as_bytes());
    digest
        .as_bytes()
        .iter()
        .take(4)
        .fold(0, |sum, byte| sum * 256 + usize::from(*byte))
}
