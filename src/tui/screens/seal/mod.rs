//! Signing: Sign and finish, what was signed, opening it again, and what was checked of a file.

pub mod revise;
pub mod sealed;
pub mod sign;
pub mod verification;
