//! `onsite`: opens the app where the Surveyor stopped.

use super::Common;
use super::exit::Exit;
use super::process;
use crate::bundle::refusal::ExitClass;
use crate::tui::app::App;
use crate::tui::desk::{Desk, Effect, Judged};
use crate::tui::effects::{Effects, FromSystem, first_screen, for_reading};
use crate::tui::recording::Recorder;
use crate::tui::screens::Route;
use crate::tui::session::{Left, Session};
use crate::tui::terminal;
use crate::tui::terminal::run::{self, Ended, Settings};
use crate::tui::theme::{Theme, Wishes};
use crate::vault::VaultError;
use crate::workspace::{OpenedBundle, Workspace, WorkspaceError, World};
use anyhow::Context as _;
use std::cell::LazyCell;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::PathBuf;

/// Opens the app on the user's data.
///
/// # Errors
/// There is no terminal, or the data folder cannot be used.
pub fn run(common: &Common) -> anyhow::Result<Exit> {
    check_terminal()?;
    let folder = common.folder()?;
    let crash_note = folder.crash_note();
    let workspace = Workspace::open(folder, World::real())?;
    show(common, workspace, Some(crash_note), first_screen)
}

/// Opens the app on the training visit, in a folder that is thrown away at the end.
///
/// # Errors
/// There is no terminal, or no temporary folder can be made.
pub fn demo(common: &Common) -> anyhow::Result<Exit> {
    check_terminal()?;
    let workspace = Workspace::demo(World::real())?;
    show(common, workspace, None, |_, desk| {
        desk.effects.push(Effect::OpenTraining);
        Route::Home
    })
}

/// Opens the app on a signed file, for reading. The user's own data is not touched.
///
/// # Errors
/// There is no terminal, or no temporary folder can be made.
pub fn read(common: &Common, bundle: OpenedBundle) -> anyhow::Result<Exit> {
    check_terminal()?;
    let workspace = Workspace::nowhere(World::real())?;
    show(common, workspace, None, |_, desk| {
        desk.put(for_reading(bundle, true));
        Route::Home
    })
}

/// Runs the screens until the person leaves. `first` is done before anything is drawn, and gives
/// the screen to begin with.
fn show(
    common: &Common,
    workspace: Workspace,
    crash_note: Option<PathBuf>,
    first: impl FnOnce(&Workspace, &mut Desk) -> Route,
) -> anyhow::Result<Exit> {
    let wishes = Wishes {
        ascii: common.ascii,
        high_contrast: common.high_contrast,
    };
    let theme = Theme::choose(wishes, |name| std::env::var(name).ok());
    let mut desk = Desk::new(theme, workspace.now(), Box::new(FromSystem::default()));
    let mut effects = Effects::new(workspace);
    if effects.workspace().is_open() {
        effects.greet(&mut desk)?;
    }
    desk.judge = |passphrase, own_words| {
        let told = crate::vault::strength(passphrase, own_words);
        Judged {
            accepted: told.is_accepted(),
            words: told.words,
        }
    };
    // Read when a screen first needs them: the passphrase can be typed before that.
    desk.packs = LazyCell::new(|| {
        let held = crate::standards::EMBEDDED.iter();
        held.filter_map(|held| crate::standards::embedded_pack(held.id).ok())
            .map(|pinned| pinned.pack)
            .collect()
    });
    desk.program = LazyCell::new(|| crate::standards::embedded_program().ok());
    let first_screen = first(effects.workspace(), &mut desk);
    let app = App::new(desk, vec![first_screen]);
    let mut session = Session::new(app, effects);
    if let Some(path) = &common.record {
        let file =
            // Added to: after locking the program begins anew and goes on with the same recording.
            File::options().create(true).append(true).open(path).with_context(|| format!("{} cannot be written", path.display()))?;
        session.record(Recorder::new(Box::new(file)));
    }
    let settings = Settings {
        term: std::env::var("TERM").ok(),
        mouse: true,
        crash_note,
    };
    let ended = loop {
        match run::run(&mut session, settings.clone())? {
            // The new beginning is at the passphrase, where this one is too.
            Ended::Finished(Left::Locked) => {
                process::begin_anew(session.app().desk.named_folder.as_deref());
            }
            ended => break ended,
        }
    };
    session.leave();
    if session.app().desk.out_of_memory {
        return Err(WorkspaceError::from(VaultError::Memory).into());
    }
    let is_all_saved = session.app().desk.is_all_saved();
    if !is_all_saved {
        // Not `eprintln!`, which panics when there is nobody left to read it.
        let _ = writeln!(
            io::stderr().lock(),
            "onsite: something that you typed could not be saved and is lost."
        );
    }
    Ok(exit(&ended, is_all_saved))
}

/// How the program ends: a mistake of its own is told before what it may have cost.
fn exit(ended: &Ended<Left>, is_all_saved: bool) -> Exit {
    match ended {
        Ended::Panicked => ExitClass::Mistake.into(),
        _ if !is_all_saved => ExitClass::CannotTell.into(),
        Ended::Finished(_) | Ended::Gone | Ended::Signalled(_) => Exit::DONE,
    }
}

/// Makes sure that there is something to draw on, before anything is opened or made.
pub(super) fn check_terminal() -> anyhow::Result<()> {
    Ok(terminal::check(std::env::var("TERM").ok().as_deref())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_of_the_program_is_told_before_what_is_not_saved() {
        let left = Ended::Finished(Left::Quit);
        assert_eq!(exit(&left, true).code(), 0);
        assert_eq!(exit(&left, false).code(), 3);
        assert_eq!(exit(&Ended::Gone, false).code(), 3);
        assert_eq!(exit(&Ended::Panicked, true).code(), 70);
        assert_eq!(exit(&Ended::Panicked, false).code(), 70);
    }
}
