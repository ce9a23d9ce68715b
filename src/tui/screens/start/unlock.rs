//! Unlocking: the passphrase, or the recovery code, after which a new passphrase is due. A database
//! that lost its end is opened only when the person wants to go on.

use super::NOT_THE_SAME;
use crate::domain::values::secret::Secret;
use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::{Desk, Effect};
use crate::tui::screens::{Ask, EffectResult, Next, Route, View, fill_in};
use crate::tui::terminal::input::Focus;
use crate::tui::theme::Meaning;
use crate::tui::widgets::form::{Field, Form, FormEvent};
use crate::tui::{text, widgets};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// What a field is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    /// Passphrase or code, or the new passphrase.
    Secret,
    /// Which of the two it is.
    Way,
    /// The new passphrase once more.
    Again,
    /// What to do about a database that lost its end.
    WhatNow,
}

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asking {
    Passphrase,
    Code,
    /// After the recovery code.
    NewPassphrase,
    /// Whether to go on with a database that lost its end.
    WhatNow,
}

/// The screen.
#[derive(Debug)]
pub struct Unlock {
    asking: Asking,
    form: Form<Slot>,
    waiting: bool,
    /// What the database lost, once that is known.
    lost: String,
    /// Tries that failed since the screen was opened.
    failed: u32,
}

impl Default for Unlock {
    fn default() -> Self {
        Self {
            asking: Asking::Passphrase,
            form: form(Asking::Passphrase),
            waiting: false,
            lost: String::new(),
            failed: 0,
        }
    }
}

fn form(asking: Asking) -> Form<Slot> {
    let ways = ["Passphrase", "Recovery code"];
    Form::new(match asking {
        Asking::Passphrase => vec![
            (Slot::Secret, Field::hidden("Passphrase")),
            (Slot::Way, Field::one("Open with", ways, 0).numbered()),
        ],
        Asking::Code => vec![
            (
                Slot::Secret,
                Field::secret("Recovery code")
                    .with_help("Six groups of four letters and digits, as you wrote them down."),
            ),
            (Slot::Way, Field::one("Open with", ways, 1).numbered()),
        ],
        Asking::WhatNow => vec![(
            Slot::WhatNow,
            Field::one(
                "What now",
                [
                    "Close onsite and look for the newer copy",
                    "Go on with what is here",
                ],
                0,
            )
            .numbered(),
        )],
        Asking::NewPassphrase => vec![
            (Slot::Secret, Field::hidden("New passphrase")),
            (Slot::Again, Field::hidden("The same once more")),
        ],
    })
}

impl Unlock {
    /// The screen.
    pub fn open(_desk: &mut Desk) -> Option<Self> {
        Some(Self::default())
    }

    /// Takes what is written, as soon as everything is there.
    fn confirm(&mut self, desk: &mut Desk) -> Next {
        match self.asking {
            Asking::NewPassphrase => self.renew(desk),
            Asking::WhatNow if self.form.chosen(Slot::WhatNow) == 0 => return Next::Quit,
            Asking::WhatNow => {
                self.waiting = true;
                desk.effects.push(Effect::GoOnWithoutEnd);
            }
            _ => self.unlock(desk),
        }
        Next::Stay
    }

    fn unlock(&mut self, desk: &mut Desk) {
        let secret = Secret::new(self.form.text(Slot::Secret));
        if secret.as_str().trim().is_empty() {
            self.form.go_to(Slot::Secret);
            return;
        }
        self.waiting = true;
        desk.effects.push(Effect::Unlock {
            secret,
            recovery: self.asking == Asking::Code,
        });
    }

    fn renew(&mut self, desk: &mut Desk) {
        if self.form.command(Command::Confirm) != FormEvent::Finished {
            return;
        }
        let first = Secret::new(self.form.text(Slot::Secret));
        let judged = (desk.judge)(first.as_str(), &[&desk.profile.name]);
        let wrong = self.form.show_problems(|slot, field| match slot {
            Slot::Secret if !judged.accepted => Some(judged.words.clone()),
            Slot::Again if field.as_text() != first.as_str() => Some(NOT_THE_SAME.to_owned()),
            _ => None,
        });
        if !wrong {
            self.waiting = true;
            desk.effects
                .push(Effect::RenewPassphrase { passphrase: first });
        }
    }

    fn ended(&mut self, desk: &mut Desk, outcome: EffectResult) -> Next {
        if !std::mem::take(&mut self.waiting) {
            return Next::Stay;
        }
        match outcome {
            EffectResult::Done => {
                return Next::Swap(Route::Cases);
            }
            EffectResult::NeedsPassphrase => {
                self.asking = Asking::NewPassphrase;
                self.form = form(self.asking);
            }
            EffectResult::EndLost(told) => {
                self.asking = Asking::WhatNow;
                self.form = form(self.asking);
                self.lost = told;
            }
            EffectResult::Failed(why) if self.asking == Asking::WhatNow => desk.alarm(why),
            EffectResult::Failed(why) => {
                self.failed += 1;
                self.form = form(self.asking);
                self.form.tell(Slot::Secret, why);
            }
            _ => {}
        }
        Next::Stay
    }

    /// After a change: another way to open needs another field; a new passphrase is judged.
    fn changed(&mut self, desk: &Desk) {
        match self.asking {
            Asking::NewPassphrase => {
                let judged = (desk.judge)(self.form.text(Slot::Secret), &[&desk.profile.name]);
                if let Some(field) = self.form.field(Slot::Secret) {
                    field.help = judged.words;
                }
            }
            Asking::WhatNow => {}
            asking => {
                let wanted = match self.form.chosen(Slot::Way) {
                    0 => Asking::Passphrase,
                    _ => Asking::Code,
                };
                if wanted != asking {
                    self.asking = wanted;
                    self.form = form(wanted);
                }
            }
        }
    }

    fn said(&self) -> Vec<String> {
        let keys = [Context::Anywhere, Context::Form];
        let key = |command| keymap::key_for(&keys, command).unwrap_or_default();
        let mut said = vec![match self.asking {
            Asking::NewPassphrase => {
                "The recovery code opened your data. Choose a new passphrase; \
                the old one opens nothing from then on. The code on your paper stays good."
                    .to_owned()
            }
            Asking::WhatNow => self.lost.clone(),
            _ => format!(
                "{} opens, {} goes to the next field, {} closes onsite. Opening takes a moment.",
                key(Command::Confirm),
                key(Command::NextField),
                key(Command::Back)
            ),
        }];
        if self.failed > 1 {
            said.push(
                "After several wrong tries each next one has to wait longer, so that nobody can \
                 try many. Nothing is lost."
                    .to_owned(),
            );
        }
        said
    }
}

impl View for Unlock {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        let mut contexts = vec![Context::Anywhere];
        contexts.extend(self.form.contexts());
        contexts
    }

    fn hints(&self, _desk: &Desk) -> Vec<Command> {
        vec![Command::Confirm, Command::NextField, Command::Back]
    }

    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        let event = match ask {
            Ask::EffectEnded(outcome) => return self.ended(desk, outcome),
            // Nothing is open yet: the way back is the way out.
            Ask::Command(Command::Back) => return Next::Quit,
            Ask::Command(Command::Confirm) => {
                return self.confirm(desk);
            }
            ask => fill_in(&mut self.form, ask),
        };
        if event == FormEvent::Changed {
            self.changed(desk);
        }
        Next::Stay
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let theme = desk.theme;
        let head = match self.asking {
            Asking::NewPassphrase => " A new passphrase",
            Asking::WhatNow => " Something is missing",
            _ => " onsite is locked",
        };
        let top = area.height / 4;
        widgets::put(
            buf,
            widgets::row(area, top),
            head,
            theme.style(Meaning::Title),
        );
        let room = usize::from(area.width.saturating_sub(2));
        let said = self.said();
        let meaning = match self.asking {
            Asking::WhatNow => Meaning::Plain,
            _ => Meaning::Muted,
        };
        let lines: Vec<&str> = said
            .iter()
            .flat_map(|said| text::wrap(said, room))
            .collect();
        let count = u16::try_from(lines.len()).unwrap_or(0);
        for (line, at) in lines.into_iter().zip(top + 1..) {
            let place = widgets::right_of(widgets::row(area, at), 1);
            widgets::put(buf, place, line, theme.style(meaning));
        }
        self.form.draw(
            buf,
            widgets::below(area, top + count + 2),
            theme,
            &desk.watch(),
        )
    }

    fn focus(&self, _desk: &Desk) -> Focus {
        self.form.focus()
    }
}
