//! The rules of one check: where it arises, which records are expected, how it stands.

use super::{CheckVerdict, Outcome, Tally, worst};
use crate::domain::pack::{Element, Method, Need, Pack, Standard};
use crate::domain::survey::answers::CheckKey;
use crate::domain::survey::sources::SourceKind;
use crate::domain::survey::visit::{Given, Source, Visit};
use crate::domain::values::ids::{AttributeId, SiteId, SourceId};

/// What is known of an attribute at a site: only that a service is not offered.
fn known_at<'a>(visit: &'a Visit, site: &'a SiteId) -> impl Fn(&AttributeId) -> Option<bool> + 'a {
    move |attribute| visit.offers(attribute, Some(site))
}

/// Says whether a record is expected to answer an element: kind, coverage, site and what is
/// said of the record all fit.
pub fn record_fits(
    visit: &Visit,
    standard: &Standard,
    element: &Element,
    source: &Source,
    site: &SiteId,
) -> bool {
    let Some(check) = &element.checks.record else {
        return false;
    };
    let SourceKind::Record { kind, coverage, .. } = &source.details.kind else {
        return false;
    };
    if *kind != check.kind
        || !coverage.includes(&standard.id)
        || !source.details.sites.include(site)
    {
        return false;
    }
    let known = |attribute: &AttributeId| {
        let quality = source.details.kind.quality(attribute);
        quality.or_else(|| visit.offers(attribute, Some(site)))
    };
    standard.applies(&known) && element.check_applies(Method::Record, &known)
}

/// Says whether a check arises at a site, as far as the confirmed services say.
pub fn applies_at(
    visit: &Visit,
    standard: &Standard,
    element: &Element,
    method: Method,
    site: &SiteId,
) -> bool {
    let known = known_at(visit, site);
    standard.applies(&known) && element.check_applies(method, &known)
}

/// How many records of a check's kind are to be answered at a site, at least: the highest
/// sampling minimum for that kind which applies there. One that is counted over the practice is
/// asked of every site too, as far as it has that many fitting records.
fn record_minimum(visit: &Visit, pack: &Pack, element: &Element, site: &SiteId) -> usize {
    let Some(check) = &element.checks.record else {
        return 1;
    };
    let known = known_at(visit, site);
    pack.sampling
        .iter()
        .filter(|rule| rule.method == Method::Record && rule.kind == check.kind.as_str())
        .filter(|rule| {
            let condition = rule.applies_when.as_ref();
            condition.is_none_or(|condition| condition.applies(&known))
        })
        .map(|rule| rule.minimum as usize)
        .max()
        .unwrap_or(1)
        .max(1)
}

/// One check at one site.
pub fn check_at(
    visit: &Visit,
    pack: &Pack,
    standard: &Standard,
    element: &Element,
    method: Method,
    site: &SiteId,
) -> CheckVerdict {
    let key = CheckKey {
        element: element.id.clone(),
        method,
    };
    let given: Vec<&Given> = visit
        .given(&key)
        .iter()
        .filter(|given| visit.counts_at(given, site))
        .collect();
    let tally = Tally::of(given.iter().copied());
    if !applies_at(visit, standard, element, method, site) {
        return CheckVerdict {
            outcome: Outcome::NotApplicable,
            tally,
            open: 0,
            not_sampled: 0,
        };
    }
    let at_whole = given.iter().any(|given| given.source.is_none());
    let (open, not_sampled) = match method {
        Method::Record if !at_whole => blank_records(visit, pack, standard, element, site, &given),
        Method::Record => (0, 0),
        _ => (usize::from(given.is_empty()), 0),
    };
    let required = element.checks.need(method) == Some(Need::Required);
    // An unanswered supporting check leaves nothing open; once answered it counts as it stands.
    let open = if required { open } else { 0 };
    CheckVerdict {
        outcome: check_outcome(&tally, open, required),
        tally,
        open,
        not_sampled,
    }
}

/// One check over all sites of the visit.
pub fn check(
    visit: &Visit,
    pack: &Pack,
    standard: &Standard,
    element: &Element,
    method: Method,
) -> CheckVerdict {
    let sites = visit.sites.iter();
    let at_sites = sites.map(|site| check_at(visit, pack, standard, element, method, site));
    over_sites(visit, standard, element, method, at_sites)
}

/// What a check's verdicts at the sites, in the visit's order, come to.
pub(super) fn over_sites(
    visit: &Visit,
    standard: &Standard,
    element: &Element,
    method: Method,
    at_sites: impl Iterator<Item = CheckVerdict>,
) -> CheckVerdict {
    let key = CheckKey {
        element: element.id.clone(),
        method,
    };
    let mut all = CheckVerdict {
        outcome: Outcome::NotApplicable,
        tally: Tally::of(visit.given(&key).iter()),
        open: 0,
        not_sampled: 0,
    };
    let mut begun = false;
    let need = element.checks.need(method).unwrap_or(Need::Supporting);
    let mut outcomes = Vec::with_capacity(visit.sites.len());
    for (site, here) in visit.sites.iter().zip(at_sites) {
        outcomes.push((need, here.outcome));
        all.open += here.open;
        all.not_sampled += here.not_sampled;
        begun |= here.tally.answered() > 0 && applies_at(visit, standard, element, method, site);
    }
    all.outcome = overall(&outcomes);
    if method == Method::Policy && !begun {
        // One policy answers for the whole practice.
        all.open = all.open.min(1);
    }
    all
}

/// Fitting records without an answer: how many are still to do, how many are beyond the minimum.
fn blank_records(
    visit: &Visit,
    pack: &Pack,
    standard: &Standard,
    element: &Element,
    site: &SiteId,
    given: &[&Given],
) -> (usize, usize) {
    let fitting = visit
        .sources
        .iter()
        .filter(|s| record_fits(visit, standard, element, s, site));
    let mut seen: Vec<&SourceId> = given.iter().filter_map(|g| g.source.as_ref()).collect();
    seen.sort_unstable();
    let (mut blank, mut answered) = (0, 0);
    for source in fitting {
        if seen.binary_search(&&source.id).is_ok() {
            answered += 1;
        } else {
            blank += 1;
        }
    }
    if blank + answered == 0 {
        // Nothing of the kind has been looked at yet: at least one is to be.
        return (usize::from(given.is_empty()), 0);
    }
    let wanted = record_minimum(visit, pack, element, site).min(blank + answered);
    let open = wanted.saturating_sub(answered);
    (open, blank - open)
}

/// How a check counts beside others: a supporting one that could not be assessed worsens nothing
/// that it would leave alone unanswered.
pub fn weighed(need: Need, outcome: Outcome) -> Outcome {
    match (need, outcome) {
        (Need::Supporting, Outcome::CouldNotAssess) => Outcome::NotApplicable,
        _ => outcome,
    }
}

/// The worst of several checks. What could not be assessed is said where nothing else is left.
pub(super) fn overall(checks: &[(Need, Outcome)]) -> Outcome {
    let counted = worst(checks.iter().map(|(need, held)| weighed(*need, *held)));
    if counted == Outcome::NotApplicable {
        worst(checks.iter().map(|(_, held)| *held))
    } else {
        counted
    }
}

fn check_outcome(tally: &Tally, open: usize, required: bool) -> Outcome {
    match (tally.met, tally.not_met) {
        (met, not_met) if met > 0 && not_met > 0 => Outcome::Mixed,
        (0, not_met) if not_met > 0 => Outcome::NotMet,
        _ if open > 0 => Outcome::Open,
        // What a supporting check did show counts, whatever else it could have shown.
        (met, _) if met > 0 && !required => Outcome::Met,
        _ if tally.could_not_assess > 0 => Outcome::CouldNotAssess,
        (met, _) if met > 0 => Outcome::Met,
        _ => Outcome::NotApplicable,
    }
}
