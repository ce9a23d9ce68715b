//! A frame on its way to the terminal: only what changed, in as few bytes as it takes, in one
//! write.
//!
//! ratatui decides which cells changed; this backend turns them into bytes. It writes the sixteen
//! ANSI colors and the text attributes itself, so `NO_COLOR` (under which crossterm 0.29 wipes
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
        let mut pen = Pen::new(&mut self.frame);
        let mut drawn = false;
        for (x, y, cell) in content {
            pen.put(Position { x, y }, Look::of(cell), cell.symbol());
            drawn = true;
        }
        pen.end();
        if let (true, Some(actual)) = (drawn, self.actual.as_mut()) {
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

/// Blanks that are worth a sequence that erases.
const WORTH_ERASING: u16 = 10;

/// Writes cells in as few bytes as it takes.
struct Pen<'a> {
    frame: &'a mut Vec<u8>,
    look: Look,
    /// Where the terminal's cursor is, unless that is anybody's guess.
    at: Option<Position>,
    /// Whether it is there for certain: everything since the last move was ASCII. What other
    /// characters take is the terminal's own opinion, so nothing is counted from there.
    certain: bool,
    /// Plain blanks that were put from `at` on but not written yet.
    blanks: u16,
}

impl<'a> Pen<'a> {
    fn new(frame: &'a mut Vec<u8>) -> Self {
        Self {
            frame,
            look: Look::PLAIN,
            at: None,
            certain: false,
            blanks: 0,
        }
    }

    fn put(&mut self, here: Position, look: Look, symbol: &str) {
        let next = self.at.map(|at| Position {
            x: at.x + self.blanks,
            ..at
        });
        let follows = next == Some(here);
        let blank = look == Look::PLAIN && symbol == " ";
        if !(follows && blank) {
            self.write_blanks(follows);
        }
        if !follows {
            self.go(here);
        }
        if look != self.look {
            set_look(self.frame, look);
            self.look = look;
        }
        if blank {
            self.blanks += 1;
            return;
        }
        self.frame.extend_from_slice(symbol.as_bytes());
        self.certain &= symbol.is_ascii();
        // A wide character moves the cursor further: then the next cell is moved to.
        self.at = Some(Position {
            x: here.x + 1,
            ..here
        });
    }

    /// Writes the blanks that wait; `onward` when the next cell follows them.
    fn write_blanks(&mut self, onward: bool) {
        let count = std::mem::take(&mut self.blanks);
        let Some(at) = self.at.filter(|_| count > 0) else {
            return;
        };
        let after = Position {
            x: at.x + count,
            ..at
        };
        if count < WORTH_ERASING || !self.certain {
            self.frame.extend(std::iter::repeat_n(b' ', count.into()));
            self.at = Some(after);
            return;
        }
        // Erasing leaves the cursor where it was.
        let erase = format!("\x1b[{count}X");
        self.frame.extend_from_slice(erase.as_bytes());
        if onward {
            self.go(after);
        }
    }

    fn go(&mut self, here: Position) {
        match self.at {
            Some(at) if at == here => return,
            Some(at) if self.certain && at.y == here.y && at.x < here.x => {
                let forward = match here.x - at.x {
                    1 => "\x1b[C".to_owned(),
                    columns => format!("\x1b[{columns}C"),
                };
                self.frame.extend_from_slice(forward.as_bytes());
            }
            _ => {
                move_to(self.frame, here);
                self.certain = true;
            }
        }
        self.at = Some(here);
    }

    fn end(mut self) {
        self.write_blanks(false);
        if self.look != Look::PLAIN {
            set_look(self.frame, Look::PLAIN);
        }
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

/// The number of an ANSI color; themes use no others, and the terminal's own is none.
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
mod tests;
