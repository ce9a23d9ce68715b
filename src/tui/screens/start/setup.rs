//! The first start, in four steps: who you are, the office's id, the passphrase and the signing
//! key, the recovery code. Then the training visit is offered.

use super::NOT_THE_SAME;
use super::setup_pages::{self, Code, Page, Slot};
use crate::domain::values::ids::Principal;
use crate::domain::values::secret::Secret;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::{Desk, Effect, Judged};
use crate::tui::screens::{Ask, EffectResult, Next, Route, View, fill_in};
use crate::tui::terminal::input::Focus;
use crate::tui::theme::Meaning;
use crate::tui::widgets::choice::{Choice, Item};
use crate::tui::widgets::form::{Field, Form, FormEvent, Pages};
use crate::tui::{text, widgets};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The screen.
#[derive(Debug)]
pub struct Setup {
    pages: Pages<Page, Slot>,
    ready: Choice,
    code: Code,
    waiting: bool,
}

impl Default for Setup {
    fn default() -> Self {
        let ready = [
            "Practise on the training visit, where nothing is real",
            "Go to my cases",
        ];
        Self {
            pages: setup_pages::pages(),
            ready: Choice::new(ready.into_iter().map(Item::plain).collect()),
            code: Code(Secret::default()),
            waiting: false,
        }
    }
}

impl Setup {
    /// The first step. With a new code, when set-up was left before the first one was confirmed,
    /// the last step follows at once.
    pub fn open(_desk: &mut Desk) -> Option<Self> {
        Some(Self::default())
    }

    /// One step on, if this one is filled in.
    fn confirm(&mut self, desk: &mut Desk) {
        let page = self.pages.front();
        if page == Page::Code {
            return self.ask_groups(desk);
        }
        let Some(form) = self.pages.form_mut() else {
            return;
        };
        if form.command(Command::Confirm) != FormEvent::Finished || self.has_problems(desk) {
            return;
        }
        match page {
            Page::Who => self.pages.turn_to(Page::Office),
            Page::Office => self.pages.turn_to(Page::Key),
            Page::Key => self.set_up(desk),
            Page::Check => {
                desk.effects.push(Effect::ConfirmRecovery);
                self.code = Code(Secret::default());
                self.pages.turn_to(Page::Ready);
            }
            Page::Code | Page::Ready => {}
        }
    }

    /// Says what is wrong on this page, beside each field; whether anything is.
    fn has_problems(&mut self, desk: &Desk) -> bool {
        let passphrase = self.pages.text(Slot::Passphrase).to_owned();
        let judged = self.judged(desk);
        let Self { pages, code, .. } = self;
        let Some(form) = pages.form_mut() else {
            return false;
        };
        form.show_problems(|slot, field| {
            let written = field.as_text();
            let bare = written.trim();
            let problem = match slot {
                Slot::Name if bare.is_empty() => "Write your name.",
                Slot::Credential if bare.is_empty() => "Write your credential, such as RN.",
                Slot::Id if !bare.is_empty() && Principal::new(bare).is_none() => {
                    "An id is letters, digits, dots, dashes or underscores; leave it empty if unsure."
                }
                Slot::Passphrase if !judged.accepted => &judged.words,
                Slot::Again if written != passphrase => NOT_THE_SAME,
                Slot::KeyPath if bare.is_empty() => "Write where the key is.",
                Slot::Group(group) if !code.group(group).eq_ignore_ascii_case(bare) => {
                    "That is not this group. Go back to see the code once more."
                }
                _ => return None,
            };
            Some(problem.to_owned())
        })
    }

    /// How good the passphrase is, for somebody of this name.
    fn judged(&self, desk: &Desk) -> Judged {
        let own = [Slot::Name, Slot::Credential].map(|slot| self.pages.text(slot));
        (desk.judge)(self.pages.text(Slot::Passphrase), &own)
    }

    fn set_up(&mut self, desk: &mut Desk) {
        let secret = |slot| Secret::new(self.pages.text(slot));
        let bare = |slot| self.pages.text(slot).trim().to_owned();
        desk.effects.push(Effect::SetUp {
            name: bare(Slot::Name),
            credential: bare(Slot::Credential),
            principal: Some(bare(Slot::Id)).filter(|id| !id.is_empty()),
            passphrase: secret(Slot::Passphrase),
            adopt: self
                .takes_existing()
                .then(|| (bare(Slot::KeyPath).into(), secret(Slot::KeyPassphrase))),
        });
        self.waiting = true;
    }

    fn takes_existing(&self) -> bool {
        self.pages.chosen(Slot::Key) == 1
    }

    /// Asks for two groups of the code, which are other ones every time.
    fn ask_groups(&mut self, desk: &mut Desk) {
        let count = self.code.groups().max(2);
        let [one, other, ..] = desk.supply.nonce();
        let first = usize::from(one) % count;
        let step = 1 + usize::from(other) % (count - 1);
        let second = (first + step) % count;
        let asked = [first.min(second), first.max(second)];
        let check = asked.map(|group| {
            let label = format!("Group {} of the code", group + 1);
            (Slot::Group(group), Field::secret(&label))
        });
        self.pages.replace(Page::Check, Form::new(check));
        self.pages.turn_to(Page::Check);
    }

    /// One step back; from the first one out of the program.
    fn back(&mut self, desk: &mut Desk) -> Next {
        let previous = match self.pages.front() {
            Page::Who => return Next::Quit,
            Page::Office => Page::Who,
            Page::Key => Page::Office,
            Page::Check => Page::Code,
            Page::Code => {
                desk.warn("Write the code down first. It is shown only now.");
                Page::Code
            }
            Page::Ready => {
                return Next::Swap(Route::Cases);
            }
        };
        self.pages.turn_to(previous);
        Next::Stay
    }

    fn ended(&mut self, outcome: EffectResult) {
        let waiting = std::mem::take(&mut self.waiting);
        match outcome {
            EffectResult::Recovery(code) => {
                self.code = Code(code);
                // The passphrase is not needed any more.
                self.pages.replace(Page::Key, setup_pages::key_form());
                self.pages.turn_to(Page::Code);
            }
            EffectResult::Failed(why) if waiting => {
                let slot = if self.takes_existing() {
                    Slot::KeyPath
                } else {
                    Slot::Passphrase
                };
                self.pages.tell(slot, why);
            }
            _ => {}
        }
    }

    fn changed(&mut self, desk: &Desk) {
        let judged = self.judged(desk);
        let Some(form) = self.pages.form_mut() else {
            return;
        };
        match form.focused() {
            Some(Slot::Passphrase) => {
                if let Some(field) = form.field(Slot::Passphrase) {
                    field.help = judged.words;
                }
            }
            Some(Slot::Key) => setup_pages::show_key_fields(form),
            _ => {}
        }
    }

    fn ready(&mut self, desk: &mut Desk, index: usize) -> Next {
        if index == 0 {
            desk.effects.push(Effect::OpenTraining);
        }
        Next::Swap(Route::Cases)
    }
}

impl View for Setup {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        let mut contexts = vec![Context::Anywhere];
        match self.pages.form() {
            Some(form) => contexts.extend(form.contexts()),
            None if self.pages.front() == Page::Ready => contexts.push(Context::Choice),
            None => contexts.push(Context::Form),
        }
        contexts
    }

    fn hints(&self, _desk: &Desk) -> Vec<Command> {
        vec![Command::Confirm, Command::NextField, Command::Back]
    }

    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        if self.pages.front() == Page::Ready {
            let chosen = match ask {
                Ask::Command(Command::Back) => return self.back(desk),
                Ask::Command(command) => self.ready.command(command),
                Ask::Key(key) => self.ready.key(key),
                Ask::Mouse(mouse) => self.ready.mouse(mouse),
                _ => None,
            };
            return chosen.map_or(Next::Stay, |index| self.ready(desk, index));
        }
        match ask {
            Ask::EffectEnded(outcome) => self.ended(outcome),
            Ask::Command(Command::Back) => return self.back(desk),
            Ask::Command(Command::Confirm) => self.confirm(desk),
            ask => {
                let form = self.pages.form_mut();
                let event = form.map(|form| fill_in(form, ask));
                if event == Some(FormEvent::Changed) {
                    self.changed(desk);
                }
            }
        }
        Next::Stay
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let theme = desk.theme;
        let place = widgets::right_of(area, 1);
        widgets::put(
            buf,
            widgets::row(place, 1),
            self.pages.front().head(),
            theme.style(Meaning::Title),
        );
        let room = usize::from(area.width.saturating_sub(2));
        let mut said = self.pages.front().said();
        if let (Page::Ready, Some(folder)) = (self.pages.front(), &desk.named_folder) {
            said.push_str(&format!(
                " Start onsite from now on with: onsite --data-dir {folder}"
            ));
        }
        let lines: Vec<&str> = text::wrap(&said, room).collect();
        let count = u16::try_from(lines.len()).unwrap_or(0);
        for (line, at) in lines.into_iter().zip(2..) {
            widgets::put(
                buf,
                widgets::row(place, at),
                line,
                theme.style(Meaning::Muted),
            );
        }
        let rest = widgets::below(area, count + 3);
        match self.pages.front() {
            Page::Code => {
                let code = widgets::right_of(widgets::row(rest, 1), 6);
                widgets::put(buf, code, self.code.0.as_str(), theme.style(Meaning::Title));
                None
            }
            Page::Ready => {
                self.ready.draw(buf, rest, theme);
                None
            }
            _ => self.pages.form()?.draw(buf, rest, theme, &desk.watch()),
        }
    }

    fn focus(&self, _desk: &Desk) -> Focus {
        self.pages.form().map_or(Focus::Commands, Form::focus)
    }
}
