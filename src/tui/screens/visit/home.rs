//! The home of a visit: the ways into it, each with how it stands. What is urgent comes first.

mod reading;

use super::anywhere::{self, whats_left};
use crate::domain::pack::Method;
use crate::domain::survey::conflict::{self, NoConflict};
use crate::domain::survey::events::Offered;
use crate::domain::survey::readiness::{self, Weight};
use crate::domain::survey::words;
use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::{Desk, Effect};
use crate::tui::screens::Next;
use crate::tui::screens::listing::{ListScreen, Listing};
use crate::tui::survey::OpenCase;
use crate::tui::theme::Meaning;
use crate::tui::{text, widgets};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use reading::FOR_READING;

/// How a way stands, in a few words.
type Standing = (String, Meaning);

/// A way into the visit.
struct Way {
    /// What it does: a command that works anywhere in a visit.
    command: Command,
    /// What it is called here.
    name: &'static str,
    /// How it stands.
    standing: fn(&Desk, OpenCase<'_>) -> Standing,
}

const CHARTS: Way = Way {
    command: Command::ShowCharts,
    name: "Charts and other records",
    standing: |_, open| sources(open, Method::Record, "record", "records"),
};

const PEOPLE: Way = Way {
    command: Command::ShowPeople,
    name: "People: interviews",
    standing: |_, open| sources(open, Method::Interview, "interview", "interviews"),
};

const WATCH: Way = Way {
    command: Command::ShowWatch,
    name: "Watch: observed events",
    standing: |_, open| sources(open, Method::Observation, "event", "events"),
};

const POLICIES: Way = Way {
    command: Command::ShowPolicies,
    name: "Policies: documents",
    standing: |_, open| sources(open, Method::Policy, "document", "documents"),
};

const SERVICES: Way = Way {
    command: Command::ShowServices,
    name: "Services",
    standing: |_, open| services(open),
};

const CHANGES: Way = Way {
    command: Command::ShowChanges,
    name: "What changed",
    standing: |_, open| changes(open),
};

const BACKUP: Way = Way {
    command: Command::BackUp,
    name: "Back up to another disk",
    standing: |desk, _| backup(desk),
};

const TIMELINE: Way = Way {
    command: Command::ShowTimeline,
    name: "The case and its milestones",
    standing: |_, _| (String::new(), Meaning::Plain),
};

/// The ways of a Surveyor, in order. A new one is a row here.
const WAYS: [Way; 14] = [
    Way {
        command: Command::ShowStandards,
        name: "By Standard",
        standing: |_, open| standards(open),
    },
    CHARTS,
    PEOPLE,
    WATCH,
    POLICIES,
    SERVICES,
    Way {
        command: Command::ShowLevels,
        name: "My levels",
        standing: |_, open| levels(open),
    },
    Way {
        command: Command::ShowWhatsLeft,
        name: "What's left",
        standing: |desk, _| left(desk),
    },
    Way {
        command: Command::SignAndFinish,
        name: "Sign and finish",
        standing: sealing,
    },
    Way {
        command: Command::ShowNoConflict,
        name: "Conflict of interest",
        standing: |_, open| no_conflict(open),
    },
    Way {
        command: Command::ShowNamesHeard,
        name: "Names heard today",
        standing: |_, open| names(open),
    },
    CHANGES,
    BACKUP,
    TIMELINE,
];

/// The ways that are shown: a reader has others than a Surveyor.
fn ways(desk: &Desk) -> &'static [Way] {
    match desk.is_reading() {
        true => &FOR_READING,
        false => &WAYS,
    }
}

/// The screen.
#[derive(Debug, Default)]
pub struct Home {
    listing: Listing,
}

impl Home {
    /// The screen.
    pub fn open(desk: &mut Desk) -> Option<Self> {
        let mut screen = Self::default();
        screen.update(desk);
        Some(screen)
    }
}

impl ListScreen for Home {
    const OUTER: &'static [Context] = &[Context::Anywhere, Context::Visit];
    const OWN: &'static [Context] = &[Context::Home];

    fn listing(&self) -> &Listing {
        &self.listing
    }

    fn listing_mut(&mut self) -> &mut Listing {
        &mut self.listing
    }

    fn count(&self, desk: &Desk) -> usize {
        ways(desk).len()
    }

    fn texts(&self, desk: &Desk) -> Vec<String> {
        let said = |way: &Way| match desk.open() {
            Some(open) => format!("{} {}", way.name, (way.standing)(desk, open).0),
            None => way.name.to_owned(),
        };
        ways(desk).iter().map(said).collect()
    }

    fn hints(&self, desk: &Desk) -> Vec<Command> {
        vec![
            Command::Open,
            Command::ShowStandards,
            match desk.is_reading() {
                true => Command::ShowFindings,
                false => Command::ShowWhatsLeft,
            },
            Command::Back,
            Command::Palette,
        ]
    }

    fn open_row(&mut self, desk: &mut Desk, row: usize) -> Next {
        ways(desk)
            .get(row)
            .and_then(|way| anywhere::command(desk, way.command))
            .unwrap_or(Next::Stay)
    }

    fn command(&mut self, desk: &mut Desk, command: Command) -> Next {
        match command {
            Command::Back => {
                // The list behind says how far this case is.
                desk.effects.push(Effect::ListCases);
                Next::Back
            }
            _ => Next::Stay,
        }
    }

    fn draw_list(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let open = desk.open()?;
        let packet = &open.survey.file.packet;
        let theme = desk.theme;
        widgets::put(
            buf,
            widgets::right_of(area, 1),
            &text::visible(&packet.practice.name),
            theme.style(Meaning::Title),
        );
        let sites: Vec<&str> = open
            .visit
            .sites
            .iter()
            .filter_map(|site| packet.site(site).map(|held| held.name.as_str()))
            .collect();
        let second = format!(
            "{}, {} {} {} {} {}",
            packet.visit.kind,
            open.visit.mode,
            theme.signs.dot,
            sites.join(", "),
            theme.signs.dot,
            open.pack.edition
        );
        let columns = usize::from(area.width.saturating_sub(2));
        let second = text::truncate(&second, columns, theme.signs.ellipsis).into_owned();
        widgets::put(
            buf,
            widgets::right_of(widgets::row(area, 1), 1),
            &text::visible(&second),
            theme.style(Meaning::Muted),
        );
        let below = widgets::below(area, 3);
        self.listing
            .draw(buf, below, theme, (self.listing.row, ""), |row, _| {
                ways(desk)
                    .get(row)
                    .map_or_else(Line::default, |way| line(desk, open, way))
            })
    }
}

fn line(desk: &Desk, open: OpenCase<'_>, way: &Way) -> Line<'static> {
    let theme = desk.theme;
    let contexts: &[Context] = match desk.is_reading() {
        true => &[Context::Bundle, Context::Home],
        false => &[Context::Home],
    };
    let key = keymap::key_for(contexts, way.command).unwrap_or_default();
    let (standing, meaning) = (way.standing)(desk, open);
    Line::from(vec![
        Span::styled(format!("{key:>2}  "), theme.style(Meaning::KeyName)),
        Span::raw(format!("{:<29}", way.name)),
        Span::styled(standing, theme.style(meaning)),
    ])
}

fn backup(desk: &Desk) -> Standing {
    match &desk.backup.last {
        _ if desk.demo => (String::new(), Meaning::Plain),
        None => ("none yet".to_owned(), Meaning::Warning),
        Some(last) if last.since == 0 => (words::day_and_time(last.at), Meaning::Done),
        Some(last) => (words::day_and_time(last.at), Meaning::Plain),
    }
}

fn changes(open: OpenCase<'_>) -> Standing {
    let changes = open.survey.file.changes.of_visit(&open.visit.id);
    let count = changes.filter(|change| !change.is_slip).count();
    (words::counted(count, "change"), Meaning::Plain)
}

fn standards(open: OpenCase<'_>) -> Standing {
    let board = &open.survey.file.board;
    let done = board.iter().filter(|verdict| verdict.open == 0).count();
    let all = open.pack.standards.len();
    let answers = words::counted(board.open(), "answer");
    let standing = format!("{done} of {all} done, {answers} to do");
    (standing, Meaning::Plain)
}

fn sources(open: OpenCase<'_>, method: Method, one: &str, many: &str) -> Standing {
    let sources = open.visit.sources.iter();
    match sources
        .filter(|source| source.details.kind.method() == method)
        .count()
    {
        0 if open.survey.is_read_only() => ("none".to_owned(), Meaning::Muted),
        0 => ("none yet".to_owned(), Meaning::Muted),
        1 => (format!("1 {one}"), Meaning::Plain),
        count => (format!("{count} {many}"), Meaning::Plain),
    }
}

fn services(open: OpenCase<'_>) -> Standing {
    let told = &open.visit.services;
    let left = open
        .pack
        .services()
        .filter(|held| !told.contains_key(&held.id));
    let nowhere = told.values();
    let nowhere = nowhere.filter(|(said, _)| said.offered == Offered::Nowhere);
    let partly = told.values();
    let partly = partly.filter(|(said, _)| matches!(said.offered, Offered::NotAt(_)));
    match (left.count(), nowhere.count(), partly.count()) {
        (0, absent, 0) => (format!("all asked, {absent} not offered"), Meaning::Plain),
        (0, absent, partly) => {
            let standing = format!("all asked, {absent} not offered, {partly} at some sites");
            (standing, Meaning::Plain)
        }
        (left, ..) => (format!("{left} to be asked"), Meaning::Warning),
    }
}

fn levels(open: OpenCase<'_>) -> Standing {
    let (given, all) = (open.visit.determinations.len(), open.pack.standards.len());
    (format!("{given} of {all} given"), Meaning::Plain)
}

fn left(desk: &Desk) -> Standing {
    let items = whats_left(desk);
    let blocking = items
        .iter()
        .filter(|item| item.weight == Weight::Blocks)
        .count();
    match blocking {
        0 => ("nothing".to_owned(), Meaning::Done),
        count => {
            let things = words::counted(count, "thing");
            (format!("{things} before you can sign"), Meaning::Plain)
        }
    }
}

fn names(open: OpenCase<'_>) -> Standing {
    let said = match open.survey.file.guard.names().len() {
        0 => "none".to_owned(),
        count => count.to_string(),
    };
    (said, Meaning::Muted)
}

fn no_conflict(open: OpenCase<'_>) -> Standing {
    let packet = &open.survey.file.packet;
    match conflict::confirmed(open.visit, Some(packet)) {
        Some(NoConflict::Here(at)) => {
            let standing = format!("none, confirmed {}", words::day(at));
            (standing, Meaning::Plain)
        }
        Some(NoConflict::ToTheOffice(day)) => {
            let standing = format!("none, confirmed to the office {}", words::date(day));
            (standing, Meaning::Plain)
        }
        None => ("not confirmed yet".to_owned(), Meaning::Warning),
    }
}

fn sealing(desk: &Desk, open: OpenCase<'_>) -> Standing {
    match open.visit.seals.last() {
        Some(seal) if open.visit.is_sealed() => {
            let at = words::day_and_time(seal.at);
            let standing = format!("revision {} signed {at}", seal.revision);
            (standing, Meaning::Done)
        }
        _ if readiness::is_ready(&whats_left(desk)) => {
            ("ready to be signed".to_owned(), Meaning::Done)
        }
        _ => ("not yet: see What's left".to_owned(), Meaning::Muted),
    }
}
