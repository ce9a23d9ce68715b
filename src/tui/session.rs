//! The program running: gives the app the time, has the effects it asks for run once a drain, and
//! asks to be woken when something typed is to be kept, the database is to be tidied or the laptop
//! was left alone. Both clocks are the runner's: nothing here reads one.

use super::app::App;
use super::desk::{Desk, Effect};
use super::opened::Opened;
use super::recording::Recorder;
use super::screens::{EffectResult, Route};
use super::unsaved::{self, Unsaved};
use crate::domain::values::calendar::Moment;
use crate::tui::terminal::input::{Focus, Input};
use crate::tui::terminal::run::{Interactive, Request};
use ratatui::Frame;
use std::time::Duration;

/// Left alone this long, onsite locks itself.
pub const IDLE: Duration = Duration::from_secs(10 * 60);

/// After so long without input the database's log is folded into the database: nobody waits then.
pub const REST: Duration = Duration::from_secs(20);

/// Whoever never rests has it folded in after so many writes.
pub const WRITES: u32 = 200;

/// Typing that never rests is kept this often.
const WHILE_TYPING: Duration = Duration::from_millis(1500);

/// What an effect led to.
#[derive(Debug, Default)]
pub struct Done {
    /// A case or a signed file, to be put on the desk.
    pub opened: Option<Opened>,
    /// The texts of a commit that went well: what could not be saved before is tried again.
    pub written: Option<Vec<Unsaved>>,
    /// Screens to show in place of all that are there.
    pub routes: Option<Vec<Route>>,
    /// To be told to the screen in front.
    pub result: Option<EffectResult>,
}

impl Done {
    /// Puts on the desk what the effect led to. What is left: screens to show in place of all that
    /// are there, and how the effect ended.
    pub fn put_on(self, desk: &mut Desk) -> (Option<Vec<Route>>, Option<EffectResult>) {
        if let Some(written) = self.written {
            unsaved::try_again(desk, &written);
        }
        let routes = self.opened.and_then(|opened| desk.put(opened));
        (self.routes.or(routes), self.result)
    }
}

/// What runs the effects of the program: the only part of the interface that meets the world.
pub trait Runner {
    /// The time on the wall.
    fn now(&self) -> Moment;
    /// How long the program has been running, on a clock that never goes back.
    fn uptime(&self) -> Duration;
    /// Does what was asked for.
    fn run(&mut self, desk: &mut Desk, effect: Effect) -> Done;
    /// Whether there is a vault that locking would close.
    fn can_lock(&self) -> bool;
}

/// How the screens were left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// For good.
    Quit,
    /// Locked, with all that was typed on disk: whoever runs them may begin anew, in a memory where
    /// nothing of the survey is left.
    Locked,
}

/// The program with what runs its effects.
#[derive(Debug)]
pub struct Session<R> {
    app: App,
    runner: R,
    recorder: Option<Recorder>,
    /// Times are how long the program had been running.
    last_input: Duration,
    /// The same on the wall: on some systems the other clock stands still while the laptop sleeps.
    last_seen: Moment,
    /// When what is typed was last looked after.
    last_kept: Duration,
    /// How often something was written since the database was last tidied.
    untidy: u32,
    /// Locking was asked for and is yet to be done.
    locking: bool,
    /// It was locked, and nothing typed is in memory alone.
    locked: bool,
}

impl<R: Runner> Session<R> {
    /// A program that begins with these screens.
    pub fn new(app: App, runner: R) -> Self {
        let (now, seen) = (runner.uptime(), runner.now());
        let mut session = Self {
            app,
            runner,
            recorder: None,
            last_input: now,
            last_seen: seen,
            last_kept: now,
            untidy: 0,
            locking: false,
            locked: false,
        };
        session.run_effects();
        session
    }

    /// Writes down from now on what happens, without any text.
    pub fn record(&mut self, recorder: Recorder) {
        self.recorder = Some(recorder);
    }

    /// The app, for tests.
    pub fn app(&mut self) -> &mut App {
        &mut self.app
    }

    /// Leaves: what is typed is kept, the place remembered, the database closed.
    pub fn leave(&mut self) {
        self.lock();
        self.run_effects();
    }

    fn lock(&mut self) {
        self.app.keep();
        self.app.remember_place();
        self.app.desk.effects.push(Effect::Lock);
        self.locking = true;
    }

    fn since(&self, then: Duration) -> Duration {
        self.runner.uptime().saturating_sub(then)
    }

    /// Whether nobody did anything for so long that onsite locks itself.
    fn is_left_alone(&self) -> bool {
        let on_the_wall = (self.runner.now() - self.last_seen).to_std();
        let alone = self.since(self.last_input);
        // Whoever waits for a backup is there.
        let waits = self.app.desk.backup.going.is_some();
        !waits && self.runner.can_lock() && alone.max(on_the_wall.unwrap_or_default()) >= IDLE
    }

    /// Tidies the database once after a rest, or after many writes.
    fn tidy(&mut self) {
        let rested = self.untidy > 0 && self.since(self.last_input) >= REST;
        // What this input leads to is one more.
        if rested || self.untidy + 1 >= WRITES {
            self.untidy = 0;
            self.app.desk.effects.push(Effect::Tidy);
        }
    }
}

impl<R: Runner> Interactive for Session<R> {
    type Outcome = Left;

    fn update(&mut self, input: Input) {
        self.app.desk.now = self.runner.now();
        if !self.locking && self.is_left_alone() {
            self.lock();
        }
        match &input {
            Input::Due => self.last_kept = self.runner.uptime(),
            Input::Key(_) | Input::Paste(_) | Input::PasteIgnored(_) | Input::Mouse(_) => {
                self.last_input = self.runner.uptime();
                self.last_seen = self.app.desk.now;
                // Whoever comes back meets the lock: what they do first is for no screen.
                if self.locking {
                    return;
                }
            }
            _ => {}
        }
        if let Some(recorder) = &mut self.recorder {
            recorder.input(&input, self.app.focus());
        }
        self.app.update(input);
        for command in self.app.take_commands() {
            if let Some(recorder) = &mut self.recorder {
                recorder.command(command);
            }
        }
        if self.app.due().is_some() && self.since(self.last_kept) >= WHILE_TYPING {
            self.app.keep();
            self.last_kept = self.runner.uptime();
        }
        self.tidy();
        if self.app.desk.backup.going.is_some() {
            self.app.desk.effects.push(Effect::StepBackup);
        }
    }

    fn run_effects(&mut self) {
        self.locking = false;
        // What an effect leads to may ask for another one (unlock, then open the last case).
        for _ in 0..8 {
            let effects = self.app.desk.take_effects();
            if effects.is_empty() {
                return;
            }
            for effect in effects {
                self.untidy += u32::from(effect.writes());
                if let Some(recorder) = &mut self.recorder {
                    recorder.effect(&effect);
                }
                let locks = effect == Effect::Lock;
                let done = self.runner.run(&mut self.app.desk, effect);
                self.locked |= locks && self.app.desk.is_all_saved();
                if let (Some(recorder), Some(result)) = (&mut self.recorder, &done.result) {
                    recorder.ended(result);
                }
                self.app.absorb(done);
            }
        }
    }

    fn view(&mut self, frame: &mut Frame<'_>) {
        self.app.view(frame);
    }

    fn deadline(&self) -> Option<Duration> {
        if self.app.desk.backup.going.is_some() {
            // The next step at once, after what was typed meanwhile.
            return Some(Duration::ZERO);
        }
        let keep = self.app.due().map(|rest| {
            let since = self.since(self.last_input.max(self.last_kept));
            Duration::from_millis(rest).saturating_sub(since)
        });
        let alone = self.since(self.last_input);
        let lock = self.runner.can_lock().then(|| IDLE.saturating_sub(alone));
        let tidy = (self.untidy > 0).then(|| REST.saturating_sub(alone));
        keep.into_iter().chain(lock).chain(tidy).min()
    }

    fn focus(&self) -> Focus {
        self.app.focus()
    }

    fn finished(&mut self) -> Option<Left> {
        match (self.app.wants_to_quit(), std::mem::take(&mut self.locked)) {
            (true, _) => Some(Left::Quit),
            (false, true) => Some(Left::Locked),
            (false, false) => None,
        }
    }

    fn request(&mut self) -> Option<Request> {
        self.app.take_request()
    }

    fn save_now(&mut self) {
        self.app.keep();
        self.run_effects();
    }
}
