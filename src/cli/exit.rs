//! How a command ends: what is told of an error, and the exit code. The code follows from the kind
//! of the error, never from its words.

use super::pipe;
use crate::bundle::refusal::ExitClass;
use crate::workspace::WorkspaceError;
use std::io::{self, Write as _};

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// As the answer is.
    Answer(ExitClass),
    /// The command line is wrong.
    Usage,
}

impl Exit {
    /// Everything was done.
    pub const DONE: Self = Self::Answer(ExitClass::Good);
    /// The answer is no.
    pub const NO: Self = Self::Answer(ExitClass::No);

    /// The exit code.
    pub fn code(self) -> u8 {
        match self {
            Self::Answer(class) => class.code(),
            Self::Usage => 2,
        }
    }

    /// The worse of two answers of one command: a mistake of the program, then a no, then what
    /// could not be told.
    pub fn or_worse(self, other: Self) -> Self {
        let rank = |exit: Self| match exit {
            Self::Answer(ExitClass::Good) => 0,
            Self::Answer(ExitClass::CannotTell) => 1,
            Self::Answer(ExitClass::No) => 2,
            _ => 3,
        };
        match rank(other) > rank(self) {
            true => other,
            false => self,
        }
    }
}

impl From<ExitClass> for Exit {
    fn from(class: ExitClass) -> Self {
        Self::Answer(class)
    }
}

/// Tells an error on standard error and answers with how the command ends.
pub fn tell(error: &anyhow::Error) -> Exit {
    // Not `eprintln!`, which panics when there is nobody left to read it.
    let _ = writeln!(
        io::stderr().lock(),
        "onsite: {}",
        pipe::clean(&error.to_string())
    );
    of(error)
}

/// How a command ends after an error. What is neither an error of a use case nor of the command
/// line comes from this machine: its terminal, its files, its pipes.
pub fn of(error: &anyhow::Error) -> Exit {
    match error.downcast_ref::<WorkspaceError>() {
        Some(error) => error.exit().into(),
        None if error.is::<Usage>() => Exit::Usage,
        None if error.is::<Stopped>() => Exit::NO,
        None => ExitClass::CannotTell.into(),
    }
}

/// A command line that parses but makes no sense.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Usage(pub &'static str);

/// The person did not want to go on.
#[derive(Debug, thiserror::Error)]
#[error("Stopped. Nothing was done.")]
pub struct Stopped;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::standards::Problem;
    use crate::store::StoreError;
    use crate::tui::terminal::TerminalError;
    use crate::vault::VaultError;
    use anyhow::{Context as _, anyhow};

    fn code(error: impl Into<anyhow::Error>) -> u8 {
        of(&error.into()).code()
    }

    #[test]
    fn every_kind_of_error_has_its_exit_code() {
        assert_eq!(Exit::DONE.code(), 0);
        assert_eq!(code(WorkspaceError::Initials), 1);
        assert_eq!(code(WorkspaceError::from(VaultError::WrongPassphrase)), 1);
        assert_eq!(code(Stopped), 1);
        assert_eq!(code(Usage("Name the file to verify.")), 2);
        assert_eq!(code(WorkspaceError::Locked), 3);
        assert_eq!(code(WorkspaceError::from(StoreError::Full)), 3);
        assert_eq!(code(TerminalError::NoInput), 3);
        assert_eq!(code(io::Error::other("no medium")), 3);
        assert_eq!(code(WorkspaceError::Mistake("a test")), 70);
        let why = String::new();
        let mistake = WorkspaceError::from(StoreError::Mistake { why });
        assert_eq!(code(mistake), 70);
    }

    #[test]
    fn the_words_of_an_error_decide_nothing() {
        let words = "wrong passphrase, newer, a mistake of onsite, please report it";
        assert_eq!(code(WorkspaceError::Packet(words.to_owned())), 1);
        assert_eq!(code(anyhow!(words)), 3);
        let context = Err::<(), _>(WorkspaceError::Initials).context(words);
        assert_eq!(
            context.map_err(code),
            Err(1),
            "what was said around it neither"
        );
    }

    #[test]
    fn of_several_answers_a_no_is_worse_than_what_could_not_be_told() {
        let cannot = Exit::from(ExitClass::CannotTell);
        assert_eq!(Exit::DONE.or_worse(cannot), cannot);
        assert_eq!(cannot.or_worse(Exit::DONE), cannot);
        assert_eq!(cannot.or_worse(Exit::NO), Exit::NO);
        assert_eq!(Exit::NO.or_worse(cannot), Exit::NO);
    }

    #[test]
    fn the_worst_problem_of_a_file_decides() {
        let problems = |bytes: &[u8]| match crate::standards::check_bytes(bytes) {
            Err(problems) => problems,
            Ok(_) => Vec::new(),
        };
        let exit = |problems: Vec<Problem>| code(WorkspaceError::Problems(problems));
        assert_eq!(exit(problems(br#"{"format":"onsite-packet/1"}"#)), 1);
        assert_eq!(exit(problems(br#"{"format":"onsite-packet/2"}"#)), 3);
        let twice = br#"{"format":"onsite-packet/2","a":1,"a":2}"#;
        assert_eq!(exit(problems(twice)), 3);
    }
}
