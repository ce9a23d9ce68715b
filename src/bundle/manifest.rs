//! `SHA256SUMS` and `PREV`: lines that `sha256sum -c` reads, in the one form there is.
//!
//! `<64 lower-case hex><two spaces><path from the zip's root>`, LF. FORMAT.md, Manifest.

use super::{layout, limits, names};
use crate::domain::values::digest::Digest;
use crate::domain::values::text::lines;
use std::fmt::Write as _;

/// What is wrong with a manifest. Lines count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ManifestFault {
    /// Larger than it may be, or empty.
    #[error("it is empty or larger than it may be")]
    Size,
    /// The last line has no end.
    #[error("its last line has no end")]
    Unfinished,
    /// A line is not a digest, two spaces and a path.
    #[error("line {0} is not a digest, two spaces and a path")]
    Line(usize),
    /// Lines are not ascending by path, or one stands twice.
    #[error("line {0} is out of order")]
    Order(usize),
    /// A path that this manifest must not list.
    #[error("line {0} lists a file that is not this folder's")]
    Foreign(usize),
}

/// Lines of paths and digests, ascending by path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest(Vec<(String, Digest)>);

impl Manifest {
    /// A manifest of these files. `None` unless the paths are ascending and fit for a container.
    pub fn of(files: Vec<(String, Digest)>) -> Option<Self> {
        let manifest = Self(files);
        let bytes = manifest.to_bytes();
        (read_lines(&bytes, limits::MANIFEST) == Ok(manifest.clone())).then_some(manifest)
    }

    /// Reads the manifest of `folder`.
    ///
    /// # Errors
    /// The first line that is not as it must be.
    pub fn read(bytes: &[u8], folder: &str) -> Result<Self, ManifestFault> {
        let manifest = read_lines(bytes, limits::MANIFEST)?;
        for (index, (path, _)) in manifest.0.iter().enumerate() {
            let inside = path
                .strip_prefix(folder)
                .and_then(|path| path.strip_prefix('/'));
            if inside.is_none_or(|path| path == layout::MANIFEST || path == layout::SIGNATURE) {
                return Err(ManifestFault::Foreign(index + 1));
            }
        }
        Ok(manifest)
    }

    /// The lines as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = String::new();
        for (path, digest) in &self.0 {
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{digest}  {path}");
        }
        out.into_bytes()
    }

    /// Paths and digests, ascending by path.
    pub fn files(&self) -> &[(String, Digest)] {
        &self.0
    }

    /// The digest of the file with this path from the zip's root.
    pub fn digest(&self, path: &str) -> Option<Digest> {
        let at = self.0.binary_search_by(|(held, _)| held.as_str().cmp(path));
        self.0.get(at.ok()?).map(|(_, digest)| *digest)
    }
}

fn read_lines(bytes: &[u8], limit: u64) -> Result<Manifest, ManifestFault> {
    if bytes.is_empty() || bytes.len() as u64 > limit {
        return Err(ManifestFault::Size);
    }
    if bytes.last() != Some(&b'\n') {
        return Err(ManifestFault::Unfinished);
    }
    let mut files: Vec<(String, Digest)> = Vec::new();
    for (index, line) in lines(bytes).enumerate() {
        let number = index + 1;
        let (path, digest) = read_line(line).ok_or(ManifestFault::Line(number))?;
        if files.last().is_some_and(|(last, _)| last.as_str() >= path) {
            return Err(ManifestFault::Order(number));
        }
        files.push((path.to_owned(), digest));
    }
    Ok(Manifest(files))
}

fn read_line(line: &[u8]) -> Option<(&str, Digest)> {
    let digest = Digest::parse(std::str::from_utf8(line.get(..64)?).ok()?)?;
    let path = line.get(64..)?.strip_prefix(b"  ")?;
    Some((names::check(path).ok()?, digest))
}

/// The previous folder's manifest and signature, as `PREV` names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prev {
    /// The folder before.
    pub folder: String,
    /// The SHA-256 of its manifest.
    pub manifest: Digest,
    /// The SHA-256 of its signature.
    pub signature: Digest,
}

impl Prev {
    /// Reads `PREV`: exactly two lines, a folder's manifest and its signature.
    ///
    /// # Errors
    /// The first line that is not as it must be.
    pub fn read(bytes: &[u8]) -> Result<Self, ManifestFault> {
        let found = read_lines(bytes, limits::PREV)?;
        let [(manifest_path, manifest), (signature_path, signature)] = found.files() else {
            return Err(ManifestFault::Size);
        };
        let folder = manifest_path
            .strip_suffix("/SHA256SUMS")
            .ok_or(ManifestFault::Foreign(1))?;
        if signature_path.strip_suffix("/SHA256SUMS.sig") != Some(folder) {
            return Err(ManifestFault::Foreign(2));
        }
        Ok(Self {
            folder: folder.to_owned(),
            manifest: *manifest,
            signature: *signature,
        })
    }

    /// The two lines.
    pub fn to_bytes(&self) -> Vec<u8> {
        let folder = &self.folder;
        format!(
            "{}  {folder}/{}\n{}  {folder}/{}\n",
            self.manifest,
            layout::MANIFEST,
            self.signature,
            layout::SIGNATURE
        )
        .into_bytes()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn example() -> (Manifest, String) {
        let manifest = Manifest::of(vec![
            ("00-survey/a".into(), Digest::of(b"a")),
            ("00-survey/files/b".into(), Digest::of(b"b")),
        ])
        .unwrap();
        let text = String::from_utf8(manifest.to_bytes()).unwrap();
        (manifest, text)
    }

    #[test]
    fn a_manifest_is_read_as_it_was_written() {
        let (manifest, text) = example();
        assert_eq!(
            Manifest::read(text.as_bytes(), "00-survey").as_ref(),
            Ok(&manifest)
        );
        assert_eq!(manifest.digest("00-survey/a"), Some(Digest::of(b"a")));
        assert_eq!(manifest.digest("00-survey/c"), None);
    }

    #[test]
    fn every_other_form_is_refused() {
        let (_, text) = example();
        let (first, second) = text.split_once('\n').unwrap();
        let upper = first.to_uppercase().replace("00-SURVEY/A", "00-survey/a");
        for (bad, fault) in [
            (String::new(), ManifestFault::Size),
            (text.trim_end().to_owned(), ManifestFault::Unfinished),
            (text.replace('\n', "\r\n"), ManifestFault::Line(1)),
            (text.replace("  ", " *"), ManifestFault::Line(1)),
            (text.replace("  ", " "), ManifestFault::Line(1)),
            (format!("{text}\n"), ManifestFault::Line(3)),
            (format!("# comment\n{text}"), ManifestFault::Line(1)),
            (format!("{upper}\n{second}"), ManifestFault::Line(1)),
            (text.replace("/a", "/../a"), ManifestFault::Line(1)),
            (format!("{second}{first}\n"), ManifestFault::Order(2)),
            (format!("{first}\n{first}\n"), ManifestFault::Order(2)),
            (
                text.replace("00-survey/a", "00-surve/a"),
                ManifestFault::Foreign(1),
            ),
            (text.replace("/a", "/SHA256SUMS"), ManifestFault::Foreign(1)),
            (
                text.replace("/a", "/SHA256SUMS.sig"),
                ManifestFault::Foreign(1),
            ),
        ] {
            assert_eq!(
                Manifest::read(bad.as_bytes(), "00-survey"),
                Err(fault),
                "{bad}"
            );
        }
    }

    #[test]
    fn prev_names_exactly_the_two_files_of_one_folder() {
        let prev = Prev {
            folder: "00-survey".into(),
            manifest: Digest::of(b"m"),
            signature: Digest::of(b"s"),
        };
        let text = String::from_utf8(prev.to_bytes()).unwrap();
        assert_eq!(Prev::read(text.as_bytes()), Ok(prev));
        let other_folder = text.replacen("00-survey", "00-burvey", 1);
        let first = text.split_inclusive('\n').next().unwrap();
        for bad in [other_folder, first.to_owned(), format!("{text}{first}")] {
            assert!(Prev::read(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}
