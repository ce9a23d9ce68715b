//! Damaging a good document in every place, one way after the other.

use serde_json::{Map, Value, json};
use std::collections::HashSet;

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

/// The one list that the schemas want whole.
const WHOLE: &str = "application_steps";

/// The document with one entry in each of its lists.
pub fn short(document: &Value) -> Value {
    around(document, None).0
}

/// The document with one entry in each of its lists, those on the way to `place` among them, and
/// where the place is then. Small documents are checked quickly, so that many can be.
fn around(value: &Value, place: Option<&str>) -> (Value, String) {
    let (step, rest) = match place.and_then(|place| place.strip_prefix('/')) {
        Some(steps) => match steps.find('/') {
            Some(end) => (Some(&steps[..end]), Some(&steps[end..])),
            None => (Some(steps), Some("")),
        },
        None => (None, None),
    };
    let mut there = String::new();
    let short = match value {
        Value::Object(members) => {
            let mut short = Map::new();
            for (key, member) in members {
                let rest = rest.filter(|_| step == Some(key));
                let (member, below) = match key.as_str() {
                    WHOLE => (member.clone(), rest.unwrap_or_default().to_string()),
                    _ => around(member, rest),
                };
                if rest.is_some() {
                    there = format!("/{key}{below}");
                }
                short.insert(key.clone(), member);
            }
            short.into()
        }
        Value::Array(items) => {
            let index = step.map_or(0, |step| step.parse().unwrap());
            let (kept, below) = items.get(index).map(|item| around(item, rest)).unzip();
            if step.is_some() {
                there = format!("/0{}", below.unwrap());
            }
            kept.into_iter().collect()
        }
        plain => plain.clone(),
    };
    (short, there)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "fraction",
        Value::Number(_) => "number",
        Value::String(_) => "text",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}

/// The places without those that are made like one before.
fn places_of_each_make(document: &Value) -> Vec<String> {
    let mut seen = HashSet::new();
    let is_new = |place: &String| {
        let make: Vec<&str> = place
            .split('/')
            .map(|key| key.parse::<usize>().map_or(key, |_| "*"))
            .collect();
        seen.insert((make.join("/"), kind(document.pointer(place).unwrap())))
    };
    let mut places = places(document);
    places.retain(is_new);
    places
}

/// What stands in the place of anything once.
fn replacements() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!("a b"),
        json!("ok"),
        json!("2026-02-29"),
        json!("America/Chicago"),
        json!(-1),
        json!(0),
        json!(1.5),
        json!(2.0),
        json!(1e9),
        json!(1e300),
        json!([]),
        json!({}),
        json!(["oral", {"not": "home"}]),
        json!({"any": ["oral"]}),
    ]
}

/// The value a little wrong: too long or too short by one, of another spelling, one too many.
fn near(value: &Value) -> Vec<Value> {
    /// Every `maxLength` of our schemas.
    const LONGEST: [usize; 9] = [3, 10, 40, 64, 80, 100, 200, 1_000, 6_000];
    match value {
        Value::String(text) => {
            let mut near: Vec<Value> = [
                String::new(),
                format!("{text} "),
                format!("{text}\n"),
                format!("{text}\u{202e}"),
                format!("{text}7"),
                format!(".{text}"),
                text.to_uppercase(),
                text.chars().skip(1).collect(),
            ]
            .map(Value::from)
            .into();
            for longest in LONGEST {
                // Two bytes each: characters are counted.
                near.push("é".repeat(longest).into());
                near.push("x".repeat(longest + 1).into());
            }
            near
        }
        Value::Number(number) => {
            let number = number.as_f64().unwrap();
            vec![
                json!(number + 0.5),
                json!(number + 1.0),
                json!(-number),
                json!(number * 1e6),
            ]
        }
        Value::Array(items) => {
            let mut near = Vec::new();
            if let Some(first) = items.first() {
                near.push(vec![first.clone(); 2].into());
                near.push(vec![first.clone(); 61].into());
                near.push([items.clone(), vec![json!(null)]].concat().into());
            }
            near
        }
        Value::Object(members) => {
            let mut more = members.clone();
            more.insert("extra".into(), json!(1));
            let mut near = vec![more.into()];
            for key in members.keys() {
                let mut misspelled = members.clone();
                let value = misspelled.remove(key).unwrap();
                misspelled.insert(format!("{key}s"), value);
                near.push(misspelled.into());
            }
            near
        }
        Value::Null | Value::Bool(_) => vec![json!(1), json!("null")],
    }
}

/// How the damaged documents were judged.
#[derive(Debug, Default)]
pub struct Count {
    pub taken: usize,
    pub refused: usize,
}

/// Calls `is_taken` with one damaged document in `step` and what was done to it; a step of 1 is
/// all of them.
pub fn each(document: &Value, step: usize, is_taken: fn(&Value, &str) -> bool) -> Count {
    let mut count = Count::default();
    let mut made = 0;
    let mut judge = |damaged: &Value, what: &str| {
        made += 1;
        if made % step != 0 {
            return;
        }
        match is_taken(damaged, what) {
            true => count.taken += 1,
            false => count.refused += 1,
        }
    };
    for place in places_of_each_make(document) {
        let (good, there) = around(document, Some(&place));
        let mut damaged = good.clone();
        for value in replacements()
            .into_iter()
            .chain(near(document.pointer(&place).unwrap()))
        {
            let what = format!("{place} = {:.60}", value.to_string());
            *damaged.pointer_mut(&there).unwrap() = value;
            judge(&damaged, &what);
        }
        let mut damaged = good;
        let (parent, key) = there.rsplit_once('/').unwrap();
        match damaged.pointer_mut(parent).unwrap() {
            Value::Object(members) => drop(members.remove(key).unwrap()),
            Value::Array(items) => drop(items.remove(key.parse().unwrap())),
            _ => unreachable!(),
        }
        judge(&damaged, &format!("{place} removed"));
    }
    for value in near(&short(document)) {
        judge(&value, "the top changed");
    }
    count
}
