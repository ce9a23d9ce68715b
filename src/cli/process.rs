//! This process: kept to its owner (no core dumps, files that nobody else can read, a memory that is
//! given back whole when the data is locked), and signals outside the screens.

use crate::tui::terminal::input::Signal;
#[cfg(unix)]
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP};
#[cfg(unix)]
use std::sync::{Arc, atomic::AtomicBool};

/// Keeps what this process holds and makes to its owner: no core of it is written, and its files
/// are for its owner alone. A system that refuses leaves it as it was: that keeps nobody from work.
pub fn keep_private() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit, umask};
        // Linux writes no core to a file below one page, and passes none to a program at 1 byte;
        // 0 would still be passed on. A limit that is lower stays.
        let most = getrlimit(Resource::Core).maximum.unwrap_or(1).min(1);
        let limit = Some(most);
        let _ = setrlimit(
            Resource::Core,
            Rlimit {
                current: limit,
                maximum: limit,
            },
        );
        umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
    }
}

/// After locking: begins this program anew in this process, so that nothing that was ever in its
/// memory stays there. Returns only where that cannot be done; then the screens are locked all the
/// same. `folder` is the data folder, where it is another than the command line says.
pub fn begin_anew(folder: Option<&str>) {
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt as _;
        // The program may have been replaced since; this one is still there for the system.
        let own = std::env::current_exe().ok().filter(|path| path.exists());
        let own = own.unwrap_or_else(|| "/proc/self/exe".into());
        let mut arguments = std::env::args_os();
        let mut program = std::process::Command::new(own);
        if let Some(name) = arguments.next() {
            program.arg0(name);
        }
        program.args(arguments);
        if let Some(folder) = folder {
            program.args(["--data-dir", folder]);
        }
        // Comes back only with an error.
        let _ = program.exec();
    }
    #[cfg(not(unix))]
    let _ = folder;
}

/// After keys were read: from now on a signal ends or pauses this process again as it does by
/// itself, which it does no more once it was heard as an input.
pub fn heed_signals() {
    #[cfg(unix)]
    for signal in [SIGHUP, SIGINT, SIGTERM, SIGTSTP] {
        let always = Arc::new(AtomicBool::new(true));
        // A system that refuses leaves it unheard, which harms nothing.
        let _ = signal_hook::flag::register_conditional_default(signal, always);
    }
}

/// Ends this process as the signal would have by itself. Returns where that cannot be done.
pub fn end_by(signal: Signal) {
    #[cfg(unix)]
    {
        let number = match signal {
            Signal::HangUp => SIGHUP,
            Signal::Interrupt => SIGINT,
            _ => SIGTERM,
        };
        let _ = signal_hook::low_level::emulate_default_handler(number);
    }
    #[cfg(not(unix))]
    let _ = signal;
}

/// Pauses this process until it is called back.
pub fn pause() {
    #[cfg(unix)]
    let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
}
