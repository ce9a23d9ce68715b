//! Bar 9, counted: what each frame of the real screens takes in bytes and writes, sent by our own
//! backend and by the stock one, beside what its changed cells need.
//!
//! The same frames go to both. Stock means `CrosstermBackend` over a buffered writer, with colors
//! forced on, so that `NO_COLOR` wipes no attribute. What arrives is shown by a terminal of its own
//! and compared cell for cell. Everything is counted, so it is exact.

#[path = "../../support/desk.rs"]
mod desk;
mod need;

use need::Need;
use onsite::tui::app::App;
use onsite::tui::terminal::backend::FrameBackend;
use onsite::tui::theme::{Theme, Wishes};
use ratatui::Terminal;
use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Modifier;
use std::cell::RefCell;
use std::io::{self, Write};
use std::process::Command;
use std::rc::Rc;

const AREA: Rect = Rect::new(0, 0, 120, 40);

/// The most bytes of a frame.
const MOVE: usize = 1_500;
const LETTER: usize = 100;
const SCREEN: usize = 12_000;
/// The most that a frame may take beyond what its changed cells need.
const OVER: f64 = 1.2;

/// Runs the count with colors and, in a process of its own, under `NO_COLOR`.
pub fn measure() {
    count("Bar 9: bytes of frames (120x40)");
    let this = std::env::current_exe().unwrap();
    let ended = Command::new(this)
        .args(["bytes", "monochrome"])
        .env("NO_COLOR", "1")
        .status();
    assert!(ended.unwrap().success());
}

/// One run in this process.
pub fn count(title: &str) {
    crossterm::style::force_color_output(true);
    println!("\n{title}");
    println!(
        "{:<21} {:>7}  {:<32}  {:<32}  limit",
        "", "needed", "ours: bytes, worst frame, writes", "stock"
    );
    let down_up = "Down ".repeat(9) + &"Up ".repeat(9);
    let rows = "Down ".repeat(24) + &"Up ".repeat(24);
    let typed =
        "t h e Space s e c o n d Space c h e c k Space w a s Space n o t Space r e c o r d e d";
    let groups = [
        ("moves, home", "Home", down_up.as_str(), MOVE),
        ("moves, all Standards", "1 Home", rows.as_str(), MOVE),
        (
            "moves, checks",
            "1 Home Down Down Enter Tab",
            down_up.as_str(),
            MOVE,
        ),
        ("letters of a note", "1 Enter Tab t", typed, LETTER),
        ("answers", "1 Enter Tab Home", "m n m m m", SCREEN),
        (
            "whole screens",
            "Home",
            "1 Enter Tab Tab Tab Esc Esc 2 Tab Tab Esc 7 Esc 8 Esc ? Esc",
            SCREEN,
        ),
    ];
    let mut met = true;
    let mut again = (0, 0);
    for (name, way, keys, limit) in groups {
        let group = Group::play(way, keys);
        met &= group.show(name, limit);
        again.0 = group.ours.again.max(again.0);
        again.1 = group.stock.again.max(again.1);
    }
    println!(
        "the same frame again      0 B  {:<32}  {:<32}  0 B",
        format!("at most {} B", again.0),
        format!("at most {} B", again.1)
    );
    met &= again.0 == 0;
    println!(
        "{}",
        if met {
            "met by our own backend"
        } else {
            "NOT MET"
        }
    );
}

/// What was counted of the frames of one group.
#[derive(Default)]
struct Group {
    need: usize,
    ours: Sent,
    stock: Sent,
}

#[derive(Default)]
struct Sent {
    bytes: usize,
    most: usize,
    /// The frame that takes most beyond its need.
    over: f64,
    writes: usize,
    /// Cells that a terminal shows otherwise than they were meant.
    wrong: usize,
    /// The bytes of the last frame, drawn once more.
    again: usize,
}

impl Group {
    /// Goes to a place, then counts one frame a key.
    fn play(way: &str, keys: &str) -> Self {
        let wishes = Wishes {
            ascii: false,
            high_contrast: false,
        };
        let theme = Theme::choose(wishes, |name| match name {
            "LANG" => Some("C.UTF-8".to_owned()),
            name => std::env::var(name).ok(),
        });
        let mut app = desk::app(theme);
        desk::press(&mut app, way);
        let mut group = Self::default();
        let mut ours = Line::new(|out| FrameBackend::new(out, || Size::new(120, 40)));
        let mut stock = Line::new(CrosstermBackend::new);
        let mut need = Need::default();
        ours.draw(&app);
        stock.draw(&app);
        need.of(&picture(&app).0, picture(&app).1);
        for key in keys.split_whitespace() {
            desk::press(&mut app, key);
            let (buffer, cursor) = picture(&app);
            let needed = need.of(&buffer, cursor);
            group.need += needed;
            group.ours.add(ours.draw(&app), needed, ours.wrong(&buffer));
            group
                .stock
                .add(stock.draw(&app), needed, stock.wrong(&buffer));
        }
        group.ours.again = ours.draw(&app).0;
        group.stock.again = stock.draw(&app).0;
        group
    }

    fn show(&self, name: &str, limit: usize) -> bool {
        let told = |sent: &Sent| {
            format!(
                "{:.2}x, {:.2}x and {} B, {}{}",
                sent.bytes as f64 / self.need as f64,
                sent.over,
                sent.most,
                sent.writes,
                match sent.wrong {
                    0 => String::new(),
                    wrong => format!(", {wrong} cells shown wrongly"),
                }
            )
        };
        let (ours, stock) = (&self.ours, &self.stock);
        println!(
            "{name:<21} {:>5} B  {:<32}  {:<32}  {OVER}x, {limit} B, 1",
            self.need,
            told(ours),
            told(stock)
        );
        ours.most <= limit && ours.over <= OVER && ours.writes <= 1 && ours.wrong == 0
    }
}

impl Sent {
    fn add(&mut self, (bytes, writes): (usize, usize), needed: usize, wrong: usize) {
        self.bytes += bytes;
        self.most = self.most.max(bytes);
        self.writes = self.writes.max(writes);
        self.wrong += wrong;
        // Where nothing is needed, whatever is sent is too much.
        let over = match (bytes, needed) {
            (0, 0) => 0.0,
            (bytes, needed) => bytes as f64 / needed as f64,
        };
        self.over = self.over.max(over);
    }
}

/// One frame as ratatui sees it.
fn picture(app: &App) -> (Buffer, Option<Position>) {
    let mut buffer = Buffer::empty(AREA);
    let cursor = app.draw(&mut buffer, AREA);
    (buffer, cursor)
}

/// Holds the bytes of a frame, and counts how often a buffer would have been written out.
#[derive(Clone, Default)]
struct Wire(Rc<RefCell<(Vec<u8>, usize)>>);

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.borrow_mut().1 += 1;
        Ok(())
    }
}

/// A backend, what it sends, and the terminal at the other end.
struct Line<B: Backend> {
    terminal: Terminal<B>,
    wire: Wire,
    screen: vt100::Parser,
}

impl<B: Backend> Line<B>
where
    B::Error: std::fmt::Debug,
{
    fn new(backend: impl FnOnce(Wire) -> B) -> Self {
        let wire = Wire::default();
        let options = ratatui::TerminalOptions {
            viewport: ratatui::Viewport::Fixed(AREA),
        };
        let terminal = Terminal::with_options(backend(wire.clone()), options).unwrap();
        wire.0.take();
        Self {
            terminal,
            wire,
            screen: vt100::Parser::new(40.try_into().unwrap(), 120.try_into().unwrap(), 0),
        }
    }

    /// Draws one frame: how many bytes it took, in how many writes.
    fn draw(&mut self, app: &App) -> (usize, usize) {
        self.terminal.draw(|frame| app.view(frame)).unwrap();
        let (bytes, writes) = self.wire.0.take();
        self.screen.process(&bytes);
        (bytes.len(), writes)
    }

    /// How many cells the terminal shows otherwise than they are in the buffer.
    fn wrong(&self, buffer: &Buffer) -> usize {
        let screen = self.screen.screen();
        let cells = AREA.positions().filter(|at| {
            let (wanted, shown) = (&buffer[*at], screen.cell(at.y, at.x).unwrap());
            let has = |modifier| wanted.modifier.contains(modifier);
            let symbol = match shown.contents() {
                "" => " ",
                symbol => symbol,
            };
            symbol != wanted.symbol()
                || shown.bold() != has(Modifier::BOLD)
                || shown.inverse() != has(Modifier::REVERSED)
                || shown.underline() != has(Modifier::UNDERLINED)
                || shown.dim() != has(Modifier::DIM)
                || shown.fgcolor() != color(wanted.fg)
                || shown.bgcolor() != color(wanted.bg)
        });
        cells.count()
    }
}

fn color(color: ratatui::style::Color) -> vt100::Color {
    match need::ansi(color) {
        Some(number) => vt100::Color::Idx(number),
        None => vt100::Color::Default,
    }
}
