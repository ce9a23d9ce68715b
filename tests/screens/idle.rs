//! What the program does by itself as time goes by: keeps what is typed, tidies once, locks. The
//! clock is the test's.

use crate::stage::desk_with;
use onsite::domain::survey::answers::NoteTarget;
use onsite::domain::training::Extent;
use onsite::domain::values::calendar::Moment;
use onsite::domain::values::secret::Secret;
use onsite::domain::values::text::Text;
use onsite::tui::app::App;
use onsite::tui::desk::{Desk, Effect};
use onsite::tui::screens::{Ask, EffectResult, Reply, Route};
use onsite::tui::session::{Done, IDLE, REST, Runner, Session};
use onsite::tui::terminal::input::Input;
use onsite::tui::terminal::key::Key;
use onsite::tui::terminal::run::Interactive;
use onsite::tui::unsaved::Unsaved;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

/// A world whose clock is moved by hand and that only notes what it is asked to do.
#[derive(Clone)]
struct Noting {
    uptime: Rc<Cell<Duration>>,
    asked: Rc<RefCell<Vec<&'static str>>>,
}

impl Runner for Noting {
    fn now(&self) -> Moment {
        crate::stage::now()
    }

    fn uptime(&self) -> Duration {
        self.uptime.get()
    }

    fn run(&mut self, _desk: &mut Desk, effect: Effect) -> Done {
        self.asked.borrow_mut().push(effect.name());
        Done::default()
    }

    fn can_lock(&self) -> bool {
        true
    }
}

struct Alone {
    session: Session<Noting>,
    world: Noting,
}

impl Alone {
    fn new() -> Self {
        let world = Noting {
            uptime: Rc::default(),
            asked: Rc::default(),
        };
        let app = App::new(desk_with(Extent::Half), vec![Route::Home]);
        let session = Session::new(app, world.clone());
        Self { session, world }
    }

    fn put_in(&mut self, input: Input) {
        self.session.update(input);
        self.session.run_effects();
    }

    fn keys(&mut self, names: &str) {
        for name in names.split_whitespace() {
            self.put_in(Input::Key(name.parse::<Key>().unwrap()));
        }
    }

    fn pass(&self, time: Duration) {
        self.world.uptime.set(self.world.uptime.get() + time);
    }

    /// Sleeps until the program asked to be woken, and wakes it.
    fn wake(&mut self) -> Duration {
        let rest = self.session.deadline().expect("a time to wake");
        self.pass(rest);
        self.put_in(Input::Due);
        rest
    }

    fn asked(&self) -> Vec<&'static str> {
        std::mem::take(&mut *self.world.asked.borrow_mut())
    }
}

#[test]
fn left_alone_it_locks_and_not_before() {
    let mut alone = Alone::new();
    alone.pass(IDLE - Duration::from_secs(1));
    alone.put_in(Input::Due);
    assert_eq!(alone.asked(), [""; 0]);
    alone.pass(Duration::from_secs(1));
    alone.put_in(Input::Due);
    assert_eq!(alone.asked(), ["remember-place", "lock"]);
}

#[test]
fn whoever_works_is_not_locked_out() {
    let mut alone = Alone::new();
    for _ in 0..20 {
        alone.pass(IDLE - Duration::from_secs(1));
        alone.keys("Down");
    }
    assert_eq!(alone.asked(), [""; 0]);
    assert_eq!(
        alone.session.deadline(),
        Some(IDLE),
        "counted from the last key"
    );
}

#[test]
fn after_a_rest_the_database_is_tidied_once() {
    let mut alone = Alone::new();
    alone.keys("1 Enter m");
    assert_eq!(alone.asked(), ["append"]);
    assert_eq!(alone.wake(), REST);
    assert_eq!(alone.asked(), ["tidy"]);
    // Idle from here on: one wake-up is left, the one that locks.
    assert_eq!(alone.wake(), IDLE - REST);
    assert_eq!(alone.asked(), ["remember-place", "lock"]);
}

#[test]
fn moving_about_leaves_nothing_to_tidy() {
    let mut alone = Alone::new();
    alone.keys("1 Down Down Enter Tab Esc");
    alone.asked();
    assert_eq!(alone.session.deadline(), Some(IDLE));
}

#[test]
fn what_is_typed_is_kept_after_a_rest_and_while_the_typing_goes_on() {
    let mut alone = Alone::new();
    alone.keys("1 Enter t a b");
    alone.asked();
    assert!(alone.wake() <= Duration::from_secs(1));
    assert_eq!(alone.asked(), ["save-draft"]);
    // Half a second between keys: the typing never rests.
    let mut kept = 0;
    for _ in 0..8 {
        alone.pass(Duration::from_millis(500));
        alone.keys("x");
        kept += alone
            .asked()
            .iter()
            .filter(|name| **name == "save-draft")
            .count();
    }
    assert!((2..=3).contains(&kept), "{kept} times in four seconds");
}

#[test]
fn nothing_that_was_typed_is_printed_for_a_developer() {
    let words = "velvet harbor 4471902";
    let text = || words.to_owned();
    let target = NoteTarget::Standard(onsite::domain::values::ids::StandardId::new("1.1").unwrap());
    let printed = [
        format!("{:?}", Text::new([1; 16], words)),
        format!("{:?}", Input::Paste(text())),
        format!("{:?}", Ask::Paste(text())),
        format!("{:?}", Ask::Reply(Reply::Typed(text()))),
        format!("{:?}", EffectResult::Recovery(Secret::new(words))),
        format!(
            "{:?}",
            Effect::SaveDraft {
                target: onsite::tui::survey::draft_target(&target),
                text: text(),
            }
        ),
        format!("{:?}", Effect::TakeForm(text())),
        format!(
            "{:?}",
            Effect::Unlock {
                secret: Secret::new(words),
                recovery: false,
            }
        ),
        format!(
            "{:?}",
            Unsaved {
                target: None,
                text: text(),
            }
        ),
    ];
    for line in printed {
        for word in words.split(' ') {
            assert!(!line.contains(word), "{line}");
        }
    }
}
