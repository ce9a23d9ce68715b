//! Text on its way to the screen: how wide it is, where it is cut, where it wraps, and how what
//! should not be on a screen at all is shown.
//!
//! Widths are ratatui's own, so what is measured here is what is drawn. Stored text is never
//! changed here: [`visible`] is for showing only. The same rules decide what a text field takes
//! in ([`typed`]).

pub mod days;

use std::borrow::Cow;

use ratatui::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;

/// More marks than this on one letter are no writing any more but an attack on the screen.
const MOST_MARKS: usize = 4;

/// The graphemes of a text with their places. The same as `unicode_segmentation` finds, which
/// looks every character up in its tables: a frame is nearly all ASCII, where a character followed
/// by another one is a grapheme.
pub fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let length = match rest.as_bytes() {
            [b'\r', b'\n', ..] => 2,
            [first] if first.is_ascii() => 1,
            [first, second, ..] if first.is_ascii() && second.is_ascii() => 1,
            _ => rest.graphemes(true).next()?.len(),
        };
        let from = at;
        at += length;
        Some((from, rest.get(..length)?))
    })
}

/// Columns a piece of text takes on the screen.
pub fn width(text: &str) -> usize {
    graphemes(text)
        .map(|(_, grapheme)| grapheme_width(grapheme))
        .sum()
}

/// Columns a grapheme takes on the screen.
pub fn grapheme_width(grapheme: &str) -> usize {
    if let [byte] = grapheme.as_bytes() {
        return usize::from(!byte.is_ascii_control());
    }
    // Control characters are never drawn.
    if grapheme.contains(char::is_control) {
        return 0;
    }
    usize::from(grapheme.cell_width())
}

/// The text cut to `columns`, with `mark` (`…` or `...`) in place of what was cut off. Where not
/// even the mark fits, the text is cut bluntly.
pub fn truncate<'a>(text: &'a str, columns: usize, mark: &str) -> Cow<'a, str> {
    if text.len() <= columns && text.is_ascii() || width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let mark_width = width(mark);
    if mark_width > columns {
        return Cow::Borrowed(prefix(text, columns));
    }
    let kept = prefix(text, columns - mark_width).trim_end();
    Cow::Owned(format!("{kept}{mark}"))
}

/// The longest beginning of the text that fits into `columns`.
pub fn prefix(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, grapheme) in graphemes(text) {
        used += grapheme_width(grapheme);
        if used > columns {
            return text.get(..at).unwrap_or_default();
        }
    }
    text
}

/// The text with blanks after it up to `columns`, or cut to them.
pub fn fit(text: &str, columns: usize, mark: &str) -> String {
    let cut = truncate(text, columns, mark);
    let blanks = columns.saturating_sub(width(&cut));
    format!("{cut}{}", " ".repeat(blanks))
}

/// The lines of a text at a width, one after the other, without those that nobody asks for.
///
/// Breaks at blanks; a word wider than the line is broken between graphemes; blanks at a break
/// are left out; line ends in the text are kept. A width of 0 counts as 1.
pub fn wrap(text: &str, columns: usize) -> Wrap<'_> {
    Wrap {
        rest: Some(text),
        in_line: false,
        columns: columns.max(1),
    }
}

/// Iterator of [`wrap`].
#[derive(Clone, Debug)]
pub struct Wrap<'a> {
    rest: Option<&'a str>,
    /// The rest continues a line of the text that was broken already.
    in_line: bool,
    columns: usize,
}

impl<'a> Iterator for Wrap<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let text = self.rest?;
        let (used, next) = self.first_line(text);
        let line = text.get(..used).unwrap_or_default();
        self.rest = next.map(|at| text.get(at..).unwrap_or_default());
        // A line that held only the blanks of a break is no line.
        if self.in_line && line.is_empty() && self.rest.is_none() {
            return None;
        }
        self.in_line = next.is_some_and(|at| {
            let between = text.get(used..at).unwrap_or_default();
            !between.contains('\n')
        });
        Some(line)
    }
}

impl Wrap<'_> {
    /// Bytes of the first line of `text` and where the next one begins.
    fn first_line(&self, text: &str) -> (usize, Option<usize>) {
        let mut used = 0;
        let mut columns = 0;
        // Where the last run of blanks began and where it ended.
        let mut blanks: Option<(usize, usize)> = None;
        for (at, grapheme) in graphemes(text) {
            if matches!(grapheme, "\n" | "\r\n" | "\r") {
                return (trimmed(text, at), Some(at + grapheme.len()));
            }
            let after = at + grapheme.len();
            if grapheme == " " || grapheme == "\t" {
                blanks = match blanks {
                    Some((from, until)) if until == at => Some((from, after)),
                    _ => Some((at, after)),
                };
            }
            columns += if grapheme == "\t" {
                1
            } else {
                grapheme_width(grapheme)
            };
            let overflows = columns > self.columns && at > 0;
            if overflows && (grapheme != " " && grapheme != "\t") {
                return match blanks {
                    // Leading blanks of a line are kept, so they are no place to break.
                    Some((from, until)) if from > 0 => (from, Some(until)),
                    _ => (trimmed(text, at), Some(at)),
                };
            }
            used = after;
        }
        (trimmed(text, used), None)
    }
}

/// The end of the text before `at` without the blanks there.
fn trimmed(text: &str, at: usize) -> usize {
    let line = text.get(..at).unwrap_or_default();
    line.trim_end_matches([' ', '\t']).len()
}

/// Text that is safe to draw in one line: everything a screen would obey or hide is spelt out as
/// `<U+001B>`, and so are line ends.
pub fn visible(text: &str) -> Cow<'_, str> {
    escape(text, false)
}

/// Like [`visible`], but line ends stay and tabs become four blanks.
pub fn visible_block(text: &str) -> Cow<'_, str> {
    escape(text, true)
}

fn escape(text: &str, block: bool) -> Cow<'_, str> {
    if text
        .bytes()
        .all(|byte| (0x20..0x7f).contains(&byte) || (block && byte == b'\n'))
    {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for (_, grapheme) in graphemes(text) {
        match grapheme {
            "\n" | "\r\n" if block => out.push('\n'),
            "\t" if block => out.push_str("    "),
            _ => escape_grapheme(grapheme, &mut out),
        }
    }
    if out == text {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(out)
    }
}

fn escape_grapheme(grapheme: &str, out: &mut String) {
    let mut marks = 0;
    for (index, c) in grapheme.chars().enumerate() {
        let mark = is_mark(c);
        marks += usize::from(mark);
        // A mark with nothing to stand on would stand on whatever was drawn before it.
        let lost = mark && (index == 0 || marks > MOST_MARKS);
        if is_unseen(c) || lost {
            out.push_str(&format!("<U+{:04X}>", u32::from(c)));
        } else {
            out.push(c);
        }
    }
}

/// A character that combines with the one before it.
fn is_mark(c: char) -> bool {
    let mut bytes = [0; 4];
    !c.is_ascii() && !c.is_control() && c.encode_utf8(&mut bytes).cell_width() == 0 && !is_unseen(c)
}

/// Characters that a terminal would obey, or that change what is read without being seen:
/// controls, marks of direction, blanks of no width, tags, line and paragraph separators.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'..='\u{1160}'
                | '\u{17b4}'..='\u{17b5}'
                | '\u{180b}'..='\u{180f}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{3164}'
                | '\u{fe00}'..='\u{fe0f}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}'
                | '\u{1d173}'..='\u{1d17a}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// What a text field takes in of text that was typed or pasted, and how many characters it left
/// out because nobody could see them. Line ends become `\n` or, in one line, blanks; tabs become
/// four blanks, or one.
pub fn typed(text: &str, lines: bool) -> (String, usize) {
    let mut taken = String::with_capacity(text.len());
    let mut left_out = 0;
    let mut marks = 0;
    for (_, grapheme) in graphemes(text) {
        match grapheme {
            "\n" | "\r" | "\r\n" => taken.push(if lines { '\n' } else { ' ' }),
            "\t" => taken.push_str(if lines { "    " } else { " " }),
            _ => {
                for c in grapheme.chars() {
                    marks = if is_mark(c) { marks + 1 } else { 0 };
                    if is_unseen(c) || marks > MOST_MARKS {
                        left_out += 1;
                    } else {
                        taken.push(c);
                    }
                }
            }
        }
    }
    (taken, left_out)
}

#[cfg(test)]
mod tests;
