//! A backup: where it goes, how far it is, where it lies. It goes where the last one went, if that
//! disk is there: then one key is all it takes.

use crate::domain::survey::words;
use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::{BackupFolder, Desk, Effect, LastBackup};
use crate::tui::screens::popups::ask::AskText;
use crate::tui::screens::{Ask, EffectResult, Next, Reply, View};
use crate::tui::theme::Meaning;
use crate::tui::widgets::choice::{Choice, Item};
use crate::tui::widgets::reader::{self, Block, ReaderState};
use crate::tui::widgets::warning::Typed;
use crate::tui::{text, widgets, wording};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::path::{Path, PathBuf};

/// Columns for what each line tells.
const LEAD: u16 = 10;
/// Columns of the bar.
const BAR: u64 = 40;

/// How far it is.
#[derive(Debug)]
enum Stage {
    /// The disks are looked for.
    Looking,
    /// Somebody chooses where it goes.
    Choosing(Choice),
    /// Another folder is being written.
    Asking,
    /// It is made.
    Going(PathBuf),
    /// It was made.
    Made,
    /// It could not be made: why, and what to do.
    Failed(String),
}

/// The screen.
#[derive(Debug)]
pub struct BackupScreen {
    stage: Stage,
    state: ReaderState,
}

impl BackupScreen {
    /// The screen; the disks are looked for.
    pub fn open(desk: &mut Desk) -> Option<Self> {
        desk.backup.made = None;
        desk.effects.push(Effect::LookForDisks);
        Some(Self {
            stage: Stage::Looking,
            state: ReaderState::default(),
        })
    }

    fn begin(&mut self, desk: &mut Desk, shelf: PathBuf) {
        self.stage = Stage::Going(shelf.clone());
        desk.effects.push(Effect::BeginBackup(shelf));
    }

    fn choose(&mut self, desk: &Desk) {
        let disks = desk
            .backup
            .disks
            .iter()
            .map(|disk| Item::plain(shown(disk)));
        let other = Item::plain("Another folder");
        self.stage = Stage::Choosing(Choice::new(disks.chain([other]).collect()));
    }

    fn chosen(&mut self, desk: &mut Desk, place: usize) -> Next {
        if let Some(disk) = desk.backup.disks.get(place).cloned() {
            self.begin(desk, disk);
            return Next::Stay;
        }
        self.stage = Stage::Asking;
        let told = "Write a folder on another disk, or drop it on this window. It is made if it is \
                    not there.";
        Next::popup(AskText::new("Where does the backup go?", told).guarded_as(Typed::Elsewhere))
    }

    fn ended(&mut self, desk: &mut Desk, outcome: EffectResult) {
        match (&self.stage, outcome) {
            (_, EffectResult::Failed(why)) => self.stage = Stage::Failed(why),
            (Stage::Looking, _) => match &desk.backup.last {
                Some(last) if last.is_there => {
                    let shelf = last.shelf.clone();
                    self.begin(desk, shelf);
                }
                _ => self.choose(desk),
            },
            (Stage::Going(_), _) if desk.backup.made.is_some() => self.stage = Stage::Made,
            _ => {}
        }
    }

    fn back(&mut self, desk: &mut Desk) -> Next {
        if let Stage::Going(_) = self.stage {
            desk.effects.push(Effect::StopBackup);
            self.choose(desk);
            return Next::Stay;
        }
        Next::Back
    }

    fn said(&self, desk: &Desk) -> Vec<Block> {
        match &self.stage {
            Stage::Looking => Vec::new(),
            Stage::Choosing(_) | Stage::Asking => vec![
                Block::plain(standing(desk.backup.last.as_ref())),
                Block::plain(""),
                Block::plain(
                    "The copy is encrypted as your data is here: it opens with your passphrase or \
                     with the recovery code. Best it lies on a stick that does not travel with \
                     this laptop. Where does it go?",
                ),
            ],
            Stage::Going(shelf) => going(desk, shelf),
            Stage::Made => desk.backup.made.as_ref().map_or_else(Vec::new, made),
            Stage::Failed(why) => vec![
                Block::new(Meaning::Error, "No backup was made."),
                Block::plain(""),
                Block::plain(why.clone()),
            ],
        }
    }
}

/// A folder as it is shown.
fn shown(folder: &Path) -> String {
    text::visible(&folder.display().to_string()).into_owned()
}

/// When the last backup was made, and what is not in it.
pub fn standing(last: Option<&LastBackup>) -> String {
    let Some(last) = last else {
        return "No backup was made yet. If this laptop is lost, so is everything on it."
            .to_owned();
    };
    let when = words::day_and_time(last.at);
    match last.since {
        0 => format!("Last backup: {when}. Everything entered is in it."),
        1 => format!("Last backup: {when}. 1 entry since then is not in it."),
        since => format!("Last backup: {when}. {since} entries since then are not in it."),
    }
}

fn going(desk: &Desk, shelf: &Path) -> Vec<Block> {
    let (done, total) = desk.backup.going.unwrap_or_default();
    let percent = done.saturating_mul(100) / total.max(1);
    let full = usize::try_from(percent.min(100) * BAR / 100).unwrap_or(0);
    let rest = usize::try_from(BAR).unwrap_or(0).saturating_sub(full);
    let key = keymap::key_for(&[Context::Anywhere], Command::Back).unwrap_or_default();
    vec![
        Block::plain(format!("Copying to {}", shown(shelf))),
        Block::plain(""),
        Block::plain(format!(
            "[{}{}] {percent:>3} %  {} of {}",
            "#".repeat(full),
            ".".repeat(rest),
            wording::size(done),
            wording::size(total)
        )),
        Block::plain(""),
        Block::new(
            Meaning::Muted,
            format!("{key} stops it; nothing of it stays then."),
        ),
    ]
}

fn made(folder: &BackupFolder) -> Vec<Block> {
    let line = |lead: &str, says: String| Block::plain(says).led_by(lead, LEAD);
    let mut blocks = vec![
        Block::new(Meaning::Done, "Backed up, and read back: it is whole."),
        Block::plain(""),
        line("Folder", text::visible(&folder.path).into_owned()),
        line("Size", wording::size(folder.bytes)),
        Block::plain(""),
        Block::plain(
            "It opens with the passphrase of today, or with the recovery code. To go back to it: \
             onsite restore, and the folder.",
        ),
    ];
    if folder.removed > 0 {
        let removed = words::counted(folder.removed, "older backup");
        blocks.push(Block::new(
            Meaning::Muted,
            format!(
                "To make room, {removed} removed. The newest three stay, and the newest of each of \
                 fourteen days."
            ),
        ));
    }
    blocks
}

impl View for BackupScreen {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        match self.stage {
            Stage::Choosing(_) => vec![Context::Anywhere, Context::Choice],
            _ => vec![Context::Anywhere],
        }
    }

    fn hints(&self, _desk: &Desk) -> Vec<Command> {
        match self.stage {
            Stage::Choosing(_) => vec![Command::Confirm, Command::Back],
            _ => vec![Command::Back],
        }
    }

    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        let chosen = match (ask, &mut self.stage) {
            (Ask::EffectEnded(outcome), _) => {
                self.ended(desk, outcome);
                None
            }
            (Ask::Command(Command::Back), _) => return self.back(desk),
            (Ask::Reply(Reply::Typed(path)), Stage::Asking) => {
                self.begin(desk, super::written_path(&path));
                None
            }
            (Ask::Reply(_), Stage::Asking) => {
                self.choose(desk);
                None
            }
            (Ask::Command(command), Stage::Choosing(choice)) => choice.command(command),
            (Ask::Key(key), Stage::Choosing(choice)) => choice.key(key),
            (Ask::Mouse(mouse), Stage::Choosing(choice)) => choice.mouse(mouse),
            _ => None,
        };
        chosen.map_or(Next::Stay, |place| self.chosen(desk, place))
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let theme = desk.theme;
        widgets::put(buf, area, " Back up", theme.style(Meaning::Title));
        let place = widgets::right_of(widgets::below(area, 2), 1);
        let blocks = self.said(desk);
        reader::draw(buf, place, theme, &self.state, &blocks);
        if let Stage::Choosing(choice) = &self.stage {
            let above = reader::height(&blocks, place.width);
            choice.draw(buf, widgets::below(place, above + 1), theme);
        }
        None
    }
}
