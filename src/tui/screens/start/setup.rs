//! The first start, in four steps: who you are, the office's id, the passphrase and the signing
//! key, the recovery code. Then the training visit is offered.

use super::cases::Cases;
use super::setup_pages::{AGAIN, Code, PASSPHRASE, PATH, Page, SOURCE, key_form};
use super::unlock::NOT_THE_SAME;
use crate::domain::values::ids::Principal;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::{Desk, Effect};
use crate::tui::screens::{Ask, EffectResult, Next, View};
use crate::tui::terminal::input::Focus;
use crate::tui::theme::Meaning;
use crate::tui::widgets::choice::{Choice, Item};
use crate::tui::widgets::form::{Field, Form, FormEvent};
use crate::tui::{text, widgets};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::path::PathBuf;
use zeroize::Zeroizing;

/// The screen.
#[derive(Debug)]
pub struct Setup {
    page: Page,
    who: Form,
    office: Form,
    key: Form,
    check: Form,
    ready: Choice,
    code: Code,
    /// The groups of the code that are asked for, from 0.
    asked: [usize; 2],
    waiting: bool,
}

impl Default for Setup {
    fn default() -> Self {
        let ready = [
            "Practise on the training visit, where nothing is real",
            "Go to my cases",
        ];
        Self {
            page: Page::Who,
            who: Form::new(vec![
                Field::text("Your name", "").with_help("As it will stand in the report."),
                Field::text("Your credential", "").with_help("Such as RN, OCN"),
            ]),
            office: Form::new(vec![Field::text("The office's id for you", "").with_help(
                "If the office gave you one, such as s-014. Empty: one is made; send it later.",
            )]),
            key: key_form(false),
            check: Form::default(),
            ready: Choice::new(ready.into_iter().map(Item::plain).collect()),
            code: Code(Zeroizing::default()),
            asked: [0, 1],
            waiting: false,
        }
    }
}

impl Setup {
    /// The last step alone, with a new code: set-up was left before the first one was confirmed.
    pub fn with_code(code: String) -> Self {
        Self {
            page: Page::Code,
            code: Code(Zeroizing::new(code)),
            ..Self::default()
        }
    }

    fn form(&self) -> Option<&Form> {
        match self.page {
            Page::Who => Some(&self.who),
            Page::Office => Some(&self.office),
            Page::Key => Some(&self.key),
            Page::Check => Some(&self.check),
            Page::Code | Page::Ready => None,
        }
    }

    fn form_mut(&mut self) -> Option<&mut Form> {
        match self.page {
            Page::Who => Some(&mut self.who),
            Page::Office => Some(&mut self.office),
            Page::Key => Some(&mut self.key),
            Page::Check => Some(&mut self.check),
            Page::Code | Page::Ready => None,
        }
    }

    /// One step on, if this one is filled in.
    fn confirm(&mut self, desk: &mut Desk) -> Next {
        match self.page {
            Page::Code => {
                self.ask_groups(desk);
                return Next::Stay;
            }
            Page::Ready => return Next::Stay,
            _ => {}
        }
        let event = match self.form_mut() {
            Some(form) => form.command(Command::Confirm),
            None => FormEvent::Kept,
        };
        if event == FormEvent::Finished {
            match self.page {
                Page::Who => self.confirm_who(),
                Page::Office => self.confirm_office(),
                Page::Key => self.confirm_key(desk),
                _ => self.confirm_code(desk),
            }
        }
        Next::Stay
    }

    fn confirm_who(&mut self) {
        let wrong = self.who.show_problems(|index, field| {
            let empty = field.as_text().trim().is_empty();
            match index {
                0 if empty => Some("Write your name.".to_owned()),
                1 if empty => Some("Write your credential, such as RN.".to_owned()),
                _ => None,
            }
        });
        if !wrong {
            self.page = Page::Office;
        }
    }

    fn confirm_office(&mut self) {
        let wrong = self.office.show_problems(|_, field| {
            let id = field.as_text().trim();
            (!id.is_empty() && Principal::new(id).is_none()).then(|| {
                "An id is letters, digits, dots, dashes or underscores; leave it empty if unsure."
                    .to_owned()
            })
        });
        if !wrong {
            self.page = Page::Key;
        }
    }

    fn confirm_key(&mut self, desk: &mut Desk) {
        let first = self.key.text(PASSPHRASE).to_owned();
        let judged = (desk.judge)(&first, &[self.who.text(0), self.who.text(1)]);
        let existing = self.takes_existing();
        let wrong = self.key.show_problems(|index, field| match index {
            PASSPHRASE if !judged.accepted => Some(judged.words.clone()),
            AGAIN if field.as_text() != first => Some(NOT_THE_SAME.to_owned()),
            PATH if existing && field.as_text().trim().is_empty() => {
                Some("Write where the key is.".to_owned())
            }
            _ => None,
        });
        if wrong {
            return;
        }
        let id = self.office.text(0).trim();
        self.waiting = true;
        desk.effects.push(Effect::SetUp {
            name: self.who.text(0).trim().to_owned(),
            credential: self.who.text(1).trim().to_owned(),
            principal: (!id.is_empty()).then(|| id.to_owned()),
            passphrase: first,
            adopt: existing.then(|| {
                let path = PathBuf::from(self.key.text(PATH).trim());
                (path, self.key.text(PATH + 1).to_owned())
            }),
        });
    }

    fn takes_existing(&self) -> bool {
        self.key
            .fields()
            .get(SOURCE)
            .is_some_and(|field| field.chosen() == 1)
    }

    /// Asks for two groups of the code, which are other ones every time.
    fn ask_groups(&mut self, desk: &mut Desk) {
        let count = self.code.groups().max(2);
        let [one, other, ..] = desk.supply.nonce();
        let first = usize::from(one) % count;
        let step = 1 + usize::from(other) % (count - 1);
        let second = (first + step) % count;
        self.asked = [first.min(second), first.max(second)];
        self.check = Form::new(
            self.asked
                .iter()
                .map(|group| Field::text(&format!("Group {} of the code", group + 1), ""))
                .collect(),
        );
        self.page = Page::Check;
    }

    fn confirm_code(&mut self, desk: &mut Desk) {
        let (code, asked) = (&self.code, self.asked);
        let wrong = self.check.show_problems(|index, field| {
            let wanted = asked.get(index).map(|group| code.group(*group));
            let right = wanted.is_some_and(|w| w.eq_ignore_ascii_case(field.as_text().trim()));
            (!right)
                .then(|| "That is not this group. Go back to see the code once more.".to_owned())
        });
        if !wrong {
            desk.effects.push(Effect::ConfirmRecovery);
            self.code = Code(Zeroizing::default());
            self.page = Page::Ready;
        }
    }

    /// One step back; from the first one out of the program.
    fn back(&mut self, desk: &mut Desk) -> Next {
        self.page = match self.page {
            Page::Who => return Next::Quit,
            Page::Office => Page::Who,
            Page::Key => Page::Office,
            Page::Check => Page::Code,
            Page::Code => {
                desk.warn("Write the code down first. It is shown only now.");
                Page::Code
            }
            Page::Ready => {
                let cases = Cases::new(desk);
                return Next::swap(cases);
            }
        };
        Next::Stay
    }

    fn ended(&mut self, outcome: EffectResult) {
        if !std::mem::take(&mut self.waiting) {
            return;
        }
        match outcome {
            EffectResult::Recovery(code) => {
                self.code = Code(Zeroizing::new(code));
                // The passphrase is not needed any more.
                self.key = key_form(false);
                self.page = Page::Code;
            }
            EffectResult::Failed(why) => {
                let place = if self.takes_existing() {
                    PATH
                } else {
                    PASSPHRASE
                };
                if let Some(field) = self.key.field(place) {
                    field.problem = Some(why);
                }
                self.key.go_to(place);
            }
            _ => {}
        }
    }

    fn changed(&mut self, desk: &Desk) {
        if self.page != Page::Key {
            return;
        }
        match self.key.focused() {
            PASSPHRASE => {
                let own = [self.who.text(0), self.who.text(1)];
                let judged = (desk.judge)(self.key.text(PASSPHRASE), &own);
                if let Some(field) = self.key.field(PASSPHRASE) {
                    field.help = judged.words;
                }
            }
            SOURCE => {
                let existing = self.takes_existing();
                let mut form = key_form(existing);
                for place in [PASSPHRASE, AGAIN] {
                    if let (Some(new), Some(old)) = (form.field(place), self.key.field(place)) {
                        std::mem::swap(new, old);
                    }
                }
                form.go_to(SOURCE);
                self.key = form;
            }
            _ => {}
        }
    }

    fn ready(&mut self, desk: &mut Desk, index: usize) -> Next {
        let cases = Cases::new(desk);
        if index == 0 {
            desk.effects.push(Effect::OpenTraining);
        }
        Next::swap(cases)
    }
}

impl View for Setup {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        let mut contexts = vec![Context::Anywhere];
        match self.form() {
            Some(form) => contexts.extend(form.contexts()),
            None if self.page == Page::Ready => contexts.push(Context::Choice),
            None => contexts.push(Context::Form),
        }
        contexts
    }

    fn hints(&self, _desk: &Desk) -> Vec<Command> {
        vec![Command::Confirm, Command::NextField, Command::Back]
    }

    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        if self.page == Page::Ready {
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
            Ask::Command(Command::Confirm) => return self.confirm(desk),
            ask => {
                let event = match (self.form_mut(), ask) {
                    (Some(form), Ask::Command(command)) => form.command(command),
                    (Some(form), Ask::Key(key)) => form.key(key),
                    (Some(form), Ask::Paste(pasted)) => form.paste(&pasted),
                    (Some(form), Ask::Mouse(mouse)) => form.mouse(mouse),
                    _ => FormEvent::Kept,
                };
                if event == FormEvent::Changed {
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
            self.page.head(),
            theme.style(Meaning::Title),
        );
        let room = usize::from(area.width.saturating_sub(2));
        let said = self.page.said();
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
        match self.page {
            Page::Code => {
                let code = widgets::right_of(widgets::row(rest, 1), 6);
                widgets::put(buf, code, &self.code.0, theme.style(Meaning::Title));
                None
            }
            Page::Ready => {
                self.ready.draw(buf, rest, theme);
                None
            }
            _ => self.form()?.draw(buf, rest, theme),
        }
    }

    fn focus(&self, _desk: &Desk) -> Focus {
        self.form().map_or(Focus::Commands, Form::focus)
    }
}
