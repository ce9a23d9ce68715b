//! Something of an earlier vault is in the data folder, and not all that opening it needs: what is
//! there, what is missing, and what can be done. Nothing here writes anything over.

use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::{Desk, Effect};
use crate::tui::screens::popups::{ask::AskText, choose::Choose};
use crate::tui::screens::{Ask, EffectResult, Next, Reply, View};
use crate::tui::theme::Meaning;
use crate::tui::widgets;
use crate::tui::widgets::choice::{Choice, Item};
use crate::tui::widgets::reader::{self, Block, ReaderState};
use crate::tui::widgets::warning::Typed;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// What can be done, in the order of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    LookAgain,
    AnotherFolder,
    StartOver,
}

const WAYS: [(Way, &str); 3] = [
    (Way::LookAgain, "Look again: I put the missing files back"),
    (
        Way::AnotherFolder,
        "Begin in another folder; this one stays as it is",
    ),
    (
        Way::StartOver,
        "Start over here; all that is there is kept aside",
    ),
];

/// The answer of the popup that starts over.
const YES: usize = 1;

/// The screen.
#[derive(Debug)]
pub struct EarlierScreen {
    ways: Choice,
    /// What is asked above this screen.
    asked: Option<Way>,
}

impl EarlierScreen {
    /// The screen.
    pub fn open(_desk: &mut Desk) -> Option<Self> {
        Some(Self {
            ways: Choice::new(WAYS.map(|(_, said)| Item::plain(said)).to_vec()),
            asked: None,
        })
    }

    fn go(&mut self, desk: &mut Desk, way: Way) -> Next {
        match way {
            Way::LookAgain => {
                desk.effects.push(Effect::LookAgain);
                Next::Stay
            }
            Way::AnotherFolder => {
                self.asked = Some(way);
                let said = "Its whole path, such as /home/you/onsite-2. It is made if it is not \
                            there. Start onsite from then on with --data-dir and that path.";
                Next::popup(AskText::new("Another folder", said).guarded_as(Typed::Elsewhere))
            }
            Way::StartOver => {
                self.asked = Some(way);
                let answers = ["No, leave everything as it is", "Yes, start over"];
                let said = "All that is here is moved into one folder, named before- and the date, \
                            in the same place. Nothing is deleted, and it can be put back later.";
                let answers = answers.map(Item::plain).to_vec();
                Next::popup(Choose::new("Start over?", answers).explained(said))
            }
        }
    }

    fn replied(&mut self, desk: &mut Desk, reply: Reply) {
        match (self.asked.take(), reply) {
            (Some(Way::AnotherFolder), Reply::Typed(path)) => {
                desk.effects.push(Effect::UseFolder(path.as_str().into()));
            }
            (Some(Way::StartOver), Reply::Chosen(YES)) => desk.effects.push(Effect::StartOver),
            _ => {}
        }
    }

    fn said(desk: &Desk) -> Vec<Block> {
        let held = &desk.earlier;
        let mut said = vec![
            Block::plain(format!("The data folder is {}.", held.folder)),
            Block::plain(""),
        ];
        let list = |lead: &str, names: &[String], meaning| {
            let lines = names.iter().enumerate().map(|(index, name)| {
                let lead = if index == 0 { lead } else { "" };
                Block::new(meaning, name.as_str()).led_by(lead, 9)
            });
            lines.collect::<Vec<_>>()
        };
        said.extend(list("There", &held.there, Meaning::Plain));
        said.extend(list("Missing", &held.missing, Meaning::Warning));
        said.push(Block::plain(""));
        said.push(Block::plain(
            "Without what is missing nothing can be opened. Nothing was changed, and nothing is \
             deleted whatever you do here. If the missing files are in a backup, in the trash or on \
             another disk, put them back into this folder; then look again. A whole backup is gone \
             back to with the command: onsite restore --put-aside FOLDER",
        ));
        said
    }
}

impl View for EarlierScreen {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        vec![Context::Anywhere, Context::Choice]
    }

    fn hints(&self, _desk: &Desk) -> Vec<Command> {
        vec![Command::Confirm]
    }

    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        let chosen = match ask {
            Ask::Reply(reply) => {
                self.replied(desk, reply);
                None
            }
            Ask::EffectEnded(EffectResult::Failed(why)) => {
                desk.alarm(why);
                None
            }
            // Nothing is open yet: the way back is the way out.
            Ask::Command(Command::Back) => return Next::Quit,
            Ask::Command(command) => self.ways.command(command),
            Ask::Key(key) => self.ways.key(key),
            Ask::Mouse(mouse) => self.ways.mouse(mouse),
            _ => None,
        };
        match chosen.and_then(|index| WAYS.get(index)) {
            Some((way, _)) => self.go(desk, *way),
            None => Next::Stay,
        }
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let theme = desk.theme;
        let head = " Something of an earlier onsite is here";
        widgets::put(buf, area, head, theme.style(Meaning::Title));
        let ways = u16::try_from(WAYS.len()).unwrap_or(0);
        let under = area.height.saturating_sub(ways);
        let place = Rect {
            height: under.saturating_sub(3),
            ..widgets::right_of(widgets::below(area, 2), 1)
        };
        reader::draw(
            buf,
            place,
            theme,
            &ReaderState::default(),
            &Self::said(desk),
        );
        self.ways.draw(buf, widgets::below(area, under), theme);
        None
    }
}
