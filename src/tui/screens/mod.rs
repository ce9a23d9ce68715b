//! The screens: one file each, with its own state, its commands and its picture.
//!
//! A screen is handed what a person asked for and the shared [`Desk`]; it answers with a [`Next`].
//! Popups are screens that are drawn over the one below and hand it a [`Reply`] when they close.
//! Nothing here reads or writes anything: a screen only puts effects on the desk.

pub mod case;
pub mod listing;
pub mod popups;
pub mod seal;
pub mod start;
pub mod visit;

use crate::domain::pack::Method;
use crate::domain::survey::decide::Act;
use crate::domain::survey::readiness::{Destination, Remaining};
use crate::domain::survey::words::Facts;
use crate::domain::values::ids::CaseId;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::survey::Survey;
use crate::tui::terminal::input::{Focus, Mouse};
use crate::tui::terminal::key::Key;
use crate::tui::theme::Meaning;
use crate::tui::widgets::form::{Form, FormEvent};
use crate::tui::widgets::reader::Block;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::rc::Rc;

/// What a screen is handed.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// A command from a key, the palette or a click in the footer.
    Command(Command),
    /// A key that is no command here: it writes where a text field has the focus, or answers a
    /// list by its number.
    Key(Key),
    /// Pasted text, while a text field has the focus.
    Paste(String),
    /// The mouse within the screen's area.
    Mouse(Mouse),
    /// A popup above closed with this.
    Reply(Reply),
    /// An effect that this screen asked for came to its end.
    EffectEnded(EffectResult),
}

/// What a popup hands to the screen below.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// The nth choice, from 0.
    Chosen(usize),
    /// A text.
    Typed(String),
    /// Closed without an answer.
    Nothing,
}

/// How an effect ended, for the screen that asked for it.
#[derive(Clone, Debug, PartialEq)]
pub enum EffectResult {
    /// It was done.
    Done,
    /// It could not be done; what happened and what to do, in plain words.
    Failed(String),
    /// The vault was made; this is the recovery code.
    Recovery(String),
    /// The recovery code opened the database; a new passphrase is due.
    NeedsPassphrase,
    /// A packet would change these things; the person is asked first.
    Differences(Vec<String>),
}

/// Forms that were left before they were finished: nothing typed is lost by going back.
#[derive(Debug, Default)]
pub struct Parked {
    /// The description of a source.
    pub(super) source: Option<(CaseId, visit::source::draft::Draft)>,
    /// Services, site by site.
    pub(super) services: Option<(CaseId, visit::services_list::Offered)>,
    /// A visit that is being set up.
    pub(super) visit: Option<Box<case::new_visit::NewVisit>>,
}

/// What a screen wants next.
#[derive(Debug)]
pub enum Next {
    /// Stay.
    Stay,
    /// Go back one screen.
    Back,
    /// Close with a reply to the screen below.
    Reply(Reply),
    /// Open a screen above.
    Go(Box<Screen>),
    /// Open a screen in place of this one.
    Swap(Box<Screen>),
    /// Leave the program.
    Quit,
}

impl Next {
    /// Opens a screen above.
    pub fn go(screen: impl Into<Screen>) -> Self {
        Self::Go(Box::new(screen.into()))
    }

    /// Opens a screen in place of this one.
    pub fn swap(screen: impl Into<Screen>) -> Self {
        Self::Swap(Box::new(screen.into()))
    }
}

/// One screen of the program: how it answers, and how it looks.
pub trait View {
    /// Where it is, from the outermost context to the innermost.
    fn contexts(&self, desk: &Desk) -> Vec<Context>;
    /// The commands for the footer, the most useful first.
    fn hints(&self, desk: &Desk) -> Vec<Command>;
    /// Takes what a person asked for.
    fn handle(&mut self, desk: &mut Desk, ask: Ask) -> Next;
    /// Draws it into `area`. Where the cursor goes, if text is being typed.
    fn draw(&self, desk: &Desk, buf: &mut Buffer, area: Rect) -> Option<Position>;
    /// The screen above was left: rows may have come or gone meanwhile.
    fn returned(&mut self, _desk: &Desk) {}
    /// Whether it is drawn over the screen below.
    fn is_popup(&self) -> bool {
        false
    }
    /// Where typed characters go.
    fn focus(&self, _desk: &Desk) -> Focus {
        Focus::Commands
    }
    /// Makes what is being typed durable: put the effects on the desk. Called when the time that
    /// [`View::due`] named has come, and before an end.
    fn keep(&mut self, _desk: &mut Desk) {}
    /// Milliseconds after the last input at which [`View::keep`] is wanted, if it is.
    fn due(&self) -> Option<u64> {
        None
    }
}

macro_rules! screens {
    ($($variant:ident($kind:ty) $doc:literal;)+) => {
        /// A screen of the stack.
        // One stack of a few screens: their different sizes do not matter.
        #[allow(clippy::large_enum_variant)]
        #[derive(Debug)]
        pub enum Screen {
            $(#[doc = $doc] $variant($kind),)+
        }

        impl Screen {
            /// The screen, whichever it is.
            pub fn view(&self) -> &dyn View {
                match self { $(Self::$variant(screen) => screen,)+ }
            }

            /// The screen, whichever it is, to be changed.
            pub fn view_mut(&mut self) -> &mut dyn View {
                match self { $(Self::$variant(screen) => screen,)+ }
            }
        }

        $(impl From<$kind> for Screen {
            fn from(screen: $kind) -> Self { Self::$variant(screen) }
        })+
    };
}

screens! {
    Home(visit::home::Home) "The home of a visit.";
    Overview(visit::overview::Overview) "All Standards with their methods and progress.";
    Standard(visit::standard::StandardScreen) "One Standard.";
    Note(visit::note::Note) "A note being written.";
    Levels(visit::levels::Levels) "The levels of all Standards.";
    Left(visit::left::Left) "What's left.";
    Choose(popups::choose::Choose) "A popup answered by a number.";
    AskText(popups::ask::AskText) "A popup answered by a line of text.";
    Reading(popups::reading::Reading) "A popup to read.";
    Sources(visit::sources::Sources) "What was looked at, with the sampling minimums.";
    Services(visit::services::ServicesScreen) "The services that are offered.";
    Cases(start::cases::Cases) "The list of cases and visits.";
    Timeline(case::timeline::Timeline) "The case and its milestones.";
    Sign(seal::sign::Sign) "Sign and finish.";
    Sealed(seal::sealed::Sealed) "What was signed, and where it is.";
    Revise(seal::revise::Revise) "Why a signed visit is opened again.";
    Unlock(start::unlock::Unlock) "The passphrase.";
    Setup(start::setup::Setup) "The first start.";
    NewVisit(case::new_visit::NewVisit) "Setting up a visit in a form.";
    Flagged(visit::flagged::Flagged) "A text that seems to identify somebody.";
    SourceForm(visit::source::form::SourceForm) "The description of a source.";
}

/// The facts of the opened visit, for sentences.
pub(super) fn facts(survey: &Survey) -> Option<Facts<'_>> {
    Some(Facts {
        visit: survey.visit()?,
        pack: survey.pack(),
        packet: Some(&survey.file.packet),
        texts: &survey.file.texts,
    })
}

/// Explains how the Standard at `place` of the pack stands.
pub(super) fn why(desk: &Desk, place: usize) -> Next {
    let Some(survey) = &desk.survey else {
        return Next::Stay;
    };
    let (Some(facts), Some(standard)) = (facts(survey), survey.pack().standards.get(place)) else {
        return Next::Stay;
    };
    let blocks = crate::domain::survey::why::standard(&facts, standard)
        .into_iter()
        .map(|line| {
            let meaning = if line.depth == 0 {
                Meaning::Title
            } else {
                Meaning::Plain
            };
            Block::new(meaning, line.text).indented(u16::from(line.depth) * 2)
        });
    Next::go(popups::reading::Reading::new("Why?", blocks.collect()))
}

/// What is left in the opened visit.
pub(super) fn whats_left(desk: &Desk) -> Rc<Vec<Remaining>> {
    desk.survey
        .as_ref()
        .map(Survey::whats_left)
        .unwrap_or_default()
}

/// Goes to where something that is left is settled.
pub(super) fn jump(desk: &mut Desk, place: &Destination) -> Next {
    let Some(survey) = &desk.survey else {
        return Next::Stay;
    };
    let Some(visit) = survey.visit() else {
        return Next::Stay;
    };
    match place {
        Destination::Check(check) => {
            desk.walk.go_to(survey.pack(), visit, check);
            Next::go(visit::standard::StandardScreen::new(desk))
        }
        Destination::Standard(id) => {
            desk.walk.go(survey.pack(), visit, id);
            Next::go(visit::standard::StandardScreen::new(desk))
        }
        Destination::ConflictOfInterest => {
            anywhere_in_visit(desk, Command::ConfirmNoConflict).unwrap_or(Next::Stay)
        }
        Destination::Services => {
            anywhere_in_visit(desk, Command::ShowServices).unwrap_or(Next::Stay)
        }
        Destination::Sample(sample) => Next::go(visit::sources::Sources::at_sample(desk, sample)),
        Destination::Text(text) => Next::go(visit::flagged::Flagged::new(*text)),
        Destination::History => seal::verification::history(desk),
    }
}

/// The commands that work anywhere in a visit.
pub(super) fn anywhere_in_visit(desk: &mut Desk, command: Command) -> Option<Next> {
    match command {
        Command::ConfirmNoConflict => {
            let visit = desk.survey.as_ref()?.visit()?;
            let now = visit.conflict_cleared.is_none();
            if desk.act(Act::ClearConflict(now)) {
                desk.say(if now {
                    "Confirmed: no conflict of interest."
                } else {
                    "The confirmation is taken back."
                });
            }
            Some(Next::Stay)
        }
        Command::ShowCharts => sources(desk, Method::Record),
        Command::ShowPeople => sources(desk, Method::Interview),
        Command::ShowWatch => sources(desk, Method::Observation),
        Command::ShowPolicies => sources(desk, Method::Policy),
        Command::ShowServices => Some(Next::go(visit::services::ServicesScreen::new(desk)?)),
        Command::ShowTimeline => Some(Next::go(case::timeline::Timeline::default())),
        Command::ShowVerification => seal::verification::open(desk),
        Command::SignAndFinish => seal::sign::open(desk),
        Command::OpenRevision => seal::revise::Revise::new(desk)
            .map(Next::go)
            .or(Some(Next::Stay)),
        way => visit::home::open(desk, way),
    }
}

/// Tells something: in the status line if it fits there, else in a popup to read.
pub(super) fn tell(desk: &mut Desk, title: &str, what: String) -> Next {
    if what.lines().count() <= 1 && crate::tui::text::width(&what) <= LONGEST_STATUS {
        desk.warn(what);
        return Next::Stay;
    }
    let blocks = what.lines().map(Block::plain).collect();
    Next::go(popups::reading::Reading::new(title, blocks))
}

/// Hands an input to a form.
pub(super) fn fill_in<K: Copy + Eq>(form: &mut Form<K>, ask: Ask) -> FormEvent {
    match ask {
        Ask::Command(command) => form.command(command),
        Ask::Key(key) => form.key(key),
        Ask::Paste(pasted) => form.paste(&pasted),
        Ask::Mouse(mouse) => form.mouse(mouse),
        Ask::Reply(_) | Ask::EffectEnded(_) => FormEvent::Kept,
    }
}

/// Columns that the status line shows on the smallest comfortable screen.
const LONGEST_STATUS: usize = 76;

fn sources(desk: &Desk, method: Method) -> Option<Next> {
    Some(Next::go(visit::sources::Sources::new(desk, method)))
}
