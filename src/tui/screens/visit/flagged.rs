//! A text that seems to identify somebody: what it looks like, and the three ways out of it.
//! Edit it, judge that it is no identifier, or erase it for good.

use crate::domain::privacy::identifiers::{self, Context as Guard, Surroundings};
use crate::domain::survey::answers::{CheckKey, NoteTarget};
use crate::domain::survey::decide::Act;
use crate::domain::values::ids::SourceId;
use crate::domain::values::text::TextId;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::popups::ask::AskText;
use crate::tui::screens::{Ask, Described, Next, Noted, Reply, Route, View};
use crate::tui::survey::OpenCase;
use crate::tui::theme::Meaning;
use crate::tui::widgets::choice::{Choice, Item};
use crate::tui::{text, widgets};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// What a text belongs to.
enum Belongs {
    Check(CheckKey),
    Source(SourceId),
    Elsewhere,
}

/// What is typed to erase a text.
const ERASE: &str = "ERASE";
const EDIT: usize = 0;
const NO_IDENTIFIER: usize = 1;

/// The screen.
#[derive(Debug)]
pub struct Flagged {
    text: TextId,
    choice: Choice,
    asked: bool,
}

impl Flagged {
    /// The screen of one text.
    pub fn open(_desk: &mut Desk, text: TextId) -> Option<Self> {
        let items = [
            "Write it otherwise",
            "It identifies nobody: keep it as it is",
            "Erase it for good",
        ];
        Some(Self {
            text,
            choice: Choice::new(items.into_iter().map(Item::plain).collect()),
            asked: false,
        })
    }

    fn belongs(&self, desk: &Desk) -> Belongs {
        let Some(OpenCase { visit, .. }) = desk.open() else {
            return Belongs::Elsewhere;
        };
        let note = visit.notes.iter().find(|(_, text)| **text == self.text);
        if let Some((NoteTarget::Check(check), _)) = note {
            return Belongs::Check(check.clone());
        }
        let source = visit
            .sources
            .iter()
            .find(|source| source.details.texts().any(|text| text == self.text));
        source.map_or(Belongs::Elsewhere, |source| {
            Belongs::Source(source.id.clone())
        })
    }

    fn chosen(&mut self, desk: &mut Desk, index: usize) -> Next {
        match index {
            EDIT => self.edit(desk),
            NO_IDENTIFIER => {
                let text = self.text;
                let done = desk.act(Act::JustifyIdentifier {
                    text,
                    justified: true,
                });
                if done {
                    desk.say("Kept: you judged that it identifies nobody.");
                    return Next::Back;
                }
                Next::Stay
            }
            _ => {
                self.asked = true;
                Next::popup(AskText::new(
                    "Erase this text for good?",
                    format!(
                        "Nobody can bring it back, not even with undo. That a text was erased \
                         stays visible in the history. To erase it, type {ERASE}."
                    ),
                ))
            }
        }
    }

    /// Erases the text, if the word for it was typed.
    fn erase(&self, desk: &mut Desk, reply: &Reply) -> Next {
        let Reply::Typed(word) = reply else {
            desk.say("Nothing was erased.");
            return Next::Stay;
        };
        if !word.eq_ignore_ascii_case(ERASE) {
            desk.warn(format!("Nothing was erased: {ERASE} was not typed."));
        } else if desk.redact(self.text) {
            desk.say("The text is erased for good.");
            return Next::Back;
        }
        Next::Stay
    }

    /// Opens what the text belongs to, in place of this screen.
    fn edit(&self, desk: &mut Desk) -> Next {
        match self.belongs(desk) {
            Belongs::Check(check) => Next::Swap(Route::Note(Noted::Check(check))),
            Belongs::Source(source) => Next::Swap(Route::SourceForm(Described::Held(source))),
            Belongs::Elsewhere => {
                desk.warn("This is a reason or was written over since. Judge it, or erase it.");
                Next::Stay
            }
        }
    }

    fn words(&self, desk: &Desk) -> String {
        let survey = desk.survey.as_ref();
        survey.map_or_else(String::new, |survey| {
            survey.file.words(&self.text).to_owned()
        })
    }

    /// What it looks like and what to write instead, each once.
    fn found(&self, desk: &Desk) -> Vec<String> {
        let words = self.words(desk);
        let survey = desk.survey.as_ref();
        let Some(suspect) = survey.and_then(|survey| survey.file.guard.suspect(&self.text)) else {
            return Vec::new();
        };
        // Only what counts where the text stands: a date in a policy is no date of a patient.
        let near = identifiers::scan(&words, &Guard::of(Surroundings::Chart));
        let mut said = vec![format!("It stands in {}.", suspect.what)];
        for hit in near
            .into_iter()
            .filter(|hit| suspect.kinds.contains(&hit.kind))
        {
            let held = words.get(hit.span.clone()).unwrap_or_default();
            let kind = hit.kind;
            let line = format!("\"{held}\" looks like {}. {}", kind.words(), kind.instead());
            if !said.contains(&line) {
                said.push(line);
            }
        }
        said
    }
}

impl View for Flagged {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        vec![Context::Anywhere, Context::Visit, Context::Choice]
    }

    fn hints(&self, _desk: &Desk) -> Vec<Command> {
        vec![Command::Confirm, Command::Back]
    }

    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        let chosen = match ask {
            Ask::Command(Command::Back) => return Next::Back,
            Ask::Command(command) => self.choice.command(command),
            Ask::Key(key) => self.choice.key(key),
            Ask::Mouse(mouse) => self.choice.mouse(mouse),
            Ask::Reply(reply) if std::mem::take(&mut self.asked) => {
                return self.erase(desk, &reply);
            }
            Ask::Reply(_) => None,
            Ask::EffectEnded(_) | Ask::Paste(_) => None,
        };
        chosen.map_or(Next::Stay, |index| self.chosen(desk, index))
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let theme = desk.theme;
        let head = " This text seems to identify somebody";
        widgets::put(buf, area, head, theme.style(Meaning::Title));
        let room = usize::from(area.width.saturating_sub(3));
        let words = text::visible_block(&self.words(desk)).into_owned();
        let found = self.found(desk);
        let choices = u16::try_from(self.choice.items().len()).unwrap_or(3);
        let space = usize::from(area.height.saturating_sub(choices + 4));
        let told: Vec<&str> = found
            .iter()
            .flat_map(|line| text::wrap(line, room))
            .collect();
        let text_lines = space.saturating_sub(told.len().min(space / 2) + 1);
        let lines = text::wrap(&words, room)
            .take(text_lines)
            .map(|line| (line, Meaning::ReportNote))
            .chain([("", Meaning::Plain)])
            .chain(
                told.into_iter()
                    .take(space / 2)
                    .map(|line| (line, Meaning::Warning)),
            );
        let mut at = 2;
        for (line, meaning) in lines {
            let place = widgets::right_of(widgets::row(area, at), 2);
            widgets::put(buf, place, line, theme.style(meaning));
            at += 1;
        }
        self.choice.draw(buf, widgets::below(area, at + 1), theme);
        None
    }
}
