//! One spelling: what can be read, but was written in a second way, is refused although a
//! rightful signer signed it. FORMAT.md, One spelling.

use crate::support::bundles::*;
use onsite::bundle::kinds::Namespace;
use onsite::bundle::roster::read_roster;
use onsite::domain::journal::ChainHead;
use onsite::domain::values::ids::DeviceId;
use std::io::Cursor;

fn header(from: &str, to: &str) -> &'static str {
    let signer = (Namespace::Survey, ANN.1);
    let file = resigned(&survey_file(), "00-survey", signer, |all| {
        replace(all, "00-survey/step.json", from, to);
    });
    check(&file).code()
}

#[test]
fn a_header_has_one_spelling() {
    assert_eq!(header("\"step\":0", "\"step\":0"), "good");
    let print = person(ANN).fingerprint.to_string();
    let signer = format!("{{\"principal\":\"ann-01\",\"fingerprint\":\"{print}\"}}");
    let list = format!("[\"ann-01\",\"{print}\"]");
    assert_eq!(header(&signer, &list), "spelling", "a struct as a list");
    let map = "\"kind\":{\"survey\":null}";
    assert_eq!(header("\"kind\":\"survey\"", map), "spelling");
    assert_eq!(header("\"step\":0", "\"step\": 0"), "spelling");
    assert_eq!(header("ann-01", "ann\\u002d01"), "spelling");
    let swapped = "\"visit_id\":\"visit-1\",\"case_id\":\"2026-LKS\"";
    let order = "\"case_id\":\"2026-LKS\",\"visit_id\":\"visit-1\"";
    assert_eq!(header(order, swapped), "spelling");
    assert_eq!(header("onsite tests\"}", "onsite tests\"}\n"), "spelling");
    // What cannot even be read is told as that.
    assert_eq!(header("\"step\":0", "\"step\":0,\"step\":0"), "header");
    assert_eq!(header("\"step\":0", "\"step\":0.0"), "header");
    assert_eq!(header("\"step\":0", "\"step\":-0"), "header");
    assert_eq!(header("{\"format\"", "\u{feff}{\"format\""), "header");
    // What a newer number governs is not looked at.
    assert_eq!(header("\"record\":1", "\"record\": 2"), "newer");
}

/// The code of a survey whose first journal line was changed and all later ones chained anew.
fn first_line(from: &str, to: &str) -> &'static str {
    let mut journal = sealed_journal();
    let text = String::from_utf8(journal.lines.clone()).unwrap();
    assert!(text.contains(from), "{text}");
    let mut head = ChainHead::empty(DeviceId::new(DEVICE).unwrap());
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line = match index {
            0 => line.replacen(from, to, 1),
            _ => {
                let (start, rest) = line.split_once("\"prev\":\"").unwrap();
                format!("{start}\"prev\":\"{}{}", head.head, &rest[64..])
            }
        };
        head.advance(line.as_bytes());
        lines.extend_from_slice(line.as_bytes());
        lines.push(b'\n');
    }
    journal.lines = lines;
    let file = survey_with(&journal, |header| header.journal = vec![head], |_| ());
    check(&file).code()
}

#[test]
fn every_line_of_a_journal_has_one_spelling() {
    assert_eq!(first_line("\"seq\":1", "\"seq\":1"), "good");
    let event = "{\"training\":true}";
    assert_eq!(first_line(event, "[true]"), "spelling", "a list");
    assert_eq!(first_line("\"seq\":1", "\"seq\": 1"), "spelling");
    assert_eq!(first_line("\"seq\":1", "\"seq\":1 "), "spelling");
    let absent = ",\"seen_at\":null,\"actor\"";
    assert_eq!(first_line(",\"actor\"", absent), "spelling");
    let swapped = "\"clock\":1,\"seq\":1";
    assert_eq!(first_line("\"seq\":1,\"clock\":1", swapped), "spelling");
    assert_eq!(
        first_line("02:00:00-05:00", "02:00:00.000-05:00"),
        "spelling"
    );
    assert_eq!(first_line("2026-03-01T02", "2026-03-01 02"), "spelling");
    assert_eq!(first_line("laptop-1", "laptop\\u002d1"), "spelling");
    assert_eq!(first_line("\"seq\":1", "\"seq\":1,\"seq\":1"), "journal");
    assert_eq!(first_line("1-case_opened", "999-appeal"), "newer");
}

#[test]
fn every_line_of_the_texts_has_one_spelling() {
    let text = |from: &str, to: &str| {
        let edit = |all: &mut Entries| replace(all, "00-survey/texts.jsonl", from, to);
        check(&survey_with(&sealed_journal(), |_| (), edit)).code()
    };
    assert_eq!(text("\"id\":", "\"id\":"), "good");
    assert_eq!(text("\"id\":", "\"id\": "), "spelling");
    assert_eq!(text("Lakeside", "L\\u0061keside"), "spelling");
    assert_eq!(text("\"}\n", "\"} \n"), "spelling");
    assert_eq!(text("\n", "\r\n"), "spelling");
    let as_list = |all: &mut Entries| {
        let held = all.iter_mut().find(|(n, _)| n.ends_with("texts.jsonl"));
        let line = String::from_utf8(held.as_ref().unwrap().1.clone()).unwrap();
        let list = line
            .replacen("{\"id\":", "[", 1)
            .replacen("\"nonce\":", "", 1)
            .replacen("\"text\":", "", 1)
            .replacen("\"}\n", "\"]\n", 1);
        held.unwrap().1 = list.into_bytes();
    };
    let file = survey_with(&sealed_journal(), |_| (), as_list);
    assert_eq!(check(&file).code(), "spelling");
}

#[test]
fn a_roster_has_one_spelling() {
    let file = roster_file(&roster_list(), true);
    let again = |path: &str, from: &str, to: &str| {
        let signer = (Namespace::Roster, OFF.1);
        let file = resigned(&file, "00-roster", signer, |all| {
            replace(all, &format!("00-roster/{path}"), from, to);
        });
        read_roster(Cursor::new(file)).map_err(|refusal| refusal.code())
    };
    assert!(again("roster.json", "\"seq\":1", "\"seq\":1").is_ok());
    let code = |path, from, to| again(path, from, to).unwrap_err();
    assert_eq!(code("roster.json", "\"seq\":1", "\"seq\": 1"), "spelling");
    assert_eq!(
        code("roster.json", "\"active\"", "{\"active\":null}"),
        "spelling"
    );
    assert_eq!(code("roster.json", "ann-01", "ann\\u002d01"), "spelling");
    assert_eq!(
        code("step.json", "\"roster\"", "{\"roster\":null}"),
        "spelling"
    );
    assert_eq!(code("step.json", "\"seq\":1", "\"seq\":1 "), "spelling");
    assert_eq!(
        code("roster.json", "\"seq\":1", "\"seq\":1,\"seq\":1"),
        "roster"
    );
}
