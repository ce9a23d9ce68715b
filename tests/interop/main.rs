//! Stock tools accept our files and refuse doctored ones: `unzip`, `sha256sum`, `ssh-keygen`, and
//! the script that puts them together. Where a tool is absent the test says so and is skipped.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

#[allow(dead_code)]
#[path = "../support/rich_visit.rs"]
mod rich_visit;
#[path = "../support/mod.rs"]
mod support;

mod browser;
mod doctored;
mod script;
mod tools;
mod vault;

use onsite::bundle::roster::{RosterList, allowed_signers, revoked_keys};
use onsite::bundle::script::SCRIPT;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// Says whether the tools that these tests need are all there.
fn all_tools() -> bool {
    support::tools(&["bash", "unzip", "sha256sum", "ssh-keygen", "zip"])
}

/// A folder with the roster's files and one file to check.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new(list: &RosterList) -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        fs::write(desk.path("allowed_signers"), allowed_signers(list)).unwrap();
        fs::write(desk.path("revoked_keys"), revoked_keys(list)).unwrap();
        fs::write(desk.path("verify.sh"), SCRIPT).unwrap();
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn run(&self, program: &str, arguments: &[&str], input: &[u8]) -> Output {
        let given = self.path("input");
        fs::write(&given, input).unwrap();
        Command::new(program)
            .args(arguments)
            .current_dir(self.0.path())
            .stdin(Stdio::from(fs::File::open(given).unwrap()))
            .output()
            .unwrap()
    }

    fn script_with(&self, shell: &str, bytes: &[u8]) -> (bool, String) {
        // The name is one that unzip would take for a pattern.
        fs::write(self.path("case [1].zip"), bytes).unwrap();
        let arguments = [
            "verify.sh",
            "case [1].zip",
            "allowed_signers",
            "revoked_keys",
        ];
        let output = self.run(shell, &arguments, b"");
        let said = String::from_utf8(output.stdout).unwrap();
        let verdict = |line: &&str| line.starts_with("GOOD") || line.starts_with("BAD");
        let found: Vec<&str> = said.lines().filter(verdict).collect();
        let [verdict] = found.as_slice() else {
            panic!("not one verdict but {found:?}");
        };
        assert_eq!(said.contains("Not looked at"), verdict.starts_with("GOOD"));
        (output.status.success(), (*verdict).to_owned())
    }

    /// Whether the script accepts the file, and what it says of it.
    fn script(&self, bytes: &[u8]) -> (bool, String) {
        self.script_with("bash", bytes)
    }

    /// Whether the script refuses the file; if so, it must say BAD.
    fn refuses(&self, bytes: &[u8]) -> bool {
        let (accepted, last) = self.script(bytes);
        assert_eq!(accepted, !last.starts_with("BAD: "), "{last}");
        !accepted
    }
}

fn good() -> (bool, String) {
    (true, "GOOD".to_owned())
}
