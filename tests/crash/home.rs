//! A data folder with the training visit in it, opened again and again.

use chrono::{DateTime, FixedOffset};
use onsite::domain::journal::line_of;
use onsite::domain::survey::events::Entry;
use onsite::domain::values::digest::Digest;
use onsite::domain::values::ids::CaseId;
use onsite::tui::survey::drafted_note;
use onsite::vault::{Cost, Passphrase};
use onsite::workspace::{DataFolder, NewUser, OpenedCase, Workspace, WorkspaceError, World};
use std::path::Path;
use tempfile::TempDir;

/// Where the drafts go.
pub const DRAFT: &str = "check/1.1.1/policy";

pub const PASSPHRASE: &str = "velvet otter kiln ramp";
pub const NEW_PASSPHRASE: &str = "tundra kettle plum fog";

pub struct Home(TempDir);

impl Home {
    /// Set up, with the training visit.
    pub fn make() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        set_up(home.path()).unwrap();
        unlocked(home.path(), 1).training_case().unwrap();
        home
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Opens the folder, and with it the case.
    pub fn open(&self) -> Held {
        let mut workspace = unlocked(self.path(), 2);
        let case = case(&mut workspace);
        held(&workspace.open_case(&case).unwrap())
    }
}

/// Sets a folder up; the recovery code.
pub fn set_up(folder: &Path) -> Result<String, WorkspaceError> {
    let code = Workspace::open(DataFolder::at(folder), world(1))?.set_up(&NewUser {
        name: "Ann Miller",
        credential: "RN, OCN",
        principal: Some("ann-01"),
        passphrase: &Passphrase::new(PASSPHRASE.to_owned()),
        adopt: None,
    })?;
    Ok(code.to_string())
}

/// What is there in a case that was opened, which checked the whole chain.
pub fn held(opened: &OpenedCase) -> Held {
    let digest = |entry: &Entry| Digest::of(&line_of(entry).unwrap()).to_string();
    let target = drafted_note(DRAFT).unwrap();
    let note = opened.file.visit().unwrap().notes.get(&target);
    Held {
        entries: opened.entries.iter().map(digest).collect(),
        words: Words {
            draft: opened
                .drafts
                .get(DRAFT)
                .map(|text| text.as_str().to_owned()),
            note: note.map(|text| opened.file.words(text).to_owned()),
        },
    }
}

/// What is there.
#[derive(Clone)]
pub struct Held {
    /// The digests of the lines of all entries, in order.
    pub entries: Vec<String>,
    pub words: Words,
}

/// The text that is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub draft: Option<String>,
    pub note: Option<String>,
}

/// The one case.
pub fn case(workspace: &mut Workspace) -> CaseId {
    workspace.list_cases(None, 1).unwrap().remove(0).id
}

/// The folder, unlocked.
pub fn unlocked(folder: &Path, seed: u64) -> Workspace {
    let mut workspace = Workspace::open(DataFolder::at(folder), world(seed)).unwrap();
    workspace
        .unlock(&Passphrase::new(PASSPHRASE.to_owned()))
        .unwrap();
    workspace
}

/// A world that a seed decides.
pub fn world(seed: u64) -> World {
    let start: DateTime<FixedOffset> =
        DateTime::parse_from_rfc3339("2026-11-19T09:00:00-06:00").unwrap();
    let mut calls = 0_u64;
    World::new(
        move || start,
        move |bytes| {
            for chunk in bytes.chunks_mut(32) {
                calls += 1;
                let digest = Digest::of_parts([&seed.to_be_bytes()[..], &calls.to_be_bytes()]);
                chunk.copy_from_slice(&digest.as_bytes()[..chunk.len()]);
            }
            Ok(())
        },
        Cost::CHEAPEST,
    )
}
