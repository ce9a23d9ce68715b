//! Where the program begins: set-up, the passphrase, or what is left of an earlier vault.

use crate::tui::desk::{Desk, Earlier};
use crate::tui::screens::Route;
use crate::tui::session::Done;
use crate::workspace::{Found, Workspace, WorkspaceError};
use std::path::Path;

/// The first screen for what is in the data folder.
pub fn first_screen(workspace: &Workspace, desk: &mut Desk) -> Route {
    match workspace.folder().look() {
        Found::Whole => Route::Unlock,
        Found::Nothing => Route::SetUp,
        Found::Parts(parts) => {
            desk.earlier = Earlier {
                folder: parts.folder.display().to_string(),
                there: parts.there,
                missing: parts.missing,
            };
            Route::Earlier
        }
    }
}

/// Looks once more; says so where it is as it was.
pub(super) fn look_again(workspace: &Workspace, desk: &mut Desk) -> Done {
    let route = first_screen(workspace, desk);
    if route == Route::Earlier {
        let missing = desk.earlier.missing.join("; ");
        desk.warn(format!("Still missing: {missing}."));
    }
    to(route)
}

/// Goes on in another folder, and says how it is found again.
pub(super) fn use_folder(
    workspace: &mut Workspace,
    desk: &mut Desk,
    path: &Path,
) -> Result<Done, WorkspaceError> {
    workspace.use_folder(path)?;
    let path = path.display().to_string();
    desk.say(format!("Start onsite from now on with: --data-dir {path}"));
    desk.named_folder = Some(path);
    Ok(to(first_screen(workspace, desk)))
}

/// Puts what is left of the earlier vault aside and goes on with set-up.
pub(super) fn start_over(
    workspace: &mut Workspace,
    desk: &mut Desk,
) -> Result<Done, WorkspaceError> {
    workspace.start_over()?;
    desk.say("What was there is kept in a folder of its own, whose name begins with before-.");
    Ok(to(Route::SetUp))
}

/// To this screen, in place of all others.
fn to(route: Route) -> Done {
    Done {
        routes: Some(vec![route]),
        ..Done::default()
    }
}
