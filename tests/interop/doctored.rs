//! The script refuses what is doctored.

use crate::support::bundles::*;
use crate::{Desk, all_tools};
use onsite::bundle::kinds::{Kind, Namespace, Role};
use onsite::bundle::roster::{Status, allowed_signers};
use std::fs;

#[test]
fn the_script_refuses_what_is_doctored() {
    if !all_tools() {
        return;
    }
    let desk = Desk::new(&roster_list());
    let bytes = file(&whole_case()[..3]);
    let doctored = |edit: &dyn Fn(&mut Entries)| {
        let mut all = entries(&bytes);
        edit(&mut all);
        desk.refuses(&container(&all))
    };
    assert!(!doctored(&|_| ()));
    for name in [
        "00-survey/report.html",
        "00-survey/step.json",
        "01-review/SHA256SUMS",
    ] {
        let flip = |all: &mut Entries| {
            let entry = all.iter_mut().find(|(held, _)| held == name).unwrap();
            entry.1[0] ^= 1;
        };
        assert!(doctored(&flip), "{name} changed");
    }
    for name in [
        "00-survey/report.html",
        "00-survey/SHA256SUMS",
        "00-survey/SHA256SUMS.sig",
        "01-review/PREV",
        "01-review/SHA256SUMS.sig",
        "02-report/step.json",
    ] {
        assert!(
            doctored(&|all| all.retain(|(held, _)| held != name)),
            "{name} left out"
        );
    }
    for name in [
        "00-survey/extra.txt",
        "03-plan/plan.json",
        "00-survey/files/0009.pdf",
        "zz/top.txt",
    ] {
        assert!(doctored(&|all| put(all, name, b"extra")), "{name} put in");
    }
    let folder_gone = |all: &mut Entries| {
        all.retain(|(name, _)| !name.starts_with("01-review/"));
    };
    assert!(doctored(&folder_gone), "a step left out");
    assert!(desk.refuses(b"not a zip"));
    assert!(desk.refuses(&bytes[..bytes.len() - 30]));
}

#[test]
fn the_script_refuses_what_a_signer_did_wrong() {
    if !all_tools() {
        return;
    }
    let desk = Desk::new(&roster_list());
    let bytes = survey_file();
    let survey = (Namespace::Survey, ANN.1);
    let again = |signer, edit: &dyn Fn(&mut Entries)| {
        desk.refuses(&resigned(&bytes, "00-survey", signer, edit))
    };
    assert!(!again(survey, &|_| ()));
    assert!(again((Namespace::Survey, 99), &|_| ()), "a stranger");
    assert!(again((Namespace::Survey, REV.1), &|_| ()), "another's name");
    assert!(
        again((Namespace::Review, ANN.1), &|_| ()),
        "another purpose"
    );
    let step = "00-survey/step.json";
    assert!(again(survey, &|all| replace(all, step, "ann-01", "rev-01")));
    assert!(again(survey, &|all| replace(
        all,
        step,
        "\"signer\":",
        "\"signer\": "
    )));
    let twice = "\"signer\":{\"principal\":\"rev-01\"},\"signer\":{";
    assert!(again(survey, &|all| replace(
        all,
        step,
        "\"signer\":{",
        twice
    )));
}

#[test]
fn the_script_refuses_wrong_lists_and_wrong_links() {
    if !all_tools() {
        return;
    }
    let desk = Desk::new(&roster_list());
    let bytes = survey_file();
    let survey = (Namespace::Survey, ANN.1);
    let all = entries(&bytes);
    let manifest = all
        .iter()
        .find(|(name, _)| name.ends_with("SHA256SUMS"))
        .unwrap();
    let manifest = String::from_utf8(manifest.1.clone()).unwrap();
    let listed = |manifest: &str| {
        desk.refuses(&with_manifest(
            &all,
            "00-survey",
            survey,
            manifest.as_bytes(),
        ))
    };
    let (first, rest) = manifest.split_once('\n').unwrap();
    assert!(!listed(&manifest));
    assert!(listed(rest), "a file that is not listed");
    assert!(
        listed(&format!("{first}\n{manifest}")),
        "a file that is listed twice"
    );
    assert!(listed(&manifest.replace('\n', "\r\n")));
    assert!(
        listed(&format!("# {first}\n{rest}")),
        "a comment for a line"
    );
    assert!(listed(&manifest.replacen(&first[..64], &"0".repeat(64), 1)));
    assert!(listed(&manifest.replacen(&first[..64], &"x".repeat(64), 1)));
    assert!(listed(&format!(
        "{manifest}{}  /etc/hostname\n",
        "0".repeat(64)
    )));

    let pair = file(&whole_case()[..2]);
    let review = (Namespace::Review, REV.1);
    let prev = |from: &str, to: &str| {
        let edit = |all: &mut Entries| replace(all, "01-review/PREV", from, to);
        desk.refuses(&resigned(&pair, "01-review", review, edit))
    };
    assert!(!prev("00-survey", "00-survey"));
    assert!(prev("00-survey", "00-purvey"));
    assert!(prev("00-survey/SHA256SUMS", "01-review/step.json"));
    assert!(prev("\n", "\r\n"));
}

#[test]
fn the_script_refuses_keys_that_were_lost_or_never_listed() {
    if !all_tools() {
        return;
    }
    let bytes = survey_file();
    let mut list = roster_list();
    let ann = list
        .entries
        .iter_mut()
        .find(|e| e.principal.as_str() == ANN.0);
    ann.unwrap().status = Status::Compromised;
    assert!(Desk::new(&list).refuses(&bytes));
    // Lost, but still in an old allowed_signers: revoked_keys decides.
    let desk = Desk::new(&list);
    fs::write(
        desk.path("allowed_signers"),
        allowed_signers(&roster_list()),
    )
    .unwrap();
    assert!(desk.refuses(&bytes));
    list.entries
        .retain(|entry| entry.principal.as_str() != ANN.0);
    assert!(Desk::new(&list).refuses(&bytes));
    let mut role = roster_list();
    role.entries[0].roles = vec![Role::Decider];
    assert!(Desk::new(&role).refuses(&bytes));
}

#[test]
fn the_script_and_we_agree_on_where_an_excerpt_begins() {
    if !all_tools() {
        return;
    }
    let desk = Desk::new(&roster_list());
    // A case with a second survey after its report: steps 0 to 5.
    let mut steps = whole_case();
    steps.truncate(3);
    let journal = second_visit();
    let previous = steps[2].previous();
    let mut new = new_step(Kind::Survey, ANN.0, Some(&previous));
    new.visit_id = visit_id(2);
    steps.push(seal_step(new, journal.parts(&[]), Some(&previous), &key(ANN.1)).unwrap());
    for kind in [Kind::Review, Kind::Report] {
        let step = next(kind, steps.last().unwrap());
        steps.push(step);
    }
    for start in 0..steps.len() {
        for end in start + 1..=steps.len() {
            let bytes = file(&steps[start..end]);
            let good = start == 0 || (start == 2 && end == 3) || start == 5;
            assert_eq!(check(&bytes).exit().code() == 0, good, "{start}..{end}");
            assert_eq!(!desk.refuses(&bytes), good, "{start}..{end}");
        }
    }
    // A report without the digests of what it follows on.
    let excerpt = file(&steps[2..3]);
    let bare = |all: &mut Entries| all.retain(|(name, _)| !name.ends_with("/PREV"));
    let doctored = resigned(&excerpt, "02-report", (Namespace::Report, REV.1), bare);
    assert!(desk.refuses(&doctored));
    assert_eq!(check(&doctored).code(), "layout");
}

/// Survey, review and report with an edit of one step, signed again by `seed`.
fn three_with(folder: &str, seed: u8, edit: &dyn Fn(&mut Entries)) -> Vec<u8> {
    let kind = Kind::parse(&folder[3..]).unwrap();
    let bytes = file(&whole_case()[..3]);
    resigned(&bytes, folder, (kind.namespace(), seed), edit)
}

#[test]
fn the_script_reads_the_one_spelling_of_a_header() {
    if !all_tools() {
        return;
    }
    let desk = Desk::new(&roster_list());
    let report = |from: &str, to: &str| {
        let edit = |all: &mut Entries| replace(all, "02-report/step.json", from, to);
        let doctored = three_with("02-report", REV.1, &edit);
        let ours = check(&doctored).exit().code() == 0;
        assert_eq!(!desk.refuses(&doctored), ours, "{from} {to}");
        !ours
    };
    assert!(!report("onsite tests", "onsite tests"));
    assert!(!report("onsite tests", r#"\"onsite\" [^a] \\ tests"#));
    assert!(report("onsite tests", r"onsite\u0020tests"));
    assert!(report("onsite tests", "onsite t\u{e9}sts"));
    assert!(report("\"kind\":\"report\"", "\"kind\":{\"report\":null}"));
    assert!(report("\"kind\":\"report\"", "\"kind\":\"review\""));
    assert!(report("\"step\":2", "\"step\":3"));
    assert!(report("\"step\":2", "\"step\": 2"));
    assert!(report("2026-LKS", "2026-OTH"));
    assert!(report("\"training\":true", "\"training\":false"));
    assert!(report("2026-03-01T10:30:00Z", "2026-03-01T09:29:59Z"));
    assert!(!report("2026-03-01T10:30:00Z", "2026-03-01T09:30:00Z"));
    assert!(report("\"revision\":1", "\"revision\":2"));
    assert!(report("\"journal\":[]", "\"journal\":[{}]"));
    assert!(report("tests\"}", "tests\"}\n"));
}

#[test]
fn the_script_refuses_a_signature_with_something_behind_it() {
    if !all_tools() {
        return;
    }
    let desk = Desk::new(&roster_list());
    let with = |edit: &dyn Fn(&str) -> String| {
        let mut all = entries(&survey_file());
        let signature = all.iter_mut().find(|(n, _)| n.ends_with(".sig")).unwrap();
        let text = String::from_utf8(signature.1.clone()).unwrap();
        signature.1 = edit(&text).into_bytes();
        let doctored = container(&all);
        let ours = check(&doctored).exit().code() == 0;
        assert_eq!(!desk.refuses(&doctored), ours);
        !ours
    };
    assert!(!with(&|text| text.to_owned()));
    assert!(with(&|text| format!("{text}also approved: everything\n")));
    assert!(with(&|text| format!("{text}\n")));
    assert!(with(&|text| format!("before\n{text}")));
    assert!(with(&|text| text.trim_end().to_owned()));
    assert!(with(&|text| text.replace('\n', "\r\n")));
    assert!(with(&|text| format!("{text}{text}")));
    assert!(with(&|text| {
        let (start, rest) = text.split_at(60);
        format!("{start}\n{rest}")
    }));
}

#[test]
fn the_script_refuses_whoever_judges_an_own_survey() {
    if !all_tools() {
        return;
    }
    let mut list = roster_list();
    list.entries.push(person((ANN.0, 31, &[Role::Reviewer])));
    let list =
        onsite::bundle::roster::RosterList::new(list.seq, list.issued, list.expires, list.entries);
    let desk = Desk::new(&list);
    let print = |seed| person(("x", seed, &[Role::Root])).fingerprint.to_string();
    let own = three_with("02-report", 31, &|all| {
        replace(all, "02-report/step.json", REV.0, ANN.0);
        replace(all, "02-report/step.json", &print(REV.1), &print(31));
    });
    assert!(desk.refuses(&own));
    let outcome = check_with(&own, Some(&roster_from(&list)));
    assert_eq!(outcome.code(), "signer-judges-self");
}
