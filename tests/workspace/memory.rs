//! What a laptop remembers of the signed files that it has read as good.

use super::home::Home;
use super::support::bundles::*;
use onsite::domain::survey::answers::AnswerValue;
use std::fs;
use std::path::Path;

#[test]
fn a_history_that_is_not_the_one_that_was_read_is_told() {
    let home = Home::new();
    let mut workspace = home.set_up();
    let put = |name: &str, bytes: &[u8]| {
        let path = home.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let roster = put("roster.zip", &roster_file(&roster_list(), true));
    let first = put("first.zip", &file(&[survey(&[])]));
    let second = put("second.zip", &second_file(|_| ()));
    let other = second_file(|journal| {
        journal.write(journal.answer(1, None, Some(AnswerValue::NotMet)));
        journal.write(journal.answer(1, Some(AnswerValue::NotMet), None));
    });
    let other = put("other.zip", &other);
    let mut open = |path: &Path| workspace.open_bundle(path, Some(&roster));
    assert!(open(&first).unwrap().good);
    let refused = open(&other).unwrap_err();
    assert_eq!(refused.exit().code(), 1);
    let said = refused.to_string();
    assert!(said.contains("history was rewritten"), "{said}");
    assert!(
        said.contains("Read both dates and fingerprints to the office"),
        "{said}"
    );
    assert!(open(&second).unwrap().good);
    assert!(
        open(&first)
            .unwrap_err()
            .to_string()
            .contains("a newer one exists")
    );
    // What was refused is not remembered, and a later start still knows what was read.
    drop(workspace);
    let mut workspace = home.again(2);
    assert!(workspace.open_bundle(&second, Some(&roster)).unwrap().good);
    assert!(workspace.open_bundle(&other, Some(&roster)).is_err());
}
