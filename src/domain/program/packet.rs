//! The packet: the office's assignment file for one visit, format `onsite-packet/1`.
//!
//! Here live its types. What follows from it is in [`super::eligibility`],
//! [`super::preparation`] (is everything there for the survey?) and [`difference`] (what a higher
//! issue changes). Reading and checking a file is in [`crate::standards`]. It has no place for
//! patients, streets, telephone numbers or e-mail addresses, on purpose.

pub mod difference;

use crate::domain::values::ids::{AttributeId, CaseId, PackId, Principal, SiteId, VisitId};
use crate::domain::values::place::{TimeZone, Town};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What stands in a packet's `format`.
pub const FORMAT: &str = "onsite-packet/1";

/// One practice's assignment: who, where, when, and whether everything is ready.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packet {
    /// [`FORMAT`].
    pub format: String,
    /// 1, 2, …: the office raises it with every change.
    pub issue: u32,
    /// The case it opens or brings up to date.
    pub case: CaseId,
    /// Whether everything is made up, for training; such a case never becomes a real one.
    pub training: bool,
    /// The pack that the visit follows.
    pub pack: PackId,
    /// The edition of the Standards that the practice applied under, in words.
    pub edition: String,
    /// The visit.
    pub visit: AssignedVisit,
    /// The practice.
    pub practice: Practice,
    /// How the practice took part in QOPI; `None` while not known.
    pub participation: Option<Participation>,
    /// The six steps of the application.
    pub application: Application,
    /// When the practice attended the webinar.
    pub webinar: Option<NaiveDate>,
    /// Policies uploaded before the visit.
    pub policies: Vec<Policy>,
    /// Who is to carry out the survey.
    pub surveyor: Option<Surveyor>,
    /// When each side confirmed that it has no conflict of interest.
    pub conflict_of_interest: ConflictOfInterest,
    /// The certification the practice holds or held.
    pub previous_certification: Option<PreviousCertification>,
}

/// Whether a visit is the first of its case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VisitKind {
    /// The On-Site Survey.
    Survey,
    /// A re-survey.
    Resurvey,
}

/// How a visit is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VisitMode {
    /// The Surveyor is there.
    OnSite,
    /// By video.
    Video,
    /// Partly each.
    Mixed,
}

/// The visit that the packet assigns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AssignedVisit {
    /// Its id within the case.
    pub id: VisitId,
    /// Survey or re-survey.
    pub kind: VisitKind,
    /// On site, by video or mixed.
    pub mode: VisitMode,
    /// Days that the practice offered.
    pub offered: Vec<NaiveDate>,
    /// Days that were agreed, in order.
    pub planned: Vec<NaiveDate>,
}

/// Whom a practice treats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Population {
    /// Adults.
    Adult,
    /// Children.
    Pediatric,
    /// Adults and children.
    Both,
}

/// The practice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Practice {
    /// The office's number for it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What kind of practice it is, in words.
    pub kind: String,
    /// Its office sites; at least one.
    pub sites: Vec<Site>,
    /// Services offered at one site or more: ids of attributes in the pack.
    pub services: Vec<AttributeId>,
    /// Whom it treats.
    pub population: Population,
    /// Its size: physicians counted as full-time equivalents; `None` while not known.
    pub physicians: Option<f64>,
}

/// One office site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// Its id.
    pub id: SiteId,
    /// What the practice calls it.
    pub name: String,
    /// The town, never the street.
    pub town: Town,
    /// The zone its clocks show.
    pub time_zone: TimeZone,
    /// Services offered here.
    pub services: Vec<AttributeId>,
}

/// How the practice took part in QOPI: what makes it eligible.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Participation {
    /// The round, such as "Fall 2025".
    pub round: String,
    /// Unique charts abstracted; `None` while not known.
    pub charts: Option<u32>,
    /// Overall Quality Score in percent; `None` while not known.
    pub score: Option<f64>,
    /// When the final report came; `None` while not known.
    pub final_report: Option<NaiveDate>,
}

/// The six steps of the application with the day each was done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Application {
    /// Eligibility established.
    pub eligibility: Option<NaiveDate>,
    /// Agreements signed.
    pub agreements: Option<NaiveDate>,
    /// Questionnaire filled in.
    pub questionnaire: Option<NaiveDate>,
    /// Fee paid.
    pub payment: Option<NaiveDate>,
    /// Policies uploaded.
    pub policy_upload: Option<NaiveDate>,
    /// Available survey dates given.
    pub survey_dates: Option<NaiveDate>,
}

impl Application {
    /// The six steps in order: key in the files, name on the screen, day done.
    pub fn steps(&self) -> [(&'static str, &'static str, Option<NaiveDate>); 6] {
        [
            ("eligibility", "Eligibility", self.eligibility),
            ("agreements", "Agreements", self.agreements),
            ("questionnaire", "Questionnaire", self.questionnaire),
            ("payment", "Payment", self.payment),
            ("policy_upload", "Policy upload", self.policy_upload),
            ("survey_dates", "Available survey dates", self.survey_dates),
        ]
    }
}

/// A policy that the practice uploaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// Its number and title.
    pub title: String,
    /// Its version; `None` where it has none.
    pub version: Option<String>,
    /// The day it took effect; `None` where it does not say.
    pub date: Option<NaiveDate>,
}

impl fmt::Display for Policy {
    /// As it is quoted: its title, and its version where it has one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.title)?;
        match &self.version {
            Some(version) => write!(f, ", version {version}"),
            None => Ok(()),
        }
    }
}

/// Who is to carry out the survey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Surveyor {
    /// The id in the roster.
    pub principal: Principal,
    /// The name.
    pub name: String,
    /// The credential, such as "RN, OCN".
    pub credential: String,
}

/// When each side confirmed that it has no conflict of interest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConflictOfInterest {
    /// The Surveyor's confirmation.
    pub surveyor: Option<NaiveDate>,
    /// The practice's confirmation.
    pub practice: Option<NaiveDate>,
}

/// The certification the practice holds or held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreviousCertification {
    /// Its last day.
    pub until: NaiveDate,
}

impl Packet {
    /// The site with this id.
    pub fn site(&self, id: &SiteId) -> Option<&Site> {
        self.practice.sites.iter().find(|site| site.id == *id)
    }
}

macro_rules! words {
    ($kind:ty { $($value:path => $words:literal),* $(,)? }) => {
        impl $kind {
            /// All of them, in the order in which they are offered.
            pub const ALL: &[Self] = &[$($value),*];
        }

        impl fmt::Display for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $($value => $words),* })
            }
        }
    };
}
words!(VisitKind { Self::Survey => "On-Site Survey", Self::Resurvey => "Re-survey" });
words!(VisitMode { Self::OnSite => "on site", Self::Video => "by video", Self::Mixed => "mixed" });
words!(Population {
    Self::Adult => "adults",
    Self::Pediatric => "children",
    Self::Both => "adults and children",
});

#[cfg(test)]
mod tests;
