//! A recorded session holds no text, and played again it does the same: so a bug report with a
//! recording can become a test. Every recording in `tests/recordings` is played here, on the
//! training visit that `onsite demo` opens.

use crate::home::{Home, world};
use onsite::tui::app::App;
use onsite::tui::desk::{Desk, Effect};
use onsite::tui::effects::{Effects, FromSystem};
use onsite::tui::recording::{Line, Recorder};
use onsite::tui::screens::Route;
use onsite::tui::session::Session;
use onsite::tui::terminal::input::Input;
use onsite::tui::terminal::key::Key;
use onsite::tui::terminal::run::Interactive;
use onsite::tui::theme::{Theme, Wishes};
use onsite::workspace::Workspace;
use std::cell::RefCell;
use std::io::{self, Write};
use std::path::Path;
use std::rc::Rc;

/// Where a recording is written in a test.
#[derive(Clone, Default)]
struct Paper(Rc<RefCell<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Paper {
    fn lines(&self) -> Vec<Line> {
        read(&String::from_utf8(self.0.borrow().clone()).unwrap())
    }
}

fn read(recording: &str) -> Vec<Line> {
    let read =
        |line: &str| serde_json::from_str(line).unwrap_or_else(|why| panic!("{line}: {why}"));
    recording.lines().map(read).collect()
}

/// `onsite demo`, recorded from its first screen on.
fn demo(home: &Home) -> (Session<Effects>, Paper) {
    let workspace = Workspace::demo(world(&home.clock, 1)).unwrap();
    let theme = Theme::choose(Wishes::default(), |_| None);
    let mut desk = Desk::new(theme, workspace.now(), Box::new(FromSystem::default()));
    let mut effects = Effects::new(workspace);
    effects.greet(&mut desk).unwrap();
    desk.effects.push(Effect::OpenTraining);
    let mut session = Session::new(App::new(desk, vec![Route::Home]), effects);
    let paper = Paper::default();
    session.record(Recorder::new(Box::new(paper.clone())));
    (session, paper)
}

fn put_in(session: &mut Session<Effects>, input: Input) {
    session.update(input);
    session.run_effects();
}

/// Plays a recording; what was recorded of playing it.
fn played(lines: &[Line]) -> Vec<Line> {
    let home = Home::new();
    let (mut session, paper) = demo(&home);
    for input in lines.iter().filter_map(Line::input) {
        put_in(&mut session, input);
    }
    paper.lines()
}

#[test]
fn a_recorded_session_holds_no_text_and_does_the_same_when_played_again() {
    let home = Home::new();
    let (mut session, paper) = demo(&home);
    let keys = |session: &mut Session<Effects>, names: &str| {
        for name in names.split_whitespace() {
            put_in(session, Input::Key(name.parse::<Key>().unwrap()));
        }
    };
    keys(&mut session, "1 Enter Tab n");
    for letter in "Seen in MRN 4471902".chars() {
        put_in(&mut session, Input::Key(Key::char(letter)));
    }
    put_in(&mut session, Input::Paste("a secret".into()));
    put_in(&mut session, Input::Due);
    keys(&mut session, "Esc . m w Esc Ctrl-Z Esc 8");
    let recorded = paper.lines();
    let written = String::from_utf8(paper.0.borrow().clone()).unwrap();
    for secret in ["Seen", "MRN", "4471902", "secret"] {
        assert!(!written.contains(secret), "{secret}: {written}");
    }
    for wanted in [
        Line::Did("answer-not-met".to_owned()),
        Line::Effect("append".to_owned()),
        Line::Effect("save-draft".to_owned()),
        Line::Typed('0'),
        Line::Pasted(8),
    ] {
        assert!(recorded.contains(&wanted), "{wanted:?}: {written}");
    }
    assert_eq!(played(&recorded), recorded);
}

#[test]
fn every_kept_recording_does_what_it_did() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recordings");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let recorded = read(&std::fs::read_to_string(&path).unwrap());
        assert_eq!(played(&recorded), recorded, "{}", path.display());
        count += 1;
    }
    assert!(count > 0, "no recording was found");
}
