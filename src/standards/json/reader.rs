//! Reading JSON text into a tree, going on after small mistakes.

use super::number::number;
use super::{DEEPEST, MOST_FIELDS, Member, Node, Value};
use crate::standards::problem::{self, Problem};
use std::collections::HashSet;

/// Reads one document. The tree is missing where reading could not go on; it may be there and
/// problems too.
pub(in crate::standards) fn read(text: &str) -> (Option<Node>, Vec<Problem>) {
    let mut reader = Reader {
        rest: text,
        line: 1,
        problems: Vec::new(),
    };
    let node = match reader.document() {
        Ok(node) => Some(node),
        Err(problem) => {
            problem::add(&mut reader.problems, problem);
            None
        }
    };
    (node, reader.problems)
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    problems: Vec<Problem>,
}

type Read<T> = Result<T, Problem>;

impl Reader<'_> {
    fn document(&mut self) -> Read<Node> {
        let node = self.value(0)?;
        self.space();
        if self.rest.is_empty() {
            return Ok(node);
        }
        Err(self.here(
            "something follows after the end of the document",
            "Delete what stands after the last closing bracket.",
        ))
    }

    fn here(&self, wrong: impl Into<String>, todo: impl Into<String>) -> Problem {
        Problem::line(self.line, wrong, todo)
    }

    fn note(&mut self, line: usize, wrong: impl Into<String>, todo: &str) {
        problem::add(&mut self.problems, Problem::line(line, wrong, todo));
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn skip(&mut self, c: char) {
        if c == '\n' {
            self.line += 1;
        }
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default();
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.skip(wanted);
        }
        found
    }

    /// Skips white space; comments too, which are a problem.
    fn space(&mut self) {
        loop {
            match self.peek() {
                Some(c @ (' ' | '\t' | '\r' | '\n')) => self.skip(c),
                Some('/') if self.rest.starts_with("//") || self.rest.starts_with("/*") => {
                    self.comment();
                }
                _ => return,
            }
        }
    }

    fn comment(&mut self) {
        let problem = self.here("a comment; JSON has none", "Delete the comment.");
        problem::add(&mut self.problems, problem);
        let until = if self.rest.starts_with("//") {
            "\n"
        } else {
            "*/"
        };
        let length = self
            .rest
            .find(until)
            .map_or(self.rest.len(), |at| at + until.len());
        let skipped = self.rest.get(..length).unwrap_or_default();
        self.line += skipped.matches('\n').count();
        self.rest = self.rest.get(length..).unwrap_or_default();
    }

    fn value(&mut self, depth: usize) -> Read<Node> {
        self.space();
        let line = self.line;
        let value = match self.peek() {
            Some('{') => self.object(depth)?,
            Some('[') => self.list(depth)?,
            Some('"') => Value::Text(self.text()?),
            Some('-' | '0'..='9') => self.number()?,
            Some(c) if c.is_ascii_alphabetic() => self.word()?,
            None => return Err(self.ends()),
            Some('\'' | '\u{201c}' | '\u{201d}') => {
                return Err(self.here(
                    "a text stands in the wrong quotation marks",
                    "Use straight double quotation marks (\").",
                ));
            }
            Some(c) => {
                return Err(self.here(
                    format!("a value was expected, not {}", shown(c)),
                    "Compare with the lines around it; a bracket or comma may be too many.",
                ));
            }
        };
        Ok(Node { line, value })
    }

    fn ends(&self) -> Problem {
        self.here(
            "the file ends in the middle; it is only partly there",
            "Copy or fetch the file again.",
        )
    }

    fn deeper(&mut self, depth: usize) -> Read<usize> {
        if depth < DEEPEST {
            return Ok(depth + 1);
        }
        Err(self.here(
            format!("more than {DEEPEST} brackets inside one another"),
            "No file of this program nests so deep; fetch the right file.",
        ))
    }

    fn object(&mut self, depth: usize) -> Read<Value> {
        let depth = self.deeper(depth)?;
        self.skip('{');
        let mut members: Vec<Member> = Vec::new();
        let mut keys = HashSet::new();
        while !self.closes('}', !members.is_empty())? {
            let line = self.line;
            if self.peek() != Some('"') {
                return Err(self.here(
                    "a field's name in quotation marks was expected",
                    "Write \"name\": value; put the name in straight double quotation marks.",
                ));
            }
            let key = self.text()?;
            self.space();
            if !self.take(':') {
                return Err(match self.peek() {
                    None => self.ends(),
                    Some(_) => self.here(
                        format!("a colon is missing after \"{}\"", clean(&key)),
                        "Write \"name\": value.",
                    ),
                });
            }
            let node = self.value(depth)?;
            if members.len() >= MOST_FIELDS {
                return Err(self.here(
                    format!("more than {MOST_FIELDS} fields in one place"),
                    "No file of this program has so many; fetch the right file.",
                ));
            }
            if keys.insert(key.clone()) {
                members.push(Member { key, line, node });
            } else {
                self.note(
                    line,
                    format!("field \"{}\" stands twice in the same place", clean(&key)),
                    "Keep one of the two.",
                );
            }
        }
        Ok(Value::Object(members))
    }

    fn list(&mut self, depth: usize) -> Read<Value> {
        let depth = self.deeper(depth)?;
        self.skip('[');
        let mut items = Vec::new();
        while !self.closes(']', !items.is_empty())? {
            items.push(self.value(depth)?);
        }
        Ok(Value::List(items))
    }

    /// Says whether the bracket closes here; between two values it steps over the comma.
    fn closes(&mut self, bracket: char, after_value: bool) -> Read<bool> {
        self.space();
        if self.peek().is_none() {
            return Err(self.ends());
        }
        if self.take(bracket) {
            return Ok(true);
        }
        if !after_value {
            return Ok(false);
        }
        let line = self.line;
        if !self.take(',') {
            if matches!(self.peek(), Some('}' | ']')) {
                return Err(self.here(
                    "a bracket of the other kind closes here",
                    "Mend the brackets.",
                ));
            }
            self.note(
                line,
                "a comma is missing before this",
                "Put a comma between two values.",
            );
            return Ok(false);
        }
        self.space();
        if self.peek().is_none() {
            return Err(self.ends());
        }
        if self.take(bracket) {
            self.note(
                line,
                "a comma stands before the closing bracket",
                "Delete that comma.",
            );
            return Ok(true);
        }
        Ok(false)
    }

    fn word(&mut self) -> Read<Value> {
        let end = self
            .rest
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(self.rest.len());
        let word = self.rest.get(..end).unwrap_or_default();
        let value = match word {
            "null" => Value::Null,
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => {
                let word: String = word.chars().take(20).collect();
                return Err(self.here(
                    format!("{word} stands without quotation marks"),
                    "Only numbers, true, false and null do; put a text in quotation marks.",
                ));
            }
        };
        self.rest = self.rest.get(end..).unwrap_or_default();
        Ok(value)
    }

    fn number(&mut self) -> Read<Value> {
        let end = self
            .rest
            .find(|c: char| !matches!(c, '0'..='9' | '+' | '-' | '.' | 'e' | 'E'))
            .unwrap_or(self.rest.len());
        let digits = self.rest.get(..end).unwrap_or_default();
        let Some(number) = number(digits) else {
            return Err(self.here(
                "a number that cannot be read",
                "Write it as 12 or 12.5; a date or a version needs quotation marks.",
            ));
        };
        self.rest = self.rest.get(end..).unwrap_or_default();
        Ok(Value::Number(number))
    }

    fn text(&mut self) -> Read<String> {
        self.skip('"');
        let begun = self.line;
        let mut text = String::new();
        loop {
            let plain = self
                .rest
                .find(|c: char| c == '"' || c == '\\' || c < ' ')
                .unwrap_or(self.rest.len());
            text.push_str(self.rest.get(..plain).unwrap_or_default());
            self.rest = self.rest.get(plain..).unwrap_or_default();
            match self.peek() {
                Some('"') => {
                    self.skip('"');
                    return Ok(text);
                }
                Some('\\') => self.escape(&mut text)?,
                Some('\n' | '\r') => {
                    return Err(Problem::line(
                        begun,
                        "a text does not end on its line",
                        "Close it with a quotation mark; write a line break inside as \\n.",
                    ));
                }
                Some(c) => {
                    let problem = self.here(
                        "a control character stands in a text",
                        "Delete it; write a tab as \\t.",
                    );
                    problem::add(&mut self.problems, problem);
                    self.skip(c);
                }
                None => return Err(self.ends()),
            }
        }
    }

    fn escape(&mut self, text: &mut String) -> Read<()> {
        self.skip('\\');
        let Some(c) = self.peek() else {
            return Err(self.ends());
        };
        self.skip(c);
        text.push(match c {
            '"' | '\\' | '/' => c,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => self.unicode(),
            _ => {
                let problem = self.here(
                    format!("\\{} means nothing in a text", shown(c)),
                    "Write a backslash as \\\\.",
                );
                problem::add(&mut self.problems, problem);
                c
            }
        });
        Ok(())
    }

    /// The character of `\uXXXX`, which may take two of them; what is no character is a problem.
    fn unicode(&mut self) -> char {
        let found = self.hex().and_then(|first| match first {
            0xd800..=0xdbff => {
                if !self.rest.starts_with("\\u") {
                    return None;
                }
                self.rest = self.rest.get(2..).unwrap_or_default();
                let second = self.hex()?;
                (0xdc00..=0xdfff).contains(&second).then(|| {
                    char::from_u32(0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00))
                })?
            }
            _ => char::from_u32(first),
        });
        found.unwrap_or_else(|| {
            let problem = self.here(
                "\\u without the four hex digits of a character",
                "Type the character itself.",
            );
            problem::add(&mut self.problems, problem);
            char::REPLACEMENT_CHARACTER
        })
    }

    fn hex(&mut self) -> Option<u32> {
        let digits = self.rest.get(..4)?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        self.rest = self.rest.get(4..).unwrap_or_default();
        u32::from_str_radix(digits, 16).ok()
    }
}

/// A character for a message: never one that moves the cursor.
fn shown(c: char) -> String {
    if c.is_control() {
        format!("character {:#x}", u32::from(c))
    } else {
        c.to_string()
    }
}

/// A key for a message: short, and without what moves the cursor.
pub(in crate::standards) fn clean(text: &str) -> String {
    text.chars()
        .take(60)
        .map(|c| if c.is_control() { '?' } else { c })
        .collect()
}

#[cfg(test)]
mod tests;
