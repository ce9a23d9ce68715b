//! Keeping patients out of what is written: which texts seem to identify somebody.
//!
//! Here a text is only a text. What it belongs to is said by whoever asks: a survey, a review.

pub mod guard;
pub mod identifiers;
pub mod labels;
