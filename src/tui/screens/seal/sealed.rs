//! After signing: where the file is, how large, whom to send it to, its fingerprint, and what is
//! worth knowing. A visit that was signed before shows what is known of it.

use crate::domain::survey::words;
use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::{Desk, Effect, SealedFile};
use crate::tui::screens::popups::ask::AskText;
use crate::tui::screens::popups::reading::scroll;
use crate::tui::screens::{Ask, EffectResult, Next, Reply, View};
use crate::tui::theme::Meaning;
use crate::tui::widgets::reader::{self, Block, ReaderState};
use crate::tui::{widgets, wording};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Columns for what each line tells.
const LEAD: u16 = 16;

/// The screen.
#[derive(Debug, Default)]
pub struct Sealed {
    state: ReaderState,
}

impl Sealed {
    /// The screen.
    pub fn open(_desk: &mut Desk) -> Option<Self> {
        Some(Self::default())
    }
}

/// A fingerprint in groups of four, as one reads it aloud.
fn grouped(fingerprint: &str) -> String {
    let letters: Vec<char> = fingerprint.chars().collect();
    let groups: Vec<String> = letters
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join(" ")
}

fn file_blocks(file: &SealedFile) -> Vec<Block> {
    let line = |lead: &str, says: String| Block::plain(says).led_by(lead, LEAD);
    let mut blocks = vec![
        line("The file", file.path.clone()),
        line("Size", wording::size(file.size)),
        line("Send it to", file.send_to.clone()),
        Block::plain(""),
        line("Fingerprint", grouped(&file.sha256)),
        line(
            "",
            "SHA-256 of the file: read it aloud, or write it beside the file you send, so \
                  that the other side can tell it is the same."
                .to_owned(),
        ),
        line("Signed with", file.key.clone()),
    ];
    for warning in &file.warnings {
        blocks.push(Block::new(Meaning::Warning, format!("! {warning}")));
    }
    blocks
}

fn blocks(desk: &Desk) -> Option<Vec<Block>> {
    let visit = desk.open()?.visit;
    let seal = visit.seals.last()?;
    let mut blocks = vec![Block::new(
        Meaning::Done,
        format!(
            "Signed and finished: revision {}, {}, initials {}",
            seal.revision,
            words::day_and_time(seal.at),
            seal.initials
        ),
    )];
    blocks.push(Block::plain(""));
    match &desk.sealed {
        Some(file) => blocks.extend(file_blocks(file)),
        None => blocks.push(Block::plain(format!(
            "The signed file is kept on this laptop; it need not be signed again. {} writes it \
                 out, into the usual folder or one that you name.",
            keymap::key_for(&[Context::Signed], Command::ExportAgain).unwrap_or_default()
        ))),
    }
    for revision in desk.survey.iter().flat_map(|survey| &survey.withdrawn) {
        blocks.push(Block::new(
            Meaning::Muted,
            format!("Revision {revision}: withdrawn because a text in it was erased."),
        ));
    }
    let key = keymap::key_for(&[Context::Signed], Command::OpenRevision).unwrap_or_default();
    blocks.push(Block::plain(""));
    blocks.push(Block::new(
        Meaning::Muted,
        format!(
            "Nothing can be changed in what was signed. {key} opens a next revision and asks why; \
             both files then belong together."
        ),
    ));
    Some(blocks)
}

impl View for Sealed {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        vec![
            Context::Anywhere,
            Context::Visit,
            Context::Reading,
            Context::Signed,
        ]
    }

    fn hints(&self, _desk: &Desk) -> Vec<Command> {
        vec![
            Command::Back,
            Command::ExportAgain,
            Command::OpenRevision,
            Command::Palette,
        ]
    }

    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        match ask {
            Ask::Command(Command::Back) => return Next::Back,
            Ask::Command(Command::ExportAgain) => {
                let popup = AskText::new(
                    "Write the signed file into which folder?",
                    "Nothing written: the usual folder.",
                );
                return Next::popup(popup.holding(""));
            }
            Ask::Reply(Reply::Typed(folder)) => {
                let folder = folder.trim();
                let folder = (!folder.is_empty()).then(|| folder.into());
                desk.effects.push(Effect::Export(folder));
            }
            Ask::EffectEnded(EffectResult::Failed(why)) => desk.alarm(why),
            ask => scroll(&mut self.state, &ask),
        }
        Next::Stay
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let blocks = match blocks(desk) {
            Some(blocks) => blocks,
            None => vec![Block::plain("This visit is not signed yet.")],
        };
        let place = widgets::right_of(area, 1);
        reader::draw(buf, place, desk.theme, &self.state, &blocks);
        None
    }
}
