//! The screens of a visit: its home, the walk through the Standards, what was looked at, what is
//! left.

pub(in crate::tui) mod anywhere;
pub mod conflict;
pub mod erase;
pub mod evidence;
pub mod flagged;
pub mod history;
pub mod home;
pub mod left;
pub mod level_dialog;
pub mod levels;
pub mod names;
pub mod note;
pub mod overview;
pub mod own_words;
pub mod services;
pub mod services_list;
pub mod source;
pub mod sources;
mod sources_view;
pub mod standard;
pub mod unsaved;
