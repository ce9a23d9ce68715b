//! Files that a rightful signer signed, but that are not what the format says.

use crate::support::bundles::*;
use onsite::bundle::kinds::{Kind, Namespace};
use onsite::bundle::seal::SealFault;
use onsite::bundle::verify::Verdict;
use onsite::domain::survey::events::Event;
use onsite::domain::values::digest::Digest;

const SURVEY: (Namespace, u8) = (Namespace::Survey, 1);

/// The code after the content was edited and signed again by the Surveyor.
fn code(edit: &dyn Fn(&mut Entries)) -> &'static str {
    let doctored = resigned(&survey_file(), "00-survey", SURVEY, edit);
    let outcome = check(&doctored);
    assert_eq!(outcome.contents.is_some(), outcome.exit().code() == 0);
    outcome.code()
}

fn name(path: &str) -> String {
    format!("00-survey/{path}")
}

#[test]
fn signing_again_without_a_change_stays_good() {
    assert_eq!(code(&|_| ()), "good");
}

#[test]
fn a_signature_for_something_else_or_by_someone_else_is_refused() {
    let again = |signer| check(&resigned(&survey_file(), "00-survey", signer, |_| ())).code();
    assert_eq!(again((Namespace::Review, 1)), "signature-namespace");
    assert_eq!(again((Namespace::Roster, 1)), "signature-namespace");
    assert_eq!(again((Namespace::Survey, 2)), "signer-role");
    assert_eq!(again((Namespace::Survey, 3)), "signer-role");
    let stranger = again((Namespace::Survey, 99));
    assert_eq!(
        stranger, "signer-name",
        "an unknown key under another's name"
    );
}

#[test]
fn a_stranger_cannot_sign_in_the_name_of_somebody_on_the_roster() {
    let signed_as = |name: &str| {
        let mut journal = Journal::new();
        journal.pen.actor = principal(name);
        journal.seal(1, 1);
        let new = new_step(Kind::Survey, name, None);
        let step = seal_step(new, journal.parts(&[]), None, &key(99)).unwrap();
        check(&file(&[step]))
    };
    for name in [ANN.0, DEC.0] {
        let outcome = signed_as(name);
        assert_eq!(outcome.code(), "signer-name-taken");
        assert!(outcome.contents.is_none());
        assert_eq!(outcome.answers.signed_by.verdict, Verdict::No);
        let said = outcome.summary();
        assert!(
            said.contains("another key") && said.contains(name),
            "{said}"
        );
    }
    let unknown = signed_as("zoe-01");
    assert_eq!(unknown.code(), "signer-unknown");
    assert!(unknown.contents.is_some());
}

#[test]
fn a_signature_has_nothing_after_its_end() {
    let mut all = entries(&survey_file());
    let signature = all.iter_mut().find(|(n, _)| n.ends_with(".sig")).unwrap();
    signature.1.extend(b"also approved: everything\n");
    assert_eq!(check(&container(&all)).code(), "signature-form");
}

#[test]
fn the_manifest_lists_every_file_once_in_its_one_form() {
    let all = entries(&survey_file());
    let manifest = &all
        .iter()
        .find(|(n, _)| n.ends_with("SHA256SUMS"))
        .unwrap()
        .1;
    let text = String::from_utf8(manifest.clone()).unwrap();
    let with = |manifest: &str| {
        let bytes = with_manifest(&all, "00-survey", SURVEY, manifest.as_bytes());
        check(&bytes).code()
    };
    assert_eq!(with(&text), "good");
    let (first, rest) = text.split_once('\n').unwrap();
    let digest = &first[..64];
    assert_eq!(with(&text.replace('\n', "\r\n")), "manifest");
    assert_eq!(with(&text.replace("  ", " *")), "manifest");
    assert_eq!(with(text.trim_end()), "manifest");
    assert_eq!(with(&format!("{text}\n")), "manifest");
    assert_eq!(with(&format!("{rest}{first}\n")), "manifest");
    assert_eq!(with(&format!("{first}\n{text}")), "manifest");
    assert_eq!(
        with(&text.replacen(digest, &digest.to_uppercase(), 1)),
        "manifest"
    );
    assert_eq!(with(""), "manifest");
    assert_eq!(with(rest), "unlisted");
    let ghost = format!("{text}{}  00-survey/zz.txt\n", Digest::ZERO);
    assert_eq!(with(&ghost), "missing");
    let outside = format!("{text}{}  01-review/step.json\n", Digest::ZERO);
    assert_eq!(with(&outside), "manifest");
    assert_eq!(with(&text.replacen(&first[..8], "00000000", 1)), "digest");
}

#[test]
fn the_header_agrees_with_everything_around_it() {
    let header = |from: &'static str, to: &'static str| {
        code(&|all| replace(all, "00-survey/step.json", from, to))
    };
    assert_eq!(header("\"step\":0", "\"step\":1"), "header");
    assert_eq!(header("\"step\":0", "\"step\":0,\"step\":0"), "header");
    assert_eq!(header("\"step\":0", "\"step\":0,\"x\":0"), "header");
    assert_eq!(header("\"kind\":\"survey\"", "\"kind\":\"plan\""), "header");
    assert_eq!(
        header("\"app\":\"onsite", "\"app\":\"onsite\\u0007"),
        "header"
    );
    assert_eq!(header("ann-01", "rev-01"), "signer-name");
    assert_eq!(header("SHA256:", "SHA256;"), "header");
    assert_eq!(
        header("2026-03-01T08:30:00Z", "2025-03-01T08:30:00Z"),
        "signer-dates"
    );
    assert_eq!(header("\"count\":8", "\"count\":7"), "journal");
    assert_eq!(
        header("\"device\":\"laptop-1\"", "\"device\":\"laptop-2\""),
        "header"
    );
    assert_eq!(
        header("\"training\":true", "\"training\":false"),
        "training"
    );
    assert_eq!(
        header("\"case_id\":\"2026-LKS\"", "\"case_id\":\"2026-OTH\""),
        "journal"
    );
    assert_eq!(
        header("\"visit_id\":\"visit-1\"", "\"visit_id\":\"visit-2\""),
        "fold"
    );
    assert_eq!(header("training-pack", "another-pack"), "fold");
    for (from, to) in [
        ("onsite-bundle/1", "onsite-bundle/9"),
        ("\"record\":1", "\"record\":2"),
        ("\"rules\":1", "\"rules\":2"),
    ] {
        let newer = |all: &mut Entries| replace(all, "00-survey/step.json", from, to);
        assert_eq!(code(&newer), "newer");
        let outcome = check(&resigned(&survey_file(), "00-survey", SURVEY, newer));
        assert_eq!(outcome.exit().code(), 3);
        assert!(
            outcome
                .refusal
                .unwrap()
                .to_string()
                .contains("newer onsite")
        );
    }
}

#[test]
fn the_folder_holds_what_a_survey_holds() {
    assert_eq!(code(&|all| put(all, &name("notes.html"), b"")), "layout");
    assert_eq!(code(&|all| put(all, &name("PREV"), b"")), "layout");
    assert_eq!(
        code(&|all| put(all, &name("files/0002.exe"), b"")),
        "layout"
    );
    assert_eq!(code(&|all| put(all, &name("files/0002.pdf"), b"")), "good");
    for path in [
        "record.json",
        "report.html",
        "pack.json",
        "texts.jsonl",
        "step.json",
    ] {
        let without = |all: &mut Entries| all.retain(|(n, _)| *n != name(path));
        assert_eq!(code(&without), "layout", "{path}");
    }
    assert_eq!(code(&|all| put(all, &name("pack.json"), b"{}")), "header");
    let second = name("journal-laptop-2.jsonl");
    assert_eq!(code(&|all| put(all, &second, b"")), "header");
}

/// The code with this journal and what follows from it in place of the survey's own.
fn code_with(journal: &Journal) -> &'static str {
    check(&survey_with(journal, |_| (), |_| ())).code()
}

#[test]
fn the_journal_is_whole_and_ends_with_the_seal() {
    assert_eq!(code_with(&sealed_journal()), "good");
    let mut open = Journal::new();
    assert_eq!(code_with(&open), "fold", "no seal");
    open.seal(1, 2);
    assert_eq!(code_with(&open), "fold", "the seal of another revision");
    let mut other = Journal::new();
    other.pen.actor = principal(REV.0);
    other.seal(1, 1);
    assert_eq!(code_with(&other), "fold", "the seal of another person");
    let new = new_step(Kind::Survey, ANN.0, None);
    let sealed = seal_step(new, other.parts(&[]), None, &key(ANN.1));
    assert!(matches!(sealed, Err(SealFault::Refused(_))));
    let mut more = sealed_journal();
    more.write(Event::Redacted { text: Digest::ZERO });
    assert_eq!(code_with(&more), "fold", "something after the seal");

    let path = name(&format!("journal-{DEVICE}.jsonl"));
    let lines = sealed_journal().lines;
    let without_first = &lines[lines.iter().position(|b| *b == b'\n').unwrap() + 1..];
    assert_eq!(code(&|all| put(all, &path, without_first)), "journal");
    assert_eq!(code(&|all| put(all, &path, b"")), "journal");
    assert_eq!(
        code(&|all| put(all, &path, &lines[..lines.len() - 1])),
        "journal"
    );
    let blank = [lines.as_slice(), b"\n"].concat();
    assert_eq!(code(&|all| put(all, &path, &blank)), "journal");
    assert_eq!(code(&|all| replace(all, &path, "\n", "\r\n")), "journal");
    assert_eq!(
        code(&|all| replace(all, &path, "2-packet_taken", "999-appeal")),
        "newer"
    );
}

#[test]
fn a_text_is_there_or_was_erased() {
    let mut journal = Journal::new();
    let note = journal.text("seen at the chair");
    let revision = 1;
    journal.write(Event::RevisionOpened {
        visit: visit_id(1),
        revision,
        reason: note,
    });
    let mut lost = journal.clone();
    lost.texts.remove(&note);
    lost.seal(1, 1);
    assert_eq!(code_with(&lost), "fold");
    journal.write(Event::Redacted { text: note });
    let mut kept = journal.clone();
    kept.seal(1, 1);
    assert_eq!(code_with(&kept), "fold", "erased but still there");
    journal.texts.remove(&note);
    journal.seal(1, 1);
    assert_eq!(code_with(&journal), "good");
    let mut stray = sealed_journal();
    stray.text("named by nobody");
    assert_eq!(code_with(&stray), "fold");
    let altered = |all: &mut Entries| replace(all, "00-survey/texts.jsonl", "Lakeside", "Lakesite");
    assert_eq!(code(&altered), "texts");
}

#[test]
fn the_packet_is_the_one_that_was_taken() {
    let mut never = Journal::bare();
    never.open_visit(1);
    never.seal(1, 1);
    assert_eq!(code_with(&never), "fold", "no packet");
    let mut other = Journal::bare();
    let packet = other.text(&PACKET.replace("Physician office", "Hospital"));
    other.write(Event::PacketTaken {
        issue: 1,
        sha256: Digest::of(PACKET.as_bytes()),
        packet,
    });
    other.open_visit(1);
    other.finish(1);
    other.seal(1, 1);
    assert_eq!(code_with(&other), "fold", "other bytes");
}

#[test]
fn a_packet_is_never_erased() {
    let erased_at = |place: usize| {
        let mut journal = Journal::bare();
        let next_issue = PACKET.replace("\"issue\": 1", "\"issue\": 2");
        let first = journal.text(PACKET);
        let second = journal.text(&next_issue);
        let taken = |issue: u32, text: &str, packet| Event::PacketTaken {
            issue,
            sha256: Digest::of(text.as_bytes()),
            packet,
        };
        let erased = [first, second, first];
        if place == 2 {
            journal.write(Event::Redacted { text: first });
        }
        journal.write(taken(1, PACKET, first));
        journal.write(taken(2, &next_issue, second));
        journal.open_visit(1);
        journal.finish(1);
        if place < 2 {
            journal.write(Event::Redacted {
                text: erased[place],
            });
        }
        if place < 3 {
            journal.texts.remove(&erased[place]);
        }
        journal.seal(1, 1);
        journal
    };
    assert_eq!(code_with(&erased_at(3)), "good");
    for place in 0..3 {
        let journal = erased_at(place);
        assert_eq!(code_with(&journal), "fold", "{place}");
        let new = new_step(Kind::Survey, ANN.0, None);
        let sealed = seal_step(new, journal.parts(&[]), None, &key(ANN.1));
        assert!(matches!(sealed, Err(SealFault::Refused(_))), "{place}");
    }
}

#[test]
fn messages_show_nothing_of_a_file_raw() {
    let hostile = |all: &mut Entries| {
        let to = "\"\\u001b]0;owned\\u0007\u{202e}\":0,\"step\":0";
        replace(all, "00-survey/step.json", "\"step\":0", to);
    };
    let outcome = check(&resigned(&survey_file(), "00-survey", SURVEY, hostile));
    assert_eq!(outcome.code(), "header");
    let summary = outcome.summary();
    assert!(summary.contains("u{1b}") && summary.is_ascii(), "{summary}");
    assert!(!summary.chars().any(char::is_control));
}
