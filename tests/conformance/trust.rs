//! Who may sign: keys, roles, dates, persons, expiry, training; and the rosters themselves.

use crate::catalog::{Case, FILES, FOLDERS, Type, edited_by, kind};
use crate::support::bundles::*;
use onsite::bundle::kinds::{Namespace, Role};
use onsite::bundle::roster::{RosterEntry, RosterList, Status};

/// A key that only some rosters know: Ann's second, to review with.
const SECOND: (&str, u8, &[Role]) = (ANN.0, 31, &[Role::Reviewer]);
/// Another reviewer.
const OTHER: (&str, u8, &[Role]) = ("rev-02", 32, &[Role::Reviewer]);

/// The rosters by name, and whether each is training.
pub fn rosters() -> Vec<(&'static str, RosterList, bool)> {
    let list = roster_list();
    let with = |edit: &dyn Fn(&mut Vec<RosterEntry>)| {
        let mut entries = roster_list().entries;
        edit(&mut entries);
        RosterList::new(1, list.issued, list.expires, entries)
    };
    let each = |edit: fn(&mut RosterEntry)| {
        with(&|all| {
            let people = all.iter_mut();
            people
                .filter(|e| !e.roles.contains(&Role::Root))
                .for_each(edit);
        })
    };
    let until = |at: &str| RosterList::new(1, list.issued, stamp(at), roster_list().entries);
    vec![
        ("office", roster_list(), true),
        ("real", roster_list(), false),
        (
            "retired",
            each(|entry| entry.status = Status::Retired),
            true,
        ),
        (
            "compromised",
            each(|entry| entry.status = Status::Compromised),
            true,
        ),
        (
            "unknown",
            with(&|all| all.retain(|e| e.roles.contains(&Role::Root))),
            true,
        ),
        (
            "other-roles",
            each(|entry| {
                entry.roles = match entry.roles.as_slice() {
                    [Role::Surveyor] => vec![Role::Decider],
                    _ => vec![Role::Surveyor],
                };
            }),
            true,
        ),
        (
            "other-ids",
            each(|entry| entry.principal = principal(&format!("{}-x", entry.principal))),
            true,
        ),
        (
            "not-yet",
            each(|entry| entry.valid_from = stamp("2026-03-01T14:00:00Z")),
            true,
        ),
        (
            "no-longer",
            each(|entry| entry.valid_to = stamp("2026-03-01T08:29:59Z")),
            true,
        ),
        (
            "just-in-time",
            each(|entry| {
                entry.valid_from = stamp("2026-03-01T08:30:00Z");
                entry.valid_to = stamp("2026-03-01T13:30:00Z");
            }),
            true,
        ),
        ("expired", until("2026-03-31T23:59:59Z"), true),
        ("expires-now", until("2026-04-01T00:00:00Z"), true),
        ("expired-before", until("2026-03-01T08:29:59Z"), true),
        ("expired-between", until("2026-03-01T09:30:00Z"), true),
        (
            "second-keys",
            with(&|all| all.extend([SECOND, OTHER].map(person))),
            true,
        ),
    ]
}

/// Rosters against the steps that they decide on.
fn by_rosters() -> Vec<Case> {
    let mut cases = Vec::new();
    for (index, folder) in FOLDERS.iter().enumerate() {
        let bytes = &FILES[index];
        for (roster, code) in [
            ("real", "training"),
            ("retired", "good"),
            ("compromised", "signer-revoked"),
            ("unknown", "signer-unknown"),
            ("other-roles", "signer-role"),
            ("other-ids", "signer-name"),
            ("not-yet", "signer-dates"),
            ("no-longer", "signer-dates"),
            ("just-in-time", "good"),
            ("expired", "expired"),
            ("expires-now", "good"),
            ("expired-before", "after-roster"),
            ("expired-between", "after-roster"),
            ("second-keys", "good"),
        ] {
            // The steps before the roster expired are good, and so is the one at that moment.
            let code = match (roster, index) {
                ("expired-between", 0 | 1) => "expired",
                _ => code,
            };
            let case = Case::new(
                "Trust",
                format!("{folder} by roster {roster}"),
                bytes.clone(),
                code,
            );
            let unseen = ["training", "signer-dates", "after-roster", "expired"];
            let case = match unseen.contains(&code) {
                true => case.unseen(),
                false => case,
            };
            cases.push(case.by(roster));
        }
        let none = Case::new(
            "Trust",
            format!("{folder} without a roster"),
            bytes.clone(),
            "no-roster",
        );
        cases.push(Case {
            roster: None,
            ..none
        });
        let allowed = Case::new(
            "Trust",
            format!("{folder}, an expired roster allowed"),
            bytes.clone(),
            "good",
        );
        cases.push(Case {
            roster: Some("expired"),
            allow_expired: true,
            ..allowed
        });
    }
    cases
}

/// Steps signed by others than their signers.
fn by_signers() -> Vec<Case> {
    let mut cases = Vec::new();
    let print = |seed| person(("x", seed, &[Role::Root])).fingerprint.to_string();
    for index in [1, 2, 4, 5] {
        let folder = FOLDERS[index];
        let (who, seed) = signer(kind(index));
        for (id, other, code, roster) in [
            (ANN.0, SECOND.1, "signer-judges-self", "second-keys"),
            ("rev-02", OTHER.1, "good", "second-keys"),
            (ANN.0, SECOND.1, "signer-name-taken", "office"),
            ("zoe-01", 77, "signer-unknown", "office"),
        ] {
            // A decider's namespace is no reviewer's.
            let code = match (index, code) {
                (5, "good" | "signer-judges-self") => "signer-role",
                _ => code,
            };
            let bytes = edited_by(&FILES[index], index, other, |all| {
                let header = format!("{folder}/step.json");
                replace(all, &header, &format!("\"{who}\""), &format!("\"{id}\""));
                replace(all, &header, &print(seed), &print(other));
            });
            let name = format!("{folder} by {id} with another key, roster {roster}");
            cases.push(Case::new("Trust", name, bytes, code).by(roster));
        }
    }
    cases
}

/// The clock of whoever reads.
fn clocks() -> Vec<Case> {
    let mut cases = Vec::new();
    for (index, folder) in FOLDERS.iter().enumerate() {
        let hour = 8 + index;
        for (now, code, what) in [
            (
                format!("2026-03-01T{hour:02}:30:00Z"),
                "good",
                "as it was sealed",
            ),
            (
                format!("2026-02-28T{:02}:30:00Z", hour - 2),
                "good",
                "26 hours before",
            ),
            (
                format!("2026-02-28T{:02}:29:59Z", hour - 2),
                "future",
                "more than 26 hours before",
            ),
        ] {
            let name = format!("{folder} read {what}");
            let case = Case::new("Order of verification", name, FILES[index].clone(), code);
            let case = if code == "future" {
                case.unseen()
            } else {
                case
            };
            cases.push(Case {
                now: now.leak(),
                ..case
            });
        }
    }
    cases
}

/// Rosters, read by themselves.
fn roster_files() -> Vec<Case> {
    let file = roster_file(&roster_list(), true);
    let case = |what: &str, bytes: Vec<u8>, code| Case {
        kind: Type::Roster,
        roster: None,
        ..Case::new("Trust", format!("roster: {what}"), bytes, code)
    };
    let edit = |what: &str, path: &str, from: &str, to: &str, code| {
        let name = format!("00-roster/{path}");
        let bytes = resigned(&file, "00-roster", (Namespace::Roster, OFF.1), |all| {
            replace(all, &name, from, to);
        });
        case(what, bytes, code)
    };
    let json = "roster.json";
    let mut cases = vec![
        case("as it is", file.clone(), "good"),
        case("a survey", survey_file(), "not-roster"),
        case(
            "signed by a stranger",
            resigned(&file, "00-roster", (Namespace::Roster, 99), |_| ()),
            "roster",
        ),
        case(
            "signed by a reviewer",
            resigned(&file, "00-roster", (Namespace::Roster, REV.1), |_| ()),
            "roster",
        ),
        case(
            "signed for something else",
            resigned(&file, "00-roster", (Namespace::Plan, OFF.1), |_| ()),
            "signature-namespace",
        ),
        edit(
            "another number than its header",
            json,
            "\"seq\":1",
            "\"seq\":2",
            "roster",
        ),
        edit("number 0", json, "\"seq\":1", "\"seq\":0", "roster"),
        edit(
            "a number twice",
            json,
            "\"seq\":1",
            "\"seq\":1,\"seq\":1",
            "roster",
        ),
        edit(
            "expired before it was issued",
            json,
            "\"expires\":\"2027",
            "\"expires\":\"2025",
            "roster",
        ),
        edit(
            "a role that there is not",
            json,
            "\"surveyor\"",
            "\"captain\"",
            "roster",
        ),
        edit(
            "a key with a comment",
            json,
            "\",\"valid_from\"",
            " a\",\"valid_from\"",
            "roster",
        ),
        edit(
            "a key that ends before it begins",
            json,
            "\"valid_to\":\"2027",
            "\"valid_to\":\"2025",
            "roster",
        ),
        edit(
            "a name with an unseen letter",
            json,
            "TRAINING ann",
            "TRAINING\\u202eann",
            "spelling",
        ),
        edit(
            "another root",
            json,
            "\"roots\":[\"SHA256:",
            "\"roots\":[\"SHA256;",
            "roster",
        ),
        edit("a blank", json, "\"seq\":1", "\"seq\": 1", "spelling"),
        edit(
            "a choice as an object",
            json,
            "\"active\"",
            "{\"active\":null}",
            "spelling",
        ),
        edit(
            "a blank in its header",
            "step.json",
            "\"seq\":1",
            "\"seq\": 1",
            "spelling",
        ),
        edit(
            "a kind as an object",
            "step.json",
            "\"roster\"",
            "{\"roster\":null}",
            "spelling",
        ),
        edit(
            "a newer header",
            "step.json",
            "onsite-bundle/1",
            "onsite-bundle/2",
            "newer",
        ),
        edit(
            "another signer in its header",
            "step.json",
            "off-01",
            "rev-01",
            "roster",
        ),
        edit(
            "other allowed signers",
            "allowed_signers",
            "ann-01 ",
            "ann-09 ",
            "roster",
        ),
        edit(
            "a namespace too many",
            "allowed_signers",
            "survey@onsite-bundle",
            "survey@onsite-bundle,decision@onsite-bundle",
            "roster",
        ),
    ];
    for (what, path) in [
        ("no list", json),
        ("no signers", "allowed_signers"),
        ("no revoked keys", "revoked_keys"),
    ] {
        let bytes = resigned(&file, "00-roster", (Namespace::Roster, OFF.1), |all| {
            all.retain(|(name, _)| !name.ends_with(path));
        });
        cases.push(case(what, bytes, "layout"));
    }
    let as_case = Case::new("Trust", "a roster for a case", file, "is-roster");
    // The script checks rosters too.
    cases.push(as_case.unseen());
    cases
}

/// Their cases.
pub fn cases() -> Vec<Case> {
    [by_rosters(), by_signers(), clocks(), roster_files()].concat()
}
