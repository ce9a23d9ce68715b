//! Revisions, and what a laptop remembers of those it has seen. FORMAT.md, Chain and revisions.

use crate::support::bundles::*;
use onsite::bundle::kinds::Kind;
use onsite::bundle::memory::{Known, MemoryFault, RevisionMemory};
use onsite::bundle::seal::{SealFault, SealedStep};
use onsite::bundle::verify::{Conditions, Keep, Standing, Verdict, Verification, verify};
use onsite::domain::journal::ChainHead;
use onsite::domain::survey::answers::AnswerValue;
use onsite::domain::survey::events::Event;
use onsite::domain::values::digest::Digest;
use onsite::domain::values::ids::{CaseId, DeviceId};
use std::collections::BTreeMap;
use std::io::Cursor;

/// What a laptop remembers; what stands at 99 cannot be looked up.
#[derive(Default)]
struct Memory(BTreeMap<u8, Known>);

impl RevisionMemory for Memory {
    fn known(&self, case: &CaseId, step: u8) -> Result<Option<Known>, MemoryFault> {
        match self.0.get(&step) {
            Some(known) if known.revision == 99 => Err(MemoryFault("disk trouble".into())),
            Some(known) if *case == case_id() => Ok(Some(known.clone())),
            _ => Ok(None),
        }
    }
}

impl Memory {
    fn of(steps: &[SealedStep<'_>]) -> Self {
        let known = |step: &SealedStep<'_>| Known {
            revision: step.header.revision,
            manifest: step.manifest,
            sealed_at: step.header.sealed_at,
            journal: step.header.journal.clone(),
            followed_from: step.header.revision,
        };
        Self(steps.iter().map(|s| (s.header.step, known(s))).collect())
    }

    fn judge(&self, bytes: &[u8]) -> Verification {
        let roster = roster();
        let conditions = Conditions {
            roster: Some(&roster),
            memory: Some(self),
            now: now(),
            allow_expired: false,
            keep: Keep::Headers,
            this: &THIS_VERSION,
        };
        let outcome = verify(Cursor::new(bytes), &conditions);
        let good = outcome.standing == Standing::Good;
        assert_eq!(outcome.contents.is_some(), good);
        assert_eq!(outcome.exit().code() == 0, good);
        assert!(outcome.code() != "other-previous" || outcome.exit().code() == 3);
        outcome
    }

    fn code(&self, steps: &[SealedStep<'_>]) -> &'static str {
        self.judge(&file(steps)).code()
    }
}

/// Revision 2 of a survey, upon `journal`.
fn second_revision(
    journal: &mut Journal,
    first: &SealedStep<'_>,
) -> Result<SealedStep<'static>, SealFault> {
    let reason = journal.text("a line was missing");
    journal.write(Event::RevisionOpened {
        visit: visit_id(1),
        revision: 2,
        reason,
    });
    journal.seal(1, 2);
    let mut new = new_step(Kind::Survey, ANN.0, None);
    new.revision = 2;
    new.supersedes = Some(first.manifest);
    new.before = first.header.journal.clone();
    seal_step(new, journal.parts(&[]), None, &key(ANN.1))
}

#[test]
fn revisions_are_remembered() {
    let first = [survey(&[])];
    let second = [second_revision(&mut sealed_journal(), &first[0]).unwrap()];
    let rival = [survey(&[b"other bytes"])];
    assert_eq!(Memory::default().code(&first), "good");
    let held = Memory::of(&first);
    assert_eq!(held.code(&first), "good", "the same again");
    assert_eq!(held.code(&rival), "fork");
    assert_eq!(held.code(&second), "good");
    assert_eq!(Memory::of(&second).code(&first), "stale");
    let of_rival = second_revision(&mut sealed_journal(), &rival[0]).unwrap();
    assert_eq!(
        held.code(&[of_rival]),
        "history-rewritten",
        "it replaces a file that is not ours"
    );
    // Both are told so that the office can say which one stands.
    for outcome in [
        held.judge(&file(&rival)),
        Memory::of(&second).judge(&file(&first)),
    ] {
        let current = &outcome.answers.current;
        assert_eq!(current.verdict, Verdict::No);
        for step in [&first[0], &rival[0]] {
            let told = [step.header.sealed_at.to_string(), step.manifest.spoken()];
            let is_given = outcome.code() == "fork" || step.manifest == first[0].manifest;
            assert_eq!(told.iter().all(|t| current.reason.contains(t)), is_given);
        }
    }
    assert!(
        held.judge(&file(&rival))
            .refusal
            .unwrap()
            .remedy()
            .contains("the office")
    );
}

#[test]
fn past_answers_that_are_other_than_they_were_are_history_rewritten() {
    let held = Memory::of(&[survey(&[])]);
    assert_eq!(held.judge(&second_file(|_| ())).code(), "good");
    // An answer that revision 1 never had, taken back before the visit was finished.
    let other = second_file(|journal| {
        journal.write(journal.answer(1, None, Some(AnswerValue::NotMet)));
        journal.write(journal.answer(1, Some(AnswerValue::NotMet), None));
    });
    assert_eq!(Memory::default().judge(&other).code(), "good", "by itself");
    let outcome = held.judge(&other);
    assert_eq!(
        (outcome.code(), outcome.exit().code()),
        ("history-rewritten", 1)
    );
    assert_eq!(outcome.answers.current.verdict, Verdict::No);
    let said = &outcome.answers.current.reason;
    let first = survey(&[]);
    assert!(said.contains(&first.manifest.spoken()), "{said}");
    assert!(
        said.contains("revision 1 of 2026-03-01T08:30:00Z"),
        "{said}"
    );
    assert!(
        said.contains("revision 2 of 2026-03-01T08:30:00Z"),
        "{said}"
    );
}

#[test]
fn a_laptop_that_is_gone_from_a_later_revision_is_history_rewritten() {
    let mut held = Memory::of(&[survey(&[])]);
    let gone = ChainHead {
        device: DeviceId::new("laptop-2").unwrap(),
        count: 1,
        head: Digest::ZERO,
    };
    held.0.get_mut(&0).unwrap().journal.push(gone);
    assert_eq!(held.judge(&second_file(|_| ())).code(), "history-rewritten");
}

#[test]
fn where_the_first_revision_was_never_seen_that_is_said() {
    let second = second_file(|_| ());
    let unseen = Memory::default().judge(&second);
    assert_eq!((unseen.code(), unseen.exit().code()), ("good", 0));
    let current = &unseen.answers.current;
    assert_eq!(current.verdict, Verdict::NotChecked);
    let said = "earlier revisions were not seen here";
    assert!(current.reason.contains(said), "{}", current.reason);
    // It stays so when revision 2 itself is known, and when a third goes on from it.
    let step = &unseen.contents.unwrap().steps[0];
    let known = |followed_from| Known {
        revision: 2,
        manifest: step.manifest,
        sealed_at: step.header.sealed_at,
        journal: step.header.journal.clone(),
        followed_from,
    };
    let again = Memory(BTreeMap::from([(0, known(2))])).judge(&second);
    assert_eq!(again.answers.current.verdict, Verdict::NotChecked);
    let followed = Memory(BTreeMap::from([(0, known(1))])).judge(&second);
    assert_eq!(followed.answers.current.verdict, Verdict::Yes);
    let first = Memory::default().judge(&file(&[survey(&[])]));
    assert_eq!(first.answers.current.verdict, Verdict::Yes);
}

#[test]
fn a_later_revision_goes_on_from_the_journal_of_the_previous() {
    let first = survey(&[]);
    let mut rewritten = Journal::opened();
    rewritten.open_visit(3);
    rewritten.finish(1);
    rewritten.seal(1, 1);
    let sealed = second_revision(&mut rewritten, &first);
    assert!(
        matches!(sealed, Err(SealFault::Refused(_))),
        "not even sealed"
    );
    let mut new = new_step(Kind::Survey, ANN.0, None);
    new.revision = 2;
    new.supersedes = Some(first.manifest);
    let second = seal_step(new, rewritten.parts(&[]), None, &key(ANN.1)).unwrap();
    assert_eq!(Memory::of(&[first]).code(&[second]), "history-rewritten");
}

#[test]
fn once_its_report_is_sealed_a_survey_is_never_signed_again() {
    let steps = whole_case();
    let memory = Memory::of(&steps);
    let second = second_revision(&mut sealed_journal(), &survey(&[b"attached"])).unwrap();
    assert_eq!(memory.code(&[second]), "reissued");
    assert_eq!(memory.code(&steps), "good");
    assert_eq!(
        memory.code(&steps[..2]),
        "good",
        "an earlier export of the same"
    );
}

#[test]
fn what_cannot_be_looked_up_is_never_good() {
    let steps = whole_case();
    // Its own step, the report that would forbid a new revision, and the step after it.
    for (step, given) in [(0, &steps[..1]), (1, &steps[..1]), (1, &steps[2..])] {
        let mut memory = Memory::of(&steps);
        memory.0.get_mut(&step).unwrap().revision = 99;
        let roster = roster();
        let conditions = Conditions {
            roster: Some(&roster),
            memory: Some(&memory),
            now: now(),
            allow_expired: false,
            keep: Keep::Headers,
            this: &THIS_VERSION,
        };
        let outcome = verify(Cursor::new(file(given)), &conditions);
        assert_eq!((outcome.code(), outcome.exit().code()), ("memory", 3));
        assert_eq!(outcome.standing, Standing::Refused);
        assert!(outcome.contents.is_none());
        let row = &outcome.answers.current;
        assert_eq!(row.verdict, Verdict::NotChecked);
        assert!(row.reason.contains("disk trouble"), "{}", row.reason);
    }
}

#[test]
fn an_excerpt_stands_upon_the_step_that_is_known() {
    let steps = whole_case();
    let memory = Memory::of(&steps);
    assert_eq!(memory.code(&steps[2..]), "excerpt");
    let mut other = Memory::of(&steps[..2]);
    other.0.get_mut(&1).unwrap().manifest = survey(&[]).manifest;
    assert_eq!(other.code(&steps[..2]), "fork");
    assert_eq!(other.code(&steps[2..]), "other-previous");
    other.0.remove(&1);
    assert_eq!(other.code(&steps[2..]), "excerpt", "nothing known of it");
}
