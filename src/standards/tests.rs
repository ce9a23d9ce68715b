#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use super::*;
use crate::domain::pack::Method;
use crate::domain::values::ids::AttributeId;
use serde_json::{Value as Json, json};

mod files;

fn shown(problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

fn small_pack() -> Json {
    let element = |id: &str| {
        json!({"id": id, "short": "Two people check the dose", "text": "Two people check.",
            "checks": {"record": {"need": "required", "kind": "chart", "chart_area": "orders",
                "prompts": ["Look for two signatures."]}},
            "anchors": [], "requirement": "Check twice at {site}.", "satisfied_by": "{of} charts."})
    };
    json!({
        "format": "onsite-pack/1", "id": "small", "edition": "1", "title": "Small", "program": "P",
        "provenance": {"summary": "S", "sources": [{"id": "OWN", "text": "Ours"}],
            "standards": [{"standard": "1.1", "basis": "B", "numbering": "N", "confidence": "low",
                "sources": ["OWN"], "note": null}], "elements": []},
        "domains": [{"id": "1", "title": "One"}],
        "attributes": [{"id": "oral", "title": "Oral", "question": "Oral?", "scope": "both"},
            {"id": "home", "title": "Home", "question": "Home?", "scope": "service"}],
        "chart_areas": [{"id": "orders", "title": "Orders"}],
        "record_kinds": [{"id": "chart", "title": "Chart", "label": "R"},
            {"id": "log", "title": "Log", "label": "L"}],
        "roles": [{"id": "nurse", "title": "Nurse", "label": "RN"}],
        "events": [{"id": "tour", "title": "Tour"}],
        "presets": [{"id": "oral", "title": "Oral", "kind": "chart", "is": ["oral"], "is_not": []}],
        "reasons": {"not_applicable": ["a"], "could_not_assess": ["a"], "different_level": ["a"],
            "shortfall": ["a"]},
        "levels": {"fully_met": "F", "partly_met": "P", "not_met": "N", "not_applicable": "A",
            "could_not_assess": "C"},
        "sampling": [{"method": "record", "kind": "chart", "per": "site", "minimum": 5, "say": "5"}],
        "standards": [{"id": "1.1", "domain": "1", "title": "First",
            "elements": [element("1.1.1"), element("1.1.1.1")]}]
    })
}

/// The small pack with the value at `pointer` replaced, and what the checker says to it.
fn with(pointer: &str, value: Json) -> String {
    let mut pack = small_pack();
    *pack
        .pointer_mut(pointer)
        .unwrap_or_else(|| panic!("{pointer}")) = value;
    match check_bytes(serde_json::to_string_pretty(&pack).unwrap().as_bytes()) {
        Ok(_) => "good".to_string(),
        Err(problems) => shown(&problems),
    }
}

#[test]
fn everything_that_comes_with_the_program_is_good() {
    for embedded in EMBEDDED {
        // The program itself reads them as packs that were checked before.
        if let Err(problems) = check_bytes(embedded.bytes) {
            panic!("{}\n{}", embedded.id, shown(&problems));
        }
        match embedded_pack(embedded.id) {
            Ok(pinned) => {
                assert_eq!(pinned.pack.id.as_str(), embedded.id);
                assert_eq!(pinned.digest, Digest::of(embedded.bytes));
            }
            Err(problems) => panic!("{}\n{}", embedded.id, shown(&problems)),
        }
    }
    embedded_program().unwrap_or_else(|problems| panic!("{}", shown(&problems)));
    let (bytes, packet) = sample_packet().unwrap_or_else(|problems| panic!("{}", shown(&problems)));
    assert!(packet.training);
    let missing = packet.preparation().into_iter().filter(|item| !item.done);
    let missing: Vec<_> = missing.map(|item| item.title).collect();
    assert_eq!(
        missing,
        ["No conflict of interest, Surveyor"],
        "asked at the visit"
    );
    assert_eq!(check_bytes(bytes).unwrap().notes, Vec::<String>::new());
    let pack = embedded_pack(packet.pack.as_str()).unwrap();
    packet_against_pack(&packet, &pack.pack).unwrap();
    assert!(embedded_pack("qcp-1999").is_err());
}

#[test]
fn our_packs_keep_to_the_words_of_the_design() {
    for embedded in EMBEDDED {
        let text = String::from_utf8(embedded.bytes.to_vec())
            .unwrap()
            .to_lowercase();
        for word in [
            "deficien",
            "citation",
            "audit score",
            " failed",
            " fails ",
            " failure to ",
        ] {
            assert!(!text.contains(word), "{}: {word}", embedded.id);
        }
    }
}

#[test]
fn no_infusion_check_comes_up_for_a_chart_with_tablets_only() {
    for embedded in EMBEDDED {
        let pack = embedded_pack(embedded.id).unwrap().pack;
        let preset = pack
            .presets
            .iter()
            .find(|preset| preset.id == "oral")
            .unwrap();
        let known = |id: &AttributeId| {
            let is = preset.is.contains(id).then_some(true);
            is.or(preset.is_not.contains(id).then_some(false))
        };
        let mut count = 0;
        for (standard, element) in pack.elements() {
            if pack.check_applies(&element.id, Method::Record, &known)
                && element.checks.record.as_ref().unwrap().kind.as_str() == "chart"
            {
                let infusions = ["3.3", "3.6", "3.7", "3.10", "3.11", "3.12", "3.13", "3.14"];
                assert!(!infusions.contains(&standard.id.as_str()), "{}", element.id);
                count += 1;
            }
        }
        assert!(count > 50, "{count}");
    }
}

#[test]
fn the_small_pack_is_good() {
    assert_eq!(with("/title", json!("Small")), "good");
}

#[test]
fn what_a_schema_cannot_say_is_checked() {
    for (pointer, value, wanted) in [
        (
            "/standards/0/elements/1/id",
            json!("1.1.1"),
            "1.1.1 stands twice",
        ),
        (
            "/standards/0/elements/0/id",
            json!("1.1.2"),
            "1.1.1.1 is a part of 1.1.1, which does not stand before it",
        ),
        (
            "/standards/0/elements/1/id",
            json!("2.1.1"),
            "does not nest in Standard 1.1",
        ),
        ("/standards/0/elements/1/id", json!("1.1."), "is not an id"),
        (
            "/standards/0/elements/1/id",
            json!("1.1..1"),
            "does not nest",
        ),
        (
            "/standards/0/elements/1/id",
            json!("1.1.1.1.1"),
            "deeper than 4",
        ),
        ("/standards/0/id", json!("2.1"), "does not nest in domain 1"),
        (
            "/standards/0/domain",
            json!("2"),
            "\"2\" is no domain of this pack",
        ),
        (
            "/standards/0/elements/0/short",
            json!("A line that is forty-five columns wide, I say"),
            "is 45 columns wide",
        ),
        (
            "/standards/0/elements/0/short",
            json!("漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字"),
            "is 48 columns wide",
        ),
        (
            "/standards/0/elements/0/short",
            json!(" space"),
            "a space stands",
        ),
        (
            "/standards/0/elements/0/requirement",
            json!("At {where}."),
            "{where} is no known blank",
        ),
        (
            "/standards/0/elements/0/requirement",
            json!("At {site."),
            "curly bracket",
        ),
        (
            "/standards/0/elements/0/satisfied_by",
            json!("site}"),
            "curly bracket",
        ),
        (
            "/standards/0/elements/0/text",
            json!("Every «therapy»."),
            "left over",
        ),
        (
            "/standards/0/elements/0/checks/record/need",
            json!("supporting"),
            "no check is required",
        ),
        ("/standards/0/elements/1/checks", json!({}), "has no check"),
        ("/standards/0/elements/0/checks", json!({}), "good"),
        (
            "/standards/0/elements/0/checks/record/kind",
            json!("film"),
            "\"film\" is no record kind",
        ),
        (
            "/standards/0/elements/0/checks/record/kind",
            json!("log"),
            "have no chart areas",
        ),
        (
            "/standards/0/elements/0/checks/record/chart_area",
            json!(null),
            "in which part of the chart",
        ),
        (
            "/standards/0/elements/0/checks/record/chart_area",
            json!("calls"),
            "\"calls\" is no chart area",
        ),
        (
            "/presets/0/kind",
            json!("film"),
            "\"film\" is no record kind",
        ),
        ("/presets/0/is", json!(["tall"]), "\"tall\" is no attribute"),
        ("/presets/0/is", json!(["home"]), "describes services only"),
        ("/presets/0/is_not", json!(["oral"]), "both is and is_not"),
        (
            "/presets/0/is",
            json!(["oral", "oral"]),
            "\"oral\" stands twice",
        ),
        (
            "/provenance/standards/0/standard",
            json!("9.9"),
            "\"9.9\" is no Standard",
        ),
        (
            "/provenance/standards/0/standard",
            json!("9.9"),
            "says nothing about Standard 1.1",
        ),
        (
            "/provenance/standards/0/sources",
            json!(["X"]),
            "\"X\" is no source",
        ),
        (
            "/provenance/elements",
            json!([{"element": "1.1.9", "source": "OWN"}]),
            "\"1.1.9\" is no element",
        ),
        (
            "/sampling/0/kind",
            json!("nurse"),
            "\"nurse\" is no record kind",
        ),
        (
            "/sampling/0/method",
            json!("interview"),
            "\"chart\" is no role",
        ),
        ("/record_kinds/1/label", json!("R"), "\"R\" stands twice"),
        ("/record_kinds/1/label", json!("I"), "is taken"),
        (
            "/record_kinds/1/id",
            json!("chart"),
            "\"chart\" stands twice",
        ),
        ("/attributes/1/id", json!("oral"), "\"oral\" stands twice"),
        ("/levels/not_met", json!("F"), "two levels are called"),
    ] {
        let found = with(pointer, value);
        assert!(found.contains(wanted), "{pointer}: {found}");
    }
}

#[test]
fn conditions_and_references_of_checks_are_checked() {
    let checks = json!({
        "interview": {"need": "required", "roles": ["nurse", "nurse", "guard"], "prompts": ["Who?"]},
        "observation": {"need": "supporting", "events": ["night"], "prompts": ["Watch."]}
    });
    let found = with("/standards/0/elements/0/checks", checks);
    for wanted in [
        "\"nurse\" stands twice",
        "\"guard\" is no role",
        "\"night\" is no event",
    ] {
        assert!(found.contains(wanted), "{found}");
    }
    let mut pack = small_pack();
    pack["standards"][0]["applies_when"] = json!({"any": ["oral", {"not": "tall"}]});
    pack["standards"][0]["elements"][0]["checks"]["record"]["applies_when"] = json!("wide");
    pack["sampling"][0]["applies_when"] = json!({"all": ["high"]});
    let found = shown(&check_bytes(pack.to_string().as_bytes()).unwrap_err());
    for id in ["tall", "wide", "high"] {
        assert!(
            found.contains(&format!("\"{id}\" is no attribute")),
            "{found}"
        );
    }
}

#[test]
fn every_problem_of_the_form_is_told_with_line_path_and_advice() {
    let mut pack = small_pack();
    pack["standards"][0]["elements"][1]["shrt"] = json!("x");
    pack["standards"][0]["elements"][1]["short"] = json!(7);
    pack["standards"][0]["elements"][0]["anchors"] = json!([{"level": "good", "text": "x"}]);
    pack["standards"][0]["applies_when"] = json!({"any": ["a b"]});
    pack["standards"][0]["elements"][0]["applies_when"] = json!({"some": []});
    pack["sampling"][0]["minimum"] = json!(0);
    pack.as_object_mut().unwrap().remove("roles");
    let text = serde_json::to_string_pretty(&pack).unwrap();
    let problems = check_bytes(text.as_bytes()).unwrap_err();
    let all = shown(&problems);
    for wanted in [
        "standards[0].elements[1].short (1.1.1.1): a number stands where a text belongs",
        "\"shrt\" is not known here. Did you mean \"short\"?",
        "standards[0].elements[0].anchors[0].level (1.1.1): a value that is not known here",
        "standards[0].applies_when.any[0] (1.1): the text is not an id",
        "standards[0].elements[0].applies_when (1.1.1): written in no way",
        "sampling[0].minimum: 0 is less than 1",
        "field \"roles\" is missing. What belongs there: Staff roles.",
    ] {
        assert!(all.contains(wanted), "{wanted}\n--\n{all}");
    }
    assert_eq!(problems.len(), 7, "{all}");
    for problem in &problems {
        assert!(!problem.todo.is_empty());
        let line = text.lines().nth(problem.line.unwrap() - 1).unwrap();
        let field = problem
            .path
            .split([' ', '['])
            .next()
            .unwrap()
            .rsplit('.')
            .next()
            .unwrap();
        assert!(
            problem.wrong.contains("field") || problem.path.contains('[') || line.contains(field),
            "{problem}: {line}"
        );
    }
}
