//! The statement that there is no conflict of interest: read here, then confirmed. What was
//! confirmed to the office already is shown and holds.

use crate::domain::survey::conflict::{self, NoConflict, STATEMENT};
use crate::domain::survey::decide::Act;
use crate::domain::survey::words;
use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::popups::reading::scroll;
use crate::tui::screens::{Ask, Next, View};
use crate::tui::theme::{Mark, Meaning};
use crate::tui::widgets;
use crate::tui::widgets::reader::{self, Block, ReaderState};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Columns for the mark and who it is about.
const WIDE: u16 = 18;

/// The screen.
#[derive(Debug, Default)]
pub struct Conflict {
    state: ReaderState,
}

impl Conflict {
    /// The screen.
    pub fn open(desk: &mut Desk) -> Option<Self> {
        desk.open().map(|_| Self::default())
    }
}

/// Who confirmed what, in words: the Surveyor here or to the office, and the practice.
fn standing(desk: &Desk) -> Option<Vec<Block>> {
    let open = desk.open()?;
    let packet = &open.survey.file.packet;
    let line = |mark: Mark, name: &str, says: String| {
        Block::plain(says).led_by(format!("{} {name}", mark.sign()), WIDE)
    };
    let yours = match conflict::confirmed(open.visit, Some(packet)) {
        Some(NoConflict::Here(at)) => {
            let says = format!("confirmed here {}", words::day_and_time(at));
            line(Mark::Met, "You", says)
        }
        Some(NoConflict::ToTheOffice(day)) => {
            let says = format!(
                "confirmed to the office on {}, as the packet says; nothing more is needed",
                words::date(day)
            );
            line(Mark::Met, "You", says)
        }
        None => line(Mark::ToDo, "You", "not confirmed yet".to_owned()),
    };
    let practice = match packet.conflict_of_interest.practice {
        Some(day) => {
            let says = format!("confirmed to the office on {}", words::date(day));
            line(Mark::Met, "The practice", says)
        }
        None => line(
            Mark::ToDo,
            "The practice",
            "the packet does not say; ask the office".to_owned(),
        ),
    };
    Some(vec![yours, practice])
}

/// Whose words the statement is in.
const WHOSE_WORDS: &str = "This statement is a working text of onsite's own. It stands in for no \
                           form of the program's; sign theirs too, if they have one.";

fn blocks(desk: &Desk) -> Option<Vec<Block>> {
    let name = &desk.open()?.survey.file.packet.practice.name;
    let mut blocks = vec![
        Block::new(Meaning::Title, format!("Conflict of interest with {name}")),
        Block::plain(""),
    ];
    blocks.extend(standing(desk)?);
    blocks.push(Block::plain(""));
    blocks.push(Block::plain("You state:"));
    blocks.extend(STATEMENT.map(|line| Block::plain(format!("- {line}")).indented(2)));
    blocks.push(Block::plain(""));
    blocks.push(Block::new(Meaning::Muted, WHOSE_WORDS));
    blocks.push(Block::new(
        Meaning::Muted,
        "If any of this is not so, do not confirm and do not begin: call the office.",
    ));
    Some(blocks)
}

fn confirm(desk: &mut Desk) -> Next {
    if !desk.act(Act::ClearConflict(true)) {
        return Next::Stay;
    }
    let undo = keymap::key_for(&[Context::Anywhere], Command::Undo).unwrap_or_default();
    desk.say(format!(
        "Confirmed: no conflict of interest. {undo} undoes."
    ));
    Next::Back
}

fn take_back(desk: &mut Desk) {
    if desk.act(Act::ClearConflict(false)) {
        desk.say("What you confirmed here is taken back.");
    }
}

impl View for Conflict {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        vec![
            Context::Anywhere,
            Context::Visit,
            Context::Reading,
            Context::Conflict,
        ]
    }

    fn hints(&self, desk: &Desk) -> Vec<Command> {
        let here = desk
            .open()
            .is_some_and(|o| o.visit.conflict_cleared.is_some());
        let act = if here {
            Command::TakeBackNoConflict
        } else {
            Command::StateNoConflict
        };
        vec![act, Command::Back]
    }

    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        match ask {
            Ask::Command(Command::Back) => return Next::Back,
            Ask::Command(Command::StateNoConflict) => return confirm(desk),
            Ask::Command(Command::TakeBackNoConflict) => take_back(desk),
            ask => scroll(&mut self.state, &ask),
        }
        Next::Stay
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let blocks = blocks(desk)?;
        let place = widgets::right_of(area, 1);
        reader::draw(buf, place, desk.theme, &self.state, &blocks);
        None
    }
}
