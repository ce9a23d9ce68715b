//! The rules of the house, each from one source file to its findings.

use crate::source::Source;

/// The layers, each with what it may import beside itself.
const LAYERS: [(&str, &[&str]); 9] = [
    ("domain", &[]),
    ("standards", &["domain"]),
    ("store", &["domain"]),
    ("vault", &["domain"]),
    ("bundle", &["domain"]),
    ("report", &["domain"]),
    (
        "workspace",
        &["domain", "standards", "store", "vault", "bundle", "report"],
    ),
    ("tui", &["domain"]),
    (
        "cli",
        &[
            "domain",
            "standards",
            "store",
            "vault",
            "bundle",
            "report",
            "workspace",
            "tui",
        ],
    ),
];

/// The wings of `domain`, from the ground up: each may import those before it.
const WINGS: [&str; 7] = [
    "values", "pack", "program", "journal", "privacy", "survey", "training",
];

/// What `tui::effects` may import: it is where the screens and the workspace meet.
const EFFECTS: [&str; 7] = [
    "domain",
    "standards",
    "store",
    "vault",
    "bundle",
    "report",
    "workspace",
];

/// Parts of the standard library that the rules and the screens may not touch.
const SYSTEM: [&str; 4] = ["fs", "env", "net", "process"];

/// Calls that read a clock or ask for randomness.
const CLOCKS: [&str; 5] = ["::now(", "SystemTime", "getrandom", ".elapsed(", "now_v7("];

/// Where days and times have a form of their own: for people and in the names of files; in files that
/// machines read; in fields, as a person types a day.
const DATES: [&str; 4] = [
    "src/domain/values/written.rs",
    "src/bundle/when.rs",
    "src/tui/screens/case/packet_form.rs",
    "src/tui/text/days.rs",
];

/// What a source writes of days and times in a form of its own.
pub fn own_dates(source: &Source) -> Vec<String> {
    let lines = (1..).zip(source.text.lines());
    let own = lines.filter(|(_, line)| line.contains(".format(\"") && line.contains('%'));
    own.filter(|_| !DATES.contains(&source.path.as_str()))
        .map(|(at, line)| format!("{}:{at}: {}", source.path, line.trim()))
        .collect()
}

/// What a source imports from a layer that it may not see.
pub fn imports(source: &Source) -> Vec<String> {
    let module = source.module();
    let Some(layer) = module.first() else {
        return Vec::new();
    };
    let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| name == layer) else {
        return vec![format!("{}: {layer} is no layer", source.path)];
    };
    let effects = *layer == "tui" && module.get(1) == Some(&"effects");
    let allowed: &[&str] = if effects { &EFFECTS } else { allowed };
    let seen = named_after(&source.code, "crate::")
        .into_iter()
        .chain(named_after(&source.code, "onsite::"))
        .chain(above(source, module.len()));
    seen.filter(|(_, name)| {
        let is_layer = LAYERS.iter().any(|(layer, _)| layer == name);
        is_layer && name != layer && !allowed.contains(&name.as_str())
    })
    .map(|(at, name)| format!("{}: {layer} imports {name}", source.place(at)))
    .collect()
}

/// What a file of `domain` imports from a wing above its own.
pub fn wings(source: &Source) -> Vec<String> {
    let module = source.module();
    let ["domain", wing, ..] = module[..] else {
        return Vec::new();
    };
    let Some(own) = WINGS.iter().position(|name| *name == wing) else {
        return vec![format!("{}: {wing} is no wing of domain", source.path)];
    };
    let seen = named_after(&source.code, "crate::domain::")
        .into_iter()
        .chain(named_after(&source.code, "onsite::domain::"))
        .chain(above(source, module.len() - 1));
    seen.filter(|(_, name)| {
        let other = WINGS.iter().position(|wing| wing == name);
        other.is_some_and(|other| other > own)
    })
    .map(|(at, name)| format!("{}: {wing} imports {name}", source.place(at)))
    .collect()
}

/// The names that follow a path's beginning: one, or those of a group in braces.
fn named_after(code: &str, start: &str) -> Vec<(usize, String)> {
    let mut named = Vec::new();
    for (at, _) in code.match_indices(start) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|before| before.is_alphanumeric() || before == '_') {
            continue;
        }
        let rest = &code[at + start.len()..];
        match rest.strip_prefix('{') {
            None => named.push((at, word(rest))),
            Some(group) => named.extend(heads(group).into_iter().map(|name| (at, name))),
        }
    }
    named
}

/// The first names of a group: of `a::{b, c}, d}` they are `a` and `d`.
fn heads(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut names = Vec::new();
    let mut begins = true;
    for (at, letter) in group.char_indices() {
        match letter {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => begins = true,
            letter if begins && !letter.is_whitespace() => {
                names.push(word(&group[at..]));
                begins = false;
            }
            _ => {}
        }
    }
    names
}

fn word(text: &str) -> String {
    text.chars()
        .take_while(|letter| letter.is_alphanumeric() || *letter == '_')
        .collect()
}

/// The names reached by climbing `super::` above the layers, from a module so deep.
pub fn above(source: &Source, depth: usize) -> Vec<(usize, String)> {
    let mut named = Vec::new();
    let code = &source.code;
    for (at, _) in code.match_indices("super::") {
        if code[..at].ends_with("super::") {
            continue;
        }
        let rest = &code[at..];
        let path = rest.trim_start_matches("super::");
        let climbs = (rest.len() - path.len()) / "super::".len();
        if climbs >= depth {
            match path.strip_prefix('{') {
                None => named.push((at, word(path))),
                Some(group) => named.extend(heads(group).into_iter().map(|name| (at, name))),
            }
        }
    }
    named
}

/// Where the rules or the screens touch the system or a clock.
pub fn system(source: &Source) -> Vec<String> {
    let module = source.module();
    let pure = match module[..] {
        ["domain", ..] => true,
        // The two places where the interface meets the world.
        ["tui", "terminal" | "effects", ..] => false,
        // A test of a screen may look at how long something takes.
        ["tui", ..] => !source.is_test(),
        _ => false,
    };
    if !pure {
        return Vec::new();
    }
    let parts = named_after(&source.code, "std::").into_iter();
    let parts = parts.filter(|(_, name)| SYSTEM.contains(&name.as_str()));
    let clocks = CLOCKS.iter().flat_map(|clock| {
        let found = source.code.match_indices(clock);
        found.map(|(at, found)| (at, found.trim_matches(['(', ':', '.']).to_owned()))
    });
    parts
        .chain(clocks)
        .map(|(at, what)| format!("{}: {what}", source.place(at)))
        .collect()
}

/// Where a lint against panics is allowed away though the code is no test.
pub fn allowances(source: &Source) -> Vec<String> {
    const LINTS: [&str; 6] = [
        "clippy::unwrap_used",
        "clippy::expect_used",
        "clippy::panic",
        "clippy::indexing_slicing",
        "clippy::todo",
        "unsafe_code",
    ];
    if source.is_test() {
        return Vec::new();
    }
    let tests = tests_within(&source.code);
    let mut findings = Vec::new();
    for lint in LINTS {
        for (at, found) in source.code.match_indices(lint) {
            let whole = !source.code[at + found.len()..].starts_with('_');
            if whole && !tests.iter().any(|held| held.contains(&at)) {
                findings.push(format!("{}: {lint}", source.place(at)));
            }
        }
    }
    findings
}

/// Where the items marked `#[cfg(test)]` stand, their other attributes with them.
fn tests_within(code: &str) -> Vec<std::ops::Range<usize>> {
    let marks = code.match_indices("#[cfg(test)]");
    marks
        .map(|(at, mark)| {
            let mut start = at;
            // Attributes before the mark, line by line.
            loop {
                let before = code[..start].trim_end();
                let line = before.rfind('\n').map_or(0, |end| end + 1);
                if !before[line..].trim_start().starts_with("#[") {
                    break;
                }
                start = line;
            }
            let item = at + mark.len();
            item_end(&code[item..]).map_or(start..code.len(), |end| start..item + end)
        })
        .collect()
}

/// Where the item ends that begins here, attributes first: at its semicolon or closing brace.
fn item_end(code: &str) -> Option<usize> {
    let (mut braces, mut brackets) = (0_u32, 0_u32);
    for (at, letter) in code.char_indices() {
        match letter {
            '[' => brackets += 1,
            ']' => brackets = brackets.saturating_sub(1),
            '{' => braces += 1,
            '}' if braces == 1 => return Some(at),
            '}' => braces = braces.saturating_sub(1),
            ';' if braces == 0 && brackets == 0 => return Some(at),
            _ => {}
        }
    }
    None
}

fn found(rule: fn(&Source) -> Vec<String>, path: &str, text: &str) -> Vec<String> {
    rule(&Source::new(path, text))
}

#[test]
fn a_forbidden_import_is_found_however_it_is_written() {
    for (path, text) in [
        ("src/domain/case.rs", "use crate::store::Store;"),
        (
            "src/domain/case.rs",
            "use crate::{domain::ids, vault::{Key, Lock}};",
        ),
        ("src/domain/mod.rs", "use super::tui;"),
        (
            "src/domain/pack/index.rs",
            "use super::super::super::bundle;",
        ),
        ("src/store/mod.rs", "fn f() { crate::vault::open() }"),
        ("src/bundle/zip.rs", "use crate::tui::text;"),
        ("src/bundle/sign.rs", "use crate::vault::PublicKey;"),
        ("src/report/mod.rs", "use crate::standards;"),
        ("src/tui/app.rs", "use crate::workspace::Workspace;"),
        ("src/tui/screens/ask.rs", "use crate::workspace::Workspace;"),
        ("src/workspace/mod.rs", "use crate::tui;"),
        ("src/workspace/mod.rs", "use onsite::cli;"),
        ("src/new/mod.rs", ""),
    ] {
        assert_eq!(found(imports, path, text).len(), 1, "{path}: {text}");
    }
    for (path, text) in [
        (
            "src/domain/case.rs",
            "use super::store; use crate::domain::pack;",
        ),
        ("src/domain/case.rs", "// use crate::store;"),
        ("src/store/mod.rs", "mod tests { use super::*; }"),
        ("src/tui/effects.rs", "use crate::workspace::Workspace;"),
        ("src/cli/seal.rs", "use crate::{workspace, tui};"),
        ("src/main.rs", "use onsite::cli;"),
    ] {
        assert_eq!(found(imports, path, text), [""; 0], "{path}: {text}");
    }
}

#[test]
fn a_wing_that_looks_up_is_found() {
    for (path, text) in [
        ("src/domain/values/ids.rs", "use crate::domain::pack::Pack;"),
        (
            "src/domain/privacy/guard.rs",
            "use crate::domain::{values::ids, survey::case::Case};",
        ),
        ("src/domain/journal/mod.rs", "use super::survey::events;"),
        (
            "src/domain/pack/index.rs",
            "fn f() { super::super::journal::lines() }",
        ),
        ("src/domain/words/mod.rs", ""),
    ] {
        assert_eq!(found(wings, path, text).len(), 1, "{path}: {text}");
    }
    for (path, text) in [
        (
            "src/domain/survey/case.rs",
            "use super::events; use crate::domain::journal;",
        ),
        ("src/domain/survey/case/undo.rs", "use super::training;"),
        ("src/domain/training/mod.rs", "use crate::domain::survey;"),
        ("src/domain/mod.rs", "pub mod training; pub mod values;"),
        ("src/tui/app.rs", "use crate::domain::survey;"),
    ] {
        assert_eq!(found(wings, path, text), [""; 0], "{path}: {text}");
    }
}

#[test]
fn a_touch_of_the_system_is_found() {
    for (path, text) in [
        ("src/domain/case.rs", "use std::fs::File;"),
        ("src/domain/case.rs", "use std::{env, fmt};"),
        ("src/domain/case.rs", "let now = Utc::now();"),
        ("src/tui/screens/ask.rs", "std::process::exit(1)"),
        ("src/tui/widgets/list.rs", "Instant::now()"),
        ("src/tui/session.rs", "since.elapsed()"),
    ] {
        assert_eq!(found(system, path, text).len(), 1, "{path}: {text}");
    }
    for (path, text) in [
        ("src/domain/case.rs", "use std::fmt; let fs = 1; // std::fs"),
        ("src/tui/terminal/run.rs", "Instant::now()"),
        ("src/tui/effects.rs", "self.started.elapsed()"),
        ("src/tui/widgets/list/tests.rs", "Instant::now()"),
    ] {
        assert_eq!(found(system, path, text), [""; 0], "{path}: {text}");
    }
}

#[test]
fn a_date_of_its_own_is_found() {
    let text = "let said = at.format(\"%Y\");";
    assert_eq!(found(own_dates, "src/tui/wording.rs", text).len(), 1);
    assert_eq!(
        found(own_dates, "src/domain/values/written.rs", text),
        [""; 0]
    );
}

#[test]
fn an_allowance_outside_tests_is_found() {
    for (text, count) in [
        ("#[allow(clippy::unwrap_used)]\nfn f() {}", 1),
        (
            "#![allow(clippy::expect_used, clippy::panic)]\nfn f() {}",
            2,
        ),
        (
            "#[cfg(test)]\nmod tests;\n#[allow(clippy::panic)]\nfn f() {}",
            1,
        ),
        (
            "#[cfg(test)]\nmod tests { fn g() {} }\n#[expect(clippy::todo)]\nfn f() {}",
            1,
        ),
        (
            "#[cfg(test)]\n#[allow(clippy::unwrap_used, clippy::panic)]\nmod tests {}",
            0,
        ),
        ("#[allow(clippy::unwrap_used)]\n#[cfg(test)]\nmod tests;", 0),
        (
            "#[cfg(test)]\nmod tests {\n#![allow(clippy::unwrap_used)]\nfn f() {} }",
            0,
        ),
        ("#[allow(clippy::panic_in_result_fn)]\nfn f() {}", 0),
    ] {
        let findings = found(allowances, "src/a/b.rs", text);
        assert_eq!(findings.len(), count, "{text}: {findings:?}");
    }
    let inner = "#![allow(clippy::unwrap_used)]";
    assert_eq!(found(allowances, "src/a/tests/b.rs", inner), [""; 0]);
}
