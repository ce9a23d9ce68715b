//! The program as state: a stack of screens over one desk. Takes input, draws, asks for effects.
//!
//! Nothing here reads a clock or writes anything; `session` gives the time and runs the effects.
//! How it all looks is in `picture`.

mod picture;

use super::desk::{Desk, Effect, Status};
use super::screens::visit::anywhere;
use super::screens::{self, Ask, Next, Route, Screen};
use super::session::Done;
use super::survey::{Stopped, Survey};
use super::widgets::{footer::FooterState, too_small};
use super::wording;
use crate::domain::values::secret::Secret;
use crate::tui::commands::help::Help;
use crate::tui::commands::keymap;
use crate::tui::commands::palette::{Palette, PaletteEvent};
use crate::tui::commands::table::{Command, Context};
use crate::tui::terminal::input::{Focus, Input, Mouse, MouseAction};
use crate::tui::terminal::key::Key;
use crate::tui::terminal::run::Request;
use ratatui::layout::Rect;
use std::cell::Cell;

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
    /// What was drawn on last.
    area: Cell<Rect>,
    mouse: bool,
    request: Option<Request>,
    /// Commands done since they were last asked for.
    commands: Vec<Command>,
}

impl App {
    /// A program that shows these screens, the one in front last.
    pub fn new(desk: Desk, routes: Vec<Route>) -> Self {
        let mut app = Self {
            desk,
            screens: Vec::new(),
            overlay: Overlay::Nothing,
            footer: FooterState::default(),
            quit: false,
            area: Cell::new(Rect::new(0, 0, too_small::COLUMNS, too_small::ROWS)),
            mouse: true,
            request: None,
            commands: Vec::new(),
        };
        app.reset(routes);
        app
    }

    /// The screen in front.
    pub fn front(&self) -> Option<&Screen> {
        self.screens.last()
    }

    /// Shows these screens in place of all that are there.
    pub fn reset(&mut self, routes: Vec<Route>) {
        self.screens.clear();
        for route in routes {
            self.go(route);
        }
        self.overlay = Overlay::Nothing;
    }

    fn go(&mut self, route: Route) -> bool {
        let opened = screens::open(&mut self.desk, route);
        let there = opened.is_some();
        self.screens.extend(opened);
        there
    }

    fn is_too_small(&self) -> bool {
        too_small::is_too_small(self.area.get())
    }

    /// Whether the person wants to leave.
    pub fn wants_to_quit(&self) -> bool {
        self.quit || self.desk.out_of_memory
    }

    /// What the program wants of the terminal.
    pub fn take_request(&mut self) -> Option<Request> {
        self.request.take()
    }

    /// The commands done since the last call.
    pub fn take_commands(&mut self) -> Vec<Command> {
        std::mem::take(&mut self.commands)
    }

    /// Where the program is, from the outermost context to the innermost.
    pub fn contexts(&self) -> Vec<Context> {
        let mut contexts = match self.front() {
            Some(screen) => screen.view().contexts(&self.desk),
            None => vec![Context::Anywhere],
        };
        let reading = self.desk.survey.as_ref().is_some_and(Survey::is_read_only);
        let in_visit =
            |screen: &Screen| screen.view().contexts(&self.desk).contains(&Context::Visit);
        if reading && self.screens.iter().any(in_visit) {
            // Over a visit, popups too.
            let outer = [Context::Anywhere, Context::Visit];
            let place = contexts.iter().take_while(|held| outer.contains(held));
            contexts.insert(place.count(), Context::Bundle);
        }
        // A stray letter must not end set-up while the recovery code is on the screen.
        let begins = matches!(self.front(), Some(Screen::SetUp(_) | Screen::Unlock(_)));
        if self.screens.len() == 1 && !begins {
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

    /// Takes one input. Where there is no room for a screen, what is typed would go where nobody
    /// sees it: only leaving works.
    pub fn update(&mut self, input: Input) {
        match input {
            Input::Key(key) if self.is_too_small() => {
                if keymap::command(&[Context::Top], key) == Some(Command::Quit) {
                    self.command(Command::Quit);
                }
            }
            Input::Paste(_) | Input::PasteIgnored(_) | Input::Mouse(_) if self.is_too_small() => {}
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
            None if self.is_of_the_surveyor(key) => self.desk.warn(Stopped::ReadOnly.to_string()),
            None => self.ask(Ask::Key(key)),
        }
    }

    /// Whether a key does something here only for the Surveyor, while a signed file is read.
    fn is_of_the_surveyor(&self, key: Key) -> bool {
        let mut contexts = self.contexts();
        let reading = contexts.contains(&Context::Bundle);
        contexts.retain(|held| *held != Context::Bundle);
        reading && keymap::command(&contexts, key).is_some()
    }

    fn palette(&mut self, palette: Palette, event: PaletteEvent) {
        match event {
            PaletteEvent::Open => self.overlay = Overlay::Palette(palette),
            PaletteEvent::Closed => {}
            PaletteEvent::Run(command) => self.command(command),
        }
    }

    fn paste(&mut self, text: Secret) {
        let writing = self.focus() != Focus::Commands;
        match &mut self.overlay {
            Overlay::Palette(palette) => palette.paste(text.as_str()),
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
        self.commands.push(command);
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
            Command::Saved | Command::ShowUnsaved if !self.desk.is_all_saved() => {
                self.keep();
                self.step(Next::Go(Route::NotSaved));
            }
            Command::Saved | Command::ShowUnsaved => {
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
                self.leave();
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
                let over_a_visit = [Context::Visit, Context::Bundle];
                let in_visit = over_a_visit.iter().any(|held| contexts.contains(held));
                match in_visit.then(|| anywhere::command(&mut self.desk, command)) {
                    Some(Some(step)) => self.step(step),
                    _ => self.ask(Ask::Command(command)),
                }
            }
        }
    }

    /// Takes in what an effect led to, and tells the screen in front how it ended.
    pub fn absorb(&mut self, done: Done) {
        let (routes, result) = done.put_on(&mut self.desk);
        if let Some(routes) = routes {
            self.reset(routes);
        }
        if let Some(result) = result {
            self.ask(Ask::EffectEnded(result));
        }
    }

    fn ask(&mut self, ask: Ask) {
        if let Some(screen) = self.screens.last_mut() {
            let step = screen.view_mut().handle(&mut self.desk, ask);
            self.step(step);
        }
    }

    fn step(&mut self, step: Next) {
        match step {
            Next::Stay => {}
            Next::Back => self.back(),
            Next::Reply(reply) => {
                self.back();
                self.ask(Ask::Reply(reply));
            }
            Next::Go(route) => {
                self.go(route);
            }
            Next::Swap(route) => {
                let left = self.screens.pop();
                if !self.go(route) {
                    // It cannot be opened now: stay, the status line says why.
                    self.screens.extend(left);
                }
            }
            Next::Popup(popup) => self.screens.push(*popup),
            Next::Quit if matches!(self.front(), Some(Screen::NotSaved(_))) => self.quit = true,
            Next::Quit => self.leave(),
        }
    }

    /// Leaves the program; where something is not saved, it is shown and asked about first. Behind
    /// the lock nothing is shown.
    fn leave(&mut self) {
        let locked = matches!(self.front(), Some(Screen::Unlock(_) | Screen::SetUp(_)));
        match self.desk.is_all_saved() || locked {
            true => self.quit = true,
            false => {
                self.go(Route::NotSaved);
            }
        }
    }

    fn back(&mut self) {
        if self.screens.len() > 1 {
            self.screens.pop();
            if let Some(screen) = self.screens.last_mut() {
                screen.view_mut().returned(&mut self.desk);
            }
        } else {
            let quit = keymap::key_for(&[Context::Top], Command::Quit).unwrap_or_default();
            self.desk
                .say(format!("This is the first screen. {quit} closes onsite."));
        }
    }
}
