//! How the pieces of screens look: text and styles, at the two sizes that count, in every theme;
//! and that no size breaks any of them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[path = "support/screen.rs"]
mod screen;

use std::cell::RefCell;
use std::io::Write;
use std::rc::Rc;

use onsite::tui::commands::help::Help;
use onsite::tui::commands::keymap;
use onsite::tui::commands::palette::Palette;
use onsite::tui::commands::table::{Command, Context};
use onsite::tui::terminal::backend::FrameBackend;
use onsite::tui::terminal::key::Key;
use onsite::tui::theme::{ASCII, Colors, DRAWN, Mark, Meaning, Theme};
use onsite::tui::widgets::checklist::CheckLine;
use onsite::tui::widgets::choice::{Choice, Item};
use onsite::tui::widgets::footer::{self, FooterState};
use onsite::tui::widgets::form::{Field, Form};
use onsite::tui::widgets::list::{self, ListState};
use onsite::tui::widgets::note_editor::NoteEditor;
use onsite::tui::widgets::reader::{self, Block, ReaderState};
use onsite::tui::widgets::status::{self, Header, Message};
use onsite::tui::widgets::tabs::{self, Tab, TabsState};
use onsite::tui::widgets::{below, popup, row, rule, too_small};
use ratatui::Frame;
use ratatui::layout::{Rect, Size};
use screen::{keys, shoot, sweep};

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

/// A screen made of nearly all pieces, as the screen of a Standard will be.
fn standard(frame: &mut Frame<'_>, theme: Theme) {
    standard_with(frame, theme, 2, "");
}

/// The same with a row selected and a note written.
fn standard_with(frame: &mut Frame<'_>, theme: Theme, selected: usize, note: &str) {
    let area = frame.area();
    let buf = frame.buffer_mut();
    if too_small::is_too_small(area) {
        too_small::draw(buf, area);
        return;
    }
    let header = Header {
        place: &["Lakeside Oncology", "Main St", "day 1"],
        training: true,
        saved: "Saved 09:42",
    };
    status::header(buf, row(area, 0), theme, &header);
    let tab = |name: &str, detail: &str| Tab {
        name: name.to_owned(),
        detail: detail.to_owned(),
    };
    let all = [
        tab("Policy", "met"),
        tab("Records", "5 seen, 4 met"),
        tab("People", "2 of 2"),
        tab("Watch", "1 of 2"),
    ];
    tabs::draw(buf, row(area, 1), theme, &TabsState::default(), &all, 1);
    rule(buf, row(area, 2), theme);
    let checks = [
        (
            "Two people check dose at the chair",
            "R03",
            Mark::NotMet,
            Some((4, 5)),
            None,
        ),
        (
            "Patient confirms plan and two identifiers",
            "R03",
            Mark::Met,
            Some((5, 5)),
            None,
        ),
        (
            "Pump rate checked where a pump is used",
            "R03",
            Mark::ToDo,
            Some((2, 4)),
            None,
        ),
        (
            "Vesicant given with a working line",
            "R03",
            Mark::NotApplicable,
            Some((3, 3)),
            None,
        ),
        (
            "Extravasation plan at the chair",
            "",
            Mark::CouldNotAssess,
            None,
            Some("reason?"),
        ),
        (
            "Name shown as <b>hostile\u{202e}</b>",
            "R03",
            Mark::Mixed,
            Some((1, 2)),
            None,
        ),
    ];
    let mut rows = ListState::new(checks.len());
    rows.select(selected);
    let place = Rect {
        height: 6,
        ..below(area, 3)
    };
    list::draw(buf, place, theme, &rows, true, |index, columns| {
        let (text, source, mark, count, warning) = checks[index];
        CheckLine {
            text,
            source,
            mark,
            count,
            warning,
        }
        .line(columns, theme)
    });
    rule(buf, row(area, 9), theme);
    let text = [
        Block::plain(
            "3.12.4  Two competent people independently check drug, dose, volume, route, rate and \
             expiry. Look for: two signatures timed before the start.",
        ),
        Block::new(
            Meaning::ReportNote,
            "Goes in the report: In 1 of 5 charts (R03) a second signature was not recorded.",
        ),
        Block::new(
            Meaning::PrivateNote,
            "Note to self (stays on this laptop): ask RN-A again.",
        ),
    ];
    let rest = below(area, 10);
    let reading = Rect {
        height: rest.height.saturating_sub(3),
        ..rest
    };
    reader::draw(buf, reading, theme, &ReaderState::default(), &text);
    let editor = Rect {
        height: 2,
        ..below(area, area.height - 4)
    };
    let cursor =
        NoteEditor::new(note).draw(buf, editor, theme, Meaning::ReportNote, !note.is_empty());
    let message = Message {
        text: format!("R03 3.12.4 {} Not met. Ctrl-Z undoes.", theme.signs.arrow),
        meaning: Meaning::Done,
    };
    status::message(buf, row(area, area.height - 2), theme, &message);
    let hints = keymap::hints(
        &STACK,
        &[
            Command::AnswerMet,
            Command::AnswerNotMet,
            Command::AnswerNotApplicable,
            Command::AnswerCouldNotAssess,
            Command::Note,
        ],
    );
    footer::draw(
        buf,
        row(area, area.height - 1),
        theme,
        &FooterState::default(),
        &STACK,
        &hints,
    );
    if let Some(cursor) = cursor {
        frame.set_cursor_position(cursor);
    }
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
    let theme = Theme::default();
    let mut bytes = |selected: usize, note: &str| {
        terminal
            .draw(|frame| standard_with(frame, theme, selected, note))
            .unwrap();
        wire.0.borrow_mut().drain(..).count()
    };
    let screen = bytes(2, "Seen");
    let nothing = bytes(2, "Seen");
    let moved = bytes(3, "Seen");
    let typed = bytes(3, "Seen:");
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
        for (width, height) in [(80, 24), (120, 40)] {
            let shot = shoot(width, height, |frame| standard(frame, theme));
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
        shoot(80, 24, |frame| standard(frame, PLAIN)),
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
    for key in screen::typing("note") {
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
    let cursor = form.draw(buf, inside, theme);
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
    sweep(|frame| standard(frame, theme));
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
    let shot = shoot(59, 18, |frame| standard(frame, Theme::default()));
    assert!(shot.text().starts_with("Please enlarge the window"));
    let shot = shoot(1, 1, |frame| standard(frame, Theme::default()));
    assert_eq!(shot.text(), "P\n");
}
