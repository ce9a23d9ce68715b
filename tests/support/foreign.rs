//! Every reader of bytes that come from outside, by name: given to `cargo test` with made-up bytes,
//! and to the fuzzer under `tests/fuzz` with as many as it can think of. A reader that is added to
//! the program is added here.
#![allow(dead_code)] // each user has its own part of this

use onsite::bundle::container::Container;
use onsite::bundle::keys::{Fingerprint, SignerKey};
use onsite::bundle::kinds::Namespace;
use onsite::bundle::manifest::{Manifest, Prev};
use onsite::bundle::roster::{RosterList, read_roster};
use onsite::bundle::step::{RosterHeader, StepHeader};
use onsite::bundle::verify::{Conditions, Keep, verify};
use onsite::bundle::when::Stamp;
use onsite::bundle::{layout, names, refusal, signature};
use onsite::domain::journal::{read_chain, read_line, read_signed_chain};
use onsite::domain::survey::events::Event;
use onsite::domain::survey::record::Record;
use onsite::domain::values::digest::Digest;
use onsite::domain::values::ids::{CaseId, is_id};
use onsite::domain::values::place::{TimeZone, Town};
use onsite::domain::values::text::Texts;
use onsite::standards::{check_bytes, problems_of_form, read_pack, read_packet, read_program};
use onsite::vault::{
    RecoveryCode, SIGNING_KEY_FILE, SigningKey, VAULT_FILE, Vault, public_identity,
};
use onsite::workspace::THIS_VERSION;
use std::io::{Cursor, Write as _};

/// A reader; it may refuse, and must come back.
pub type Reader = fn(&[u8]);

/// All of them.
pub const READERS: &[(&str, Reader)] = &[
    ("bundle", bundle),
    ("container", container),
    ("journal", journal),
    ("key_file", key_file),
    ("manifest", manifest),
    ("names", short_texts),
    ("pack", pack),
    ("packet", packet),
    ("program", program),
    ("record", record),
    ("roster", roster),
    ("signature", signed),
    ("step", step),
    ("texts", texts),
    ("vault_file", vault_file),
];

/// The reader of this name.
pub fn reader(name: &str) -> Option<Reader> {
    let found = READERS.iter().find(|(held, _)| *held == name);
    found.map(|(_, reader)| *reader)
}

fn bundle(bytes: &[u8]) {
    let Some(now) = Stamp::parse("2026-11-20T12:00:00Z") else {
        return;
    };
    let told = verify(
        Cursor::new(bytes),
        &Conditions {
            roster: None,
            memory: None,
            now,
            allow_expired: false,
            keep: Keep::Documents,
            this: &THIS_VERSION,
        },
    );
    assert!(refusal::visible(&told.summary()).is_ascii());
}

fn container(bytes: &[u8]) {
    let Ok(mut held) = Container::open(Cursor::new(bytes)) else {
        return;
    };
    for index in 0..held.entries().len() {
        let _ = held.read(index);
    }
}

fn journal(bytes: &[u8]) {
    let _ = read_line::<Event>(bytes, 1);
    let _ = read_signed_chain::<Event>(bytes);
    let Ok((entries, _)) = read_chain::<Event>(bytes) else {
        return;
    };
    for entry in &entries {
        let _ = entry.event.texts();
    }
}

fn manifest(bytes: &[u8]) {
    if let Ok(held) = Manifest::read(bytes, "00-survey") {
        assert_eq!(held.to_bytes(), bytes, "one spelling");
    }
    let _ = Prev::read(bytes);
}

fn short_texts(bytes: &[u8]) {
    let _ = names::check(bytes);
    let text = String::from_utf8_lossy(bytes);
    let _ = (SignerKey::parse(&text), Fingerprint::parse(&text));
    let _ = (Stamp::parse(&text), Digest::parse(&text));
    let _ = (CaseId::new(&text), is_id(&text));
    let _ = (TimeZone::parse(&text), Town::new(&text));
    let _ = (
        layout::parse_folder(&text),
        layout::attachment_ordinal(&text),
    );
    let _ = RecoveryCode::read(&text);
    assert!(refusal::visible(&text).is_ascii());
}

fn pack(bytes: &[u8]) {
    let _ = read_pack(bytes);
}

fn packet(bytes: &[u8]) {
    let _ = read_packet(bytes);
}

fn program(bytes: &[u8]) {
    let _ = read_program(bytes);
    let _ = problems_of_form(bytes);
    if let Err(problems) = check_bytes(bytes) {
        assert!(problems.iter().all(|problem| !problem.todo.is_empty()));
    }
}

fn record(bytes: &[u8]) {
    let Ok(record) = Record::from_bytes(bytes) else {
        return;
    };
    assert!(record.first_difference(&record).is_none());
}

fn roster(bytes: &[u8]) {
    let _ = read_roster(Cursor::new(bytes));
    let _ = serde_json::from_slice::<RosterList>(bytes).map(|list| list.check());
}

fn signed(bytes: &[u8]) {
    for namespace in [Namespace::Survey, Namespace::Roster] {
        assert!(signature::verify(bytes, namespace, b"not signed by anyone").is_err());
    }
}

fn step(bytes: &[u8]) {
    let _ = RosterHeader::read(bytes);
    if let Ok(header) = StepHeader::read(bytes) {
        let _ = (header.check(), header.folder(), header.file_name());
    }
}

fn texts(bytes: &[u8]) {
    if let Ok(held) = Texts::from_jsonl(bytes) {
        let written = held.to_jsonl(|_| true);
        assert!(
            written.is_ok_and(|again| Texts::from_jsonl(&again).is_ok_and(|same| same == held))
        );
    }
}

/// A folder with one file of these bytes; none where the disk refuses.
fn in_a_file(name: &str, bytes: &[u8]) -> Option<tempfile::TempDir> {
    let folder = tempfile::tempdir().ok()?;
    let mut file = std::fs::File::create(folder.path().join(name)).ok()?;
    file.write_all(bytes).ok()?;
    Some(folder)
}

fn key_file(bytes: &[u8]) {
    if let Some(folder) = in_a_file(SIGNING_KEY_FILE, bytes) {
        let _ = SigningKey::adopt(&folder.path().join(SIGNING_KEY_FILE), None);
        let _ = public_identity(folder.path());
    }
}

fn vault_file(bytes: &[u8]) {
    if let Some(folder) = in_a_file(VAULT_FILE, bytes) {
        let _ = Vault::load(&folder.path().join(VAULT_FILE));
    }
}
