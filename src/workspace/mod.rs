//! One open data folder: where store, vault, bundle, report and standards meet.
//!
//! Every act of the program is a method here, used by `cli` and `tui::effects` alone. Clock,
//! randomness and folder are given ([`World`], [`DataFolder`]), so that tests are the same every
//! time. Not here: what an act means (`domain`), how a thing is stored, signed or printed (the
//! layers), asking a person anything (`cli`, `tui`).
//!
//! | file | what lives there |
//! |---|---|
//! | `folder`, `files`, `world` | where the data is; files that appear whole; clock and chance |
//! | `verify` | the five answers about a file |
//! | `sealing` | a signed step in memory |
//! | `training` | keys worth nothing, the training roster and bundle |
//! | `error` | what can go wrong, and what to do |

mod error;
mod files;
mod folder;
mod sealing;
mod training;
mod verify;
mod world;

pub use error::WorkspaceError;
pub use folder::{DATA_DIR, DataFolder};
pub use training::{DemoBundle, KEY_FILE, demo_bundle};
pub use verify::{UsedRoster, Verified, verify_file};
pub use world::World;

/// The program as it names itself in what it makes.
pub const APP: &str = concat!("onsite ", env!("CARGO_PKG_VERSION"));
