//! The program left alone, and typed into without a rest: when a draft is kept, when the database
//! is tidied, when it locks itself. Both clocks are moved by hand, and the program is woken when
//! it asked to be.

use crate::stage;
use onsite::domain::training::Extent;
use onsite::domain::values::calendar::Moment;
use onsite::tui::app::App;
use onsite::tui::desk::{Desk, Effect};
use onsite::tui::screens::{Route, Screen};
use onsite::tui::session::{Done, IDLE, REST, Runner, Session, WRITES};
use onsite::tui::terminal::input::Input;
use onsite::tui::terminal::key::Key;
use onsite::tui::terminal::run::Interactive;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

/// What the world is like, as the test has it.
#[derive(Debug, Default)]
struct World {
    uptime: Cell<Duration>,
    /// How far the wall clock is ahead of where it would be.
    wall_ahead: Cell<Duration>,
    locked: Cell<bool>,
    cannot_lock: Cell<bool>,
    /// What was done, and when.
    done: RefCell<Vec<(Duration, Effect)>>,
}

#[derive(Debug)]
struct Caught(Rc<World>);

impl Runner for Caught {
    fn now(&self) -> Moment {
        let since = self.0.uptime.get() + self.0.wall_ahead.get();
        stage::now() + chrono::Duration::from_std(since).unwrap()
    }

    fn uptime(&self) -> Duration {
        self.0.uptime.get()
    }

    fn run(&mut self, desk: &mut Desk, effect: Effect) -> Done {
        let locks = effect == Effect::Lock;
        self.0.done.borrow_mut().push((self.uptime(), effect));
        if !locks {
            return Done::default();
        }
        self.0.locked.set(true);
        desk.survey = None;
        Done {
            routes: Some(vec![Route::Unlock]),
            ..Done::default()
        }
    }

    fn can_lock(&self) -> bool {
        !self.0.locked.get() && !self.0.cannot_lock.get()
    }
}

struct Seat {
    world: Rc<World>,
    session: Session<Caught>,
    wakes: usize,
}

const MS: fn(u64) -> Duration = Duration::from_millis;

impl Seat {
    /// Somebody at a Standard of the half-done visit.
    fn new() -> Self {
        let world = Rc::new(World::default());
        let desk = stage::desk_with(Extent::Half);
        let app = App::new(desk, vec![Route::Home, Route::Standard]);
        let session = Session::new(app, Caught(Rc::clone(&world)));
        Self {
            world,
            session,
            wakes: 0,
        }
    }

    fn input(&mut self, input: Input) {
        self.session.update(input);
        self.session.run_effects();
    }

    fn press(&mut self, names: &str) -> &mut Self {
        for name in names.split_whitespace() {
            self.input(Input::Key(name.parse::<Key>().unwrap()));
        }
        self
    }

    /// Lets time pass, waking the program whenever it asked to be.
    fn pass(&mut self, time: Duration) -> &mut Self {
        let end = self.world.uptime.get() + time;
        loop {
            let now = self.world.uptime.get();
            match self.session.deadline() {
                Some(wait) if now + wait <= end => {
                    self.world.uptime.set(now + wait);
                    self.wakes += 1;
                    self.input(Input::Due);
                }
                _ => break self.world.uptime.set(end),
            }
            assert!(self.wakes < 1_000, "the program never rests");
        }
        self
    }

    /// How often it woke since the last call.
    fn wakes(&mut self) -> usize {
        std::mem::take(&mut self.wakes)
    }

    /// What was done since the last call.
    fn done(&self) -> Vec<(Duration, Effect)> {
        self.world.done.take()
    }

    fn is_locked(&mut self) -> bool {
        matches!(self.session.app().front(), Some(Screen::Unlock(_)))
    }
}

/// The drafts among what was done: when, and how long each was.
fn drafts(done: &[(Duration, Effect)]) -> Vec<(Duration, usize)> {
    let draft = |(at, effect): &(Duration, Effect)| match effect {
        Effect::SaveDraft { text, .. } => Some((*at, text.len())),
        _ => None,
    };
    done.iter().filter_map(draft).collect()
}

#[test]
fn it_locks_itself_after_ten_minutes_and_hides_everything() {
    let mut seat = Seat::new();
    seat.pass(IDLE - MS(1));
    assert!(!seat.is_locked() && seat.done().is_empty());
    assert_eq!(seat.wakes(), 0, "nothing to do until then");
    seat.pass(MS(1));
    assert!(seat.is_locked());
    let done = seat.done();
    let [(_, Effect::RememberPlace(_)), (at, Effect::Lock)] = &done[..] else {
        panic!("{done:?}")
    };
    assert_eq!(*at, IDLE);
    assert_eq!(seat.wakes(), 1);
    seat.pass(10 * IDLE);
    assert!(seat.done().is_empty());
    assert_eq!(seat.wakes(), 0, "locked, it sleeps");
}

#[test]
fn whatever_is_done_puts_the_lock_off() {
    let mut seat = Seat::new();
    for input in ["Down", "Up", "Down", "Up"] {
        seat.pass(IDLE - MS(1)).press(input);
    }
    assert!(!seat.is_locked());
    seat.pass(IDLE);
    assert!(seat.is_locked());
}

#[test]
fn where_nothing_can_be_locked_it_does_not_wake_for_it() {
    let mut seat = Seat::new();
    seat.world.cannot_lock.set(true);
    assert_eq!(seat.session.deadline(), None);
    seat.pass(3 * IDLE);
    assert_eq!((seat.wakes(), seat.done()), (0, Vec::new()));
}

#[test]
fn a_laptop_that_slept_is_locked_before_the_first_key_counts() {
    let mut seat = Seat::new();
    // The lid was closed: the program's clock stood still, the wall clock did not.
    seat.world.wall_ahead.set(IDLE);
    let keys = ["m", "m", "m"].map(|name| Input::Key(name.parse().unwrap()));
    for key in keys {
        seat.session.update(key);
    }
    seat.session.run_effects();
    assert!(seat.is_locked());
    let done = seat.done();
    assert!(
        matches!(
            &done[..],
            [(_, Effect::RememberPlace(_)), (_, Effect::Lock)]
        ),
        "no answer was given: {done:?}"
    );
}

#[test]
fn a_wall_clock_that_is_set_back_locks_nothing_out_of_turn() {
    let mut seat = Seat::new();
    seat.world.wall_ahead.set(IDLE / 2);
    seat.press("Down");
    seat.world.wall_ahead.set(Duration::ZERO);
    seat.pass(IDLE - MS(1));
    assert!(!seat.is_locked());
    seat.pass(MS(1));
    assert!(seat.is_locked());
}

#[test]
fn it_does_not_lock_while_somebody_types_and_keeps_what_was_typed_when_it_does() {
    let mut seat = Seat::new();
    seat.press("t");
    let letters = IDLE.as_secs() * 3 / 2;
    for _ in 0..letters {
        seat.press("x").pass(MS(1_000));
    }
    assert!(!seat.is_locked());
    seat.done();
    seat.press("y").pass(MS(500));
    // A jump of the wall clock, so that the lock comes before the draft was due.
    seat.world.wall_ahead.set(IDLE);
    seat.input(Input::Due);
    assert!(seat.is_locked());
    let done = seat.done();
    let [
        (_, Effect::SaveDraft { text, .. }),
        (_, Effect::RememberPlace(_)),
        (_, Effect::Lock),
    ] = &done[..]
    else {
        panic!("{done:?}")
    };
    assert!(text.ends_with("xy"), "the last letter too");
}

#[test]
fn a_draft_is_kept_within_a_second_of_the_last_key() {
    let mut seat = Seat::new();
    seat.press("t").pass(MS(2_000)).press("a").done();
    seat.press("b");
    let typed_at = seat.world.uptime.get();
    seat.pass(MS(1_000));
    let kept = drafts(&seat.done());
    assert_eq!(kept, [(typed_at + MS(700), 2)]);
    seat.pass(REST);
    assert_eq!(drafts(&seat.done()), [], "once");
}

#[test]
fn typing_that_never_rests_is_kept_within_two_seconds() {
    for gap in [30, 100, 300, 600] {
        let mut seat = Seat::new();
        seat.press("t");
        seat.pass(MS(2_000)).done();
        let mut typed_at = Vec::new();
        let mut kept = Vec::new();
        for _ in 0..60 {
            seat.press("x");
            typed_at.push(seat.world.uptime.get());
            seat.pass(MS(gap));
            kept.extend(drafts(&seat.done()));
        }
        seat.pass(MS(1_000));
        kept.extend(drafts(&seat.done()));
        for (letter, at) in typed_at.iter().enumerate() {
            let safe = kept.iter().find(|(_, length)| *length > letter).unwrap().0;
            assert!(safe - *at <= MS(2_000), "{gap} ms: letter {letter}");
        }
        let busy = typed_at.last().unwrap().as_millis() - 2_000;
        let most = busy as usize / 450 + 3;
        assert!(kept.len() <= most, "{gap} ms: {} writes", kept.len());
    }
}

#[test]
fn the_database_is_tidied_once_when_nobody_is_at_the_keys() {
    let mut seat = Seat::new();
    seat.press("n Esc").pass(REST - MS(1));
    let is_tidy = |(_, effect): &(Duration, Effect)| *effect == Effect::Tidy;
    let before = seat.done();
    assert!(!before.is_empty() && !before.iter().any(is_tidy));
    seat.wakes();
    seat.pass(MS(1));
    let done = seat.done();
    assert!(matches!(&done[..], [(_, Effect::Tidy)]), "{done:?}");
    assert_eq!(seat.wakes(), 1);
    // From here on nothing is written and nothing wakes it until it locks.
    seat.pass(IDLE - REST - MS(1));
    assert_eq!((seat.wakes(), seat.done()), (0, Vec::new()));
}

#[test]
fn whoever_never_rests_has_it_tidied_every_200_writes() {
    let mut seat = Seat::new();
    for _ in 0..225 {
        seat.press("n Esc m");
    }
    let done = seat.done();
    let mut since = 0;
    let mut tidied = 0;
    for (_, effect) in &done {
        since += u32::from(effect.writes());
        if *effect == Effect::Tidy {
            assert!(since >= WRITES - 1, "{since}: not more often than that");
            (since, tidied) = (0, tidied + 1);
        }
        assert!(since <= WRITES, "{since}");
    }
    assert!(tidied >= 1, "{}", done.len());
}

#[test]
fn moving_about_gives_nothing_to_tidy() {
    let mut seat = Seat::new();
    seat.press("Down Tab . Up").pass(IDLE / 2);
    assert_eq!((seat.wakes(), seat.done()), (0, Vec::new()));
}

#[test]
fn a_draft_and_the_tidying_after_it_wake_it_twice_and_no_more() {
    let mut seat = Seat::new();
    seat.press("t").pass(2 * REST);
    seat.done();
    seat.press("a");
    seat.wakes();
    seat.pass(IDLE / 2);
    let done = seat.done();
    let tidied = done.iter().filter(|(_, effect)| *effect == Effect::Tidy);
    assert_eq!(tidied.count(), 1, "{done:?}");
    assert!(seat.wakes() <= 2);
}

#[test]
fn the_time_to_the_lock_is_counted_from_the_last_key() {
    let mut seat = Seat::new();
    seat.pass(IDLE / 2).press("Down");
    assert_eq!(seat.session.deadline(), Some(IDLE));
}

#[test]
fn a_backup_goes_on_by_itself_and_nobody_is_locked_out_meanwhile() {
    let mut seat = Seat::new();
    seat.done();
    seat.session.app().desk.backup.going = Some((0, 10));
    assert_eq!(seat.session.deadline(), Some(Duration::ZERO));
    seat.input(Input::Due);
    seat.world.uptime.set(IDLE + MS(1));
    seat.input(Input::Due);
    let steps: Vec<Effect> = seat.done().into_iter().map(|(_, effect)| effect).collect();
    assert_eq!(steps, [Effect::StepBackup, Effect::StepBackup]);
    assert!(!seat.is_locked());
    seat.session.app().desk.backup.going = None;
    seat.input(Input::Due);
    assert!(seat.is_locked());
}
