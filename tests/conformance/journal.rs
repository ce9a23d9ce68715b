//! Journals and texts.

use crate::catalog::Case;
use crate::support::bundles::*;
use onsite::domain::journal::ChainHead;
use onsite::domain::survey::events::Event;
use onsite::domain::values::digest::Digest;
use onsite::domain::values::ids::DeviceId;

/// The heading that has the rules of journals.
pub const RULE: &str = "Contents by kind";

/// A survey with this journal; the script looks at none.
pub fn with(rule: &'static str, name: &str, journal: &Journal, code: &'static str) -> Case {
    let case = Case::new(rule, name, survey_with(journal, |_| (), |_| ()), code);
    match code {
        "good" => case,
        _ => case.unseen(),
    }
}

/// A survey of which line `number` of the journal was replaced, and all later ones chained anew.
fn line(number: usize, name: &str, from: &str, to: &str, code: &'static str) -> Case {
    let mut journal = sealed_journal();
    let text = String::from_utf8(journal.lines.clone()).unwrap();
    let mut head = ChainHead::empty(DeviceId::new(DEVICE).unwrap());
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let (start, rest) = line.split_once("\"prev\":\"").unwrap();
        let mut line = format!("{start}\"prev\":\"{}{}", head.head, &rest[64..]);
        if index + 1 == number {
            assert!(line.contains(from), "{line}");
            line = line.replacen(from, to, 1);
        }
        head.advance(line.as_bytes());
        lines.extend_from_slice(line.as_bytes());
        lines.push(b'\n');
    }
    journal.lines = lines;
    let bytes = survey_with(&journal, |header| header.journal = vec![head], |_| ());
    let rule = if code == "spelling" {
        "One spelling"
    } else {
        RULE
    };
    let name = format!("journal line {number}: {name}");
    let case = Case::new(rule, name, bytes, code);
    match code {
        "good" => case,
        _ => case.unseen(),
    }
}

/// The same at the first line, in the middle and at the last.
fn lines() -> Vec<Case> {
    let mut cases = Vec::new();
    let last = sealed_journal().entries.len();
    for number in [1, 4, last] {
        let seq = format!("\"seq\":{number}");
        let clock = format!("\"clock\":{number}");
        let at = if number == last {
            "08:30:00Z"
        } else {
            "02:00:00-05:00"
        };
        cases.extend([
            line(number, "as it is", &seq, &seq, "good"),
            line(
                number,
                "a blank",
                &seq,
                &format!("\"seq\": {number}"),
                "spelling",
            ),
            line(number, "a blank at its end", "}}", "}} ", "spelling"),
            line(
                number,
                "an absent member as null",
                ",\"actor\"",
                ",\"seen_at\":null,\"actor\"",
                "spelling",
            ),
            line(
                number,
                "members in another order",
                &format!("{seq},{clock}"),
                &format!("{clock},{seq}"),
                "spelling",
            ),
            line(
                number,
                "a fraction of zero",
                at,
                &at.replace(":00-", ":00.000-").replace(":00Z", ":00.000Z"),
                "spelling",
            ),
            line(
                number,
                "an escape that is not needed",
                "laptop-1",
                "laptop\\u002d1",
                "spelling",
            ),
            line(number, "a carriage return", "}}", "}}\r", "journal"),
            line(
                number,
                "a member twice",
                &seq,
                &format!("{seq},{seq}"),
                "journal",
            ),
            line(
                number,
                "an unknown member",
                &seq,
                &format!("{seq},\"more\":1"),
                "journal",
            ),
            line(number, "another number", &seq, "\"seq\":99", "journal"),
            line(number, "another laptop", "laptop-1", "laptop-2", "journal"),
            line(number, "another case", "2026-LKS", "2026-OTH", "journal"),
            line(number, "no JSON", "{\"case\"", "{case", "journal"),
            line(
                number,
                "longer than 4,096 bytes",
                "\"actor\":\"ann-01\"",
                &format!("\"actor\":\"{}\"", "a".repeat(4096)),
                "journal",
            ),
        ]);
    }
    cases.extend([
        line(
            1,
            "an event as a list",
            "{\"training\":true}",
            "[true]",
            "spelling",
        ),
        line(
            1,
            "an event that is unknown",
            "1-case_opened",
            "999-appeal",
            "newer",
        ),
        line(
            4,
            "an event that is unknown",
            "6-conflict_cleared",
            "999-appeal",
            "newer",
        ),
        line(
            4,
            "the clock goes back",
            "\"clock\":4",
            "\"clock\":3",
            "journal",
        ),
        line(
            5,
            "where a service is offered as an object",
            "\"everywhere\"",
            "{\"everywhere\":null}",
            "spelling",
        ),
        line(
            5,
            "where a service is offered that is unknown",
            "\"everywhere\"",
            "\"sometimes\"",
            "journal",
        ),
        line(
            5,
            "a service without who told it",
            ",\"told_by\":[\"manager\"]",
            "",
            "journal",
        ),
        line(
            6,
            "a choice as an object",
            "\"met\"",
            "{\"met\":null}",
            "spelling",
        ),
        line(
            6,
            "a choice that is unknown",
            "\"met\"",
            "\"splendid\"",
            "journal",
        ),
    ]);
    cases
}

/// The file of the journal changed while the header stays.
fn files() -> Vec<Case> {
    let path = format!("00-survey/journal-{DEVICE}.jsonl");
    let lines = sealed_journal().lines;
    let with = |name: &str, content: &[u8]| {
        let edit = |all: &mut Entries| put(all, &path, content);
        let bytes = survey_with(&sealed_journal(), |_| (), edit);
        Case::new(RULE, format!("journal: {name}"), bytes, "journal").unseen()
    };
    let first_end = lines.iter().position(|b| *b == b'\n').unwrap() + 1;
    let last_start = lines[..lines.len() - 1]
        .iter()
        .rposition(|b| *b == b'\n')
        .unwrap()
        + 1;
    vec![
        with("empty", b""),
        with("no last line end", &lines[..lines.len() - 1]),
        with("the first line gone", &lines[first_end..]),
        with("the last line gone", &lines[..last_start]),
        with("an empty line", &[lines.as_slice(), b"\n"].concat()),
        with(
            "the first line twice",
            &[&lines[..first_end], &lines].concat(),
        ),
        with("another journal, whole by itself", &Journal::new().lines),
    ]
}

/// Texts.
fn texts() -> Vec<Case> {
    let text = |name: &str, from: &str, to: &str, code: &'static str| {
        let edit = |all: &mut Entries| replace(all, "00-survey/texts.jsonl", from, to);
        let bytes = survey_with(&sealed_journal(), |_| (), edit);
        let rule = if code == "spelling" {
            "One spelling"
        } else {
            RULE
        };
        Case::new(rule, format!("texts: {name}"), bytes, code).unseen()
    };
    let mut lost = sealed_journal();
    lost.texts = Default::default();
    let mut stray = sealed_journal();
    stray.text("named by nobody");
    let noted = |edit: &dyn Fn(&mut Journal, Digest)| {
        let mut journal = Journal::new();
        let note = journal.text("a few words");
        journal.write(Event::RevisionOpened {
            visit: visit_id(1),
            revision: 1,
            reason: note,
        });
        edit(&mut journal, note);
        journal.seal(1, 1);
        journal
    };
    let erase = |journal: &mut Journal, note| journal.write(Event::Redacted { text: note });
    vec![
        text("a blank", "\"id\":", "\"id\": ", "spelling"),
        text(
            "an escape that is not needed",
            "Lakeside",
            "L\\u0061keside",
            "spelling",
        ),
        text("a carriage return", "\n", "\r\n", "spelling"),
        text("other words", "Lakeside", "Lakesite", "texts"),
        text("another nonce", "\"nonce\":\"00", "\"nonce\":\"11", "texts"),
        text("no JSON", "{\"id\"", "{id", "texts"),
        text(
            "an unknown member",
            "\"nonce\"",
            "\"more\":1,\"nonce\"",
            "texts",
        ),
        with(RULE, "texts: the packet is missing", &lost, "fold"),
        with(RULE, "texts: one that no entry names", &stray, "fold"),
        with(RULE, "texts: one that is named", &noted(&|_, _| ()), "good"),
        with(
            RULE,
            "texts: one that is missing",
            &noted(&|j, n| j.texts.remove(&n)),
            "fold",
        ),
        with(
            RULE,
            "texts: one that was erased",
            &noted(&|j, n| {
                erase(j, n);
                j.texts.remove(&n);
            }),
            "good",
        ),
        with(
            RULE,
            "texts: one that was erased and is there",
            &noted(&erase),
            "fold",
        ),
    ]
}

/// Their cases.
pub fn cases() -> Vec<Case> {
    [lines(), files(), texts()].concat()
}
