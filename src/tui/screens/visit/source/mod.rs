//! The form that describes something that was looked at.

pub mod draft;
mod fields;
pub mod form;
mod offer;
