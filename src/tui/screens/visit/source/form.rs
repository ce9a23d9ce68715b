//! Describing what is looked at: a document, a record, an interview, an observed event.
//!
//! Everything is proposed, so that a chart is added with three keys: add, the number of its
//! kind, Enter. The fields are in `fields`, what they come to in `draft`. A
//! form that is left unfinished goes on when it is opened again.

use crate::domain::pack::Method;
use crate::domain::survey::decide::{Act, Refusal};
use crate::domain::survey::sources::SourceDetails;
use crate::domain::survey::words;
use crate::domain::values::ids::SourceId;
use crate::domain::values::text::Text;
use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::parked::{FormName, REST};
use crate::tui::screens::popups::choose::{THROW_AWAY, ask_throw_away};
use crate::tui::screens::visit::source::draft::Draft;
use crate::tui::screens::visit::source::fields::Slot;
use crate::tui::screens::{Ask, Described, Next, Reply, View, fill_in};
use crate::tui::survey::Stopped;
use crate::tui::terminal::input::Focus;
use crate::tui::text::days;
use crate::tui::theme::Meaning;
use crate::tui::widgets::form::FormEvent;
use crate::tui::{widgets, wording};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The form.
#[derive(Debug)]
pub struct SourceForm {
    draft: Draft,
    touched: bool,
    /// It was asked whether it is to be added though nothing was said.
    asked: bool,
    /// Changed since it was kept.
    unkept: bool,
}

impl SourceForm {
    /// The form, if sources can be described here; one that was left unfinished goes on.
    pub fn open(desk: &mut Desk, what: Described) -> Option<Self> {
        let open = desk.open()?;
        if let Err(stopped) = open.survey.may_change() {
            desk.warn(stopped.to_string());
            return None;
        }
        let (method, source) = match what {
            Described::New(method) => (method, None),
            Described::Held(id) => {
                let method = open.visit.source(&id)?.details.kind.method();
                (method, Some(id))
            }
        };
        let mut draft = match &source {
            Some(id) => Draft::of(open, open.visit.source(id)?),
            None => Draft::new(open, &desk.walk, method),
        };
        let parked = desk.begun(&draft.name(open.survey.id()));
        let begun = parked.is_some();
        if let Some(parked) = parked {
            draft.resume(open, parked);
            let key = keymap::key_for(&[Context::Begun], Command::StartOver).unwrap_or_default();
            desk.say(format!(
                "What you had begun before is still here; {key} throws it away."
            ));
        }
        Some(Self {
            draft,
            touched: begun,
            asked: false,
            unkept: false,
        })
    }

    /// Adds or changes the source. A new one of which nothing was said yet takes Enter twice, so
    /// that no Enter too many adds what nobody looked at; a document has a title by then.
    fn save(&mut self, desk: &mut Desk) -> Next {
        let fine = |open| !self.draft.has_problems(open, desk.now);
        if !desk.open().is_some_and(fine) {
            return Next::Stay;
        }
        let new = self.draft.source.is_none() && self.draft.method != Method::Policy;
        if new && !self.touched && !self.asked {
            self.asked = true;
            let label = self.draft.form.text(Slot::Label);
            let enter = keymap::key_for(&[Context::Form], Command::Confirm).unwrap_or_default();
            desk.warn(format!(
                "Nothing is said of {label} yet. {enter} once more adds it as it stands here."
            ));
            return Next::Stay;
        }
        if self.write(desk) == Some(true) {
            if let Some(form) = self.name(desk) {
                desk.finish_form(&form);
            }
            return Next::Back;
        }
        Next::Stay
    }

    /// Adds or changes the source. Words that stand already keep their text.
    fn write(&mut self, desk: &mut Desk) -> Option<bool> {
        let seen_at = days::moment(self.draft.form.text(Slot::SeenAt), desk.now).ok()?;
        let survey = desk.survey.as_mut()?;
        let supply = desk.supply.as_mut();
        let id = match &self.draft.source {
            Some(id) => id.clone(),
            None => survey.source_id(supply)?,
        };
        let mut typed = Vec::new();
        let details = self.draft.details(survey.open()?, &mut |written, held| {
            let kept = held.filter(|held| survey.file.words(held) == written);
            kept.or_else(|| {
                let text = (!written.is_empty()).then(|| Text::new(supply.nonce(), written))?;
                let id = text.id;
                typed.push(text);
                Some(id)
            })
        })?;
        let (source, described) = (id.clone(), details.clone());
        let act = match self.draft.source {
            Some(_) => Act::ChangeSource { source, details },
            None => Act::AddSource { source, details },
        };
        match survey.act_seen(act.with(typed), desk.now, seen_at) {
            Ok(()) => self.chosen(desk, id, &described),
            Err(Stopped::Refused(Refusal::Nothing)) => {}
            Err(stopped) => {
                desk.warn(stopped.to_string());
                return Some(false);
            }
        }
        Some(true)
    }

    /// The new source is the one that answers go to, and the status line says so.
    fn chosen(&self, desk: &mut Desk, id: SourceId, details: &SourceDetails) {
        let Some((open, walk)) = desk.walking() else {
            return;
        };
        walk.choose_for(self.draft.method, Some(id));
        walk.go_to_site_of(open.visit, &details.sites);
        let kind = wording::source_kind(open.pack, &details.kind);
        let undo = keymap::key_for(&[Context::Anywhere], Command::Undo).unwrap_or_default();
        let name = open.facts().source_label(details);
        desk.say(match self.draft.source {
            None => format!("{name} added ({kind}); answers go there now. {undo} undoes."),
            Some(_) => format!("{name} is described again ({kind}). {undo} undoes."),
        });
    }

    fn heading(&self, desk: &Desk) -> String {
        let held = desk
            .open()
            .and_then(|open| open.visit.source(self.draft.source.as_ref()?));
        if let Some(held) = held {
            let seen = words::day_and_time(held.seen_at);
            return format!("Describe {}, seen {seen}", held.details.label);
        }
        let what = match self.draft.method {
            Method::Policy => "a document",
            Method::Record => "a record",
            Method::Interview => "an interview",
            Method::Observation => "an observed event",
        };
        format!("Add {what}: {}", self.draft.form.text(Slot::Label))
    }

    fn name(&self, desk: &Desk) -> Option<FormName> {
        let survey = desk.survey.as_ref()?;
        Some(self.draft.name(survey.id()))
    }

    /// Puts the form aside, to go on with it later.
    fn park(&mut self, desk: &mut Desk) {
        self.unkept = false;
        if let Some(form) = self.name(desk).filter(|_| self.touched) {
            desk.park(&form, &self.draft.parked());
        }
    }

    fn throw_away(&mut self, desk: &mut Desk, reply: &Reply) -> Next {
        if *reply != Reply::Chosen(THROW_AWAY) {
            return Next::Stay;
        }
        if let Some(form) = self.name(desk) {
            desk.discard_form(&form);
        }
        desk.say("Thrown away. Nothing was saved.");
        Next::Back
    }

    fn leave(&mut self, desk: &mut Desk) -> Next {
        self.park(desk);
        if self.touched {
            desk.say("Nothing was saved. What you filled in is here when you come back.");
        }
        Next::Back
    }
}

impl View for SourceForm {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        let mut contexts = vec![Context::Anywhere, Context::Begun];
        contexts.extend(self.draft.form.contexts());
        contexts
    }

    fn hints(&self, _desk: &Desk) -> Vec<Command> {
        vec![
            Command::Confirm,
            Command::NextField,
            Command::Toggle,
            Command::Back,
        ]
    }

    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        let event = match ask {
            Ask::Command(Command::Back) => return self.leave(desk),
            Ask::Command(Command::Confirm) => return self.save(desk),
            Ask::Command(Command::StartOver) => return ask_throw_away(),
            Ask::Reply(reply) => return self.throw_away(desk, &reply),
            ask => fill_in(&mut self.draft.form, ask),
        };
        if event == FormEvent::Changed
            && let Some(open) = desk.open()
        {
            self.touched = true;
            self.unkept = true;
            self.draft.changed(open);
        }
        Next::Stay
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let theme = desk.theme;
        let contexts = [Context::Anywhere, Context::Form];
        let key = |command| keymap::key_for(&contexts, command).unwrap_or_default();
        let said = format!(
            "{} saves from any field; {} goes to the next one.{}",
            key(Command::Confirm),
            key(Command::NextField),
            match self.draft.source {
                None => " Only the first is needed.",
                Some(_) => "",
            }
        );
        let head = widgets::right_of(area, 1);
        let second = widgets::row(head, 1);
        widgets::put(buf, head, &self.heading(desk), theme.style(Meaning::Title));
        widgets::put(buf, second, &said, theme.style(Meaning::Muted));
        self.draft
            .form
            .draw(buf, widgets::below(area, 3), theme, &desk.watch())
    }

    fn focus(&self, _desk: &Desk) -> Focus {
        self.draft.form.focus()
    }

    fn keep(&mut self, desk: &mut Desk) {
        self.park(desk);
    }

    fn due(&self) -> Option<u64> {
        self.unkept.then_some(REST)
    }
}
