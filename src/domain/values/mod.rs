//! Words that mean the same everywhere: ids, digests, texts, places and days. They know no rule of
//! the program and nothing of a visit.

pub mod calendar;
pub mod digest;
pub mod ids;
pub mod place;
pub mod secret;
pub mod spelling;
pub mod text;
pub mod visible;
pub mod written;
