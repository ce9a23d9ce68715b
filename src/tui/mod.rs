//! The terminal interface: commands and keys, drawing, the loop, the screens.
//!
//! What lives here, from the ground up:
//!
//! | module | what it does |
//! |---|---|
//! | [`key`], [`decode`], [`events`], [`input`] | bytes from the terminal and signals become [`input::Input`] values |
//! | [`backend`], [`terminal`], [`crash`] | entering and leaving the terminal, sending frames, surviving a panic |
//! | [`run`] | the loop: wait, update, settle once, draw once |
//! | [`command`], [`keymap`], [`manual`] | the one table of commands and everything made from it |
//! | [`theme`], [`text`], [`fuzzy`], [`days`] | styles by meaning, widths and wrapping, finding by a few letters, days as people write them |
//! | [`widgets`] | pieces of screens: they read state and draw |
//! | [`palette`], [`help`], [`too_small`] | the screens that belong to no part of the survey |
//!
//! Nothing here reads files, the database or the network, and nothing here knows a rule of the
//! survey: rules are in `domain`, acts in `workspace`.

pub mod app;
pub mod backend;
pub mod command;
pub mod crash;
pub mod days;
pub mod decode;
pub mod desk;
pub mod effects;
pub mod events;
pub mod fuzzy;
pub mod help;
pub mod input;
pub mod key;
pub mod keymap;
pub mod manual;
pub mod palette;
pub mod run;
pub mod screens;
pub mod session;
pub mod survey;
pub mod terminal;
pub mod text;
pub mod theme;
pub mod too_small;
pub mod walk;
pub mod widgets;
pub mod wording;
