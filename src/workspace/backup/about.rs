//! `backup.json` and the note beside it: what a backup holds.

use super::super::error::WorkspaceError;
use crate::bundle::when::Stamp;
use crate::domain::values::digest::Digest;
use crate::domain::values::ids::DeviceId;
use serde::{Deserialize, Serialize};
use std::path::{Component, Path};

/// The file that names all others.
pub(in crate::workspace) const ABOUT: &str = "backup.json";
/// The note for whoever finds the folder.
pub(in crate::workspace) const READ_ME: &str = "READ ME.txt";
/// What this version writes and reads.
pub(in crate::workspace) const FORMAT: &str = "onsite-backup/1";

/// What the note says.
pub(super) const WORDS: &str = "\
This folder is a backup of onsite, a program for accreditation surveys.

Everything in it is encrypted. It opens with the passphrase of the person who made it, or with the
recovery code they wrote down.

To go back to it, on a computer with onsite:

    onsite restore \"this folder\"

Keep the folder whole: all its files belong together.
";

/// `backup.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::workspace) struct About {
    /// [`FORMAT`].
    pub format: String,
    /// When it was made.
    pub made_at: Stamp,
    /// The program that made it.
    pub made_by: String,
    /// The installation that made it.
    pub device: DeviceId,
    /// The entries of all visits in it.
    pub entries: u64,
    /// Every file but this one and the note.
    pub files: Vec<Kept>,
}

/// One file of a backup.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::workspace) struct Kept {
    /// Its name in the folder.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of its bytes.
    pub sha256: Digest,
}

impl Kept {
    /// A file with these bytes.
    pub(super) fn of(name: String, bytes: &[u8]) -> Self {
        Self {
            name,
            size: bytes.len() as u64,
            sha256: Digest::of(bytes),
        }
    }
}

impl About {
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>, WorkspaceError> {
        serde_json::to_vec_pretty(self)
            .map_err(|_| WorkspaceError::Mistake("a backup that cannot be described"))
    }

    /// Reads `backup.json`. Every name in it is that of a file in the folder itself.
    ///
    /// # Errors
    /// What is wrong with it, in words that go on "this is no backup that can be used:".
    pub(in crate::workspace) fn read(bytes: &[u8]) -> Result<Self, String> {
        /// The one field that every version has.
        #[derive(Deserialize)]
        struct AnyVersion {
            format: String,
        }
        let any: AnyVersion = serde_json::from_slice(bytes)
            .map_err(|_| format!("{ABOUT} is damaged or not written by onsite"))?;
        if any.format != FORMAT {
            return Err("it was made by a newer onsite; install the newest one".to_owned());
        }
        let about: Self =
            serde_json::from_slice(bytes).map_err(|_| format!("{ABOUT} is damaged"))?;
        let outside = about.files.iter().find(|file| !is_plain(&file.name));
        match outside {
            None => Ok(about),
            Some(_) => Err(format!("{ABOUT} names a file outside the backup")),
        }
    }
}

/// Whether a name is one file in the folder, and no way to anywhere else.
fn is_plain(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    let one = matches!(
        (parts.next(), parts.next()),
        (Some(Component::Normal(_)), None)
    );
    one && !name.contains(['/', '\\', ':']) && !name.chars().any(char::is_control)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn naming(name: &str) -> Result<About, String> {
        let about = serde_json::json!({
            "format": FORMAT, "made_at": "2026-03-02T17:00:00Z", "made_by": "onsite 0.1.0",
            "device": "d-1", "entries": 3,
            "files": [{"name": name, "size": 1, "sha256": "0".repeat(64)}],
        });
        About::read(about.to_string().as_bytes())
    }

    #[test]
    fn no_name_leads_out_of_the_folder() {
        naming("onsite.db").unwrap();
        naming("signing_key.before-1772457600").unwrap();
        for name in [
            "../onsite.db",
            "/etc/passwd",
            "a/b",
            "..",
            ".",
            "",
            "a\\b",
            "c:x",
            "a\u{1b}",
        ] {
            let why = naming(name).unwrap_err();
            assert!(why.contains("outside the backup"), "{name}: {why}");
        }
    }

    #[test]
    fn a_newer_one_is_told_from_a_damaged_one() {
        let newer = About::read(br#"{"format":"onsite-backup/2","more":1}"#).unwrap_err();
        assert!(newer.contains("newer onsite"), "{newer}");
        assert!(About::read(b"{").unwrap_err().contains("damaged"));
    }
}
