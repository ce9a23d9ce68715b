//! Cases and visits: what to press at first, opening, taking in the office's file.

use crate::screen::Harness;
use crate::stage::{Stage, desk, look, now, play};
use onsite::domain::values::ids::CaseId;
use onsite::tui::desk::{CaseLine, Effect};
use onsite::tui::screens::{EffectResult, Route};
use std::path::PathBuf;

fn cases(lines: Vec<CaseLine>) -> Harness<Stage> {
    let mut desk = desk();
    desk.cases = lines;
    play(desk, vec![Route::Cases])
}

fn line(id: &str, practice: &str, state: &str) -> CaseLine {
    CaseLine {
        id: CaseId::new(id).unwrap(),
        practice: practice.to_owned(),
        training: id.contains("TRAINING"),
        state: state.to_owned(),
        last_at: Some(now()),
    }
}

#[test]
fn an_empty_list_says_what_to_press() {
    let mut play = cases(Vec::new());
    let shown = look(&mut play);
    for wanted in [
        "t  to practise",
        "i  to take in",
        "n  to set up",
        "o  to open",
    ] {
        assert!(shown.contains(wanted), "{shown}");
    }
    play.keys("t");
    assert!(play.program.asked().contains(&Effect::OpenTraining));
}

#[test]
fn enter_opens_the_selected_case() {
    let mut play = cases(vec![
        line("TRAINING-1", "Lakeside Oncology", "12 answers to do"),
        line(
            "2026-HILL",
            "Hill Country Cancer Care",
            "Signed and finished",
        ),
    ]);
    play.program.app.desk.profile.name = "Robin Vale".to_owned();
    let shown = look(&mut play);
    assert!(shown.contains("> TRAINING Lakeside Oncology"), "{shown}");
    assert!(shown.contains("Cases and visits of Robin Vale"), "{shown}");
    assert!(
        shown.contains("12 answers to do               Nov 18, 2026, 09:42"),
        "{shown}"
    );
    play.keys("Down Enter");
    let id = CaseId::new("2026-HILL").unwrap();
    assert!(play.program.asked().contains(&Effect::OpenCase(id)));
    play.program
        .ended(EffectResult::Failed("The case cannot be read.".to_owned()));
    assert_eq!(play.program.said(), "The case cannot be read.");
}

#[test]
fn a_newer_packet_shows_its_changes_and_asks() {
    let mut play = cases(vec![line("A", "Lakeside", "Not begun")]);
    play.keys("i");
    look(&mut play);
    play.type_text(" \"/media/usb/packet 2.json\"")
        .keys("Enter");
    let path = PathBuf::from("/media/usb/packet 2.json");
    let first = Effect::ImportPacket {
        path: path.clone(),
        agreed: false,
    };
    assert!(play.program.asked().contains(&first));
    let changes: Vec<String> = (1..=11)
        .map(|day| format!("Dates agreed {day}: was Nov 17, 2026, now Dec 1, 2026"))
        .collect();
    play.program.ended(EffectResult::Differences(changes));
    let shown = look(&mut play);
    assert!(
        shown.contains("(and 3 more)") && shown.contains("1  Take the changes over"),
        "{shown}"
    );
    play.keys("3");
    assert!(look(&mut play).contains("Dates agreed 11"));
    play.keys("Esc 1");
    let second = Effect::ImportPacket { path, agreed: true };
    assert!(play.program.asked().contains(&second));
    play.program.ended(EffectResult::Done);
    assert_eq!(play.program.said(), "The office's file is taken in.");
    assert!(play.program.asked().contains(&Effect::ListCases));
}

#[test]
fn leaving_the_changes_leaves_everything() {
    let mut play = cases(vec![line("A", "Lakeside", "Not begun")]);
    play.keys("i").type_text("/p.json").keys("Enter");
    play.program.asked();
    play.program.ended(EffectResult::Differences(vec![
        "Webinar: new, today".to_owned(),
    ]));
    play.keys("Esc");
    assert_eq!(play.program.said(), "Nothing was changed.");
    assert!(play.program.asked().is_empty());
}

#[test]
fn a_signed_file_is_opened_by_its_path() {
    let mut play = cases(Vec::new());
    play.keys("o").type_text("/tmp/a.onsite.zip").keys("Enter");
    let wanted = Effect::OpenBundle(PathBuf::from("/tmp/a.onsite.zip"));
    assert!(play.program.asked().contains(&wanted));
}
