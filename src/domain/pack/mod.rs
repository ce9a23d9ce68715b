//! A standards pack: one edition of the Standards as data.
//!
//! Here live the types of the file format `onsite-pack/1` and the quick look-ups in a pack.
//! Reading and checking a file is in [`crate::standards`]; what an answer leads to is in
//! [`crate::domain::survey::verdicts`]. A pack that passed the checker keeps every rule named
//! here; the types alone keep only the form. standards/README.md.

mod applies;
mod index;

pub use applies::Applies;

use crate::domain::values::ids::{
    AttributeId, ChartAreaId, DomainId, ElementId, EventKindId, PackId, RecordKindId, RoleId,
    StandardId,
};
use index::Index;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What stands in a pack's `format`.
pub const FORMAT: &str = "onsite-pack/1";

/// The most columns that an element's `short` may take on the screen.
pub const WIDEST_SHORT: usize = 44;

/// The one `kind` that a sampling rule for policies knows.
pub const DOCUMENT: &str = "document";

/// The blanks that a template for the committee may hold.
pub const BLANKS: [&str; 7] = ["site", "n", "of", "from", "to", "document", "date"];

/// One edition of the Standards. The order of every list is the order on the screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// [`FORMAT`].
    pub format: String,
    /// The pack's name, such as `qcp-2016`; a visit is pinned to it and to its SHA-256.
    pub id: PackId,
    /// Which edition of the Standards this is, in words.
    pub edition: String,
    /// What the screen calls it.
    pub title: String,
    /// The accreditation program it belongs to.
    pub program: String,
    /// Where its content comes from and how sure that is.
    pub provenance: Provenance,
    /// Groups of Standards.
    pub domains: Vec<Domain>,
    /// Services and qualities of sources that applicability speaks of.
    pub attributes: Vec<Attribute>,
    /// The parts of a patient record in the record's order.
    pub chart_areas: Vec<ChartArea>,
    /// Kinds of records.
    pub record_kinds: Vec<RecordKind>,
    /// Staff roles.
    pub roles: Vec<StaffRole>,
    /// Kinds of events that are watched.
    pub events: Vec<EventKind>,
    /// Ways to describe a record in one key.
    pub presets: Vec<Preset>,
    /// Reasons offered by number.
    pub reasons: Reasons,
    /// What the levels are called.
    pub levels: LevelNames,
    /// How much is looked at, at least.
    pub sampling: Vec<Sampling>,
    /// The Standards.
    pub standards: Vec<Standard>,
    /// Where everything stands; built at the first look-up, not part of the file.
    #[serde(skip)]
    pub(in crate::domain) index: Index,
}

/// Where a pack's content comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// In a few sentences: what is official, what is not.
    pub summary: String,
    /// The sources named below.
    pub sources: Vec<Reference>,
    /// For every Standard.
    pub standards: Vec<StandardProvenance>,
    /// For elements, where it is known one by one.
    pub elements: Vec<ElementProvenance>,
}

/// One source of a pack's content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reference {
    /// Short name, such as `S-MAN18`.
    pub id: String,
    /// What it is and where it was found.
    pub text: String,
}

/// How sure a Standard's content is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// The topic was seen in a source and its detail is well remembered, or several sources agree.
    High,
    /// The topic was seen or is well remembered; its detail is from memory.
    Medium,
    /// Mostly from memory; it may be no Standard of the program.
    Low,
}

/// Where one Standard comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandardProvenance {
    /// The Standard.
    pub standard: StandardId,
    /// The published edition it rests on.
    pub basis: String,
    /// Whether its number is official or a working number, in words.
    pub numbering: String,
    /// How sure its content is.
    pub confidence: Confidence,
    /// Ids of [`Reference`]s.
    pub sources: Vec<String>,
    /// A doubt, if there is one.
    pub note: Option<String>,
}

/// Where one element comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElementProvenance {
    /// The element.
    pub element: ElementId,
    /// Its source, in words.
    pub source: String,
}

/// A group of Standards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Domain {
    /// Its number.
    pub id: DomainId,
    /// Its name.
    pub title: String,
}

/// What an attribute describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// A service that the practice or a site offers.
    Service,
    /// A quality of one record, person or event.
    Source,
    /// Either.
    Both,
}

impl Scope {
    /// Says whether it is asked of the practice and its sites.
    pub fn is_service(self) -> bool {
        matches!(self, Self::Service | Self::Both)
    }

    /// Says whether it describes a source.
    pub fn is_source(self) -> bool {
        matches!(self, Self::Source | Self::Both)
    }
}

/// A service or a quality of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attribute {
    /// Its id, such as `oral`.
    pub id: AttributeId,
    /// Its name.
    pub title: String,
    /// The question that asks for it.
    pub question: String,
    /// What it describes.
    pub scope: Scope,
}

/// A part of a patient record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChartArea {
    /// Its id.
    pub id: ChartAreaId,
    /// Its name.
    pub title: String,
}

/// A kind of record, such as charts or personnel files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordKind {
    /// Its id.
    pub id: RecordKindId,
    /// Its name.
    pub title: String,
    /// What its numbers begin with: `R` gives R01, R02…
    pub label: String,
}

/// A staff role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StaffRole {
    /// Its id.
    pub id: RoleId,
    /// Its name.
    pub title: String,
    /// What people in it are called: `RN` gives RN-A, RN-B…
    pub label: String,
}

/// A kind of event that is watched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventKind {
    /// Its id.
    pub id: EventKindId,
    /// Its name.
    pub title: String,
}

/// Describes a record in one key, such as "new, by vein".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preset {
    /// Its id.
    pub id: String,
    /// Its name.
    pub title: String,
    /// The kind of record it describes.
    pub kind: RecordKindId,
    /// What such a record is.
    pub is: Vec<AttributeId>,
    /// What such a record is not.
    pub is_not: Vec<AttributeId>,
}

/// Reasons offered by number where one is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reasons {
    /// Why something does not apply.
    pub not_applicable: Vec<String>,
    /// Why something could not be assessed.
    pub could_not_assess: Vec<String>,
    /// Why the Surveyor's level is not the suggested one.
    pub different_level: Vec<String>,
    /// Why fewer were looked at than the minimum.
    pub shortfall: Vec<String>,
}

/// What the levels are called on the screen and in documents.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelNames {
    /// Every applicable element met.
    pub fully_met: String,
    /// Some met, some not.
    pub partly_met: String,
    /// None met.
    pub not_met: String,
    /// Nothing applies.
    pub not_applicable: String,
    /// Something could not be assessed.
    pub could_not_assess: String,
}

/// What a sampling minimum is counted over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Per {
    /// At each site.
    Site,
    /// Over the practice as a whole.
    Practice,
}

/// How many sources of a kind are looked at, at least.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sampling {
    /// The way of looking.
    pub method: Method,
    /// The id of a record kind, a role or an event kind, as the method has it; for
    /// [`Method::Policy`] always [`DOCUMENT`].
    pub kind: String,
    /// What it is counted over.
    pub per: Per,
    /// How many, at least.
    pub minimum: u32,
    /// The rule in words.
    pub say: String,
    /// Where it counts; absent means everywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applies_when: Option<Applies>,
}

/// The four ways of looking, in the order of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// Reading a policy.
    Policy,
    /// Reading records.
    Record,
    /// Asking staff.
    Interview,
    /// Watching.
    Observation,
}

impl Method {
    /// All four, in order.
    pub const ALL: [Method; 4] = [
        Method::Policy,
        Method::Record,
        Method::Interview,
        Method::Observation,
    ];

    /// What the screen calls it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Policy => "Policy",
            Self::Record => "Records",
            Self::Interview => "Interviews",
            Self::Observation => "Observation",
        }
    }

    /// What the files call it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Record => "record",
            Self::Interview => "interview",
            Self::Observation => "observation",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}

mod standard;
pub use standard::{
    Anchor, AnchorLevel, Checks, Element, InterviewCheck, Need, ObservationCheck, PolicyCheck,
    RecordCheck, Standard,
};
