//! Remarks and notes through the keyboard, and what is asked when answers change under them.

use super::*;

#[test]
fn r_remarks_on_the_answer_just_given_and_takes_the_remark_out_again() {
    let mut app = at_records();
    press(&mut app, "m r");
    let shown = text(&app, 80, 24);
    assert!(
        shown.contains("Remark: ") && shown.contains("Met"),
        "{shown}"
    );
    write(&mut app, "cycle 2 day 1: one signature");
    press(&mut app, "Enter");
    assert_eq!(app.desk.walk.row, 1, "one stays where one was");
    press(&mut app, "Up");
    let shown = text(&app, 80, 24);
    assert!(
        shown.contains("Remark here: cycle 2 day 1: one signature"),
        "{shown}"
    );
    // Another answer keeps the words and asks about them; nobody else needs to write a note.
    press(&mut app, "n Up");
    let shown = text(&app, 120, 40);
    assert!(
        shown.contains("written when the answer was Met, now Not met"),
        "{shown}"
    );
    press(&mut app, "r");
    assert!(text(&app, 80, 24).contains("Keep it"));
    press(&mut app, "1");
    assert!(!text(&app, 120, 40).contains("written when"));
    press(&mut app, "Ctrl-Z");
    assert!(
        status(&app).contains("keeping the words"),
        "{}",
        status(&app)
    );
    assert!(text(&app, 120, 40).contains("written when"));
    press(&mut app, "r 2 Ctrl-W Enter");
    let shown = text(&app, 120, 40);
    assert!(shown.contains("Remark here: cycle 2 day 1: one"), "{shown}");
    press(&mut app, "Ctrl-Z");
    assert!(status(&app).contains("the remark at R"), "{}", status(&app));
    assert!(text(&app, 120, 40).contains("written when"));
    press(&mut app, "Ctrl-Z");
    assert_eq!(values(&app)[0], Some(AnswerValue::Met));
    assert!(text(&app, 120, 40).contains("Remark here: cycle 2"));
    press(
        &mut app,
        "r Ctrl-W Ctrl-W Ctrl-W Ctrl-W Ctrl-W Ctrl-W Enter",
    );
    assert!(
        status(&app).contains("remark taken out"),
        "{}",
        status(&app)
    );
    assert!(!text(&app, 120, 40).contains("Remark here"));
}

#[test]
fn a_note_under_other_answers_is_asked_about_before_signing() {
    let mut app = at_records();
    press(&mut app, "n");
    write(&mut app, "one signature");
    press(&mut app, "Esc Up . n Up");
    let shown = text(&app, 120, 40);
    assert!(
        shown.contains("Note (written when 1 of 1 was not met, now 2 of 2)"),
        "{shown}"
    );
    press(&mut app, ":");
    write(&mut app, "show what");
    press(&mut app, "Enter /");
    write(&mut app, "the note was written");
    press(&mut app, "Enter Enter");
    let shown = text(&app, 80, 24);
    assert!(
        shown.contains("Keep it") && shown.contains("one signature"),
        "{shown}"
    );
    press(&mut app, "1");
    assert!(!text(&app, 120, 40).contains("was written when"));
}

#[test]
fn words_that_the_edition_offers_are_taken_with_a_key() {
    let mut app = app(Theme::default());
    press(&mut app, "1 Enter Tab n");
    let offered = "The signature was missing or not from an approved prescriber.";
    let shown = text(&app, 80, 24);
    assert!(shown.contains(&format!("writes: {offered}")), "{shown}");
    press(&mut app, "Ctrl-T Esc");
    let notes = &visit(&app).notes;
    let survey = app.desk.survey.as_ref().expect("a survey");
    let written = notes.values().any(|id| survey.file.words(id) == offered);
    assert!(written, "and no count with them");
}
