//! Where one begins: the first start, what is left of an earlier one, the passphrase, the list of
//! cases, a backup.

pub mod backup;
pub mod cases;
pub mod earlier;
pub mod new_key;
pub mod setup;
mod setup_pages;
pub mod unlock;

use std::path::PathBuf;

/// Said where a passphrase was to be typed twice.
const NOT_THE_SAME: &str = "The two are not the same. Type both again.";

/// A path as somebody writes or drops it: blanks around it and quotes are no part of it.
fn written_path(written: &str) -> PathBuf {
    let written = written.trim();
    let bare = ['"', '\'']
        .into_iter()
        .find_map(|quote| written.strip_prefix(quote)?.strip_suffix(quote));
    PathBuf::from(bare.unwrap_or(written))
}
