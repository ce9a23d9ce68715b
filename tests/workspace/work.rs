//! Working in a case: opening it, answering, drafts, notes to self, the list.

use super::finished::finish;
use super::home::{Hand, Home, passphrase, world};
use super::packets;
use onsite::domain::pack::Method;
use onsite::domain::survey::answers::{Answer, AnswerValue, Cell, CheckKey, NoteTarget};
use onsite::domain::survey::decide::Act;
use onsite::domain::values::ids::CaseId;
use onsite::store::{Batch, InstanceLock, NewEntry, Store, StoreError};
use onsite::vault::Vault;
use onsite::workspace::{OpenedCase, Workspace, WorkspaceError};

/// A document check that is not answered Not met yet, at its first document.
fn not_met(opened: &OpenedCase) -> (CheckKey, Act) {
    let visit = opened.file.visit().unwrap();
    let document = visit
        .sources
        .iter()
        .find(|source| source.details.kind.method() == Method::Policy)
        .unwrap();
    let (_, element) = opened
        .file
        .pack
        .elements()
        .find(|(_, element)| element.checks.need(Method::Policy).is_some())
        .unwrap();
    let check = CheckKey {
        element: element.id.clone(),
        method: Method::Policy,
    };
    let act = Act::Answer {
        cell: Cell {
            check: check.clone(),
            site: None,
            source: Some(document.id.clone()),
        },
        answer: Some(Answer::because(AnswerValue::NotMet, None)),
    };
    (check, act)
}

fn training(workspace: &mut Workspace) -> CaseId {
    workspace.training_case().unwrap()
}

#[test]
fn the_demo_is_open_half_done_and_gone_at_the_end() {
    let home = Home::new();
    let mut demo = Workspace::demo(world(&home.clock, 1)).unwrap();
    let folder = demo.folder().path().to_owned();
    assert!(demo.is_demo() && demo.is_open());
    let cases = demo.list_cases(None, 10).unwrap();
    assert_eq!(cases.len(), 1);
    assert!(cases[0].training, "{cases:?}");
    assert!(cases[0].practice.contains("TRAINING"), "{cases:?}");
    assert_eq!(cases[0].state, "1 answer to do");
    let opened = demo.open_case(&cases[0].id).unwrap();
    assert!(opened.file.case.training && opened.file.board.open() > 0);
    assert_eq!(demo.training_case().unwrap(), cases[0].id, "made once");
    drop(demo);
    assert!(!folder.exists());
}

#[test]
fn what_is_entered_is_there_after_opening_again() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let case = training(&mut workspace);
    let mut hand = Hand::on(&mut workspace, &case);
    let (check, act) = not_met(&hand.opened);
    hand.act(act);
    let words = hand.text("The policy does not name the second check.");
    let note = NoteTarget::Check(check);
    hand.act(Act::WriteNote {
        on: note.clone(),
        text: Some(words),
    });
    let before = hand.opened.file.clone();
    drop(workspace);
    let mut workspace = home.again(2);
    let after = workspace.open_case(&case).unwrap();
    assert_eq!(after.file.case, before.case);
    assert_eq!(after.file.board, before.board);
    let visit = after.file.visit().unwrap();
    assert!(
        after
            .file
            .words(&visit.notes[&note])
            .contains("second check")
    );
}

#[test]
fn the_list_follows_every_answer_and_pages() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let case = training(&mut workspace);
    let before = workspace.list_cases(None, 10).unwrap();
    home.clock.forward(3_600);
    let mut hand = Hand::on(&mut workspace, &case);
    let (_, act) = not_met(&hand.opened);
    hand.act(act);
    let after = workspace.list_cases(None, 10).unwrap();
    assert_ne!(before[0].last_at, after[0].last_at);
    let rest = workspace.list_cases(Some(after[0].number), 10).unwrap();
    assert_eq!(rest, []);
}

#[test]
fn a_draft_left_by_a_crash_is_handed_back_until_it_is_done() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let case = training(&mut workspace);
    workspace
        .save_draft(&case, "check/x/policy", "half a sen")
        .unwrap();
    workspace
        .save_private(&case, "standard/1.1", "ask Bob")
        .unwrap();
    drop(workspace);
    let mut workspace = home.again(2);
    let mut hand = Hand::on(&mut workspace, &case);
    assert_eq!(hand.opened.drafts["check/x/policy"], "half a sen");
    assert_eq!(hand.opened.private["standard/1.1"], "ask Bob");
    let printed = format!("{:?}", hand.opened);
    assert!(!printed.contains("half a sen") && !printed.contains("ask Bob"));
    hand.done("check/x/policy");
    hand.write().unwrap();
    workspace.save_private(&case, "standard/1.1", "  ").unwrap();
    let opened = workspace.open_case(&case).unwrap();
    assert!(opened.drafts.is_empty() && opened.private.is_empty());
}

#[test]
fn the_place_and_the_last_case_are_kept_when_it_is_closed() {
    let home = Home::new();
    let mut workspace = home.set_up();
    assert_eq!(workspace.last_case().unwrap(), None);
    let case = training(&mut workspace);
    workspace.open_case(&case).unwrap();
    workspace.remember_place(&case, "here".to_owned()).unwrap();
    assert_eq!(
        workspace.open_case(&case).unwrap().place.as_deref(),
        Some("here")
    );
    drop(workspace);
    let mut workspace = home.again(2);
    assert_eq!(workspace.last_case().unwrap(), Some(case.clone()));
    assert_eq!(
        workspace.open_case(&case).unwrap().place.as_deref(),
        Some("here")
    );
}

#[test]
fn a_batch_that_does_not_join_on_leaves_the_case_as_it_was() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let case = training(&mut workspace);
    let stale = workspace.open_case(&case).unwrap();
    let mut hand = Hand::on(&mut workspace, &case);
    let (_, act) = not_met(&hand.opened);
    hand.act(act.clone());
    let count = hand.opened.file.case.entries;
    hand.opened = stale;
    hand.fold(act);
    let error = hand.write().unwrap_err();
    assert!(
        matches!(&error, WorkspaceError::Store(StoreError::NotNext { .. })),
        "{error}"
    );
    assert!(!error.was_saved());
    let opened = workspace.open_case(&case).unwrap();
    assert_eq!(opened.file.case.entries, count);
}

#[test]
fn the_last_case_is_known_even_after_a_kill() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let case = training(&mut workspace);
    workspace.open_case(&case).unwrap();
    assert_eq!(workspace.last_case().unwrap(), Some(case));
}

#[test]
fn nothing_can_be_done_while_it_is_locked() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let case = training(&mut workspace);
    workspace.lock().unwrap();
    assert!(matches!(
        workspace.open_case(&case),
        Err(WorkspaceError::Locked)
    ));
    assert!(matches!(
        workspace.save_draft(&case, "x", "y"),
        Err(WorkspaceError::Locked)
    ));
    assert!(workspace.list_cases(None, 1).is_err());
    workspace.unlock(&super::home::passphrase()).unwrap();
    let nowhere = CaseId::new("nowhere").unwrap();
    assert!(matches!(
        workspace.open_case(&nowhere),
        Err(WorkspaceError::NoCase(_))
    ));
}

/// Puts a line into the database behind the program's back, where the next entry would go.
pub fn smuggle(home: &Home, case: &CaseId, line: impl FnOnce(&str) -> String) {
    let mut workspace = home.again(8);
    let opened = workspace.open_case(case).unwrap();
    let last = opened.entries.last().unwrap();
    let (mut pen, actor) = (opened.pen.clone(), opened.pen.actor.clone());
    let event = onsite::domain::survey::events::Event::CaseOpened { training: true };
    let (entry, bytes) = pen.write(event, last.at, None).unwrap();
    assert_eq!(entry.actor, actor);
    drop(workspace);
    let line = line(std::str::from_utf8(&bytes).unwrap());
    let key = Vault::load(&home.data().vault()).unwrap();
    let key = key.unlock(&super::home::passphrase()).unwrap();
    let lock = InstanceLock::acquire(home.data().path(), last.at).unwrap();
    let mut store = Store::open(&lock, &home.data().database(), key.as_bytes()).unwrap();
    let mut batch = Batch::new(case.clone());
    batch.entries.push(NewEntry::new(&entry, line.into_bytes()));
    store.append(&batch).unwrap();
}

#[test]
fn a_broken_chain_is_told_and_the_case_stays_shut() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let case = training(&mut workspace);
    drop(workspace);
    smuggle(&home, &case, |line| {
        let zeros = "0".repeat(64);
        let at = line.find("\"prev\":\"").unwrap() + 8;
        format!("{}{zeros}{}", &line[..at], &line[at + 64..])
    });
    let error = home.again(9).open_case(&case).unwrap_err();
    assert!(matches!(error, WorkspaceError::Chain { .. }), "{error}");
    assert!(error.to_string().contains("chain is broken"), "{error}");
}

#[test]
fn an_entry_of_a_newer_onsite_is_no_damage() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let case = training(&mut workspace);
    drop(workspace);
    smuggle(&home, &case, |line| {
        line.replace("\"1-case_opened\"", "\"77-something_new\"")
    });
    let error = home.again(9).open_case(&case).unwrap_err();
    assert!(matches!(error, WorkspaceError::NewerCase { .. }), "{error}");
    assert!(error.to_string().contains("newest onsite"), "{error}");
}

#[test]
fn a_clock_before_1970_keeps_nobody_from_work() {
    let home = Home::new();
    home.clock.forward(-58 * 365 * 86_400);
    let mut workspace = home.set_up();
    assert!(workspace.now().timestamp() < 0);
    let case = packets::take_training(&mut workspace);
    finish(&mut workspace, &case);
    workspace.seal(&case, "AM", &passphrase(), None).unwrap();
    drop(workspace);
    let mut workspace = home.again(2);
    assert!(workspace.open_case(&case).is_ok());
    workspace.unlock(&passphrase()).unwrap();
}
