//! Setting up a visit in a form, without a file from the office: the same as a packet, spread
//! over a few pages, with what is wrong beside each field.

use super::packet_form::{self, Filled};
use super::packet_pages::{self, Page, Slot};
use super::standing;
use crate::domain::survey::drafts::VISIT_FORM;
use crate::domain::values::ids::CaseId;
use crate::tui::commands::keymap;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::{Desk, Effect};
use crate::tui::parked::{FormName, ParkedVisit, REST};
use crate::tui::screens::popups::choose::{THROW_AWAY, ask_throw_away};
use crate::tui::screens::popups::reading::tell;
use crate::tui::screens::{Ask, EffectResult, Next, Reply, View, fill_in};
use crate::tui::terminal::input::Focus;
use crate::tui::theme::Meaning;
use crate::tui::widgets;
use crate::tui::widgets::form::{Form, FormEvent, Pages};
use crate::tui::widgets::reader::{self, ReaderState};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The name that the form is kept under until the visit is set up.
fn name() -> FormName {
    FormName {
        case: None,
        target: VISIT_FORM.to_owned(),
    }
}

/// The form.
#[derive(Clone, Debug)]
pub struct NewVisit {
    pages: Pages<Page, Slot>,
    /// How far down the last page one has read.
    reader: ReaderState,
    touched: bool,
    /// Changed since it was kept.
    unkept: bool,
    waiting: bool,
    /// The id of the case, once it was made: trying again makes no second case.
    case: Option<CaseId>,
}

impl NewVisit {
    /// The form, empty, or as it was left.
    pub fn open(desk: &mut Desk) -> Option<Self> {
        let mut screen = Self {
            pages: packet_pages::all(desk),
            reader: ReaderState::default(),
            touched: false,
            unkept: false,
            waiting: false,
            case: None,
        };
        if let Some(parked) = desk.begun(&name()) {
            let key = keymap::key_for(&[Context::Begun], Command::StartOver).unwrap_or_default();
            desk.say(format!(
                "What you had begun before is still here; {key} throws it away."
            ));
            screen.resume(desk, parked);
        }
        Some(screen)
    }

    fn resume(&mut self, desk: &Desk, parked: ParkedVisit) {
        self.pages.restore(&parked.pages);
        // Which services there are depends on the edition that was chosen.
        packet_pages::offer_services(&mut self.pages, desk);
        self.pages.restore(&parked.pages);
        packet_pages::show(&mut self.pages);
        self.case = parked.case;
        self.touched = true;
        self.pages.turn_to_place(parked.front);
    }

    fn turn_to(&mut self, desk: &Desk, page: Page) -> Next {
        self.pages.turn_to(page);
        if page == Page::Services {
            packet_pages::offer_services(&mut self.pages, desk);
        }
        Next::Stay
    }

    fn fill_in(&mut self, desk: &mut Desk, ask: Ask) -> Next {
        let event = self.pages.form_mut().map(|form| fill_in(form, ask));
        match event {
            Some(FormEvent::Changed) => {
                self.touched = true;
                self.unkept = true;
                packet_pages::show(&mut self.pages);
                if self.pages.form().and_then(Form::focused) == Some(Slot::Edition) {
                    packet_pages::offer_services(&mut self.pages, desk);
                }
            }
            Some(FormEvent::Finished) if self.pages.front() == Page::End => self.finish(desk),
            Some(FormEvent::Finished) => return self.turn_to(desk, self.pages.beside(true)),
            _ => {}
        }
        Next::Stay
    }

    /// Hands the packet over, or goes to the first field with something wrong.
    fn finish(&mut self, desk: &mut Desk) {
        let pages = &self.pages.clone();
        let filled = Filled { desk, pages };
        let many = match self.pages.show_problems(|slot, _| filled.problem(slot)) {
            0 => return self.hand_over(desk),
            1 => "1 field needs".to_owned(),
            count => format!("{count} fields need"),
        };
        desk.warn(format!(
            "{many} a look; pages with one are marked in the row above."
        ));
    }

    fn hand_over(&mut self, desk: &mut Desk) {
        let pages = &self.pages;
        if self.case.is_none() {
            self.case = packet_form::case_id(desk, pages.text(Slot::Name));
        }
        let case = self.case.clone();
        let Some(packet) = case.and_then(|case| Filled { desk, pages }.packet(case)) else {
            return;
        };
        match serde_json::to_string_pretty(&packet) {
            Ok(written) => {
                self.waiting = true;
                // Kept with the id of the case: whoever is interrupted now makes no second case.
                self.touched = true;
                self.park(desk);
                desk.effects.push(Effect::TakeForm(written.into()));
            }
            Err(why) => desk.warn(format!("The form cannot be written down: {why}")),
        }
    }

    fn ended(&mut self, desk: &mut Desk, outcome: EffectResult) -> Next {
        let waiting = std::mem::take(&mut self.waiting);
        match outcome {
            EffectResult::Done if waiting => {
                desk.discard_form(&name());
                self.touched = false;
                desk.effects.push(Effect::ListCases);
                if desk.status.is_none() {
                    desk.say("The visit is set up. It is in the list.");
                }
                Next::Back
            }
            EffectResult::Failed(why) if waiting => tell(desk, "This could not be taken in", why),
            _ => Next::Stay,
        }
    }

    fn park(&mut self, desk: &mut Desk) {
        self.unkept = false;
        if self.touched {
            let filled = ParkedVisit {
                pages: self.pages.contents(),
                front: self.pages.place(),
                case: self.case.clone(),
            };
            desk.park(&name(), &filled);
        }
    }

    fn throw_away(&mut self, desk: &mut Desk, reply: &Reply) -> Next {
        if *reply != Reply::Chosen(THROW_AWAY) {
            return Next::Stay;
        }
        desk.discard_form(&name());
        self.touched = false;
        desk.say("Thrown away. Nothing was set up.");
        Next::Back
    }

    fn command(&mut self, desk: &mut Desk, command: Command) -> Next {
        match command {
            Command::Back => {
                self.park(desk);
                if self.touched {
                    desk.say("Nothing was set up. What you filled in is here when you come back.");
                }
                Next::Back
            }
            Command::StartOver => ask_throw_away(),
            Command::PageDown => self.turn_to(desk, self.pages.beside(true)),
            Command::PageUp => self.turn_to(desk, self.pages.beside(false)),
            command if self.pages.front() == Page::End && command != Command::Confirm => {
                self.reader.command(command);
                Next::Stay
            }
            command => self.fill_in(desk, Ask::Command(command)),
        }
    }
}

impl View for NewVisit {
    fn contexts(&self, _desk: &Desk) -> Vec<Context> {
        if self.pages.front() == Page::End {
            // Only Enter of the form is wanted there; the arrows read.
            return vec![
                Context::Anywhere,
                Context::Begun,
                Context::Form,
                Context::Reading,
            ];
        }
        let mut contexts = vec![Context::Anywhere, Context::Reading, Context::Begun];
        contexts.extend(self.pages.form().into_iter().flat_map(Form::contexts));
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
        match ask {
            Ask::EffectEnded(outcome) => self.ended(desk, outcome),
            Ask::Command(command) => self.command(desk, command),
            Ask::Reply(reply) => self.throw_away(desk, &reply),
            Ask::Mouse(mouse) => match self.pages.tab_at(mouse) {
                Some(page) => self.turn_to(desk, page),
                None => self.fill_in(desk, ask),
            },
            ask => self.fill_in(desk, ask),
        }
    }

    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position> {
        let theme = desk.theme;
        self.pages.draw_tabs(buf, area, theme, Page::title);
        let contexts = [Context::Anywhere, Context::Reading, Context::Form];
        let key = |command| keymap::key_for(&contexts, command).unwrap_or_default();
        let end = self.pages.front() == Page::End;
        let said = if end {
            format!("{} sets the visit up.", key(Command::Confirm))
        } else {
            format!(
                "New visit, page {} of {}. {} goes on; {} and {} turn pages.",
                self.pages.place() + 1,
                self.pages.iter().len(),
                key(Command::Confirm),
                key(Command::PageUp),
                key(Command::PageDown)
            )
        };
        let place = widgets::right_of(widgets::row(area, 1), 1);
        widgets::put(buf, place, &said, theme.style(Meaning::Muted));
        let rest = widgets::below(area, 3);
        if !end {
            return self.pages.form()?.draw(buf, rest, theme, &desk.watch());
        }
        let case = self.case.clone().or_else(|| CaseId::new("new"))?;
        let pages = &self.pages;
        let packet = Filled { desk, pages }.packet(case)?;
        let blocks = standing::outlook(desk, &packet);
        let place = widgets::right_of(rest, 1);
        reader::draw(buf, place, theme, &self.reader, &blocks);
        None
    }

    fn focus(&self, _desk: &Desk) -> Focus {
        self.pages.form().map_or(Focus::Commands, Form::focus)
    }

    fn keep(&mut self, desk: &mut Desk) {
        self.park(desk);
    }

    fn due(&self) -> Option<u64> {
        self.unkept.then_some(REST)
    }
}
