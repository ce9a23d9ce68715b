//! Services of a visit as a list, each at each site still to be asked, offered or not offered: as
//! somebody said, or as the packet lets expect.

use crate::domain::pack::Pack;
use crate::domain::program::packet::Packet;
use crate::domain::survey::events::{Offered, ServiceSaid};
use crate::domain::survey::visit::Visit;
use crate::domain::values::ids::{AttributeId, RoleId, SiteId};
use crate::tui::survey::{OpenCase, Survey};
use crate::tui::text;
use crate::tui::theme::{Mark, Meaning, Theme};
use ratatui::text::{Line, Span};
use std::collections::BTreeMap;

/// For each service of the pack, and for each site of the visit, whether it is offered there;
/// nothing where that is still to be asked.
pub type Answers = Vec<Vec<Option<bool>>>;

pub(in crate::tui::screens) fn site_name(survey: &Survey, place: usize) -> String {
    let id = survey.visit().and_then(|visit| visit.sites.get(place));
    id.map_or_else(String::new, |id| {
        let site = survey.file.packet.site(id);
        site.map_or_else(|| id.to_string(), |site| site.name.clone())
    })
}

/// As somebody said; of a service that nobody spoke of, what the packet lists as offered. That it
/// does not list one says nothing: it is to be asked.
pub(in crate::tui::screens) fn as_said(visit: &Visit, pack: &Pack, packet: &Packet) -> Answers {
    pack.services()
        .map(|service| match visit.services.get(&service.id) {
            Some((said, _)) => {
                let sites = visit.sites.iter();
                sites.map(|site| Some(said.offered.at(site))).collect()
            }
            None => from_packet(visit, packet, &service.id),
        })
        .collect()
}

/// What the packet lists for the practice and for no site is offered at every site.
fn from_packet(visit: &Visit, packet: &Packet, service: &AttributeId) -> Vec<Option<bool>> {
    let listed = |id: &SiteId| {
        let site = packet.site(id);
        site.is_some_and(|site| site.services.contains(service))
    };
    let at_a_site = visit.sites.iter().any(listed);
    let practice = packet.practice.services.contains(service) && !at_a_site;
    let sites = visit.sites.iter();
    sites
        .map(|site| (practice || listed(site)).then_some(true))
        .collect()
}

/// What there is to take down: of each service that is answered at every site, what was not said
/// so yet.
pub(in crate::tui::screens) fn news(
    visit: &Visit,
    pack: &Pack,
    answers: &Answers,
    told_by: &[RoleId],
) -> BTreeMap<AttributeId, ServiceSaid> {
    let mut news = BTreeMap::new();
    for (service, at) in pack.services().zip(answers) {
        if at.iter().any(Option::is_none) {
            continue;
        }
        let absent = visit.sites.iter().zip(at);
        let absent = absent.filter(|(_, offered)| **offered == Some(false));
        let absent: Vec<SiteId> = absent.map(|(site, _)| site.clone()).collect();
        let offered = Offered::without(absent, &visit.sites);
        let said = visit.services.get(&service.id);
        if said.is_none_or(|(said, _)| said.offered != offered) {
            let told_by = told_by.to_vec();
            news.insert(service.id.clone(), ServiceSaid { offered, told_by });
        }
    }
    news
}

/// The visit as it would be with these answers, as far as they are complete.
pub(in crate::tui::screens) fn then(open: OpenCase<'_>, answers: &Answers) -> Visit {
    let mut then = open.visit.clone();
    for (service, said) in news(open.visit, open.pack, answers, &[]) {
        then.services.insert(service, (said, open.visit.opened_at));
    }
    then
}

/// One row: a service, or one site of it, and whether it is offered; who said so.
pub(in crate::tui::screens) fn line(
    open: OpenCase<'_>,
    at: &[Option<bool>],
    (place, site): (usize, Option<usize>),
    columns: usize,
    theme: Theme,
) -> Line<'static> {
    let service = open.pack.services().nth(place);
    let said = service.and_then(|service| open.visit.services.get(&service.id));
    let stands = said.is_some_and(|(said, _)| {
        let mut sites = open.visit.sites.iter().zip(at);
        sites.all(|(site, offered)| *offered == Some(said.offered.at(site)))
    });
    let one = match site {
        Some(site) => at.get(site).copied().flatten(),
        None => {
            let first = at.first().copied().flatten();
            first.filter(|_| at.iter().all(|held| *held == first))
        }
    };
    let (mark, mut words) = match one {
        Some(true) => (Mark::Met, "offered".to_owned()),
        Some(false) => (Mark::NotApplicable, "not offered".to_owned()),
        None if site.is_none() && at.iter().all(Option::is_some) => {
            let count = at.iter().filter(|held| **held == Some(true)).count();
            (Mark::Mixed, format!("at {count} of {} sites", at.len()))
        }
        None if site.is_none() && at.iter().any(Option::is_some) => {
            (Mark::ToDo, "to be asked at a site".to_owned())
        }
        None => (Mark::ToDo, "to be asked".to_owned()),
    };
    match said {
        Some(said) if stands && site.is_none() => {
            words.push_str(&format!(": {}", open.facts().told(said)));
        }
        _ if !stands && mark != Mark::ToDo && site.is_none() => words.push_str(", not confirmed"),
        _ => {}
    }
    let title = match site {
        Some(site) => format!("    {}", site_name(open.survey, site)),
        None => service.map_or_else(String::new, |s| s.title.clone()),
    };
    let wide = columns.saturating_sub(37).clamp(10, 48);
    let dots = theme.signs.ellipsis;
    let room = columns.saturating_sub(wide + 1);
    let words = format!("{} {words}", mark.sign());
    Line::from(vec![
        Span::raw(format!(
            "{} ",
            text::fit(&text::visible(&title), wide, dots)
        )),
        Span::styled(
            text::truncate(&words, room, dots).into_owned(),
            theme.style(Meaning::Answer(mark)),
        ),
    ])
}
