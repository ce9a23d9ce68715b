//! This process, kept to its owner: no core dumps, files that nobody else can read, and a memory
//! that is given back whole when the data is locked.

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
/// same.
pub fn begin_anew() {
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
        // Comes back only with an error.
        let _ = program.args(arguments).exec();
    }
}
