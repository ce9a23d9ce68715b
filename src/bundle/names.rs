//! Which names an entry of the container may have.
//!
//! A name must mean the same file on every system that unpacks the bundle, so the rules are
//! narrower than any file system's. FORMAT.md, Container.

use super::limits;
use std::collections::BTreeSet;

/// Why a name is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NameFault {
    /// It is empty or longer than [`limits::NAME`].
    #[error("it is empty or longer than 100 bytes")]
    Length,
    /// It has not two or three segments.
    #[error("it is not a file in a folder")]
    Depth,
    /// A character outside `[A-Za-z0-9._-]`.
    #[error("it holds something else than letters, digits, dots, dashes and underscores")]
    Character,
    /// A segment is empty, begins with a dot or dash, or ends with a dot.
    #[error("a part of it is empty, begins with a dot or dash, or ends with a dot")]
    Edge,
    /// A name that Windows keeps for a device.
    #[error("a part of it is the name of a device on Windows")]
    Device,
    /// Another name differs only in capitals, or is the same.
    #[error("another file has the same name, or one that differs only in capitals")]
    Twice,
    /// A file has the name of a folder.
    #[error("a file and a folder have the same name")]
    FileAndFolder,
}

/// Names that Windows keeps for devices, whatever follows a first dot.
const DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Checks one name by itself and gives it back as text.
///
/// # Errors
/// The rule that it breaks.
pub fn check(name: &[u8]) -> Result<&str, NameFault> {
    if name.is_empty() || name.len() > limits::NAME {
        return Err(NameFault::Length);
    }
    let allowed = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'/');
    if !name.iter().all(allowed) {
        return Err(NameFault::Character);
    }
    let name = std::str::from_utf8(name).map_err(|_| NameFault::Character)?;
    let mut depth = 0;
    for segment in name.split('/') {
        depth += 1;
        if segment.is_empty() || segment.starts_with(['.', '-']) || segment.ends_with('.') {
            return Err(NameFault::Edge);
        }
        let stem = segment.split('.').next().unwrap_or(segment);
        let numbered_zero = ["com0", "lpt0"];
        if DEVICES
            .iter()
            .chain(&numbered_zero)
            .any(|device| stem.eq_ignore_ascii_case(device))
        {
            return Err(NameFault::Device);
        }
    }
    if !(2..=3).contains(&depth) {
        return Err(NameFault::Depth);
    }
    Ok(name)
}

/// The names of one container, each checked against all before it.
#[derive(Debug, Default)]
pub struct NameSet {
    files: BTreeSet<String>,
    folders: BTreeSet<String>,
}

impl NameSet {
    /// Checks a name by itself and against the others, and keeps it.
    ///
    /// # Errors
    /// The rule that it breaks.
    pub fn add<'a>(&mut self, name: &'a [u8]) -> Result<&'a str, NameFault> {
        let name = check(name)?;
        let folded = name.to_ascii_lowercase();
        let folders: Vec<String> = folded
            .match_indices('/')
            .filter_map(|(at, _)| folded.get(..at).map(str::to_owned))
            .collect();
        if self.folders.contains(&folded) || folders.iter().any(|f| self.files.contains(f)) {
            return Err(NameFault::FileAndFolder);
        }
        self.folders.extend(folders);
        if !self.files.insert(folded) {
            return Err(NameFault::Twice);
        }
        Ok(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_any_system_can_unpack_are_accepted() {
        for good in ["00-survey/step.json", "00-survey/files/0001.pdf", "a/_b"] {
            assert_eq!(check(good.as_bytes()), Ok(good));
        }
    }

    #[test]
    fn every_rule_refuses() {
        for (bad, fault) in [
            ("", NameFault::Length),
            (&format!("a/{}", "b".repeat(99)), NameFault::Length),
            ("step.json", NameFault::Depth),
            ("a/b/c/d", NameFault::Depth),
            ("a\\b/c", NameFault::Character),
            ("a/b c", NameFault::Character),
            ("a/b\0", NameFault::Character),
            ("C:/b", NameFault::Character),
            ("a/é", NameFault::Character),
            ("../b", NameFault::Edge),
            ("a/..", NameFault::Edge),
            ("/a/b", NameFault::Edge),
            ("a//b", NameFault::Edge),
            ("a/b/", NameFault::Edge),
            ("a/.hidden", NameFault::Edge),
            ("a/-rf", NameFault::Edge),
            ("a/b.", NameFault::Edge),
            ("a/NUL", NameFault::Device),
            ("a/com1.txt", NameFault::Device),
            ("Aux.d/b", NameFault::Device),
            ("a/lpt0", NameFault::Device),
        ] {
            assert_eq!(check(bad.as_bytes()), Err(fault), "{bad:?}");
        }
    }

    #[test]
    fn names_must_stay_apart_on_every_file_system() {
        let mut set = NameSet::default();
        assert!(set.add(b"a/b").is_ok());
        assert_eq!(set.add(b"a/b"), Err(NameFault::Twice));
        assert_eq!(set.add(b"A/B"), Err(NameFault::Twice));
        assert_eq!(set.add(b"a/b/c"), Err(NameFault::FileAndFolder));
        assert!(set.add(b"a/d/e").is_ok());
        assert_eq!(set.add(b"a/D"), Err(NameFault::FileAndFolder));
    }
}
