//! Damaging a good document in every place, one way after the other.

use serde_json::{Map, Value, json};

/// The pointers of all values in a document, but for its `format`.
pub fn places(document: &Value) -> Vec<String> {
    let mut places = vec![String::new()];
    let mut next = 0;
    while let Some(place) = places.get(next).cloned() {
        match document.pointer(&place).unwrap() {
            Value::Object(members) => {
                places.extend(members.keys().map(|key| format!("{place}/{key}")))
            }
            Value::Array(items) => {
                places.extend((0..items.len()).map(|index| format!("{place}/{index}")))
            }
            _ => {}
        }
        next += 1;
    }
    places.retain(|place| !place.is_empty() && place != "/format");
    places
}

/// Calls `test` with every damaged document and what was done to it.
pub fn each(document: &Value, test: fn(&Value, &str)) {
    let long = "x".repeat(201);
    let replacements = [
        json!(null),
        json!(true),
        json!(""),
        json!("a b"),
        json!("ok"),
        json!("2026-02-29"),
        json!("line\nend"),
        json!(long),
        json!(-1),
        json!(0),
        json!(1),
        json!(1.5),
        json!(1e9),
        json!([]),
        json!({}),
        json!(["oral", {"not": "home"}]),
        json!({"any": ["oral"]}),
    ];
    for place in places(document) {
        for value in &replacements {
            let mut damaged = document.clone();
            *damaged.pointer_mut(&place).unwrap() = value.clone();
            test(&damaged, &format!("{place} = {value}"));
        }
        let (parent, key) = place.rsplit_once('/').unwrap();
        let mut damaged = document.clone();
        match damaged.pointer_mut(parent).unwrap() {
            Value::Object(members) => remove(members, key),
            Value::Array(items) => drop(items.remove(key.parse().unwrap())),
            _ => unreachable!(),
        }
        test(&damaged, &format!("{place} removed"));
        if let Some(Value::Object(_)) = document.pointer(&place) {
            let mut damaged = document.clone();
            damaged.pointer_mut(&place).unwrap()["extra"] = json!(1);
            test(&damaged, &format!("{place} with an extra field"));
        }
    }
    let mut damaged = document.clone();
    damaged["extra"] = json!(1);
    test(&damaged, "an extra field at the top");
}

fn remove(members: &mut Map<String, Value>, key: &str) {
    members.remove(key).unwrap();
}
