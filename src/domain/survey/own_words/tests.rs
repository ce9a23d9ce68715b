//! Words against answers that change under them, as on a first day.

use super::*;
use crate::domain::pack::Method;
use crate::domain::privacy::guard::Guard;
use crate::domain::rich_visit::{Rich, check, opened};
use crate::domain::survey::answers::AnswerValue::{Met, NotMet};
use crate::domain::survey::decide::{Act, Refusal, decide};
use crate::domain::survey::readiness::{self, Destination, Weight};
use crate::domain::survey::verdicts::Board;
use crate::domain::survey::words;
use crate::domain::values::ids::{SiteId, SourceId};

fn key() -> CheckKey {
    check("3.12.2", Method::Record)
}

fn write_note(rich: &mut Rich, words: &str) {
    let text = Some(rich.text(words));
    let on = NoteTarget::Check(key());
    rich.act(Act::WriteNote { on, text });
}

fn answer(rich: &mut Rich, chart: &str, value: AnswerValue) {
    rich.answer(key(), "main", chart, value, None);
}

fn remark_at(chart: &str) -> WordsAt {
    WordsAt::Remark(Cell {
        check: key(),
        site: SiteId::new("main"),
        source: SourceId::new(chart),
    })
}

/// What is asked about own words at the check: where, how grave, in words.
fn asked(rich: &Rich) -> Vec<(Destination, Weight, String)> {
    let board = Board::of(rich.visit(), &rich.pack);
    let guard = Guard::default();
    let facts = Facts {
        visit: rich.visit(),
        pack: &rich.pack,
        packet: Some(&rich.packet),
        texts: &rich.texts,
    };
    readiness::whats_left(&rich.case, &facts, &board, &guard)
        .into_iter()
        .filter(|item| match &item.place {
            Destination::Words(at) => *at.check() == key(),
            Destination::Answer(Cell { check, .. }) | Destination::Check(check) => {
                *check == key() && item.what.contains("words for it are missing")
            }
            _ => false,
        })
        .map(|item| (item.place, item.weight, item.what))
        .collect()
}

fn since(rich: &Rich, at: &WordsAt) -> Option<String> {
    changed(rich.visit(), at).map(|changed| words::since(Method::Record, &changed))
}

#[test]
fn a_note_is_asked_about_when_what_was_not_met_changes() {
    let mut rich = opened();
    let note = WordsAt::Note(key());
    answer(&mut rich, "r01", NotMet);
    write_note(&mut rich, "one signature where two are asked for");
    assert_eq!(asked(&rich), []);
    answer(&mut rich, "r02", NotMet);
    for chart in ["r03", "r04", "r05"] {
        answer(&mut rich, chart, Met);
    }
    assert_eq!(
        since(&rich, &note).unwrap(),
        "written when 1 of 1 was not met, now 2 of 5"
    );
    let items = asked(&rich);
    assert_eq!(items.len(), 1);
    assert_eq!(
        (&items[0].0, items[0].1),
        (&Destination::Words(note.clone()), Weight::Blocks)
    );
    assert!(
        items[0].2.contains("keep it, rewrite it or take it out"),
        "{}",
        items[0].2
    );

    rich.act(Act::KeepWords(note.clone()));
    assert_eq!(asked(&rich), [], "kept under the answers as they are");
    let again = decide(
        &rich.case,
        rich.visit(),
        &rich.pack,
        Act::KeepWords(note.clone()),
        1,
    );
    assert_eq!(again, Err(Refusal::Nothing));

    for chart in ["r01", "r02"] {
        answer(&mut rich, chart, Met);
    }
    assert_eq!(
        since(&rich, &note).unwrap(),
        "written when 2 of 5 were not met, now 5 of 5 are met"
    );
    assert_eq!(asked(&rich)[0].1, Weight::Blocks, "Not met words under Met");
    rich.act(Act::WriteNote {
        on: NoteTarget::Check(key()),
        text: None,
    });
    assert_eq!(asked(&rich), []);
    let none = decide(
        &rich.case,
        rich.visit(),
        &rich.pack,
        Act::KeepWords(note),
        1,
    );
    assert_eq!(none, Err(Refusal::NoWords));
}

#[test]
fn more_that_is_met_is_worth_a_look_and_blocks_nothing() {
    let mut rich = opened();
    answer(&mut rich, "r01", NotMet);
    write_note(&mut rich, "one signature");
    answer(&mut rich, "r02", Met);
    let items = asked(&rich);
    assert_eq!(items[0].1, Weight::Warns);
    assert!(
        items[0].2.contains("1 of 1 was not met, now 1 of 2"),
        "{}",
        items[0].2
    );
    // Taken away again, the words fit again.
    rich.clear(key(), "main", "r02");
    assert_eq!(asked(&rich), []);
}

#[test]
fn the_same_count_at_other_records_is_not_the_same() {
    let mut rich = opened();
    answer(&mut rich, "r01", NotMet);
    answer(&mut rich, "r02", Met);
    write_note(&mut rich, "the form of R01 has no second line");
    answer(&mut rich, "r01", Met);
    answer(&mut rich, "r02", NotMet);
    let items = asked(&rich);
    assert_eq!(items[0].1, Weight::Blocks);
    answer(&mut rich, "r02", Met);
    answer(&mut rich, "r01", NotMet);
    assert_eq!(asked(&rich), []);
}

#[test]
fn a_remark_stands_under_its_answer() {
    let mut rich = opened();
    answer(&mut rich, "r01", NotMet);
    rich.remark(key(), "main", "r01", "cycle 2 day 1: one signature");
    assert_eq!(asked(&rich), [], "a remark at each is own words enough");
    answer(&mut rich, "r02", NotMet);
    assert!(asked(&rich)[0].2.contains("words for it are missing"));
    rich.remark(key(), "main", "r02", "left empty");
    assert_eq!(asked(&rich), []);
    answer(&mut rich, "r02", Met);
    let at = remark_at("r02");
    assert_eq!(
        since(&rich, &at).unwrap(),
        "written when the answer was Not met, now Met"
    );
    let items = asked(&rich);
    assert_eq!(
        (items.len(), &items[0].0, items[0].1),
        (1, &Destination::Words(at.clone()), Weight::Blocks)
    );
    assert!(items[0].2.contains("the remark at R02"), "{}", items[0].2);
    rich.act(Act::KeepWords(at.clone()));
    assert_eq!(asked(&rich), []);
    answer(&mut rich, "r02", NotMet);
    assert_eq!(
        since(&rich, &at).unwrap(),
        "written when the answer was Met, now Not met"
    );
}

#[test]
fn words_at_a_policy_are_never_counted() {
    let mut rich = opened();
    let paper = check("3.12.2", Method::Policy);
    rich.answer(paper.clone(), "", "d1", NotMet, None);
    let text = Some(rich.text("the draft has it"));
    rich.act(Act::WriteNote {
        on: NoteTarget::Check(paper.clone()),
        text,
    });
    rich.answer(paper.clone(), "", "d1", Met, None);
    let changed = changed(rich.visit(), &WordsAt::Note(paper)).unwrap();
    assert_eq!(
        words::since(Method::Policy, &changed),
        "written when the policy was not met, now the policy is met"
    );
}

#[test]
fn erased_words_are_none() {
    let mut rich = opened();
    answer(&mut rich, "r01", NotMet);
    write_note(&mut rich, "gone");
    let held = text(rich.visit(), &WordsAt::Note(key())).unwrap();
    answer(&mut rich, "r02", NotMet);
    rich.event(crate::domain::survey::events::Event::Redacted { text: held });
    rich.texts.remove(&held);
    let items = asked(&rich);
    assert_eq!(items.len(), 1);
    assert!(
        items[0].2.contains("words for it are missing"),
        "nothing to keep, all to say"
    );
}
