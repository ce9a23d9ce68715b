//! A frame on its way to the terminal: only what changed, in as few bytes as it takes, in one
//! write.
//!
//! ratatui decides which cells changed; this backend turns them into bytes. It writes the sixteen
//! ANSI colors and the text attributes itself, so `NO_COLOR` (under which crossterm 0.29 wipes
//! reverse and bold, and with them the selection) has no say here: what a theme asks for is what
//! is sent. It asks the terminal nothing. A frame equal to the one before sends no byte.
//!
//! # Why not the stock backend
//!
//! `CrosstermBackend` over a buffered writer, with colors forced on, was tried on the same frames
//! (120 by 40; `tests/bench/run bytes` counts them again). It shows them rightly, under `NO_COLOR`
//! too, and holds the limits of a move, a letter and a screen. It misses the one that a slow line
//! over ssh sets: at most 1.2 times the bytes that the changed cells need (one cursor move a run,
//! one attribute change where it changes). It says every color in its long form and every
//! attribute by itself, and of every frame, changed or not, four resets and where the cursor is,
//! flushing after each.
//!
//! | | needed | this backend | stock |
//! |---|---|---|---|
//! | 48 moves over all Standards | 13,402 B | 0.93x | 1.18x |
//! | 18 moves over checks | 3,144 B | 0.86x | 1.24x |
//! | 42 letters of a note | 244 B | 1.11x | 5.91x |
//! | 16 whole screens | 51,601 B | 0.93x | 1.30x |
//! | the worst single frame | | 1.12x | 8.25x |
//! | the same frame again | 0 B | 0 B | up to 33 B |
//! | writes a frame | | 1 | 2, with a cursor 3 |

use std::io::{self, Write};

use crossterm::cursor::{Hide, MoveRight, MoveTo, Show};
use crossterm::style::ResetColor;
use crossterm::terminal::{self, Clear};
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
    /// Where the program wants the cursor.
    wanted_at: Position,
    /// Whether the program wants it to be seen.
    wanted_visible: bool,
    /// Where the terminal's cursor is, if that is certain.
    at: Option<Position>,
    /// Whether the terminal shows its cursor, if that is known.
    visible: Option<bool>,
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
            wanted_at: Position::ORIGIN,
            wanted_visible: false,
            at: None,
            visible: None,
        }
    }

    /// Forgets what the terminal shows of the cursor, because somebody else used the terminal.
    pub fn forget(&mut self) {
        self.at = None;
        self.visible = None;
    }

    /// Brings the cursor to where it is wanted, if it is not there.
    fn settle_cursor(&mut self) {
        if self.wanted_visible && self.at != Some(self.wanted_at) {
            let mut pen = Pen::new(&mut self.frame, self.at);
            pen.go(self.wanted_at);
            self.at = pen.end();
        }
        if self.visible != Some(self.wanted_visible) {
            match self.wanted_visible {
                true => say(&mut self.frame, Show),
                false => say(&mut self.frame, Hide),
            }
            self.visible = Some(self.wanted_visible);
        }
    }
}

impl<W: Write> Backend for FrameBackend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut pen = Pen::new(&mut self.frame, self.at);
        for (x, y, cell) in content {
            pen.put(Position { x, y }, Look::of(cell), cell.symbol());
        }
        self.at = pen.end();
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.wanted_visible = false;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.wanted_visible = true;
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.wanted_at)
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.wanted_at = position.into();
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        // Only whole screens are drawn here, so only whole screens are cleared.
        say(&mut self.frame, ResetColor);
        say(&mut self.frame, Clear(terminal::ClearType::All));
        // The terminal may have changed its size, and may have moved its cursor with that.
        self.at = None;
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
    /// A pen on a terminal whose cursor is `at` for certain, or anywhere.
    fn new(frame: &'a mut Vec<u8>, at: Option<Position>) -> Self {
        Self {
            frame,
            look: Look::PLAIN,
            at,
            certain: at.is_some(),
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
                say(self.frame, MoveRight(here.x - at.x));
            }
            _ => {
                say(self.frame, MoveTo(here.x, here.y));
                self.certain = true;
            }
        }
        self.at = Some(here);
    }

    /// Where the cursor is now, if that is certain.
    fn end(mut self) -> Option<Position> {
        self.write_blanks(false);
        if self.look != Look::PLAIN {
            set_look(self.frame, Look::PLAIN);
        }
        self.at.filter(|_| self.certain)
    }
}

/// Adds one of crossterm's sequences to the frame.
fn say(frame: &mut Vec<u8>, sequence: impl std::fmt::Display) {
    frame.extend_from_slice(sequence.to_string().as_bytes());
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
