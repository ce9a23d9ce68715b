//! Who may sign, and who says so.

use crate::support::bundles::*;
use onsite::bundle::keys::SignerKey;
use onsite::bundle::kinds::{Kind, Namespace, Role};
use onsite::bundle::roster::{
    RosterList, Status, Update, UpdateFault, allowed_signers, read_roster, revoked_keys,
    roster_file_name, seal_roster,
};
use onsite::bundle::verify::Standing;
use std::io::Cursor;

fn change(
    list: &mut RosterList,
    who: &str,
    edit: impl Fn(&mut onsite::bundle::roster::RosterEntry),
) {
    let entry = list
        .entries
        .iter_mut()
        .find(|e| e.principal.as_str() == who);
    edit(entry.unwrap());
}

#[test]
fn the_generated_files_are_what_ssh_keygen_reads() {
    let mut list = roster_list();
    let text = String::from_utf8(allowed_signers(&list)).unwrap();
    let first = text.lines().next().unwrap();
    assert!(first.starts_with("ann-01 namespaces=\"survey@onsite-bundle\" ssh-ed25519 AAAA"));
    assert!(text.contains(
        "rev-01 namespaces=\"review@onsite-bundle,report@onsite-bundle,followup@onsite-bundle\" "
    ));
    assert_eq!(revoked_keys(&list), b"");
    change(&mut list, ANN.0, |entry| entry.status = Status::Compromised);
    let key = format!("{}\n", SignerKey::of(&key(ANN.1)).unwrap().openssh());
    assert_eq!(revoked_keys(&list), key.as_bytes());
    assert!(
        !String::from_utf8(allowed_signers(&list))
            .unwrap()
            .contains(ANN.0)
    );
    assert_eq!(roster_file_name(12), "roster-12.onsite.zip");
}

#[test]
fn roles_dates_and_status_decide() {
    let file = survey_file();
    let judged = |edit: &dyn Fn(&mut onsite::bundle::roster::RosterEntry)| {
        let mut list = roster_list();
        change(&mut list, ANN.0, edit);
        let outcome = check_with(&file, Some(&roster_from(&list)));
        assert_eq!(
            outcome.contents.is_some(),
            outcome.standing == Standing::Good
        );
        outcome.code()
    };
    assert_eq!(judged(&|_| ()), "good");
    assert_eq!(judged(&|entry| entry.status = Status::Retired), "good");
    assert_eq!(
        judged(&|entry| entry.status = Status::Compromised),
        "signer-revoked"
    );
    assert_eq!(
        judged(&|entry| entry.roles = vec![Role::Decider]),
        "signer-role"
    );
    assert_eq!(
        judged(&|entry| entry.principal = principal("ann-02")),
        "signer-name"
    );
    let before = stamp("2026-03-01T08:29:59Z");
    let after = stamp("2026-03-01T08:30:01Z");
    assert_eq!(judged(&|entry| entry.valid_to = before), "signer-dates");
    assert_eq!(judged(&|entry| entry.valid_from = after), "signer-dates");
    assert_eq!(judged(&|entry| entry.valid_to = sealed_at(0)), "good");
    assert_eq!(judged(&|entry| entry.valid_from = sealed_at(0)), "good");
}

#[test]
fn training_and_real_work_never_mix() {
    let real = read_roster(Cursor::new(roster_file(&roster_list(), false))).unwrap();
    let outcome = check_with(&survey_file(), Some(&real));
    assert_eq!(
        (outcome.code(), outcome.standing),
        ("training", Standing::Refused)
    );
    let mut stranger = roster_list();
    stranger
        .entries
        .retain(|entry| entry.principal.as_str() != ANN.0);
    let real = read_roster(Cursor::new(roster_file(&stranger, false))).unwrap();
    let outcome = check_with(&survey_file(), Some(&real));
    assert_eq!(outcome.code(), "training", "unknown signers too");
    let mut new = new_step(Kind::Survey, ANN.0, None);
    new.training = false;
    let parts = sealed_journal().parts(&[]);
    let sealed = seal_step(new, parts, None, &key(ANN.1));
    assert!(
        sealed.is_err(),
        "the journal says training, the header does not"
    );
}

#[test]
fn a_roster_is_taken_from_its_office_only() {
    let held = roster();
    let mut list = roster_list();
    list.seq = 2;
    let newer = roster_from(&list);
    assert_eq!(held.judge_update(&newer), Ok(Update::Newer));
    assert_eq!(held.judge_update(&held.clone()), Ok(Update::Same));
    assert_eq!(newer.judge_update(&held), Err(UpdateFault::Older));
    let mut fork = list.clone();
    change(&mut fork, ANN.0, |entry| {
        entry.name = "TRAINING other".into()
    });
    assert_eq!(
        newer.judge_update(&roster_from(&fork)),
        Err(UpdateFault::Fork)
    );
    let real = read_roster(Cursor::new(roster_file(&list, false))).unwrap();
    assert_eq!(held.judge_update(&real), Err(UpdateFault::Training));

    let other = person(("own-01", 77, &[Role::Root]));
    let foreign = RosterList::of_one(other, list.issued, list.expires);
    let mut foreign = RosterList::new(3, foreign.issued, foreign.expires, foreign.entries);
    let mut seal = roster_seal(true);
    seal.principal = principal("own-01");
    let bytes = seal_roster(&foreign, &seal, &key(77)).unwrap();
    let stranger = read_roster(Cursor::new(bytes)).unwrap();
    assert_eq!(held.judge_update(&stranger), Err(UpdateFault::Stranger));

    // Handing over: the old root, retired in the new list, signs it once more.
    let mut old = person(OFF);
    old.status = Status::Retired;
    foreign.entries.push(old);
    let next = RosterList::new(4, foreign.issued, foreign.expires, foreign.entries);
    let next = roster_from(&next);
    assert_eq!(held.judge_update(&next), Ok(Update::Newer));
    assert_eq!(next.judge_update(&stranger), Err(UpdateFault::Older));
}

#[test]
fn a_root_signs_the_next_roster_within_the_dates_of_the_one_held() {
    let mut held = roster_list();
    let end = stamp("2026-02-01T00:00:00Z");
    change(&mut held, OFF.0, |entry| entry.valid_to = end);
    let held = roster_from(&held);
    // Whoever found the old key gives it new dates in a list of their own.
    let mut next = roster_list();
    next.seq = 2;
    let judged = |sealed_at: &str| {
        let mut seal = roster_seal(true);
        seal.sealed_at = stamp(sealed_at);
        let file = seal_roster(&next, &seal, &key(OFF.1)).unwrap();
        held.judge_update(&read_roster(Cursor::new(file)).unwrap())
    };
    assert_eq!(judged("2026-02-01T00:00:00Z"), Ok(Update::Newer));
    assert_eq!(judged("2026-02-01T00:00:01Z"), Err(UpdateFault::RootDates));
}

#[test]
fn a_name_on_the_roster_can_be_seen_as_it_is() {
    let with = |name: &str| {
        let mut list = roster_list();
        change(&mut list, ANN.0, |entry| name.clone_into(&mut entry.name));
        seal_roster(&list, &roster_seal(true), &key(OFF.1)).is_ok()
    };
    for good in ["Ann Miller", "Zoë Müller-Nuñez", "山田 花子", "O'Brien, RN"] {
        assert!(with(good), "{good}");
    }
    for bad in [
        "Ann\u{202e}relliM",
        "Ann\u{200b} Miller",
        "Ann\u{2066}Miller",
        "Ann\u{feff}Miller",
        "Ann\u{ad}Miller",
        "Ann\u{85}Miller",
        "Ann\tMiller",
        " Ann Miller",
        "Ann Miller\u{3000}",
        "",
    ] {
        assert!(!with(bad), "{bad:?}");
    }
    // Nor is it read, when a root signed it by other means.
    let bytes = roster_file(&roster_list(), true);
    let doctored = resigned(&bytes, "00-roster", (Namespace::Roster, OFF.1), |all| {
        replace(
            all,
            "00-roster/roster.json",
            "TRAINING ann",
            "TRAINING \u{202e}nna",
        );
    });
    assert_eq!(
        read_roster(Cursor::new(doctored)).unwrap_err().code(),
        "roster"
    );
}

#[test]
fn an_office_of_one_has_its_roster_in_one_act() {
    let me = person(("me-01", 5, &[Role::Surveyor]));
    let list = RosterList::of_one(
        me,
        stamp("2026-01-01T00:00:00Z"),
        stamp("2027-01-01T00:00:00Z"),
    );
    assert_eq!(list.entries[0].roles, [Role::Surveyor, Role::Root]);
    let mut seal = roster_seal(true);
    seal.principal = principal("me-01");
    let roster = read_roster(Cursor::new(seal_roster(&list, &seal, &key(5)).unwrap())).unwrap();
    assert_eq!(roster.list.roots, [roster.signed_by]);
}

#[test]
fn a_list_that_breaks_a_rule_is_never_sealed_nor_read() {
    let sealed = |edit: &dyn Fn(&mut RosterList)| {
        let mut list = roster_list();
        edit(&mut list);
        seal_roster(&list, &roster_seal(true), &key(OFF.1))
    };
    assert!(sealed(&|_| ()).is_ok());
    type Edit<'a> = &'a dyn Fn(&mut RosterList);
    let wrong: [Edit<'_>; 14] = [
        &|list| list.seq = 0,
        &|list| list.expires = list.issued,
        &|list| list.entries.reverse(),
        &|list| list.entries.clear(),
        &|list| list.roots.clear(),
        &|list| list.roots.push(list.entries[0].fingerprint.clone()),
        &|list| list.entries[0].roles.clear(),
        &|list| list.entries[0].roles = vec![Role::Root, Role::Surveyor],
        &|list| list.entries[0].name = "two\nlines".into(),
        &|list| list.entries[0].fingerprint = list.entries[1].fingerprint.clone(),
        &|list| list.entries[0].valid_to = stamp("2025-01-01T00:00:00Z"),
        &|list| list.entries[0].age = Some("age1 with spaces".into()),
        &|list| change(list, OFF.0, |entry| entry.status = Status::Compromised),
        &|list| {
            let twin = list.entries[0].clone();
            list.entries.insert(0, twin);
            list.entries[0].principal = principal("aaa-01");
        },
    ];
    for (number, edit) in wrong.iter().enumerate() {
        assert!(sealed(edit).is_err(), "rule {number}");
    }
    let not_root = seal_roster(&roster_list(), &roster_seal(true), &key(ANN.1));
    assert!(not_root.is_err(), "a surveyor signs no roster");
}

#[test]
fn a_doctored_roster_is_refused_even_if_signed_by_its_root() {
    let bytes = roster_file(&roster_list(), true);
    let root = (Namespace::Roster, OFF.1);
    let code = |edit: &dyn Fn(&mut Entries)| {
        let doctored = resigned(&bytes, "00-roster", root, edit);
        read_roster(Cursor::new(doctored)).map_or_else(|refusal| refusal.code(), |_| "good")
    };
    assert_eq!(code(&|_| ()), "good");
    let signers = "00-roster/allowed_signers";
    let json = "00-roster/roster.json";
    assert_eq!(
        code(&|all| replace(all, signers, "survey@", "decision@")),
        "roster"
    );
    assert_eq!(code(&|all| replace(all, signers, "ann-01", "*")), "roster");
    assert_eq!(
        code(&|all| put(all, "00-roster/revoked_keys", b"\n")),
        "roster"
    );
    assert_eq!(
        code(&|all| replace(all, json, "TRAINING ann-01", "TRAINING  ann")),
        "good"
    );
    assert_eq!(
        code(&|all| replace(all, json, "\"seq\":1", "\"seq\":2")),
        "roster"
    );
    assert_eq!(
        code(&|all| replace(all, json, "\"seq\":1", "\"seq\":1,\"seq\":1")),
        "roster"
    );
    assert_eq!(
        code(&|all| replace(all, json, "\"seq\":1", "\"seq\": 1")),
        "spelling"
    );
    assert_eq!(
        code(&|all| replace(all, json, ",\"age\":null", "")),
        "roster"
    );
    assert_eq!(
        code(&|all| replace(all, json, "surveyor", "sUrveyor")),
        "roster"
    );
    assert_eq!(code(&|all| put(all, "00-roster/more.txt", b"")), "layout");
    assert_eq!(
        code(&|all| all.retain(|(name, _)| name != signers)),
        "layout"
    );
    let header = "00-roster/step.json";
    assert_eq!(
        code(&|all| replace(all, header, "bundle/1", "bundle/2")),
        "newer"
    );
    assert_eq!(code(&|all| replace(all, header, OFF.0, ANN.0)), "roster");
}

#[test]
fn a_roster_and_a_case_are_told_apart_and_no_byte_of_a_roster_can_change() {
    let bytes = roster_file(&roster_list(), true);
    let survey = read_roster(Cursor::new(survey_file())).unwrap_err();
    assert_eq!(survey.code(), "not-roster");
    assert_eq!(check(&bytes).code(), "is-roster");
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 8);
        assert!(read_roster(Cursor::new(flipped)).is_err(), "byte {at}");
    }
}
