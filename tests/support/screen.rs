//! Screens without a terminal: what was drawn, as text and as runs of styles, always the same
//! way. A moved highlight changes no letter, so the styles are part of the picture.
//!
//! `#[path = "support/screen.rs"] mod screen;` in a test.
#![allow(dead_code)]

use std::fmt;

use onsite::tui::terminal::input::Input;
use onsite::tui::terminal::key::Key;
use onsite::tui::terminal::run::Interactive;
use ratatui::backend::{Backend, TestBackend};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;
use ratatui::style::{Color, Modifier};
use ratatui::{Frame, Terminal};

/// What was drawn.
pub struct Shot {
    buffer: Buffer,
    cursor: Option<Position>,
}

/// Draws a view once.
pub fn shoot(width: u16, height: u16, view: impl FnOnce(&mut Frame<'_>)) -> Shot {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a test backend");
    let mut buffer = Buffer::default();
    terminal
        .draw(|frame| {
            view(frame);
            buffer = frame.buffer_mut().clone();
        })
        .expect("a test backend");
    let shown = terminal.backend().cursor_visible();
    let cursor = shown.then(|| {
        terminal
            .backend_mut()
            .get_cursor_position()
            .expect("a test backend")
    });
    Shot { buffer, cursor }
}

impl Shot {
    /// The letters, blanks at the ends of lines left out.
    pub fn text(&self) -> String {
        let area = self.buffer.area;
        let mut text = String::new();
        for y in area.top()..area.bottom() {
            let mut line = String::new();
            let mut x = area.left();
            while x < area.right() {
                let symbol = self.buffer[(x, y)].symbol();
                line.push_str(symbol);
                // Behind a wide character lies a cell that is not drawn.
                x += u16::try_from(onsite::tui::text::width(symbol).max(1)).expect("a narrow cell");
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    /// One line for each run of cells that look other than plain: row, columns, look.
    pub fn styles(&self) -> String {
        let area = self.buffer.area;
        let mut text = String::new();
        for y in area.top()..area.bottom() {
            let looks: Vec<String> = (area.left()..area.right())
                .map(|x| look(&self.buffer[(x, y)]))
                .collect();
            let mut from = 0;
            while from < looks.len() {
                let run = looks[from..]
                    .iter()
                    .take_while(|look| **look == looks[from])
                    .count();
                if !looks[from].is_empty() {
                    text.push_str(&format!(
                        "{y:>2}: {from:>3}-{:<3} {}\n",
                        from + run - 1,
                        looks[from]
                    ));
                }
                from += run;
            }
        }
        text
    }

    /// Where the cursor is, if it is shown: column and row.
    pub fn cursor(&self) -> Option<(u16, u16)> {
        self.cursor.map(|at| (at.x, at.y))
    }
}

impl fmt::Display for Shot {
    /// Text, styles and cursor: what a snapshot keeps.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let cursor = match self.cursor() {
            Some((x, y)) => format!("column {x}, row {y}"),
            None => "hidden".to_owned(),
        };
        write!(
            f,
            "{}--- styles\n{}--- cursor\n{cursor}\n",
            self.text(),
            self.styles()
        )
    }
}

fn look(cell: &Cell) -> String {
    let mut words = Vec::new();
    let names = [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::ITALIC, "italic"),
        (Modifier::UNDERLINED, "underlined"),
        (Modifier::REVERSED, "reversed"),
    ];
    for (modifier, name) in names {
        if cell.modifier.contains(modifier) {
            words.push(name.to_owned());
        }
    }
    if cell.fg != Color::Reset {
        words.push(format!("{:?}", cell.fg));
    }
    if cell.bg != Color::Reset {
        words.push(format!("on {:?}", cell.bg));
    }
    words.join(" ")
}

/// Keys by their names, blanks between: `keys("Down Down Enter t")`.
pub fn keys(names: &str) -> Vec<Key> {
    let key = |name: &str| name.parse().unwrap_or_else(|error| panic!("{error}"));
    names.split_whitespace().map(key).collect()
}

/// The keys that type a text; a line end is Enter.
pub fn typing(text: &str) -> Vec<Key> {
    let key = |c: char| match c {
        '\n' => keys("Enter").remove(0),
        c => Key::char(c),
    };
    text.chars().map(key).collect()
}

/// A whole program without a terminal.
pub struct Harness<P: Interactive> {
    pub program: P,
    pub width: u16,
    pub height: u16,
}

impl<P: Interactive> Harness<P> {
    pub fn new(program: P, width: u16, height: u16) -> Self {
        Harness {
            program,
            width,
            height,
        }
    }

    /// Presses keys by name, each a turn of its own, as somebody does who looks at the screen.
    pub fn keys(&mut self, names: &str) -> &mut Self {
        for key in keys(names) {
            self.input(Input::Key(key));
        }
        self
    }

    /// Types a text.
    pub fn type_text(&mut self, text: &str) -> &mut Self {
        for key in typing(text) {
            self.input(Input::Key(key));
        }
        self
    }

    /// One input and what follows from it: effects and draw.
    pub fn input(&mut self, input: Input) -> &mut Self {
        self.program.update(input);
        self.program.run_effects();
        self.shot();
        self
    }

    /// What is on the screen.
    pub fn shot(&mut self) -> Shot {
        shoot(self.width, self.height, |frame| self.program.view(frame))
    }
}

/// Draws a view at every kind of size from 1 by 1 to 200 by 60: whoever draws outside its place
/// panics.
pub fn sweep(mut view: impl FnMut(&mut Frame<'_>)) {
    let widths = (1..=8)
        .chain([12, 20, 40])
        .chain(58..=62)
        .chain([79, 80, 81, 120, 200]);
    for width in widths {
        for height in (1..=5).chain([8, 12]).chain(16..=20).chain([24, 40, 60]) {
            shoot(width, height, &mut view);
        }
    }
}
