//! Screens that are a list: what they share, and the one way in which they all answer.
//!
//! A [`Listing`] has the filter, what is seen and the selected row, unless the walk holds that. A
//! screen says in [`ListScreen`] what its rows are and what its own commands do; everything else
//! about being a [`View`] follows.

use super::{Ask, Next, View};
use crate::tui::commands::fuzzy;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::parked::REST;
use crate::tui::terminal::input::Focus;
use crate::tui::theme::{Meaning, Theme};
use crate::tui::widgets;
use crate::tui::widgets::list::{Pointed, Rows, Tall};
use crate::tui::widgets::text_field::{Edit, TextField};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

/// What an input did to the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Listed {
    /// The selection moved to this row, or the filter changed.
    Changed(usize),
    /// The selected row is to be opened.
    Open,
    /// The list knows nothing of it.
    NotMine,
}

/// Which rows the filter lets through and which are seen. Rows are counted without the filter.
#[derive(Debug)]
pub struct Listing {
    /// The row held as the selected one, where no other place holds it ([`ListScreen::row`]).
    pub row: usize,
    rows: Rows,
    filter: TextField,
    filtering: bool,
    shown: Vec<usize>,
}

impl Default for Listing {
    fn default() -> Self {
        Self {
            row: 0,
            rows: Rows::default(),
            filter: TextField::new(""),
            filtering: false,
            shown: Vec::new(),
        }
    }
}

impl Listing {
    /// A list with this row selected.
    pub fn at(row: usize) -> Self {
        Self {
            row,
            ..Self::default()
        }
    }

    /// Brings the list up to date, since rows come and go. The texts are asked for only while a
    /// filter is written.
    fn update(&mut self, count: usize, texts: impl FnOnce() -> Vec<String>) {
        let wanted = self.filter.text().trim();
        if wanted.is_empty() {
            self.shown = (0..count).collect();
        } else {
            let texts = texts();
            self.shown = fuzzy::filter(wanted, texts.iter().map(String::as_str));
        }
        self.rows.set_len(self.shown.len());
    }

    /// Where a row stands among those shown; the first place if it is filtered out.
    fn place(&self, row: usize) -> usize {
        let last = self.shown.last().copied();
        let row = last.map_or(row, |last| row.min(last));
        let place = self.shown.iter().position(|shown| *shown == row);
        place.unwrap_or(0)
    }

    /// The row that is selected when `row` was: it may have gone or be filtered out.
    pub fn selected(&self, row: usize) -> Option<usize> {
        self.shown.get(self.place(row)).copied()
    }

    /// The contexts of the list, to be stated after those of its screen.
    fn contexts(&self) -> &'static [Context] {
        if self.filtering {
            &[Context::Lists, Context::TextField]
        } else {
            &[Context::Lists]
        }
    }

    /// Where typed characters go.
    fn focus(&self) -> Focus {
        if self.filtering {
            Focus::Line
        } else {
            Focus::Commands
        }
    }

    fn handle(&mut self, ask: &Ask, row: usize) -> Listed {
        let place = self.place(row);
        let mut to = place;
        match ask {
            Ask::Command(Command::Filter) => self.filtering = true,
            Ask::Command(Command::Back) if self.filtering || !self.filter.is_empty() => {
                self.filter.set("");
                self.filtering = false;
                return Listed::Changed(self.selected(row).unwrap_or(row));
            }
            Ask::Command(Command::Open) if self.filtering => self.filtering = false,
            Ask::Command(Command::Open) if !self.shown.is_empty() => return Listed::Open,
            Ask::Command(command) => match self.rows.moved(place, *command) {
                Some(moved) => to = moved,
                None if self.filtering && self.filter.command(*command) != Edit::Foreign => {}
                None => return Listed::NotMine,
            },
            Ask::Key(key) if self.filtering => {
                self.filter.key(*key);
            }
            Ask::Paste(pasted) if self.filtering => {
                self.filter.insert(pasted.as_str());
            }
            Ask::Mouse(mouse) => match self.rows.pointed(place, *mouse) {
                Some(Pointed::Pressed(hit)) if hit == place => return Listed::Open,
                Some(Pointed::Pressed(hit) | Pointed::Wheeled(hit)) => to = hit,
                None => {}
            },
            _ => return Listed::NotMine,
        }
        Listed::Changed(self.shown.get(to).copied().unwrap_or(row))
    }

    /// Draws the rows with `row` selected, and above them the filter while there is one.
    pub fn draw<'a>(
        &self,
        buf: &mut Buffer,
        area: Rect,
        theme: Theme,
        (row, empty): (usize, &str),
        line: impl Fn(usize, u16) -> Line<'a>,
    ) -> Option<Position> {
        let (area, cursor) = self.draw_head(buf, area, theme, empty);
        let selected = (self.place(row), true);
        self.rows.draw(buf, area, theme, selected, |at, columns| {
            self.shown
                .get(at)
                .map_or_else(Line::default, |row| line(*row, columns))
        });
        cursor
    }

    /// The same for rows of several lines; a row is told which one stands above it.
    pub fn draw_tall(
        &self,
        buf: &mut Buffer,
        area: Rect,
        theme: Theme,
        (row, empty): (usize, &str),
        tall: impl Fn(usize, Option<usize>, u16) -> Tall,
    ) -> Option<Position> {
        let (area, cursor) = self.draw_head(buf, area, theme, empty);
        let place = self.place(row);
        self.rows.draw_tall(buf, area, theme, place, |at, columns| {
            let above = at.checked_sub(1).and_then(|above| self.shown.get(above));
            self.shown
                .get(at)
                .map_or_else(Tall::default, |row| tall(*row, above.copied(), columns))
        });
        cursor
    }

    /// Draws the filter while there is one, and what is said when there are no rows. What is left
    /// for the rows, and where the cursor goes.
    fn draw_head(
        &self,
        buf: &mut Buffer,
        area: Rect,
        theme: Theme,
        empty: &str,
    ) -> (Rect, Option<Position>) {
        let mut area = area;
        let mut cursor = None;
        if self.filtering || !self.filter.is_empty() {
            let wide = widgets::put(
                buf,
                area,
                " Only rows with: ",
                theme.style(Meaning::KeyName),
            );
            let field = widgets::right_of(widgets::row(area, 0), wide);
            cursor = self.filter.draw(buf, field, theme, self.filtering);
            area = widgets::below(area, 1);
        }
        if self.shown.is_empty() {
            let said = if self.filter.is_empty() {
                empty
            } else {
                "Nothing matches these letters."
            };
            widgets::put(
                buf,
                widgets::right_of(area, 2),
                said,
                theme.style(Meaning::Muted),
            );
        }
        (area, cursor)
    }
}

/// A screen that is a list: what differs from one to the other.
pub trait ListScreen {
    /// Where it is, from the outermost context inwards, without its own.
    const OUTER: &'static [Context];
    /// The contexts of its own commands: not while the filter is written.
    const OWN: &'static [Context];

    /// The list.
    fn listing(&self) -> &Listing;
    /// The list, to be changed.
    fn listing_mut(&mut self) -> &mut Listing;
    /// How many rows there are.
    fn count(&self, desk: &Desk) -> usize;
    /// What the filter looks through, for each row.
    fn texts(&self, desk: &Desk) -> Vec<String>;
    /// The row held as the selected one: by the list, unless the screen says where else.
    fn row(&self, _desk: &Desk) -> usize {
        self.listing().row
    }
    /// Holds another row as the selected one.
    fn select(&mut self, _desk: &mut Desk, row: usize) {
        self.listing_mut().row = row;
    }
    /// The commands for the footer, the most useful first.
    fn hints(&self, desk: &Desk) -> Vec<Command>;
    /// Opens a row.
    fn open_row(&mut self, desk: &mut Desk, row: usize) -> Next;
    /// Does a command that the list knows nothing of.
    fn command(&mut self, desk: &mut Desk, command: Command) -> Next;
    /// Handles what never goes to the list: replies, ends of effects, what lies beside the list.
    /// Gives back what it does not handle.
    fn beside(&mut self, _desk: &mut Desk, ask: Ask) -> Result<Next, Ask> {
        Err(ask)
    }
    /// Draws it.
    fn draw_list(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position>;
    /// Keeps what it holds beside the list in step with the desk.
    fn refresh(&mut self, _desk: &mut Desk) {}
    /// Puts aside what is unfinished.
    fn put_aside(&mut self, _desk: &mut Desk) {}
    /// Whether something unfinished was changed since it was put aside.
    fn is_unkept(&self) -> bool {
        false
    }

    /// The row that is selected; nothing in an empty list.
    fn selected(&self, desk: &Desk) -> Option<usize> {
        self.listing().selected(self.row(desk))
    }

    /// Brings the list up to date with the desk. To be called once when the screen is opened.
    fn update(&mut self, desk: &mut Desk) {
        self.refresh(desk);
        let count = self.count(desk);
        let mut listing = std::mem::take(self.listing_mut());
        listing.update(count, || self.texts(desk));
        *self.listing_mut() = listing;
        if let Some(row) = self.selected(desk)
            && row != self.row(desk)
        {
            self.select(desk, row);
        }
    }
}

impl<S: ListScreen> View for S {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        let mut contexts = S::OUTER.to_vec();
        contexts.extend(self.listing().contexts());
        if self.listing().focus() == Focus::Commands {
            contexts.extend(S::OWN);
        }
        contexts
    }

    fn hints(&self, desk: &Desk) -> Vec<Command> {
        ListScreen::hints(self, desk)
    }

    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        self.update(desk);
        let next = match self.beside(desk, ask) {
            Ok(next) => next,
            Err(ask) => {
                let row = self.row(desk);
                match self.listing_mut().handle(&ask, row) {
                    Listed::Changed(to) => {
                        if to != row {
                            self.select(desk, to);
                        }
                        Next::Stay
                    }
                    Listed::Open => match self.selected(desk) {
                        Some(row) => self.open_row(desk, row),
                        None => Next::Stay,
                    },
                    Listed::NotMine => match ask {
                        Ask::Command(command) => self.command(desk, command),
                        _ => Next::Stay,
                    },
                }
            }
        };
        self.update(desk);
        next
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        self.draw_list(desk, buf, area)
    }

    fn returned(&mut self, desk: &mut Desk) {
        self.update(desk);
    }

    fn focus(&self, _desk: &Desk) -> Focus {
        self.listing().focus()
    }

    fn keep(&mut self, desk: &mut Desk) {
        self.put_aside(desk);
    }

    fn due(&self) -> Option<u64> {
        self.is_unkept().then_some(REST)
    }
}
