//! `onsite doctor`: what is in order, what is not, what to do.

use crate::place::{Place, Ran};
use onsite::workspace::Workspace;
use std::fs;

fn doctor(place: &Place) -> Ran {
    place.run(&["doctor", "--passphrase-file", "pass"])
}

fn with_training() -> Place {
    let place = Place::new();
    place.set_up();
    place.workspace(|workspace: &mut Workspace| {
        workspace.training_case().unwrap();
    });
    place
}

#[test]
fn where_all_is_well_it_says_so_and_changes_nothing() {
    let place = with_training();
    let before = fs::read(place.path("data/vault.json")).unwrap();
    let told = doctor(&place);
    assert_eq!(told.code, 0, "{}{}", told.out, told.err);
    for words in [
        "[+] database     Every page is whole.",
        "every chain is whole",
        "[+] signing      The signing key is the one of this laptop.",
        "[~] backup       No backup was made yet.",
        "[~] roster ",
        "Nothing is wrong.",
    ] {
        assert!(told.out.contains(words), "{words}: {}", told.out);
    }
    assert_eq!(fs::read(place.path("data/vault.json")).unwrap(), before);
}

#[test]
fn without_a_passphrase_it_tells_what_can_be_told() {
    let place = Place::new();
    let told = place.run(&["doctor"]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.out.contains("not set up"), "{}", told.out);
    assert!(!place.path("data").exists(), "it makes nothing");
    place.set_up();
    let told = place.run(&["doctor", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&told.out).unwrap();
    let findings = json["findings"].as_array().unwrap();
    let database = findings
        .iter()
        .find(|finding| finding["about"] == "database")
        .unwrap();
    assert_eq!(database["health"], "not_seen");
}

#[test]
fn a_lost_key_a_damaged_page_and_another_vault_are_told_with_what_to_do() {
    let place = with_training();
    fs::remove_file(place.path("data/signing_key")).unwrap();
    fs::remove_file(place.path("data/signing_key.pub")).unwrap();
    let told = doctor(&place);
    assert_eq!(told.code, 1);
    assert!(told.out.contains("onsite key --new"), "{}", told.out);
    assert!(told.out.contains("1 thing is wrong."), "{}", told.out);

    let place = with_training();
    let path = place.path("data/onsite.db");
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() * 3 / 4;
    bytes[middle] ^= 1;
    fs::write(&path, bytes).unwrap();
    let told = doctor(&place);
    assert_eq!(told.code, 1, "{}", told.out);
    assert!(told.out.contains("[!] database"), "{}", told.out);

    let (place, other) = (with_training(), with_training());
    fs::copy(other.path("data/vault.json"), place.path("data/vault.json")).unwrap();
    let told = doctor(&place);
    assert_eq!(told.code, 1);
    assert!(
        told.out
            .contains("the vault.json and onsite.db that belong together"),
        "{}",
        told.out
    );
}

#[test]
fn another_onsite_that_has_the_data_is_named() {
    let place = with_training();
    place.workspace(|_| {
        let told = doctor(&place);
        assert_eq!(told.code, 1);
        assert!(told.out.contains("already open"), "{}", told.out);
    });
}
