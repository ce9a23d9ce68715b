//! The loop: wait, read everything that is there, run the effects once, draw once.
//!
//! There is no tick. Between two inputs the program sleeps in one system call; the only clock is
//! the deadline it asks for itself. The loop knows nothing of the survey: a [`Interactive`] does, and
//! a [`Stage`] is where it plays (the terminal, or a script in a test).

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::Duration;

use ratatui::Frame;

use super::crash;
use super::events::Events;
use super::input::{Focus, Input, Signal};
use crate::tui::terminal::{Terminal, TerminalError};

/// Something that can be run on a terminal.
pub trait Interactive {
    /// What it ends with.
    type Outcome;

    /// Takes one input. Changes state only: nothing is written here.
    fn update(&mut self, input: Input);

    /// Runs what the updates asked for. Called once after everything that was waiting was taken
    /// in, so that one drain is one commit.
    fn run_effects(&mut self);

    /// Draws the whole screen. Called once after [`Interactive::run_effects`].
    fn view(&mut self, frame: &mut Frame<'_>);

    /// How long from now until the program wants [`Input::Due`]; `None` to sleep.
    fn deadline(&self) -> Option<Duration>;

    /// Where typed characters go now.
    fn focus(&self) -> Focus;

    /// The outcome, once there is one.
    fn finished(&mut self) -> Option<Self::Outcome>;

    /// What the program wants of the terminal, asked after each [`Interactive::run_effects`].
    fn request(&mut self) -> Option<Request> {
        None
    }

    /// Makes everything typed durable, at once and without drawing. Called before a pause, on a
    /// signal to end, when the terminal is gone, and after a panic: then state may be half
    /// changed, and only what was typed counts.
    fn save_now(&mut self);
}

/// What a program can ask of the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// Draw everything again from nothing.
    Repaint,
    /// Give the shell its terminal until it calls the program back (Unix).
    Suspend,
    /// Report the mouse, or leave it to the terminal.
    Mouse(bool),
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended<O> {
    /// The program was done.
    Finished(O),
    /// The system asked it to end.
    Signalled(Signal),
    /// The terminal went away.
    Gone,
    /// A mistake in the program; the person was told already.
    Panicked,
}

/// Where a program plays.
pub trait Stage {
    /// Waits for something to happen; everything that did.
    fn wait(&mut self, deadline: Option<Duration>, focus: Focus) -> Vec<Input>;
    /// Shows one frame.
    ///
    /// # Errors
    /// When there is nobody to show it to any more.
    fn draw(&mut self, view: &mut dyn FnMut(&mut Frame<'_>)) -> io::Result<()>;
    /// Does what the program asked of the terminal.
    ///
    /// # Errors
    /// When the terminal no longer obeys.
    fn serve(&mut self, request: Request) -> io::Result<()>;
    /// Takes the terminal again after a pause.
    ///
    /// # Errors
    /// When the terminal no longer obeys.
    fn resume(&mut self) -> io::Result<()>;
}

/// Settings of a run on the real terminal.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The variable `TERM`.
    pub term: Option<String>,
    /// Whether the mouse is reported from the start.
    pub mouse: bool,
    /// The file for crash notes.
    pub crash_note: Option<PathBuf>,
}

/// Runs `program` on the terminal until it ends, one way or another. The terminal is given back
/// before this returns.
///
/// # Errors
/// When there is no terminal that screens can be drawn on; then nothing was sent to it.
pub fn run<P: Interactive>(
    program: &mut P,
    settings: Settings,
) -> Result<Ended<P::Outcome>, TerminalError> {
    crate::tui::terminal::check(settings.term.as_deref())?;
    // Before the screen is taken: a signal from here on is an event and cannot leave it behind.
    let events = Events::open()?;
    crash::install(settings.crash_note);
    let terminal = Terminal::enter(settings.term.as_deref(), settings.mouse)?;
    let mut stage = Live { events, terminal };
    let ended = catch_unwind(AssertUnwindSafe(|| play(program, &mut stage)));
    drop(stage);
    Ok(ended.unwrap_or_else(|_| {
        // The hook has given the terminal back and told the person. A second panic here must not
        // hide the first.
        let _ = catch_unwind(AssertUnwindSafe(|| program.save_now()));
        Ended::Panicked
    }))
}

/// The loop itself.
pub fn play<P: Interactive>(program: &mut P, stage: &mut impl Stage) -> Ended<P::Outcome> {
    let ended = turns(program, stage).unwrap_or_else(|_| {
        // Drawing or preparing failed: there is no terminal any more.
        program.update(Input::Gone);
        program.run_effects();
        Ended::Gone
    });
    if !matches!(ended, Ended::Finished(_)) {
        program.save_now();
    }
    ended
}

fn turns<P: Interactive>(program: &mut P, stage: &mut impl Stage) -> io::Result<Ended<P::Outcome>> {
    loop {
        if let Some(outcome) = program.finished() {
            return Ok(Ended::Finished(outcome));
        }
        stage.draw(&mut |frame| program.view(frame))?;
        let mut ended = None;
        let mut pause = false;
        for input in stage.wait(program.deadline(), program.focus()) {
            match input {
                Input::Signal(Signal::Suspend) => pause = true,
                Input::Signal(Signal::Continue) => stage.resume()?,
                Input::Signal(signal) => {
                    program.update(input);
                    ended = ended.or(Some(Ended::Signalled(signal)));
                }
                Input::Gone => {
                    program.update(Input::Gone);
                    ended = ended.or(Some(Ended::Gone));
                }
                other => program.update(other),
            }
        }
        program.run_effects();
        if let Some(ended) = ended {
            return Ok(ended);
        }
        let asked = program.request();
        if pause || asked == Some(Request::Suspend) {
            // Whoever paused it may end it: nothing typed may hang on coming back.
            program.save_now();
            stage.serve(Request::Suspend)?;
        } else if let Some(asked) = asked {
            stage.serve(asked)?;
        }
    }
}

/// The real terminal.
struct Live {
    events: Events,
    terminal: Terminal,
}

impl Stage for Live {
    fn wait(&mut self, deadline: Option<Duration>, focus: Focus) -> Vec<Input> {
        self.events.wait(deadline, focus)
    }

    fn draw(&mut self, view: &mut dyn FnMut(&mut Frame<'_>)) -> io::Result<()> {
        self.terminal.draw(|frame| view(frame))
    }

    fn serve(&mut self, request: Request) -> io::Result<()> {
        match request {
            Request::Repaint => self.terminal.resume(),
            Request::Mouse(on) => self.terminal.set_mouse(on),
            Request::Suspend => {
                #[cfg(unix)]
                {
                    self.terminal.pause();
                    // Returns when the process is called back, with SIGCONT waiting to be read;
                    // the terminal is taken again here all the same, so that nothing typed in
                    // between is echoed.
                    signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
                    self.terminal.resume()?;
                }
                Ok(())
            }
        }
    }

    fn resume(&mut self) -> io::Result<()> {
        self.terminal.resume()
    }
}

#[cfg(test)]
mod tests;
