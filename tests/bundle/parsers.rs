//! Arbitrary bytes never panic a parser, and what is written is read back.

use crate::foreign;
use crate::support::bundles::*;
use onsite::bundle::manifest::Manifest;
use onsite::bundle::roster::{RosterList, allowed_signers, read_roster};
use onsite::domain::values::digest::Digest;
use onsite::vault::{Cost, Passphrase, SigningKey, Vault};
use proptest::prelude::*;
use std::io::Cursor;

/// Gives the bytes to every reader of foreign bytes.
fn every_parser(bytes: &[u8]) {
    for (_, reader) in foreign::READERS {
        reader(bytes);
    }
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

/// What the fuzzer begins with: small real files, one folder a reader.
/// `ONSITE_FUZZ_SEEDS=write` writes them again.
#[test]
fn every_reader_has_seeds_to_fuzz_from() {
    let seeds = std::path::Path::new("tests/fuzz/seeds");
    let write = std::env::var_os("ONSITE_FUZZ_SEEDS").is_some_and(|value| value == "write");
    for (name, reader) in foreign::READERS {
        let folder = seeds.join(name);
        if write {
            std::fs::create_dir_all(&folder).unwrap();
            for (number, seed) in seeds_of(name).iter().enumerate() {
                std::fs::write(folder.join(number.to_string()), seed).unwrap();
            }
        }
        let held = std::fs::read_dir(&folder).unwrap();
        let held: Vec<_> = held.map(|seed| seed.unwrap().path()).collect();
        assert!(!held.is_empty(), "{name} has no seed");
        for seed in held {
            reader(&std::fs::read(seed).unwrap());
        }
    }
}

/// Small real files for a reader.
fn seeds_of(name: &str) -> Vec<Vec<u8>> {
    let all = entries(&file(&whole_case()[..2]));
    let ending = |end: &str| -> Vec<Vec<u8>> {
        let fitting = all.iter().filter(|(path, _)| path.ends_with(end));
        fitting
            .map(|(_, content)| content.clone())
            .take(2)
            .collect()
    };
    let standard = |file: &str| vec![std::fs::read(format!("tests/support/{file}")).unwrap()];
    match name {
        "bundle" | "container" => vec![survey_file()],
        "roster" => vec![
            roster_file(&roster_list(), true),
            ending_of_roster("roster.json"),
        ],
        "journal" => ending(".jsonl"),
        "texts" => ending("texts.jsonl"),
        "record" => ending("record.json"),
        "manifest" => [ending("SHA256SUMS"), ending("PREV")].concat(),
        "signature" => ending("SHA256SUMS.sig"),
        "step" => ending("step.json"),
        "pack" => standard("tiny_pack.json"),
        "packet" | "program" => standard("tiny_packet.json"),
        "names" => vec![
            b"00-survey/journal/laptop-a.jsonl".to_vec(),
            b"2026-11-20T12:00:00Z".to_vec(),
            b"TPRJ-Q3VQ-QAND-TQGP-NN73-XJ4N".to_vec(),
        ],
        "key_file" => vec![made_key()],
        "vault_file" => vec![made_vault()],
        _ => Vec::new(),
    }
}

/// A key worth nothing, not protected.
fn made_key() -> Vec<u8> {
    let key = SigningKey::from_seed(&[7; 32], "made up");
    key.to_unprotected_file().unwrap().as_bytes().to_vec()
}

/// A vault with nothing behind it.
fn made_vault() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.json");
    let mut random = |bytes: &mut [u8]| {
        bytes.fill(7);
        Ok(())
    };
    Vault::create(
        &path,
        &Passphrase::new("made up"),
        Cost::CHEAPEST,
        &mut random,
    )
    .unwrap();
    std::fs::read(path).unwrap()
}

fn ending_of_roster(end: &str) -> Vec<u8> {
    let all = entries(&roster_file(&roster_list(), true));
    let found = all.into_iter().find(|(path, _)| path.ends_with(end));
    found.map_or_else(Vec::new, |(_, content)| content)
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
