//! What the Surveyor says of the rich visit: notes, explanations, levels, reasons.

use super::{HOSTILE, Rich, SECRET, check};
use onsite::domain::pack::Method;
use onsite::domain::survey::answers::{
    Determination, Explanation, Gap, Ground, Level, NoteTarget, Reason, SampleKey,
};
use onsite::domain::survey::decide::Act;
use onsite::domain::survey::events::Event;
use onsite::domain::survey::verdicts;

impl Rich {
    pub(super) fn notes(&mut self) {
        let pack = self.pack.clone();
        for (standard, element) in pack.elements() {
            for method in element.checks.methods() {
                let verdict = verdicts::check(self.visit(), &pack, standard, element, method);
                if verdict.outcome.is_wanting() {
                    let words = format!(
                        "Seen with our own eyes at {}.\nA second line. {HOSTILE}",
                        element.id
                    );
                    let text = Some(self.text(&words));
                    let on = NoteTarget::Check(check(element.id.as_str(), method));
                    self.act(Act::WriteNote { on, text });
                }
            }
        }
        let secret = self.text(SECRET);
        let on = NoteTarget::Check(check("2.1.1", Method::Policy));
        self.act(Act::WriteNote {
            on,
            text: Some(secret),
        });
        self.event(Event::Redacted { text: secret });
        self.texts.remove(&secret);
    }

    pub(super) fn levels(&mut self) {
        let pack = self.pack.clone();
        for standard in &pack.standards {
            let verdict = verdicts::standard(self.visit(), &pack, standard);
            if !verdict.differences.is_empty() {
                let text = Some(self.text("The paper asks for it; at the chair it was left out."));
                self.act(Act::ExplainDifference {
                    standard: standard.id.clone(),
                    explanation: Some(Explanation {
                        gap: Gap::Practice,
                        text,
                    }),
                });
            }
            let suggested = verdict.level.expect("a suggestion");
            let lower = standard.id.as_str() == "2.1";
            let determination = Determination {
                level: if lower { Level::FullyMet } else { suggested },
                suggested,
                reason: lower.then_some(Reason::Listed(1)),
                rests_on: lower.then(|| {
                    let mut elements = standard.elements.iter();
                    let element = elements.find(|element| element.is_answered());
                    Ground::Element(element.expect("an element").id.clone())
                }),
            };
            self.act(Act::Determine(vec![(
                standard.id.clone(),
                Some(determination),
            )]));
        }
        for state in onsite::domain::survey::readiness::sample_states(self.visit(), &pack) {
            if state.is_short() {
                let sample = SampleKey { ..state.key };
                let reason = Some(Reason::Listed(1));
                self.act(Act::ExplainShortfall { sample, reason });
            }
        }
    }
}
