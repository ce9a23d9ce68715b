//! Arbitrary bytes never panic a parser, and what is written is read back.

use crate::support::bundles::*;
use onsite::bundle::container::Container;
use onsite::bundle::keys::{Fingerprint, SignerKey};
use onsite::bundle::kinds::Namespace;
use onsite::bundle::manifest::{Manifest, Prev};
use onsite::bundle::roster::{RosterList, allowed_signers, read_roster};
use onsite::bundle::step::{RosterHeader, StepHeader};
use onsite::bundle::when::Stamp;
use onsite::bundle::{layout, names, refusal, signature};
use onsite::domain::values::digest::Digest;
use proptest::prelude::*;
use std::io::Cursor;

fn every_parser(bytes: &[u8]) {
    let _ = check(bytes);
    let _ = read_roster(Cursor::new(bytes));
    let _ = Container::open(Cursor::new(bytes));
    let _ = Manifest::read(bytes, "00-survey");
    let _ = Prev::read(bytes);
    let _ = StepHeader::read(bytes);
    let _ = RosterHeader::read(bytes);
    let _ = serde_json::from_slice::<RosterList>(bytes).map(|list| list.check());
    let _ = signature::verify(bytes, Namespace::Survey, b"m");
    let _ = names::check(bytes);
    let text = String::from_utf8_lossy(bytes);
    let _ = (
        SignerKey::parse(&text),
        Fingerprint::parse(&text),
        Stamp::parse(&text),
    );
    let _ = (
        layout::parse_folder(&text),
        layout::attachment_ordinal(&text),
    );
    assert!(refusal::visible(&text).is_ascii());
}

/// Bytes that are nearly something: a piece of a real file with some bytes changed.
fn nearly(sample: Vec<u8>) -> impl Strategy<Value = Vec<u8>> {
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8);
    (changes, any::<prop::sample::Index>()).prop_map(move |(changes, end)| {
        let mut bytes = sample.clone();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(end.index(bytes.len()) + 1);
        bytes
    })
}

fn samples() -> impl Strategy<Value = Vec<u8>> {
    let mut all: Vec<Vec<u8>> = entries(&file(&whole_case()[..2]))
        .into_iter()
        .chain(entries(&roster_file(&roster_list(), true)))
        .map(|(_, content)| content)
        .filter(|content| !content.is_empty())
        .collect();
    all.push(survey_file());
    prop::sample::select(all).prop_flat_map(nearly)
}

#[test]
fn json_without_a_bottom_never_overflows() {
    for open in ["[", "{\"a\":"] {
        let deep = open.repeat(200_000);
        every_parser(deep.as_bytes());
        every_parser(format!("{{\"format\":\"onsite-bundle/1\",\"x\":{deep}").as_bytes());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 400, ..Default::default() })]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        every_parser(&bytes);
    }

    #[test]
    fn nearly_right_bytes_never_panic(bytes in samples()) {
        every_parser(&bytes);
    }

    #[test]
    fn an_end_record_that_lies_never_panics(
        count: u16, size: u32, offset: u32, before in prop::collection::vec(any::<u8>(), 0..100),
    ) {
        let mut bytes = before;
        bytes.extend(b"PK\x05\x06\0\0\0\0");
        bytes.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
        bytes.extend([size.to_le_bytes(), offset.to_le_bytes()].concat());
        bytes.extend([0, 0]);
        every_parser(&bytes);
    }

    #[test]
    fn manifests_are_read_as_they_were_written(
        paths in prop::collection::btree_set("[A-Za-z0-9_]{1,20}", 1..30),
    ) {
        let files: Vec<(String, Digest)> = paths
            .iter()
            .map(|path| (format!("00-survey/x{path}"), Digest::of(path.as_bytes())))
            .collect();
        let manifest = Manifest::of(files).unwrap();
        prop_assert_eq!(Manifest::read(&manifest.to_bytes(), "00-survey"), Ok(manifest));
    }

    #[test]
    fn containers_are_read_as_they_were_written(
        files in prop::collection::btree_map(
            "x[a-z0-9_]{1,20}",
            prop::collection::vec(any::<u8>(), 0..200),
            1..20,
        ),
    ) {
        let files: Entries = files
            .into_iter()
            .map(|(name, content)| (format!("00-survey/{name}"), content))
            .collect();
        prop_assert_eq!(entries(&container(&files)), files);
    }

    #[test]
    fn rosters_are_read_as_they_were_written(
        people in prop::collection::btree_set(0_u8..200, 0..8),
        roles in prop::collection::vec(prop::sample::subsequence(
            ["surveyor", "reviewer", "office", "decider", "root"].to_vec(), 1..=5), 8),
    ) {
        let mut entries = vec![person(OFF)];
        for (seed, roles) in people.into_iter().zip(roles) {
            let mut entry = person(("someone", seed.wrapping_add(50), &[]));
            let roles = format!("{roles:?}");
            entry.roles = serde_json::from_str(&roles).unwrap();
            entries.push(entry);
        }
        let list = roster_list();
        let list = RosterList::new(7, list.issued, list.expires, entries);
        prop_assert_eq!(list.check(), Ok(()));
        let roster = read_roster(Cursor::new(roster_file(&list, true))).unwrap();
        let lines = allowed_signers(&list).iter().filter(|b| **b == b'\n').count();
        prop_assert_eq!(lines, list.entries.len());
        prop_assert_eq!(roster.list, list);
    }
}
