//! How help, palette and boxes look, and a Standard in every theme, at the two sizes that count;
//! that no size breaks any of them, and that few bytes go to the terminal.

use std::cell::RefCell;
use std::io::Write;
use std::rc::Rc;

use crate::desk;
use crate::screen::{keys, shoot, sweep};
use onsite::tui::app::App;
use onsite::tui::commands::help::Help;
use onsite::tui::commands::palette::Palette;
use onsite::tui::commands::table::Context;
use onsite::tui::terminal::backend::FrameBackend;
use onsite::tui::terminal::key::Key;
use onsite::tui::theme::{ASCII, Colors, DRAWN, Meaning, Theme};
use onsite::tui::widgets::choice::{Choice, Item};
use onsite::tui::widgets::form::{Field, Form};
use onsite::tui::widgets::note_editor::NoteEditor;
use onsite::tui::widgets::warning::Watch;
use onsite::tui::widgets::{below, popup};
use ratatui::Frame;
use ratatui::layout::{Rect, Size};

const STACK: [Context; 5] = [
    Context::Anywhere,
    Context::Visit,
    Context::Lists,
    Context::Walk,
    Context::Standard,
];

fn theme(colors: Colors) -> Theme {
    Theme {
        colors,
        signs: DRAWN,
    }
}

const PLAIN: Theme = Theme {
    colors: Colors::Monochrome,
    signs: ASCII,
};

/// The program on a Standard of the training visit, at a record.
fn standard(theme: Theme) -> App {
    let mut app = desk::app(theme);
    desk::press(&mut app, "1 Enter Tab");
    app
}

/// Takes the bytes that would go to the terminal.
#[derive(Clone, Default)]
struct Wire(Rc<RefCell<Vec<u8>>>);

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn few_bytes_go_to_the_terminal() {
    let wire = Wire::default();
    let backend = FrameBackend::new(wire.clone(), || Size::new(120, 40));
    let mut terminal = ratatui::Terminal::new(backend).unwrap();
    let mut app = standard(Theme::default());
    let mut bytes = |app: &App| {
        terminal.draw(|frame| app.view(frame)).unwrap();
        wire.0.borrow_mut().drain(..).count()
    };
    let screen = bytes(&app);
    let nothing = bytes(&app);
    desk::press(&mut app, "Down");
    let moved = bytes(&app);
    desk::press(&mut app, "t");
    bytes(&app);
    desk::press(&mut app, "S");
    let typed = bytes(&app);
    println!("screen {screen}, nothing {nothing}, moved {moved}, typed {typed} bytes");
    assert!(screen <= 12_000, "a screen: {screen}");
    assert_eq!(nothing, 0, "the same again");
    assert!(moved <= 1_500, "a move: {moved}");
    assert!(typed <= 100, "a character: {typed}");
}

#[test]
fn a_screen_in_every_theme_at_both_sizes() {
    for (name, theme) in [
        ("colour", theme(Colors::Ansi)),
        ("monochrome", theme(Colors::Monochrome)),
        ("high_contrast", theme(Colors::HighContrast)),
        ("ascii", PLAIN),
    ] {
        let app = standard(theme);
        for (width, height) in [(80, 24), (120, 40)] {
            let shot = shoot(width, height, |frame| app.view(frame));
            insta::assert_snapshot!(
                format!("standard_{name}_{width}x{height}"),
                shot.to_string()
            );
        }
    }
}

#[test]
fn plain_terminals_get_plain_ascii() {
    let mut help = Help::new(&STACK);
    help.key(keys("PgDn")[0]);
    let shots = [
        shoot(80, 24, |frame| standard(PLAIN).view(frame)),
        shoot(80, 24, |frame| {
            help.draw(frame.buffer_mut(), Rect::new(0, 0, 80, 24), PLAIN);
        }),
        shoot(80, 24, |frame| {
            Palette::new(&STACK).draw(frame.buffer_mut(), Rect::new(0, 0, 80, 24), PLAIN);
        }),
    ];
    for shot in shots {
        assert!(shot.text().is_ascii(), "{}", shot.text());
    }
}

#[test]
fn help_and_palette() {
    let theme = Theme::default();
    let help = Help::new(&STACK);
    let shot = shoot(80, 24, |frame| {
        let area = frame.area();
        help.draw(frame.buffer_mut(), area, theme);
    });
    insta::assert_snapshot!("help_80x24", shot.to_string());
    let mut palette = Palette::new(&STACK);
    for key in crate::screen::typing("note") {
        palette.key(key);
    }
    let shot = shoot(80, 24, |frame| {
        let area = frame.area();
        let cursor = palette.draw(frame.buffer_mut(), area, theme);
        frame.set_cursor_position(cursor.expect("letters go to the palette"));
    });
    insta::assert_snapshot!("palette_80x24", shot.to_string());
}

/// A form, a choice and a note, each in a box.
fn boxes(frame: &mut Frame<'_>, theme: Theme) {
    let area = frame.area();
    let name = Field::text("Your name", "Ana Sample").with_help("As it stands in the report.");
    let mut form = Form::new([
        ("name", name),
        ("passphrase", Field::hidden("Passphrase")),
        (
            "credential",
            Field::one("Credential", ["RN", "PharmD", "MD"], 1),
        ),
        ("training", Field::tick("Training visit", true)),
    ]);
    form.paste(" TRAINING");
    let short = |key, _: &Field| match key {
        "passphrase" => Some("Write at least 12 characters.".to_owned()),
        _ => None,
    };
    form.show_problems(short);
    let reasons = [
        "No such record in the sample",
        "Did not arise",
        "Another reason (write it)",
    ];
    let choice = Choice::new(reasons.into_iter().map(Item::plain).collect()).with_selected(1);
    let note = NoteEditor::new("In 1 of 5 charts (R03) a second signature was not recorded.");
    let buf = frame.buffer_mut();
    let third = area.height / 3;
    let place = |index: u16| Rect {
        height: third,
        ..below(area, index * third)
    };
    let inside = popup::frame(buf, place(0), theme, "About you");
    let cursor = form.draw(buf, inside, theme, &Watch::on(chrono::NaiveDate::MIN));
    let inside = popup::frame(buf, place(1), theme, "Why could it not be assessed?");
    choice.draw(buf, inside, theme);
    let inside = popup::frame(buf, place(2), theme, "Note: goes in the report");
    note.draw(buf, inside, theme, Meaning::ReportNote, false);
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
}

#[test]
fn form_choice_and_note() {
    let shot = shoot(80, 24, |frame| boxes(frame, Theme::default()));
    insta::assert_snapshot!("boxes_80x24", shot.to_string());
}

#[test]
fn no_size_breaks_a_screen() {
    let theme = Theme::default();
    let app = standard(theme);
    sweep(|frame| app.view(frame));
    sweep(|frame| boxes(frame, theme));
    let mut help = Help::new(&STACK);
    help.key(keys("End")[0]);
    let mut palette = Palette::new(&STACK);
    palette.key(Key::char('m'));
    sweep(|frame| {
        let area = frame.area();
        help.draw(frame.buffer_mut(), area, theme);
        palette.draw(frame.buffer_mut(), area, theme);
    });
}

#[test]
fn a_screen_that_is_too_small_says_so() {
    let app = standard(Theme::default());
    let shot = shoot(59, 18, |frame| app.view(frame));
    assert!(shot.text().starts_with("Please enlarge the window"));
    let shot = shoot(1, 1, |frame| app.view(frame));
    assert_eq!(shot.text(), "P\n");
}
