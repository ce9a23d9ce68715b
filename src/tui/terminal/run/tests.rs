#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]
use std::collections::VecDeque;

use ratatui::backend::TestBackend;

use super::*;
use crate::tui::terminal::key::Key;

/// Writes down what the loop does with it.
#[derive(Default)]
struct Recorder {
    log: Vec<String>,
    quit: bool,
    request: Option<Request>,
}

impl Interactive for Recorder {
    type Outcome = &'static str;

    fn update(&mut self, input: Input) {
        if input == Input::Key(Key::char('q')) {
            self.quit = true;
        }
        if input == Input::Key(Key::char('z')) {
            self.request = Some(Request::Suspend);
        }
        self.log.push(format!("update {input:?}"));
    }
    fn run_effects(&mut self) {
        self.log.push("effects".to_owned());
    }
    fn view(&mut self, _: &mut Frame<'_>) {
        self.log.push("view".to_owned());
    }
    fn deadline(&self) -> Option<Duration> {
        None
    }
    fn focus(&self) -> Focus {
        Focus::Commands
    }
    fn finished(&mut self) -> Option<&'static str> {
        self.quit.then_some("done")
    }
    fn request(&mut self) -> Option<Request> {
        self.request.take()
    }
    fn save_now(&mut self) {
        self.log.push("save".to_owned());
    }
}

/// Hands out drains from a script; draws on a test backend, or fails after so many frames.
struct Script {
    drains: VecDeque<Vec<Input>>,
    terminal: ratatui::Terminal<TestBackend>,
    frames_left: usize,
    served: Vec<Request>,
    taken_again: usize,
}

impl Stage for Script {
    fn wait(&mut self, _: Option<Duration>, _: Focus) -> Vec<Input> {
        self.drains
            .pop_front()
            .expect("the script ended before the program")
    }
    fn draw(&mut self, view: &mut dyn FnMut(&mut Frame<'_>)) -> io::Result<()> {
        self.frames_left = self
            .frames_left
            .checked_sub(1)
            .ok_or(io::ErrorKind::BrokenPipe)?;
        self.terminal.draw(|frame| view(frame)).unwrap();
        Ok(())
    }
    fn serve(&mut self, request: Request) -> io::Result<()> {
        self.served.push(request);
        Ok(())
    }
    fn resume(&mut self) -> io::Result<()> {
        self.taken_again += 1;
        Ok(())
    }
}

fn played(drains: Vec<Vec<Input>>, frames: usize) -> (Ended<&'static str>, Vec<String>, Script) {
    let mut program = Recorder::default();
    let mut stage = Script {
        drains: drains.into(),
        terminal: ratatui::Terminal::new(TestBackend::new(20, 3)).unwrap(),
        frames_left: frames,
        served: Vec::new(),
        taken_again: 0,
    };
    let ended = play(&mut program, &mut stage);
    (ended, program.log, stage)
}

fn keys(text: &str) -> Vec<Input> {
    text.chars().map(|c| Input::Key(Key::char(c))).collect()
}

fn count(log: &[String], what: &str) -> usize {
    log.iter().filter(|line| line.as_str() == what).count()
}

#[test]
fn everything_waiting_is_one_run_of_effects_and_one_draw() {
    let (ended, log, _) = played(vec![keys("abcdefg"), keys("q")], 10);
    assert_eq!(ended, Ended::Finished("done"));
    assert_eq!(
        count(&log, "view"),
        2,
        "one at the start, one for the first drain"
    );
    assert_eq!(count(&log, "effects"), 2);
    assert_eq!(
        count(&log, "save"),
        0,
        "a program that is done has saved by itself"
    );
    assert_eq!(log.iter().position(|line| line == "effects"), Some(8));
}

#[test]
fn a_signal_ends_the_loop_after_what_was_typed_before_it() {
    let mut drain = keys("a");
    drain.push(Input::Signal(Signal::Terminate));
    drain.push(Input::Gone);
    let (ended, log, _) = played(vec![drain], 10);
    assert_eq!(ended, Ended::Signalled(Signal::Terminate));
    assert_eq!(&log[log.len() - 2..], ["effects", "save"]);
    assert!(log[1].contains('a'));
}

#[test]
fn a_terminal_that_takes_no_frame_is_gone() {
    let (ended, log, _) = played(vec![keys("a"), keys("b")], 1);
    assert_eq!(ended, Ended::Gone);
    assert_eq!(log.last().map(String::as_str), Some("save"));
    assert!(log.contains(&"update Gone".to_owned()));
}

#[test]
fn a_pause_saves_first_and_comes_back() {
    let drains = vec![
        vec![Input::Signal(Signal::Suspend)],
        vec![Input::Signal(Signal::Continue)],
        keys("z"),
        keys("q"),
    ];
    let (ended, log, stage) = played(drains, 10);
    assert_eq!(ended, Ended::Finished("done"));
    assert_eq!(stage.served, [Request::Suspend, Request::Suspend]);
    assert_eq!(stage.taken_again, 1);
    assert_eq!(count(&log, "save"), 2);
}
