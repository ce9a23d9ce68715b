//! Encodings, hostile and large files, packets and program rules.

use super::*;
use crate::domain::values::ids::ElementId;

#[test]
fn encodings_and_formats_are_told_plainly() {
    let good = small_pack().to_string();
    let crlf = serde_json::to_string_pretty(&small_pack())
        .unwrap()
        .replace('\n', "\r\n");
    assert!(check_bytes(crlf.as_bytes()).unwrap().notes.is_empty());
    let marked = [b"\xef\xbb\xbf", good.as_bytes()].concat();
    let checked = check_bytes(&marked).unwrap();
    assert!(checked.notes[0].contains("byte order mark"));
    assert_eq!(checked.digest, Digest::of(&marked));
    for (text, wanted) in [
        (
            good.replace("onsite-pack/1", "onsite-pack/2"),
            "Use a newer onsite",
        ),
        (good.replace("onsite-pack/1", "acme/1"), "is not known"),
        (
            good.replace("onsite-pack/1", "onsite-bundle/1"),
            "onsite verify",
        ),
        (
            good.replace("\"format\"", "\"fromat\""),
            "does not say what it is",
        ),
        ("[]".to_string(), "does not say what it is"),
        (good[..good.len() / 2].to_string(), "only partly there"),
        ("PK\u{3}\u{4}".to_string(), "onsite verify"),
        (
            good.replacen("\"title\"", "\"id\":\"again\",\"title\"", 1),
            "\"id\" stands twice",
        ),
    ] {
        let found = shown(&check_bytes(text.as_bytes()).unwrap_err());
        assert!(found.contains(wanted), "{wanted}: {found}");
    }
    let found = shown(&read_packet(good.as_bytes()).unwrap_err());
    assert!(
        found.contains("this is a Standards edition (pack), not a packet"),
        "{found}"
    );
}

#[test]
fn hostile_files_are_refused_without_strain() {
    let many = format!(
        "{{\"format\":\"onsite-pack/1\",\"standards\":[{}]}}",
        "{\"id\":1},".repeat(20_000)
    );
    let problems = check_bytes(many.as_bytes()).unwrap_err();
    assert!(problems.len() <= problem::MOST + 1);
    assert!(problems.last().unwrap().wrong.contains("more problems"));
    let wide: Vec<String> = (0..5_000).map(|n| format!("\"k{n}\":1")).collect();
    let found = shown(&check_bytes(format!("{{{}}}", wide.join(",")).as_bytes()).unwrap_err());
    assert!(found.contains("more than 1000 fields"), "{found}");
    let not = format!("{}\"oral\"{}", "{\"not\":".repeat(50), "}".repeat(50));
    let deep = small_pack().to_string().replacen(
        "\"domain\":",
        &format!("\"applies_when\":{not},\"domain\":"),
        1,
    );
    assert!(check_bytes(deep.as_bytes()).is_ok());
}

#[test]
fn a_pack_of_five_thousand_elements_is_read_and_walked() {
    let mut pack = small_pack();
    let first = pack["standards"][0].clone();
    let provenance = pack["provenance"]["standards"][0].clone();
    for number in 2..=2_500 {
        let mut standard = first.clone();
        let id = format!("1.{number}");
        standard["id"] = json!(id);
        standard["elements"][0]["id"] = json!(format!("{id}.1"));
        standard["elements"][1]["id"] = json!(format!("{id}.1.1"));
        pack["standards"].as_array_mut().unwrap().push(standard);
        let mut entry = provenance.clone();
        entry["standard"] = json!(id);
        pack["provenance"]["standards"]
            .as_array_mut()
            .unwrap()
            .push(entry);
    }
    let bytes = pack.to_string();
    let pack = read_pack(bytes.as_bytes()).unwrap();
    assert_eq!(pack.elements().count(), 5_000);
    for (place, (standard, element)) in pack.elements().enumerate() {
        assert_eq!(pack.place_of(&element.id), Some(place));
        assert_eq!(pack.standard_of(&element.id).unwrap().id, standard.id);
        assert!(std::ptr::eq(pack.element(&element.id).unwrap(), element));
    }
    assert_eq!(pack.element(&ElementId::new("9.9.9").unwrap()), None);
}

#[test]
fn a_known_pack_is_read_again_only_from_the_same_bytes() {
    for embedded in EMBEDDED {
        let pinned = embedded_pack(embedded.id).unwrap();
        assert_eq!(
            read_pack_again(pinned.bytes, &pinned.digest).unwrap(),
            pinned.pack
        );
        let other = [pinned.bytes, b" "].concat();
        let found = shown(&read_pack_again(&other, &pinned.digest).unwrap_err());
        assert!(found.contains("pinned to"), "{found}");
    }
    let unusual = small_pack()
        .to_string()
        .replace("\"minimum\":5", "\"minimum\":5.0");
    let again = read_pack_again(unusual.as_bytes(), &Digest::of(unusual.as_bytes()));
    assert_eq!(again.unwrap().sampling[0].minimum, 5);
}

#[test]
fn packets_are_checked_for_what_a_schema_cannot_say() {
    let sample: Json = serde_json::from_slice(sample_packet().unwrap().0).unwrap();
    for (pointer, value, wanted) in [
        (
            "/practice/sites/1/id",
            json!("main"),
            "\"main\" stands twice",
        ),
        (
            "/practice/sites/1/services",
            json!(["oral", "intrathecal"]),
            "the site offers \"intrathecal\"",
        ),
        (
            "/practice/services/0",
            json!("dancing"),
            "\"dancing\" is no service in the pack qcp-2016",
        ),
        (
            "/practice/services/0",
            json!("new-regimen"),
            "\"new-regimen\" is no service",
        ),
        (
            "/visit/planned",
            json!(["2026-11-18", "2026-11-17"]),
            "2026-11-17 stands after 2026-11-18",
        ),
        (
            "/visit/planned",
            json!(["2026-02-29"]),
            "a day of the calendar",
        ),
        (
            "/visit/offered",
            json!(["2026-11-17", "2026-11-17"]),
            "stands twice",
        ),
        (
            "/practice/name",
            json!("Lakeside, call 312-555-0123"),
            "looks like a telephone number",
        ),
        (
            "/policies/0/title",
            json!("ask j.doe@example.org"),
            "looks like an e-mail address",
        ),
        (
            "/practice/sites/0/town",
            json!("12 Main St"),
            "without street",
        ),
        ("/practice/email", json!("x"), "\"email\" is not known here"),
        ("/participation/score", json!(100.5), "more than 100"),
        ("/practice/physicians", json!(0), "not more than 0"),
        ("/issue", json!(1.5), "a number with a fraction"),
        (
            "/training",
            json!("yes"),
            "a text stands where true or false belongs",
        ),
    ] {
        let mut packet = sample.clone();
        match packet.pointer_mut(pointer) {
            Some(place) => *place = value,
            None => packet["practice"]["email"] = value,
        }
        let found = match check_bytes(packet.to_string().as_bytes()) {
            Ok(_) => "good".to_string(),
            Err(problems) => shown(&problems),
        };
        assert!(found.contains(wanted), "{pointer}: {found}");
    }
    let mut packet = sample;
    packet["pack"] = json!("acme-1");
    packet["practice"]["population"] = json!("both");
    let notes = check_bytes(packet.to_string().as_bytes()).unwrap().notes;
    assert_eq!(notes.len(), 2, "{notes:?}");
}

#[test]
fn program_rules_are_checked_for_what_a_schema_cannot_say() {
    let good: Json = serde_json::to_value(embedded_program().unwrap()).unwrap();
    for (pointer, value, wanted) in [
        (
            "/eligibility/charts/by_size/0/physicians_up_to",
            json!(null),
            "without upper end stands before others",
        ),
        (
            "/eligibility/charts/by_size/1/physicians_up_to",
            json!(2),
            "2 physicians stand after 2",
        ),
        (
            "/eligibility/charts/by_size/4/physicians_up_to",
            json!(30),
            "the last step has an upper end",
        ),
        (
            "/application_steps/0/id",
            json!("payment"),
            "\"payment\" stands twice",
        ),
        (
            "/application_steps/0/id",
            json!("tea"),
            "\"tea\" is no step",
        ),
        ("/holidays/1/date", json!("2026-01-01"), "stands after"),
        (
            "/deadlines/term/basis/sources",
            json!(["S99"]),
            "\"S99\" is no source",
        ),
        (
            "/eligibility/score/basis/standing",
            json!("certain"),
            "not known here",
        ),
        ("/deadlines/term/steps", json!([]), "at least 1"),
    ] {
        let mut program = good.clone();
        *program.pointer_mut(pointer).unwrap() = value;
        let found = match check_bytes(program.to_string().as_bytes()) {
            Ok(_) => "good".to_string(),
            Err(problems) => shown(&problems),
        };
        assert!(found.contains(wanted), "{pointer}: {found}");
    }
}

#[test]
fn a_slip_in_a_known_word_is_seen_through_wherever_it_stands() {
    for (pointer, slip, meant) in [
        ("/presets/0/kind", json!("chrat"), "chart"),
        ("/presets/0/is/0", json!("orla"), "oral"),
        ("/sampling/0/method", json!("recrod"), "record"),
        ("/sampling/0/kind", json!("chatr"), "chart"),
        (
            "/standards/0/elements/0/requirement",
            json!("At {siet}."),
            "site",
        ),
        (
            "/standards/0/elements/0/checks/record/chart_area",
            json!("ordres"),
            "orders",
        ),
    ] {
        let found = with(pointer, slip);
        let asked = format!("Did you mean \"{meant}\"?");
        assert!(found.contains(&asked), "{pointer}: {found}");
    }
    let number = with("/standards/0/elements/1/id", json!("1.1.2.1"));
    assert!(!number.contains("Did you mean"), "{number}");
    let packet = String::from_utf8(sample_packet().unwrap().0.to_vec()).unwrap();
    let packet = packet.replace("\"clinical-trial\"", "\"clinical-trail\"");
    let found = shown(&check_bytes(packet.as_bytes()).unwrap_err());
    assert!(
        found.contains("Did you mean \"clinical-trial\"?"),
        "{found}"
    );
}
