//! The levels of all Standards: suggested and given; accepted one by one or all that agree.

use super::anywhere::{explain, standards};
use super::level_dialog::LevelDialog;
use crate::domain::survey::answers::{Determination, Level};
use crate::domain::survey::decide::Act;
use crate::domain::values::ids::StandardId;
use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::listing::{ListScreen, Listing};
use crate::tui::screens::popups::choose::Choose;
use crate::tui::screens::{Ask, Next, Reply, Route};
use crate::tui::survey::OpenCase;
use crate::tui::theme::{Mark, Meaning};
use crate::tui::widgets::choice::Item;
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
    level: LevelDialog,
    /// The Standards whose levels are asked about, while they are.
    asked: Option<Vec<usize>>,
}

impl Levels {
    /// The screen, with the Standard of the desk's walk selected.
    pub fn open(desk: &mut Desk) -> Option<Self> {
        let mut screen = Self {
            listing: Listing::at(desk.walk.standard),
            ..Self::default()
        };
        screen.update(desk);
        Some(screen)
    }
}

impl Levels {
    /// Says which levels would be accepted, and asks once: they are the Surveyor's own word.
    fn ask_all(&mut self, desk: &mut Desk) -> Next {
        let places = acceptable(desk);
        let (true, Some(open)) = (places.len() > 1, desk.open()) else {
            accept(desk, &places);
            return Next::Stay;
        };
        let count = places.len();
        let said = which(open, &places).join("\n");
        let items = [format!("Accept these {count} levels"), "Leave them".into()];
        let items = items.map(Item::plain).into();
        self.asked = Some(places);
        let title = format!("Accept {count} levels as the rules suggest them?");
        Next::popup(Choose::new(title, items).explained(said).selected(LEAVE))
    }

    fn accept_all(&mut self, desk: &mut Desk, places: &[usize], reply: &Reply) {
        match reply {
            Reply::Chosen(0) => accept(desk, places),
            _ => desk.say("No level was accepted."),
        }
    }
}

/// The answer that accepts nothing.
const LEAVE: usize = 1;

/// What is suggested for these Standards, level by level: `Fully met: 1.3, 1.4`.
fn which(open: OpenCase<'_>, places: &[usize]) -> Vec<String> {
    let board = &open.survey.file.board;
    let suggested = |place: &usize| board.at(*place).and_then(|verdict| verdict.level);
    let each = Level::ALL.into_iter().filter_map(|level| {
        let standards = places
            .iter()
            .filter(|place| suggested(place) == Some(level));
        let ids: Vec<&str> = standards
            .filter_map(|place| Some(open.pack.standards.get(*place)?.id.as_str()))
            .collect();
        let name = wording::level_name(open.pack, level);
        (!ids.is_empty()).then(|| format!("{name} ({}): {}", ids.len(), ids.join(", ")))
    });
    each.collect()
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
            let undo = keymap::key_for(&[Context::Anywhere], Command::Undo).unwrap_or_default();
            format!("Accepted {count} levels as suggested. {undo} takes all of them back.")
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
            Ask::Reply(reply) => Ok(match self.asked.take() {
                Some(places) => {
                    self.accept_all(desk, &places, &reply);
                    Next::Stay
                }
                None => self.level.reply(desk, reply),
            }),
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
            Command::AcceptAllLevels => return self.ask_all(desk),
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
        let title = match desk.is_reading() {
            true => "Levels",
            false => "My levels",
        };
        let head = format!(
            " {title}: {} of {} given",
            given.count(),
            open.pack.standards.len()
        );
        widgets::put(buf, area, &head, desk.theme.style(Meaning::Title));
        let waiting = acceptable(desk).len();
        let said = match desk.is_reading() {
            true => "   What the rules suggest, then the Surveyor's level.".to_owned(),
            false => format!("   {waiting} can be accepted as suggested. The committee decides."),
        };
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
            (self.listing.row, "This pack is empty."),
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
