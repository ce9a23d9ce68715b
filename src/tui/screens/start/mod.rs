//! Where one begins: the first start, the passphrase, the list of cases.

pub mod cases;
pub mod setup;
mod setup_pages;
pub mod unlock;
