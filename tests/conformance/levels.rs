//! Levels that are not the suggested one: signed only with a reason that rests on something.

use crate::catalog::Case;
use crate::support::bundles::*;
use crate::support::journals::Journal;
use onsite::domain::survey::answers::{Determination, Ground, Level, Reason};
use onsite::domain::survey::events::Event;
use onsite::domain::values::ids::{ElementId, SourceId, StandardId};

const RULE: &str = "Contents by kind";

fn element(id: &str) -> Option<Ground> {
    Some(Ground::Element(ElementId::new(id).unwrap()))
}

/// A survey whose only Standard was given another level than the suggested one.
fn signed(what: &str, reason: Option<Reason>, rests_on: Option<Ground>) -> (String, Vec<u8>) {
    let mut journal = Journal::opened();
    journal.finish(1);
    journal.write(Event::Determined {
        visit: visit_id(1),
        standard: StandardId::new("1.1").unwrap(),
        was: Some(Determination::as_suggested(Level::FullyMet)),
        now: Some(Determination {
            level: Level::PartlyMet,
            suggested: Level::FullyMet,
            reason,
            rests_on,
        }),
        with: None,
    });
    journal.seal(1, 1);
    let name = format!("a survey with another level {what}");
    (name, survey_with(&journal, |_| (), |_| ()))
}

/// Their cases.
pub fn cases() -> Vec<Case> {
    let listed = || Some(Reason::Listed(1));
    let gone = Some(Ground::Source(SourceId::new("gone").unwrap()));
    let mut cases: Vec<Case> = [
        ("that rests on nothing", listed(), None),
        ("for no reason", None, element("1.1.1")),
        ("that rests on another Standard", listed(), element("9.9.9")),
        ("that rests on a source that is not there", listed(), gone),
    ]
    .into_iter()
    .map(|(what, reason, ground)| {
        let (name, bytes) = signed(what, reason, ground);
        Case::new(RULE, name, bytes, "not-ready").unseen()
    })
    .collect();
    let (name, bytes) = signed("that rests on an element", listed(), element("1.1.1"));
    cases.push(Case::new(RULE, name, bytes, "good"));
    cases
}
