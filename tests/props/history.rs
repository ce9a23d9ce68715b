//! The journal is the case: folding it gives what was kept step by step, and undo is the inverse.

use crate::acts::{Done, Step, any_steps, take};
use crate::packs::any_pack;
use crate::world::World;
use onsite::domain::survey::case::Case;
use onsite::domain::survey::changes::Changes;
use onsite::domain::survey::changes::between::{compare, visits};
use onsite::domain::survey::decide::Act;
use onsite::domain::survey::verdicts::Board;
use onsite::domain::survey::visit::Visit;
use proptest::prelude::*;
use proptest::strategy::ValueTree;

/// What is known, without how it came to be: no counters, no stacks, no "where I stopped".
fn known(case: &Case) -> Case {
    let mut case = case.clone();
    case.done.clear();
    case.undone.clear();
    case.clock = 0;
    case.entries = 0;
    case.last_at = None;
    case.named_texts.clear();
    case.unsigned_texts.clear();
    for visit in &mut case.visits {
        visit.last_answered = None;
    }
    case
}

/// Undoes and redoes the act just done, on a copy, and compares.
fn undo_is_the_inverse(before: &World, after: &World, step: Step) {
    let mut copy = after.clone();
    if step.c.is_multiple_of(2) {
        copy.restart();
    }
    copy.undo(1 - step.laptop).unwrap();
    assert_eq!(known(copy.case()), known(before.case()), "undo");
    assert_eq!(copy.case().done, before.case().done, "undo, what was done");
    assert_eq!(copy.file.board, before.file.board, "undo, the board");
    if step.c.is_multiple_of(3) {
        copy.restart();
    }
    copy.redo(step.laptop).unwrap();
    assert_eq!(known(copy.case()), known(after.case()), "redo");
    assert_eq!(copy.case().done, after.case().done, "redo, what was done");
    assert_eq!(copy.file.board, after.file.board, "redo, the board");
}

fn walk(world: &mut World, steps: Vec<Step>, mut look: impl FnMut(&World, &World, Step, Done)) {
    for step in steps {
        let before = world.clone();
        let done = take(world, step);
        look(&before, world, step, done);
    }
}

proptest! {
    #![proptest_config(crate::cases(96))]

    #[test]
    fn the_journal_is_the_case(pack in any_pack(), steps in any_steps(80)) {
        let mut world = World::new(pack);
        walk(&mut world, steps, |before, after, _, done| {
            if done == Done::Refused {
                assert_eq!(after.case(), before.case());
                assert_eq!(after.file.texts, before.file.texts);
            }
            let board = Board::of(after.visit(), &after.pack());
            assert_eq!(after.file.board, board);
        });
        // Every text came with an entry that names it, and every text named is there.
        prop_assert_eq!(&world.file.texts.ids(), &world.case().named_texts);
        let read = world.read_back();
        prop_assert_eq!(&read.case, world.case());
        prop_assert_eq!(&read.board, &world.file.board);
        prop_assert_eq!(&Case::fold(read.case.id.clone(), &world.entries), world.case());
        // What was decided fits: a conflict comes from laptops that did not know of each other.
        prop_assert_eq!(&world.case().conflicts, &vec![]);
    }

    #[test]
    fn undo_is_the_inverse_of_every_act(pack in any_pack(), steps in any_steps(60)) {
        let mut world = World::new(pack);
        walk(&mut world, steps, |before, after, step, done| {
            if done == Done::Act {
                undo_is_the_inverse(before, after, step);
            }
        });
    }

    /// What a revision changes is found in both files and in the journal of the later one alike.
    #[test]
    fn both_files_differ_in_what_the_journal_says(pack in any_pack(), steps in any_steps(150)) {
        let mut world = World::new(pack);
        let mut signed: Vec<(Visit, usize)> = Vec::new();
        for (count, step) in (1..).zip(steps) {
            take(&mut world, step);
            if count % 12 != 0 {
                continue;
            }
            let reason = world.text();
            if !world.visit().is_sealed() {
                world.sign(step.laptop);
            }
            signed.push((world.visit().clone(), world.entries.len()));
            world.act(step.laptop, Act::OpenRevision { reason }).unwrap();
        }
        for (place, (before, _)) in signed.iter().enumerate() {
            for (after, entries) in signed.iter().skip(place + 1) {
                let written = world.entries.iter().take(*entries);
                let (_, changes) = Changes::fold(world.case().id.clone(), written);
                let found = compare(before, after, &changes);
                prop_assert!(found.is_ok(), "{} and {}: {found:?}", before.revision(), after.revision());
                let unlike = visits(before, after);
                prop_assert_eq!(found.unwrap(), unlike);
            }
        }
    }

    #[test]
    fn everything_can_be_undone_back_to_the_last_signature(pack in any_pack(), steps in any_steps(60)) {
        let mut world = World::new(pack);
        let mut start = known(world.case());
        walk(&mut world, steps, |_, after, _, done| {
            // After a signature, or what opens a revision, there is nothing to go back to.
            if done == Done::Other && after.case().done.is_empty() && after.case().undone.is_empty() {
                start = known(after.case());
            }
        });
        let mut acts = world.case().done.len();
        while world.undo(0).is_ok() {
            acts -= 1;
        }
        prop_assert_eq!(acts, 0);
        let mut now = known(world.case());
        // What opens a revision is itself never undone.
        for (now, start) in now.visits.iter_mut().zip(&start.visits) {
            now.open_revision = start.open_revision;
        }
        prop_assert_eq!(now, start);
    }
}

/// The made-up visits are worth something only if they reach everything.
#[test]
fn made_up_visits_reach_every_event() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen = std::collections::BTreeMap::<String, usize>::new();
    let mut several = 0;
    for _ in 0..120 {
        let inputs = (any_pack(), any_steps(120));
        let (pack, steps) = inputs.new_tree(&mut runner).unwrap().current();
        let mut world = World::new(pack);
        walk(&mut world, steps, |_, after, _, _| {
            several += usize::from(after.case().done.iter().any(|act| act.seqs.len() > 1));
        });
        for entry in &world.entries {
            let event = serde_json::to_value(&entry.event).unwrap();
            let key = event.as_object().unwrap().keys().next().unwrap().clone();
            *seen.entry(key).or_default() += 1;
        }
    }
    // All but the redaction, which is no act in a visit.
    assert_eq!(seen.len(), 20, "{seen:?}");
    assert!(seen["10-answered"] > 500, "{seen:?}");
    assert!(several > 20, "acts of several entries: {several}");
}
