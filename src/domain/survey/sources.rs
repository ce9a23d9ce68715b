//! What a Surveyor looked at: documents, records, interviews, observed events.
//!
//! No source holds an identity: records are numbered, people are a role and a letter.

use crate::domain::pack::{Method, Pack};
use crate::domain::privacy::identifiers::{Context, Kind, NamesHeard, Surroundings};
use crate::domain::privacy::labels;
use crate::domain::values::ids::{
    AttributeId, EventKindId, RecordKindId, RoleId, SiteId, StandardId,
};
use crate::domain::values::text::TextId;
use serde::{Deserialize, Serialize};

/// The sites of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sites {
    /// Every site of the visit.
    All,
    /// These sites.
    Only(Vec<SiteId>),
}

impl Sites {
    /// Says whether `site` is among them.
    pub fn include(&self, site: &SiteId) -> bool {
        match self {
            Self::All => true,
            Self::Only(sites) => sites.contains(site),
        }
    }
}

/// Which Standards a record is read for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Coverage {
    /// All of them.
    Full,
    /// Only these.
    Focused(Vec<StandardId>),
}

impl Coverage {
    /// Only these Standards; all of them where none is named.
    pub fn of(standards: Vec<StandardId>) -> Self {
        if standards.is_empty() {
            Self::Full
        } else {
            Self::Focused(standards)
        }
    }

    /// The Standards that are named, none where it is all of them.
    pub fn standards(&self) -> &[StandardId] {
        match self {
            Self::Full => &[],
            Self::Focused(standards) => standards,
        }
    }

    /// Says whether a record that is read this way is expected to answer for `standard`.
    pub fn includes(&self, standard: &StandardId) -> bool {
        match self {
            Self::Full => true,
            Self::Focused(standards) => standards.contains(standard),
        }
    }
}

/// What sort of thing was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum SourceKind {
    /// A policy or other paper of the practice.
    Document,
    /// A record: a chart, a personnel file, a log.
    Record {
        /// The kind of record.
        kind: RecordKindId,
        /// Which Standards it is read for.
        coverage: Coverage,
        /// What it is (`oral`, `new-regimen`).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        is: Vec<AttributeId>,
        /// What it is not. What stands in neither list is unknown, and applies.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        is_not: Vec<AttributeId>,
    },
    /// A conversation with one person.
    Interview {
        /// The person's role.
        role: RoleId,
    },
    /// Something watched.
    Event {
        /// The kind of event.
        kind: EventKindId,
    },
}

impl SourceKind {
    /// The method whose checks it can answer.
    pub fn method(&self) -> Method {
        match self {
            Self::Document => Method::Policy,
            Self::Record { .. } => Method::Record,
            Self::Interview { .. } => Method::Interview,
            Self::Event { .. } => Method::Observation,
        }
    }

    /// Says whether a quality is so of a record; nothing where that is not known.
    pub fn quality(&self, quality: &AttributeId) -> Option<bool> {
        match self {
            Self::Record { is, .. } if is.contains(quality) => Some(true),
            Self::Record { is_not, .. } if is_not.contains(quality) => Some(false),
            _ => None,
        }
    }

    /// Says whether it is looked at for any Standard at all: a record may be read for none.
    pub fn is_read(&self) -> bool {
        match self {
            Self::Record {
                coverage: Coverage::Focused(standards),
                ..
            } => !standards.is_empty(),
            _ => true,
        }
    }

    /// The id of the kind that sampling counts by.
    pub fn sample_kind(&self) -> &str {
        match self {
            Self::Document => "document",
            Self::Record { kind, .. } => kind.as_str(),
            Self::Interview { role } => role.as_str(),
            Self::Event { kind } => kind.as_str(),
        }
    }
}

/// Who chose a record for the sample. A practice may prepare those that it offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChosenBy {
    /// The Surveyor chose it.
    Surveyor,
    /// The practice offered it.
    Practice,
    /// It was drawn at random.
    AtRandom,
}

impl ChosenBy {
    /// All three, in the order in which they are offered.
    pub const ALL: [ChosenBy; 3] = [Self::Surveyor, Self::Practice, Self::AtRandom];

    /// The words on screen and in the report.
    pub fn title(self) -> &'static str {
        match self {
            Self::Surveyor => "Chosen by the surveyor",
            Self::Practice => "Offered by the practice",
            Self::AtRandom => "Drawn at random",
        }
    }
}

/// Everything that is said of a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceDetails {
    /// What sort of thing it is.
    pub kind: SourceKind,
    /// Its short name within the visit: `D1`, `R01`, `I01`, `O1`.
    pub label: String,
    /// The person as role and letter (`RN-A`), the same everywhere in the visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// Where it belongs.
    pub sites: Sites,
    /// Title and version of a document; a few words on any other source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<TextId>,
    /// The room or area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<TextId>,
    /// Who chose it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen_by: Option<ChosenBy>,
    /// How it was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen_how: Option<TextId>,
}

impl SourceDetails {
    /// What its label, or that of its person, seems to identify somebody by. `names` are those
    /// heard today, where they are known.
    pub fn label_identifies(&self, pack: &Pack, names: &NamesHeard) -> Option<Kind> {
        let beginnings = label_beginnings(pack);
        let context = Context {
            names_heard: names,
            ..Context::of(Surroundings::Chart)
        };
        let mut labels = [Some(&self.label), self.person.as_ref()]
            .into_iter()
            .flatten();
        labels.find_map(|label| labels::identifies(label, &beginnings, &context))
    }

    /// The texts it names.
    pub fn texts(&self) -> impl Iterator<Item = TextId> {
        [self.title, self.place, self.chosen_how]
            .into_iter()
            .flatten()
    }
}

/// What the labels that are handed out begin with: those of documents, interviews and observed
/// events, and what the pack says of its records and roles.
pub fn label_beginnings(pack: &Pack) -> Vec<&str> {
    let records = pack.record_kinds.iter().map(|kind| kind.label.as_str());
    let roles = pack.roles.iter().map(|role| role.label.as_str());
    ["D", "I", "O"]
        .into_iter()
        .chain(records)
        .chain(roles)
        .collect()
}
