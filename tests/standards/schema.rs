//! A small evaluator of JSON Schema 2020-12, written apart from the one in the program: the
//! part that our schemas use, over plain values, yes or no.

use super::expression::Expression;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// Says whether `schema` takes `value`.
pub fn takes(schema: &Value, value: &Value) -> bool {
    part(schema, schema, value)
}

fn part(root: &Value, schema: &Value, value: &Value) -> bool {
    let Some(words) = schema.as_object() else {
        return schema != &Value::Bool(false);
    };
    words.iter().all(|(word, given)| match word.as_str() {
        "$ref" => {
            let target = given.as_str().unwrap().strip_prefix('#').unwrap();
            part(root, root.pointer(target).unwrap(), value)
        }
        "type" => match given {
            Value::Array(names) => names.iter().any(|name| is(value, name.as_str().unwrap())),
            name => is(value, name.as_str().unwrap()),
        },
        "const" => value == given,
        "enum" => given.as_array().unwrap().contains(value),
        "anyOf" => given
            .as_array()
            .unwrap()
            .iter()
            .any(|branch| part(root, branch, value)),
        "minLength" => value
            .as_str()
            .is_none_or(|text| text.chars().count() as u64 >= number(given)),
        "maxLength" => value
            .as_str()
            .is_none_or(|text| text.chars().count() as u64 <= number(given)),
        "pattern" => value
            .as_str()
            .is_none_or(|text| fits(given.as_str().unwrap(), text)),
        "minimum" => value
            .as_f64()
            .is_none_or(|value| value >= given.as_f64().unwrap()),
        "maximum" => value
            .as_f64()
            .is_none_or(|value| value <= given.as_f64().unwrap()),
        "exclusiveMinimum" => value
            .as_f64()
            .is_none_or(|value| value > given.as_f64().unwrap()),
        "minItems" => value
            .as_array()
            .is_none_or(|items| items.len() as u64 >= number(given)),
        "maxItems" => value
            .as_array()
            .is_none_or(|items| items.len() as u64 <= number(given)),
        "items" => value
            .as_array()
            .is_none_or(|items| items.iter().all(|item| part(root, given, item))),
        "required" => value.as_object().is_none_or(|members| {
            given
                .as_array()
                .unwrap()
                .iter()
                .all(|key| members.contains_key(key.as_str().unwrap()))
        }),
        "properties" => value.as_object().is_none_or(|members| {
            members.iter().all(|(key, value)| {
                given
                    .get(key)
                    .is_none_or(|schema| part(root, schema, value))
            })
        }),
        "additionalProperties" => value.as_object().is_none_or(|members| {
            let known = &schema["properties"];
            members
                .keys()
                .all(|key| known.get(key).is_some() || given != &Value::Bool(false))
        }),
        _ => true,
    })
}

/// Expressions are read once: the longest is read for every date.
fn fits(pattern: &str, text: &str) -> bool {
    thread_local! {
        static READ: RefCell<HashMap<String, Rc<Expression>>> = RefCell::default();
    }
    let read = READ.with_borrow_mut(|read| {
        let new = || Rc::new(Expression::of(pattern));
        read.entry(pattern.to_string()).or_insert_with(new).clone()
    });
    read.fits(text)
}

fn number(given: &Value) -> u64 {
    given.as_u64().unwrap()
}

fn is(value: &Value, name: &str) -> bool {
    match name {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("type {other}"),
    }
}

/// Fails for a word of JSON Schema that neither evaluator knows; gives every pattern out.
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
