//! The command palette: any command that works here, by a few letters of what it does.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::{fuzzy, keymap};
use crate::tui::commands::table::{COMMANDS, Command, Context};
use crate::tui::terminal::input::Mouse;
use crate::tui::terminal::key::Key;
use crate::tui::text::{fit, truncate, wrap};
use crate::tui::theme::{Meaning, Theme};
use crate::tui::widgets::list::{self, ListState};
use crate::tui::widgets::text_field::{Edit, TextField};
use crate::tui::widgets::{below, popup, put, right_of, row, rule};

/// Contexts of the palette itself, innermost last: its keys are those of a list and a text field.
pub const CONTEXTS: [Context; 3] = [Context::Anywhere, Context::Choice, Context::TextField];

/// Columns for a command's name.
const NAME: usize = 24;
/// Columns for its key.
const KEYS: usize = 10;
/// Rows for the sentence about the selected command, with the line above it.
const EXPLAINED: u16 = 3;

/// The palette while it is open.
#[derive(Clone, Debug)]
pub struct Palette {
    /// Where it was opened: what works there is offered.
    contexts: Vec<Context>,
    query: TextField,
    found: Vec<Command>,
    list: ListState,
}

/// What an input did to the palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaletteEvent {
    /// It stays open.
    Open,
    /// It closes and nothing happens.
    Closed,
    /// It closes and this runs.
    Run(Command),
}

impl Palette {
    /// Opens over a screen with these contexts.
    pub fn new(contexts: &[Context]) -> Self {
        let mut palette = Palette {
            contexts: contexts.to_vec(),
            query: TextField::default(),
            found: Vec::new(),
            list: ListState::default(),
        };
        palette.search();
        palette
    }

    /// Takes a key.
    pub fn key(&mut self, key: Key) -> PaletteEvent {
        match keymap::command(&CONTEXTS, key) {
            Some(Command::Back | Command::Palette) => return PaletteEvent::Closed,
            Some(Command::Confirm) => return self.chosen(),
            Some(command) if self.list.command(command) => {}
            _ => self.write(|query| query.key(key)),
        }
        PaletteEvent::Open
    }

    /// Takes a paste.
    pub fn paste(&mut self, text: &str) {
        self.write(|query| query.insert(text).0);
    }

    /// Takes a use of the mouse: a press on a command runs it.
    pub fn mouse(&mut self, mouse: Mouse) -> PaletteEvent {
        match self.list.mouse(mouse) {
            Some(_) => self.chosen(),
            None => PaletteEvent::Open,
        }
    }

    /// The commands found, best first.
    pub fn found(&self) -> &[Command] {
        &self.found
    }

    fn chosen(&self) -> PaletteEvent {
        let command = self.list.selected().and_then(|at| self.found.get(at));
        command.map_or(PaletteEvent::Open, |command| PaletteEvent::Run(*command))
    }

    fn write(&mut self, edit: impl FnOnce(&mut TextField) -> Edit) {
        if edit(&mut self.query) == Edit::Changed {
            self.search();
        }
    }

    fn search(&mut self) {
        // What is written into the palette cannot be a command to write.
        let offered: Vec<Command> = COMMANDS
            .iter()
            .map(|row| row.command)
            .filter(|command| command.works_in(&self.contexts))
            .filter(|command| !matches!(command, Command::Palette))
            .collect();
        // A name that matches comes before a sentence that does.
        let titles: Vec<String> = offered.iter().map(|command| command.title()).collect();
        let sentences = offered.iter().zip(&titles);
        let sentences: Vec<String> = sentences
            .map(|(command, title)| {
                format!("{title} {} {}", command.row().label, command.row().help)
            })
            .collect();
        let query = self.query.text();
        let mut order = fuzzy::rank(query, titles.iter().map(String::as_str));
        for index in fuzzy::rank(query, sentences.iter().map(String::as_str)) {
            if !order.contains(&index) {
                order.push(index);
            }
        }
        let found = order
            .into_iter()
            .filter_map(|index| offered.get(index).copied());
        self.found = found.collect();
        self.list = ListState::new(self.found.len());
    }

    /// Draws the palette over the screen. Where the cursor goes.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme) -> Option<Position> {
        let width = area.width.saturating_sub(4).clamp(40, 100);
        let place = popup::centred(area, width, area.height.saturating_sub(4).clamp(10, 20));
        let inside = popup::frame(buf, place, theme, "What would you like to do?");
        let used = put(buf, inside, "> ", theme.style(Meaning::Field));
        let cursor = self.query.draw(buf, right_of(inside, used), theme, true);
        rule(buf, below(inside, 1), theme);
        let foot = inside.height.saturating_sub(EXPLAINED);
        let rows = Rect {
            height: foot.saturating_sub(2),
            ..below(inside, 2)
        };
        self.explain(buf, below(inside, foot), theme);
        if self.found.is_empty() {
            let text = "No command does that. Fewer letters find more.";
            put(buf, rows, text, theme.style(Meaning::Muted));
        }
        list::draw(buf, rows, theme, &self.list, true, |index, columns| {
            self.line(index, columns, theme)
        });
        cursor
    }

    /// Draws the whole sentence about the selected command, which the list may have to cut.
    fn explain(&self, buf: &mut Buffer, area: Rect, theme: Theme) {
        rule(buf, area, theme);
        let selected = self.list.selected().and_then(|at| self.found.get(at));
        let help = selected.map_or("", |command| command.row().help);
        let lines = wrap(help, usize::from(area.width));
        for (line, at) in lines.zip(1..area.height) {
            put(buf, row(area, at), line, theme.style(Meaning::Plain));
        }
    }

    fn line(&self, index: usize, columns: u16, theme: Theme) -> Line<'static> {
        let Some(command) = self.found.get(index) else {
            return Line::default();
        };
        let ellipsis = theme.signs.ellipsis;
        let keys = keymap::key_for(&self.contexts, *command).unwrap_or_default();
        let room = usize::from(columns).saturating_sub(NAME + KEYS + 2);
        let help = truncate(command.row().help, room, ellipsis).into_owned();
        Line::from(vec![
            Span::raw(format!("{} ", fit(&command.title(), NAME, ellipsis))),
            Span::styled(
                format!("{} ", fit(&keys, KEYS, ellipsis)),
                theme.style(Meaning::KeyName),
            ),
            Span::styled(help, theme.style(Meaning::Muted)),
        ])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const STANDARD: [Context; 5] = [
        Context::Anywhere,
        Context::Visit,
        Context::Lists,
        Context::Walk,
        Context::Standard,
    ];

    /// Help names a command without a key by its word: what is typed must find it.
    #[test]
    fn the_word_of_a_command_finds_it() {
        for row in COMMANDS {
            let without = row.places.iter().filter(|place| place.keys.is_empty());
            let contexts: Vec<Context> = without.map(|place| place.context).collect();
            if contexts.is_empty() {
                continue;
            }
            let mut palette = Palette::new(&contexts);
            written(&mut palette, row.label);
            assert!(palette.found().contains(&row.command), "{}", row.name);
        }
    }

    fn written(palette: &mut Palette, text: &str) {
        for c in text.chars() {
            palette.key(Key::char(c));
        }
    }

    fn press(palette: &mut Palette, name: &str) -> PaletteEvent {
        palette.key(name.parse().unwrap())
    }

    #[test]
    fn every_command_is_in_the_palette_where_it_works() {
        for row in COMMANDS
            .iter()
            .filter(|row| row.command != Command::Palette)
        {
            let contexts: Vec<Context> = row.places.iter().map(|place| place.context).collect();
            let mut palette = Palette::new(&contexts);
            assert!(palette.found().contains(&row.command), "{}", row.name);
            written(&mut palette, &row.command.title());
            assert_eq!(palette.found().first(), Some(&row.command), "{}", row.name);
        }
    }

    #[test]
    fn a_few_letters_find_and_enter_runs() {
        let mut palette = Palette::new(&STANDARD);
        written(&mut palette, "adds something");
        assert_eq!(
            press(&mut palette, "Enter"),
            PaletteEvent::Run(Command::AddSource)
        );
        let mut palette = Palette::new(&STANDARD);
        written(&mut palette, "signed file");
        assert_eq!(
            press(&mut palette, "Enter"),
            PaletteEvent::Run(Command::SignAndFinish)
        );
    }

    #[test]
    fn arrows_choose_escape_closes_and_letters_are_letters() {
        let mut palette = Palette::new(&STANDARD);
        written(&mut palette, "met");
        let second = palette.found().get(1).copied().unwrap();
        assert_eq!(press(&mut palette, "Down"), PaletteEvent::Open);
        assert_eq!(press(&mut palette, "Enter"), PaletteEvent::Run(second));
        assert_eq!(press(&mut palette, "Esc"), PaletteEvent::Closed);
        assert_eq!(press(&mut palette, "Ctrl-P"), PaletteEvent::Closed);
        written(&mut palette, "zzzzq");
        assert_eq!(
            press(&mut palette, "Enter"),
            PaletteEvent::Open,
            "nothing to run"
        );
    }
}
