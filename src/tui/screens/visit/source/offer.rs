//! What can be chosen to be looked at with a method, the first field of the form: papers sent
//! before the visit, kinds of records, roles, kinds of events. And which of it is proposed.

use crate::domain::pack::{Method, Pack};
use crate::domain::survey::sources::{Coverage, SourceKind};
use crate::domain::values::ids::{AttributeId, EventKindId, RecordKindId, RoleId};
use crate::tui::survey::OpenCase;
use crate::tui::walk::Walk;

/// The last of the papers.
pub(super) const ANOTHER_PAPER: &str = "Another paper: write its title";

/// One choice.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    pub title: String,
    /// What it makes of the source; a record is read in full.
    pub kind: SourceKind,
}

impl Offer {
    fn new(title: impl Into<String>, kind: SourceKind) -> Self {
        let title = title.into();
        Self { title, kind }
    }

    /// Says whether it is a preset: it tells which qualities a record has.
    pub(super) fn is_preset(&self) -> bool {
        matches!(&self.kind, SourceKind::Record { is, is_not, .. }
            if !is.is_empty() || !is_not.is_empty())
    }

    /// Says whether it makes sources of this kind; a preset makes records of its qualities only.
    pub(super) fn makes(&self, pack: &Pack, wanted: &SourceKind) -> bool {
        let mut all = pack.qualities().map(|quality| &quality.id);
        self.kind.method() == wanted.method()
            && self.kind.sample_kind() == wanted.sample_kind()
            && (!self.is_preset() || all.all(|id| self.kind.quality(id) == wanted.quality(id)))
    }
}

/// Whether records of a kind are told apart by their qualities: there are presets for it.
pub(super) fn has_presets(pack: &Pack, kind: &RecordKindId) -> bool {
    pack.presets.iter().any(|preset| preset.kind == *kind)
}

/// Everything that is offered for a method, in order.
pub(super) fn offers(open: OpenCase<'_>, method: Method) -> Vec<Offer> {
    let pack = open.pack;
    match method {
        Method::Policy => uploads(open)
            .chain([ANOTHER_PAPER.to_owned()])
            .map(|title| Offer::new(title, SourceKind::Document))
            .collect(),
        Method::Record => records(pack),
        Method::Interview => {
            let role = |id: &RoleId| SourceKind::Interview { role: id.clone() };
            let roles = pack.roles.iter();
            roles.map(|r| Offer::new(&r.title, role(&r.id))).collect()
        }
        Method::Observation => {
            let event = |id: &EventKindId| SourceKind::Event { kind: id.clone() };
            let events = pack.events.iter();
            events.map(|e| Offer::new(&e.title, event(&e.id))).collect()
        }
    }
}

/// Papers of the packet that are not among the sources yet.
fn uploads(open: OpenCase<'_>) -> impl Iterator<Item = String> {
    let file = &open.survey.file;
    let sources = open.visit.sources.iter().map(|source| &source.details);
    let papers = sources.filter(|details| details.kind == SourceKind::Document);
    let held: Vec<&str> = papers
        .filter_map(|paper| Some(file.words(paper.title.as_ref()?)))
        .collect();
    let sent = file.packet.policies.iter().map(ToString::to_string);
    sent.filter(move |title| !held.iter().any(|held| held.starts_with(title.as_str())))
}

/// The presets, kinds that have none, and last the kinds with presets, described by hand.
fn records(pack: &Pack) -> Vec<Offer> {
    let record =
        |kind: &RecordKindId, is: &[AttributeId], is_not: &[AttributeId]| SourceKind::Record {
            kind: kind.clone(),
            coverage: Coverage::Full,
            is: is.to_vec(),
            is_not: is_not.to_vec(),
        };
    let mut offers = Vec::new();
    for held in &pack.presets {
        let kind = record(&held.kind, &held.is, &held.is_not);
        offers.push(Offer::new(&held.title, kind));
    }
    let mut by_hand = Vec::new();
    for held in &pack.record_kinds {
        let kind = record(&held.id, &[], &[]);
        if has_presets(pack, &held.id) {
            by_hand.push(Offer::new(format!("{}, described below", held.title), kind));
        } else {
            offers.push(Offer::new(&held.title, kind));
        }
    }
    offers.extend(by_hand);
    offers
}

/// The place of what the check one stands on looks at, if it looks at something with the method.
pub(super) fn proposed(offers: &[Offer], pack: &Pack, walk: &Walk) -> Option<usize> {
    let checks = &walk.element(pack)?.checks;
    offers.iter().position(|offer| match &offer.kind {
        other if other.method() != walk.method => false,
        SourceKind::Document => false,
        SourceKind::Record { kind, .. } => checks.record.iter().any(|c| c.kind == *kind),
        SourceKind::Interview { role } => checks.interview.iter().any(|c| c.roles.contains(role)),
        SourceKind::Event { kind } => checks.observation.iter().any(|c| c.events.contains(kind)),
    })
}
