//! A text that seems to identify somebody: what it looks like, and the ways out of it. Edit it,
//! judge that it is no identifier, or erase it for good. What was written otherwise stands in the
//! history still, so one of the last two is asked for then.

use crate::domain::privacy::identifiers::{self, Context as Guard, NamesHeard, Surroundings};
use crate::domain::survey::answers::{CheckKey, NoteTarget};
use crate::domain::survey::decide::Act;
use crate::domain::survey::guarded;
use crate::domain::values::ids::SourceId;
use crate::domain::values::text::TextId;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::popups::erase::{ask_erase, erased};
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

/// A way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Edit,
    NoIdentifier,
    Erase,
}

impl Way {
    fn title(self) -> &'static str {
        match self {
            Self::Edit => "Write it otherwise",
            Self::NoIdentifier => "It identifies nobody: keep it as it is",
            Self::Erase => "Erase it for good",
        }
    }
}

/// The screen.
#[derive(Debug)]
pub struct Flagged {
    text: TextId,
    ways: Vec<Way>,
    choice: Choice,
    asked: bool,
}

impl Flagged {
    /// The screen of one text.
    pub fn open(desk: &mut Desk, text: TextId) -> Option<Self> {
        let mut screen = Self {
            text,
            ways: Vec::new(),
            choice: Choice::new(Vec::new()),
            asked: false,
        };
        screen.offer(desk);
        Some(screen)
    }

    /// Offers what helps now: words that are only in the history cannot be written otherwise.
    fn offer(&mut self, desk: &Desk) {
        self.ways = match self.belongs(desk) {
            Belongs::Elsewhere => vec![Way::Erase, Way::NoIdentifier],
            _ => vec![Way::Edit, Way::NoIdentifier, Way::Erase],
        };
        let items = self.ways.iter().map(|way| Item::plain(way.title()));
        self.choice = Choice::new(items.collect());
    }

    /// Why the ways are those that are offered, where that is not plain.
    fn explained(&self, desk: &Desk) -> Option<&'static str> {
        let stands = |open: OpenCase<'_>| guarded::stands(open.visit, &self.text);
        match self.belongs(desk) {
            Belongs::Elsewhere if desk.open().is_some_and(stands) => Some(
                "It is a reason or a remark. Writing it otherwise would leave these words in the \
                 history, which goes into the signed file: erase them, or judge them.",
            ),
            Belongs::Elsewhere => Some(
                "It was written otherwise since. The history still holds these words and goes \
                 into the signed file: erase them for good, or judge them.",
            ),
            _ => None,
        }
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

    fn chosen(&mut self, desk: &mut Desk, way: Way) -> Next {
        match way {
            Way::Edit => self.edit(desk),
            Way::NoIdentifier => {
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
            Way::Erase => {
                self.asked = true;
                Next::popup(ask_erase(desk, self.text))
            }
        }
    }

    /// Erases the text, if the word for it was typed.
    fn erase(&self, desk: &mut Desk, reply: &Reply) -> Next {
        match erased(desk, self.text, reply) {
            true => Next::Back,
            false => Next::Stay,
        }
    }

    /// Opens what the text belongs to. This screen stays below: afterwards it says that the
    /// history still holds these words.
    fn edit(&self, desk: &Desk) -> Next {
        match self.belongs(desk) {
            Belongs::Check(check) => Next::Go(Route::Note(Noted::Check(check))),
            Belongs::Source(source) => Next::Go(Route::SourceForm(Described::Held(source))),
            Belongs::Elsewhere => Next::Stay,
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
        let context = Guard {
            names_heard: survey.map_or(const { &NamesHeard::none() }, |s| s.file.guard.names()),
            ..Guard::of(Surroundings::Chart)
        };
        let mut near = identifiers::scan(&words, &context);
        near.sort_by_key(|hit| std::cmp::Reverse(hit.strength()));
        let mut said = vec![match self.explained(desk) {
            Some(why) => why.to_owned(),
            None => format!("It stands in {}.", suspect.what),
        }];
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
        let way = chosen.and_then(|index| self.ways.get(index).copied());
        way.map_or(Next::Stay, |way| self.chosen(desk, way))
    }

    fn returned(&mut self, desk: &mut Desk) {
        self.offer(desk);
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
