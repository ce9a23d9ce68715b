//! Words that were written under other answers: the Surveyor keeps them, rewrites them or takes
//! them out. What's left leads here.

use crate::domain::survey::answers::NoteTarget;
use crate::domain::survey::decide::Act;
use crate::domain::survey::guarded::place_of;
use crate::domain::survey::own_words::{self, WordsAt};
use crate::domain::survey::words;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::popups::ask::AskText;
use crate::tui::screens::{Ask, Next, Noted, Reply, Route, View};
use crate::tui::theme::Meaning;
use crate::tui::widgets::choice::{Choice, Item};
use crate::tui::widgets::warning::Typed;
use crate::tui::widgets::{self, popup};
use crate::tui::{text, wording};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Lines of the words that are shown at most.
const MOST_LINES: usize = 6;

/// The question.
#[derive(Debug)]
pub struct OwnWords {
    at: WordsAt,
    title: String,
    /// What the answers were and are, then the words.
    said: String,
    words: String,
    choice: Choice,
}

impl OwnWords {
    /// The question, where there are such words.
    pub fn open(desk: &mut Desk, at: WordsAt) -> Option<Self> {
        let open = desk.open()?;
        let held = own_words::text(open.visit, &at)?;
        let said = match own_words::changed(open.visit, &at) {
            Some(changed) => words::since(at.check().method, &changed),
            None => "fits the answers".to_owned(),
        };
        let title = match &at {
            WordsAt::Note(check) => {
                format!("The note of {} {}", check.element, check.method.title())
            }
            WordsAt::Remark(cell) => {
                format!("The remark at {}", wording::cell_name(open.visit, cell))
            }
        };
        Some(Self {
            title,
            said: format!("{}.", wording::capital(&said)),
            words: open.survey.file.words(&held).to_owned(),
            choice: Choice::new(vec![
                Item::plain("Keep it: it is right for the answers as they are"),
                Item::plain("Rewrite it"),
                Item::plain("Take it out"),
            ]),
            at,
        })
    }

    fn chosen(&mut self, desk: &mut Desk, index: usize) -> Next {
        match (index, &self.at) {
            (0, at) => self.done(desk, Act::KeepWords(at.clone()), "Kept."),
            (1, WordsAt::Note(check)) => Next::Swap(Route::Note(Noted::Check(check.clone()))),
            (1, WordsAt::Remark(cell)) => Next::popup(
                AskText::new(self.title.clone(), "In one line; it goes in the report.")
                    .guarded_as(Typed::Words(place_of(cell.check.method)))
                    .holding(&self.words),
            ),
            (_, WordsAt::Note(check)) => {
                let on = NoteTarget::Check(check.clone());
                self.done(desk, Act::WriteNote { on, text: None }, "Taken out.")
            }
            (_, WordsAt::Remark(cell)) => {
                let cell = cell.clone();
                self.done(desk, Act::Remark { cell, remark: None }, "Taken out.")
            }
        }
    }

    fn rewritten(&self, desk: &mut Desk, words: &str) -> Next {
        let WordsAt::Remark(cell) = &self.at else {
            return Next::Back;
        };
        let cell = cell.clone();
        if words.is_empty() {
            return self.done(desk, Act::Remark { cell, remark: None }, "Taken out.");
        }
        if words == self.words {
            return self.done(desk, Act::KeepWords(self.at.clone()), "Kept.");
        }
        let typed = desk.text(words);
        let remark = Some(typed.id);
        if desk.act(Act::Remark { cell, remark }.with([typed])) {
            desk.say("Rewritten.");
        }
        Next::Back
    }

    fn done(&self, desk: &mut Desk, act: Act, said: &str) -> Next {
        if desk.act(act) {
            desk.say(said);
        }
        Next::Back
    }
}

impl View for OwnWords {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        vec![Context::Anywhere, Context::Choice]
    }

    fn hints(&self, _desk: &Desk) -> Vec<Command> {
        vec![Command::Confirm, Command::Back]
    }

    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        let chosen = match ask {
            Ask::Command(Command::Back) => return Next::Back,
            Ask::Reply(Reply::Typed(words)) => return self.rewritten(desk, &words),
            Ask::Command(command) => self.choice.command(command),
            Ask::Key(key) => self.choice.key(key),
            Ask::Mouse(mouse) => self.choice.mouse(mouse),
            _ => None,
        };
        chosen.map_or(Next::Stay, |index| self.chosen(desk, index))
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let width = 72.min(area.width);
        let columns = usize::from(width).saturating_sub(4);
        let mut lines: Vec<(String, Meaning)> = Vec::new();
        for line in text::wrap(&self.said, columns) {
            lines.push((line.to_owned(), Meaning::Warning));
        }
        let visible = text::visible(&self.words);
        for line in text::wrap(&visible, columns).take(MOST_LINES) {
            lines.push((line.to_owned(), Meaning::ReportNote));
        }
        let above = u16::try_from(lines.len()).unwrap_or(0).saturating_add(1);
        let items = u16::try_from(self.choice.items().len()).unwrap_or(0);
        let height = above.saturating_add(items).saturating_add(2);
        let place = popup::centred(area, width, height.min(area.height));
        let inside = popup::frame(buf, place, desk.theme, &self.title);
        for ((line, meaning), at) in lines.iter().zip(0..) {
            let style = desk.theme.style(*meaning);
            widgets::put(buf, widgets::row(inside, at), line, style);
        }
        self.choice
            .draw(buf, widgets::below(inside, above), desk.theme);
        None
    }

    fn is_popup(&self) -> bool {
        true
    }
}
