//! What a frame needs: the symbols of the cells that changed, one cursor move a run of them, one
//! attribute change where the look changes, and the cursor where it is wanted. Each in its
//! shortest form; every frame begins and ends with plain looks, as one that is cut short must not
//! color what another program prints. Written apart from the backend that is measured.

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr as _;

/// The terminal as the frames so far left it.
#[derive(Default)]
pub struct Need {
    shown: Option<Buffer>,
    cursor: Cursor,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct Cursor {
    visible: bool,
    at: Option<Position>,
}

impl Need {
    /// The bytes that the next frame needs.
    pub fn of(&mut self, buffer: &Buffer, cursor: Option<Position>) -> usize {
        let empty = Buffer::empty(buffer.area);
        let shown = self.shown.as_ref().unwrap_or(&empty);
        let mut pen = Pen {
            bytes: 0,
            look: Look::of(&Cell::EMPTY),
            at: self.cursor.at,
        };
        for (x, y, cell) in shown.diff(buffer) {
            pen.put(Position { x, y }, cell);
        }
        pen.change(Look::of(&Cell::EMPTY));
        if let Some(wanted) = cursor {
            pen.go(wanted);
        }
        if cursor.is_some() != self.cursor.visible {
            pen.bytes += "\x1b[?25h".len();
        }
        self.cursor = Cursor {
            visible: cursor.is_some(),
            at: pen.at,
        };
        self.shown = Some(buffer.clone());
        pen.bytes
    }
}

struct Pen {
    bytes: usize,
    look: Look,
    at: Option<Position>,
}

impl Pen {
    fn put(&mut self, here: Position, cell: &Cell) {
        self.go(here);
        self.change(Look::of(cell));
        self.bytes += cell.symbol().len();
        let width = u16::try_from(cell.symbol().width()).unwrap();
        self.at = Some(Position {
            x: here.x + width,
            ..here
        });
    }

    fn go(&mut self, here: Position) {
        let absolute = format!("\x1b[{};{}H", here.y + 1, here.x + 1).len();
        self.bytes += match self.at {
            Some(at) if at == here => 0,
            Some(at) if at.y == here.y && at.x < here.x => {
                absolute.min(format!("\x1b[{}C", here.x - at.x).len())
            }
            _ => absolute,
        };
        self.at = Some(here);
    }

    fn change(&mut self, look: Look) {
        if look != self.look {
            self.bytes += look.all().len().min(look.unlike(self.look).len());
            self.look = look;
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Look {
    colors: [Option<u8>; 2],
    modifier: Modifier,
}

/// Attributes, how they are switched on and how off.
const ATTRIBUTES: [(Modifier, u8, u8); 7] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::CROSSED_OUT, 9, 29),
];

impl Look {
    fn of(cell: &Cell) -> Self {
        Self {
            colors: [ansi(cell.fg), ansi(cell.bg)],
            modifier: cell.modifier,
        }
    }

    /// The sequence that sets all of it.
    fn all(self) -> String {
        let mut codes = String::new();
        for (modifier, on, _) in ATTRIBUTES {
            if self.modifier.contains(modifier) {
                codes += &format!(";{on}");
            }
        }
        for (color, base) in self.colors.into_iter().zip([30, 40]) {
            codes += &color.map_or_else(String::new, |color| format!(";{}", code(color, base)));
        }
        format!("\x1b[{codes}m")
    }

    /// The sequence that changes only what differs.
    fn unlike(self, before: Self) -> String {
        let mut codes = Vec::new();
        for (modifier, _, off) in ATTRIBUTES {
            if (before.modifier - self.modifier).contains(modifier) && !codes.contains(&off) {
                codes.push(off);
            }
        }
        // What ends bold ends faint too.
        let ended = codes.contains(&22);
        for (modifier, on, off) in ATTRIBUTES {
            let stayed = before.modifier.contains(modifier) && !(ended && off == 22);
            if self.modifier.contains(modifier) && !stayed {
                codes.push(on);
            }
        }
        let colors = self.colors.into_iter().zip(before.colors).zip([30, 40]);
        for ((color, _), base) in colors.filter(|((color, before), _)| color != before) {
            codes.push(color.map_or(base + 9, |color| code(color, base)));
        }
        let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
        format!("\x1b[{}m", codes.join(";"))
    }
}

fn code(color: u8, base: u8) -> u8 {
    if color < 8 {
        base + color
    } else {
        base + 60 + color - 8
    }
}

/// The number of an ANSI color; none for the terminal's own.
pub fn ansi(color: Color) -> Option<u8> {
    const NAMED: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    match color {
        Color::Indexed(number) => Some(number),
        named => NAMED
            .iter()
            .position(|known| *known == named)
            .map(|number| u8::try_from(number).unwrap()),
    }
}
