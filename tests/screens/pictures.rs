//! Every screen as a picture: letters and styles at both sizes, in colour, without colour, in
//! ASCII; and no size breaks any of them.

use crate::backup;
use crate::screen::{Harness, shoot, sweep};
use crate::stage::{Stage, desk, desk_with, desk_with_earlier, now, play, seal, survey_until};
use onsite::domain::survey::answers::NoteTarget;
use onsite::domain::survey::events::{Entry, Event};
use onsite::domain::training::Extent;
use onsite::domain::values::ids::CaseId;
use onsite::domain::values::secret::Secret;
use onsite::tui::commands::keymap;
use onsite::tui::commands::table::{COMMANDS, Context};
use onsite::tui::desk::{CaseLine, SealedFile};
use onsite::tui::screens::{EffectResult, Route};
use onsite::tui::survey::Banner;
use onsite::tui::terminal::run::Interactive;
use onsite::tui::theme::{ASCII, Colors, DRAWN, Theme};

/// From the home of the half-done visit, by keys.
fn visit(keys: &str) -> Harness<Stage> {
    let mut play = play(desk_with(Extent::Half), vec![Route::Home]);
    play.keys(keys);
    play
}

/// From the home of the visit before anything was looked at.
fn fresh(keys: &str) -> Harness<Stage> {
    let mut desk = desk();
    let until = |entry: &Entry| !matches!(entry.event, Event::ServiceTold { .. });
    desk.survey = Some(survey_until(Extent::Half, until));
    let mut play = play(desk, vec![Route::Home]);
    play.keys(keys);
    play
}

fn from(route: Route, keys: &str) -> Harness<Stage> {
    let mut play = play(desk(), vec![route]);
    play.keys(keys);
    play
}

fn cases(keys: &str) -> Harness<Stage> {
    let mut desk = desk();
    let line = |id: &str, practice: &str, state: &str| CaseLine {
        id: CaseId::new(id).unwrap(),
        practice: practice.to_owned(),
        training: id.starts_with("TRAINING"),
        state: state.to_owned(),
        last_at: Some(now()),
    };
    desk.cases = vec![
        line(
            "TRAINING-1",
            "Lakeside Oncology (TRAINING)",
            "97 answers to do",
        ),
        line(
            "2026-HILL",
            "Hill Country Cancer Care and Infusion",
            "Signed and finished",
        ),
    ];
    let mut play = play(desk, vec![Route::Cases]);
    play.keys(keys);
    play
}

fn sealed() -> Harness<Stage> {
    let mut desk = desk_with(Extent::Finished);
    seal(&mut desk);
    desk.sealed = Some(SealedFile {
        path: "/home/robin/onsite/TRAINING-2026-LAKESIDE-V1-r1.onsite.zip".to_owned(),
        size: 412_345,
        sha256: "0123456789abcdef".repeat(4),
        key: "SHA256:abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG".to_owned(),
        send_to: "QCP program office".to_owned(),
        warnings: Vec::new(),
    });
    play(desk, vec![Route::Home, Route::Sealed])
}

fn opened() -> Harness<Stage> {
    let mut desk = desk_with(Extent::Finished);
    desk.survey.as_mut().unwrap().banner = Some(Banner {
        line: "Whole, signed by training-surveyor, trusted, newest".to_owned(),
        good: true,
        answers: vec!["1. It is whole.".to_owned(), "2. It is signed.".to_owned()],
    });
    play(desk, vec![Route::Home, Route::Home])
}

/// From the home of a signed file that is open for reading.
fn read(keys: &str) -> Harness<Stage> {
    let mut play = opened();
    play.keys(keys);
    play
}

fn flagged() -> Harness<Stage> {
    let mut desk = desk_with(Extent::Half);
    let on = {
        let visit = desk.survey.as_ref().unwrap().visit().unwrap();
        let mut notes = visit.notes.keys();
        notes
            .find(|on| matches!(on, NoteTarget::Check(_)))
            .unwrap()
            .clone()
    };
    desk.keep_note(on.clone(), "Call her at 512-555-0147 about this.");
    let id = desk.survey.as_ref().unwrap().visit().unwrap().notes[&on];
    play(desk, vec![Route::Home, Route::Flagged(id)])
}

fn recovery() -> Harness<Stage> {
    let mut play = from(Route::SetUp, "A Enter R N Enter Enter");
    play.type_text("copper lantern orbit").keys("Enter");
    play.type_text("copper lantern orbit").keys("Enter Enter");
    play.program.ended(EffectResult::Recovery(Secret::new(
        "K7QF-ACDE-FGHJ-KMNP-QRTV-WXY3",
    )));
    play
}

/// At the first record of the Standard about checking orders, where nothing is answered yet.
const AT_ORDERS: &str = "1 / 3 . 5 Enter Enter Tab";

/// Every screen of this part of the program, with its name.
fn every() -> Vec<(&'static str, Harness<Stage>)> {
    let mut ready = play(desk_with(Extent::Finished), vec![Route::Home]);
    ready.keys("9");
    let mut verified = opened();
    verified.keys("v");
    let mut rewritten = flagged();
    rewritten.keys("1 m o r e Esc");
    vec![
        ("home", visit("")),
        ("overview", visit("1")),
        ("standard", visit("1 Enter")),
        ("standard-chart", visit("1 Enter Tab Down")),
        ("levels", visit("7")),
        ("left", visit("8")),
        ("note", visit("1 Enter Tab t")),
        ("note-not-met", visit(&format!("{AT_ORDERS} n Esc Up t"))),
        (
            "note-offered",
            visit("1 / 1 . 1 Enter Enter Tab n Esc Up t"),
        ),
        ("remark", visit(&format!("{AT_ORDERS} n Esc Up r o n e"))),
        (
            "own-words",
            visit(&format!("{AT_ORDERS} n o n e Esc Up . n Up t")),
        ),
        ("note-to-self", visit("1 Enter Tab p")),
        ("names", visit("h Q u i g l e y Enter R 2")),
        (
            "note-warned",
            visit("1 Enter Tab t 5 1 2 - 5 5 5 - 0 1 4 7"),
        ),
        ("history", visit("c")),
        ("check-history", visit("1 Enter Tab a 1 Up c")),
        ("one-change", visit("1 Enter Tab a 1 Up c Enter")),
        ("answers", visit("1 Enter Tab Space")),
        ("why", visit("1 Enter w")),
        ("add-chart", visit("2 + 3")),
        ("add-interview", visit("3 + 2")),
        ("add-event", visit("4 +")),
        ("add-document", fresh("5 +")),
        (
            "describe-record",
            visit("2 e Tab Tab Tab Tab Tab Tab Tab Tab Tab Tab"),
        ),
        ("charts", visit("2")),
        ("people", visit("3")),
        ("charts-empty", fresh("2")),
        ("why-fewer", fresh("2 Enter")),
        ("services", fresh("6")),
        ("services-answered", fresh("6 Down Down n n n Enter n")),
        ("who-told-you", fresh("6 Down Down n n n c")),
        ("who-else-told-you", fresh("6 Down Down n n n c Enter")),
        ("conflict", visit("x")),
        ("rests-on", visit("7 Down l 3 1")),
        ("cases", cases("")),
        ("cases-empty", from(Route::Cases, "")),
        ("import-path", cases("i")),
        ("timeline", visit("i")),
        ("sign-blocked", visit("9")),
        ("sign", ready),
        ("sealed", sealed()),
        ("new-key", cases("K")),
        ("back-up", backup::choosing()),
        ("back-up-going", backup::going()),
        ("back-up-made", backup::made()),
        ("erase", visit("1 Enter Tab t Space x Esc Ctrl-E")),
        ("earlier", play(desk_with_earlier(), vec![Route::Earlier])),
        ("unlock", from(Route::Unlock, "")),
        ("unlock-code", from(Route::Unlock, "Tab 2")),
        ("setup-who", from(Route::SetUp, "Enter Enter")),
        (
            "setup-key",
            from(Route::SetUp, "A Enter R N Enter Enter w e a k"),
        ),
        ("setup-code", recovery()),
        ("new-visit", cases("n")),
        (
            "new-visit-wrong",
            cases("n PgDn PgDn PgDn PgDn PgDn PgDn PgDn Enter"),
        ),
        (
            "new-visit-end",
            cases("n PgDn PgDn PgDn PgDn PgDn PgDn PgDn"),
        ),
        ("new-visit-services", cases("n PgDn PgDn")),
        ("opened-file", opened()),
        ("read-findings", read("0 Down Down")),
        ("read-differences", read("d")),
        ("read-not-assessed", read("u")),
        ("read-sample", read("b")),
        ("read-standards", read("1")),
        ("read-levels", read("7")),
        ("read-standard", read("1 Enter Tab")),
        ("read-check", read("1 Enter Tab Enter")),
        ("read-source", read("2 Enter")),
        ("read-change", read("c Enter")),
        ("read-help", read("1 Enter ?")),
        ("verification", verified),
        ("flagged", flagged()),
        ("flagged-rewritten", rewritten),
    ]
}

fn theme(colors: Colors, ascii: bool) -> Theme {
    Theme {
        colors,
        signs: if ascii { ASCII } else { DRAWN },
    }
}

/// Letters and styles in every theme, one after the other.
fn picture(play: &mut Harness<Stage>, width: u16, height: u16) -> String {
    let mut shot = |theme: Theme| {
        play.program.app.desk.theme = theme;
        shoot(width, height, |frame| play.program.view(frame))
    };
    let color = shot(theme(Colors::Ansi, false));
    let plain = shot(theme(Colors::Monochrome, false));
    let ascii = shot(theme(Colors::Monochrome, true));
    assert!(ascii.text().is_ascii(), "ASCII only\n{}", ascii.text());
    assert_eq!(color.text(), plain.text(), "colour changes no letter");
    format!(
        "{color}=== no colour\n{}=== ASCII\n{}",
        plain.styles(),
        ascii.text()
    )
}

#[test]
fn every_screen_looks_as_it_was_looked_at() {
    for (name, mut play) in every() {
        for (width, height) in [(80, 24), (120, 40)] {
            let taken = picture(&mut play, width, height);
            insta::assert_snapshot!(format!("{name}-{width}x{height}"), taken);
        }
    }
}

#[test]
fn no_size_breaks_any_screen() {
    for (_, mut play) in every() {
        sweep(|frame| play.program.view(frame));
    }
}

/// A key of an outer context that an inner one gives to another command would do two things on one
/// screen, depending on where one looks for it.
#[test]
fn no_screen_hides_a_key_of_an_outer_context() {
    for (name, play) in every() {
        let stack = play.program.app.contexts();
        // Letters are text there; on the last page of a new visit the arrows read, on purpose.
        let reads_a_form = [Context::Form, Context::Reading].map(|held| stack.contains(&held));
        if stack.contains(&Context::TextField) || reads_a_form == [true, true] {
            continue;
        }
        for row in COMMANDS.iter().filter(|row| row.command.works_in(&stack)) {
            let places = row.places.iter();
            let here = places.filter(|place| stack.contains(&place.context));
            for key in here.flat_map(|place| place.keys) {
                let found = keymap::command(&stack, key.parse().unwrap());
                assert_eq!(found, Some(row.command), "{key} of {} on {name}", row.name);
            }
        }
    }
}
