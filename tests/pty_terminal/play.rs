//! The program started in a place of its own, and ways to press keys and to look.

use crate::finished::finish;
use crate::pty::Pty;
use onsite::domain::values::ids::CaseId;
use onsite::vault::{Cost, Passphrase, random};
use onsite::workspace::{DataFolder, NewUser, OpenedCase, Workspace, World};
use portable_pty::CommandBuilder;
use rustix::process::Signal;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

pub const PASSPHRASE: &str = "velvet otter kiln ramp";

/// A folder with the data and everything else that a run touches.
pub struct Place(TempDir);

impl Place {
    pub fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        std::fs::create_dir(place.path("tmp")).unwrap();
        place
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A command without a terminal.
    pub fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_onsite"))
            .args(arguments)
            .current_dir(self.0.path())
            .env("ONSITE_DATA_DIR", self.path("data"))
            .env("HOME", self.path("home"))
            .env("TMPDIR", self.path("tmp"))
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    /// The program on a terminal of 80 by 24.
    pub fn start(&self, arguments: &[&str]) -> Pty {
        self.start_sized(arguments, &[], 80, 24)
    }

    pub fn start_sized(
        &self,
        arguments: &[&str],
        variables: &[(&str, &str)],
        columns: u16,
        rows: u16,
    ) -> Pty {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_onsite"));
        command.args(arguments);
        command.cwd(self.0.path());
        command.env("ONSITE_DATA_DIR", self.path("data"));
        command.env("HOME", self.path("home"));
        command.env("TMPDIR", self.path("tmp"));
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "C.UTF-8");
        command.env_remove("NO_COLOR");
        for (name, value) in variables {
            command.env(name, value);
        }
        Pty::start(command, columns, rows)
    }

    /// Sets up the data folder without the screens, and with a passphrase that is cheap to try;
    /// the training visit is in it.
    pub fn set_up(&self) {
        let mut workspace = self.workspace();
        workspace
            .set_up(&NewUser {
                name: "Ann Miller",
                credential: "RN, OCN",
                principal: Some("ann-01"),
                passphrase: &Passphrase::new(PASSPHRASE.to_owned()),
                adopt: None,
            })
            .unwrap();
        workspace.confirm_recovery().unwrap();
        let case = workspace.training_case().unwrap();
        workspace.open_case(&case).unwrap();
    }

    /// Finishes the training visit, so that nothing keeps it from being signed.
    pub fn finish(&self) -> CaseId {
        let mut workspace = self.unlocked();
        let case = workspace.training_case().unwrap();
        finish(&mut workspace, &case);
        case
    }

    /// The training visit as it is on the disk; opening it checks its chain.
    pub fn opened(&self) -> OpenedCase {
        let mut workspace = self.unlocked();
        let case = workspace.training_case().unwrap();
        workspace.open_case(&case).unwrap()
    }

    fn unlocked(&self) -> Workspace {
        let mut workspace = self.workspace();
        workspace
            .unlock(&Passphrase::new(PASSPHRASE.to_owned()))
            .unwrap();
        workspace
    }

    fn workspace(&self) -> Workspace {
        let now = || chrono::Local::now().fixed_offset();
        let world = World::new(now, random::from_system, Cost::CHEAPEST);
        Workspace::open(DataFolder::at(self.path("data")), world).unwrap()
    }
}

/// Presses keys by name, one after the other.
pub fn press(pty: &mut Pty, names: &str) {
    for name in names.split_whitespace() {
        let bytes: &[u8] = match name {
            "Enter" => b"\r",
            "Tab" => b"\t",
            "Esc" => b"\x1b",
            "Up" => b"\x1b[A",
            "Down" => b"\x1b[B",
            "Home" => b"\x1b[H",
            "Del" => b"\x1b[3~",
            "Space" => b" ",
            "Ctrl-Z" => b"\x1a",
            "Ctrl-Y" => b"\x19",
            letters => letters.as_bytes(),
        };
        pty.send(bytes);
    }
}

/// Presses keys and waits until a text is there.
pub fn press_until(pty: &mut Pty, names: &str, text: &str) {
    press(pty, names);
    pty.wait_for(text);
}

/// Types the passphrase at the unlock screen.
pub fn unlock(pty: &mut Pty) {
    pty.wait_for("onsite is locked");
    pty.send(PASSPHRASE.as_bytes());
    press(pty, "Enter");
}

/// Ends the program by a signal; its terminal is as a shell expects it afterwards.
pub fn end_by(pty: &mut Pty, signal: Signal) {
    pty.signal(signal);
    assert_eq!(pty.wait_exit(), 0);
    assert_restored(pty);
}

pub fn assert_restored(pty: &Pty) {
    let screen = pty.screen();
    assert!(!screen.alternate_screen(), "still on the alternate screen");
    assert!(!screen.bracketed_paste(), "pastes still marked");
    assert!(!screen.hide_cursor(), "cursor still hidden");
    assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    assert!(!pty.is_raw(), "still raw");
}
