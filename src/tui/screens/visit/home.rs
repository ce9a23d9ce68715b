//! The home of a visit: the ways into it, each with how it stands. What is urgent comes first.

use super::levels::Levels;
use super::overview::Overview;
use crate::domain::pack::Method;
use crate::domain::survey::readiness::{self, Weight};
use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::listing::{Listed, Listing};
use crate::tui::screens::{Ask, Next, View};
use crate::tui::terminal::input::Focus;
use crate::tui::theme::Meaning;
use crate::tui::{text, widgets};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use std::borrow::Cow;

/// The ways, in order; each is a command of the table.
const WAYS: [Command; 11] = [
    Command::ShowStandards,
    Command::ShowCharts,
    Command::ShowPeople,
    Command::ShowWatch,
    Command::ShowPolicies,
    Command::ShowServices,
    Command::ShowLevels,
    Command::ShowWhatsLeft,
    Command::SignAndFinish,
    Command::ConfirmNoConflict,
    Command::ShowTimeline,
];

/// The screen.
#[derive(Debug, Default)]
pub struct Home {
    rows: Listing,
}

impl Home {
    /// The screen.
    pub fn new() -> Self {
        let mut screen = Self::default();
        screen.settle();
        screen
    }

    fn settle(&mut self) {
        self.rows
            .set_rows(WAYS.iter().map(|way| Cow::Borrowed(name(*way))));
    }
}

/// What a way is called here.
fn name(way: Command) -> &'static str {
    match way {
        Command::ShowStandards => "By Standard",
        Command::ShowCharts => "Charts and other records",
        Command::ShowPeople => "People: interviews",
        Command::ShowWatch => "Watch: observed events",
        Command::ShowPolicies => "Policies: documents",
        Command::ShowServices => "Services",
        Command::ShowLevels => "My levels",
        Command::ShowWhatsLeft => "What's left",
        Command::SignAndFinish => "Sign and finish",
        Command::ConfirmNoConflict => "Conflict of interest",
        _ => "The case and its milestones",
    }
}

impl View for Home {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        let mut contexts = vec![Context::Anywhere, Context::Visit];
        if self.rows.focus() == Focus::Commands {
            contexts.push(Context::Home);
        }
        contexts.extend(self.rows.contexts());
        contexts
    }

    fn hints(&self, _desk: &Desk) -> Vec<Command> {
        vec![
            Command::Open,
            Command::ShowStandards,
            Command::ShowWhatsLeft,
            Command::Back,
            Command::Palette,
        ]
    }

    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        self.settle();
        match self.rows.handle(&ask) {
            Listed::Changed => {
                self.settle();
                Next::Stay
            }
            Listed::Open => match self.rows.selected().and_then(|row| WAYS.get(row)) {
                Some(way) => {
                    crate::tui::screens::anywhere_in_visit(desk, *way).unwrap_or(Next::Stay)
                }
                None => Next::Stay,
            },
            Listed::NotMine => match ask {
                Ask::Command(Command::Back) => {
                    // The list behind says how far this case is.
                    desk.effects.push(crate::tui::desk::Effect::ListCases);
                    Next::Back
                }
                _ => Next::Stay,
            },
        }
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let survey = desk.survey.as_ref()?;
        let visit = survey.visit()?;
        let packet = &survey.file.packet;
        let theme = desk.theme;
        widgets::put(
            buf,
            widgets::right_of(area, 1),
            &text::visible(&packet.practice.name),
            theme.style(Meaning::Title),
        );
        let sites: Vec<&str> = visit
            .sites
            .iter()
            .filter_map(|site| packet.site(site).map(|held| held.name.as_str()))
            .collect();
        let second = format!(
            "{}, {} {} {} {} {}",
            packet.visit.kind,
            visit.mode,
            theme.signs.dot,
            sites.join(", "),
            theme.signs.dot,
            survey.pack().edition
        );
        let columns = usize::from(area.width.saturating_sub(2));
        let second = text::truncate(&second, columns, theme.signs.ellipsis).into_owned();
        widgets::put(
            buf,
            widgets::right_of(widgets::row(area, 1), 1),
            &text::visible(&second),
            theme.style(Meaning::Muted),
        );
        self.rows
            .draw(buf, widgets::below(area, 3), theme, "", |row, _| {
                WAYS.get(row)
                    .map_or_else(Line::default, |way| line(desk, *way))
            })
    }

    fn focus(&self, _desk: &Desk) -> Focus {
        self.rows.focus()
    }
}

fn line(desk: &Desk, way: Command) -> Line<'static> {
    let theme = desk.theme;
    let key = keymap::key_for(&[Context::Home], way).unwrap_or_default();
    let (state, meaning) = state(desk, way);
    Line::from(vec![
        Span::styled(format!("{key:>2}  "), theme.style(Meaning::KeyName)),
        Span::raw(format!("{:<29}", name(way))),
        Span::styled(state, theme.style(meaning)),
    ])
}

/// How a way stands, in a few words.
fn state(desk: &Desk, way: Command) -> (String, Meaning) {
    let nothing = (String::new(), Meaning::Plain);
    let Some(survey) = &desk.survey else {
        return nothing;
    };
    let Some(visit) = survey.visit() else {
        return nothing;
    };
    let sources = |method: Method| {
        visit
            .sources
            .iter()
            .filter(|source| source.details.kind.method() == method)
            .count()
    };
    let counted = |count: usize, one: &str, many: &str| match count {
        0 => ("none yet".to_owned(), Meaning::Muted),
        1 => (format!("1 {one}"), Meaning::Plain),
        count => (format!("{count} {many}"), Meaning::Plain),
    };
    match way {
        Command::ShowStandards => {
            let done = survey
                .file
                .board
                .iter()
                .filter(|verdict| verdict.open == 0)
                .count();
            let all = survey.pack().standards.len();
            let open = survey.file.board.open();
            (
                format!("{done} of {all} done, {open} to do"),
                Meaning::Plain,
            )
        }
        Command::ShowCharts => counted(sources(Method::Record), "record", "records"),
        Command::ShowPeople => counted(sources(Method::Interview), "interview", "interviews"),
        Command::ShowWatch => counted(sources(Method::Observation), "event", "events"),
        Command::ShowPolicies => counted(sources(Method::Policy), "document", "documents"),
        Command::ShowServices => match &visit.services {
            Some((services, at)) => {
                let absent = services.not_offered.len();
                (
                    format!("confirmed {}, {absent} not offered", at.format("%H:%M")),
                    Meaning::Plain,
                )
            }
            None => ("not confirmed yet".to_owned(), Meaning::Warning),
        },
        Command::ShowLevels => {
            let all = survey.pack().standards.len();
            (
                format!("{} of {all} given", visit.determinations.len()),
                Meaning::Plain,
            )
        }
        Command::ShowWhatsLeft => {
            let items = crate::tui::screens::whats_left(desk);
            let blocking = items
                .iter()
                .filter(|item| item.weight == Weight::Blocks)
                .count();
            match blocking {
                0 => ("nothing".to_owned(), Meaning::Done),
                count => (format!("{count} before you can sign"), Meaning::Plain),
            }
        }
        Command::SignAndFinish => sealing(desk),
        Command::ConfirmNoConflict => match visit.conflict_cleared {
            Some(at) => (
                format!("none, confirmed {}", at.format("%H:%M")),
                Meaning::Plain,
            ),
            None => ("not confirmed yet".to_owned(), Meaning::Warning),
        },
        _ => nothing,
    }
}

fn sealing(desk: &Desk) -> (String, Meaning) {
    let Some(visit) = desk.survey.as_ref().and_then(|survey| survey.visit()) else {
        return (String::new(), Meaning::Plain);
    };
    match visit.seals.last() {
        Some(seal) if visit.is_sealed() => {
            let at = seal.at.format("%-d %B %Y, %H:%M");
            (
                format!("signed {at}, revision {}", seal.revision),
                Meaning::Done,
            )
        }
        _ if readiness::is_ready(&crate::tui::screens::whats_left(desk)) => {
            ("ready to be signed".to_owned(), Meaning::Done)
        }
        _ => ("not yet: see What's left".to_owned(), Meaning::Muted),
    }
}

/// The screens that the home leads to without anything more to ask.
pub(in crate::tui::screens) fn open(desk: &Desk, way: Command) -> Option<Next> {
    Some(match way {
        Command::ShowStandards => Next::go(Overview::new(desk)),
        Command::ShowLevels => Next::go(Levels::new(desk)),
        Command::ShowWhatsLeft => Next::go(super::left::Left::new(desk)),
        _ => return None,
    })
}
