#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use proptest::prelude::*;

use super::*;

fn press(field: &mut TextField, keys: &str) {
    for name in keys.split(' ') {
        field.key(name.parse().unwrap());
    }
}

fn drawn(field: &TextField, width: u16) -> (String, Option<Position>) {
    let area = Rect::new(0, 0, width, 1);
    let mut buf = Buffer::empty(area);
    let cursor = field.draw(&mut buf, area, Theme::default(), true);
    ((0..width).map(|x| buf[(x, 0)].symbol()).collect(), cursor)
}

#[test]
fn writing_moving_and_deleting() {
    let mut field = TextField::new("two nurses");
    press(&mut field, "Home Del T End Backspace Left Left x");
    assert_eq!(field.text(), "Two nurxse");
    press(&mut field, "Ctrl-Left X Ctrl-W");
    assert_eq!(field.text(), "Two nurxse");
    press(&mut field, "Ctrl-W");
    assert_eq!(field.text(), "nurxse");
    press(&mut field, "Ctrl-Right y");
    assert_eq!(field.text(), "nurxsey");
    assert_eq!(field.key("F1".parse().unwrap()), Edit::Foreign);
    assert_eq!(field.key("Enter".parse().unwrap()), Edit::Foreign);
}

#[test]
fn one_step_is_one_grapheme() {
    let mut field = TextField::new("ae\u{301}漢");
    press(&mut field, "Backspace Backspace");
    assert_eq!(field.text(), "a");
}

#[test]
fn undo_and_redo_go_step_by_step() {
    let mut field = TextField::new("a");
    press(&mut field, "b c");
    field.insert("def");
    assert_eq!(field.command(Command::Undo), Edit::Changed);
    assert_eq!(field.text(), "abc");
    field.command(Command::Undo);
    assert_eq!(field.text(), "ab");
    field.command(Command::Redo);
    field.command(Command::Redo);
    assert_eq!(field.text(), "abcdef");
    assert_eq!(field.command(Command::Redo), Edit::Kept);
}

#[test]
fn a_paste_becomes_one_line_that_can_be_seen() {
    let mut field = TextField::default();
    assert_eq!(field.insert("one\r\ntwo\u{1b}[2J"), (Edit::Changed, 1));
    assert_eq!(field.text(), "one two[2J");
    let (_, left_out) = field.insert(&"x".repeat(1_000));
    assert_eq!(field.text().chars().count(), LONGEST);
    assert_eq!(left_out, 1_000 - (LONGEST - 10));
}

#[test]
fn the_cursor_is_always_seen() {
    let mut field = TextField::new("0123456789");
    assert_eq!(
        drawn(&field, 5),
        ("6789 ".to_owned(), Some(Position::new(4, 0)))
    );
    press(&mut field, "Left Left");
    assert_eq!(
        drawn(&field, 5),
        ("6789 ".to_owned(), Some(Position::new(2, 0)))
    );
    press(&mut field, "Home");
    assert_eq!(
        drawn(&field, 5),
        ("01234".to_owned(), Some(Position::new(0, 0)))
    );
    let wide = TextField::new("漢字漢字");
    assert_eq!(drawn(&wide, 5).1, Some(Position::new(4, 0)));
    drawn(&wide, 1);
    drawn(&wide, 0);
}

#[test]
fn a_passphrase_is_not_drawn_and_leaves_no_steps() {
    let mut field = TextField::hidden();
    press(&mut field, "s e c r e t");
    field.insert(" words");
    assert_eq!(drawn(&field, 20).0.trim_end(), "•".repeat(12));
    assert!(!format!("{field:?}").contains("secret"), "nor logged");
    assert_eq!(field.command(Command::Undo), Edit::Kept);
    assert_eq!(field.text(), "secret words");
    press(&mut field, "Ctrl-W");
    assert_eq!(field.text(), "", "a word is not given away");
}

#[test]
fn a_code_is_drawn_and_leaves_no_steps() {
    let mut field = TextField::secret();
    press(&mut field, "K 7");
    field.insert("QF-ACDE");
    assert_eq!(drawn(&field, 20).0.trim_end(), "K7QF-ACDE");
    assert!(!format!("{field:?}").contains("ACDE"), "nor logged");
    assert_eq!(field.command(Command::Undo), Edit::Kept);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_keys_break_a_field(
        text in any::<String>(),
        keys in proptest::collection::vec(prop_oneof![
            Just("Left"), Just("Right"), Just("Home"), Just("End"), Just("Backspace"), Just("Del"),
            Just("Ctrl-Left"), Just("Ctrl-Right"), Just("Ctrl-W"), Just("a"), Just("é"), Just("\u{301}"), Just("漢"),
        ], 0..30),
        columns in 0u16..12,
    ) {
        let mut field = TextField::new(&text);
        for name in keys {
            field.key(name.parse().unwrap());
            drawn(&field, columns);
        }
        let steps = field.undo.len();
        for _ in 0..steps {
            field.command(Command::Undo);
        }
        let fresh = TextField::new(&text);
        prop_assert_eq!(field.text(), fresh.text());
    }
}

#[test]
fn without_the_cursor_the_beginning_is_seen() {
    let field = TextField::new("physician-owned, outpatient");
    assert!(drawn(&field, 12).0.contains("patient"));
    let area = Rect::new(0, 0, 12, 1);
    let mut buf = Buffer::empty(area);
    field.draw(&mut buf, area, Theme::default(), false);
    let line: String = (0..12).map(|x| buf[(x, 0)].symbol()).collect();
    assert_eq!(line, "physician-ow");
}
