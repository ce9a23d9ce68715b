//! Names heard today: one a line, listened for in everything that is typed in this visit.
//!
//! The list is no part of the case. It stays on this laptop, beside the journal, and is forgotten
//! when the visit is signed. RULES.md, Identifiers.

use crate::domain::privacy::identifiers::{NamesHeard, NotAName};
use crate::domain::values::text::FreeText;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::{Desk, Effect};
use crate::tui::screens::{Ask, Next, View};
use crate::tui::terminal::input::Focus;
use crate::tui::theme::Meaning;
use crate::tui::widgets::note_editor::NoteEditor;
use crate::tui::widgets::text_field::Edit;
use crate::tui::{text, widgets};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Milliseconds after the last key at which the list is kept.
const REST: u64 = 700;
/// Lines at the bottom, for what is wrong and how many are listened for.
const SAID: u16 = 3;

/// The screen.
#[derive(Debug)]
pub struct Names {
    editor: NoteEditor,
    changed: bool,
}

impl Names {
    /// The list, if there is a visit of one's own in which something can still be typed.
    pub fn open(desk: &mut Desk) -> Option<Self> {
        let survey = desk.survey.as_ref()?;
        if let Err(stopped) = survey.may_change() {
            desk.warn(stopped.to_string());
            return None;
        }
        Some(Self {
            editor: NoteEditor::new(&survey.names),
            changed: false,
        })
    }

    /// How many names are listened for, and the first lines that are no names.
    fn heard(&self) -> (usize, Vec<(usize, NotAName)>) {
        let (mut heard, mut wrong) = (NamesHeard::none(), Vec::new());
        let typed = self.editor.text();
        for (number, line) in (1..).zip(typed.lines()) {
            if let Err(why) = heard.add(line)
                && !line.trim().is_empty()
            {
                wrong.push((number, why));
            }
        }
        (heard.len(), wrong)
    }

    fn said(&self) -> Vec<(String, Meaning)> {
        let (count, wrong) = self.heard();
        let wrong = wrong.into_iter().take(usize::from(SAID) - 1);
        let listened = match count {
            0 => "No name is listened for yet.".to_owned(),
            1 => "1 name is listened for in everything you type in this visit.".to_owned(),
            count => {
                format!("{count} names are listened for in everything you type in this visit.")
            }
        };
        wrong
            .map(|(line, why)| (format!("! Line {line}: {why}"), Meaning::Warning))
            .chain([(listened, Meaning::Muted)])
            .collect()
    }
}

impl View for Names {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        vec![Context::Anywhere, Context::TextField]
    }

    fn hints(&self, _desk: &Desk) -> Vec<Command> {
        vec![Command::Back, Command::Undo]
    }

    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        let edit = match ask {
            Ask::Command(Command::Back) => {
                self.keep(desk);
                return Next::Back;
            }
            Ask::Command(command) => self.editor.command(command),
            Ask::Key(key) => self.editor.key(key),
            Ask::Paste(pasted) => match self.editor.insert(pasted.as_str()) {
                Ok((edit, _)) => edit,
                Err(too_long) => {
                    desk.warn(too_long.to_string());
                    Edit::Kept
                }
            },
            Ask::Mouse(mouse) => {
                self.editor.mouse(mouse);
                Edit::Kept
            }
            _ => Edit::Kept,
        };
        self.changed |= edit == Edit::Changed;
        Next::Stay
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let theme = desk.theme;
        let inside = widgets::right_of(area, 1);
        let columns = usize::from(inside.width.saturating_sub(1));
        widgets::put(
            buf,
            inside,
            "Names heard today",
            theme.style(Meaning::Title),
        );
        let told = "One a line: patients and relatives whose names you hear or read. The list stays \
             on this laptop, is in no history and no file, and is forgotten when you sign.";
        let mut at = 1;
        for line in text::wrap(told, columns) {
            let row = widgets::row(inside, at);
            widgets::put(buf, row, line, theme.style(Meaning::Muted));
            at += 1;
        }
        let list = widgets::below(inside, at + 1);
        let list = Rect {
            height: list.height.saturating_sub(SAID),
            ..list
        };
        for ((line, meaning), at) in self.said().iter().zip(0..) {
            let row = widgets::row(
                widgets::below(inside, inside.height.saturating_sub(SAID)),
                at,
            );
            let line = text::truncate(line, columns, theme.signs.ellipsis);
            widgets::put(buf, row, &line, theme.style(*meaning));
        }
        self.editor
            .draw(buf, list, theme, Meaning::PrivateNote, true)
    }

    fn focus(&self, _desk: &Desk) -> Focus {
        Focus::Note
    }

    fn keep(&mut self, desk: &mut Desk) {
        if !std::mem::take(&mut self.changed) {
            return;
        }
        let typed = FreeText::from(self.editor.text());
        if let Some(survey) = &mut desk.survey {
            survey.hear(typed.clone());
        }
        desk.effects.push(Effect::SaveNames(typed));
    }

    fn due(&self) -> Option<u64> {
        self.changed.then_some(REST)
    }
}
