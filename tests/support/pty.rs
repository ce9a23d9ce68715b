//! A program on a real terminal: started, typed to, looked at, hung up on.
//!
//! Nothing here sleeps; everything waits for a condition, with a bound.
//! `#[path = "support/pty.rs"] mod pty;` in a test.
#![allow(dead_code)]

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};

/// Nothing that works takes longer, even on a busy machine.
pub const BOUND: Duration = Duration::from_secs(20);

/// A program on a terminal of its own.
pub struct Pty {
    screen: vt100::Parser,
    output: Receiver<Vec<u8>>,
    exit: Receiver<u32>,
    stop_reading: Arc<AtomicBool>,
    writer: Option<Box<dyn Write + Send>>,
    master: Option<Box<dyn MasterPty + Send>>,
    /// Keeps the terminal there after the program has ended, so that it can be looked at.
    slave: Option<Box<dyn SlavePty + Send>>,
    pub process: u32,
    /// Everything the program wrote.
    pub written: Vec<u8>,
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

impl Pty {
    pub fn start(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        let pair = native_pty_system()
            .openpty(size(columns, rows))
            .expect("a pty");
        let mut child = pair
            .slave
            .spawn_command(command)
            .expect("the program starts");
        let process = child.process_id().expect("a process");
        let (exit_sender, exit) = channel();
        std::thread::spawn(move || {
            let status = child.wait().expect("the program can be waited for");
            let _ = exit_sender.send(status.exit_code());
        });
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let stop_reading = Arc::new(AtomicBool::new(false));
        let stop = Arc::clone(&stop_reading);
        let (output_sender, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 65536];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                let sent = output_sender.send(bytes[..count].to_vec());
                if sent.is_err() || stop.load(Ordering::SeqCst) {
                    break;
                }
            }
        });
        let nonzero = |side| NonZeroU16::new(side).expect("a size");
        Pty {
            screen: vt100::Parser::new(nonzero(rows), nonzero(columns), 0),
            output,
            exit,
            stop_reading,
            writer: Some(pair.master.take_writer().expect("a writer")),
            master: Some(pair.master),
            slave: Some(pair.slave),
            process,
            written: Vec::new(),
        }
    }

    /// Types bytes.
    pub fn send(&mut self, bytes: &[u8]) {
        let writer = self.writer.as_mut().expect("the terminal is open");
        writer.write_all(bytes).expect("the terminal takes keys");
        writer.flush().expect("the terminal takes keys");
    }

    /// Types bytes from another thread, for more than the terminal holds at once.
    pub fn send_much(&mut self, bytes: Vec<u8>) -> std::thread::JoinHandle<()> {
        let mut writer = self.writer.take().expect("the terminal is open");
        std::thread::spawn(move || {
            writer.write_all(&bytes).expect("the terminal takes keys");
            writer.flush().expect("the terminal takes keys");
            // Dropping it would type an end of file.
            std::mem::forget(writer);
        })
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        let master = self.master.as_ref().expect("the terminal is open");
        master
            .resize(size(columns, rows))
            .expect("the terminal changes its size");
        let nonzero = |side| NonZeroU16::new(side).expect("a size");
        self.screen.set_size(nonzero(rows), nonzero(columns));
    }

    /// What is on the screen now.
    pub fn screen(&self) -> &vt100::Screen {
        self.screen.screen()
    }

    /// Waits until the screen is as wanted; panics with the screen if it never is.
    pub fn wait(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) {
        let end = Instant::now() + BOUND;
        while !wanted(self.screen.screen()) {
            let left = end.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.take(&bytes),
                Err(error) => panic!("{what}: {error}\n{}", self.screen.screen().contents()),
            }
        }
    }

    /// Waits until this text is on the screen.
    pub fn wait_for(&mut self, text: &str) {
        self.wait(text, |screen| screen.contents().contains(text));
    }

    /// Bytes written within this time, from now on.
    pub fn bytes_within(&mut self, time: Duration) -> usize {
        let before = self.written.len();
        let end = Instant::now() + time;
        let left = || end.saturating_duration_since(Instant::now());
        while let Ok(bytes) = self.output.recv_timeout(left()) {
            self.take(&bytes);
        }
        self.written.len() - before
    }

    fn take(&mut self, bytes: &[u8]) {
        self.screen.process(bytes);
        self.written.extend_from_slice(bytes);
    }

    /// Waits for the end of the program and takes in all it wrote; its exit code.
    pub fn wait_exit(&mut self) -> u32 {
        let code = self.exit.recv_timeout(BOUND).expect("the program ends");
        // What it wrote last is on its way or here already; nothing more will come after a gap.
        self.bytes_within(Duration::from_millis(200));
        code
    }

    /// Closes the terminal as a window is closed. `nudge` is a key that makes the program write
    /// something, which ends the reading. The exit code, and how long the program took to end.
    pub fn hang_up(mut self, nudge: &[u8]) -> (u32, Duration) {
        self.stop_reading.store(true, Ordering::SeqCst);
        self.send(nudge);
        // The reader is gone once its channel is closed.
        while self.output.recv_timeout(BOUND).is_ok() {}
        drop(self.writer.take());
        drop(self.slave.take());
        let start = Instant::now();
        drop(self.master.take());
        let code = self.exit.recv_timeout(BOUND).expect("the program ends");
        (code, start.elapsed())
    }

    /// Whether keys come one by one and unechoed.
    #[cfg(unix)]
    pub fn is_raw(&self) -> bool {
        use rustix::fs::{Mode, OFlags, open};
        use rustix::termios::{LocalModes, tcgetattr};
        let name = self
            .master
            .as_ref()
            .and_then(|master| master.tty_name())
            .expect("a name");
        let terminal =
            open(name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).expect("the terminal");
        let modes = tcgetattr(terminal).expect("its settings").local_modes;
        !modes.contains(LocalModes::ICANON) && !modes.contains(LocalModes::ECHO)
    }

    /// Sends the program a signal.
    #[cfg(unix)]
    /// Whether the program is paused; where the system does not say, as if it were.
    pub fn is_paused(&self) -> bool {
        let told = std::fs::read_to_string(format!("/proc/{}/stat", self.process));
        // The state follows the name, which is in brackets.
        told.map_or(true, |told| {
            told.rsplit(')')
                .next()
                .is_some_and(|rest| rest.trim_start().starts_with('T'))
        })
    }

    pub fn signal(&self, signal: rustix::process::Signal) {
        let process = i32::try_from(self.process)
            .ok()
            .and_then(rustix::process::Pid::from_raw);
        rustix::process::kill_process(process.expect("a process"), signal)
            .expect("the signal is sent");
    }
}
