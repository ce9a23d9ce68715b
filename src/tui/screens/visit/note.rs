//! A note being written: over the lower half of the screen, what it belongs to in its title.
//!
//! What is typed is durable within a second of the last key (a draft), and becomes a text of the
//! journal on leaving. A note to self is kept apart, looks different, and never leaves the laptop.

use crate::domain::privacy::identifiers::Kind;
use crate::domain::survey::answers::{CheckKey, NoteTarget};
use crate::domain::survey::guarded::place_of_note;
use crate::domain::values::text::FreeText;
use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::{Desk, Effect};
use crate::tui::screens::{Ask, Next, Noted, View};
use crate::tui::survey::{OpenCase, draft_target};
use crate::tui::terminal::input::Focus;
use crate::tui::text;
use crate::tui::theme::Meaning;
use crate::tui::widgets::note_editor::NoteEditor;
use crate::tui::widgets::text_field::Edit;
use crate::tui::widgets::warning::{self, Typed};
use crate::tui::widgets::{self, popup};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Milliseconds after the last key at which a draft is kept.
const REST: u64 = 700;
/// Changes after which a draft is kept though the typing goes on. At ten keys a second that is
/// well within two seconds.
const MOST_UNKEPT: u32 = 15;

/// Bytes of a note that are looked at with every key.
const LOOKED_AT_ONCE: usize = 4096;
/// Lines of the facts that stand above the note at most: the note needs the room.
const MOST_FACTS: usize = 3;

/// What the note is.
#[derive(Clone, Debug, PartialEq)]
enum Purpose {
    /// It goes in the report.
    Report(NoteTarget),
    /// It stays on this laptop; the name it is kept under.
    Private(String),
}

/// The note.
#[derive(Debug)]
pub struct Note {
    title: String,
    purpose: Purpose,
    editor: NoteEditor,
    /// Changes since the draft was kept.
    unkept: u32,
    /// What the report says of the check by itself, so that nobody types it.
    facts: Option<String>,
    /// What the Standards edition offers to begin with.
    offered: Option<String>,
    /// What in it seems to identify somebody, as far as it was looked at.
    warning: Option<Kind>,
}

impl Note {
    /// The note, if it can be written here.
    pub fn open(desk: &mut Desk, which: Noted) -> Option<Self> {
        match which {
            Noted::Check(check) => Self::on_check(desk, &check),
            Noted::ToSelf(check) => Self::to_self(desk, &check),
        }
    }

    /// The note of a check. What can be counted is said by itself, beside it.
    fn on_check(desk: &mut Desk, check: &CheckKey) -> Option<Self> {
        let open = desk.open()?;
        let OpenCase { survey, visit, .. } = open;
        if survey.is_read_only() || visit.is_sealed() {
            desk.warn("This visit is signed and finished. Open a revision to change a note.");
            return None;
        }
        let on = NoteTarget::Check(check.clone());
        let element = open.pack.element(&check.element)?;
        let held = visit
            .notes
            .get(&on)
            .map(|text| survey.file.words(text).to_owned());
        // What could not be saved is still in its field.
        let target = draft_target(&on);
        let unsaved = desk.unsaved.iter().rev();
        let unsaved = unsaved
            .filter(|held| held.target.as_deref() == Some(target.as_str()))
            .map(|held| (*held.text).to_owned())
            .next();
        let begun = unsaved.or(held).unwrap_or_default();
        let facts = open.facts().facts_line(element, check.method);
        let offered = facts
            .is_some()
            .then(|| open.facts().offered_words(element, check.method))
            .flatten();
        Some(Self {
            title: format!(
                "Goes in the report: {} {} {}",
                check.element,
                check.method.title(),
                element.short
            ),
            editor: NoteEditor::new(&begun),
            unkept: 0,
            warning: identifier(&on, &begun, desk),
            purpose: Purpose::Report(on),
            facts,
            offered,
        })
    }

    /// The note to self of a check.
    fn to_self(desk: &mut Desk, check: &CheckKey) -> Option<Self> {
        let survey = desk.survey.as_ref()?;
        if survey.is_read_only() {
            desk.warn("A note to self belongs to a visit of your own.");
            return None;
        }
        let target = draft_target(&NoteTarget::Check(check.clone()));
        let held = survey.private.get(&target).cloned().unwrap_or_default();
        Some(Self {
            title: format!("Note to self (stays on this laptop): {}", check.element),
            purpose: Purpose::Private(target),
            editor: NoteEditor::new(&held),
            unkept: 0,
            warning: None,
            facts: None,
            offered: None,
        })
    }

    /// Writes the offered words, to go on from.
    fn take_words(&mut self, desk: &mut Desk) -> Edit {
        let Some(offered) = &self.offered else {
            desk.warn("The Standards edition offers no words for this.");
            return Edit::Kept;
        };
        let parted = self.editor.text().ends_with(|c: char| !c.is_whitespace());
        let words = format!("{}{offered}", if parted { " " } else { "" });
        match self.editor.insert(&words) {
            Ok((edit, _)) => edit,
            Err(too_long) => {
                desk.warn(too_long.to_string());
                Edit::Kept
            }
        }
    }

    fn changed(&mut self, desk: &mut Desk, edit: Edit) {
        if edit == Edit::Changed {
            self.unkept += 1;
            if let Purpose::Report(on) = &self.purpose {
                let text = self.editor.text();
                // A long note stays quick: it is looked at when it is kept.
                if text.len() <= LOOKED_AT_ONCE {
                    self.warning = identifier(on, &text, desk);
                }
            }
            if self.unkept >= MOST_UNKEPT {
                self.keep(desk);
            }
        }
    }

    /// The lines below the text: a warning, or where the note goes.
    fn said(&self, columns: usize) -> Vec<(String, Meaning)> {
        if let Some(kind) = self.warning {
            return warning::lines(kind, columns);
        }
        let said = match &self.purpose {
            Purpose::Report(_) if self.facts.is_some() => {
                "The counts above write themselves. No names, no dates of birth."
            }
            Purpose::Report(_) => "Goes in the report. No names, no dates of birth, no numbers.",
            Purpose::Private(_) => "Stays on this laptop; never in the report.",
        };
        vec![(said.to_owned(), Meaning::Muted)]
    }

    /// Leaves the field: the draft becomes a text of the journal, or the note to self is kept.
    fn finish(&mut self, desk: &mut Desk) -> bool {
        match &self.purpose {
            Purpose::Report(on) => {
                self.unkept = 0;
                desk.keep_note(on.clone(), &self.editor.text())
            }
            Purpose::Private(_) => {
                self.keep(desk);
                true
            }
        }
    }
}

/// What in a note seems to identify somebody.
fn identifier(on: &NoteTarget, text: &str, desk: &Desk) -> Option<Kind> {
    desk.watch().found(text, Typed::Words(place_of_note(on)))
}

impl View for Note {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        vec![Context::Anywhere, Context::TextField, Context::Note]
    }

    fn hints(&self, _desk: &Desk) -> Vec<Command> {
        vec![Command::Back, Command::Undo]
    }

    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        let edit = match ask {
            Ask::Command(Command::Back) => {
                return if self.finish(desk) {
                    Next::Back
                } else {
                    Next::Stay
                };
            }
            Ask::Command(Command::TakeWords) => self.take_words(desk),
            Ask::Command(command) => self.editor.command(command),
            Ask::Key(key) => self.editor.key(key),
            Ask::Paste(pasted) => match self.editor.insert(pasted.as_str()) {
                Ok((edit, left_out)) => {
                    if left_out > 0 {
                        desk.warn(format!(
                            "{left_out} characters were left out: they cannot be seen on a screen."
                        ));
                    }
                    self.unkept = MOST_UNKEPT;
                    edit
                }
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
        self.changed(desk, edit);
        Next::Stay
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let height = (area.height / 2).max(8).min(area.height);
        let place = Rect {
            y: area.bottom().saturating_sub(height),
            height,
            ..area
        };
        let inside = popup::frame(buf, place, desk.theme, &self.title);
        let meaning = match &self.purpose {
            Purpose::Report(_) => Meaning::ReportNote,
            Purpose::Private(_) => Meaning::PrivateNote,
        };
        let said = self.said(usize::from(inside.width));
        let facts = self.facts.iter().flat_map(|facts| {
            let columns = usize::from(inside.width);
            text::wrap(facts, columns).map(|line| (line.to_owned(), Meaning::Plain))
        });
        let facts = facts.take(MOST_FACTS);
        let key = keymap::key_for(&[Context::Note], Command::TakeWords).unwrap_or_default();
        let offered = self.offered.as_ref().filter(|_| self.editor.is_empty());
        let offered = offered.map(|words| format!("{key} writes: {words}"));
        let columns = usize::from(inside.width);
        let offered = offered.iter().flat_map(|words| {
            text::wrap(words, columns).map(|line| (line.to_owned(), Meaning::Muted))
        });
        let facts: Vec<_> = facts.chain(offered).collect();
        let above = u16::try_from(facts.len()).unwrap_or(0);
        let lines = u16::try_from(said.len()).unwrap_or(1);
        let text = Rect {
            y: inside.y.saturating_add(above),
            height: inside.height.saturating_sub(lines.saturating_add(above)),
            ..inside
        };
        for ((line, meaning), at) in facts.iter().zip(0..) {
            let row = widgets::row(inside, at);
            widgets::put(buf, row, line, desk.theme.style(*meaning));
        }
        for ((line, meaning), at) in said.iter().zip(text.height.saturating_add(above)..) {
            let row = widgets::row(inside, at);
            widgets::put(buf, row, line, desk.theme.style(*meaning));
        }
        self.editor.draw(buf, text, desk.theme, meaning, true)
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn focus(&self, _desk: &Desk) -> Focus {
        Focus::Note
    }

    fn keep(&mut self, desk: &mut Desk) {
        if self.unkept == 0 {
            return;
        }
        self.unkept = 0;
        let text = FreeText::from(self.editor.text());
        match &self.purpose {
            Purpose::Report(on) => {
                self.warning = identifier(on, &text, desk);
                desk.effects.push(Effect::SaveDraft {
                    target: draft_target(on),
                    text,
                });
            }
            Purpose::Private(target) => {
                if let Some(survey) = &mut desk.survey {
                    if text.trim().is_empty() {
                        survey.private.remove(target);
                    } else {
                        survey.private.insert(target.clone(), text.clone());
                    }
                }
                desk.effects.push(Effect::SavePrivate {
                    target: target.clone(),
                    text,
                });
            }
        }
    }

    fn due(&self) -> Option<u64> {
        (self.unkept > 0).then_some(REST)
    }
}
