//! The structs of `record.json`; none takes an unknown field. A text that was erased has its id
//! and no words.

use crate::domain::pack::Method;
use crate::domain::program::packet::{Population, VisitKind, VisitMode};
use crate::domain::survey::answers::{AnswerValue, Gap, Ground, Level};
use crate::domain::survey::events::{Offered, PackRef};
use crate::domain::survey::sources::{ChosenBy, SourceKind};
use crate::domain::values::calendar::Moment;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::{
    AttributeId, CaseId, ElementId, Principal, RoleId, SiteId, SourceId, StandardId, VisitId,
};
use crate::domain::values::place::{TimeZone, Town};
use crate::domain::values::text::TextId;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The facts of one visit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// [`super::RECORD`].
    pub record: u32,
    /// The case.
    pub case: CaseId,
    /// Whether everything in it is made up.
    pub training: bool,
    /// The practice.
    pub practice: Practice,
    /// The sites visited.
    pub sites: Vec<Site>,
    /// The packet that was taken last.
    pub packet: Option<Packet>,
    /// The visit.
    pub visit: VisitFact,
    /// Who carried it out.
    pub surveyor: Option<Surveyor>,
    /// The Standards edition.
    pub standards: PackRef,
    /// What was confirmed about services.
    pub services: Vec<ServiceFact>,
    /// What was looked at, in the order in which it was added.
    pub sources: Vec<SourceFact>,
    /// Every answer, by element, method, site and source.
    pub answers: Vec<AnswerFact>,
    /// Notes that go in the report.
    pub notes: Vec<NoteFact>,
    /// The Surveyor's levels.
    pub determinations: Vec<DeterminationFact>,
    /// The explanations where methods differ.
    pub explanations: Vec<ExplanationFact>,
    /// The reasons for samples that are smaller than asked for.
    pub shortfalls: Vec<ShortfallFact>,
    /// The seals, oldest first.
    pub seals: Vec<Seal>,
    /// Texts that were erased for good.
    pub erased: Vec<TextId>,
}

/// A text: its id and, unless it was erased, its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// The id that the journal names.
    pub id: TextId,
    /// The words; nothing where they were erased.
    pub text: Option<String>,
}

/// Why something is as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The nth of the pack's list, from 1.
    Listed(u16),
    /// The Surveyor's own words.
    Typed(Words),
}

/// The practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Practice {
    /// The office's number for it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What kind of practice it is.
    pub kind: String,
    /// Whom it treats.
    pub population: Population,
    /// Services that the packet says it offers.
    pub services: Vec<AttributeId>,
}

/// One site; name, town and zone as the packet has them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Its id.
    pub id: SiteId,
    /// What the practice calls it.
    pub name: Option<String>,
    /// The town.
    pub town: Option<Town>,
    /// The zone its clocks show.
    pub time_zone: Option<TimeZone>,
}

/// The packet that was taken last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packet {
    /// Its issue number.
    pub issue: u32,
    /// SHA-256 of its exact bytes.
    pub sha256: Digest,
    /// When it was taken.
    pub taken_at: Moment,
}

/// The visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitFact {
    /// Its id.
    pub id: VisitId,
    /// Survey or re-survey.
    pub kind: VisitKind,
    /// How it was held.
    pub mode: VisitMode,
    /// The days that were agreed.
    pub planned: Vec<NaiveDate>,
    /// When it was opened.
    pub opened_at: Moment,
    /// The revision that these facts are of.
    pub revision: u32,
}

/// Who carried out the visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Surveyor {
    /// The id that the office gave.
    pub principal: Principal,
    /// Name.
    pub name: String,
    /// Credential.
    pub credential: String,
    /// When they confirmed at the visit that they have no conflict of interest.
    pub no_conflict_of_interest_at: Option<Moment>,
    /// The day on which they confirmed it to the office, as the packet says.
    pub no_conflict_of_interest_on: Option<NaiveDate>,
}

/// What was said of one service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceFact {
    /// The service.
    pub service: AttributeId,
    /// Where it is offered.
    pub offered: Offered,
    /// The roles of those who said so.
    pub told_by: Vec<RoleId>,
    /// When.
    pub at: Moment,
}

/// Something that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourceFact {
    /// Its id.
    pub id: SourceId,
    /// Its short name within the visit.
    pub label: String,
    /// What sort of thing it is.
    pub kind: SourceKind,
    /// The person as role and letter.
    pub person: Option<String>,
    /// Its sites; nothing for all of them.
    pub sites: Option<Vec<SiteId>>,
    /// Title and version of a document; a few words on any other source.
    pub title: Option<Words>,
    /// The room or area.
    pub place: Option<Words>,
    /// Who chose it.
    pub chosen_by: Option<ChosenBy>,
    /// How it was chosen.
    pub chosen_how: Option<Words>,
    /// When it was seen.
    pub seen_at: Moment,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerFact {
    /// The element.
    pub element: ElementId,
    /// The way of looking.
    pub method: Method,
    /// The site; nothing for a policy answer of the whole practice.
    pub site: Option<SiteId>,
    /// The source; nothing for an answer at the whole.
    pub source: Option<SourceId>,
    /// The answer.
    pub answer: AnswerValue,
    /// Why, where the answer needs it.
    pub reason: Option<Reason>,
    /// What was seen just there, in the Surveyor's words.
    pub remark: Option<Words>,
    /// When it was given.
    pub at: Moment,
}

/// A note that goes in the report: of a check (element and method) or of a Standard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteFact {
    /// The element of the check.
    pub element: Option<ElementId>,
    /// The way of looking of the check.
    pub method: Option<Method>,
    /// The Standard, where the note belongs to it as a whole.
    pub standard: Option<StandardId>,
    /// The note.
    pub note: Words,
}

/// The Surveyor's level of one Standard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeterminationFact {
    /// The Standard.
    pub standard: StandardId,
    /// The level.
    pub level: Level,
    /// What was suggested at that moment.
    pub suggested: Level,
    /// Why the level differs from the suggestion.
    pub reason: Option<Reason>,
    /// What that rests on.
    pub rests_on: Option<Ground>,
    /// When it was given.
    pub at: Moment,
}

/// The explanation where methods differ, of one Standard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExplanationFact {
    /// The Standard.
    pub standard: StandardId,
    /// Which side falls short.
    pub gap: Gap,
    /// In the Surveyor's words.
    pub text: Option<Words>,
}

/// Which sample.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// The way of looking.
    pub method: Method,
    /// Kind of record or event, or role.
    pub kind: String,
    /// The site; nothing where it is counted over the visit.
    pub site: Option<SiteId>,
}

/// The reason for a sample that is smaller than asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShortfallFact {
    /// Which sample.
    pub sample: Sample,
    /// Why.
    pub reason: Reason,
}

/// A revision that was signed and finished.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    /// Its number.
    pub revision: u32,
    /// The Surveyor's initials.
    pub initials: String,
    /// By whom.
    pub by: Principal,
    /// When.
    pub at: Moment,
    /// Why this revision was made, if it was not the first.
    pub reason: Option<Words>,
}
