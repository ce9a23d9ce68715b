//! Small packs, made up: one to three Standards, elements with any checks, a few conditions.

use onsite::domain::pack::Pack;
use proptest::prelude::*;
use serde_json::{Value, json};

/// What an element is made of: the need of each method (0 none, 1 required, 2 supporting), its
/// condition, its records' condition, and whether its records are charts.
type Shape = ([u8; 4], usize, usize, bool);

/// Conditions to choose from; the first is none.
fn condition(number: usize) -> Option<Value> {
    match number {
        1 => Some(json!("oral")),
        2 => Some(json!({"not": "oral"})),
        3 => Some(json!({"all": ["oral", "new"]})),
        4 => Some(json!({"any": ["vein", {"not": "oral"}]})),
        5 => Some(json!("new")),
        _ => None,
    }
}

fn element(id: &str, (needs, when, records_when, charts): Shape) -> Value {
    let mut checks = json!({});
    for (method, need) in ["policy", "record", "interview", "observation"]
        .into_iter()
        .zip(needs)
    {
        let mut check = match need {
            1 => json!({"need": "required", "prompts": []}),
            2 => json!({"need": "supporting", "prompts": []}),
            _ => continue,
        };
        match method {
            "record" => {
                check["kind"] = json!(if charts { "chart" } else { "personnel" });
                check["chart_area"] = json!(null);
                if let Some(condition) = condition(records_when) {
                    check["applies_when"] = condition;
                }
            }
            "interview" => check["roles"] = json!(["nurse"]),
            "observation" => check["events"] = json!(["giving"]),
            _ => {}
        }
        checks[method] = check;
    }
    let mut element = json!({
        "id": id, "short": "s", "text": "t", "checks": checks, "anchors": [],
        "requirement": "r", "satisfied_by": "s",
    });
    if let Some(condition) = condition(when) {
        element["applies_when"] = condition;
    }
    element
}

/// A pack of these Standards, each with its condition and its elements.
fn pack(standards: Vec<(usize, Vec<Shape>)>, charts: u32) -> Pack {
    let standards: Vec<Value> = standards
        .into_iter()
        .enumerate()
        .map(|(place, (when, shapes))| {
            let id = format!("1.{}", place + 1);
            let elements = shapes.into_iter().enumerate();
            let elements: Vec<Value> = elements
                .map(|(number, shape)| element(&format!("{id}.{}", number + 1), shape))
                .collect();
            let mut standard = json!({"id": id, "domain": "1", "title": "t", "elements": elements});
            if let Some(condition) = condition(when) {
                standard["applies_when"] = condition;
            }
            standard
        })
        .collect();
    let attribute = |id: &str| json!({"id": id, "title": id, "question": "?", "scope": "both"});
    let role = json!({"id": "nurse", "title": "Nurse", "label": "RN"});
    let record_kind = |id: &str, label: &str| json!({"id": id, "title": id, "label": label});
    let reasons = json!(["one", "two"]);
    serde_json::from_value(json!({
        "format": "onsite-pack/1", "id": "small", "edition": "e", "title": "t", "program": "p",
        "provenance": {"summary": "s", "sources": [], "standards": [], "elements": []},
        "domains": [{"id": "1", "title": "d"}],
        "attributes": [attribute("oral"), attribute("vein"), attribute("new")],
        "chart_areas": [],
        "record_kinds": [record_kind("chart", "R"), record_kind("personnel", "F")],
        "roles": [role], "events": [{"id": "giving", "title": "Giving"}], "presets": [],
        "reasons": {"not_applicable": reasons, "could_not_assess": reasons,
            "different_level": reasons, "shortfall": reasons},
        "levels": {"fully_met": "f", "partly_met": "p", "not_met": "n",
            "not_applicable": "a", "could_not_assess": "c"},
        "sampling": [
            {"method": "record", "kind": "chart", "per": "site", "minimum": charts, "say": "s"},
            {"method": "interview", "kind": "nurse", "per": "practice", "minimum": 2, "say": "s"},
        ],
        "standards": standards,
    }))
    .unwrap()
}

/// One required check by every method, over charts; two Standards of two such elements.
pub fn plain() -> Pack {
    let all: Shape = ([1; 4], 0, 0, true);
    pack(vec![(0, vec![all, all]), (0, vec![all, all])], 2)
}

/// Any small pack.
pub fn any_pack() -> impl Strategy<Value = Pack> {
    let shape = (
        prop::array::uniform4(0..3_u8),
        0..8_usize,
        0..6_usize,
        prop::bool::weighted(0.8),
    );
    let standard = (0..8_usize, prop::collection::vec(shape, 1..4));
    (prop::collection::vec(standard, 1..4), 1..4_u32)
        .prop_map(|(standards, charts)| pack(standards, charts))
}
