//! The form of a file, checked against the JSON Schema that stands beside the packs.
//!
//! The published schema itself is what is checked against, so that it cannot drift from the
//! code; its `description`s become the "what to do". Only the part of JSON Schema (2020-12)
//! that our schemas use is known here; a test refuses any other word in them.

use super::json::reader::clean;
use super::json::{Node, PathPart, Value};
use super::nearest;
use super::patterns;
use super::problem::{self, Cause, Problem};
use serde_json::Value as Json;

/// Checks `document` against `schema`; the problems come in the document's order.
pub(super) fn check(schema: &Json, document: &Node) -> Vec<Problem> {
    let mut check = Check {
        schema,
        document,
        problems: Vec::new(),
    };
    check.node(schema, document, &mut Vec::new(), "");
    check.problems
}

struct Check<'a> {
    schema: &'a Json,
    document: &'a Node,
    problems: Vec<Problem>,
}

type Path<'a> = Vec<PathPart<'a>>;

impl<'a> Check<'a> {
    fn tell(&mut self, path: &[PathPart<'_>], wrong: impl Into<String>, todo: impl Into<String>) {
        let (line, path) = self.document.locate(path);
        problem::add(
            &mut self.problems,
            Problem {
                line: Some(line),
                path,
                wrong: wrong.into(),
                todo: todo.into(),
                cause: Cause::File,
            },
        );
    }

    /// `help` is the nearest description on the way here.
    fn node(&mut self, schema: &'a Json, node: &'a Node, path: &mut Path<'a>, help: &'a str) {
        let help = schema
            .get("description")
            .and_then(Json::as_str)
            .unwrap_or(help);
        if let Some(target) = schema.get("$ref").and_then(Json::as_str) {
            let target = self.schema.pointer(target.trim_start_matches('#'));
            match target {
                Some(target) => self.node(target, node, path, help),
                None => {
                    let broken = Problem::mistake("this onsite was built with a broken schema");
                    problem::add(&mut self.problems, broken);
                }
            }
        }
        if !self.type_fits(schema, node, path, help) {
            return;
        }
        if let Some(branches) = schema.get("anyOf").and_then(Json::as_array) {
            self.any_of(branches, node, path, help);
        }
        self.constants(schema, node, path, help);
        match &node.value {
            Value::Text(text) => self.text(schema, text, path, help),
            Value::Number(number) => self.number(schema, number, path, help),
            Value::List(items) => self.list(schema, items, path, help),
            Value::Object(_) => self.object(schema, node, path, help),
            Value::Null | Value::Bool(_) => {}
        }
    }

    fn type_fits(&mut self, schema: &Json, node: &Node, path: &Path<'a>, help: &str) -> bool {
        let wanted: Vec<&str> = match schema.get("type") {
            Some(Json::String(one)) => vec![one],
            Some(Json::Array(several)) => several.iter().filter_map(Json::as_str).collect(),
            _ => return true,
        };
        let fits = wanted.iter().any(|wanted| is_of_type(&node.value, wanted));
        if !fits {
            let wanted: Vec<&str> = wanted.iter().map(|name| type_in_words(name)).collect();
            self.tell(
                path,
                format!(
                    "{} stands where {} belongs",
                    kind(&node.value),
                    wanted.join(" or ")
                ),
                advice(help, "Write it so."),
            );
        }
        fits
    }

    fn constants(&mut self, schema: &Json, node: &Node, path: &Path<'a>, help: &str) {
        let allowed: Vec<&Json> = match (schema.get("const"), schema.get("enum")) {
            (Some(one), _) => vec![one],
            (None, Some(Json::Array(several))) => several.iter().collect(),
            _ => return,
        };
        if allowed.iter().any(|allowed| is_same(&node.value, allowed)) {
            return;
        }
        let words: Vec<String> = allowed.iter().map(ToString::to_string).collect();
        let known = advice(help, &format!("Known: {}.", words.join(", ")));
        let texts = allowed.iter().filter_map(|allowed| allowed.as_str());
        let todo = nearest::advice(node.as_text().unwrap_or_default(), texts, &known);
        self.tell(path, "a value that is not known here", todo);
    }

    fn text(&mut self, schema: &Json, text: &str, path: &Path<'a>, help: &str) {
        let length = text.chars().count();
        let limit = |word| {
            schema
                .get(word)
                .and_then(Json::as_u64)
                .and_then(|n| usize::try_from(n).ok())
        };
        if limit("minLength").is_some_and(|least| length < least) {
            self.tell(
                path,
                "the text is empty or too short",
                advice(help, "Fill it in."),
            );
        } else if let Some(most) = limit("maxLength").filter(|most| length > *most) {
            let wrong = format!("the text has {length} characters; at most {most} are allowed");
            self.tell(path, wrong, advice(help, "Shorten it."));
        } else if let Some(pattern) = schema.get("pattern").and_then(Json::as_str)
            && patterns::fits(pattern, text) != Some(true)
        {
            self.tell(
                path,
                format!("the text is not {}", patterns::words(pattern)),
                advice(help, "Write it so."),
            );
        }
    }

    fn number(&mut self, schema: &Json, number: &serde_json::Number, path: &Path<'a>, help: &str) {
        let value = number.as_f64().unwrap_or(f64::NAN);
        let limit = |word| schema.get(word).and_then(Json::as_f64);
        let wrong = if let Some(least) = limit("minimum").filter(|least| value < *least) {
            format!("{number} is less than {least}")
        } else if let Some(bound) = limit("exclusiveMinimum").filter(|bound| value <= *bound) {
            format!("{number} is not more than {bound}")
        } else if let Some(most) = limit("maximum").filter(|most| value > *most) {
            format!("{number} is more than {most}")
        } else {
            return;
        };
        self.tell(path, wrong, advice(help, "Correct the number."));
    }

    fn list(&mut self, schema: &'a Json, items: &'a [Node], path: &mut Path<'a>, help: &'a str) {
        let limit = |word| {
            schema
                .get(word)
                .and_then(Json::as_u64)
                .and_then(|n| usize::try_from(n).ok())
        };
        if let Some(least) = limit("minItems").filter(|least| items.len() < *least) {
            let wrong = format!(
                "the list has {} entries; at least {least} belong there",
                items.len()
            );
            self.tell(path, wrong, advice(help, "Add what is missing."));
        }
        if let Some(most) = limit("maxItems").filter(|most| items.len() > *most) {
            let wrong = format!(
                "the list has {} entries; at most {most} are allowed",
                items.len()
            );
            self.tell(path, wrong, advice(help, "Take some out."));
        }
        if let Some(schema) = schema.get("items") {
            for (index, item) in items.iter().enumerate() {
                path.push(PathPart::Index(index));
                self.node(schema, item, path, help);
                path.pop();
            }
        }
    }

    fn object(&mut self, schema: &'a Json, node: &'a Node, path: &mut Path<'a>, help: &'a str) {
        let Value::Object(members) = &node.value else {
            return;
        };
        let fields = schema.get("properties").and_then(Json::as_object);
        let required = schema.get("required").and_then(Json::as_array);
        for key in required.into_iter().flatten().filter_map(Json::as_str) {
            if node.get(key).is_none() {
                let field = fields.and_then(|fields| fields.get(key));
                let help = field.map_or("", |field| self.help_of(field));
                self.tell(
                    path,
                    format!("field \"{key}\" is missing"),
                    advice(help, "Add it."),
                );
            }
        }
        let closed = schema.get("additionalProperties") == Some(&Json::Bool(false));
        for member in members {
            match fields.and_then(|fields| fields.get(&member.key)) {
                Some(field) => {
                    path.push(PathPart::Key(&member.key));
                    self.node(field, &member.node, path, help);
                    path.pop();
                }
                None if closed => {
                    let known: Vec<&str> = fields
                        .into_iter()
                        .flat_map(|fields| fields.keys().map(String::as_str))
                        .collect();
                    self.unknown(&member.key, member.line, &known, path);
                }
                None => {}
            }
        }
    }

    fn unknown(&mut self, key: &str, line: usize, known: &[&str], path: &Path<'a>) {
        let listed = format!("Delete it. Known here: {}.", known.join(", "));
        let todo = match nearest::to(key, known.iter().copied()) {
            Some(meant) => format!("Did you mean \"{meant}\"? Otherwise delete it."),
            None => listed,
        };
        let (_, words) = self.document.locate(path);
        problem::add(
            &mut self.problems,
            Problem {
                line: Some(line),
                path: words,
                wrong: format!("field \"{}\" is not known here", clean(key)),
                todo,
                cause: Cause::File,
            },
        );
    }

    /// One of the branches must fit. If none does, the problems of the branch that comes
    /// closest are told: the one whose type and fields are right but for something deeper.
    fn any_of(&mut self, branches: &'a [Json], node: &'a Node, path: &mut Path<'a>, help: &'a str) {
        let before = self.problems.len();
        let (_, here) = self.document.locate(path);
        let mut deeper = None;
        for branch in branches {
            self.node(branch, node, path, help);
            let problems = self.problems.split_off(before);
            if problems.is_empty() {
                return;
            }
            if problems.iter().all(|problem| problem.path != here) {
                deeper.get_or_insert(problems);
            }
        }
        let plain = branches
            .iter()
            .find(|branch| self.is_for(branch, &node.value));
        match (deeper, plain) {
            (Some(problems), _) => self.problems.extend(problems),
            (None, Some(branch)) => self.node(branch, node, path, help),
            (None, None) => self.tell(
                path,
                "written in no way that is known here",
                advice(help, "Write it so."),
            ),
        }
    }

    /// Says whether a branch is the one for this plain value. Objects have several.
    fn is_for(&self, branch: &Json, value: &Value) -> bool {
        let target = branch
            .get("$ref")
            .and_then(Json::as_str)
            .and_then(|target| self.schema.pointer(target.trim_start_matches('#')))
            .unwrap_or(branch);
        let name = target.get("type").and_then(Json::as_str);
        !matches!(value, Value::Object(_)) && name.is_some_and(|name| is_of_type(value, name))
    }

    /// The description of a field, over its reference.
    fn help_of(&self, field: &'a Json) -> &'a str {
        let own = field.get("description").and_then(Json::as_str);
        let target = field
            .get("$ref")
            .and_then(Json::as_str)
            .and_then(|target| self.schema.pointer(target.trim_start_matches('#')));
        own.or_else(|| target?.get("description")?.as_str())
            .unwrap_or("")
    }
}

fn advice(help: &str, otherwise: &str) -> String {
    if help.is_empty() {
        otherwise.to_string()
    } else {
        format!("What belongs there: {help}")
    }
}

fn is_of_type(value: &Value, name: &str) -> bool {
    match value {
        Value::Null => name == "null",
        Value::Bool(_) => name == "boolean",
        Value::Number(number) => name == "number" || (name == "integer" && !number.is_f64()),
        Value::Text(_) => name == "string",
        Value::List(_) => name == "array",
        Value::Object(_) => name == "object",
    }
}

fn is_same(value: &Value, wanted: &Json) -> bool {
    match (value, wanted) {
        (Value::Null, Json::Null) => true,
        (Value::Bool(value), Json::Bool(wanted)) => value == wanted,
        (Value::Text(value), Json::String(wanted)) => value == wanted,
        (Value::Number(value), Json::Number(wanted)) => value == wanted,
        _ => false,
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing (null)",
        Value::Bool(_) => "true or false",
        Value::Number(number) if number.is_f64() => "a number with a fraction",
        Value::Number(_) => "a number",
        Value::Text(_) => "a text",
        Value::List(_) => "a list",
        Value::Object(_) => "an object {…}",
    }
}

fn type_in_words(name: &str) -> &'static str {
    match name {
        "null" => "null",
        "boolean" => "true or false",
        "integer" => "a whole number",
        "number" => "a number",
        "string" => "a text",
        "array" => "a list […]",
        _ => "an object {…}",
    }
}
