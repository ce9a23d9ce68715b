//! The seal, the header's time, and what may come after.

use crate::catalog::Case;
use crate::journal::{RULE, with};
use crate::support::bundles::*;
use onsite::bundle::step::StepHeader;
use onsite::domain::journal::EntryRef;
use onsite::domain::survey::answers::AnswerValue::{Met, NotMet};
use onsite::domain::survey::events::Event;
use onsite::domain::values::digest::Digest;
use onsite::domain::values::ids::DeviceId;

/// The seal and the header's time.
fn seals() -> Vec<Case> {
    let mut cases = Vec::new();
    let entry = "2026-03-01T03:30:00-05:00";
    for (seal, header, code) in [
        (entry, "2026-03-01T08:30:00Z", "good"),
        ("2026-03-01T08:30:00Z", "2026-03-01T08:30:00Z", "good"),
        (
            "2026-03-01T03:30:00.999-05:00",
            "2026-03-01T08:30:00Z",
            "good",
        ),
        (entry, "2026-03-01T08:30:01Z", "sealed-at"),
        (entry, "2026-03-01T08:29:59Z", "sealed-at"),
        (entry, "2026-03-01T03:30:00Z", "sealed-at"),
        (entry, "2026-03-03T08:30:00Z", "sealed-at"),
        (entry, "2026-02-01T08:30:00Z", "sealed-at"),
    ] {
        let mut journal = Journal::new();
        journal.seal_at(1, 1, seal);
        let bytes = survey_with(&journal, |h| h.sealed_at = stamp(header), |_| ());
        let case = Case::new(
            "Header",
            format!("sealed {seal}, dated {header}"),
            bytes,
            code,
        );
        cases.push(if code == "good" { case } else { case.unseen() });
    }
    let ten_months = |h: &mut StepHeader| h.sealed_at = stamp("2025-05-01T08:30:00Z");
    let bytes = survey_with(&sealed_journal(), ten_months, |_| ());
    let case = Case::new(
        "Header",
        "dated ten months before its journal",
        bytes,
        "sealed-at",
    );
    cases.push(Case {
        roster: None,
        ..case
    });
    let mut other = Journal::new();
    other.pen.actor = principal(REV.0);
    other.seal(1, 1);
    let mut second = Journal::new();
    second.seal(1, 2);
    let mut visit = sealed_journal();
    visit.open_visit(2);
    cases.extend([
        with(
            RULE,
            "a journal that does not end with a seal",
            &Journal::new(),
            "fold",
        ),
        with(RULE, "the seal of another revision", &second, "fold"),
        with(RULE, "the seal of another person", &other, "fold"),
        with(RULE, "an entry behind the seal", &visit, "fold"),
    ]);
    cases
}

fn last(journal: &Journal) -> EntryRef {
    EntryRef {
        device: DeviceId::new(DEVICE).unwrap(),
        seq: journal.pen.head().count,
    }
}

/// What may come after a seal, and what undoes.
fn sequences() -> Vec<Case> {
    let rewrite = |journal: &mut Journal| {
        journal.write(journal.answer(1, Some(Met), None));
        journal.write(journal.answer(1, None, Some(Met)));
    };
    let second = |before: &dyn Fn(&mut Journal), after: &dyn Fn(&mut Journal)| {
        let mut journal = sealed_journal();
        before(&mut journal);
        let reason = journal.text("a line was missing");
        journal.write(Event::RevisionOpened {
            visit: visit_id(1),
            revision: 2,
            reason,
        });
        after(&mut journal);
        journal.seal(1, 2);
        survey_with(
            &journal,
            |header| {
                header.revision = 2;
                header.supersedes = Some(Digest::ZERO);
            },
            |_| (),
        )
    };
    let undone = |inverse: &dyn Fn(&Journal) -> Event| {
        let mut journal = Journal::new();
        journal.write(journal.answer(1, Some(Met), Some(NotMet)));
        let entry = last(&journal);
        let inverse = Box::new(inverse(&journal));
        journal.write(Event::Undone { entry, inverse });
        rewrite(&mut journal);
        journal.seal(1, 1);
        journal
    };
    let changed = "changed-after-signing";
    let case = |name: &str, bytes, code| Case::new(RULE, name, bytes, code);
    let erased = |journal: &mut Journal| {
        journal.write(Event::Redacted {
            text: Digest::of(b"never held"),
        });
    };
    let mut over = sealed_journal();
    rewrite(&mut over);
    over.seal(1, 1);
    vec![
        case("a second revision", second(&|_| (), &|_| ()), "good"),
        case(
            "a second revision with changes",
            second(&|_| (), &rewrite),
            "good",
        ),
        case(
            "changes before it was opened",
            second(&rewrite, &|_| ()),
            changed,
        )
        .unseen(),
        case(
            "another visit opened after the seal",
            second(&|j| j.open_visit(2), &|_| ()),
            "good",
        ),
        case(
            "a text erased after the seal",
            second(&erased, &|_| ()),
            "good",
        ),
        case("sealed twice", second(&|j| j.seal(1, 1), &|_| ()), changed).unseen(),
        with(
            RULE,
            "changed after signing and signed over",
            &over,
            changed,
        ),
        with(
            RULE,
            "an entry undone",
            &undone(&|j| j.answer(1, Some(NotMet), Some(Met))),
            "good",
        ),
        with(
            RULE,
            "undone to something else",
            &undone(&|j| j.answer(1, Some(NotMet), None)),
            "undo",
        ),
        with(
            RULE,
            "undone from something else",
            &undone(&|j| j.answer(1, Some(Met), Some(Met))),
            "undo",
        ),
        with(
            RULE,
            "undone in another visit",
            &undone(&|j| j.answer(2, Some(NotMet), Some(Met))),
            "undo",
        ),
    ]
}

/// Their cases.
pub fn cases() -> Vec<Case> {
    [seals(), sequences()].concat()
}
