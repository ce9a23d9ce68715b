//! Services of a visit as a list of yes and no: as confirmed, as the packet says, and how many
//! checks go with what is not offered.

use crate::domain::pack::Pack;
use crate::domain::program::packet::Packet;
use crate::domain::survey::verdicts;
use crate::domain::survey::visit::Visit;
use crate::domain::values::ids::SiteId;
use crate::tui::survey::Survey;
use crate::tui::text;
use crate::tui::theme::{Mark, Meaning, Theme};
use ratatui::text::{Line, Span};

/// For each service of the pack, and for each site of the visit, whether it is offered there.
pub type Offered = Vec<Vec<bool>>;

pub(in crate::tui::screens) fn site_name(survey: &Survey, place: usize) -> String {
    let id = survey.visit().and_then(|visit| visit.sites.get(place));
    id.map_or_else(String::new, |id| {
        let site = survey.file.packet.site(id);
        site.map_or_else(|| id.to_string(), |site| site.name.clone())
    })
}

/// As it was confirmed.
pub(in crate::tui::screens) fn confirmed(visit: &Visit, pack: &Pack) -> Offered {
    pack.services()
        .map(|service| {
            let sites = visit.sites.iter();
            sites
                .map(|site| visit.offers(&service.id, Some(site)) != Some(false))
                .collect()
        })
        .collect()
}

/// As the packet says; what it lists for the practice and no site is offered at every site.
pub(in crate::tui::screens) fn from_packet(visit: &Visit, pack: &Pack, packet: &Packet) -> Offered {
    pack.services()
        .map(|service| {
            let at: Vec<bool> = visit
                .sites
                .iter()
                .map(|id| {
                    let site = packet.site(id);
                    site.is_some_and(|site| site.services.contains(&service.id))
                })
                .collect();
            let practice = packet.practice.services.contains(&service.id);
            if practice && !at.contains(&true) {
                vec![true; at.len()]
            } else {
                at
            }
        })
        .collect()
}

/// How many checks do not apply at a site.
pub(in crate::tui::screens) fn checks_gone(visit: &Visit, pack: &Pack, site: &SiteId) -> usize {
    pack.elements()
        .map(|(standard, element)| {
            let methods = element.checks.methods();
            methods
                .filter(|method| !verdicts::applies_at(visit, standard, element, *method, site))
                .count()
        })
        .sum()
}

/// One row: a service, or one site of it, and whether it is offered.
pub(in crate::tui::screens) fn line(
    survey: &Survey,
    at: &[bool],
    (service, site): (usize, Option<usize>),
    columns: usize,
    theme: Theme,
) -> Line<'static> {
    let count = at.iter().filter(|held| **held).count();
    let (mark, words) = match site {
        Some(site) => match at.get(site) {
            Some(true) => (Mark::Met, "offered".to_owned()),
            _ => (Mark::NotApplicable, "not offered".to_owned()),
        },
        None if count == at.len() => (Mark::Met, "offered".to_owned()),
        None if count == 0 => (Mark::NotApplicable, "not offered".to_owned()),
        None => (Mark::Mixed, format!("at {count} of {} sites", at.len())),
    };
    let title = match site {
        Some(site) => format!("    {}", site_name(survey, site)),
        None => survey
            .pack()
            .services()
            .nth(service)
            .map_or_else(String::new, |s| s.title.clone()),
    };
    let wide = columns.saturating_sub(24).clamp(10, 48);
    let dots = theme.signs.ellipsis;
    Line::from(vec![
        Span::raw(format!(
            "{} ",
            text::fit(&text::visible(&title), wide, dots)
        )),
        Span::styled(
            format!("{} {words}", mark.sign()),
            theme.style(Meaning::Answer(mark)),
        ),
    ])
}
