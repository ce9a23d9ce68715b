//! The terminal interface: commands and keys, drawing, the loop, the screens.
//!
//! | module | what it does |
//! |---|---|
//! | [`terminal`] | bytes and signals become input; frames become bytes; the loop; surviving a panic |
//! | [`commands`] | the one table of commands, and the keymap, help and palette made from it |
//! | [`widgets`] | pieces of screens: they read state and draw |
//! | [`screens`] | one file a screen, in wings by what they are for |
//! | [`app`], [`session`] | the stack of screens; the program running |
//! | [`desk`], [`survey`], [`walk`] | what every screen works with: the opened case, and where one stands in it |
//! | [`opened`], [`unsaved`] | what was just opened, put on the desk; what could not be saved, kept there |
//! | [`recording`] | a session written down without its texts, to be played again |
//! | [`effects`] | where the interface meets the workspace; no other module here reads or writes data |
//! | [`theme`], [`text`], [`wording`] | styles by meaning, widths and wrapping, sentences that several screens say |
//!
//! Nothing here knows a rule of the survey: rules are in `domain`, acts in `workspace`. How to add
//! a screen, a command or an effect is in `SCREENS.md` and follows here.
//!
#![doc = include_str!("SCREENS.md")]

pub mod app;
pub mod commands;
pub mod desk;
pub mod effects;
pub mod opened;
pub mod parked;
pub mod recording;
pub mod screens;
pub mod session;
pub mod survey;
pub mod terminal;
pub mod text;
pub mod theme;
pub mod unsaved;
pub mod walk;
pub mod widgets;
pub mod wording;
