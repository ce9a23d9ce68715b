//! All Standards with their methods and progress. Enter opens one.

use super::anywhere::standards;
use crate::domain::survey::answers::Level;
use crate::domain::survey::verdicts::MethodVerdict;
use crate::domain::survey::words;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::listing::{ListScreen, Listing};
use crate::tui::screens::{Next, Route};
use crate::tui::survey::OpenCase;
use crate::tui::theme::{Mark, Meaning};
use crate::tui::{text, widgets, wording};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

/// Columns of one method.
const METHOD: usize = 10;

/// The screen.
#[derive(Debug, Default)]
pub struct Overview {
    listing: Listing,
}

impl Overview {
    /// The screen, with the Standard of the desk's walk selected.
    pub fn open(desk: &mut Desk) -> Option<Self> {
        let mut screen = Self {
            listing: Listing::at(desk.walk.standard),
        };
        screen.update(desk);
        Some(screen)
    }
}

impl ListScreen for Overview {
    const OUTER: &'static [Context] = &[Context::Anywhere, Context::Visit];
    const OWN: &'static [Context] = &[];

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
            Command::Open,
            Command::Filter,
            Command::Back,
            Command::Palette,
        ]
    }

    fn open_row(&mut self, desk: &mut Desk, row: usize) -> Next {
        if desk.walk.standard != row {
            desk.walk.standard = row;
            desk.walk.row = 0;
        }
        Next::Go(Route::Standard)
    }

    fn command(&mut self, _desk: &mut Desk, command: Command) -> Next {
        match command {
            Command::Back => Next::Back,
            _ => Next::Stay,
        }
    }

    fn draw_list(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let open = desk.open()?;
        let head = format!(" By Standard: {}", head(open));
        widgets::put(buf, area, &head, desk.theme.style(Meaning::Title));
        let columns = usize::from(area.width);
        let name = name_columns(columns, desk.is_reading());
        let titles = format!(
            "  {:<name$} {:<METHOD$}{:<METHOD$}{:<METHOD$}{:<METHOD$} {}",
            "Standard",
            "Policy",
            "Records",
            "Interv.",
            "Observ.",
            if desk.is_reading() { "Level" } else { "" }
        );
        let muted = desk.theme.style(Meaning::Muted);
        widgets::put(buf, widgets::row(area, 1), &titles, muted);
        self.listing.draw(
            buf,
            widgets::below(area, 2),
            desk.theme,
            (self.listing.row, "This pack is empty."),
            |row, _| line(desk, open, row, columns),
        )
    }
}

/// How far the visit is; or, in a signed file, how many Standards stand at which level.
fn head(open: OpenCase<'_>) -> String {
    let board = &open.survey.file.board;
    if !open.survey.is_read_only() {
        let done = board.iter().filter(|verdict| verdict.open == 0).count();
        let all = open.pack.standards.len();
        let left = words::counted(board.open(), "answer");
        return format!("{done} of {all} done, {left} to do");
    }
    let given = |level: &Level| {
        let held = open.visit.determinations.values();
        let count = held.filter(|(held, _)| held.level == *level).count();
        (count > 0).then(|| format!("{count} {}", wording::level_name(open.pack, *level)))
    };
    let said: Vec<String> = Level::ALL.iter().filter_map(given).collect();
    said.join(", ")
}

/// Columns for number and title of a Standard; the standing takes what is left at the end.
fn name_columns(columns: usize, is_read: bool) -> usize {
    let level = if is_read { 16 } else { 12 };
    columns.saturating_sub(METHOD * 4 + level).clamp(16, 60)
}

fn line(desk: &Desk, open: OpenCase<'_>, row: usize, columns: usize) -> Line<'static> {
    let (Some(standard), Some(verdict)) =
        (open.pack.standards.get(row), open.survey.file.board.at(row))
    else {
        return Line::default();
    };
    let theme = desk.theme;
    let ellipsis = theme.signs.ellipsis;
    let title = format!("{:<5}{}", standard.id.to_string(), standard.title);
    let mut spans = vec![Span::raw(format!(
        "{} ",
        text::fit(&title, name_columns(columns, desk.is_reading()), ellipsis)
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
    let level = open.visit.determinations.get(&standard.id);
    let (sign, meaning) = match (level, verdict.open) {
        (Some((held, _)), _) if desk.is_reading() => {
            let mark = wording::mark_of_level(held.level);
            let said = format!(" {} {}", mark.sign(), brief(held.level));
            (said, Meaning::Answer(mark))
        }
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

/// A level in a word.
fn brief(level: Level) -> &'static str {
    match level {
        Level::FullyMet => "Fully",
        Level::PartlyMet => "Partly",
        Level::NotMet => "Not met",
        Level::NotApplicable => "N/A",
        Level::CouldNotAssess => "Unseen",
    }
}

/// `12/15`, or `125` where all 125 are met and the fraction would be too wide. The sign says that
/// something was not assessed, and it is part of N.
fn short(held: &MethodVerdict) -> String {
    let cell = wording::method_cell(held).replace(" of ", "/");
    let words = cell.split(',').next().unwrap_or_default().to_owned();
    if held.tally.not_met == 0
        && held.tally.could_not_assess == 0
        && text::width(&words) > METHOD - 5
        && held.tally.met > 0
    {
        held.tally.met.to_string()
    } else {
        words
    }
}
