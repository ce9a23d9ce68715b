//! cli
pub mod check;
