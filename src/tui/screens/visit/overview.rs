//! All Standards with their methods and progress. Enter opens one.

use super::standard::StandardScreen;
use crate::domain::survey::verdicts::MethodVerdict;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::listing::{Listed, Listing};
use crate::tui::screens::{Ask, Next, View};
use crate::tui::terminal::input::Focus;
use crate::tui::theme::{Mark, Meaning};
use crate::tui::{text, widgets, wording};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use std::borrow::Cow;

/// Columns of one method.
const METHOD: usize = 10;

/// The screen.
#[derive(Debug, Default)]
pub struct Overview {
    rows: Listing,
}

impl Overview {
    /// The screen, with the Standard of the desk's walk selected.
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

    fn open(&self, desk: &mut Desk) -> Next {
        let Some(row) = self.rows.selected() else {
            return Next::Stay;
        };
        if desk.walk.standard != row {
            desk.walk.standard = row;
            desk.walk.row = 0;
        }
        let screen = StandardScreen::new(desk);
        Next::go(screen)
    }
}

impl View for Overview {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        let mut contexts = vec![Context::Anywhere, Context::Visit];
        contexts.extend(self.rows.contexts());
        contexts
    }

    fn hints(&self, _desk: &Desk) -> Vec<Command> {
        vec![
            Command::Open,
            Command::Filter,
            Command::Back,
            Command::Palette,
        ]
    }

    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        self.settle(desk);
        match self.rows.handle(&ask) {
            Listed::Changed => {
                self.settle(desk);
                Next::Stay
            }
            Listed::Open => self.open(desk),
            Listed::NotMine => match ask {
                Ask::Command(Command::Back) => Next::Back,
                _ => Next::Stay,
            },
        }
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let survey = desk.survey.as_ref()?;
        let (pack, board) = (survey.pack(), &survey.file.board);
        let done = board.iter().filter(|verdict| verdict.open == 0).count();
        let head = format!(
            " By Standard: {done} of {} done, {} to do",
            pack.standards.len(),
            board.open()
        );
        widgets::put(buf, area, &head, desk.theme.style(Meaning::Title));
        let columns = usize::from(area.width);
        let name = name_columns(columns);
        let titles = format!(
            "  {:<name$} {:<METHOD$}{:<METHOD$}{:<METHOD$}{:<METHOD$}",
            "Standard", "Policy", "Records", "Interv.", "Observ."
        );
        let muted = desk.theme.style(Meaning::Muted);
        widgets::put(buf, widgets::row(area, 1), &titles, muted);
        self.rows.draw(
            buf,
            widgets::below(area, 2),
            desk.theme,
            "This pack is empty.",
            |row, _| line(desk, row, columns),
        )
    }

    fn focus(&self, _desk: &Desk) -> Focus {
        self.rows.focus()
    }
}

/// Columns for number and title of a Standard; the standing takes what is left at the end.
fn name_columns(columns: usize) -> usize {
    columns.saturating_sub(METHOD * 4 + 12).clamp(16, 60)
}

fn line(desk: &Desk, row: usize, columns: usize) -> Line<'static> {
    let Some(survey) = &desk.survey else {
        return Line::default();
    };
    let (Some(standard), Some(verdict)) =
        (survey.pack().standards.get(row), survey.file.board.at(row))
    else {
        return Line::default();
    };
    let theme = desk.theme;
    let ellipsis = theme.signs.ellipsis;
    let title = format!("{:<5}{}", standard.id.to_string(), standard.title);
    let mut spans = vec![Span::raw(format!(
        "{} ",
        text::fit(&title, name_columns(columns), ellipsis)
    ))];
    for held in &verdict.methods {
        let (words, meaning) = match held {
            Some(held) if held.arises && held.open == 0 && held.tally.answered() == 0 => {
                (wording::method_cell(held), Meaning::Muted)
            }
            Some(held) if held.open > 0 => {
                (wording::method_cell(held), Meaning::Answer(Mark::ToDo))
            }
            Some(held) => {
                let mark = wording::mark_of_outcome(held.outcome);
                (
                    format!("{} {}", mark.sign(), short(held)),
                    Meaning::Answer(mark),
                )
            }
            None => (String::new(), Meaning::Muted),
        };
        spans.push(Span::styled(
            text::fit(&words, METHOD, ellipsis),
            theme.style(meaning),
        ));
    }
    let level = survey
        .visit()
        .and_then(|visit| visit.determinations.get(&standard.id));
    let (sign, meaning) = match (level, verdict.open) {
        (Some((held, _)), 0) => {
            let mark = wording::mark_of_level(held.level);
            (format!(" {} mine", mark.sign()), Meaning::Answer(mark))
        }
        (None, 0) => (" level?".to_owned(), Meaning::Warning),
        _ => (String::new(), Meaning::Muted),
    };
    spans.push(Span::styled(sign, theme.style(meaning)));
    Line::from(spans)
}

/// `12/15`, or `125` where all 125 are met and the fraction would be too wide.
fn short(held: &MethodVerdict) -> String {
    let words = wording::method_cell(held).replace(" of ", "/");
    if held.tally.not_met == 0 && text::width(&words) > METHOD - 5 && held.tally.met > 0 {
        held.tally.met.to_string()
    } else {
        words
    }
}
