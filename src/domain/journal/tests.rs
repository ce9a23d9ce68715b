//! What a reader of lines must refuse. Properties over whole chains are in `tests/props`.
#![allow(clippy::unwrap_used)]

use super::*;

/// Events of nobody's journal: the reader knows no others.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
enum Happened {
    #[serde(rename = "1-opened")]
    Opened { training: bool },
    #[serde(rename = "2-said")]
    Said { words: String },
}

impl Happening for Happened {
    fn is_known(key: &str) -> bool {
        matches!(key, "1-opened" | "2-said")
    }
}

fn read(line: &[u8], number: usize) -> Result<Entry<Happened>, JournalFault> {
    read_line(line, number)
}

/// An entry as it stands in a file, with `event` as given.
fn line(seq: u64, clock: u64, event: &str) -> String {
    format!(
        concat!(
            r#"{{"case":"c","device":"d","seq":{},"clock":{},"at":"2026-03-02T09:00:00-06:00","#,
            r#""actor":"a","prev":"{}","event":{}}}"#
        ),
        seq,
        clock,
        Digest::ZERO,
        event
    )
}

const OPENED: &str = r#"{"1-opened":{"training":true}}"#;

#[test]
fn a_line_is_read_and_written_alike() {
    let line = line(1, 1, OPENED);
    let entry = read(line.as_bytes(), 1).unwrap();
    assert_eq!(line_of(&entry).unwrap(), line.as_bytes());
}

#[test]
fn an_unknown_event_needs_a_newer_onsite_and_is_not_called_damaged() {
    let line = line(1, 1, r#"{"57-thing_done":{"much":1}}"#);
    let fault = read(line.as_bytes(), 4).unwrap_err();
    let event = "57-thing_done".to_owned();
    assert_eq!(fault, JournalFault::NewerEvent { line: 4, event });
}

#[test]
fn nothing_is_carried_along_unseen() {
    for event in [
        r#"{"1-opened":{"training":true,"more":1}}"#,
        r#"{"1-opened":{"training":true,"training":false}}"#,
        r#"{"1-opened":{"training":true},"57-thing_done":{}}"#,
    ] {
        let line = line(1, 1, event);
        assert!(read(line.as_bytes(), 1).is_err(), "{event}");
    }
}

#[test]
fn a_carriage_return_is_refused_wherever_it_stands() {
    let good = line(1, 1, OPENED);
    for bad in [
        format!("{good}\r"),
        format!("\r{good}"),
        good.replace(',', ",\r"),
    ] {
        assert!(matches!(
            read_chain::<Happened>(format!("{bad}\n").as_bytes()),
            Err(JournalFault::Unreadable { line: 1, .. })
        ));
    }
}

#[test]
fn numbers_clamp_what_every_reader_holds() {
    for (seq, clock) in [(0, 1), (1, 0), (1, u64::MAX), (HIGHEST_NUMBER + 1, 1)] {
        let line = line(seq, clock, OPENED);
        assert!(read(line.as_bytes(), 1).is_err(), "{seq} {clock}");
    }
    assert!(read(line(1, HIGHEST_NUMBER, OPENED).as_bytes(), 1).is_ok());
}

#[test]
fn an_entry_longer_than_the_format_allows_is_neither_written_nor_read() {
    let mut entry = read(line(1, 1, OPENED).as_bytes(), 1).unwrap();
    entry.event = Happened::Said {
        words: "x".repeat(LONGEST_ENTRY),
    };
    assert_eq!(line_of(&entry), Err(JournalFault::TooLong { line: 1 }));
    let line = serde_json::to_vec(&entry).unwrap();
    assert_eq!(read(&line, 3), Err(JournalFault::TooLong { line: 3 }));
}
