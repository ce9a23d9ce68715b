//! What was found, to be read in one piece and gone into: what is not met and why, where methods
//! differ, what could not be assessed, the sample, one check, one source. Each row leads to what it
//! names. What is said comes from the domain, the same that the report is made from; nothing here
//! changes anything.

mod answers;
mod findings;
mod sample;

use super::anywhere;
use crate::domain::survey::answers::{AnswerValue, Cell, CheckKey};
use crate::domain::values::ids::StandardId;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::listing::{ListScreen, Listing};
use crate::tui::screens::{EvidenceOf, Next, Route};
use crate::tui::survey::OpenCase;
use crate::tui::theme::{Meaning, Theme};
use crate::tui::widgets::list::Tall;
use crate::tui::widgets::reader::{self, Block};
use crate::tui::{text, widgets};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Where a row leads.
#[derive(Clone, Debug)]
enum Leads {
    /// To a check, at the first answer of this value.
    Answer(CheckKey, AnswerValue),
    /// To an answer.
    Cell(Cell),
    /// To a Standard.
    Standard(StandardId),
    /// To another screen.
    To(Route),
    /// To where a command of the visit leads.
    By(Command),
}

/// Something said that leads somewhere.
#[derive(Debug)]
struct Row {
    blocks: Vec<Block>,
    leads: Leads,
}

impl Row {
    fn new(blocks: Vec<Block>, leads: Leads) -> Self {
        Self { blocks, leads }
    }
}

/// Rows under one heading.
#[derive(Debug, Default)]
struct Part {
    heading: Vec<Block>,
    rows: Vec<Row>,
}

/// All that a screen says.
#[derive(Debug, Default)]
struct Content {
    title: String,
    parts: Vec<Part>,
    /// What is said when there is nothing.
    empty: &'static str,
}

/// The screen.
#[derive(Debug)]
pub struct Evidence {
    of: EvidenceOf,
    content: Content,
    listing: Listing,
    /// How many entries the case had when the content was made.
    entries: u64,
}

impl Evidence {
    /// The screen; nothing if what it is about is not there.
    pub fn open(desk: &mut Desk, of: EvidenceOf) -> Option<Self> {
        let open = desk.open()?;
        let content = content(open, &of)?;
        let entries = open.survey.file.case.entries;
        let mut screen = Self {
            of,
            content,
            listing: Listing::default(),
            entries,
        };
        screen.update(desk);
        Some(screen)
    }

    fn rows(&self) -> impl Iterator<Item = (&Part, &Row)> {
        let parts = self.content.parts.iter();
        parts.flat_map(|part| part.rows.iter().map(move |row| (part, row)))
    }

    fn at(&self, row: usize) -> Option<(&Part, &Row)> {
        self.rows().nth(row)
    }

    /// The lines of a row, under the heading of its part where another part, or none, stands above.
    fn lines(&self, row: usize, above: Option<usize>, columns: u16, theme: Theme) -> Tall {
        let Some((part, held)) = self.at(row) else {
            return Tall::default();
        };
        let before = above.and_then(|above| self.at(above));
        let is_headed = before.is_some_and(|(held, _)| std::ptr::eq(held, part));
        let mut heading = Vec::new();
        if !is_headed && !part.heading.is_empty() {
            heading.extend(above.map(|_| Block::plain("")));
            heading.extend(part.heading.iter().cloned());
        }
        Tall {
            above: reader::laid_out(&heading, columns, theme),
            lines: reader::laid_out(&held.blocks, columns, theme),
        }
    }
}

fn content(open: OpenCase<'_>, of: &EvidenceOf) -> Option<Content> {
    match of {
        EvidenceOf::Findings => Some(findings::all(open)),
        EvidenceOf::Differences => Some(findings::differences(open)),
        EvidenceOf::NotAssessed => Some(findings::not_assessed(open)),
        EvidenceOf::Sample => Some(sample::sample(open)),
        EvidenceOf::Check(check) => answers::of_check(open, check),
        EvidenceOf::Source(source) => answers::at_source(open, source),
    }
}

fn go(desk: &mut Desk, leads: &Leads) -> Next {
    let command = match leads {
        Leads::To(route) => return Next::Go(route.clone()),
        Leads::By(command) => Some(*command),
        _ => None,
    };
    if let Some(command) = command {
        return anywhere::command(desk, command).unwrap_or(Next::Stay);
    }
    let Some((open, walk)) = desk.walking() else {
        return Next::Stay;
    };
    match leads {
        Leads::Answer(check, value) => walk.go_to_first(open.pack, open.visit, check, *value),
        Leads::Cell(cell) => walk.go_to_answer(open.pack, open.visit, cell),
        Leads::Standard(id) => walk.go(open.pack, open.visit, id),
        Leads::To(_) | Leads::By(_) => {}
    }
    Next::Go(Route::Standard)
}

impl ListScreen for Evidence {
    const OUTER: &'static [Context] = &[Context::Anywhere, Context::Visit];
    const OWN: &'static [Context] = &[];

    fn listing(&self) -> &Listing {
        &self.listing
    }

    fn listing_mut(&mut self) -> &mut Listing {
        &mut self.listing
    }

    fn refresh(&mut self, desk: &mut Desk) {
        let Some(open) = desk.open() else { return };
        let entries = open.survey.file.case.entries;
        if entries != self.entries
            && let Some(content) = content(open, &self.of)
        {
            self.content = content;
            self.entries = entries;
        }
    }

    fn count(&self, _desk: &Desk) -> usize {
        self.rows().count()
    }

    fn texts(&self, _desk: &Desk) -> Vec<String> {
        let said = |blocks: &[Block]| {
            let said: Vec<String> = blocks
                .iter()
                .map(|b| format!("{} {}", b.lead, b.text))
                .collect();
            said.join(" ")
        };
        self.rows()
            .map(|(part, row)| format!("{} {}", said(&part.heading), said(&row.blocks)))
            .collect()
    }

    fn hints(&self, _desk: &Desk) -> Vec<Command> {
        vec![
            Command::Open,
            Command::Filter,
            Command::PageDown,
            Command::Back,
        ]
    }

    fn open_row(&mut self, desk: &mut Desk, row: usize) -> Next {
        match self.at(row).map(|(_, held)| held.leads.clone()) {
            Some(leads) => go(desk, &leads),
            None => Next::Stay,
        }
    }

    fn command(&mut self, _desk: &mut Desk, command: Command) -> Next {
        match command {
            Command::Back => Next::Back,
            _ => Next::Stay,
        }
    }

    fn draw_list(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let theme = desk.theme;
        let head = format!(" {}", self.content.title);
        let columns = usize::from(area.width);
        let head = text::truncate(&head, columns, theme.signs.ellipsis);
        let head = text::visible(&head).into_owned();
        widgets::put(buf, area, &head, theme.style(Meaning::Title));
        let below = widgets::below(area, 2);
        let chosen = (self.listing.row, self.content.empty);
        self.listing
            .draw_tall(buf, below, theme, chosen, |row, above, columns| {
                self.lines(row, above, columns, theme)
            })
    }
}
