//! The screens: one file each, with its own state, its commands and its picture.
//!
//! A screen is handed what a person asked for and the shared [`Desk`]; it answers with a [`Next`].
//! It names another screen by its [`Route`], which is plain data; [`open`] is the one function that
//! opens a route. Popups from [`popups`] are the exception: whoever wants a reply makes the popup
//! and is handed the [`Reply`] when it closes. Nothing here reads or writes anything: a screen only
//! puts effects on the desk.
//!
//! A new screen is its own file, one row below, one row in the table of commands, and one row where
//! it is reached from: see `SCREENS.md`.

pub mod case;
pub mod listing;
pub mod popups;
pub mod seal;
pub mod start;
pub mod visit;

use crate::domain::pack::Method;
use crate::domain::survey::answers::{CheckKey, SampleKey};
use crate::domain::survey::own_words::WordsAt;
use crate::domain::values::ids::SourceId;
use crate::domain::values::secret::Secret;
use crate::domain::values::text::FreeText;
use crate::domain::values::text::TextId;
use crate::tui::commands::table::{Command, Context};
use crate::tui::desk::Desk;
use crate::tui::terminal::input::{Focus, Mouse};
use crate::tui::terminal::key::Key;
use crate::tui::widgets::form::{Form, FormEvent};
use popups::{ask, choose, reading};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::fmt;

/// What a screen is handed.
#[derive(Clone, PartialEq)]
pub enum Ask {
    /// A command from a key, the palette or a click in the footer.
    Command(Command),
    /// A key that is no command here: it writes where a text field has the focus, or answers a
    /// list by its number.
    Key(Key),
    /// Pasted text, while a text field has the focus.
    Paste(Secret),
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
    Typed(FreeText),
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
    Recovery(Secret),
    /// The recovery code opened the database; a new passphrase is due.
    NeedsPassphrase,
    /// The database lost its end; what is missing and what can be done.
    EndLost(String),
    /// A packet would change these things; the person is asked first.
    Differences(Vec<String>),
}

// What was typed is never printed: it may be somebody's words.
impl fmt::Debug for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Command(command) => write!(f, "Command({command})"),
            Self::Key(_) => f.write_str("Key"),
            Self::Paste(text) => write!(f, "Paste({text:?})"),
            Self::Mouse(mouse) => mouse.fmt(f),
            Self::Reply(reply) => reply.fmt(f),
            Self::EffectEnded(result) => write!(f, "EffectEnded({})", result.name()),
        }
    }
}

impl EffectResult {
    /// Its name, without what it carries.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed(_) => "failed",
            Self::Recovery(_) => "recovery",
            Self::NeedsPassphrase => "needs-passphrase",
            Self::EndLost(_) => "end-lost",
            Self::Differences(_) => "differences",
        }
    }
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
    Go(Route),
    /// Open a screen in place of this one.
    Swap(Route),
    /// Open a popup above: made with [`Next::popup`].
    Popup(Box<Screen>),
    /// Leave the program.
    Quit,
}

impl Next {
    /// Opens a popup above, whose reply comes back to this screen.
    pub fn popup(popup: impl Into<Screen>) -> Self {
        Self::Popup(Box::new(popup.into()))
    }
}

/// Where the screen of what was looked at is to open.
#[derive(Clone, Debug, PartialEq)]
pub enum SourcesAt {
    /// At the sources of a method.
    Method(Method),
    /// At a sampling minimum.
    Sample(SampleKey),
}

/// What is to be described.
#[derive(Clone, Debug, PartialEq)]
pub enum Described {
    /// Something that is looked at now.
    New(Method),
    /// Something that is in the list.
    Held(SourceId),
}

/// Whose history is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HistoryOf {
    /// That of the whole visit.
    Visit,
    /// That of one check.
    Check(CheckKey),
    /// What the revision changes that is worked on or was signed last.
    Revision,
}

/// What is to be read, and gone into from there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EvidenceOf {
    /// What is not met and why, and everything else that the report's first page says.
    Findings,
    /// Where methods differ.
    Differences,
    /// What could not be assessed.
    NotAssessed,
    /// The sample, and who chose it.
    Sample,
    /// One check: all its answers.
    Check(CheckKey),
    /// Something that was looked at: all that was answered at it.
    Source(SourceId),
}

/// Which note is to be written.
#[derive(Clone, Debug, PartialEq)]
pub enum Noted {
    /// The one of a check, which goes in the report.
    Check(CheckKey),
    /// The Surveyor's own at a check, which stays on this laptop.
    ToSelf(CheckKey),
}

macro_rules! screens {
    (
        routes { $($variant:ident $(($at:ident: $data:ty))? = $kind:ty, $doc:literal;)+ }
        popups { $($popup:ident = $popup_kind:ty, $popup_doc:literal;)+ }
    ) => {
        /// Names a screen, by plain data.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Route {
            $(#[doc = $doc] $variant $(($data))?,)+
        }

        /// A screen of the stack.
        // One stack of a few screens: their different sizes do not matter.
        #[allow(clippy::large_enum_variant)]
        #[derive(Debug)]
        pub enum Screen {
            $(#[doc = $doc] $variant($kind),)+
            $(#[doc = $popup_doc] $popup($popup_kind),)+
        }

        /// Opens the screen that a route names; nothing if it cannot be opened now, which the
        /// status line then says.
        pub fn open(desk: &mut Desk, route: Route) -> Option<Screen> {
            match route {
                $(Route::$variant $(($at))? => {
                    <$kind>::open(desk $(, $at)?).map(Screen::$variant)
                })+
            }
        }

        impl Screen {
            /// The screen, whichever it is.
            pub fn view(&self) -> &dyn View {
                match self {
                    $(Self::$variant(screen) => screen,)+
                    $(Self::$popup(popup) => popup,)+
                }
            }

            /// The screen, whichever it is, to be changed.
            pub fn view_mut(&mut self) -> &mut dyn View {
                match self {
                    $(Self::$variant(screen) => screen,)+
                    $(Self::$popup(popup) => popup,)+
                }
            }
        }

        $(impl From<$popup_kind> for Screen {
            fn from(popup: $popup_kind) -> Self { Self::$popup(popup) }
        })+
    };
}

screens! {
    routes {
        SetUp = start::setup::Setup, "The first start.";
        Earlier = start::earlier::EarlierScreen, "What is left of an earlier vault.";
        Unlock = start::unlock::Unlock, "The passphrase.";
        NewKey = start::new_key::NewKey, "A new signing key.";
        Backup = start::backup::BackupScreen, "A backup to another disk.";
        Cases = start::cases::Cases, "The list of cases and visits.";
        NewVisit = case::new_visit::NewVisit, "Setting up a visit in a form.";
        Timeline = case::timeline::Timeline, "The case and its milestones.";
        Home = visit::home::Home, "The home of a visit.";
        Overview = visit::overview::Overview, "All Standards with their methods and progress.";
        Standard = visit::standard::StandardScreen, "One Standard: the one where the walk stands.";
        Levels = visit::levels::Levels, "The levels of all Standards.";
        Left = visit::left::Left, "What's left.";
        Services = visit::services::ServicesScreen, "The services that are offered.";
        Conflict = visit::conflict::Conflict, "The statement of no conflict of interest.";
        Sources(at: SourcesAt) = visit::sources::Sources, "What was looked at, with the sampling minimums.";
        SourceForm(what: Described) = visit::source::form::SourceForm, "The description of a source.";
        Note(which: Noted) = visit::note::Note, "A note being written.";
        Names = visit::names::Names, "Names heard today.";
        OwnWords(at: WordsAt) = visit::own_words::OwnWords, "Words that were written under other answers.";
        History(of: HistoryOf) = visit::history::History, "What changed.";
        Evidence(of: EvidenceOf) = visit::evidence::Evidence, "What was found, to be read and gone into.";
        Erase = visit::erase::Erase, "Erasing a note for good.";
        Flagged(text: TextId) = visit::flagged::Flagged, "A text that seems to identify somebody.";
        Sign = seal::sign::Sign, "Sign and finish.";
        Sealed = seal::sealed::Sealed, "What was signed, and where it is.";
        NotSaved = visit::unsaved::NotSaved, "What could not be saved.";
        Revise = seal::revise::Revise, "Why a signed visit is opened again.";
    }
    popups {
        Choose = choose::Choose, "A popup answered by a number.";
        AskText = ask::AskText, "A popup answered by a line of text.";
        Reading = reading::Reading, "A popup to read.";
    }
}

/// Hands an input to a form.
fn fill_in<K: Copy + Eq>(form: &mut Form<K>, ask: Ask) -> FormEvent {
    match ask {
        Ask::Command(command) => form.command(command),
        Ask::Key(key) => form.key(key),
        Ask::Paste(pasted) => form.paste(pasted.as_str()),
        Ask::Mouse(mouse) => form.mouse(mouse),
        Ask::Reply(_) | Ask::EffectEnded(_) => FormEvent::Kept,
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
    fn returned(&mut self, _desk: &mut Desk) {}
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
