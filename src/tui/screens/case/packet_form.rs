//! From the pages of the form to a packet, and what is wrong with a field.

use super::packet_pages::{Day, Page, Slot};
use crate::domain::privacy::identifiers::{self, Context, Strength, Surroundings};
use crate::domain::program::packet::{
    Application, AssignedVisit, ConflictOfInterest, FORMAT, Packet, Participation, Policy,
    Population, Practice, PreviousCertification, Site, Surveyor, VisitKind, VisitMode,
};
use crate::domain::values::ids::{
    AttributeId, CaseId, Principal, SiteId, VisitId, is_id, readable,
};
use crate::domain::values::place::{TimeZone, Town};
use crate::tui::desk::Desk;
use crate::tui::text::days;
use crate::tui::widgets::form::Pages;
use chrono::NaiveDate;
use std::str::FromStr;

/// What stands where a packet must say something and nothing was written.
const NOT_GIVEN: &str = "Not given";
/// The number of a practice that the office gave none, or none that is known.
const NOT_KNOWN: &str = "not-known";
/// The most letters in a line of a packet.
const LONGEST_LINE: usize = 200;

/// The pages as they are filled in.
pub(super) struct Filled<'a> {
    pub desk: &'a Desk,
    pub pages: &'a Pages<Page, Slot>,
}

impl<'a> Filled<'a> {
    /// What is wrong with a field, in a sentence that says what to do.
    pub(super) fn problem(&self, slot: Slot) -> Option<String> {
        let text = self.text(slot);
        let say = |why: &str| Some(why.to_owned());
        let title = |place| policy_parts(self.text(Slot::Policy(place))).0;
        let title_twice = |place| {
            !title(place).is_empty() && (0..place).any(|other| title(other) == title(place))
        };
        let name_twice = |place| (0..place).any(|other| self.text(Slot::SiteName(other)) == text);
        #[rustfmt::skip]
        let problem = match slot {
            Slot::Name if text.is_empty() => say("Write the name of the practice."),
            Slot::Number if !is_id(or(text, NOT_KNOWN)) => say("Letters, digits, dots, dashes and underscores only."),
            Slot::Physicians if !self.fits(slot, |n| 0.0 < n && n <= 100_000.0) => say("Write how many, such as 6.5."),
            Slot::Edition if self.pages.picked(slot, &self.desk.packs).is_none() => say("No Standards edition is on this laptop."),
            Slot::SiteName(_) if text.is_empty() => say("Write what the practice calls this site."),
            Slot::SiteName(place) if name_twice(place) => say("Two sites have this name. Give each its own."),
            Slot::Town(_) if Town::new(or(text, NOT_GIVEN)).is_none() => say("Write the town, without numbers; never the street."),
            Slot::TimeZone(_) if TimeZone::parse(text).is_none() => say("Write it such as -06:00 or America/Chicago."),
            Slot::Round if text.is_empty() && self.results() != (None, None, None) => say("Write the round, such as Fall 2025."),
            Slot::Charts if self.number::<u32>(slot).is_none() && !text.is_empty() => say("Write a whole number, such as 92."),
            Slot::Score if !self.fits(slot, |n| (0.0..=100.0).contains(&n)) => say("Write percent, such as 81.4."),
            Slot::Policy(place) if title_twice(place) => say("This title stands twice."),
            Slot::Policy(_) => days::day(policy_parts(text).2).err(),
            Slot::On(_) => days::day(text).err(),
            Slot::Offered | Slot::Agreed => days::days(text).err(),
            _ => None,
        };
        problem.or_else(|| line_problem(text))
    }

    /// The packet as far as it can be read; `case` is its id, of this laptop's making.
    pub(super) fn packet(&self, case: CaseId) -> Option<Packet> {
        let pack = self.pages.picked(Slot::Edition, &self.desk.packs)?;
        let until = self.day(Day::PreviousUntil);
        Some(Packet {
            format: FORMAT.to_owned(),
            issue: 1,
            case,
            training: self.pages.chosen(Slot::MadeUp) == 1 || self.desk.demo,
            pack: pack.id.clone(),
            edition: pack.edition.clone(),
            visit: AssignedVisit {
                id: VisitId::new("V1")?,
                kind: *self.pages.picked(Slot::VisitKind, VisitKind::ALL)?,
                mode: *self.pages.picked(Slot::Mode, VisitMode::ALL)?,
                offered: days::days(self.text(Slot::Offered)).unwrap_or_default(),
                planned: days::days(self.text(Slot::Agreed)).unwrap_or_default(),
            },
            practice: Practice {
                id: or(self.text(Slot::Number), NOT_KNOWN).to_owned(),
                name: self.text(Slot::Name).to_owned(),
                kind: or(self.text(Slot::Kind), NOT_GIVEN).to_owned(),
                sites: self.sites(),
                services: self.services(None),
                population: *self.pages.picked(Slot::Treats, Population::ALL)?,
                physicians: self.number(Slot::Physicians),
            },
            participation: self.participation(),
            application: Application {
                eligibility: self.day(Day::Eligibility),
                agreements: self.day(Day::Agreements),
                questionnaire: self.day(Day::Questionnaire),
                payment: self.day(Day::Payment),
                policy_upload: self.day(Day::PolicyUpload),
                survey_dates: self.day(Day::SurveyDates),
            },
            webinar: self.day(Day::Webinar),
            policies: self.policies(),
            surveyor: self.surveyor(),
            conflict_of_interest: ConflictOfInterest {
                surveyor: self.day(Day::NoConflict),
                practice: self.day(Day::PracticeNoConflict),
            },
            previous_certification: until.map(|until| PreviousCertification { until }),
        })
    }

    fn sites(&self) -> Vec<Site> {
        let mut sites: Vec<Site> = Vec::new();
        for place in 0..=self.pages.chosen(Slot::Sites) {
            let name = self.text(Slot::SiteName(place));
            let id = SiteId::new(&readable(name))
                .filter(|id| !sites.iter().any(|site| site.id == *id))
                .or_else(|| SiteId::new(&format!("site-{}", place + 1)));
            let town = Town::new(or(self.text(Slot::Town(place)), NOT_GIVEN));
            let time_zone = TimeZone::parse(self.text(Slot::TimeZone(place)));
            if let (Some(id), Some(town), Some(time_zone)) = (id, town, time_zone) {
                sites.push(Site {
                    id,
                    name: name.to_owned(),
                    town,
                    time_zone,
                    services: self.services(Some(place)),
                });
            }
        }
        sites
    }

    /// What is offered at a site, or at any of them.
    fn services(&self, site: Option<usize>) -> Vec<AttributeId> {
        let offered = |place| match (self.pages.chosen(Slot::Service(place)), site) {
            (0, _) => false,
            (1, _) | (_, None) => true,
            (only, Some(site)) => only == site + 2,
        };
        let pack = self.pages.picked(Slot::Edition, &self.desk.packs);
        let services = pack
            .into_iter()
            .flat_map(|pack| pack.services())
            .enumerate();
        let offered = services.filter(|(place, _)| offered(*place));
        offered.map(|(_, service)| service.id.clone()).collect()
    }

    fn participation(&self) -> Option<Participation> {
        let round = self.text(Slot::Round);
        let (charts, score, final_report) = self.results();
        (!round.is_empty()).then(|| Participation {
            round: round.to_owned(),
            charts,
            score,
            final_report,
        })
    }

    fn results(&self) -> (Option<u32>, Option<f64>, Option<NaiveDate>) {
        let (charts, score) = (self.number(Slot::Charts), self.number(Slot::Score));
        (charts, score, self.day(Day::FinalReport))
    }

    fn policies(&self) -> Vec<Policy> {
        let fields = self.pages.fields();
        let lines = fields.filter(|(slot, _)| matches!(slot, Slot::Policy(_)));
        let policies = lines.map(|(_, field)| policy_parts(field.as_text()));
        policies
            .filter(|(title, ..)| !title.is_empty())
            .map(|(title, version, day)| Policy {
                title: title.to_owned(),
                version: (!version.is_empty()).then(|| version.to_owned()),
                date: days::day(day).ok().flatten(),
            })
            .collect()
    }

    fn surveyor(&self) -> Option<Surveyor> {
        let me = &self.desk.profile;
        let mine = self.pages.chosen(Slot::Mine) == 1 && !me.name.is_empty();
        let principal = Principal::new(&me.principal).filter(|_| mine)?;
        Some(Surveyor {
            principal,
            name: me.name.clone(),
            credential: me.credential.clone(),
        })
    }

    fn text(&self, slot: Slot) -> &'a str {
        self.pages.text(slot).trim()
    }

    fn day(&self, day: Day) -> Option<NaiveDate> {
        days::day(self.text(Slot::On(day))).ok().flatten()
    }

    fn number<N: FromStr>(&self, slot: Slot) -> Option<N> {
        self.text(slot).replace(',', ".").parse().ok()
    }

    /// Says whether a number that fits is written, or nothing.
    fn fits(&self, slot: Slot, fits: impl Fn(f64) -> bool) -> bool {
        self.text(slot).is_empty() || self.number(slot).is_some_and(fits)
    }
}

/// A text, or what stands for it where nothing was written.
fn or<'a>(text: &'a str, otherwise: &'a str) -> &'a str {
    if text.is_empty() { otherwise } else { text }
}

/// Title, version and day of a policy, as they are written with semicolons between them.
fn policy_parts(text: &str) -> (&str, &str, &str) {
    let mut parts = text.split(';').map(str::trim);
    let mut part = || parts.next().unwrap_or_default();
    (part(), part(), part())
}

/// What no line of a packet may be: too long, or holding what might identify somebody.
fn line_problem(text: &str) -> Option<String> {
    if text.chars().count() > LONGEST_LINE {
        return Some(format!("Make it shorter: at most {LONGEST_LINE} letters."));
    }
    let hits = identifiers::scan(text, &Context::of(Surroundings::Elsewhere));
    let mut kinds = hits.iter().map(|hit| hit.kind);
    let kind = kinds.find(|kind| kind.strength() == Strength::Strong)?;
    let what = kind.words();
    Some(format!("Something in it looks like {what}. Take it out."))
}

/// An id for the case: the year and the practice's name, and what no other laptop makes.
pub(super) fn case_id(desk: &mut Desk, practice: &str) -> Option<CaseId> {
    let [a, b, c, d, ..] = desk.supply.nonce();
    let year = desk.now.format("%Y");
    let name = readable(practice);
    let number = u32::from_be_bytes([a, b, c, d]);
    CaseId::new(&format!("{year}-{name}-{number:08x}"))
        .or_else(|| CaseId::new(&format!("{year}-{number:08x}")))
}
