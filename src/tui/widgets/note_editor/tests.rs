#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use std::time::{Duration, Instant};

use super::*;
use crate::tui::terminal::input::MouseAction;

fn write(editor: &mut NoteEditor, text: &str) {
    for c in text.chars() {
        let key = if c == '\n' {
            Key::plain(Code::Enter)
        } else {
            Key::char(c)
        };
        editor.key(key);
    }
}

fn press(editor: &mut NoteEditor, keys: &str) {
    for name in keys.split(' ') {
        editor.key(name.parse().unwrap());
    }
}

fn drawn(editor: &NoteEditor, width: u16, height: u16) -> (Vec<String>, Option<Position>) {
    let area = Rect::new(0, 0, width, height);
    let mut buf = Buffer::empty(area);
    let cursor = editor.draw(&mut buf, area, Theme::default(), Meaning::Plain, true);
    let line = |y| (0..width).map(|x| buf[(x, y)].symbol()).collect::<String>();
    ((0..height).map(line).collect(), cursor)
}

#[test]
fn enter_is_a_new_line_and_escape_is_not_ours() {
    let mut editor = NoteEditor::default();
    write(&mut editor, "first\nsecond");
    assert_eq!(editor.text(), "first\nsecond");
    assert_eq!(editor.key("Esc".parse().unwrap()), Edit::Foreign);
    assert_eq!(editor.key("F1".parse().unwrap()), Edit::Foreign);
    press(&mut editor, "Up End ! Home Del");
    assert_eq!(editor.text(), "irst!\nsecond");
}

#[test]
fn text_wraps_by_words_and_the_real_cursor_is_where_the_text_goes_on() {
    let mut editor = NoteEditor::default();
    drawn(&editor, 12, 4);
    write(&mut editor, "two people checked");
    let (lines, cursor) = drawn(&editor, 12, 4);
    assert_eq!(lines[0].trim_end(), "two people");
    assert_eq!(lines[1].trim_end(), "checked");
    assert_eq!(cursor, Some(Position::new(7, 1)));
    write(&mut editor, " abc");
    assert_eq!(
        drawn(&editor, 12, 4).1,
        Some(Position::new(11, 1)),
        "behind a full line"
    );
    for (width, height) in [(0, 0), (1, 1), (2, 1), (3, 1)] {
        drawn(&editor, width, height);
    }
}

#[test]
fn undo_takes_back_a_word_and_a_paste_at_once() {
    let mut editor = NoteEditor::new("Seen: ");
    write(&mut editor, "no second");
    editor.insert("one\ntwo").unwrap();
    assert_eq!(editor.command(Command::Undo), Edit::Changed);
    assert_eq!(editor.text(), "Seen: no second");
    editor.command(Command::Undo);
    assert_eq!(editor.text(), "Seen: no");
    editor.command(Command::Redo);
    assert_eq!(editor.text(), "Seen: no second");
    for _ in 0..3 {
        editor.command(Command::Undo);
    }
    assert_eq!(editor.text(), "Seen: ");
    assert_eq!(editor.command(Command::Undo), Edit::Kept);
}

#[test]
fn what_cannot_be_seen_is_not_taken_in() {
    let mut editor = NoteEditor::default();
    assert_eq!(
        editor.insert("a\u{1b}[2J\0b\u{202e}"),
        Ok((Edit::Changed, 3))
    );
    assert_eq!(editor.text(), "a[2Jb");
}

#[test]
fn a_click_puts_the_cursor_there() {
    let mut editor = NoteEditor::new("first\nsecond");
    drawn(&editor, 20, 4);
    let at = |column, row| Mouse {
        action: MouseAction::Press,
        column,
        row,
    };
    assert!(editor.mouse(at(2, 0)));
    write(&mut editor, "X");
    assert_eq!(editor.text(), "fiXrst\nsecond");
    assert!(!editor.mouse(at(2, 4)));
}

#[test]
fn too_much_is_refused_as_a_whole() {
    let mut editor = NoteEditor::new("kept");
    let refused = editor.insert(&"x".repeat(MOST_BYTES)).unwrap_err();
    assert!(refused.to_string().starts_with("Nothing was pasted"));
    assert!(editor.insert(&"\n".repeat(MOST_LINES)).is_err());
    assert_eq!(editor.text(), "kept");
}

#[test]
fn a_megabyte_is_one_step_and_stays_usable() {
    let line = "The second signature was not recorded before the start. ".repeat(18) + "\n";
    let text = line.repeat(1_000_000 / line.len());
    let mut editor = NoteEditor::default();
    drawn(&editor, 60, 8);
    let start = Instant::now();
    editor.insert(&text).unwrap();
    let (_, cursor) = drawn(&editor, 60, 8);
    assert!(cursor.is_some());
    write(&mut editor, "x");
    drawn(&editor, 60, 8);
    // Generous, as tests share the machine: what must not happen is a cost per letter pasted.
    assert!(
        start.elapsed() < Duration::from_secs(2),
        "{:?}",
        start.elapsed()
    );
    editor.command(Command::Undo);
    editor.command(Command::Undo);
    assert!(editor.is_empty());
}
