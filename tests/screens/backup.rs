//! A backup from the screens: where it goes, how far it is, stopping it, where it lies.

use crate::screen::Harness;
use crate::stage::{Stage, desk, look, now, play};
use onsite::domain::values::ids::CaseId;
use onsite::tui::desk::{BackupFolder, CaseLine, Effect, LastBackup};
use onsite::tui::screens::{EffectResult, Route};
use std::path::PathBuf;

const STICK: &str = "/media/robin/STICK";

/// The list of cases, with a stick plugged in.
fn cases(last: Option<LastBackup>) -> Harness<Stage> {
    let mut desk = desk();
    desk.cases = vec![CaseLine {
        id: CaseId::new("2026-HILL").unwrap(),
        practice: "Hill Country Cancer Care".to_owned(),
        training: false,
        state: "97 answers to do".to_owned(),
        last_at: Some(now()),
    }];
    desk.backup.disks = vec![PathBuf::from(STICK), PathBuf::from("/media/robin/OFFICE")];
    desk.backup.last = last;
    play(desk, vec![Route::Cases])
}

fn last(is_there: bool, since: u64) -> Option<LastBackup> {
    Some(LastBackup {
        at: now() - chrono::Duration::hours(16),
        shelf: PathBuf::from(STICK),
        is_there,
        since,
    })
}

pub fn choosing() -> Harness<Stage> {
    let mut play = cases(last(false, 45));
    play.keys("B");
    play.program.ended(EffectResult::Done);
    play
}

pub fn going() -> Harness<Stage> {
    let mut play = choosing();
    play.keys("1");
    play.program.app.desk.backup.going = Some((12_400_000, 27_000_000));
    play
}

pub fn made() -> Harness<Stage> {
    let mut play = going();
    play.program.app.desk.backup.going = None;
    play.program.app.desk.backup.made = Some(BackupFolder {
        path: format!("{STICK}/onsite-backup-2026-11-18-094200"),
        bytes: 27_004_000,
        removed: 2,
    });
    play.program.ended(EffectResult::Done);
    play
}

#[test]
fn the_list_of_cases_says_when_the_last_backup_was_made() {
    assert!(look(&mut cases(None)).contains("no backup yet"));
    let shown = look(&mut cases(last(true, 3)));
    assert!(shown.contains("last backup Nov 17, 2026, 17:42"), "{shown}");
}

#[test]
fn one_key_makes_it_where_the_last_one_is() {
    let mut play = cases(last(true, 45));
    play.keys("B");
    assert_eq!(
        play.program.asked(),
        [Effect::ListCases, Effect::LookForDisks]
    );
    play.program.ended(EffectResult::Done);
    let begun = Effect::BeginBackup(PathBuf::from(STICK));
    assert_eq!(play.program.asked(), [begun]);
}

#[test]
fn where_it_goes_is_chosen_when_that_disk_is_not_there() {
    let mut play = choosing();
    let shown = look(&mut play);
    assert!(shown.contains("45 entries since then are not"), "{shown}");
    play.program.asked();
    play.keys("2");
    let begun = Effect::BeginBackup(PathBuf::from("/media/robin/OFFICE"));
    assert_eq!(play.program.asked(), [begun]);
    let mut play = choosing();
    play.program.asked();
    play.keys("3").type_text("'/srv/my backups'").keys("Enter");
    let begun = Effect::BeginBackup(PathBuf::from("/srv/my backups"));
    assert_eq!(play.program.asked(), [begun]);
}

#[test]
fn it_is_stopped_by_going_back() {
    let mut play = going();
    assert!(look(&mut play).contains("45 %  12.4 MB of 27.0 MB"));
    play.program.asked();
    play.keys("Esc");
    assert_eq!(play.program.asked(), [Effect::StopBackup]);
    assert!(look(&mut play).contains("Where does it go?"));
    play.keys("Esc");
    assert!(look(&mut play).contains("Cases and visits"));
}

#[test]
fn what_went_wrong_is_read_whole() {
    let mut play = going();
    let why = "/media/robin/STICK could not be written (No space left on device). Check the disk, \
               and that the folder is yours to write in.";
    play.program.ended(EffectResult::Failed(why.to_owned()));
    let shown = look(&mut play);
    for words in ["No backup was made.", "No space left", "yours to write in."] {
        assert!(shown.contains(words), "{shown}");
    }
}

#[test]
fn where_it_lies_is_shown() {
    let shown = look(&mut made());
    assert!(shown.contains("read back: it is whole"), "{shown}");
    assert!(shown.contains("onsite-backup-2026-11-18-094200"), "{shown}");
    assert!(shown.contains("2 older backups removed"), "{shown}");
}

#[test]
fn the_demonstration_has_nothing_to_back_up() {
    let mut play = cases(None);
    play.program.app.desk.demo = true;
    let shown = look(&mut play);
    assert!(!shown.contains("backup"), "{shown}");
    play.keys("B");
    play.program.asked();
    let why = "There is nothing to back up here: all of it is thrown away at the end.".to_owned();
    play.program.ended(EffectResult::Failed(why));
    assert!(look(&mut play).contains("nothing to back up here"));
}
