//! Cases and visits: the first screen. From here a visit is opened, set up or taken in, and a
//! signed file is opened for reading.

use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::{CaseLine, Desk, Effect};
use crate::tui::screens::case::new_visit::NewVisit;
use crate::tui::screens::listing::{Listed, Listing};
use crate::tui::screens::popups::ask::AskText;
use crate::tui::screens::popups::choose::Choose;
use crate::tui::screens::popups::reading::Reading;
use crate::tui::screens::{Ask, EffectResult, Next, Reply, View};
use crate::tui::terminal::input::Focus;
use crate::tui::theme::Meaning;
use crate::tui::widgets::choice::Item;
use crate::tui::widgets::reader::Block;
use crate::tui::{text, widgets};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};
use std::borrow::Cow;
use std::path::PathBuf;

/// Columns of the time of the last work.
const LAST: usize = 18;
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
    rows: Listing,
    asked: Option<Asked>,
}

impl Cases {
    /// The screen; the list is read again.
    pub fn new(desk: &mut Desk) -> Self {
        let mut screen = Self::default();
        desk.effects.push(Effect::ListCases);
        screen.settle(desk);
        screen
    }

    fn settle(&mut self, desk: &Desk) {
        let texts = desk.cases.iter();
        self.rows
            .set_rows(texts.map(|case| Cow::Owned(format!("{} {}", case.practice, case.state))));
    }

    fn open(&mut self, desk: &mut Desk) -> Next {
        let row = self.rows.selected().and_then(|row| desk.cases.get(row));
        if let Some(case) = row {
            let id = case.id.clone();
            self.asked = Some(Asked::Opening);
            desk.effects.push(Effect::OpenCase(id));
        }
        Next::Stay
    }

    fn ask_path(&mut self, title: &str, what: &str, asked: Asked) -> Next {
        self.asked = Some(asked);
        Next::go(AskText::new(
            title,
            format!(
                "{what} Write where it is, such as /media/usb/name, or drop it on this window."
            ),
        ))
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
        Next::go(
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
                self.import(desk, written_path(&path), false);
            }
            (Some(Asked::Bundle), Reply::Typed(path)) => {
                self.asked = Some(Asked::Opening);
                desk.effects.push(Effect::OpenBundle(written_path(&path)));
            }
            (Some(Asked::Changes(path, _)), Reply::Chosen(0)) => self.import(desk, path, true),
            (Some(Asked::Changes(path, changes)), Reply::Chosen(2)) => {
                let blocks = changes.iter().map(Block::plain).collect();
                self.asked = Some(Asked::Reading(path, changes));
                return Next::go(Reading::new("What the office's file changes", blocks));
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
                return crate::tui::screens::tell(desk, "This did not work", why);
            }
            (asked, _) => self.asked = asked.filter(|asked| !matches!(asked, Asked::Opening)),
        }
        Next::Stay
    }

    fn command(&mut self, desk: &mut Desk, command: Command) -> Next {
        match command {
            Command::Back => return Next::Back,
            Command::NewVisit => return Next::go(NewVisit::new(desk)),
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
}

/// A path as somebody writes or drops it: blanks around it and quotes are no part of it.
fn written_path(written: &str) -> PathBuf {
    let written = written.trim();
    let bare = ['"', '\'']
        .into_iter()
        .find_map(|quote| written.strip_prefix(quote)?.strip_suffix(quote));
    PathBuf::from(bare.unwrap_or(written))
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
        .map_or_else(String::new, |at| at.format("%-d %b %Y %H:%M").to_string());
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

impl View for Cases {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        let mut contexts = vec![Context::Anywhere];
        contexts.extend(self.rows.contexts());
        if self.rows.focus() == Focus::Commands {
            contexts.push(Context::Cases);
        }
        contexts
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
        hints
    }

    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        self.settle(desk);
        let step = match ask {
            Ask::Reply(reply) => self.reply(desk, reply),
            Ask::EffectEnded(outcome) => self.ended(desk, outcome),
            ask => match self.rows.handle(&ask) {
                Listed::Changed => Next::Stay,
                Listed::Open => self.open(desk),
                Listed::NotMine => match ask {
                    Ask::Command(command) => self.command(desk, command),
                    _ => Next::Stay,
                },
            },
        };
        self.settle(desk);
        step
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let theme = desk.theme;
        let head = match (desk.cases.len(), desk.profile.name.as_str()) {
            (_, "") => " Cases and visits".to_owned(),
            (_, name) => format!(" Cases and visits of {}", text::visible(name)),
        };
        widgets::put(buf, area, &head, theme.style(Meaning::Title));
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
        self.rows
            .draw(buf, widgets::below(area, 2), theme, "", |row, columns| {
                desk.cases
                    .get(row)
                    .map_or_else(Line::default, |case| line(case, usize::from(columns), desk))
            })
    }

    fn focus(&self, _desk: &Desk) -> Focus {
        self.rows.focus()
    }
}
