//! Taking in packets and packs.

use super::home::{Hand, Home};
use super::packets::{packet, real, take_real, take_training};
use onsite::domain::program::packet::VisitMode;
use onsite::domain::survey::decide::Act;
use onsite::standards::EMBEDDED;
use onsite::workspace::{Imported, Workspace, WorkspaceError};

fn refused(workspace: &mut Workspace, bytes: &[u8]) -> String {
    let before = workspace.list_cases(None, 10).unwrap();
    let error = workspace.import(bytes, true).unwrap_err();
    assert_eq!(workspace.list_cases(None, 10).unwrap(), before);
    assert!(
        matches!(
            error,
            WorkspaceError::Packet(_) | WorkspaceError::Problems(_)
        ),
        "{error}"
    );
    error.to_string()
}

#[test]
fn a_packet_opens_a_case_once() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let case = take_real(&mut workspace);
    let opened = workspace.open_case(&case).unwrap();
    let visit = opened.file.visit().unwrap();
    assert_eq!(visit.sites.len(), 2);
    assert_eq!(visit.pack.id, opened.file.pack.id);
    let surveyor = visit.surveyor.as_ref().unwrap();
    assert_eq!(
        (surveyor.name.as_str(), surveyor.principal.as_str()),
        ("Ann Miller", "ann-01")
    );
    assert_eq!(opened.pen.actor.as_str(), "ann-01");
    assert!(!opened.file.case.training);
    let count = opened.entries.len();
    let again = workspace.import(&real(&[]), true).unwrap();
    assert_eq!(
        again,
        Imported::Same {
            case: case.clone(),
            issue: 1
        }
    );
    assert_eq!(workspace.open_case(&case).unwrap().entries.len(), count);
    let listed = workspace.list_cases(None, 10).unwrap();
    assert_eq!(listed[0].state, "Not begun");
}

#[test]
fn a_higher_issue_is_shown_first_and_applied_when_agreed() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let case = take_real(&mut workspace);
    let next = real(&[
        ("\"issue\": 1", "\"issue\": 2"),
        ("\"mode\": \"on-site\"", "\"mode\": \"video\""),
    ]);
    let shown = workspace.import(&next, false).unwrap();
    let Imported::Differs { changes, .. } = &shown else {
        panic!("{shown:?}")
    };
    assert!(
        !changes.is_empty() && changes.iter().all(|c| c.ends_with('.')),
        "{changes:?}"
    );
    let held = workspace.open_case(&case).unwrap();
    assert_eq!(held.file.packet.issue, 1, "nothing is changed yet");
    let done = workspace.import(&next, true).unwrap();
    assert!(matches!(done, Imported::Updated { .. }));
    let held = workspace.open_case(&case).unwrap();
    assert_eq!(held.file.packet.issue, 2);
    assert_eq!(held.file.visit().unwrap().mode, VisitMode::Video);
    assert_eq!(
        workspace.import(&next, true).unwrap(),
        Imported::Same { case, issue: 2 }
    );
}

#[test]
fn what_does_not_fit_is_refused_and_nothing_is_changed() {
    let home = Home::new();
    let mut workspace = home.set_up();
    take_real(&mut workspace);
    let (one, two) = ("\"issue\": 1", "\"issue\": 2");
    workspace.import(&real(&[(one, two)]), true).unwrap();
    let older = real(&[("North", "Northern")]);
    assert!(refused(&mut workspace, &older).contains("Use the newer one"));
    let twin = real(&[(one, two), ("North", "Northern")]);
    assert!(refused(&mut workspace, &twin).contains("Two different packets"));
    let training = real(&[
        (one, "\"issue\": 3"),
        ("\"training\": false", "\"training\": true"),
    ]);
    assert!(refused(&mut workspace, &training).contains("real one"));
    let visit = real(&[(one, "\"issue\": 3"), ("\"id\": \"V1\"", "\"id\": \"V2\"")]);
    assert!(refused(&mut workspace, &visit).contains("second visit"));
    let edition = real(&[
        (one, "\"issue\": 3"),
        ("\"pack\": \"qcp-2016\"", "\"pack\": \"qcp-2024\""),
    ]);
    assert!(refused(&mut workspace, &edition).contains("edition"));
    let unknown = real(&[
        ("\"REAL-2026-LAKESIDE\"", "\"OTHER\""),
        ("\"pack\": \"qcp-2016\"", "\"pack\": \"qcp-1999\""),
    ]);
    assert!(refused(&mut workspace, &unknown).contains("qcp-1999"));
    refused(&mut workspace, b"{}");
    refused(&mut workspace, b"\xff\xfe");
}

#[test]
fn a_real_packet_does_not_go_into_training() {
    let home = Home::new();
    let mut workspace = home.set_up();
    take_training(&mut workspace);
    let wrong = packet(&[
        ("\"issue\": 1", "\"issue\": 2"),
        ("\"training\": true", "\"training\": false"),
    ]);
    assert!(refused(&mut workspace, &wrong).contains("is training"));
    let mut demo = Workspace::demo(super::home::world(&home.clock, 9)).unwrap();
    assert!(refused(&mut demo, &real(&[])).contains("demonstration"));
}

#[test]
fn who_is_not_assigned_is_told_so() {
    let home = Home::new();
    let mut workspace = home.set_up();
    workspace
        .set_profile("Ann Miller", "RN", Some("ann-02"))
        .unwrap();
    let imported = workspace.import(&real(&[]), false).unwrap();
    let Imported::Opened { notes, .. } = imported else {
        panic!("{imported:?}")
    };
    assert!(
        notes.iter().any(|note| note.contains("ann-02")),
        "{notes:?}"
    );
}

#[test]
fn a_pack_that_was_loaded_is_used_for_new_visits_and_kept_for_old_ones() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let old = take_training(&mut workspace);
    let pack = String::from_utf8(EMBEDDED[0].bytes.to_vec()).unwrap();
    let edition = workspace.open_case(&old).unwrap().file.pack.edition.clone();
    let official = pack.replace(
        &format!("\"edition\": \"{edition}\""),
        "\"edition\": \"Official\"",
    );
    assert_ne!(official, pack);
    let loaded = workspace.import(official.as_bytes(), false).unwrap();
    assert!(matches!(loaded, Imported::Pack { .. }), "{loaded:?}");
    let new = take_real(&mut workspace);
    drop(workspace);
    let mut workspace = home.again(2);
    assert_eq!(
        workspace.open_case(&new).unwrap().file.pack.edition,
        "Official"
    );
    assert_eq!(
        workspace.open_case(&old).unwrap().file.pack.edition,
        edition
    );
}

#[test]
fn work_goes_on_over_a_new_issue() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let case = take_real(&mut workspace);
    Hand::on(&mut workspace, &case).act(Act::ClearConflict(true));
    workspace
        .import(&real(&[("\"issue\": 1", "\"issue\": 2")]), true)
        .unwrap();
    let opened = workspace.open_case(&case).unwrap();
    assert!(opened.file.visit().unwrap().conflict_cleared.is_some());
    assert!(opened.file.case.conflicts.is_empty());
}
