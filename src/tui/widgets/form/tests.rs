#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use super::*;
use crate::tui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

fn form() -> Form {
    Form::new(vec![
        Field::text("Your name", "").with_help("As it stands in the report."),
        Field::one("Credential", &["RN", "PharmD", "MD"], 0),
        Field::tick("Training visit", true),
    ])
}

fn drawn(form: &Form, width: u16, height: u16) -> (Vec<String>, Option<Position>) {
    let area = Rect::new(0, 0, width, height);
    let mut buf = Buffer::empty(area);
    let cursor = form.draw(&mut buf, area, Theme::default());
    let line = |y| (0..width).map(|x| buf[(x, y)].symbol()).collect::<String>();
    (
        (0..height).map(|y| line(y).trim_end().to_owned()).collect(),
        cursor,
    )
}

#[test]
fn fields_are_filled_in_one_after_the_other() {
    let mut form = form();
    assert_eq!(form.focus(), Focus::Line);
    assert_eq!(form.key("A".parse().unwrap()), FormEvent::Changed);
    assert_eq!(form.command(Command::Confirm), FormEvent::Kept);
    assert_eq!(form.focus(), Focus::Commands);
    assert_eq!(form.command(Command::Toggle), FormEvent::Changed);
    assert_eq!(form.text(1), "PharmD");
    form.command(Command::NextField);
    form.command(Command::NextField);
    assert_eq!(form.focused(), 2);
    form.command(Command::Toggle);
    assert_eq!(form.fields()[2].chosen(), 0);
    assert_eq!(form.command(Command::Confirm), FormEvent::Finished);
    form.command(Command::PreviousField);
    assert_eq!(form.focused(), 1);
    assert_eq!(form.paste("x"), FormEvent::Foreign);
    assert_eq!(form.text(0), "A");
}

#[test]
fn what_is_wrong_stands_beside_the_field_until_it_is_changed() {
    let mut form = form();
    form.command(Command::NextField);
    let wrong = |_: usize, field: &Field| {
        (field.label == "Your name" && field.as_text().is_empty())
            .then(|| "Write your name.".to_owned())
    };
    assert!(form.show_problems(wrong));
    assert_eq!(form.focused(), 0);
    assert_eq!(
        drawn(&form, 60, 5).0,
        [
            "> Your name",
            "    ! Write your name.",
            "  Credential                 < RN >",
            "  Training visit             [x] yes",
            "",
        ]
    );
    form.key("A".parse().unwrap());
    assert_eq!(drawn(&form, 60, 5).0[1], "    As it stands in the report.");
    assert!(!form.show_problems(wrong));
}

#[test]
fn the_field_with_the_focus_is_always_seen() {
    let fields = (0..20)
        .map(|index| Field::text(&format!("Field {index}"), ""))
        .collect();
    let mut form = Form::new(fields);
    for _ in 0..19 {
        form.command(Command::NextField);
    }
    let (lines, cursor) = drawn(&form, 40, 4);
    assert!(lines[3].starts_with("> Field 19"), "{lines:?}");
    assert_eq!(cursor.map(|at| at.y), Some(3));
    for (width, height) in [(0, 0), (1, 1), (5, 2), (20, 1)] {
        drawn(&form, width, height);
    }
}

#[test]
fn a_press_goes_to_the_field() {
    let mut form = form();
    drawn(&form, 60, 5);
    let press = Mouse {
        action: MouseAction::Press,
        column: 30,
        row: 3,
    };
    assert_eq!(form.mouse(press), FormEvent::Changed);
    assert_eq!((form.focused(), form.fields()[2].chosen()), (2, 0));
}

#[test]
fn a_number_chooses_and_arrows_go_round() {
    let mut form = Form::new(vec![
        Field::one("Kind", &["New IV", "Oral", "Trial"], 0).numbered(),
        Field::text("Place", ""),
    ]);
    assert_eq!(form.key("2".parse().unwrap()), FormEvent::Changed);
    assert_eq!(form.text(0), "Oral");
    assert_eq!(form.key("9".parse().unwrap()), FormEvent::Kept, "no such");
    form.key("Left".parse().unwrap());
    form.key("Left".parse().unwrap());
    assert_eq!(form.text(0), "Trial");
    let (lines, _) = drawn(&form, 60, 5);
    assert_eq!(lines[1], "    1 New IV   2 Oral   3 Trial");
    assert_eq!(drawn(&form, 24, 5).0[1], "    1 New IV   2 Oral");
    form.go_to(7);
    assert_eq!(form.focused(), 1);
}
