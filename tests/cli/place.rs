//! A folder for each test, and running the program in it.

use onsite::vault::{Cost, Passphrase, random};
use onsite::workspace::{DataFolder, NewUser, Workspace, World};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A folder to work in, with a data folder of its own in it.
pub struct Place(pub TempDir);

/// What a run came to.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Place {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onsite"));
        command
            .args(arguments)
            .current_dir(self.0.path())
            .env("ONSITE_DATA_DIR", self.path("data"))
            .env("HOME", self.path("home"))
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        let Output {
            status,
            stdout,
            stderr,
        } = self.command(arguments).output().unwrap();
        Ran {
            code: status.code().unwrap(),
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
        }
    }

    /// Sets up the data folder for Ann, cheaply, and writes her passphrase into `pass`.
    pub fn set_up(&self) {
        fs::write(self.path("pass"), format!("{PASSPHRASE}\n")).unwrap();
        self.workspace(|workspace| {
            workspace
                .set_up(&NewUser {
                    name: "Ann Miller",
                    credential: "RN, OCN",
                    principal: Some("ann-01"),
                    passphrase: &Passphrase::new(PASSPHRASE),
                    adopt: None,
                })
                .unwrap();
        });
    }

    /// Works in the data folder as the app would.
    pub fn workspace<T>(&self, work: impl FnOnce(&mut Workspace) -> T) -> T {
        let now = || chrono::Local::now().fixed_offset();
        let world = World::new(now, random::from_system, Cost::CHEAPEST);
        let folder = DataFolder::at(self.path("data"));
        let mut workspace = Workspace::open(folder, world).unwrap();
        if workspace.folder().is_set_up().unwrap() {
            workspace.unlock(&Passphrase::new(PASSPHRASE)).unwrap();
        }
        work(&mut workspace)
    }

    /// The sample packet with changes, as a file.
    pub fn packet(&self, name: &str, changes: &[(&str, &str)]) {
        let mut text = fs::read_to_string("standards/sample-packet.json").unwrap();
        for (from, to) in changes {
            assert!(text.contains(from), "{from}");
            text = text.replace(from, to);
        }
        fs::write(self.path(name), text).unwrap();
    }

    /// The training bundle in `demo`, its name.
    pub fn demo(&self) -> String {
        let ran = self.run(&["demo", "--bundle", "demo"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let name = "demo/TRAINING-2026-LAKESIDE-00-survey-r1.onsite.zip";
        assert!(self.path(name).is_file(), "{}", ran.out);
        name.to_owned()
    }
}

pub const PASSPHRASE: &str = "velvet otter kiln ramp";
pub const ROSTER: &str = "demo/roster-1.onsite.zip";

/// Changes one byte in the middle of a file.
pub fn flip(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
}
