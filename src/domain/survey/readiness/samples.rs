//! Sampling minimums: which count for a visit, what was reached, and why fewer. RULES.md, Sampling.

use super::{Destination, Remaining, blocks};
use crate::domain::pack::{Method, Pack, Per, Sampling};
use crate::domain::survey::answers::SampleKey;
use crate::domain::survey::visit::Visit;
use crate::domain::survey::words::Facts;
use crate::domain::values::ids::{AttributeId, SiteId};

/// One sampling minimum with what was reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleState {
    /// Which sample.
    pub key: SampleKey,
    /// How many are asked for.
    pub minimum: usize,
    /// How many count: those at which something was answered.
    pub reached: usize,
    /// How many more there are that do not count: nothing is answered there yet, or they are read
    /// for no Standard.
    pub blank: usize,
    /// The rule in words.
    pub say: String,
}

impl SampleState {
    /// Says whether there are fewer than asked for.
    pub fn is_short(&self) -> bool {
        self.reached < self.minimum
    }
}

/// Every sampling minimum that counts for this visit.
pub fn sample_states(visit: &Visit, pack: &Pack) -> Vec<SampleState> {
    let mut states = Vec::new();
    for rule in &pack.sampling {
        match rule.per {
            Per::Practice => {
                if rule_applies(visit, rule, None) {
                    states.push(sample_state(visit, rule, None));
                }
            }
            Per::Site => {
                for site in &visit.sites {
                    if rule_applies(visit, rule, Some(site)) {
                        states.push(sample_state(visit, rule, Some(site)));
                    }
                }
            }
        }
    }
    states
}

fn rule_applies(visit: &Visit, rule: &Sampling, site: Option<&SiteId>) -> bool {
    let known = |attribute: &AttributeId| visit.offers(attribute, site);
    rule.applies_when
        .as_ref()
        .is_none_or(|condition| condition.applies(&known))
}

fn sample_state(visit: &Visit, rule: &Sampling, site: Option<&SiteId>) -> SampleState {
    let (mut reached, mut blank) = (0, 0);
    for source in &visit.sources {
        let kind = &source.details.kind;
        let here = site.is_none_or(|site| source.details.sites.include(site));
        if kind.method() != rule.method || kind.sample_kind() != rule.kind || !here {
            continue;
        }
        if kind.is_read() && visit.is_answered(source, site) {
            reached += 1;
        } else {
            blank += 1;
        }
    }
    let key = SampleKey {
        method: rule.method,
        kind: rule.kind.clone(),
        site: site.cloned(),
    };
    SampleState {
        key,
        minimum: rule.minimum as usize,
        reached,
        blank,
        say: rule.say.clone(),
    }
}

/// Samples that are smaller than asked for, with no reason that is there.
pub(super) fn samples(facts: &Facts, items: &mut Vec<Remaining>) {
    let (visit, pack) = (facts.visit, facts.pack);
    for state in sample_states(visit, pack)
        .into_iter()
        .filter(SampleState::is_short)
    {
        let reason = visit.shortfalls.get(&state.key);
        if reason.is_some_and(|reason| facts.gives(reason)) {
            continue;
        }
        let site = state.key.site.as_ref();
        let site = site.map_or_else(String::new, |site| format!(" at {}", facts.site(site)));
        let what = format!(
            "{}{site}: {} of {} {}; {}, or say why not",
            state.key.method.title(),
            state.reached,
            state.minimum,
            kind_title(pack, &state.key),
            match state.blank {
                0 => "add more".to_owned(),
                blank => format!("nothing is answered at {blank} more: answer or add"),
            }
        );
        items.push(blocks(Destination::Sample(state.key), what));
    }
}

/// What the kind of a sample is called on screen, in lower case.
pub fn kind_title(pack: &Pack, key: &SampleKey) -> String {
    let title = match key.method {
        Method::Policy => None,
        Method::Record => pack
            .record_kinds
            .iter()
            .find(|kind| kind.id.as_str() == key.kind)
            .map(|kind| &kind.title),
        Method::Interview => pack
            .roles
            .iter()
            .find(|role| role.id.as_str() == key.kind)
            .map(|role| &role.title),
        Method::Observation => pack
            .events
            .iter()
            .find(|event| event.id.as_str() == key.kind)
            .map(|event| &event.title),
    };
    title.map_or_else(|| key.kind.clone(), |title| title.to_lowercase())
}
