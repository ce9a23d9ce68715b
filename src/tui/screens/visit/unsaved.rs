//! What could not be saved: listed, tried again, copied to a file elsewhere, or left behind on
//! purpose.

use crate::domain::survey::answers::NoteTarget;
use crate::domain::values::text::FreeText;
use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::{Desk, Effect, Saved};
use crate::tui::screens::popups::ask::AskText;
use crate::tui::screens::popups::reading::scroll;
use crate::tui::screens::{Ask, EffectResult, Next, Reply, View};
use crate::tui::survey::drafted_note;
use crate::tui::theme::Meaning;
use crate::tui::unsaved::{self, Unsaved};
use crate::tui::widgets;
use crate::tui::widgets::reader::{self, Block, ReaderState};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::path::PathBuf;

/// The screen.
#[derive(Debug, Default)]
pub struct NotSaved {
    state: ReaderState,
    /// Where it is being copied to.
    copying: Option<PathBuf>,
}

/// What a text belongs to.
fn belongs_to(held: &Unsaved) -> String {
    match held.target.as_deref().and_then(drafted_note) {
        Some(NoteTarget::Check(check)) => {
            format!("Note at {} {}", check.element, check.method.title())
        }
        Some(NoteTarget::Standard(standard)) => format!("Note at Standard {standard}"),
        _ => "Typed".to_owned(),
    }
}

impl NotSaved {
    /// The screen, unless everything is saved.
    pub fn open(desk: &mut Desk) -> Option<Self> {
        if desk.is_all_saved() {
            desk.say("Everything is saved.");
            return None;
        }
        Some(Self::default())
    }

    fn copy(&mut self, desk: &mut Desk, path: &str) {
        let mut all = String::new();
        for held in &desk.unsaved {
            all.push_str(&format!("{}\n{}\n\n", belongs_to(held), &*held.text));
        }
        for (name, text) in desk.parked.unsaved() {
            all.push_str(&format!("{name}\n{}\n\n", &**text));
        }
        let path = PathBuf::from(path);
        self.copying = Some(path.clone());
        let text = FreeText::from(all);
        desk.effects.push(Effect::CopyOut { path, text });
    }

    fn copied(&mut self, desk: &mut Desk, ended: &EffectResult) {
        let Some(path) = self.copying.take() else {
            return;
        };
        match ended {
            EffectResult::Failed(why) => desk.alarm(why.clone()),
            _ => desk.say(format!(
                "Copied to {}. Whoever has that file can read it; delete it when all is saved.",
                path.display()
            )),
        }
    }

    fn blocks(desk: &Desk) -> Vec<Block> {
        let key = |command| keymap::key_for(&[Context::NotSaved], command).unwrap_or_default();
        let mut blocks = vec![Block::new(
            Meaning::Error,
            match &desk.saved {
                Saved::Not(why) => format!("Not saved: {why}"),
                _ => "Not saved yet.".to_owned(),
            },
        )];
        blocks.push(Block::plain(format!(
            "What you typed is below and nowhere else. {} tries to save it again; {} copies it to a \
             file elsewhere; {} closes onsite without it.",
            key(Command::TryAgain),
            key(Command::CopyUnsaved),
            key(Command::LeaveUnsaved)
        )));
        for held in &desk.unsaved {
            blocks.push(Block::plain(""));
            blocks.push(Block::new(Meaning::Title, belongs_to(held)));
            blocks.extend(held.text.lines().map(Block::plain));
        }
        for (name, _) in desk.parked.unsaved() {
            blocks.push(Block::plain(""));
            blocks.push(Block::new(Meaning::Title, format!("Filled in: {name}")));
        }
        blocks
    }
}

impl View for NotSaved {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        vec![Context::Anywhere, Context::Reading, Context::NotSaved]
    }

    fn hints(&self, _desk: &Desk) -> Vec<Command> {
        vec![
            Command::TryAgain,
            Command::CopyUnsaved,
            Command::LeaveUnsaved,
            Command::Back,
        ]
    }

    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        match ask {
            Ask::Command(Command::Back) => return Next::Back,
            Ask::Command(Command::TryAgain) => {
                unsaved::try_again(desk, &[]);
                desk.warn("Tried again.");
            }
            Ask::Command(Command::CopyUnsaved) => {
                let ask = AskText::new(
                    "Copy to which file?",
                    "The file is not encrypted: whoever gets it can read what you typed. Name one \
                     on a stick or disk that has room, such as /media/stick/unsaved.txt.",
                );
                return Next::popup(ask);
            }
            Ask::Command(Command::LeaveUnsaved) => return Next::Quit,
            Ask::Reply(Reply::Typed(path)) => self.copy(desk, path.trim()),
            Ask::EffectEnded(ended) => self.copied(desk, &ended),
            ask => scroll(&mut self.state, &ask),
        }
        Next::Stay
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let place = widgets::right_of(area, 1);
        reader::draw(buf, place, desk.theme, &self.state, &Self::blocks(desk));
        None
    }
}
