//! How a command ends: what is told of an error, and the exit code.

use crate::tui::terminal::TerminalError;
use crate::workspace::WorkspaceError;
use std::io::{self, Write as _};

/// Everything was done.
pub const GOOD: u8 = 0;
/// The answer is no.
pub const NO: u8 = 1;
/// The command line is wrong.
pub const USAGE: u8 = 2;
/// Unreadable, or this machine or version cannot.
pub const CANNOT: u8 = 3;
/// A mistake of the program.
pub const BUG: u8 = 70;

/// Tells an error on standard error and answers with the exit code. Whoever closed the pipe
/// wants to hear nothing more.
pub fn tell(error: &anyhow::Error) -> u8 {
    if is_broken_pipe(error) {
        return GOOD;
    }
    // Not `eprintln!`, which panics when there is nobody left to read it.
    let _ = writeln!(io::stderr().lock(), "onsite: {error}");
    code(error)
}

/// The exit code of an error.
pub fn code(error: &anyhow::Error) -> u8 {
    match error.downcast_ref::<WorkspaceError>() {
        Some(error) if error.is_bug() => BUG,
        Some(error) => error.exit().code(),
        None if error.is::<TerminalError>() || error.is::<io::Error>() => CANNOT,
        None if error.is::<Usage>() => USAGE,
        None => CANNOT,
    }
}

/// A command line that parses but makes no sense.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Usage(pub &'static str);

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
