//! The screens of a visit: its home, the walk through the Standards, what was looked at, what is
//! left.

pub mod flagged;
pub mod home;
pub mod left;
pub mod level_dialog;
pub mod levels;
pub mod note;
pub mod overview;
pub mod services;
pub(super) mod services_list;
pub mod source;
pub mod sources;
mod sources_view;
pub mod standard;
