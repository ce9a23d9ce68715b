//! `onsite`: opens the app where the Surveyor stopped.

use super::Common;
use crate::tui::terminal;

/// Opens the app on the user's data.
///
/// # Errors
/// There is no terminal, or the data folder cannot be used.
pub fn run(common: &Common) -> anyhow::Result<u8> {
    check_terminal()?;
    let _ = common.folder()?;
    anyhow::bail!("The screens are being joined; use the commands that 'onsite --help' lists.")
}

/// Makes sure that there is something to draw on, before anything is opened or made.
pub(super) fn check_terminal() -> anyhow::Result<()> {
    Ok(terminal::check(std::env::var("TERM").ok().as_deref())?)
}
