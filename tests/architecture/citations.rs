//! What comments cite: `RULES.md, Verdicts` must be a heading of that document, a path such as
//! `standards/README.md` must be there, and no comment sends its reader to a document that a
//! clone does not have. In documents, every link to a file leads to one.

use crate::source::Source;
use std::collections::BTreeMap;
use std::path::Path;

/// The documents that are cited by name and heading, each with where it stands.
const BY_HEADING: [(&str, &str); 3] = [
    ("RULES.md", "src/domain/RULES.md"),
    ("FORMAT.md", "src/bundle/FORMAT.md"),
    ("SCREENS.md", "src/tui/SCREENS.md"),
];

/// Every document of the repository by its path, with its text.
pub struct Documents(BTreeMap<String, String>);

impl Documents {
    /// The documents below `root`; hidden folders count, what was built does not.
    pub fn below(root: &Path) -> Self {
        let mut found = BTreeMap::new();
        let mut folders = vec![String::new()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(root.join(&folder)).unwrap() {
                let entry = entry.unwrap();
                let name = entry.file_name().into_string().unwrap();
                let path = format!("{folder}{name}");
                let kind = entry.file_type().unwrap();
                if kind.is_dir() && name != "target" && name != ".git" {
                    folders.push(format!("{path}/"));
                } else if kind.is_file() && name.ends_with(".md") {
                    found.insert(path, std::fs::read_to_string(entry.path()).unwrap());
                }
            }
        }
        assert!(found.contains_key("README.md"), "{:?}", found.keys());
        Self(found)
    }

    /// The headings of a document, if it is there.
    fn headings(&self, path: &str) -> Option<Vec<&str>> {
        let lines = self.0.get(path)?.lines();
        let headings = lines.filter(|line| line.starts_with('#'));
        Some(
            headings
                .map(|line| line.trim_start_matches('#').trim())
                .collect(),
        )
    }

    /// Links of documents that lead to no document.
    pub fn broken_links(&self) -> Vec<String> {
        let mut findings = Vec::new();
        for (path, text) in &self.0 {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            for target in text
                .split("](")
                .skip(1)
                .filter_map(|rest| rest.split(')').next())
            {
                let file = target.split('#').next().unwrap_or_default();
                let whole = joined(folder, file);
                if file.ends_with(".md") && !file.contains("://") && !self.0.contains_key(&whole) {
                    findings.push(format!("{path}: the link to {target} leads nowhere"));
                }
            }
        }
        findings
    }
}

/// A path from a folder on, `..` resolved.
fn joined(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// What the comments of a source cite though it is not there.
pub fn unfounded(source: &Source, documents: &Documents) -> Vec<String> {
    let mut findings = Vec::new();
    for comment in &source.comments {
        for (end, _) in comment.words.match_indices(".md") {
            let (before, after) = comment.words.split_at(end + ".md".len());
            if let Err(why) = cited(name_at_end(before), after, documents) {
                findings.push(format!("{}: {why}", source.place(comment.at)));
            }
        }
    }
    findings
}

/// The path that a text ends with.
fn name_at_end(text: &str) -> &str {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '/');
    let start = text.rfind(|c| !inside(c));
    start
        .map_or(text, |at| &text[at..])
        .trim_start_matches(|c| !inside(c))
}

/// Judges one citation: the document's name and what follows it.
fn cited(name: &str, after: &str, documents: &Documents) -> Result<(), String> {
    let Some((_, path)) = BY_HEADING.iter().find(|(known, _)| *known == name) else {
        return if documents.0.contains_key(name) {
            Ok(())
        } else {
            Err(format!("{name} is not in this repository"))
        };
    };
    let Some(headings) = documents.headings(path) else {
        return Err(format!("{path} is not there"));
    };
    let after = after.strip_prefix('`').unwrap_or(after);
    let Some(mut rest) = after.strip_prefix(", ") else {
        return Ok(());
    };
    // One heading, or several: `Container and Contents by kind`.
    loop {
        let Some(heading) = longest_at_start(&headings, rest) else {
            let shown: String = rest.chars().take(40).collect();
            return Err(format!(
                "{path} has no heading that \"{shown}…\" begins with"
            ));
        };
        rest = &rest[heading.len()..];
        match rest.strip_prefix(" and ") {
            Some(next) if next.starts_with(char::is_uppercase) => rest = next,
            _ => return Ok(()),
        }
    }
}

/// The longest heading that a text begins with, whole words only.
fn longest_at_start<'a>(headings: &[&'a str], text: &str) -> Option<&'a str> {
    let whole = |heading: &&&str| {
        let rest = text.strip_prefix(**heading);
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    headings
        .iter()
        .filter(whole)
        .max_by_key(|held| held.len())
        .copied()
}

#[cfg(test)]
fn judged(comment: &str) -> Vec<String> {
    let documents = [
        (
            "src/domain/RULES.md",
            "# The rules\n\n## Words\n\n## The journal\n",
        ),
        (
            "src/bundle/FORMAT.md",
            "## Chain\n## Chain and revisions\n## Pitfalls\n",
        ),
        (
            "standards/README.md",
            "[rules](../src/domain/RULES.md) [gone](gone.md)",
        ),
    ];
    let held = documents.map(|(path, text)| (path.to_owned(), text.to_owned()));
    let documents = Documents(held.into());
    assert_eq!(
        documents.broken_links(),
        ["standards/README.md: the link to gone.md leads nowhere"]
    );
    unfounded(&Source::new("src/x.rs", comment), &documents)
}

#[test]
fn a_citation_of_what_is_not_there_is_found_wherever_it_is_written() {
    for wrong in [
        "// RULES.md, Verdict",
        "/// See RULES.md, The journals.",
        "//! (FORMAT.md, Chain, and\n//! more; FORMAT.md, Trust)",
        "//! FORMAT.md, Chain and Trust.",
        "let x = 1; // DESIGN.md",
        "// BARS.md, bar 4",
        "// docs/README.md",
        "/* BUNDLE.md */",
    ] {
        assert_eq!(judged(wrong).len(), 1, "{wrong}: {:?}", judged(wrong));
    }
    for good in [
        "// RULES.md, Words.",
        "//! The rules: `RULES.md`, The\n//! journal.",
        "// (FORMAT.md, Chain and revisions)",
        "// FORMAT.md, Chain and\n// revisions and Pitfalls",
        "// FORMAT.md, Chain, is read.",
        "// `RULES.md` beside this file, standards/README.md.",
        "let x = \"DESIGN.md\"; let y = include_str!(\"BARS.md\");",
    ] {
        assert_eq!(judged(good), [""; 0], "{good}");
    }
}
