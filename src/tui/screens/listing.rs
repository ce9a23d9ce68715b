//! A list that can be filtered: the part that all screens with a list share.

use super::Ask;
use crate::tui::commands::fuzzy;
use crate::tui::commands::table::{Command, Context};
use crate::tui::terminal::input::Focus;
use crate::tui::theme::{Meaning, Theme};
use crate::tui::widgets;
use crate::tui::widgets::list::{self, ListState};
use crate::tui::widgets::text_field::TextField;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use std::borrow::Cow;

/// What an input did to the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listed {
    /// The selection moved, or the filter changed.
    Changed,
    /// The selected row is to be opened.
    Open,
    /// The list knows nothing of it.
    NotMine,
}

/// Rows, which of them the filter lets through, and which one is selected.
#[derive(Debug)]
pub struct Listing {
    state: ListState,
    filter: TextField,
    filtering: bool,
    shown: Vec<usize>,
}

impl Default for Listing {
    fn default() -> Self {
        Self {
            state: ListState::new(0),
            filter: TextField::new(""),
            filtering: false,
            shown: Vec::new(),
        }
    }
}

impl Listing {
    /// Sets the rows by their texts: to be called before every use, since rows come and go.
    pub fn set_rows<'a>(&mut self, rows: impl Iterator<Item = Cow<'a, str>>) {
        let wanted = self.filter.text().trim();
        if wanted.is_empty() {
            self.shown = rows.enumerate().map(|(index, _)| index).collect();
        } else {
            let rows: Vec<Cow<'a, str>> = rows.collect();
            self.shown = fuzzy::filter(wanted, rows.iter().map(AsRef::as_ref));
        }
        self.state.set_len(self.shown.len());
    }

    /// The selected row, counted without the filter.
    pub fn selected(&self) -> Option<usize> {
        self.state
            .selected()
            .and_then(|at| self.shown.get(at).copied())
    }

    /// Selects a row, counted without the filter; a row that is filtered out is left alone.
    pub fn select(&mut self, row: usize) {
        if let Some(at) = self.shown.iter().position(|shown| *shown == row) {
            self.state.select(at);
        }
    }

    /// The contexts of the list, to be stated after those of its screen.
    pub fn contexts(&self) -> &'static [Context] {
        if self.filtering {
            &[Context::Lists, Context::TextField]
        } else {
            &[Context::Lists]
        }
    }

    /// Where typed characters go.
    pub fn focus(&self) -> Focus {
        if self.filtering {
            Focus::Line
        } else {
            Focus::Commands
        }
    }

    /// Takes an input.
    pub fn handle(&mut self, ask: &Ask) -> Listed {
        match ask {
            Ask::Command(Command::Filter) => self.filtering = true,
            Ask::Command(Command::Back) if self.filtering || !self.filter.is_empty() => {
                self.filter.set("");
                self.filtering = false;
            }
            Ask::Command(Command::Open) if self.filtering => self.filtering = false,
            Ask::Command(Command::Open) if self.selected().is_some() => return Listed::Open,
            Ask::Command(command) => {
                let moved = self.state.command(*command)
                    || (self.filtering
                        && self.filter.command(*command)
                            != crate::tui::widgets::text_field::Edit::Foreign);
                if !moved {
                    return Listed::NotMine;
                }
            }
            Ask::Key(key) if self.filtering => {
                self.filter.key(*key);
            }
            Ask::Paste(pasted) if self.filtering => {
                self.filter.insert(pasted);
            }
            Ask::Mouse(mouse) => {
                let before = self.state.selected();
                match self.state.mouse(*mouse) {
                    Some(row) if Some(row) == before => return Listed::Open,
                    _ => {}
                }
            }
            _ => return Listed::NotMine,
        }
        Listed::Changed
    }

    /// Draws the rows, and above them the filter while there is one.
    pub fn draw<'a>(
        &self,
        buf: &mut Buffer,
        area: Rect,
        theme: Theme,
        empty: &str,
        line: impl Fn(usize, u16) -> Line<'a>,
    ) -> Option<Position> {
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
        list::draw(buf, area, theme, &self.state, true, |at, columns| {
            self.shown
                .get(at)
                .map_or_else(Line::default, |row| line(*row, columns))
        });
        cursor
    }
}
