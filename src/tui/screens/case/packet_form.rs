//! From the pages of the form to a packet, with what is wrong beside each field.

use super::packet_pages::{
    self, AGREED, APPLICATION, EDITION, I_SURVEY, KIND, MADE_UP, MODE, NAME, NO_CONFLICT, NUMBER,
    OFFERED, PHYSICIANS, POLICIES, PRACTICE, PRACTICE_NO_CONFLICT, PREVIOUS, QOPI, SERVICES,
    SITE_FIELDS, SITES, TREATS, VISIT, VISIT_KIND, services,
};
use crate::domain::program::packet::{
    Application, AssignedVisit, ConflictOfInterest, FORMAT, Packet, Participation, Policy,
    Population, Practice, PreviousCertification, Site, Surveyor, VisitKind, VisitMode,
};
use crate::domain::values::ids::{AttributeId, CaseId, Principal, SiteId, VisitId};
use crate::domain::values::place::{TimeZone, Town};
use crate::tui::desk::Desk;
use crate::tui::text::days;
use crate::tui::widgets::form::Form;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// What is wrong, by page and field.
pub(in crate::tui::screens) type Wrong = BTreeMap<(usize, usize), String>;

/// What stands where a packet must say something and nothing was written.
const NOT_GIVEN: &str = "Not given";

/// Reads the pages, and notes what is wrong.
struct Reader<'a> {
    pages: &'a [Form],
    wrong: Wrong,
}

impl Reader<'_> {
    fn text(&self, page: usize, field: usize) -> String {
        let form = self.pages.get(page);
        form.map_or_else(String::new, |form| form.text(field).trim().to_owned())
    }

    fn chosen(&self, page: usize, field: usize) -> usize {
        let form = self.pages.get(page);
        form.and_then(|form| form.fields().get(field))
            .map_or(0, crate::tui::widgets::form::Field::chosen)
    }

    fn tell(&mut self, page: usize, field: usize, wrong: &str) {
        self.wrong.insert((page, field), wrong.to_owned());
    }

    fn needed(&mut self, page: usize, field: usize, wrong: &str) -> String {
        let text = self.text(page, field);
        if text.is_empty() {
            self.tell(page, field, wrong);
        }
        text
    }

    /// A day, if one is written.
    fn day(&mut self, page: usize, field: usize) -> Option<NaiveDate> {
        match days::day(&self.text(page, field)) {
            Ok(day) => day,
            Err(why) => {
                self.tell(page, field, &why);
                None
            }
        }
    }

    fn days(&mut self, page: usize, field: usize) -> Vec<NaiveDate> {
        match days::days(&self.text(page, field)) {
            Ok(days) => days,
            Err(why) => {
                self.tell(page, field, &why);
                Vec::new()
            }
        }
    }

    /// The text, or that nothing was said.
    fn or_not_given(&self, page: usize, field: usize) -> String {
        match self.text(page, field) {
            text if text.is_empty() => NOT_GIVEN.to_owned(),
            text => text,
        }
    }

    /// A number, if one is written.
    fn number<N: std::str::FromStr>(
        &mut self,
        page: usize,
        field: usize,
        wrong: &str,
    ) -> Option<N> {
        let text = self.text(page, field);
        let number = text.replace(',', ".").parse().ok();
        if number.is_none() && !text.is_empty() {
            self.tell(page, field, wrong);
        }
        number
    }
}

/// The names of the sites as they are written, with a number where a name is missing.
pub(in crate::tui::screens) fn site_names(pages: &[Form]) -> Vec<String> {
    let Some(form) = pages.get(SITES) else {
        return Vec::new();
    };
    let count = form.fields().len().saturating_sub(1) / SITE_FIELDS;
    (0..count)
        .map(|site| match form.text(1 + site * SITE_FIELDS).trim() {
            "" => format!("site {}", site + 1),
            name => name.to_owned(),
        })
        .collect()
}

/// Letters, digits and dashes of a name: an id that one can read.
fn slug(name: &str) -> String {
    let mut slug = String::new();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.truncate(24);
    slug.trim_end_matches('-').to_owned()
}

/// The packet that the pages come to, or what is wrong. `case` is its id, of this laptop's making.
pub(in crate::tui::screens) fn packet(
    desk: &Desk,
    pages: &[Form],
    case: CaseId,
) -> Result<Packet, Wrong> {
    let mut reader = Reader {
        pages,
        wrong: Wrong::new(),
    };
    let built = build(desk, &mut reader, case);
    lines(&mut reader);
    match built {
        Some(packet) if reader.wrong.is_empty() => Ok(packet),
        _ => Err(reader.wrong),
    }
}

/// The packet as far as it can be read, to show what follows from it.
pub(in crate::tui::screens) fn so_far(desk: &Desk, pages: &[Form], case: CaseId) -> Option<Packet> {
    let wrong = Wrong::new();
    build(desk, &mut Reader { pages, wrong }, case)
}

/// Notes what no line of a packet may be, where nothing else is wrong with it.
fn lines(reader: &mut Reader<'_>) {
    for (page, form) in reader.pages.iter().enumerate() {
        for (field, held) in form.fields().iter().enumerate() {
            if let Some(why) = packet_pages::line_problem(held.as_text().trim()) {
                reader.wrong.entry((page, field)).or_insert(why);
            }
        }
    }
}

fn build(desk: &Desk, reader: &mut Reader<'_>, case: CaseId) -> Option<Packet> {
    let practice = practice(desk, reader);
    let participation = participation(reader);
    let application = application(reader);
    let webinar = reader.day(APPLICATION, 6);
    let policies = policies(reader);
    let visit = visit(reader);
    let conflict_of_interest = ConflictOfInterest {
        surveyor: reader.day(VISIT, NO_CONFLICT),
        practice: reader.day(VISIT, PRACTICE_NO_CONFLICT),
    };
    let until = reader.day(VISIT, PREVIOUS);
    let pack = desk.packs.get(reader.chosen(PRACTICE, EDITION));
    if pack.is_none() {
        reader.tell(PRACTICE, EDITION, "No Standards edition is on this laptop.");
    }
    Some(Packet {
        format: FORMAT.to_owned(),
        issue: 1,
        case,
        training: reader.chosen(PRACTICE, MADE_UP) == 1 || desk.demo,
        pack: pack?.id.clone(),
        edition: pack?.edition.clone(),
        visit: visit?,
        practice: practice?,
        participation,
        application,
        webinar,
        policies,
        surveyor: surveyor(desk, reader),
        conflict_of_interest,
        previous_certification: until.map(|until| PreviousCertification { until }),
    })
}

fn practice(desk: &Desk, reader: &mut Reader<'_>) -> Option<Practice> {
    let name = reader.needed(PRACTICE, NAME, "Write the name of the practice.");
    let kind = reader.or_not_given(PRACTICE, KIND);
    let number = reader.text(PRACTICE, NUMBER);
    let id = if number.is_empty() {
        "not-known".to_owned()
    } else {
        number
    };
    if !crate::domain::values::ids::is_id(&id) {
        reader.tell(
            PRACTICE,
            NUMBER,
            "Letters, digits, dots, dashes and underscores only.",
        );
    }
    let few = "Write how many, such as 6.5.";
    let physicians: Option<f64> = reader.number(PRACTICE, PHYSICIANS, few);
    if physicians.is_some_and(|count| count <= 0.0 || count > 100_000.0) {
        reader.tell(PRACTICE, PHYSICIANS, few);
    }
    let mut sites = sites(reader);
    let offered = services_of(desk, reader, &mut sites);
    Some(Practice {
        id,
        name,
        kind,
        sites,
        services: offered,
        population: match reader.chosen(PRACTICE, TREATS) {
            0 => Population::Adult,
            1 => Population::Pediatric,
            _ => Population::Both,
        },
        physicians,
    })
}

fn sites(reader: &mut Reader<'_>) -> Vec<Site> {
    let mut sites: Vec<Site> = Vec::new();
    for place in 0..site_names(reader.pages).len() {
        let first = 1 + place * SITE_FIELDS;
        let name = reader.needed(SITES, first, "Write what the practice calls this site.");
        let town = Town::new(&reader.or_not_given(SITES, first + 1));
        if town.is_none() {
            reader.tell(
                SITES,
                first + 1,
                "Write the town, without numbers; never the street.",
            );
        }
        let zone = TimeZone::parse(&reader.text(SITES, first + 2));
        if zone.is_none() {
            reader.tell(
                SITES,
                first + 2,
                "Write it such as -06:00 or America/Chicago.",
            );
        }
        if sites.iter().any(|site| site.name == name) {
            reader.tell(SITES, first, "Two sites have this name. Give each its own.");
        }
        let slug = slug(&name);
        let taken = |id: &str| sites.iter().any(|site| site.id.as_str() == id);
        let id = SiteId::new(&slug)
            .filter(|id| !taken(id.as_str()))
            .or_else(|| SiteId::new(&format!("site-{}", place + 1)));
        if let (Some(id), Some(town), Some(time_zone)) = (id, town, zone) {
            sites.push(Site {
                id,
                name,
                town,
                time_zone,
                services: Vec::new(),
            });
        }
    }
    sites
}

/// The services of the practice; those of each site are set on the way.
fn services_of(desk: &Desk, reader: &Reader<'_>, sites: &mut [Site]) -> Vec<AttributeId> {
    let Some(pack) = desk.packs.get(reader.chosen(PRACTICE, EDITION)) else {
        return Vec::new();
    };
    let mut offered = Vec::new();
    for (field, service) in services(pack).enumerate() {
        let chosen = reader.chosen(SERVICES, field);
        if chosen == 0 {
            continue;
        }
        offered.push(service.id.clone());
        for (place, site) in sites.iter_mut().enumerate() {
            if chosen == 1 || chosen == place + 2 {
                site.services.push(service.id.clone());
            }
        }
    }
    offered
}

fn participation(reader: &mut Reader<'_>) -> Option<Participation> {
    let round = reader.text(QOPI, 0);
    let charts = reader.number(QOPI, 1, "Write a whole number, such as 92.");
    let wrong = "Write percent, such as 81.4.";
    let score: Option<f64> = reader.number(QOPI, 2, wrong);
    if score.is_some_and(|score| !(0.0..=100.0).contains(&score)) {
        reader.tell(QOPI, 2, wrong);
    }
    let final_report = reader.day(QOPI, 3);
    let known = charts.is_some() || score.is_some() || final_report.is_some();
    if round.is_empty() && known {
        reader.tell(QOPI, 0, "Write the round, such as Fall 2025.");
    }
    (!round.is_empty()).then_some(Participation {
        round,
        charts,
        score,
        final_report,
    })
}

fn application(reader: &mut Reader<'_>) -> Application {
    Application {
        eligibility: reader.day(APPLICATION, 0),
        agreements: reader.day(APPLICATION, 1),
        questionnaire: reader.day(APPLICATION, 2),
        payment: reader.day(APPLICATION, 3),
        policy_upload: reader.day(APPLICATION, 4),
        survey_dates: reader.day(APPLICATION, 5),
    }
}

fn visit(reader: &mut Reader<'_>) -> Option<AssignedVisit> {
    Some(AssignedVisit {
        id: VisitId::new("V1")?,
        kind: match reader.chosen(VISIT, VISIT_KIND) {
            0 => VisitKind::Survey,
            _ => VisitKind::Resurvey,
        },
        mode: match reader.chosen(VISIT, MODE) {
            0 => VisitMode::OnSite,
            1 => VisitMode::Video,
            _ => VisitMode::Mixed,
        },
        offered: reader.days(VISIT, OFFERED),
        planned: reader.days(VISIT, AGREED),
    })
}

fn surveyor(desk: &Desk, reader: &Reader<'_>) -> Option<Surveyor> {
    let mine = reader.chosen(VISIT, I_SURVEY) == 1 && !desk.profile.name.is_empty();
    let principal = Principal::new(&desk.profile.principal).filter(|_| mine)?;
    Some(Surveyor {
        principal,
        name: desk.profile.name.clone(),
        credential: desk.profile.credential.clone(),
    })
}

fn policies(reader: &mut Reader<'_>) -> Vec<Policy> {
    let count = reader
        .pages
        .get(POLICIES)
        .map_or(0, |form| form.fields().len());
    let mut policies: Vec<Policy> = Vec::new();
    for field in 0..count {
        let text = reader.text(POLICIES, field);
        let mut parts = text.split(';').map(str::trim);
        let title = parts.next().unwrap_or_default().to_owned();
        if title.is_empty() {
            continue;
        }
        let version = parts.next().filter(|version| !version.is_empty());
        let day = parts.next().filter(|day| !day.is_empty());
        let date = days::day(day.unwrap_or_default()).unwrap_or_else(|why| {
            reader.tell(POLICIES, field, &why);
            None
        });
        if policies.iter().any(|policy| policy.title == title) {
            reader.tell(POLICIES, field, "This title stands twice.");
        }
        policies.push(Policy {
            title,
            version: version.map(str::to_owned),
            date,
        });
    }
    policies
}

/// An id for the case: the year and the practice's name, and what no other laptop makes.
pub(in crate::tui::screens) fn case_id(desk: &mut Desk, pages: &[Form]) -> Option<CaseId> {
    let name = pages.first().map_or("", |form| form.text(NAME));
    let [a, b, c, d, ..] = desk.supply.nonce();
    let year = desk.now.format("%Y");
    let slug = slug(name);
    let number = u32::from_be_bytes([a, b, c, d]);
    CaseId::new(&format!("{year}-{slug}-{number:08x}"))
        .or_else(|| CaseId::new(&format!("{year}-{number:08x}")))
}
