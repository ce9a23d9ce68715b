//! The line of one check: what it is about, where it was looked at, the answer, how often.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::tui::text::{fit, truncate, visible, width};
use crate::tui::theme::{Mark, Meaning, Theme};

/// Columns of a source's label: `R103`.
const SOURCE: usize = 5;
/// Columns of sign and word: `[?] Can't assess`.
const MARK: usize = 16;
/// Columns of a count: `12 of 15`.
const COUNT: usize = 8;
/// At most this much text: the length that packs keep to.
const TEXT: usize = 44;

/// One check in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckLine<'a> {
    /// The check in a few words.
    pub text: &'a str,
    /// Where it was looked at: `R03`; empty for the whole.
    pub source: &'a str,
    /// The answer there.
    pub mark: Mark,
    /// How many of how many were Met so far; `None` before anything is known.
    pub count: Option<(usize, usize)>,
    /// Something more about it: "note missing". Shown in place of the count.
    pub warning: Option<&'a str>,
}

impl CheckLine<'_> {
    /// The line, in so many columns. Narrow lists lose the end of the text first.
    pub fn line(&self, columns: u16, theme: Theme) -> Line<'static> {
        let ellipsis = theme.signs.ellipsis;
        let right = SOURCE + 1 + MARK + 1 + COUNT;
        let text = usize::from(columns)
            .saturating_sub(right + 1)
            .clamp(8, TEXT);
        let mut spans = vec![
            Span::raw(format!("{} ", fit(&visible(self.text), text, ellipsis))),
            Span::styled(
                format!("{} ", fit(&visible(self.source), SOURCE, ellipsis)),
                theme.style(Meaning::Muted),
            ),
            Span::styled(
                fit(&short_mark(self.mark), MARK, ellipsis),
                theme.style(Meaning::Answer(self.mark)),
            ),
        ];
        let (end, style) = match (self.warning, self.count) {
            (Some(warning), _) => (warning.to_owned(), theme.style(Meaning::Warning)),
            (None, Some((met, of))) => (format!("{met} of {of}"), Style::new()),
            (None, None) => (String::new(), Style::new()),
        };
        let used: usize = spans.iter().map(|span| width(&span.content)).sum();
        let room = usize::from(columns).saturating_sub(used + 1);
        spans.push(Span::styled(
            format!(" {}", truncate(&end, room, ellipsis)),
            style,
        ));
        Line::from(spans)
    }
}

/// Sign and word of a mark where there is little room.
fn short_mark(mark: Mark) -> String {
    let word = match mark {
        Mark::CouldNotAssess => "Can't assess",
        other => other.word(),
    };
    format!("{} {word}", mark.sign())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(line: &Line<'_>) -> String {
        line.spans
            .iter()
            .map(|span| span.content.as_ref())
            .collect()
    }

    const CHECK: CheckLine<'_> = CheckLine {
        text: "Two people check dose at the chair, each",
        source: "R03",
        mark: Mark::NotMet,
        count: Some((4, 5)),
        warning: None,
    };

    #[test]
    fn everything_has_its_place_at_eighty_columns() {
        let line = CHECK.line(77, Theme::default());
        assert_eq!(
            text(&line),
            "Two people check dose at the chair, each     R03   [!] Not met      4 of 5"
        );
    }

    #[test]
    fn every_mark_fits_beside_the_longest_text() {
        for mark in Mark::ALL {
            let long = "x".repeat(TEXT);
            let check = CheckLine {
                text: &long,
                mark,
                count: Some((12, 15)),
                ..CHECK
            };
            let shown = text(&check.line(77, Theme::default()));
            assert!(
                shown.contains(&long) && shown.contains("12 of 15"),
                "{shown}"
            );
            assert!(shown.contains(&short_mark(mark)) && width(&shown) <= 77);
        }
    }

    #[test]
    fn little_room_cuts_the_text_and_keeps_the_answer() {
        let shown = text(&CHECK.line(57, Theme::default()));
        assert!(
            shown.contains("[!] Not met") && shown.contains('…'),
            "{shown}"
        );
        assert!(width(&shown) <= 57);
    }

    #[test]
    fn a_warning_stands_where_the_count_was() {
        let check = CheckLine {
            warning: Some("no note"),
            ..CHECK
        };
        let shown = text(&check.line(77, Theme::default()));
        assert!(shown.ends_with("no note") && !shown.contains("4 of 5"));
    }
}
