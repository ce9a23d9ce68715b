//! Cases and visits: the first screen. From here a visit is opened, set up or taken in, and a
//! signed file is opened for reading.

use crate::domain::survey::words;
use crate::domain::values::written;
use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::{CaseLine, Desk, Effect};
use crate::tui::screens::listing::{ListScreen, Listing};
use crate::tui::screens::popups::ask::AskText;
use crate::tui::screens::popups::choose::Choose;
use crate::tui::screens::popups::reading::{Reading, tell};
use crate::tui::screens::{Ask, EffectResult, Next, Reply, Route};
use crate::tui::theme::Meaning;
use crate::tui::widgets::choice::Item;
use crate::tui::widgets::reader::Block;
use crate::tui::widgets::warning::Typed;
use crate::tui::{text, widgets};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use std::path::PathBuf;

/// Columns of the time of the last work.
const LAST: usize = 19;
/// Columns of how a case stands.
const STATE: usize = 30;
/// Changes that are shown before one is asked.
const SHOWN: usize = 8;

/// What a popup above was opened for, or an effect was asked for.
#[derive(Clone, Debug, PartialEq)]
enum Asked {
    /// The path of a packet.
    Packet,
    /// The path of a signed file.
    Bundle,
    /// Whether the changes of a newer packet are taken over.
    Changes(PathBuf, Vec<String>),
    /// All changes are being read.
    Reading(PathBuf, Vec<String>),
    /// A packet is being taken in.
    Import(PathBuf),
    /// Something is being opened.
    Opening,
}

/// The screen.
#[derive(Debug, Default)]
pub struct Cases {
    listing: Listing,
    asked: Option<Asked>,
}

impl Cases {
    /// The screen; the list is read again.
    pub fn open(desk: &mut Desk) -> Option<Self> {
        let mut screen = Self::default();
        desk.effects.push(Effect::ListCases);
        screen.update(desk);
        Some(screen)
    }

    fn ask_path(&mut self, title: &str, what: &str, asked: Asked) -> Next {
        self.asked = Some(asked);
        let told = format!(
            "{what} Write where it is, such as /media/usb/name, or drop it on this window."
        );
        Next::popup(AskText::new(title, told).guarded_as(Typed::Elsewhere))
    }

    fn import(&mut self, desk: &mut Desk, path: PathBuf, agreed: bool) {
        self.asked = Some(Asked::Import(path.clone()));
        desk.effects.push(Effect::ImportPacket { path, agreed });
    }

    fn ask_changes(&mut self, path: PathBuf, changes: Vec<String>) -> Next {
        let more = changes.len().saturating_sub(SHOWN);
        let mut said = changes
            .iter()
            .take(SHOWN)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join("\n");
        if more > 0 {
            said.push_str(&format!("\n(and {more} more)"));
        }
        self.asked = Some(Asked::Changes(path, changes));
        let items = [
            "Take the changes over",
            "Leave everything as it is",
            "Read all changes",
        ];
        Next::popup(
            Choose::new(
                "This file of the office is newer. What it changes:",
                items.into_iter().map(Item::plain).collect(),
            )
            .explained(said),
        )
    }

    fn reply(&mut self, desk: &mut Desk, reply: Reply) -> Next {
        match (self.asked.take(), reply) {
            (Some(Asked::Packet), Reply::Typed(path)) => {
                self.import(desk, super::written_path(&path), false);
            }
            (Some(Asked::Bundle), Reply::Typed(path)) => {
                self.asked = Some(Asked::Opening);
                desk.effects
                    .push(Effect::OpenBundle(super::written_path(&path)));
            }
            (Some(Asked::Changes(path, _)), Reply::Chosen(0)) => self.import(desk, path, true),
            (Some(Asked::Changes(path, changes)), Reply::Chosen(2)) => {
                let blocks = changes.iter().map(Block::plain).collect();
                self.asked = Some(Asked::Reading(path, changes));
                return Next::popup(Reading::new("What the office's file changes", blocks));
            }
            (Some(Asked::Reading(path, changes)), _) => return self.ask_changes(path, changes),
            (Some(Asked::Changes(..)), _) => desk.say("Nothing was changed."),
            _ => {}
        }
        Next::Stay
    }

    fn ended(&mut self, desk: &mut Desk, outcome: EffectResult) -> Next {
        match (self.asked.take(), outcome) {
            (Some(Asked::Import(path)), EffectResult::Differences(changes)) => {
                return self.ask_changes(path, changes);
            }
            (Some(Asked::Import(_)), EffectResult::Done) => {
                if desk.status.is_none() {
                    desk.say("The office's file is taken in.");
                }
                desk.effects.push(Effect::ListCases);
            }
            (_, EffectResult::Failed(why)) => {
                return tell(desk, "This did not work", why);
            }
            (asked, _) => self.asked = asked.filter(|asked| !matches!(asked, Asked::Opening)),
        }
        Next::Stay
    }
}

/// When the last backup was made, at the right of the first row.
fn last_backup(desk: &Desk, buf: &mut Buffer, area: Rect) {
    // Nothing is worth a backup before there is a case, and nothing in the demonstration.
    if desk.demo || desk.cases.is_empty() {
        return;
    }
    let (said, meaning) = match &desk.backup.last {
        None => ("no backup yet ".to_owned(), Meaning::Warning),
        Some(last) => {
            let when = words::day_and_time(last.at);
            (format!("last backup {when} "), Meaning::Muted)
        }
    };
    widgets::put_right(buf, area, &said, desk.theme.style(meaning));
}

fn line(case: &CaseLine, columns: usize, desk: &Desk) -> Line<'static> {
    let dots = desk.theme.signs.ellipsis;
    let wide = columns.saturating_sub(LAST + STATE + 2).max(10);
    let mut spans = Vec::new();
    let mut left = wide;
    // The name may say it too; the mark is there whatever the name says.
    if case.training && !case.practice.contains("TRAINING") {
        spans.push(Span::styled(
            "TRAINING",
            desk.theme.style(Meaning::Training),
        ));
        spans.push(Span::raw(" "));
        left = left.saturating_sub(9);
    }
    let last = case
        .last_at
        .map_or_else(String::new, written::day_and_clock);
    spans.push(Span::raw(format!(
        "{} {} ",
        text::fit(&text::visible(&case.practice), left, dots),
        text::fit(&text::visible(&case.state), STATE, dots)
    )));
    spans.push(Span::styled(last, desk.theme.style(Meaning::Muted)));
    Line::from(spans)
}

/// What to press where there is nothing yet.
fn first_steps() -> Vec<String> {
    let way = |command: Command, what: &str| {
        let key = keymap::key_for(&[Context::Cases], command).unwrap_or_default();
        format!("{key:>4}  {what}")
    };
    vec![
        "There is no case on this laptop yet. Press".to_owned(),
        String::new(),
        way(
            Command::OpenTraining,
            "to practise on a made-up visit, where nothing is real",
        ),
        way(
            Command::ImportPacket,
            "to take in the assignment file that the office sent you",
        ),
        way(
            Command::NewVisit,
            "to set up a visit in a form, without such a file",
        ),
        way(Command::OpenBundle, "to open a signed file for reading"),
    ]
}

impl ListScreen for Cases {
    const OUTER: &'static [Context] = &[Context::Anywhere];
    const OWN: &'static [Context] = &[Context::Cases];

    fn listing(&self) -> &Listing {
        &self.listing
    }

    fn listing_mut(&mut self) -> &mut Listing {
        &mut self.listing
    }

    fn count(&self, desk: &Desk) -> usize {
        desk.cases.len()
    }

    fn texts(&self, desk: &Desk) -> Vec<String> {
        desk.cases
            .iter()
            .map(|case| format!("{} {}", case.practice, case.state))
            .collect()
    }

    fn hints(&self, desk: &Desk) -> Vec<Command> {
        let mut hints = Vec::new();
        if !desk.cases.is_empty() {
            hints.push(Command::Open);
        }
        hints.extend([
            Command::NewVisit,
            Command::ImportPacket,
            Command::OpenBundle,
            Command::OpenTraining,
        ]);
        if !desk.demo && !desk.cases.is_empty() {
            hints.push(Command::BackUp);
        }
        hints
    }

    fn beside(&mut self, desk: &mut Desk, ask: Ask) -> Result<Next, Ask> {
        match ask {
            Ask::Reply(reply) => Ok(self.reply(desk, reply)),
            Ask::EffectEnded(result) => Ok(self.ended(desk, result)),
            ask => Err(ask),
        }
    }

    fn open_row(&mut self, desk: &mut Desk, row: usize) -> Next {
        if let Some(case) = desk.cases.get(row) {
            let id = case.id.clone();
            self.asked = Some(Asked::Opening);
            desk.effects.push(Effect::OpenCase(id));
        }
        Next::Stay
    }

    fn command(&mut self, desk: &mut Desk, command: Command) -> Next {
        match command {
            Command::Back => return Next::Back,
            Command::NewVisit => return Next::Go(Route::NewVisit),
            Command::NewKey => return Next::Go(Route::NewKey),
            Command::BackUp => return Next::Go(Route::Backup),
            Command::ImportPacket => {
                return self.ask_path(
                    "Take in the office's assignment file",
                    "A file whose name ends in .json.",
                    Asked::Packet,
                );
            }
            Command::OpenBundle => {
                return self.ask_path(
                    "Open a signed file",
                    "It is checked first and shown for reading only.",
                    Asked::Bundle,
                );
            }
            Command::OpenTraining => {
                self.asked = Some(Asked::Opening);
                desk.effects.push(Effect::OpenTraining);
            }
            _ => {}
        }
        Next::Stay
    }

    fn draw_list(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let theme = desk.theme;
        let head = match (desk.cases.len(), desk.profile.name.as_str()) {
            (_, "") => " Cases and visits".to_owned(),
            (_, name) => format!(" Cases and visits of {}", text::visible(name)),
        };
        widgets::put(buf, area, &head, theme.style(Meaning::Title));
        last_backup(desk, buf, area);
        if desk.cases.is_empty() {
            for (line, at) in first_steps().iter().zip(2..) {
                let place = widgets::right_of(widgets::row(area, at), 2);
                widgets::put(buf, place, line, theme.style(Meaning::Plain));
            }
            return None;
        }
        let columns = usize::from(area.width).saturating_sub(3);
        let wide = columns.saturating_sub(LAST + STATE + 2).max(10);
        let titles = format!(
            "  {:<wide$} {:<STATE$} Last worked on",
            "Practice", "Standing"
        );
        widgets::put(
            buf,
            widgets::row(area, 1),
            &titles,
            theme.style(Meaning::Muted),
        );
        let below = widgets::below(area, 2);
        self.listing
            .draw(buf, below, theme, (self.listing.row, ""), |row, columns| {
                desk.cases
                    .get(row)
                    .map_or_else(Line::default, |case| line(case, usize::from(columns), desk))
            })
    }
}
