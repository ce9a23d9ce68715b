//! `onsite`: an offline terminal application for accreditation surveys.
//!
//! # The house
//!
//! | module | what lives there |
//! |---|---|
//! | [`domain`] | the rules: packs, packets, the journal and its fold, verdicts, readiness. Pure |
//! | [`standards`] | reading and checking packs, program rules and packets; the embedded defaults |
//! | [`store`] | the encrypted database: append, texts, drafts, sealed files |
//! | [`vault`] | passphrase, recovery code, data key, signing key |
//! | [`bundle`] | the signed file: container, manifest, signature, seal, verify, roster |
//! | [`report`] | what is handed out: the report as HTML |
//! | [`workspace`] | one open data folder, where the layers above meet; every act of the program |
//! | [`cli`] | one file per command |
//! | [`tui`] | the screens: commands and keys, state, drawing, effects |
//!
//! # The import rule
//!
//! `domain` imports nothing of ours and none of `std::{fs, env, net, process}`, and reads no
//! clock. `standards`, `store`, `vault`, `bundle` and `report` import `domain` and none of each
//! other. `workspace` imports all of those. `tui::effects` and `cli` are its only callers; the
//! rest of `tui` sees `domain` and `tui` alone. Time, ids and randomness are passed in.
//! `tests/architecture` holds the rule.

// Made-up visits under tests/support are used by tests on both sides of the crate's border.
#[cfg(test)]
extern crate self as onsite;

pub mod bundle;
pub mod cli;
pub mod domain;
pub mod report;
pub mod standards;
pub mod store;
pub mod tui;
pub mod vault;
pub mod workspace;
