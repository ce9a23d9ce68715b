//! Confirming services with the practice: each with its question, for the practice or site by
//! site, taken over from the packet; one act confirms all, and what is not offered becomes not
//! applicable.

use super::services_list::{Offered, checks_gone, confirmed, from_packet, line, site_name};
use crate::domain::survey::decide::Act;
use crate::domain::survey::drafts::SERVICES_FORM;
use crate::domain::survey::events::{NotOffered, Services};
use crate::domain::survey::verdicts;
use crate::domain::values::ids::{CaseId, RoleId, SiteId};
use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::parked::FormName;
use crate::tui::screens::listing::{ListScreen, Listing};
use crate::tui::screens::popups::choose::{Choose, THROW_AWAY, ask_throw_away};
use crate::tui::screens::{Ask, Next, Reply};
use crate::tui::survey::{OpenCase, Survey};
use crate::tui::theme::Meaning;
use crate::tui::widgets::choice::Item;
use crate::tui::{text, widgets};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

/// Lines under the list: a rule, the question, and what follows.
const BELOW: u16 = 6;

/// The screen.
#[derive(Debug)]
pub struct ServicesScreen {
    listing: Listing,
    row: usize,
    offered: Offered,
    /// Services whose sites are shown.
    unfolded: Vec<bool>,
    /// What becomes not applicable, in words.
    follows: String,
    changed: bool,
    /// Changed since it was kept.
    unkept: bool,
    /// What the popup above asks.
    asked: Option<Asked>,
}

/// What a popup asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Who,
    ThrowAway,
}

/// The name that the list is kept under until it is confirmed.
fn name(case: &CaseId) -> FormName {
    FormName {
        case: Some(case.clone()),
        target: SERVICES_FORM.to_owned(),
    }
}

fn case_id(desk: &Desk) -> Option<CaseId> {
    desk.survey.as_ref().map(|survey| survey.id().clone())
}

/// A row of the list: a service, or one site of it.
type Row = (usize, Option<usize>);

impl ServicesScreen {
    /// The screen: as confirmed before, or as left unfinished, or else as the packet says.
    pub fn open(desk: &mut Desk) -> Option<Self> {
        let OpenCase { survey, visit, .. } = desk.open()?;
        let fits = |held: &Offered| {
            held.len() == survey.pack().services().count()
                && held.iter().all(|at| at.len() == visit.sites.len())
        };
        let parked = desk.begun::<Offered>(&name(survey.id())).filter(fits);
        let changed = parked.is_some();
        let offered = parked.unwrap_or_else(|| match &visit.services {
            Some(_) => confirmed(visit, survey.pack()),
            None => from_packet(visit, survey.pack(), &survey.file.packet),
        });
        let several = visit.sites.len() > 1;
        let unfolded = offered
            .iter()
            .map(|at| several && at.iter().any(|held| *held) && !at.iter().all(|held| *held))
            .collect();
        let mut screen = Self {
            listing: Listing::default(),
            row: 0,
            offered,
            unfolded,
            follows: String::new(),
            changed,
            unkept: false,
            asked: None,
        };
        screen.update(desk);
        screen.weigh(desk);
        Some(screen)
    }

    fn all_rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        for (service, at) in self.offered.iter().enumerate() {
            rows.push((service, None));
            if self.unfolded.get(service) == Some(&true) {
                rows.extend((0..at.len()).map(|site| (service, Some(site))));
            }
        }
        rows
    }

    fn here(&self) -> Option<Row> {
        self.all_rows()
            .get(self.listing.selected(self.row)?)
            .copied()
    }

    /// Works out what becomes not applicable, in words.
    fn weigh(&mut self, desk: &Desk) {
        let Some(OpenCase {
            survey,
            visit,
            pack,
        }) = desk.open()
        else {
            return;
        };
        let mut then = visit.clone();
        then.services = Some((self.services(survey, None), desk.now));
        let mut parts = Vec::new();
        for (place, site) in visit.sites.iter().enumerate() {
            let gone = checks_gone(&then, pack, site);
            if gone > 0 {
                parts.push(format!("{gone} at {}", site_name(survey, place)));
            }
        }
        let standards: Vec<&str> = pack
            .standards
            .iter()
            .filter(|standard| {
                standard.elements.iter().all(|element| {
                    let mut methods = element.checks.methods();
                    methods.all(|method| {
                        let mut sites = visit.sites.iter();
                        sites.all(|site| {
                            !verdicts::applies_at(&then, standard, element, method, site)
                        })
                    })
                })
            })
            .map(|standard| standard.id.as_str())
            .collect();
        self.follows = match (parts.is_empty(), standards.is_empty()) {
            (true, _) => "Every check applies.".to_owned(),
            (false, true) => format!("Checks not applicable then: {}.", parts.join(", ")),
            (false, false) => format!(
                "Checks not applicable then: {}; of Standards, all of {}.",
                parts.join(", "),
                standards.join(", ")
            ),
        };
    }

    fn services(&self, survey: &Survey, told_by: Option<RoleId>) -> Services {
        let sites: Vec<SiteId> = survey.visit().map(|v| v.sites.clone()).unwrap_or_default();
        let not_offered = survey
            .pack()
            .services()
            .zip(&self.offered)
            .filter_map(|(service, at)| {
                let absent: Vec<SiteId> = sites
                    .iter()
                    .zip(at)
                    .filter(|(_, offered)| !**offered)
                    .map(|(site, _)| site.clone())
                    .collect();
                let everywhere = absent.len() == sites.len();
                (!absent.is_empty()).then(|| NotOffered {
                    service: service.id.clone(),
                    sites: (!everywhere).then_some(absent),
                })
            })
            .collect();
        Services {
            not_offered,
            told_by,
        }
    }

    fn change(&mut self, desk: &Desk) {
        let Some((service, site)) = self.here() else {
            return;
        };
        if let Some(at) = self.offered.get_mut(service) {
            match site {
                Some(site) => {
                    if let Some(held) = at.get_mut(site) {
                        *held = !*held;
                    }
                }
                None => {
                    let all = at.iter().all(|held| *held);
                    at.fill(!all);
                }
            }
        }
        self.changed = true;
        self.unkept = true;
        self.weigh(desk);
    }

    /// Shows or hides the sites of a service; where there is one site, changes it.
    fn unfold(&mut self, desk: &Desk) {
        match self.here() {
            Some((service, None)) if self.offered.get(service).is_some_and(|at| at.len() > 1) => {
                if let Some(unfolded) = self.unfolded.get_mut(service) {
                    *unfolded = !*unfolded;
                }
            }
            _ => self.change(desk),
        }
    }

    fn ask_who(&mut self, desk: &Desk) -> Next {
        let Some(survey) = &desk.survey else {
            return Next::Stay;
        };
        let roles = &survey.pack().roles;
        let before = survey
            .visit()
            .and_then(|visit| visit.services.as_ref())
            .and_then(|(services, _)| services.told_by.clone());
        let at = roles
            .iter()
            .position(|role| Some(&role.id) == before.as_ref());
        let manager = roles.iter().position(|role| role.id.as_str() == "manager");
        let items = roles.iter().map(|role| Item::plain(&role.title)).collect();
        self.asked = Some(Asked::Who);
        Next::popup(
            Choose::new("Who told you?", items)
                .explained(&self.follows)
                .selected(at.or(manager).unwrap_or(0)),
        )
    }

    fn confirm(&mut self, desk: &mut Desk, index: usize) -> Next {
        let Some(survey) = &desk.survey else {
            return Next::Stay;
        };
        let role = survey.pack().roles.get(index).map(|role| role.id.clone());
        let services = self.services(survey, role);
        let absent = services.not_offered.len();
        if !desk.act(Act::ConfirmServices(services)) {
            return Next::Stay;
        }
        if let Some(case) = case_id(desk) {
            desk.finish_form(&name(&case));
        }
        let undo = keymap::key_for(&[Context::Anywhere], Command::Undo).unwrap_or_default();
        desk.say(format!(
            "Services confirmed, {absent} not offered everywhere. {} {undo} undoes.",
            self.follows
        ));
        Next::Back
    }

    /// Puts what was changed aside, to go on with it later.
    fn park(&mut self, desk: &mut Desk) {
        self.unkept = false;
        if let Some(case) = case_id(desk).filter(|_| self.changed) {
            desk.park(&name(&case), &self.offered);
        }
    }

    fn throw_away(&mut self, desk: &mut Desk) -> Next {
        if let Some(case) = case_id(desk) {
            desk.discard_form(&name(&case));
        }
        desk.say("Thrown away. The services are as they were.");
        Next::Back
    }

    fn leave(&mut self, desk: &mut Desk) -> Next {
        self.park(desk);
        if self.changed {
            desk.warn("Not confirmed yet. What you changed is here when you come back.");
        }
        Next::Back
    }
}

impl ListScreen for ServicesScreen {
    const OUTER: &'static [Context] = &[Context::Anywhere, Context::Visit];
    const OWN: &'static [Context] = &[Context::Services, Context::Begun];

    fn listing(&self) -> &Listing {
        &self.listing
    }

    fn listing_mut(&mut self) -> &mut Listing {
        &mut self.listing
    }

    fn count(&self, _desk: &Desk) -> usize {
        self.all_rows().len()
    }

    fn texts(&self, desk: &Desk) -> Vec<String> {
        let Some(open) = desk.open() else {
            return Vec::new();
        };
        self.all_rows()
            .into_iter()
            .map(|(service, site)| {
                let title = open.pack.services().nth(service).map(|s| s.title.clone());
                let site = site.map(|site| site_name(open.survey, site));
                [title, site]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(" ")
            })
            .collect()
    }

    fn row(&self, _desk: &Desk) -> usize {
        self.row
    }

    fn select(&mut self, _desk: &mut Desk, row: usize) {
        self.row = row;
    }

    fn hints(&self, _desk: &Desk) -> Vec<Command> {
        vec![
            Command::ConfirmServices,
            Command::ChangeService,
            Command::Open,
            Command::Filter,
            Command::Back,
        ]
    }

    fn beside(&mut self, desk: &mut Desk, ask: Ask) -> Result<Next, Ask> {
        let Ask::Reply(reply) = ask else {
            return Err(ask);
        };
        let asked = std::mem::take(&mut self.asked);
        Ok(match (asked, reply) {
            (Some(Asked::Who), Reply::Chosen(index)) => self.confirm(desk, index),
            (Some(Asked::ThrowAway), Reply::Chosen(THROW_AWAY)) => self.throw_away(desk),
            _ => Next::Stay,
        })
    }

    fn open_row(&mut self, desk: &mut Desk, _row: usize) -> Next {
        self.unfold(desk);
        Next::Stay
    }

    fn command(&mut self, desk: &mut Desk, command: Command) -> Next {
        match command {
            Command::Back => return self.leave(desk),
            Command::ChangeService => self.change(desk),
            Command::ConfirmServices => return self.ask_who(desk),
            Command::StartOver if self.changed => {
                self.asked = Some(Asked::ThrowAway);
                return ask_throw_away();
            }
            _ => {}
        }
        Next::Stay
    }

    fn put_aside(&mut self, desk: &mut Desk) {
        self.park(desk);
    }

    fn is_unkept(&self) -> bool {
        self.unkept
    }

    fn draw_list(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let OpenCase { survey, visit, .. } = desk.open()?;
        let theme = desk.theme;
        let head = " Services: ask each question, change what is otherwise, then confirm.";
        widgets::put(buf, area, head, theme.style(Meaning::Title));
        let said = match &visit.services {
            Some((held, at)) => {
                let role = held
                    .told_by
                    .as_ref()
                    .and_then(|role| survey.pack().role(role));
                let by = role.map_or_else(String::new, |r| format!(", told by: {}", r.title));
                format!(" Confirmed {}{by}", at.format("%-d %B, %H:%M"))
            }
            None => " Not confirmed yet; this is what the packet says.".to_owned(),
        };
        let muted = theme.style(Meaning::Muted);
        widgets::put(buf, widgets::row(area, 1), &said, muted);
        let list = Rect {
            height: area.height.saturating_sub(2 + BELOW),
            ..widgets::below(area, 2)
        };
        let all = self.all_rows();
        let cursor = self
            .listing
            .draw(buf, list, theme, (self.row, ""), |row, columns| {
                all.get(row).map_or_else(Line::default, |row| {
                    let at = self.offered.get(row.0).map_or(&[][..], Vec::as_slice);
                    line(survey, at, *row, usize::from(columns), theme)
                })
            });
        let under = widgets::below(area, area.height.saturating_sub(BELOW));
        widgets::rule(buf, widgets::row(under, 0), theme);
        let question = self
            .here()
            .and_then(|(service, _)| survey.pack().services().nth(service))
            .map_or("", |service| service.question.as_str());
        let room = usize::from(area.width.saturating_sub(2));
        let lines = text::wrap(question, room)
            .take(2)
            .map(|line| (line, Meaning::Plain))
            .chain(
                text::wrap(&self.follows, room)
                    .take(3)
                    .map(|l| (l, Meaning::Muted)),
            );
        for ((line, meaning), at) in lines.zip(1..) {
            let place = widgets::right_of(widgets::row(under, at), 1);
            widgets::put(buf, place, line, theme.style(meaning));
        }
        cursor
    }
}
