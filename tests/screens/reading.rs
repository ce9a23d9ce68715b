//! A signed file that is open for reading; texts that seem to identify somebody.

use crate::screen::Harness;
use crate::stage::{Stage, desk_with, look, play};
use onsite::domain::survey::answers::NoteTarget;
use onsite::domain::training::Extent;
use onsite::domain::values::text::TextId;
use onsite::tui::screens::{Route, Screen};
use onsite::tui::survey::Banner;

fn opened(good: bool) -> Harness<Stage> {
    let mut desk = desk_with(Extent::Finished);
    desk.survey.as_mut().unwrap().banner = Some(Banner {
        line: "Whole, signed by training-surveyor, trusted, newest".to_owned(),
        good,
        answers: (1..=5).map(|n| format!("{n}. An answer.")).collect(),
    });
    play(desk, vec![Route::Home, Route::Home])
}

#[test]
fn an_opened_file_shows_its_banner_and_the_five_answers() {
    let mut play = opened(true);
    let shown = look(&mut play);
    assert!(
        shown.contains("[+] Whole, signed by training-surveyor"),
        "{shown}"
    );
    assert!(shown.contains("v shows all checks"), "{shown}");
    play.keys("v");
    let shown = look(&mut play);
    assert!(
        shown.contains("What was checked") && shown.contains("5. An answer."),
        "{shown}"
    );
    play.keys("Esc 2 +");
    assert!(
        play.program.said().contains("open for reading"),
        "{}",
        play.program.said()
    );
    play.keys("Esc 9");
    assert!(play.program.said().contains("open for reading"));
    let mut play = opened(false);
    assert!(look(&mut play).contains("[!] Whole"), "not by colour alone");
}

#[test]
fn a_reader_has_a_home_without_what_is_to_be_done() {
    let mut play = opened(true);
    let shown = look(&mut play);
    for absent in ["What's left", "Sign and finish", "to do", "My levels"] {
        assert!(!shown.contains(absent), "{absent}\n{shown}");
    }
    assert!(shown.contains("What is not met, and why"), "{shown}");
    play.keys("0");
    let shown = look(&mut play);
    for wanted in ["Lakeside Oncology", "revision 1", "Fully met", "Partly met"] {
        assert!(shown.contains(wanted), "{wanted}\n{shown}");
    }
    play.keys("Esc b");
    let shown = look(&mut play);
    assert!(
        shown.contains("Looked at, and the fewest asked for"),
        "{shown}"
    );
    assert!(!shown.contains("0 of 5"), "{shown}");
}

/// The rows of a list that are seen, without the mark.
fn selected(play: &mut Harness<Stage>) -> String {
    let shown = look(play);
    let row = shown.lines().find(|line| line.starts_with('>'));
    row.unwrap_or_else(|| panic!("nothing selected\n{shown}"))
        .trim_start_matches('>')
        .trim()
        .to_owned()
}

#[test]
fn a_reason_leads_to_its_evidence_and_back() {
    let mut play = opened(true);
    play.keys("0 /")
        .type_text("charts this was not seen")
        .keys("Enter");
    let row = selected(&mut play);
    let (element, _) = row.split_once(' ').unwrap();
    play.keys("Enter");
    let shown = look(&mut play);
    assert!(matches!(
        play.program.app.front(),
        Some(Screen::Standard(_))
    ));
    let check = selected(&mut play);
    assert!(check.starts_with(element), "{row}\n{shown}");
    assert!(
        check.contains("[!] Not met"),
        "where it is not met: {shown}"
    );
    play.keys("Enter");
    let shown = look(&mut play);
    assert!(shown.contains(&format!("{element} Records: ")), "{shown}");
    assert!(selected(&mut play).contains("[!] Not met"), "{shown}");
    play.keys("Enter");
    let shown = look(&mut play);
    assert!(shown.contains("; seen Nov 1"), "what it is: {shown}");
    assert!(
        shown.contains("[!] Not met"),
        "what is not met first: {shown}"
    );
    play.keys("Enter");
    assert!(matches!(
        play.program.app.front(),
        Some(Screen::Standard(_))
    ));
    play.keys("Esc Esc Esc Esc");
    assert_eq!(selected(&mut play), row, "back where one was");
}

#[test]
fn every_row_of_what_is_read_leads_somewhere() {
    for way in ["0", "d", "b", "c", "1", "7", "2", "3", "4", "5"] {
        let mut play = opened(true);
        play.keys(way);
        let mut last = String::new();
        for _ in 0..150 {
            let row = selected(&mut play);
            if row == last {
                break;
            }
            play.keys("Enter");
            let there = look(&mut play);
            assert!(
                !there.contains(&format!("> {row}")),
                "{way}: {row}\n{there}"
            );
            play.keys("Esc");
            assert_eq!(selected(&mut play), row, "{way}: back where one was");
            play.keys("Down");
            last = row;
        }
    }
}

#[test]
fn a_change_is_told_and_leads_to_its_place() {
    let mut play = opened(true);
    play.keys("c / l e v e l Enter Enter");
    let shown = look(&mut play);
    assert!(shown.contains("Enter Go there"), "{shown}");
    play.keys("Enter");
    assert!(matches!(
        play.program.app.front(),
        Some(Screen::Standard(_))
    ));
    play.keys("Esc");
    assert!(look(&mut play).contains("What changed in this visit"));
}

#[test]
fn nobody_who_reads_is_offered_an_answer() {
    let mut play = opened(true);
    play.keys("1 Enter Tab");
    let shown = look(&mut play);
    let foot = shown.lines().last().unwrap();
    for absent in ["m Met", "n Not met", "My level", "t Note", "To do"] {
        assert!(!shown.contains(absent), "{absent}\n{shown}");
    }
    assert!(
        foot.contains("Enter Open") && foot.contains(". Next"),
        "{foot}"
    );
    for key in ["m", "n", "a", "u", "t", "r", "+", "Space", "Ctrl-Z"] {
        play.keys(key);
        let said = play.program.said();
        assert_eq!(
            said, "This file is open for reading. Nothing in it can be changed.",
            "{key}"
        );
        assert!(
            matches!(play.program.app.front(), Some(Screen::Standard(_))),
            "{key}"
        );
    }
    let sizes = "Sign and finish|to do|To do|Answers |you looked at".split('|');
    let absent: Vec<&str> = sizes.collect();
    play.keys("?");
    for _ in 0..20 {
        let shown = look(&mut play);
        let held = absent.iter().find(|held| shown.contains(**held));
        assert_eq!(held, None, "{shown}");
        play.keys("PgDn");
    }
    play.keys("Esc :");
    for _ in 0..40 {
        let shown = look(&mut play).replace("What would you like to do?", "");
        let held = absent.iter().find(|held| shown.contains(**held));
        assert_eq!(held, None, "{shown}");
        play.keys("Down");
    }
}

#[test]
fn the_filter_finds_what_a_row_says() {
    let mut play = opened(true);
    let count = |play: &mut Harness<Stage>, words: &str| {
        play.keys("/").type_text(words).keys("Enter Home");
        let row = selected(play);
        play.keys("Esc");
        row
    };
    play.keys("1");
    for (words, wanted) in [
        ("1.6", "1.6 "),
        ("partly met charts this was not seen", "[~]"),
    ] {
        let row = count(&mut play, words);
        assert!(row.contains(wanted), "{words}: {row}");
    }
    play.keys("Esc 7");
    let row = count(&mut play, "partly met this was not seen");
    assert!(row.contains("Partly met"), "{row}");
    play.keys("/").type_text("no such words").keys("Enter");
    assert!(look(&mut play).contains("Nothing matches these letters."));
}

#[test]
fn a_long_banner_is_shown_to_its_end() {
    let mut desk = desk_with(Extent::Finished);
    desk.survey.as_mut().unwrap().banner = Some(Banner {
        line: "Not trusted: whole, but the roster that was given does not say that this person \
               may sign a survey on the day on which it was signed, so ask the office."
            .to_owned(),
        good: false,
        answers: Vec::new(),
    });
    let mut play = play(desk, vec![Route::Home, Route::Home]);
    let shown = look(&mut play);
    assert!(shown.contains("ask the office."), "{shown}");
    assert!(shown.contains("v shows all checks"), "{shown}");
}

#[test]
fn a_visit_of_ones_own_has_no_such_checks() {
    let mut play = play(desk_with(Extent::Half), vec![Route::Home]);
    play.keys("v");
    assert_eq!(play.program.said(), "");
}

/// A note with a telephone number, and the screen that asks what to do about it.
fn flagged() -> (Harness<Stage>, TextId, NoteTarget) {
    let mut desk = desk_with(Extent::Half);
    let on = {
        let visit = desk.survey.as_ref().unwrap().visit().unwrap();
        let mut notes = visit.notes.keys();
        notes
            .find(|on| matches!(on, NoteTarget::Check(_)))
            .unwrap()
            .clone()
    };
    assert!(desk.keep_note(on.clone(), "Call her at 512-555-0147 about this."));
    let id = desk.survey.as_ref().unwrap().visit().unwrap().notes[&on];
    let play = play(desk, vec![Route::Home, Route::Flagged(id)]);
    (play, id, on)
}

#[test]
fn a_text_that_seems_to_identify_somebody_has_three_ways_out() {
    let (mut play, id, _) = flagged();
    let shown = look(&mut play);
    assert!(
        shown.contains("\"512-555-0147\" looks like a telephone number."),
        "{shown}"
    );
    assert!(shown.contains("It stands in the note of"), "{shown}");
    play.keys("2");
    let justified = |play: &Harness<Stage>| {
        play.program
            .app
            .desk
            .survey
            .as_ref()
            .unwrap()
            .file
            .case
            .justified
            .contains(&id)
    };
    assert!(justified(&play));
    play.keys("Ctrl-Z");
    assert!(!justified(&play));
}

#[test]
fn it_can_be_written_otherwise() {
    let (mut play, id, on) = flagged();
    play.keys("1");
    assert!(matches!(play.program.app.front(), Some(Screen::Note(_))));
    play.type_text(" More.").keys("Esc");
    assert_ne!(play.program.visit().notes[&on], id);
    // The history still holds the old words: that is said, and how to get rid of them is offered.
    let shown = look(&mut play);
    assert!(
        shown.contains("It was written otherwise since. The history still holds"),
        "{shown}"
    );
    assert!(shown.contains("1  Erase it for good"), "{shown}");
    assert!(!shown.contains("Write it otherwise"), "{shown}");
    play.keys("1").type_text("erase").keys("Enter");
    assert_eq!(play.program.said(), "The text is erased for good.");
    assert!(matches!(play.program.app.front(), Some(Screen::Home(_))));
}

#[test]
fn a_reason_that_was_typed_is_erased_or_judged() {
    let mut desk = desk_with(Extent::Half);
    desk.survey.as_mut().unwrap().hear("Quigley".into());
    let mut play = play(desk, vec![Route::Home]);
    play.keys("1 Enter Tab u 9")
        .type_text("Quigley was asleep")
        .keys("Enter 8");
    play.keys("Esc Esc 8 Enter");
    let shown = look(&mut play);
    assert!(shown.contains("It is a reason or a remark."), "{shown}");
    assert!(
        shown.contains("\"Quigley\" looks like a name heard today."),
        "{shown}"
    );
}

#[test]
fn it_is_erased_only_after_a_question() {
    let (mut play, id, on) = flagged();
    play.keys("3");
    assert!(look(&mut play).contains("Nobody can bring it back"));
    play.type_text("yes").keys("Enter");
    assert!(play.program.said().contains("ERASE was not typed"));
    play.keys("3 Esc");
    assert_eq!(play.program.said(), "Nothing was erased.");
    let words = |play: &Harness<Stage>| {
        let survey = play.program.app.desk.survey.as_ref().unwrap();
        survey.file.words(&id).to_owned()
    };
    assert!(words(&play).contains("555"));
    play.keys("3").type_text("erase").keys("Enter");
    assert_eq!(words(&play), "[erased]");
    assert_eq!(play.program.said(), "The text is erased for good.");
    assert_eq!(play.program.visit().notes[&on], id, "the id stays");
    let desk = &mut play.program.app.desk;
    assert!(!desk.redact(id), "once");
    let packet = desk
        .survey
        .as_ref()
        .unwrap()
        .file
        .case
        .packet
        .as_ref()
        .unwrap()
        .text;
    assert!(!desk.redact(packet), "never");
    assert!(play.program.said().contains("office's own"));
}

#[test]
fn what_seems_to_identify_somebody_is_the_first_that_is_left() {
    let (mut play, id, _) = flagged();
    play.keys("Esc 8");
    let shown = look(&mut play);
    let first = shown.lines().find(|line| line.starts_with('>')).unwrap();
    assert!(
        first.contains("Something in the note of") && first.contains("looks like a telephone"),
        "{shown}"
    );
    play.keys("Enter");
    assert!(matches!(play.program.app.front(), Some(Screen::Flagged(_))));
    play.keys("2 Ctrl-Z");
    // What only warns stands before what blocks, too.
    let desk = &mut play.program.app.desk;
    desk.redact(id);
    let on = desk.survey.as_ref().unwrap().visit().unwrap().notes.keys();
    let on = on.last().unwrap().clone();
    assert!(desk.keep_note(on, "Mrs. Quigley asked twice."));
    let left = desk.survey.as_ref().unwrap().whats_left();
    assert!(
        left[0].what.ends_with("looks like a person's name."),
        "{:?}",
        left[0]
    );
    assert!(left.len() > 10);
}

#[test]
fn an_earlier_text_is_erased_there_and_then() {
    let mut play = play(desk_with(Extent::Half), vec![Route::Standard]);
    let named = |play: &Harness<Stage>| {
        let case = &play.program.app.desk.survey.as_ref().unwrap().file.case;
        (case.named_texts.len(), case.redacted.len())
    };
    play.keys("t").type_text("Seen by Mrs Kestrel").keys("Esc");
    assert!(!play.program.said().contains("Ctrl-E"), "nothing earlier");
    play.keys("t Ctrl-W")
        .type_text("the lead nurse")
        .keys("Esc");
    let said = play.program.said().to_owned();
    assert_eq!(
        said,
        "Ctrl-E erases the earlier text for good; else it stays in the history."
    );
    let (texts, erased) = named(&play);
    play.keys("Ctrl-E");
    assert!(look(&mut play).contains("\"Seen by Mrs Kestrel\""));
    play.type_text("erase").keys("Enter");
    assert_eq!(named(&play), (texts, erased + 1));
    assert_eq!(play.program.said(), "The text is erased for good.");
    let shown = look(&mut play);
    assert!(shown.contains("the lead nurse"), "the note stays: {shown}");
}

#[test]
fn erasing_what_was_signed_opens_a_revision_and_says_so() {
    let mut desk = desk_with(Extent::Finished);
    crate::stage::seal(&mut desk);
    let check = {
        let visit = desk.survey.as_ref().unwrap().visit().unwrap();
        let checks = visit.notes.keys().find_map(|on| match on {
            NoteTarget::Check(check) => Some(check.clone()),
            _ => None,
        });
        checks.unwrap()
    };
    let (open, walk) = desk.walking().unwrap();
    walk.go_to(open.pack, open.visit, &check);
    let mut play = play(desk, vec![Route::Standard]);
    play.keys("Ctrl-E");
    let shown = look(&mut play);
    assert!(shown.contains("It stands in what you signed."), "{shown}");
    assert!(shown.contains("Erasing it opens revision 2."), "{shown}");
    play.type_text("ERASE").keys("Enter");
    let on = NoteTarget::Check(check);
    let visit = play.program.visit();
    assert_eq!((visit.is_sealed(), visit.revision()), (false, 2));
    let text = visit.notes[&on];
    let survey = play.program.app.desk.survey.as_ref().unwrap();
    assert_eq!(survey.file.words(&text), "[erased]");
    assert!(play.program.said().contains("Sign this revision"));
}
