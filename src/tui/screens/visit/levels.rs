//! The levels of all Standards: suggested and given; accepted one by one or all that agree.

use super::anywhere::{explain, standards};
use super::level_dialog::LevelDialog;
use crate::domain::survey::answers::Determination;
use crate::domain::survey::decide::Act;
use crate::domain::values::ids::StandardId;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::listing::{ListScreen, Listing};
use crate::tui::screens::{Ask, Next, Route};
use crate::tui::survey::OpenCase;
use crate::tui::theme::{Mark, Meaning};
use crate::tui::{text, widgets, wording};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

/// Columns of the suggested level.
const SUGGESTED: usize = 22;
/// Columns of the Surveyor's level.
const MINE: usize = 20;

/// The screen.
#[derive(Debug, Default)]
pub struct Levels {
    listing: Listing,
    row: usize,
    level: LevelDialog,
}

impl Levels {
    /// The screen, with the Standard of the desk's walk selected.
    pub fn open(desk: &mut Desk) -> Option<Self> {
        let mut screen = Self {
            row: desk.walk.standard,
            ..Self::default()
        };
        screen.update(desk);
        Some(screen)
    }
}

/// Gives the suggested level to these Standards, as one act.
fn accept(desk: &mut Desk, places: &[usize]) {
    let Some(open) = desk.open() else { return };
    let levels: Vec<(StandardId, Option<Determination>)> = places
        .iter()
        .filter_map(|place| {
            let standard = open.pack.standards.get(*place)?;
            let board = &open.survey.file.board;
            let verdict = board.at(*place).filter(|v| v.open == 0)?;
            let level = verdict.level?;
            let determination = Determination::as_suggested(level);
            Some((standard.id.clone(), Some(determination)))
        })
        .collect();
    if levels.is_empty() {
        return desk.warn("Nothing to accept: checks are still to do, or you gave your level.");
    }
    let count = levels.len();
    if desk.act(Act::Determine(levels)) {
        desk.say(if count == 1 {
            "Accepted the suggested level.".to_owned()
        } else {
            format!("Accepted {count} suggested levels as one act.")
        });
    }
}

/// The Standards whose suggested level nothing speaks against: closed, methods agree or are
/// explained, and no level given that still holds.
fn acceptable(desk: &Desk) -> Vec<usize> {
    let Some(open) = desk.open() else {
        return Vec::new();
    };
    let each = open
        .pack
        .standards
        .iter()
        .zip(open.survey.file.board.iter())
        .enumerate();
    each.filter(|(_, (standard, verdict))| {
        let held = open.visit.determinations.get(&standard.id);
        let settled = held.is_some_and(|(held, _)| Some(held.suggested) == verdict.level);
        let explained =
            verdict.differences.is_empty() || open.visit.explanations.contains_key(&standard.id);
        verdict.open == 0 && !settled && explained
    })
    .map(|(place, _)| place)
    .collect()
}

impl ListScreen for Levels {
    const OUTER: &'static [Context] = &[Context::Anywhere, Context::Visit];
    const OWN: &'static [Context] = &[Context::Levels];

    fn listing(&self) -> &Listing {
        &self.listing
    }

    fn listing_mut(&mut self) -> &mut Listing {
        &mut self.listing
    }

    fn count(&self, desk: &Desk) -> usize {
        desk.open().map_or(0, |open| open.pack.standards.len())
    }

    fn texts(&self, desk: &Desk) -> Vec<String> {
        standards(desk)
    }

    fn row(&self, _desk: &Desk) -> usize {
        self.row
    }

    fn select(&mut self, _desk: &mut Desk, row: usize) {
        self.row = row;
    }

    fn hints(&self, _desk: &Desk) -> Vec<Command> {
        vec![
            Command::AcceptLevel,
            Command::AcceptAllLevels,
            Command::SetLevel,
            Command::Why,
            Command::Open,
            Command::Back,
        ]
    }

    fn beside(&mut self, desk: &mut Desk, ask: Ask) -> Result<Next, Ask> {
        match ask {
            Ask::Reply(reply) => Ok(self.level.reply(desk, reply)),
            ask => Err(ask),
        }
    }

    fn open_row(&mut self, desk: &mut Desk, row: usize) -> Next {
        desk.walk.standard = row;
        desk.walk.row = 0;
        Next::Go(Route::Standard)
    }

    fn command(&mut self, desk: &mut Desk, command: Command) -> Next {
        let Some(place) = self.selected(desk) else {
            return match command {
                Command::Back => Next::Back,
                _ => Next::Stay,
            };
        };
        match command {
            Command::AcceptLevel => accept(desk, &[place]),
            Command::AcceptAllLevels => {
                let places = acceptable(desk);
                accept(desk, &places);
            }
            Command::SetLevel => return self.level.open(desk, place),
            Command::Why => return explain(desk, place, None),
            Command::Back => return Next::Back,
            _ => {}
        }
        Next::Stay
    }

    fn draw_list(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let open = desk.open()?;
        let given = open
            .pack
            .standards
            .iter()
            .filter(|s| open.visit.determinations.contains_key(&s.id));
        let head = format!(
            " My levels: {} of {} given",
            given.count(),
            open.pack.standards.len()
        );
        widgets::put(buf, area, &head, desk.theme.style(Meaning::Title));
        let waiting = acceptable(desk).len();
        let said = format!("   {waiting} can be accepted as suggested. The committee decides.");
        widgets::put(
            buf,
            widgets::row(area, 1),
            &said,
            desk.theme.style(Meaning::Muted),
        );
        self.listing.draw(
            buf,
            widgets::below(area, 2),
            desk.theme,
            (self.row, "This pack is empty."),
            |row, columns| line(desk, open, row, usize::from(columns)),
        )
    }
}

fn line(desk: &Desk, open: OpenCase<'_>, row: usize, columns: usize) -> Line<'static> {
    let (Some(standard), Some(verdict)) =
        (open.pack.standards.get(row), open.survey.file.board.at(row))
    else {
        return Line::default();
    };
    let theme = desk.theme;
    let held = open.visit.determinations.get(&standard.id);
    let (words, meaning) = match held {
        Some((held, _)) if Some(held.suggested) == verdict.level || verdict.open > 0 => {
            let mark = wording::mark_of_level(held.level);
            let name = wording::level_name(open.pack, held.level);
            (format!("{} {name}", mark.sign()), Meaning::Answer(mark))
        }
        Some(_) => ("Changed: look again".to_owned(), Meaning::Warning),
        None => ("[ ] none yet".to_owned(), Meaning::Muted),
    };
    let name = columns.saturating_sub(SUGGESTED + MINE + 2).max(14);
    let title = format!("{:<5}{}", standard.id.to_string(), standard.title);
    let standing = wording::standing(open.pack, verdict);
    let mark = match (verdict.open, verdict.level) {
        (0, Some(level)) => wording::mark_of_level(level),
        _ => Mark::ToDo,
    };
    let suggested = format!("{} {standing}", mark.sign());
    Line::from(vec![
        Span::raw(format!(
            "{} ",
            text::fit(&title, name, theme.signs.ellipsis)
        )),
        Span::styled(
            format!(
                "{} ",
                text::fit(&suggested, SUGGESTED, theme.signs.ellipsis)
            ),
            theme.style(Meaning::Answer(mark)),
        ),
        Span::styled(
            text::truncate(&words, MINE, theme.signs.ellipsis).into_owned(),
            theme.style(meaning),
        ),
    ])
}
