//! The record keeps every fact, the same way every time, and reads nothing else.

use super::*;
use crate::domain::rich_visit::{Rich, SECRET, finished};

fn record(rich: &Rich) -> Record {
    Record::of(&rich.case, rich.visit(), &rich.packet, &rich.texts)
}

#[test]
fn the_record_survives_its_file_and_is_the_same_again() {
    let rich = finished();
    let bytes = record(&rich).to_bytes().unwrap();
    assert_eq!(Record::from_bytes(&bytes).unwrap(), record(&rich));
    assert_eq!(record(&finished()).to_bytes().unwrap(), bytes);
    assert!(
        !bytes.contains(&b'\n'),
        "one spelling: nothing after the end"
    );
    assert!(bytes.ends_with(b"}"));
}

#[test]
fn every_fact_of_the_visit_is_in_it() {
    let rich = finished();
    let record = record(&rich);
    let visit = rich.visit();
    assert_eq!(record.answers.len(), visit.answer_count());
    assert_eq!(record.sources.len(), visit.sources.len());
    assert_eq!(record.notes.len(), visit.notes.len());
    assert_eq!(record.determinations.len(), rich.pack.standards.len());
    assert_eq!(record.seals.len(), 2);
    assert_eq!(record.seals[1].revision, 2);
    assert!(record.seals[1].reason.as_ref().unwrap().text.is_some());
    let remarks = record
        .answers
        .iter()
        .filter_map(|fact| fact.remark.as_ref());
    let remarks: Vec<_> = remarks.map(|words| words.text.as_deref()).collect();
    assert_eq!(remarks, [Some("cycle 2 day 1: one signature")]);
    assert!(!record.shortfalls.is_empty() && !record.explanations.is_empty());
    let in_order = record.answers.windows(2).all(|pair| {
        let key = |fact: &AnswerFact| {
            (
                fact.element.clone(),
                fact.method,
                fact.site.clone(),
                fact.source.clone(),
            )
        };
        key(&pair[0]) < key(&pair[1])
    });
    assert!(in_order);
}

#[test]
fn an_erased_text_is_named_without_its_words() {
    let rich = finished();
    let record = record(&rich);
    let gone = record.notes.iter().find(|n| n.note.text.is_none()).unwrap();
    assert_eq!(record.erased, [gone.note.id]);
    let bytes = String::from_utf8(record.to_bytes().unwrap()).unwrap();
    assert!(!bytes.contains(SECRET));
}

#[test]
fn unknown_fields_and_other_forms_are_refused() {
    let good = String::from_utf8(record(&finished()).to_bytes().unwrap()).unwrap();
    for (from, to) in [
        ("{\"record\":1,", "{\"record\":1,\"extra\":0,"),
        ("\"practice\":{", "\"practice\":{\"extra\":0,"),
        ("{\"element\":", "{\"extra\":0,\"element\":"),
        ("\"answer\":\"met\"", "\"answer\":\"splendid\""),
        ("\"training\":true,", ""),
        ("\"training\":true,", "\"training\":true,\"training\":true,"),
    ] {
        let bad = good.replacen(from, to, 1);
        assert_ne!(bad, good, "{from}");
        assert!(
            matches!(
                Record::from_bytes(bad.as_bytes()),
                Err(RecordFault::Unreadable(_))
            ),
            "{to}"
        );
    }
    let newer = good.replacen("\"record\":1", "\"record\":2,\"extra\":0", 1);
    assert_eq!(
        Record::from_bytes(newer.as_bytes()),
        Err(RecordFault::OtherForm(2))
    );
    assert_eq!(
        record(&finished()).first_difference(&record(&finished())),
        None
    );
    let mut other = record(&finished());
    other.shortfalls.clear();
    other.erased.clear();
    let found = other.first_difference(&record(&finished()));
    assert_eq!(found, Some("shortfalls"));
    assert!(Record::from_bytes(b"{}").is_err());
    assert!(Record::from_bytes(&good.as_bytes()[..good.len() / 2]).is_err());
}
