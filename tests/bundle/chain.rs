//! Steps that follow on one another, revisions, and what was seen before.

use crate::support::bundles::*;
use onsite::bundle::keys::SignerKey;
use onsite::bundle::kinds::{Kind, Namespace, Role};
use onsite::bundle::roster::{RosterEntry, RosterList};
use onsite::bundle::seal::{NewStep, Previous, SealFault, SealedStep, seal_time};

fn code(steps: &[SealedStep<'_>]) -> &'static str {
    check(&file(steps)).code()
}

#[test]
fn steps_cannot_be_left_out_or_put_together() {
    let mut steps = whole_case();
    assert_eq!(code(&steps[1..]), "folders", "a review first");
    assert_eq!(code(&steps[3..]), "folders", "a plan first");
    steps.remove(3);
    assert_eq!(code(&steps), "folders", "a number left out");
}

#[test]
fn a_step_stands_on_the_very_files_before_it() {
    let mut steps = whole_case();
    steps.truncate(3);
    steps[0] = survey(&[b"another attachment"]);
    assert_eq!(code(&steps), "prev");
    let bytes = file(&whole_case()[..2]);
    let review = (Namespace::Review, REV.1);
    let prev = "01-review/PREV";
    let broken = |from: &str, to: &str| {
        let doctored = resigned(&bytes, "01-review", review, |all| {
            replace(all, prev, from, to)
        });
        check(&doctored).code()
    };
    assert_eq!(broken("00-survey", "00-burvey"), "prev");
    assert_eq!(broken("\n", "\r\n"), "prev");
    assert_eq!(broken("\n", "\n\n"), "prev");
    let shorter = resigned(&bytes, "01-review", review, |all| {
        let entry = all.iter_mut().find(|(name, _)| name == prev).unwrap();
        let half = entry.1.iter().position(|b| *b == b'\n').unwrap() + 1;
        entry.1.truncate(half);
    });
    assert_eq!(check(&shorter).code(), "prev");
}

#[test]
fn an_excerpt_names_a_possible_step_before_it() {
    let bytes = file(&whole_case()[2..3]);
    let report = (Namespace::Report, REV.1);
    for bad in ["00-survey", "01-survey", "01-report", "02-review"] {
        let doctored = resigned(&bytes, "02-report", report, |all| {
            replace(all, "02-report/PREV", "01-review", bad);
            replace(all, "02-report/PREV", "01-review", bad);
        });
        assert_eq!(check(&doctored).code(), "prev", "{bad}");
    }
}

#[test]
fn steps_of_one_file_are_of_one_case_and_in_time() {
    let bytes = file(&whole_case()[..2]);
    let edited = |from: &str, to: &str| {
        let doctored = resigned(&bytes, "01-review", (Namespace::Review, REV.1), |all| {
            replace(all, "01-review/step.json", from, to);
        });
        check_with(&doctored, None).code()
    };
    assert_eq!(edited("2026-LKS", "2026-OTH"), "chain");
    assert_eq!(edited("2026-03-01T09", "2026-03-01T07"), "chain");
    assert_eq!(
        edited("2026-03-01T09", "2026-03-01T08"),
        "no-roster",
        "the same moment"
    );
    assert_eq!(edited("\"training\":true", "\"training\":false"), "chain");
    assert_eq!(edited("\"journal\":[]", "\"journal\":[{}]"), "header");
}

#[test]
fn nobody_judges_an_own_survey() {
    let survey = survey(&[]);
    let previous = survey.previous();
    let new = new_step(Kind::Review, ANN.0, Some(&previous));
    let own = seal_step(new, other_parts(Kind::Review), Some(&previous), &key(ANN.1));
    assert!(matches!(own, Err(SealFault::Chain(_))));
    // Made by other means, and with both roles on the roster, it is refused all the same.
    let doctored = report_by(ANN.0, ANN.1);
    let mut list = roster_list();
    list.entries[0].roles.push(Role::Reviewer);
    let outcome = check_with(&doctored, Some(&roster_from(&list)));
    assert_eq!(outcome.code(), "signer-judges-self");
}

/// Survey, review and report, the report signed by `who` with the key of `seed`.
fn report_by(who: &str, seed: u8) -> Vec<u8> {
    let steps = whole_case();
    let print = |seed| SignerKey::of(&key(seed)).unwrap().fingerprint().to_string();
    let signer = (Namespace::Report, seed);
    resigned(&file(&steps[..3]), "02-report", signer, |all| {
        replace(all, "02-report/step.json", REV.0, who);
        replace(all, "02-report/step.json", &print(REV.1), &print(seed));
    })
}

#[test]
fn a_person_is_the_same_under_another_key_and_a_key_under_another_name() {
    let entry = |id: &str, seed, roles: &[Role]| person((id, seed, roles));
    let code = |more: &[RosterEntry], file: &[u8]| {
        let mut all = roster_list().entries;
        all.retain(|entry| !more.iter().any(|new| new.fingerprint == entry.fingerprint));
        all.extend_from_slice(more);
        let base = roster_list();
        let list = RosterList::new(base.seq, base.issued, base.expires, all);
        check_with(file, Some(&roster_from(&list))).code()
    };
    // The Surveyor judges with a second key, rightfully a reviewer's by the roster.
    let second = [entry(ANN.0, 31, &[Role::Reviewer])];
    assert_eq!(code(&second, &report_by(ANN.0, 31)), "signer-judges-self");
    // Another person with a key of their own may.
    let other = [entry("rev-02", 31, &[Role::Reviewer])];
    assert_eq!(code(&other, &report_by("rev-02", 31)), "good");
    // Without a roster names are only claims; two of one name are refused all the same.
    let unknown = check_with(&report_by(ANN.0, 31), None);
    assert_eq!(unknown.code(), "signer-judges-self");
    let said = unknown.answers.trusted.reason;
    assert!(said.contains("ann-01 signed both"), "{said}");
    // The same key in another's name is refused as that, before anything else.
    assert_eq!(code(&[], &report_by("rev-02", ANN.1)), "signer-role");
    assert_eq!(
        check_with(&report_by("rev-02", ANN.1), None).code(),
        "signer-judges-self"
    );
    // Not sealed either: by name, with a key that nobody has seen.
    let steps = whole_case();
    let previous = steps[1].previous();
    let new = new_step(Kind::Report, ANN.0, Some(&previous));
    let sealed = seal_step(new, other_parts(Kind::Report), Some(&previous), &key(31));
    assert!(matches!(sealed, Err(SealFault::Chain(_))));
}

#[test]
fn a_key_that_surveyed_seals_no_judgement_however_many_steps_later() {
    let steps = whole_case();
    let own = |kind: Kind, after: usize, (who, seed): (&str, u8)| {
        let sealed_before = steps[after].previous();
        let read = Previous::of(&check(&file(&steps)).contents.unwrap(), after as u8).unwrap();
        for previous in [sealed_before, read] {
            let mut new = new_step(kind, who, Some(&previous));
            new.visit_id = visit_id(2);
            let parts = match kind {
                Kind::Survey => second_visit().parts(&[]),
                _ => other_parts(kind),
            };
            let sealed = seal_step(new, parts, Some(&previous), &key(seed));
            match sealed {
                Ok(_) => return true,
                Err(SealFault::Chain(_)) => {}
                Err(other) => panic!("{other}"),
            }
        }
        false
    };
    let (ann, rev) = ((ANN.0, ANN.1), (REV.0, REV.1));
    assert!(!own(Kind::Report, 1, ann));
    assert!(own(Kind::Report, 1, rev));
    assert!(!own(Kind::Decision, 2, ann));
    assert!(!own(Kind::Followup, 3, ann));
    assert!(own(Kind::Plan, 2, ann), "a plan judges nothing");
    assert!(!own(Kind::Survey, 2, rev), "who judged does not survey");
    assert!(own(Kind::Survey, 2, ann));
}

#[test]
fn sealing_keeps_the_order_of_steps_and_time() {
    let survey = survey(&[]);
    let previous = survey.previous();
    let refused = |kind, previous: Option<&Previous>, edit: &dyn Fn(&mut NewStep)| {
        let mut new = new_step(kind, signer(kind).0, previous);
        edit(&mut new);
        let sealed = seal_step(new, other_parts(kind), previous, &key(signer(kind).1));
        matches!(sealed, Err(SealFault::Chain(_)))
    };
    assert!(!refused(Kind::Review, Some(&previous), &|_| ()));
    assert!(refused(Kind::Report, Some(&previous), &|_| ()));
    assert!(refused(Kind::Review, None, &|_| ()));
    assert!(refused(Kind::Review, Some(&previous), &|new| new
        .training =
        false));
    let early = stamp("2026-01-01T00:00:00Z");
    assert!(refused(Kind::Review, Some(&previous), &|new| new
        .sealed_at =
        early));
    assert_eq!(seal_time(early, Some(&previous)), (sealed_at(0), true));
    assert_eq!(seal_time(now(), Some(&previous)), (now(), false));
    assert_eq!(seal_time(early, None), (early, false));
}

/// A second survey upon the report of a case, sealed upon what `previous` says of it.
fn resurvey(journal: &Journal, previous: &Previous) -> Result<SealedStep<'static>, SealFault> {
    let mut new = new_step(Kind::Survey, ANN.0, Some(previous));
    new.visit_id = visit_id(2);
    seal_step(new, journal.parts(&[]), Some(previous), &key(ANN.1))
}

#[test]
fn a_second_survey_goes_on_from_the_first() {
    let mut steps = whole_case();
    steps.truncate(3);
    let previous = steps[2].previous();
    let read = Previous::of(&check(&file(&steps)).contents.unwrap(), 2).unwrap();
    steps.push(resurvey(&second_visit(), &previous).unwrap());
    assert_eq!(code(&steps), "good");

    let mut other = Journal::new();
    other.open_visit(2);
    other.finish(2);
    other.seal(2, 1);
    for previous in [&previous, &read] {
        let sealed = resurvey(&other, previous);
        assert!(matches!(sealed, Err(SealFault::Refused(_))), "another past");
    }
    // Sealed by other means, upon a step before it that had no survey, it is refused.
    let bytes = file(&steps);
    let doctored = resigned(&bytes, "03-survey", (Namespace::Survey, ANN.1), |all| {
        let path = format!("03-survey/journal-{DEVICE}.jsonl");
        let old = second_visit().heads()[0].head.to_string();
        let new = other.heads()[0].clone();
        replace(all, "03-survey/step.json", &old, &new.head.to_string());
        let counts = [second_visit().heads()[0].count, new.count].map(|n| format!("\"count\":{n}"));
        replace(all, "03-survey/step.json", &counts[0], &counts[1]);
        put(all, &path, &other.lines);
    });
    assert_eq!(check(&doctored).code(), "journal");
}
