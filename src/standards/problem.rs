//! What is wrong with a file: where, what, and what to do.

use std::fmt;

/// The most problems that are reported of one file; the rest can wait until those are corrected.
pub(super) const MOST: usize = 1_000;

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
}

impl Problem {
    /// Something wrong with the file as a whole.
    pub(super) fn whole(wrong: impl Into<String>, todo: impl Into<String>) -> Self {
        Self {
            line: None,
            path: String::new(),
            wrong: wrong.into(),
            todo: todo.into(),
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
