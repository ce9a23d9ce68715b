//! How a form looks: label and value in a line, and under the field with the focus its choices
//! by number, or what is wrong or helps.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::domain::privacy::identifiers::Kind;
use crate::tui::text::{truncate, visible, width, wrap};
use crate::tui::theme::{Meaning, Theme};

use super::super::warning::{self, Watch};
use super::super::{below, put, right_of, row};
use super::{Field, Form, Value};

/// Columns for labels, where there is room beside them.
const LABEL: u16 = 26;
/// Columns that remarks are moved in.
const INDENT: u16 = 4;
/// Lines that a remark takes at most.
const MOST_LINES: usize = 4;
/// Choices beyond this have no number.
const NUMBERED: usize = 9;

/// A line under a field, and how it is meant.
type Remark = (String, Meaning);

impl<K> Form<K> {
    /// Draws the fields that fit, always with the one that has the focus. Where the cursor goes.
    /// Where something that is written seems to identify somebody, its field says so.
    pub fn draw(
        &self,
        buf: &mut Buffer,
        area: Rect,
        theme: Theme,
        watch: &Watch<'_>,
    ) -> Option<Position> {
        self.zones.clear();
        let all = self.fields.iter().enumerate();
        let shown: Vec<(usize, &Field, Vec<Remark>)> = all
            .filter(|(_, (_, field))| field.shown)
            .map(|(index, (_, field))| {
                let under = remarks(field, index == self.focus, area.width, watch);
                (index, field, under)
            })
            .collect();
        let height = |from: usize, until: usize| -> usize {
            let within = shown.iter().filter(|(at, ..)| (from..until).contains(at));
            within.map(|(_, _, under)| 1 + under.len()).sum()
        };
        let room = usize::from(area.height);
        let mut first = self.first.get().min(self.focus);
        while first < self.focus && height(first, self.focus + 1) > room {
            first += 1;
        }
        self.first.set(first);
        let mut rest = area.intersection(buf.area);
        let mut cursor = None;
        for (index, field, under) in shown.iter().filter(|(at, ..)| *at >= first) {
            if rest.is_empty() {
                break;
            }
            let focused = *index == self.focus;
            let line = Rect { height: 1, ..rest };
            self.zones.add(line, *index);
            cursor = cursor.or(draw_field(buf, line, theme, field, focused));
            rest = below(rest, 1);
            for (text, meaning) in under {
                put(buf, right_of(rest, INDENT), text, theme.style(*meaning));
                rest = below(rest, 1);
            }
        }
        let muted = theme.style(Meaning::Muted);
        let edge = |at: u16| Rect {
            x: area.right().saturating_sub(1),
            width: 1.min(area.width),
            ..row(area, at)
        };
        if height(0, first) > 0 {
            put(buf, edge(0), theme.signs.more_above, muted);
        }
        if height(first, self.fields.len()) > room {
            let last = edge(area.height.saturating_sub(1));
            put(buf, last, theme.signs.more_below, muted);
        }
        cursor
    }
}

/// Label and value in one line.
fn draw_field(
    buf: &mut Buffer,
    line: Rect,
    theme: Theme,
    field: &Field,
    focused: bool,
) -> Option<Position> {
    let mark = if focused { ">" } else { " " };
    put(buf, line, mark, theme.style(Meaning::Plain));
    let label = Rect {
        width: LABEL.min(line.width / 2),
        ..right_of(line, 2)
    };
    let meaning = if focused {
        Meaning::Title
    } else {
        Meaning::Plain
    };
    let text = truncate(&field.label, usize::from(label.width), theme.signs.ellipsis);
    put(buf, label, &text, theme.style(meaning));
    let value = right_of(line, 2 + label.width + 1);
    let value = Rect {
        width: value.width.saturating_sub(1),
        ..value
    };
    let (text, meaning) = match &field.value {
        Value::Text(text) => {
            let cursor = text.draw(buf, value, theme, focused);
            if text.is_empty() && !focused {
                let blank = "_".repeat(usize::from(value.width.min(12)));
                put(buf, value, &blank, theme.style(Meaning::Muted));
            }
            return cursor;
        }
        Value::One { .. } => {
            let room = usize::from(value.width).saturating_sub(4);
            let text = truncate(field.as_text(), room, theme.signs.ellipsis);
            (format!("< {text} >"), Meaning::Field)
        }
        Value::Tick(true) => ("[x] yes".to_owned(), Meaning::Field),
        Value::Tick(false) => ("[ ] no".to_owned(), Meaning::Field),
    };
    let meaning = if focused { meaning } else { Meaning::Plain };
    put(buf, value, &visible(&text), theme.style(meaning));
    // A screen reader follows the cursor, so it stands on what can be changed.
    (focused && !value.is_empty()).then(|| Position::new(value.x, value.y))
}

/// The lines under a field: what is wrong with it, or its choices and what helps to fill it in.
fn remarks(field: &Field, focused: bool, columns: u16, watch: &Watch<'_>) -> Vec<Remark> {
    let room = usize::from(columns.saturating_sub(INDENT + 1));
    let wrapped = |text: &str, meaning: Meaning| -> Vec<Remark> {
        wrap(text, room)
            .take(MOST_LINES)
            .map(|line| (line.to_owned(), meaning))
            .collect()
    };
    let mut lines = Vec::new();
    if focused && field.numbered {
        let choices = choices(field, room).into_iter();
        lines.extend(choices.map(|line| (line, Meaning::KeyName)));
    }
    if let Some(problem) = &field.problem {
        lines.extend(wrapped(&format!("! {problem}"), Meaning::Error));
    } else if let Some(kind) = identifier(field, watch) {
        lines.extend(warning::lines(kind, room));
    } else if focused && !field.help.is_empty() {
        lines.extend(wrapped(&field.help, Meaning::Muted));
    }
    lines
}

/// What in a field seems to identify somebody.
fn identifier(field: &Field, watch: &Watch<'_>) -> Option<Kind> {
    match &field.value {
        Value::Text(text) => watch.found(text.text(), field.typed),
        Value::One { .. } | Value::Tick(_) => None,
    }
}

/// The choices with their numbers, as many in a line as fit, none broken.
fn choices(field: &Field, room: usize) -> Vec<String> {
    let Value::One { options, .. } = &field.value else {
        return Vec::new();
    };
    let mut lines: Vec<String> = Vec::new();
    for (index, option) in options.iter().enumerate() {
        let option = visible(option);
        let piece = if index < NUMBERED {
            format!("{} {option}", index + 1)
        } else {
            option.into_owned()
        };
        match lines.last_mut() {
            Some(line) if width(line) + 3 + width(&piece) <= room => {
                line.push_str("   ");
                line.push_str(&piece);
            }
            _ => lines.push(piece),
        }
    }
    lines
}
