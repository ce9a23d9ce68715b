//! What can happen in a case: every event that a journal entry can hold.
//!
//! Events are numbered and frozen once released: a changed meaning is a new event with a new
//! number, and a number this version does not know means that a newer onsite wrote it. An event
//! that sets something carries what was and what is now, so that its inverse can be made from
//! itself alone. RULES.md, The journal.

mod about;

use super::answers::{Answer, Cell, Determination, Explanation, NoteTarget, Reason, SampleKey};
use super::own_words::WordsAt;
use super::sources::SourceDetails;
use crate::domain::journal::chain::Pending as PendingOf;
use crate::domain::journal::{self, EntryRef, Happening};
use crate::domain::program::packet::{VisitKind, VisitMode};
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::{
    AttributeId, PackId, Principal, RoleId, SiteId, SourceId, StandardId, VisitId,
};
use crate::domain::values::text::TextId;
use serde::{Deserialize, Serialize};

/// One line of a survey's journal.
pub type Entry = journal::Entry<Event>;

/// What waits for the next commit of a survey.
pub type Pending = PendingOf<Event>;

/// The standards pack a visit is pinned to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PackRef {
    /// Its id.
    pub id: PackId,
    /// The SHA-256 of its exact bytes.
    pub sha256: Digest,
}

/// Where a service is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Offered {
    /// At every site of the visit.
    Everywhere,
    /// At no site.
    Nowhere,
    /// At every site but these.
    NotAt(Vec<SiteId>),
}

impl Offered {
    /// Offered at every one of `sites` but those that are `absent`.
    pub fn without(absent: Vec<SiteId>, sites: &[SiteId]) -> Self {
        if absent.is_empty() {
            Self::Everywhere
        } else if sites.iter().all(|site| absent.contains(site)) {
            Self::Nowhere
        } else {
            Self::NotAt(absent)
        }
    }

    /// Says whether the service is offered at a site.
    pub fn at(&self, site: &SiteId) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Nowhere => false,
            Self::NotAt(sites) => !sites.contains(site),
        }
    }
}

/// What was said of one service. Of one that nobody spoke of, nothing is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceSaid {
    /// Where it is offered.
    pub offered: Offered,
    /// Who said so, by role; at least one.
    pub told_by: Vec<RoleId>,
}

/// Who carries out the visit, as the report names them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Surveyor {
    /// The id that the office gave.
    pub principal: Principal,
    /// Name.
    pub name: String,
    /// Credential, such as `RN, OCN`.
    pub credential: String,
}

/// What happened. Fields that this version does not know are refused: what is signed is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Event {
    /// The case begins.
    #[serde(rename = "1-case_opened")]
    CaseOpened {
        /// Whether everything in it is made up.
        training: bool,
    },
    /// The office's assignment, or a later issue of it, was imported.
    #[serde(rename = "2-packet_taken")]
    PacketTaken {
        /// Its issue number.
        issue: u32,
        /// SHA-256 of its exact bytes.
        sha256: Digest,
        /// The text that holds those bytes.
        packet: TextId,
    },
    /// A visit begins, pinned to a pack.
    #[serde(rename = "3-visit_opened")]
    VisitOpened {
        /// The visit.
        visit: VisitId,
        /// Survey or re-survey.
        kind: VisitKind,
        /// How it is held.
        mode: VisitMode,
        /// The pack.
        pack: PackRef,
        /// The sites that are visited.
        sites: Vec<SiteId>,
    },
    /// Who carries out the visit.
    #[serde(rename = "4-surveyor_named")]
    SurveyorNamed {
        /// The visit.
        visit: VisitId,
        /// Who it was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Surveyor>,
        /// Who it is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<Surveyor>,
    },
    /// How the visit is held.
    #[serde(rename = "5-mode_set")]
    ModeSet {
        /// The visit.
        visit: VisitId,
        /// What was.
        was: VisitMode,
        /// What is.
        now: VisitMode,
    },
    /// The Surveyor confirms having no conflict of interest, or takes that back.
    #[serde(rename = "6-conflict_cleared")]
    ConflictCleared {
        /// The visit.
        visit: VisitId,
        /// What was.
        was: bool,
        /// What is: true means no conflict of interest.
        now: bool,
    },
    /// Somebody of the practice said whether a service is offered.
    #[serde(rename = "7-service_told")]
    ServiceTold {
        /// The visit.
        visit: VisitId,
        /// The service.
        service: AttributeId,
        /// What was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<ServiceSaid>,
        /// What is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<ServiceSaid>,
        /// The first entry of the act that this belongs to, where one act has several.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        with: Option<u64>,
    },
    /// Something is looked at.
    #[serde(rename = "8-source_added")]
    SourceAdded {
        /// The visit.
        visit: VisitId,
        /// The source.
        source: SourceId,
        /// What it is.
        details: SourceDetails,
    },
    /// A source is described differently.
    #[serde(rename = "9-source_changed")]
    SourceChanged {
        /// The visit.
        visit: VisitId,
        /// The source.
        source: SourceId,
        /// What was said of it.
        was: Box<SourceDetails>,
        /// What is said of it.
        now: Box<SourceDetails>,
    },
    /// A check was answered, answered differently, or cleared.
    #[serde(rename = "10-answered")]
    Answered {
        /// The visit.
        visit: VisitId,
        /// Where.
        cell: Cell,
        /// What was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Answer>,
        /// What is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<Answer>,
        /// The first entry of the act that this belongs to, where one act has several.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        with: Option<u64>,
    },
    /// A note that goes in the report was written, changed or emptied.
    #[serde(rename = "11-note_written")]
    NoteWritten {
        /// The visit.
        visit: VisitId,
        /// What it belongs to.
        on: NoteTarget,
        /// What was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<TextId>,
        /// What is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<TextId>,
    },
    /// The Surveyor gave, changed or took back the level of a Standard.
    #[serde(rename = "12-determined")]
    Determined {
        /// The visit.
        visit: VisitId,
        /// The Standard.
        standard: StandardId,
        /// What was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Determination>,
        /// What is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<Determination>,
        /// The first entry of the act that this belongs to, where one act has several.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        with: Option<u64>,
    },
    /// A difference between methods was explained.
    #[serde(rename = "13-difference_explained")]
    DifferenceExplained {
        /// The visit.
        visit: VisitId,
        /// The Standard.
        standard: StandardId,
        /// What was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Explanation>,
        /// What is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<Explanation>,
    },
    /// A sample smaller than the pack asks for was explained.
    #[serde(rename = "14-shortfall_explained")]
    ShortfallExplained {
        /// The visit.
        visit: VisitId,
        /// Which sample.
        sample: SampleKey,
        /// What was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<Reason>,
        /// What is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<Reason>,
    },
    /// A source was withdrawn; no answer may stand at it.
    #[serde(rename = "15-source_withdrawn")]
    SourceWithdrawn {
        /// The visit.
        visit: VisitId,
        /// The source.
        source: SourceId,
        /// What it was.
        details: SourceDetails,
    },
    /// A text was erased for good.
    #[serde(rename = "16-redacted")]
    Redacted {
        /// The text that is gone.
        text: TextId,
    },
    /// What looks like an identifier was judged to be none.
    #[serde(rename = "17-identifier_justified")]
    IdentifierJustified {
        /// The text.
        text: TextId,
        /// What was.
        was: bool,
        /// What is.
        now: bool,
    },
    /// The visit was signed and finished: the last entry of its revision.
    #[serde(rename = "18-sealed")]
    Sealed {
        /// The visit.
        visit: VisitId,
        /// Its revision, from 1.
        revision: u32,
        /// The Surveyor's initials.
        initials: String,
        /// Why this revision was made.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<TextId>,
    },
    /// A sealed visit is opened again for a next revision.
    #[serde(rename = "19-revision_opened")]
    RevisionOpened {
        /// The visit.
        visit: VisitId,
        /// The revision that begins.
        revision: u32,
        /// Why.
        reason: TextId,
    },
    /// Words that were written under other answers were kept as they are, or that was taken back.
    #[serde(rename = "20-words_kept")]
    WordsKept {
        /// The visit.
        visit: VisitId,
        /// Where the words stand.
        at: WordsAt,
        /// Whether they were held to fit the answers of then.
        was: bool,
        /// Whether they are.
        now: bool,
    },
    /// An entry was undone.
    #[serde(rename = "90-undone")]
    Undone {
        /// The entry.
        entry: EntryRef,
        /// What undoes it.
        inverse: Box<Event>,
    },
    /// An undone entry was done again.
    #[serde(rename = "91-redone")]
    Redone {
        /// The entry that had been undone.
        entry: EntryRef,
        /// What happened then, again.
        again: Box<Event>,
    },
}

/// The keys of all events of this version.
const KNOWN: [&str; 22] = [
    "1-case_opened",
    "2-packet_taken",
    "3-visit_opened",
    "4-surveyor_named",
    "5-mode_set",
    "6-conflict_cleared",
    "7-service_told",
    "8-source_added",
    "9-source_changed",
    "10-answered",
    "11-note_written",
    "12-determined",
    "13-difference_explained",
    "14-shortfall_explained",
    "15-source_withdrawn",
    "16-redacted",
    "17-identifier_justified",
    "18-sealed",
    "19-revision_opened",
    "20-words_kept",
    "90-undone",
    "91-redone",
];

impl Happening for Event {
    fn is_known(key: &str) -> bool {
        KNOWN.contains(&key)
    }
}

#[cfg(test)]
mod tests;
