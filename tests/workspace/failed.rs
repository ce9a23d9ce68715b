//! After a failure: where one stands, what can be copied elsewhere, what can be done again, and what
//! killed runs leave behind.

use super::effects::{Table, with_training};
use super::finished::finish;
use super::home::{Home, PASSPHRASE, world};
use super::packets::take_real;
use onsite::domain::survey::decide::Act;
use onsite::domain::values::secret::Secret;
use onsite::tui::desk::Effect;
use onsite::tui::screens::EffectResult;
use onsite::workspace::Workspace;

#[test]
fn after_a_failed_answer_one_stands_where_one_stood_and_the_row_is_known() {
    use onsite::domain::survey::answers::Cell;
    let home = Home::new();
    let (mut table, _) = with_training(&home);
    let stood = table.desk.walk.clone();
    let cell = {
        let open = table.desk.open().unwrap();
        let visit = open.visit;
        let (cell, _) = visit.last_answered.as_ref().unwrap();
        cell.clone()
    };
    let (path, aside) = (home.data().database(), home.folder.path().join("aside"));
    std::fs::rename(&path, &aside).unwrap();
    let clear = Act::Answer {
        cell: Cell::clone(&cell),
        answer: None,
    };
    assert!(table.desk.act(clear));
    table.desk.walk.row += 1;
    table.settle();
    assert_eq!(table.desk.walk, stood, "nobody is led on");
    assert_eq!(table.desk.unsaved_answers, [cell]);
    assert!(
        table.said().contains("not in the journal"),
        "{}",
        table.said()
    );
}

#[test]
fn what_is_not_saved_can_be_copied_elsewhere_and_never_over_a_file() {
    let home = Home::new();
    let (mut table, _) = with_training(&home);
    let path = home.folder.path().join("unsaved.txt");
    let copy = || Effect::CopyOut {
        path: path.clone(),
        text: "typed".into(),
    };
    assert_eq!(table.run(copy()).result, Some(EffectResult::Done));
    assert_eq!(std::fs::read(&path).unwrap(), b"typed");
    std::fs::write(&path, "mine").unwrap();
    assert!(matches!(
        table.run(copy()).result,
        Some(EffectResult::Failed(_))
    ));
    assert_eq!(std::fs::read(&path).unwrap(), b"mine");
}

#[test]
fn a_copy_that_could_not_be_made_is_made_again_in_the_app() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let case = take_real(&mut workspace);
    finish(&mut workspace, &case);
    std::fs::write(home.data().exports(), "in the way").unwrap();
    let mut table = Table::new(workspace);
    table.open(&case);
    let sealed = table.run(Effect::Seal {
        initials: "AM".to_owned(),
        passphrase: Secret::new(PASSPHRASE),
    });
    let Some(EffectResult::Failed(why)) = sealed.result else {
        panic!("{:?}", sealed.result)
    };
    assert!(why.contains("signed and safe"), "{why}");
    assert!(table.desk.sealed.is_none());
    let stick = home.folder.path().join("stick");
    let again = table.run(Effect::Export(Some(stick.clone())));
    assert_eq!(again.result, Some(EffectResult::Done));
    let file = table.desk.sealed.as_ref().unwrap();
    assert!(
        file.path.starts_with(stick.to_str().unwrap()),
        "{}",
        file.path
    );
}

#[test]
fn what_killed_runs_left_is_gone_at_the_next_start_and_nothing_else_is() {
    let home = Home::new();
    drop(home.set_up());
    let data = home.data().path().to_owned();
    std::fs::create_dir_all(data.join(".onsite-abc")).unwrap();
    std::fs::write(data.join(".onsite-abc/half"), "x").unwrap();
    std::fs::write(data.join(".onsite-def"), "x").unwrap();
    std::fs::write(data.join("onsite-mine"), "x").unwrap();
    let held = home.locked(3);
    let left: Vec<String> = std::fs::read_dir(&data)
        .unwrap()
        .map(|held| held.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(
        !left.iter().any(|name| name.starts_with(".onsite-")),
        "{left:?}"
    );
    assert!(left.contains(&"onsite-mine".to_owned()));
    // Somebody uses it: whoever comes second removes nothing.
    std::fs::write(data.join(".onsite-ghi"), "being made").unwrap();
    assert!(Workspace::open(home.data(), world(&home.clock, 4)).is_err());
    assert!(data.join(".onsite-ghi").exists());
    drop(held);
}
