//! What is left of an earlier vault: nothing of it is ever written over, and it can be put back.

use super::home::{Home, passphrase, set_up};
use onsite::workspace::{Found, Parts, Workspace, WorkspaceError};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// All files under a folder with what is in them, but for the lock.
fn all(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(all(&path));
        } else if path.file_name().unwrap() != "lock" {
            found.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    found
}

fn parts(workspace: &Workspace) -> Parts {
    match workspace.folder().look() {
        Found::Parts(parts) => parts,
        found => panic!("{found:?}"),
    }
}

/// A vault with a visit in it, of which some files were moved away.
fn without(names: &[&str]) -> (Home, PathBuf) {
    let home = Home::new();
    home.set_up().training_case().unwrap();
    let away = home.folder.path().join("away");
    fs::create_dir(&away).unwrap();
    for name in names {
        fs::rename(home.data().path().join(name), away.join(name)).unwrap();
    }
    (home, away)
}

#[test]
fn any_part_of_an_earlier_vault_is_told_and_nothing_is_written_over() {
    for (gone, missing) in [
        (&["onsite.db"][..], "onsite.db (your visits and answers"),
        (&["vault.json"], "vault.json (what your passphrase"),
        (
            &["onsite.db", "vault.json"],
            "vault.json (what your passphrase",
        ),
        (
            &["onsite.db", "signing_key", "signing_key.pub"],
            "onsite.db",
        ),
    ] {
        let (home, away) = without(gone);
        let before = all(home.data().path());
        let mut workspace = home.locked(2);
        let told = parts(&workspace);
        assert!(told.missing[0].starts_with(missing), "{told}");
        for name in [
            "vault.json",
            "onsite.db",
            "head",
            "signing_key",
            "signing_key.pub",
        ] {
            let begins = format!("{name} (");
            let there = told.there.iter().any(|line| line.starts_with(&begins));
            assert_eq!(there, !gone.contains(&name), "{name}: {told}");
        }
        for error in [
            set_up(&mut workspace).unwrap_err(),
            workspace.unlock(&passphrase()).unwrap_err(),
        ] {
            assert!(matches!(error, WorkspaceError::Parts(_)), "{error}");
        }
        assert_eq!(all(home.data().path()), before, "{gone:?}");
        // Put back, everything opens.
        for name in gone {
            fs::rename(away.join(name), home.data().path().join(name)).unwrap();
        }
        assert_eq!(workspace.folder().look(), Found::Whole);
        workspace.unlock(&passphrase()).unwrap();
        assert!(workspace.signing_key(&passphrase()).is_ok());
    }
}

#[test]
fn a_lost_log_a_signed_file_and_what_was_put_aside_are_traces_too() {
    for (name, said) in [
        ("onsite.db-wal", "onsite.db-wal (your last answers"),
        ("signing_key", "signing_key (your signing key"),
        ("signed/1.onsite.zip", "signed (signed files)"),
        (
            "before-2026-11-17/vault.json",
            "before-2026-11-17 (put aside",
        ),
        ("signing_key.before-1", "signing_key.before-1 (put aside"),
    ] {
        let home = Home::new();
        let workspace = home.locked(1);
        let path = home.data().path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, "words").unwrap();
        let told = parts(&workspace);
        assert!(told.there[0].starts_with(said), "{told}");
        assert_eq!(told.missing.len(), 2, "{told}");
    }
}

#[test]
fn starting_over_keeps_everything_and_it_can_be_opened_again() {
    let (home, away) = without(&["onsite.db"]);
    let before = all(home.data().path());
    let mut workspace = home.locked(2);
    workspace.start_over().unwrap();
    set_up(&mut workspace).unwrap();
    workspace.training_case().unwrap();
    let kept = home.data().path().join("before-2026-11-17-090000");
    let moved = |path: &Path| kept.join(path.file_name().unwrap());
    for (path, bytes) in &before {
        assert_eq!(&fs::read(moved(path)).unwrap(), bytes, "{}", path.display());
    }
    // What was set up since is whole, and no further start over touches it.
    assert!(matches!(
        workspace.start_over(),
        Err(WorkspaceError::AlreadySetUp(_))
    ));
    drop(workspace);
    home.again(3);
    // The database found again opens where the rest is kept.
    fs::rename(away.join("onsite.db"), kept.join("onsite.db")).unwrap();
    let mut workspace = home.locked(4);
    workspace.use_folder(&kept).unwrap();
    workspace.unlock(&passphrase()).unwrap();
    assert_eq!(workspace.list_cases(None, 9).unwrap().len(), 1);
}

#[test]
fn another_folder_is_used_and_the_first_one_stays() {
    let (home, _) = without(&["onsite.db"]);
    let before = all(home.data().path());
    let other = home.folder.path().join("other");
    let mut workspace = home.locked(2);
    let relative = workspace.use_folder(Path::new("other"));
    assert!(matches!(relative, Err(WorkspaceError::NotWhole)));
    workspace.use_folder(&other).unwrap();
    assert_eq!(workspace.folder().look(), Found::Nothing);
    set_up(&mut workspace).unwrap();
    assert_eq!(all(home.data().path()), before);
    // The first folder is free for another onsite.
    home.locked(3);
}

#[test]
fn a_set_up_that_was_not_finished_is_no_earlier_vault_and_is_begun_again() {
    let home = Home::new();
    drop(home.set_up());
    // As a kill leaves it just before the end.
    fs::write(home.data().path().join("set-up-unfinished"), "").unwrap();
    fs::remove_file(home.data().database()).unwrap();
    let mut workspace = home.locked(2);
    assert_eq!(workspace.folder().look(), Found::Nothing);
    set_up(&mut workspace).unwrap();
    drop(workspace);
    assert_eq!(home.locked(3).folder().look(), Found::Whole);
    home.again(4);
}
