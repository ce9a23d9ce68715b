//! What was read before, and what is right of itself: good files of every sort.

use crate::catalog::{Case, FILES};
use crate::support::bundles::*;
use onsite::bundle::kinds::{Kind, Namespace};
use onsite::bundle::step::StepHeader;
use onsite::domain::survey::answers::AnswerValue::NotMet;
use onsite::domain::survey::events::Event;
use onsite::domain::values::digest::Digest;

const RULE: &str = "Chain and revisions";

/// A survey that was signed once more with other bytes.
fn rival() -> Vec<u8> {
    file(&[survey(&[b"other bytes"])])
}

/// Revision 2, of which an answer in revision 1 is other than it was.
fn rewritten() -> Vec<u8> {
    second_file(|journal| {
        journal.write(journal.answer(1, None, Some(NotMet)));
        journal.write(journal.answer(1, Some(NotMet), None));
    })
}

/// Revision 3 upon revision 2, which goes on from revision 1.
fn third() -> Vec<u8> {
    let mut journal = sealed_journal();
    for revision in [2, 3] {
        let reason = journal.text(&format!("a line was missing for revision {revision}"));
        journal.write(Event::RevisionOpened {
            visit: visit_id(1),
            revision,
            reason,
        });
        journal.seal(1, revision);
    }
    survey_with(
        &journal,
        |header: &mut StepHeader| {
            header.revision = 3;
            header.supersedes = Some(Digest::of(b"revision 2 was never seen"));
        },
        |_| (),
    )
}

fn remembered() -> Vec<Case> {
    let first = || file(&[survey(&[])]);
    let second = || second_file(|_| ());
    let case = |name: &str, before: Vec<Vec<u8>>, bytes, code| {
        let case = Case {
            before,
            ..Case::new(RULE, format!("memory: {name}"), bytes, code)
        };
        match code {
            "good" | "excerpt" => case,
            "other-previous" => Case {
                script: Some("GOOD, EXCERPT"),
                ..case
            },
            _ => case.unseen(),
        }
    };
    // A second signature of the same revision 2, replacing another revision 1.
    let of_another = resigned(&second(), "00-survey", (Namespace::Survey, ANN.1), |all| {
        let manifest = survey(&[]).manifest.to_string();
        replace(all, "00-survey/step.json", &manifest, &"0".repeat(64));
    });
    let steps = whole_case();
    let later_review = resigned(&FILES[1], "01-review", (Namespace::Review, REV.1), |all| {
        put(all, "01-review/record.json", b"{\"another\":1}");
    });
    let second_review = |supersedes: &str| {
        let to = format!("\"revision\":2,\"supersedes\":\"{supersedes}\"");
        resigned(&FILES[1], "01-review", (Namespace::Review, REV.1), |all| {
            replace(
                all,
                "01-review/step.json",
                "\"revision\":1,\"supersedes\":null",
                &to,
            );
        })
    };
    let review = second_review(&steps[1].manifest.to_string());
    vec![
        case("the same again", vec![first()], first(), "good"),
        case(
            "a newer one is known",
            vec![first(), second()],
            first(),
            "stale",
        ),
        case("the newer one", vec![first()], second(), "good"),
        case(
            "the newer one, the first never seen",
            vec![],
            second(),
            "good",
        ),
        case(
            "the third, the second never seen",
            vec![first()],
            third(),
            "good",
        ),
        case(
            "another one of the same revision",
            vec![first()],
            rival(),
            "fork",
        ),
        case(
            "past answers are other than they were",
            vec![first()],
            rewritten(),
            "history-rewritten",
        ),
        case(
            "past answers are other, nothing was seen",
            vec![],
            rewritten(),
            "good",
        ),
        case(
            "it replaces another one",
            vec![first()],
            of_another,
            "history-rewritten",
        ),
        case(
            "two of the second revision",
            vec![first(), second()],
            rewritten(),
            "fork",
        ),
        case(
            "another review of the same revision",
            vec![FILES[1].clone()],
            later_review,
            "fork",
        ),
        case(
            "a second review",
            vec![FILES[1].clone()],
            review.clone(),
            "good",
        ),
        case(
            "a second review of another",
            vec![FILES[1].clone()],
            second_review(&"0".repeat(64)),
            "history-rewritten",
        ),
        case(
            "the first review again",
            vec![FILES[1].clone(), review],
            FILES[1].clone(),
            "stale",
        ),
        case(
            "a review again after its report",
            vec![FILES[2].clone()],
            second_review(&steps[1].manifest.to_string()),
            "reissued",
        ),
        case(
            "an earlier export of the same",
            vec![FILES[5].clone()],
            FILES[1].clone(),
            "good",
        ),
        case(
            "an excerpt of what is known",
            vec![FILES[5].clone()],
            file(&steps[2..]),
            "excerpt",
        ),
        case(
            "an excerpt upon another review",
            vec![FILES[1].clone()],
            {
                let mut steps = whole_case();
                steps.truncate(2);
                let mut again = new_step(Kind::Review, REV.0, Some(&steps[0].previous()));
                again.random = [8; 16];
                let review = seal_step(
                    again,
                    other_parts(Kind::Review),
                    Some(&steps[0].previous()),
                    &key(REV.1),
                )
                .unwrap();
                file(&[next(Kind::Report, &review)])
            },
            "other-previous",
        ),
    ]
}

/// Their cases.
pub fn cases() -> Vec<Case> {
    let mut cases = remembered();
    for (count, bytes) in (1..).zip(FILES.iter()) {
        let name = format!("a whole case of {count} steps");
        cases.push(Case::new("Container", name, bytes.clone(), "good"));
    }
    let empty: &[&[u8]] = &[];
    let many: Vec<&[u8]> = vec![b"x"; 300];
    for (name, attachments) in [
        ("no attachment", empty),
        ("an empty one", &[b""]),
        ("300 attachments", &many),
    ] {
        let bytes = file(&[survey(attachments)]);
        cases.push(Case::new(
            "Container",
            format!("a survey with {name}"),
            bytes,
            "good",
        ));
    }
    cases
}
