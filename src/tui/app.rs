//! The program as state: a stack of screens over one desk. Takes input, draws, asks for effects.
//!
//! Nothing here reads a clock or writes anything; `session` gives the time and runs the effects.

use super::command::{Command, Context};
use super::desk::{Desk, Effect, Saved, Status};
use super::help::Help;
use super::input::{Focus, Input, Mouse, MouseAction};
use super::key::Key;
use super::palette::{Palette, PaletteEvent};
use super::run::Request;
use super::screens::{Ask, Outcome, Screen, Step};
use super::theme::Meaning;
use super::widgets::footer::{self, FooterState};
use super::widgets::status::{self, Header, Message};
use super::{keymap, screens, too_small, widgets, wording};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// What lies over all screens.
#[derive(Debug, Default)]
enum Overlay {
    #[default]
    Nothing,
    Help(Help),
    Palette(Palette),
    /// The screen is hidden until a key is pressed.
    Blank,
}

/// The program.
#[derive(Debug)]
pub struct App {
    /// What all screens share.
    pub desk: Desk,
    /// The screens, the one in front last. Never empty.
    screens: Vec<Screen>,
    overlay: Overlay,
    footer: FooterState,
    quit: bool,
    mouse: bool,
    request: Option<Request>,
}

impl App {
    /// A program with these screens, the one in front last.
    pub fn new(desk: Desk, screens: Vec<Screen>) -> Self {
        Self {
            desk,
            screens,
            overlay: Overlay::Nothing,
            footer: FooterState::default(),
            quit: false,
            mouse: true,
            request: None,
        }
    }

    /// The screen in front.
    pub fn front(&self) -> Option<&Screen> {
        self.screens.last()
    }

    /// Puts these screens in place of all that are there.
    pub fn reset(&mut self, screens: Vec<Screen>) {
        self.screens = screens;
        self.overlay = Overlay::Nothing;
    }

    /// Whether the person wants to leave.
    pub fn wants_to_quit(&self) -> bool {
        self.quit
    }

    /// What the program wants of the terminal.
    pub fn take_request(&mut self) -> Option<Request> {
        self.request.take()
    }

    /// Where the program is, from the outermost context to the innermost.
    pub fn contexts(&self) -> Vec<Context> {
        let mut contexts = match self.front() {
            Some(screen) => screen.view().contexts(&self.desk),
            None => vec![Context::Anywhere],
        };
        let reading = self
            .desk
            .survey
            .as_ref()
            .is_some_and(|s| s.banner.is_some());
        if let Some(place) = contexts.iter().position(|held| *held == Context::Visit)
            && reading
        {
            contexts.insert(place + 1, Context::Bundle);
        }
        if self.screens.len() == 1 {
            contexts.insert(1.min(contexts.len()), Context::Top);
        }
        contexts
    }

    /// Where typed characters go.
    pub fn focus(&self) -> Focus {
        match &self.overlay {
            Overlay::Help(help) => help.focus(),
            Overlay::Palette(_) => Focus::Line,
            Overlay::Blank => Focus::Commands,
            Overlay::Nothing => self
                .front()
                .map_or(Focus::Commands, |screen| screen.view().focus(&self.desk)),
        }
    }

    /// Milliseconds after the last input at which what is typed is to be kept.
    pub fn due(&self) -> Option<u64> {
        self.front().and_then(|screen| screen.view().due())
    }

    /// Makes what is being typed durable.
    pub fn keep(&mut self) {
        for screen in &mut self.screens {
            screen.view_mut().keep(&mut self.desk);
        }
    }

    /// Has the place remembered where the Surveyor stands: called before an end.
    pub fn remember_place(&mut self) {
        if self
            .desk
            .survey
            .as_ref()
            .is_some_and(|survey| !survey.is_read_only())
        {
            self.desk.walk.inside = self
                .screens
                .iter()
                .any(|screen| matches!(screen, Screen::Standard(_)));
            let entries = self.desk.survey.as_ref().map_or(0, |s| s.file.case.entries);
            self.desk.walk.entries = entries;
            let walk = self.desk.walk.clone();
            self.desk.effects.push(Effect::RememberPlace(walk));
        }
    }

    /// Takes one input.
    pub fn update(&mut self, input: Input) {
        match input {
            Input::Key(key) => {
                if !matches!(self.overlay, Overlay::Blank) {
                    self.desk.status = self.desk.status.take().filter(Status::is_lasting);
                }
                self.key(key);
            }
            Input::Paste(text) => self.paste(text),
            Input::PasteIgnored(count) => self.desk.warn(format!(
                "{count} characters were pasted where no text is written; they were left out."
            )),
            Input::Mouse(mouse) => self.mouse(mouse),
            Input::Due => self.keep(),
            Input::Resize(..) | Input::Signal(_) | Input::Gone => {}
        }
    }

    fn key(&mut self, key: Key) {
        match std::mem::take(&mut self.overlay) {
            Overlay::Nothing => {}
            Overlay::Blank => return,
            Overlay::Help(mut help) => {
                if help.key(key) {
                    self.overlay = Overlay::Help(help);
                }
                return;
            }
            Overlay::Palette(mut palette) => {
                let event = palette.key(key);
                return self.palette(palette, event);
            }
        }
        match keymap::command(&self.contexts(), key) {
            Some(command) => self.command(command),
            None => self.ask(Ask::Key(key)),
        }
    }

    fn palette(&mut self, palette: Palette, event: PaletteEvent) {
        match event {
            PaletteEvent::Open => self.overlay = Overlay::Palette(palette),
            PaletteEvent::Closed => {}
            PaletteEvent::Run(command) => self.command(command),
        }
    }

    fn paste(&mut self, text: String) {
        let writing = self.focus() != Focus::Commands;
        match &mut self.overlay {
            Overlay::Palette(palette) => palette.paste(&text),
            Overlay::Nothing if writing => self.ask(Ask::Paste(text)),
            _ => {}
        }
    }

    fn mouse(&mut self, mouse: Mouse) {
        match std::mem::take(&mut self.overlay) {
            Overlay::Blank => {}
            Overlay::Help(mut help) => {
                help.mouse(mouse);
                self.overlay = Overlay::Help(help);
            }
            Overlay::Palette(mut palette) => {
                let event = palette.mouse(mouse);
                self.palette(palette, event);
            }
            Overlay::Nothing => match self.footer.at(mouse) {
                Some(command) if mouse.action == MouseAction::Press => self.command(command),
                _ => self.ask(Ask::Mouse(mouse)),
            },
        }
    }

    /// Does a command: those of the whole program here, those of a visit anywhere in it, all
    /// others on the screen in front.
    pub fn command(&mut self, command: Command) {
        let contexts = self.contexts();
        // A form has its own undo: no answer is taken back behind it.
        let writing = contexts
            .iter()
            .any(|context| matches!(context, Context::TextField | Context::Form));
        match command {
            Command::Help => self.overlay = Overlay::Help(Help::new(&contexts)),
            Command::Palette => self.overlay = Overlay::Palette(Palette::new(&contexts)),
            Command::Undo if !writing => self.desk.undo(),
            Command::Redo if !writing => self.desk.redo(),
            Command::Saved => {
                self.keep();
                let said = wording::saved(&self.desk.saved);
                self.desk.say(said);
            }
            Command::BlankScreen => self.overlay = Overlay::Blank,
            Command::Lock if self.desk.demo => {
                self.desk
                    .say("The demonstration has no passphrase, so it cannot be locked.");
            }
            Command::Lock => {
                self.keep();
                self.remember_place();
                self.desk.effects.push(Effect::Lock);
            }
            Command::Quit => {
                self.keep();
                self.quit = true;
            }
            Command::HowToQuit => {
                let back = keymap::key_for(&[Context::Anywhere], Command::Back);
                let quit = keymap::key_for(&[Context::Top], Command::Quit);
                self.desk.say(format!(
                    "{} goes back to the first screen; {} closes onsite there.",
                    back.unwrap_or_default(),
                    quit.unwrap_or_default()
                ));
            }
            Command::SwitchMouse => {
                self.mouse = !self.mouse;
                self.request = Some(Request::Mouse(self.mouse));
            }
            Command::Repaint => self.request = Some(Request::Repaint),
            Command::Suspend => self.request = Some(Request::Suspend),
            command => {
                let in_visit = contexts.contains(&Context::Visit);
                match in_visit.then(|| screens::anywhere_in_visit(&mut self.desk, command)) {
                    Some(Some(step)) => self.step(step),
                    _ => self.ask(Ask::Command(command)),
                }
            }
        }
    }

    /// Tells the screen in front how an effect that it asked for ended.
    pub fn absorb(&mut self, outcome: Outcome) {
        self.ask(Ask::Outcome(outcome));
    }

    fn ask(&mut self, ask: Ask) {
        if let Some(screen) = self.screens.last_mut() {
            let step = screen.view_mut().take(&mut self.desk, ask);
            self.step(step);
        }
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Stay => {}
            Step::Back => self.back(),
            Step::Reply(reply) => {
                self.back();
                self.ask(Ask::Reply(reply));
            }
            Step::Go(screen) => self.screens.push(*screen),
            Step::Swap(screen) => {
                self.screens.pop();
                self.screens.push(*screen);
            }
            Step::Quit => self.quit = true,
        }
    }

    fn back(&mut self) {
        if self.screens.len() > 1 {
            self.screens.pop();
        } else {
            let quit = keymap::key_for(&[Context::Top], Command::Quit).unwrap_or_default();
            self.desk
                .say(format!("This is the first screen. {quit} closes onsite."));
        }
    }

    /// Draws everything.
    pub fn view(&self, frame: &mut Frame<'_>) {
        let area = frame.area();
        let cursor = self.draw(frame.buffer_mut(), area);
        if let Some(cursor) = cursor {
            frame.set_cursor_position(cursor);
        }
    }

    /// Draws everything into a buffer. Where the cursor goes, if text is being typed.
    pub fn draw(&self, buf: &mut Buffer, area: Rect) -> Option<Position> {
        if too_small::is_too_small(area) {
            too_small::draw(buf, area);
            return None;
        }
        if matches!(self.overlay, Overlay::Blank) {
            let said = "The screen is hidden. Press any key to show it.";
            widgets::put(buf, area, said, self.desk.theme.style(Meaning::Muted));
            return None;
        }
        self.header(buf, widgets::row(area, 0));
        let body = Rect {
            y: area.y + 1,
            height: area.height - 3,
            ..area
        };
        let mut cursor = self.screens_in(buf, body);
        self.message(buf, widgets::row(area, area.height - 2));
        let last = widgets::row(area, area.height - 1);
        match &self.overlay {
            Overlay::Help(help) => cursor = help.draw(buf, area, self.desk.theme),
            Overlay::Palette(palette) => cursor = palette.draw(buf, area, self.desk.theme),
            Overlay::Nothing | Overlay::Blank => self.hints(buf, last),
        }
        cursor
    }

    /// The screen in front, over those below it as long as it is a popup.
    fn screens_in(&self, buf: &mut Buffer, body: Rect) -> Option<Position> {
        let base = self
            .screens
            .iter()
            .rposition(|screen| !screen.view().is_popup())
            .unwrap_or(0);
        let mut cursor = None;
        for screen in self.screens.iter().skip(base) {
            cursor = screen.view().draw(&self.desk, buf, body);
        }
        cursor
    }

    fn header(&self, buf: &mut Buffer, area: Rect) {
        let desk = &self.desk;
        let mut place: Vec<String> = Vec::new();
        let in_visit = |screen: &Screen| screen.view().contexts(desk).contains(&Context::Visit);
        let survey = desk
            .survey
            .as_ref()
            .filter(|_| self.screens.iter().any(in_visit));
        if let Some(survey) = survey {
            place.push(survey.file.packet.practice.name.clone());
            if let Some(visit) = survey.visit() {
                let site = desk
                    .walk
                    .site(visit)
                    .and_then(|id| survey.file.packet.site(id));
                if let Some(site) = site.filter(|_| visit.sites.len() > 1) {
                    place.push(site.name.clone());
                }
                let days = (desk.now.date_naive() - visit.opened_at.date_naive()).num_days();
                if survey.banner.is_none() && !visit.is_sealed() {
                    place.push(format!("day {}", days.max(0) + 1));
                }
            }
            if survey.banner.is_some() {
                place.push("open for reading".to_owned());
            }
        } else {
            place.push("onsite".to_owned());
        }
        let place: Vec<&str> = place.iter().map(String::as_str).collect();
        let training = survey.is_some_and(|survey| survey.file.case.training);
        let saved = match &desk.saved {
            Saved::Nothing => String::new(),
            Saved::At(at) => format!("Saved {}", at.format("%H:%M")),
            Saved::Not(_) => "NOT SAVED".to_owned(),
        };
        let header = Header {
            place: &place,
            training: training || desk.demo,
            saved: &saved,
        };
        status::header(buf, area, desk.theme, &header);
    }

    fn message(&self, buf: &mut Buffer, area: Rect) {
        if let Some(said) = &self.desk.status {
            let message = Message {
                text: said.text.clone(),
                meaning: said.meaning,
            };
            status::message(buf, area, self.desk.theme, &message);
        } else if let Saved::Not(why) = &self.desk.saved {
            let message = Message {
                text: why.clone(),
                meaning: Meaning::Error,
            };
            status::message(buf, area, self.desk.theme, &message);
        }
    }

    fn hints(&self, buf: &mut Buffer, area: Rect) {
        let contexts = self.contexts();
        let wanted = self
            .front()
            .map(|screen| screen.view().hints(&self.desk))
            .unwrap_or_default();
        let mut hints = keymap::hints(&contexts, &wanted);
        if contexts.contains(&Context::Top) {
            hints.extend(keymap::hint(&contexts, Command::Quit));
        }
        footer::draw(buf, area, self.desk.theme, &self.footer, &contexts, &hints);
    }
}
