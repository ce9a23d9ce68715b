//! Popups that any screen may open: they ask or show something and hand back a reply.

pub mod ask;
pub mod choose;
pub mod erase;
pub mod reading;
pub mod verification;
