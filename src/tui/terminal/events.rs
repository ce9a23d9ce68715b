//! Waiting: for the keyboard, for signals, for the time that was asked for. Nothing else wakes
//! the program.
//!
//! On Unix one `poll` watches the terminal and the pipe that signals write to, with the next
//! deadline as its time-out. A terminal that went away (its other end closed, an error, end of
//! input) is an event like any other and is never read again. On other systems crossterm reads
//! the keyboard. Meaning is given to bytes in `decode` and to bursts in `input`.
//!
//! Untested: macOS, whose `poll` refuses `/dev/tty` but takes an inherited terminal, which is all
//! that is used here.

use std::io;
use std::time::{Duration, Instant};

use super::input::{Focus, Input, tidy};

/// A piece of text that arrives so soon after a burst belongs to the same paste.
const BURST_GAP: Duration = Duration::from_millis(100);

/// Everything the program can wait for.
#[derive(Debug)]
pub struct Events {
    source: source::Source,
    last_burst: Option<Instant>,
}

impl Events {
    /// Starts to listen to the terminal on standard input and to signals.
    ///
    /// # Errors
    /// When the system gives no pipe or no signal handler.
    pub fn open() -> io::Result<Self> {
        Ok(Events {
            source: source::Source::open()?,
            last_burst: None,
        })
    }

    /// Waits until something happens or `deadline` has passed, then returns all that is there.
    /// Without a deadline it waits for ever and costs nothing.
    pub fn wait(&mut self, deadline: Option<Duration>, focus: Focus) -> Vec<Input> {
        let due = deadline.and_then(|wait| Instant::now().checked_add(wait));
        loop {
            let mut inputs = Vec::new();
            self.source.collect(due, &mut inputs);
            if due.is_some_and(|due| due <= Instant::now()) {
                inputs.push(Input::Due);
            }
            let in_burst = self.last_burst.is_some_and(|at| at.elapsed() < BURST_GAP);
            let inputs = tidy(inputs, focus, in_burst);
            if inputs
                .iter()
                .any(|input| matches!(input, Input::PasteIgnored(_)))
            {
                self.last_burst = Some(Instant::now());
            }
            if !inputs.is_empty() {
                return inputs;
            }
        }
    }
}

#[cfg(unix)]
mod source {
    //! Terminal and signals through one `poll`.

    use std::io;
    use std::os::unix::net::UnixStream;
    use std::time::{Duration, Instant};

    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::io::Errno;
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
    use signal_hook::iterator::backend::SignalDelivery;
    use signal_hook::iterator::exfiltrator::SignalOnly;

    use crate::tui::terminal::decode::Decoder;
    use crate::tui::terminal::input::{Input, Signal};

    /// Enough for what a terminal hands over at once.
    const READ: usize = 16 * 1024;
    /// After so many bytes in one go the program gets its turn, however fast more arrives.
    const MOST_AT_ONCE: usize = 2 * 1024 * 1024;

    #[derive(Debug)]
    pub struct Source {
        decoder: Decoder,
        signals: SignalDelivery<UnixStream, SignalOnly>,
        last_byte: Instant,
    }

    /// What is ready to be looked at.
    #[derive(Clone, Copy)]
    struct Ready {
        terminal: bool,
        gone: bool,
        signals: bool,
    }

    impl Source {
        pub fn open() -> io::Result<Self> {
            let (read, write) = UnixStream::pair()?;
            let watched = [SIGHUP, SIGTERM, SIGINT, SIGWINCH, SIGTSTP, SIGCONT];
            let signals = SignalDelivery::with_pipe(read, write, SignalOnly, watched)?;
            Ok(Source {
                decoder: Decoder::default(),
                signals,
                last_byte: Instant::now(),
            })
        }

        /// Waits once, until something is there, `due` has passed, or an unfinished sequence has
        /// had its time; adds all that is there.
        pub fn collect(&mut self, due: Option<Instant>, out: &mut Vec<Input>) {
            let patience = self.decoder.patience().map(|wait| self.last_byte + wait);
            let until = match (due, patience) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
            let wait = until.map(|until| until.saturating_duration_since(Instant::now()));
            let Some(ready) = self.poll(wait) else {
                out.push(Input::Gone);
                return;
            };
            if ready.signals {
                self.take_signals(out);
            }
            if ready.terminal {
                self.read_all(out);
            } else if ready.gone {
                out.push(Input::Gone);
            } else if patience.is_some_and(|at| at <= Instant::now()) {
                self.decoder.give_up(out);
            }
        }

        /// `None` when waiting itself is impossible: then there is no terminal to wait for.
        fn poll(&self, wait: Option<Duration>) -> Option<Ready> {
            let terminal = rustix::stdio::stdin();
            let pipe = self.signals.get_read();
            let mut watched = [
                PollFd::new(&terminal, PollFlags::IN),
                PollFd::new(pipe, PollFlags::IN),
            ];
            let wait = wait.and_then(|wait| Timespec::try_from(wait).ok());
            match poll(&mut watched, wait.as_ref()) {
                Ok(_) => {}
                // A signal: its byte is in the pipe and the next round sees it.
                Err(Errno::INTR | Errno::AGAIN) => {}
                Err(_) => return None,
            }
            let [on_terminal, on_pipe] = watched.map(|fd| fd.revents());
            Some(Ready {
                terminal: on_terminal.contains(PollFlags::IN),
                gone: on_terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL),
                signals: !on_pipe.is_empty(),
            })
        }

        /// Reads until nothing is left. Only reads what `poll` announced, so it never blocks.
        fn read_all(&mut self, out: &mut Vec<Input>) {
            let mut buffer = vec![0; READ];
            let mut total = 0;
            while total < MOST_AT_ONCE {
                match rustix::io::read(rustix::stdio::stdin(), &mut buffer) {
                    Ok(0) => return out.push(Input::Gone),
                    Ok(count) => {
                        total += count;
                        self.last_byte = Instant::now();
                        self.decoder
                            .feed(buffer.get(..count).unwrap_or_default(), out);
                    }
                    Err(Errno::INTR | Errno::AGAIN) => {}
                    Err(_) => return out.push(Input::Gone),
                }
                match self.poll(Some(Duration::ZERO)) {
                    Some(ready) if ready.terminal => {}
                    Some(ready) if !ready.gone => return,
                    _ => return out.push(Input::Gone),
                }
            }
        }

        fn take_signals(&mut self, out: &mut Vec<Input>) {
            for signal in self.signals.pending() {
                out.push(match signal {
                    SIGWINCH => {
                        let size = crate::tui::terminal::size();
                        Input::Resize(size.width, size.height)
                    }
                    SIGHUP => Input::Signal(Signal::HangUp),
                    SIGINT => Input::Signal(Signal::Interrupt),
                    SIGTSTP => Input::Signal(Signal::Suspend),
                    SIGCONT => Input::Signal(Signal::Continue),
                    _ => Input::Signal(Signal::Terminate),
                });
            }
        }
    }
}

#[cfg(not(unix))]
mod source {
    //! The console through crossterm.

    use std::io;
    use std::time::{Duration, Instant};

    use crossterm::event::{Event, MouseButton, MouseEventKind, poll, read};

    use crate::tui::terminal::input::{Input, Mouse, MouseAction};
    use crate::tui::terminal::key::Key;

    #[derive(Debug)]
    pub struct Source;

    /// crossterm has no waiting without an end.
    const LONG: Duration = Duration::from_secs(24 * 60 * 60);

    impl Source {
        pub fn open() -> io::Result<Self> {
            Ok(Source)
        }

        pub fn collect(&mut self, due: Option<Instant>, out: &mut Vec<Input>) {
            let mut wait = due.map_or(LONG, |due| due.saturating_duration_since(Instant::now()));
            loop {
                match poll(wait) {
                    Ok(true) => {}
                    Ok(false) => return,
                    Err(_) => return out.push(Input::Gone),
                }
                match read() {
                    Ok(event) => out.extend(meaning(event)),
                    Err(_) => return out.push(Input::Gone),
                }
                wait = Duration::ZERO;
            }
        }
    }

    fn meaning(event: Event) -> Option<Input> {
        match event {
            Event::Key(key) => Key::from_crossterm(key).map(Input::Key),
            Event::Paste(text) => Some(Input::Paste(text.into())),
            Event::Resize(width, height) => Some(Input::Resize(width, height)),
            Event::Mouse(mouse) => {
                let action = match mouse.kind {
                    MouseEventKind::Down(MouseButton::Left) => MouseAction::Press,
                    MouseEventKind::ScrollUp => MouseAction::WheelUp,
                    MouseEventKind::ScrollDown => MouseAction::WheelDown,
                    _ => return None,
                };
                Some(Input::Mouse(Mouse {
                    action,
                    column: mouse.column,
                    row: mouse.row,
                }))
            }
            _ => None,
        }
    }
}
