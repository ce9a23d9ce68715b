//! Packs, packets and program files from outside: by the `jsonschema` crate, the published schemas
//! say exactly what the code takes; nothing makes the reader panic, and what is read can be written and read again.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod damage;
mod oracle;
mod sentences;
mod words;

use onsite::standards::{
    Document, EMBEDDED, check_bytes, patterns, problems_of_form, sample_packet,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::OnceLock;

/// Both take a document or both refuse it. What the checker takes the program can use.
fn agree(document: &Value, what: &str) -> bool {
    let bytes = document.to_string();
    let problems = problems_of_form(bytes.as_bytes());
    let taken = oracle::takes(document);
    assert_eq!(problems.is_empty(), taken, "{what}: {problems:?}");
    if !taken {
        return false;
    }
    for problem in check_bytes(bytes.as_bytes()).err().into_iter().flatten() {
        assert!(
            !problem.wrong.contains("cannot be used"),
            "{what}: {problem}"
        );
    }
    true
}

/// Every file that comes with the program, with its name.
fn shipped() -> [(&'static str, Value); 4] {
    [
        ("the older pack", EMBEDDED[0].bytes),
        ("the newer pack", EMBEDDED[1].bytes),
        ("the sample packet", sample_packet().unwrap().0),
        (
            "the program",
            include_bytes!("../../standards/program.json").as_slice(),
        ),
    ]
    .map(|(name, bytes)| (name, serde_json::from_slice(bytes).unwrap()))
}

/// Every shipped file, with more in it than it happens to hold.
fn documents() -> &'static [(&'static str, Value); 4] {
    static READ: OnceLock<[(&str, Value); 4]> = OnceLock::new();
    READ.get_or_init(|| {
        let mut documents = shipped();
        documents[1].1["standards"][0]["applies_when"] =
            json!({"all": ["oral", {"any": ["home", {"not": "parenteral"}]}]});
        documents
    })
}

#[test]
fn both_take_what_comes_with_the_program() {
    for (name, document) in shipped().iter().chain(documents()) {
        assert!(agree(document, name), "{name}");
        assert!(agree(&damage::short(document), name), "{name}, short");
    }
}

#[test]
fn both_agree_on_every_damage_to_what_comes_with_the_program() {
    // A prime, so that every kind of damage has its turn at some place.
    let step = match std::env::var("ONSITE_DAMAGE") {
        Ok(all) if all == "all" => 1,
        _ => 13,
    };
    for (name, document) in documents() {
        let count = damage::each(document, step, agree);
        println!("{name}: {count:?}");
        // Damage that is never noticed, or always, would compare nothing.
        assert!(
            count.taken > 100 / step && count.refused > 1_000 / step,
            "{name}: {count:?}"
        );
    }
}

/// What the checker says of text that a schema does not look at, and why it differs.
#[test]
fn where_the_checker_is_meant_to_differ() {
    let packet = sample_packet().unwrap().0;
    let packet = std::str::from_utf8(packet).unwrap();
    let mut deep = json!("oral");
    for _ in 0..70 {
        deep = json!({ "not": deep });
    }
    let mut pack = damage::short(&documents()[1].1);
    pack["standards"][0]["applies_when"] = deep;
    let known = [
        // Which of the two was meant cannot be known; a plain reader silently keeps the last.
        (
            "a field twice",
            packet.replacen("\"issue\": 1,", "\"issue\": 1, \"issue\": 1,", 1),
            false,
        ),
        // A reader that calls itself must stop before its stack does.
        ("nested deeper than 64", pack.to_string(), false),
    ];
    for (name, text, takes) in known {
        assert!(
            oracle::takes(&serde_json::from_str(&text).unwrap()),
            "{name}"
        );
        assert_eq!(
            problems_of_form(text.as_bytes()).is_empty(),
            takes,
            "{name}"
        );
    }
    // Editors on Windows put it there; JSON does not know it.
    let marked = format!("\u{feff}{packet}");
    assert!(serde_json::from_str::<Value>(&marked).is_err());
    assert!(problems_of_form(marked.as_bytes()).is_empty());
}

#[test]
fn the_schemas_use_only_what_the_code_knows() {
    for (_, schema) in oracle::schemas() {
        assert_eq!(
            schema["$schema"],
            "https://json-schema.org/draft/2020-12/schema"
        );
        words::only_known_words(schema, &mut |pattern| {
            assert!(patterns::ALL.contains(&pattern), "{pattern}");
        });
    }
}

#[test]
fn expressions_and_code_agree_on_every_day() {
    let date = oracle::expression(patterns::DATE);
    for year in [
        0, 1, 4, 100, 400, 1900, 1999, 2000, 2024, 2026, 2100, 2400, 9999,
    ] {
        for month in 0..=13 {
            for day in 0..=32 {
                let text = format!("{year:04}-{month:02}-{day:02}");
                assert_eq!(
                    Some(date.is_match(&text)),
                    patterns::fits(patterns::DATE, &text),
                    "{text}"
                );
            }
        }
    }
    for text in [
        "",
        "2026-1-05",
        "+2026-01-05",
        "2026-01-05 ",
        "2026-01-05T00:00",
        "２026-01-05",
    ] {
        assert!(
            !date.is_match(text) && patterns::fits(patterns::DATE, text) == Some(false),
            "{text}"
        );
    }
}

#[test]
fn what_is_read_can_be_written_and_read_again() {
    let program = include_bytes!("../../standards/program.json");
    let packet = sample_packet().unwrap().0;
    for bytes in [EMBEDDED[0].bytes, EMBEDDED[1].bytes, packet, program] {
        let first = check_bytes(bytes).unwrap().document;
        let again = first.to_json().unwrap().to_string();
        assert_eq!(check_bytes(again.as_bytes()).unwrap().document, first);
    }
}

fn settings(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        // The files of the repository's top level are fixed; what fails is put into a test.
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let words = prop_oneof![
        Just("format".to_string()),
        Just("onsite-packet/1".to_string()),
        Just("standards".to_string()),
        Just("id".to_string()),
        Just("all".to_string()),
        ".{0,8}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        words.clone().prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 64, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((words.clone(), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(settings(300))]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        prop_assert!(check_bytes(&bytes).is_err());
    }

    #[test]
    fn arbitrary_json_is_refused_with_advice(value in any_json()) {
        let problems = check_bytes(value.to_string().as_bytes()).unwrap_err();
        prop_assert!(problems.iter().all(|problem| !problem.todo.is_empty()));
    }

    #[test]
    fn arbitrary_json_in_the_place_of_anything_agrees(
        value in any_json(), place in any::<prop::sample::Index>(), which in 0..4_usize,
    ) {
        let mut document = damage::short(&documents()[which].1);
        let places = damage::places(&document);
        *document.pointer_mut(&places[place.index(places.len())]).unwrap() = value;
        if document.is_object() {
            agree(&document, "replaced");
        }
    }

    #[test]
    fn a_changed_byte_never_panics_and_reading_is_stable(
        place in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let mut bytes = sample_packet().unwrap().0.to_vec();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        match (check_bytes(&bytes), check_bytes(&bytes)) {
            (Ok(one), Ok(two)) => {
                prop_assert_eq!(&one.document, &two.document);
                prop_assert!(matches!(one.document, Document::Packet(_)));
            }
            (one, two) => prop_assert_eq!(one.err(), two.err()),
        }
    }

    #[test]
    fn a_cut_file_is_refused(place in any::<prop::sample::Index>()) {
        let bytes = sample_packet().unwrap().0.trim_ascii_end();
        prop_assert!(check_bytes(&bytes[..place.index(bytes.len())]).is_err());
    }

    #[test]
    fn expressions_and_code_agree(
        text in prop_oneof![
            "[A-Za-z0-9._-]{0,66}", "[+-][0-9]{2}:[0-9]{2}", "[A-Za-z][a-z/_+0-9-]{0,20}",
            "[A-Z]{0,4}", "\\PC{0,20}", "[\u{0}-\u{20}a\u{7f}-\u{a0}\u{2026}-\u{2030}\u{2064}-\u{206a}]{0,3}",
        ],
    ) {
        for pattern in patterns::ALL {
            let expected = oracle::expression(pattern).is_match(&text);
            prop_assert_eq!(patterns::fits(pattern, &text), Some(expected), "{} {:?}", pattern, text);
        }
    }
}
