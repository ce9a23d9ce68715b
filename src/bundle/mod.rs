//! The signed file, format `onsite-bundle/1`: sealing, verifying, and who may sign.
//!
//! | module | what lives there |
//! |---|---|
//! | [`container`] | the canonical zip: strict reader, writer |
//! | [`names`], [`layout`], [`limits`] | which entries there may be, and how large |
//! | [`manifest`] | `SHA256SUMS` and `PREV` |
//! | [`keys`], [`signature`] | OpenSSH keys and signatures, strictly |
//! | [`kinds`] | kinds of step, roles, purposes, the order of steps |
//! | [`step`] | the header |
//! | [`folder`] | one signed folder; the one pass over all content |
//! | [`survey`] | journals and texts of a survey, and what they must fit |
//! | [`documents`] | what the documents of a step must be, whatever its kind |
//! | [`html`] | pages without script and reference |
//! | [`this_version`] | what this version accepts and writes, passed in by the workspace |
//! | [`memory`] | what was seen before |
//! | [`roster`] | who may sign |
//! | [`seal`] | making a step and a file |
//! | [`verify`] | the whole order of checks and the five answers |
//! | [`refusal`] | one code, sentence and remedy for each check |
//! | [`script`] | checking without our program |
//!
//! Files, clocks and randomness are the caller's: everything here works on `Read`, `Write` and
//! values. Not here: what entries mean (`domain`), the report (`report`), encryption for the
//! committee.
#![doc = include_str!("FORMAT.md")]

pub mod container;
pub mod documents;
pub mod folder;
pub mod html;
pub mod keys;
pub mod kinds;
pub mod layout;
pub mod limits;
pub mod manifest;
pub mod memory;
pub mod names;
pub mod refusal;
pub mod roster;
pub mod script;
pub mod seal;
pub mod signature;
pub mod step;
pub mod survey;
pub mod this_version;
pub mod verify;
pub mod when;
