//! Screens about one case: its milestones, and the form that sets up a visit.

pub mod new_visit;
mod packet_form;
mod packet_pages;
mod standing;
pub mod timeline;
