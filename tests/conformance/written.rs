//! The catalog as files: every case, every roster, and a manifest in plain JSON that says what is
//! expected. Another implementation of FORMAT.md needs nothing else.

use crate::CASES;
use crate::catalog::{Case, Type};
use crate::support::bundles::*;
use crate::trust::rosters;
use onsite::bundle::roster::{allowed_signers, revoked_keys};
use onsite::domain::values::digest::Digest;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// Where the catalog is written: a folder of its own, kept where `ONSITE_CONFORMANCE_DIR` names
/// one.
pub struct Folder {
    path: PathBuf,
    _throw_away: Option<tempfile::TempDir>,
}

impl Folder {
    pub fn path(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    pub fn root(&self) -> &Path {
        &self.path
    }
}

/// The folder, written once for all tests.
pub static FOLDER: LazyLock<Folder> = LazyLock::new(|| {
    let throw_away = match std::env::var_os("ONSITE_CONFORMANCE_DIR") {
        Some(_) => None,
        None => Some(tempfile::tempdir().unwrap()),
    };
    let path = match (&throw_away, std::env::var_os("ONSITE_CONFORMANCE_DIR")) {
        (Some(folder), _) => folder.path().to_owned(),
        (None, named) => PathBuf::from(named.unwrap()),
    };
    write(&path);
    Folder {
        path,
        _throw_away: throw_away,
    }
});

/// The file of a case in the folder.
pub fn file_name(number: usize) -> String {
    format!("files/{number:04}.zip")
}

fn write(folder: &Path) {
    for name in ["files", "rosters", "before"] {
        fs::create_dir_all(folder.join(name)).unwrap();
    }
    for (name, list, training) in rosters() {
        let put = |ending: &str, content: &[u8]| {
            fs::write(folder.join(format!("rosters/{name}{ending}")), content).unwrap();
        };
        put(".onsite.zip", &roster_file(&list, training));
        put(".allowed_signers", &allowed_signers(&list));
        put(".revoked_keys", &revoked_keys(&list));
    }
    let mut all = Vec::new();
    for (number, case) in CASES.iter().enumerate() {
        fs::write(folder.join(file_name(number)), &case.bytes).unwrap();
        let before: Vec<String> = case
            .before
            .iter()
            .map(|bytes| {
                // The same file is read before many; it is named by what it is.
                let name = format!("before/{}.zip", Digest::of(bytes).short());
                fs::write(folder.join(&name), bytes).unwrap();
                name
            })
            .collect();
        all.push(described(number, case, before));
    }
    let manifest = json!({
        "format": "onsite-conformance/1",
        "about": "Good and bad files of every rule of onsite-bundle/1. See FORMAT.md.",
        "cases": all,
    });
    let text = serde_json::to_string_pretty(&manifest).unwrap();
    fs::write(folder.join("manifest.json"), text + "\n").unwrap();
}

fn described(number: usize, case: &Case, before: Vec<String>) -> Value {
    json!({
        "file": file_name(number),
        "sha256": Digest::of(&case.bytes).to_string(),
        "name": case.name,
        "rule": case.rule,
        "type": match case.kind {
            Type::Bundle => "bundle",
            Type::Roster => "roster",
        },
        "roster": case.roster.map(|name| format!("rosters/{name}.onsite.zip")),
        "now": case.now,
        "allow_expired": case.allow_expired,
        // Files that were read before, in order; nothing is remembered else.
        "read_before": before,
        "expect": {
            "exit": case.exit(),
            "code": case.code,
            // What the script says, where it is asked; "GOOD" of a bad file is on its list.
            "script": case.script(),
        },
    })
}
