//! Zip files made to be read differently by different programs.

use crate::support::bundles::*;
use crate::support::raw_zip::{Raw, zip};
use onsite::bundle::container::Container;
use std::io::Cursor;

fn raws() -> Vec<Raw> {
    entries(&survey_file())
        .iter()
        .map(|(name, content)| Raw::new(name.as_bytes(), content))
        .collect()
}

fn code(bytes: &[u8]) -> &'static str {
    let outcome = check(bytes);
    assert!(outcome.contents.is_none(), "nothing may be shown");
    outcome.code()
}

/// The code after one entry was changed.
fn code_with(change: impl Fn(&mut Raw)) -> &'static str {
    let mut raws = raws();
    change(&mut raws[5]);
    code(&zip(&raws, b""))
}

#[test]
fn the_builder_of_this_test_builds_good_files() {
    assert_eq!(zip(&raws(), b""), survey_file());
}

#[test]
fn a_local_header_that_differs_from_the_directory_is_refused() {
    assert_eq!(code_with(|raw| raw.name[0][10] ^= 1), "local-header");
    assert_eq!(code_with(|raw| raw.crc[0] ^= 1), "local-header");
    assert_eq!(code_with(|raw| raw.size[0] ^= 1), "local-header");
    assert_eq!(code_with(|raw| raw.method[0] = 8), "local-header");
    assert_eq!(code_with(|raw| raw.flags[0] = 8), "local-header");
    assert_eq!(code_with(|raw| raw.version[0] = 45), "local-header");
}

#[test]
fn every_liberty_that_zip_allows_is_refused() {
    assert_eq!(code_with(|raw| raw.method = [8; 2]), "directory");
    assert_eq!(code_with(|raw| raw.flags = [1; 2]), "directory");
    assert_eq!(code_with(|raw| raw.flags = [1 << 11; 2]), "directory");
    assert_eq!(code_with(|raw| raw.date = [0x22; 2]), "directory");
    assert_eq!(code_with(|raw| raw.version = [45; 2]), "directory");
    assert_eq!(code_with(|raw| raw.made_by = 0x0314), "directory");
    assert_eq!(code_with(|raw| raw.attributes = 0xa1ff_0000), "directory");
    assert_eq!(
        code_with(|raw| raw.comment = b"hello".to_vec()),
        "directory"
    );
    assert_eq!(
        code_with(|raw| raw.extra[1] = vec![1, 0, 0, 0]),
        "directory"
    );
    assert_eq!(
        code_with(|raw| raw.extra[0] = vec![1, 0, 0, 0]),
        "directory"
    );
    let zip64 = |raw: &mut Raw| {
        raw.size = [u32::MAX; 2];
        raw.extra = [vec![1, 0, 16, 0], vec![1, 0, 16, 0]];
        raw.extra.iter_mut().for_each(|extra| extra.extend([0; 16]));
    };
    assert_eq!(code_with(zip64), "directory");
    let described = |raw: &mut Raw| {
        raw.flags = [8; 2];
        (raw.crc[0], raw.size[0], raw.descriptor) = (0, 0, true);
    };
    assert_eq!(code_with(described), "directory");
    let only_descriptor = |raw: &mut Raw| raw.descriptor = true;
    assert_eq!(
        code_with(only_descriptor),
        "directory",
        "a gap between entries"
    );
}

#[test]
fn a_size_or_checksum_that_lies_is_refused() {
    assert_eq!(code_with(|raw| raw.crc = [raw.crc[0] ^ 1; 2]), "checksum");
    assert_eq!(
        code_with(|raw| raw.size = [raw.size[0] + 1; 2]),
        "directory"
    );
    assert_eq!(code_with(|raw| raw.size = [u32::MAX; 2]), "directory");
}

#[test]
fn names_that_could_mean_another_file_are_refused() {
    let named = |name: &str| {
        let mut raws = raws();
        let mut raw = Raw::new(name.as_bytes(), b"x");
        let at = raws.partition_point(|held| held.name[0] < raw.name[0]);
        // A folder's entry has no content; every other may have some.
        if name.ends_with('/') {
            raw = Raw::new(name.as_bytes(), b"");
        }
        raws.insert(at, raw);
        code(&zip(&raws, b""))
    };
    for name in [
        "../evil",
        "/etc/passwd",
        "00-survey/../../evil",
        "00-survey\\evil",
        "C:/evil",
        "00-survey/",
        "00-survey/files/",
        "00-survey/con.txt",
        "00-survey/files/NUL",
        "00-survey/.hidden",
        "00-survey/-rf",
        "00-survey/trailing.",
        "00-survey/new\nline",
        "00-survey/tab\u{7f}",
        "00-survey/\u{202e}fdp",
        "00-survey/STEP.json",
        "00-survey/step.json",
        "00-SURVEY/step.json",
        "00-survey/step.json/x",
        "00-survey/files",
        "top.txt",
        "a/b/c/d",
        "",
    ] {
        assert_eq!(named(name), "name", "{name:?}");
    }
    assert_eq!(named("00-survey/evil.txt"), "layout");
    assert_eq!(named("00-survey/files/0002.pdf"), "unlisted");
    assert_eq!(named("01-review/step.json"), "layout");
    assert_eq!(named("01-plan/step.json"), "folders");
    assert_eq!(named("zz/file"), "folders");
}

#[test]
fn nothing_may_stand_before_between_or_after() {
    let file = survey_file();
    assert_eq!(
        code(&[b"#!/bin/sh\n".as_slice(), &file].concat()),
        "end-record"
    );
    assert_eq!(code(&[&file, b"\n".as_slice()].concat()), "end-record");
    assert_eq!(code(&[file.clone(), file.clone()].concat()), "end-record");
    assert_eq!(code(&zip(&raws(), b"a comment")), "end-record");
    let mut out_of_order = raws();
    out_of_order.swap(3, 4);
    assert_eq!(code(&zip(&out_of_order, b"")), "directory");
    // A directory that leaves out an entry, whose bytes still lie in the file.
    let mut all = zip(&raws(), b"");
    let last = all.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
    let end = all.len() - 22;
    let removed = (end - last) as u32;
    all.drain(last..end);
    let end = all.len() - 22;
    let count = u16::from_le_bytes([all[end + 8], all[end + 9]]) - 1;
    all[end + 8..end + 10].copy_from_slice(&count.to_le_bytes());
    all[end + 10..end + 12].copy_from_slice(&count.to_le_bytes());
    let size = u32::from_le_bytes(all[end + 12..end + 16].try_into().unwrap()) - removed;
    all[end + 12..end + 16].copy_from_slice(&size.to_le_bytes());
    assert_eq!(code(&all), "directory");
}

#[test]
fn two_entries_over_the_same_bytes_are_refused() {
    let mut all = survey_file();
    let first = all.windows(4).position(|w| w == b"PK\x01\x02").unwrap();
    let second = first
        + 4
        + all[first + 4..]
            .windows(4)
            .position(|w| w == b"PK\x01\x02")
            .unwrap();
    all[second + 42..second + 46].copy_from_slice(&[0; 4]);
    assert_eq!(code(&all), "directory");
}

#[test]
fn too_little_and_too_much_are_refused() {
    assert_eq!(code(b""), "size");
    assert_eq!(code(b"PK\x05\x06"), "size");
    assert_eq!(code(&[0; 22]), "end-record");
    assert_eq!(code(&zip(&[], b"")), "end-record");
    let many: Vec<Raw> = (0..2049)
        .map(|n| Raw::new(format!("00-survey/files/{n:04}.pdf").as_bytes(), b""))
        .collect();
    assert_eq!(code(&zip(&many, b"")), "end-record");
    assert!(Container::open(Cursor::new(zip(&many[..2048], b""))).is_ok());
}

/// A reader that claims to be longer than 2 GiB and panics when it is read.
struct Endless;

impl std::io::Read for Endless {
    fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
        panic!("a file that is too large was read")
    }
}

impl std::io::Seek for Endless {
    fn seek(&mut self, _: std::io::SeekFrom) -> std::io::Result<u64> {
        Ok((2 << 30) + 1)
    }
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let fault = Container::open(Endless).err().unwrap();
    assert!(fault.to_string().contains("2 GiB"));
}

#[test]
fn a_repacked_file_is_told_as_such() {
    let mut repacked = raws();
    for raw in &mut repacked {
        raw.made_by = 0x031e;
        raw.attributes = 0x81a4_0000;
        raw.date = [0x5c21; 2];
    }
    let bytes = zip(&repacked, b"");
    assert_eq!(code(&bytes), "repacked");
    assert!(check(&bytes).refusal.unwrap().remedy().contains("original"));
    let bytes = zip(&repacked, b"scanned by a mail gateway");
    assert_eq!(code(&bytes), "repacked");
    repacked.retain(|raw| !raw.name[0].ends_with(b".sig"));
    assert_eq!(
        code(&zip(&repacked, b"")),
        "directory",
        "no bundle before either"
    );
}
