//! What others make of our published schemas: the `jsonschema` crate, which knows all of JSON
//! Schema 2020-12, and the `regex` crate for the expressions in it.

use onsite::standards::patterns;
use regex::Regex;
use serde_json::Value;
use std::collections::HashMap;
use std::sync::OnceLock;

/// The published schemas with the `format` each is for.
pub fn schemas() -> &'static [(&'static str, Value); 3] {
    static READ: OnceLock<[(&str, Value); 3]> = OnceLock::new();
    READ.get_or_init(|| {
        [
            (
                "onsite-pack/1",
                include_str!("../../standards/pack.schema.json"),
            ),
            (
                "onsite-packet/1",
                include_str!("../../standards/packet.schema.json"),
            ),
            (
                "onsite-program/1",
                include_str!("../../standards/program.schema.json"),
            ),
        ]
        .map(|(format, text)| (format, serde_json::from_str(text).unwrap()))
    })
}

/// What the library says to a document by the schema of its `format`. `format: date` is checked
/// too, so that a day that the expression takes and the calendar does not would be seen.
pub fn takes(document: &Value) -> bool {
    static READ: OnceLock<HashMap<&str, jsonschema::Validator>> = OnceLock::new();
    let validators = READ.get_or_init(|| {
        let build = |schema| {
            jsonschema::options()
                .should_validate_formats(true)
                .build(schema)
                .unwrap()
        };
        schemas()
            .iter()
            .map(|(format, schema)| (*format, build(schema)))
            .collect()
    });
    document["format"]
        .as_str()
        .and_then(|format| validators.get(format))
        .is_some_and(|validator| validator.is_valid(document))
}

/// The expression as the library reads it.
pub fn expression(pattern: &str) -> &'static Regex {
    static READ: OnceLock<HashMap<&str, Regex>> = OnceLock::new();
    let read = READ.get_or_init(|| {
        patterns::ALL
            .map(|pattern| (pattern, Regex::new(pattern).unwrap()))
            .into()
    });
    &read[pattern]
}
