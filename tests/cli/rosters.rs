//! Keeping a roster: a Surveyor's key is put on it, replaced when it is lost, taken out of use.

use crate::finished;
use crate::place::{Place, Ran};
use crate::work::REAL;
use onsite::domain::values::ids::CaseId;
use std::fs;

const PASS: [&str; 2] = ["--passphrase-file", "pass"];
const FILE: &str = "REAL-1-00-survey-r1.onsite.zip";

fn run(place: &Place, words: &str) -> Ran {
    let words: Vec<&str> = words.split_whitespace().collect();
    let alone = words.contains(&"show") || words.contains(&"verify") || words.contains(&"accept");
    match alone {
        true => place.run(&words),
        false => place.run(&[&words[..], &PASS].concat()),
    }
}

fn good(place: &Place, words: &str) -> String {
    let ran = run(place, words);
    assert_eq!(ran.code, 0, "{words}: {}{}", ran.out, ran.err);
    ran.out
}

fn fingerprint(place: &Place) -> String {
    let told = good(place, "key");
    let line = told
        .lines()
        .find_map(|line| line.trim().strip_prefix("Fingerprint"));
    line.unwrap().trim().to_owned()
}

/// An office with a roster of its own, and the laptop of a Surveyor.
fn office_and_surveyor() -> (Place, Place) {
    let (office, surveyor) = (Place::new(), Place::new());
    office.set_up();
    surveyor.set_up();
    good(&office, "roster init --out out");
    (office, surveyor)
}

fn hand_over(from: &Place, name: &str, to: &Place, as_name: &str) {
    fs::copy(from.path(name), to.path(as_name)).unwrap();
}

/// The office puts the Surveyor's present key on its roster.
fn enroll(office: &Place, surveyor: &Place) -> Ran {
    hand_over(surveyor, "data/signing_key.pub", office, "bea.pub");
    let key = fingerprint(surveyor);
    let arguments = [
        "roster",
        "add",
        "bea.pub",
        "--principal",
        "bea-02",
        "--name",
        "Bea Stone, RN",
        "--role",
        "surveyor",
        "--from",
        "2026-01-01",
        "--fingerprint",
        &key,
        "--out",
        "out",
    ];
    office.run(&[&arguments[..], &PASS].concat())
}

fn sign(surveyor: &Place) {
    surveyor.packet("packet.json", &REAL);
    good(surveyor, "import packet.json");
    let case = CaseId::new("REAL-1").unwrap();
    surveyor.workspace(|workspace| finished::finish(workspace, &case));
    good(surveyor, "seal --case REAL-1 --initials BS --out .");
}

#[test]
fn a_key_made_in_the_field_is_put_on_the_roster_and_what_it_signed_is_trusted() {
    let (office, surveyor) = office_and_surveyor();
    assert_eq!(enroll(&office, &surveyor).code, 0);
    // The key is lost, a new one is made and signs before the office knows of it.
    let lost = fingerprint(&surveyor);
    fs::remove_file(surveyor.path("data/signing_key")).unwrap();
    good(&surveyor, "key --new");
    surveyor.workspace(|workspace| {
        let named = workspace.set_profile("Bea Stone", "RN", Some("bea-02"));
        named.unwrap();
    });
    sign(&surveyor);
    hand_over(&surveyor, FILE, &office, FILE);
    let unknown = run(&office, &format!("verify {FILE}"));
    assert_eq!(unknown.code, 1, "{}", unknown.out);
    let added = enroll(&office, &surveyor);
    assert_eq!(added.code, 0, "{}{}", added.out, added.err);
    assert!(
        added.out.contains("Roster 3 is made and accepted here"),
        "{}",
        added.out
    );
    good(&office, &format!("verify {FILE}"));
    let shown = good(&office, "roster show");
    assert!(
        shown.contains(&lost) && shown.contains("bea-02, in use"),
        "{shown}"
    );
    // Whoever holds the first roster takes the third without asking anybody.
    let reader = Place::new();
    for number in [1, 3] {
        let name = format!("roster-{number}.onsite.zip");
        hand_over(&office, &format!("out/{name}"), &reader, &name);
    }
    let root = fingerprint(&office);
    good(
        &reader,
        &format!("roster accept roster-1.onsite.zip --root {root}"),
    );
    good(&reader, "roster accept roster-3.onsite.zip");
    hand_over(&surveyor, FILE, &reader, FILE);
    good(&reader, &format!("verify {FILE}"));
    // A lost key is revoked; what the new one signed stays good.
    good(&office, &format!("roster revoke {lost} --out out"));
    good(&office, &format!("verify {FILE}"));
    let new = fingerprint(&surveyor);
    good(&office, &format!("roster retire {new} --out out"));
    good(&office, &format!("verify {FILE}"));
    good(&office, &format!("roster revoke {new} --out out"));
    assert_eq!(run(&office, &format!("verify {FILE}")).code, 1);
    assert!(good(&office, "roster show").contains("stolen or lost"));
}

#[test]
fn a_change_that_would_do_harm_is_refused_with_the_reason() {
    let (office, surveyor) = office_and_surveyor();
    let refused = |words: &str, why: &str| {
        let ran = run(&office, words);
        assert_eq!(ran.code, 1, "{words}: {}", ran.out);
        assert!(ran.err.contains(why), "{words}: {}", ran.err);
    };
    let own = fingerprint(&office);
    refused(
        &format!("roster retire {own} --out out"),
        "the last one that can sign",
    );
    refused(
        &format!("roster revoke {own} --out out"),
        "the last one that can sign",
    );
    let other = fingerprint(&surveyor);
    refused(
        &format!("roster retire {other} --out out"),
        "there is no key",
    );
    assert_eq!(enroll(&office, &surveyor).code, 0);
    let twice = enroll(&office, &surveyor);
    assert_eq!(twice.code, 1);
    assert!(twice.err.contains("on the roster already"), "{}", twice.err);
    // The Surveyor is no keeper of the roster.
    hand_over(&office, "out/roster-2.onsite.zip", &surveyor, "roster.zip");
    good(&surveyor, &format!("roster accept roster.zip --root {own}"));
    let ran = run(&surveyor, "roster renew --out out");
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("no root of the one"), "{}", ran.err);
    let nobody = run(&Place::new(), "roster show");
    assert_eq!(nobody.code, 1);
    // Another fingerprint than the one that was told.
    let arguments = [
        "roster",
        "add",
        "bea.pub",
        "--principal",
        "x-1",
        "--name",
        "X",
        "--role",
        "surveyor",
        "--fingerprint",
        &own,
        "--out",
        "out",
    ];
    let wrong = office.run(&[&arguments[..], &PASS].concat());
    assert_eq!(wrong.code, 1);
    assert!(wrong.out.contains("Nothing was changed"), "{}", wrong.out);
    assert_eq!(
        good(&office, "roster renew --out out")
            .lines()
            .next()
            .unwrap(),
        "Roster 3 is made and accepted here:"
    );
}
