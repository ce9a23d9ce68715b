//! The program over the training visit, without a store: effects are collected, not run.
//!
//! `#[path = "support/desk.rs"] mod desk;` in a test.
#![allow(dead_code)]

use chrono::DateTime;
use onsite::domain::journal::ChainHead;
use onsite::domain::journal::chain::ChainWriter;
use onsite::domain::survey::casefile::CaseFile;
use onsite::domain::survey::events::{Entry, PackRef};
use onsite::domain::training::{self, Extent};
use onsite::domain::values::calendar::Moment;
use onsite::domain::values::ids::{DeviceId, Principal};
use onsite::standards;
use onsite::tui::app::App;
use onsite::tui::desk::Desk;
use onsite::tui::screens::Route;
use onsite::tui::survey::{Supply, Survey};
use onsite::tui::terminal::input::Input;
use onsite::tui::terminal::key::Key;
use onsite::tui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Counts up, so that every run is the same.
#[derive(Debug, Default)]
pub struct Counter(u64);

impl Supply for Counter {
    fn nonce(&mut self) -> [u8; 16] {
        self.0 += 1;
        let mut nonce = [0; 16];
        nonce[8..].copy_from_slice(&self.0.to_be_bytes());
        nonce
    }

    fn id(&mut self) -> String {
        self.0 += 1;
        format!("made-{}", self.0)
    }
}

/// The moment at which tests play.
pub fn now() -> Moment {
    DateTime::parse_from_rfc3339("2026-03-03T13:30:00-06:00").expect("a moment")
}

/// The training visit, opened.
pub fn survey(pack: &str, extent: Extent) -> Survey {
    let (bytes, packet) = standards::sample_packet().expect("the sample packet");
    let pinned = standards::embedded_pack(pack).expect("the embedded pack");
    let reference = PackRef {
        id: pinned.pack.id.clone(),
        sha256: pinned.digest,
    };
    let device = DeviceId::new("laptop-1").expect("an id");
    let start = DateTime::parse_from_rfc3339("2026-03-03T08:30:00-06:00").expect("a moment");
    let made = training::make(
        &packet,
        std::str::from_utf8(bytes).expect("UTF-8"),
        &pinned.pack,
        reference,
        device.clone(),
        start,
        extent,
    )
    .expect("the training visit");
    let mut head = ChainHead::empty(device);
    let mut entries: Vec<Entry> = Vec::new();
    for (entry, line) in made.entries {
        head.advance(&line);
        entries.push(entry);
    }
    let clock = made.case.clock;
    let id = made.case.id.clone();
    let pack = pinned.pack;
    let file = CaseFile::open(id.clone(), &entries, made.texts, &mut |_| {
        Some(pack.clone())
    })
    .expect("an opened case");
    let actor = Principal::new(training::PRINCIPAL).expect("an id");
    Survey::new(file, &entries, ChainWriter::new(id, actor, head, clock))
}

/// The program on the home of the half-done training visit.
pub fn app(theme: Theme) -> App {
    let mut desk = Desk::new(theme, now(), Box::new(Counter::default()));
    desk.survey = Some(survey("qcp-2016", Extent::Half));
    App::new(desk, vec![Route::Home, Route::Home])
}

/// Presses keys by their names.
pub fn press(app: &mut App, names: &str) {
    for name in names.split_whitespace() {
        app.update(Input::Key(name.parse::<Key>().expect(name)));
    }
}

/// Types a text, letter by letter.
pub fn write(app: &mut App, text: &str) {
    for letter in text.chars() {
        let name = if letter == ' ' {
            "Space".to_owned()
        } else {
            letter.to_string()
        };
        app.update(Input::Key(name.parse::<Key>().expect("a key")));
    }
}

/// What the program shows, as text.
pub fn text(app: &App, width: u16, height: u16) -> String {
    let area = Rect::new(0, 0, width, height);
    let mut buf = Buffer::empty(area);
    app.draw(&mut buf, area);
    let line = |y| (0..width).map(|x| buf[(x, y)].symbol()).collect::<String>();
    (0..height)
        .map(|y| line(y).trim_end().to_owned() + "\n")
        .collect()
}
