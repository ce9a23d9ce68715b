//! A toy program for the real loop: a note, a list, a line that says what happened. It stands in
//! for the survey where the terminal itself is tested.
#![allow(dead_code)]

use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

use onsite::tui::terminal::input::{Focus, Input};
use onsite::tui::terminal::key::{Code, Key};
use onsite::tui::terminal::run::{Ended, Interactive, Request, Settings, run};
use onsite::tui::theme::{Meaning, Theme, Wishes};
use onsite::tui::widgets::list::{self, ListState};
use onsite::tui::widgets::note_editor::NoteEditor;
use onsite::tui::widgets::{below, put, row};
use ratatui::Frame;
use ratatui::text::Line;

/// The variable that makes the test binary be the toy; its value is a folder to write to.
pub const ASKED: &str = "ONSITE_TEST_TOY";

/// Exit codes.
pub const FINISHED: u32 = 40;
pub const SIGNALLED: u32 = 41;
pub const GONE: u32 = 42;
pub const PANICKED: u32 = 70;
pub const NO_TERMINAL: u32 = 3;

struct Toy {
    folder: PathBuf,
    theme: Theme,
    note: NoteEditor,
    list: ListState,
    focus: Focus,
    message: String,
    settles: usize,
    size: (u16, u16),
    request: Option<Request>,
    quit: bool,
}

impl Interactive for Toy {
    type Outcome = ();

    fn update(&mut self, input: Input) {
        match input {
            Input::Key(key) if key == Key::plain(Code::Esc) => self.focus = Focus::Commands,
            Input::Key(key) if self.focus == Focus::Note => {
                self.note.key(key);
            }
            Input::Key(key) => self.command(key),
            Input::Paste(text) if self.focus == Focus::Note => {
                self.settles = 0;
                let pasted = self.note.insert(text.as_str());
                self.message = pasted.map_or_else(|error| error.to_string(), |_| String::new());
            }
            Input::Paste(text) => {
                self.message = format!("left out {}", text.as_str().chars().count())
            }
            Input::PasteIgnored(count) => self.message = format!("left out {count}"),
            _ => {}
        }
    }

    fn run_effects(&mut self) {
        self.settles += 1;
    }

    fn view(&mut self, frame: &mut Frame<'_>) {
        let area = frame.area();
        self.size = (area.width, area.height);
        let plain = self.theme.style(Meaning::Plain);
        let focus = if self.focus == Focus::Note {
            "NOTE"
        } else {
            "COMMANDS"
        };
        let state = format!(
            "READY {focus} size {}x{} {}",
            area.width, area.height, self.message
        );
        let text = self.note.text();
        let count = format!("{} bytes settles {}", text.len(), self.settles);
        let buf = frame.buffer_mut();
        put(buf, row(area, 0), &state, plain);
        // Counting settles while idle would make every key change the screen.
        if self.focus == Focus::Note {
            put(buf, row(area, 1), &count, plain);
        }
        let rest = below(area, 2);
        let top = ratatui::layout::Rect {
            height: rest.height.min(3),
            ..rest
        };
        list::draw(buf, top, self.theme, &self.list, true, |index, _| {
            Line::from(format!("row {index}"))
        });
        let focused = self.focus == Focus::Note;
        let cursor = self.note.draw(
            buf,
            below(rest, 3),
            self.theme,
            Meaning::ReportNote,
            focused,
        );
        if let Some(cursor) = cursor {
            frame.set_cursor_position(cursor);
        }
    }

    fn deadline(&self) -> Option<Duration> {
        None
    }

    fn focus(&self) -> Focus {
        self.focus
    }

    fn finished(&mut self) -> Option<()> {
        self.quit.then_some(())
    }

    fn request(&mut self) -> Option<Request> {
        self.request.take()
    }

    fn save_now(&mut self) {
        std::fs::write(self.folder.join("saved"), self.note.text()).expect("the toy can save");
    }
}

impl Toy {
    fn command(&mut self, key: Key) {
        match key.text() {
            Some('q') => self.quit = true,
            Some('t') => self.focus = Focus::Note,
            Some('S') => self.request = Some(Request::Suspend),
            // As slicing inside a character does, the message quotes the text.
            Some('P') => panic!("cannot cut '{}' there", self.note.text()),
            _ => {}
        }
    }
}

/// Becomes the toy if the variable says so; then this never returns.
pub fn run_if_asked() {
    let Some(folder) = std::env::var_os(ASKED).map(PathBuf::from) else {
        return;
    };
    let variable = |name: &str| std::env::var(name).ok();
    let mut toy = Toy {
        theme: Theme::choose(Wishes::default(), variable),
        note: NoteEditor::default(),
        list: ListState::new(10),
        focus: Focus::Commands,
        message: String::new(),
        settles: 0,
        size: (0, 0),
        request: None,
        quit: false,
        folder: folder.clone(),
    };
    let settings = Settings {
        term: variable("TERM"),
        mouse: true,
        crash_note: Some(folder.join("crash.log")),
    };
    let code = match run(&mut toy, settings) {
        Ok(Ended::Finished(())) => FINISHED,
        Ok(Ended::Signalled(_)) => SIGNALLED,
        Ok(Ended::Gone) => GONE,
        Ok(Ended::Panicked) => PANICKED,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{error}");
            NO_TERMINAL
        }
    };
    std::process::exit(i32::try_from(code).expect("a small code"));
}

/// The number after a word on the screen.
pub fn number(screen: &str, word: &str) -> usize {
    let rest = screen
        .split_once(word)
        .map(|(_, rest)| rest)
        .expect("the word is on the screen");
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().expect("a number follows")
}
