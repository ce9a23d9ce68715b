//! A frame on its way to the terminal: only what changed, in as few bytes as it takes, in one
//! write.
//!
//! ratatui decides which cells changed; this backend turns them into bytes. It writes the sixteen
//! ANSI colours and the text attributes itself, so `NO_COLOR` (under which crossterm 0.29 wipes
//! reverse and bold, and with them the selection) has no say here: what a theme asks for is what
//! is sent. It asks the terminal nothing. A frame equal to the one before sends no byte.

use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};

/// Frames at least this large are wrapped in "begin/end synchronized update", so that a terminal
/// that knows it shows them at once; smaller ones cannot tear.
const WORTH_SYNCHRONIZING: usize = 512;

/// Sends frames to `W`. The size comes from `size`, asked before each frame.
#[derive(Debug)]
pub struct FrameBackend<W: Write> {
    out: W,
    size: fn() -> Size,
    /// The bytes of the frame under way.
    frame: Vec<u8>,
    /// The cursor as the program wants it.
    wanted: Cursor,
    /// The cursor as the terminal has it; `None` where it is after drawing is anybody's guess.
    actual: Option<Cursor>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cursor {
    visible: bool,
    position: Position,
}

/// Colours and attributes of a cell.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Look {
    foreground: Color,
    background: Color,
    modifier: Modifier,
}

impl Look {
    const PLAIN: Look = Look {
        foreground: Color::Reset,
        background: Color::Reset,
        modifier: Modifier::empty(),
    };

    fn of(cell: &Cell) -> Self {
        Look {
            foreground: cell.fg,
            background: cell.bg,
            modifier: cell.modifier,
        }
    }
}

impl<W: Write> FrameBackend<W> {
    /// A backend for a terminal that was just entered: empty, its cursor hidden.
    pub fn new(out: W, size: fn() -> Size) -> Self {
        FrameBackend {
            out,
            size,
            frame: Vec::new(),
            wanted: Cursor {
                visible: false,
                position: Position::ORIGIN,
            },
            actual: None,
        }
    }

    /// Forgets what the terminal shows of the cursor, because somebody else used the terminal.
    pub fn forget(&mut self) {
        self.actual = None;
    }

    /// Brings the cursor to where it is wanted, if it is not there.
    fn settle_cursor(&mut self) {
        let wanted = self.wanted;
        let known = self.actual;
        let moved = known.is_none_or(|actual| actual.position != wanted.position);
        if wanted.visible && moved {
            move_to(&mut self.frame, wanted.position);
        }
        if known.is_none_or(|actual| actual.visible != wanted.visible) {
            let sequence: &[u8] = if wanted.visible {
                b"\x1b[?25h"
            } else {
                b"\x1b[?25l"
            };
            self.frame.extend_from_slice(sequence);
        }
        self.actual = Some(wanted);
    }
}

impl<W: Write> Backend for FrameBackend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut next = None;
        let mut look = Look::PLAIN;
        for (x, y, cell) in content {
            let here = Position { x, y };
            if next != Some(here) {
                move_to(&mut self.frame, here);
            }
            let wanted = Look::of(cell);
            if wanted != look {
                set_look(&mut self.frame, wanted);
                look = wanted;
            }
            self.frame.extend_from_slice(cell.symbol().as_bytes());
            // A wide character moves the cursor further: then the next cell is moved to.
            next = Some(Position { x: x + 1, y });
        }
        if look != Look::PLAIN {
            set_look(&mut self.frame, Look::PLAIN);
        }
        if let (Some(_), Some(actual)) = (next, self.actual.as_mut()) {
            // Not a position the program can want.
            actual.position = Position::new(u16::MAX, u16::MAX);
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.wanted.visible = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.wanted.visible = true;
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.wanted.position)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.wanted.position = position.into();
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        // Only whole screens are drawn here, so only whole screens are cleared.
        self.frame.extend_from_slice(b"\x1b[0m\x1b[2J");
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        Ok((self.size)())
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: (self.size)(),
            pixels: Size::default(),
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        self.settle_cursor();
        let mut frame = std::mem::take(&mut self.frame);
        if frame.is_empty() {
            return Ok(());
        }
        if frame.len() >= WORTH_SYNCHRONIZING {
            frame.splice(0..0, *b"\x1b[?2026h");
            frame.extend_from_slice(b"\x1b[?2026l");
        }
        let sent = self.out.write_all(&frame).and_then(|()| self.out.flush());
        frame.clear();
        self.frame = frame;
        sent
    }
}

fn move_to(frame: &mut Vec<u8>, position: Position) {
    let (row, column) = (u32::from(position.y) + 1, u32::from(position.x) + 1);
    frame.extend_from_slice(format!("\x1b[{row};{column}H").as_bytes());
}

/// One sequence that says all of the look, beginning from nothing.
fn set_look(frame: &mut Vec<u8>, look: Look) {
    let mut codes = String::from("\x1b[");
    let attributes = [
        (Modifier::BOLD, "1"),
        (Modifier::DIM, "2"),
        (Modifier::ITALIC, "3"),
        (Modifier::UNDERLINED, "4"),
        (Modifier::SLOW_BLINK, "5"),
        (Modifier::REVERSED, "7"),
        (Modifier::CROSSED_OUT, "9"),
    ];
    // An empty first number is 0: forget the look before.
    for (attribute, code) in attributes {
        if look.modifier.contains(attribute) {
            codes.push(';');
            codes.push_str(code);
        }
    }
    for (color, base) in [(look.foreground, 30), (look.background, 40)] {
        if let Some(number) = ansi(color) {
            let code = if number < 8 {
                base + number
            } else {
                base + 60 + number - 8
            };
            codes.push_str(&format!(";{code}"));
        }
    }
    codes.push('m');
    frame.extend_from_slice(codes.as_bytes());
}

/// The number of an ANSI colour; themes use no others, and the terminal's own is none.
fn ansi(color: Color) -> Option<u8> {
    let number = match color {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Indexed(number) if number < 16 => number,
        Color::Reset | Color::Indexed(_) | Color::Rgb(..) => return None,
    };
    Some(number)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::cell::RefCell;
    use std::rc::Rc;

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
        assert_eq!(sink.writes(), ["\x1b[2;3HMet\x1b[2;6H\x1b[?25h"]);
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
    fn a_typed_character_costs_few_bytes_and_one_write() {
        let (sink, mut terminal) = terminal();
        put(&mut terminal, "Not", Style::new(), Some((5, 1)));
        sink.writes();
        put(&mut terminal, "Nott", Style::new(), Some((6, 1)));
        let writes = sink.writes();
        assert_eq!(writes.len(), 1);
        assert!(writes.concat().len() <= 100, "{writes:?}");
    }

    #[test]
    fn large_frames_are_synchronized() {
        let (sink, mut terminal) = terminal();
        terminal
            .draw(|frame| {
                for (x, y) in (0..5).flat_map(|y| (0..40).step_by(2).map(move |x| (x, y))) {
                    frame.buffer_mut().set_string(x, y, "-", Style::new().red());
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
}
