//! The identifier guard against what a nurse types: the floors that it must keep on the half that
//! its rules were not tuned on, and what must hold for any text at all.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod any_text;
mod corpus;
mod floors;
