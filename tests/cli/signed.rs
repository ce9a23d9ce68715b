//! Signed files: making the training bundle, verifying, opening.

use crate::place::{Place, ROSTER, flip};
use crate::support;
use std::fs;
use std::process::Command;

#[test]
fn the_training_bundle_is_good_by_its_roster_and_by_no_other() {
    let place = Place::new();
    let bundle = place.demo();
    let good = place.run(&["verify", &bundle, "--roster", ROSTER]);
    assert_eq!(good.code, 0, "{}", good.out);
    assert!(good.out.starts_with("TRAINING: "), "{}", good.out);
    assert!(good.out.contains(
        "\nGood: whole, survey signed by Robin Vale (TRAINING), RN, OCN (training-surveyor, SHA256:"
    ));
    assert!(good.out.contains("Root: SHA256:"), "{}", good.out);
    let unknown = place.run(&["verify", &bundle]);
    assert_eq!(unknown.code, 1);
    assert!(unknown.out.contains("No roster: nobody says who may sign."));
    assert!(!place.path("data").exists(), "verify leaves nothing behind");
}

#[test]
fn the_training_bundle_is_the_same_each_time_and_nothing_of_others_is_replaced() {
    let place = Place::new();
    let bundle = place.demo();
    let first = fs::read(place.path(&bundle)).unwrap();
    place.demo();
    assert_eq!(fs::read(place.path(&bundle)).unwrap(), first);
    fs::write(place.path("demo/training_key"), "mine").unwrap();
    let ran = place.run(&["demo", "--bundle", "demo"]);
    assert_eq!(ran.code, 1);
    assert!(ran.err.contains("training_key"), "{}", ran.err);
    assert_eq!(fs::read(place.path("demo/training_key")).unwrap(), b"mine");
}

#[test]
fn stock_tools_accept_the_training_bundle() {
    if !support::tools(&["unzip", "ssh-keygen", "sha256sum", "bash"]) {
        return;
    }
    let place = Place::new();
    let bundle = place.demo();
    fs::write(
        place.path("verify.sh"),
        place.run(&["verify", "--script"]).out,
    )
    .unwrap();
    let script = |bundle: &str| {
        Command::new("bash")
            .args([
                "verify.sh",
                bundle,
                "demo/allowed_signers",
                "demo/revoked_keys",
            ])
            .current_dir(place.0.path())
            .output()
            .unwrap()
    };
    let good = script(&bundle);
    assert!(
        good.status.success(),
        "{}",
        String::from_utf8_lossy(&good.stderr)
    );
    flip(&place.path(&bundle));
    assert!(!script(&bundle).status.success());
}

#[test]
fn a_flipped_byte_a_missing_file_and_a_newer_format_have_their_own_exit_codes() {
    let place = Place::new();
    let bundle = place.demo();
    let (bytes, seed) = (fs::read(place.path(&bundle)).unwrap(), 1);
    flip(&place.path(&bundle));
    let flipped = place.run(&["verify", &bundle, "--roster", ROSTER]);
    assert_eq!(flipped.code, 1, "{}", flipped.out);
    assert!(flipped.out.starts_with("Refused: "), "{}", flipped.out);
    let missing = place.run(&["verify", "nowhere.onsite.zip"]);
    assert_eq!(missing.code, 3);
    assert!(missing.err.contains("could not be read"), "{}", missing.err);
    let purpose = onsite::bundle::kinds::Namespace::Survey;
    let newer = support::bundles::resigned(&bytes, "00-survey", (purpose, seed), |all| {
        let (from, to) = ("onsite-bundle/1", "onsite-bundle/2");
        support::bundles::replace(all, "00-survey/step.json", from, to);
    });
    fs::write(place.path("newer.onsite.zip"), newer).unwrap();
    let newer = place.run(&["verify", "newer.onsite.zip"]);
    assert_eq!(newer.code, 3, "{}", newer.out);
    assert!(newer.out.contains("newer onsite"), "{}", newer.out);
    assert!(newer.out.contains("Update onsite"), "{}", newer.out);
}

#[test]
fn the_answers_come_as_json_too() {
    let place = Place::new();
    let bundle = place.demo();
    let good = place.run(&["verify", "--json", &bundle, "--roster", ROSTER]);
    let value: serde_json::Value = serde_json::from_str(&good.out).unwrap();
    assert_eq!(value["code"], "good");
    assert_eq!(value["training"], true);
    assert_eq!(value["answers"]["whole"]["verdict"], "yes");
    assert_eq!(value["steps"][0]["principal"], "training-surveyor");
    flip(&place.path(&bundle));
    let bad = place.run(&["verify", "--json", &bundle, "--roster", ROSTER]);
    let value: serde_json::Value = serde_json::from_str(&bad.out).unwrap();
    assert_eq!((bad.code, value["exit"].as_i64()), (1, Some(1)));
    assert!(value["remedy"].is_string() && value["steps"] == serde_json::json!([]));
}

#[test]
fn a_roster_is_no_survey_and_a_survey_no_roster() {
    let place = Place::new();
    let bundle = place.demo();
    let survey = place.run(&["verify", ROSTER]);
    assert_eq!(survey.code, 1, "{}", survey.out);
    assert!(survey.out.contains("--roster"), "{}", survey.out);
    let roster = place.run(&["verify", &bundle, "--roster", &bundle]);
    assert_eq!(roster.code, 1);
    assert!(roster.err.contains("not a roster"), "{}", roster.err);
}

#[test]
fn a_file_that_is_not_whole_is_not_shown() {
    let place = Place::new();
    let bundle = place.demo();
    let good = place.run(&["open", &bundle]);
    assert_eq!(good.code, 3, "there is no terminal to show it on");
    assert!(good.err.contains("not a terminal"), "{}", good.err);
    flip(&place.path(&bundle));
    let bad = place.run(&["open", &bundle]);
    assert_eq!(bad.code, 1);
    assert!(bad.err.contains("Do not use the file"), "{}", bad.err);
    assert_eq!(bad.out, "");
}

#[test]
fn a_file_is_no_earlier_revision_of_itself() {
    let place = Place::new();
    let bundle = place.demo();
    let ran = place.run(&["open", &bundle, "--roster", ROSTER, "--against", &bundle]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err
            .contains("it is revision 1, not one before revision 1"),
        "{}",
        ran.err
    );
}
