#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use super::*;
use crate::tui::theme::Theme;
use crate::tui::widgets::warning::Watch;
use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Slot {
    Name,
    Credential,
    Training,
    Other(usize),
}

fn form() -> Form<Slot> {
    Form::new([
        line(Slot::Name, "Your name", "As it stands in the report."),
        (
            Slot::Credential,
            Field::one("Credential", ["RN", "PharmD", "MD"], 0),
        ),
        (Slot::Training, Field::tick("Training visit", true)),
    ])
}

fn drawn(form: &Form<Slot>, width: u16, height: u16) -> (Vec<String>, Option<Position>) {
    let area = Rect::new(0, 0, width, height);
    let mut buf = Buffer::empty(area);
    let cursor = form.draw(&mut buf, area, Theme::default(), &Watch::on(NaiveDate::MIN));
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
    assert_eq!(form.text(Slot::Credential), "PharmD");
    form.command(Command::NextField);
    form.command(Command::NextField);
    assert_eq!(form.focused(), Some(Slot::Training));
    form.command(Command::Toggle);
    assert_eq!(form.chosen(Slot::Training), 0);
    assert_eq!(form.command(Command::Confirm), FormEvent::Finished);
    form.command(Command::PreviousField);
    assert_eq!(form.focused(), Some(Slot::Credential));
    assert_eq!(form.paste("x"), FormEvent::Foreign);
    assert_eq!(form.text(Slot::Name), "A");
}

#[test]
fn what_is_wrong_stands_beside_the_field_until_it_is_changed() {
    let mut form = form();
    form.command(Command::NextField);
    let wrong = |slot: Slot, field: &Field| {
        (slot == Slot::Name && field.as_text().is_empty()).then(|| "Write your name.".to_owned())
    };
    assert!(form.show_problems(wrong));
    assert_eq!(form.focused(), Some(Slot::Name));
    assert_eq!(form.problems(), 1);
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
    let field = |index| {
        (
            Slot::Other(index),
            Field::text(&format!("Field {index}"), ""),
        )
    };
    let mut form = Form::new((0..20).map(field));
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
    assert_eq!(
        (form.focused(), form.chosen(Slot::Training)),
        (Some(Slot::Training), 0)
    );
}

#[test]
fn a_number_chooses_and_arrows_go_round() {
    let kind = Field::one("Kind", ["New IV", "Oral", "Trial"], 0).numbered();
    let mut form = Form::new([
        (Slot::Credential, kind),
        (Slot::Name, Field::text("Place", "")),
    ]);
    assert_eq!(form.key("2".parse().unwrap()), FormEvent::Changed);
    assert_eq!(form.text(Slot::Credential), "Oral");
    assert_eq!(form.key("9".parse().unwrap()), FormEvent::Kept, "no such");
    form.key("Left".parse().unwrap());
    form.key("Left".parse().unwrap());
    assert_eq!(form.text(Slot::Credential), "Trial");
    let (lines, _) = drawn(&form, 60, 5);
    assert_eq!(lines[1], "    1 New IV   2 Oral   3 Trial");
    assert_eq!(drawn(&form, 24, 5).0[1], "    1 New IV   2 Oral");
    form.go_to(Slot::Name);
    assert_eq!(form.focused(), Some(Slot::Name));
    form.go_to(Slot::Training);
    assert_eq!(form.focused(), Some(Slot::Name), "no such");
}

#[test]
fn a_field_that_does_not_show_is_passed_over_and_keeps_what_it_holds() {
    let mut form = form();
    form.go_to(Slot::Credential);
    form.key("3".parse().unwrap());
    form.show_where(|_, slot| slot != Slot::Credential);
    assert_eq!(form.focused(), Some(Slot::Name), "the focus moves away");
    assert_eq!(form.text(Slot::Credential), "MD");
    assert!(!form.shows(Slot::Credential));
    form.go_to(Slot::Credential);
    form.command(Command::NextField);
    assert_eq!(form.focused(), Some(Slot::Training));
    assert!(!drawn(&form, 60, 5).0.concat().contains("Credential"));
    let wrong = |slot: Slot, _: &Field| Some(slot).map(|_| "Wrong.".to_owned());
    assert!(form.show_problems(wrong));
    assert_eq!(form.problems(), 2, "not beside what does not show");
    form.show_where(|form, _| form.text(Slot::Name).is_empty());
    assert_eq!(form.fields().count(), 3);
}

#[test]
fn choices_may_be_other_ones_later() {
    let mut form = form();
    form.choose(Slot::Credential, 2);
    form.choose(Slot::Credential, 3);
    assert_eq!(form.text(Slot::Credential), "MD", "no such");
    let field = form.field(Slot::Credential).unwrap();
    field.offer(["RN-A", "RN-B"].map(str::to_owned).to_vec());
    assert_eq!(form.text(Slot::Credential), "RN-A");
    form.choose(Slot::Training, 0);
    assert_eq!(form.chosen(Slot::Training), 0);
}

#[test]
fn choices_stand_for_values() {
    let levels = [3, 5, 8];
    let mut form = form();
    form.pick(Slot::Credential, &levels, &8);
    assert_eq!(form.text(Slot::Credential), "MD");
    assert_eq!(form.picked(Slot::Credential, &levels), Some(&8));
    form.pick(Slot::Credential, &levels, &4);
    assert_eq!(form.picked(Slot::Credential, &levels), Some(&3), "no such");
    form.show_where(|_, slot| slot != Slot::Credential);
    assert_eq!(form.picked(Slot::Credential, &levels), None, "not asked");
}

#[test]
fn pages_find_a_field_wherever_it_is_and_turn_to_what_is_wrong() {
    let other = |index| (Slot::Other(index), Field::text("Other", ""));
    let pages = [
        ("who", form()),
        ("what", Form::new([other(0), other(1)])),
        ("end", Form::new([])),
    ];
    let mut pages = Pages::new("who", pages);
    assert_eq!((pages.front(), pages.place()), ("who", 0));
    assert_eq!(pages.beside(false), "who");
    pages.turn_to(pages.beside(true));
    let shown = pages.form_mut().unwrap();
    assert_eq!(shown.command(Command::NextField), FormEvent::Kept);
    assert_eq!(shown.paste("here"), FormEvent::Changed);
    pages.turn_to("end");
    assert_eq!(pages.beside(true), "end");
    assert_eq!(pages.text(Slot::Other(1)), "here");
    assert_eq!(pages.text(Slot::Credential), "RN");
    let wrong = |slot: Slot, field: &Field| {
        (matches!(slot, Slot::Other(_)) && field.as_text().is_empty()).then(|| "Write it.".into())
    };
    assert_eq!(pages.show_problems(wrong), 1);
    assert_eq!(pages.front(), "what");
    let focused = |pages: &Pages<_, _>| pages.form().and_then(Form::focused);
    assert_eq!(focused(&pages), Some(Slot::Other(0)));
    pages.tell(Slot::Name, "Write your name.".to_owned());
    assert_eq!(pages.front(), "what", "nobody turns the page for it");
    let problems: Vec<usize> = pages.iter().map(|(_, form)| form.problems()).collect();
    assert_eq!(problems, [1, 1, 0]);
    pages.replace("what", Form::new([other(2)]));
    pages.replace("more", Form::new([other(3)]));
    let order: Vec<&str> = pages.iter().map(|(page, _)| page).collect();
    assert_eq!(order, ["who", "what", "end", "more"]);
    assert_eq!(pages.get(Slot::Other(1)).map(Field::as_text), None);
}

#[test]
fn what_is_put_aside_comes_back_and_prints_no_words() {
    let mut form = form();
    form.write(Slot::Name, "Ana Sample");
    form.choose(Slot::Credential, 2);
    form.show_where(|_, slot| slot == Slot::Name);
    let aside = form.contents();
    assert!(!format!("{aside:?} {form:?}").contains("Ana"));
    // As it comes back from the disk.
    let aside = serde_json::to_string(&aside).unwrap();
    let mut aside: super::Contents = serde_json::from_str(&aside).unwrap();
    // Fields have come and gone since, and the choices stand in another order.
    let other = Field::text("Gone since", "").filled();
    let label = "Gone since".to_owned();
    aside.insert(
        0,
        super::Content {
            label,
            filled: other,
        },
    );
    let mut again = self::form();
    again.restore(&aside);
    assert_eq!(again.text(Slot::Name), "Ana Sample");
    assert_eq!(again.text(Slot::Credential), "MD");
}
