//! What is proposed for a new source: the kind that the check one stands on looks at.

use crate::domain::pack::{Checks, Method, Pack};
use crate::tui::screens::visit::source::fields::{RecordChoice, record_choices};
use crate::tui::walk::Walk;

/// The place in the list of what is offered for a method.
pub(in crate::tui::screens) fn kind(walk: &Walk, pack: &Pack, method: Method) -> usize {
    let element = walk.element(pack).filter(|_| walk.method == method);
    element
        .and_then(|element| place(pack, &element.checks, method))
        .unwrap_or(0)
}

fn place(pack: &Pack, checks: &Checks, method: Method) -> Option<usize> {
    match method {
        Method::Policy => None,
        Method::Record => {
            let wanted = &checks.record.as_ref()?.kind;
            record_choices(pack).iter().position(|choice| match choice {
                RecordChoice::Preset(preset) => preset.kind == *wanted,
                RecordChoice::Kind(kind) => kind.id == *wanted,
            })
        }
        Method::Interview => {
            let wanted = &checks.interview.as_ref()?.roles;
            pack.roles.iter().position(|role| wanted.contains(&role.id))
        }
        Method::Observation => {
            let wanted = &checks.observation.as_ref()?.events;
            pack.events
                .iter()
                .position(|kind| wanted.contains(&kind.id))
        }
    }
}
