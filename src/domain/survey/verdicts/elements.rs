//! The rules of an element over its checks and of a Standard over its elements.

use super::checks::{over_sites, overall, weighed};
use super::{
    CheckVerdict, Difference, ElementVerdict, MethodVerdict, Outcome, StandardVerdict, Tally,
    applies_at, check_at,
};
use crate::domain::pack::{Element, Method, Need, Pack, Standard};
use crate::domain::survey::answers::Level;
use crate::domain::survey::visit::Visit;
use crate::domain::values::ids::SiteId;

/// The four checks of an element at one site, in the order of the methods; judged once, used
/// for the element, for its methods and for the Standard.
type Row = [Option<CheckVerdict>; 4];

fn row(visit: &Visit, pack: &Pack, standard: &Standard, element: &Element, site: &SiteId) -> Row {
    Method::ALL.map(|method| {
        element.checks.need(method)?;
        Some(check_at(visit, pack, standard, element, method, site))
    })
}

fn held(row: &Row) -> impl Iterator<Item = (Method, &CheckVerdict)> {
    let pairs = Method::ALL.into_iter().zip(row);
    pairs.filter_map(|(method, check)| Some((method, check.as_ref()?)))
}

fn by(row: &Row, method: Method) -> Option<CheckVerdict> {
    held(row)
        .find(|(held, _)| *held == method)
        .map(|(_, check)| *check)
}

/// The worst of several; parts that are not applicable drop out.
pub fn worst(outcomes: impl Iterator<Item = Outcome>) -> Outcome {
    outcomes.min().unwrap_or(Outcome::NotApplicable)
}

/// One element at one site, with the places where methods differ.
pub fn element_at(
    visit: &Visit,
    pack: &Pack,
    standard: &Standard,
    element: &Element,
    site: &SiteId,
) -> (Outcome, Vec<Difference>) {
    let row = row(visit, pack, standard, element, site);
    element_of(visit, standard, element, site, &row)
}

fn element_of(
    visit: &Visit,
    standard: &Standard,
    element: &Element,
    site: &SiteId,
    row: &Row,
) -> (Outcome, Vec<Difference>) {
    let counted = |method, check: &CheckVerdict| {
        let need = element.checks.need(method);
        need.map_or(check.outcome, |need| weighed(need, check.outcome))
    };
    let mut outcome = worst(held(row).map(|(method, check)| counted(method, check)));
    let only_policy = held(row).all(|(method, check)| {
        method == Method::Policy || counted(method, check) == Outcome::NotApplicable
    });
    if outcome == Outcome::Met && only_policy && practice_required(visit, standard, element, site) {
        // Paper alone never shows practice where practice can be seen.
        outcome = Outcome::CouldNotAssess;
    }
    let with = |outcome| held(row).filter(move |(_, check)| check.outcome == outcome);
    let mut differences = Vec::new();
    for (not_met, _) in with(Outcome::NotMet) {
        for (met, _) in with(Outcome::Met) {
            differences.push(Difference {
                element: element.id.clone(),
                site: site.clone(),
                not_met,
                met,
            });
        }
    }
    (outcome, differences)
}

/// Says whether the pack requires more than paper, and that arises at the site.
fn practice_required(visit: &Visit, standard: &Standard, element: &Element, site: &SiteId) -> bool {
    element.checks.methods().any(|method| {
        method != Method::Policy
            && element.checks.need(method) == Some(Need::Required)
            && applies_at(visit, standard, element, method, site)
    })
}

/// One element over all sites of the visit.
pub fn element(
    visit: &Visit,
    pack: &Pack,
    standard: &Standard,
    element: &Element,
) -> ElementVerdict {
    judge(visit, pack, standard, element).0
}

/// One element over all sites, and each of its checks over all sites.
fn judge(
    visit: &Visit,
    pack: &Pack,
    standard: &Standard,
    element: &Element,
) -> (ElementVerdict, Row) {
    let sites = visit.sites.iter();
    let rows: Vec<Row> = sites
        .map(|site| row(visit, pack, standard, element, site))
        .collect();
    let checks: Row = Method::ALL.map(|method| {
        element.checks.need(method)?;
        let at_sites = rows.iter().filter_map(|row| by(row, method));
        Some(over_sites(visit, standard, element, method, at_sites))
    });
    let mut verdict = ElementVerdict {
        outcome: Outcome::NotApplicable,
        open: held(&checks).map(|(_, check)| check.open).sum(),
        differences: Vec::new(),
    };
    for (site, row) in visit.sites.iter().zip(&rows) {
        let (outcome, differences) = element_of(visit, standard, element, site, row);
        verdict.outcome = verdict.outcome.min(outcome);
        verdict.differences.extend(differences);
    }
    (verdict, checks)
}

/// One Standard.
pub fn standard(visit: &Visit, pack: &Pack, standard: &Standard) -> StandardVerdict {
    let mut verdict = StandardVerdict {
        level: None,
        open: 0,
        differences: Vec::new(),
        methods: [None; 4],
    };
    let mut outcomes = Vec::with_capacity(standard.elements.len());
    let mut by_method: [Vec<(Need, Outcome)>; 4] = Default::default();
    for element in standard.elements.iter().filter(|e| e.is_answered()) {
        let (one, checks) = judge(visit, pack, standard, element);
        verdict.open += one.open;
        verdict.differences.extend(one.differences);
        outcomes.push(one.outcome);
        let sums = verdict.methods.iter_mut().zip(&mut by_method);
        for (((sum, outcomes), check), method) in sums.zip(&checks).zip(Method::ALL) {
            if let (Some(check), Some(need)) = (check, element.checks.need(method)) {
                outcomes.push((need, check.outcome));
                let mut sites = visit.sites.iter();
                let arises = sites.any(|site| applies_at(visit, standard, element, method, site));
                add(sum, check, arises);
            }
        }
    }
    for (sum, outcomes) in verdict.methods.iter_mut().zip(&by_method) {
        if let Some(sum) = sum {
            sum.outcome = overall(outcomes);
        }
    }
    verdict.level = level(&outcomes);
    verdict
}

/// Adds a check to the counts of its method within the Standard.
fn add(sum: &mut Option<MethodVerdict>, check: &CheckVerdict, arises: bool) {
    let sum = sum.get_or_insert(MethodVerdict {
        outcome: Outcome::NotApplicable,
        tally: Tally::default(),
        open: 0,
        checks: 0,
        closed: 0,
        arises: false,
    });
    sum.tally.add(&check.tally);
    sum.open += check.open;
    sum.checks += 1;
    sum.closed += usize::from(check.open == 0);
    sum.arises |= arises;
}

/// The level that the elements' outcomes lead to; open ones are left out ("so far").
fn level(outcomes: &[Outcome]) -> Option<Level> {
    let closed: Vec<Outcome> = outcomes
        .iter()
        .copied()
        .filter(|outcome| !matches!(outcome, Outcome::Open | Outcome::NotApplicable))
        .collect();
    if closed.is_empty() {
        let open = outcomes.contains(&Outcome::Open);
        return (!open).then_some(Level::NotApplicable);
    }
    if closed.iter().all(|outcome| *outcome == Outcome::Met) {
        Some(Level::FullyMet)
    } else if closed.iter().all(|outcome| *outcome == Outcome::NotMet) {
        Some(Level::NotMet)
    } else if closed.iter().any(|outcome| outcome.is_wanting()) {
        Some(Level::PartlyMet)
    } else {
        Some(Level::CouldNotAssess)
    }
}
