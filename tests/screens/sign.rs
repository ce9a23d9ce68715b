//! Sign and finish, what comes after it, and opening again.

use crate::screen::Harness;
use crate::stage::{Stage, desk_with, look, play};
use onsite::domain::survey::decide::Act;
use onsite::domain::training::Extent;
use onsite::domain::values::secret::Secret;
use onsite::tui::desk::{Effect, SealedFile};
use onsite::tui::screens::{EffectResult, Route, Screen};

fn finished() -> Harness<Stage> {
    play(desk_with(Extent::Finished), vec![Route::Home])
}

#[test]
fn what_blocks_is_said_and_leads_to_whats_left() {
    let mut play = play(desk_with(Extent::Half), vec![Route::Home]);
    play.keys("9");
    let shown = look(&mut play);
    assert!(
        shown.contains("things keep you from signing. Enter goes to What's left."),
        "{shown}"
    );
    play.keys("Enter");
    assert!(matches!(play.program.app.front(), Some(Screen::Left(_))));
    assert!(play.program.asked().is_empty());
}

#[test]
fn a_half_filled_form_keeps_from_signing_until_it_is_finished_or_thrown_away() {
    let mut play = finished();
    play.keys("2 + 2 Tab Tab Tab");
    play.type_text("a list").keys("Esc Esc 9");
    let shown = look(&mut play);
    assert!(
        shown.contains("Finish or throw away a record, begun and not added."),
        "{shown}"
    );
    play.keys("Enter Enter");
    let shown = look(&mut play);
    assert!(shown.contains("a list"), "it is where it was left: {shown}");
    play.keys("Ctrl-R 2 Esc 9");
    let shown = look(&mut play);
    assert!(
        shown.contains("Write") || shown.contains("Your initials"),
        "{shown}"
    );
}

#[test]
fn a_laptop_that_cannot_sign_says_so_and_leads_to_a_new_key() {
    let mut desk = desk_with(Extent::Finished);
    let survey = desk.survey.as_mut().unwrap();
    survey.file.case.training = false;
    desk.profile.trouble = Some("Your signing key is lost".to_owned());
    let mut play = play(desk, vec![Route::Home]);
    play.keys("9");
    let shown = look(&mut play);
    assert!(shown.contains("This laptop cannot sign now"), "{shown}");
    assert!(shown.contains("Your signing key is lost."), "{shown}");
    play.keys("Enter");
    assert!(matches!(play.program.app.front(), Some(Screen::NewKey(_))));
    play.keys("Enter");
    assert!(look(&mut play).contains("! Write your passphrase."));
    play.type_text("four words and more").keys("Enter");
    let passphrase = Secret::new("four words and more");
    assert_eq!(play.program.asked(), [Effect::MakeKey { passphrase }]);
    play.program.app.desk.profile.fingerprint = "SHA256:new".to_owned();
    play.program.ended(EffectResult::Done);
    let shown = look(&mut play);
    assert!(
        shown.contains("SHA256:new") && shown.contains("roster"),
        "{shown}"
    );
}

#[test]
fn initials_and_passphrase_sign() {
    let mut play = finished();
    play.keys("9");
    let shown = look(&mut play);
    for wanted in [
        "Sign and finish by Robin Vale (TRAINING), RN, OCN: revision 1",
        "Levels",
        "Fully met",
        "13 documents, 14 records, 11 interviews and 13 observed",
    ] {
        assert!(shown.contains(wanted), "{wanted}\n{shown}");
    }
    assert!(!shown.to_lowercase().contains("certified"));
    play.keys("Enter Enter");
    let shown = look(&mut play);
    assert!(
        shown.contains("! Write your initials") && shown.contains("! Write your passphrase"),
        "{shown}"
    );
    play.type_text("RV")
        .keys("Enter")
        .type_text("four words and more");
    assert!(!look(&mut play).contains("four words"), "never drawn");
    play.keys("Enter");
    let seal = Effect::Seal {
        initials: "RV".to_owned(),
        passphrase: Secret::new("four words and more"),
    };
    assert_eq!(play.program.asked(), [seal]);
    play.program.ended(EffectResult::Failed(
        "The passphrase is not right. Try again.".to_owned(),
    ));
    let shown = look(&mut play);
    assert!(shown.contains("! The passphrase is not right."), "{shown}");
    assert!(shown.contains("RV"), "the initials stay");
    play.type_text("x").keys("Enter");
    assert_eq!(play.program.asked().len(), 1, "the field was emptied");
    play.program.ended(EffectResult::Done);
    assert!(matches!(play.program.app.front(), Some(Screen::Sealed(_))));
}

#[test]
fn the_demonstration_asks_no_passphrase() {
    let mut play = finished();
    play.program.app.desk.demo = true;
    play.keys("9");
    assert!(!look(&mut play).contains("Passphrase"));
    play.type_text("RV").keys("Enter");
    assert_eq!(play.program.asked().len(), 1);
}

/// The finished visit, sealed the way the workspace does it.
fn sealed() -> Harness<Stage> {
    let mut desk = desk_with(Extent::Finished);
    crate::stage::seal(&mut desk);
    desk.sealed = Some(SealedFile {
        path: "/home/robin/onsite/TRAINING-2026-LAKESIDE-V1-r1.onsite.zip".to_owned(),
        size: 412_345,
        sha256: "0123456789abcdef".repeat(4),
        key: "SHA256:abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG".to_owned(),
        send_to: "QCP program office".to_owned(),
        warnings: vec!["The journal is near its limit.".to_owned()],
    });
    play(desk, vec![Route::Home, Route::Sealed])
}

#[test]
fn afterwards_the_screen_says_where_the_file_is() {
    let mut play = sealed();
    let shown = look(&mut play);
    for wanted in [
        "revision 1",
        "TRAINING-2026-LAKESIDE-V1-r1",
        "413 KB",
        "QCP program office",
        "0123 4567 89ab",
        "SHA256:abc",
        "! The journal is near",
    ] {
        assert!(shown.contains(wanted), "{wanted}\n{shown}");
    }
    play.keys("Esc 9");
    assert!(
        matches!(play.program.app.front(), Some(Screen::Sealed(_))),
        "not signed twice"
    );
}

#[test]
fn a_revision_asks_why() {
    let mut play = sealed();
    play.keys("r");
    assert!(look(&mut play).contains("Open revision 2"));
    play.keys("Esc");
    assert!(play.program.visit().is_sealed());
    play.keys("r")
        .type_text("A log was found later.")
        .keys("Enter");
    assert!(!play.program.visit().is_sealed());
    assert_eq!(play.program.visit().revision(), 2);
    play.keys("Esc 9");
    let shown = look(&mut play);
    assert!(
        shown.contains("Revision 2, because: A log was found later."),
        "{shown}"
    );
}

#[test]
fn an_open_visit_has_no_revision_to_open() {
    let mut play = finished();
    play.keys(":").type_text("open revision").keys("Enter");
    assert!(
        play.program.said().contains("not signed yet"),
        "{}",
        play.program.said()
    );
    let desk = &mut play.program.app.desk;
    assert!(!desk.act(Act::OpenRevision {
        reason: onsite::domain::values::digest::Digest::of(b"x")
    }));
}
