//! The first start and unlocking.

use crate::screen::Harness;
use crate::stage::{Stage, desk, desk_with_earlier, look, play};
use onsite::domain::values::secret::Secret;
use onsite::tui::desk::{Effect, Judged};
use onsite::tui::screens::{EffectResult, Route, Screen};
use std::path::PathBuf;

const GOOD: &str = "copper lantern orbit meadow";
const CODE: &str = "K7QF-ACDE-FGHJ-KMNP-QRTV-WXY3";

fn judge(passphrase: &str, own: &[&str]) -> Judged {
    let told = onsite::vault::strength(passphrase, own);
    Judged {
        accepted: told.is_accepted(),
        words: told.words,
    }
}

fn start(route: Route) -> Harness<Stage> {
    let mut desk = desk();
    desk.judge = judge;
    play(desk, vec![route])
}

fn is_cases(play: &Harness<Stage>) -> bool {
    matches!(play.program.app.front(), Some(Screen::Cases(_)))
}

#[test]
fn four_steps_lead_to_the_first_visit() {
    let mut play = start(Route::SetUp);
    let shown = look(&mut play);
    assert!(shown.contains("Step 1 of 4"), "{shown}");
    play.keys("Enter Enter");
    assert!(look(&mut play).contains("! Write your name."));
    play.type_text("Robin Vale")
        .keys("Enter")
        .type_text("RN, OCN")
        .keys("Enter");
    look(&mut play);
    play.type_text("not an id").keys("Enter");
    assert!(look(&mut play).contains("! An id is letters"));
    for _ in 0..9 {
        play.keys("Backspace");
    }
    play.keys("Enter").type_text("robin vale 1");
    let shown = look(&mut play);
    assert!(
        shown.contains("Step 3 of 4") && shown.contains("a word of your own name"),
        "{shown}"
    );
    for _ in 0..12 {
        play.keys("Backspace");
    }
    play.type_text(GOOD);
    assert!(look(&mut play).contains("Strong."));
    play.keys("Enter")
        .type_text("something else")
        .keys("Enter Enter");
    assert!(look(&mut play).contains("! The two are not the same."));
    assert!(play.program.asked().is_empty());
    for _ in 0..14 {
        play.keys("Backspace");
    }
    play.type_text(GOOD).keys("Enter Enter");
    let wanted = Effect::SetUp {
        name: "Robin Vale".to_owned(),
        credential: "RN, OCN".to_owned(),
        principal: None,
        passphrase: Secret::new(GOOD),
        adopt: None,
    };
    assert_eq!(play.program.asked(), [wanted]);
    play.program
        .ended(EffectResult::Recovery(Secret::new(CODE)));
    let shown = look(&mut play);
    assert!(
        shown.contains("Step 4 of 4") && shown.contains(CODE),
        "{shown}"
    );
    play.keys("Esc");
    assert!(play.program.said().contains("shown only now"));
    play.keys("Enter");
    let asked = look(&mut play);
    assert!(!asked.contains(CODE), "typed from paper");
    let groups: Vec<usize> = (1..=6)
        .filter(|n| asked.contains(&format!("Group {n} of")))
        .collect();
    assert_eq!(groups.len(), 2, "{asked}");
    play.type_text("AAAA")
        .keys("Enter")
        .type_text("AAAA")
        .keys("Enter");
    assert!(look(&mut play).contains("! That is not this group."));
    play.keys("Esc");
    assert!(look(&mut play).contains(CODE), "it can be seen again");
    play.keys("Enter");
    let asked = look(&mut play);
    for n in (1..=6).filter(|n| asked.contains(&format!("Group {n} of"))) {
        let group = CODE.split('-').nth(n - 1).unwrap().to_lowercase();
        play.type_text(&group).keys("Enter");
    }
    assert_eq!(play.program.asked(), [Effect::ConfirmRecovery]);
    let shown = look(&mut play);
    assert!(
        shown.contains("1  Practise on the training visit"),
        "{shown}"
    );
    play.keys("1");
    assert!(is_cases(&play));
    assert!(play.program.asked().contains(&Effect::OpenTraining));
}

#[test]
fn a_key_that_is_there_can_be_taken() {
    let mut play = start(Route::SetUp);
    play.type_text("A")
        .keys("Enter")
        .type_text("RN")
        .keys("Enter")
        .type_text("s-014")
        .keys("Enter");
    play.type_text(GOOD)
        .keys("Enter")
        .type_text(GOOD)
        .keys("Enter 2");
    let shown = look(&mut play);
    assert!(shown.contains("Where the key is"), "{shown}");
    play.keys("Enter Enter Enter");
    assert!(look(&mut play).contains("! Write where the key is."));
    play.type_text("/home/a/.ssh/id_ed25519")
        .keys("Enter")
        .type_text("old")
        .keys("Enter");
    let adopt = Some((PathBuf::from("/home/a/.ssh/id_ed25519"), Secret::new("old")));
    assert!(matches!(
        play.program.asked().as_slice(),
        [Effect::SetUp { principal: Some(id), adopt: held, passphrase, .. }]
            if id == "s-014" && *held == adopt && passphrase.as_str() == GOOD
    ));
    play.program.ended(EffectResult::Failed(
        "No key is there. Look at the path again.".to_owned(),
    ));
    let shown = look(&mut play);
    assert!(
        shown.contains("! No key is there.") && shown.contains("id_ed25519"),
        "{shown}"
    );
}

#[test]
fn going_back_in_setup_loses_nothing() {
    let mut play = start(Route::SetUp);
    play.type_text("Robin")
        .keys("Enter")
        .type_text("RN")
        .keys("Enter Enter");
    play.type_text(GOOD).keys("Esc Esc");
    assert!(look(&mut play).contains("Robin"));
    play.keys("Enter Enter");
    assert!(
        look(&mut play).contains("•••••"),
        "the passphrase is still there"
    );
    play.keys("Esc Esc Esc");
    assert!(play.program.app.wants_to_quit());
}

#[test]
fn the_passphrase_opens_and_a_wrong_one_says_so() {
    let mut play = start(Route::Unlock);
    let shown = look(&mut play);
    assert!(
        shown.contains("onsite is locked") && shown.contains("Enter opens"),
        "{shown}"
    );
    play.keys("Enter");
    assert!(play.program.asked().is_empty(), "nothing typed");
    for _ in 0..2 {
        play.type_text("wrong").keys("Enter");
        let wanted = Effect::Unlock {
            secret: Secret::new("wrong"),
            recovery: false,
        };
        assert_eq!(play.program.asked(), [wanted]);
        let why = "That is not the passphrase. Wait 4 seconds, then try again.";
        play.program.ended(EffectResult::Failed(why.to_owned()));
    }
    let shown = look(&mut play);
    assert!(shown.contains("! That is not the passphrase."), "{shown}");
    assert!(
        shown.contains("each next one has to wait longer"),
        "{shown}"
    );
    play.type_text(GOOD).keys("Enter");
    play.program.asked();
    play.program.ended(EffectResult::Done);
    assert!(is_cases(&play));
}

#[test]
fn the_recovery_code_asks_for_a_new_passphrase() {
    let mut play = start(Route::Unlock);
    play.keys("Tab 2");
    let shown = look(&mut play);
    assert!(shown.contains("Six groups of four"), "{shown}");
    play.type_text(CODE).keys("Enter");
    let wanted = Effect::Unlock {
        secret: Secret::new(CODE),
        recovery: true,
    };
    assert_eq!(play.program.asked(), [wanted]);
    play.program.ended(EffectResult::NeedsPassphrase);
    assert!(look(&mut play).contains("A new passphrase"));
    play.type_text("short").keys("Enter Enter");
    assert!(look(&mut play).contains("! Too short."));
    for _ in 0..5 {
        play.keys("Backspace");
    }
    play.type_text(GOOD)
        .keys("Enter")
        .type_text(GOOD)
        .keys("Enter");
    let wanted = Effect::RenewPassphrase {
        passphrase: Secret::new(GOOD),
    };
    assert_eq!(play.program.asked(), [wanted]);
    play.program.ended(EffectResult::Done);
    assert!(is_cases(&play));
}

#[test]
fn what_is_left_of_an_earlier_vault_is_said_and_three_ways_go_on() {
    let mut play = play(desk_with_earlier(), vec![Route::Earlier]);
    let shown = look(&mut play);
    for words in [
        "/home/ann/onsite",
        "Missing  onsite.db",
        "nothing is deleted",
    ] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    play.keys("1");
    assert_eq!(play.program.asked(), [Effect::LookAgain]);
    play.keys("2").type_text("/home/ann/other").keys("Enter");
    let other = Effect::UseFolder(PathBuf::from("/home/ann/other"));
    assert_eq!(play.program.asked(), [other]);
    play.keys("3");
    assert!(look(&mut play).contains("Nothing is deleted"));
    play.keys("1");
    assert_eq!(play.program.asked(), []);
    play.keys("3 2");
    assert_eq!(play.program.asked(), [Effect::StartOver]);
    let why = "before-2026 could not be made".to_owned();
    play.program.ended(EffectResult::Failed(why));
    assert!(play.program.said().contains("could not be made"));
    play.keys("Esc");
    assert!(play.program.app.wants_to_quit());
}

#[test]
fn a_database_that_lost_its_end_is_told_and_nothing_is_done_before_an_answer() {
    let told = "The last 3 answers and notes that you entered, up to 14:32 on 2026-03-02, are not in \
                this database.";
    let mut play = start(Route::Unlock);
    let open = |play: &mut Harness<Stage>| {
        play.type_text(GOOD).keys("Enter");
        play.program.asked();
        play.program.ended(EffectResult::EndLost(told.to_owned()));
        let shown = look(play);
        assert!(shown.contains("up to 14:32"), "{shown}");
        assert!(shown.contains("Go on with what is here"), "{shown}");
    };
    open(&mut play);
    play.keys("2 Enter");
    assert_eq!(play.program.asked(), [Effect::GoOnWithoutEnd]);
    play.program.ended(EffectResult::Done);
    assert!(is_cases(&play));
    let mut play = start(Route::Unlock);
    open(&mut play);
    play.keys("Enter");
    assert_eq!(
        play.program.asked(),
        [],
        "Enter alone decides nothing for good"
    );
    assert!(play.program.app.wants_to_quit());
}

#[test]
fn the_way_back_from_a_locked_screen_is_out() {
    let mut play = start(Route::Unlock);
    play.keys("Esc");
    assert!(play.program.app.wants_to_quit());
}
