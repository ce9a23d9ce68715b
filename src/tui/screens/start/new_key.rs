//! A new signing key, where the one that was there cannot sign: the passphrase is asked for, then
//! it is said what the office must be told.

use crate::domain::values::secret::Secret;
use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::{Desk, Effect};
use crate::tui::screens::{Ask, EffectResult, Next, View, fill_in};
use crate::tui::terminal::input::Focus;
use crate::tui::theme::Meaning;
use crate::tui::widgets;
use crate::tui::widgets::form::{Field, Form, FormEvent};
use crate::tui::widgets::reader::{self, Block, ReaderState};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// What a field is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    Passphrase,
}

/// Lines that the form takes at the bottom.
const FORM: u16 = 4;

/// The screen.
#[derive(Debug)]
pub struct NewKey {
    form: Form<Slot>,
    waiting: bool,
    made: bool,
}

impl NewKey {
    /// The screen, if a new key is needed; else the status line says that the old one is good.
    pub fn open(desk: &mut Desk) -> Option<Self> {
        if desk.demo {
            desk.say("The demonstration signs with the training key, which is always there.");
            return None;
        }
        let help = "The one that opens onsite. The new key is kept under it.";
        Some(Self {
            form: Form::new([(
                Slot::Passphrase,
                Field::hidden("Passphrase").with_help(help),
            )]),
            waiting: false,
            made: false,
        })
    }

    fn make(&mut self, desk: &mut Desk) {
        let passphrase = Secret::new(self.form.text(Slot::Passphrase));
        if passphrase.as_str().is_empty() {
            let why = "Write your passphrase.".to_owned();
            return self.form.tell(Slot::Passphrase, why);
        }
        self.waiting = true;
        desk.effects.push(Effect::MakeKey { passphrase });
    }

    fn ended(&mut self, desk: &mut Desk, outcome: EffectResult) {
        if !std::mem::take(&mut self.waiting) {
            return;
        }
        self.form.write(Slot::Passphrase, "");
        match outcome {
            EffectResult::Done => {
                self.made = true;
                desk.say("The new signing key is made. Tell the office.");
            }
            EffectResult::Failed(why) => self.form.tell(Slot::Passphrase, why),
            _ => {}
        }
    }

    fn said(&self, desk: &Desk) -> Vec<Block> {
        let signer = &desk.profile;
        if self.made {
            let lead = |text: &str, lead: &str| Block::plain(text).led_by(lead, 14);
            return vec![
                Block::plain("You can sign again, with this key:"),
                Block::plain(""),
                lead(&signer.principal, "Signs as"),
                lead(&signer.fingerprint, "Fingerprint"),
                lead(&signer.public_key, "Public half"),
                Block::plain(""),
                Block::plain(
                    "Send the file of the public half to whoever keeps the roster, with the id \
                     you sign as, and read the fingerprint to them by phone. Until the roster has \
                     this key, nobody trusts what it signs. What you signed before stays as it is.",
                ),
            ];
        }
        let Some(trouble) = &signer.trouble else {
            return vec![Block::plain(
                "Your signing key is there, and it is the one you sign with. A new one is made only \
                 if your passphrase does not open it.",
            )];
        };
        vec![
            Block::new(Meaning::Warning, format!("{trouble}.")),
            Block::plain(""),
            Block::plain(
                "Your data is safe, and everything but signing works. If you have a backup of the \
                 file signing_key, close onsite and put it back. Else make a new key here: the \
                 file that is there is kept under another name.",
            ),
        ]
    }
}

impl View for NewKey {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        let mut contexts = vec![Context::Anywhere];
        if !self.made {
            contexts.extend(self.form.contexts());
        }
        contexts
    }

    fn hints(&self, _desk: &Desk) -> Vec<Command> {
        match self.made {
            true => vec![Command::Back],
            false => vec![Command::Confirm, Command::Back],
        }
    }

    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        match ask {
            Ask::EffectEnded(outcome) => self.ended(desk, outcome),
            Ask::Command(Command::Back) => return Next::Back,
            ask => {
                if !self.made && fill_in(&mut self.form, ask) == FormEvent::Finished {
                    self.make(desk);
                }
            }
        }
        Next::Stay
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let theme = desk.theme;
        widgets::put(buf, area, " A new signing key", theme.style(Meaning::Title));
        let form = if self.made { 0 } else { FORM };
        let under = area.height.saturating_sub(form);
        let place = Rect {
            height: under.saturating_sub(2),
            ..widgets::right_of(widgets::below(area, 2), 1)
        };
        reader::draw(buf, place, theme, &ReaderState::default(), &self.said(desk));
        if self.made {
            return None;
        }
        let below = widgets::below(area, under);
        let key = keymap::key_for(&[Context::Form], Command::Confirm).unwrap_or_default();
        let said = format!("{key} makes the new key.");
        let line = widgets::right_of(widgets::row(below, 0), 1);
        widgets::put(buf, line, &said, theme.style(Meaning::Muted));
        self.form
            .draw(buf, widgets::below(below, 1), theme, &desk.watch())
    }

    fn focus(&self, _desk: &Desk) -> Focus {
        match self.made {
            true => Focus::Commands,
            false => self.form.focus(),
        }
    }
}
