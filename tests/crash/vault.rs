//! The vault stopped at every step: set-up, and changing the passphrase.
//!
//! A child (this same binary) does one act under `strace`, which kills it, or tells it that the
//! disk is full, at the nth call of one kind that changes a file; every kind, and every n (without
//! `ONSITE_CRASH_VAULT_ALL` every sixth), until the act runs through unharmed. Then either nothing was done and it can be done again, or everything
//! opens: data and signing key, with the passphrase and with the recovery code.

use super::home::{self, NEW_PASSPHRASE, PASSPHRASE};
use super::tools::tool;
use onsite::vault::Passphrase;
use onsite::workspace::{DataFolder, Found, KeyAfter, Workspace};
use std::path::Path;
use std::process::{Command, Stdio};

/// Set to a folder, it makes this binary the child.
const FOLDER: &str = "ONSITE_TEST_VAULT_FOLDER";
/// What it does.
const ACT: &str = "ONSITE_TEST_VAULT_ACT";

/// Set, it has every single step tried; otherwise every so many-th.
const ALL: &str = "ONSITE_CRASH_VAULT_ALL";
const USUAL_STEP: usize = 6;

/// The calls that change a file or make a change last.
const CALLS: [&str; 14] = [
    "openat",
    "write",
    "pwrite64",
    "ftruncate",
    "rename",
    "renameat",
    "renameat2",
    "linkat",
    "fsync",
    "fdatasync",
    "mkdir",
    "unlink",
    "unlinkat",
    "fallocate",
];
/// A kill, and a disk that is full from then on.
const FAULTS: [&str; 2] = ["signal=SIGKILL", "error=ENOSPC"];

/// Not a test of its own: the body of the child.
#[test]
fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let folder = Path::new(&folder);
    let done = match std::env::var(ACT).unwrap().as_str() {
        "set-up" => home::set_up(folder).map(drop),
        "change" => opened(folder, PASSPHRASE)
            .unwrap()
            .change_passphrase(&phrase(PASSPHRASE), &phrase(NEW_PASSPHRASE)),
        act => panic!("{act}?"),
    };
    // Not a panic: its own words would be calls too.
    std::process::exit(i32::from(done.is_err()));
}

fn phrase(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned())
}

fn opened(folder: &Path, passphrase: &str) -> Option<Workspace> {
    let mut workspace = Workspace::open(DataFolder::at(folder), home::world(7)).unwrap();
    workspace.unlock(&phrase(passphrase)).ok()?;
    Some(workspace)
}

/// How a child ended.
#[derive(Debug, PartialEq)]
enum Ended {
    Done,
    Refused,
    Killed,
}

fn run(strace: &Path, folder: &Path, act: &str, inject: &str) -> Ended {
    let status = Command::new(strace)
        .args(["-f", "-qq", "-o", "/dev/null", "-e", inject])
        .arg(std::env::current_exe().unwrap())
        .args(["vault::child", "--exact", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .env(ACT, act)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    match status.code() {
        Some(0) => Ended::Done,
        Some(_) => Ended::Refused,
        None => Ended::Killed,
    }
}

/// Does the act with every fault at every step, each time in a folder that `prepare` made; then
/// `check` looks at it. How many faults there were.
fn every_fault(act: &str, prepare: impl Fn(&Path), check: impl Fn(&Path, &str)) -> Option<u32> {
    let strace = tool("strace")?;
    let step = match std::env::var_os(ALL) {
        Some(_) => 1,
        None => USUAL_STEP,
    };
    let mut faults = 0;
    for call in CALLS {
        for fault in FAULTS {
            let mut unharmed = 0;
            for n in (1..).step_by(step) {
                let folder = tempfile::tempdir().unwrap();
                prepare(folder.path());
                let from = if fault == FAULTS[0] { "" } else { "+" };
                let inject = format!("inject={call}:{fault}:when={n}{from}");
                let ended = run(&strace, folder.path(), act, &inject);
                check(folder.path(), &format!("{act}: {inject}: {ended:?}"));
                faults += 1;
                // The first calls belong to the child's own beginning, and may be no matter to it.
                unharmed = if ended == Ended::Done {
                    unharmed + 1
                } else {
                    0
                };
                if unharmed > 1 {
                    break;
                }
            }
        }
    }
    println!("{act}: {faults} faults");
    Some(faults)
}

/// Whether this opens everything: the data and the signing key.
fn opens_everything(folder: &Path, passphrase: &str) -> bool {
    opened(folder, passphrase).is_some_and(|mut workspace| {
        workspace.signing_key(&phrase(passphrase)).unwrap();
        true
    })
}

#[test]
fn a_change_of_the_passphrase_stopped_anywhere_locks_nothing_out() {
    let made = tempfile::tempdir().unwrap();
    let code = home::set_up(made.path()).unwrap();
    let prepare = |folder: &Path| {
        for entry in std::fs::read_dir(made.path()).unwrap() {
            let path = entry.unwrap().path();
            std::fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
        }
    };
    let (mut old, mut new) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    let faults = every_fault("change", prepare, |folder, what| {
        let which = match opens_everything(folder, PASSPHRASE) {
            true => &old,
            false => {
                std::fs::remove_file(folder.join("tries.json")).unwrap();
                assert!(opens_everything(folder, NEW_PASSPHRASE), "{what}");
                &new
            }
        };
        which.set(which.get() + 1);
        let mut workspace = Workspace::open(DataFolder::at(folder), home::world(8)).unwrap();
        workspace.unlock_with_code(&code).unwrap();
        let kept = workspace.renew_passphrase(&phrase(NEW_PASSPHRASE)).unwrap();
        assert_eq!(kept, KeyAfter::Kept, "{what}");
    });
    if let Some(faults) = faults {
        let (old, new) = (*old.get_mut(), *new.get_mut());
        assert!(old > 0 && new > 0, "{faults} faults, {old} old, {new} new");
    }
}

#[test]
fn a_set_up_stopped_anywhere_is_begun_again_and_what_was_there_stays() {
    let prepare = |folder: &Path| std::fs::write(folder.join("roster.onsite.zip"), "held").unwrap();
    let (mut whole, mut again) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    let faults = every_fault("set-up", prepare, |folder, what| {
        let held = std::fs::read_to_string(folder.join("roster.onsite.zip")).unwrap();
        assert_eq!(held, "held", "{what}");
        let data = DataFolder::at(folder);
        let found = data.look();
        let which = match found {
            Found::Whole => &whole,
            Found::Nothing => {
                home::set_up(folder).unwrap_or_else(|error| panic!("{what}: {error}"));
                &again
            }
            Found::Parts(parts) => panic!("{what}: {parts}"),
        };
        assert!(opens_everything(folder, PASSPHRASE), "{what}");
        which.set(which.get() + 1);
    });
    if let Some(faults) = faults {
        let (whole, again) = (*whole.get_mut(), *again.get_mut());
        assert!(
            whole > 0 && again > 0,
            "{faults} faults, {whole} whole, {again} again"
        );
    }
}
