//! Setting up a visit in a form, without a file from the office: the same as a packet, spread
//! over a few pages, with what is wrong beside each field.

use super::packet_end;
use super::packet_form::{self, Wrong};
use super::packet_pages::{self, EDITION, END, PAGES, POLICIES, PRACTICE, SERVICES, SITES};
use crate::domain::values::ids::CaseId;
use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::{Desk, Effect};
use crate::tui::screens::{Ask, EffectResult, Next, View};
use crate::tui::terminal::input::Focus;
use crate::tui::terminal::key::{Code, Key};
use crate::tui::theme::Meaning;
use crate::tui::widgets;
use crate::tui::widgets::form::{Form, FormEvent};
use crate::tui::widgets::reader::{self, ReaderState};
use crate::tui::widgets::tabs::{self, Tab, TabsState};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The form.
#[derive(Clone, Debug)]
pub struct NewVisit {
    page: usize,
    pages: Vec<Form>,
    tabs: TabsState,
    /// How far down the last page one has read.
    reader: ReaderState,
    touched: bool,
    waiting: bool,
    /// The id of the case, once it was made: trying again makes no second case.
    case: Option<CaseId>,
    wrong: Wrong,
}

impl NewVisit {
    /// The form, empty, or as it was left.
    pub fn new(desk: &mut Desk) -> Self {
        if let Some(parked) = desk.parked.visit.take() {
            desk.say("What you had begun before is still here.");
            return *parked;
        }
        let mut screen = Self {
            page: 0,
            pages: packet_pages::all(desk),
            tabs: TabsState::default(),
            reader: ReaderState::default(),
            touched: false,
            waiting: false,
            case: None,
            wrong: Wrong::new(),
        };
        screen.rebuild_services(desk);
        screen
    }

    fn form(&self) -> Option<&Form> {
        self.pages.get(self.page)
    }

    fn form_mut(&mut self) -> Option<&mut Form> {
        self.pages.get_mut(self.page)
    }

    fn go(&mut self, desk: &Desk, page: usize) {
        self.page = page.min(PAGES.len() - 1);
        if self.page == SERVICES {
            self.rebuild_services(desk);
        }
    }

    /// The services of the chosen edition, at the sites as they are named; choices stay.
    fn rebuild_services(&mut self, desk: &Desk) {
        let edition = self
            .pages
            .get(PRACTICE)
            .and_then(|form| form.fields().get(EDITION))
            .map_or(0, |field| field.chosen());
        let Some(pack) = desk.packs.get(edition) else {
            return;
        };
        let names = packet_form::site_names(&self.pages);
        let mut new = packet_pages::services_page(pack, &names);
        let Some(old) = self.pages.get_mut(SERVICES) else {
            return;
        };
        keep_choices(old, &mut new);
        *old = new;
    }

    /// Another number of sites: what is written stays.
    fn rebuild_sites(&mut self, desk: &Desk) {
        let Some(old) = self.pages.get_mut(SITES) else {
            return;
        };
        let count = old.fields().first().map_or(1, |field| field.chosen() + 1);
        let mut new = packet_pages::sites(desk, count);
        for index in 1..new.fields().len() {
            if let (Some(held), Some(field)) = (old.fields().get(index).cloned(), new.field(index))
            {
                *field = held;
            }
        }
        *old = new;
    }

    /// There is always one empty field for a policy.
    fn rebuild_policies(&mut self) {
        let Some(form) = self.pages.get_mut(POLICIES) else {
            return;
        };
        let full = form
            .fields()
            .last()
            .is_some_and(|field| !field.as_text().is_empty());
        if full {
            let written: Vec<String> = form
                .fields()
                .iter()
                .map(|field| field.as_text().to_owned())
                .collect();
            let focus = form.focused();
            *form = packet_pages::policies(&written);
            form.go_to(focus);
        }
    }

    fn changed(&mut self, desk: &Desk) {
        self.touched = true;
        if let Some(field) = self.form().map(Form::focused) {
            self.wrong.remove(&(self.page, field));
        }
        let first = self.form().is_some_and(|form| form.focused() == 0);
        match self.page {
            SITES if first => self.rebuild_sites(desk),
            POLICIES => self.rebuild_policies(),
            _ => {}
        }
    }

    fn confirm(&mut self, desk: &mut Desk) -> Next {
        let event = match self.form_mut() {
            Some(form) => form.command(Command::Confirm),
            None => FormEvent::Kept,
        };
        if event == FormEvent::Finished {
            if self.page + 1 < PAGES.len() {
                self.go(desk, self.page + 1);
            } else {
                self.finish(desk);
            }
        }
        Next::Stay
    }

    /// Builds the packet, or goes to the first field with something wrong.
    fn finish(&mut self, desk: &mut Desk) {
        if self.case.is_none() {
            self.case = packet_form::case_id(desk, &self.pages);
        }
        let Some(case) = self.case.clone() else {
            return;
        };
        match packet_form::packet(desk, &self.pages, case) {
            Ok(packet) => match serde_json::to_string_pretty(&packet) {
                Ok(written) => {
                    self.waiting = true;
                    desk.parked.visit = None;
                    desk.effects.push(Effect::TakeForm(written));
                }
                Err(why) => desk.warn(format!("The form cannot be written down: {why}")),
            },
            Err(wrong) => self.show(desk, wrong),
        }
    }

    fn show(&mut self, desk: &mut Desk, wrong: Wrong) {
        for (page, form) in self.pages.iter_mut().enumerate() {
            form.show_problems(|field, _| wrong.get(&(page, field)).cloned());
        }
        if let Some((page, _)) = wrong.keys().next() {
            self.go(desk, *page);
        }
        let many = match wrong.len() {
            1 => "1 field needs".to_owned(),
            count => format!("{count} fields need"),
        };
        desk.warn(format!(
            "{many} a look; pages with one are marked in the row above."
        ));
        self.wrong = wrong;
    }

    fn ended(&mut self, desk: &mut Desk, outcome: EffectResult) -> Next {
        if !std::mem::take(&mut self.waiting) {
            return Next::Stay;
        }
        match outcome {
            EffectResult::Done => {
                desk.parked.visit = None;
                desk.effects.push(Effect::ListCases);
                if desk.status.is_none() {
                    desk.say("The visit is set up. It is in the list.");
                }
                Next::Back
            }
            EffectResult::Failed(why) => {
                crate::tui::screens::tell(desk, "This could not be taken in", why)
            }
            _ => Next::Stay,
        }
    }

    fn park(&self, desk: &mut Desk) {
        if self.touched {
            desk.parked.visit = Some(Box::new(self.clone()));
        }
    }

    fn command(&mut self, desk: &mut Desk, command: Command) -> Next {
        match command {
            Command::Back => {
                self.park(desk);
                if self.touched {
                    desk.say("Nothing was set up. What you filled in is here when you come back.");
                }
                return Next::Back;
            }
            Command::Confirm => return self.confirm(desk),
            Command::PageDown => self.go(desk, self.page + 1),
            Command::PageUp => self.go(desk, self.page.saturating_sub(1)),
            command if self.page == END => {
                self.reader.command(command);
            }
            command => {
                let event = self.in_field(command);
                if event == FormEvent::Changed {
                    self.changed(desk);
                }
            }
        }
        Next::Stay
    }

    /// A command of the form; to the beginning and the end move within the line.
    fn in_field(&mut self, command: Command) -> FormEvent {
        let Some(form) = self.form_mut() else {
            return FormEvent::Foreign;
        };
        let code = match command {
            Command::First => Code::Home,
            Command::Last => Code::End,
            command => return form.command(command),
        };
        form.key(Key {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        })
    }
}

/// Takes what was chosen over into a new form of the same fields.
fn keep_choices(old: &Form, new: &mut Form) {
    use crate::tui::widgets::form::Value;
    for (index, held) in old.fields().iter().enumerate() {
        if let Some(field) = new.field(index)
            && field.label == held.label
            && let Value::One { options, selected } = &mut field.value
        {
            *selected = held.chosen().min(options.len().saturating_sub(1));
        }
    }
    new.go_to(old.focused());
}

impl View for NewVisit {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        let mut contexts = vec![Context::Anywhere, Context::Reading];
        match self.form() {
            // Only Enter of the form is wanted there; the arrows read.
            Some(_) if self.page == END => contexts.insert(1, Context::Form),
            Some(form) => contexts.extend(form.contexts()),
            None => {}
        }
        contexts
    }

    fn hints(&self, _desk: &Desk) -> Vec<Command> {
        vec![
            Command::Confirm,
            Command::NextField,
            Command::PageDown,
            Command::PageUp,
            Command::Back,
        ]
    }

    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        let event = match ask {
            Ask::EffectEnded(outcome) => return self.ended(desk, outcome),
            Ask::Command(command) => return self.command(desk, command),
            Ask::Mouse(mouse) => {
                if let Some(page) = self.tabs.at(mouse) {
                    self.go(desk, page);
                    return Next::Stay;
                }
                self.form_mut().map(|form| form.mouse(mouse))
            }
            Ask::Key(key) => self.form_mut().map(|form| form.key(key)),
            Ask::Paste(pasted) => self.form_mut().map(|form| form.paste(&pasted)),
            Ask::Reply(_) => None,
        };
        if event == Some(FormEvent::Changed) {
            self.changed(desk);
        }
        Next::Stay
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let theme = desk.theme;
        let all: Vec<Tab> = PAGES
            .iter()
            .enumerate()
            .map(|(page, name)| {
                let marked = self.wrong.keys().any(|(at, _)| *at == page);
                Tab {
                    name: if marked {
                        format!("! {name}")
                    } else {
                        (*name).to_owned()
                    },
                    detail: String::new(),
                }
            })
            .collect();
        let row = widgets::row(area, 0);
        tabs::draw(buf, row, theme, &self.tabs, &all, self.page);
        let contexts = [Context::Anywhere, Context::Reading, Context::Form];
        let key = |command| keymap::key_for(&contexts, command).unwrap_or_default();
        let last = self.page + 1 == PAGES.len();
        let said = if last {
            format!("{} sets the visit up.", key(Command::Confirm))
        } else {
            format!(
                "New visit, page {} of {}. {} goes on; {} and {} turn pages.",
                self.page + 1,
                PAGES.len(),
                key(Command::Confirm),
                key(Command::PageUp),
                key(Command::PageDown)
            )
        };
        let place = widgets::right_of(widgets::row(area, 1), 1);
        widgets::put(buf, place, &said, theme.style(Meaning::Muted));
        let rest = widgets::below(area, 3);
        if self.page != END {
            return self.form()?.draw(buf, rest, theme);
        }
        let case = self.case.clone().or_else(|| CaseId::new("new"))?;
        let packet = packet_form::so_far(desk, &self.pages, case)?;
        let blocks = packet_end::blocks(desk, &packet);
        reader::draw(
            buf,
            widgets::right_of(rest, 1),
            theme,
            &self.reader,
            &blocks,
        );
        None
    }

    fn focus(&self, _desk: &Desk) -> Focus {
        self.form().map_or(Focus::Commands, Form::focus)
    }

    fn keep(&mut self, desk: &mut Desk) {
        self.park(desk);
    }
}
