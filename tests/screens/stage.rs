//! The whole program over a made-up visit, without a terminal, a store or a clock: effects are
//! caught for the test to look at, entries count as written.

use crate::screen::Harness;
use chrono::DateTime;
use onsite::domain::journal::ChainHead;
use onsite::domain::journal::chain::ChainWriter;
use onsite::domain::survey::casefile::CaseFile;
use onsite::domain::survey::events::{Entry, Event, PackRef};
use onsite::domain::survey::visit::Visit;
use onsite::domain::training::{self, Extent, Training};
use onsite::domain::values::calendar::Moment;
use onsite::domain::values::ids::{DeviceId, Principal};
use onsite::standards::{Pinned, embedded_pack, embedded_program, sample_packet};
use onsite::tui::app::App;
use onsite::tui::desk::{Desk, Earlier, Effect, Saved};
use onsite::tui::screens::{EffectResult, Route};
use onsite::tui::session::Done;
use onsite::tui::survey::{Supply, Survey};
use onsite::tui::terminal::input::{Focus, Input};
use onsite::tui::terminal::run::Interactive;
use onsite::tui::theme::Theme;
use ratatui::Frame;
use std::cell::LazyCell;
use std::sync::OnceLock;
use std::time::Duration;

/// The time of every test: the second day of the training visit.
pub fn now() -> Moment {
    DateTime::parse_from_rfc3339("2026-11-18T09:42:00-06:00").unwrap()
}

/// Counts instead of guessing.
#[derive(Debug, Default)]
struct Counted(u64);

impl Supply for Counted {
    fn nonce(&mut self) -> [u8; 16] {
        self.0 += 1;
        let mut nonce = [7; 16];
        nonce[..8].copy_from_slice(&self.0.to_be_bytes());
        nonce
    }

    fn id(&mut self) -> String {
        self.0 += 1;
        format!("made-{}", self.0)
    }
}

fn pack() -> Pinned {
    embedded_pack("qcp-2016").unwrap()
}

fn made(extent: Extent) -> &'static Training {
    static HALF: OnceLock<Training> = OnceLock::new();
    static FINISHED: OnceLock<Training> = OnceLock::new();
    let slot = if extent == Extent::Half {
        &HALF
    } else {
        &FINISHED
    };
    slot.get_or_init(|| {
        let (bytes, packet) = sample_packet().unwrap();
        let pinned = pack();
        let pack_ref = PackRef {
            id: pinned.pack.id.clone(),
            sha256: pinned.digest,
        };
        let start = DateTime::parse_from_rfc3339("2026-11-17T08:30:00-06:00").unwrap();
        let device = DeviceId::new("laptop-a").unwrap();
        let bytes = std::str::from_utf8(bytes).unwrap();
        training::make(
            &packet,
            bytes,
            &pinned.pack,
            pack_ref,
            device,
            start,
            extent,
        )
        .unwrap()
    })
}

/// The training visit, opened.
pub fn survey(extent: Extent) -> Survey {
    survey_until(extent, |_| true)
}

/// The training visit as far as the entries that are wanted go.
pub fn survey_until(extent: Extent, wanted: impl Fn(&Entry) -> bool) -> Survey {
    let made = made(extent);
    let taken: Vec<&(Entry, Vec<u8>)> =
        made.entries.iter().take_while(|(e, _)| wanted(e)).collect();
    let entries: Vec<Entry> = taken.iter().map(|(entry, _)| entry.clone()).collect();
    let pinned = pack();
    let case = made.case.id.clone();
    let file = CaseFile::open(case.clone(), &entries, made.texts.clone(), &mut |_| {
        Some(pinned.pack.clone())
    });
    let mut head = ChainHead::empty(DeviceId::new("laptop-a").unwrap());
    for (_, line) in &taken {
        head.advance(line);
    }
    let actor = Principal::new(training::PRINCIPAL).unwrap();
    let pen = ChainWriter::new(case, actor, head, taken.len() as u64);
    Survey::new(file.unwrap(), &entries, pen)
}

/// A desk with nothing on it, at the time of every test.
pub fn desk() -> Desk {
    let mut desk = Desk::new(Theme::default(), now(), Box::new(Counted::default()));
    desk.packs = LazyCell::new(|| vec![pack().pack, embedded_pack("qcp-2024").unwrap().pack]);
    desk.program = LazyCell::new(|| embedded_program().ok());
    desk
}

/// A desk where something of an earlier vault is left and its database is missing.
pub fn desk_with_earlier() -> Desk {
    let mut desk = desk();
    let lines = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect();
    desk.earlier = Earlier {
        folder: "/home/ann/onsite".to_owned(),
        there: lines(&[
            "vault.json (what your passphrase and your recovery code open)",
            "signing_key (your signing key, encrypted)",
            "2 signed files in /home/ann/Documents/onsite",
        ]),
        missing: lines(&["onsite.db (your visits and answers, encrypted)"]),
    };
    desk
}

/// A desk with the training visit on it.
pub fn desk_with(extent: Extent) -> Desk {
    let mut desk = desk();
    desk.survey = Some(survey(extent));
    desk.saved = Saved::At(now());
    desk
}

/// Seals the visit on the desk, as the workspace does, without a file.
pub fn seal(desk: &mut Desk) {
    let visit = desk.survey.as_ref().unwrap().visit().unwrap().id.clone();
    let made = made(Extent::Finished);
    let mut head = ChainHead::empty(DeviceId::new("laptop-a").unwrap());
    for (_, line) in &made.entries {
        head.advance(line);
    }
    let actor = Principal::new(training::PRINCIPAL).unwrap();
    let case = made.case.id.clone();
    let mut pen = ChainWriter::new(case.clone(), actor.clone(), head, made.entries.len() as u64);
    let event = Event::Sealed {
        visit,
        revision: 1,
        initials: "RV".to_owned(),
        reason: None,
    };
    let (entry, _) = pen.write(event, now(), None).unwrap();
    let entries: Vec<Entry> = made
        .entries
        .iter()
        .map(|(e, _)| e.clone())
        .chain([entry])
        .collect();
    let pinned = pack();
    let file = CaseFile::open(case, &entries, made.texts.clone(), &mut |_| {
        Some(pinned.pack.clone())
    });
    desk.survey = Some(Survey::new(file.unwrap(), &entries, pen));
}

/// The program; what it asked for is kept.
pub struct Stage {
    pub app: App,
    pub effects: Vec<Effect>,
}

impl Stage {
    /// The visit that is worked on.
    pub fn visit(&self) -> &Visit {
        self.app.desk.survey.as_ref().unwrap().visit().unwrap()
    }

    /// What the status line says.
    pub fn said(&self) -> &str {
        self.app.desk.status.as_ref().map_or("", |said| &said.text)
    }

    /// How the effect that was asked for last ended.
    pub fn ended(&mut self, outcome: EffectResult) {
        self.app.absorb(Done {
            result: Some(outcome),
            ..Done::default()
        });
        self.run_effects();
    }

    /// The effects since the last call.
    pub fn asked(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }
}

impl Interactive for Stage {
    type Outcome = ();

    fn update(&mut self, input: Input) {
        self.app.update(input);
    }

    fn run_effects(&mut self) {
        for effect in self.app.desk.take_effects() {
            if !matches!(effect, Effect::Append(_)) {
                self.effects.push(effect);
            }
        }
    }

    fn view(&mut self, frame: &mut Frame<'_>) {
        self.app.view(frame);
    }

    fn deadline(&self) -> Option<Duration> {
        None
    }

    fn focus(&self) -> Focus {
        self.app.focus()
    }

    fn finished(&mut self) -> Option<()> {
        None
    }

    fn save_now(&mut self) {
        self.app.keep();
        self.run_effects();
    }
}

/// A program with these screens, at 80 by 24.
pub fn play(desk: Desk, routes: Vec<Route>) -> Harness<Stage> {
    let stage = Stage {
        app: App::new(desk, routes),
        effects: Vec::new(),
    };
    Harness::new(stage, 80, 24)
}

/// Draws what is there at every kind of size, and prints it once if asked to
/// (`SHOW=1 cargo test … -- --nocapture`).
pub fn look(play: &mut Harness<Stage>) -> String {
    let shown = play.shot().text();
    if std::env::var_os("SHOW").is_some() {
        println!("{}\n{shown}", "=".repeat(80));
    }
    shown
}
