//! Where there is too little memory to derive a key: a sentence, a terminal as it was, data intact.
#![cfg(target_os = "linux")]

use crate::play::{PASSPHRASE, Place, assert_restored, end_by, unlock};
use crate::pty::Pty;
use onsite::vault::{Cost, Passphrase, random};
use onsite::workspace::{DataFolder, NewUser, Workspace, World};
use portable_pty::CommandBuilder;
use rustix::process::Signal;

/// Less than what deriving a key takes at its real cost, enough for all else.
const ROOM_KIB: u64 = 48 * 1024;

/// The largest size that the process had, in KiB.
fn peak(pty: &Pty) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", pty.process)).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmPeak:"));
    let number = line.unwrap().split_whitespace().nth(1);
    number.unwrap().parse().unwrap()
}

/// The program, which may use so many KiB.
fn limited(place: &Place, kib: u64) -> Pty {
    let mut command = CommandBuilder::new("sh");
    let program = env!("CARGO_BIN_EXE_onsite");
    command.args(["-c", &format!("ulimit -v {kib}; exec '{program}'")]);
    command.cwd(place.path(""));
    command.env("ONSITE_DATA_DIR", place.path("data"));
    command.env("HOME", place.path("home"));
    command.env("TERM", "xterm-256color");
    Pty::start(command, 80, 24)
}

#[test]
fn too_little_memory_at_the_passphrase_ends_in_good_order() {
    let place = Place::new();
    let now = || chrono::Local::now().fixed_offset();
    let world = World::new(now, random::from_system, Cost::STANDARD);
    let mut workspace = Workspace::open(DataFolder::at(place.path("data")), world).unwrap();
    let passphrase = Passphrase::new(PASSPHRASE);
    workspace
        .set_up(&NewUser {
            name: "Ann Miller",
            credential: "RN",
            principal: None,
            passphrase: &passphrase,
            adopt: None,
        })
        .unwrap();
    workspace.confirm_recovery().unwrap();
    drop(workspace);
    let mut pty = place.start(&[]);
    pty.wait_for("onsite is locked");
    let needed = peak(&pty);
    end_by(&mut pty, Signal::TERM);

    let mut pty = limited(&place, needed + ROOM_KIB);
    unlock(&mut pty);
    assert_eq!(pty.wait_exit(), 70);
    assert_restored(&pty);
    let said = pty.screen().contents();
    assert!(said.contains("too little free memory"), "{said}");
    assert!(!said.contains("memory allocation of"), "{said}");

    let mut pty = place.start(&[]);
    unlock(&mut pty);
    pty.wait_for("Cases and visits");
    end_by(&mut pty, Signal::TERM);
}
