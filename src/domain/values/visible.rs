//! Text that somebody else wrote, made safe to show: what the eye cannot see becomes visible.
//!
//! A bundle, pack or packet may hold terminal escapes, letters that turn the direction of a
//! line, or letters without width. Shown as they are they could hide or forge words, so each
//! becomes its number: `[U+202E]`. Escaping for HTML is the report's task.

use std::borrow::Cow;

/// The text with every unseen letter shown as its number; line ends and tabs stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    shown(text, |c| c != '\n' && c != '\t' && is_unseen(c))
}

/// The same for one line: line ends and tabs are shown as their numbers too.
pub fn visible_line(text: &str) -> Cow<'_, str> {
    shown(text, is_unseen)
}

fn shown(text: &str, mark: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&mark) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if mark(c) {
            out.push_str(&format!("[U+{:04X}]", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Says whether a letter has no shape of its own, or changes the shape or order of others.
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{00AD}' // soft hyphen
            | '\u{034F}' // joiner without shape
            | '\u{061C}' | '\u{200E}' | '\u{200F}' // direction marks
            | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' // fillers that look like nothing
            | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200D}' // no width, joiners
            | '\u{2028}'..='\u{202E}' // line and paragraph ends, embeddings, overrides
            | '\u{2060}'..='\u{206F}' // word joiner, isolates, old format letters
            | '\u{FE00}'..='\u{FE0F}' // choosers of a shape
            | '\u{FEFF}' // byte order mark
            | '\u{FFF9}'..='\u{FFFB}' // annotations
            | '\u{1D173}'..='\u{1D17A}'
            | '\u{E0000}'..='\u{E0FFF}' // tags and more choosers of a shape
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_shown_as_its_number() {
        let cases = [
            ("plain, ü, 名", "plain, ü, 名"),
            ("two\nlines\tand a tab", "two\nlines\tand a tab"),
            ("\u{1b}[2J", "[U+001B][2J"),
            ("a\rb", "a[U+000D]b"),
            ("\u{202e}tem", "[U+202E]tem"),
            ("no\u{200b}width", "no[U+200B]width"),
            ("\u{9b}31m", "[U+009B]31m"),
            ("tag\u{e0041}", "tag[U+E0041]"),
        ];
        for (given, wanted) in cases {
            assert_eq!(visible(given), wanted);
        }
    }

    #[test]
    fn one_line_stays_one_line() {
        assert_eq!(visible_line("a\nb\tc"), "a[U+000A]b[U+0009]c");
    }
}
