//! Backups from the command line: made, gone back to, refused.

use crate::place::Place;
use std::fs;

const PASS: [&str; 2] = ["--passphrase-file", "pass"];

fn only_folder_in(place: &Place, shelf: &str) -> String {
    let mut names = fs::read_dir(place.path(shelf)).unwrap();
    let name = names.next().unwrap().unwrap().file_name();
    assert!(names.next().is_none());
    format!("{shelf}/{}", name.into_string().unwrap())
}

#[test]
fn a_backup_is_made_and_gone_back_to() {
    let place = Place::new();
    place.set_up();
    let nowhere = place.run(&["backup", PASS[0], PASS[1]]);
    assert_eq!(nowhere.code, 2);
    assert!(
        nowhere.err.contains("onsite backup --to FOLDER"),
        "{}",
        nowhere.err
    );
    let made = place.run(&["backup", "--to", "stick", PASS[0], PASS[1]]);
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(
        made.out.starts_with("Backed up and read back:"),
        "{}",
        made.out
    );
    let backup = only_folder_in(&place, "stick");
    assert!(made.out.contains(&backup), "{}", made.out);

    let there = place.run(&["restore", &backup, PASS[0], PASS[1]]);
    assert_eq!(there.code, 1);
    assert!(there.err.contains("--put-aside"), "{}", there.err);
    let back = place.run(&["restore", &backup, "--put-aside", PASS[0], PASS[1]]);
    assert_eq!(back.code, 0, "{}", back.err);
    assert!(
        back.out.starts_with("Restored as it was on "),
        "{}",
        back.out
    );
    assert!(back.out.contains("before-restore-"), "{}", back.out);
    // The place is remembered in what was restored too.
    let key = place.run(&["key", PASS[0], PASS[1]]);
    assert_eq!(key.code, 0, "{}", key.err);
}

#[test]
fn what_is_no_backup_is_told_and_a_wrong_passphrase_too() {
    let place = Place::new();
    place.set_up();
    fs::create_dir(place.path("empty")).unwrap();
    for folder in ["empty", "gone"] {
        let told = place.run(&["restore", folder, "--put-aside", PASS[0], PASS[1]]);
        assert_eq!(told.code, 1, "{folder}");
        assert!(told.err.contains("no backup.json"), "{}", told.err);
        assert!(told.err.contains("Nothing was changed"), "{}", told.err);
    }
    assert_eq!(
        place
            .run(&["backup", "--to", "stick", PASS[0], PASS[1]])
            .code,
        0
    );
    fs::write(place.path("wrong"), "something else\n").unwrap();
    let backup = only_folder_in(&place, "stick");
    let arguments = [
        "restore",
        &backup,
        "--put-aside",
        "--passphrase-file",
        "wrong",
    ];
    let told = place.run(&arguments);
    assert_eq!(told.code, 1);
    assert!(told.err.contains("passphrase is not right"), "{}", told.err);
}
