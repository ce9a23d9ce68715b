//! What is answered in the training visit, thing after thing as they are looked at.

use super::findings::{self, CORRECTED, finding};
use super::route::{self, Look};
use super::{Extent, Rehearsal, TrainingFault, draw, hours};
use crate::domain::pack::{Element, Method, Need, Standard};
use crate::domain::program::packet::Packet;
use crate::domain::survey::answers::{Answer, AnswerValue, Cell, CheckKey, NoteTarget, Reason};
use crate::domain::survey::decide::Act;
use crate::domain::survey::sources::SourceKind;
use crate::domain::survey::verdicts;
use crate::domain::survey::visit::Source;
use crate::domain::values::ids::{AttributeId, ElementId, SiteId, SourceId};

/// How many people, or events, are taken for one check at a site.
const ENOUGH: usize = 2;

impl Rehearsal<'_> {
    /// Two days, a site each: the documents first, then what is looked at there, in its order.
    pub(super) fn walk(&mut self, packet: &Packet) -> Result<(), TrainingFault> {
        for (index, title) in packet.policies.iter().enumerate() {
            self.spend(hours::TO_TAKE_UP_A_PAPER);
            let paper = self.add_paper(index + 1, &title.to_string())?;
            self.answer_from(&paper, None, &[])?;
        }
        let sites = self.visit()?.sites.clone();
        for (nth, site) in sites.iter().enumerate() {
            if nth > 0 {
                self.now = hours::next_morning(self.now);
            }
            for look in route::day(nth) {
                self.spend(hours::to_turn_to(look));
                if let Some(source) = self.see(*look, site)? {
                    let shown = match look {
                        Look::Chart { shows, .. } | Look::Event(_, shows) => shows,
                        Look::File(_) | Look::Person(_) => &[][..],
                    };
                    self.answer_from(&source, Some(site), shown)?;
                }
            }
            self.could_not_see(site)?;
        }
        Ok(())
    }

    /// Everything that one thing answers, in the pack's order.
    fn answer_from(
        &mut self,
        source: &SourceId,
        site: Option<&SiteId>,
        shown: &[&str],
    ) -> Result<(), TrainingFault> {
        let pack = self.pack;
        let visit = self.visit()?;
        let Some(source) = visit.source(source).cloned() else {
            return Ok(());
        };
        let method = source.details.kind.method();
        for (standard, element) in pack.elements() {
            if !self.is_asked(standard, element, &source, site)? {
                continue;
            }
            let cell = Cell {
                check: CheckKey {
                    element: element.id.clone(),
                    method,
                },
                site: site.cloned(),
                source: Some(source.id.clone()),
            };
            if self.extent == Extent::NearlyFinished && self.is_left_open(&cell) {
                continue;
            }
            self.answer_cell(standard, element, &source, cell, shown)?;
        }
        Ok(())
    }

    /// Says whether a check is answered at a source; every third supporting one is left out.
    fn is_asked(
        &self,
        standard: &Standard,
        element: &Element,
        source: &Source,
        site: Option<&SiteId>,
    ) -> Result<bool, TrainingFault> {
        let visit = self.visit()?;
        let method = source.details.kind.method();
        let Some(need) = element.checks.need(method) else {
            return Ok(false);
        };
        let found = finding(element.id.as_str(), &source.details.label).is_some();
        let left_out = draw(&[element.id.as_str(), method.key()]).is_multiple_of(3);
        if !found && (need == Need::Supporting && left_out || !self.is_begun(standard, method)) {
            return Ok(false);
        }
        let mut sites = visit
            .sites
            .iter()
            .filter(|held| site.is_none_or(|site| site == *held));
        if !sites.any(|site| verdicts::applies_at(visit, standard, element, method, site)) {
            return Ok(false);
        }
        let enough = |check: CheckKey| {
            let given = visit.given(&check).iter();
            given.filter(|given| given.site.as_ref() == site).count() >= ENOUGH
        };
        let check = CheckKey {
            element: element.id.clone(),
            method,
        };
        let checks = &element.checks;
        Ok(match (&source.details.kind, site) {
            (SourceKind::Document, _) => {
                let paper = self.paper(standard, element);
                paper.is_some_and(|paper| paper.id == source.id)
            }
            (SourceKind::Record { .. }, Some(site)) => {
                verdicts::record_fits(visit, standard, element, source, site)
            }
            (SourceKind::Interview { role }, _) => {
                let held = checks.interview.as_ref();
                held.is_some_and(|held| held.roles.contains(role)) && (found || !enough(check))
            }
            (SourceKind::Event { kind }, _) => {
                let held = checks.observation.as_ref();
                held.is_some_and(|held| held.events.contains(kind)) && (found || !enough(check))
            }
            (SourceKind::Record { .. }, None) => false,
        })
    }

    /// Says whether a Standard is answered at all: in a visit that is half done, the first half of
    /// them is, and the policy of the next one.
    fn is_begun(&self, standard: &Standard, method: Method) -> bool {
        let half = self.pack.standards.len() / 2;
        let place = self.pack.place_of_standard(&standard.id).unwrap_or(half);
        self.extent != Extent::Half || place < half || (place == half && method == Method::Policy)
    }

    fn answer_cell(
        &mut self,
        standard: &Standard,
        element: &Element,
        source: &Source,
        cell: Cell,
        shown: &[&str],
    ) -> Result<(), TrainingFault> {
        let found = finding(element.id.as_str(), &source.details.label);
        let (value, reason) = match found {
            Some(found) if found.value == AnswerValue::CouldNotAssess => {
                (found.value, Some(findings::PART_MISSING))
            }
            Some(found) => (found.value, None),
            None => match self.does_not_arise(standard, element, source, shown) {
                Some(reason) => (AnswerValue::NotApplicable, Some(reason)),
                None => (AnswerValue::Met, None),
            },
        };
        let answer = Answer::because(value, reason.map(Reason::Listed));
        self.act(Act::Answer {
            cell: cell.clone(),
            answer: Some(answer),
        })?;
        let words = found.map_or("", |found| found.words);
        if words.is_empty() || self.is_wordless(&cell) {
            return Ok(());
        }
        self.remark(cell, words)
    }

    fn remark(&mut self, cell: Cell, words: &str) -> Result<(), TrainingFault> {
        let text = self.text(words);
        let remark = Some(text.id);
        self.act(Act::Remark { cell, remark }.with([text]))
    }

    /// Why a check does not arise at a source, where that is so: the chart, or what was watched,
    /// shows something else.
    fn does_not_arise(
        &self,
        standard: &Standard,
        element: &Element,
        source: &Source,
        shown: &[&str],
    ) -> Option<u16> {
        let kind = &source.details.kind;
        let method = kind.method();
        if !matches!(method, Method::Record | Method::Observation) {
            return None;
        }
        let is_chart = matches!(kind, SourceKind::Record { is, .. } if !is.is_empty());
        let scope = |id: &AttributeId| self.pack.attribute(id).map(|held| held.scope);
        // What only a record or an event can show; the rest may be a service of the site.
        let arose = |id: &AttributeId| {
            let only_here = scope(id).is_some_and(|held| held.is_source() && !held.is_service());
            only_here.then(|| kind.quality(id).unwrap_or(shown.contains(&id.as_str())))
        };
        let treated = |id: &AttributeId| {
            let told = kind.quality(id);
            let here = scope(id).is_some_and(|held| held.is_source() && held.is_service());
            told.or_else(|| (is_chart && here).then_some(false))
        };
        let known = |id: &AttributeId| arose(id).or_else(|| treated(id));
        let applies = |known: &dyn Fn(&AttributeId) -> Option<bool>| {
            standard.applies(known) && element.check_applies(method, known)
        };
        let treatment_alone = |id: &AttributeId| arose(id).map_or_else(|| treated(id), |_| None);
        match (applies(&known), is_chart) {
            (true, _) => None,
            (false, false) => Some(findings::NOT_WHILE_WATCHING),
            (false, true) if applies(&treatment_alone) => Some(findings::NOT_IN_THIS_RECORD),
            (false, true) => Some(findings::NOT_THIS_TREATMENT),
        }
    }

    /// At the end of a day at a site: what must be seen there and was not.
    fn could_not_see(&mut self, site: &SiteId) -> Result<(), TrainingFault> {
        let pack = self.pack;
        for (standard, element) in pack.elements() {
            for method in element.checks.methods() {
                let visit = self.visit()?;
                let verdict = verdicts::check_at(visit, pack, standard, element, method, site);
                let check = CheckKey {
                    element: element.id.clone(),
                    method,
                };
                let unseen = verdict.open > 0 && verdict.tally.answered() == 0;
                let cell = Cell {
                    site: (method != Method::Policy).then(|| site.clone()),
                    source: None,
                    check,
                };
                if !unseen || !self.is_begun(standard, method) || self.is_left_open(&cell) {
                    continue;
                }
                let reason = Some(Reason::Listed(findings::NO_SUCH_PATIENT));
                let answer = Some(Answer::because(AnswerValue::CouldNotAssess, reason));
                self.act(Act::Answer { cell, answer })?;
            }
        }
        Ok(())
    }

    /// On a second look one answer turns out to be wrong.
    pub(super) fn correct(&mut self) -> Result<(), TrainingFault> {
        let Some(cell) = self.cell_to_correct() else {
            return Ok(());
        };
        self.spend(hours::TO_TURN_BACK);
        self.act(Act::Answer {
            cell: cell.clone(),
            answer: Some(Answer::plain(AnswerValue::Met)),
        })?;
        if self.extent == Extent::Finished {
            self.remark(cell, CORRECTED.after)?;
        }
        Ok(())
    }

    fn cell_to_correct(&self) -> Option<Cell> {
        let visit = self.case.current_visit()?;
        let mut sources = visit.sources.iter();
        let source = sources.find(|held| held.details.label == CORRECTED.at)?;
        let check = CheckKey {
            element: ElementId::new(CORRECTED.element)?,
            method: source.details.kind.method(),
        };
        let mut given = visit.given(&check).iter();
        let given = given.find(|given| given.source.as_ref() == Some(&source.id))?;
        Some(Cell {
            site: given.site.clone(),
            source: given.source.clone(),
            check,
        })
    }

    /// Notes where a remark has no room for what is to be said.
    pub(super) fn notes(&mut self) -> Result<(), TrainingFault> {
        for (element, words) in findings::NOTES {
            let pack = self.pack;
            let mut elements = pack.elements().map(|(_, element)| element);
            let Some(element) = elements.find(|held| held.id.as_str() == element) else {
                continue;
            };
            let check = CheckKey {
                element: element.id.clone(),
                method: Method::Observation,
            };
            if self.visit()?.given(&check).is_empty() {
                continue;
            }
            let text = self.text(words);
            let note = Act::WriteNote {
                on: NoteTarget::Check(check),
                text: Some(text.id),
            };
            self.act(note.with([text]))?;
        }
        Ok(())
    }
}
