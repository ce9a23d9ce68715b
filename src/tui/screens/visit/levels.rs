//! The levels of all Standards: suggested and given; accepted one by one or all that agree.

use super::level_dialog::LevelDialog;
use super::standard::StandardScreen;
use crate::domain::survey::answers::Determination;
use crate::domain::survey::decide::Act;
use crate::domain::values::ids::StandardId;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::listing::{Listed, Listing};
use crate::tui::screens::{Ask, Next, View};
use crate::tui::survey::Survey;
use crate::tui::terminal::input::Focus;
use crate::tui::theme::{Mark, Meaning};
use crate::tui::{text, widgets, wording};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use std::borrow::Cow;

/// Columns of the suggested level.
const SUGGESTED: usize = 22;
/// Columns of the Surveyor's level.
const MINE: usize = 20;

/// The screen.
#[derive(Debug, Default)]
pub struct Levels {
    rows: Listing,
    level: LevelDialog,
}

impl Levels {
    /// The screen.
    pub fn new(desk: &Desk) -> Self {
        let mut screen = Self::default();
        screen.settle(desk);
        screen.rows.select(desk.walk.standard);
        screen
    }

    fn settle(&mut self, desk: &Desk) {
        if let Some(survey) = &desk.survey {
            let standards = survey.pack().standards.iter();
            self.rows
                .set_rows(standards.map(|s| Cow::Owned(format!("{} {}", s.id, s.title))));
        }
    }

    /// Gives the suggested level to these Standards, as one act.
    fn accept(&self, desk: &mut Desk, places: &[usize]) {
        let Some(survey) = &desk.survey else { return };
        let levels: Vec<(StandardId, Option<Determination>)> = places
            .iter()
            .filter_map(|place| {
                let standard = survey.pack().standards.get(*place)?;
                let verdict = survey.file.board.at(*place).filter(|v| v.open == 0)?;
                let level = verdict.level?;
                let determination = Determination {
                    level,
                    suggested: level,
                    reason: None,
                };
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
        let Some(survey) = &desk.survey else {
            return Vec::new();
        };
        let Some(visit) = survey.visit() else {
            return Vec::new();
        };
        let each = survey
            .pack()
            .standards
            .iter()
            .zip(survey.file.board.iter())
            .enumerate();
        each.filter(|(_, (standard, verdict))| {
            let held = visit.determinations.get(&standard.id);
            let settled = held.is_some_and(|(held, _)| Some(held.suggested) == verdict.level);
            let explained =
                verdict.differences.is_empty() || visit.explanations.contains_key(&standard.id);
            verdict.open == 0 && !settled && explained
        })
        .map(|(place, _)| place)
        .collect()
    }

    fn command(&mut self, desk: &mut Desk, command: Command) -> Next {
        let Some(place) = self.rows.selected() else {
            return Next::Stay;
        };
        match command {
            Command::AcceptLevel => self.accept(desk, &[place]),
            Command::AcceptAllLevels => {
                let places = Self::acceptable(desk);
                self.accept(desk, &places);
            }
            Command::SetLevel => return self.level.open(desk, place),
            Command::Why => return crate::tui::screens::why(desk, place),
            Command::Back => return Next::Back,
            _ => {}
        }
        Next::Stay
    }
}

impl View for Levels {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        let mut contexts = vec![Context::Anywhere, Context::Visit];
        if self.rows.focus() == Focus::Commands {
            contexts.push(Context::Levels);
        }
        contexts.extend(self.rows.contexts());
        contexts
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

    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        self.settle(desk);
        if let Ask::Reply(reply) = ask {
            return self.level.reply(desk, reply);
        }
        match self.rows.handle(&ask) {
            Listed::Changed => {
                self.settle(desk);
                Next::Stay
            }
            Listed::Open => {
                if let Some(place) = self.rows.selected() {
                    desk.walk.standard = place;
                    desk.walk.row = 0;
                }
                Next::go(StandardScreen::new(desk))
            }
            Listed::NotMine => match ask {
                Ask::Command(command) => self.command(desk, command),
                _ => Next::Stay,
            },
        }
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let survey = desk.survey.as_ref()?;
        let visit = survey.visit()?;
        let pack = survey.pack();
        let given = pack
            .standards
            .iter()
            .filter(|s| visit.determinations.contains_key(&s.id));
        let head = format!(
            " My levels: {} of {} given",
            given.count(),
            pack.standards.len()
        );
        widgets::put(buf, area, &head, desk.theme.style(Meaning::Title));
        let waiting = Self::acceptable(desk).len();
        let said = format!("   {waiting} can be accepted as suggested. The committee decides.");
        widgets::put(
            buf,
            widgets::row(area, 1),
            &said,
            desk.theme.style(Meaning::Muted),
        );
        self.rows.draw(
            buf,
            widgets::below(area, 2),
            desk.theme,
            "This pack is empty.",
            |row, columns| line(desk, survey, row, usize::from(columns)),
        )
    }

    fn focus(&self, _desk: &Desk) -> Focus {
        self.rows.focus()
    }
}

fn line(desk: &Desk, survey: &Survey, row: usize, columns: usize) -> Line<'static> {
    let (Some(standard), Some(verdict)) =
        (survey.pack().standards.get(row), survey.file.board.at(row))
    else {
        return Line::default();
    };
    let theme = desk.theme;
    let held = survey
        .visit()
        .and_then(|visit| visit.determinations.get(&standard.id));
    let (words, meaning) = match held {
        Some((held, _)) if Some(held.suggested) == verdict.level || verdict.open > 0 => {
            let mark = wording::mark_of_level(held.level);
            let name = wording::level_name(survey.pack(), held.level);
            (format!("{} {name}", mark.sign()), Meaning::Answer(mark))
        }
        Some(_) => ("Changed: look again".to_owned(), Meaning::Warning),
        None => ("[ ] none yet".to_owned(), Meaning::Muted),
    };
    let name = columns.saturating_sub(SUGGESTED + MINE + 2).max(14);
    let title = format!("{:<5}{}", standard.id.to_string(), standard.title);
    let standing = wording::standing(survey.pack(), verdict);
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
