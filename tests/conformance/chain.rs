//! Steps that do not follow on one another, and excerpts.

use crate::catalog::{Case, FILES, FOLDERS, edited, edited_by, kind, replaced};
use crate::support::bundles::*;
use onsite::bundle::kinds::Kind;
use onsite::bundle::seal::SealedStep;

/// The steps of a case from `start` to before `end`.
fn part(start: usize, end: usize) -> Vec<u8> {
    let steps = whole_case();
    file(&steps[start..end])
}

/// Every run of steps of the whole case: the first ones, excerpts, and what is neither.
fn runs() -> Vec<Case> {
    let mut cases = Vec::new();
    for start in 0..FOLDERS.len() {
        for end in start + 1..=FOLDERS.len() {
            let code = match start {
                0 => "good",
                2 => "excerpt",
                _ => "folders",
            };
            let name = format!("steps {start} to {}", end - 1);
            cases.push(Case::new(
                "Chain and revisions",
                name,
                part(start, end),
                code,
            ));
        }
    }
    for gone in 1..FOLDERS.len() - 1 {
        let mut steps = whole_case();
        steps.remove(gone);
        let name = format!("step {gone} left out");
        cases.push(Case::new(
            "Chain and revisions",
            name,
            file(&steps),
            "folders",
        ));
    }
    for (name, folder) in [
        ("an unknown kind", "06-appeal"),
        ("a number of three digits", "006-plan"),
        ("a roster among steps", "06-roster"),
    ] {
        let mut all = entries(&FILES[5]);
        put(&mut all, &format!("{folder}/step.json"), b"{}");
        cases.push(Case::new(
            "Chain and revisions",
            name,
            container(&all),
            "folders",
        ));
    }
    cases
}

/// `PREV`, of every step that has one.
fn links() -> Vec<Case> {
    let mut cases = Vec::new();
    for index in 1..FOLDERS.len() {
        let (folder, bytes) = (FOLDERS[index], FILES[index].as_slice());
        let before = FOLDERS[index - 1];
        let with = |what: &str, from: &str, to: &str| {
            let bytes = replaced(bytes, index, "PREV", from, to);
            Case::new(
                "Chain and revisions",
                format!("{folder}: PREV {what}"),
                bytes,
                "prev",
            )
        };
        let other = if index == 1 { "00-report" } else { "00-survey" };
        cases.extend([
            with("of another folder", before, other),
            with("with a carriage return", "\n", "\r\n"),
            with("with a third line", "\n", "\n\n"),
            with("of another file", "SHA256SUMS\n", "step.json\n"),
            with(
                "with another digest",
                &digest_in(bytes, folder),
                &"0".repeat(64),
            ),
        ]);
        let short = edited(bytes, index, |all| {
            let name = format!("{folder}/PREV");
            let held = all.iter_mut().find(|(held, _)| *held == name).unwrap();
            let half = held.1.iter().position(|b| *b == b'\n').unwrap() + 1;
            held.1.truncate(half);
        });
        let name = format!("{folder}: PREV of one line");
        cases.push(Case::new("Chain and revisions", name, short, "prev"));
        // The step before was signed again, with the same content and another nonce.
        let steps = whole_case();
        let rest: &[SealedStep<'_>] = &steps[..=index];
        let doctored = resigned(
            &file(rest),
            before,
            (kind(index - 1).namespace(), signer(kind(index - 1)).1),
            |all| {
                replace(
                    all,
                    &format!("{before}/step.json"),
                    "\"nonce\":\"0707",
                    "\"nonce\":\"0808",
                )
            },
        );
        let name = format!("{folder}: upon another {before}");
        cases.push(Case::new("Chain and revisions", name, doctored, "prev"));
    }
    cases
}

fn digest_in(bytes: &[u8], folder: &str) -> String {
    let all = entries(bytes);
    let name = format!("{folder}/PREV");
    let held = all.iter().find(|(held, _)| *held == name).unwrap();
    String::from_utf8(held.1[..64].to_vec()).unwrap()
}

/// Steps of two cases, of training and real work, and back in time.
fn together() -> Vec<Case> {
    let mut cases = Vec::new();
    for index in 1..FOLDERS.len() {
        let folder = FOLDERS[index];
        for (bytes, place) in [(&FILES[index], "last"), (&FILES[5], "of six")] {
            if index == 5 && place == "of six" {
                continue;
            }
            let with = |what: &str, from: &str, to: &str, code| {
                let bytes = replaced(bytes, index, "step.json", from, to);
                let name = format!("{folder} {place}: {what}");
                Case::new("Chain and revisions", name, bytes, code)
            };
            let hour = format!("2026-03-01T{:02}", 8 + index);
            let before = format!("2026-03-01T{:02}", 7 + index);
            let earlier = format!("2026-03-01T{:02}", 6 + index);
            cases.push(with("of another case", "2026-LKS", "2026-OTH", "chain"));
            cases.push(with(
                "sealed before the one before",
                &hour,
                &earlier,
                "chain",
            ));
            cases.push(with("sealed at the same moment", &hour, &before, "good"));
            // Without a roster it is the chain that says so; with one, the roster.
            let real = with(
                "not training",
                "\"training\":true",
                "\"training\":false",
                "chain",
            );
            cases.push(Case {
                roster: None,
                ..real
            });
        }
    }
    cases
}

/// Excerpts: whose `PREV` names no step that can be before, and with what may not be in one.
fn excerpts() -> Vec<Case> {
    let mut cases = Vec::new();
    let report = part(2, 3);
    for bad in [
        "00-survey",
        "01-survey",
        "01-report",
        "02-review",
        "01-roster",
    ] {
        let bytes = edited_by(&report, 2, REV.1, |all| {
            for _ in 0..2 {
                replace(all, "02-report/PREV", "01-review", bad);
            }
        });
        let name = format!("an excerpt after {bad}");
        cases.push(Case::new("Chain and revisions", name, bytes, "prev"));
    }
    // A second round: survey review report survey review report.
    let mut steps = whole_case();
    steps.truncate(3);
    let previous = steps[2].previous();
    let mut new = new_step(Kind::Survey, ANN.0, Some(&previous));
    new.visit_id = visit_id(2);
    let parts = second_visit().parts(&[]);
    steps.push(seal_step(new, parts, Some(&previous), &key(ANN.1)).unwrap());
    for kind in [Kind::Review, Kind::Report] {
        let step = next(kind, steps.last().unwrap());
        steps.push(step);
    }
    for (start, end, code) in [
        (0, 4, "good"),
        (0, 6, "good"),
        (2, 3, "excerpt"),
        (5, 6, "excerpt"),
        (2, 4, "folders"),
        (3, 6, "folders"),
        (4, 6, "folders"),
    ] {
        let name = format!("two rounds, steps {start} to {}", end - 1);
        let bytes = file(&steps[start..end]);
        cases.push(Case::new("Chain and revisions", name, bytes, code));
    }
    let mut other = Journal::new();
    other.open_visit(2);
    other.finish(2);
    other.seal(2, 1);
    let heads = [second_visit().heads()[0].clone(), other.heads()[0].clone()];
    let survey = (onsite::bundle::kinds::Namespace::Survey, ANN.1);
    let bytes = resigned(&file(&steps[..4]), "03-survey", survey, |all| {
        let header = "03-survey/step.json";
        replace(
            all,
            header,
            &heads[0].head.to_string(),
            &heads[1].head.to_string(),
        );
        let counts = heads
            .each_ref()
            .map(|head| format!("\"count\":{}", head.count));
        replace(all, header, &counts[0], &counts[1]);
        put(
            all,
            &format!("03-survey/journal-{DEVICE}.jsonl"),
            &other.lines,
        );
    });
    let name = "a re-survey whose journal does not go on";
    cases.push(Case::new("Chain and revisions", name, bytes, "journal").unseen());
    cases
}

/// Their cases.
pub fn cases() -> Vec<Case> {
    [runs(), links(), together(), excerpts()].concat()
}
