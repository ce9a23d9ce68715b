//! One file of the catalog, and what whoever reads it should find.

use crate::support::bundles::*;
use onsite::bundle::kinds::Kind;
use onsite::domain::values::digest::Digest;
use std::sync::LazyLock;

/// What stands in a case's file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// Steps of a case, read against a roster.
    Bundle,
    /// A roster, read by itself.
    Roster,
}

/// One file with what it is read against and what is expected.
#[derive(Clone, Debug)]
pub struct Case {
    /// The heading of FORMAT.md that has the rule.
    pub rule: &'static str,
    /// What is done to the file, unique.
    pub name: String,
    /// A bundle or a roster.
    pub kind: Type,
    /// The file.
    pub bytes: Vec<u8>,
    /// The name of the roster that it is read against.
    pub roster: Option<&'static str>,
    /// The clock of whoever reads.
    pub now: &'static str,
    /// Whether an expired roster is allowed.
    pub allow_expired: bool,
    /// Files that were read before, in order, each as good.
    pub before: Vec<Vec<u8>>,
    /// The code: `good`, `excerpt`, `expired`, `no-roster` or that of the broken rule.
    pub code: &'static str,
    /// What the script says where that does not follow from the code.
    pub script: Option<&'static str>,
}

/// Codes of a file that says yes.
const GOOD: [&str; 2] = ["good", "excerpt"];
/// Codes of a file about which nothing can be said.
const CANNOT_TELL: [&str; 4] = ["newer", "read", "memory", "other-previous"];

impl Case {
    /// A bundle read by the made-up office a month later.
    pub fn new(
        rule: &'static str,
        name: impl Into<String>,
        bytes: Vec<u8>,
        code: &'static str,
    ) -> Self {
        Self {
            rule,
            name: name.into(),
            kind: Type::Bundle,
            bytes,
            roster: Some("office"),
            now: "2026-04-01T00:00:00Z",
            allow_expired: false,
            before: Vec::new(),
            code,
            script: None,
        }
    }

    /// The script cannot see what is wrong, and says that it did not look.
    pub fn unseen(mut self) -> Self {
        self.script = Some("GOOD");
        self
    }

    /// Read against this roster.
    pub fn by(mut self, roster: &'static str) -> Self {
        self.roster = Some(roster);
        self
    }

    /// The exit code.
    pub fn exit(&self) -> u8 {
        match self.code {
            code if GOOD.contains(&code) => 0,
            code if CANNOT_TELL.contains(&code) => 3,
            _ => 1,
        }
    }

    /// What the script says; nothing where it cannot be asked.
    pub fn script(&self) -> Option<&'static str> {
        self.roster?;
        Some(match self.script {
            Some(said) => said,
            None if self.code == "excerpt" => "GOOD, EXCERPT",
            None if self.code == "good" => "GOOD",
            None => "BAD",
        })
    }
}

/// The folders of the whole made-up case.
pub const FOLDERS: [&str; 6] = [
    "00-survey",
    "01-review",
    "02-report",
    "03-plan",
    "04-followup",
    "05-decision",
];

/// The made-up case after one step, after two, up to all six.
pub static FILES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let steps = whole_case();
    (1..=steps.len())
        .map(|count| file(&steps[..count]))
        .collect()
});

/// The kind of the made-up case's step `index`.
pub fn kind(index: usize) -> Kind {
    Kind::ALL[index]
}

/// Each step of the made-up case once as the last of a file, and once with the others behind it
/// where there are any: index, the file, and a name for the place.
pub fn places() -> Vec<(usize, &'static [u8], String)> {
    let mut places = Vec::new();
    for (index, folder) in FOLDERS.iter().enumerate() {
        places.push((index, FILES[index].as_slice(), format!("{folder} last")));
        if index < 5 {
            places.push((index, FILES[5].as_slice(), format!("{folder} of six")));
        }
    }
    places
}

/// Edits the files of step `index` as its signer could, and signs it and every later step again,
/// each upon the one before.
pub fn edited(bytes: &[u8], index: usize, edit: impl FnOnce(&mut Entries)) -> Vec<u8> {
    edited_by(bytes, index, signer(kind(index)).1, edit)
}

/// The same, the edited step signed with the key of `seed`.
pub fn edited_by(bytes: &[u8], index: usize, seed: u8, edit: impl FnOnce(&mut Entries)) -> Vec<u8> {
    let purpose = kind(index).namespace();
    let mut bytes = resigned(bytes, FOLDERS[index], (purpose, seed), edit);
    for later in index + 1..FOLDERS.len() {
        let all = entries(&bytes);
        let folder = FOLDERS[later];
        if !all.iter().any(|(name, _)| name.starts_with(folder)) {
            break;
        }
        let digest = |path: &str| {
            let name = format!("{}/{path}", FOLDERS[later - 1]);
            let held = all.iter().find(|(held, _)| *held == name);
            held.map(|(_, content)| format!("{}  {name}\n", Digest::of(content)))
        };
        let prev = ["SHA256SUMS", "SHA256SUMS.sig"].map(|path| digest(path).unwrap_or_default());
        let signer = (kind(later).namespace(), signer(kind(later)).1);
        bytes = resigned(&bytes, folder, signer, |all| {
            put(all, &format!("{folder}/PREV"), prev.concat().as_bytes());
        });
    }
    bytes
}

/// Replaces the first `from` in a file of step `index`.
pub fn replaced(bytes: &[u8], index: usize, path: &str, from: &str, to: &str) -> Vec<u8> {
    edited(bytes, index, |all| {
        replace(all, &format!("{}/{path}", FOLDERS[index]), from, to);
    })
}
