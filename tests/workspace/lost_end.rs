//! An older copy of the database that is put back: told, gone on with only when that was wanted, and
//! never signed a second time under one revision.

use super::finished::finish;
use super::home::{Home, passphrase};
use super::packets;
use onsite::workspace::{Unlocked, WorkspaceError};

#[test]
fn an_older_copy_is_told_and_opened_only_when_that_is_wanted() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let case = packets::take_real(&mut workspace);
    workspace.lock().unwrap();
    let older = std::fs::read(home.data().database()).unwrap();
    workspace.unlock(&passphrase()).unwrap();
    finish(&mut workspace, &case);
    let all = workspace.open_case(&case).unwrap().entries.len();
    workspace.lock().unwrap();
    std::fs::write(home.data().database(), older).unwrap();
    let told = workspace.unlock(&passphrase()).unwrap_err();
    let words = told.lost_end().unwrap();
    assert!(words.contains("Nov 17, 2026"), "{words}");
    assert!(words.contains(case.as_str()), "{words}");
    assert!(!workspace.is_open());
    assert!(matches!(
        workspace.open_case(&case),
        Err(WorkspaceError::Locked)
    ));
    assert_eq!(workspace.go_on_without_end().unwrap(), Unlocked::Ready);
    assert!(workspace.open_case(&case).unwrap().entries.len() < all);
    drop(workspace);
    let mut workspace = home.again(5);
    finish(&mut workspace, &case);
}

#[test]
fn a_second_revision_1_is_not_signed_while_the_first_one_lies_there() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let case = packets::take_real(&mut workspace);
    finish(&mut workspace, &case);
    workspace.lock().unwrap();
    let older = std::fs::read(home.data().database()).unwrap();
    workspace.unlock(&passphrase()).unwrap();
    let signed = workspace.seal(&case, "AM", &passphrase(), None).unwrap();
    let bytes = std::fs::read(&signed.path).unwrap();
    workspace.lock().unwrap();
    std::fs::write(home.data().database(), older).unwrap();
    assert!(workspace.unlock(&passphrase()).is_err());
    workspace.go_on_without_end().unwrap();
    let elsewhere = home.folder.path().join("stick");
    for out in [None, Some(elsewhere.as_path())] {
        let refused = workspace.seal(&case, "AM", &passphrase(), out).unwrap_err();
        let WorkspaceError::SignedBefore { path, revision } = &refused else {
            panic!("{refused}")
        };
        assert_eq!((path, *revision), (&signed.path, 1));
    }
    assert_eq!(std::fs::read(&signed.path).unwrap(), bytes);
    // Only what was moved away, on purpose, is signed anew.
    std::fs::rename(&signed.path, home.folder.path().join("aside.zip")).unwrap();
    workspace.seal(&case, "AM", &passphrase(), None).unwrap();
}
