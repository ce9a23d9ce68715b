//! Headers: every member wrong, every member in a second spelling, at every place.

use crate::catalog::{Case, kind, places, replaced};
use crate::support::bundles::*;

/// What is replaced in a header, by what, and the code.
struct Change {
    name: &'static str,
    from: String,
    to: String,
    code: &'static str,
}

fn change(
    name: &'static str,
    from: impl Into<String>,
    to: impl Into<String>,
    code: &'static str,
) -> Change {
    Change {
        name,
        from: from.into(),
        to: to.into(),
        code,
    }
}

/// Changes that break a rule of the header alone.
fn wrong(index: usize) -> Vec<Change> {
    let kind = kind(index);
    let other = if index == 0 { "review" } else { "survey" };
    let (who, seed) = signer(kind);
    let print = person((who, seed, &[onsite::bundle::kinds::Role::Root])).fingerprint;
    let print = print.as_str().to_owned();
    let step = format!("\"step\":{index}");
    let end = "\"}";
    vec![
        change("another step", &step, "\"step\":15", "header"),
        change("a step above 15", &step, "\"step\":16", "header"),
        change(
            "a step that is no whole number",
            &step,
            format!("{step}.0"),
            "header",
        ),
        change("a member twice", &step, format!("{step},{step}"), "header"),
        change(
            "an unknown member",
            &step,
            format!("{step},\"more\":0"),
            "header",
        ),
        change(
            "another kind",
            format!("\"kind\":\"{kind}\""),
            format!("\"kind\":\"{other}\""),
            "header",
        ),
        change(
            "an unknown kind",
            format!("\"kind\":\"{kind}\""),
            "\"kind\":\"appeal\"",
            "header",
        ),
        change("revision 0", "\"revision\":1", "\"revision\":0", "header"),
        change(
            "revision 2 that replaces nothing",
            "\"revision\":1",
            "\"revision\":2",
            "header",
        ),
        change(
            "revision 1 that replaces something",
            "\"supersedes\":null",
            format!("\"supersedes\":\"{}\"", "0".repeat(64)),
            "header",
        ),
        change("a member left out", "\"supersedes\":null,", "", "header"),
        change(
            "training that is neither",
            "\"training\":true",
            "\"training\":1",
            "header",
        ),
        change("a time with an offset", ":30:00Z", ":30:00+00:00", "header"),
        change("a time with a fraction", ":30:00Z", ":30:00.5Z", "header"),
        change("a principal that is a name", who, "Ann Miller", "header"),
        change(
            "a fingerprint in lower case",
            "SHA256:",
            "sha256:",
            "header",
        ),
        change(
            "another fingerprint",
            print,
            person(DEC_TWO).fingerprint.to_string(),
            "signer-name",
        ),
        change(
            "another principal",
            format!("\"principal\":\"{who}\""),
            "\"principal\":\"zoe-01\"",
            "signer-name",
        ),
        change("record 0", "\"record\":1", "\"record\":0", "header"),
        change(
            "a short nonce",
            "\"nonce\":\"0707",
            "\"nonce\":\"07",
            "header",
        ),
        change(
            "a nonce in capitals",
            "\"nonce\":\"0707",
            "\"nonce\":\"07AA",
            "header",
        ),
        change(
            "no program",
            "\"app\":\"onsite tests",
            "\"app\":\"",
            "header",
        ),
        change(
            "a program with an unseen letter",
            "onsite tests",
            "onsite\\u001btests",
            "header",
        ),
        change(
            "a newer format",
            "onsite-bundle/1",
            "onsite-bundle/2",
            "newer",
        ),
        change(
            "another format",
            "onsite-bundle/1",
            "offsite-bundle/1",
            "header",
        ),
        change(
            "a newer record",
            "\"record\":1",
            "\"record\":2,\"unheard\":{\"of\":1.5}",
            "newer",
        ),
        change("newer rules", "\"rules\":1", "\"rules\":2", "newer"),
        change("cut short", end, "", "header"),
    ]
}

/// Changes that leave the meaning and spell it otherwise.
fn respelled(index: usize) -> Vec<Change> {
    let kind = kind(index);
    let (who, seed) = signer(kind);
    let print = person((who, seed, &[onsite::bundle::kinds::Role::Root])).fingerprint;
    let step = format!("\"step\":{index}");
    let object = format!("{{\"principal\":\"{who}\",\"fingerprint\":\"{print}\"}}");
    let list = format!("[\"{who}\",\"{print}\"]");
    vec![
        change("a blank", &step, format!("\"step\": {index}"), "spelling"),
        change(
            "a line end behind it",
            "onsite tests\"}",
            "onsite tests\"}\n",
            "spelling",
        ),
        change("a struct as a list", object, list, "spelling"),
        change(
            "a choice as an object",
            format!("\"kind\":\"{kind}\""),
            format!("\"kind\":{{\"{kind}\":null}}"),
            "spelling",
        ),
        change(
            "an escape that is not needed",
            "2026-LKS",
            "2026\\u002dLKS",
            "spelling",
        ),
        change(
            "members in another order",
            "\"record\":1,\"rules\":1",
            "\"rules\":1,\"record\":1",
            "spelling",
        ),
        change(
            "a byte order mark",
            "{\"format\"",
            "\u{feff}{\"format\"",
            "header",
        ),
        change("a negative zero", "\"to\":[]", "\"to\":[-0]", "header"),
    ]
}

/// A key that signs nothing in the catalog.
const DEC_TWO: (&str, u8, &[onsite::bundle::kinds::Role]) =
    ("dec-02", 41, &[onsite::bundle::kinds::Role::Decider]);

/// Their cases.
pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (index, bytes, place) in places() {
        let rules = [("Header", wrong(index)), ("One spelling", respelled(index))];
        for (rule, changes) in rules {
            for Change {
                name,
                from,
                to,
                code,
            } in changes
            {
                let bytes = replaced(bytes, index, "step.json", &from, &to);
                cases.push(Case::new(rule, format!("{place}: {name}"), bytes, code));
            }
        }
        let escaped = replaced(
            bytes,
            index,
            "step.json",
            "onsite tests",
            "a \\\"quoted\\\" \\\\ name",
        );
        let name = format!("{place}: a program with quotes");
        cases.push(Case::new("One spelling", name, escaped, "good"));
        let to = replaced(
            bytes,
            index,
            "step.json",
            "\"to\":[]",
            "\"to\":[\"rev-01\",\"off-01\"]",
        );
        cases.push(Case::new(
            "Header",
            format!("{place}: for two people"),
            to,
            "good",
        ));
    }
    cases
}
