//! Describing what is looked at: a document, a record, an interview, an observed event.
//!
//! Everything is proposed, so that a chart is added with three keys: add, the number of its
//! kind, Enter. What is offered in each field is in `source_fields`, what the choices come to in
//! `source_draft`. A form that is left unfinished goes on when it is opened again.

use crate::domain::pack::Method;
use crate::domain::survey::decide::{Act, Refusal};
use crate::domain::survey::sources::{ChosenBy, SourceDetails};
use crate::domain::survey::words;
use crate::domain::values::calendar::Moment;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::SourceId;
use crate::domain::values::text::TextId;
use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::screens::visit::source::draft::Draft;
use crate::tui::screens::visit::source::fields::{self, Slot};
use crate::tui::screens::{Ask, Next, View};
use crate::tui::survey::{Stopped, Survey};
use crate::tui::terminal::input::Focus;
use crate::tui::theme::Meaning;
use crate::tui::widgets::form::{Form, FormEvent};
use crate::tui::{widgets, wording};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The form.
#[derive(Debug)]
pub struct SourceForm {
    draft: Draft,
    slots: Vec<Slot>,
    form: Form,
    touched: bool,
}

impl SourceForm {
    /// A form for a new source of a method, or the one that was left unfinished.
    pub fn add(desk: &mut Desk, method: Method) -> Option<Self> {
        Self::may_change(desk)?;
        let parked = Self::parked(desk, |d| d.source.is_none() && d.method == method);
        let survey = desk.survey.as_ref()?;
        let touched = parked.is_some();
        let mut draft = parked.unwrap_or_else(|| Draft::new(desk, survey, method));
        if !touched && method == Method::Policy {
            Self::take_upload(survey, &mut draft);
        }
        let (slots, form) = fields::fields(survey, &draft);
        if touched {
            desk.say("What you had begun before is still here.");
        }
        Some(Self {
            draft,
            slots,
            form,
            touched,
        })
    }

    /// A form for a source that is there.
    pub fn change(desk: &mut Desk, source: &SourceId) -> Option<Self> {
        Self::may_change(desk)?;
        let parked = Self::parked(desk, |d| d.source.as_ref() == Some(source));
        let touched = parked.is_some();
        let survey = desk.survey.as_ref()?;
        let held = survey.visit()?.source(source)?;
        let draft = parked.unwrap_or_else(|| Draft::of(survey, held));
        let (slots, form) = fields::fields(survey, &draft);
        Some(Self {
            draft,
            slots,
            form,
            touched,
        })
    }

    /// The form of this case that was left unfinished, if it is the one wanted.
    fn parked(desk: &mut Desk, wanted: impl Fn(&Draft) -> bool) -> Option<Draft> {
        let case = desk.survey.as_ref()?.id();
        let held = &mut desk.parked.source;
        held.take_if(|(of, draft)| of == case && wanted(draft))
            .map(|(_, draft)| draft)
    }

    fn may_change(desk: &mut Desk) -> Option<()> {
        let survey = desk.survey.as_ref()?;
        let stopped = if survey.is_read_only() {
            Stopped::ReadOnly
        } else if survey.visit()?.is_sealed() {
            Refusal::Sealed.into()
        } else {
            return Some(());
        };
        desk.warn(stopped.to_string());
        None
    }

    /// The chosen upload is the title, until something else is written.
    fn take_upload(survey: &Survey, draft: &mut Draft) {
        let uploads = fields::uploads(survey);
        draft.title = uploads.get(draft.kind).cloned().unwrap_or_default();
    }

    /// After a field changed: what follows from it in other fields.
    fn changed(&mut self, desk: &Desk) {
        let Some(survey) = &desk.survey else { return };
        self.touched = true;
        let slot = self.slots.get(self.form.focused()).copied();
        fields::read(survey, &mut self.draft, &self.slots, &self.form);
        let mut next = slot;
        match slot {
            Some(Slot::Kind) if self.draft.method == Method::Policy => {
                Self::take_upload(survey, &mut self.draft);
                if self.draft.title.is_empty() {
                    next = Some(Slot::Title);
                }
            }
            Some(Slot::Kind) => self.draft.kind_chosen(survey),
            Some(Slot::Quality(_)) => self.draft.find_preset(survey.pack()),
            Some(Slot::Sites) => {}
            _ => return,
        }
        (self.slots, self.form) = fields::fields(survey, &self.draft);
        let place = self.slots.iter().position(|held| Some(*held) == next);
        self.form.go_to(place.unwrap_or(0));
    }

    /// What is wrong with each field, beside it; whether anything is.
    fn has_problems(&mut self, desk: &Desk) -> bool {
        let Some(survey) = &desk.survey else {
            return true;
        };
        let Some(visit) = survey.visit() else {
            return true;
        };
        let (draft, slots) = (&self.draft, &self.slots);
        self.form.show_problems(|index, field| {
            let slot = slots.get(index)?;
            fields::problem(survey, visit, desk.now, draft, (*slot, field))
        })
    }

    /// The details that the form comes to; `text` gives the id of words.
    fn details(
        &self,
        survey: &Survey,
        text: &mut dyn FnMut(&str, Option<TextId>) -> Option<TextId>,
    ) -> Option<SourceDetails> {
        let draft = &self.draft;
        let visit = survey.visit()?;
        let held = draft
            .source
            .as_ref()
            .and_then(|id| visit.source(id))
            .map(|held| &held.details);
        let kind = draft.source_kind(survey.pack()).ok()?;
        let by = draft
            .chosen_by
            .checked_sub(1)
            .and_then(|n| ChosenBy::ALL.get(n));
        Some(SourceDetails {
            kind,
            label: draft.label.trim().to_owned(),
            person: draft
                .person
                .clone()
                .filter(|_| self.slots.contains(&Slot::Person)),
            sites: draft.sites(&visit.sites).ok()?,
            title: text(&draft.title, held.and_then(|held| held.title)),
            place: text(&draft.place, held.and_then(|held| held.place)),
            chosen_by: by.copied(),
            chosen_how: text(&draft.chosen_how, held.and_then(|held| held.chosen_how)),
        })
    }

    fn act(&self, id: &SourceId, details: SourceDetails) -> Act {
        let source = id.clone();
        match self.draft.source {
            Some(_) => Act::ChangeSource { source, details },
            None => Act::AddSource { source, details },
        }
    }

    fn save(&mut self, desk: &mut Desk) -> Next {
        if let Some(survey) = &desk.survey {
            fields::read(survey, &mut self.draft, &self.slots, &self.form);
        }
        if self.has_problems(desk) {
            return Next::Stay;
        }
        match self.write(desk) {
            Some(true) => {
                desk.parked.source = None;
                Next::Back
            }
            _ => Next::Stay,
        }
    }

    /// Rehearses the act, so that no text is made for one that is refused; then does it.
    fn write(&mut self, desk: &mut Desk) -> Option<bool> {
        let survey = desk.survey.as_ref()?;
        let id = match &self.draft.source {
            Some(id) => id.clone(),
            None => survey.source_id(desk.supply.as_mut())?,
        };
        let words_of = |id: &TextId| survey.file.words(id).to_owned();
        let rehearsed = self.details(survey, &mut |written, held| {
            let written = written.trim();
            let kept = held.filter(|held| words_of(held) == written);
            kept.or_else(|| (!written.is_empty()).then(|| Digest::of(written.as_bytes())))
        })?;
        match survey.would(self.act(&id, rehearsed)) {
            Err(Stopped::Refused(Refusal::Nothing)) => return Some(true),
            Err(stopped) => {
                desk.warn(stopped.to_string());
                return Some(false);
            }
            Ok(()) => {}
        }
        let seen_at = self.draft.seen_at(desk.now).ok()?;
        let texts = self.texts(desk)?;
        let survey = desk.survey.as_ref()?;
        let mut texts = texts.into_iter();
        let details = self.details(survey, &mut |_, _| texts.next().flatten())?;
        let done = desk.act_seen(self.act(&id, details.clone()), seen_at);
        if done {
            self.chosen(desk, &id, &details);
        }
        Some(done)
    }

    /// The texts of the form: those that stand already are kept. In the order of the details.
    fn texts(&self, desk: &mut Desk) -> Option<[Option<TextId>; 3]> {
        let draft = &self.draft;
        let held = |desk: &Desk| {
            let visit = desk.survey.as_ref()?.visit()?;
            let source = visit.source(draft.source.as_ref()?)?;
            Some(source.details.clone())
        };
        let held = held(desk);
        let pairs = [
            (&draft.title, held.as_ref().and_then(|held| held.title)),
            (&draft.place, held.as_ref().and_then(|held| held.place)),
            (
                &draft.chosen_how,
                held.as_ref().and_then(|held| held.chosen_how),
            ),
        ];
        let mut texts = [None; 3];
        for (slot, (written, held)) in texts.iter_mut().zip(pairs) {
            let written = written.trim();
            let words = |id: &TextId| {
                let survey = desk.survey.as_ref();
                survey.is_some_and(|survey| survey.file.words(id) == written)
            };
            *slot = match held {
                _ if written.is_empty() => None,
                Some(id) if words(&id) => Some(id),
                _ => Some(desk.text(written)?),
            };
        }
        Some(texts)
    }

    /// The new source is the one that answers go to, and the status line says so.
    fn chosen(&self, desk: &mut Desk, id: &SourceId, details: &SourceDetails) {
        desk.walk.choose_for(self.draft.method, Some(id.clone()));
        let Some(survey) = &desk.survey else { return };
        let Some(visit) = survey.visit() else { return };
        let here = desk
            .walk
            .site(visit)
            .is_none_or(|site| details.sites.include(site));
        if !here {
            let place = visit
                .sites
                .iter()
                .position(|site| details.sites.include(site));
            desk.walk.site = place.unwrap_or(desk.walk.site);
        }
        let kind = wording::source_kind(survey.pack(), &details.kind);
        let undo = keymap::key_for(&[Context::Anywhere], Command::Undo).unwrap_or_default();
        let label = &details.label;
        let name = match &details.person {
            Some(person) => format!("{label} with {person}"),
            None => label.clone(),
        };
        desk.say(match self.draft.source {
            None => format!("{name} added ({kind}); answers go there now. {undo} undoes."),
            Some(_) => format!("{name} is described again ({kind}). {undo} undoes."),
        });
    }

    fn heading(&self, desk: &Desk) -> String {
        let seen = |at: Moment| format!(", seen {}", words::day_and_time(at));
        let what = match self.draft.method {
            Method::Policy => "a document",
            Method::Record => "a record",
            Method::Interview => "an interview",
            Method::Observation => "an observed event",
        };
        let held = desk
            .survey
            .as_ref()
            .and_then(|survey| survey.visit())
            .and_then(|visit| visit.source(self.draft.source.as_ref()?));
        match held {
            None => format!("Add {what}: {}", self.draft.label),
            Some(held) => format!("Describe {}{}", held.details.label, seen(held.seen_at)),
        }
    }

    /// Puts the form aside, to go on with it later.
    fn park(&mut self, desk: &mut Desk) {
        if let Some(survey) = &desk.survey
            && self.touched
        {
            fields::read(survey, &mut self.draft, &self.slots, &self.form);
            desk.parked.source = Some((survey.id().clone(), self.draft.clone()));
        }
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
        let mut contexts = vec![Context::Anywhere];
        contexts.extend(self.form.contexts());
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
            Ask::Command(command) => self.form.command(command),
            Ask::Key(key) => self.form.key(key),
            Ask::Paste(pasted) => self.form.paste(&pasted),
            Ask::Mouse(mouse) => self.form.mouse(mouse),
            _ => FormEvent::Kept,
        };
        if event == FormEvent::Changed {
            self.changed(desk);
        }
        Next::Stay
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let theme = desk.theme;
        let heading = widgets::right_of(area, 1);
        widgets::put(
            buf,
            heading,
            &self.heading(desk),
            theme.style(Meaning::Title),
        );
        let contexts = [Context::Anywhere, Context::Form];
        let key = |command| keymap::key_for(&contexts, command).unwrap_or_default();
        let said = format!(
            "{} saves from any field; {} goes to the next one.{}",
            key(Command::Confirm),
            key(Command::NextField),
            if self.draft.source.is_none() {
                " Only the first is needed."
            } else {
                ""
            }
        );
        let second = widgets::right_of(widgets::row(area, 1), 1);
        widgets::put(buf, second, &said, theme.style(Meaning::Muted));
        self.form.draw(buf, widgets::below(area, 3), theme)
    }

    fn focus(&self, _desk: &Desk) -> Focus {
        self.form.focus()
    }

    fn keep(&mut self, desk: &mut Desk) {
        self.park(desk);
    }
}
