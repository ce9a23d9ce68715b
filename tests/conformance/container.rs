//! Zip files that are not in the one form, and names that may not be.

use crate::catalog::{Case, FILES};
use crate::support::bundles::*;
use crate::support::raw_zip::{Raw, zip};

fn raws(count: usize) -> Vec<Raw> {
    entries(&FILES[count - 1])
        .iter()
        .map(|(name, content)| Raw::new(name.as_bytes(), content))
        .collect()
}

/// One field of one entry changed: in the first entry, in the middle, in the last.
fn fields() -> Vec<Case> {
    type Change = (&'static str, &'static str, fn(&mut Raw));
    let both = "directory";
    let changes: [Change; 17] = [
        ("version 10", both, |raw| raw.version = [10; 2]),
        ("version 10 in the local header", "local-header", |raw| {
            raw.version[0] = 10
        }),
        ("version 10 in the directory", both, |raw| {
            raw.version[1] = 10
        }),
        ("a flag", both, |raw| raw.flags = [1 << 11; 2]),
        ("a flag in the local header", "local-header", |raw| {
            raw.flags[0] = 1
        }),
        ("deflated", both, |raw| raw.method = [8; 2]),
        ("deflated in the local header", "local-header", |raw| {
            raw.method[0] = 8
        }),
        ("a date", both, |raw| raw.date = [0x5a21; 2]),
        (
            "another checksum in the local header",
            "local-header",
            |raw| raw.crc[0] ^= 1,
        ),
        ("another checksum", "checksum", |raw| {
            raw.crc[0] ^= 1;
            raw.crc[1] ^= 1;
        }),
        ("another size in the local header", "local-header", |raw| {
            raw.size[0] += 1
        }),
        ("an extra field", both, |raw| {
            raw.extra[1] = vec![1, 0, 0, 0]
        }),
        ("an extra field in the local header", "directory", |raw| {
            raw.extra[0] = vec![1, 0, 0, 0]
        }),
        ("a comment", both, |raw| raw.comment = b"approved".to_vec()),
        ("made on another system", both, |raw| {
            raw.made_by = 20 | 3 << 8
        }),
        ("attributes", both, |raw| raw.attributes = 1),
        ("a data descriptor", "directory", |raw| {
            raw.descriptor = true
        }),
    ];
    let mut cases = Vec::new();
    for (what, code, change) in changes {
        let mut raws = raws(1);
        let middle = raws.len() / 2;
        change(&mut raws[middle]);
        let case = Case::new(
            "Container",
            format!("an entry with {what}"),
            zip(&raws, b""),
            code,
        );
        let seen = [
            "deflated",
            "deflated in the local header",
            "another checksum",
            "another size in the local header",
            "another checksum in the local header",
        ];
        cases.push(match seen.contains(&what) {
            true => case,
            false => case.unseen(),
        });
    }
    cases
}

/// Bytes before, between and after.
fn around() -> Vec<Case> {
    let good = FILES[0].clone();
    let case = |what: &str, bytes: Vec<u8>, code| Case::new("Container", what, bytes, code);
    let mut swapped = raws(1);
    swapped.swap(2, 3);
    let mut twice = raws(1);
    twice.insert(3, twice[2].clone());
    let mut folder = raws(1);
    folder.insert(0, Raw::new(b"00-survey/", b""));
    let mut prefixed = b"MZ".to_vec();
    prefixed.extend_from_slice(&good);
    let ends = good.len() - 22;
    let disk = |at: usize| {
        let mut bytes = good.clone();
        bytes[ends + at] = 1;
        bytes
    };
    vec![
        case("nothing", Vec::new(), "size"),
        case(
            "no zip",
            b"this is no zip file at all".to_vec(),
            "end-record",
        ),
        case("an empty zip", zip(&[], b""), "end-record"),
        case(
            "cut by one byte",
            good[..good.len() - 1].to_vec(),
            "end-record",
        ),
        case(
            "cut in the middle",
            good[..good.len() / 2].to_vec(),
            "end-record",
        ),
        case(
            "a byte behind the end",
            [good.as_slice(), b"\n"].concat(),
            "end-record",
        )
        .unseen(),
        case("a program before it", prefixed, "end-record"),
        case(
            "a comment at the end",
            zip(&raws(1), b"approved"),
            "end-record",
        )
        .unseen(),
        case("a second disk", disk(4), "end-record"),
        case("the directory on another disk", disk(6), "end-record"),
        case("entries out of order", zip(&swapped, b""), "directory").unseen(),
        case("an entry twice", zip(&twice, b""), "name"),
        case("a folder entry", zip(&folder, b""), "name"),
    ]
}

/// An entry with a name that may not be.
fn names() -> Vec<Case> {
    let names: [(&str, &[u8]); 18] = [
        ("at the top", b"00-survey.txt"),
        ("four deep", b"00-survey/a/b/c"),
        ("above", b"00-survey/../z"),
        ("absolute", b"/00-survey/z"),
        ("with a backslash", b"00-survey\\z"),
        ("with a blank", b"00-survey/a z"),
        ("with a letter beyond ASCII", "00-survey/\u{e4}".as_bytes()),
        ("with a zero", b"00-survey/a\0z"),
        ("hidden", b"00-survey/.z"),
        ("like an option", b"00-survey/-z"),
        ("with a dot at its end", b"00-survey/z."),
        ("with an empty part", b"00-survey//z"),
        ("of a device", b"00-survey/con.txt"),
        ("of a device in capitals", b"00-survey/NUL"),
        ("of a device as a folder", b"00-survey/aux/z"),
        ("that differs in capitals", b"00-survey/RECORD.json"),
        ("of a file that is a folder", b"00-survey/step.json/z"),
        ("that is too long", b"00-survey/0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"),
    ];
    let mut cases = Vec::new();
    for (what, name) in names {
        let mut raws = raws(1);
        raws.push(Raw::new(name, b"content"));
        raws.sort_by(|a, b| a.name[1].cmp(&b.name[1]));
        let bytes = zip(&raws, b"");
        cases.push(Case::new(
            "Container",
            format!("a name {what}"),
            bytes,
            "name",
        ));
    }
    cases
}

/// Their cases.
pub fn cases() -> Vec<Case> {
    [fields(), around(), names()].concat()
}
