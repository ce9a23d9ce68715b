//! The words of JSON Schema in our schemas: the checker in the program knows these and no others.

use serde_json::Value;

/// Fails for a word of JSON Schema that the checker does not know; gives every pattern out.
pub fn only_known_words(schema: &Value, pattern: &mut dyn FnMut(&str)) {
    const KNOWN: [&str; 23] = [
        "$schema",
        "$id",
        "$defs",
        "$ref",
        "title",
        "description",
        "format",
        "type",
        "const",
        "enum",
        "anyOf",
        "minLength",
        "maxLength",
        "pattern",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "minItems",
        "maxItems",
        "items",
        "required",
        "properties",
        "additionalProperties",
    ];
    for (word, given) in schema.as_object().expect("a schema is an object") {
        assert!(KNOWN.contains(&word.as_str()), "{word}");
        match word.as_str() {
            "pattern" => pattern(given.as_str().unwrap()),
            "items" => only_known_words(given, pattern),
            "anyOf" => given
                .as_array()
                .unwrap()
                .iter()
                .for_each(|part| only_known_words(part, pattern)),
            "properties" | "$defs" => {
                given
                    .as_object()
                    .unwrap()
                    .values()
                    .for_each(|part| only_known_words(part, pattern));
            }
            "additionalProperties" => assert_eq!(given, &Value::Bool(false)),
            _ => {}
        }
    }
}
