//! Asking the practice for its services: each with its question, for the practice or site by site.
//! Nothing is not offered until somebody said so; what is not offered becomes not applicable.

mod confirming;

use super::services_list::{Answers, as_said, line, news, site_name, then};
use crate::domain::survey::drafts::SERVICES_FORM;
use crate::domain::survey::words::Facts;
use crate::domain::values::ids::{CaseId, RoleId};
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::parked::FormName;
use crate::tui::screens::listing::{ListScreen, Listing};
use crate::tui::screens::popups::choose::{Choose, THROW_AWAY, ask_throw_away};
use crate::tui::screens::{Ask, Next, Reply};
use crate::tui::survey::OpenCase;
use crate::tui::theme::{Mark, Meaning};
use crate::tui::widgets::choice::Item;
use crate::tui::{text, widgets};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

/// Lines under the list: a rule, the question, and what follows.
const BELOW: u16 = 6;

/// What a popup above was opened for.
#[derive(Debug)]
enum Asked {
    /// Whether the selected service is offered.
    Offered,
    /// Who told; these did already.
    Who(Vec<RoleId>),
    /// Whether what was changed is thrown away.
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

/// The screen.
#[derive(Debug)]
pub struct ServicesScreen {
    listing: Listing,
    answers: Answers,
    /// Services whose sites are shown.
    unfolded: Vec<bool>,
    /// What is not applicable then, in words.
    follows: String,
    changed: bool,
    /// Changed since it was kept.
    unkept: bool,
    asked: Option<Asked>,
}

/// A row of the list: a service, or one site of it.
type Row = (usize, Option<usize>);

impl ServicesScreen {
    /// The screen: as left unfinished, or as somebody said and the packet lets expect.
    pub fn open(desk: &mut Desk) -> Option<Self> {
        let OpenCase { survey, visit, .. } = desk.open()?;
        let fits = |held: &Answers| {
            held.len() == survey.pack().services().count()
                && held.iter().all(|at| at.len() == visit.sites.len())
        };
        let parked = desk.begun::<Answers>(&name(survey.id())).filter(fits);
        let changed = parked.is_some();
        let answers = parked.unwrap_or_else(|| as_said(visit, survey.pack(), &survey.file.packet));
        let differs = |at: &Vec<Option<bool>>| at.iter().any(|held| Some(held) != at.first());
        let mut screen = Self {
            listing: Listing::default(),
            unfolded: answers.iter().map(differs).collect(),
            answers,
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
        for (service, at) in self.answers.iter().enumerate() {
            rows.push((service, None));
            if self.unfolded.get(service) == Some(&true) {
                rows.extend((0..at.len()).map(|site| (service, Some(site))));
            }
        }
        rows
    }

    fn here(&self) -> Option<Row> {
        self.all_rows()
            .get(self.listing.selected(self.listing.row)?)
            .copied()
    }

    /// Works out what is not applicable then, in words.
    fn weigh(&mut self, desk: &Desk) {
        let Some(open) = desk.open() else {
            return;
        };
        let then = then(open, &self.answers);
        let facts = Facts {
            visit: &then,
            ..open.facts()
        };
        self.follows = match facts.set_aside() {
            Some(said) if news(open.visit, open.pack, &self.answers, &[]).is_empty() => {
                format!("Not applicable: {said}.")
            }
            Some(said) => format!("Not applicable then: {said}."),
            None => "Every check applies.".to_owned(),
        };
    }

    /// Answers the selected row and goes on to the next one.
    fn answer(&mut self, desk: &mut Desk, offered: Option<bool>) {
        let Some((service, site)) = self.here() else {
            return;
        };
        if let Some(at) = self.answers.get_mut(service) {
            match site.map(|site| at.get_mut(site)) {
                Some(Some(held)) => *held = offered,
                Some(None) => {}
                None => at.fill(offered),
            }
        }
        self.changed = true;
        self.unkept = true;
        self.weigh(desk);
        self.listing.row = (self.listing.row + 1).min(self.all_rows().len().saturating_sub(1));
        self.update(desk);
    }

    /// Offers the three answers.
    fn offer(&mut self) -> Next {
        let Some((service, site)) = self.here() else {
            return Next::Stay;
        };
        let at = self.answers.get(service).map_or(&[][..], Vec::as_slice);
        let held = at.get(site.unwrap_or(0)).copied().flatten();
        let item = |mark, text: &str| Item {
            text: text.to_owned(),
            mark: Some(mark),
        };
        let items = vec![
            item(Mark::Met, "Offered"),
            item(Mark::NotApplicable, "Not offered"),
            item(Mark::ToDo, "To be asked"),
        ];
        let place = match held {
            Some(true) => 0,
            Some(false) => 1,
            None => 2,
        };
        self.asked = Some(Asked::Offered);
        Next::popup(Choose::new("What was said?", items).selected(place))
    }

    /// Shows or hides the sites of a service; where there is one site, offers the answers.
    fn unfold(&mut self) -> Next {
        match self.here() {
            Some((service, None)) if self.answers.get(service).is_some_and(|at| at.len() > 1) => {
                if let Some(unfolded) = self.unfolded.get_mut(service) {
                    *unfolded = !*unfolded;
                }
                Next::Stay
            }
            _ => self.offer(),
        }
    }

    /// Puts what was changed aside, to go on with it later.
    fn park(&mut self, desk: &mut Desk) {
        self.unkept = false;
        if let Some(case) = case_id(desk).filter(|_| self.changed) {
            desk.park(&name(&case), &self.answers);
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
    const OWN: &'static [Context] = &[Context::Services];

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

    fn hints(&self, _desk: &Desk) -> Vec<Command> {
        vec![
            Command::ServiceOffered,
            Command::ServiceNotOffered,
            Command::ConfirmServices,
            Command::Open,
            Command::Filter,
            Command::Back,
        ]
    }

    fn beside(&mut self, desk: &mut Desk, ask: Ask) -> Result<Next, Ask> {
        let Ask::Reply(reply) = ask else {
            return Err(ask);
        };
        Ok(match (self.asked.take(), reply) {
            (Some(Asked::Who(told)), Reply::Chosen(index)) => self.named(desk, told, index),
            (Some(Asked::Offered), Reply::Chosen(index)) => {
                let offered = [Some(true), Some(false), None].get(index).copied();
                self.answer(desk, offered.flatten());
                Next::Stay
            }
            (Some(Asked::ThrowAway), Reply::Chosen(THROW_AWAY)) => self.throw_away(desk),
            _ => Next::Stay,
        })
    }

    fn open_row(&mut self, _desk: &mut Desk, _row: usize) -> Next {
        self.unfold()
    }

    fn command(&mut self, desk: &mut Desk, command: Command) -> Next {
        match command {
            Command::Back => return self.leave(desk),
            Command::ServiceOffered => self.answer(desk, Some(true)),
            Command::ServiceNotOffered => self.answer(desk, Some(false)),
            Command::ChangeService => return self.offer(),
            Command::ConfirmServices => return self.ask_who(desk, Vec::new()),
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
        let open = desk.open()?;
        let theme = desk.theme;
        let head = " Services: ask each question, answer it, then confirm.";
        widgets::put(buf, area, head, theme.style(Meaning::Title));
        let (asked, all) = (open.visit.services.len(), open.pack.services().count());
        let said = match all.saturating_sub(asked) {
            0 => " Every service was asked.".to_owned(),
            left => {
                format!(" {left} of {all} still to be asked; \"offered\" is what the packet says.")
            }
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
            .draw(buf, list, theme, (self.listing.row, ""), |row, columns| {
                all.get(row).map_or_else(Line::default, |row| {
                    let at = self.answers.get(row.0).map_or(&[][..], Vec::as_slice);
                    line(open, at, *row, usize::from(columns), theme)
                })
            });
        self.below(desk, open, buf, area);
        cursor
    }
}

impl ServicesScreen {
    /// The selected service's question, and what is not applicable then.
    fn below(&self, desk: &Desk, open: OpenCase<'_>, buf: &mut Buffer, area: Rect) {
        let theme = desk.theme;
        let under = widgets::below(area, area.height.saturating_sub(BELOW));
        widgets::rule(buf, widgets::row(under, 0), theme);
        let question = self
            .here()
            .and_then(|(service, _)| open.pack.services().nth(service))
            .map_or("", |service| service.question.as_str());
        let told = self
            .here()
            .and_then(|(service, _)| open.pack.services().nth(service))
            .and_then(|service| open.visit.services.get(&service.id))
            .map(|told| format!("Told by {}.", open.facts().told(told)));
        let room = usize::from(area.width.saturating_sub(2));
        let lines = text::wrap(question, room)
            .take(2)
            .map(|line| (line, Meaning::Plain))
            .chain(
                text::wrap(told.as_deref().unwrap_or_default(), room)
                    .take(usize::from(told.is_some()))
                    .map(|line| (line, Meaning::Plain)),
            )
            .chain(
                text::wrap(&self.follows, room)
                    .take(3)
                    .map(|l| (l, Meaning::Muted)),
            );
        for ((line, meaning), at) in lines.zip(1..) {
            let place = widgets::right_of(widgets::row(under, at), 1);
            widgets::put(buf, place, line, theme.style(meaning));
        }
    }
}
