//! Signing: Sign and finish, what was signed, and opening it again.

pub mod revise;
pub mod sealed;
pub mod sign;
