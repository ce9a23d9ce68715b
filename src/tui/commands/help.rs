//! Help: what can be done here and with which keys, then everything else. Made from the command
//! table; letters filter it.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use super::{fuzzy, keymap, reading};
use crate::tui::commands::table::{COMMANDS, Command, Context};
use crate::tui::terminal::input::{Focus, Mouse};
use crate::tui::terminal::key::Key;
use crate::tui::theme::{Mark, Meaning, Theme};
use crate::tui::widgets::reader::{self, Block, ReaderState};
use crate::tui::widgets::text_field::{Edit, TextField};
use crate::tui::widgets::{below, popup, put, right_of};

/// Columns for the keys.
const KEYS: u16 = 18;

/// Help while it is open.
#[derive(Clone, Debug)]
pub struct Help {
    /// Where it was opened: what works there comes first.
    contexts: Vec<Context>,
    filter: Option<TextField>,
    reader: ReaderState,
}

impl Help {
    /// Opens over a screen with these contexts.
    pub fn new(contexts: &[Context]) -> Self {
        Help {
            contexts: contexts.to_vec(),
            filter: None,
            reader: ReaderState::default(),
        }
    }

    /// The contexts of help itself.
    pub fn contexts(&self) -> &'static [Context] {
        match self.filter {
            Some(_) => &[Context::Anywhere, Context::Reading, Context::TextField],
            None => &[Context::Anywhere, Context::Reading],
        }
    }

    /// Where typed characters go.
    pub fn focus(&self) -> Focus {
        match self.filter {
            Some(_) => Focus::Line,
            None => Focus::Commands,
        }
    }

    /// Takes a key; whether help stays open.
    pub fn key(&mut self, key: Key) -> bool {
        match keymap::command(self.contexts(), key) {
            Some(Command::Back) => {
                self.reader.reset();
                // Esc goes back from the filter first.
                return self.filter.take().is_some();
            }
            Some(Command::Help | Command::Quit) => return false,
            Some(Command::Filter) => self.filter = Some(TextField::default()),
            Some(command) if self.reader.command(command) => {}
            _ => {
                let changed = self.filter.as_mut().map(|filter| filter.key(key));
                if changed == Some(Edit::Changed) {
                    self.reader.reset();
                }
            }
        }
        true
    }

    /// Takes a use of the mouse: the wheel scrolls.
    pub fn mouse(&mut self, mouse: Mouse) {
        self.reader.mouse(mouse);
    }

    /// Draws help over the screen. Where the cursor goes, if letters are being typed.
    pub fn draw(&self, buf: &mut Buffer, area: Rect, theme: Theme) -> Option<Position> {
        let place = popup::centred(
            area,
            area.width.saturating_sub(4).clamp(40, 100),
            area.height.saturating_sub(2),
        );
        let inside = popup::frame(buf, place, theme, "Help");
        let cursor = self.draw_filter(buf, inside, theme);
        reader::draw(
            buf,
            below(inside, 2),
            theme,
            &self.reader,
            &self.blocks(theme),
        );
        cursor
    }

    fn draw_filter(&self, buf: &mut Buffer, area: Rect, theme: Theme) -> Option<Position> {
        if let Some(filter) = &self.filter {
            let used = put(buf, area, "Find: ", theme.style(Meaning::Field));
            return filter.draw(buf, right_of(area, used), theme, true);
        }
        let hints = [Command::Filter, Command::PageDown, Command::Back];
        let hints = keymap::hints(self.contexts(), &hints);
        let text: Vec<String> = hints
            .iter()
            .map(|hint| format!("{} {}", hint.keys, hint.label))
            .collect();
        put(buf, area, &text.join("   "), theme.style(Meaning::Muted));
        None
    }

    /// What is shown: here first, from the innermost context outwards, then elsewhere.
    fn blocks(&self, theme: Theme) -> Vec<Block> {
        let here = self.contexts.iter().rev().copied();
        let elsewhere = Context::ALL
            .into_iter()
            .filter(|context| !self.contexts.contains(context));
        let mut blocks: Vec<Block> = here
            .chain(elsewhere)
            .flat_map(|context| self.group(context))
            .collect();
        if blocks.is_empty() {
            blocks.push(Block::new(
                Meaning::Muted,
                "No command does that. Fewer letters find more.",
            ));
        }
        if self.filter.is_none() {
            blocks.push(Block::new(Meaning::Title, "Marks"));
            for mark in Mark::ALL {
                let reading = self.contexts.contains(&Context::Bundle);
                let said = match mark {
                    Mark::ToDo if reading => format!("{} {}", mark.sign(), Mark::BLANK),
                    mark => theme.mark(mark),
                };
                blocks.push(Block::new(Meaning::Answer(mark), said).indented(2));
            }
        }
        blocks
    }

    fn group(&self, context: Context) -> Vec<Block> {
        let rows: Vec<_> = COMMANDS
            .iter()
            .flat_map(|row| row.places.iter().map(move |place| (row, place)))
            .filter(|(_, place)| place.context == context)
            .filter(|(row, _)| reading::offers(&self.contexts, row.command))
            .collect();
        let texts: Vec<String> = rows
            .iter()
            .map(|(row, _)| format!("{} {}", row.command.title(), row.help))
            .collect();
        let query = self.filter.as_ref().map_or("", TextField::text);
        let lines = fuzzy::filter(query, texts.iter().map(String::as_str))
            .into_iter()
            .filter_map(|index| {
                let (row, place) = rows.get(index)?;
                let keys = match place.keys {
                    // By its word, which the list of commands finds.
                    [] => format!("{} {}", self.palette_key(), row.label),
                    keys => keys.join("  "),
                };
                Some(Block::plain(row.help).led_by(keys, KEYS).indented(2))
            });
        let mut blocks: Vec<Block> = lines.collect();
        if !blocks.is_empty() {
            blocks.insert(0, Block::new(Meaning::Title, context.heading()));
            blocks.push(Block::plain(""));
        }
        blocks
    }

    /// The key that finds commands without a key.
    fn palette_key(&self) -> String {
        keymap::key_for(&[Context::Anywhere], Command::Palette).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const HERE: [Context; 3] = [Context::Anywhere, Context::Lists, Context::Walk];

    fn text(help: &Help) -> String {
        let blocks = help.blocks(Theme::default());
        blocks.into_iter().map(|block| block.text + "\n").collect()
    }

    fn press(help: &mut Help, keys: &str) -> bool {
        keys.split(' ')
            .fold(true, |_, name| help.key(name.parse().unwrap()))
    }

    #[test]
    fn every_command_is_in_help_and_what_works_here_comes_first() {
        let all = text(&Help::new(&HERE));
        for row in COMMANDS {
            assert!(all.contains(row.help), "{}", row.name);
        }
        assert!(all.starts_with(Context::Walk.heading()));
        for mark in Mark::ALL {
            assert!(all.contains(mark.word()));
        }
    }

    #[test]
    fn letters_filter_and_escape_goes_back_step_by_step() {
        let mut help = Help::new(&HERE);
        assert!(press(&mut help, "/ u n d o"));
        let found = text(&help);
        assert!(found.contains("Takes the last act back") && !found.contains("Quick"));
        assert!(press(&mut help, "Esc"), "the filter closes first");
        assert!(text(&help).contains("Opens the note"));
        assert!(!press(&mut help, "Esc"));
        assert!(
            !press(&mut Help::new(&HERE), "?"),
            "the key that opens it closes it"
        );
    }
}
