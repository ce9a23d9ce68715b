//! Sign and finish: what still blocks; else the summary of what will be signed, initials and
//! passphrase. Only here is confirmation asked for.

use crate::domain::pack::Method;
use crate::domain::survey::answers::Level;
use crate::domain::survey::events::Offered;
use crate::domain::survey::readiness::{Remaining, Weight};
use crate::domain::survey::{verdicts, words};
use crate::domain::values::secret::Secret;
use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::{Desk, Effect};
use crate::tui::screens::visit::anywhere::whats_left;
use crate::tui::screens::{Ask, EffectResult, Next, Route, View, fill_in};
use crate::tui::survey::{OpenCase, Survey};
use crate::tui::terminal::input::Focus;
use crate::tui::theme::Meaning;
use crate::tui::widgets::form::{Field, Form, FormEvent};
use crate::tui::widgets::reader::{self, Block, ReaderState};
use crate::tui::{widgets, wording};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// What a field is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    Initials,
    Passphrase,
}

/// The most letters of initials.
const LONGEST_INITIALS: usize = 10;
/// Lines for the form: two fields with a remark each, and a rule.
const FORM: u16 = 7;
/// Things that block, shown before What's left is opened.
const SHOWN: usize = 12;

/// The screen.
#[derive(Debug)]
pub struct Sign {
    form: Form<Slot>,
    state: ReaderState,
    /// What keeps from signing.
    blocking: Vec<Remaining>,
    summary: Vec<Block>,
    /// Why this laptop cannot sign, if it cannot. Training is signed with the training key.
    trouble: Option<String>,
    waiting: bool,
}

impl Sign {
    /// The screen over the visit as it stands.
    pub fn open(desk: &mut Desk) -> Option<Self> {
        let mut form = Form::new([
            (Slot::Initials, Field::text("Your initials", "")),
            (
                Slot::Passphrase,
                Field::hidden("Passphrase")
                    .with_help("The one that opens onsite. With it you sign this visit."),
            ),
        ]);
        form.show_where(|_, slot| slot != Slot::Passphrase || !desk.demo);
        let blocking = whats_left(desk)
            .iter()
            .filter(|item| item.weight == Weight::Blocks)
            .cloned()
            .collect();
        Some(Self {
            form,
            state: ReaderState::default(),
            blocking,
            summary: summary(desk).unwrap_or_default(),
            trouble: desk.profile.trouble.clone().filter(|_| !is_training(desk)),
            waiting: false,
        })
    }

    fn sign(&mut self, desk: &mut Desk) {
        let wrong = self.form.show_problems(|slot, field| {
            let text = field.as_text().trim();
            let letters = text.chars().count();
            match slot {
                Slot::Initials if !(1..=LONGEST_INITIALS).contains(&letters) => {
                    Some("Write your initials: two or three letters.".to_owned())
                }
                Slot::Initials if text.chars().any(|c| c.is_ascii_digit()) => {
                    Some("Initials hold no digits.".to_owned())
                }
                Slot::Passphrase if text.is_empty() => Some("Write your passphrase.".to_owned()),
                _ => None,
            }
        });
        if wrong {
            return;
        }
        self.waiting = true;
        desk.effects.push(Effect::Seal {
            initials: self.form.text(Slot::Initials).trim().to_owned(),
            passphrase: Secret::new(self.form.text(Slot::Passphrase)),
        });
    }

    fn ended(&mut self, desk: &mut Desk, outcome: EffectResult) -> Next {
        if !std::mem::take(&mut self.waiting) {
            return Next::Stay;
        }
        match outcome {
            EffectResult::Done => {
                desk.say("Signed and finished.");
                Next::Swap(Route::Sealed)
            }
            EffectResult::Failed(why) => {
                if self.form.shows(Slot::Passphrase) {
                    self.form.write(Slot::Passphrase, "");
                    self.form.tell(Slot::Passphrase, why);
                } else {
                    desk.alarm(why);
                }
                Next::Stay
            }
            _ => Next::Stay,
        }
    }

    /// Whether nothing can be signed as it is now.
    fn is_blocked(&self) -> bool {
        self.trouble.is_some() || !self.blocking.is_empty()
    }

    /// What a person does while something blocks: what is left comes before the key.
    fn handle_blocked(&self, ask: &Ask) -> Next {
        match ask {
            Ask::Command(Command::Back) => Next::Back,
            Ask::Command(Command::Open | Command::Confirm) => {
                Next::Swap(match self.blocking.is_empty() {
                    true => Route::NewKey,
                    false => Route::Left,
                })
            }
            _ => Next::Stay,
        }
    }

    fn draw_blocked(&self, desk: &Desk, buf: &mut Buffer, area: Rect) {
        let count = self.blocking.len();
        let key = keymap::key_for(&[Context::Lists], Command::Open).unwrap_or_default();
        let things = match count {
            0 => "This laptop cannot sign now; what you answered is safe. {key} goes on.",
            1 => "1 thing keeps you from signing. {key} goes to What's left.",
            _ => "{count} things keep you from signing. {key} goes to What's left.",
        };
        let head = things
            .replace("{count}", &count.to_string())
            .replace("{key}", &key);
        let head = format!(" {head}");
        widgets::put(buf, area, &head, desk.theme.style(Meaning::Title));
        let what = self.blocking.iter().take(SHOWN);
        let trouble = self.trouble.iter().map(|trouble| format!("{trouble}."));
        let mut lines: Vec<String> = trouble.chain(what.map(|item| item.what.clone())).collect();
        if count > SHOWN {
            lines.push(format!("and {} more", count - SHOWN));
        }
        let blocks: Vec<Block> = lines.into_iter().map(Block::plain).collect();
        let place = widgets::right_of(widgets::below(area, 2), 2);
        reader::draw(buf, place, desk.theme, &self.state, &blocks);
    }
}

fn is_training(desk: &Desk) -> bool {
    let survey = desk.survey.as_ref();
    survey.is_some_and(|survey| survey.file.case.training)
}

/// What will be signed, in the words of the report.
fn summary(desk: &Desk) -> Option<Vec<Block>> {
    let open = desk.open()?;
    let OpenCase { survey, visit, .. } = open;
    let facts = open.facts();
    let mut blocks = Vec::new();
    if let Some((revision, Some(reason))) = &visit.open_revision {
        let said = format!("Revision {revision}, because: {}", facts.text(reason));
        blocks.push(Block::new(Meaning::Warning, said));
    }
    blocks.push(Block::plain(format!("{}.", levels(survey))).led_by("Levels", 16));
    blocks.push(Block::plain(format!("{}.", looked_at(survey))).led_by("Looked at", 16));
    blocks.push(Block::plain(not_assessed(survey)).led_by("Not assessed", 16));
    let told = visit.services.values();
    let absent = told.filter(|(said, _)| said.offered != Offered::Everywhere);
    if !visit.services.is_empty() {
        let absent = words::counted(absent.count(), "service");
        let said = format!("{absent} not offered, at all or at a site.");
        blocks.push(Block::plain(said).led_by("Services", 16));
    }
    let notes = words::counted(visit.notes.len(), "note");
    let given = visit.answers.values().flatten();
    let remarks = given.filter(|given| given.answer.remark.is_some()).count();
    let remarks = words::counted(remarks, "remark");
    let said = format!("{notes} and {remarks} in the report. Notes to self stay on this laptop.");
    blocks.push(Block::plain(said).led_by("Notes", 16));
    let warns: Vec<Remaining> = whats_left(desk)
        .iter()
        .filter(|item| item.weight == Weight::Warns)
        .cloned()
        .collect();
    if !warns.is_empty() {
        blocks.push(Block::plain(""));
        blocks.push(Block::new(
            Meaning::Warning,
            "Worth a look before you sign:",
        ));
        blocks.extend(
            warns
                .into_iter()
                .map(|item| Block::plain(item.what).indented(2)),
        );
    }
    Some(blocks)
}

/// `20 Fully met, 8 Partly met, 2 Could not assess`
fn levels(survey: &Survey) -> String {
    let given = |wanted: Level| {
        survey.visit().map_or(0, |visit| {
            let mut held = visit.determinations.values();
            held.by_ref()
                .filter(|(held, _)| held.level == wanted)
                .count()
        })
    };
    let parts: Vec<String> = Level::ALL
        .into_iter()
        .filter(|level| given(*level) > 0)
        .map(|level| {
            let name = wording::level_name(survey.pack(), level);
            format!("{} {name}", given(level))
        })
        .collect();
    words::listed(&parts)
}

/// `8 documents, 14 records, 16 interviews, 18 events`
fn looked_at(survey: &Survey) -> String {
    let parts: Vec<String> = Method::ALL
        .into_iter()
        .map(|method| {
            let of = |visit: &crate::domain::survey::visit::Visit| {
                let sources = visit.sources.iter();
                sources
                    .filter(|s| s.details.kind.method() == method)
                    .count()
            };
            let noun = match method {
                Method::Policy => "document",
                Method::Record => "record",
                Method::Interview => "interview",
                Method::Observation => "observed event",
            };
            words::counted(survey.visit().map_or(0, of), noun)
        })
        .collect();
    words::listed(&parts)
}

/// Elements that could not be assessed, by number.
fn not_assessed(survey: &Survey) -> String {
    let Some(visit) = survey.visit() else {
        return String::new();
    };
    let pack = survey.pack();
    let elements: Vec<String> = pack
        .elements()
        .filter(|(standard, element)| {
            element.is_answered()
                && verdicts::element(visit, pack, standard, element).outcome
                    == verdicts::Outcome::CouldNotAssess
        })
        .map(|(_, element)| element.id.to_string())
        .collect();
    match elements.len() {
        0 => "Nothing: every element could be assessed.".to_owned(),
        count => format!(
            "{} could not be assessed: {}.",
            words::counted(count, "element"),
            words::listed(&elements)
        ),
    }
}

impl View for Sign {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        if self.is_blocked() {
            return vec![Context::Anywhere, Context::Visit, Context::Lists];
        }
        let mut contexts = vec![Context::Anywhere, Context::Reading];
        contexts.extend(self.form.contexts());
        contexts
    }

    fn hints(&self, _desk: &Desk) -> Vec<Command> {
        if self.is_blocked() {
            return vec![Command::Open, Command::Back];
        }
        vec![
            Command::Confirm,
            Command::NextField,
            Command::PageDown,
            Command::Back,
        ]
    }

    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        if self.is_blocked() {
            return self.handle_blocked(&ask);
        }
        match ask {
            Ask::EffectEnded(outcome) => return self.ended(desk, outcome),
            Ask::Command(Command::Back) => return Next::Back,
            Ask::Command(command @ (Command::PageUp | Command::PageDown)) => {
                self.state.command(command);
            }
            ask => {
                if let Ask::Mouse(mouse) = &ask {
                    self.state.mouse(*mouse);
                }
                if fill_in(&mut self.form, ask) == FormEvent::Finished {
                    self.sign(desk);
                }
            }
        }
        Next::Stay
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        if self.is_blocked() {
            self.draw_blocked(desk, buf, area);
            return None;
        }
        let theme = desk.theme;
        let visit = desk.open()?.visit;
        let who = visit.surveyor.as_ref().map_or_else(String::new, |who| {
            format!(" by {}, {}", who.name, who.credential)
        });
        let head = format!(" Sign and finish{who}: revision {}", visit.revision());
        widgets::put(buf, area, &head, theme.style(Meaning::Title));
        let under = area.height.saturating_sub(FORM);
        let place = Rect {
            height: under.saturating_sub(2),
            ..widgets::right_of(widgets::below(area, 2), 1)
        };
        reader::draw(buf, place, theme, &self.state, &self.summary);
        let below = widgets::below(area, under);
        widgets::rule(buf, widgets::row(below, 0), theme);
        let said = "What is signed cannot be changed; a later change is a new revision.";
        let place = widgets::right_of(widgets::row(below, 1), 1);
        widgets::put(buf, place, said, theme.style(Meaning::Muted));
        self.form
            .draw(buf, widgets::below(below, 2), theme, &desk.watch())
    }

    fn focus(&self, _desk: &Desk) -> Focus {
        match self.is_blocked() {
            true => Focus::Commands,
            false => self.form.focus(),
        }
    }
}
