//! Backups: made while one works, read back, gone back to.

use super::effects::with_training;
use super::home::{Hand, Home, passphrase, set_up, world};
use super::packets::{take_real, take_training};
use onsite::domain::survey::answers::NoteTarget;
use onsite::domain::survey::decide::Act;
use onsite::domain::values::ids::CaseId;
use onsite::tui::desk::Effect;
use onsite::vault::Passphrase;
use onsite::workspace::{
    BackupMade, BackupStep, BackupWork, DataFolder, Restored, Workspace, WorkspaceError,
};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

const WORDS: &str = "Two nurses, at the chair, with the label in hand.";

fn finish(workspace: &mut Workspace, work: &mut BackupWork) -> BackupMade {
    loop {
        if let BackupStep::Made(made) = workspace.step_backup(work).unwrap() {
            return made;
        }
    }
}

fn back_up(workspace: &mut Workspace, shelf: &Path) -> BackupMade {
    let mut work = workspace.begin_backup(shelf).unwrap();
    finish(workspace, &mut work)
}

/// A data folder with one visit, on which something was noted.
fn working(home: &Home) -> (Workspace, CaseId) {
    let mut workspace = home.set_up();
    let case = take_training(&mut workspace);
    note(&mut workspace, &case, WORDS);
    (workspace, case)
}

fn note(workspace: &mut Workspace, case: &CaseId, words: &str) {
    let mut hand = Hand::on(workspace, case);
    let text = Some(hand.text(words));
    let on = NoteTarget::Standard(hand.opened.file.pack.standards[0].id.clone());
    hand.act(Act::WriteNote { on, text });
}

fn noted(workspace: &mut Workspace, case: &CaseId) -> Vec<String> {
    let opened = workspace.open_case(case).unwrap();
    let notes = opened.file.visit().unwrap().notes.values();
    notes
        .filter_map(|id| Some(opened.file.texts.get(id)?.to_string()))
        .collect()
}

/// The workspace of another folder, gone back to a backup, with what is told of it.
fn go_back(
    home: &Home,
    to: &str,
    from: &Path,
    secret: &str,
    aside: bool,
) -> Result<(Workspace, Restored), WorkspaceError> {
    let folder = DataFolder::at(home.folder.path().join(to));
    let mut workspace = Workspace::open(folder, world(&home.clock, 9)).unwrap();
    let secret = Passphrase::new(secret);
    let restored = workspace.restore(from, &secret, aside, &mut |_, _| true)?;
    Ok((workspace, restored))
}

/// Every file below a folder but the lock, with its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if !path.ends_with("lock") {
            found.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
    found
}

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

#[test]
fn what_was_backed_up_is_gone_back_to_and_worked_on() {
    let home = Home::new();
    let shelf = home.folder.path().join("stick");
    let (mut workspace, case) = working(&home);
    let made = back_up(&mut workspace, &shelf);
    drop(workspace);
    let (mut workspace, restored) =
        go_back(&home, "other", &made.path, super::home::PASSPHRASE, false).unwrap();
    assert_eq!((restored.entries, restored.put_aside), (made.entries, None));
    assert_eq!(workspace.profile().unwrap().name, "Ann Miller");
    assert!(workspace.key_trouble().is_none());
    let before = noted(&mut workspace, &case);
    assert_eq!(before, [WORDS]);
    note(&mut workspace, &case, "Seen again.");
    // Another laptop may go on under the old device id.
    let opened = workspace.open_case(&case).unwrap();
    let devices: std::collections::BTreeSet<_> = opened
        .entries
        .iter()
        .map(|entry| entry.device.clone())
        .collect();
    assert_eq!(devices.len(), 2, "{devices:?}");
    drop(workspace);
    let mut again = Workspace::open(
        DataFolder::at(home.folder.path().join("other")),
        world(&home.clock, 4),
    )
    .unwrap();
    again.unlock(&passphrase()).unwrap();
    assert_eq!(noted(&mut again, &case), ["Seen again."]);
}

#[test]
fn the_recovery_code_goes_back_to_it_too() {
    let home = Home::new();
    let mut workspace = home.locked(1);
    let code = set_up(&mut workspace).unwrap();
    take_real(&mut workspace);
    let made = back_up(&mut workspace, &home.folder.path().join("stick"));
    go_back(&home, "other", &made.path, &code, false).unwrap();
    let wrong = go_back(&home, "third", &made.path, "velvet otter kiln lamp", false);
    assert!(matches!(wrong, Err(WorkspaceError::Vault(_))), "{wrong:?}");
    let third = home.folder.path().join("third");
    let left: Vec<_> = files(&third).into_keys().collect();
    assert_eq!(
        left,
        [third.join("tries.json")],
        "wrong tries slow down here too"
    );
}

#[test]
fn what_is_entered_while_it_is_copied_stays_here_and_is_not_in_it() {
    let home = Home::new();
    let (mut workspace, case) = working(&home);
    let mut work = workspace
        .begin_backup(&home.folder.path().join("stick"))
        .unwrap();
    // More than SQLite would leave in the log by itself, and a rest in between.
    let mut hand = Hand::on(&mut workspace, &case);
    let on = NoteTarget::Standard(hand.opened.file.pack.standards[0].id.clone());
    for number in 0..300 {
        let text = Some(hand.text(&format!("{number} {}", "words ".repeat(500))));
        let on = on.clone();
        hand.act(Act::WriteNote { on, text });
    }
    workspace.tidy().unwrap();
    let made = finish(&mut workspace, &mut work);
    let (_, since) = workspace.last_backup().unwrap().unwrap();
    assert_eq!(since, 300);
    let (mut other, _) =
        go_back(&home, "other", &made.path, super::home::PASSPHRASE, false).unwrap();
    assert_eq!(noted(&mut other, &case), [WORDS]);
    drop(workspace);
    let mut workspace = home.again(3);
    assert!(noted(&mut workspace, &case)[0].starts_with("299 "));
}

#[test]
fn a_text_erased_while_it_is_copied_is_not_in_it() {
    let home = Home::new();
    let (mut workspace, case) = working(&home);
    let mut work = workspace
        .begin_backup(&home.folder.path().join("stick"))
        .unwrap();
    workspace.step_backup(&mut work).unwrap();
    let mut hand = Hand::on(&mut workspace, &case);
    let id = *hand
        .opened
        .file
        .visit()
        .unwrap()
        .notes
        .values()
        .next()
        .unwrap();
    hand.events(vec![onsite::domain::survey::events::Event::Redacted {
        text: id,
    }]);
    let made = finish(&mut workspace, &mut work);
    let (mut other, _) =
        go_back(&home, "other", &made.path, super::home::PASSPHRASE, false).unwrap();
    assert!(noted(&mut other, &case).is_empty());
}

#[test]
fn a_stopped_or_killed_one_leaves_nothing_behind() {
    let home = Home::new();
    let shelf = home.folder.path().join("stick");
    let (mut workspace, _) = working(&home);
    let work = workspace.begin_backup(&shelf).unwrap();
    assert_eq!(fs::read_dir(&shelf).unwrap().count(), 1);
    workspace.stop_backup(work).unwrap();
    assert_eq!(fs::read_dir(&shelf).unwrap().count(), 0);
    // What a killed one leaves is never taken for a backup, and the next one removes it.
    std::mem::forget(workspace.begin_backup(&shelf).unwrap());
    let left = fs::read_dir(&shelf)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let told = go_back(&home, "other", &left, super::home::PASSPHRASE, false).unwrap_err();
    assert!(told.to_string().contains("no backup.json"), "{told}");
    back_up(&mut workspace, &shelf);
    assert!(!left.exists());
    assert_eq!(fs::read_dir(&shelf).unwrap().count(), 1);
}

#[test]
fn older_ones_of_this_laptop_are_removed_and_nothing_else() {
    let home = Home::new();
    let shelf = home.folder.path().join("stick");
    fs::create_dir_all(shelf.join("onsite-backup-2020-01-01-080000")).unwrap();
    fs::write(shelf.join("holiday.jpg"), "x").unwrap();
    let (mut workspace, _) = working(&home);
    let mut removed = 0;
    for _ in 0..5 {
        home.clock.forward(60);
        removed += back_up(&mut workspace, &shelf).removed;
    }
    assert_eq!(removed, 2);
    assert_eq!(fs::read_dir(&shelf).unwrap().count(), 3 + 2);
}

#[test]
fn a_backup_that_is_not_whole_changes_nothing() {
    let home = Home::new();
    let (mut workspace, _) = working(&home);
    let made = back_up(&mut workspace, &home.folder.path().join("stick"));
    drop(workspace);
    let names: Vec<String> = fs::read_dir(&made.path)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "READ ME.txt")
        .collect();
    assert!(names.len() >= 5, "{names:?}");
    let before = files(home.data().path());
    for (number, name) in names.iter().enumerate() {
        for damage in ["flipped", "cut", "gone", "longer"] {
            let bad = home.folder.path().join(format!("bad-{number}-{damage}"));
            copied(&made.path, &bad);
            let path = bad.join(name);
            let mut bytes = fs::read(&path).unwrap();
            match damage {
                "flipped" => {
                    let middle = bytes.len() / 2;
                    bytes[middle] ^= 1;
                }
                "cut" => bytes.truncate(bytes.len() - 1),
                "longer" => bytes.push(b'}'),
                _ => {}
            }
            match damage {
                "gone" => fs::remove_file(&path).unwrap(),
                _ => fs::write(&path, bytes).unwrap(),
            }
            let told = go_back(&home, "data", &bad, super::home::PASSPHRASE, true);
            // A bit of backup.json may be one of its times or names of the program.
            if name == "backup.json" && damage == "flipped" && told.is_ok() {
                continue;
            }
            assert!(
                matches!(told, Err(WorkspaceError::BadBackup { .. })),
                "{name} {damage}: {told:?}"
            );
            assert_eq!(files(home.data().path()), before, "{name} {damage}");
        }
    }
}

#[test]
fn what_is_there_is_kept_aside_whole_or_nothing_is_done() {
    let home = Home::new();
    let (mut workspace, case) = working(&home);
    let made = back_up(&mut workspace, &home.folder.path().join("stick"));
    note(&mut workspace, &case, "After the backup.");
    drop(workspace);
    let before = files(home.data().path());
    let refused = go_back(&home, "data", &made.path, super::home::PASSPHRASE, false);
    assert!(
        matches!(refused, Err(WorkspaceError::DataThere(_))),
        "{refused:?}"
    );
    assert_eq!(files(home.data().path()), before);
    let (mut back, restored) =
        go_back(&home, "data", &made.path, super::home::PASSPHRASE, true).unwrap();
    assert_eq!(noted(&mut back, &case), [WORDS]);
    let aside = restored.put_aside.unwrap();
    drop(back);
    for (path, bytes) in &before {
        let kept = aside.join(path.file_name().unwrap());
        assert_eq!(&fs::read(&kept).unwrap(), bytes, "{}", kept.display());
    }
    // And that can be opened as it was.
    let mut old = Workspace::open(DataFolder::at(&aside), world(&home.clock, 5)).unwrap();
    old.unlock(&passphrase()).unwrap();
    assert_eq!(noted(&mut old, &case), ["After the backup."]);
}

#[test]
fn it_can_be_stopped_and_never_goes_into_the_data_itself() {
    let home = Home::new();
    let (mut workspace, _) = working(&home);
    let inside = home.data().path().join("backups");
    let told = workspace.begin_backup(&inside).unwrap_err();
    assert!(matches!(told, WorkspaceError::BackupInside(_)), "{told:?}");
    let made = back_up(&mut workspace, &home.folder.path().join("stick"));
    let folder = DataFolder::at(home.folder.path().join("other"));
    let secret = passphrase();
    let mut other = Workspace::open(folder.clone(), world(&home.clock, 9)).unwrap();
    let told = other.restore(&made.path, &secret, false, &mut |_, _| false);
    assert!(matches!(told, Err(WorkspaceError::Stopped)), "{told:?}");
    assert!(files(folder.path()).is_empty());
}

#[test]
fn a_backup_goes_on_while_keys_are_read_and_can_be_stopped() {
    let home = Home::new();
    let (mut table, _) = with_training(&home);
    let stick = home.folder.path().join("stick");
    table.run(Effect::LookForDisks);
    assert_eq!(table.desk.backup.last, None);
    table.run(Effect::BeginBackup(stick.clone()));
    table.run(Effect::StepBackup);
    let (done, total) = table.desk.backup.going.unwrap();
    assert!(done > 0 && done <= total, "{done} of {total}");
    table.run(Effect::StopBackup);
    assert_eq!(table.desk.backup.going, None);
    assert_eq!(std::fs::read_dir(&stick).unwrap().count(), 0);
    table.run(Effect::BeginBackup(stick.clone()));
    while table.desk.backup.going.is_some() {
        table.run(Effect::StepBackup);
    }
    assert_eq!(table.desk.backup.last.as_ref().unwrap().since, 0);
    let made = table.desk.backup.made.clone().unwrap();
    assert!(made.path.contains("onsite-backup-2026-11-17-"), "{made:?}");
    // Locking in the middle gives it up.
    table.run(Effect::BeginBackup(stick.clone()));
    table.run(Effect::StepBackup);
    table.run(Effect::Lock);
    assert_eq!(std::fs::read_dir(&stick).unwrap().count(), 1);
}
