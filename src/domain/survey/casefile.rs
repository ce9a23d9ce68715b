//! An opened case with everything needed to judge and show it: journal folded, texts, packet,
//! pack, and the board of verdicts kept up to date entry by entry.

use super::case::Case;
use super::changes::Changes;
use super::decide::{self, Act, Attempt, Decision, Refusal};
use super::events::{Entry, Event};
use super::guarded::{self, guard_of};
use super::readiness;
use super::verdicts::Board;
use super::visit::Visit;
use super::words::{ERASED, Facts};
use crate::domain::pack::Pack;
use crate::domain::privacy::guard::Guard;
use crate::domain::privacy::identifiers::NamesHeard;
use crate::domain::program::packet::Packet;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::{CaseId, PackId};
use crate::domain::values::text::{TextId, Texts};
use std::sync::Arc;

/// Why a case cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CaseFault {
    /// The journal opens no visit.
    #[error("Case {0} has no visit yet. Import its packet again.")]
    NoVisit(CaseId),
    /// The packet's text is gone or cannot be read.
    #[error("The packet of case {0} cannot be read. Import it again.")]
    NoPacket(CaseId),
    /// The pack that the visit is pinned to is not here.
    #[error(
        "The Standards edition {id} ({sha256}) of this visit is not on this laptop. Load that pack."
    )]
    NoPack {
        /// Its id.
        id: PackId,
        /// Its digest.
        sha256: Digest,
    },
}

/// An opened case.
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// The fold of its journal.
    pub case: Case,
    /// The texts that its entries name.
    pub texts: Texts,
    /// The packet that was taken last.
    pub packet: Packet,
    /// The pack that the current visit is pinned to.
    pub pack: Arc<Pack>,
    /// The verdicts of the current visit.
    pub board: Board,
    /// The texts that seem to identify somebody.
    pub guard: Guard,
    /// What changed, and when.
    pub changes: Changes,
}

impl CaseFile {
    /// Opens a case: folds its entries (which are in order), reads its packet, finds its pack.
    ///
    /// # Errors
    /// When there is no visit, or its packet or pack cannot be found.
    pub fn open(
        id: CaseId,
        entries: &[Entry],
        texts: Texts,
        find_pack: &mut dyn FnMut(&super::events::PackRef) -> Option<Arc<Pack>>,
    ) -> Result<Self, CaseFault> {
        let (case, changes) = Changes::fold(id.clone(), entries);
        let visit = case
            .current_visit()
            .ok_or_else(|| CaseFault::NoVisit(id.clone()))?;
        let packet = case
            .packet
            .as_ref()
            .and_then(|taken| texts.get(&taken.text))
            .and_then(|bytes| serde_json::from_str(bytes).ok())
            .ok_or_else(|| CaseFault::NoPacket(id.clone()))?;
        let pack = find_pack(&visit.pack).ok_or_else(|| CaseFault::NoPack {
            id: visit.pack.id.clone(),
            sha256: visit.pack.sha256,
        })?;
        let board = Board::of(visit, &pack);
        let guard = guard_of(entries, &texts);
        Ok(Self {
            case,
            texts,
            packet,
            pack,
            board,
            guard,
            changes,
        })
    }

    /// The visit that is worked on. A case file always has one.
    pub fn visit(&self) -> Option<&Visit> {
        self.case.current_visit()
    }

    /// The words of a text; [`ERASED`] or a like note where they are gone.
    pub fn words(&self, text: &TextId) -> &str {
        match self.texts.get(text) {
            Some(words) => words,
            None if self.case.redacted.contains(text) => ERASED,
            None => "[missing]",
        }
    }

    /// Listens for these names, in what is written and in what was. They are no part of the case.
    pub fn hear(&mut self, names: NamesHeard) {
        self.guard.hear(names, &self.texts);
    }

    /// Decides an act in the visit that is worked on: [`decide::decide`], and a label may hold no
    /// name heard today either.
    ///
    /// # Errors
    /// The rule that refuses the act.
    pub fn decide(&self, attempt: impl Into<Attempt>, next_seq: u64) -> Result<Decision, Refusal> {
        let attempt = attempt.into();
        if let Act::AddSource { details, .. } | Act::ChangeSource { details, .. } = &attempt.act
            && let Some(kind) = details.label_identifies(&self.pack, self.guard.names())
        {
            return Err(Refusal::IdentifyingLabel(kind));
        }
        let visit = self.visit().ok_or(Refusal::Nothing)?;
        decide::decide(&self.case, visit, &self.pack, attempt, next_seq)
    }

    /// Everything that is left before the visit can be signed.
    pub fn whats_left(&self) -> Vec<readiness::Remaining> {
        self.visit().map_or_else(Vec::new, |visit| {
            let facts = Facts {
                visit,
                pack: &self.pack,
                packet: Some(&self.packet),
                texts: &self.texts,
            };
            readiness::whats_left(&self.case, &facts, &self.board, &self.guard)
        })
    }

    /// Folds one more entry and judges again what it can have changed.
    pub fn absorb(&mut self, entry: &Entry) {
        self.changes.see(&self.case, entry);
        self.case.apply(entry);
        guarded::look(&mut self.guard, entry, &self.texts);
        if let Event::PacketTaken { packet, .. } = &entry.event
            && let Some(taken) = self.texts.get(packet)
            && let Ok(packet) = serde_json::from_str(taken)
        {
            self.packet = packet;
        }
        if let Event::Redacted { text } = &entry.event
            && self.case.redacted.contains(text)
        {
            self.texts.remove(text);
        }
        let Some(visit) = self.case.visits.last() else {
            return;
        };
        match touched(&entry.event) {
            Touched::Nothing => {}
            Touched::Element(element) => {
                let place = self
                    .pack
                    .standard_of(element)
                    .and_then(|standard| self.pack.place_of_standard(&standard.id));
                if let Some(place) = place {
                    self.board.refresh(visit, &self.pack, place);
                }
            }
            Touched::Everything => self.board = Board::of(visit, &self.pack),
        }
    }
}

enum Touched<'a> {
    Nothing,
    Element(&'a crate::domain::values::ids::ElementId),
    Everything,
}

fn touched(event: &Event) -> Touched<'_> {
    match event {
        Event::Answered { cell, .. } => Touched::Element(&cell.check.element),
        Event::ServiceTold { .. }
        | Event::SourceAdded { .. }
        | Event::SourceChanged { .. }
        | Event::SourceWithdrawn { .. }
        | Event::VisitOpened { .. } => Touched::Everything,
        Event::Undone { inverse, .. } => touched(inverse),
        Event::Redone { again, .. } => touched(again),
        _ => Touched::Nothing,
    }
}
