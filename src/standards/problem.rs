//! What is wrong with a file: where, what, and what to do.

use std::fmt;

/// The most problems that are reported of one file; the rest can wait until those are corrected.
pub(super) const MOST: usize = 1_000;

/// What has to change before the file can be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// The file.
    #[default]
    File,
    /// The version of onsite: the file is of a newer form, and nothing is known to be wrong in it.
    Version,
    /// The program itself: it is built or written wrongly.
    Program,
}

/// One thing that is wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The line, from 1; `None` where it is the file as a whole.
    pub line: Option<usize>,
    /// The place, such as `standards[3].elements[2].short (1.4.3)`; empty for the whole file.
    pub path: String,
    /// What is wrong.
    pub wrong: String,
    /// What to do about it.
    pub todo: String,
    /// Whose fault it is.
    pub cause: Cause,
}

impl Problem {
    /// Something wrong with the file as a whole.
    pub(super) fn whole(wrong: impl Into<String>, todo: impl Into<String>) -> Self {
        Self {
            line: None,
            path: String::new(),
            wrong: wrong.into(),
            todo: todo.into(),
            cause: Cause::File,
        }
    }

    /// A mistake of the program, told of the file as a whole.
    pub(super) fn mistake(wrong: impl Into<String>) -> Self {
        Self {
            cause: Cause::Program,
            ..Self::whole(wrong, "Please report this; it is a mistake of onsite.")
        }
    }

    /// Something wrong in a line that is not JSON.
    pub(super) fn line(line: usize, wrong: impl Into<String>, todo: impl Into<String>) -> Self {
        Self {
            line: Some(line),
            ..Self::whole(wrong, todo)
        }
    }
}

/// Adds a problem unless there are [`MOST`] already.
pub(super) fn add(problems: &mut Vec<Problem>, problem: Problem) {
    if problems.len() < MOST {
        problems.push(problem);
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}")?;
            f.write_str(if self.path.is_empty() { ": " } else { ", " })?;
        }
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path)?;
        }
        write!(f, "{}. {}", self.wrong, self.todo)
    }
}
