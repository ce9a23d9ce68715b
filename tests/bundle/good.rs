//! What is good is accepted, and said as it is.

use crate::support::bundles::*;
use onsite::bundle::container::Container;
use onsite::bundle::keys::SignerKey;
use onsite::bundle::kinds::{Kind, Namespace, Role};
use onsite::bundle::roster::{RosterEntry, RosterList, RosterSeal, read_roster, seal_roster};
use onsite::bundle::seal::{BundleWriter, NewStep, Part, Previous, SealFault, Source};
use onsite::bundle::verify::{Conditions, Keep, Standing, Verdict, copy_part, verify};
use onsite::domain::values::digest::Digest;
use std::io::{self, Cursor, Read};

#[test]
fn a_survey_is_whole_signed_and_trusted() {
    let outcome = check(&survey_file());
    assert_eq!(outcome.code(), "good", "{:?}", outcome.refusal);
    assert_eq!(outcome.standing, Standing::Good);
    assert_eq!(outcome.exit().code(), 0);
    assert!(outcome.training);
    let verdicts: Vec<Verdict> = outcome.answers.rows().map(|(_, a)| a.verdict).to_vec();
    let yes = Verdict::Yes;
    assert_eq!(verdicts, [yes, yes, yes, Verdict::NotChecked, yes]);
    assert!(
        outcome
            .answers
            .signed_by
            .reason
            .contains("(ann-01, SHA256:")
    );
    let contents = outcome.contents.unwrap();
    assert_eq!(
        contents.file,
        Digest::of(&survey_file()),
        "as sha256sum has it"
    );
    let step = &contents.steps[0];
    assert_eq!(step.document("pack.json"), Some(PACK));
    assert_eq!(
        step.document("files/0001.pdf"),
        None,
        "attachments are not kept"
    );
    let survey = step.survey.as_ref().unwrap();
    assert_eq!(survey.entries.len(), sealed_journal().entries.len());
    assert_eq!(survey.texts.len(), 1);
}

#[test]
fn a_whole_case_is_good_after_every_step() {
    let steps = whole_case();
    for count in 1..=steps.len() {
        let outcome = check(&file(&steps[..count]));
        assert_eq!(outcome.code(), "good", "{count}: {:?}", outcome.refusal);
        assert_eq!(outcome.contents.unwrap().steps.len(), count);
    }
}

#[test]
fn an_excerpt_is_good_but_never_complete() {
    let steps = whole_case();
    for end in 3..=steps.len() {
        let outcome = check(&file(&steps[2..end]));
        assert_eq!(outcome.code(), "excerpt", "{:?}", outcome.refusal);
        assert_eq!(outcome.exit().code(), 0);
        assert_eq!(outcome.answers.chain_complete.verdict, Verdict::NotChecked);
        let reason = &outcome.answers.chain_complete.reason;
        assert!(reason.contains(&steps[1].manifest.to_string()), "{reason}");
        let trusted = &outcome.answers.trusted;
        assert_eq!(trusted.verdict, Verdict::NotChecked);
        assert!(
            trusted.reason.contains("rev-01, who signed 02-report"),
            "{trusted:?}"
        );
        assert!(
            trusted.reason.contains("also signed the survey"),
            "{trusted:?}"
        );
    }
}

#[test]
fn the_same_facts_give_the_same_bytes() {
    assert_eq!(file(&whole_case()), file(&whole_case()));
}

#[test]
fn an_unknown_signer_may_be_looked_at_under_a_banner() {
    let mut list = roster_list();
    list.entries
        .retain(|entry| entry.principal.as_str() != ANN.0);
    let outcome = check_with(&survey_file(), Some(&roster_from(&list)));
    assert_eq!(outcome.code(), "signer-unknown");
    assert_eq!(outcome.standing, Standing::Banner);
    assert_eq!(outcome.exit().code(), 1);
    assert_eq!(outcome.answers.trusted.verdict, Verdict::No);
    assert_eq!(outcome.answers.whole.verdict, Verdict::Yes);
    assert!(outcome.contents.is_some());
    let reason = &outcome.answers.signed_by.reason;
    assert!(reason.contains("calls itself ann-01"), "{reason}");
}

#[test]
fn without_a_roster_nobody_is_trusted() {
    let outcome = check_with(&survey_file(), None);
    assert_eq!(outcome.code(), "no-roster");
    assert_eq!(outcome.standing, Standing::Banner);
    assert_eq!(outcome.answers.trusted.verdict, Verdict::NotChecked);
    assert_eq!(outcome.exit().code(), 1);
}

#[test]
fn an_expired_roster_is_said_first_and_is_good_only_when_that_is_allowed() {
    let bytes = survey_file();
    let roster = roster();
    let read = |now: &str, allow_expired| {
        let conditions = Conditions {
            roster: Some(&roster),
            memory: None,
            now: stamp(now),
            allow_expired,
            keep: Keep::Headers,
            this: &THIS_VERSION,
        };
        verify(Cursor::new(&bytes), &conditions)
    };
    let last_moment = read("2027-01-01T00:00:00Z", false);
    assert_eq!((last_moment.code(), last_moment.exit().code()), ("good", 0));
    assert_eq!(last_moment.expired, None);
    let expired = read("2027-01-01T00:00:01Z", false);
    assert_eq!((expired.code(), expired.exit().code()), ("expired", 1));
    assert_eq!(expired.standing, Standing::Good, "reading stays allowed");
    assert!(expired.contents.is_some());
    let said = expired.summary();
    let first =
        "Good, but your roster expired on Jan 1, 2027, 00:00 UTC: ask the office for a newer";
    assert!(said.starts_with(first), "{said}");
    let allowed = read("2027-01-01T00:00:01Z", true);
    assert_eq!((allowed.code(), allowed.exit().code()), ("good", 0));
    assert!(allowed.summary().starts_with(first), "said all the same");
    let mut list = roster_list();
    list.entries
        .retain(|entry| entry.principal.as_str() != ANN.0);
    let stranger = roster_from(&list);
    let conditions = Conditions {
        roster: Some(&stranger),
        memory: None,
        now: stamp("2027-01-01T00:00:01Z"),
        allow_expired: true,
        keep: Keep::Headers,
        this: &THIS_VERSION,
    };
    let unknown = verify(Cursor::new(&bytes), &conditions);
    assert_eq!(
        (unknown.code(), unknown.exit().code()),
        ("signer-unknown", 1)
    );
    assert!(
        unknown.notices[0].contains("Your roster expired"),
        "{:?}",
        unknown.notices
    );
    let contents = expired.contents.unwrap();
    assert!(contents.steps[0].documents.is_empty());
}

#[test]
fn a_step_sealed_after_the_roster_expired_is_not_trusted_by_it() {
    let bytes = survey_file();
    let expiring = |at: &str| {
        let list = roster_list();
        let list = RosterList::new(1, list.issued, stamp(at), list.entries);
        check_with(&bytes, Some(&roster_from(&list)))
    };
    assert_eq!(
        expiring("2026-03-01T08:30:00Z").code(),
        "expired",
        "sealed in time"
    );
    let late = expiring("2026-03-01T08:29:59Z");
    assert_eq!((late.code(), late.exit().code()), ("after-roster", 1));
    assert_eq!(late.answers.trusted.verdict, Verdict::No);
    assert!(late.contents.is_none());
    assert!(late.refusal.unwrap().remedy().contains("newer roster"));
}

/// An attachment that stands elsewhere than in memory.
struct Elsewhere(Vec<u8>);

impl Source for Elsewhere {
    fn open(&self) -> io::Result<Box<dyn Read + '_>> {
        Ok(Box::new(self.0.as_slice()))
    }
}

#[test]
fn attachments_are_streamed_in_and_out() {
    let elsewhere = Elsewhere((0..6_000_000_u32).map(|n| n as u8).collect());
    let facts = (
        elsewhere.0.len() as u64,
        crc32fast::hash(&elsewhere.0),
        Digest::of(&elsewhere.0),
    );
    let mut parts = sealed_journal().parts(&[]);
    parts.push(Part::stream("files/0001.bin", facts, &elsewhere));
    let new = new_step(Kind::Survey, ANN.0, None);
    let step = seal_step(new, parts, None, &key(ANN.1)).unwrap();
    let bytes = file(&[step]);
    let outcome = check(&bytes);
    assert_eq!(outcome.code(), "good");
    let contents = outcome.contents.unwrap();
    assert_eq!(contents.file, Digest::of(&bytes));
    let part = contents.steps[0]
        .parts
        .iter()
        .find(|p| p.path == "files/0001.bin");
    let mut container = Container::open(Cursor::new(&bytes)).unwrap();
    let mut out = Vec::new();
    copy_part(&mut container, "00-survey", part.unwrap(), &mut out).unwrap();
    assert_eq!(out, elsewhere.0);
    let mut changed = bytes.clone();
    let at = changed.windows(64).position(|w| w == &out[..64]).unwrap();
    changed[at + 1000] ^= 1;
    let mut container = Container::open(Cursor::new(&changed)).unwrap();
    assert!(copy_part(&mut container, "00-survey", part.unwrap(), &mut Vec::new()).is_err());
}

#[test]
fn an_attachment_that_changed_is_not_written() {
    let before = b"before".as_slice();
    let facts = (6, crc32fast::hash(before), Digest::of(before));
    for after in ["After!", "before and more", "befor"] {
        let elsewhere = Elsewhere(after.as_bytes().to_vec());
        let mut parts = sealed_journal().parts(&[]);
        parts.push(Part::stream("files/0001.bin", facts, &elsewhere));
        let new = new_step(Kind::Survey, ANN.0, None);
        let step = seal_step(new, parts, None, &key(ANN.1)).unwrap();
        let written = BundleWriter::new(Vec::new()).add(&step);
        assert!(matches!(written, Err(SealFault::Write(_))), "{after}");
    }
}

#[test]
fn earlier_steps_are_copied_byte_for_byte() {
    let steps = whole_case();
    let earlier = file(&steps[..4]);
    let contents = check(&earlier).contents.unwrap();
    let mut container = Container::open(Cursor::new(&earlier)).unwrap();
    let mut writer = BundleWriter::new(Vec::new());
    let copied = writer.copy_steps(&mut container, &contents.steps[..=2]);
    copied.unwrap();
    let (copied, finished) = writer.finish().unwrap();
    assert_eq!(copied, file(&steps[..3]));
    assert_eq!(finished.written.bytes, copied.len() as u64);

    // A verified file is enough to go on from: the next step needs nothing of its maker.
    let contents = check(&copied).contents.unwrap();
    let previous = Previous::of(&contents, 2).unwrap();
    assert!(Previous::of(&contents, 3).is_none());
    let new = new_step(Kind::Plan, OFF.0, Some(&previous));
    let plan = seal_step(new, other_parts(Kind::Plan), Some(&previous), &key(OFF.1)).unwrap();
    let mut container = Container::open(Cursor::new(&copied)).unwrap();
    let mut writer = BundleWriter::new(Vec::new());
    let again = writer.copy_steps(&mut container, &contents.steps);
    again.unwrap();
    writer.add(&plan).unwrap();
    assert_eq!(writer.finish().unwrap().0, earlier);
}

#[test]
fn a_file_that_was_replaced_after_it_was_checked_is_not_copied() {
    let earlier = file(&whole_case()[..2]);
    let contents = check(&earlier).contents.unwrap();
    let copy = |bytes: &[u8]| {
        let mut container = Container::open(Cursor::new(bytes)).unwrap();
        BundleWriter::new(Vec::new()).copy_steps(&mut container, &contents.steps)
    };
    assert!(copy(&earlier).is_ok());
    // Signed again with the same key, or with other contents and sizes: good by itself, but
    // another file than the one that was checked.
    let review = (Namespace::Review, REV.1);
    let record = "01-review/record.json";
    for content in [b"{\"a\":1}".as_slice(), b"{\"more\":1}"] {
        let other = resigned(&earlier, "01-review", review, |all| {
            put(all, record, content)
        });
        assert_eq!(check(&other).code(), "good");
        assert!(matches!(copy(&other), Err(SealFault::EarlierChanged(_))));
    }
    let mut gone = entries(&earlier);
    gone.retain(|(name, _)| name != record);
    let gone = copy(&container(&gone));
    assert!(matches!(gone, Err(SealFault::EarlierChanged(_))));
}

#[test]
fn sealing_refuses_what_reading_would() {
    let seal = |parts| {
        let new = new_step(Kind::Survey, ANN.0, None);
        seal_step(new, parts, None, &key(ANN.1)).err().unwrap()
    };
    let journal = sealed_journal();
    let mut open = Journal::new();
    assert!(
        matches!(seal(open.parts(&[])), SealFault::Refused(_)),
        "no seal at its end"
    );
    open.seal(1, 2);
    assert!(
        matches!(seal(open.parts(&[])), SealFault::Refused(_)),
        "another revision"
    );
    let mut strange = journal.parts(&[]);
    strange.push(Part::bytes("notes.txt", Vec::new()));
    assert!(matches!(seal(strange), SealFault::Layout(_)));
    let mut twice = journal.parts(&[]);
    twice.push(Part::bytes("record.json", Vec::new()));
    assert!(matches!(seal(twice), SealFault::Manifest));
    let mut other_pack = journal.parts(&[]);
    other_pack.retain(|part| part.path != "pack.json");
    other_pack.push(Part::bytes("pack.json", b"{}".to_vec()));
    assert!(matches!(seal(other_pack), SealFault::Header(_)));
    let mut lost_text = journal.parts(&[]);
    lost_text.retain(|part| part.path != "texts.jsonl");
    lost_text.push(Part::bytes("texts.jsonl", Vec::new()));
    assert!(matches!(seal(lost_text), SealFault::Refused(_)));
    let mut torn = journal.parts(&[]);
    torn.retain(|part| !part.path.starts_with("journal-"));
    let lines = journal.lines[..journal.lines.len() - 1].to_vec();
    torn.push(Part::bytes(format!("journal-{DEVICE}.jsonl"), lines));
    assert!(matches!(seal(torn), SealFault::Refused(_)));
}

#[test]
fn an_office_of_one_seals_and_verifies_its_own_survey() {
    let me = key(21);
    let dates = (stamp("2026-01-01T00:00:00Z"), stamp("2027-01-01T00:00:00Z"));
    let signer = SignerKey::of(&me).unwrap();
    let person = RosterEntry::active(
        principal("me-01"),
        "TRAINING Me",
        signer,
        &[Role::Surveyor],
        dates,
    );
    let list = RosterList::of_one(person, dates.0, dates.1);
    let seal = RosterSeal {
        principal: principal("me-01"),
        ..roster_seal(true)
    };
    let roster = seal_roster(&list, &seal, &me).unwrap();
    let roster = read_roster(Cursor::new(roster)).unwrap();
    let new = NewStep {
        roster: Some(roster.reference()),
        ..new_step(Kind::Survey, "me-01", None)
    };
    let mut journal = Journal::new();
    journal.pen.actor = principal("me-01");
    journal.seal(1, 1);
    let step = seal_step(new, journal.parts(&[]), None, &me).unwrap();
    assert_eq!(step.header.file_name(), "2026-LKS-00-survey-r1.onsite.zip");
    let outcome = check_with(&file(&[step]), Some(&roster));
    assert_eq!(outcome.code(), "good", "{:?}", outcome.refusal);
}
