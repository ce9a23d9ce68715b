//! A bar for what takes long, and stopping it: drawn on standard error where a person looks at it,
//! ended by Ctrl-C. Not here: the bar of the screens (`tui::widgets`).

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Columns of the bar.
const WIDE: u64 = 30;

/// A bar on standard error.
#[derive(Debug)]
pub struct Progress {
    what: &'static str,
    is_shown: bool,
    stop: Arc<AtomicBool>,
    percent: Option<u64>,
}

impl Progress {
    /// A bar for `what`, such as "Copying". From here on Ctrl-C asks it to stop.
    pub fn new(what: &'static str) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        #[cfg(unix)]
        for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            // Where that is refused the signal ends the program, which leaves nothing half done.
            let _ = signal_hook::flag::register(signal, stop.clone());
        }
        Self {
            what,
            is_shown: io::stderr().is_terminal(),
            stop,
            percent: None,
        }
    }

    /// Shows how far it is; false when it should stop.
    pub fn at(&mut self, done: u64, total: u64) -> bool {
        let percent = done.saturating_mul(100) / total.max(1);
        if self.is_shown && self.percent != Some(percent) {
            self.percent = Some(percent);
            let full = percent.min(100) * WIDE / 100;
            let bar = "#".repeat(usize::try_from(full).unwrap_or(0));
            let rest = ".".repeat(usize::try_from(WIDE - full).unwrap_or(0));
            let line = format!("\r{} [{bar}{rest}] {percent:3} %  Ctrl-C stops", self.what);
            let _ = io::stderr().lock().write_all(line.as_bytes());
        }
        !self.stop.load(Ordering::Relaxed)
    }
}

impl Drop for Progress {
    /// Leaves the line.
    fn drop(&mut self) {
        if self.percent.is_some() {
            let _ = io::stderr().lock().write_all(b"\n");
        }
    }
}
