//! The child that is killed: it turns answers over and types a draft, through the desk and the
//! effects of the real program, and says what was saved.

use super::home::{DRAFT, case, held, unlocked};
use onsite::domain::pack::Method;
use onsite::domain::survey::answers::{Answer, AnswerValue, Cell, CheckKey};
use onsite::domain::survey::decide::Act;
use onsite::domain::values::digest::Digest;
use onsite::tui::desk::{Desk, Effect, Saved};
use onsite::tui::effects::{Effects, FromSystem};
use onsite::tui::session::Runner as _;
use onsite::tui::theme::Theme;
use onsite::workspace::OpenedCase;
use std::io::Write as _;
use std::path::Path;

/// Set to a folder, it makes this binary the child.
pub const ASKED: &str = "ONSITE_TEST_CRASH_FOLDER";
/// Which answers it gives.
pub const SEED: &str = "ONSITE_TEST_CRASH_SEED";
/// From which entry on it tells what is there.
pub const FROM: &str = "ONSITE_TEST_CRASH_FROM";

/// Not a test of its own: the body of the child.
#[test]
fn child() {
    let Some(folder) = std::env::var_os(ASKED) else {
        return;
    };
    let seed: u64 = std::env::var(SEED).unwrap().parse().unwrap();
    work(Path::new(&folder), seed);
}

/// Works until it is killed.
fn work(folder: &Path, seed: u64) {
    let mut workspace = unlocked(folder, seed);
    let case = case(&mut workspace);
    tell(&workspace.open_case(&case).unwrap());
    let mut desk = Desk::new(
        Theme::default(),
        workspace.now(),
        Box::new(FromSystem::default()),
    );
    let mut effects = Effects::new(workspace);
    effects
        .run(&mut desk, Effect::OpenCase(case))
        .put_on(&mut desk);
    // The draft that the child before left becomes the note.
    write(&mut desk, &mut effects, "note");
    let cells = cells(&desk);
    for turn in 0_u64.. {
        if turn % 3 == 1 {
            draft(&mut desk, &mut effects, &format!("words-{seed}-{turn}"));
        } else {
            let place = usize::try_from((seed + turn * 7) % cells.len() as u64).unwrap();
            answer(&mut desk, &mut effects, &cells[place]);
        }
    }
}

/// Tells what the child before left: its entries, and the text that was typed.
fn tell(opened: &OpenedCase) {
    let held = held(opened);
    let from: usize = std::env::var(FROM).unwrap().parse().unwrap();
    for digest in held.entries.get(from..).unwrap_or_default() {
        say(&format!("held entry {digest}"));
    }
    let word = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    let count = held.entries.len();
    let (draft, note) = (word(held.words.draft), word(held.words.note));
    say(&format!("held words {count} {draft} {note}"));
}

/// Turns an answer over.
fn answer(desk: &mut Desk, effects: &mut Effects, cell: &Cell) {
    let visit = desk.survey.as_ref().unwrap().visit().unwrap();
    let value = match visit.answer(cell).map(|answer| answer.value) {
        Some(AnswerValue::Met) => AnswerValue::NotMet,
        _ => AnswerValue::Met,
    };
    let answer = Some(Answer::because(value, None));
    let cell = cell.clone();
    assert!(desk.act(Act::Answer { cell, answer }));
    write(desk, effects, "answer");
}

/// Has written what waits, and says that it is saved when the screen would say so.
fn write(desk: &mut Desk, effects: &mut Effects, what: &str) {
    for effect in desk.take_effects() {
        let Effect::Append(batch) = &effect else {
            effects.run(desk, effect).put_on(desk);
            continue;
        };
        let digest = Digest::of(&batch.entries[0].1);
        say(&format!("begin {what}"));
        desk.saved = Saved::Nothing;
        effects.run(desk, effect).put_on(desk);
        assert!(matches!(desk.saved, Saved::At(_)), "{:?}", desk.status);
        say(&format!("saved entry {digest}"));
    }
}

fn draft(desk: &mut Desk, effects: &mut Effects, text: &str) {
    say(&format!("begin draft {text}"));
    desk.saved = Saved::Nothing;
    let effect = Effect::SaveDraft {
        target: DRAFT.to_owned(),
        text: text.into(),
    };
    effects.run(desk, effect).put_on(desk);
    assert!(matches!(desk.saved, Saved::At(_)), "{:?}", desk.status);
    say("saved draft");
}

/// A whole line, ended by a dot, in one write.
fn say(what: &str) {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("\n{what} .\n").as_bytes()).unwrap();
    out.flush().unwrap();
}

/// The record answers that stand in the training visit.
fn cells(desk: &Desk) -> Vec<Cell> {
    let survey = desk.survey.as_ref().unwrap();
    let visit = survey.visit().unwrap();
    let mut cells = Vec::new();
    for (_, element) in survey.pack().elements() {
        let check = CheckKey {
            element: element.id.clone(),
            method: Method::Record,
        };
        for given in visit.given(&check) {
            cells.push(Cell {
                check: check.clone(),
                site: given.site.clone(),
                source: given.source.clone(),
            });
        }
    }
    cells
}
