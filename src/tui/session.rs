//! The program running: gives the app the time, has the effects it asks for run once a drain, and
//! asks to be woken when something typed is to be kept or the laptop was left alone.

use super::app::App;
use super::desk::{Desk, Effect};
use super::screens::{EffectResult, Screen};
use crate::domain::values::calendar::Moment;
use crate::tui::terminal::input::{Focus, Input};
use crate::tui::terminal::run::{Interactive, Request};
use ratatui::Frame;
use std::time::{Duration, Instant};

/// Left alone this long, onsite locks itself.
pub const IDLE: Duration = Duration::from_secs(10 * 60);

/// Typing that never rests is kept this often.
const WHILE_TYPING: Duration = Duration::from_millis(1500);

/// What an effect led to.
#[derive(Debug, Default)]
pub struct Done {
    /// To be told to the screen in front.
    pub outcome: Option<EffectResult>,
    /// Screens to show in place of all that are there.
    pub screens: Option<Vec<Screen>>,
}

/// What runs the effects of the program: the only part of the interface that meets the world.
pub trait Runner {
    /// The time on the wall.
    fn now(&self) -> Moment;
    /// Does what was asked for.
    fn run(&mut self, desk: &mut Desk, effect: Effect) -> Done;
    /// Whether there is a vault that locking would close.
    fn can_lock(&self) -> bool;
}

/// The program with what runs its effects.
#[derive(Debug)]
pub struct Session<R> {
    app: App,
    runner: R,
    last_input: Instant,
    /// When what is typed was last looked after.
    last_kept: Instant,
}

impl<R: Runner> Session<R> {
    /// A program that begins with these screens.
    pub fn new(app: App, runner: R) -> Self {
        let now = Instant::now();
        let mut session = Self {
            app,
            runner,
            last_input: now,
            last_kept: now,
        };
        session.run_effects();
        session
    }

    /// The app, for tests.
    pub fn app(&mut self) -> &mut App {
        &mut self.app
    }

    /// Leaves: what is typed is kept, the place remembered, the database closed.
    pub fn leave(&mut self) {
        self.app.keep();
        self.app.remember_place();
        self.app.desk.effects.push(Effect::Lock);
        self.run_effects();
    }

    fn is_idle(&self) -> bool {
        self.runner.can_lock() && self.last_input.elapsed() >= IDLE
    }
}

impl<R: Runner> Interactive for Session<R> {
    type Outcome = ();

    fn update(&mut self, input: Input) {
        self.app.desk.now = self.runner.now();
        match &input {
            Input::Due if self.is_idle() => {
                self.app.keep();
                self.app.remember_place();
                self.app.desk.effects.push(Effect::Lock);
            }
            Input::Due => self.last_kept = Instant::now(),
            Input::Key(_) | Input::Paste(_) | Input::Mouse(_) => self.last_input = Instant::now(),
            _ => {}
        }
        self.app.update(input);
        if self.app.due().is_some() && self.last_kept.elapsed() >= WHILE_TYPING {
            self.app.keep();
            self.last_kept = Instant::now();
        }
    }

    fn run_effects(&mut self) {
        // What an effect leads to may ask for another one (unlock, then open the last case).
        for _ in 0..8 {
            let effects = self.app.desk.take_effects();
            if effects.is_empty() {
                return;
            }
            for effect in effects {
                let done = self.runner.run(&mut self.app.desk, effect);
                if let Some(screens) = done.screens {
                    self.app.reset(screens);
                }
                if let Some(outcome) = done.outcome {
                    self.app.absorb(outcome);
                }
            }
        }
    }

    fn view(&mut self, frame: &mut Frame<'_>) {
        self.app.view(frame);
    }

    fn deadline(&self) -> Option<Duration> {
        let keep = self.app.due().map(|rest| {
            let since = self.last_input.max(self.last_kept).elapsed();
            Duration::from_millis(rest).saturating_sub(since)
        });
        let lock = self
            .runner
            .can_lock()
            .then(|| IDLE.saturating_sub(self.last_input.elapsed()));
        keep.into_iter().chain(lock).min()
    }

    fn focus(&self) -> Focus {
        self.app.focus()
    }

    fn finished(&mut self) -> Option<()> {
        self.app.wants_to_quit().then_some(())
    }

    fn request(&mut self) -> Option<Request> {
        self.app.take_request()
    }

    fn save_now(&mut self) {
        self.app.keep();
        self.run_effects();
    }
}
