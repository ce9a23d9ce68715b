//! Somebody at a terminal with the real program, and the folder they work in: the small edition
//! and assignment of `short_pack.json` and `short_packet.json`.
//!
//! Next to `pty`: `#[path = "support/seat.rs"] mod seat;` in a test.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::time::Instant;

use crate::pty::{self, Pty};
use portable_pty::CommandBuilder;
use tempfile::TempDir;

pub const PASSPHRASE: &str = "velvet harbor lantern oyster quilt";
/// A folder with everything in it that the survey needs.
pub struct Place(pub TempDir);

impl Place {
    pub fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        let pack = include_str!("short_pack.json");
        let packet = include_str!("short_packet.json");
        fs::write(place.path("pack.json"), pack).unwrap();
        fs::write(place.path("packet.json"), packet).unwrap();
        fs::write(place.path("pass"), format!("{PASSPHRASE}\n")).unwrap();
        place
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs a command of onsite to its end.
    pub fn onsite(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_onsite"))
            .args(["--data-dir", "data"])
            .args(arguments)
            .current_dir(self.0.path())
            .env("HOME", self.0.path())
            .output()
            .unwrap()
    }

    /// The same, which has to succeed; what it printed.
    pub fn succeeds(&self, arguments: &[&str]) -> String {
        let ran = self.onsite(arguments);
        let told = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert_eq!(ran.status.code(), Some(0), "{arguments:?}: {told}");
        String::from_utf8(ran.stdout).unwrap()
    }

    pub fn import(&self, file: &str) {
        self.succeeds(&["import", file, "--passphrase-file", "pass"]);
    }

    /// Opens the app.
    pub fn open(&self) -> Seat {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_onsite"));
        command.arg("--data-dir");
        command.arg(self.path("data"));
        command.cwd(self.0.path());
        let settings = [
            ("LANG", "C.UTF-8"),
            ("TERM", "xterm-256color"),
            ("TZ", "America/Chicago"),
        ];
        for (name, value) in settings {
            command.env(name, value);
        }
        command.env_remove("NO_COLOR");
        command.env("HOME", self.0.path());
        Seat(Pty::start(command, 80, 24))
    }

    pub fn unlocked(&self) -> Seat {
        let mut seat = self.open();
        seat.see("onsite is locked");
        seat.type_in(PASSPHRASE).enter();
        seat.see_no_more("onsite is locked");
        seat
    }
}

/// Somebody at the terminal.
pub struct Seat(pub Pty);

impl Seat {
    pub fn type_in(&mut self, text: &str) -> &mut Self {
        self.0.send(text.as_bytes());
        self
    }

    pub fn enter(&mut self) -> &mut Self {
        self.type_in("\r")
    }

    pub fn tab(&mut self) -> &mut Self {
        self.type_in("\t")
    }

    /// Goes back and waits for it: a key right after Escape would be another key.
    pub fn back_to(&mut self, text: &str) -> &mut Self {
        self.type_in("\x1b").see(text)
    }

    pub fn see(&mut self, text: &str) -> &mut Self {
        self.0.wait_for(text);
        self
    }

    pub fn see_no_more(&mut self, text: &str) -> &mut Self {
        let gone = |screen: &vt100::Screen| !screen.contents().contains(text);
        self.0.wait(&format!("{text} is gone"), gone);
        self
    }

    /// A row of the screen with both texts in it.
    pub fn see_row(&mut self, one: &str, other: &str) -> &mut Self {
        let there = |screen: &vt100::Screen| {
            let contents = screen.contents();
            contents
                .lines()
                .any(|row| row.contains(one) && row.contains(other))
        };
        self.0.wait(&format!("{one} … {other}"), there);
        self
    }

    /// The passphrase until it is taken: after a wrong one, the next try may be too soon.
    pub fn try_again(&mut self, passphrase: &str) -> &mut Self {
        let end = Instant::now() + pty::BOUND;
        while self.screen().contains("onsite is locked") {
            assert!(Instant::now() < end, "{}", self.screen());
            self.type_in(passphrase).see("••••").enter();
            self.see_no_more("••••");
        }
        self
    }

    pub fn screen(&self) -> String {
        self.0.screen().contents()
    }

    pub fn quit(mut self) {
        self.back_to("Cases and visits").type_in("q");
        assert_eq!(self.0.wait_exit(), 0);
    }
}
