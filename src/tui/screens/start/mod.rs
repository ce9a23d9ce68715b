//! Where one begins: the first start, the passphrase, the list of cases.

pub mod cases;
pub mod new_key;
pub mod setup;
mod setup_pages;
pub mod unlock;

/// Said where a passphrase was to be typed twice.
const NOT_THE_SAME: &str = "The two are not the same. Type both again.";
