//! When a survey was sealed, and what may come after: what a rightful signer writes otherwise is
//! refused. FORMAT.md, Header and Contents by kind.

use crate::support::bundles::*;
use onsite::bundle::verify::{Conditions, Keep, Verdict, Verification, verify};
use onsite::domain::journal::EntryRef;
use onsite::domain::survey::answers::AnswerValue::{Met, NotMet};
use onsite::domain::survey::events::Event;
use onsite::domain::values::digest::Digest;
use onsite::domain::values::ids::DeviceId;
use std::io::Cursor;

/// The code of a survey with this journal, its header dated so, read when it was dated.
fn dated(seal: &str, header: &str) -> &'static str {
    let mut journal = Journal::new();
    journal.seal_at(1, 1, seal);
    let at = stamp(header);
    check(&survey_with(
        &journal,
        |header| header.sealed_at = at,
        |_| (),
    ))
    .code()
}

#[test]
fn a_header_has_the_time_of_the_sealing_entry() {
    assert_eq!(
        dated("2026-03-01T03:30:00-05:00", "2026-03-01T08:30:00Z"),
        "good"
    );
    assert_eq!(
        dated("2026-03-01T08:30:00Z", "2026-03-01T08:30:00Z"),
        "good"
    );
    let part = "2026-03-01T03:30:00.999-05:00";
    assert_eq!(
        dated(part, "2026-03-01T08:30:00Z"),
        "good",
        "cut, not rounded"
    );
    let entry = "2026-03-01T03:30:00-05:00";
    for header in [
        "2026-03-01T08:30:01Z",
        "2026-03-01T08:29:59Z",
        "2026-03-01T03:30:00Z",
        "2026-03-03T08:30:00Z",
        "2026-02-01T08:30:00Z",
    ] {
        assert_eq!(dated(entry, header), "sealed-at", "{header}");
    }
    let journal = sealed_journal();
    let ten_months = |header: &mut onsite::bundle::step::StepHeader| {
        header.sealed_at = stamp("2025-05-01T08:30:00Z");
    };
    let file = survey_with(&journal, ten_months, |_| ());
    assert_eq!(check(&file).code(), "signer-dates");
    assert_eq!(
        check_with(&file, None).code(),
        "sealed-at",
        "whatever the roster says"
    );
}

#[test]
fn nobody_signs_tomorrow() {
    let bytes = survey_file();
    let roster = roster();
    let read_at = |now: &str| {
        let conditions = Conditions {
            roster: Some(&roster),
            memory: None,
            now: stamp(now),
            allow_expired: false,
            keep: Keep::Headers,
            this: &THIS_VERSION,
        };
        verify(Cursor::new(&bytes), &conditions)
    };
    // Sealed at 08:30 on March 1st; 26 hours before that is 06:30 on February 28th.
    let just = read_at("2026-02-28T06:30:00Z");
    assert_eq!((just.code(), just.exit().code()), ("good", 0));
    let clock = |outcome: &Verification| {
        let mut notices = outcome.notices.iter();
        notices.any(|notice| notice.contains("Check the clock"))
    };
    assert!(clock(&just), "{:?}", just.notices);
    assert!(!clock(&read_at("2026-03-01T08:30:00Z")));
    let ahead = read_at("2026-02-28T06:29:59Z");
    assert_eq!((ahead.code(), ahead.exit().code()), ("future", 1));
    assert_eq!(ahead.answers.current.verdict, Verdict::No);
    assert!(ahead.contents.is_none());
    let said = &ahead.answers.current.reason;
    assert!(said.contains("signed in the future") && said.contains("check both clocks"));
}

fn code(journal: &Journal) -> &'static str {
    check(&survey_with(journal, |_| (), |_| ())).code()
}

fn reopened(journal: &mut Journal) {
    let reason = journal.text("a line was missing");
    journal.write(Event::RevisionOpened {
        visit: visit_id(1),
        revision: 2,
        reason,
    });
}

/// A survey whose revision 2 is sealed, with these events after the first seal.
fn second(
    before_opening: &dyn Fn(&mut Journal),
    after_opening: &dyn Fn(&mut Journal),
) -> &'static str {
    let mut journal = sealed_journal();
    before_opening(&mut journal);
    reopened(&mut journal);
    after_opening(&mut journal);
    journal.seal(1, 2);
    let of_second = |header: &mut onsite::bundle::step::StepHeader| {
        header.revision = 2;
        header.supersedes = Some(Digest::ZERO);
    };
    check(&survey_with(&journal, of_second, |_| ())).code()
}

/// The answer is taken back and given again: what stands at the end is ready to be signed.
fn rewrite(journal: &mut Journal) {
    journal.write(journal.answer(1, Some(Met), None));
    journal.write(journal.answer(1, None, Some(Met)));
}

#[test]
fn after_signing_a_visit_is_only_opened_again() {
    assert_eq!(second(&|_| (), &|_| ()), "good");
    assert_eq!(second(&|_| (), &rewrite), "good");
    assert_eq!(second(&rewrite, &|_| ()), "changed-after-signing");
    let other_visit = |journal: &mut Journal| journal.open_visit(2);
    assert_eq!(second(&other_visit, &|_| ()), "good");
    let erased = |journal: &mut Journal| {
        let text = Digest::of(b"never held");
        journal.write(Event::Redacted { text });
    };
    assert_eq!(second(&erased, &|_| ()), "good", "it belongs to no visit");
    let twice = |journal: &mut Journal| journal.seal(1, 1);
    assert_eq!(second(&twice, &|_| ()), "changed-after-signing");
    // An answer changed after sign-off and signed over, which is how it was seen.
    let mut journal = sealed_journal();
    rewrite(&mut journal);
    journal.seal(1, 1);
    assert_eq!(code(&journal), "changed-after-signing");
}

fn last(journal: &Journal) -> EntryRef {
    EntryRef {
        device: DeviceId::new(DEVICE).unwrap(),
        seq: journal.pen.head().count,
    }
}

#[test]
fn what_undoes_an_entry_undoes_that_entry() {
    let undone = |inverse: &dyn Fn(&Journal) -> Event| {
        let mut journal = Journal::new();
        journal.write(journal.answer(1, Some(Met), Some(NotMet)));
        let entry = last(&journal);
        let inverse = Box::new(inverse(&journal));
        journal.write(Event::Undone { entry, inverse });
        journal.seal(1, 1);
        code(&journal)
    };
    assert_eq!(undone(&|j| j.answer(1, Some(NotMet), Some(Met))), "good");
    assert_eq!(undone(&|j| j.answer(1, Some(NotMet), None)), "undo");
    assert_eq!(undone(&|j| j.answer(1, Some(Met), Some(Met))), "undo");
    let redone = |again: &dyn Fn(&Journal) -> Event| {
        let mut journal = Journal::new();
        journal.write(journal.answer(1, Some(Met), None));
        journal.write(journal.answer(1, None, Some(Met)));
        let entry = last(&journal);
        let inverse = Box::new(journal.answer(1, Some(Met), None));
        journal.write(Event::Undone {
            entry: entry.clone(),
            inverse,
        });
        let again = Box::new(again(&journal));
        journal.write(Event::Redone { entry, again });
        journal.seal(1, 1);
        code(&journal)
    };
    assert_eq!(redone(&|j| j.answer(1, None, Some(Met))), "good");
    assert_eq!(redone(&|j| j.answer(1, Some(Met), Some(Met))), "undo");
}
