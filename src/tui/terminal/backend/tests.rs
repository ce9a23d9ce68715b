//! What is sent, byte for byte, and that a terminal shows it as it was meant.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use std::cell::RefCell;
use std::rc::Rc;

use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::style::Style;

use super::*;

#[derive(Clone, Default)]
struct Sink(Rc<RefCell<Vec<Vec<u8>>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().push(bytes.to_vec());
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Sink {
    /// The writes since the last call, as text.
    fn writes(&self) -> Vec<String> {
        let writes = self.0.borrow_mut().drain(..).collect::<Vec<_>>();
        writes
            .iter()
            .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
            .collect()
    }
}

fn terminal() -> (Sink, Terminal<FrameBackend<Sink>>) {
    let sink = Sink::default();
    let backend = FrameBackend::new(sink.clone(), || Size::new(40, 5));
    (sink, Terminal::new(backend).unwrap())
}

fn put(
    terminal: &mut Terminal<FrameBackend<Sink>>,
    text: &str,
    style: Style,
    cursor: Option<(u16, u16)>,
) {
    terminal
        .draw(|frame| {
            frame.buffer_mut().set_string(2, 1, text, style);
            if let Some(at) = cursor {
                frame.set_cursor_position(at);
            }
        })
        .unwrap();
}

#[test]
fn the_same_frame_again_sends_nothing() {
    let (sink, mut terminal) = terminal();
    put(&mut terminal, "Met", Style::new(), Some((5, 1)));
    assert_eq!(sink.writes(), ["\x1b[2;3HMet\x1b[?25h"]);
    put(&mut terminal, "Met", Style::new(), Some((5, 1)));
    put(&mut terminal, "Met", Style::new(), Some((5, 1)));
    assert_eq!(sink.writes(), Vec::<String>::new());
    put(&mut terminal, "Met", Style::new(), None);
    assert_eq!(sink.writes(), ["\x1b[?25l"]);
}

#[test]
fn a_look_is_said_once_and_taken_back() {
    let (sink, mut terminal) = terminal();
    let look = Style::new().fg(Color::LightBlue).bold().reversed();
    put(&mut terminal, "Met", look, None);
    assert_eq!(sink.writes(), ["\x1b[2;3H\x1b[;1;7;94mMet\x1b[m\x1b[?25l"]);
}

#[test]
fn a_character_typed_at_the_cursor_is_one_byte() {
    let (sink, mut terminal) = terminal();
    put(&mut terminal, "Not", Style::new(), Some((5, 1)));
    sink.writes();
    put(&mut terminal, "Not m", Style::new(), Some((7, 1)));
    assert_eq!(sink.writes(), ["\x1b[1Cm"]);
    put(&mut terminal, "Not me", Style::new(), Some((8, 1)));
    assert_eq!(sink.writes(), ["e"]);
    put(&mut terminal, "Not m", Style::new(), Some((7, 1)));
    assert_eq!(sink.writes(), ["\x1b[2;8H \x1b[2;8H"]);
}

#[test]
fn where_the_cursor_is_is_guessed_never() {
    let (sink, mut terminal) = terminal();
    put(&mut terminal, "漢", Style::new(), Some((4, 1)));
    sink.writes();
    put(&mut terminal, "漢a", Style::new(), Some((5, 1)));
    assert_eq!(sink.writes(), ["a"], "it was moved to where it is");
    put(&mut terminal, "漢a漢", Style::new(), Some((7, 1)));
    assert_eq!(sink.writes(), ["漢\x1b[2;8H"]);
    // Another program had the terminal.
    terminal.backend_mut().forget();
    put(&mut terminal, "漢a漢b", Style::new(), Some((8, 1)));
    assert_eq!(sink.writes(), ["\x1b[2;8Hb\x1b[?25h"]);
    // The last column: where a terminal leaves its cursor is its own affair.
    put(&mut terminal, &"x".repeat(38), Style::new(), None);
    sink.writes();
    put(&mut terminal, &"x".repeat(37), Style::new(), Some((39, 1)));
    assert_eq!(sink.writes(), ["\x1b[2;40H \x1b[2;40H\x1b[?25h"]);
}

#[test]
fn large_frames_are_synchronized() {
    let (sink, mut terminal) = terminal();
    terminal
        .draw(|frame| {
            for (x, y) in (0..5).flat_map(|y| (0..40).map(move |x| (x, y))) {
                frame.buffer_mut().set_string(
                    x,
                    y,
                    "-",
                    [Style::new().red(), Style::new()][usize::from(x % 2)],
                );
            }
        })
        .unwrap();
    let all = sink.writes().concat();
    assert!(all.starts_with("\x1b[?2026h") && all.ends_with("\x1b[?2026l"));
}

#[test]
fn wide_characters_are_followed_by_a_move() {
    let (sink, mut terminal) = terminal();
    put(&mut terminal, "漢a", Style::new(), None);
    assert_eq!(sink.writes(), ["\x1b[2;3H漢\x1b[2;5Ha\x1b[?25l"]);
}

#[test]
fn what_stays_is_passed_over() {
    let (sink, mut terminal) = terminal();
    put(&mut terminal, "Met      of 12 charts", Style::new(), None);
    sink.writes();
    put(&mut terminal, "Not      of 15 charts", Style::new(), None);
    assert_eq!(sink.writes(), ["\x1b[2;3HNo\x1b[11C5"]);
}

#[test]
fn many_blanks_are_one_sequence() {
    let (sink, mut terminal) = terminal();
    put(&mut terminal, "abcdefghijklmnopqrstuvw", Style::new(), None);
    sink.writes();
    put(&mut terminal, "abc            pqrs", Style::new(), None);
    assert_eq!(sink.writes(), ["\x1b[2;6H\x1b[12X\x1b[16C    "]);
    put(&mut terminal, "abcd", Style::new(), None);
    assert_eq!(sink.writes(), ["\x1b[2;6Hd\x1b[11C    "]);
}

/// What a cell may hold, and whether it is marked.
fn any_cell() -> impl Strategy<Value = (&'static str, bool)> {
    let symbol = prop::sample::select(vec![
        " ", " ", " ", " ", "a", "b", "x", "\u{2500}", "\u{b7}", "漢",
    ]);
    (symbol, prop::bool::weighted(0.1))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Frame after frame, a terminal shows what was drawn, whatever was there before.
    #[test]
    fn a_terminal_shows_what_was_drawn(
        frames in prop::collection::vec(prop::collection::vec(any_cell(), 5 * 40), 1..4),
        // Both would test what a terminal makes of half a wide character, which is its own affair.
        marks in any::<bool>(),
        runs in prop::collection::vec((0_usize..5, 0_usize..40, 0_usize..40), 0..4),
        cursors in prop::collection::vec(prop::option::of((0_u16..40, 0_u16..5)), 4),
    ) {
        let (sink, mut terminal) = terminal();
        let size = |side| std::num::NonZeroU16::new(side).unwrap();
        let mut shown = vt100::Parser::new(size(5), size(40), 0);
        for (mut cells, cursor) in frames.into_iter().zip(cursors) {
            for (row, from, length) in &runs {
                for cell in cells[row * 40..][..40].iter_mut().skip(*from).take(*length) {
                    *cell = (" ", false);
                }
            }
            let mut wanted = None;
            let drawn = terminal.draw(|frame| {
                for (y, row) in (0..).zip(cells.chunks(40)) {
                    let mut x = 0;
                    for (symbol, reversed) in row {
                        let symbol = if *symbol == "漢" && (x >= 39 || marks) { "w" } else { symbol };
                        let style = if *reversed && marks { Style::new().reversed() } else { Style::new() };
                        // A wide character takes the place of the one after it.
                        if x < 40 {
                            (x, _) = frame.buffer_mut().set_stringn(x, y, symbol, 2, style);
                        }
                    }
                }
                wanted = Some(frame.buffer_mut().clone());
                if let Some(cursor) = cursor {
                    frame.set_cursor_position(cursor);
                }
            });
            prop_assert!(drawn.is_ok());
            for write in sink.writes() {
                shown.process(write.as_bytes());
            }
            prop_assert_eq!(shown.screen().hide_cursor(), cursor.is_none());
            if let Some((x, y)) = cursor {
                prop_assert_eq!(shown.screen().cursor_position(), (y, x));
            }
            let wanted = wanted.unwrap();
            for (x, y) in (0..5).flat_map(|y| (0..40).map(move |x| (x, y))) {
                let there = shown.screen().cell(y, x).unwrap();
                if there.is_wide_continuation() {
                    continue;
                }
                let meant = &wanted[(x, y)];
                let contents = if there.has_contents() { there.contents() } else { " " };
                prop_assert_eq!(contents, meant.symbol(), "column {}, row {}", x, y);
                prop_assert_eq!(there.inverse(), meant.modifier.contains(Modifier::REVERSED));
            }
        }
    }
}
