//! What was typed and is no part of the visit yet: forms that are half filled, and what could not be
//! saved before signing.

use super::effects::{Table, with_training};
use super::finished::finish;
use super::home::{Home, PASSPHRASE};
use onsite::domain::survey::drafts::{SERVICES_FORM, VISIT_FORM, draft_target};
use onsite::domain::values::ids::CaseId;
use onsite::domain::values::secret::Secret;
use onsite::tui::desk::Effect;
use onsite::tui::parked::FormName;
use onsite::tui::screens::EffectResult;
use onsite::tui::unsaved::Unsaved;

#[test]
fn a_half_filled_form_is_on_disk_and_comes_back() {
    let home = Home::new();
    let (mut table, case) = with_training(&home);
    let name = |case: Option<&CaseId>, target: &str| FormName {
        case: case.cloned(),
        target: target.to_owned(),
    };
    let (of_case, loose) = (name(Some(&case), SERVICES_FORM), name(None, VISIT_FORM));
    table.desk.park(&of_case, &vec!["not offered"]);
    table.desk.park(&loose, &vec!["Hill Country"]);
    table.settle();
    drop(table);
    // Another process.
    let mut table = Table::new(home.again(2));
    let begun = |table: &Table, form| table.desk.begun::<Vec<String>>(form);
    assert_eq!(begun(&table, &loose).unwrap(), ["Hill Country"]);
    assert_eq!(begun(&table, &of_case), None, "its case is not open yet");
    table.open(&case);
    assert_eq!(begun(&table, &of_case).unwrap(), ["not offered"]);
    table.desk.finish_form(&of_case);
    table.desk.discard_form(&loose);
    table.settle();
    drop(table);
    let mut table = Table::new(home.again(3));
    table.open(&case);
    assert_eq!(
        (begun(&table, &loose), begun(&table, &of_case)),
        (None, None)
    );
}

#[test]
fn nothing_is_signed_while_something_typed_is_in_memory_alone() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let case = workspace.training_case().unwrap();
    finish(&mut workspace, &case);
    let mut table = Table::new(workspace);
    table.open(&case);
    let on = table.standard();
    let mut hold = |target, text: &str| {
        let text = text.into();
        table.desk.unsaved.push(Unsaved { target, text });
    };
    hold(Some(draft_target(&on)), "a note that was not saved");
    hold(None, "a reason that was not saved");
    let seal = || Effect::Seal {
        initials: "AM".to_owned(),
        passphrase: Secret::new(PASSPHRASE),
    };
    let Some(EffectResult::Failed(why)) = table.run(seal()).result else {
        panic!("signed")
    };
    assert!(why.contains("\"a reason that was not saved\""), "{why}");
    // The note is saved meanwhile, and the reason was named once.
    let note = Some("a note that was not saved");
    assert_eq!(table.note(&on).as_deref(), note);
    assert_eq!(table.run(seal()).result, Some(EffectResult::Done));
    assert_eq!(table.note(&on).as_deref(), note);
}
