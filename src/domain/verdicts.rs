//! The verdict rules, version 1: from answers to a check, an element, a Standard.
//!
//! Pure and independent of the order of entry. The rules are DESIGN.md section 4; each is
//! stated once, here. What they give is a *suggestion*: the Surveyor determines the level, and
//! only the committee decides. [`super::why`] says the same in words.

use super::answers::{AnswerValue, CheckKey, Level};
use super::ids::{AttributeId, ElementId, SiteId};
use super::pack::{Element, Method, Need, Pack, Per, Standard};
use super::sources::SourceKind;
use super::visit::{Given, Source, Visit};

/// The number of these rules. A changed rule is a new number; journals keep theirs.
pub const RULES: u32 = 1;

/// How a check or an element stands. The order is the order of "worst first".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Outcome {
    /// Nowhere as it must be.
    NotMet,
    /// Here it is, there it is not.
    Mixed,
    /// Something is still to do.
    Open,
    /// What would decide it could not be seen.
    CouldNotAssess,
    /// As it must be.
    Met,
    /// Does not arise.
    NotApplicable,
}

impl Outcome {
    /// Says whether anything was seen that is not as it must be.
    pub fn is_wanting(self) -> bool {
        matches!(self, Self::NotMet | Self::Mixed)
    }
}

/// How many answers of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Met.
    pub met: usize,
    /// Not met.
    pub not_met: usize,
    /// Not applicable, "did not arise" among them.
    pub not_applicable: usize,
    /// Could not assess.
    pub could_not_assess: usize,
}

impl Tally {
    /// Where it arose: the N of "n of N".
    pub fn arose(&self) -> usize {
        self.met + self.not_met
    }

    /// All answers.
    pub fn answered(&self) -> usize {
        self.arose() + self.not_applicable + self.could_not_assess
    }

    fn of<'a>(given: impl Iterator<Item = &'a Given>) -> Self {
        let mut tally = Self::default();
        for given in given {
            match given.answer.value {
                AnswerValue::Met => tally.met += 1,
                AnswerValue::NotMet => tally.not_met += 1,
                AnswerValue::NotApplicable => tally.not_applicable += 1,
                AnswerValue::CouldNotAssess => tally.could_not_assess += 1,
            }
        }
        tally
    }
}

/// How one check stands, at one site or over all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckVerdict {
    /// How it stands.
    pub outcome: Outcome,
    /// The answers behind it.
    pub tally: Tally,
    /// Answers still to give.
    pub open: usize,
    /// Fitting records left blank beyond the minimum.
    pub not_sampled: usize,
}

/// Two methods that do not agree on an element at a site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The element.
    pub element: ElementId,
    /// The site.
    pub site: SiteId,
    /// The method that found it not met.
    pub not_met: Method,
    /// The method that found it met.
    pub met: Method,
}

/// How an element stands over all sites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ElementVerdict {
    /// How it stands.
    pub outcome: Outcome,
    /// Answers still to give.
    pub open: usize,
    /// Where methods differ.
    pub differences: Vec<Difference>,
}

/// How one method stands within a Standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MethodVerdict {
    /// The worst of its checks.
    pub outcome: Outcome,
    /// All answers.
    pub tally: Tally,
    /// Answers still to give.
    pub open: usize,
    /// Checks of this method.
    pub checks: usize,
    /// Checks with nothing left to do.
    pub closed: usize,
}

/// How a Standard stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StandardVerdict {
    /// The suggested level; "so far" while something is open, nothing while nothing is closed.
    pub level: Option<Level>,
    /// Answers still to give.
    pub open: usize,
    /// Where methods differ.
    pub differences: Vec<Difference>,
    /// Its four methods in their order; nothing where the Standard has no check of it.
    pub methods: [Option<MethodVerdict>; 4],
}

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
    let SourceKind::Record {
        kind,
        coverage,
        is,
        is_not,
    } = &source.details.kind
    else {
        return false;
    };
    if *kind != check.kind
        || !coverage.includes(&standard.id)
        || !source.details.sites.include(site)
    {
        return false;
    }
    let known = |attribute: &AttributeId| {
        if is.contains(attribute) {
            Some(true)
        } else if is_not.contains(attribute) {
            Some(false)
        } else {
            visit.offers(attribute, Some(site))
        }
    };
    standard.applies(&known) && element.check_applies(Method::Record, &known)
}

/// Says whether a check arises at a site, as far as services tell.
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

/// The fewest records of a kind that a site must show.
fn record_minimum(pack: &Pack, element: &Element) -> usize {
    let Some(check) = &element.checks.record else {
        return 1;
    };
    pack.sampling
        .iter()
        .filter(|rule| rule.method == Method::Record && rule.kind == check.kind.as_str())
        .filter(|rule| rule.per == Per::Site)
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
    let here = |given: &&Given| given.site.as_ref().is_none_or(|held| held == site);
    let given: Vec<&Given> = visit.given(&key).iter().filter(here).collect();
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
    // A supporting check that is missing leaves nothing open; once begun it counts as it stands.
    let open = if required { open } else { 0 };
    CheckVerdict {
        outcome: check_outcome(&tally, open),
        tally,
        open,
        not_sampled,
    }
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
    let (mut blank, mut answered) = (0, 0);
    for source in fitting {
        if given
            .iter()
            .any(|given| given.source.as_ref() == Some(&source.id))
        {
            answered += 1;
        } else {
            blank += 1;
        }
    }
    if blank + answered == 0 {
        // Nothing of the kind has been looked at yet: at least one is to be.
        return (usize::from(given.is_empty()), 0);
    }
    let wanted = record_minimum(pack, element).min(blank + answered);
    let open = wanted.saturating_sub(answered);
    (open, blank - open)
}

fn check_outcome(tally: &Tally, open: usize) -> Outcome {
    match (tally.met, tally.not_met) {
        (met, not_met) if met > 0 && not_met > 0 => Outcome::Mixed,
        (0, not_met) if not_met > 0 => Outcome::NotMet,
        _ if open > 0 => Outcome::Open,
        _ if tally.could_not_assess > 0 => Outcome::CouldNotAssess,
        (met, _) if met > 0 => Outcome::Met,
        _ => Outcome::NotApplicable,
    }
}

/// The worst of several, parts not applicable dropped out.
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
    let checks: Vec<(Method, CheckVerdict)> = element
        .checks
        .methods()
        .map(|method| {
            (
                method,
                check_at(visit, pack, standard, element, method, site),
            )
        })
        .collect();
    let mut outcome = worst(checks.iter().map(|(_, check)| check.outcome));
    let practice_required = checks.iter().any(|(method, _)| {
        *method != Method::Policy
            && element.checks.need(*method) == Some(Need::Required)
            && applies_at(visit, standard, element, *method, site)
    });
    let only_policy = checks.iter().all(|(method, check)| {
        *method == Method::Policy || check.outcome == Outcome::NotApplicable
    });
    if practice_required && only_policy && outcome == Outcome::Met {
        // Paper alone never shows practice where practice can be seen.
        outcome = Outcome::CouldNotAssess;
    }
    let mut differences = Vec::new();
    for (not_met, _) in checks
        .iter()
        .filter(|(_, check)| check.outcome == Outcome::NotMet)
    {
        for (met, _) in checks
            .iter()
            .filter(|(_, check)| check.outcome == Outcome::Met)
        {
            differences.push(Difference {
                element: element.id.clone(),
                site: site.clone(),
                not_met: *not_met,
                met: *met,
            });
        }
    }
    (outcome, differences)
}

/// One check over all sites of the visit.
pub fn check(
    visit: &Visit,
    pack: &Pack,
    standard: &Standard,
    element: &Element,
    method: Method,
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
    let mut open_sites = 0;
    for site in &visit.sites {
        let here = check_at(visit, pack, standard, element, method, site);
        all.outcome = all.outcome.min(here.outcome);
        all.open += here.open;
        all.not_sampled += here.not_sampled;
        open_sites += usize::from(here.open > 0);
    }
    if method == Method::Policy && open_sites == visit.sites.len() {
        // One policy answers for the whole practice.
        all.open = all.open.min(1);
    }
    all
}

/// One element over all sites of the visit.
pub fn element(
    visit: &Visit,
    pack: &Pack,
    standard: &Standard,
    element: &Element,
) -> ElementVerdict {
    let mut verdict = ElementVerdict {
        outcome: Outcome::NotApplicable,
        open: element
            .checks
            .methods()
            .map(|method| check(visit, pack, standard, element, method).open)
            .sum(),
        differences: Vec::new(),
    };
    for site in &visit.sites {
        let (outcome, differences) = element_at(visit, pack, standard, element, site);
        verdict.outcome = verdict.outcome.min(outcome);
        verdict.differences.extend(differences);
    }
    verdict
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
    for held in standard
        .elements
        .iter()
        .filter(|element| element.is_answered())
    {
        let one = element(visit, pack, standard, held);
        verdict.open += one.open;
        verdict.differences.extend(one.differences);
        outcomes.push(one.outcome);
    }
    for (slot, method) in verdict.methods.iter_mut().zip(Method::ALL) {
        *slot = method_within(visit, pack, standard, method);
    }
    verdict.level = level(&outcomes);
    verdict
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

fn method_within(
    visit: &Visit,
    pack: &Pack,
    standard: &Standard,
    method: Method,
) -> Option<MethodVerdict> {
    let mut all: Option<MethodVerdict> = None;
    for element in standard
        .elements
        .iter()
        .filter(|e| e.checks.need(method).is_some())
    {
        let one = check(visit, pack, standard, element, method);
        let sum = all.get_or_insert(MethodVerdict {
            outcome: Outcome::NotApplicable,
            tally: Tally::default(),
            open: 0,
            checks: 0,
            closed: 0,
        });
        sum.outcome = sum.outcome.min(one.outcome);
        sum.tally.met += one.tally.met;
        sum.tally.not_met += one.tally.not_met;
        sum.tally.not_applicable += one.tally.not_applicable;
        sum.tally.could_not_assess += one.tally.could_not_assess;
        sum.open += one.open;
        sum.checks += 1;
        sum.closed += usize::from(one.open == 0);
    }
    all
}

/// The verdicts of all Standards of a visit, kept so that one answer costs one Standard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    standards: Vec<StandardVerdict>,
    open: usize,
}

impl Board {
    /// Judges every Standard.
    pub fn of(visit: &Visit, pack: &Pack) -> Self {
        let standards: Vec<StandardVerdict> = pack
            .standards
            .iter()
            .map(|held| standard(visit, pack, held))
            .collect();
        let open = standards.iter().map(|verdict| verdict.open).sum();
        Self { standards, open }
    }

    /// Judges the Standard at `place` of the pack again, after an answer in it.
    pub fn refresh(&mut self, visit: &Visit, pack: &Pack, place: usize) {
        if let (Some(slot), Some(held)) = (self.standards.get_mut(place), pack.standards.get(place))
        {
            let now = standard(visit, pack, held);
            self.open = self.open - slot.open + now.open;
            *slot = now;
        }
    }

    /// The verdict of the Standard at `place` of the pack.
    pub fn at(&self, place: usize) -> Option<&StandardVerdict> {
        self.standards.get(place)
    }

    /// All of them in the pack's order.
    pub fn iter(&self) -> impl Iterator<Item = &StandardVerdict> {
        self.standards.iter()
    }

    /// Answers still to give in the whole visit.
    pub fn open(&self) -> usize {
        self.open
    }
}
